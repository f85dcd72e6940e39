"""READ a table: its file by the kind of file, its columns by the config, its rows as units.

Another distribution adds a reader as an entry point of the group `geomap.readers`, named as the files end, without the
dot. It is called with the path, the name that problems give the file, and `Options`, returns a `Grid`, and raises what
`options.unreadable` makes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from geomap import plugins
from geomap.errors import MOST_PROBLEMS, Problem, install
from geomap.files.unfit import fault
from geomap.loading import load
from geomap.nearest import nearest
from geomap.tables.arrays import chosen, empty_of
from geomap.tables.columns import CARRIED, MEANT, Headings, find_columns, number_of, read_carried
from geomap.tables.heading_words import proposal
from geomap.tables.headings import WITHHOLDING
from geomap.tables.layout import as_shown, merged_counts, title_problems, titles
from geomap.tables.options import TOO_LARGE, Grid, OptionError, Options, unreadable
from geomap.tables.plain.said_above import sides_apart
from geomap.tables.published import Published, as_published, depends_on_rows, embargoed_ids, filled_down
from geomap.tables.table import Table, read_in_words
from geomap.tables.units import cleaned
from geomap.tables.withheld import NAMES, Named
from geomap.values.where import text_of

_READERS = {  # all else goes to GDAL
    **dict.fromkeys((".csv", ".tsv", ".txt"), "csv_table"),
    **dict.fromkeys((".xlsx", ".xlsm"), "excel"),
    **dict.fromkeys((".geojson", ".json"), "geojson"),
    **dict.fromkeys((".kml", ".kmz"), "kml"),
    **dict.fromkeys((".parquet", ".geoparquet"), "parquet"),
}
_ENCODED = ("csv_table", "gis")  # those of which the config may say how they are encoded
_LIKE = 0.8  # from where on an unknown heading is taken for one of ours, misspelled


def read_table(path: Path, file: str, options: Options) -> Table:
    """The units of a file, which problems call `file`. Raises TableError; OptionError where the config does not fit."""
    opened = open_table(path, file, options)
    return opened.table(opened.embargoed)


def open_table(path: Path, file: str, options: Options) -> Opened:
    """A file, before it is known which of its rows are published. Raises TableError, OptionError."""
    if wrong := fault(path, TOO_LARGE):
        raise unreadable(file, *wrong)
    return Opened(as_shown(grid_from(path, file, options), options), file, options)


@dataclass(frozen=True)
class Opened:
    """A file whose cells are read, but not yet as units."""

    grid: Grid
    file: str
    options: Options

    @property
    def depends_on_rows(self) -> bool:
        """Whether what some of its rows say can decide how others are read."""
        return depends_on_rows(self.grid)

    @cached_property
    def embargoed(self) -> set[str]:
        """The ids of units that its rows have under embargo, as `same_id` writes them."""
        return embargoed_ids(self.grid, self.options, self._empty)

    def table(self, held: Collection[str]) -> Table:
        """The units of the file, where these ids are under embargo. Raises OptionError where it does not fit."""
        return _table(as_published(self.grid, self.options, self._empty, held), self.file, self._empty)

    @cached_property
    def _empty(self) -> frozenset[int]:
        return _empty(self.grid)


def _table(read: Published, file: str, empty: frozenset[int]) -> Table:
    grid, options = read.grid, read.options
    found = find_columns(grid, options)
    kept = _kept(grid, found.columns, options, empty)
    columns = read.columns(found.columns)
    whole = {name: cells for name, (_, cells) in columns.items()}
    across = titles(grid).intersection(grid.numbers[index] for index in kept) if grid.merged else frozenset()
    kept = [index for index in kept if grid.numbers[index] not in across] if across else kept
    is_whole = len(kept) == len(grid.numbers)
    within = f"sheet {options.sheet}, " if options.sheet else f"layer {options.layer}, " if options.layer else ""
    table = Table(
        file=file,
        within=within,
        numbers=grid.numbers if is_whole else [grid.numbers[index] for index in kept],
        columns={name: _cells(name, cells if is_whole else chosen(cells, kept)) for name, cells in whole.items()},
        headings={name: grid.headings[number] or name for name, (number, _) in columns.items()},
        positions=[grid.positions[index] for index in kept] if grid.positions else (),
        defaults=options.defaults,
        places={name: number for name, (number, _) in columns.items()},
        passed=_passed(grid, whole, options, {*kept, *empty})
        if options.where or options.skip_rows or grid.hidden_rows
        else None,
        skipped=options.skip_rows,
        hidden=grid.hidden_rows,
        remarks=grid.remarks,
    )
    too_long = islice(_too_long(grid, kept, file), MOST_PROBLEMS)
    asked = merged_counts(grid, found.columns, kept, file, within) if options.merged == "ask" else ()
    table.problems += [*(unread(table, found) if grid.has_known_headings else ()), *too_long, *_doubts(grid, file)]
    apart = sides_apart(grid, found.columns, kept, file, within)
    table.problems += islice((*title_problems(across, file, within), *asked, *apart), MOST_PROBLEMS)
    return read_in_words(table, options.answers)


def _cells(name: str, column: Sequence[Any]) -> Sequence[Any]:
    cells = cleaned(column)
    return [None if cell is None else read_carried(cell) for cell in cells] if name.startswith(CARRIED) else cells


def grid_from(path: Path, file: str, options: Options) -> Grid:
    """The cells of the file. Raises TableError, also where a library is missing that reads it."""
    suffix = path.suffix.lower()
    name = _READERS.get(suffix, "gis")
    if options.encoding and name not in _ENCODED:
        raise OptionError(("encoding",), f"{file} says itself how its texts are encoded", "remove `encoding`")
    other = plugins.plugin(plugins.READERS, suffix[1:]) if name == "gis" else None
    try:
        grid: Grid = (other or load(f"geomap.tables.{name}:read"))(path, file, options)
    except ModuleNotFoundError as error:
        raise unreadable(file, f"reading it needs {error.name}, which is not installed", install(name)) from error
    return grid


def _kept(grid: Grid, columns: Mapping[str, int], options: Options, empty: frozenset[int]) -> Sequence[int]:
    """The rows that the config does not leave out and that are not empty; blanks are filled down before."""
    down = [number_of(name, grid, columns, ("fill_down",)) for name in options.fill_down]
    wanted = [(number_of(name, grid, columns, ("where", name)), values) for name, values in options.where.items()]
    skipped = options.skip_rows | grid.hidden_rows
    kept: Sequence[int] = range(len(grid.numbers))
    if skipped or empty:
        kept = [index for index, row in enumerate(grid.numbers) if row not in skipped and index not in empty]
    held = {columns[name] for name in WITHHOLDING if name in columns}
    for number in down:
        grid.columns[number] = filled_down(grid, number, empty, () if number in held else options.skip_rows)
    for number, values in wanted:
        cells = list(grid.columns[number])
        kept = [index for index in kept if text_of(cells[index]) in values]
    return kept


def _passed(grid: Grid, columns: Mapping[str, Sequence[Any]], options: Options, others: Collection[int]) -> Named:
    """The rows that the config leaves out: all but those that are read and empty ones, which nobody misses."""
    gone = sorted(frozenset(range(len(grid.numbers))).difference(others))
    cells = {name: cleaned(chosen(columns[name], gone)) for name in (*NAMES, *WITHHOLDING) if name in columns}
    return Named([grid.numbers[row] for row in gone], cells, options.defaults)


def _empty(grid: Grid) -> frozenset[int]:
    """The rows in which nothing stands."""
    left = [index for index, position in enumerate(grid.positions) if not position] if grid.positions else None
    for column in grid.columns:
        left = empty_of(column, left)
        if not left:
            return frozenset()
    return frozenset(range(len(grid.numbers)) if left is None else left)


def _too_long(grid: Grid, kept: Sequence[int], file: str) -> Iterator[Problem]:
    """Rows with more cells than there are headings: a comma within a text has moved what stands behind it."""
    width = len(grid.headings)
    beyond = grid.columns[width:]
    for index in kept if beyond else ():
        cells = [column[index] for column in beyond]
        if any(map(text_of, cells)):
            count = width + max(place for place, cell in enumerate(cells, 1) if cell is not None)
            text = f"has {count} cells, but there are {width} headings"
            hint = "put a text that holds the separator in quotes"
            yield Problem(file=file, line=grid.numbers[index], text=text, hint=hint)


def _doubts(grid: Grid, file: str) -> Iterator[Problem]:
    """What is not sure of the whole file."""
    if grid.doubt:
        text, hint = grid.doubt
        yield Problem(file=file, text=text, hint=hint, severity="warning")


def unread(table: Table, found: Headings) -> Iterator[Problem]:
    """A heading that is nearly one of ours is a mistake; others are told once a file."""
    others = []
    for heading in found.unread:
        meant = nearest(heading, [name for name in MEANT if name not in found.columns], _LIKE)
        if meant:
            hint = f"did you mean {meant}? if not, list it under ignore"
            yield Problem(f"{table.within}column {heading}", table.file, text="there is no such column", hint=hint)
        else:
            others.append(heading)
    if others:
        said = f"nothing reads the column{'s' if others[1:] else ''} {', '.join(others)}"
        rest = "name them under columns, where, carry or ignore"
        hint = ", or ".join(filter(None, (proposal(others, found.columns), rest)))
        yield Problem(table.within.rstrip(", "), table.file, text=said, hint=hint, severity="warning")
