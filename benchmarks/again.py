"""What a build costs that has nothing to do, and what a check costs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.timing import Contestant, Results, in_turn, middle, table

TITLE = "Nothing to do"
FULL, IDLE, LATER = "a whole build", "a build with nothing to do", "a later one with nothing to do"
VALIDATE, BARE = "`geomap validate`", "`python -c pass`"
_SETTLED = 2.5  # seconds after which no file counts as just changed


def run(runs: int, config: Path, scratch: Path) -> Results:
    """A map: whole, with nothing to do, and checked."""
    geomap = (sys.executable, "-m", "geomap")
    build, later = ((*geomap, "build", str(config), "--locked", "--out", str(scratch / to)) for to in ("new", "old"))
    for _ in range(3):  # the first makes the files, the next two find them so
        subprocess.run(later, check=True, capture_output=True)
        time.sleep(_SETTLED)
    return in_turn(
        [
            Contestant(FULL, "", (*build, "--force")),
            Contestant(IDLE, "", build),
            Contestant(LATER, "", later),
            Contestant(VALIDATE, "", (*geomap, "validate", str(config))),
            Contestant(BARE, "", (sys.executable, "-c", "pass")),
        ],
        runs,
        scratch,
    )


def section(results: Results) -> str:
    """Its part of the page."""
    return f"""## {TITLE}

The example with its four artboards and all its formats, cold processes. The next build after one that made files reads
all anew; what it finds unchanged no later one reads.

{table(("", "CPU, s", "of a whole build", "more than a bare Python, s"), _rows(results))}
"""


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    whole, bare = results[FULL], results[BARE]
    for name, runs in results.items():
        share = median(run.cpu / full.cpu for run, full in zip(runs, whole, strict=True))
        more = median(run.cpu - least.cpu for run, least in zip(runs, bare, strict=True))
        yield name, f"{middle(runs, 'cpu'):.2f}", f"{share:.2f}", f"{more:.2f}" if name != BARE else ""
