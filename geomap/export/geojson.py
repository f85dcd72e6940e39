"""The units and layers as one GeoJSON FeatureCollection (RFC 7946): lon, lat in degrees, WGS 84."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import shapely

from geomap.export.rows import unit_row
from geomap.facts import Source
from geomap.scene import BASEMAP_ROLES, Area, Label, Line, Scene

_DECIMALS = 6  # of a degree; about 0.1 m, finer than any source


def export(scene: Scene) -> str:
    """A feature a line, so that a change of one unit is a change of one line."""
    features = [_unit_feature(row) for row in map(unit_row, scene.units)]
    marks: tuple[Line | Area, ...] = (*scene.areas, *scene.lines)
    features += [_layer_feature(mark) for mark in marks if mark.role not in BASEMAP_ROLES]
    features += [_label_feature(label) for label in scene.labels if label.extent is None]
    head = {
        "type": "FeatureCollection",
        "name": scene.name,
        "title": scene.title,
        "as_of": scene.as_of.isoformat() if scene.as_of else None,
        "worldview": scene.worldview,
        "notes": list(scene.notes),
        "sources": [_source(source) for source in scene.sources.values()],
    }
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in features)
    return f'{opening},\n "features": [\n{lines}\n]\n}}\n'


def _unit_feature(row: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(row["lon"], _DECIMALS), round(row["lat"], _DECIMALS)]}
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": {"kind": "unit", **row}}


def _layer_feature(mark: Line | Area) -> dict[str, Any]:
    geometry = json.loads(shapely.to_geojson(shapely.set_precision(mark.geometry, 10**-_DECIMALS)))
    kind = "line" if isinstance(mark, Line) else "area"
    properties = {"kind": kind, "id": mark.id, "role": mark.role, **mark.properties}
    if isinstance(mark, Line):
        properties |= {"approximate": mark.approximate, "callout": mark.callout or None}
    return {"type": "Feature", "id": mark.id, "geometry": geometry, "properties": properties}


def _label_feature(label: Label) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [label.lon, label.lat]}
    kind = "note" if label.style == "note" else "label"
    properties = {"kind": kind, "id": label.id, "style": label.style, "text": label.text, **label.properties}
    return {"type": "Feature", "id": label.id, "geometry": point, "properties": properties}


def _source(source: Source) -> dict[str, Any]:
    days = {name: day.isoformat() for name in ("published", "accessed") if (day := getattr(source, name))}
    return {name: value for name, value in (asdict(source) | days).items() if value}
