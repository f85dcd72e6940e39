"""The marks of crowds, whose units are summed up: light circles with a dark edge; and what the key says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from geomap.facts import CROWD, LARGE, RINGED, Estimate, count_mark
from geomap.facts.columns import Rows
from geomap.marks.size import SizeScale
from geomap.marks.unit import drawn_diameter, faded, unit_marks
from geomap.page import Box, Circle, DrawnSymbol, Item
from geomap.scene import KeyRow, Scene, Symbol
from geomap.scene.styles import Style, mixed
from geomap.wording import KEY_MARKS, phrase, short_phrase

_CROWD_EDGE = 1.6  # px of the line around a circle that sums units up, within its diameter
_CROWD_TINT = 0.3  # of its colour within that line
LEAST_LIGHT = 8.0  # px; a smaller circle is not light, but has a ring
_AROUND = 6.0  # px that a ring around the mark of units without a number is wider
_LARGE = 34.0  # px; two rings in place of a circle that would take too much of the map
_LARGEST = 0.52  # of the smaller side of the map, which the circle of a crowd takes at most


def crowd_marks(  # noqa: PLR0913, PLR0917 - as of `unit_marks`, and the most that one may take
    symbol: Symbol, x: float, y: float, scale: SizeScale, artboard_width: float, look: Style, most: float = inf
) -> tuple[list[Item], list[DrawnSymbol]]:
    """The marks of units that are summed up: as of one, but light with a dark edge.

    Where they have no number, or a small one, a ring around the mark of one unit says that there are several; where
    their circle would take more than `most` px, two rings stand for it.
    """
    unit, troops = symbol.unit, symbol.troops
    colour = faded(symbol.colour or look.symbol, look) if symbol.age else symbol.colour or look.symbol
    if is_large(troops, scale, most):
        rings = crowd_rings(x, y, _LARGE, colour, look, unit)
        drawn = [DrawnSymbol(unit, "ring", x, y, _LARGE, None, age=symbol.age, members=symbol.members)]
        return rings, drawn
    items, drawn = unit_marks(symbol, x, y, scale, artboard_width, look)
    items = [_lightened(item, colour, look) if item.id == f"circle-{unit}" else item for item in items]
    if is_ringed(troops, scale):
        items = [*crowd_rings(x, y, crowd_diameter(troops, scale) - _CROWD_EDGE, colour, look, unit)[:1], *items]
    return items, [replace(mark, members=symbol.members) for mark in drawn]


def crowd_rings(  # noqa: PLR0913, PLR0917 - a ring has this many properties
    x: float, y: float, diameter: float, colour: str, look: Style, unit: str
) -> list[Item]:
    """One ring in another."""
    outer = Circle(x, y, diameter, fill=look.paper, stroke=colour, stroke_width=_CROWD_EDGE, id=f"crowd-{unit}")
    return [outer, replace(outer, diameter=diameter - _AROUND, id=f"crowd-inner-{unit}")]


def crowd_diameter(troops: Estimate | None, scale: SizeScale, most: float = inf) -> float:
    """Px that the marks of units cover that are summed up."""
    if is_large(troops, scale, most):
        return _LARGE + _CROWD_EDGE
    return drawn_diameter(troops, scale) + (_AROUND + _CROWD_EDGE if is_ringed(troops, scale) else 0.0)


def crowd_room(troops: Estimate | None, scale: SizeScale, most: float = inf) -> float:
    """Px from the middle of those marks in which no line runs."""
    if is_large(troops, scale, most):
        return (_LARGE - _AROUND) / 2
    if troops is None or is_ringed(troops, scale):
        return 0.0
    return scale.diameter(troops.minimum or troops.maximum or 0) / 2 - _CROWD_EDGE


def is_large(troops: Estimate | None, scale: SizeScale, most: float) -> bool:
    """Whether the circle of a count would take more than `most` px."""
    return troops is not None and scale.diameter(troops.maximum or troops.minimum or 0) > most


def is_ringed(troops: Estimate | None, scale: SizeScale) -> bool:
    """Whether only a ring around their mark tells several units from one."""
    if troops is None or not troops.is_known:
        return True
    return scale.diameter(troops.minimum or troops.maximum or 0) < LEAST_LIGHT


def _lightened(disc: Item, colour: str, look: Style) -> Item:
    """A disc as that of several units; what is too small for an edge stays as it is."""
    if not isinstance(disc, Circle) or disc.diameter < LEAST_LIGHT:
        return disc
    fill = mixed(colour, look.paper, _CROWD_TINT)
    return replace(
        disc, diameter=disc.diameter - _CROWD_EDGE, fill=fill, stroke=colour, stroke_width=_CROWD_EDGE, opacity=0.9
    )


def largest_crowd(frame: Box) -> float:
    """Px across that the circle of a crowd takes at most, on a map and in its insets."""
    return _LARGEST * min(frame.width, frame.height)


def crowd_rows(scene: Scene, symbols: Rows[Symbol]) -> Iterator[KeyRow]:
    """What symbols that stand for several units need beyond what single units do."""
    several = [symbol for symbol in symbols.samples() if symbol.members or symbol.units]
    crowds = [symbol for symbol in several if symbol.members]
    said = {row.sample for row in scene.key.rows if row.kind == "mark"}
    for kind in dict.fromkeys(count_mark(symbol.troops) for symbol in several):
        if kind in KEY_MARKS and kind not in said:
            name = phrase(f"key.{kind}", scene.lang)
            yield KeyRow("mark", kind, name, name)
    for kind in (CROWD, RINGED, LARGE) if crowds else ():
        yield KeyRow("mark", kind, phrase(f"key.{kind}", scene.lang), short_phrase(f"key.{kind}", scene.lang))
