"""The marks of counts for the page: what `geomap.marks` draws for each kind of count, as shapes that follow the number.

The page keeps one rule of size, diameter = k √n. All else of a mark is here: a shape's diameter is that of an end of
the count and a constant on top, or fixed; its colours, widths and dashes are those that the pictures have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from geomap.facts import CountKind, Estimate
from geomap.marks.crowd import crowd_marks
from geomap.marks.size import LEAST_SEEN, SizeScale
from geomap.marks.style import WAS_DASH
from geomap.marks.unit import RING_DASH, RING_LEAST_DASHES, unit_marks
from geomap.page import Circle, Item, Path, Text
from geomap.scene import Symbol
from geomap.scene.styles import Style

_WIDTH = 720.0  # px of an artboard, for the type of a question mark
_LOW, _HIGH = 400, 1600  # counts of the samples, whose circles are 40 and 80 px wide
_SAMPLE = SizeScale(1600.0, 80.0)
_TINY = SizeScale(1600.0, LEAST_SEEN / 2)  # on which the same are too small to be seen
_SMALL = SizeScale(1600.0, 6.0)  # on which a sum is seen, but is too small to be light

_COUNTS: dict[str, Estimate | None] = {
    "absent": None,
    "zero": Estimate(CountKind.EXACT, 0, 0),
    "unknown": Estimate(CountKind.UNKNOWN),
    "exact": Estimate(CountKind.EXACT, _LOW, _LOW),
    "about": Estimate(CountKind.ABOUT, _LOW, _LOW),
    "about_range": Estimate(CountKind.ABOUT, _LOW, _HIGH),
    "range": Estimate(CountKind.RANGE, _LOW, _HIGH),
    "at_least": Estimate(CountKind.AT_LEAST, _LOW, None),
    "at_most": Estimate(CountKind.AT_MOST, None, _LOW),
}


def templates(colours: Iterable[str], look: Style) -> list[dict[str, list[dict[str, Any]]]]:
    """For each colour the shapes of each kind of count, bottom to top: of one unit, too small ones, and of sums."""
    return [{name: [*shapes] for name, shapes in _of_colour(colour, look)} for colour in colours]


def _of_colour(colour: str, look: Style) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    for kind, count in _COUNTS.items():
        one = Symbol("", 0.0, 0.0, "", troops=count, colour=colour)
        several = replace(one, members=("", ""))
        yield kind, _shapes(unit_marks(one, 0, 0, _SAMPLE, _WIDTH, look)[0], count, _SAMPLE)
        yield f"tiny {kind}", _shapes(unit_marks(one, 0, 0, _TINY, _WIDTH, look)[0], count, _TINY)
        yield f"crowd {kind}", _shapes(crowd_marks(several, 0, 0, _SAMPLE, _WIDTH, look)[0], count, _SAMPLE)
        yield f"small {kind}", _shapes(crowd_marks(several, 0, 0, _SMALL, _WIDTH, look)[0], count, _SMALL)
        yield f"crowd tiny {kind}", _shapes(crowd_marks(several, 0, 0, _TINY, _WIDTH, look)[0], count, _TINY)
        large = crowd_marks(several, 0, 0, _SAMPLE, _WIDTH, look, most=1.0)[0] if count and count.is_known else []
        yield f"large {kind}", _shapes(large, count, _SAMPLE)


def _shapes(items: Iterable[Item], count: Estimate | None, scale: SizeScale) -> Iterator[dict[str, Any]]:
    """Each item about 0, 0 as a shape."""
    ends = {} if count is None else {"minimum": count.minimum, "maximum": count.maximum}
    sizes = {end: scale.diameter(value) for end, value in ends.items() if value}
    for item in items:
        match item:
            case Circle():
                yield {**_size(item.diameter, sizes), **_paint(item)}
            case Path():
                reach = 2 * float(np.hypot(*item.rings[0].T).max())
                unit = np.round(item.rings[0] / (reach / 2), 3)
                yield {**_size(reach, sizes), **_paint(item), "line": unit.ravel().tolist()}
            case Text():
                yield {"text": item.text, "y": round(item.y, 2), "size": item.size, "fill": item.colour}


def fixed(items: Iterable[Item]) -> Iterator[dict[str, Any]]:
    """Items about 0, 0 as shapes of a fixed size."""
    yield from _shapes(items, None, _SAMPLE)


_MOST_MORE = 12.0  # px that a shape is wider than the circle of its number


def _size(diameter: float, sizes: dict[str, float]) -> dict[str, Any]:
    """What a diameter follows from: an end of the count, and px on top; or px alone."""
    near = sorted((abs(diameter - size), end) for end, size in sizes.items() if abs(diameter - size) <= _MOST_MORE)
    if not near or (diameter > max(sizes.values()) and max(sizes.values()) < LEAST_SEEN):
        return {"px": round(diameter, 3)}
    end = near[0][1]
    return {"of": end, "more": round(diameter - sizes[end], 3)}


def _paint(item: Circle | Path) -> dict[str, Any]:
    """Colours and strokes, as far as there are any."""
    found: dict[str, Any] = {}
    if item.fill:
        found |= {"fill": item.fill, **({"opacity": item.opacity} if item.opacity < 1 else {})}
    if item.stroke:
        found |= {"stroke": item.stroke, "width": round(item.stroke_width, 3)}
    if item.dash:
        is_ring = isinstance(item, Circle) and item.dash != WAS_DASH
        found |= {"ring": [*RING_DASH, RING_LEAST_DASHES]} if is_ring else {"dash": item.dash}
    return found
