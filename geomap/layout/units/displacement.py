"""Circles that hide one another are set side by side, each with a tick to its true point.

Of a crowd they are summed up before, see `geomap.layout.units.crowds`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import atan2, cos, hypot, inf, pi, sin

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.layout.collide import Flags, Floats, circles_on_segments, segments_hit_circles
from geomap.layout.units.positions import MOST, Spot
from geomap.page import Box

_MOST_OF_MAP = 0.6  # that all circles may cover side by side
_LEAST_SEEN = 0.6  # of a circle's dots must be seen between the smaller ones that lie upon it
_TWELFTHS = [(cos(turn * pi / 6), sin(turn * pi / 6)) for turn in range(12)]
_DOTS = np.array([(share * x, share * y) for share in (0.4, 0.7, 0.95) for x, y in _TWELFTHS])  # of radius 1
_STEP = 3.0  # px between the distances that are tried
_TURNS = 24
_TURNED = sorted(
    (2 * pi * turn / _TURNS for turn in range(-_TURNS // 2, _TURNS // 2)), key=lambda turn: (abs(turn), turn)
)
_GAP = 1.5  # px between circles side by side
_ON_FRONT = 1.0  # px from a front within which a place is on it
_LEAST_REACH = 12.0  # px that even a small circle may be moved aside


def spread(
    spots: Sequence[Spot],
    frame: Box,
    enlarged: Collection[str] = (),
    reach: float = inf,
    fronts: Geometry | None = None,
) -> Sequence[Spot]:
    """The spots, largest first, with those moved aside that would hide a larger one or be hidden by it; none across one
    of the `fronts`, in px.

    A small circle on a large one is seen; two on one point, or two of a size that nearly cover each other, are not.
    The units that an inset shows `enlarged` stay where they are, and what finds no place within `reach`, which is as
    in `set_aside`.
    """
    if len(spots) > MOST:
        return spots
    small = [spot for spot in spots if spot.symbol.unit not in enlarged]
    hidden = [spot for spot in hidden_in(small) if not spot.members]
    if not hidden:
        return spots
    placed, _ = set_aside(spots, hidden, frame, reach, fronts)
    return sorted(placed, key=lambda spot: (-spot.radius, spot.symbol.unit))


def is_full(spots: Sequence[Spot], frame: Box) -> bool:
    """Whether the map has no room for all circles side by side."""
    return sum((2 * (spot.radius + _GAP)) ** 2 for spot in spots) > _MOST_OF_MAP * frame.width * frame.height


def set_aside(
    spots: Sequence[Spot], hidden: Sequence[Spot], frame: Box, reach: float = inf, fronts: Geometry | None = None
) -> tuple[list[Spot], list[Spot]]:
    """The spots with the hidden ones moved aside, and those of them that find no place within `reach` of their size."""
    aside = {spot.symbol.unit for spot in hidden}
    placed = [spot for spot in spots if spot.symbol.unit not in aside]
    taken = _Taken.by(placed, len(hidden))
    stuck: list[Spot] = []
    for spot in hidden:
        found = _aside(spot, taken, frame, reach, fronts)
        placed.append(found or spot)
        taken.add(placed[-1])
        if found is None:
            stuck.append(spot)
    return placed, stuck


@dataclass
class _Taken:
    """What those that are placed take of the map, as rows of px; there is room for some more."""

    _discs: Floats  # x, y, radius
    _starts: Floats  # x, y of their true points
    _ticks: Floats  # from true point to circle; NaN where there is none
    _heights: Floats  # how far they reach up and down
    many: int = 0

    @classmethod
    def by(cls, placed: Sequence[Spot], more: int) -> _Taken:
        most = len(placed) + more
        taken = cls(np.empty((most, 3)), np.empty((most, 2)), np.full((most, 4), np.nan), np.empty(most))
        for spot in placed:
            taken.add(spot)
        return taken

    def add(self, spot: Spot) -> None:
        self._discs[self.many] = spot.x, spot.y, spot.radius
        self._heights[self.many] = spot.height
        self._starts[self.many] = spot.true_point or (spot.x, spot.y)
        if spot.true_point:
            self._ticks[self.many] = *spot.true_point, spot.x, spot.y
        self.many += 1

    @property
    def discs(self) -> Floats:
        return self._discs[: self.many]

    @property
    def heights(self) -> Floats:
        return self._heights[: self.many]

    @property
    def ticks(self) -> Floats:
        ticks = self._ticks[: self.many]
        return ticks[~np.isnan(ticks[:, 0])]

    def apart_from(self, start: tuple[float, float], radius: float) -> Floats:
        """The discs of those that, where they belong, would not lie on a circle at `start`."""
        (x, y), discs = self._starts[: self.many].T, self.discs
        return np.asarray(discs[np.hypot(x - start[0], y - start[1]) >= radius + discs[:, 2]])


def hidden_in(spots: Sequence[Spot]) -> list[Spot]:
    """Those of the spots, largest first, that would hide a larger one or be hidden by it: alone, or with others.

    Of more than can be set side by side it says none.
    """
    return [spot for spot, _ in hidings(spots)]


def hidings(spots: Sequence[Spot]) -> list[tuple[Spot, list[Spot]]]:
    """Those that are hidden in the spots, each with the larger ones that it hides or lies on.

    Of several sides at a place each circle is looked at by itself.
    """
    if len(spots) > MOST:
        return []
    seen = _Seen(sum(max(len(spot.parts), 1) for spot in spots))
    hidden: list[tuple[Spot, list[Spot]]] = []
    for spot in spots:
        if with_it := seen.hiding(spot):
            hidden.append((spot, with_it))
    return hidden


class _Seen:
    """Circles that are seen, and what is left to see of each."""

    def __init__(self, most: int) -> None:
        self._discs = np.zeros((most, 3))  # x, y, radius
        self._circles: list[Spot] = []
        self._owners: list[Spot] = []  # the spot that each is of
        self._dots: list[NDArray[np.float64]] = []  # of each those that no other covers yet

    def hiding(self, spot: Spot) -> list[Spot]:
        """Those that a spot hides or is hidden by; where there are none it is seen itself from now on."""
        found: dict[int, Spot] = {}
        dots: dict[int, NDArray[np.float64]] = {}
        x, y, radii = self._discs[: len(self._circles)].T
        circles = spot.parts or (spot,)
        for circle in circles:
            for i in np.flatnonzero(np.hypot(x - circle.x, y - circle.y) < radii + circle.radius).tolist():
                own = dots.get(i, self._dots[i])
                dots[i] = own[np.hypot(own[:, 0] - circle.x, own[:, 1] - circle.y) > circle.radius]
                if _hide(self._circles[i], circle) or len(dots[i]) < _LEAST_SEEN * len(_DOTS):
                    found[id(self._owners[i])] = self._owners[i]
        if not found:
            for i, left in dots.items():
                self._dots[i] = left
            for circle in circles:
                self._discs[len(self._circles)] = circle.x, circle.y, circle.radius
                self._circles.append(circle)
                self._owners.append(spot)
                self._dots.append(_DOTS * circle.radius + (circle.x, circle.y))
        return [*found.values()]


def _hide(one: Spot, other: Spot) -> bool:
    larger, smaller = (one, other) if one.radius >= other.radius else (other, one)
    distance = hypot(one.x - other.x, one.y - other.y)
    if _is_unknown(larger) or _is_unknown(smaller):
        return distance < larger.radius + smaller.radius
    if smaller.radius > 0.7 * larger.radius and distance < 0.6 * larger.radius:
        return True
    return not larger.members and distance < max(0.45 * smaller.radius, 2.0)  # on a light circle it is seen


def _is_unknown(spot: Spot) -> bool:
    """Whether the symbol is a question mark, which covers what lies below it."""
    return spot.symbol.troops is not None and not spot.symbol.troops.is_known


def _aside(spot: Spot, taken: _Taken, frame: Box, reach: float, fronts: Geometry | None) -> Spot | None:
    """The spot at the nearest place where it touches no other, rather away from what hides it, and on its side of the
    fronts: across one it would say what nobody claims. What stands on one has no side.

    None where there is none; `reach` is how many times as high as it and the highest near it is this may be, and
    only where it is without bound may the tick run below others, or the circle upon a tick.
    """
    others = taken.discs
    away = np.hypot(others[:, 0] - spot.x, others[:, 1] - spot.y)
    near = away < others[:, 2] + spot.radius
    clearance = spot.radius + _GAP
    ways = _ways(spot, others[near])
    farthest = min(max(frame.width, frame.height), reach * (spot.height + taken.heights[near].max()) + _LEAST_REACH)
    inner = frame.grown(-clearance)
    start = spot.true_point or (spot.x, spot.y)
    foreign, ticks = taken.apart_from(start, spot.radius), taken.ticks
    is_on_side = fronts is not None and not shapely.dwithin(fronts, shapely.Point(start), _ON_FRONT)
    nearest: Spot | None = None
    for distance in np.arange(spot.radius + _STEP, farthest, _STEP).tolist():
        points = distance * ways + (spot.x, spot.y)
        points = points[inner.holds(points)]
        if is_on_side:
            points = points[~_cross(fronts, start, points)]
        at_hand = others[np.abs(away - distance) < others[:, 2] + clearance + _STEP]  # no other reaches this ring
        apart = np.hypot(at_hand[:, 0] - points[:, :1], at_hand[:, 1] - points[:, 1:]) > at_hand[:, 2] + clearance
        free = points[apart.all(axis=1)]
        clear = free[_are_clear(free, spot.radius, start, foreign, ticks)] if len(free) else free
        if len(clear) or (len(free) and nearest is None and reach == inf):
            x, y = (clear if len(clear) else free)[0].tolist()
            nearest = replace(spot.at(x, y), true_point=start)
        if len(clear):
            break
    return nearest


def _cross(fronts: Geometry, start: tuple[float, float], points: Floats) -> Flags:
    """Which points lie across a front from `start`."""
    ways = np.stack([np.broadcast_to(start, points.shape), points], axis=1)
    crossed: Flags = shapely.intersects(fronts, shapely.linestrings(ways)) if len(ways) else np.zeros(0, dtype=bool)
    return crossed


def _ways(spot: Spot, hiding: Floats) -> Floats:
    """The directions that are tried, as rows of dx, dy: first away from what hides the spot."""
    # Rounded, so that what is level is so on the page too, whose arithmetic ends in other digits.
    away_x, away_y = np.round((spot.x, spot.y) - hiding[:, :2].mean(axis=0), 3) + 0.0
    outward = atan2(away_y, away_x) if hypot(away_x, away_y) > 0.5 else 0.0
    return np.array([(cos(outward + turn), sin(outward + turn)) for turn in _TURNED])


def _are_clear(points: Floats, radius: float, start: tuple[float, float], foreign: Floats, ticks: Floats) -> Flags:
    """Where a circle lies on none of the ticks, and its own runs below no foreign circle."""
    own = np.column_stack([np.broadcast_to(start, points.shape), points])
    discs = np.column_stack([points, np.full(len(points), radius)])
    return ~(segments_hit_circles(own, foreign, 0.0) | circles_on_segments(discs, ticks))
