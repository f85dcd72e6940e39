"""Circles in an inset are whole: a detail shows a little more where its edge would cut those that it holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geomap.facts.columns import Rows
from geomap.layout.insets.box import Slot
from geomap.layout.units.positions import radii
from geomap.layout.view.projection import Reaches, fit
from geomap.marks.size import SizeScale
from geomap.scene import Bounds, Symbol

LARGEST_GROWTH = 1.4  # times the ground of its bounds that a detail shows at most, each way, so that no circle is cut
_EDGE_ROOM = 3.0  # px between a circle and the edge


def with_whole_circles(slot: Slot, symbols: Rows[Symbol], scale: SizeScale) -> Slot:
    """The slot, its view so far that it shows the circles of all units in its bounds whole.

    As it was where that would make it much smaller: then its bounds are what the config wants to be seen.
    """
    inset, frame = slot.inset, slot.view.frame
    if inset.kind != "detail" or not symbols:
        return slot
    lat, lon = symbols.lat_lon
    west, south, east, north = inset.bounds
    within = np.flatnonzero((south <= lat) & (lat <= north) & ((lon - west) % 360 <= (east - west) % 360))
    if not len(within):
        return slot
    units = np.column_stack([lon, lat, radii(symbols, scale) + _EDGE_ROOM])[within]
    view = fit(inset.bounds, frame, np.vstack([units, _corners(inset.bounds)]))
    return replace(slot, view=view) if view.scale * LARGEST_GROWTH >= slot.view.scale else slot


def _corners(bounds: Bounds) -> Reaches:
    """The corners and sides of bounds as positions that take no room, so that all of the bounds stay in view."""
    west, south, east, north = bounds
    middle = west + (east - west) % 360 / 2
    return np.array([(lon, lat, 0.0) for lon in (west, middle, east) for lat in (south, (south + north) / 2, north)])
