"""GeoJSON (RFC 7946): longitude, latitude in degrees, WGS 84. Checked without any library, so that a check is quick."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import LayerError, Problem, quote
from geomap.files.regular import bytes_of
from geomap.files.unfit import LARGEST
from geomap.layer_files.bounds import FEW, MOST_PIECES, MOST_POSITIONS
from geomap.loading import Later

if TYPE_CHECKING:
    from shapely import Geometry

shapely = Later("shapely")

_DEPTH = {  # of the lists around a geometry's positions
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
_FEWEST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}  # positions in a line or ring
_NOT_GEOJSON = "holds a geometry that is not GeoJSON"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks
_DEGREES = re.compile(r"CRS84|EPSG:+(?:[0-9.]*:)?4326$", re.IGNORECASE)  # names of longitude and latitude, WGS 84

_LEAST_AREA = 1e-9  # square degrees: ten metres by one
_CORNERS = 3  # different positions in a ring, at least

Position = tuple[float, float]


def read_features(path: Path) -> list[tuple[Geometry, dict[str, Any]]]:
    """All features of a FeatureCollection, a Feature or a bare geometry."""
    features = _checked(path)
    try:
        return [(_made(shape), properties) for shape, properties in features]
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise LayerError(Problem(file=str(path), text=_NOT_GEOJSON)) from error


def _made(shape: dict[str, Any]) -> Geometry:
    try:
        return shapely.from_geojson(json.dumps(shape))
    except shapely.errors.ShapelyError:  # of positions with more than a height
        return shapely.from_geojson(json.dumps(_flat(shape)))


def _flat(shape: Any) -> Any:
    """Longitude and latitude alone of every position."""
    if isinstance(shape, dict):
        return {key: _flat(shape[key]) for key in ("type", "coordinates", "geometries") if key in shape}
    if isinstance(shape, list):
        return shape[:2] if shape and isinstance(shape[0], int | float) else [_flat(part) for part in shape]
    return shape


def read_kinds(path: Path) -> set[str] | None:
    """What the file holds, of `Point`, `LineString` and `Polygon`, checked without making geometries of it.

    None where that takes geometries: of a polygon that may have no area, of much that may be too much.
    """
    parts = [part for shape, _ in _checked(path) for part in _single(shape)]
    if _is_much(parts) or any(_is_doubtful(part) for part in parts):
        return None
    return {part["type"].removeprefix("Multi") for part in parts}


def _single(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The geometries in a collection, be it in another."""
    if shape["type"] != "GeometryCollection":
        yield shape
        return
    for part in shape["geometries"]:
        yield from _single(part)


def _is_much(parts: list[dict[str, Any]]) -> bool:
    """Whether a layer may hold more than can be drawn."""
    sizes = [(part["type"].endswith("Polygon"), _sizes(part)) for part in parts]
    of_areas, all_of_it = (sum(sum(lines) for is_area, lines in sizes if is_area or every) for every in (False, True))
    return of_areas > FEW or sum(len(lines) for _, lines in sizes) > MOST_PIECES or all_of_it > MOST_POSITIONS


def _sizes(shape: dict[str, Any]) -> list[int]:
    """How many positions are in each line and ring of a geometry that is in order."""
    lists = [shape["coordinates"]]
    for _ in range(_DEPTH[shape["type"]] - 1):
        lists = [inner for outer in lists for inner in outer]
    return [len(line) for line in lists]


def _is_doubtful(shape: dict[str, Any]) -> bool:
    """Whether rings may be folded lines, or their holes all of them."""
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape.get("coordinates")]
    return shape["type"].endswith("Polygon") and any(
        abs(_area(rings[0])) - sum(abs(_area(hole)) for hole in rings[1:]) < _LEAST_AREA for rings in polygons if rings
    )


def _area(ring: list[list[float]]) -> float:
    """In square degrees; of a ring that crosses itself less than it covers."""
    lon, lat = ring[0][:2] if ring else (0.0, 0.0)
    return sum((a[0] - lon) * (b[1] - lat) - (b[0] - lon) * (a[1] - lat) for a, b in pairwise(ring)) / 2


