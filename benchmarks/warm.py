"""Draws twice in one process, says what the second took: `warm.py geomap ARGUMENTS` or `warm.py SCRIPT ARGUMENTS`."""

from __future__ import annotations

import runpy
import sys
from contextlib import suppress
from pathlib import Path
from time import process_time


def main() -> None:
    what, arguments = sys.argv[1], sys.argv[2:]
    sys.argv = [what, *arguments]
    if what == "geomap":
        from geomap.cli import main as draw  # noqa: PLC0415 - only one of the two is measured
    else:
        sys.path.insert(0, str(Path(what).parent))
        draw = runpy.run_path(what)["main"]
    for turn in range(2):
        start = process_time()
        with suppress(SystemExit):  # that a command ends with
            draw()
        if turn:
            print(f"again: {process_time() - start:.4f} s", flush=True)


if __name__ == "__main__":
    main()
