"""Crowds are kept apart: the circles that sum units up lie on no other of them, and on no unit that they could hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import hypot

import numpy as np

from geomap.facts.columns import Floats
from geomap.layout.units.positions import Spot, discs_of
from geomap.page import Box

_GAP = 1.5  # px between two crowds
_DEEP = 0.35  # of the smaller of two radii: where they overlap by less they are pushed apart
_BESIDE = 12.0  # px between a small crowd and what it takes in ...
_LEAST_SAID = 12.0  # ... px of its radius, so that it can say how many it is
_PASSES = 50  # until all are apart, or have no room for it
_POINT = 0.01  # px: what is nearer stands on one point
_TOUCH = 0.5  # px that two may lie on each other nevertheless


Pair = tuple[Spot, Spot]


def pairs_to_join(spots: Sequence[Spot], are_alike: Callable[[Spot, Spot], bool]) -> list[Pair]:
    """Crowds, each with what could be summed up with it and lies deep in it or, where its circle is small, beside it.

    The nearest first; none is in two pairs.
    """
    discs = discs_of(spots)
    found: list[tuple[float, int, int]] = []
    for number, spot in enumerate(spots):
        if not spot.members:
            continue
        x, y, radius = discs.T
        gap = np.hypot(x - spot.x, y - spot.y) - radius - spot.radius
        reach = _BESIDE if spot.radius < _LEAST_SAID and not spot.unsized else -_DEEP * np.minimum(radius, spot.radius)
        for other in np.flatnonzero(gap < reach).tolist():
            if are_alike(spot, spots[other]):
                found.append((float(gap[other]), number, other))
    paired: dict[int, int] = {}
    for _, one, other in sorted(found):
        if paired.keys().isdisjoint((one, other)):
            paired |= {one: other, other: one}
    return [(spots[one], spots[other]) for one, other in paired.items() if one < other]


def pushed_apart(spots: Sequence[Spot], frame: Box) -> list[Spot]:
    """The spots, the crowds among them pushed off one another, each by as much as it is smaller than the other.

    First, and not far, they are pushed off single circles too, which stay where they are.
    """
    crowds = [spot for spot in spots if spot.members]
    if not crowds:
        return list(spots)
    homes = discs_of(crowds)
    near = (spot for spot in spots if not spot.members and any(_is_near(spot, crowd) for crowd in crowds))
    single = discs_of([*near])
    discs = _pushed(homes, single, homes[:, 2], frame)
    discs = _pushed(discs, single[:0], homes[:, 2], frame)
    places = zip(crowds, discs[:, :2].tolist(), strict=True)
    moved = {
        spot.symbol.unit: replace(spot, x=x, y=y, true_point=spot.true_point or (spot.x, spot.y))
        for spot, (x, y) in places
    }
    return [moved.get(spot.symbol.unit, spot) for spot in spots]


def _is_near(spot: Spot, crowd: Spot) -> bool:
    """Whether a crowd may be pushed off a single circle."""
    return hypot(spot.x - crowd.x, spot.y - crowd.y) < spot.radius + 2 * crowd.radius + _GAP


def _pushed(homes: Floats, single: Floats, reach: Floats, frame: Box) -> Floats:
    """Discs pushed off one another and off single ones, each at most `reach` px from its home and within the frame."""
    discs = homes.copy()
    room = np.minimum(discs[:, 2] + 1, min(frame.width, frame.height) / 2)
    for _ in range(_PASSES):
        steps = _steps_off(discs, discs) + _steps_off(discs, single)
        if np.abs(steps).max() < _TOUCH / 4:
            break
        off = discs[:, :2] + steps - homes[:, :2]
        far = np.maximum(np.hypot(*off.T), 0.01)
        discs[:, :2] = homes[:, :2] + off * np.minimum(reach / far, 1.0)[:, None]
        discs[:, 0] = np.clip(discs[:, 0], frame.x + room, frame.right - room)
        discs[:, 1] = np.clip(discs[:, 1], frame.y + room, frame.bottom - room)
    return discs


def _steps_off(discs: Floats, others: Floats) -> Floats:
    """Px that each disc is to move right and down, off all others that it lies on; if these are the same, both move."""
    away = discs[:, None, :2] - others[None, :, :2]
    distance = np.hypot(away[..., 0], away[..., 1])
    depth = np.maximum(discs[:, None, 2] + others[None, :, 2] + _GAP - distance, 0.0)
    areas, against = discs[:, None, 2] ** 2, others[None, :, 2] ** 2
    if others is discs:
        np.fill_diagonal(depth, 0.0)
        depth *= against / (areas + against)
    # on one point: side by side, in their order
    level = np.where(np.arange(len(discs))[:, None] < np.arange(len(others)), -1.0, 1.0)
    right = np.where(distance > _POINT, away[..., 0] / np.maximum(distance, _POINT), level)
    down = np.where(distance > _POINT, away[..., 1] / np.maximum(distance, _POINT), 0.0)
    return np.column_stack([(right * depth).sum(axis=1), (down * depth).sum(axis=1)])


def worst_pair(spots: Sequence[Spot]) -> Pair | None:
    """The two crowds that lie deepest on each other, the larger first; None where all are apart."""
    crowds = [spot for spot in spots if spot.members]
    worst, found = _TOUCH, None
    for number, spot in enumerate(crowds):
        for other in crowds[number + 1 :]:
            depth = spot.radius + other.radius - hypot(spot.x - other.x, spot.y - other.y)
            if depth > worst:
                worst, found = depth, (spot, other)
    return found
