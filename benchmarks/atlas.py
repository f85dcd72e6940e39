"""An atlas in one process, in two, and on a Dask cluster of two workers on this machine."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.timing import Contestant, Results, in_turn, middle, table, write_project

TITLE = "An atlas"
WORKERS = 2
_PATIENCE = 120  # s
ONE, TWO, DASK = "one process", "`--jobs 2`", "`--scheduler`, two Dask workers"


def run(pages: int, runs: int, scratch: Path) -> Results:
    """The same pages three times, from nothing."""
    folder = scratch / "atlas"
    config = write_project("atlas", folder, pages)
    build = (sys.executable, "-m", "geomap", "build", str(config), "--only", "png,svg", "--locked")
    with _cluster(folder) as address:
        entries = [
            Contestant(ONE, "", (*build, "--out", "{out}")),
            Contestant(TWO, "", (*build, "--out", "{out}", "--jobs", "2")),
            Contestant(DASK, "", (*build, "--out", "{out}", "--scheduler", address)),
        ]
        return in_turn(entries, runs, scratch, warm_up=False)


def section(results: Results, pages: int) -> str:
    """Its part of the page."""
    alone = middle(results[ONE], "wall")
    rows = [
        (name, f"{middle(runs, 'wall'):.1f}", f"{alone / middle(runs, 'wall'):.2f}") for name, runs in results.items()
    ]
    return f"""## {TITLE}

{pages} pages with a PNG of 1050 x 840 px and an SVG each, from nothing; the cluster was started before. Wall time, as
the work is in several processes.

{table(("", "wall, s", "times as fast"), rows)}
"""


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with its workers, each a process."""
    file = folder / "scheduler.json"
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    worker = ("worker", "--host", "127.0.0.1", "--no-nanny", "--no-dashboard", "--nthreads", "1")
    started = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{name}", *options, "--scheduler-file", str(file)],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for name, *options in (scheduler, *[worker] * WORKERS)
    ]  # fmt: skip
    try:
        yield _address(file)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait(_PATIENCE)


def _address(file: Path) -> str:
    """Where the scheduler is, once all its workers are there."""
    code = (
        "import sys, distributed\n"
        f"client = distributed.Client(scheduler_file=sys.argv[1], timeout={_PATIENCE})\n"
        f"client.wait_for_workers({WORKERS}, timeout={_PATIENCE})\nprint(client.scheduler.address)"
    )
    end = time.monotonic() + _PATIENCE
    while not (file.is_file() and file.read_text(encoding="utf-8")):
        if time.monotonic() > end:
            raise SystemExit("benchmarks: no Dask scheduler")
        time.sleep(0.1)
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    return done.stdout.strip()
