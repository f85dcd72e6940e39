"""Writes tiles of pieces of ground, in each of the schemas, as the tools write them that people take theirs from."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas
import pyogrio
import shapely

from geomap.files import pmtiles
from tests.ground.places import Thing

OSM = '<a href="https://www.openstreetmap.org/copyright" target="_blank">&copy; OpenStreetMap contributors</a>'
Row = tuple[str, dict[str, Any]]  # layer and attributes


def protomaps(thing: Thing) -> Row:
    """As in Protomaps v4."""
    role, names = thing.role, _names(thing, "name:{}")
    if role in ("motorway", "trunk", "primary", "secondary", "tertiary", "minor"):
        kind = {"motorway": "highway", "minor": "minor_road"}.get(role, "major_road")
        return "roads", {"kind": kind, "kind_detail": "residential" if role == "minor" else role}
    if role in ("city", "town", "village", "suburb"):
        kind = "neighbourhood" if role == "suburb" else "locality"
        return "places", {"kind": kind, "kind_detail": role, "population": thing.people or None, **names}
    return {
        "railway": ("roads", {"kind": "rail", "kind_detail": "rail"}),
        "river": ("water", {"kind": "river", **names}),
        "stream": ("water", {"kind": "stream", **names}),
        "water": ("water", {"kind": "lake", **names}),
        "wood": ("landuse", {"kind": "wood"}),
        "built_up": ("landuse", {"kind": "residential"}),
    }[role]


def openmaptiles(thing: Thing) -> Row:
    """As in OpenMapTiles."""
    role, names = thing.role, _names(thing, "name:{}")
    if role in ("motorway", "trunk", "primary", "secondary", "tertiary", "minor"):
        return "transportation", {"class": role, "subclass": ""}
    if role in ("city", "town", "village", "suburb"):
        rank = {"city": 4, "town": 8, "village": 12, "suburb": 14}[role]
        return "place", {"class": role, "rank": rank, **names}
    return {
        "railway": ("transportation", {"class": "rail", "subclass": "rail"}),
        "river": ("waterway", {"class": "river", **names}),
        "stream": ("waterway", {"class": "stream", **names}),
        "water": ("water", {"class": "lake"}),
        "wood": ("landcover", {"class": "wood"}),
        "built_up": ("landuse", {"class": "residential"}),
    }[role]


def shortbread(thing: Thing) -> Row:
    """As in Shortbread, whose names are in three languages."""
    role, names = thing.role, _names(thing, "name_{}", ("en",))
    if role in ("motorway", "trunk", "primary", "secondary", "tertiary", "minor"):
        return "streets", {"kind": "residential" if role == "minor" else role}
    if role in ("city", "town", "village", "suburb"):
        return "place_labels", {"kind": role, "population": thing.people, **names}
    return {
        "railway": ("streets", {"kind": "rail"}),
        "river": ("water_lines", {"kind": "river", **names}),
        "stream": ("water_lines", {"kind": "stream", **names}),
        "water": ("water_polygons", {"kind": "water"}),
        "wood": ("land", {"kind": "forest"}),
        "built_up": ("land", {"kind": "residential"}),
    }[role]


SCHEMAS = {"protomaps": protomaps, "openmaptiles": openmaptiles, "shortbread": shortbread}


def _names(thing: Thing, column: str, langs: Sequence[str] = ("en", "uk")) -> dict[str, str]:
    said = {column.format(lang): thing.names[lang] for lang in langs if lang in thing.names}
    return {"name": thing.names.get("name", thing.names.get("en", "")), **said} if thing.names else {}


def layers_of(things: Iterable[Thing], schema: str) -> dict[str, Any]:
    """The layers of a schema as tables in degrees, by name."""
    rows: dict[str, list[tuple[dict[str, Any], Any]]] = defaultdict(list)
    for thing in things:
        layer, attributes = SCHEMAS[schema](thing)
        rows[layer].append((attributes, thing.shape))
    return {
        layer: geopandas.GeoDataFrame([row for row, _ in some], geometry=[shape for _, shape in some], crs=4326)
        for layer, some in rows.items()
    }


def write_tiles(
    path: Path,
    things: Iterable[Thing],
    schema: str,
    zooms: tuple[int, int],
    attribution: str = OSM,
    **metadata: Any,
) -> Path:
    """A file of tiles, by its suffix PMTiles or MBTiles; or a GeoPackage with the layers of the schema."""
    things = list(things)
    layers = layers_of(things, schema)
    if path.suffix == ".gpkg":
        for name, table in layers.items():
            pyogrio.write_dataframe(
                table, path, layer=name, driver="GPKG", append=path.exists(), geometry_type="Unknown",
                dataset_metadata={"attribution": attribution} if attribution else None,
            )  # fmt: skip
        return path
    bounds = shapely.total_bounds([thing.shape for thing in things]).tolist()
    tiles: dict[int, bytes] = {}
    for name, table in sorted(layers.items()):
        for number, data in _tiled(table, name, zooms):
            tiles[number] = tiles.get(number, b"") + data  # layers of a tile stand one behind another
    fields = {
        name: {str(column): "String" for column in table.columns if column != "geometry"}
        for name, table in layers.items()
    }
    said = {
        "name": "test",
        **({"attribution": attribution} if attribution else {}),
        **metadata,
        "vector_layers": [{"id": name, "fields": columns} for name, columns in sorted(fields.items())],
    }
    if path.suffix == ".pmtiles":
        packed = {number: pmtiles.packed_tile(data) for number, data in tiles.items()}
        path.write_bytes(pmtiles.written(packed, said, tuple(bounds)))
    else:
        _write_database(path, tiles, said, bounds, zooms)
    return path


def _tiled(table: Any, layer: str, zooms: tuple[int, int]) -> Iterator[tuple[int, bytes]]:
    """The tiles of one layer, as GDAL cuts them."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "layer.pmtiles"
        options = {"MINZOOM": str(zooms[0]), "MAXZOOM": str(zooms[1])}
        text = {column: table[column].astype(object) for column in table.columns if column != "geometry"}
        own = geopandas.GeoDataFrame(text, geometry=table.geometry, crs=4326).to_crs(3857)
        pyogrio.write_dataframe(
            own, file, layer=layer, driver="PMTiles", geometry_type="Unknown", dataset_options=options
        )
        with file.open("rb") as archive:
            header = pmtiles.read_header(archive)
            wanted = {number for zoom in range(zooms[0], zooms[1] + 1) for number in numbers_in(header.bounds, zoom)}
            for number, data in pmtiles.read_tiles(archive, header, wanted):
                yield number, pmtiles.unpacked(data)


