"""Dense maps stay readable: what is drawn of up to 500 units of three sides around a city, measured on the pages.

GEOMAP_EXAMPLES says how many such maps are made; `make fuzz` makes more than the tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import cos, hypot, pi, radians, sin, sqrt
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from geomap.page import Circle, DrawnSymbol, Page, Text
from geomap.page import Path as Line
from geomap.pipeline.build import build
from geomap.relocations import NO_PLACE

EXAMPLES = int(os.environ.get("GEOMAP_EXAMPLES", "2"))
CITIES = ((-1.29, 36.82), (50.45, 30.52), (31.45, 34.4), (25.04, 121.53), (69.0, 33.1))
NAMES = ("제일여단", "Камп", "مخيم", "營區", "Camp")
FEW, OTHERS = (335, 720), (500, 1050)  # px; the others are of the long run, and of `make fuzz`
Seed = tuple[int, tuple[int, ...]]  # what a map is made of by chance, and the widths it is drawn at
SEEDS = [
    *((number, FEW if EXAMPLES == 2 else (*FEW, *OTHERS)) for number in range(EXAMPLES)),
    *(pytest.param((number, OTHERS), marks=pytest.mark.long) for number in range(3)),
    pytest.param((2, FEW), marks=pytest.mark.long),
]
ALONE = 2.0  # px
LEAST_SHARE = 0.9


@cache
def made(of: Seed) -> tuple[dict[str, tuple[str, int]], list[Page]]:
    """Side and troops of each unit by its id, and the pages."""
    seed, widths = of
    random = Random(seed)
    boards = "".join(f"  - {{id: w{width}, width: {width}}}\n" for width in widths)
    lat, lon = CITIES[seed % len(CITIES)]
    sides, many = seed % 3 + 1, (120, 20, 60, 250, 500)[seed % 5]
    km, most = random.choice((5, 20, 60, 200)), random.choice((500, 5000, 40_000))
    units: dict[str, tuple[str, int]] = {}
    rows = []
    for number in range(many):
        away, way = km * sqrt(random.random()), random.random() * 2 * pi
        at = f"{{lat: {lat + away * sin(way) / 111:.4f}, lon: {lon + away * cos(way) / 111 / cos(radians(lat)):.4f}}}"
        side, troops = f"s{random.randrange(sides)}", random.randint(most // 5, most)
        label = f"{NAMES[seed % len(NAMES)]} {number}"
        rows.append(f"  - {{id: u{number}, label: {label}, at: {at}, troops: {troops}, side: {side}}}\n")
        units[f"u{number}"] = side, troops
    stated = "legend: {max_diameter: 60}\n" if seed % 2 else ""
    named = "".join(f"  s{number}: {{label: Side {number}}}\n" for number in range(sides))
    with TemporaryDirectory() as folder:
        file = Path(folder, "config.yaml")
        file.write_text(f"{stated}sides:\n{named}artboards:\n{boards}units:\n{''.join(rows)}", "utf-8")
        return units, build(file, only=["svg"]).pages


@pytest.fixture(params=SEEDS, ids=str)
def seed(request: pytest.FixtureRequest) -> Seed:
    found: Seed = request.param
    return found


def discs(page: Page) -> dict[str, tuple[float, float, float]]:
    """Middle and radius of what is drawn of each unit or crowd, its largest circle."""
    found: dict[str, tuple[float, float, float]] = {}
    for mark in page.symbols:
        if mark.kind != "key":
            x, y, radius = mark.x, mark.y, mark.diameter / 2
            found[mark.unit] = (x, y, max(radius, found.get(mark.unit, (0.0, 0.0, 0.0))[2]))
    return found


def crowds(page: Page) -> dict[str, DrawnSymbol]:
    return {mark.unit: mark for mark in page.symbols if mark.members}


def group(page: Page, name: str) -> list[object]:
    return [item for group in page.groups if group.id == name for item in group.items]


def test_every_unit_is_drawn_or_in_one_crowd_or_reported(seed: Seed) -> None:
    units, pages = made(seed)
    for page in pages:
        alone = {mark.unit for mark in page.symbols if mark.unit in units}
        summed = [unit for crowd in crowds(page).values() for unit in crowd.members]
        assert len(summed) == len(set(summed)) and alone.isdisjoint(summed)
        assert alone | {*summed} == set(units)
        for crowd in crowds(page).values():
            assert len({units[unit][0] for unit in crowd.members}) == 1, "one side"
            if crowd.value is not None:
                assert crowd.value == sum(units[unit][1] for unit in crowd.members)
        reported = {entry.unit for entry in page.dropped}
        assert reported >= set(summed)


def test_crowds_lie_on_no_other(seed: Seed) -> None:
    for page in made(seed)[1]:
        where = discs(page)
        for one, other in combinations(crowds(page), 2):
            (x, y, radius), (other_x, other_y, other_radius) = where[one], where[other]
            assert hypot(x - other_x, y - other_y) > radius + other_radius - ALONE, (page.id, one, other)


def test_crowds_hold_no_unit_of_their_side(seed: Seed) -> None:
    units, pages = made(seed)
    for page in pages:
        where = discs(page)
        for name, crowd in crowds(page).items():
            x, y, radius = where[name]
            side = units[crowd.members[0]][0]
            for unit in (unit for unit in units if unit in where and units[unit][0] == side):
                assert hypot(x - where[unit][0], y - where[unit][1]) > radius, (page.id, name, unit)


def in_crowds(page: Page) -> Iterator[tuple[str, Text]]:
    """The texts that stand in the circles of crowds."""
    where = discs(page)
    for text in page.texts:
        if text.owner in crowds(page):
            x, y, radius = where[text.owner]
            if hypot(text.box.centre[0] - x, text.box.centre[1] - y) < radius:
                yield text.owner, text


def test_nothing_lies_on_what_a_crowd_says(seed: Seed) -> None:
    for page in made(seed)[1]:
        where = discs(page)
        points = [item for item in group(page, "true-points") if isinstance(item, Circle)]
        marks = {**where, **{item.id: (item.x, item.y, item.diameter / 2) for item in points}}
        for owner, text in in_crowds(page):
            box = text.box
            for name, (x, y, radius) in marks.items():
                if name != owner:
                    dx, dy = max(box.x - x, x - box.right, 0), max(box.y - y, y - box.bottom, 0)
                    assert hypot(dx, dy) > radius - 1, (page.id, owner, text.text, name)


def test_nearly_all_crowds_say_how_many_they_are(seed: Seed) -> None:
    for page in made(seed)[1]:
        said = {text.owner for text in page.texts}
        silent = {name for name in crowds(page) if name not in said}
        assert silent == {entry.unit for entry in page.dropped if entry.reason == NO_PLACE} & set(crowds(page))
        assert len(silent) <= (1 - LEAST_SHARE) * len(crowds(page)) + 1, (page.id, silent)


def test_ticks_run_below_few_foreign_circles(seed: Seed) -> None:
    """What covers the unit's own place is below or above its tick in any case."""
    for page in made(seed)[1]:
        where = discs(page)
        ticks = [item for item in group(page, "ticks") if isinstance(item, Line)]
        crossed = 0
        for tick in ticks:
            own = tick.id.removeprefix("tick-")
            (x1, y1), (x2, y2) = tick.rings[0].tolist()
            for name, (x, y, radius) in where.items():
                if name == own or hypot(x - x1, y - y1) < radius + where[own][2]:
                    continue
                length = max(hypot(x2 - x1, y2 - y1), 0.01)
                along = min(max(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2, 0), 1)
                crossed += hypot(x1 + along * (x2 - x1) - x, y1 + along * (y2 - y1) - y) < radius - 1
        assert crossed <= 0.1 * len(ticks), (page.id, crossed, len(ticks))
