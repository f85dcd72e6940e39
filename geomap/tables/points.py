"""Geometries as the positions of units."""

from __future__ import annotations

import shapely
from shapely import Geometry

from geomap.tables.options import Position


def position_of(geometry: Geometry | None) -> Position | str | None:
    """Latitude and longitude of a point; what the geometry is where that is no single point."""
    if geometry is None or shapely.is_empty(geometry):
        return None
    parts = shapely.get_parts(geometry)
    if len(parts) == 1 and shapely.get_type_id(parts[0]) == shapely.GeometryType.POINT:
        return float(shapely.get_y(parts[0])), float(shapely.get_x(parts[0]))
    return str(geometry.geom_type)
