"""A point in the ground of a country or a region, for what is said of all of it. Degrees, WGS 84.

It is told in as few decimals as leave it well inside, so that it looks no more exact than it is: 51, 10 for Germany.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import shapely
from shapely import Geometry

from geomap.ground import region_store, store
from geomap.ground.disputed import WORLDVIEWS
from geomap.ground.reader import areas
from geomap.ground.store import UNITS_PER_DEGREE
from geomap.ground.window import TURN

Point = tuple[float, float]  # longitude, latitude

_OFF = 0.5  # of the way to the edge of the ground: so far a point may be off for having few decimals
_MOST_DECIMALS = 4
_TOLERANCE = 0.02  # of the size of a piece of ground: so exactly its middle is found


@cache
def country_point(iso_a2: str, worldview: str) -> Point:
    """Longitude and latitude of the middle of the largest piece of a country, as a worldview has it at 1:10m.

    A country that the worldview gives no ground has its point where the other one does.
    """
    number, row = next((number, row) for number, row in enumerate(areas()) if row["iso_a2"] == iso_a2)
    views = (worldview, *WORLDVIEWS)
    largest = max(next(filter(None, (_parts(number, view) for view in views))), key=_size)
    point = (float(row["lon"]), float(row["lat"]))
    return _plain(largest, point if _holds(largest, point) else _middle(largest))


@cache
def region_point(number: int) -> Point:
    """Longitude and latitude of the middle of a first-level region, by its row in the table of these."""
    row = region_store.table()[number]
    point = (float(row["lon"]), float(row["lat"]))
    data = region_store.read()
    faces = [_polygon(data.face(face)) for face in np.flatnonzero(data.face_region == number).tolist()]
    if not faces:
        return point
    around = next((face for face in faces if _holds(face, point)), None)
    largest = max(faces, key=_size)
    return _plain(around, point) if around is not None else _plain(largest, _middle(largest))


@cache
def regions_point(numbers: tuple[int, ...]) -> Point:
    """The same of several regions together."""
    data = region_store.read()
    rows = np.flatnonzero(np.isin(data.face_region, numbers)).tolist()
    whole = shapely.union_all([_polygon(data.face(face)) for face in rows])
    largest = max(shapely.get_parts(whole).tolist(), key=_size)
    return _plain(largest, _middle(largest))


def _parts(number: int, worldview: str) -> list[Geometry]:
    """The pieces of a country's ground in a worldview."""
    data, bit = store.read("10m"), WORLDVIEWS.index(worldview)
    own = (data.part_area == number) & (data.part_views >> bit & 1 == 1)
    return [_polygon(data.rings(part)) for part in np.flatnonzero(own).tolist()]


def _polygon(rings: Iterable[store.Array]) -> Geometry:
    shell, *holes = (ring / UNITS_PER_DEGREE for ring in rings)
    return shapely.Polygon(shell, holes)


def _size(piece: Geometry) -> float:
    """How large a piece is on the ground, in squares of a degree of latitude."""
    return float(shapely.area(_on_ground(piece, piece)))


def _on_ground(shape: Geometry, piece: Geometry) -> Geometry:
    """A shape with degrees of longitude as long as those of latitude are, in the middle of a piece of ground."""
    _, south, _, north = piece.bounds
    return shapely.transform(shape, lambda xy: xy * (np.cos(np.radians((south + north) / 2)), 1.0))


def _holds(piece: Geometry, point: Point) -> bool:
    """Whether a point lies in a piece, which may run on past 180."""
    return any(shapely.intersects_xy(piece, point[0] + turn, point[1]) for turn in (0.0, TURN, -TURN))


def _middle(piece: Geometry) -> Point:
    """The middle of the largest circle in a piece of ground."""
    ground = _on_ground(piece, piece)
    circle = shapely.maximum_inscribed_circle(ground, tolerance=_TOLERANCE * float(np.sqrt(shapely.area(ground))))
    (lon, lat) = shapely.get_coordinates(circle)[0] / _on_ground(shapely.Point(1, 1), piece).coords[0]
    return float(lon), float(lat)


def _plain(piece: Geometry, point: Point) -> Point:
    """A point in a piece of ground in as few decimals as leave it well inside; longitudes from -180 to 180."""
    lon, lat = point
    lon = next(lon + turn for turn in (0.0, TURN, -TURN) if shapely.intersects_xy(piece, lon + turn, lat))
    edge, here = _on_ground(piece.boundary, piece), _on_ground(shapely.Point(lon, lat), piece)
    reach = _OFF * float(shapely.distance(edge, here))
    for decimals in range(_MOST_DECIMALS):
        near = round(lon, decimals), round(lat, decimals)
        if shapely.distance(here, _on_ground(shapely.Point(near), piece)) <= reach:
            lon, lat = near
            break
    return lon - TURN * round(lon / TURN), lat
