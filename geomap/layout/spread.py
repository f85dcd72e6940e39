"""Circles that hide one another are set side by side, each with a tick to its true point. None is ever left hidden,
unless so many are that they would hide the map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import atan2, cos, hypot, pi, sin

import numpy as np
from numpy.typing import NDArray

from geomap.layout.spots import Spot
from geomap.page import Box

_MOST = 500  # symbols; with more, the smaller simply lie on top of the larger
_MOST_OF_MAP = 0.6  # that all circles may cover side by side; where they would cover more they stay where they are
_LEAST_SEEN = 0.6  # of a circle's dots must be seen between the smaller ones that lie upon it
_TWELFTHS = [(cos(turn * pi / 6), sin(turn * pi / 6)) for turn in range(12)]
_DOTS = np.array([(share * x, share * y) for share in (0.4, 0.7, 0.95) for x, y in _TWELFTHS])  # of radius 1
_STEP = 3.0  # px between the distances that are tried
_TURNS = 24
_GAP = 1.5  # px between circles side by side


def spread(spots: Sequence[Spot], frame: Box, enlarged: frozenset[str] = frozenset()) -> list[Spot]:
    """The spots, largest first, with those moved aside that would hide a larger one or be hidden by it.

    A small circle on a large one is seen; two on one point, or two of a size that nearly cover each other, are not.
    The units that an inset shows `enlarged` stay where they are.
    """
    if len(spots) > _MOST:
        return list(spots)
    free = [spot for spot in spots if spot.symbol.unit not in enlarged]
    hidden = hidden_in(free)
    if sum((2 * (spot.radius + _GAP)) ** 2 for spot in spots) > _MOST_OF_MAP * frame.width * frame.height:
        return list(spots)
    aside = {spot.symbol.unit for spot in hidden}
    placed = [spot for spot in spots if spot.symbol.unit not in aside]
    for spot in hidden:
        placed.append(_aside(spot, placed, frame))
    return sorted(placed, key=lambda spot: (-spot.radius, spot.symbol.unit))


def hidden_in(spots: Sequence[Spot]) -> list[Spot]:
    """Those of the spots, largest first, that would hide a larger one or be hidden by it: alone, or with others.

    Of more than can be set side by side it says none.
    """
    if len(spots) > _MOST:
        return []
    placed: list[Spot] = []
    discs = np.zeros((len(spots), 3))  # x, y, radius of those that are placed
    dots: list[NDArray[np.float64]] = []  # of each that is placed, those that no other covers yet
    hidden: list[Spot] = []
    for spot in spots:
        x, y, radii = discs[: len(placed)].T
        near = np.flatnonzero(np.hypot(x - spot.x, y - spot.y) < radii + spot.radius).tolist()
        left = {i: dots[i][np.hypot(dots[i][:, 0] - spot.x, dots[i][:, 1] - spot.y) > spot.radius] for i in near}
        if any(_hide(placed[i], spot) for i in near) or any(len(d) < _LEAST_SEEN * len(_DOTS) for d in left.values()):
            hidden.append(spot)
            continue
        for i in near:
            dots[i] = left[i]
        discs[len(placed)] = spot.x, spot.y, spot.radius
        placed.append(spot)
        dots.append(_DOTS * spot.radius + (spot.x, spot.y))
    return hidden


def _distance(one: Spot, other: Spot) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _hide(larger: Spot, smaller: Spot) -> bool:
    distance = _distance(larger, smaller)
    if _is_unknown(larger) or _is_unknown(smaller):
        return distance < larger.radius + smaller.radius
    alike = smaller.radius > 0.7 * larger.radius
    return distance < max(0.45 * smaller.radius, 2.0) or (alike and distance < 0.6 * larger.radius)


def _is_unknown(spot: Spot) -> bool:
    """Whether the symbol is a question mark, which covers what lies below it."""
    return spot.symbol.troops is not None and not spot.symbol.troops.is_known


def _aside(spot: Spot, placed: Sequence[Spot], frame: Box) -> Spot:
    """The spot at the nearest place where it touches no other, rather away from what hides it."""
    others = np.array([(other.x, other.y, other.radius) for other in placed])
    near = np.hypot(others[:, 0] - spot.x, others[:, 1] - spot.y) < others[:, 2] + spot.radius
    # Rounded, so that what is level is so on the page too, whose arithmetic ends in other digits.
    away_x, away_y = np.round((spot.x, spot.y) - others[near, :2].mean(axis=0), 3) + 0.0
    outward = atan2(away_y, away_x) if hypot(away_x, away_y) > 0.5 else 0.0
    reach = spot.radius + _GAP
    turns = sorted(
        (2 * pi * turn / _TURNS for turn in range(-_TURNS // 2, _TURNS // 2)), key=lambda turn: (abs(turn), turn)
    )
    for distance in np.arange(spot.radius + _STEP, max(frame.width, frame.height), _STEP).tolist():
        for turn in turns:
            x, y = spot.x + distance * cos(outward + turn), spot.y + distance * sin(outward + turn)
            clear = np.hypot(others[:, 0] - x, others[:, 1] - y) > others[:, 2] + reach
            if clear.all() and frame.contains(Box(x, y, 0, 0).grown(reach)):
                return replace(spot, x=x, y=y, true_point=(spot.x, spot.y))
    return spot
