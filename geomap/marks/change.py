"""What changed, on the map: how large a unit was, where it was, which came or went. Told by shape, not colour alone.

A thin ring of ink is always the earlier count, on the scale of the circles.
"""

from __future__ import annotations

import numpy as np

from geomap.facts import CountKind, Estimate
from geomap.marks.size import SizeScale
from geomap.marks.stroke import line_items
from geomap.marks.style import (
    CHANGE_CROSS,
    CHANGE_SAMPLES,
    CHANGE_TICK,
    CHANGE_WIDTH,
    SAMPLE_SIZE,
    WAS_DASH,
    WAS_LEAST,
    WAS_WIDTH,
)
from geomap.marks.unit import drawn_diameter, unit_marks
from geomap.page import Circle, DrawnSymbol, Item, Path, Ring
from geomap.scene import Symbol
from geomap.scene.change import Change, ChangeKind
from geomap.scene.styles import Style

Placed = tuple[float, float, float]  # x, y, radius in px


def was_diameter(before: Estimate | None, scale: SizeScale) -> float:
    """Px of the outer ring for the earlier count."""
    return max([WAS_LEAST, *(scale.diameter(value) for value in ends(before))]) + WAS_WIDTH


def changed_diameter(symbol: Symbol, scale: SizeScale) -> float:
    """Px that all marks of a unit cover, where it is now."""
    change = symbol.change
    if change is None:
        return drawn_diameter(symbol.troops, scale)
    if symbol.is_gone:
        return was_diameter(change.before, scale)
    now = drawn_diameter(symbol.troops, scale) + (2 * CHANGE_TICK[1] if change.kind == "added" else 0.0)
    return max(now, was_diameter(change.before, scale)) if has_ring(symbol) else now


def changed_marks(  # noqa: PLR0913, PLR0917 - as of `unit_marks`
    symbol: Symbol, x: float, y: float, scale: SizeScale, artboard_width: float, look: Style
) -> tuple[list[Item], list[DrawnSymbol]]:
    """The marks of a unit and of what it was, but for those where it was before it moved."""
    unit = symbol.unit
    if symbol.is_gone:
        items, drawn = was_marks(symbol, x, y, scale, look)
        return [*items, _cross(x, y, look, f"gone-{unit}")], drawn
    items, drawn = unit_marks(symbol, x, y, scale, artboard_width, look)
    if symbol.change and symbol.change.kind == "added":
        items.append(_ticks(x, y, drawn_diameter(symbol.troops, scale) / 2, look, f"new-{unit}"))
    if has_ring(symbol):
        rings, ringed = was_marks(symbol, x, y, scale, look)
        items, drawn = [*items, *rings], [*drawn, *ringed]
    return items, drawn


def was_marks(
    symbol: Symbol, x: float, y: float, scale: SizeScale, look: Style
) -> tuple[list[Item], list[DrawnSymbol]]:
    """Rings for both ends of the earlier count, the upper one of a range dotted; a small one where it was not known."""
    before = symbol.change.before if symbol.change else None
    sizes: list[tuple[float, int | None]] = [(scale.diameter(value), value) for value in ends(before)]
    sizes = sizes or [(WAS_LEAST, None)]
    items: list[Item] = []
    for number, (diameter, _) in enumerate(sizes):
        open_end = before is not None and before.kind is CountKind.AT_MOST
        dash = WAS_DASH if number or open_end else ()
        id_ = f"was-{symbol.unit}" if not number else f"was-most-{symbol.unit}"
        items.append(Circle(x, y, diameter, stroke=look.text, stroke_width=WAS_WIDTH, dash=dash, id=id_))
    return items, [DrawnSymbol(symbol.unit, "ring", x, y, diameter, value) for diameter, value in sizes]


def move_marks(symbol: Symbol, here: Placed, origin: Placed, look: Style) -> list[Item]:
    """An arrow from where the unit was to where it is; none where the two touch."""
    line = move_line(here, origin)
    return line_items((line,), "arrow", False, look, f"move-{symbol.unit}") if line is not None else []


def move_line(here: Placed, origin: Placed) -> Ring | None:
    """From edge to edge of the marks at both ends; None where these touch."""
    start, end = np.array(origin[:2]), np.array(here[:2])
    length = float(np.hypot(*(end - start)))
    if length <= here[2] + origin[2]:
        return None
    ahead = (end - start) / length
    return np.array([start + ahead * origin[2], end - ahead * here[2]])


def has_ring(symbol: Symbol) -> bool:
    """Whether the earlier count is drawn around the symbol itself: where it differs, and the unit has not moved."""
    change = symbol.change
    return bool(change and change.kind in ("grown", "shrunk", "restated") and not change.origin and ends(change.before))


def ends(count: Estimate | None) -> list[int]:
    """The ends of a count that are known and not zero, each once."""
    return sorted({end for end in (count.minimum, count.maximum) if end}) if count else []


def _cross(x: float, y: float, look: Style, id_: str) -> Path:
    half = CHANGE_CROSS / 2
    strokes = tuple(np.array([[x - half, y - half * turn], [x + half, y + half * turn]]) for turn in (1, -1))
    return Path(strokes, closed=False, stroke=look.text, stroke_width=CHANGE_WIDTH, id=id_)


def _ticks(x: float, y: float, radius: float, look: Style, id_: str) -> Path:
    """Four strokes outwards."""
    near, far = (radius + away for away in CHANGE_TICK)
    strokes = tuple(
        np.array([[x + near * east, y + near * south], [x + far * east, y + far * south]])
        for east, south in ((1, 0), (0, 1), (-1, 0), (0, -1))
    )
    return Path(strokes, closed=False, stroke=look.text, stroke_width=CHANGE_WIDTH, id=id_)


def change_sample(  # noqa: PLR0913, PLR0917 - where it stands, in which colours
    kind: ChangeKind, x: float, y: float, look: Style, artboard_width: float, id_: str
) -> list[Item]:
    """What the key shows of a kind of change, centred at x, y."""
    if kind == "moved":
        half = SAMPLE_SIZE / 2
        return line_items((np.array([[x - half, y], [x + half, y]]),), "arrow", False, look, id_)
    now, before = (Estimate.exact(count) if count else None for count in CHANGE_SAMPLES[kind])
    sample = Symbol(id_, 0, 0, "", troops=now, colour=change_colour(kind, look), change=Change(kind, before))
    return changed_marks(sample, x, y, SizeScale(4, SAMPLE_SIZE - 1), artboard_width, look)[0]


def change_colour(kind: ChangeKind, look: Style) -> str:
    """Of the circle: more than before, less, or neither."""
    return {"added": look.gain, "grown": look.gain, "removed": look.loss, "shrunk": look.loss}.get(kind, look.steady)