def _checked(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Geometry and properties of every feature, as they stand in the file. Raises LayerError."""
    try:
        content = bytes_of(path, LARGEST)
        data = json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise LayerError(Problem(file=str(path), text=f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        text = "is in UTF-16" if content.startswith(_UTF16) else "is not UTF-8 text"
        raise LayerError(Problem(file=str(path), text=text, hint="save it as UTF-8")) from error
    except json.JSONDecodeError as error:
        hint = "it is a web page; was an error page saved in its place?" if content.lstrip()[:1] == b"<" else ""
        found = Problem(file=str(path), line=error.lineno, column=error.colno, text="is not JSON", hint=hint)
        raise LayerError(found) from error
    except RecursionError as error:
        raise LayerError(Problem(file=str(path), text="is nested too deeply")) from error
    except ValueError as error:  # Python reads no integer of thousands of digits
        raise LayerError(Problem(file=str(path), text="holds a number of thousands of digits")) from error
    _check_crs(data, path)
    return [_feature(feature, path) for feature in _features(data, path)]


def _check_crs(data: Any, path: Path) -> None:
    """GeoJSON of before 2016 could name another reference system; drawn as degrees it would be a wrong map."""
    crs = data.get("crs") if isinstance(data, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and not _DEGREES.search(name):
        hint = "GeoJSON is in degrees, longitude first; save it again as EPSG:4326, or as a GeoPackage"
        raise LayerError(Problem(file=str(path), text=f"is in {quote(name)}", hint=hint))


def _features(data: Any, path: Path) -> list[Any]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        return list(data["features"])
    if kind == "Feature":
        return [data]
    if kind:
        return [{"geometry": data, "properties": {}}]
    raise LayerError(Problem(file=str(path), text="is JSON, but not GeoJSON", hint='it has no "type"'))


def _feature(feature: Any, path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if geometry is None:
        raise LayerError(Problem(file=str(path), text="holds a feature without a geometry"))
    try:
        positions = [position for lines in _lines(geometry) for position in lines]
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        reason = error.args[0] if isinstance(error, _ToldError) else ""
        raise LayerError(Problem(file=str(path), text=reason or _NOT_GEOJSON)) from error
    if not positions:
        raise LayerError(Problem(file=str(path), text="holds a feature with an empty geometry"))
    _check_extent(positions, path)
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise LayerError(Problem(file=str(path), text="holds a feature whose properties are not a mapping"))
    return geometry, properties


def _check_extent(positions: list[Position], path: Path) -> None:
    lons, lats = zip(*positions, strict=True)
    if min(lons) < -180.001 or max(lons) > 180.001 or min(lats) < -90.001 or max(lats) > 90.001:
        far = max(abs(value) for axis in (lons, lats) for value in axis)
        seems = "latitude and longitude look swapped" if far <= 360 else "these look like metres (EPSG:3857?)"
        text = f"holds coordinates outside the globe, such as {max(lons):.0f}, {max(lats):.0f}"
        raise LayerError(Problem(file=str(path), text=text, hint=f"GeoJSON is in degrees, longitude first; {seems}"))


def _lines(geometry: Any) -> Iterator[list[Position]]:
    """The positions of a geometry, line by line and ring by ring. Raises ValueError, TypeError or KeyError."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _lines(part)
        return
    kind = geometry["type"]
    lists = [geometry["coordinates"]]
    for _ in range(_DEPTH[kind] - 1):
        lists = [inner for outer in lists for inner in _listed(outer)]
    for found in lists:
        line = [_position(point) for point in ([found] if kind == "Point" and found else _listed(found))]
        if line and len(line) < _FEWEST.get(kind, 1):
            raise ValueError(f"a {kind} of {len(line)} positions")
        if line and kind.endswith("Polygon") and line[0] != line[-1]:
            raise _ToldError("holds a ring that is not closed: its last position is not its first")
        if line and kind.endswith("Polygon") and len(set(line)) < _CORNERS:
            raise _ToldError("holds a ring without an area")
        yield line


class _ToldError(ValueError):
    """What is wrong with a geometry, in words for the user."""


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


def _position(value: Any) -> Position:
    """Longitude and latitude; a height is not read."""
    lon, lat = _listed(value)[:2]
    if not (type(lon) in (int, float) and type(lat) in (int, float) and isfinite(lon) and isfinite(lat)):
        raise TypeError(f"{value!r} is no position")
    return lon, lat
