"""Which positions lie in a country, or near it, as 1:10m has its land under any worldview."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.ground import store
from geomap.ground.disputed import CONTESTED
from geomap.ground.reader import areas
from geomap.ground.store import UNITS_PER_DEGREE
from geomap.measure import EARTH_RADIUS_KM

# Ground that has a code of its own in ISO 3166-1 and is stated under that of the country that it belongs to as well.
_TERRITORIES = {
    "AU": ("CC", "CX", "HM", "NF"),
    "CN": ("HK", "MO"),
    "DK": ("FO", "GL"),
    "FI": ("AX",),
    "FR": ("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"),
    "GB": ("AI", "BM", "FK", "GG", "GI", "GS", "IM", "IO", "JE", "KY", "MS", "PN", "SH", "TC", "VG"),
    "NL": ("AW", "BQ", "CW", "SX"),
    "NO": ("BV", "SJ"),
    "NZ": ("CK", "NU", "TK"),
    "US": ("AS", "GU", "MP", "PR", "UM", "VI"),
}

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = frozenset[int]


def numbers_of(country: str) -> Numbers:
    """The areas of a country and its territories, by its ISO alpha-2; none where the basemap draws none."""
    codes = (country, *_TERRITORIES.get(country, ()))
    return frozenset(number for number, row in enumerate(areas()) if row["iso_a2"] in codes)


def are_contested(lat: Floats, lon: Floats, country: str) -> Flags:
    """Which positions lie where it is nobody's business which country they are said to be in, where this one is."""
    found = np.zeros(len(lat), dtype=bool)
    for west, south, east, north in (box for row in CONTESTED if country in row.countries for box in row.boxes):
        found |= (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    return found


def all_numbers() -> Numbers:
    """All land."""
    return frozenset(range(len(areas())))


def lie_in(lat: Floats, lon: Floats, numbers: Numbers) -> Flags:
    """Which positions, in degrees, lie in any of these areas."""
    found = np.zeros(len(lat), dtype=bool)
    data = store.read("10m")
    boxes = data.part_box / UNITS_PER_DEGREE
    own = np.isin(data.part_area, sorted(numbers))
    for turn in (0.0, 360.0, -360.0):  # rings across the antimeridian run on past 180
        x = lon + turn
        for part in np.flatnonzero(own & _reach(boxes, x, lat)).tolist():
            west, south, east, north = boxes[part]
            near = np.flatnonzero(~found & (west <= x) & (x <= east) & (south <= lat) & (lat <= north))
            if len(near):
                found[near] = shapely.intersects_xy(_polygon(part), x[near], lat[near])
    return found


def _reach(boxes: Floats, lon: Floats, lat: Floats) -> Flags:
    """Which boxes may hold one of the positions, as they reach into the box around all of these."""
    west, south, east, north = boxes.T
    is_near: Flags = (west <= lon.max()) & (lon.min() <= east) & (south <= lat.max()) & (lat.min() <= north)
    return is_near


def km_from(lat: float, lon: float, numbers: Numbers) -> float:
    """How far a position outside of these areas is from the nearest of them, in km, to some km."""
    outline = np.radians(np.concatenate([_outline(number) for number in sorted(numbers)]))
    phi, theta, half = np.radians(lat), outline[:, 1], (outline[:, 0] - np.radians(lon)) / 2
    chord = np.sin((theta - phi) / 2) ** 2 + np.cos(phi) * np.cos(theta) * np.sin(half) ** 2
    return float(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord.min(), 0, 1))))


@cache
def _outline(number: int) -> Floats:
    """Longitudes and latitudes of the corners of an area, and of points between those far apart."""
    data = store.read("10m")
    parts = np.flatnonzero(data.part_area == number).tolist()
    rings = [shapely.linearrings(ring / UNITS_PER_DEGREE) for part in parts for ring in data.rings(part)]
    found: Floats = shapely.get_coordinates(shapely.segmentize(rings, 0.05))
    return found


@cache
def _polygon(part: int) -> Geometry:
    shell, *holes = (ring / UNITS_PER_DEGREE for ring in store.read("10m").rings(part))
    polygon = shapely.Polygon(shell, holes)
    shapely.prepare(polygon)
    return polygon
