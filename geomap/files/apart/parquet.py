"""In the other process: Parquet and GeoParquet, and the columns of tables that are summed up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow
import pyarrow.parquet

from geomap.errors import said_by
from geomap.files.apart.told import ToldError
from geomap.files.regular import opened
from geomap.loading import Later

csv, compute = Later("pyarrow.csv"), Later("pyarrow.compute")
shapely = Later("shapely")
gdal = Later("geomap.files.apart.gdal")  # and geopandas with it

_TEXTS = (pyarrow.string(), pyarrow.large_string())
_DAYS = (pyarrow.date32(),)
_BYTES_OF_ALIKE = 4  # that a cell takes at most where many rows have the same text
_BLOCK = 1 << 24  # bytes of CSV
_AGAIN = "save it again"


def _file(path: str) -> BinaryIO:
    """A file, and no pipe that nobody writes into, as who asks may have looked at another."""
    return opened(Path(path))


def about(path: str) -> tuple[dict[str, int], None]:
    """How many columns and rows it has, and bytes where it is unpacked."""
    try:
        known = pyarrow.parquet.ParquetFile(_file(path)).metadata
        unpacked = sum(known.row_group(number).total_byte_size for number in range(known.num_row_groups))
    except Exception as error:  # of a damaged file of any kind
        raise _no_parquet(error, path) from None
    return {"columns": known.num_columns, "rows": known.num_rows, "unpacked": unpacked}, None


def read(path: str) -> tuple[dict[str, int], Any]:
    """The columns; where there is one of geometries, these in degrees as WKB in place of all such, as the last."""
    try:
        # `read_table` would load pandas, and threads cost more than they save
        alike = list(_alike(pyarrow.parquet.ParquetFile(_file(path))))
        table = pyarrow.parquet.ParquetFile(_file(path), read_dictionary=alike).read(use_threads=False)
    except MemoryError:
        raise
    except Exception as error:
        raise _no_parquet(error, path) from None
    _require_sound(table, path)
    known, column = _geometry(table)
    places = [place for place, name in enumerate(table.column_names) if name not in known]
    names, columns = [table.column_names[place] for place in places], [table.column(place) for place in places]
    if column:
        names, columns = [*names, ""], [*columns, _in_degrees(table[column].to_pylist(), known[column])]
    found = pyarrow.table(columns, names=names) if names else table.select([])
    return {"geometries": bool(column), "rows": len(table)}, lambda answers: _send(found.unify_dictionaries(), answers)


def columns(path: str, is_csv: bool) -> tuple[list[str], None]:
    """The names of the columns of a table."""
    return (_opened_csv if is_csv else _opened)(path)[0], None


def batches(
    path: str, is_csv: bool, rows: int, headings: Mapping[str, str], types: Mapping[str, str]
) -> tuple[None, Any]:
    """Some columns, each under another name and as a type, in batches of so many rows; those of CSV have bytes."""
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(types[name])) for name in headings])
    wanted = {heading: schema.field(name).type for name, heading in headings.items()}
    _, found = _opened_csv(path, wanted) if is_csv else _opened(path, rows, list(wanted))

    def send(answers: BinaryIO) -> None:
        with pyarrow.ipc.new_stream(answers, schema) as stream:
            try:
                for batch in found:
                    columns = [_as_type(batch.column(headings[field.name]), field.type) for field in schema]
                    cast = pyarrow.RecordBatch.from_arrays(columns, schema=schema)
                    cast.validate(full=True)
                    stream.write_batch(cast)
            except (OSError, pyarrow.ArrowException, ValueError) as error:
                raise _no_table(error, path) from None

    return None, send


def _opened(path: str, rows: int = 1, wanted: Sequence[str] | None = None) -> tuple[list[str], Iterator[Any]]:
    """The names of a table's columns, and the wanted ones batch after batch."""
    try:
        file = pyarrow.parquet.ParquetFile(_file(path))
        return list(file.schema_arrow.names), file.iter_batches(rows, columns=wanted)
    except (OSError, pyarrow.ArrowException, ValueError) as error:
        raise _no_table(error, path) from None


