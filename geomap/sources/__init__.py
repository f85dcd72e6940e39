"""READ layer files: geometry in degrees, WGS 84, whatever the file's own reference system."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely
from shapely import Geometry

from geomap.config import Config
from geomap.errors import LayerError, Problem
from geomap.layer_kinds import FileRow
from geomap.loading import load

# GeoJSON is always in degrees (RFC 7946), so it needs no GIS library; everything else goes through geopandas.
_READERS = {".geojson": "geomap.sources.geojson:read_features", ".json": "geomap.sources.geojson:read_features"}
_ANY = "geomap.sources.gis:read_features"

Feature = tuple[Geometry, dict[str, Any]]


def read_features(path: Path) -> list[Feature]:
    """Geometries in degrees (lon, lat) and their properties. Raises LayerError."""
    reader: Callable[[Path], list[Feature]] = load(_READERS.get(path.suffix.lower(), _ANY))
    return reader(path)


def read_layers(config: Config) -> dict[str, tuple[Geometry, ...]]:
    """The geometries of every layer that has a file, by layer id. Raises LayerError with all problems."""
    geometries: dict[str, tuple[Geometry, ...]] = {}
    problems = []
    for index, layer in enumerate(config.layers):
        if not isinstance(layer, FileRow) or not layer.file:
            continue
        try:
            found = tuple(_valid(geometry) for geometry, _ in read_features(config.folder / layer.file))
        except LayerError as error:
            problems += [config.problem(("layers", index, "file"), **_said(layer.file, p)) for p in error.problems]
            continue
        kinds = {shapely.get_type_id(part) for geometry in found for part in shapely.get_parts(geometry)}
        if not kinds & _WANTED[layer.kind]:
            problems.append(
                config.problem(("layers", index, "file"), text=f"{layer.file} holds no {_SHAPE[layer.kind]}")
            )
        geometries[layer.id] = found
    if problems:
        raise LayerError(problems)
    return geometries


def _said(file: str, problem: Problem) -> dict[str, str]:
    """A problem of a layer file, to be told at the place of the config that names the file."""
    place = ":".join(str(part) for part in (file, problem.line, problem.column) if part)
    return {"text": f"{place} {problem.message}", "hint": problem.hint}


_LINES = {shapely.GeometryType.LINESTRING}
_WANTED = {"line": _LINES, "arrow": _LINES, "area": {shapely.GeometryType.POLYGON}}
_SHAPE = {"line": "line", "arrow": "line", "area": "polygon"}


def _valid(geometry: Geometry) -> Geometry:
    """Rings that cross themselves cut into ones that do not; the area stays."""
    return geometry if shapely.is_valid(geometry) else shapely.make_valid(geometry)
