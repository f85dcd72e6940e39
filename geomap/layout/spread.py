"""Circles that hide one another are set side by side, each with a tick to its true point. None is ever left hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, pi, sin

import numpy as np

from geomap.layout.spots import Spot
from geomap.page import Box

_MOST = 500  # symbols; with more, the smaller simply lie on top of the larger
_STEP = 3.0  # px between the distances that are tried
_LONGEST_TICK = 40.0  # px beyond the symbol in the way; a longer one is hardly read as a tick ...
_TICK_FOR_EACH = 12.0  # ... but many symbols at one place need more
_CROWD = 12  # so many hidden symbols are a crowd, and ticks would hide more than they show
_TURNS = 24


def spread(spots: Sequence[Spot], frame: Box) -> list[Spot]:
    """The spots, largest first, with those moved aside that would hide a larger one or be hidden by it.

    A small circle on a large one is seen; two on one point, or two of a size that nearly cover each other, are not.
    """
    if len(spots) > _MOST:
        return list(spots)
    placed: list[Spot] = []
    hidden: list[Spot] = []
    for spot in spots:
        (hidden if any(_hide(other, spot) for other in placed) else placed).append(spot)
    if len(hidden) > _CROWD:
        return list(spots)
    for spot in hidden:
        placed.append(_aside(spot, placed, frame, _LONGEST_TICK + _TICK_FOR_EACH * len(hidden)))
    return sorted(placed, key=lambda spot: (-spot.radius, spot.symbol.unit))


def _hide(larger: Spot, smaller: Spot) -> bool:
    distance = hypot(larger.x - smaller.x, larger.y - smaller.y)
    if _is_unknown(larger) or _is_unknown(smaller):
        return distance < larger.radius + smaller.radius
    alike = smaller.radius > 0.7 * larger.radius
    return distance < max(0.45 * smaller.radius, 2.0) or (alike and distance < 0.6 * larger.radius)


def _is_unknown(spot: Spot) -> bool:
    """Whether the symbol is a question mark, which covers what lies below it."""
    return spot.symbol.troops is not None and not spot.symbol.troops.is_known


def _aside(spot: Spot, placed: Sequence[Spot], frame: Box, longest: float) -> Spot:
    """The spot at the nearest place where it touches no other; where it was if there is none."""
    others = np.array([(other.x, other.y, other.radius) for other in placed])
    reach = spot.radius + 1.5
    farthest = reach + max(other.radius for other in placed if _hide(other, spot)) + longest
    for distance in np.arange(spot.radius + _STEP, farthest, _STEP).tolist():
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS
            x, y = spot.x + distance * cos(angle), spot.y + distance * sin(angle)
            clear = np.hypot(others[:, 0] - x, others[:, 1] - y) > others[:, 2] + reach
            if clear.all() and frame.contains(Box(x, y, 0, 0).grown(reach)):
                return replace(spot, x=x, y=y, true_point=(spot.x, spot.y))
    return spot
