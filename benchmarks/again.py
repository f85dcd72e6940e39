"""What a build costs that has nothing to do, and what a check costs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.timing import Contestant, Results, in_turn, middle, table

TITLE = "Nothing to do"
FULL, IDLE, VALIDATE, BARE = "a whole build", "a build with nothing to do", "`geomap validate`", "`python -c pass`"


def run(runs: int, config: Path, scratch: Path) -> Results:
    """A map: whole, with nothing to do, and checked."""
    geomap = (sys.executable, "-m", "geomap")
    build = (*geomap, "build", str(config), "--locked", "--out", str(scratch / "example"))
    return in_turn(
        [
            Contestant(FULL, "", (*build, "--force")),
            Contestant(IDLE, "", build),
            Contestant(VALIDATE, "", (*geomap, "validate", str(config))),
            Contestant(BARE, "", (sys.executable, "-c", "pass")),
        ],
        runs,
        scratch,
    )


def section(results: Results) -> str:
    """Its part of the page."""
    return f"""## {TITLE}

The example with its three artboards and eight formats, cold processes.

{table(("", "CPU, s", "of a whole build", "more than a bare Python, s"), _rows(results))}
"""


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    whole, bare = results[FULL], results[BARE]
    for name, runs in results.items():
        share = median(run.cpu / full.cpu for run, full in zip(runs, whole, strict=True))
        more = median(run.cpu - least.cpu for run, least in zip(runs, bare, strict=True))
        yield name, f"{middle(runs, 'cpu'):.2f}", f"{share:.2f}", f"{more:.2f}" if name != BARE else ""
