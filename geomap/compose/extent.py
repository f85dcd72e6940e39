"""COMPOSE: how far the layers and the shown places of a map reach, for a view that is fitted to them too."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from shapely import Geometry

from geomap.compose.scene import marks_of
from geomap.compose.sides import sides_of
from geomap.compose.views import narrowest_span
from geomap.config import Config
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.scene import Area, Bounds, Line

_STEP = 5.0  # degrees between positions along an edge, of which the extent is asked


def extent_of(config: Config, units: Rows[Unit], geometries: Mapping[str, tuple[Geometry, ...]]) -> Bounds | None:
    """West, south, east, north around all layers and shown places; None where there are none. West <= east."""
    marks = marks_of(config, geometries, units, sides_of(config, units))
    shapes, points = [], []
    for mark in marks:
        if isinstance(mark, Area | Line):
            shapes.append(mark.geometry)
        else:
            points.append((mark.lon, mark.lat))
    along = shapely.get_coordinates(shapely.segmentize(shapes, _STEP)) if shapes else np.zeros((0, 2))
    positions = np.vstack([along, np.array(points).reshape(-1, 2)])
    if not len(positions):
        return None
    west, east = narrowest_span((positions[:, 0] + 180) % 360 - 180)
    south, north = positions[:, 1].min(), positions[:, 1].max()
    return west, float(south), east, float(north)
