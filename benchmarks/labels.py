"""Where labels stand: how many, beside the most that can, and what the search takes, alone and on maps.

    .venv/bin/python -m benchmarks.labels [--turns N] [--write]

CPU time (user + system), the least of some turns. That of maps is of the making of ways and of the choice among them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from math import exp, log
from pathlib import Path
from random import Random
from time import process_time
from typing import Any
from unittest.mock import patch

import geomap
from benchmarks.points import MOST, OPEN, SEEDS, point_names
from benchmarks.timing import machine, table
from geomap.layout import panel
from geomap.layout.labels.search import place

RESULTS = Path(__file__).resolve().parent / "RESULTS-labels.md"
WIDTHS, COUNTS, KINDS = (1050, 1600), (300, 1000), ("clusters", "spread")
TOWNS = (
    "Sloviansk", "Kramatorsk", "Bakhmut", "Lysychansk", "Pokrovsk", "Mariupol", "Volnovakha", "Izium", "Lyman",
)  # fmt: skip


def least(turns: int, of: Callable[[], object]) -> float:
    """CPU seconds of the quickest turn."""
    taken = []
    for _ in range(turns):
        start = process_time()
        of()
        taken.append(process_time() - start)
    return min(taken)


def points(turns: int) -> Iterator[tuple[str, ...]]:
    """A row for each instance: what stands of it, beside the most that is known."""
    for (positions, count), most in MOST.items():
        for seed, known in zip(SEEDS, most, strict=True):
            names = point_names(count, positions, seed)
            stand = sum(1 for found in place(names, OPEN).values() if found)
            seconds = least(turns, lambda names=names: place(names, OPEN))  # type: ignore[misc]
            share = f"{100 * stand / known:.1f} %"
            yield str(positions), f"{count:,}", str(seed), str(stand), str(known), share, f"{seconds:.3f}"


def write_map(folder: Path, count: int, kind: str, width: int) -> Path:
    """A config of units with names of several lengths, some with pictograms and formations, all of which are kept."""
    random = Random(f"{count}{kind}")
    centres = [(46.5 + 4 * random.random(), 31 + 8 * random.random(), random.uniform(0.15, 0.6)) for _ in range(12)]
    rows = []
    for number in range(count):
        lat, lon = 46 + 5 * random.random(), 30 + 10 * random.random()
        if kind == "clusters":
            lat, lon, off = random.choice(centres)
            lat, lon = lat + random.gauss(0, off), lon + random.gauss(0, 1.5 * off)
        name = random.choice(TOWNS) + random.choice(("", f" {number}", ", north", ", the old barracks"))
        more = f", equipment: {{tanks: {random.randint(2, 60)}}}" if random.random() < 0.4 else ""
        more += f", formations: ['{number} Motor Rifle Brigade']" if random.random() < 0.3 else ""
        troops = int(exp(random.uniform(log(100), log(8000))))
        rows.append(
            f"  - {{id: u{number}, label: '{name}', at: {{lat: {lat:.4f}, lon: {lon:.4f}}}, troops: {troops}{more},"
            " basis: illustrative}\n"
        )
    file = folder / "config.yaml"
    head = f"legend: {{max_diameter: 24}}\nartboards: [{{id: w, width: {width}, keep: [units]}}]\n"
    short = "abbreviations: {barracks: bks., Motor Rifle Brigade: MRB}\n"
    file.write_text(f"{head}{short}units:\n{''.join(rows)}", encoding="utf-8")
    return file


def maps(turns: int) -> Iterator[tuple[str, ...]]:
    """A row for each map: how many of its units have a name, and what that took."""
    for count in COUNTS:
        for kind in KINDS:
            for width in WIDTHS:
                asked: dict[str, Any] = {}

                def kept(name: str, asked: dict[str, Any] = asked) -> Any:
                    real = getattr(panel, name)

                    def noted(*arguments: Any, **keywords: Any) -> Any:
                        asked.setdefault(name, partial(real, *arguments, **keywords))  # of the map itself
                        return real(*arguments, **keywords)

                    return patch.object(panel, name, noted)

                with tempfile.TemporaryDirectory() as folder, kept("label_requests"), kept("place"):
                    geomap.build(write_map(Path(folder), count, kind, width), only=["svg"])
                obstacles = asked["place"].args[1]

                def whole(asked: dict[str, Any] = asked, obstacles: Any = obstacles) -> dict[str, Any]:
                    return place(asked["label_requests"]()[0], obstacles)

                chosen = whole()
                named = sum(1 for label, found in chosen.items() if found and label.startswith("unit:"))
                yield f"{count:,}", kind, str(width), str(named), f"{least(turns, whole):.3f}"


def report(turns: int) -> str:
    """The page that `--write` writes."""
    head = ("positions", "points", "seed", "stand", "most known", "share", "CPU, s")
    of_maps = ("units", "where", "px", "named", "CPU, s")
    return f"""# Labels

Made by `python -m benchmarks.labels --write`. Seconds of CPU are the least of {turns} turns.

## Point features

So many points by chance on a sheet of 792 x 612, names of 30 x 7 at four corners or eight places, all of one rank, as
Christensen, Marks and Shieber (1995) compare algorithms. The most known is the optimum of 250 and 500 points, as
OR-Tools CP-SAT has proved it, and of more the best that it found in 15 s on two cores: more may stand. Maps are
labelled by the same `place`.

{table(head, points(turns))}

## Maps

Names of several lengths, two in five with a pictogram, three in ten with a formation, all with wordings that leave
these out. The time is of making the ways to set them and of choosing among these.

{table(of_maps, maps(turns))}

## Where

{machine()}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5, help="of which the quickest counts (default: 5)")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    options = parser.parse_args()
    text = report(options.turns)
    print(text)
    if options.write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
