"""READ Parquet and GeoParquet, with the types of their columns. Needs the extra `parquet`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import shapely

from geomap.errors import said_by
from geomap.loading import Later
from geomap.tables.arrays import Cells, texts
from geomap.tables.options import Grid, Options, Position, require_size, unreadable
from geomap.tables.points import position_of

gis = Later("geomap.gis")  # and geopandas with it

_TEXTS = (pyarrow.string(), pyarrow.large_string())
_DECIMALS = (pyarrow.float32(), pyarrow.float64())
_WHOLE = (pyarrow.int8(), pyarrow.int16(), pyarrow.int32(), pyarrow.int64())


def read(path: Path, file: str, options: Options) -> Grid:
    """Rows count from 1."""
    try:
        parquet = pyarrow.parquet.ParquetFile(path)
        require_size(file, parquet.metadata.num_columns, parquet.metadata.num_rows)
        table = parquet.read(use_threads=False)  # `read_table` would load pandas, threads cost more than they save
    except (pyarrow.ArrowException, OSError) as error:
        raise unreadable(file, f"is not a Parquet file: {said_by(error, path)}") from None
    about, column = _geometry(table, file)
    positions = _positions(table[column].to_pylist(), about[column], file) if column else []
    headings = [name for name in table.column_names if name not in about]
    return Grid(headings, [_cells(table[name]) for name in headings], range(1, len(table) + 1), positions)


def _cells(column: pyarrow.ChunkedArray) -> Sequence[Any]:
    """A column as an array, where its type is one that many rows have."""
    cells: list[Any] = column.to_pylist()  # `to_numpy` would load pandas
    if column.type in _TEXTS:
        return texts(cells)
    if column.type in _DECIMALS:
        values = np.array(cells, dtype=np.float64)
        return Cells(values, np.isnan(values))
    if column.type in _WHOLE:
        empty = np.array([cell is None for cell in cells], dtype=bool)
        return Cells(np.array([cell or 0 for cell in cells], dtype=np.int64), empty)
    return cells


def _geometry(table: pyarrow.Table, file: str) -> tuple[dict[str, dict[str, Any]], str]:
    """What GeoParquet says of its columns of geometries, and the first of them; empty where it has none."""
    stated = (table.schema.metadata or {}).get(b"geo")
    if stated is None:
        return {}, ""
    try:
        about = json.loads(stated)
        columns, column = about["columns"], about["primary_column"]
        if column in columns and all(isinstance(columns[name], dict) for name in columns):
            return columns, column if column in table.column_names else ""
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise unreadable(file, "does not say of its geometries what GeoParquet has to", "save it again")


def _positions(wkb: list[Any], about: dict[str, Any], file: str) -> list[Position | str | None]:
    """Without a system GeoParquet means longitude and latitude on WGS 84."""
    try:
        if not all(cell is None or isinstance(cell, bytes | str) for cell in wkb):
            raise TypeError
        geometries = list(shapely.from_wkb(wkb))
        if about.get("crs"):
            geometries = gis.in_degrees(geometries, json.dumps(about["crs"]))
    except gis.GisError as error:
        raise unreadable(file, error.text, error.hint) from error
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise unreadable(file, "holds geometries that are not WKB", "save it again") from error
    return [position_of(geometry) for geometry in geometries]
