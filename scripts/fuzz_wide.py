"""Throws configs made up from the JSON Schema, and files damaged byte by byte, at geomap; as `fuzz` does with others.

usage: python -m scripts.fuzz_wide [MANY] [FROM] [SEED]     so many of them, the first with the number FROM

Of ten files six are configs, half of which the schema allows; one config in a hundred is also built in all its formats
where it is right, and has to be up to date then. The same number and seed give the same file, so that a run that was
stopped goes on FROM where it was. What breaks is made small and kept in tests/corpus/.
"""

from __future__ import annotations

import os
import queue
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scripts.fuzz import MOST_SECONDS, Case, Tally, keep, watched
from scripts.record import record
from tests.fuzzing import bytewise, schema

_WORKERS = min(2, os.cpu_count() or 1)
_CONFIGS = 0.6  # of all files
_BUILT = 100  # one config in so many
_SELDOM = {"font": 0.05, "typeface": 0.15, "manifest": 0.3}  # of what takes long to read, or is built to be read


class WideCases:
    """The files by their numbers."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed = seed
        self.files = bytewise.files(folder)
        self.kinds = list(self.files)
        self.shares = [_SELDOM.get(kind, 1) for kind, _ in self.kinds]
        self.all = [data for some in self.files.values() for data in some]

    def __getitem__(self, number: int) -> Case:
        chance = random.Random(f"wide {self.seed} {number}")
        if chance.random() < _CONFIGS:
            drawn = chance.randrange(_BUILT) == 0
            config = schema.right(chance) if drawn or chance.random() < 0.5 else schema.near(chance)
            return Case("made", ".yaml", schema.written(chance, schema.small(config) if drawn else config), drawn)
        return self.damaged(chance, *chance.choices(self.kinds, self.shares)[0])

    def damaged(self, chance: random.Random, kind: str, suffix: str) -> Case:
        """A file of this kind with some harm."""
        return Case(kind, suffix, bytewise.damaged(chance, suffix, self.files[kind, suffix], self.all), drawn=False)


def faults(cases: WideCases, numbers: range, tallies: list[Tally]) -> Iterator[tuple[int, str]]:
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


def main(many: int = 2000, first: int = 0, seed: int = 17) -> int:
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    began, kinds = time.monotonic(), Counter[str]()
    tallies = [Tally() for _ in range(_WORKERS)]
    with tempfile.TemporaryDirectory() as folder:
        cases = WideCases(Path(folder), seed)
        for number, fault in faults(cases, range(first, first + many), tallies):
            kinds[kind := fault.partition(": ")[0]] += 1
            if kinds[kind] == 1:
                print(f"{number}: {fault}\n  {keep(cases[number], fault)}", file=sys.stderr, flush=True)
    refused, broken = sum(tally.refused for tally in tallies), kinds.total()
    rows = {
        "configs made up from the schema, and files damaged byte by byte": f"{many:,}, from number {first:,}",
        "seed": seed,
        "of the configs built in all their formats, where they are right": f"one in {_BUILT}",
        "refused with a message that says where": f"{refused:,}",
        "read as right": f"{many - refused - broken:,}",
        f"tracebacks, crashes, longer than {MOST_SECONDS} s, or a line without a place": broken,
        "longest for one file": f"{max(tally.slowest for tally in tallies):.1f} s of a processor",
        "most memory": f"{max(tally.memory for tally in tallies) // 1024} MB",
        "minutes": round((time.monotonic() - began) / 60),
    }
    record("make fuzz, files of another design", rows)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
