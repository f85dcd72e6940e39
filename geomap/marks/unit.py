"""The marks of a unit: a circle whose area is the number, and other marks where there is no one number."""

from __future__ import annotations

import numpy as np

from geomap.facts import CountKind, Estimate, Unit
from geomap.facts.columns import Rows
from geomap.marks.patterns import pattern_items
from geomap.marks.size import SizeScale
from geomap.marks.style import ABOUT_STRENGTH, ABOUT_WIDTH, OLD_STRENGTH, SYMBOL_EDGE, TYPE
from geomap.marks.text import set_text
from geomap.page import Circle, DrawnSymbol, Item, Path, SymbolKind, Text
from geomap.scene import Symbol
from geomap.scene.styles import SYMBOL_OPACITY, Style, mixed

_RING_WIDTH = 1.4
RING_DASH = (3.5, 2.5)
RING_LEAST_DASHES = 7  # of a ring, or a small one is no ring
_POINT = 5.0  # px; where no count is claimed, or none is there
_OPEN_RING = 6.0  # px that the ring of "at least" is wider than its circle
_RINGED = 6.0  # px of the ring around a circle that is too small to be seen
_UNKNOWN = 17.0  # px; holds a question mark


def circle_marks(  # noqa: PLR0913 - a circle has this many properties
    x: float, y: float, diameter: float, colour: str, look: Style, *, id: str, pattern: str = ""
) -> list[Item]:
    """A filled circle of exactly `diameter`, with its side's `pattern` if it has one, and a thin edge of paper."""
    edge = Circle(x, y, diameter + SYMBOL_EDGE, stroke=look.paper, stroke_width=SYMBOL_EDGE, id=f"{id}-edge")
    disc = Circle(x, y, diameter, fill=colour, opacity=SYMBOL_OPACITY, id=id)
    return [edge, disc, *pattern_items(x, y, diameter, pattern, colour, look, id)]


def is_plain(troops: Estimate | None, scale: SizeScale) -> bool:
    """Whether the marks of a count are a filled circle and its edge, and its side's pattern if it has one."""
    if troops is None or troops.kind is CountKind.ABOUT:
        return False
    return bool(troops.value) and not is_small(troops, scale)


def is_small(troops: Estimate, scale: SizeScale) -> bool:
    """Whether the circle of a count is too small to be seen."""
    return not scale.is_seen(troops.maximum or troops.minimum or 0)


def has_sizes(marks: Rows[Unit] | Rows[Symbol]) -> bool:
    """Whether the size of any mark is a number."""
    return any(count is not None and bool(count.maximum or count.minimum) for count in marks.counts)


def faded(colour: str, look: Style) -> str:
    """The colour of what is known from long ago."""
    return mixed(colour, look.land, OLD_STRENGTH)


def drawn_diameter(troops: Estimate | None, scale: SizeScale) -> float:
    """Px that the unit's marks cover, for what must keep off them."""
    if troops is None or troops.maximum == 0:
        return _POINT
    if troops.kind is CountKind.UNKNOWN:
        return _UNKNOWN
    if is_small(troops, scale):
        return _RINGED
    around = {CountKind.AT_LEAST: _OPEN_RING + _RING_WIDTH, CountKind.ABOUT: 2 * (SYMBOL_EDGE + ABOUT_WIDTH)}
    return scale.diameter(troops.maximum or troops.minimum or 0) + around.get(troops.kind, 2 * SYMBOL_EDGE)


