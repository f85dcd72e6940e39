"""Keeps the last results of the long runs in docs/robustness.md, one section a command."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from geomap import __version__

FILE = Path(__file__).parents[1] / "docs" / "robustness.md"
HEAD = "# The long runs and their last results\n\nWritten by the commands themselves; do not edit by hand.\n"


def record(command: str, rows: dict[str, object]) -> None:
    """Put the results of a command in place of its earlier ones."""
    text = FILE.read_text("utf-8") if FILE.is_file() else HEAD
    day = datetime.now(UTC).date().isoformat()
    where = f"{day}, geomap {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores"
    lines = "".join(f"- {name}: {value}\n" for name, value in rows.items())
    section = f"\n## `{command}`\n\n{where}\n\n{lines}"
    earlier = re.compile(rf"\n## `{re.escape(command)}`\n.*?(?=\n## |\Z)", re.DOTALL)
    text = earlier.sub(lambda _: section, text) if earlier.search(text) else text + section
    FILE.write_text(text, "utf-8")
    print(f"{where}\n{lines}", end="")
