"""The window that a view looks through, and what of a shape lies in it. Degrees, WGS 84, lon before lat."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from geomap.ground.store import UNITS_PER_DEGREE, Array
from geomap.scene import Bounds

TURN = 360.0
_POLAR = 85.0  # degrees of latitude
_ROUND_POLE = 3.0  # degrees between the points of such an edge


@dataclass(frozen=True, slots=True)
class Window:
    """West to east in one continuous range: east may pass 180. Never wider than one turn, never beyond the poles."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, bounds: Bounds, margin: float = 0.0) -> Window:
        """`bounds` with `margin` of its spans added on each side; west > east looks across the antimeridian."""
        west, south, east, north = bounds
        east += TURN if west > east else 0.0
        if not (np.isfinite(bounds).all() and -90 <= south < north <= 90 and 0 < east - west <= TURN):
            raise ValueError(f"not west, south, east, north in degrees: {bounds}")
        aside = min((east - west) * margin, (TURN - (east - west)) / 2)
        above = (north - south) * margin
        return cls(west - aside, max(south - above, -90.0), east + aside, min(north + above, 90.0))

    @property
    def box(self) -> Bounds:
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north

    @property
    def is_around_pole(self) -> bool:
        """Whether its edge is a circle around a pole, which its corners alone do not draw."""
        return self.east - self.west > TURN / 2 and max(-self.south, self.north) > _POLAR

    @property
    def span(self) -> float:
        """The longer of width and height, degrees."""
        return max(self.east - self.west, self.north - self.south)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether a point of this range lies in the window."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def holds(self, box: Bounds) -> bool:
        """Whether a box of this range lies wholly in the window."""
        return self.contains(*box[:2]) and self.contains(*box[2:])

    def lon(self, lon: float) -> float:
        """The same meridian, within half a turn of the window's middle."""
        middle = (self.west + self.east) / 2
        return lon - TURN * round((lon - middle) / TURN)

    def hits(self, boxes: Array) -> Iterator[tuple[float, Array]]:
        """For each turn to shift by (degrees to add): which of `boxes` (units) then touch the window."""
        west, south, east, north = (np.array(side) / UNITS_PER_DEGREE for side in boxes.T)
        least, most = math.floor(self.west / TURN - 0.6), math.ceil(self.east / TURN + 0.6)
        for shift in (TURN * turns for turns in range(least, most + 1)):
            inside = (west + shift < self.east) & (east + shift > self.west)
            found = np.flatnonzero(inside & (south < self.north) & (north > self.south))
            if len(found):
                yield shift, found

    def clip(self, shape: Geometry) -> Geometry:
        """The part of a polygon in the window, valid where the polygon is."""
        if self.holds(shape.bounds):
            return shape
        clipped = shapely.clip_by_rect(shape, self.west, self.south, self.east, self.north)
        if clipped.is_valid and clipped.geom_type != "GeometryCollection":
            return shapely.segmentize(clipped, _ROUND_POLE) if self.is_around_pole else clipped
        return only(shape.intersection(shapely.box(self.west, self.south, self.east, self.north)), shape)


def degrees(points: Array, shift: float = 0.0) -> Array:
    """Points in units to degrees, `shift` degrees further east."""
    return points / UNITS_PER_DEGREE + (shift, 0.0)


def only(shape: Geometry, like: Geometry) -> Geometry:
    """Of a mixed result, what has the dimension of `like`: an edge that touches the window is no area."""
    kept = [part for part in flat(shape) if shapely.get_dimensions(part) == shapely.get_dimensions(like)]
    return shapely.union_all(kept) if kept else shapely.GeometryCollection()


def flat(shape: Geometry) -> Iterable[Geometry]:
    """The single lines or polygons that a shape consists of."""
    return shapely.get_parts(shape).tolist() if hasattr(shape, "geoms") else [shape]
