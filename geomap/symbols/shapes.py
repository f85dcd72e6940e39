"""Small pure shapes that outlines are put together from, in the units of the drawing grid, y downwards.

Families draw on a grid of 48 by 48, in which 4 units are one pixel at 12 px and 2 units are one at 24 px.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import acos, atan2, ceil, cos, degrees, hypot, pi, radians, sin, tan

Point = tuple[float, float]
Polygon = tuple[Point, ...]  # a closed ring, the first point not repeated
Corner = tuple[float, float] | tuple[float, float, float]  # x, y and, where it is rounded, the radius

GRID = 48
FLATNESS = 0.02  # how far a flattened curve may lie off the true one: 0.04 px at 96 px
DECIMALS = 4  # of a coordinate in the unit box: 0.01 px at 100 px, and equal on every machine


@dataclass(frozen=True, slots=True)
class Outline:
    """A symbol in a unit box, y downwards: shells that do not meet, and holes wound against them.

    Nonzero and even-odd filling give the same picture.
    """

    polygons: tuple[Polygon, ...]


def area(ring: Polygon) -> float:
    """Signed area: positive for a ring that runs clockwise on the screen."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def drawn(*shells: Polygon, holes: Iterable[Polygon] = ()) -> Outline:
    """The outline of shapes on the grid: shells turned clockwise, holes counter-clockwise, in the unit box."""
    turned = [ring if area(ring) > 0 else ring[::-1] for ring in shells]
    turned += [ring if area(ring) < 0 else ring[::-1] for ring in holes]
    return Outline(tuple(_to_unit(ring) for ring in turned))


def _to_unit(ring: Polygon) -> Polygon:
    points = [(round(x / GRID, DECIMALS), round(y / GRID, DECIMALS)) for x, y in ring]
    return tuple(point for point, before in zip(points, points[-1:] + points[:-1], strict=True) if point != before)


def arc(x: float, y: float, radius: float, start: float, end: float) -> Polygon:
    """Points of an arc about x, y from `start` to `end` degrees, clockwise from the right if `end` is greater."""
    first, last = radians(start), radians(end)
    sides = ceil(abs(last - first) / (2 * acos(1 - FLATNESS / radius)))
    angles = (first + (last - first) * side / sides for side in range(sides + 1))
    return tuple((x + radius * cos(angle), y + radius * sin(angle)) for angle in angles)


def circle(x: float, y: float, radius: float) -> Polygon:
    """A circle about x, y."""
    return arc(x, y, radius, 0, 360)[:-1]


def rect(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Polygon:
    """An upright rectangle by its edges, its corners rounded by `radius`."""
    return rounded((left, top), (right, top), (right, bottom), (left, bottom), radius=radius)


def rounded(*corners: Corner, radius: float = 0) -> Polygon:
    """A ring whose corners are rounded: each by its own third number, else by `radius`."""
    around = zip(corners[-1:] + corners[:-1], corners, corners[1:] + corners[:1], strict=True)
    return tuple(
        point
        for before, corner, after in around
        for point in _fillet(before[:2], corner[:2], after[:2], corner[2] if len(corner) == 3 else radius)
    )


def _fillet(before: Point, corner: Point, after: Point, radius: float) -> Polygon:
    """The corner's arc: it touches both sides, so it starts `radius / tan(half the inner angle)` off the corner."""
    (ax, ay), (bx, by) = _direction(corner, before), _direction(corner, after)
    inner = acos(max(-1.0, min(1.0, ax * bx + ay * by)))
    if radius == 0 or inner > pi - 1e-6:
        return (corner,)
    back, out = radius / tan(inner / 2), radius / sin(inner / 2) / hypot(ax + bx, ay + by)
    x, y = corner[0] + (ax + bx) * out, corner[1] + (ay + by) * out
    start = degrees(atan2(corner[1] + ay * back - y, corner[0] + ax * back - x))
    turn = 180 - degrees(inner) if ax * by < ay * bx else degrees(inner) - 180
    return arc(x, y, radius, start, start + turn)


def _direction(start: Point, end: Point) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1])
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def stroke(*line: Point, width: float, radius: float = 0) -> Polygon:
    """A thick line with mitred joins and square ends, its corners rounded by `radius`."""
    left = _offset(line, width / 2)
    right = _offset(line[::-1], width / 2)
    return rounded(*left, *right, radius=radius)


def _offset(line: Sequence[Point], distance: float) -> list[Point]:
    """The line's copy on its right-hand side as seen on the screen, mitred at the joins."""
    directions = [_direction(start, end) for start, end in pairwise(line)]
    before, after = directions[:1] + directions, directions + directions[-1:]
    moved = []
    for (x, y), (ax, ay), (bx, by) in zip(line, before, after, strict=True):
        reach = distance / (1 + ax * bx + ay * by)
        moved.append((x - (ay + by) * reach, y + (ax + bx) * reach))
    return moved


def translate(ring: Polygon, dx: float, dy: float) -> Polygon:
    """The ring moved."""
    return tuple((x + dx, y + dy) for x, y in ring)


def mirror(ring: Polygon, at: float = GRID / 2) -> Polygon:
    """The ring's mirror image, left for right, about the vertical line x = `at`."""
    return tuple((2 * at - x, y) for x, y in ring)


def rotate(ring: Polygon, degrees: float, about: Point = (GRID / 2, GRID / 2)) -> Polygon:
    """The ring turned clockwise on the screen."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    x0, y0 = about
    return tuple((x0 + (x - x0) * c - (y - y0) * s, y0 + (x - x0) * s + (y - y0) * c) for x, y in ring)
