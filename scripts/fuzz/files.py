"""Throws broken configs, tables, layers and other files at geomap: only a GeomapError may come of them, and soon.

usage: python -m scripts.fuzz.files [CONFIGS] [FILES] [SEED]     how many of each

Worker processes read one file after another, within 2 GB of memory, libraries included, and 10 s of a processor for
each; a library that does not come back is ended by the system. The first of each kind of fault is kept in
tests/corpus/, which `make test` reads ever after, and in the end made as small as it goes.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import queue
import random
import resource
import signal
import sys
import tempfile
import threading
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
from tests.effort import peak_memory
from tests.fuzzing import schema, seeds
from tests.fuzzing.harness import CORPUS, KINDS, Harness, badly_said
from tests.fuzzing.mutate import spoilt

MOST_SECONDS = 10  # of a processor, for one file that is read
_DRAWING = 6  # times as long where a map is drawn of it, or an atlas
MOST_MEMORY = 2 * 1024**3  # bytes that the worker may hold, and of addresses beyond those that libraries reserve
_WORKERS = min(2, os.cpu_count() or 1)
_RENEWED = 2000  # files after which a new worker is taken: what libraries keep counts as memory too
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
    memory: int = 0  # bytes, of the largest worker

    def __add__(self, other: Tally) -> Tally:
        """What came of both."""
        return Tally(
            self.faults + other.faults,
            self.refused + other.refused,
            max(self.slowest, other.slowest),
            max(self.memory, other.memory),
        )


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
    """What the timer of a file does when it has run down."""
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
        harness, held = Harness(Path(folder)), peak_memory()
        for number in numbers:
            began, apart = time.process_time(), _seconds_of_readers()
            until = int(began) + 2 * _DRAWING * MOST_SECONDS  # a library may not let Python say that it is too long
            resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
            case = cases[number]
            came, before, held = outcome(harness, case), held, peak_memory()
            apart = _seconds_of_readers() - apart
            if came in ("", "refused") and held > max(before, MOST_MEMORY):
                came = f"held {held // 1024**2} MB"
            elif came in ("", "refused") and apart > MOST_SECONDS * (_DRAWING if case.drawn else 1):
                came = f"_TooLongError in the process that reads apart: {apart:.0f} s"
            end.send((number, came, time.process_time() - began + apart, held))


def _seconds_of_readers() -> float:
    """What processes that this one began took of a processor, where the system tells; one reads for it what may crash.

    Those that were waited for count as well as the one that still waits for files.
    """
    ended, listed = resource.getrusage(resource.RUSAGE_CHILDREN), Path(f"/proc/self/task/{os.getpid()}/children")
    ticks = 0
    for child in listed.read_text("ascii").split() if listed.is_file() else ():
        after_name = Path(f"/proc/{child}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


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


def faults(cases: Numbered, numbers: range, tallies: list[Tally]) -> Iterator[tuple[int, str]]:
    """What breaks something, with what it breaks: each worker takes every so manieth file."""
    found: queue.Queue[tuple[int, str] | None] = queue.Queue()

    def watch(share: range, tally: Tally) -> None:
        try:
            for fault in watched(cases, share, tally):
                found.put(fault)
        finally:
            found.put(None)

    for number, tally in enumerate(tallies):
        threading.Thread(target=watch, args=(numbers[number :: len(tallies)], tally), daemon=True).start()
    ended = 0
    while ended < len(tallies):
        if (fault := found.get()) is None:
            ended += 1
        else:
            yield fault


def hunt(cases: Numbered, numbers: range) -> Tally:
    """Read the files of these numbers; the first of each kind of fault is said and kept, and in the end made small.

    That waits, as no worker is to begin while this process reads: it would hold locks that nobody gives back.
    """
    signal.signal(signal.SIGPROF, _too_long)
    tallies = [Tally() for _ in range(_WORKERS)]
    broken, kept = Counter[str](), list[tuple[Case, str, Path]]()
    for number, fault in faults(cases, numbers, tallies):
        broken[kind := fault.partition(": ")[0]] += 1
        if broken[kind] == 1:
            case = cases[number]
            kept.append((case, kind, path := put(case)))
            print(f"{number}: {fault}\n  {path}", file=sys.stderr, flush=True)
    for case, kind, path in kept:
        if (small := as_small_as_it_goes(case, kind)) != case:
            path.unlink()
            print(f"{path.name} is made smaller: {put(small)}", file=sys.stderr, flush=True)
    return sum(tallies, Tally(broken))


def as_small_as_it_goes(case: Case, kind: str) -> Case:
    """The case without what this kind of fault does not need; the same where looking for that would end or hang too."""
    if kind.startswith(("the process ended", "nothing for", "_TooLong", "held ")):
        return case
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(Path(folder))
        return smaller(case, lambda less: outcome(harness, less).startswith(kind))


def put(case: Case) -> Path:
    """Put the case into the corpus."""
    name = hashlib.sha256(case.data).hexdigest()[:8] + ("-drawn" if case.drawn else "") + case.suffix
    path = CORPUS / case.kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(case.data)
    return path


def report(command: str, thrown: dict[str, object], many: int, tally: Tally, began: float) -> int:
    """Keep what came of so many files, after what was thrown, and how that ended, as the status of the process."""
    broken = tally.faults.total()
    bounds = f"longer than {MOST_SECONDS} s, {MOST_SECONDS * _DRAWING} s where it is drawn, or more than 2 GB"
    minutes = (time.monotonic() - began) / 60
    rows = {
        **thrown,
        "refused with a message that says where": f"{tally.refused:,}",
        "read as right": f"{many - tally.refused - broken:,}",
        f"tracebacks, crashes, a line without a place, {bounds}": broken,
        "longest for one file": f"{tally.slowest:.1f} s of a processor",
        "most memory": f"{tally.memory // 1024**2} MB",
        "minutes": round(minutes),
        "files a second": f"{many / 60 / minutes:.0f}",
    }
    record(command, rows)
    return 1 if broken else 0


def check_kinds(cases: Cases) -> None:
    """Every kind is thrown here but those that `wide` throws alone."""
    assert {case.kind for case in cases.unharmed()} == {*KINDS} - {"made", "typeface"}


def main(configs: int = 2000, files: int = 1000, seed: int = 8) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        cases = Cases(Path(folder), configs, seed)
        check_kinds(cases)
        with tempfile.TemporaryDirectory() as right:
            harness = Harness(Path(right))
            for case in cases.unharmed():  # what comes later is of the harm
                harness.read(case.kind, case.suffix, case.data)
        tally = hunt(cases, range(configs + files))
    thrown = {
        "configs": f"{configs:,}",
        "tables, layers, lock files, manifests and fonts": f"{files:,}",
        "seed": seed,
        "of those drawn": f"one config in {_CONFIGS_DRAWN}, one file in {_DRAWN}",
    }
    return report("make fuzz", thrown, configs + files, tally, began)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