def numbers_in(bounds: Sequence[float], zoom: int) -> Iterator[int]:
    """The tiles of a zoom that bounds touch."""
    for x, y in _cells(bounds, zoom):
        yield pmtiles.number_of((zoom, x, y))


def _cells(bounds: Sequence[float], zoom: int) -> Iterator[tuple[int, int]]:
    west, south, east, north = bounds
    side = 2**zoom
    columns = [floor((lon + 180) / 360 * side) for lon in (west, east)]
    rows = [floor((1 - asinh(tan(radians(lat))) / pi) / 2 * side) for lat in (north, south)]
    for x in range(columns[0], columns[1] + 1):
        yield from ((x, y) for y in range(rows[0], rows[1] + 1))


def _write_database(
    path: Path, tiles: dict[int, bytes], said: dict[str, Any], bounds: Sequence[float], zooms: tuple[int, int]
) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE metadata (name text, value text)")
        database.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        plain = {name: value for name, value in said.items() if isinstance(value, str)}
        plain |= {
            "format": "pbf",
            "bounds": ",".join(map(str, bounds)),
            "minzoom": str(zooms[0]),
            "maxzoom": str(zooms[1]),
        }
        plain["json"] = json.dumps({"vector_layers": said["vector_layers"]})
        database.executemany("INSERT INTO metadata VALUES (?, ?)", sorted(plain.items()))
        for zoom in range(zooms[0], zooms[1] + 1):
            for x, y in _cells(bounds, zoom):
                data = tiles.get(pmtiles.number_of((zoom, x, y)))
                if data:
                    row = (zoom, x, 2**zoom - 1 - y, pmtiles.packed_tile(data))
                    database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", row)
        database.commit()
