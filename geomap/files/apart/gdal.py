"""In the other process: files that GDAL reads, and its reference systems. The only geopandas."""

from __future__ import annotations

import json
import math
import pickle
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap import edges
from geomap.errors import said_by
from geomap.files.apart.alone import alone
from geomap.files.apart.drivers import require_known
from geomap.files.apart.elsewhere import no_format, require_no_grid_by_path, require_no_tiles
from geomap.files.apart.texts import encoding_of
from geomap.files.apart.told import ToldError
from geomap.files.apart.wkb import geometries_of
from geomap.loading import Later

geopandas = Later("geopandas")  # which files in degrees do not ask for

_NOT_RECOGNIZED = "not recognized as being in a supported file format"
_COPY = re.compile(r"\S*geomap-\w+[/\\]layer\b")  # as GDAL names it
_DEGREES = "EPSG:4326"
_OFF_COURSE = 1e-4  # degrees that an edge may be off its course; about 10 m
_DECIMALS = 9  # of a degree that came of other coordinates; 0.1 mm


def layers(path: str) -> tuple[list[str], None]:
    """The names of a file's layers."""
    try:
        with _layer(path) as read_from:
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
        with _layer(path) as read_from:
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
def _layer(path: str) -> Iterator[str]:
    """The path of a layer's file where GDAL may open it. Raises ToldError."""
    require_known(pyogrio.list_drivers())
    with alone(path) as read_from:
        require_no_tiles(Path(read_from))
        yield read_from


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
        values: list[Any] = column.tolist()
        return values
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
