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
from geomap.files.unfit import LARGEST, fault_of_json
from geomap.layer_files.bounds import FARTHEST, FEW, LESS, MOST_PIECES, MOST_POSITIONS
from geomap.loading import Later, load
from geomap.values.crs import other_system

if TYPE_CHECKING:
    from shapely import Geometry

shapely = Later("shapely")

_DEPTH = {  # of the lists around a geometry's positions
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
_FEWEST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}  # positions in a line or ring
_NOT_GEOJSON = "holds a geometry that is not GeoJSON"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks
_KNOWN = re.compile(r"EPSG:+(?:[0-9.]*:)?[0-9]+$", re.IGNORECASE)  # names of reference systems
_NEAR_NOWHERE = 0.01  # degrees from 0, 0, where degrees lie that are read as metres
_HALF_ROUND = 180.001  # degrees

_LEAST_AREA = 1e-9  # square degrees: ten metres by one
_CORNERS = 3  # different positions in a ring, at least

Position = tuple[float, float]


def read_features(path: Path) -> list[tuple[Geometry | None, dict[str, Any]]]:
    """All features of a FeatureCollection, a Feature or a bare geometry. One may have no geometry."""
    data = _data(path)
    if other_system(data):
        return _in_degrees(data, path)
    try:
        return [(_made(shape) if shape else None, properties) for shape, properties in _checked(data, path)]
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise LayerError(Problem(file=str(path), text=_NOT_GEOJSON)) from error


def _in_degrees(data: Any, path: Path) -> list[tuple[Geometry | None, dict[str, Any]]]:
    """The features of a file that names another reference system than degrees, as GeoJSON of before 2016 could."""
    name = other_system(data)
    if not _KNOWN.search(name):
        hint = "GeoJSON is in degrees, longitude first; save it again as EPSG:4326, or as a GeoPackage"
        raise LayerError(Problem(file=str(path), text=f"is in {quote(name)}", hint=hint))
    found: list[tuple[Geometry | None, dict[str, Any]]] = load("geomap.layer_files.gis:read_features")(path).features
    shapes = [shape for shape, _ in found if shape is not None]
    if shapes and _are_degrees(data, path) and abs(shapely.total_bounds(shapes)).max() < _NEAR_NOWHERE:
        text, hint = f"is in {quote(name)}, but its positions are degrees", 'take its "crs" out'
        raise LayerError(Problem(file=str(path), text=text, hint=hint))
    return found


def _are_degrees(data: Any, path: Path) -> bool:
    """Whether all positions could be degrees, and not all are near 0, 0."""
    shapes = [feature.get("geometry") for feature in _features(data, path) if isinstance(feature, dict)]
    positions = [at for shape in shapes if shape for line in _lines(shape) for at in line]
    return all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in positions) and any(
        abs(lon) > 1 or abs(lat) > 1 for lon, lat in positions
    )


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
    data = _data(path)
    shapes = [shape for shape, _ in _checked(data, path)] if not other_system(data) else [None]
    parts = [part for shape in shapes if shape for part in _single(shape)]
    if not all(shapes) or _is_much(parts) or any(_is_doubtful(part) for part in parts):
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
    return [len(line) for line in _rows(shape)]


def _rows(shape: dict[str, Any]) -> list[list[Any]]:
    """The positions of each line and ring of a geometry that is in order; of a point there is none."""
    lists = [shape["coordinates"]]
    for _ in range(_DEPTH[shape["type"]] - 1):
        lists = [inner for outer in lists for inner in outer]
    return lists if shape["type"] != "Point" else []


def _is_doubtful(shape: dict[str, Any]) -> bool:
    """Whether rings may be folded lines, or their holes all of them; whether an edge leads more than half round."""
    if any(abs(b[0] - a[0]) > _HALF_ROUND for line in _rows(shape) for a, b in pairwise(line)):
        return True
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape.get("coordinates")]
    return shape["type"].endswith("Polygon") and any(
        abs(_area(rings[0])) - sum(abs(_area(hole)) for hole in rings[1:]) < _LEAST_AREA for rings in polygons if rings
    )


def _area(ring: list[list[float]]) -> float:
    """In square degrees; of a ring that crosses itself less than it covers."""
    lon, lat = ring[0][:2] if ring else (0.0, 0.0)
    return sum((a[0] - lon) * (b[1] - lat) - (b[0] - lon) * (a[1] - lat) for a, b in pairwise(ring)) / 2


def _checked(data: Any, path: Path) -> list[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """Geometry and properties of every feature, as they stand in the file. Raises LayerError."""
    return [_feature(feature, path) for feature in _features(data, path)]


def _data(path: Path) -> Any:
    """What stands in the file. Raises LayerError where it is no JSON."""
    try:
        content = bytes_of(path, LARGEST)
        if wrong := fault_of_json(content, LESS):
            raise LayerError(Problem(file=str(path), text=wrong[0], hint=wrong[1]))
        return json.loads(content.decode("utf-8-sig"))
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


def _features(data: Any, path: Path) -> list[Any]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        return list(data["features"])
    if kind == "Feature":
        return [data]
    if kind:
        return [{"geometry": data, "properties": {}}]
    raise LayerError(Problem(file=str(path), text="is JSON, but not GeoJSON", hint='it has no "type"'))


def _feature(feature: Any, path: Path) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Its geometry, None where it has none, and its properties with its id, where none of them has that name."""
    if not isinstance(feature, dict):
        raise LayerError(Problem(file=str(path), text="holds a feature that is none"))
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise LayerError(Problem(file=str(path), text="holds a feature whose properties are not a mapping"))
    own = {"id": feature["id"]} if type(feature.get("id")) in (str, int, float) else {}
    return _geometry(feature.get("geometry"), path), {**own, **properties}


def _geometry(geometry: Any, path: Path) -> dict[str, Any] | None:
    """A geometry that is in order; None where there is none (RFC 7946, 3.2), or an empty one."""
    if geometry is None:
        return None
    try:
        positions = [position for lines in _lines(geometry) for position in lines]
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        reason = error.args[0] if isinstance(error, _ToldError) else ""
        raise LayerError(Problem(file=str(path), text=reason or _NOT_GEOJSON)) from error
    if not positions:
        return None
    _check_extent(positions, path)
    found: dict[str, Any] = geometry
    return found


def _check_extent(positions: list[Position], path: Path) -> None:
    lons, lats = zip(*positions, strict=True)
    if min(lons) < -FARTHEST or max(lons) > FARTHEST or min(lats) < -90.001 or max(lats) > 90.001:
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
