"""Throws configs made up from the JSON Schema, and files damaged byte by byte, at geomap; as `files` does with others.

usage: python -m scripts.fuzz.wide [MANY] [FROM] [SEED]     so many of them, the first with the number FROM

Of ten files six are configs, half of which the schema allows; one config in a hundred is also built in all its formats
where it is right, and has to be up to date then. The same number and seed give the same file, so that a run that was
stopped goes on FROM where it was, as long as the schema is the same. What came of the files so far is recorded after
each 10,000. What breaks is kept in tests/corpus/.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from scripts.fuzz.files import Case, Tally, hunt, report
from tests.fuzzing import bytewise, schema

_CONFIGS = 0.6  # of all files
_BUILT = 100  # one config in so many
_PIECE = 10_000  # files after which the results are recorded
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


def main(many: int = 2000, first: int = 0, seed: int = 17) -> int:
    began, tally, status = time.monotonic(), Tally(), 0
    with tempfile.TemporaryDirectory() as folder:
        cases = WideCases(Path(folder), seed)
        for start in range(first, first + many, _PIECE):
            end = min(start + _PIECE, first + many)
            tally += hunt(cases, range(start, end))
            so_far = f"{end - first:,}, from number {first:,}"
            thrown = {
                "configs made up from the schema, and files damaged byte by byte": so_far,
                "seed": seed,
                "of the configs built in all their formats, where they are right": f"one in {_BUILT}",
            }
            status = report("make fuzz, files of another design", thrown, end - first, tally, began)
    return status


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
