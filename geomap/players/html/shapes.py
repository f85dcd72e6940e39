"""The marks of counts for the page: what `geomap.marks` draws for each kind of count, as shapes that follow the number.

The page keeps one rule of size, diameter = k √n. All else of a mark is here: a shape's diameter is that of an end of
the count and a constant on top, or fixed; its colours, widths and dashes are those that the pictures have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import inf, isclose
from typing import Any

import numpy as np

from geomap.facts import CountKind, Estimate
from geomap.marks.crowd import crowd_marks
from geomap.marks.patterns import LEAST_STRUCK, PATTERN_ID, STROKE_GAP
from geomap.marks.size import LEAST_SEEN, SizeScale
from geomap.marks.style import WAS_DASH
from geomap.marks.unit import RING_DASH, RING_LEAST_DASHES, unit_marks
from geomap.page import Circle, Item, Path, Text
from geomap.scene import Symbol
from geomap.scene.patterns import PATTERNS
from geomap.scene.styles import Style

_WIDTH = 720.0  # px of an artboard, for the type of a question mark
_LOW, _HIGH = 400, 1600  # counts of the samples, whose circles are 40 and 80 px wide
_SAMPLE = SizeScale(1600.0, 80.0)
_TINY = SizeScale(1600.0, LEAST_SEEN / 2)  # on which the same are too small to be seen
_SMALL = SizeScale(1600.0, 6.0)  # on which a sum is seen, but is too small to be light
_NEAR = 0.95  # of a scale, on which the same shapes are drawn

_COUNTS: dict[str, Estimate | None] = {
    "absent": None,
    "zero": Estimate(CountKind.EXACT, 0, 0),
    "unknown": Estimate(CountKind.UNKNOWN),
    "exact": Estimate(CountKind.EXACT, _LOW, _LOW),
    "about": Estimate(CountKind.ABOUT, _LOW, _LOW),
    "about_range": Estimate(CountKind.ABOUT, _LOW, _HIGH),
    "about_range from 0": Estimate(CountKind.ABOUT, 0, _HIGH),
    "range": Estimate(CountKind.RANGE, _LOW, _HIGH),
    "range from 0": Estimate(CountKind.RANGE, 0, _HIGH),
    "at_least": Estimate(CountKind.AT_LEAST, _LOW, None),
    "at_least from 0": Estimate(CountKind.AT_LEAST, 0, None),
    "at_most": Estimate(CountKind.AT_MOST, None, _LOW),
}


def templates(colours: Iterable[str], look: Style) -> list[dict[str, list[dict[str, Any]]]]:
    """For each colour the shapes of each kind of count, bottom to top: of one unit, too small ones, and of sums."""
    return [{name: [*shapes] for name, shapes in _of_colour(colour, look)} for colour in colours]


def _of_colour(colour: str, look: Style) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    angles = PATTERNS.get(look.pattern(colour), ())
    for kind, count in _COUNTS.items():
        one = Symbol("", 0.0, 0.0, "", troops=count, colour=colour)
        several = replace(one, members=("", ""))

        def of_one(scale: SizeScale, one: Symbol = one) -> list[Item]:
            return unit_marks(one, 0, 0, scale, _WIDTH, look)[0]

        def of_several(scale: SizeScale, several: Symbol = several, most: float = inf) -> list[Item]:
            return crowd_marks(several, 0, 0, scale, _WIDTH, look, most=most)[0]

        yield kind, _following(of_one, count, _SAMPLE, angles)
        yield f"tiny {kind}", _following(of_one, count, _TINY, angles)
        yield f"crowd {kind}", _following(of_several, count, _SAMPLE, angles)
        yield f"small {kind}", _following(of_several, count, _SMALL, angles)
        yield f"crowd tiny {kind}", _following(of_several, count, _TINY, angles)
        if count is not None and count.is_known:
            yield f"large {kind}", _following(partial(of_several, most=1.0), count, _SAMPLE, angles)


def _following(
    drawn: Callable[[SizeScale], list[Item]], count: Estimate | None, scale: SizeScale, angles: Sequence[float]
) -> Iterator[dict[str, Any]]:
    """What is drawn on a scale as shapes. What each diameter follows from is told by a scale that is a little less.

    `angles` are the directions of the strokes across a circle, where it has any.
    """
    less = SizeScale(scale.max_value, scale.max_diameter * _NEAR)
    ends = {} if count is None else {"minimum": count.minimum, "maximum": count.maximum}
    both = {end: (scale.diameter(value), less.diameter(value)) for end, value in ends.items() if value}
    for item, smaller in zip(drawn(scale), drawn(less), strict=True):
        size = None if isinstance(item, Text) else _size(_reach(item), _reach(smaller), both)
        yield {**size, **_strokes(item, angles)} if size and _is_pattern(item) else _shape(item, size)


def fixed(items: Iterable[Item]) -> Iterator[dict[str, Any]]:
    """Items about 0, 0 as shapes of a fixed size."""
    for item in items:
        yield _shape(item, None if isinstance(item, Text) else {"px": round(_reach(item), 3)})


def _is_pattern(item: Item) -> bool:
    return item.id.endswith(PATTERN_ID)


def _strokes(item: Item, angles: Sequence[float]) -> dict[str, Any]:
    """Strokes across a circle, a gap from one to the next however large it is."""
    return (
        {**_paint(item), "angles": angles, "gap": STROKE_GAP, "least": LEAST_STRUCK} if isinstance(item, Path) else {}
    )


def _reach(item: Item) -> float:
    """Px across that an item about 0, 0 takes."""
    if isinstance(item, Circle):
        return item.diameter
    if isinstance(item, Path):
        return 2 * float(np.hypot(*item.rings[0].T).max())
    raise TypeError(f"a mark has no {type(item).__name__}")


def _size(diameter: float, smaller: float, ends: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """What a diameter follows from: an end of the count, and px on top; or px alone."""
    for end, (whole, less) in ends.items():
        if isclose(diameter - smaller, whole - less, abs_tol=1e-9):
            return {"of": end, "more": round(diameter - whole, 3)}
    return {"px": round(diameter, 3)}


def _shape(item: Item, size: dict[str, Any] | None) -> dict[str, Any]:
    """An item about 0, 0 as a shape."""
    if isinstance(item, Text):
        return {"text": item.text, "y": round(item.y, 2), "size": item.size, "fill": item.colour}
    if not isinstance(item, Circle | Path) or size is None:
        raise TypeError(f"a mark has no {type(item).__name__}")
    if isinstance(item, Circle):
        return {**size, **_paint(item)}
    unit = np.round(item.rings[0] / (_reach(item) / 2), 3)
    return {**size, **_paint(item), "line": unit.ravel().tolist()}


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
