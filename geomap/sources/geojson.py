"""GeoJSON (RFC 7946): longitude, latitude in degrees, WGS 84."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely
from shapely import Geometry
from shapely.errors import ShapelyError

from geomap.errors import LayerError, Problem


def read_features(path: Path) -> list[tuple[Geometry, dict[str, Any]]]:
    """All features of a FeatureCollection, a Feature or a bare geometry."""
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


def _feature(feature: Any, path: Path) -> tuple[Geometry, dict[str, Any]]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if geometry is None:
        raise LayerError(Problem(file=str(path), text="holds a feature without a geometry"))
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (ShapelyError, ValueError) as error:
        raise LayerError(Problem(file=str(path), text="holds a geometry that is not GeoJSON")) from error
    if shapely.is_empty(shape):
        raise LayerError(Problem(file=str(path), text="holds a feature with an empty geometry"))
    west, south, east, north = shapely.bounds(shape)
    if west < -180.001 or east > 180.001 or south < -90.001 or north > 90.001:
        raise LayerError(
            Problem(
                file=str(path),
                text=f"holds coordinates outside the globe, such as {east:.0f}, {north:.0f}",
                hint="GeoJSON is in degrees, longitude first; these look like metres (EPSG:3857?)",
            )
        )
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise LayerError(Problem(file=str(path), text="holds a feature whose properties are not a mapping"))
    return shape, properties
