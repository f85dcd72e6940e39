"""In the other process: what of a file of the ground a map is drawn of, as a file of its own."""

from __future__ import annotations

import math
import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geomap.errors import said_by
from geomap.files import pmtiles
from geomap.files.apart.alone import alone
from geomap.files.apart.ground_head import head, metadata_of
from geomap.files.apart.told import ToldError
from geomap.files.regular import opened
from geomap.loading import Later

tiles = Later("geomap.files.apart.ground_tiles")  # GDAL is needed for a GeoPackage alone

Part = tuple[Sequence[float], int | None]  # a box in degrees, and the zoom of its tiles

MOST_TILES = 20_000
_LARGEST = 1 << 40  # bytes: what is cut may be of the whole world
_MOST_LATITUDE = 85.051
_NOT_KEPT = {"bounds", "center", "minzoom", "maxzoom", "tilestats", "json"}  # of the metadata, that are of the whole


def pack(path: str, parts: Sequence[Part]) -> tuple[None, Any]:
    """The bytes of an archive with the tiles of some zooms that boxes touch; of a GeoPackage what lies in the boxes."""
    try:
        said, _ = head(path)
        if said["zooms"] is None:
            data = _package(path, [box for box, _ in parts], said)
        else:
            wanted = {number for box, zoom in parts for number in _numbers(box, zoom or 0)}
            if len(wanted) > MOST_TILES:
                raise ToldError(f"has {len(wanted):,} tiles in the map", "narrow the view, or take lower zooms")
            data = _archive(path, wanted, [box for box, _ in parts])
    except pmtiles.BrokenError as error:
        raise ToldError(f"cannot be read as tiles: {error}", "save or download it again") from None
    except sqlite3.Error as error:
        raise ToldError(f"cannot be read: {said_by(error, Path(path))}", "save or download it again") from None
    return None, lambda answers: pickle.dump(data, answers, pickle.HIGHEST_PROTOCOL)


def _archive(path: str, wanted: set[int], boxes: Sequence[Sequence[float]]) -> bytes:
    if path.lower().endswith(".pmtiles"):
        with opened(Path(path)) as file:
            header = pmtiles.read_header(file)
            metadata = pmtiles.read_metadata(file, header)
            found = dict(pmtiles.read_tiles(file, header, wanted))
    else:
        with alone(path, _LARGEST) as read_from, closing(sqlite3.connect(read_from)) as database:
            metadata = metadata_of(database)
            found = dict(_of_database(database, wanted))
    if not found:
        raise ToldError("shows nothing of what is on the map", "is it of another part of the world?")
    kept = {name: value for name, value in metadata.items() if name not in _NOT_KEPT}
    return pmtiles.written({n: pmtiles.packed_tile(data) for n, data in found.items()}, kept, _around(boxes))


def _of_database(database: sqlite3.Connection, wanted: set[int]) -> Iterator[tuple[int, bytes]]:
    sql = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
    for number in sorted(wanted):
        zoom, x, y = pmtiles.tile_of(number)
        row = database.execute(sql, (zoom, x, (1 << zoom) - 1 - y)).fetchone()  # rows are counted from the south
        if row and isinstance(row[0], bytes):
            yield number, row[0]


def _numbers(box: Sequence[float], zoom: int) -> Iterator[int]:
    """The tiles of a zoom that a box touches."""
    west, south, east, north = box
    side = 1 << zoom
    columns = [min(max(math.floor((lon + 180) / 360 * side), 0), side - 1) for lon in (west, east)]
    rows = [min(max(math.floor((0.5 - _northing(lat) / math.tau) * side), 0), side - 1) for lat in (north, south)]
    if (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1) > MOST_TILES:
        raise ToldError("has too many tiles in the map", "narrow the view, or take lower zooms")
    for x in range(columns[0], columns[1] + 1):
        yield from (pmtiles.number_of((zoom, x, y)) for y in range(rows[0], rows[1] + 1))


def _northing(lat: float) -> float:
    return math.asinh(math.tan(math.radians(min(max(lat, -_MOST_LATITUDE), _MOST_LATITUDE))))


def _around(boxes: Sequence[Sequence[float]]) -> pmtiles.Degrees:
    sides = list(zip(*boxes, strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _package(path: str, boxes: Sequence[Sequence[float]], said: dict[str, Any]) -> bytes:
    """A GeoPackage of what lies in the boxes: the same bytes for the same features, as its dates are those of the
    file that it is cut from.
    """
    from_, box = tiles.raw, _around(boxes)
    tiles.pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{said['dated'] or '2000-01-01'}T00:00:00.000Z"})
    with alone(path, _LARGEST) as read_from, TemporaryDirectory(prefix="geomap-") as folder:
        to = Path(folder) / "ground.gpkg"
        for layer in said["layers"]:
            info = tiles.pyogrio.read_info(read_from, layer=layer)
            meta, _, wkb, cells = from_.read(read_from, layer=layer, bbox=tiles.corners(box, info["crs"]))
            if not len(wkb):
                continue
            from_.write(
                str(to), wkb, cells, meta["fields"], layer=layer, driver="GPKG", geometry_type="Unknown",
                crs=info["crs"], append=to.exists(), dataset_metadata={"attribution": said["attribution"]},
            )  # fmt: skip
        if not to.exists():
            raise ToldError("shows nothing of what is on the map", "is it of another part of the world?")
        return to.read_bytes()
