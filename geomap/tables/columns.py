"""The columns that a table of units can have: the flat names of the exports, and what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from geomap.facts.cells import split_formations, split_links, split_list
from geomap.facts.fields import FIELDS, STATED, CellForm, plain
from geomap.nearest import did_you_mean
from geomap.tables.arrays import empty_of
from geomap.tables.heading_words import proposal, proposed
from geomap.tables.headings import (
    ASK,
    WITHHOLDING,
    as_itself,
    position_heading,
    read_as_other,
    taken_for_withholding,
)
from geomap.tables.options import Grid, OptionError, Options
from geomap.values.unit import carry_fault
from geomap.values.where import text_of

CARRIED = "carried "  # stands before the heading of a column that is carried, where others have our name

_HEADED = 30  # rows among which headings are looked for
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")

Reader = Callable[[Any], Any]


def read_text(cell: Any) -> Any:
    """A whole number is read as its digits: an id may look like one."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def read_number(cell: Any) -> Any:
    """A number in full; what is written otherwise stays a text, which the schema refuses with the likely fix."""
    if isinstance(cell, str):
        if _WHOLE.fullmatch(cell):
            return int(cell)
        has_zero = cell.lstrip("+-")[:1] == "0" and cell.lstrip("+-")[1:2].isdigit()
        return float(cell) if _DECIMAL.fullmatch(cell) and not has_zero else cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def is_number(text: str) -> bool:
    """Whether a text is read as a number, or could be one but for digits that are too many."""
    return not isinstance(read_number(text), str)


def read_day(cell: Any) -> Any:
    """A day of a file that has days, as text; a time of midnight is what some programs make of one."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell
    return cell.isoformat() if isinstance(cell, date) else cell


def read_list(cell: Any) -> Any:
    """Items parted by `;`."""
    text = read_text(cell)
    return split_list(text) if isinstance(text, str) else cell


def read_pictograms(cell: Any) -> Any:
    """`none`, or a list."""
    return cell if cell == "none" else read_list(cell)


def read_links(cell: Any) -> Any:
    """Addresses parted by `;`, each with its title behind a blank."""
    return split_links(cell) if isinstance(cell, str) else cell


def read_formations(cell: Any) -> Any:
    """Formations parted by `;`."""
    text = read_text(cell)
    return split_formations(text) if isinstance(text, str) else cell


READERS: dict[CellForm, Reader] = {
    "text": read_text,
    "list": read_list,
    "links": read_links,
    "formations": read_formations,
    "pictograms": read_pictograms,
    "number": read_number,
    "whole": read_number,
    "day": read_day,
}
COLUMNS = {column.name: column for field in STATED if field.form != "carried" for column in field.columns}
# A heading that is nearly one of these is a slip. `Note` and `Link` are usual ones, which nobody meant for ours.
MEANT = [column.name for field in STATED if field.by_hand for column in field.columns if column.name in COLUMNS]
IN_ONE_CELL = ("coordinates", "lat_lon", "lon_lat")  # positions, which `geomap.tables.plain` parts into `lat` and `lon`
READ_COLUMNS = (*COLUMNS, *IN_ONE_CELL)
REGIONS = {"region": "admin"}  # a heading that many tables have, where it says where a unit is
OUTPUT_ONLY = tuple(field.name for field in FIELDS if field.form == "whole")  # what an export works out for its day


def read_carried(cell: Any) -> str | None:
    """Any cell as a text, so that a column of several types is carried as one of texts."""
    return text_of(read_day(cell)) or None


def path_of(name: str) -> tuple[str, ...]:
    """Where in a unit the value of a column stands."""
    if name in IN_ONE_CELL:
        return ("at",)
    return ("carried", name.removeprefix(CARRIED)) if name.startswith(CARRIED) else COLUMNS[name].path


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column of a file holds what: numbers of columns by our names, and the headings that nothing reads."""

    columns: Mapping[str, int]
    unread: Sequence[str]


