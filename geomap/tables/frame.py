"""READ rows in memory: a DataFrame of pandas or polars, a GeoDataFrame, a table of pyarrow, a list of dicts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from geomap.errors import ConfigError, Problem, quote
from geomap.tables.options import Grid, headings_of

Cells = Mapping[str, object]  # a row: values by the names of columns


class Frame(Protocol):
    """A pandas or polars DataFrame, a GeoDataFrame, or a pyarrow Table."""

    @property
    def columns(self) -> Any: ...


def is_geographic(rows: object) -> bool:
    """Whether these are a GeoDataFrame, whose geometry says where its rows are."""
    return hasattr(rows, "crs") and hasattr(rows, "to_crs")


def grid_of_rows(rows: Any, points: int) -> Grid:
    """Whatever holds rows as a grid. `points` is how many have a position of their own."""
    is_list = isinstance(rows, Iterable) and not isinstance(rows, str | bytes | Mapping) and not _is_frame(rows)
    rows = [*rows] if is_list else rows
    columns = _columns(rows.drop(columns=rows.geometry.name) if is_geographic(rows) else rows)
    lengths = {heading: len(cells) for heading, cells in columns.items()}
    if len({*lengths.values()}) > 1:
        said = ", ".join(f"{heading} {length}" for heading, length in lengths.items())
        raise ConfigError(Problem("rows", text="the columns are not of one length", hint=said))
    count = max(lengths.values(), default=points)
    stated = headings_of({str(heading): None for heading in row} for row in rows) if is_list else None
    return Grid([*columns], [[*map(_cell, cells)] for cells in columns.values()], range(count), stated=stated)


def _is_frame(rows: Any) -> bool:
    return any(hasattr(rows, name) for name in ("to_pydict", "get_columns", "iloc"))


def _columns(rows: Any) -> Mapping[str, Sequence[object]]:
    """The columns by their headings."""
    if hasattr(rows, "to_pydict"):  # pyarrow
        columns: dict[str, Sequence[object]] = rows.to_pydict()
        return columns
    if hasattr(rows, "get_columns"):  # polars
        return {column.name: column.to_list() for column in rows.get_columns()}
    if hasattr(rows, "iloc") and hasattr(rows, "columns"):  # pandas
        headings = [*map(str, rows.columns)]
        if twice := [heading for heading in headings if headings.count(heading) > 1]:
            hint = "rename one of them"
            raise ConfigError(Problem("rows", text=f"the column {quote(twice[0])} is there twice", hint=hint))
        return {heading: rows.iloc[:, number].tolist() for number, heading in enumerate(headings)}
    if isinstance(rows, Mapping) and all(isinstance(cells, list | tuple) for cells in rows.values()):
        return {str(heading): cells for heading, cells in rows.items()}
    is_list = isinstance(rows, Iterable) and not isinstance(rows, str | bytes | Mapping)
    listed: list[Any] = [*rows] if is_list else []
    wrong = [row for row in listed if not isinstance(row, Mapping)]
    if wrong or not is_list:
        got = f"{kind_of(rows)} with {kind_of(wrong[0])} in it" if wrong else kind_of(rows)
        expected = "a DataFrame, a GeoDataFrame, a table of polars or pyarrow, or a list of dicts"
        hint = "a config is read by geomap.read" if isinstance(rows, str | os.PathLike) else ""
        raise ConfigError(Problem("rows", got=got, expected=expected, hint=hint))
    headings = [*dict.fromkeys(str(heading) for row in listed for heading in row)]
    return {heading: [row.get(heading) for row in listed] for heading in headings}


def _cell(value: Any) -> Any:
    """A cell; None where it is empty, as are NaN, NaT and what pandas calls NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - NaN is not itself


def kind_of(value: object) -> str:
    """What a value is, as a message says it."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
