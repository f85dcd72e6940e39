"""Times `geomap build` beside what a user would write otherwise: whole cold processes, in turn.

    .venv/bin/python benchmarks/run.py [--runs N] [--write]

Every contestant runs once to warm the file cache, then N times in turn (A B C, A B C ...), so that a busy moment hits
all of them alike. Ratios are taken within a turn, then their median. CPU time (user + system) is the main figure: wall
time also counts what other processes take. This module imports nothing large, as a child's peak memory is never
reported below what its parent held when it was started.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from geomap import __version__

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "RESULTS.md"
DATA = HERE / ".data"
ARTBOARD = "artboards:\n  - {id: wide, width: 1050, height: 840, scale: 2}\n"
LIBRARIES = ("matplotlib", "numpy", "pillow", "shapely", "pyproj", "geopandas", "pandas", "pyogrio")
_FORMS = (("cpu", ".2f"), ("wall", ".2f"), ("peak", ".0f"))
_MAXRSS_PER_MIB = 1024**2 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """What one process took."""

    cpu: float  # s, user + system, its own children included
    wall: float  # s
    peak: float  # MiB


@dataclass(frozen=True)
class Contestant:
    """One way to make the map. `{out}` in the command stands for an empty folder, a new one each run."""

    name: str
    what: str
    command: tuple[str, ...]


Results = Mapping[str, Sequence[Run]]


def contestants(project: Path) -> list[Contestant]:
    """The one measured first, then those it is compared with."""
    python, peers = sys.executable, HERE / "peers"
    drawing = ("--data", str(DATA), "--out", "{out}/map.png")
    build = ("build", str(project / "config.yaml"), "--only", "png", "--locked", "--out", "{out}")
    return [
        Contestant(
            "geomap",
            "`geomap build --only png` of `config.yaml` with one artboard and places already pinned. It also checks "
            "the config, searches free places for the labels, and writes `manifest.json`.",
            (python, "-m", "geomap", *build),
        ),
        Contestant(
            "geopandas + matplotlib",
            "`peers/geopandas_matplotlib.py`: the same map from shapefiles at 1:10m, read with a bounding box, clipped "
            "and projected; every text placed by hand, plain markers for the pictograms, nothing checked.",
            (python, str(peers / "geopandas_matplotlib.py"), *drawing),
        ),
        Contestant(
            "floor: matplotlib, prepared arrays",
            "`peers/matplotlib_floor.py`: the same drawing from arrays that are already clipped and projected.",
            (python, str(peers / "matplotlib_floor.py"), *drawing),
        ),
    ]


def write_project(folder: Path) -> None:
    """The repository's example with one artboard, its layers and its pinned places."""
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    config, found = re.subn(r"(?m)^artboards:\n(?:[ #].*\n|\n)*", ARTBOARD + "\n", config)
    if found != 1:
        raise SystemExit("benchmarks: config.yaml has no block of artboards to replace")
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    shutil.copytree(ROOT / "layers", folder / "layers")
    shutil.copy(ROOT / "places.lock.yaml", folder)


def measure(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command to its end; what it took, by the kernel's count."""
    with tempfile.TemporaryFile() as output:
        start = perf_counter()
        child = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(child.pid, 0)
        wall = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            raise SystemExit(f"benchmarks: {' '.join(command)}\n{output.read().decode(errors='replace')}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / _MAXRSS_PER_MIB)


def in_turn(entries: Sequence[Contestant], runs: int, scratch: Path) -> dict[str, list[Run]]:
    """One warm-up each, not counted, then `runs` turns."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    results: dict[str, list[Run]] = {entry.name: [] for entry in entries}
    for turn in range(runs + 1):
        for entry in entries:
            out = Path(tempfile.mkdtemp(dir=scratch))
            run = measure([part.replace("{out}", str(out)) for part in entry.command], environment)
            shutil.rmtree(out)
            if turn:
                results[entry.name].append(run)
        print(f"turn {turn} of {runs}" if turn else "warm-up", file=sys.stderr)
    return results


def ratios(first: Sequence[Run], second: Sequence[Run], quantity: str) -> list[float]:
    """First to second, turn by turn."""
    return [getattr(a, quantity) / getattr(b, quantity) for a, b in zip(first, second, strict=True)]


def medians_table(results: Results) -> str:
    """A row a contestant: medians over all turns."""
    rows = [
        (name, *(f"{median(getattr(run, key) for run in runs):{form}}" for key, form in _FORMS))
        for name, runs in results.items()
    ]
    return _table(("median of " + str(_turns(results)) + " runs", "CPU, s", "wall, s", "peak, MiB"), rows)


def ratios_table(results: Results) -> str:
    """A row a quantity and opponent: the first contestant to it, turn by turn, and the median of these ratios."""
    (first, runs), *others = results.items()
    rows = []
    for name, opposing in others:
        for key, label in (("cpu", "CPU"), ("wall", "wall"), ("peak", "peak")):
            found = ratios(runs, opposing, key)
            rows.append((name, label, f"**{median(found):.2f}**", " ".join(f"{ratio:.2f}" for ratio in found)))
    return _table((f"{first} to", "", "median ratio", "turn by turn"), rows)


def _turns(results: Results) -> int:
    return len(next(iter(results.values())))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Where and with what it was measured."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"- {datetime.now(UTC):%Y-%m-%d}, {platform.system()} on {platform.machine()}, {os.cpu_count()} cores; "
        f"load over 1, 5 and 15 minutes at the end: {load}\n"
        f"- {platform.python_implementation()} {platform.python_version()}; geomap {__version__}, {libraries}"
    )


def report(entries: Sequence[Contestant], results: Results) -> str:
    """The page that `--write` writes."""
    compared = "\n".join(f"- **{entry.name}**: {entry.what}" for entry in entries)
    return f"""# Benchmarks

Made by `benchmarks/run.py --write`. One PNG of 2100 x 1680 px with four units, each run a whole cold process: a new
Python, its files in the system's cache and compiled. The contestants ran in turn after one warm-up each. A ratio below
1 means that geomap took less; ratios are taken within a turn. Compare ratios: seconds change with the machine and with
what else it does.

{medians_table(results)}

{ratios_table(results)}

CPU is user and system time. Peak is the largest resident memory of the process.

## What was compared

{compared}

The shapefiles of the whole world are made beforehand from geomap's own basemap, so that all draw the same lines. Making
them is not timed.

## Where

{machine()}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="turns that count (default: 5)")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs: at least 1")
    subprocess.run([sys.executable, str(HERE / "prepare.py"), "--data", str(DATA)], check=True)
    with tempfile.TemporaryDirectory(prefix="geomap-bench-") as scratch:
        write_project(Path(scratch))
        entries = contestants(Path(scratch))
        results = in_turn(entries, options.runs, Path(scratch))
    print(f"{medians_table(results)}\n\n{ratios_table(results)}\n\n{machine()}")
    if options.write:
        RESULTS.write_text(report(entries, results), encoding="utf-8")


if __name__ == "__main__":
    main()