def find_columns(grid: Grid, options: Options) -> Headings:
    """What the config maps, then what bears our names, then what the format has a name of its own for."""
    numbers: dict[str, int] = {}
    for number, heading in enumerate(grid.headings):
        if heading and numbers.setdefault(plain(heading), number) != number:
            raise OptionError(("file",), f'the heading "{heading}" is there twice', "rename one of them")
    columns = {name: _number(heading, grid, numbers, ("columns", name)) for name, heading in options.columns.items()}
    ignored = {plain(heading) for heading in options.ignore} - {*WITHHOLDING}
    ours = ((name, name) for name in READ_COLUMNS if name not in ignored)
    others = {**grid.meanings, **(REGIONS if name_regions(grid, numbers, options) else {})}
    others |= _of_positions(grid.headings, ignored)
    for heading, name in (*ours, *others.items()):
        found = numbers.get(heading)
        if found is not None and found not in columns.values() and name not in columns:
            columns[name] = found
    if other := read_as_other(grid.headings, {name: plain(grid.headings[number]) for name, number in columns.items()}):
        raise OptionError(("columns",), *as_itself(other))
    carried = dict(_carried(grid, numbers, options, set(columns.values())))
    if not columns and not grid.positions and grid.has_known_headings:
        rest = "name the row of its headings with header_row, or map them under columns"
        row = row_of_headings(grid)
        said = f"write header_row: {row}" if row else proposal(grid.headings, ())
        hint = ", or ".join(filter(None, (said, rest)))
        raise OptionError(("file",), "the table has none of the columns of units", hint)
    known = {plain(heading) for heading in (*options.where, *options.ignore, *grid.quiet, *OUTPUT_ONLY)}
    read = set(columns.values())
    heeded = {*known, *(plain(grid.headings[n]) for n in read if n < len(grid.headings))}
    if held := taken_for_withholding(grid.headings, heeded):
        raise OptionError(("file",), f'the heading "{held}" looks as if it held rows back, and is not read', ASK)
    read |= set(carried.values())
    unread = [name for n, name in enumerate(grid.headings) if name and n not in read and plain(name) not in known]
    return Headings({**columns, **carried}, unread)


def known_headings(cells: Sequence[Any]) -> int:
    """How many cells of a row are headings that mean something."""
    texts = {text for cell in cells if isinstance(cell, str) and (text := cell.strip())}
    return sum(bool(plain(text) in COLUMNS or proposed(text) or taken_for_withholding([text], ())) for text in texts)


def row_of_headings(grid: Grid) -> int | None:
    """The number of that of the first rows which looks most like headings; None where the row does that is taken so."""
    size = min(len(grid.numbers), _HEADED)
    worth = [known_headings([column[row] for column in grid.columns]) for row in range(size)]
    best = max(range(size), key=lambda row: (worth[row], -row), default=0)
    return grid.numbers[best] if size and worth[best] > max(1, known_headings(grid.headings)) else None


def _of_positions(headings: Sequence[str], ignored: Container[str]) -> dict[str, str]:
    """Headings of columns with both coordinates in a cell, as `Lat/Lon` or `Coordinates`, in several languages."""
    found = {plain(heading): name for heading in headings if (name := position_heading(heading))}
    return {heading: name for heading, name in found.items() if heading not in ignored}


def numbers_of(headings: Sequence[str]) -> dict[str, int]:
    """The numbers of columns by their headings, plain; of two that are alike the first."""
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        if heading:
            found.setdefault(plain(heading), number)
    return found


def name_regions(grid: Grid, numbers: Mapping[str, int], options: Options) -> bool:
    """Whether a column of regions says where units are: where a row that is not under embargo has a region, and neither
    place nor position.
    """
    (heading,) = REGIONS
    if heading not in numbers or heading in {plain(name) for name in (*options.ignore, *options.carry)}:
        return False
    left: Sequence[int] = [row for row in range(len(grid.numbers)) if row not in grid.withheld]
    if grid.positions:
        left = [row for row in left if not grid.positions[row]]
    for name in ("place", "lat"):
        number = numbers.get(plain(options.columns.get(name, name)))
        left = left if number is None else empty_of(grid.columns[number], left)
    return len(empty_of(grid.columns[numbers[heading]], left)) < len(left)


def _carried(
    grid: Grid, numbers: Mapping[str, int], options: Options, read: Container[int]
) -> Iterator[tuple[str, int]]:
    """The columns that nothing reads and that the config takes along, under their headings."""
    for index, heading in enumerate(options.carry):
        key = ("carry", index)
        number = _number(heading, grid, numbers, key)
        text, hint = carry_fault(grid.headings[number])
        if number in read:
            text, hint = f'the column "{heading}" is read, so it is not carried', "take it out of carry"
        if text:
            raise OptionError(key, text, hint)
        yield f"{CARRIED}{grid.headings[number]}", number


def _number(heading: str, grid: Grid, numbers: Mapping[str, int], key: Sequence[str | int]) -> int:
    """The number of the column with a heading that the config names."""
    if plain(heading) not in numbers:
        there = [name for number, name in enumerate(grid.headings) if name and number not in grid.untold]
        hint = did_you_mean(heading, there) or f"there are {', '.join(there)}"
        raise OptionError(key, f'there is no heading "{heading}"', hint)
    return numbers[plain(heading)]


def number_of(heading: str, grid: Grid, columns: Mapping[str, int], key: Sequence[str | int]) -> int:
    """As the config names a column: by its heading, or by ours."""
    numbers = {plain(name): number for number, name in enumerate(grid.headings) if name}
    if plain(heading) not in numbers and heading in columns:
        return columns[heading]
    return _number(heading, grid, numbers, key)
