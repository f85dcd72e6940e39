"""Geometries in px as the rings and lines that a page's paths hold."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.page import Ring


def rings_of(geometry: Geometry) -> tuple[Ring, ...]:
    """The rings of polygons, holes wound against their shells so that any fill rule leaves them open."""
    parts = shapely.get_parts(geometry)
    polygons = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)]
    return pieces_of(shapely.get_rings(shapely.orient_polygons(polygons)))


def pieces_of(lines: NDArray[np.object_]) -> tuple[Ring, ...]:
    """The positions of lines or rings, of which there may be thousands."""
    points, which = shapely.get_coordinates(lines, return_index=True)
    ends = (np.flatnonzero(np.diff(which, append=-1)) + 1).tolist()
    return tuple(points[start:end] for start, end in zip([0, *ends], ends, strict=False))


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
