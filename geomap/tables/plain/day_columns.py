"""Columns of days: in which order each writes days and months, and what has to be asked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from geomap.errors import quote
from geomap.tables.arrays import Cells
from geomap.tables.columns import COLUMNS
from geomap.tables.headings import WITHHOLDING
from geomap.tables.plain.days import ORDERS, Numbers, Order, Part, day_in, has_time, order_of, serial_day
from geomap.tables.plain.sheet import WITH_TABLE, Sheet

_STRICT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NEVER = "9999-12-31"  # of an embargo that is asked about
_DAYS = tuple(name for name, column in COLUMNS.items() if column.form == "day")


def read_days(sheet: Sheet) -> dict[str, Order]:
    """Every column of days; in which order each is written that leaves it open elsewhere."""
    return {name: order for name in _DAYS if name in sheet.columns and (order := _read_column(sheet, name))}


def _read_column(sheet: Sheet, name: str) -> Order | None:
    odd: dict[Any, date | Numbers | Part | None] = {
        cell: found for cell in _distinct(sheet.columns[name]) if (found := _meaning(cell, name)) is not None
    }
    if not odd:
        return None
    order = _order(sheet, name, odd)
    for row, cell in enumerate(sheet.columns[name]):
        found = odd.get(cell) if isinstance(cell, str | int | float | date) else None
        if isinstance(found, Part):
            _ask_part(sheet, name, row, cell, found)
        elif isinstance(found, Numbers):
            day = found.in_order(order) if order else None
            if day:
                _put(sheet, name, row, cell, day)
            elif not order and found.orders:
                sheet.put(name, row, _NEVER if name in WITHHOLDING else None)
        elif found:
            _put(sheet, name, row, cell, found)
    return order


def days_like(column: Sequence[Any], order: Order | None) -> list[Any]:
    """The embargoes of rows that are passed over, written as those of other rows; what is not clear stays as it is, and
    holds back.
    """
    found = []
    for cell in column:
        meant = _meaning(cell, "embargo_until") if isinstance(cell, str | int | float | date) else None
        if isinstance(meant, Numbers):
            days = {*meant.orders.values()} if order is None else {meant.in_order(order)}
            meant = days.pop() if len(days) == 1 else None
        found.append(meant.isoformat() if isinstance(meant, date) else cell)
    return found


def _distinct(column: Iterable[Any]) -> Iterable[Any]:
    """The cells of a column, each once, that may need to be read."""
    cells = column.stated.tolist() if isinstance(column, Cells) else column
    try:
        known = dict.fromkeys(cells)
    except TypeError:  # a frame may have lists in its cells
        known = dict.fromkeys(cell for cell in cells if isinstance(cell, str | int | float | date))
    return (cell for cell in known if isinstance(cell, str | int | float | date) and not isinstance(cell, bool))


def _meaning(cell: Any, name: str) -> date | Numbers | Part | None:  # noqa: PLR0911 - one a type
    """What a cell says, other than a config would. An embargo that ends at a time of a day is asked about."""
    is_held = name in WITHHOLDING
    if isinstance(cell, datetime):
        return None if cell.time() == time() or is_held else cell.date()
    if isinstance(cell, date):
        return None
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            return None
        if 1900 <= cell < 2100 and int(cell) == cell:
            return day_in(str(int(cell)))
        return None if is_held and int(cell) != cell else serial_day(cell)
    text = cell.strip()
    if _STRICT.fullmatch(text) or not text or (is_held and has_time(text)):
        return None
    return day_in(text)


def _order(sheet: Sheet, name: str, odd: dict[Any, date | Numbers | Part | None]) -> Order | None:
    """In which order a column is written; None where that has to be asked, or where all of its days are clear."""
    numbers = {cell: found for cell, found in odd.items() if isinstance(found, Numbers) and found.orders}
    answer = sheet.answer(sheet.answers.dates, name)
    if answer:
        return next(order for order in ORDERS if order == answer)
    found = order_of(numbers.values())
    if not numbers or isinstance(found, str):
        return found if isinstance(found, str) else None
    cell, example = next((cell, one) for cell, one in numbers.items() if not found or len({*one.orders.values()}) > 1)
    row = next(place for place, one in enumerate(sheet.columns[name]) if one == cell)
    days = " or ".join(day.isoformat() for day in dict.fromkeys(example.orders.values()))
    text = f"{quote(str(cell))} may be {days}" if found else f"{quote(str(cell))} is in another order than other rows"
    heading = quote(sheet.heading(name))
    fitting = found or {order for one in numbers.values() for order in one.orders}
    answers = " or ".join(f"dates: {{{heading}: {order}}}" for order in ORDERS if order in fitting)
    sheet.ask_of_column(name, row, text, f"write {answers} {WITH_TABLE}")
    return None


def _put(sheet: Sheet, name: str, row: int, cell: Any, day: date) -> None:
    sheet.put(name, row, day.isoformat())
    sheet.tell(name, "days", row, str(cell), day.isoformat())


def _ask_part(sheet: Sheet, name: str, row: int, cell: Any, part: Part) -> None:
    """Ask about a month or a year."""
    text = quote(str(cell))
    what = "year" if part.last.month != part.first.month else "month"
    first, last = (f"{{{name}: {{{text}: {day.isoformat()}}}}}" for day in part)
    sheet.ask(name, row, f"{text} is a {what}, and no day", f"write values: {first}, or {last}, {WITH_TABLE}")
    if name in WITHHOLDING:
        sheet.put(name, row, _NEVER)
