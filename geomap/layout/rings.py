"""Geometries in px as the rings and lines that a page's paths hold."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Geometry

from geomap.page import Ring


def rings_of(geometry: Geometry) -> tuple[Ring, ...]:
    """The rings of polygons, holes wound against their shells so that any fill rule leaves them open."""
    rings: list[Ring] = []
    for part in shapely.get_parts(geometry):
        if shapely.get_type_id(part) == shapely.GeometryType.POLYGON and not shapely.is_empty(part):
            shell, *holes = (shapely.get_coordinates(ring) for ring in shapely.get_rings(part))
            rings.append(_wound(shell, clockwise=False))
            rings.extend(_wound(hole, clockwise=True) for hole in holes)
    return tuple(rings)


def _wound(ring: Ring, *, clockwise: bool) -> Ring:
    return ring if shapely.is_ccw(shapely.linearrings(ring)) is not np.bool_(clockwise) else ring[::-1]


def lines_of(geometry: Geometry) -> tuple[Ring, ...]:
    """The line strings in a geometry."""
    parts = shapely.get_parts(geometry)
    kinds = shapely.get_type_id(parts)
    return tuple(
        shapely.get_coordinates(part)
        for part, kind in zip(parts, kinds, strict=True)
        if kind in (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING) and not shapely.is_empty(part)
    )
