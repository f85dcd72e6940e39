"""Whole processes in turn: what each took, their medians and ratios, as tables of Markdown.

Every contestant runs once to warm the file cache, then N times in turn (A B C, A B C ...), so that a busy moment hits
all of them alike. Ratios are taken within a turn, then their median. This module imports nothing large, as a child's
peak memory is never reported below what its parent held when it was started.
"""

from __future__ import annotations

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
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter

from geomap import __version__

LIBRARIES = (
    "matplotlib", "numpy", "pillow", "shapely", "pyproj", "geopandas", "pandas", "pyogrio", "pyarrow",
    "distributed", "Cartopy", "py-staticmaps", "folium", "plotly",
)  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent
NOTHING = "-"  # in a cell that has no figure
_FORMS = (("cpu", ".2f"), ("wall", ".2f"), ("peak", ".0f"))
_MAXRSS_PER_MIB = 1024**2 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """What one process took."""

    cpu: float  # s, user + system, its own children included
    wall: float  # s
    peak: float  # MiB
    again: float = 0.0  # s of CPU, of doing it a second time in the process, where it says so


@dataclass(frozen=True)
class Contestant:
    """One way to do it. `{out}` in the command stands for an empty folder, a new one each run."""

    name: str
    what: str
    command: tuple[str, ...]
    needs: str = ""  # a library without which it cannot take part


Results = Mapping[str, Sequence[Run]]


def has(library: str) -> bool:
    """Whether a library is installed."""
    try:
        return bool(version(library))
    except PackageNotFoundError:
        return False


def write_project(kind: str, folder: Path, count: int = 0) -> Path:
    """Make a project in a process of its own, so that this one stays small; its config's path."""
    folder.mkdir()
    subprocess.run([sys.executable, "-m", "benchmarks.projects", kind, str(folder), str(count)], cwd=ROOT, check=True)
    return folder / "config.yaml"


def measure(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command to its end; what it took, by the kernel's count."""
    with tempfile.TemporaryFile() as output:
        start = perf_counter()
        child = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(child.pid, 0)
        wall = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
        if child.returncode:
            raise SystemExit(f"benchmarks: {' '.join(command)}\n{said}")
    again = re.search(r"(?m)^again: ([\d.]+) s$", said)
    peak = usage.ru_maxrss / _MAXRSS_PER_MIB
    return Run(usage.ru_utime + usage.ru_stime, wall, peak, float(again[1]) if again else 0.0)


def compiled() -> dict[str, str]:
    """The environment in which modules are compiled once, as those of installed libraries are."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def in_turn(entries: Sequence[Contestant], runs: int, scratch: Path, *, warm_up: bool = True) -> dict[str, list[Run]]:
    """One warm-up each, not counted, then `runs` turns, of those whose libraries are installed."""
    environment = compiled()
    entries = [entry for entry in entries if not entry.needs or has(entry.needs)]
    results: dict[str, list[Run]] = {entry.name: [] for entry in entries}
    for turn in range(0 if warm_up else 1, runs + 1):
        for entry in entries:
            out = Path(tempfile.mkdtemp(dir=scratch))
            run = measure([part.replace("{out}", str(out)) for part in entry.command], environment)
            shutil.rmtree(out)
            if turn:
                results[entry.name].append(run)
        print(f"{', '.join(results)}: " + (f"turn {turn} of {runs}" if turn else "warm-up"), file=sys.stderr)
    return results


def ratios(first: Sequence[Run], second: Sequence[Run], quantity: str) -> list[float]:
    """First to second, turn by turn."""
    return [getattr(a, quantity) / getattr(b, quantity) for a, b in zip(first, second, strict=True)]


def middle(runs: Sequence[Run], quantity: str) -> float:
    """The median of one quantity."""
    return median(getattr(run, quantity) for run in runs)


def medians_table(results: Results) -> str:
    """A row a contestant: medians over all turns."""
    rows = [(name, *(f"{middle(runs, key):{form}}" for key, form in _FORMS)) for name, runs in results.items()]
    turns = len(next(iter(results.values())))
    return table((f"median of {turns} run{'s' * (turns > 1)}", "CPU, s", "wall, s", "peak, MiB"), rows)


def ratios_table(results: Results) -> str:
    """A row a quantity and opponent: the first contestant to it, turn by turn, and the median of these ratios."""
    (first, runs), *others = results.items()
    rows = []
    for name, opposing in others:
        for key, label in (("cpu", "CPU"), ("wall", "wall"), ("peak", "peak")):
            found = ratios(runs, opposing, key)
            rows.append((name, label, f"**{median(found):.2f}**", " ".join(f"{ratio:.2f}" for ratio in found)))
    return table((f"{first} to", "", "median ratio", "turn by turn"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Where and with what it was measured."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    libraries = ", ".join(f"{name} {version(name)}" if has(name) else f"{name} not installed" for name in LIBRARIES)
    return (
        f"- {datetime.now(UTC):%Y-%m-%d}, {platform.system()} on {platform.machine()}, {os.cpu_count()} cores; "
        f"load over 1, 5 and 15 minutes at the end: {load}\n"
        f"- {platform.python_implementation()} {platform.python_version()}; geomap {__version__}, {libraries}"
    )
