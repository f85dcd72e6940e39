"""READ Parquet and GeoParquet, with the types of their columns. Needs the extra `parquet`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.errors import said_by
from geomap.facts.columns import Flags
from geomap.files.apart.process import asked, told_of
from geomap.files.apart.told import ToldError
from geomap.files.unfit import LARGEST
from geomap.loading import Later
from geomap.tables.arrays import Cells, known_texts, texts
from geomap.tables.options import TOO_LARGE, Grid, Options, Position, require_size, unreadable

pyarrow = Later("pyarrow")  # while the process that reads the file begins
points, shapely = Later("geomap.tables.points"), Later("shapely")  # of files that have geometries


def read(path: Path, file: str, options: Options) -> Grid:
    """Rows count from 1."""
    try:
        known = told_of("parquet:about", path, meanwhile=lambda: pyarrow.ipc)
        require_size(file, known["columns"], known["rows"])
        if known["unpacked"] > LARGEST:  # a small file of much that is alike
            raise unreadable(file, f"holds more than {LARGEST // 1_000_000} MB, unpacked", TOO_LARGE)
        with asked("parquet:read", path) as (said, sent):
            table = pyarrow.ipc.open_stream(sent).read_all()
    except ToldError as error:
        raise unreadable(file, error.text, error.hint) from None
    try:
        return _grid(table, said["rows"], has_geometries=said["geometries"])
    except (pyarrow.ArrowException, ArithmeticError, KeyError) as error:
        raise unreadable(file, f"holds values that cannot be read: {said_by(error, path)}", "save it again") from None


def _grid(table: Any, rows: int, *, has_geometries: bool) -> Grid:
    """The columns, and the positions that the last of them says."""
    headings = table.column_names[: len(table.column_names) - has_geometries]
    columns = [_cells(table.column(place)) for place in range(len(headings))]
    positions = _positions(table.column(len(headings))) if has_geometries else []
    return Grid(headings, columns, range(1, rows + 1), positions)


def _positions(wkb: Any) -> list[Position | str | None]:
    return [points.position_of(geometry) for geometry in shapely.from_wkb(wkb.to_pylist())]


def _cells(column: Any) -> Sequence[Any]:
    """A column as an array, where its type is one that many rows have. What Arrow has for it would load pandas."""
    if pyarrow.types.is_dictionary(column.type):
        return _texts(column)
    if pyarrow.types.is_string(column.type) or pyarrow.types.is_large_string(column.type):
        return texts(column.to_pylist())
    if column.type in (pyarrow.float32(), pyarrow.float64()):
        values = _numbers(column, math.nan, np.float64)
        return Cells(values, np.isnan(values))
    if column.type in (pyarrow.int8(), pyarrow.int16(), pyarrow.int32(), pyarrow.int64()):
        return Cells(_numbers(column, 0, np.int64), _empty(column))
    cells: list[Any] = column.to_pylist()
    return cells


def _empty(column: Any) -> Flags:
    """Which cells are missing."""
    if not column.null_count:
        return np.zeros(len(column), dtype=bool)
    return np.array([cell is None for cell in column.to_pylist()], dtype=bool)


def _numbers(column: Any, blank: float, kind: Any) -> NDArray[Any]:
    """Numbers, as they lie in memory where none is missing."""
    if column.null_count:
        return np.array([blank if cell is None else cell for cell in column.to_pylist()], dtype=kind)
    return np.concatenate([np.zeros(0, dtype=kind), *(_plain(chunk) for chunk in column.chunks if len(chunk))])


def _plain(chunk: Any) -> NDArray[Any]:
    """The numbers of a chunk in which none is missing."""
    numbers = np.frombuffer(chunk.buffers()[1], chunk.type.to_pandas_dtype(), chunk.offset + len(chunk))
    return numbers[chunk.offset :]


def _texts(column: Any) -> Cells:
    """Texts, each kept once however many rows have it; the last of those that are known stands for none."""
    chunks = column.unify_dictionaries().chunks
    known = [*chunks[0].dictionary.to_pylist(), None] if chunks else [None]
    which = pyarrow.chunked_array([chunk.indices for chunk in chunks], column.type.index_type)
    return known_texts(known, _numbers(which, len(known) - 1, np.int64))
