"""READ GeoJSON points (RFC 7946), with the types that JSON gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geomap.files.apart.told import ToldError
from geomap.files.regular import bytes_of
from geomap.files.unfit import LARGEST, fault_of_json
from geomap.loading import Later
from geomap.tables.options import TOO_LARGE, Grid, Options, Position, headings_of, require_size, unreadable
from geomap.values.crs import other_system

gis, points = Later("geomap.files.gis"), Later("geomap.tables.points")  # most files are in degrees

_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks


def read(path: Path, file: str, options: Options) -> Grid:
    """A row a feature, counted from 1; its id is a column where no property has that name."""
    try:
        content = bytes_of(path, LARGEST)
        if wrong := fault_of_json(content, TOO_LARGE):
            raise unreadable(file, *wrong)
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text = "is in UTF-16" if content.startswith(_UTF16) else "is not UTF-8 text"
        raise unreadable(file, text, "save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise unreadable(file, f"is not JSON: {error}") from None
    except RecursionError:
        raise unreadable(file, "is nested too deeply") from None
    except ValueError:  # Python reads no integer of thousands of digits
        raise unreadable(file, "holds a number of thousands of digits") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise unreadable(file, "is not a GeoJSON FeatureCollection")
    require_size(file, 0, len(features))
    rows = [_properties(feature) for feature in features]
    headings = list(dict.fromkeys(name for row in rows for name in row))
    require_size(file, len(headings), len(rows))
    positions = [_position(feature.get("geometry")) for feature in features]
    if other_system(data):
        positions = _in_degrees(path, file, positions)
    columns = [[row.get(name) for row in rows] for name in headings]
    return Grid(headings, list(columns), range(1, len(rows) + 1), positions, stated=headings_of(rows))


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    stated = feature.get("properties")
    own = {"id": feature["id"]} if type(feature.get("id")) in (str, int) else {}
    return {**own, **(stated if isinstance(stated, dict) else {})}


def _in_degrees(path: Path, file: str, stated: Sequence[Position | str | None]) -> list[Position | str | None]:
    """The positions of a file that names another reference system, as GDAL reads them."""
    try:
        found = gis.read_layer(path, gis.layers_of(path)[0]).geometries
    except ToldError as error:
        raise unreadable(file, error.text, error.hint) from error
    if len(found) != len(stated):
        raise unreadable(file, "holds features that are not read in its reference system", "save it as EPSG:4326")
    moved = [points.position_of(shape) for shape in found]
    return [there if isinstance(there, str) else at for there, at in zip(stated, moved, strict=True)]


def _position(geometry: Any) -> Position | str | None:
    if geometry is None:
        return None
    match geometry:
        case {"type": "Point", "coordinates": [int() | float() as lon, int() | float() as lat, *_]}:
            return float(lat), float(lon)
        case {"type": str() as kind}:
            return kind
    return "something else"
