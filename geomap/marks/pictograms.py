"""How much room pictograms take: those side by side are cut to one box, so that their frames stand on one line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from geomap.page import Box
from geomap.symbols import family_of, outline


def covered(outlines: Sequence[str]) -> Box:
    """The part of the unit box that pictograms side by side need, as shares of it; the origin is its top left."""
    bounds = [_bounds(key) for key in outlines]
    left, top = min(bound[0] for bound in bounds), min(bound[1] for bound in bounds)
    right, bottom = max(bound[2] for bound in bounds), max(bound[3] for bound in bounds)
    return Box(left, top, right - left, bottom - top)


def covered_px(outlines: Sequence[str]) -> Box:
    """The same in px of the map."""
    box, size = covered(outlines), family_of(outlines[0]).size
    return Box(box.x * size, box.y * size, box.width * size, box.height * size)


@cache
def _bounds(key: str) -> tuple[float, float, float, float]:
    return (0.0, 0.0, 1.0, 1.0) if family_of(key).fills_box else outline(key).bounds
