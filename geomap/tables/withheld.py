"""How rows of a file hold their units back, before any is a unit; also those rows that the config passes over.

It holds for all rows of an id; and of rows under embargo nothing is said in a log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from geomap.relocations import LeftOut
from geomap.tables.columns import read_day, read_number, read_text
from geomap.tables.headings import WITHHOLDING
from geomap.values.unit import same_id, unit_id
from geomap.values.where import text_of

_DAY = "embargo_until"
NAMES = ("id", "place", "label", "country", "admin")  # what names a unit


class Told(NamedTuple):
    """How an id is held back: the first day on which it may be told, the degrees that its position is rounded to."""

    id: str
    embargo_until: date | None
    precision: float | None


class Holding(NamedTuple):
    """A row that holds its unit back: its number in the file, the unit's id, and its cells as a config has them."""

    number: int
    id: str
    stated: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Of some rows of a file the numbers, and of their cells at least those that name units and hold them back."""

    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Any]]
    defaults: Mapping[str, Any]

    def ids(self, rows: Collection[int] | None = None) -> list[str]:
        """The ids of the units, of all rows or of some by their places; empty where nothing names one."""
        columns = {name: self.cells[name] for name in NAMES if name in self.cells}
        held = {name: self.defaults[name] for name in NAMES if name in self.defaults}
        texts = (
            {**held, **{name: text for name, column in columns.items() if (text := text_of(read_text(column[row])))}}
            for row in (range(len(self.numbers)) if rows is None else rows)
        )
        return [unit_id(row) for row in texts]

    def holding(self) -> Iterator[Holding]:
        """The rows that hold back a unit that they name."""
        found = []
        reads = {_DAY: read_day, "precision": read_number}
        columns = [list(self.cells.get(name, [None] * len(self.numbers))) for name in WITHHOLDING]
        for row, cells in enumerate(zip(*columns, strict=True)):
            own = {name: reads[name](cell) for name, cell in zip(WITHHOLDING, cells, strict=True) if text_of(cell)}
            stated = {**{name: self.defaults[name] for name in WITHHOLDING if name in self.defaults}, **own}
            found += [(row, stated)] if stated else []
        for (row, stated), name in zip(found, self.ids([row for row, _ in found]), strict=True):
            if name:
                yield Holding(self.numbers[row], name, stated)

    def embargoed(self, today: date) -> list[int]:
        """The places of those under embargo on a day."""
        days: Sequence[Any] = self.cells.get(_DAY, ())
        if is_to_come(self.defaults.get(_DAY), today):
            return list(range(len(self.numbers)))
        return [row for row, day in enumerate(days) if day is not None and is_to_come(read_day(day), today)]


def is_to_come(day: Any, today: date) -> bool:
    """Whether a day is one. One that cannot be read counts as such: no map is made while it stands there."""
    text = text_of(day)
    try:
        return bool(text) and today < date.fromisoformat(text)
    except ValueError:
        return True


def left_out(
    passed: Named, why: Mapping[str, Collection[int]], file: str, held: Collection[str], today: date
) -> Iterator[LeftOut]:
    """The rows that a config passes over, but for those under embargo, or of a unit that any other row has under one;
    `held` are the ids of these units. `why` has the numbers of rows by what keeps them out; all others do `where`.
    """
    own = set(passed.embargoed(today))
    ids = passed.ids() if held else [""] * len(passed.numbers)
    told = [
        number
        for row, (number, name) in enumerate(zip(passed.numbers, ids, strict=True))
        if row not in own and same_id(name) not in held
    ]
    for reason, among in (*why.items(), ("by `where`", told)):
        if numbers := [number for number in told if number in among]:
            yield LeftOut.of(file, reason, numbers)
        told = [number for number in told if number not in among]
