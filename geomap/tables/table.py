"""Units as the config would state them, and where each value stands in the file: what problems are made from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from geomap.errors import MOST_PROBLEMS, Problem, quote
from geomap.facts.fields import COUNTS
from geomap.tables.columns import CARRIED, COLUMNS, path_of
from geomap.tables.layout import column_letter
from geomap.tables.options import Position
from geomap.tables.plain.answers import Answers
from geomap.tables.plain.columns import read_plainly
from geomap.tables.plain.day_columns import days_like
from geomap.tables.plain.readings import Readings
from geomap.tables.plain.sheet import Sheet, cell_of
from geomap.tables.units import Fault, unit_of
from geomap.tables.withheld import Named
from geomap.values.counts import EXPECTED
from geomap.values.stated import Stated

Path = tuple[str | int, ...]

_SPREADSHEETS = (".xlsx", ".xlsm")
_POINT = "geometry"  # what a problem calls the place of a row of a GIS file
# What messages say of the config -> the same of a table.
_REWORDED: tuple[tuple[str, str], ...] = (
    (r"write \{(about|at_least|at_most): (\d+)\}", r"write \2, and \1 in {count}_kind"),
    (r"write \{min: (\d+), max: (\d+)\}", r"write \1 in {count}_min and \2 in {count}_max, and leave {count} empty"),
    (r"write \{at_least: \.\.\.\}", "write at_least in {count}_kind"),
    (r"write \{at_most: \.\.\.\}", "write at_most in {count}_kind"),
    (re.escape(EXPECTED), "a whole number or unknown"),
    (r"at: \{lat: \.\.\., lon: \.\.\.\}", "lat and lon"),
    (r"`place`, `at` or `country`", "`place`, `lat` and `lon`, or `country`"),
    (r"a text or \{text, dx, dy, anchor, hide\}", "a text"),
    (r"a type of formation or \{type, count, label, echelon\}", "types of formations with ; between them"),
    (r"remove the key", "leave the cell empty"),
    (r"put it in quotes: .*", "make the cell a text"),
)


@dataclass
class Table:
    """The rows of a file: their numbers in it, and their cells column by column under our names, None for no cell.

    `headings` are the file's by our names, `places` the numbers of their columns, from 0; `within` names the sheet or
    layer, where the config does. Rows have the `defaults` of the config where they state nothing. `passed` are those
    that it passes over, `skipped` and `hidden` the numbers of some of these. `remarks` say how the file was read.
    Of cells that were read in other words than they are written in, `written` has what the file has, by the places of
    rows, and `readings` what is said of it; columns that were made of another are `derived`.
    """

    file: str
    within: str
    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    headings: Mapping[str, str]
    positions: Sequence[Position | str | None] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    passed: Named | None = None
    skipped: Collection[int] = ()
    hidden: Collection[int] = ()
    remarks: Sequence[str] = ()
    written: Mapping[str, Mapping[int, Any]] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)
    readings: Sequence[Readings] = ()

    @property
    def named(self) -> Named:
        """What names the units of the rows and holds them back."""
        return Named(self.numbers, self.columns, self.defaults)

    def cells(self, number: int) -> dict[str, Any]:
        """The cells of a row that are not empty."""
        return {name: column[number] for name, column in self.columns.items() if column[number] is not None}

    def unit(self, number: int) -> tuple[dict[str, Any], list[Fault]]:
        """A row as the config would state it, and what its cells say against each other."""
        unit, faults = unit_of(self.cells(number), self.positions[number] if self.positions else None)
        return {**self.defaults, **unit}, faults

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All rows as the config would state them."""
        return self._read[0]

    def statements(self, number: int) -> Iterator[Stated]:
        """Each cell of a row that is read, as it is written, and where; the geometry of a GIS file too."""
        line = self.numbers[number]
        is_sheet = self.file.lower().endswith(_SPREADSHEETS)
        cells = {name: cell for name, cell in self.cells(number).items() if name not in self.derived}
        cells |= {name: rows[number] for name, rows in self.written.items() if number in rows}
        for name, cell in sorted(cells.items(), key=lambda entry: self.places[entry[0]]):
            heading = self.headings.get(name, name)
            letter = f"{self.within}cell {column_letter(self.places[name])}{line}" if is_sheet else ""
            yield Stated(name, path_of(name)[0], _shown(cell), self.file, line, letter, heading)
        if self.positions and self.positions[number]:
            yield Stated("at", "at", f"its {_POINT}", self.file, line)

    def faults(self) -> list[Problem]:
        """What rows say against themselves; of so many that they are not told there are no more `rows`."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[list[dict[str, Any]], list[Problem]]:
        rows, wrong = [], list[Problem]()
        for number in range(len(self.numbers)):
            row, faults = self.unit(number)
            rows.append(row)
            wrong += (self._fault(number, *fault) for fault in faults)
            if len(wrong) >= MOST_PROBLEMS:
                break
        return rows, wrong

    def where(self, number: int) -> str:
        """A row as a sentence names it, e.g. `row 14 of units.csv`."""
        return f"row {self.numbers[number]} of {self.file}"

    def defaulted(self, number: int, path: Path) -> bool:
        """Whether the value is none of the row's, but the default of the config."""
        return bool(path) and path[0] in self.unit(number)[0] and not self._column(number, path)

    def got(self, number: int, path: Path) -> str:
        """The value as a message repeats it: a cell in quotes, where the file has it as a text."""
        value: Any = self.unit(number)[0]
        for step in path:
            value = value.get(step) if isinstance(value, dict) else value[step] if isinstance(step, int) else None
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {_shown(part)}" for key, part in value.items()) + "}"
        if isinstance(value, str) and len(path) > 1 and isinstance(path[-1], int):
            return quote(value)
        column = self._column(number, path)
        written = self.written.get(self.derived.get(column, column), {})
        return _shown(written.get(number, self.cells(number).get(column, value)))

    def problem(  # noqa: PLR0913 - the fields of a Problem
        self,
        number: int,
        path: Path,
        *,
        got: str = "",
        expected: str = "",
        text: str = "",
        hint: str = "",
        severity: Literal["error", "warning"] = "error",
    ) -> Problem:
        """A problem with a value of a row, at its row and column."""
        column = self._column(number, path)
        hint = self._hint(number, column, path) or hint
        count = next((name for name in COUNTS if column.startswith(name)), "troops")
        return Problem(
            path=f"{self.within}column {self.headings.get(column, column)}" if column else self.within.rstrip(", "),
            file=self.file,
            line=self.numbers[number],
            got=got,
            expected=_reworded(expected, count),
            text=_reworded(text, count),
            hint=_reworded(hint, count),
            severity=severity,
            **self._cell(number, column),
        )

    def _fault(self, number: int, column: str, text: str, hint: str) -> Problem:
        """A problem of a row's cells with each other."""
        name = self.headings.get(column, column)
        path, line = f"{self.within}column {name}", self.numbers[number]
        return Problem(path, self.file, line, text=text, hint=hint, **self._cell(number, column))

    def _cell(self, number: int, column: str) -> dict[str, Any]:
        """Where a cell is, in the fields of a problem."""
        return cell_of(self.within, self.numbers[number], self.headings.get(column, column))

    def _column(self, number: int, path: Path) -> str:
        """The filled column that a value of a unit is read from, by our name; empty where there is none."""
        names = [path for path in path if isinstance(path, str)]
        if names[:1] == ["carried"]:
            return CARRIED + names[1] if names[1:] and self._has(CARRIED + names[1], number) else ""
        for name, column in COLUMNS.items():
            if names and list(column.path[: len(names)]) == names[: len(column.path)] and self._has(name, number):
                return name
        return _POINT if names[:1] == ["at"] else ""

    def _has(self, column: str, number: int) -> bool:
        return column in self.columns and self.columns[column][number] is not None

    def _hint(self, number: int, column: str, path: Path) -> str:
        """What only tables get wrong: other marks between items, and counts that are days."""
        cell = self.cells(number).get(column)
        form = COLUMNS[column].form if column in COLUMNS else "text"
        if form in ("list", "links", "pictograms") and isinstance(cell, str) and "," in cell:
            return "separate the items with ;"
        if form == "day" and path:
            return ""
        if isinstance(cell, date) and column.removesuffix("_min").removesuffix("_max") in COUNTS:
            return "a spreadsheet took it for a day: make the cell a text"
        return ""


def read_in_words(table: Table, answers: Answers) -> Table:
    """The same table, its cells as a config would state what they plainly mean; what is asked is among its problems."""
    sheet = Sheet(
        table.file,
        table.within,
        table.numbers,
        dict(table.columns),
        dict(table.headings),
        dict(table.places),
        answers,
        is_placed=bool(table.positions),
    )
    orders = read_plainly(sheet)
    passed = table.passed
    if passed and "embargo_until" in passed.cells:
        days = days_like(passed.cells["embargo_until"], orders.get("embargo_until"))
        passed = replace(passed, cells={**passed.cells, "embargo_until": days})
    return replace(
        table,
        passed=passed,
        columns=sheet.columns,
        headings=sheet.headings,
        places=sheet.places,
        problems=[*table.problems, *sheet.problems],
        written=sheet.written,
        derived=sheet.derived,
        readings=sheet.readings,
    )


def _shown(cell: Any) -> str:
    """A cell in a message."""
    return quote(cell) if isinstance(cell, str) else str(cell)


def _reworded(text: str, count: str) -> str:
    for pattern, words in _REWORDED:
        text = re.sub(pattern, words.replace("{count}", count), text)
    return text
