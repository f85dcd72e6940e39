"""Circles leave something of a map that very many units lie on, unless the config states how large they are."""

from __future__ import annotations

from math import pi
from pathlib import Path
from random import Random

import pytest

from geomap.page import Page
from geomap.pipeline.build import build
from tests.examples import BARE

WIDTHS = (1050, 335)
BOARDS = BARE + "artboards: [" + ", ".join(f"{{id: w{width}, width: {width}}}" for width in WIDTHS) + "]\n"


def rows(many: int, counts: range = range(1000, 5000), day: str = "") -> str:
    random = Random(many)
    return "".join(
        f"  - {{id: u{number}, at: {{lat: {random.uniform(-2, -0.6):.3f}, lon: {random.uniform(36.1, 37.5):.3f}}}, "
        f"troops: {random.choice(counts)}{day}}}\n"
        for number in range(many)
    )


def pages_of(folder: Path, units: str, more: str = "") -> list[Page]:
    (folder / "config.yaml").write_text(f"{more}{BOARDS}units:\n{units}", "utf-8")
    return build(folder / "config.yaml", only=["svg"]).pages


def largest(page: Page) -> float:
    """Px of the circle that 5,000 have."""
    mark = next(mark for mark in page.symbols if mark.value and mark.kind == "circle")
    return mark.diameter * (5000 / (mark.value or 1)) ** 0.5


def covered(page: Page) -> float:
    """The part of the map that all circles together take."""
    area = sum(pi / 4 * mark.diameter**2 for mark in page.symbols if mark.kind == "circle")
    return area / (page.frame.width * page.frame.height)


@pytest.mark.parametrize("many", [120, pytest.param(200, marks=pytest.mark.long)])
def test_circles_of_many_units_are_smaller(tmp_path: Path, many: int) -> None:
    stated = pages_of(tmp_path, rows(many), "legend: {max_diameter: 60}\n")
    own = pages_of(tmp_path, rows(many))
    for before, after in zip(stated, own, strict=True):
        assert largest(after) < largest(before) - 1
        assert covered(after) < 0.32 < covered(before) or before.width == WIDTHS[0]


def test_those_of_few_are_as_large_as_ever(tmp_path: Path) -> None:
    stated = pages_of(tmp_path, rows(19), "legend: {max_diameter: 60}\n")
    assert [largest(page) for page in pages_of(tmp_path, rows(19))] == [largest(page) for page in stated]


def test_small_counts_are_still_seen(tmp_path: Path) -> None:
    """Where sizes differ much, most circles are kept large enough to be seen without a ring."""
    units = rows(200, range(1, 5000))
    for page in pages_of(tmp_path, units):
        ringed = [entry for entry in page.moved if "too small to be seen" in entry.reason]
        assert len(ringed) <= 20


def test_a_unit_that_was_seen_on_many_days_counts_once(tmp_path: Path) -> None:
    days = [rows(60, day=f", as_of: 2024-05-{day:02d}") for day in range(1, 9)]
    many = pages_of(tmp_path, "".join(days), "as_of: 2024-05-08\n")
    once = pages_of(tmp_path, days[-1], "as_of: 2024-05-08\n")
    assert [largest(page) for page in many] == [largest(page) for page in once]
