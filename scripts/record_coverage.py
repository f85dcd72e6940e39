"""Keeps how much of geomap/ the tests go through, and fails where that is less than was agreed.

usage: python -m scripts.record_coverage REPORT     what `coverage json` has written
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scripts.record import record

LEAST_LINES, LEAST_BRANCHES = 95.0, 90.0  # per cent
_BAREST = 5  # files that are named


def main(report: Path) -> int:
    measured = json.loads(report.read_text("utf-8"))
    totals = measured["totals"]
    lines = 100 * totals["covered_lines"] / totals["num_statements"]
    branches = 100 * totals["covered_branches"] / totals["num_branches"]
    barest = sorted(measured["files"].items(), key=lambda file: -file[1]["summary"]["missing_lines"])[:_BAREST]
    rows = {
        f"lines, of {totals['num_statements']:,}": f"{lines:.1f} %",
        f"branches, of {totals['num_branches']:,}": f"{branches:.1f} %",
        "most lines without a test": ", ".join(
            f"{name} {file['summary']['missing_lines']}" for name, file in barest if file["summary"]["missing_lines"]
        ),
    }
    record("make coverage", rows)
    return int(lines < LEAST_LINES or branches < LEAST_BRANCHES)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
