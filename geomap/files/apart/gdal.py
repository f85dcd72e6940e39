"""In the other process: files that GDAL reads, and its reference systems. The only geopandas."""

from __future__ import annotations

import json
import math
import os
import pickle
import re
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap import edges
from geomap.errors import said_by
from geomap.files.apart.drivers import require_known
from geomap.files.apart.elsewhere import LOGS, SQLITE, no_format, require_alone, require_no_grid_by_path
from geomap.files.apart.texts import encoding_of
from geomap.files.apart.told import ToldError
from geomap.files.apart.wkb import geometries_of
from geomap.files.regular import beside, opened
from geomap.files.unfit import LARGEST
from geomap.loading import Later

geopandas = Later("geopandas")  # which files in degrees do not ask for

_NOT_RECOGNIZED = "not recognized as being in a supported file format"
_OPENED = Path("/proc/self/fd")  # where Linux has what is open, to be opened once more
_COPY = re.compile(r"\S*geomap-\w+[/\\]layer\b")  # as GDAL names it
_SUFFIX = re.compile(r"(?:\.gdb(?=\.zip\Z))?\.[a-z0-9]{1,10}\Z")  # ESRI's folder is known in an archive by its name
_PIECE = 1 << 20  # bytes that are copied at once
_DEGREES = "EPSG:4326"
_OFF_COURSE = 1e-4  # degrees that an edge may be off its course; about 10 m
_DECIMALS = 9  # of a degree that came of other coordinates; 0.1 mm


def layers(path: str) -> tuple[list[str], None]:
    """The names of a file's layers."""
    try:
        with _alone(path) as read_from:
            return [str(name) for name, _ in pyogrio.list_layers(read_from)], None
    except (ToldError, MemoryError):
        raise
    except Exception as error:  # GDAL's drivers raise many kinds; all of them mean that the file cannot be read
        if isinstance(error, pyogrio.errors.DataSourceError) and _NOT_RECOGNIZED in str(error):
            raise no_format() from None
        raise _unreadable(error, path) from None


def read(path: str, layer: str, encoding: str = "") -> tuple[None, Any]:
    """The features of one layer: their numbers, the names of the columns, these, and the geometries as WKB; whether the
    file should say how its texts are encoded and does not, and how many rings were closed here.

    Geometries in degrees are sent as GDAL has them: to make them here too would be half of all that it costs to read.
    """
    try:
        with _alone(path) as read_from:
            own = Path(path).stem if layer == "layer" else layer  # as GDAL calls what is named so here
            read_with, is_unstated = encoding_of(Path(read_from), own, encoding)
            wanted = {"layer": layer, "return_fids": True, "encoding": read_with, "datetime_as_string": True}
            meta, ids, wkb, fields = pyogrio.raw.read(read_from, **wanted)
        described = zip(fields, meta["dtypes"], meta["ogr_subtypes"], strict=True)
        columns = [_plain(*one) for one in described]  # two may have one name
        in_degrees, closed = _in_degrees(wkb, meta["crs"]) if wkb is not None else ([], 0)
    except (ToldError, MemoryError):
        raise
    except Exception as error:
        raise _unreadable(error, path) from None
    found = (ids.tolist(), [str(name) for name in meta["fields"]], columns, in_degrees, is_unstated, closed)
    return None, lambda answers: pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)


@contextmanager
def _alone(path: str) -> Iterator[str]:
    """The file in a folder of its own, under a name that says nothing to GDAL, with what belongs to it.

    Some names are whole commands (`x.zip!y.vrt`), and drivers read whatever lies beside a file by the name that they
    expect. It is what was opened, so that GDAL waits for no pipe that comes in its place.
    """
    require_known(pyogrio.list_drivers())
    source = Path(path)
    ends = _SUFFIX.search(source.name.lower())
    suffix = ends[0] if ends else ""
    with TemporaryDirectory(prefix="geomap-") as folder, ExitStack() as held:
        file = held.enter_context(opened(source))
        copied = file.read(len(SQLITE)) == SQLITE or not _OPENED.is_dir()
        file.seek(0)
        parts = [(held.enter_context(opened(there, follow=False)), name) for there, name in _parts(source, suffix)]
        for part, name in ((file, f"layer{suffix}"), *parts):
            (_copied if copied else _linked)(part, Path(folder) / name)
        require_alone(Path(folder) / f"layer{suffix}")
        yield str(Path(folder) / f"layer{suffix}")


