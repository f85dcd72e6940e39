"""The shortest ways along the ground, and what is equally far from a place. Degrees, WGS 84, longitude first.

Geodesics of the ellipsoid: Karney, Algorithms for geodesics (Journal of Geodesy 87, 2013), as PROJ computes them.
"""

from __future__ import annotations

from functools import cache
from math import ceil, hypot, sqrt
from typing import TYPE_CHECKING

from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
    import pyproj
    import shapely
    from numpy.typing import NDArray
    from shapely import Geometry
else:  # a check of the config makes no marks
    np, pyproj, shapely = Later("numpy"), Later("pyproj"), Later("shapely")

_OFF_COURSE = 0.001  # degrees that an edge, straight in degrees, may be off the shortest way; 0.1 km
_MOST = 256  # pieces
_CORNERS = 180  # of a ring; its edges are within 0.02 % of its radius

Point = tuple[float, float]  # longitude, latitude


@cache
def _earth() -> pyproj.Geod:
    return pyproj.Geod(ellps="WGS84")


def way(start: Point, end: Point) -> Geometry:
    """The shortest way; across the antimeridian longitudes run on past 180."""
    turn = _turn(start[0], end[0])
    middle = _earth().npts(*start, *end, 1)[0]
    off = hypot(_turn(start[0] + turn / 2, middle[0]), middle[1] - (start[1] + end[1]) / 2)
    pieces = min(max(ceil(sqrt(off / _OFF_COURSE)), 1), _MOST)
    between = _earth().npts(*start, *end, pieces - 1) if pieces > 1 else []
    return shapely.linestrings(_running([start, *between, end]))


def ring(centre: Point, km: float) -> Geometry:
    """The line that is so far from a place; around a pole, or across the antimeridian, longitudes run on past 180."""
    bearings = np.linspace(0.0, 360.0, _CORNERS + 1)
    ones = np.ones_like(bearings)
    lon, lat, _ = _earth().fwd(centre[0] * ones, centre[1] * ones, bearings, 1000 * km * ones)
    return shapely.linestrings(_running(list(zip(lon.tolist(), lat.tolist(), strict=True))))


def _turn(start: float, end: float) -> float:
    """Degrees of longitude from one to another, the shorter way."""
    return (end - start + 180) % 360 - 180


def _running(points: list[Point]) -> NDArray[np.float64]:
    """The points, each at the longitude that is nearest to the one before it."""
    lon = np.array([point[0] for point in points])
    steps = (np.diff(lon) + 180) % 360 - 180
    return np.column_stack([lon[0] + np.concatenate([[0.0], np.cumsum(steps)]), [point[1] for point in points]])
