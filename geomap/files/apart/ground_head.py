"""In the other process: what a file of the ground says of itself, without a look at what it shows."""

from __future__ import annotations

import html
import json
import math
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from geomap.errors import said_by
from geomap.files import pmtiles
from geomap.files.apart.alone import alone
from geomap.files.apart.told import ToldError
from geomap.files.regular import opened

LARGEST = 4_000_000_000  # bytes; what is committed is cut to the map
SUFFIXES = (".pmtiles", ".mbtiles", ".gpkg")
_DEGREES, _METRES = 4326, 3857  # reference systems that a GeoPackage of ground may have
_RADIUS = 6378137.0  # of the sphere that 3857 is reckoned on, in m
_MOST_LAYERS, _LONGEST = 1_000, 300  # and of characters of an attribution
_TAG, _BLANKS = re.compile(r"<[^>]*>"), re.compile(r"\s+")
_CREDIT = re.compile(r'<MDI key="attribution"[^>]*>([^<]*)</MDI>', re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATED = (  # keys of the metadata that say of which day the data are, by who writes them
    "planetiler:osm:osmosisreplicationtime",
    "osm:osmosisreplicationtime",
    "osm_replication_timestamp",
    "planet_timestamp",
    "dated",
)


def head(path: str) -> tuple[dict[str, Any], None]:
    """Its format, the names of its layers, of a GeoPackage also of their `columns`, first and last zoom, bounds in
    degrees, whom its data are from and of which day they are; empty texts where it does not say so.
    """
    suffix = Path(path).suffix.lower()
    try:
        if suffix == SUFFIXES[0]:
            return _of_archive(path), None
        with alone(path, LARGEST) as read_from, closing(sqlite3.connect(read_from)) as database:
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            return (_of_database if suffix == SUFFIXES[1] else _of_package)(database), None
    except pmtiles.BrokenError as error:
        raise ToldError(f"cannot be read as tiles: {error}", "save or download it again") from None
    except sqlite3.Error as error:
        raise ToldError(f"cannot be read: {said_by(error, Path(path))}", "save or download it again") from None


def _of_archive(path: str) -> dict[str, Any]:
    with opened(Path(path)) as file:
        header = pmtiles.read_header(file)
        said = pmtiles.read_metadata(file, header)
        if not header.is_vector:
            raise _pictures()
        pmtiles.require_directories(file, header)
    return {**_said(said), "layers": _layers(said), "zooms": header.zooms, "bounds": header.bounds}


def _of_database(database: sqlite3.Connection) -> dict[str, Any]:
    """That of MBTiles (https://github.com/mapbox/mbtiles-spec)."""
    said = metadata_of(database)
    if said.get("format", "pbf") != "pbf":
        raise _pictures()
    least, most = database.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    if not isinstance(least, int) or not isinstance(most, int) or not 0 <= least <= most <= pmtiles.MOST_ZOOM:
        raise ToldError("holds no tiles", "save or download it again")
    bounds = _bounds(said.get("bounds")) or _around(database, most)
    return {**_said(said), "layers": _layers(said), "zooms": (least, most), "bounds": bounds}


def _around(database: sqlite3.Connection, zoom: int) -> tuple[float, ...]:
    """The bounds of the tiles of a zoom, whose rows are counted from the south."""
    sql = "SELECT min(tile_column), min(tile_row), max(tile_column) + 1, max(tile_row) + 1 FROM tiles"
    found = database.execute(f"{sql} WHERE zoom_level = ?", (zoom,)).fetchone()
    if not all(isinstance(side, int) and 0 <= side <= 1 << zoom for side in found):
        raise ToldError("holds tiles that are nowhere", "save or download it again")
    return _degrees(tuple((2 * side / (1 << zoom) - 1) * math.pi * _RADIUS for side in found), _METRES)


def metadata_of(database: sqlite3.Connection) -> dict[str, Any]:
    """What a database of tiles says of itself, as an archive would."""
    said: dict[str, Any] = {str(name): value for name, value in database.execute("SELECT name, value FROM metadata")}
    try:
        more = json.loads(str(said.pop("json", "{}")))
    except (ValueError, RecursionError):
        more = {}
    return said | (more if isinstance(more, dict) else {})


def _of_package(database: sqlite3.Connection) -> dict[str, Any]:
    """That of a GeoPackage, all of whose layers count."""
    rows = database.execute(
        "SELECT table_name, min_x, min_y, max_x, max_y, srs_id, last_change FROM gpkg_contents"
        " WHERE data_type = 'features' ORDER BY table_name LIMIT ?",
        (_MOST_LAYERS,),
    ).fetchall()
    if {row[5] for row in rows} - {_DEGREES, _METRES}:
        raise ToldError("is in another reference system than degrees", "save it as EPSG:4326")
    boxes = [_degrees(row[1:5], row[5]) for row in rows if all(isinstance(side, float) for side in row[1:5])]
    if not boxes:
        raise ToldError("holds no layers that say where they are", "save it again as a GeoPackage")
    sides = [min(box[side] for box in boxes) if side < 2 else max(box[side] for box in boxes) for side in range(4)]
    there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    words = (
        [str(text) for (text,) in database.execute("SELECT metadata FROM gpkg_metadata")]
        if ("gpkg_metadata" in there)
        else []
    )
    credit = next((found[1] for text in words if (found := _CREDIT.search(text))), "")
    dated = max((str(row[6]) for row in rows), default="")
    return {
        **_said({"attribution": html.unescape(credit), "dated": dated}),
        "layers": [str(row[0]) for row in rows],
        "columns": {str(row[0]): _columns(database, str(row[0])) for row in rows},
        "zooms": None,
        "bounds": tuple(sides),
    }


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table; the first of very many."""
    name = table.replace('"', '""')
    return [str(row[1]) for row in database.execute(f'PRAGMA table_info("{name}")').fetchmany(_MOST_LAYERS)]


def _pictures() -> ToldError:
    return ToldError("holds tiles that are pictures", "take vector tiles, of which roads and names can be drawn")


def _said(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Whom the data are from and of which day they are."""
    day = next((found[0] for key in _DATED if (found := _DATE.match(str(metadata.get(key, ""))))), "")
    return {"attribution": _plain(str(metadata.get("attribution") or "")), "dated": day}


def _plain(text: str) -> str:
    """A text in one line, without the tags that pages show it with."""
    bare = _BLANKS.sub(" ", html.unescape(_TAG.sub(" ", text))).strip()
    return "".join(letter for letter in bare if letter.isprintable())[:_LONGEST]


def _layers(metadata: Mapping[str, Any]) -> list[str]:
    rows = metadata.get("vector_layers") if isinstance(metadata, dict) else None
    named = [row.get("id") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [name for name in named if isinstance(name, str)][:_MOST_LAYERS]


def _bounds(text: Any) -> tuple[float, ...]:
    """Those that metadata state; nothing where they state none."""
    try:
        west, south, east, north = (float(part) for part in str(text).split(","))
    except ValueError:
        return ()
    is_box = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if is_box else ()


def _degrees(box: tuple[float, ...], srs: int) -> tuple[float, ...]:
    if srs == _DEGREES:
        return box
    x = [math.degrees(side / _RADIUS) for side in box[0::2]]
    y = [math.degrees(math.atan(math.sinh(side / _RADIUS))) for side in box[1::2]]
    return x[0], y[0], x[1], y[1]
