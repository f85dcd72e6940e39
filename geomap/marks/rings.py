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


def generalised(lines: Geometry, tolerance: float) -> Geometry:
    """Lines without the bends that are finer than `tolerance`, in the lines' own units, and rounded."""
    parts = lines_of(shapely.simplify(lines, tolerance))
    return shapely.multilinestrings([shapely.linestrings(_smoothed(part)) for part in parts]) if parts else lines


def _smoothed(points: Ring) -> Ring:
    """Corners cut twice (Chaikin 1974); the ends stay."""
    for _ in range(2):
        before, after = points[:-1], points[1:]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1).reshape(-1, 2)
        points = np.vstack([points[:1], cut[1:-1], points[-1:]])
    return points
