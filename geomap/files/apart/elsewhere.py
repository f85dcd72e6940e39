"""What would have a driver that may read a file open others all the same: asked of its bytes before GDAL opens it.

A database may have tables that are files elsewhere (those of SpatiaLite), a table of MapInfo may be a list of others,
an archive may hold either, and a reference system may name a grid by its path. None of them is a layer by itself.
"""

from __future__ import annotations

import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from geomap.errors import said_by
from geomap.files.apart.told import ToldError
from geomap.files.apart.views import require_ends
from geomap.files.unfit import LARGEST

SQLITE = b"SQLite format 3\0"
LOGS = ("-wal", "-journal")  # of SQLite, beside a database

_START = 512  # bytes that tell a format, an XML's behind a mark and blanks
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff")
_STARTS = {  # by suffix, so that no other driver is asked for what is called otherwise
    **dict.fromkeys((".gpkg", ".sqlite"), re.compile(re.escape(SQLITE))),
    **dict.fromkeys((".gml", ".gpx", ".kml"), _XML),
    ".mbtiles": re.compile(re.escape(SQLITE)),
    ".pmtiles": re.compile(rb"PMTiles"),
    ".fgb": re.compile(rb"fgb"),
    ".shp": re.compile(rb"\x00\x00\x27\x0a"),
}
_TILES, _TILE_SUFFIXES = b"PMTiles", (".pmtiles", ".mbtiles", ".mvt", ".pbf")
_OF_ARCHIVES = {".kmz", ".ods", ".xlsx"}  # archives that are a layer themselves, whose members no driver opens
_BLANK = r"(?:\s|/\*.*?(?:\*/|\Z)|--[^\n]*(?:\n|\Z))"
_VIRTUAL = re.compile(rf"\bvirtual\b{_BLANK}*\btable\b", re.IGNORECASE | re.DOTALL)
_WITHIN = re.compile(  # tables that are made of the database itself
    r"""\s*create\s+virtual\s+table\s+(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\]|`[^`]*`|\w+)\s+using\s+["'\[`]?"""
    r"(?:rtree|rtree_i32|geopoly|fts[345]|virtualspatialindex|virtualelementary|virtualknn2?)\b",
    re.IGNORECASE,
)
_LIST_OF_TABLES = re.compile(rb'isseamless"?\s*=\s*"?true|open\s+table|create\s+view', re.IGNORECASE)
_GRID_BY_PATH = re.compile(
    r'(?:\bPARAMETERFILE\s*\[\s*"|(?:grids|\bfile|\bmodel)"?\s*[=,]\s*"?)[^"\s]*[/\\~]', re.IGNORECASE
)
_SYSTEMS = {"gpkg_spatial_ref_sys": "definition", "spatial_ref_sys": "srtext"}  # tables of a database, and the column
_CONVERT = "save what it shows as a GeoPackage"


def no_format() -> ToldError:
    """What is said of a file that no driver reads, or none that may."""
    return ToldError("is in no format that geomap reads", "save it as a GeoPackage")


def require_no_tiles(path: Path) -> None:
    """Raise ToldError where a layer would be read of tiles, in which its shapes are cut into pieces."""
    with path.open("rb") as file:
        is_archive = file.read(len(_TILES)) == _TILES
    if is_archive or path.suffix.lower() in _TILE_SUFFIXES:
        raise ToldError("holds tiles, which are ground and no layer", "write ground: {files: [...]} for that")


def require_alone(path: Path) -> None:
    """Raise ToldError where a file in a folder of its own is not what its suffix says, or would have others opened."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(_START)
    if suffix in _STARTS and not _STARTS[suffix].match(start):
        raise no_format()
    if start.startswith(SQLITE):
        _require_no_files_as_tables(path)
    elif suffix == ".tab":
        _require_one_table(path.read_bytes())
    elif zipfile.is_zipfile(path):
        _require_plain_members(path, nested=suffix in _OF_ARCHIVES)
    if (system := path.with_suffix(".prj")).is_file():
        require_no_grid_by_path(system.read_bytes().decode("utf-8", "replace"))


def require_no_grid_by_path(system: str) -> None:
    """Raise ToldError where a reference system names a file: it could be any, also a pipe that is waited for."""
    if _GRID_BY_PATH.search(system):
        text = "names a coordinate reference system that is made of other files"
        raise ToldError(text, "save it as EPSG:4326")


def _require_no_files_as_tables(path: Path) -> None:
    """Of a copy: to look into a database may write into it, where it was cut off."""
    try:
        with closing(sqlite3.connect(path)) as database:
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            found = database.execute(
                "SELECT type, lower(name), sql FROM sqlite_master WHERE sql IS NOT NULL"
            ).fetchall()
            for statement in (str(sql) for _, _, sql in found):
                if _VIRTUAL.search(statement) and not _WITHIN.match(statement):
                    raise ToldError("holds tables that are other files", _CONVERT)
            require_ends(database, [(name, str(sql)) for kind, name, sql in found if kind == "view"])
            for name in _SYSTEMS.keys() & {name for kind, name, _ in found if kind == "table"}:
                for (system,) in database.execute(f"SELECT {_SYSTEMS[name]} FROM {name}"):
                    require_no_grid_by_path(str(system))
    except sqlite3.Error as error:
        text = f"cannot be read as a layer: {said_by(error, path)}"
        raise ToldError(text, "save it again as a GeoPackage") from None


def _require_one_table(text: bytes) -> None:
    if _LIST_OF_TABLES.search(text):
        raise ToldError("is a list of other tables", _CONVERT)


def _require_plain_members(path: Path, *, nested: bool) -> None:
    """The same of what an archive holds, in which another one would be opened too."""
    with TemporaryDirectory(prefix="geomap-") as folder, zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            try:
                with archive.open(entry) as member:
                    start = member.read(_START)
                    kind = Path(entry.filename).suffix.lower()
                    rest = member.read(LARGEST) if kind in (".tab", ".prj") or start.startswith(SQLITE) else b""
            except Exception:  # those of zlib, bz2 and lzma have nothing in common; GDAL will not read it either
                raise ToldError(f"holds {entry.filename!r}, which is damaged", "save it again") from None
            if start.startswith(b"PK") and not nested:
                raise ToldError("is an archive of archives", "unpack it, and keep the one that is needed")
            if entry.filename.lower().endswith(LOGS):
                raise ToldError("is an archive of a database and a log of it", _CONVERT)
            if start.startswith(SQLITE):
                (copy := Path(folder) / "layer").write_bytes(start + rest)
                _require_no_files_as_tables(copy)
            elif kind == ".tab":
                _require_one_table(start + rest)
            elif kind == ".prj":
                require_no_grid_by_path((start + rest).decode("utf-8", "replace"))
