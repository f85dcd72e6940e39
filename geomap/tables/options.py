"""What the config says of a table, and what a reader makes of its file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import itemgetter
from typing import Any, NamedTuple

from geomap.errors import GeomapError, Problem
from geomap.nearest import did_you_mean
from geomap.tables.plain.answers import Answers

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # as spreadsheets have
MOST_CELLS = 10_000_000
TOO_LARGE = "leave out what the map does not need, or sum it up with `aggregate`"

Position = tuple[float, float]  # latitude, longitude in degrees, WGS 84


@dataclass(frozen=True, slots=True)
class Options:
    """An entry of `units_from`, but for its file. Rows count from 1, as spreadsheets number them."""

    columns: Mapping[str, str] = field(default_factory=dict)  # our name -> heading
    defaults: Mapping[str, Any] = field(default_factory=dict)
    where: Mapping[str, Sequence[Any]] = field(default_factory=dict)  # heading -> values of the rows that are read
    sheet: str = ""
    layer: str = ""
    encoding: str = ""
    header_row: int = 1
    skip_rows: frozenset[int] = frozenset()
    fill_down: Sequence[str] = ()  # headings
    ignore: Sequence[str] = ()  # headings
    hidden: str = "leave out"  # or `read`: rows and columns that the file hides
    merged: str = "ask"  # or `each`: a merged count is that of each row
    answers: Answers = field(default_factory=Answers)  # to what is asked of cells
    carry: Sequence[str] = ()  # headings


Merged = tuple[int, int, int, int]  # first column, from 0, and number of the first row; the last ones


@dataclass(slots=True)
class Grid:
    """A file's cells below its headings, column by column. Numbers, days and truth values have types where the file has
    them; None is no cell.

    There are more columns than headings where rows are longer. `numbers` are those of the rows in the file, as its user
    sees them; `hidden` is what the file does not show, `merged` the cells that cover several. `positions` are those of
    a GIS file: None where a row has no geometry, a text that says what it is where that is no point. `stated` are the
    headings that each row has, where the format has no row of headings: one that only rows under embargo have is as
    none; `withheld` are these rows, by their places, and `untold` the columns whose headings no message names, by their
    numbers.
    """

    headings: list[str]
    columns: list[Sequence[Any]]
    numbers: Sequence[int]
    positions: Sequence[Position | str | None] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)  # headings of the format itself -> our names
    quiet: Sequence[str] = ()  # headings of the format itself that nobody misses
    remarks: Sequence[str] = ()  # how it was read, where the file does not say it
    hidden_rows: frozenset[int] = frozenset()  # by their numbers
    hidden_columns: frozenset[int] = frozenset()  # from 0
    merged: Sequence[Merged] = ()
    stated: Sequence[Collection[str]] | None = None
    withheld: Collection[int] = ()
    untold: Collection[int] = ()
    doubt: tuple[str, str] | None = None  # what is not sure of it, and what to do

    @property
    def has_known_headings(self) -> bool:
        """Whether its headings are known: where each row has its own, they are those of published rows."""
        return self.stated is None or len(self.withheld) < len(self.numbers)


class Asked(NamedTuple):
    """What the file leaves open: the key of `units_from` that answers it, and the answers that may be right."""

    key: str
    answers: Sequence[str]


def in_columns(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Rows of whatever lengths as columns, at least as many as there are headings."""
    if {*map(len, rows)} == {len(headings)}:
        return [list(map(itemgetter(place), rows)) for place in range(len(headings))]
    columns: list[Sequence[Any]] = list(zip_longest(*rows))
    return [*columns, *[[None] * len(rows)] * (len(headings) - len(columns))]


def headings_of(rows: Iterable[Mapping[str, Any]]) -> list[frozenset[str]]:
    """The headings that each of some rows has; most have the same."""
    known: dict[tuple[str, ...], frozenset[str]] = {}
    return [known.setdefault(names, frozenset(names)) for names in map(tuple, rows)]


class TableError(GeomapError):
    """A file cannot be read as a table, or not before it is answered what is `asked` of it."""

    asked: Asked | None = None


class OptionError(Exception):
    """What the config says of a table does not fit its file: the key of the entry, and what is wrong with its value."""

    asked: Asked | None = None

    def __init__(self, key: Sequence[str | int], text: str, hint: str = "") -> None:
        super().__init__(text)
        self.key, self.text, self.hint = key, text, hint


def unreadable(file: str, text: str, hint: str = "", row: int | None = None) -> TableError:
    """The error for a file that is no table."""
    return TableError(Problem(file=file, line=row, text=text, hint=hint))


def require_size(file: str, columns: int, rows: int) -> None:
    """Raise TableError for a table that is larger than any that people look at."""
    if columns > MOST_COLUMNS:
        raise unreadable(file, f"has more than {MOST_COLUMNS:,} columns", "is it a table?")
    if rows > MOST_ROWS:
        raise unreadable(file, f"has more than {MOST_ROWS:,} rows", TOO_LARGE)
    if columns * rows > MOST_CELLS:
        raise unreadable(file, f"has more than {MOST_CELLS:,} cells, with the empty ones", TOO_LARGE)


def grid_of(rows: list[list[Any]], options: Options) -> Grid:
    """The cells of a sheet below the row that the config takes for its headings."""
    if not rows:
        raise OptionError(("file",), "the table is empty")
    if len(rows) < options.header_row:
        raise OptionError(("header_row",), f"the table ends in row {len(rows)}")
    headings = [_heading(cell) for cell in rows[options.header_row - 1]]
    below = rows[options.header_row :]
    return Grid(headings, in_columns(headings, below), range(options.header_row + 1, len(rows) + 1))


def _heading(cell: Any) -> str:
    """On one line, as spreadsheets wrap long ones."""
    return "" if cell is None else " ".join(str(cell).split())


def one_of(wanted: str, names: Sequence[str], key: str, preferred: str = "") -> str:
    """The sheet or layer that is wanted, or the only one, or the preferred one. The key is `sheet` or `layer`."""
    if wanted in names:
        return wanted
    if not wanted and preferred in names:
        return preferred
    if not wanted and len(names) == 1:
        return names[0]
    there = f"there are {', '.join(names)}"
    if wanted:
        raise OptionError((key,), f"the file has no {key} {wanted}", did_you_mean(wanted, names) or there)
    error = OptionError(("file",), f"the file has {len(names)} {key}s", f"name one with {key}: {', '.join(names)}")
    error.asked = Asked(key, names)
    raise error
