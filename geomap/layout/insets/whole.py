"""Circles in an inset are whole: a detail shows a little more where its edge would cut those that it holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geomap.facts.columns import Rows
from geomap.layout.insets.box import Slot
from geomap.layout.units.positions import radii
from geomap.layout.view.projection import fit
from geomap.layout.view.whole import whole_reaches
from geomap.marks.size import SizeScale
from geomap.scene import Symbol

LARGEST_GROWTH = 1.4  # times the ground of its bounds that a detail shows at most, each way, so that no circle is cut
_EDGE_ROOM = 3.0  # px between a circle and the edge


def with_whole_circles(slot: Slot, symbols: Rows[Symbol], scale: SizeScale) -> Slot:
    """The slot, its view so far that it shows the circles of all units in its bounds whole."""
    inset, frame = slot.inset, slot.view.frame
    if inset.kind != "detail" or not symbols:
        return slot
    lat, lon = symbols.lat_lon
    circles = np.column_stack([lon, lat, radii(symbols, scale) + _EDGE_ROOM])
    reaches = whole_reaches(inset.bounds, frame, circles, LARGEST_GROWTH)
    return replace(slot, view=fit(inset.bounds, frame, reaches)) if len(reaches) else slot