def _parts(source: Path, suffix: str) -> Iterator[tuple[Path, str]]:
    """The files that are one layer with it, and their names beside it. Raises ToldError."""
    size = source.stat().st_size
    for there in beside(source):
        size += _size(there)
        yield there, f"layer{there.suffix.lower()}"
    for end in LOGS if source.is_file() and _starts(source, SQLITE) else ():
        if os.path.lexists(there := Path(f"{source}{end}")):
            size += _size(there)
            yield there, f"layer{suffix}{end}"
    if size > LARGEST:
        raise ToldError(
            f"is, with the files beside it, larger than {LARGEST // 1_000_000} MB", "simplify it, or cut it"
        )


def _size(part: Path) -> int:
    """In bytes. Raises ToldError where it is no file itself: a link may lead anywhere, a pipe has no end."""
    found = part.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise ToldError(f"has {part.name} beside it, which is no file of its own", "put the file itself there")
    return found.st_size


def _starts(path: Path, start: bytes) -> bool:
    with opened(path) as file:
        return file.read(len(start)) == start


def _linked(file: BinaryIO, to: Path) -> None:
    to.symlink_to(_OPENED / str(file.fileno()))


def _copied(file: BinaryIO, to: Path) -> None:
    """For SQLite, which goes where a link leads and would write there: who reads a log of writes ends it."""
    with to.open("wb") as copy:
        shutil.copyfileobj(file, copy, _PIECE)


def in_degrees(geometries: Sequence[Geometry | None], crs: str) -> list[Geometry | None]:
    """Geometries of any coordinate reference system in longitude and latitude, WGS 84."""
    require_no_grid_by_path(crs)
    try:
        series = geopandas.GeoSeries(list(geometries), crs=crs)
        return list(series if series.crs.is_geographic and series.crs.equals(4326) else series.to_crs(4326))
    except Exception as error:  # pyproj raises many kinds
        raise ToldError("names a coordinate reference system that is not known", "save it as EPSG:4326") from error


def _unreadable(error: Exception, path: str) -> ToldError:
    text = _COPY.sub(lambda _: Path(path).stem, str(error))
    return ToldError(
        f"cannot be read as a layer: {said_by(ValueError(text), Path(path))}", "save it again as a GeoPackage"
    )


def _in_degrees(wkb: Sequence[bytes | None], crs: str | None) -> tuple[list[bytes | None], int]:
    """Geometries as WKB, those of other reference systems too, whose edges run as in their own.

    Also in how many of these a ring was not closed.
    """
    if crs is None:
        raise ToldError("does not say its coordinate reference system", "save it with one")
    if crs == _DEGREES or pyproj.CRS(crs) == 4326:
        return list(wkb), 0
    require_no_grid_by_path(pyproj.CRS(crs).to_wkt())
    given, closed = geometries_of(wkb)
    moved = geopandas.GeoSeries(_along(given, pyproj.CRS(crs)), crs=crs).to_crs(4326)
    rounded = [shapely.transform(one, lambda at: at.round(_DECIMALS)) if one is not None else None for one in moved]
    found: list[bytes | None] = shapely.to_wkb(np.array(rounded, dtype=object)).tolist()
    return found, closed


def _along(geometries: Sequence[Geometry | None], crs: pyproj.CRS) -> list[Geometry | None]:
    """The geometries with so many positions more that edges, straight in their own system, are where they were in
    degrees too.
    """
    move = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)

    def degrees(at: edges.Points) -> edges.Points:
        return np.column_stack(move.transform(at[:, 0], at[:, 1]))

    given = np.fromiter(geometries, dtype=object, count=len(geometries))
    moved: list[Geometry | None] = edges.bent(given, degrees, _OFF_COURSE).tolist()
    return moved


def _plain(column: NDArray[Any], dtype: str, subtype: str) -> list[Any]:
    """Python's own values, None where there is none; a column of whole numbers with gaps comes as one of decimals."""
    if column.dtype.kind == "f":
        return [None if math.isnan(value) else value for value in column.tolist()]
    if column.dtype != object:
        return column.tolist()  # type: ignore[no-any-return]
    if dtype.startswith("datetime"):
        return [_time(value) for value in column]
    if subtype == "OFSTJSON":
        return [_content(value) for value in column]
    return [value.tolist() if isinstance(value, np.ndarray) else value for value in column]


def _time(text: str | None) -> datetime | str | None:
    """A day or a time as GDAL writes it; as it is where Python has none such."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return text


def _content(text: str | None) -> Any:
    """What a text of JSON holds; the text where it is none."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text
