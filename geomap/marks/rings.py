"""Geometries in px as the rings and lines that a page's paths hold."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.page import Ring


def rings_of(geometry: Geometry) -> tuple[Ring, ...]:
    """The rings of polygons, holes wound against their shells so that any fill rule leaves them open."""
    parts = shapely.get_parts(geometry)
    rings, owner = shapely.get_rings(
        parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON], return_index=True
    )
    is_shell = np.diff(owner, prepend=-1) > 0
    is_wrong = shapely.is_ccw(rings) != is_shell
    points, ends = _positions(rings)
    return tuple(
        points[begin:end][::-1] if wrong else points[begin:end]
        for (begin, end), wrong in zip(pairwise(ends), is_wrong.tolist(), strict=True)
    )


def _positions(lines: NDArray[np.object_]) -> tuple[Ring, list[int]]:
    """The positions of lines one after another, and where each begins and the last ends."""
    ends = np.cumsum(shapely.get_num_coordinates(lines))
    return shapely.get_coordinates(lines), [0, *ends.tolist()]


def lines_of(geometry: Geometry) -> tuple[Ring, ...]:
    """The line strings in a geometry."""
    parts = shapely.get_parts(geometry)
    kinds = shapely.get_type_id(parts)
    is_line = (kinds == shapely.GeometryType.LINESTRING) | (kinds == shapely.GeometryType.LINEARRING)
    points, ends = _positions(parts[is_line & ~shapely.is_empty(parts)])
    return tuple(points[begin:end] for begin, end in pairwise(ends))


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
