"""COMPOSE: on which ground the circles of a map lie, as far as that is known before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from geomap.compose.fineness import km_per_px_of
from geomap.compose.views import are_within, artboards_of, size_scale, view_bounds
from geomap.config import Config
from geomap.facts import Unit
from geomap.facts.columns import Floats, Rows
from geomap.loading import Later
from geomap.marks.size import SizeScale
from geomap.marks.style import symbol_factor
from geomap.measure import KM_PER_DEGREE
from geomap.scene import Artboard, Bounds

shores, waters = Later("geomap.ground.shores"), Later("geomap.ground.drained")

_EVERY = frozenset({"land", "water"})
_LEAST_REACH = 9.0  # px from the middle of a mark: of the largest that stands for no number


def grounds_of(config: Config, units: Rows[Unit], are_meant: Callable[[Unit], bool]) -> Collection[str]:
    """Which of `land` and `water` the circles of those units that `are_meant` by their side touch on any artboard.

    Both where the map has ground of its own, whose waters are not looked at, and where no such unit is in view.
    """
    if config.ground.all_files:
        return _EVERY
    bounds, scale = view_bounds(config, units), size_scale(config, units)
    boards, meant = artboards_of(config), units.where(are_meant, "side")
    found: set[str] = set()
    for board in boards:
        factor = symbol_factor(board.width, boards[0].width, scale.max_diameter)
        found.update(_below(config, meant, board, board.bounds or bounds, scale.scaled(factor)))
    return sorted(found) or _EVERY


def _below(config: Config, units: Rows[Unit], board: Artboard, bounds: Bounds, scale: SizeScale) -> Collection[str]:
    """What circles of one artboard touch. Those of a place are one, as large as all."""
    seen = are_within(units, bounds)
    if not seen.any():
        return ()
    spots, which = np.unique(np.column_stack(units.lat_lon)[seen], axis=0, return_inverse=True)
    sums = np.bincount(which.ravel(), weights=units.sizes[seen])
    px: Floats = np.maximum([scale.diameter(value) / 2 for value in sums.tolist()], _LEAST_REACH)
    reach = px * km_per_px_of(board, bounds) / KM_PER_DEGREE
    drained = waters.drained_on(config.as_of)
    found: Collection[str] = shores.grounds_below(*spots.T, reach, bounds, config.worldview, drained)
    return found
