"""Degrees to px: the projection of a view and its fit into a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, radians, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap import edges
from geomap.layout.view.bounds import HALF_WORLD, longitude_span, wrapped
from geomap.layout.view.crs import Projection, ground_metres, projection_for
from geomap.page import Box
from geomap.scene import Bounds

_EDGE_POINTS = 41  # per side of the bounds: straight edges in degrees are curves on the page
_MOST_OF_A_FRAME = 0.49  # of its shorter side: a larger circle cannot be shown whole
_UNSEEN = 0.1  # px that an edge may be off its course
_SHORT = 0.5  # of the length at which an edge, on a usual projection, bends by as much as that
_KM_OF_DEGREE = 111.2
_LEAST_SCALE = 1 / 6  # of that which shows the bounds alone: no circle is worth a smaller map

Reaches = NDArray[np.float64]  # (n, 3): longitude, latitude, and the px around it that a unit's marks take
NO_REACHES: Reaches = np.zeros((0, 3))


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

    projection: Projection
    frame: Box
    scale: float
    left: float
    top: float

    def to_px(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions on the page, shape (n, 2): x, y in px. Degrees in, WGS 84."""
        x, y = self.projection.metres(lon, lat)
        return np.column_stack([(x - self.left) * self.scale, (self.top - y) * self.scale])

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """One position on the page."""
        x, y = self.to_px(np.array([lon]), np.array([lat]))[0]
        return float(x), float(y)

    def geometry(self, geometry: Geometry) -> Geometry:
        """A geometry in degrees as `geometries` gives several."""
        return self.geometries([geometry])[0]

    def geometries(self, geometries: Sequence[Geometry]) -> list[Geometry]:
        """Geometries in degrees as ones in px, clipped to the frame and a little beyond (strokes end outside).

        Their edges are straight in degrees (RFC 7946, 3.1.1), and so curves on most maps. All are projected at once,
        as ground is hundreds of small ones.
        """
        px_per_degree = _KM_OF_DEGREE / self.nominal_km_per_px
        short = _SHORT * sqrt(_UNSEEN / radians(px_per_degree))
        given = np.fromiter(geometries, dtype=object, count=len(geometries))
        projected = edges.projected(given, lambda xy: self.to_px(xy[:, 0], xy[:, 1]), _UNSEEN, short)
        is_torn = ~shapely.is_valid(projected)  # edges that only touch in degrees may cross on the page
        projected[is_torn] = shapely.make_valid(projected[is_torn], method="structure", keep_collapsed=False)
        frame = self.frame.grown(6)
        seen: list[Geometry] = shapely.clip_by_rect(projected, frame.x, frame.y, frame.right, frame.bottom).tolist()
        return seen

    def shows(self, geometry: Geometry) -> bool:
        """Whether any of a geometry in degrees lies in the frame."""
        frame = self.frame
        return bool(
            shapely.intersects(self.geometry(geometry), shapely.box(frame.x, frame.y, frame.right, frame.bottom))
        )

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point on the page."""
        lon, lat = self.to_degrees(np.array([x]), np.array([y]))[0].tolist()
        return lon, lat

    def to_degrees(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes of points on the page, shape (n, 2)."""
        return np.column_stack(self.projection.degrees(self.left + x / self.scale, self.top - y / self.scale))

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
        return ground_metres(self.degrees(x - 5, y), self.degrees(x + 5, y)) / 1000 / 10


@dataclass(frozen=True, slots=True)
class _Extent:
    """What a view holds, in projected metres: the box of its bounds, and discs whose radius is px, as (n, 3)."""

    projection: Projection
    low: NDArray[np.float64]  # x, y
    high: NDArray[np.float64]
    discs: Reaches

    @classmethod
    def of(cls, bounds: Bounds, reaches: Reaches = NO_REACHES) -> _Extent:
        projection = projection_for(bounds)
        edge = np.column_stack(projection.metres(*_outline(bounds)))
        discs = np.column_stack([*projection.metres(reaches[:, 0], reaches[:, 1]), reaches[:, 2]])
        seen = discs[np.isfinite(discs).all(axis=1)]
        return cls(projection, edge.min(axis=0), edge.max(axis=0), seen)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the bounds."""
        width, height = (self.high - self.low).tolist()
        return width, height

    def spread(self, scale: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The corners of the box around all discs; of the bounds where there are none, and of both on a world map."""
        if not len(self.discs):
            return self.low, self.high
        centres, radii = self.discs[:, :2], self.discs[:, 2:] / scale
        low, high = (centres - radii).min(axis=0), (centres + radii).max(axis=0)
        if self.projection.is_world:  # its edges are seen, and stay in view
            return np.minimum(low, self.low), np.maximum(high, self.high)
        return low, high

    def scale(self, room: tuple[float, float]) -> float:
        """Px a metre at which bounds and discs fit into a width and a height."""
        most = min(room[0] / self.size[0], room[1] / self.size[1])
        low, high = most * _LEAST_SCALE, most
        if not len(self.discs) or self._fits(high, room):
            return high
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self._fits(middle, room) else (low, middle)
        return low

    def _fits(self, scale: float, room: tuple[float, float]) -> bool:
        low, high = self.spread(scale)
        return bool(((high - low) * scale <= room).all())


def fitted_aspect(bounds: Bounds, width: float = 0.0, reaches: Reaches = NO_REACHES) -> float:
    """Height over width of the projected bounds; with `reaches`, of a map of `width` px that shows them whole."""
    extent = _Extent.of(bounds, reaches)
    if not len(reaches):
        return extent.size[1] / extent.size[0]
    scale = extent.scale((width, inf))
    low, high = extent.spread(scale)
    return max(extent.size[1], float(high[1] - low[1])) * scale / width


def fit(bounds: Bounds, frame: Box, reaches: Reaches = NO_REACHES) -> View:
    """The view that shows all of `bounds` in `frame`, centred, as large as it goes.

    With `reaches` it is centred on them, and smaller where that shows them whole.
    """
    reaches = reaches.copy()
    reaches[:, 2] = np.minimum(reaches[:, 2], _MOST_OF_A_FRAME * min(frame.width, frame.height))
    extent = _Extent.of(bounds, reaches)
    scale = extent.scale((frame.width, frame.height))
    middle_x, middle_y = (np.add(*extent.spread(scale)) / 2).tolist()
    x, y = frame.centre
    return View(extent.projection, frame, scale, middle_x - x / scale, middle_y + y / scale)


def visible_bounds(view: View) -> Bounds:
    """Degrees that the frame shows, a little more on each side; west > east where it crosses the antimeridian."""
    frame = view.frame.grown(8)
    x = np.linspace(frame.x, frame.right, 25)
    y = np.linspace(frame.y, frame.bottom, 25)
    grid_x, grid_y = (axis.ravel() for axis in np.meshgrid(x, y))
    lon, lat = view.to_degrees(grid_x, grid_y).T
    on_earth = np.isfinite(lon) & np.isfinite(lat)
    centre = view.degrees(*view.frame.centre)[0]
    offset = (lon[on_earth] - centre + 180) % 360 - 180
    west, east = centre + float(offset.min()), centre + float(offset.max())
    south, north = float(lat[on_earth].min()), float(lat[on_earth].max())
    poles = [pole for pole in (-90.0, 90.0) if view.has_pole(pole, frame)]
    if east - west > 350 or poles:
        west, east = centre - HALF_WORLD, centre + HALF_WORLD
    return wrapped(west), min(south, *poles, 90.0), wrapped(east), max(north, *poles, -90.0)
