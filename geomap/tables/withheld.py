"""Which rows of a file are under embargo, before any is a unit: of these nothing is said in a log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from geomap.clock import build_day
from geomap.tables.columns import number_of, read_day
from geomap.tables.options import Grid, Options
from geomap.values.unit import unit_id
from geomap.values.where import text_of

_DAY, _NAMES = "embargo_until", ("id", "place", "label")


def withheld_rows(grid: Grid, columns: Mapping[str, int], options: Options) -> frozenset[int]:
    """Their places among the rows, with those of all other rows of their units in the file.

    A day that cannot be read counts as one to come: no map is made while it stands there.
    """
    today = build_day()
    if _is_to_come(options.defaults.get(_DAY), today):
        return frozenset(range(len(grid.numbers)))
    if _DAY not in columns:
        return frozenset()
    days: Sequence[Any] = grid.columns[columns[_DAY]]
    if columns[_DAY] in (number_of(name, grid, columns, ("fill_down",)) for name in options.fill_down):
        days = _filled_down(days)
    own = [index for index, day in enumerate(days) if day is not None and _is_to_come(read_day(day), today)]
    return frozenset(_of_units(grid, columns, own)) if own else frozenset()


def _is_to_come(day: Any, today: date) -> bool:
    text = text_of(day)
    try:
        return bool(text) and today < date.fromisoformat(text)
    except ValueError:
        return True


def _filled_down(days: Sequence[Any]) -> list[Any]:
    """The cells, empty ones as the last above them; also in rows that are passed over."""
    filled, above = [], None
    for day in days:
        above = day if text_of(day) else above
        filled.append(above)
    return filled


def _of_units(grid: Grid, columns: Mapping[str, int], rows: Collection[int]) -> Collection[int]:
    """The rows, and all others of the same units."""
    cells = {name: grid.columns[columns[name]] for name in _NAMES if name in columns}
    ids = [
        unit_id({name: text for name, column in cells.items() if (text := text_of(column[index]))})
        for index in range(len(grid.numbers))
    ]
    held = {ids[index] for index in rows} - {""}
    return {*rows, *(index for index, name in enumerate(ids) if name in held)}
