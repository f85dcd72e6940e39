"""Throws broken configs, tables, layers and other files at geomap: only a GeomapError may come of them, and soon.

usage: python -m scripts.fuzz [CONFIGS] [FILES] [SEED]     how many of each

A worker process reads one file after another, within 2 GB of memory and 10 s of a processor for each; a library that
does not come back is ended by the system. What breaks is
made as small as it goes and kept in tests/corpus/, which `make test` reads ever after: the first of each kind of fault.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

import geopandas  # noqa: F401 - what readers load late is loaded before the limit counts
import pyarrow.dataset  # noqa: F401
import yaml

from geomap.errors import GeomapError
from scripts.record import record
from tests.fuzzing import schema, seeds
from tests.fuzzing.harness import CORPUS, KINDS, Harness, badly_said
from tests.fuzzing.mutate import spoilt

MOST_SECONDS = 10  # of a processor, for one file that is read
_DRAWING = 6  # times as long where a map is drawn of it, or an atlas
MOST_MEMORY = 2 * 1024**3  # bytes of address space of the worker, beyond what libraries took before the first file
_RENEWED = 400  # files after which a new worker is taken: what libraries keep counts as memory too
_STUCK = 600  # seconds in which no file was finished: something waits, as what computes is ended before
_DRAWN, _CONFIGS_DRAWN = 50, 400  # one in so many is also drawn, where it can be read; configs have large maps
_SHRINKING = 20  # seconds
_SHARES = {  # of the files
    ".geojson": 5, ".csv": 5, ".kml": 3, ".kmz": 1, ".xlsx": 4, ".gpkg": 4, ".parquet": 2, ".yaml": 2, ".json": 1,
    ".ttf": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A broken file; the same for the same number and seed."""

    kind: str
    suffix: str
    data: bytes
    drawn: bool


@dataclass(slots=True)
class Tally:
    """What came of the files so far."""

    faults: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    slowest: float = 0.0
    memory: int = 0  # KB, of the largest worker


class Numbered(Protocol):
    """Broken files by their numbers."""

    def __getitem__(self, number: int) -> Case: ...


class Cases:
    """The broken files by their numbers: configs first, then all others."""

    def __init__(self, folder: Path, configs: int, seed: int) -> None:
        self.configs, self.seed = configs, seed
        self.right, self.wrong = seeds.configs()
        self.seeds = seeds.files(folder)
        self.kinds = list(self.seeds)
        self.shares = [_SHARES[suffix] for _, suffix in self.kinds]

    def unharmed(self) -> Iterator[Case]:
        """The right files that broken ones are made of."""
        for (kind, suffix), some in {("config", ".yaml"): self.right, **self.seeds}.items():
            for data in some:
                yield Case(kind, suffix, data, drawn=False)

    def __getitem__(self, number: int) -> Case:
        chance = random.Random(f"{self.seed} {number}")
        drawn = chance.randrange(_CONFIGS_DRAWN if number < self.configs else _DRAWN) == 0
        if number < self.configs:
            some = self.right if chance.random() < 0.8 else self.wrong
            return Case("config", ".yaml", spoilt(chance, ".yaml", some), drawn)
        kind, suffix = chance.choices(self.kinds, self.shares)[0]
        return Case(kind, suffix, spoilt(chance, suffix, self.seeds[kind, suffix]), drawn)


class _TooLongError(BaseException):
    """No `except Exception` of a library keeps it."""


def _too_long(*_: object) -> None:
    raise _TooLongError


def outcome(harness: Harness, case: Case) -> str:
    """Empty where the file was read, "refused" where a GeomapError came of it; else what went wrong, and where."""
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS * (_DRAWING if case.drawn else 1))
    fault = ""
    try:
        harness.read(case.kind, case.suffix, case.data, drawn=case.drawn)
    except GeomapError as error:
        fault = badly_said(error.problems) or "refused"
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if "/geomap/" in frame.filename] or frames
        at = f"{Path(own[-1].filename).name}:{own[-1].lineno}, {own[-1].name}"
        fault = f"{type(error).__name__} in {at}: {error!s:.200}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return fault


