"""Degrees to px: the projection of a view and its fit into a frame. The only module that knows pyproj."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log2

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from shapely import Geometry

from geomap.page import Box
from geomap.scene import Bounds

_EDGE_POINTS = 41  # per side of the bounds: straight edges in degrees are curves on the page
_HALF_WORLD = 179.99  # degrees: a map of the world ends just before its seam, opposite to its middle
_GEOD = Geod(ellps="WGS84")


def longitude_span(bounds: Bounds) -> float:
    """Degrees from west to east, going east; bounds may cross the antimeridian (west > east)."""
    west, _, east, _ = bounds
    return east - west if east > west else east - west + 360


def mid_longitude(bounds: Bounds) -> float:
    """The meridian in the middle of the view, in -180..180."""
    middle = bounds[0] + longitude_span(bounds) / 2
    return _wrapped(middle)


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


def _outline(bounds: Bounds) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of points along the edges and the middle lines of the bounds."""
    west, south, _, north = bounds
    lon = west + np.linspace(0, longitude_span(bounds), _EDGE_POINTS)
    lat = np.linspace(south, north, _EDGE_POINTS)
    ends = (south, (south + north) / 2, north)
    sides = (lon[0], lon[_EDGE_POINTS // 2], lon[-1])
    lons = [lon] * len(ends) + [np.full_like(lat, side) for side in sides]
    lats = [np.full_like(lon, end) for end in ends] + [lat] * len(sides)
    return np.concatenate(lons), np.concatenate(lats)


@dataclass(frozen=True, slots=True)
class View:
    """A projection fitted into a frame: `scale` px per projected metre, and the projected point at px (0, 0)."""

    to_metres: Transformer
    frame: Box
    scale: float
    left: float
    top: float

    def to_px(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions on the page, shape (n, 2): x, y in px. Degrees in, WGS 84."""
        x, y = self.to_metres.transform(lon, lat)
        return np.column_stack([(np.asarray(x) - self.left) * self.scale, (self.top - np.asarray(y)) * self.scale])

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """One position on the page."""
        x, y = self.to_px(np.array([lon]), np.array([lat]))[0]
        return float(x), float(y)

    def geometry(self, geometry: Geometry) -> Geometry:
        """A geometry in degrees as one in px, clipped to the frame and a little beyond (strokes end outside)."""
        projected = shapely.transform(geometry, lambda xy: self.to_px(xy[:, 0], xy[:, 1]))
        if not shapely.is_valid(projected):  # edges that only touch in degrees may cross on the page
            projected = shapely.make_valid(projected, method="structure", keep_collapsed=False)
        frame = self.frame.grown(6)
        return shapely.clip_by_rect(projected, frame.x, frame.y, frame.right, frame.bottom)

    def shows(self, geometry: Geometry) -> bool:
        """Whether any of a geometry in degrees lies in the frame."""
        frame = self.frame
        return bool(
            shapely.intersects(self.geometry(geometry), shapely.box(frame.x, frame.y, frame.right, frame.bottom))
        )

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point on the page."""
        lon, lat = self.to_metres.transform(self.left + x / self.scale, self.top - y / self.scale, direction="INVERSE")
        return float(lon), float(lat)

    def to_degrees(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes of points on the page, shape (n, 2)."""
        lon, lat = self.to_metres.transform(self.left + x / self.scale, self.top - y / self.scale, direction="INVERSE")
        return np.column_stack([lon, lat])

    def has_pole(self, pole: float, within: Box) -> bool:
        """Whether a pole (latitude 90 or -90) is a point in a box of the page."""
        (x, y), (turned_x, _) = self.point(0.0, pole), self.point(120.0, pole)
        return abs(x - turned_x) < 1 and within.contains(Box(x, y, 0, 0))

    def scale_spread(self) -> float:
        """The largest over the smallest kilometres per px of the frame's centre, corners and edges."""
        frame = self.frame
        points = [
            (frame.x + frame.width * across, frame.y + frame.height * down)
            for across in (0.02, 0.5, 0.98)
            for down in (0.02, 0.5, 0.98)
        ]
        scales = [self.km_per_px(*point) for point in points if np.isfinite(self.degrees(*point)).all()]
        return max(scales) / min(scales)

    @property
    def nominal_km_per_px(self) -> float:
        """Kilometres of one px where the projection is true to scale."""
        return 0.001 / self.scale

    def km_per_px(self, x: float | None = None, y: float | None = None) -> float:
        """Kilometres on the ground of one px, east-west, at a point or at the centre of the frame."""
        if x is None or y is None:
            x, y = self.frame.centre
        (lon_1, lat_1), (lon_2, lat_2) = self.degrees(x - 5, y), self.degrees(x + 5, y)
        return float(_GEOD.inv(lon_1, lat_1, lon_2, lat_2)[2]) / 1000 / 10


def fitted_aspect(bounds: Bounds) -> float:
    """Height over width of the projected bounds."""
    width, height = _projected_size(bounds)[:2]
    return height / width


def _projected_size(bounds: Bounds) -> tuple[float, float, float, float, Transformer]:
    crs = choose_crs(bounds)
    transformer = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    x, y = transformer.transform(*_outline(bounds))
    return float(np.ptp(x)), float(np.ptp(y)), float(np.min(x)), float(np.max(y)), transformer


def fit(bounds: Bounds, frame: Box, inset: float = 0.0) -> View:
    """The view that shows all of `bounds` in `frame`, centred, as large as it goes, `inset` px off its edges."""
    width, height, min_x, max_y, transformer = _projected_size(bounds)
    inset = min(inset, 0.2 * min(frame.width, frame.height))
    scale = min((frame.width - 2 * inset) / width, (frame.height - 2 * inset) / height)
    left = min_x - frame.x / scale - (frame.width / scale - width) / 2
    top = max_y + frame.y / scale + (frame.height / scale - height) / 2
    return View(transformer, frame, scale, left, top)


def visible_bounds(view: View) -> Bounds:
    """Degrees that the frame shows, a little more on each side; west > east where it crosses the antimeridian."""
    frame = view.frame.grown(8)
    x = np.linspace(frame.x, frame.right, 25)
    y = np.linspace(frame.y, frame.bottom, 25)
    grid_x, grid_y = (axis.ravel() for axis in np.meshgrid(x, y))
    lon, lat = view.to_metres.transform(
        view.left + grid_x / view.scale, view.top - grid_y / view.scale, direction="INVERSE"
    )
    lon, lat = np.asarray(lon), np.asarray(lat)
    on_earth = np.isfinite(lon) & np.isfinite(lat)
    centre = view.degrees(*view.frame.centre)[0]
    offset = (lon[on_earth] - centre + 180) % 360 - 180
    west, east = centre + float(offset.min()), centre + float(offset.max())
    south, north = float(lat[on_earth].min()), float(lat[on_earth].max())
    poles = [pole for pole in (-90.0, 90.0) if view.has_pole(pole, frame)]
    if east - west > 350 or poles:
        west, east = centre - _HALF_WORLD, centre + _HALF_WORLD
    return _wrapped(west), min(south, *poles, 90.0), _wrapped(east), max(north, *poles, -90.0)


def union(bounds: Sequence[Bounds]) -> Bounds:
    """The bounds around all bounds, measured around the middle of the first; the whole world where they go round."""
    middle = mid_longitude(bounds[0])
    spans = [(_offset(box[0], middle), longitude_span(box)) for box in bounds]
    west = min(start for start, _ in spans)
    east = max(start + span for start, span in spans)
    south, north = min(box[1] for box in bounds), max(box[3] for box in bounds)
    if east - west >= 350:
        west, east = -_HALF_WORLD, _HALF_WORLD
    return (_wrapped(middle + west), south, _wrapped(middle + east), north)


def padded(bounds: Bounds, share: float) -> Bounds:
    """The bounds with a share of their spans added on each side, never round the world."""
    west, south, _, north = bounds
    span = longitude_span(bounds)
    aside = max(min(span * share, _HALF_WORLD - span / 2), 0.0)
    above = (north - south) * share
    east = west + span + aside
    return _wrapped(west - aside), max(south - above, -90.0), _wrapped(east), min(north + above, 90.0)


def snapped(bounds: Bounds) -> Bounds:
    """The bounds with their edges moved out to whole steps of a 16th to a 32nd of their span.

    So an artboard that is a little changed needs no other basemap, which would change all the others as well.
    """
    west, south, east, north = bounds
    span = longitude_span(bounds)
    if span > 2 * _HALF_WORLD - 10:
        return bounds
    step = 2.0 ** floor(log2(max(span, north - south) / 16))
    west, east = floor(west / step) * step, ceil((west + span) / step) * step
    if east - west >= 2 * _HALF_WORLD:
        return bounds
    return _wrapped(west), max(floor(south / step) * step, -90.0), _wrapped(east), min(ceil(north / step) * step, 90.0)


def _offset(lon: float, middle: float) -> float:
    return (lon - middle + 180) % 360 - 180


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180
