"""The scene as a GeoPackage (OGC 12-128r18, version 1.3): a table each for units, lines, areas, notes, labels, sources.

Each with geometries has a spatial index.

Written with SQLite alone, so that the same scene gives the same bytes: nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import Geometry

from geomap.players.gpkg_index import index
from geomap.players.gpkg_schema import SCHEMA, SYSTEMS, WGS84
from geomap.players.qgis import area_style, line_style, text_style, unit_style
from geomap.players.row_changes import move_lines, move_row, scene_columns, scene_rows
from geomap.players.rows import column_type, label_row, mark_row, pieces_of, source_rows
from geomap.scene import Label, Scene
from geomap.scene.degrees import within_180
from geomap.wording import isolated

_SQL_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "DOUBLE", "day": "DATE", "truth": "BOOLEAN"}
_HEADER = 100  # bytes, of a SQLite file
_LENGTHS = {2: 12, 5: 12, 10: 8, 13: 8}  # bytes of the header of a page of rows, by its kind
_LONG_AGO = "1970-01-01"  # the last change of a map that states no day


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of one kind; `shape` is empty where they lie nowhere."""

    name: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    shape: str = ""
    geometries: Sequence[Geometry] = ()
    style: str = ""


def export(scene: Scene) -> bytes:
    """The file: all tables that have rows, and that of the units."""
    day = scene.as_of.isoformat() if scene.as_of else _LONG_AGO
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(SCHEMA)
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
        for table in _tables(scene):
            _write(database, table, f"{day}T00:00:00.000Z")
        styles = ("layer_styles", "attributes", "layer_styles", "How QGIS draws the tables")
        _register(database, (*styles, f"{day}T00:00:00.000Z"))
        database.commit()
        database.execute("VACUUM")
        return _same_everywhere(database.serialize())
    finally:
        database.close()


def _tables(scene: Scene) -> list[_Table]:
    lines, areas, labels = scene.lines, scene.areas, scene.labels
    moves = move_lines(scene)
    units = scene_rows(scene)
    places = [shapely.Point(unit.place.lon, unit.place.lat) for unit in scene.units]
    notes = [label for label in labels if label.style == "note"]
    names = [label for label in labels if label.style != "note"]
    about = ". ".join(map(isolated, filter(None, (scene.title, *scene.notes))))
    others = [
        _of("moves", "Where units moved", list(map(move_row, moves)), "MULTILINESTRING",
            [_multi(move.geometry) for move in moves], line_style(moves, scene.style)),
        _of("lines", "Lines of the map", list(map(mark_row, lines)), "MULTILINESTRING",
            [_multi(line.geometry) for line in lines], line_style(lines, scene.style)),
        _of("areas", "Areas of the map", [mark_row(area) for area in areas for _ in pieces_of(area)], "MULTIPOLYGON",
            [_multi(piece) for area in areas for piece in pieces_of(area)], area_style(areas, scene.style)),
        _of("notes", "Sentences on the map", list(map(label_row, notes)), "POINT",
            list(map(_position, notes)), text_style(notes, scene.style)),
        _of("labels", "Names on the map", list(map(label_row, names)), "POINT",
            list(map(_position, names)), text_style(names, scene.style)),
        _of("sources", "What the ids in the columns `sources` stand for", list(source_rows(scene))),
    ]  # fmt: skip
    first = _Table("units", about, scene_columns(scene), units, "POINT", places, unit_style(scene))
    return [first, *(table for table in others if table.rows)]


def _of(  # noqa: PLR0913, PLR0917 - the fields of a table
    name: str,
    about: str,
    rows: Sequence[Mapping[str, Any]],
    shape: str = "",
    geometries: Sequence[Geometry] = (),
    style: str = "",
) -> _Table:
    return _Table(name, about, tuple(dict.fromkeys(key for row in rows for key in row)), rows, shape, geometries, style)


def _position(label: Label) -> Geometry:
    return shapely.Point(label.lon, label.lat)


def _multi(geometry: Geometry) -> Geometry:
    """The lines or polygons as one geometry of many: a table holds geometries of one kind."""
    parts = shapely.get_parts(within_180(geometry))
    return shapely.multipolygons(parts) if shapely.get_dimensions(geometry) == 2 else shapely.multilinestrings(parts)


def _write(database: sqlite3.Connection, table: _Table, changed: str) -> None:
    definitions = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    definitions += [f"geom {table.shape}"] if table.shape else []
    definitions += [f"{_quoted(name)} {_SQL_TYPES[column_type(name)]}" for name in table.columns]
    database.execute(f"CREATE TABLE {table.name} ({', '.join(definitions)})")
    if table.shape:
        _register(database, (table.name, "features", table.name, table.about, changed), _bounds(table.geometries))
        _insert(database, "gpkg_geometry_columns", (table.name, "geom", table.shape, WGS84, 0, 0))
        style = (table.name, "geom", table.name, table.style, "", True, "As on the map", "", None, changed)
        _insert(database, "layer_styles", (None, "", "", *style))
    else:
        _register(database, (table.name, "attributes", table.name, table.about, changed))
    blobs = [[_blob(geometry)] for geometry in table.geometries] if table.shape else [[] for _ in table.rows]
    for blob, row in zip(blobs, table.rows, strict=True):
        _insert(database, table.name, [None, *blob, *map(row.get, table.columns)])
    if table.shape:
        index(database, table.name, shapely.bounds(list(table.geometries)))


def _quoted(name: str) -> str:
    """The name of a column, whatever it is."""
    return '"{}"'.format(name.replace('"', '""'))


def _register(database: sqlite3.Connection, said: Sequence[Any], bounds: Sequence[float | None] | None = None) -> None:
    """List a table in the file's contents; with bounds it has geometries."""
    _insert(database, "gpkg_contents", (*said, *(bounds or (None,) * 4), WGS84 if bounds else None))


def _insert(database: sqlite3.Connection, table: str, values: Sequence[Any]) -> None:
    database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)


def _bounds(geometries: Sequence[Geometry]) -> tuple[float | None, ...]:
    """West, south, east, north of all; nothing where there is nothing."""
    return tuple(shapely.total_bounds(list(geometries)).tolist()) if geometries else (None,) * 4


def _blob(geometry: Geometry) -> bytes:
    """A GeoPackage geometry: its header, little-endian, then well-known binary."""
    empty, is_point = bool(shapely.is_empty(geometry)), shapely.get_dimensions(geometry) == 0
    west, south, east, north = shapely.bounds(geometry).tolist()
    envelope = b"" if empty or is_point else struct.pack("<4d", west, east, south, north)
    flags = 0b1 | (bool(envelope) << 1) | (empty << 4)
    wkb: bytes = shapely.to_wkb(geometry, byte_order=1)
    return struct.pack("<2sBBi", b"GP", 0, flags, WGS84) + envelope + wkb


def _same_everywhere(data: bytes) -> bytes:
    """Without what differs from one version of SQLite to the next: the counts of changes and the version in the header,
    and what moving rows left behind in the unused middle of a page, between its list of rows and the rows.
    """
    file = bytearray(data)
    file[24:28] = file[92:96] = struct.pack(">I", 1)
    file[96:100] = struct.pack(">I", 3_040_000)
    (size,) = struct.unpack_from(">H", file, 16)
    for page in range(0, len(file), size):
        head = page or _HEADER  # the first page has the file's header before its own
        if length := _LENGTHS.get(file[head]):
            rows, start = struct.unpack_from(">HH", file, head + 3)
            unused = slice(head + length + 2 * rows, page + start)
            file[unused] = bytes(unused.stop - unused.start)
    return bytes(file)
