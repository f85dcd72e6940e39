"""Which ways to set labels cannot stand both: their boxes share area, or the leader of one runs through the other."""

from __future__ import annotations

import numpy as np
import shapely

from geomap.layout.collide import Flags, Floats, cross, pass_through
from geomap.layout.labels.settings import Whole

_HAIR = 1e-6  # px; what lies as near may touch


def clashes(boxes: Floats, leaders: Floats, others: Floats, other_leaders: Floats) -> tuple[Whole, Whole]:
    """Pairs of a row of the first, in their order, and a row of the others that cannot stand both.

    Boxes are (n, 4) of left, top, right, bottom in px; leaders (n, 4) of x1, y1, x2, y2, NaN where there is none.
    """
    if not len(boxes) or not len(others):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    tree = shapely.STRtree(_reaches(others, other_leaders))
    one, other = tree.query(_reaches(boxes, leaders))
    hit = _clash(boxes[one], leaders[one], others[other], other_leaders[other])
    return one[hit], other[hit]


def _reaches(boxes: Floats, leaders: Floats) -> Floats:
    """The diagonals of what boxes and leaders reach to; of a tree of them only their ends matter."""
    low = np.fmin(boxes[:, :2], np.fmin(leaders[:, :2], leaders[:, 2:])) - _HAIR
    high = np.fmax(boxes[:, 2:], np.fmax(leaders[:, :2], leaders[:, 2:])) + _HAIR
    found: Floats = shapely.linestrings(np.stack([low, high], axis=1))
    return found


def _clash(boxes: Floats, leaders: Floats, others: Floats, other_leaders: Floats) -> Flags:
    """Which pairs of rows clash."""
    share = (boxes[:, :2] < others[:, 2:]) & (others[:, :2] < boxes[:, 2:])
    clash: Flags = share[:, 0] & share[:, 1]
    for some, of_boxes in ((leaders, others), (other_leaders, boxes)):
        led = np.flatnonzero(~clash & ~np.isnan(some[:, 0]))
        clash[led] = pass_through(some[led], of_boxes[led])
    both = np.flatnonzero(~clash & ~np.isnan(leaders[:, 0] + other_leaders[:, 0]))
    clash[both] = cross(leaders[both], other_leaders[both])
    return clash
