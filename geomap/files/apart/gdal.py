"""In the other process: files that GDAL reads, and its reference systems. The only geopandas."""

from __future__ import annotations

import math
import pickle
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas
import pyogrio
import pyproj
import shapely
from shapely import Geometry

from geomap import edges
from geomap.errors import said_by
from geomap.files.apart.alone import alone
from geomap.files.apart.drivers import require_known
from geomap.files.apart.elsewhere import no_format, require_no_grid_by_path, require_no_tiles
from geomap.files.apart.texts import encoding_of
from geomap.files.apart.told import ToldError

_NOT_RECOGNIZED = "not recognized as being in a supported file format"
_COPY = re.compile(r"\S*geomap-\w+[/\\]layer\b")  # as GDAL names it
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
    """The features of one layer: their numbers, the names of the columns, these, and the geometries as WKB; and whether
    the file should say how its texts are encoded and does not.
    """
    try:
        with _layer(path) as read_from:
            own = Path(path).stem if layer == "layer" else layer  # as GDAL calls what is named so here
            read_with, is_unstated = encoding_of(Path(read_from), own, encoding)
            frame, closed = _frame(read_from, {"layer": layer, "fid_as_index": True, "encoding": read_with})
        geometries = _geometries(frame)
        table = pandas.DataFrame(frame.drop(columns=frame.geometry.name) if geometries else frame)
        columns = [_plain(table.iloc[:, place]) for place in range(table.shape[1])]  # two may have one name
        wkb = shapely.to_wkb(geometries).tolist() if geometries else []
    except (ToldError, MemoryError):
        raise
    except Exception as error:
        raise _unreadable(error, path) from None
    found = (
        [int(fid) for fid in frame.index],
        [str(name) for name in table.columns],
        columns,
        wkb,
        is_unstated,
        closed,
    )
    return None, lambda answers: pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)


def _frame(read_from: str, wanted: dict[str, Any]) -> tuple[Any, int]:
    """The features, rings that are not closed closed, as some KML has them; and in how many that was so."""
    try:
        return geopandas.read_file(read_from, **wanted), 0
    except shapely.errors.GEOSException:
        left = geopandas.read_file(read_from, on_invalid="ignore", **wanted)
        frame = geopandas.read_file(read_from, on_invalid="fix", **wanted)
        return frame, int((left.geometry.isna() & frame.geometry.notna()).sum())


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


def _geometries(frame: Any) -> list[Geometry | None]:
    """In degrees; an empty list where the layer has none at all."""
    if not isinstance(frame, geopandas.GeoDataFrame):
        return []
    if frame.crs is None:
        raise ToldError("does not say its coordinate reference system", "save it with one")
    if frame.crs == 4326:
        return list(frame.geometry)
    require_no_grid_by_path(frame.crs.to_wkt())
    moved = frame.set_geometry(_along(frame.geometry, frame.crs)).geometry.to_crs(4326)
    return [shapely.transform(one, lambda at: at.round(_DECIMALS)) if one is not None else None for one in moved]


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


def _plain(column: Any) -> list[Any]:
    """Python's own values; a column of whole numbers with gaps comes as one of decimals."""
    return [None if _is_nothing(value) else _native(value) for value in column.astype(object)]


def _is_nothing(value: Any) -> bool:
    return (
        value is None or value is pandas.NaT or value is pandas.NA or (isinstance(value, float) and math.isnan(value))
    )


def _native(value: Any) -> Any:
    if isinstance(value, pandas.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value
