"""What a cell plainly says of a day: `15.02.2022`, `2/15/22`, `15 February 2022`, `2022-02-15T10:00Z`, `44607`.

Where day and month may be either, the column decides, which is written by one hand; with points between them the day
comes first, as it does wherever days are written so. A month or a year is no day, and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from geomap.loading import Later
from geomap.tables.plain.words import folded

babel = Later("babel.dates")

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
_LONGEST = 60  # characters
_LANGUAGES = ("en", "de", "fr", "es", "pl", "uk", "ru", "tr")
_MORE_MONTHS = {"sept": 9, "jänner": 1, "janner": 1, "marz": 3, "fevrier": 2, "aout": 8, "decembre": 12}
_TIME = re.compile(
    r"(?:t|,?\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*(?:am|pm)?\s*(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?$"
)
_YEAR_BEHIND = re.compile(r"\s*(?:г|р|r|года|року|roku|год|рік|yılı)\.?$")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ])([0-9]{1,2})\2([0-9]{1,2})\.?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_THREE = re.compile(r"([0-9]{1,2})([-/.])\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})|([0-9]{1,2})[/.]([0-9]{4})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_001)  # of 1954 to 2119


class Numbers(NamedTuple):
    """Three numbers of a day, and what stands between them."""

    parts: tuple[str, str, str]
    mark: str

    def in_order(self, order: Order) -> date | None:
        """The day that they are in an order; None where there is none such."""
        named = dict(zip(order, self.parts, strict=True))
        is_year = len(named["y"]) == 4 or (len(self.parts[2]) == 2 and len(named["y"]) == 2)
        year = _full_year(named["y"]) if is_year and len(named["d"]) <= 2 else None
        return _day(year, int(named["m"]), int(named["d"])) if year else None

    @property
    def orders(self) -> dict[Order, date]:
        """The days that they may be, by the orders that make one of them."""
        return {order: day for order in ORDERS if (day := self.in_order(order))}


class Part(NamedTuple):
    """A month or a year, from its first day to its last."""

    first: date
    last: date


def has_time(text: str) -> bool:
    """Whether a cell says a time of the day too."""
    return _TIME.search(folded(text)) is not None


def day_in(text: str) -> date | Numbers | Part | None:  # noqa: PLR0911 - one a form
    """The day that a cell states, or three numbers whose order nothing says; None where it states none."""
    if len(text) > _LONGEST:
        return None
    plain = _YEAR_BEHIND.sub("", _TIME.sub("", folded(text)))
    for form, at in ((_YEAR_FIRST, (1, 3, 4)), (_COMPACT, (1, 2, 3))):
        if found := form.fullmatch(plain):
            return _day(*(int(found[place]) for place in at))
    if found := _THREE.fullmatch(plain):
        return Numbers((found[1], found[3], found[4]), found[2])
    if found := _MONTH.fullmatch(plain):
        return _month(int(found[1] or found[4]), int(found[2] or found[3]))
    if _YEAR.fullmatch(plain):
        return Part(date(int(plain), 1, 1), date(int(plain), 12, 31))
    if re.fullmatch(r"[0-9]{5}(?:[.,][0-9]+)?", plain):
        return serial_day(float(plain.replace(",", ".")))
    return _named_month(plain)


def serial_day(number: float) -> date | None:
    """The day that a spreadsheet keeps as a number, which counts from 30 December 1899."""
    return _EXCEL_EPOCH + timedelta(days=int(number)) if int(number) in _SERIALS else None


def order_of(found: Iterable[Numbers]) -> Order | frozenset[Order] | None:
    """In which order the days of a column are written; those that it may be in, where that is not clear; None where no
    order fits all of them.
    """
    listed = [numbers for numbers in found if numbers.orders]
    possible = [order for order in ORDERS if all(order in numbers.orders for numbers in listed)]
    if len(possible) > 1 and all(len({numbers.orders[order] for order in possible}) == 1 for numbers in listed):
        return possible[0]  # 3/3/2022
    if "dmy" in possible and all(one.mark == "." for one in listed if len({*one.orders.values()}) > 1):
        return "dmy"
    if len(possible) == 1:
        return possible[0]
    return frozenset(possible) if possible else None


@cache
def _months() -> dict[str, int]:
    """The months by their names, of which none is another month's in another language."""
    found: dict[str, set[int]] = {}
    for lang in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in babel.get_month_names(width, context, lang).items():
                    found.setdefault(folded(name).rstrip("."), set()).add(month)
    named = {name: months.pop() for name, months in found.items() if len(months) == 1 and not name.isdigit()}
    return {**_MORE_MONTHS, **named}


@cache
def _with_names() -> tuple[re.Pattern[str], ...]:
    """Day, month and year; month, day and year; month and year."""
    name = "(?P<month>" + "|".join(sorted(map(re.escape, _months()), key=lambda word: (-len(word), word))) + r")\.?"
    day = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?"
    between = r"(?:\s+|\s*[-/,.]\s*|\s+de[l]?\s+|\s+of\s+)"
    return (
        re.compile(rf"{day}{between}?{name}{between}(?P<year>[0-9]{{4}}|[0-9]{{2}})"),
        re.compile(rf"{name}\s*{day},?\s+(?P<year>[0-9]{{4}})"),
        re.compile(rf"{name}{between}(?P<year>[0-9]{{4}})"),
    )


def _named_month(plain: str) -> date | Part | None:
    for form in _with_names():
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            year, month = _full_year(parts["year"]), _months()[parts["month"]]
            if year and parts.get("day"):
                return _day(year, month, int(parts["day"]))
            return _month(year, month) if year else None
    return None


def _full_year(digits: str) -> int | None:
    """Of two digits one of this century's first half or the last one's end; others may be of either."""
    number = int(digits)
    if len(digits) == 4:
        return number
    return 2000 + number if number < 50 else 1900 + number if number >= 70 else None


def _month(year: int, month: int) -> Part | None:
    first = _day(year, month, 1)
    if first is None:
        return None
    after = date(year + month // 12, month % 12 + 1, 1)
    return Part(first, after - timedelta(days=1))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
