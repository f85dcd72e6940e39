"""Geometries across the antimeridian as people have them: cut there, running on past 180, or leaping to the other side.

Areas come out cut there (RFC 7946, 3.1.9), lines in one piece that may run on past 180.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.loading import Later
from geomap.scene.degrees import within_180

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
    from shapely import Geometry

    Points = NDArray[np.float64]  # shape (n, 2): longitude, latitude in degrees
else:  # a check of the config makes no geometries
    np, shapely = Later("numpy"), Later("shapely")

_HALF, _WHOLE = 180.0, 360.0
_EXACT = 1e-6  # degrees
_DOUBTFUL = 270.0  # degrees: a longer edge is surely one that leaps from one side to the other


def leaps(geometry: Geometry) -> bool:
    """Whether an edge is so long that it may be meant as it stands, or the shorter way across the antimeridian."""
    steps = [np.abs(np.diff(points[:, 0])) for points in _lines(geometry)]
    return any(((found > _HALF + _EXACT) & (found <= _DOUBTFUL)).any() for found in steps)


def continuous(geometry: Geometry) -> Geometry:
    """The geometry with edges that each take the shorter way round; areas cut at the antimeridian.

    An edge of the whole 360 degrees, as along the edge of a map of the world, stays what it is.
    """
    if not _is_concerned(geometry):
        return geometry
    parts = shapely.get_parts(geometry)
    if shapely.get_dimensions(geometry) == 2:
        found = [piece for part in parts for piece in shapely.get_parts(_area(part))]
        areas = [piece for piece in found if shapely.get_dimensions(piece) == 2 and not piece.is_empty]
        return areas[0] if len(areas) == 1 else shapely.multipolygons(areas)
    if shapely.get_dimensions(geometry) == 1:
        lines = [shapely.linestrings(_homed(_unwrapped(shapely.get_coordinates(part)))) for part in parts]
        return lines[0] if len(lines) == 1 else shapely.multilinestrings(lines)
    return shapely.transform(geometry, lambda at: np.column_stack([(at[:, 0] + _HALF) % _WHOLE - _HALF, at[:, 1]]))


def _lines(geometry: Geometry) -> list[Points]:
    parts = shapely.get_parts(geometry)
    if shapely.get_dimensions(geometry) == 2:
        parts = shapely.get_rings(parts)
    return [shapely.get_coordinates(part) for part in parts]


def _is_concerned(geometry: Geometry) -> bool:
    """Whether anything of it lies beyond 180, or leaps."""
    west, _, east, _ = shapely.bounds(geometry)
    if not east - west > _HALF:
        return bool(west < -_HALF or east > _HALF)
    return bool(west < -_HALF or east > _HALF) or any(
        (np.abs(np.diff(points[:, 0])) > _HALF + _EXACT).any() for points in _lines(geometry)
    )


def _unwrapped(points: Points) -> Points:
    """The same positions, each at the longitude that is nearest to the one before it."""
    steps = np.diff(points[:, 0])
    leap = (np.abs(steps) > _HALF + _EXACT) & (np.abs(steps) < _WHOLE - _EXACT)
    turns = np.where(leap, -_WHOLE * np.round(steps / _WHOLE), 0.0)
    lon = points[:, 0] + np.concatenate([[0.0], np.cumsum(turns)])
    return np.column_stack([lon, points[:, 1]])


def _homed(points: Points) -> Points:
    """The same line with its middle within -180..180."""
    lon = points[:, 0]
    turns = np.floor(((lon.min() + lon.max()) / 2 + _HALF) / _WHOLE)
    found: Points = points - [_WHOLE * turns, 0.0]
    return found


def _area(polygon: Geometry) -> Geometry:
    """A polygon's ground within -180..180, its holes taken out."""
    shell, *holes = (_ground(shapely.get_coordinates(ring)) for ring in shapely.get_rings(polygon))
    return shapely.difference(shell, shapely.union_all(holes)) if holes else shell


def _ground(ring: Points) -> Geometry:
    """What a ring encloses; of one that goes round the earth the ground from it to the nearer pole."""
    points = _unwrapped(ring)
    turn = points[-1, 0] - points[0, 0]
    if abs(turn) > _HALF:
        pole = 90.0 if points[:, 1].mean() > 0 else -90.0
        points = np.vstack([points, [points[-1, 0], pole], [points[0, 0], pole], points[:1]])
    shape = shapely.polygons(points)
    return within_180(shape if shapely.is_valid(shape) else shapely.make_valid(shape, method="structure"))