def work(cases: Numbered, numbers: range, end: Connection) -> None:
    """A worker: reads the files of these numbers, and tells of each what came of it, in how many seconds."""
    signal.signal(signal.SIGPROF, _too_long)
    most = _address_space() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libraries in C complain there
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(Path(folder))
        for number in numbers:
            began = time.process_time()
            most_seconds = (
                int(began) + 2 * _DRAWING * MOST_SECONDS
            )  # a library may not let Python say that it is too long
            resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
            came = outcome(harness, cases[number])
            end.send((number, came, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def _address_space() -> int:
    """What this process has, in bytes; threads and libraries reserve much that they never use."""
    sizes = Path("/proc/self/statm")
    return int(sizes.read_text("ascii").split()[0]) * resource.getpagesize() if sizes.is_file() else 0


def watched(cases: Numbered, numbers: range, tally: Tally) -> Iterator[tuple[int, str]]:
    """The numbers of the files that broke something, with what; a worker that dies or hangs is replaced."""
    while numbers:
        share = numbers[:_RENEWED]
        here, there = multiprocessing.Pipe(duplex=False)
        worker = multiprocessing.Process(target=work, args=(cases, share, there))
        worker.start()
        there.close()
        came = ""
        try:
            while here.poll(_STUCK):
                number, came, seconds, memory = here.recv()
                numbers, share = numbers[1:], share[1:]
                tally.refused += came == "refused"
                tally.slowest, tally.memory = max(tally.slowest, seconds), max(tally.memory, memory)
                if came not in ("", "refused"):
                    yield number, came
            came = f"nothing for {_STUCK} s"
        except EOFError:
            worker.join()
            came = f"the process ended with {worker.exitcode}"
        worker.kill()
        worker.join()
        if share:
            yield numbers[0], came
            numbers = numbers[1:]


def smaller(case: Case, breaks: Callable[[Case], bool]) -> Case:
    """The case without the parts that it does not need to break, as far as that is quickly found."""
    until = time.monotonic() + _SHRINKING
    case = _smaller_tree(case, breaks, until)
    step = len(case.data) // 2
    while step and time.monotonic() < until:
        at = 0
        while at < len(case.data) and time.monotonic() < until:
            less = Case(case.kind, case.suffix, case.data[:at] + case.data[at + step :], case.drawn)
            if breaks(less):
                case = less
            else:
                at += step
        step //= 2
    return case


def _smaller_tree(case: Case, breaks: Callable[[Case], bool], until: float) -> Case:
    """Of a config that YAML can be read from: without the keys and items that it does not need."""
    try:
        tree: Any = yaml.safe_load(case.data) if case.suffix == ".yaml" else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return case
    while isinstance(tree, dict):
        for less in schema.smaller_trees(tree):
            smaller_case = Case(case.kind, case.suffix, schema.plainly(less), case.drawn)
            if time.monotonic() > until:
                return case
            if breaks(smaller_case):
                case, tree = smaller_case, less
                break
        else:
            return case
    return case


def keep(case: Case, fault: str) -> Path:
    """Make the case small and put it in the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(Path(folder))
        known = fault.partition(": ")[0]
        if "process ended" not in fault and "nothing for" not in fault and "TooLong" not in fault:
            case = smaller(case, lambda less: outcome(harness, less).startswith(known))
    name = hashlib.sha256(case.data).hexdigest()[:8] + ("-drawn" if case.drawn else "") + case.suffix
    path = CORPUS / case.kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(case.data)
    return path


def main(configs: int = 2000, files: int = 1000, seed: int = 8) -> int:
    signal.signal(signal.SIGPROF, _too_long)
    tally, began = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        cases = Cases(Path(folder), configs, seed)
        assert {case.kind for case in cases.unharmed()} == {*KINDS}
        with tempfile.TemporaryDirectory() as right:
            harness = Harness(Path(right))
            for case in cases.unharmed():  # what comes later is of the harm
                harness.read(case.kind, case.suffix, case.data)
        for number, fault in watched(cases, range(configs + files), tally):
            tally.faults[where := fault.partition(": ")[0]] += 1
            if tally.faults[where] == 1:
                print(f"{number}: {fault}\n  {keep(cases[number], fault)}", file=sys.stderr, flush=True)
    broken = tally.faults.total()
    rows = {
        "configs": f"{configs:,}",
        "tables, layers, lock files, manifests and fonts": f"{files:,}",
        "seed": seed,
        "refused with a message": f"{tally.refused:,}",
        "read as right": f"{configs + files - tally.refused - broken:,}",
        "of those drawn": f"one config in {_CONFIGS_DRAWN}, one file in {_DRAWN}",
        f"tracebacks, crashes, longer than {MOST_SECONDS} s or more than {MOST_MEMORY // 1024**3} GB": broken,
        "longest for one file": f"{tally.slowest:.1f} s of a processor",
        "most memory": f"{tally.memory // 1024} MB",
        "minutes": round((time.monotonic() - began) / 60),
    }
    record("make fuzz", rows)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
