"""READ a table: its file by the kind of file, its columns by the config, its rows as units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from geomap.errors import Problem, install
from geomap.layer_kinds.where import text_of
from geomap.loading import load
from geomap.nearest import nearest
from geomap.tables.columns import COLUMNS, Headings, find_columns, number_of
from geomap.tables.options import Grid, Options, unreadable
from geomap.tables.table import Table
from geomap.tables.units import filled, unit_of

_READERS = {  # all else goes to GDAL
    **dict.fromkeys((".csv", ".tsv", ".txt"), "csv_table"),
    **dict.fromkeys((".xlsx", ".xlsm"), "excel"),
    **dict.fromkeys((".geojson", ".json"), "geojson"),
    **dict.fromkeys((".kml", ".kmz"), "kml"),
    **dict.fromkeys((".parquet", ".geoparquet"), "parquet"),
}
_LIKE = 0.8  # from where on an unknown heading is taken for one of ours, misspelled


def read_table(path: Path, file: str, options: Options) -> Table:
    """The units of a file, which problems call `file`. Raises TableError; OptionError where the config does not fit."""
    grid = _reader(path, file)(path, file, options)
    found = find_columns(grid, options)
    kept = list(_kept(grid, found.columns, options))
    table = Table(
        file=file,
        within=f"sheet {options.sheet}, " if options.sheet else f"layer {options.layer}, " if options.layer else "",
        numbers=[grid.numbers[index] for index in kept],
        cells=[filled(grid.rows[index], found.columns) for index in kept],
        headings={name: grid.headings[number] for name, number in found.columns.items()},
    )
    problems = [*_unread(table, found), *_too_long(grid, kept, file)]
    for number, index in enumerate(kept):
        position = grid.positions[index] if grid.positions else None
        unit, faults = unit_of(table.cells[number], position)
        problems += [table.fault(number, *fault) for fault in faults]
        table.rows.append({**options.defaults, **unit})
    table.problems += problems
    return table


def _reader(path: Path, file: str) -> Callable[[Path, str, Options], Grid]:
    name = _READERS.get(path.suffix.lower(), "gis")
    try:
        reader: Callable[[Path, str, Options], Grid] = load(f"geomap.tables.{name}:read")
    except ModuleNotFoundError as error:
        raise unreadable(file, f"reading it needs {error.name}, which is not installed", install(name)) from error
    return reader


def _kept(grid: Grid, columns: Mapping[str, int], options: Options) -> Iterator[int]:
    """The rows that the config does not leave out and that are not empty; blanks are filled down before."""
    down = [number_of(name, grid, columns, ("fill_down",)) for name in options.fill_down]
    wanted = [(number_of(name, grid, columns, ("where", name)), values) for name, values in options.where.items()]
    above: dict[int, Any] = {}
    for index, row in enumerate(grid.rows):
        has_place = bool(grid.positions and grid.positions[index])
        if grid.numbers[index] in options.skip_rows or not (has_place or any(text_of(cell) for cell in row)):
            continue
        row.extend([None] * (len(grid.headings) - len(row)))
        for number in down:
            row[number] = above[number] = row[number] if text_of(row[number]) else above.get(number)
        if all(text_of(row[number]) in values for number, values in wanted):
            yield index


def _too_long(grid: Grid, kept: Sequence[int], file: str) -> Iterator[Problem]:
    """Rows with more cells than there are headings: a comma within a text has moved what stands behind it."""
    width = len(grid.headings)
    for index in kept:
        cells = len(grid.rows[index])
        if cells > width and any(map(text_of, grid.rows[index][width:])):
            text = f"has {cells} cells, but there are {width} headings"
            hint = "put a text that holds the separator in quotes"
            yield Problem(file=file, line=grid.numbers[index], text=text, hint=hint)


def _unread(table: Table, found: Headings) -> Iterator[Problem]:
    """A heading that is nearly one of ours is a mistake; others are told once a file."""
    others = []
    for heading in found.unread:
        meant = nearest(heading, [name for name in COLUMNS if name not in found.columns], _LIKE)
        if meant:
            hint = f"did you mean {meant}? if not, list it under ignore"
            yield Problem(f"{table.within}column {heading}", table.file, text="there is no such column", hint=hint)
        else:
            others.append(heading)
    if others:
        said = f"nothing reads the column{'s' if others[1:] else ''} {', '.join(others)}"
        hint = "name them under columns, where or ignore"
        yield Problem(table.within.rstrip(", "), table.file, text=said, hint=hint, severity="warning")
