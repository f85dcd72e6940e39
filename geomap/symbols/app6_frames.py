"""Frames of the APP-6 family: who a unit belongs to, by shape alone. All four take about the same area.

Drawn about the origin of the grid; `CENTRE` is where the family puts it. A suspected affiliation has a dashed frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, dist, hypot, sqrt

from geomap.symbols.shapes import Point, Polygon, arc, merged, rotate, stroke

CENTRE = (24.0, 28.0)
WEIGHT = 3.0  # of a frame's line: 1.25 px at 20 px
GAP = 2.6  # between dashes: 1.1 px at 20 px


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame's shape, and where icons find room in it."""

    sides: Callable[[float], tuple[Polygon, ...]]  # clockwise, each from corner to corner, so far inside the edge
    dashes: tuple[int, int]  # gaps on the first and third side, on the second and fourth
    cross: Point  # how far from the centre crossed diagonals meet the frame's middle line
    oval: Point  # half the width and height of armour's oval
    box: Point  # half the width and height of any other icon
    base: float  # how far below the centre the arc of air defence ends

    def ring(self, inset: float) -> Polygon:
        """The frame's edge, or a line so far inside it."""
        return tuple(point for side in self.sides(inset) for point in side[:-1])

    def line(self, dashed: bool) -> tuple[tuple[Polygon, ...], ...]:
        """The frame's line as shapes: one with a hole, or dashes that are whole at the corners."""
        band = (self.ring(0), self.ring(WEIGHT))
        if not dashed:
            return (band,)
        sides = self.sides(WEIGHT / 2)
        gaps = (_gap(side, (k + 0.5) / n) for side, n in zip(sides, self.dashes * 2, strict=True) for k in range(n))
        return tuple((dash,) for dash in merged(band, cuts=gaps))

    def reach(self, y: float) -> float:
        """How far to the right of the centre the middle line of the frame is at height `y`."""
        ring = self.ring(WEIGHT / 2)
        crossed = [(a, b) for a, b in zip(ring, ring[1:] + ring[:1], strict=True) if (a[1] > y) != (b[1] > y)]
        return max(ax + (bx - ax) * (y - ay) / (by - ay) for (ax, ay), (bx, by) in crossed)

    @property
    def top(self) -> float:
        return min(y for _, y in self.ring(0))


def _gap(side: Polygon, share: float) -> Polygon:
    """What is cut out of a frame's line about the point that lies at this share of its side."""
    left = share * sum(dist(a, b) for a, b in pairwise(side))
    for start, end in pairwise(side):
        length = dist(start, end)
        if left <= length:
            break
        left -= length
    dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    x, y = start[0] + dx * left, start[1] + dy * left
    half = GAP / 2
    return stroke((x - dx * half, y - dy * half), (x + dx * half, y + dy * half), width=WEIGHT + 2)


def _straight(*corners: Point) -> tuple[Polygon, ...]:
    return tuple(pairwise((*corners, corners[0])))


def _rectangle(half_width: float, half_height: float, inset: float) -> tuple[Polygon, ...]:
    x, y = half_width - inset, half_height - inset
    return _straight((-x, -y), (x, -y), (x, y), (-x, y))


def _friend(inset: float) -> tuple[Polygon, ...]:
    return _rectangle(17, 12, inset)


def _neutral(inset: float) -> tuple[Polygon, ...]:
    return _rectangle(14, 14, inset)


def _hostile(inset: float) -> tuple[Polygon, ...]:
    reach = 19.4 - inset * sqrt(2)
    return _straight((0, -reach), (reach, 0), (0, reach), (-reach, 0))


LOBE = 7.7  # from the centre of the quatrefoil to that of a lobe
LOBE_RADIUS = 9.9


def _notch(inset: float) -> float:
    """How far to the right of the centre, and below it, two lobes meet."""
    return (LOBE + sqrt(2 * (LOBE_RADIUS - inset) ** 2 - LOBE**2)) / 2


def _unknown(inset: float) -> tuple[Polygon, ...]:
    notch = _notch(inset)
    half = degrees(atan2(notch, notch - LOBE))
    lobe = arc(LOBE, 0, hypot(notch, notch - LOBE), -half, half)
    return tuple(rotate(lobe, turn, (0, 0)) for turn in (-90, 0, 90, 180))


_FRIEND = Frame(_friend, (4, 3), (15.5, 10.5), (11.8, 6.9), (11.6, 7), 10.5)
_HOSTILE = Frame(_hostile, (4, 4), (8.64, 8.64), (10.2, 6.3), (9.4, 6), 6.3)
_NEUTRAL = Frame(_neutral, (4, 4), (12.5, 12.5), (9.4, 6.6), (9.2, 7.7), 12.5)
_UNKNOWN = Frame(_unknown, (2, 2), (_notch(1.5), _notch(1.5)), (11, 6.7), (9.8, 7.1), 7)

FRAMES = {  # affiliation -> frame, and whether it is dashed
    "friend": (_FRIEND, False),
    "assumed-friend": (_FRIEND, True),
    "hostile": (_HOSTILE, False),
    "suspect": (_HOSTILE, True),
    "neutral": (_NEUTRAL, False),
    "suspected-neutral": (_NEUTRAL, True),
    "unknown": (_UNKNOWN, False),
    "pending": (_UNKNOWN, True),
}
