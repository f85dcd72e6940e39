"""Degrees to metres: the projection that suits a view. The only module of the layout that knows pyproj."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from geomap.layout.view.bounds import longitude_span, mid_longitude
from geomap.scene import Bounds

_GEOD = Geod(ellps="WGS84")
_VIEWS = 16  # whose projections are kept, as a map and its insets have the same on each artboard
_MANY = 5000  # positions, from which on it is worth while to keep what they are

WORLD = 2 * 6378137.0 * np.pi  # metres around the square world of maps on the web
_LAST_LATITUDE = 85.0511  # degrees, at which it ends
_ON_WEB: ContextVar[bool] = ContextVar("on_web", default=False)

Axis = NDArray[np.float64]


def choose_crs(bounds: Bounds) -> CRS:
    """A projection that suits the view, by its longitudes, and its latitudes as degrees from the equator.

    | longitudes | latitudes                      | projection                                            |
    | ---------- | ------------------------------ | ----------------------------------------------------- |
    | over 90    | all over 50, near a pole       | Lambert azimuthal equal-area on the pole              |
    | over 150   | all over 30, near a pole       | the same                                              |
    | 150 to 200 | all over 35                    | Lambert conformal conic                               |
    | over 150   | others                         | Equal Earth; also where more than 100 are in view     |
    | up to 150  | near a pole                    | Lambert azimuthal equal-area on the middle of the map |
    | up to 150  | middle under 12, or both sides | Mercator                                              |
    | up to 150  | others                         | Lambert conformal conic                               |

    The first row that fits decides. Near a pole is a middle beyond 66 or an edge beyond 84. The parallels of the conic
    lie one sixth inside the view. Which projection for which extent: Jenny, Adaptive Composite
    Map Projections (IEEE TVCG 18, 2012). Formulas: Snyder, Map Projections: A Working Manual (USGS PP 1395, 1987),
    p. 41, 104 and 182; Savric, Patterson and Jenny, The Equal Earth map projection (IJGIS 33, 2019).
    """
    _, south, _, north = bounds
    lon_0, lat_0 = mid_longitude(bounds), (south + north) / 2
    wide, span = longitude_span(bounds), north - south
    inner = 0.0 if south < 0 < north else min(abs(south), abs(north))
    outer = max(abs(south), abs(north))
    near_pole = abs(lat_0) > 66 or outer > 84
    conic = f"+proj=lcc +lat_0={lat_0} +lat_1={south + span / 6} +lat_2={north - span / 6}"
    if (wide > 90 and inner >= 50 and near_pole) or (wide > 150 and inner >= 30 and near_pole):
        definition = f"+proj=laea +lat_0={90 if lat_0 > 0 else -90}"
    elif 150 < wide <= 200 and inner >= 35:
        definition = conic
    elif wide > 150 or span > 100:
        definition = "+proj=eqearth"
    elif near_pole:
        definition = f"+proj=laea +lat_0={lat_0}"
    elif abs(lat_0) < 12 or south < 0 < north:
        definition = "+proj=merc"
    else:
        definition = conic
    return CRS.from_proj4(f"{definition} +lon_0={lon_0} +datum=WGS84 +units=m +no_defs")


class Projection:
    """Degrees on WGS 84 to metres and back. Where very many positions are is kept: one map is set out several times."""

    def __init__(self, bounds: Bounds, on_web: bool = False) -> None:
        self.is_of_web = on_web
        self.turned = on_web and bounds[0] > bounds[2]  # about the antimeridian
        crs = (
            CRS.from_proj4(f"+proj=webmerc +lon_0={180 if self.turned else 0} +datum=WGS84")
            if on_web
            else choose_crs(bounds)
        )
        operation = crs.coordinate_operation
        self.is_world = operation is not None and operation.method_name == "Equal Earth"
        self._transformer = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
        self._kept: tuple[Axis, Axis, tuple[Axis, Axis]] | None = None

    def metres(self, lon: Axis, lat: Axis) -> tuple[Axis, Axis]:
        """x and y of positions."""
        if self._kept and self._kept[0] is lon and self._kept[1] is lat:
            return self._kept[2]
        x, y = self._transformer.transform(
            lon, np.clip(lat, -_LAST_LATITUDE, _LAST_LATITUDE) if self.is_of_web else lat
        )
        found = np.asarray(x), np.asarray(y)
        if len(lon) >= _MANY:
            self._kept = lon, lat, found
        return found

    def degrees(self, x: Axis, y: Axis) -> tuple[Axis, Axis]:
        """Longitudes and latitudes of points."""
        lon, lat = self._transformer.transform(x, y, direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)


def projection_for(bounds: Bounds) -> Projection:
    """The projection that suits a view; within `on_web` that of maps on the web."""
    return _projection(bounds, _ON_WEB.get())


@lru_cache(_VIEWS)
def _projection(bounds: Bounds, on_web: bool) -> Projection:
    return Projection(bounds, on_web)


@contextmanager
def on_web() -> Iterator[None]:
    """Lay out in Web Mercator meanwhile, as what lies upon the tiles of others must be."""
    before = _ON_WEB.set(True)
    try:
        yield
    finally:
        _ON_WEB.reset(before)


def ground_metres(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Metres from one longitude and latitude to another along the ground."""
    return float(_GEOD.inv(*start, *end)[2])