def _opened_csv(path: str, wanted: Mapping[str, Any] | None = None) -> tuple[list[str], Iterator[Any]]:
    """The same. Types are stated, as those that Arrow would guess hang on which rows come first: 01 may be a 1."""
    types = {name: pyarrow.string() if kind in _DAYS else kind for name, kind in (wanted or {}).items()}
    options = csv.ConvertOptions(column_types=types, include_columns=list(types))
    try:
        reader = csv.open_csv(_file(path), csv.ReadOptions(block_size=_BLOCK), convert_options=options)
    except (OSError, pyarrow.ArrowException, ValueError) as error:
        raise _no_table(error, path) from None
    return list(reader.schema.names), reader


def _as_type(column: Any, kind: Any) -> Any:
    """A column as a type; a day may be written with blanks around it, or as its midnight."""
    if kind not in _DAYS or column.type not in _TEXTS:
        return column.cast(kind)
    days = compute.utf8_trim_whitespace(column)
    is_none = compute.is_in(days, pyarrow.array(csv.ConvertOptions().null_values, days.type))
    return compute.if_else(is_none, None, days).cast(pyarrow.timestamp("ms")).cast(kind)


def _no_table(error: Exception, path: str) -> ToldError:
    return ToldError(f"cannot be read as a table: {said_by(error, Path(path))}")


def _no_parquet(error: Exception, path: str) -> ToldError:
    return ToldError(f"is not a Parquet file: {said_by(error, Path(path))}")


def _send(table: pyarrow.Table, answers: BinaryIO) -> None:
    with pyarrow.ipc.new_stream(answers, table.schema) as stream:
        stream.write_table(table)


def _require_sound(table: pyarrow.Table, path: str) -> None:
    """Raise ToldError for columns that would have who reads them look where nothing is."""
    try:
        table.validate(full=True)
    except (pyarrow.ArrowException, ValueError) as error:
        if "UTF8" in str(error):
            raise ToldError("holds text that is not UTF-8", _AGAIN) from None
        raise ToldError(f"holds values that cannot be read: {said_by(error, Path(path))}", _AGAIN) from None


def _alike(parquet: pyarrow.parquet.ParquetFile) -> Iterator[str]:
    """The columns of texts that many rows have, which are kept once; to look for them where all differ takes longer."""
    known = parquet.metadata
    groups = [known.row_group(number) for number in range(known.num_row_groups)]
    packed: dict[str, int] = {}
    for chunk in (group.column(place) for group in groups for place in range(known.num_columns)):
        packed[chunk.path_in_schema] = packed.get(chunk.path_in_schema, 0) + chunk.total_uncompressed_size
    for field in parquet.schema_arrow:
        if field.type in _TEXTS and packed.get(field.name, 0) <= _BYTES_OF_ALIKE * known.num_rows:
            yield field.name


def _geometry(table: pyarrow.Table) -> tuple[dict[str, dict[str, Any]], str]:
    """What GeoParquet says of its columns of geometries, and the first of them; empty where it has none."""
    stated = (table.schema.metadata or {}).get(b"geo")
    if stated is None:
        return {}, ""
    try:
        known = json.loads(stated)
        columns, column = known["columns"], known["primary_column"]
        if column in columns and all(isinstance(columns[name], dict) for name in columns):
            return columns, column if column in table.column_names else ""
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise ToldError("does not say of its geometries what GeoParquet has to", _AGAIN)


def _in_degrees(wkb: list[Any], known: Mapping[str, Any]) -> pyarrow.Array:
    """Without a system GeoParquet means longitude and latitude on WGS 84."""
    try:
        if not all(cell is None or isinstance(cell, bytes | str) for cell in wkb):
            raise TypeError
        geometries = shapely.from_wkb(wkb)
        if known.get("crs"):
            geometries = gdal.in_degrees(list(geometries), json.dumps(known["crs"]))
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise ToldError("holds geometries that are not WKB", _AGAIN) from error
    return pyarrow.array(shapely.to_wkb(geometries).tolist(), pyarrow.large_binary())
