"""The units and layers as one GeoJSON FeatureCollection (RFC 7946): lon, lat in degrees, WGS 84."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry.polygon import orient

from geomap.players.row_changes import move_lines, move_row, scene_rows
from geomap.players.rows import kind_of, label_row, mark_row, pieces_of, source_rows
from geomap.scene import Area, Label, Line, Scene
from geomap.scene.degrees import within_180

_DECIMALS = 6  # of a degree; about 0.1 m, finer than any source


def export(scene: Scene) -> str:
    """A feature a line, so that a change of one unit is a change of one line."""
    features = [_unit_feature(row) for row in scene_rows(scene)]
    features += [_feature(line, {"kind": "move", **move_row(line)}, line.geometry) for line in move_lines(scene)]
    marks: tuple[Line | Area, ...] = (*scene.areas, *scene.lines)
    features += [feature for mark in marks for feature in _layer_features(mark)]
    features += [_label_feature(label) for label in scene.labels]
    head = {
        "type": "FeatureCollection",
        "name": scene.name,
        "title": scene.title,
        "as_of": scene.as_of.isoformat() if scene.as_of else None,
        "worldview": scene.worldview,
        "notes": list(scene.notes),
        "sources": [{name: value for name, value in row.items() if value} for row in source_rows(scene)],
    }
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in features)
    return f'{opening},\n "features": [\n{lines}\n]\n}}\n'


def _unit_feature(row: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(row["lon"], _DECIMALS), round(row["lat"], _DECIMALS)]}
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": {"kind": "unit", **row}}


def _layer_features(mark: Line | Area) -> Iterator[dict[str, Any]]:
    """One a feature of the layer; the second and later ones have a number in the id of the feature."""
    for number, piece in enumerate(pieces_of(mark), 1):
        rounded = shapely.set_precision(within_180(piece), 10**-_DECIMALS)
        yield _feature(mark, {"kind": kind_of(mark), **mark_row(mark)}, _wound(rounded), number)


def _feature(
    mark: Line | Area, properties: dict[str, Any], geometry: shapely.Geometry, number: int = 1
) -> dict[str, Any]:
    shape = json.loads(shapely.to_geojson(geometry))
    name = mark.id if number == 1 else f"{mark.id}-{number}"
    return {"type": "Feature", "id": name, "geometry": shape, "properties": properties}


def _wound(geometry: shapely.Geometry) -> shapely.Geometry:
    """Shells against the clock and holes with it, as the standard wants them."""
    if shapely.get_dimensions(geometry) < 2:
        return geometry
    parts = [orient(part) if isinstance(part, shapely.Polygon) else part for part in shapely.get_parts(geometry)]
    return parts[0] if len(parts) == 1 else type(geometry)(parts)


def _label_feature(label: Label) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [label.lon, label.lat]}
    properties = {"kind": kind_of(label), **label_row(label)}
    return {"type": "Feature", "id": label.id, "geometry": point, "properties": properties}
