"""Which boxes, circles and segments touch, many at once. Boxes are arrays (n, 4) of left, top, right, bottom in px."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_POINT = 0.01  # px: what is nearer to a point lies on it
_CELL = 8.0  # px
_FIRST_CIRCLES = 64  # then four times as many, and so on
_FEW = 50_000  # pairs of a shape and a circle that are soon asked about one by one


def overlaps(first: Floats, second: Floats) -> Flags:
    """Table (n, m): whether box n of `first` shares area with box m of `second`."""
    left, top, right, bottom = first.T[:, :, None]
    other_left, other_top, other_right, other_bottom = second.T[:, None, :]
    return np.asarray((left < other_right) & (other_left < right) & (top < other_bottom) & (other_top < bottom))


def boxes_overlap(first: Floats, second: Floats) -> Flags:
    """Which boxes of `first` share area with any of `second`."""
    return np.asarray(overlaps(first, second).any(axis=1))


def boxes_on_circles(boxes: Floats, circles: Floats, clearance: float, own: Floats | None = None) -> Flags:
    """Which boxes come nearer than `clearance` to a circle; circles are (m, 3): x, y, radius.

    A box may stand on its `own` circle, where it has one: the others have NaN there.
    """

    def near(some: Floats, circles: Floats) -> Flags:
        x, y, radius = circles.T
        dx = x - np.clip(x, some[:, 0], some[:, 2])
        dy = y - np.clip(y, some[:, 1], some[:, 3])
        # a circle smaller than the clearance takes away is still a point to keep off
        return np.asarray(np.hypot(dx, dy) < np.maximum(radius + clearance, _POINT))

    return _hit_by_any(boxes, circles, near, clearance, own)


def distance_to_circles(boxes: Floats, circles: Floats, own: Floats, within: float) -> Floats:
    """Px from each box to the nearest circle but its own; infinite where that is farther than `within`."""
    found = np.full(len(boxes), np.inf)
    if not len(boxes) or not len(circles):
        return found
    some = _near(circles, boxes, within)
    tree = shapely.STRtree(shapely.linestrings(_corners(some, within)))
    box, circle = tree.query(shapely.linestrings(boxes.reshape(-1, 2, 2)))
    is_other = (some[circle] != own[box]).any(axis=1)
    box, circle = box[is_other], circle[is_other]
    x, y, radius = some[circle].T
    dx = x - np.clip(x, boxes[box, 0], boxes[box, 2])
    dy = y - np.clip(y, boxes[box, 1], boxes[box, 3])
    np.minimum.at(found, box, np.hypot(dx, dy) - radius)
    found[found > within] = np.inf
    return found


def _are_same(circles: Floats, own: Floats) -> Flags:
    return np.asarray((circles == own).all(axis=1))


def _hold_middle(circles: Floats, own: Floats) -> Flags:
    return np.asarray(np.hypot(*(circles[:, :2] - own[:, :2]).T) < circles[:, 2])


def _hit_by_any(  # noqa: PLR0913, PLR0917 - shapes, circles, and when they hit
    shapes: Floats,
    circles: Floats,
    hit: Callable[[Floats, Floats], Flags],
    clearance: float,
    own: Floats | None,
    spares: Callable[[Floats, Floats], Flags] = _are_same,
) -> Flags:
    """Which shapes any circle hits but those that their own spares. What few circles hit, the largest first, is asked
    about no others.

    A shape reaches from one point to another; one of NaN is none.
    """
    found = np.zeros(len(shapes), dtype=bool)
    left = np.flatnonzero(~np.isnan(shapes[:, 0]))
    if len(left) * len(circles) <= _FEW:
        shape, circle = np.repeat(left, len(circles)), np.tile(np.arange(len(circles)), len(left))
        found[shape[_are_hit(shapes[shape], circles[circle], hit, None if own is None else own[shape], spares)]] = True
        return found
    lines = shapely.linestrings(shapes[left].reshape(-1, 2, 2))
    start, many = 0, _FIRST_CIRCLES
    while start < len(circles) and len(left):
        some = _near(circles[start : start + many], shapes[left], clearance)
        tree = shapely.STRtree(shapely.linestrings(_corners(some, clearance)))
        shape, circle = tree.query(lines)
        hits = _are_hit(shapes[left[shape]], some[circle], hit, None if own is None else own[left[shape]], spares)
        found[left[shape[hits]]] = True
        is_left = ~found[left]
        left, lines = left[is_left], lines[is_left]
        start, many = start + many, 4 * many
    return found


def _are_hit(
    shapes: Floats,
    circles: Floats,
    hit: Callable[[Floats, Floats], Flags],
    own: Floats | None,
    spares: Callable[[Floats, Floats], Flags],
) -> Flags:
    """Which pairs, of a shape and the circle in its row, hit; one that its own circle spares does not."""
    hits = hit(shapes, circles)
    return hits if own is None else np.asarray(hits & ~spares(circles, own))


def _corners(circles: Floats, clearance: float) -> Floats:
    """Two corners (m, 2, 2) of the box that each circle reaches to."""
    reach = circles[:, 2, None] + max(clearance, 0.0)
    return np.stack([circles[:, :2] - reach, circles[:, :2] + reach], axis=1)


def _near(circles: Floats, shapes: Floats, clearance: float) -> Floats:
    """The circles that may come near to any shape: those in cells of a grid that one reaches to."""
    reach = circles[:, 2].max() + max(clearance, 0.0)
    ends = shapes.reshape(-1, 2, 2)
    low, high = ends.min(axis=1) - reach, ends.max(axis=1) + reach
    origin = low.min(axis=0)
    left, top = np.floor((low - origin) / _CELL).astype(int).T
    right, bottom = np.floor((high - origin) / _CELL).astype(int).T + 1
    changes = np.zeros((bottom.max() + 1, right.max() + 1), dtype=int)
    for change, rows, columns in ((1, top, left), (-1, top, right), (-1, bottom, left), (1, bottom, right)):
        np.add.at(changes, (rows, columns), change)
    is_reached = np.cumsum(np.cumsum(changes, axis=0), axis=1) > 0
    column, row = np.floor((circles[:, :2] - origin) / _CELL).astype(int).T
    inside = (column >= 0) & (row >= 0) & (column < is_reached.shape[1]) & (row < is_reached.shape[0])
    circles, column, row = circles[inside], column[inside], row[inside]
    found: Floats = circles[is_reached[row, column]]
    return found


def segments_hit_boxes(segments: Floats, boxes: Floats) -> Flags:
    """Table (n, m): whether segment n (x1, y1, x2, y2) passes through box m. Segments of NaN hit nothing."""
    hits = np.zeros((len(segments), len(boxes)), dtype=bool)
    drawn = np.flatnonzero(~np.isnan(segments[:, 0]))
    hits[drawn] = pass_through(segments[drawn, None], boxes[None])
    return hits


def pass_through(segments: Floats, boxes: Floats) -> Flags:
    """Which segments pass through the box in their row; the last axis holds their columns.

    Clipping by slabs (Liang and Barsky 1984): the part of the segment inside both pairs of edges is not empty.
    """
    x1, y1, x2, y2 = (segments[..., column] for column in range(4))
    left, top, right, bottom = (boxes[..., column] for column in range(4))
    dx, dy = _not_zero(x2 - x1), _not_zero(y2 - y1)
    to_left, to_right, to_top, to_bottom = (left - x1) / dx, (right - x1) / dx, (top - y1) / dy, (bottom - y1) / dy
    enter = np.maximum(np.minimum(to_left, to_right), np.minimum(to_top, to_bottom))
    leave = np.minimum(np.maximum(to_left, to_right), np.maximum(to_top, to_bottom))
    return np.asarray((enter <= leave) & (leave >= 0) & (enter <= 1))


def _not_zero(delta: Floats) -> Floats:
    return np.where(np.abs(delta) < 1e-9, 1e-9, delta)


def circles_on_segments(circles: Floats, segments: Floats) -> Flags:
    """Which circles any of the segments runs through."""
    circle, segment = np.repeat(np.arange(len(circles)), len(segments)), np.tile(np.arange(len(segments)), len(circles))
    hits = _through(segments[segment], circles[circle], 0.0).reshape(len(circles), len(segments))
    return np.asarray(hits.any(axis=1))


def segments_hit_circles(
    segments: Floats, circles: Floats, inset: float, own: Floats | None = None, *, leaving: bool = False
) -> Flags:
    """Which segments run through a circle but their own, deeper than `inset`: one may end on the edge.

    Those that are `leaving` may run through the circles that the middle of their own lies on.
    """
    spares = _hold_middle if leaving else _are_same
    return _hit_by_any(segments, circles, partial(_through, inset=inset), -inset, own, spares)


def _through(segments: Floats, circles: Floats, inset: float) -> Flags:
    """Which segments run through the circle in their row, deeper than `inset`."""
    start, delta = segments[:, :2], segments[:, 2:] - segments[:, :2]
    length = np.maximum((delta**2).sum(axis=1), 1e-9)
    along = np.clip(((circles[:, :2] - start) * delta).sum(axis=1) / length, 0, 1)
    nearest = start + along[:, None] * delta
    return np.asarray(np.hypot(*(circles[:, :2] - nearest).T) < circles[:, 2] - inset)


def cross(first: Floats, second: Floats) -> Flags:
    """Which segments of `first` cross the segment of `second` in their row. Segments of NaN cross nothing."""
    a, b, c, d = first[:, :2], first[:, 2:], second[:, :2], second[:, 2:]
    return np.asarray((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """On which side of a line through `start` and `end` a point lies: the sign of the cross product."""
    along, across = end - start, point - start
    side: Floats = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
    return side
