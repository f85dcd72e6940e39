"""The schemas that services state for their files."""

from __future__ import annotations

from pathlib import Path

import check_jsonschema
from click.testing import CliRunner


def complaints(schema: str, path: Path) -> str:
    """What does not fit the schema, as check_jsonschema has it, in its words; nothing where all does."""
    done = CliRunner().invoke(check_jsonschema.main, ["--builtin-schema", f"vendor.{schema}", str(path)])
    return "" if done.exit_code == 0 else done.output or str(done.exception)
