"""READ Parquet and GeoParquet, with the types of their columns. Needs the extra `parquet`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import shapely
from numpy.typing import NDArray

from geomap.columns import Flags
from geomap.errors import said_by
from geomap.loading import Later
from geomap.tables.arrays import Cells, known_texts, texts
from geomap.tables.options import TOO_LARGE, Grid, Options, Position, require_size, unreadable
from geomap.tables.points import position_of
from geomap.unfit import LARGEST

gis = Later("geomap.gis")  # and geopandas with it

_TEXTS = (pyarrow.string(), pyarrow.large_string())
_DECIMALS = (pyarrow.float32(), pyarrow.float64())
_WHOLE = (pyarrow.int8(), pyarrow.int16(), pyarrow.int32(), pyarrow.int64())
_FEW_ROWS = 500_000  # whose texts, each kept for itself, take less than 100 MB
_BYTES_OF_ALIKE = 4  # that a cell takes at most where many rows have the same text


def read(path: Path, file: str, options: Options) -> Grid:
    """Rows count from 1."""
    try:
        parquet = pyarrow.parquet.ParquetFile(path)
        require_size(file, parquet.metadata.num_columns, parquet.metadata.num_rows)
        _require_unpacked(parquet.metadata, file)
        # `read_table` would load pandas, and threads cost more than they save
        alike = list(_alike(parquet))
        table = pyarrow.parquet.ParquetFile(path, read_dictionary=alike).read(use_threads=False)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise unreadable(file, f"is not a Parquet file: {said_by(error, path)}") from None
    try:
        return _grid(table, file)
    except UnicodeDecodeError:
        raise unreadable(file, "holds text that is not UTF-8", "save it again") from None
    except (pyarrow.ArrowException, ArithmeticError, KeyError) as error:
        raise unreadable(file, f"holds values that cannot be read: {said_by(error, path)}", "save it again") from None


def _grid(table: pyarrow.Table, file: str) -> Grid:
    """The columns but those of geometries, and the positions that these say."""
    about, column = _geometry(table, file)
    positions = _positions(table[column].to_pylist(), about[column], file) if column else []
    places = [place for place, name in enumerate(table.column_names) if name not in about]
    headings = [table.column_names[place] for place in places]
    return Grid(headings, [_cells(table.column(place)) for place in places], range(1, len(table) + 1), positions)


def _require_unpacked(about: pyarrow.parquet.FileMetaData, file: str) -> None:
    """Raise TableError for a small file of much that is alike."""
    if sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups)) > LARGEST:
        raise unreadable(file, f"holds more than {LARGEST // 1_000_000} MB, unpacked", TOO_LARGE)


def _alike(parquet: pyarrow.parquet.ParquetFile) -> Iterator[str]:
    """The columns of texts that many rows have, which are kept once; to look for them where all differ takes longer."""
    about = parquet.metadata
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    packed: dict[str, int] = {}
    for chunk in (group.column(place) for group in groups for place in range(about.num_columns)):
        packed[chunk.path_in_schema] = packed.get(chunk.path_in_schema, 0) + chunk.total_uncompressed_size
    for field in parquet.schema_arrow:
        is_large = about.num_rows > _FEW_ROWS
        if field.type in _TEXTS and (is_large or packed.get(field.name, 0) <= _BYTES_OF_ALIKE * about.num_rows):
            yield field.name


def _cells(column: pyarrow.ChunkedArray) -> Sequence[Any]:
    """A column as an array, where its type is one that many rows have. What Arrow has for it would load pandas."""
    if pyarrow.types.is_dictionary(column.type):
        return _texts(column)
    if column.type in _TEXTS:
        return texts(column.to_pylist())
    if column.type in _DECIMALS:
        values = _numbers(column, math.nan, np.float64)
        return Cells(values, np.isnan(values))
    if column.type in _WHOLE:
        return Cells(_numbers(column, 0, np.int64), _empty(column))
    cells: list[Any] = column.to_pylist()
    return cells


def _empty(column: pyarrow.ChunkedArray) -> Flags:
    """Which cells are missing."""
    if not column.null_count:
        return np.zeros(len(column), dtype=bool)
    return np.array([cell is None for cell in column.to_pylist()], dtype=bool)


def _numbers(column: pyarrow.ChunkedArray, blank: float, kind: Any) -> NDArray[Any]:
    """Numbers, as they lie in memory where none is missing."""
    if column.null_count:
        return np.array([blank if cell is None else cell for cell in column.to_pylist()], dtype=kind)
    return np.concatenate([np.zeros(0, dtype=kind), *(_plain(chunk) for chunk in column.chunks if len(chunk))])


def _plain(chunk: pyarrow.Array) -> NDArray[Any]:
    """The numbers of a chunk in which none is missing."""
    numbers = np.frombuffer(chunk.buffers()[1], chunk.type.to_pandas_dtype(), chunk.offset + len(chunk))
    return numbers[chunk.offset :]


def _texts(column: pyarrow.ChunkedArray) -> Cells:
    """Texts, each kept once however many rows have it; the last of those that are known stands for none."""
    chunks = column.unify_dictionaries().chunks
    known = [*chunks[0].dictionary.to_pylist(), None] if chunks else [None]
    which = pyarrow.chunked_array([chunk.indices for chunk in chunks], column.type.index_type)
    return known_texts(known, _numbers(which, len(known) - 1, np.int64))


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
