"""The label of a crowd: how many units it is, how much in all, of what kinds; in its circle where that has room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from geomap.layout.labels.candidates import Front, around_circle, inside_circle, on_own_side, staying
from geomap.layout.labels.search import Request
from geomap.layout.labels.settings import NO_SLOT, Later, Ways, joined, parted
from geomap.layout.units.positions import Spot
from geomap.marks.text import Block, PictogramRow, TextRow, balanced
from geomap.scene import Artboard, Symbol
from geomap.wording import number

PRIORITY = 1500.0  # above single units, whose names a crowd stands for
_WITHOUT_NAMES = 9.0  # cost of a label that leaves out what some of the units are called
_WITHOUT_PICTOGRAMS = 15.0
_BARE_INSIDE = 8.0  # of one without pictograms in its circle
_WITHOUT_SUM = 60.0
_ONLY_COUNTED = 70.0  # of one that says only how many units they are
_OUTSIDE = 10.0  # of one that does not stand in its circle
_ROWS_AMONG_MANY = 80.0  # of one that besides has several rows, among many
_AMID = 2.0  # px
_LINES = (190.0, 120.0)  # px of the longest line, in turn ...
_LINES_INSIDE = (190.0, 90.0, 55.0)  # ... and in a circle

Rows = tuple[TextRow | PictogramRow, ...]


def crowd_request(  # noqa: PLR0913, PLR0917 - the crowd, and what has a say in where it may stand
    spot: Spot, artboard: Artboard, lang: str, style: str, fronts: Sequence[Front], point: tuple[float, float]
) -> Request:
    """What is said of a crowd, and where it may stand; `fronts` are lines that it should not be led across, `point`
    tells on which side of them it is.
    """
    symbol, place = spot.symbol, (spot.x, spot.y, spot.radius)

    def blocks(settings: dict[Rows, float]) -> list[tuple[Block, float]]:
        name = f"label-{symbol.unit}"
        return [(Block(rows, artboard.width, symbol.unit, name), cost) for rows, cost in settings.items()]

    def alone(text: str) -> Rows:
        return (TextRow(tuple(text.split("\n")), "place", style, symbol.label),)

    count = number(len(symbol.members), lang)
    within = {**_settings(symbol, artboard.width, style, inside=True), alone(count): _ONLY_COUNTED}
    inside = [*inside_circle(blocks(within), spot.x, spot.y, spot.room)]
    outside = _settings(symbol, artboard.width, style)
    among_many = _ROWS_AMONG_MANY if style == "place_dense" and not spot.unsized else 0.0
    dear = {rows: cost + _OUTSIDE + (among_many if len(rows) > 1 else 0.0) for rows, cost in outside.items()}

    def beside(part: Later) -> Ways:
        return on_own_side(point, part.make(), fronts)

    def dearer(ways: Ways) -> Ways:
        return staying(_by_direction(ways, spot), symbol.slot)

    full, *parts = around_circle(blocks(dear), *place)
    first = Later(0.0, lambda: joined([beside(full), Ways.of(inside)]))
    candidates, later = parted([first, *(replace(part, make=partial(beside, part)) for part in parts)], dearer)
    return Request(
        id=f"unit:{symbol.unit}",
        text=symbol.label,
        priority=PRIORITY + spot.radius,
        candidates=candidates,
        later=later,
        unit=symbol.unit,
        home=_OUTSIDE + _WITHOUT_NAMES,
        own=place if inside else None,
        mark=place,
    )


def _by_direction(ways: Ways, spot: Spot) -> Ways:
    """The ways with a slot for each direction in the circle and beside it, below those of single units."""
    right, down = (ways.middles - (spot.x, spot.y)).T
    turn = np.round(np.arctan2(down, right) / (np.pi / 4)).astype(np.int64) % 8
    turn[np.hypot(right, down) < _AMID] = 8
    return replace(ways, slots=NO_SLOT - 1 - turn - np.where(ways.inside, 9, 0))


def _settings(symbol: Symbol, width: float, style: str, *, inside: bool = False) -> dict[Rows, float]:
    """The rows of the label, from full to bare, each in longer and shorter lines, with the cost of what they lack.

    Inside a circle no unit is named.
    """
    icons: Rows = (PictogramRow(symbol.pictograms),) if symbol.pictograms else ()
    settings: dict[Rows, float] = {}

    def rows(texts: Sequence[str], role: str, look: str, longest: float) -> Rows:
        return tuple(TextRow(balanced(text, look, width, longest), role, look, text) for text in texts)

    beside = ((4, 0.0), (3, _WITHOUT_NAMES), (2, _WITHOUT_PICTOGRAMS), (1, _WITHOUT_SUM))
    for parts, cost in ((3, 0.0), (2, _BARE_INSIDE), (1, _WITHOUT_SUM)) if inside else beside:
        for longest in _LINES_INSIDE if inside else _LINES:
            name = rows((symbol.label,), "place", style, longest)
            said = rows(symbol.said, "crowd", "formations", longest)
            names = rows(symbol.formations, "formations", "formations", longest)
            settings.setdefault(tuple(row for part in (name, said, icons, names)[:parts] for row in part), cost)
    return settings
