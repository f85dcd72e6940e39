"""GeoJSON (RFC 7946): longitude, latitude in degrees, WGS 84. Checked without any library, so that a check is quick."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import LayerError, Problem
from geomap.loading import Later

if TYPE_CHECKING:
    from shapely import Geometry

shapely = Later("shapely")

_DEPTH = {  # of the lists around a geometry's positions
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
_FEWEST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}  # positions in a line or ring
_NOT_GEOJSON = "holds a geometry that is not GeoJSON"

Position = tuple[float, float]


def read_features(path: Path) -> list[tuple[Geometry, dict[str, Any]]]:
    """All features of a FeatureCollection, a Feature or a bare geometry."""
    features = _checked(path)
    try:
        return [(shapely.from_geojson(json.dumps(shape)), properties) for shape, properties in features]
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise LayerError(Problem(file=str(path), text=_NOT_GEOJSON)) from error


def read_kinds(path: Path) -> set[str]:
    """What the file holds, of `Point`, `LineString` and `Polygon`, checked without making geometries of it."""
    parts = (part for shape, _ in _checked(path) for part in shape.get("geometries", [shape]))
    return {part["type"].removeprefix("Multi") for part in parts}


def _checked(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Geometry and properties of every feature, as they stand in the file. Raises LayerError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LayerError(Problem(file=str(path), text=f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        raise LayerError(Problem(file=str(path), text="is not UTF-8 text")) from error
    except (json.JSONDecodeError, RecursionError) as error:
        line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
        raise LayerError(Problem(file=str(path), line=line, column=column, text="is not JSON")) from error
    return [_feature(feature, path) for feature in _features(data, path)]


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
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise LayerError(Problem(file=str(path), text=_NOT_GEOJSON)) from error
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
        raise LayerError(
            Problem(
                file=str(path),
                text=f"holds coordinates outside the globe, such as {max(lons):.0f}, {max(lats):.0f}",
                hint="GeoJSON is in degrees, longitude first; these look like metres (EPSG:3857?)",
            )
        )


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
            raise ValueError("a ring that is not closed")
        yield line


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
