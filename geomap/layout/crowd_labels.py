"""The label of a crowd: how many units it is, how much in all, of what kinds; in its circle where that has room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from geomap.layout.candidates import around_circle, inside_circle, on_own_side
from geomap.layout.labels import Candidate, Request
from geomap.layout.spots import Spot
from geomap.layout.text import Block, PictogramRow, TextRow, balanced
from geomap.scene import Artboard
from geomap.wording import number

PRIORITY = 1500.0  # above single units, whose names a crowd stands for
_WITHOUT_NAMES = 9.0  # cost of a label that leaves out what some of the units are called
_WITHOUT_PICTOGRAMS = 15.0
_WITHOUT_SUM = 60.0
_ONLY_COUNTED = 70.0  # of one that says only how many units they are
_OUTSIDE = 10.0  # of one that does not stand in its circle
_ROWS_AMONG_MANY = 80.0  # of one that besides has several rows, among many
_LINES = (190.0, 90.0, 55.0)  # px of the longest line, in turn

Rows = tuple[TextRow | PictogramRow, ...]


def crowd_request(spot: Spot, artboard: Artboard, lang: str, style: str, fronts: Sequence[shapely.Geometry]) -> Request:
    """What is said of a crowd, and where it may stand; `fronts` are lines that it should not be led across."""
    symbol, place = spot.symbol, (spot.x, spot.y, spot.radius)

    def blocks(settings: dict[Rows, float]) -> list[tuple[Block, float]]:
        name = f"label-{symbol.unit}"
        return [(Block(rows, artboard.width, symbol.unit, name), cost) for rows, cost in settings.items()]

    def alone(text: str) -> Rows:
        return (TextRow((text,), "place", style, symbol.label),)

    settings = _settings(spot, artboard.width, style)
    count, others = (number(len(symbol.members) - less, lang) for less in (0, 1))
    largest = spot.members[0].symbol.label
    inside = [*inside_circle(blocks({**settings, alone(count): _ONLY_COUNTED}), spot.x, spot.y, spot.room)]
    outside = dict(settings)
    if largest and outside.pop(alone(symbol.label), None) is not None:  # their largest says more than their number
        outside[alone(f"{largest} +{others}")] = _WITHOUT_SUM
    around = around_circle(blocks(outside), *place)
    beside = tuple(
        replace(candidate, cost=candidate.cost + _OUTSIDE + _dearer(candidate, style), slot=None)
        for candidate in around
    )
    return Request(
        id=f"unit:{symbol.unit}",
        text=symbol.label,
        priority=PRIORITY + spot.radius,
        candidates=(*on_own_side(spot.true_point or (spot.x, spot.y), beside, fronts), *inside),
        unit=symbol.unit,
        home=_OUTSIDE + _WITHOUT_NAMES,
        own=place if inside else None,
    )


def _dearer(candidate: Candidate, style: str) -> float:
    """What a label costs for standing outside its circle, and for taking the room of others where there are many."""
    return _OUTSIDE + (_ROWS_AMONG_MANY if style == "place_dense" and len(candidate.block.rows) > 1 else 0.0)


def _settings(spot: Spot, width: float, style: str) -> dict[Rows, float]:
    """The rows of the label, from full to bare, each in longer and shorter lines, with the cost of what they lack."""
    symbol = spot.symbol
    icons: Rows = (PictogramRow(symbol.pictograms),) if symbol.pictograms else ()
    settings: dict[Rows, float] = {}

    def rows(texts: Sequence[str], role: str, look: str, longest: float) -> Rows:
        return tuple(TextRow(balanced(text, look, width, longest), role, look, text) for text in texts)

    for parts, cost in ((4, 0.0), (3, _WITHOUT_NAMES), (2, _WITHOUT_PICTOGRAMS), (1, _WITHOUT_SUM)):
        for longest in _LINES:
            name = rows((symbol.label,), "place", style, longest)
            said = rows(symbol.said, "crowd", "formations", longest)
            names = rows(symbol.formations, "formations", "formations", longest)
            settings.setdefault(tuple(row for part in (name, said, icons, names)[:parts] for row in part), cost)
    return settings