def unit_marks(  # noqa: PLR0913, PLR0917 - where it stands, how large, in which colours
    symbol: Symbol, x: float, y: float, scale: SizeScale, artboard_width: float, look: Style
) -> tuple[list[Item], list[DrawnSymbol]]:
    """The marks of one unit, and their entries in the manifest.

    A number: a solid circle. "About": the same in a soft ring, which is light and broad. A range: solid for the
    minimum, a dashed ring for the maximum. An open end: a solid circle with an open ring ("at least"), a dashed ring
    alone ("at most"). Not known: a ring with a question mark. No claim: a small dot; none there: a small open dot. A
    circle too small to be seen has a ring around it.
    """
    troops, unit = symbol.troops, symbol.unit

    def entry(kind: SymbolKind, diameter: float, value: int | None) -> DrawnSymbol:
        return DrawnSymbol(
            unit, kind, x, y, diameter, value, age=symbol.age, members=symbol.units, beside=symbol.beside
        )

    own = symbol.colour or look.symbol
    colour = faded(own, look) if symbol.age else own
    if troops is None or troops.maximum == 0:
        hollow = troops is not None
        dot = Circle(
            x, y, _POINT, fill=look.paper if hollow else colour, stroke=colour, stroke_width=1.0, id=f"point-{unit}"
        )
        return [dot], [entry("circle", _POINT, 0 if hollow else None)]
    if troops.kind is CountKind.UNKNOWN:
        ring = Circle(x, y, _UNKNOWN, fill=look.paper, stroke=colour, stroke_width=1.2, id=f"unknown-{unit}")
        mark = entry("unknown", _UNKNOWN, None)
        return [ring, _question(unit, x, y, artboard_width, look)], [mark]
    items: list[Item] = []
    drawn: list[DrawnSymbol] = []
    if is_small(troops, scale):
        ring = Circle(x, y, _RINGED, fill=look.paper, stroke=colour, stroke_width=1.0, id=f"small-{unit}")
        count = troops.minimum or troops.maximum or 0
        point = Circle(x, y, scale.diameter(count), fill=colour, id=f"circle-{unit}")
        return [ring, point], [entry("circle", point.diameter, count)]
    if troops.minimum:
        diameter = scale.diameter(troops.minimum)
        items += circle_marks(x, y, diameter, colour, look, id=f"circle-{unit}", pattern=look.pattern(own))
        drawn.append(entry("circle", diameter, troops.minimum))
    if troops.maximum and troops.maximum != troops.minimum:
        diameter = scale.diameter(troops.maximum)
        items.append(
            Circle(x, y, diameter, stroke=colour, stroke_width=_RING_WIDTH, dash=_dash(diameter), id=f"ring-{unit}")
        )
        drawn.append(entry("ring", diameter, troops.maximum))
    elif troops.kind is CountKind.AT_LEAST:
        diameter = scale.diameter(troops.minimum or 0) + _OPEN_RING
        items.append(_open_ring(x, y, diameter, colour, f"open-{unit}"))
        drawn.append(entry("ring", diameter, None))
    elif troops.kind is CountKind.ABOUT:
        items.append(_soft_ring(x, y, scale.diameter(troops.minimum or 0), colour, look, f"about-{unit}"))
    return items, drawn


def _dash(diameter: float) -> tuple[float, float]:
    """Dashes of which whole ones go around a ring, and enough of them to see it as one."""
    around, (dash, gap) = np.pi * diameter, RING_DASH
    period = around / max(round(around / (dash + gap)), RING_LEAST_DASHES)
    return round(period * dash / (dash + gap), 3), round(period * gap / (dash + gap), 3)


def _open_ring(x: float, y: float, diameter: float, colour: str, id: str) -> Path:
    """Three quarters of a ring, open to the right: the number may be larger."""
    angles = np.linspace(0.25 * np.pi, 1.75 * np.pi, 49)
    arc = np.column_stack([x + diameter / 2 * np.cos(angles), y + diameter / 2 * np.sin(angles)])
    return Path((arc,), closed=False, stroke=colour, stroke_width=_RING_WIDTH, id=id)


def _soft_ring(  # noqa: PLR0913, PLR0917 - as of `circle_marks`
    x: float, y: float, diameter: float, colour: str, look: Style, id: str
) -> Circle:
    """A light ring around the edge of a circle, as if its outline were blurred: the number may be somewhat off.

    Fuzzy edges are among what readers most readily take for uncertain (MacEachren and others, "Visual Semiotics &
    Uncertainty Visualization", IEEE TVCG 2012). In one tone it is the same in every format, and seen at 6 px.
    """
    light = mixed(colour, look.paper, ABOUT_STRENGTH)
    return Circle(x, y, diameter + 2 * SYMBOL_EDGE + ABOUT_WIDTH, stroke=light, stroke_width=ABOUT_WIDTH, id=id)


def _question(unit: str, x: float, y: float, artboard_width: float, look: Style) -> Text:
    top = y - TYPE["key"].size(artboard_width) * 0.34
    return set_text(
        ("?",), "unknown", artboard_width, x, top, look=look, anchor="middle", style="key", owner=unit
    )  # fmt: skip
