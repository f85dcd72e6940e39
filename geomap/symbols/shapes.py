"""Small pure shapes that outlines are put together from, in the units of the drawing grid, y downwards.

Families draw on a grid of 48 by 48, in which 4 units are one pixel at 12 px and 2 units are one at 24 px.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import acos, atan2, ceil, cos, degrees, hypot, pi, radians, sin, tan
from typing import NamedTuple

Point = tuple[float, float]
Polygon = tuple[Point, ...]  # a closed ring, the first point not repeated
Side = tuple[Point, Point]
Corner = tuple[float, float] | tuple[float, float, float]  # x, y and, where it is rounded, the radius

GRID = 48
FLATNESS = 0.02  # how far a flattened curve may lie off the true one: 0.04 px at 96 px
MERGE_DECIMALS = 9  # of a coordinate on the grid, so that a meeting is one point to all that meet there
HAIR = 1e-6  # on the grid: how far beside a line to look for ink
DECIMALS = 4  # of a coordinate in the unit box: 0.01 px at 100 px, and equal on every machine


@dataclass(frozen=True, slots=True)
class Outline:
    """A symbol in a unit box, y downwards: shells that do not meet, and holes wound against them.

    A shell may stand in another's hole. Nonzero and even-odd filling give the same picture.
    """

    polygons: tuple[Polygon, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the ink."""
        xs, ys = zip(*(point for ring in self.polygons for point in ring), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


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


def merged(*shapes: Sequence[Polygon], cuts: Iterable[Polygon] = ()) -> tuple[Polygon, ...]:
    """The rings, shells clockwise and holes against them, of shapes that overlap, less the cuts.

    A shape is a ring, or a ring and its holes. No ring may cross itself.
    """
    cuts = tuple(cuts)
    sides = sorted({side for ring in (*(ring for shape in shapes for ring in shape), *cuts) for side in _sides(ring)})
    pieces = sorted({tuple(sorted(piece)) for piece in _pieces(sides)})
    inked, blank = [[*map(_Ring.of, shape)] for shape in shapes], [*map(_Ring.of, cuts)]
    onward: dict[Point, list[Point]] = {}
    for start, end in pieces:
        right, left = (_is_inked(point, inked, blank) for point in _beside(start, end))
        if right != left:
            first, last = (start, end) if right else (end, start)
            onward.setdefault(first, []).append(last)
    return tuple(_rings(onward))


def _sides(ring: Polygon) -> list[Side]:
    points = [(round(x, MERGE_DECIMALS), round(y, MERGE_DECIMALS)) for x, y in ring]
    return [(min(a, b), max(a, b)) for a, b in zip(points, points[1:] + points[:1], strict=True) if a != b]


def _pieces(sides: Sequence[Side]) -> Iterator[Side]:
    """The sides, sorted, each cut where others meet it."""
    points = [{*side} for side in sides]
    for number, (start, end) in enumerate(sides):
        low, high = sorted((start[1], end[1]))
        for other, (a, b) in enumerate(sides[number + 1 :], number + 1):
            if a[0] > end[0]:
                break  # those that follow lie to the right of it, too
            if (a[1] <= high or b[1] <= high) and (a[1] >= low or b[1] >= low):
                met = _meeting((start, end), (a, b))
                points[number].update(met)
                points[other].update(met)
    for (start, _), on_it in zip(sides, points, strict=True):
        yield from pairwise(sorted(on_it, key=lambda point: hypot(point[0] - start[0], point[1] - start[1])))


def _meeting(side: Side, other: Side) -> list[Point]:
    """Where two sides meet, the same point whichever is named first; if they run together, the ends that do."""
    (ax, ay), (bx, by) = first = min(side, other)
    (cx, cy), (dx, dy) = second = max(side, other)
    turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(turn) < 1e-9:
        return [point for point in first + second if _is_on(point, first) and _is_on(point, second)]
    t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn
    u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn
    if not (-1e-9 <= t <= 1 + 1e-9 and -1e-9 <= u <= 1 + 1e-9):
        return []
    return [(round(ax + (bx - ax) * t, MERGE_DECIMALS), round(ay + (by - ay) * t, MERGE_DECIMALS))]


def _is_on(point: Point, side: Side) -> bool:
    (x, y), ((ax, ay), (bx, by)) = point, side
    off = abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / hypot(bx - ax, by - ay)
    return off < 1e-6 and ax <= x <= bx and min(ay, by) <= y <= max(ay, by)


def _beside(start: Point, end: Point) -> tuple[Point, Point]:
    """Points a hair to the right and to the left of the middle, as seen on the screen."""
    dx, dy = _direction(start, end)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return (x - dy * HAIR, y + dx * HAIR), (x + dy * HAIR, y - dx * HAIR)


class _Ring(NamedTuple):
    """A ring and the heights and widths that it lies between: most points that are asked about lie elsewhere."""

    sides: tuple[tuple[float, float, float, float], ...]
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, ring: Polygon) -> _Ring:
        xs, ys = zip(*ring, strict=True)
        ends = zip(ring[-1:] + ring[:-1], ring, strict=True)
        return cls(tuple((*a, *b) for a, b in ends), min(xs), min(ys), max(xs), max(ys))

    def holds(self, point: Point) -> bool:
        """Whether a point lies within the ring."""
        x, y = point
        if not (self.left <= x <= self.right and self.top <= y <= self.bottom):
            return False
        inside = False
        for ax, ay, bx, by in self.sides:
            if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
                inside = not inside
        return inside


def _is_inked(point: Point, shapes: Iterable[Iterable[_Ring]], cuts: Iterable[_Ring]) -> bool:
    inked = any(sum(ring.holds(point) for ring in shape) % 2 for shape in shapes)
    return inked and not any(ring.holds(point) for ring in cuts)


def _rings(onward: dict[Point, list[Point]]) -> Iterator[Polygon]:
    """The rings that the pieces of a border make, as each piece leads on to the next."""
    while onward:
        ring = [next(iter(onward))]
        while (point := _follow(onward, ring[-1])) != ring[0]:
            ring.append(point)
        yield tuple(ring)


def _follow(onward: dict[Point, list[Point]], point: Point) -> Point:
    ends = onward[point]
    end = ends.pop()
    if not ends:
        del onward[point]
    return end
