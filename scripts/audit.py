"""Known holes in the libraries that are installed here, as pip-audit finds them by asking a server.

exit status: 0 no known holes, 1 some, 2 nothing could be asked
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

COMMAND = ("-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--skip-editable")


def verdict(found: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """The exit status and the lines to print, of what pip-audit says of each library."""
    known = [row for row in found if "vulns" in row]
    unknown = [row["name"] for row in found if "vulns" not in row and "editable" not in row.get("skip_reason", "")]
    holes = [(row, hole) for row in known for hole in row["vulns"]]
    lines = [
        f"{row['name']} {row['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for row, hole in holes
    ]
    lines.append(f"libraries audited: {len(known)}, with known holes: {len({row['name'] for row, _ in holes})}")
    if unknown:
        lines.append(f"not audited, since the server does not know them: {len(unknown)}, as {unknown[0]}")
    return 1 if holes else 0 if known else 2, lines


def main() -> int:
    done = subprocess.run([sys.executable, *COMMAND], capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or ["pip-audit said nothing"]
        print(f"nothing was audited: {last[0]}")
        return 2
    status, lines = verdict(found)
    print(*lines, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
