"""The columns that a table of units can have: the flat names of the exports, and what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, get_args

from geomap.facts.cells import split_formations, split_list
from geomap.nearest import did_you_mean
from geomap.tables.headings import ASK, plain, taken_for_withholding
from geomap.tables.options import Grid, OptionError, Options
from geomap.values.unit import EquipmentKind

OUTPUT_ONLY = ("age_days",)  # what an export works out for its day
ENDS = ("", "_min", "_max", "_kind", "_sources", "_grade")  # of the columns of a count
COUNTS = {"troops": ("troops",), **{kind.replace(" ", "_"): ("equipment", kind) for kind in get_args(EquipmentKind)}}

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


def read_formations(cell: Any) -> Any:
    """Formations parted by `;`."""
    text = read_text(cell)
    return split_formations(text) if isinstance(text, str) else cell


_COUNT_READERS: dict[str, Reader] = {"_kind": read_text, "_sources": read_list, "_grade": read_text}
COLUMNS: dict[str, tuple[tuple[str, ...], Reader]] = {  # name -> where in a unit its value stands, and how it is read
    **{name: ((name,), read_text) for name in ("id", "label", "place")},
    "lat": (("at", "lat"), read_number),
    "lon": (("at", "lon"), read_number),
    **{name: ((name,), read_text) for name in ("country", "admin")},
    "position_sources": (("at", "sources"), read_list),
    "near_lat": (("near", "lat"), read_number),
    "near_lon": (("near", "lon"), read_number),
    "side": (("side",), read_text),
    "formations": (("formations",), read_formations),
    **{
        f"{name}{end}": ((*path, end.lstrip("_")), _COUNT_READERS.get(end, read_number))
        for name, path in COUNTS.items()
        for end in ENDS
    },
    "pictograms": (("pictograms",), read_pictograms),
    "basis": (("basis",), read_text),
    "sources": (("sources",), read_list),
    "grade": (("grade",), read_text),
    **{name: ((name,), read_day) for name in ("as_of", "until", "embargo_until")},
    "precision": (("precision",), read_number),
    "found_by": (("found_by",), read_text),
}


def path_of(name: str) -> tuple[str, ...]:
    """Where in a unit the value of a column stands."""
    return COLUMNS[name][0]


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
    ours = ((name, name) for name in COLUMNS)
    for heading, name in (*ours, *grid.meanings.items()):
        found = numbers.get(heading)
        if found is not None and found not in columns.values() and name not in columns:
            columns[name] = found
    if not columns and not grid.positions:
        hint = "name the row of its headings with header_row, or map them under columns"
        raise OptionError(("file",), "the table has none of the columns of units", hint)
    known = {plain(heading) for heading in (*options.where, *options.ignore, *grid.quiet, *OUTPUT_ONLY)}
    read = set(columns.values())
    heeded = {*known, *(plain(grid.headings[n]) for n in read if n < len(grid.headings))}
    if held := taken_for_withholding(grid.headings, heeded):
        raise OptionError(("file",), f'the heading "{held}" looks as if it held rows back, and is not read', ASK)
    unread = [name for n, name in enumerate(grid.headings) if name and n not in read and plain(name) not in known]
    return Headings(columns, unread)


def _number(heading: str, grid: Grid, numbers: Mapping[str, int], key: tuple[str, ...]) -> int:
    """The number of the column with a heading that the config names."""
    if plain(heading) not in numbers:
        there = ", ".join(name for name in grid.headings if name)
        raise OptionError(
            key, f'there is no heading "{heading}"', did_you_mean(heading, grid.headings) or f"there are {there}"
        )
    return numbers[plain(heading)]


def number_of(heading: str, grid: Grid, columns: Mapping[str, int], key: tuple[str, ...]) -> int:
    """As the config names a column: by its heading, or by ours."""
    numbers = {plain(name): number for number, name in enumerate(grid.headings) if name}
    if plain(heading) not in numbers and heading in columns:
        return columns[heading]
    return _number(heading, grid, numbers, key)
