"""A table while its cells are read plainly: which of them are looked at, what becomes of them, what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.errors import MOST_PROBLEMS, Problem, quote
from geomap.facts.fields import plain
from geomap.tables.arrays import Cells
from geomap.tables.plain.answers import Answers
from geomap.tables.plain.readings import Reading, Readings

WITH_TABLE = "beside `file` in units_from"


@dataclass
class Sheet:
    """The columns of a table by our names, which are changed here, and what is said of it.

    `written` keeps the cells that were changed, as the file has them, `derived` the columns that were made of another.
    """

    file: str
    within: str
    numbers: Sequence[int]
    columns: MutableMapping[str, Sequence[Any]]
    headings: MutableMapping[str, str]
    places: MutableMapping[str, int]
    answers: Answers = field(default_factory=Answers)
    is_placed: bool = False  # by geometries of the file
    written: dict[str, dict[int, Any]] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    readings: list[Readings] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def texts(self, name: str) -> Iterator[tuple[int, str]]:
        """The cells of a column that are texts, without blanks around them, and the places of their rows."""
        column = self.columns.get(name, ())
        if isinstance(column, Cells) and not column.is_text:
            return
        for row, cell in enumerate(column):
            if type(cell) is str and (text := cell.strip()):
                yield row, text

    def cell(self, name: str, row: int) -> Any:
        """A cell as it is now; None for none."""
        column = self.columns.get(name)
        return None if column is None else column[row]

    def heading(self, name: str) -> str:
        """What the file calls a column."""
        return self.headings.get(name, name)

    def answer(self, answers: Mapping[str, str], name: str) -> str:
        """The answer of the config for a column; empty where it has none."""
        by_name = {plain(heading): answer for heading, answer in answers.items()}
        return by_name.get(plain(self.heading(name))) or by_name.get(name) or by_name.get("", "")

    def put(self, name: str, row: int, value: Any, source: str = "") -> None:
        """Change a cell; of a column that is made of the cells of another, `source`, it may be the first."""
        column = self.columns.get(name)
        if column is None:
            column = [None] * len(self.numbers)
            self.headings[name] = self.heading(source)
            self.derived[name] = source
            if source in self.places:
                self.places[name] = self.places[source]
        if not isinstance(column, list):
            column = list(column)
        if name not in self.derived:
            self.written.setdefault(name, {}).setdefault(row, column[row])
        column[row] = value
        self.columns[name] = column

    def tell(self, name: str, form: str, row: int, written: str, read: str = "") -> None:
        """Keep what a cell was read as."""
        heading = self.heading(name)
        found = next((one for one in self.readings if (one.heading, one.form) == (heading, form)), None)
        if found is None:
            found = Readings(heading, form)
            self.readings.append(found)
        found.cells[row] = Reading(written, read)

    def ask(self, name: str, row: int, text: str, hint: str) -> None:
        """Ask about a cell, which says nothing until that is answered; the rest of its row is told besides."""
        if len(self.problems) < MOST_PROBLEMS:
            self.ask_of_column(name, row, text, hint)
        self.put(name, row, None)

    def ask_of_column(self, name: str, row: int, text: str, hint: str) -> None:
        """Ask about a column, at the row that shows why."""
        path, line = f"{self.within}column {self.heading(name)}", self.numbers[row]
        cell = cell_of(self.within, line, self.heading(name))
        self.problems.append(Problem(path, self.file, line, text=text, hint=hint, **cell))


def cell_of(within: str, row: int, heading: str) -> dict[str, Any]:
    """Where a cell is, in the fields of a problem; `within` begins what a message says of it."""
    sheet = within.removeprefix("sheet ").rstrip(", ") if within.startswith("sheet ") else ""
    return {"sheet": sheet, "row": row, "heading": heading}


def is_plain(column: Sequence[Any], marks: bytes = b"") -> bool:
    """Whether all texts of a column, of which there may be very many, have but digits and some marks in them."""
    try:
        joined = "".join(column)
    except TypeError:
        joined = "".join(cell for cell in column if type(cell) is str)
    return joined.isascii() and not joined.encode().translate(None, b"0123456789" + marks)


def meant(name: str, text: str, meanings: Sequence[tuple[str, str]]) -> str:
    """The lines of a config that say what a cell means."""
    if not meanings:
        return "write it in other words in the table, or say what it means with `values`"
    said = ", or ".join(f"{{{name}: {{{quote(text)}: {value}}}}} {where}" for value, where in meanings)
    return f"write values: {said}, {WITH_TABLE}"


def most_frequent(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Texts and how often each is there, the most frequent first, and of equal ones that which comes first."""
    return Counter(texts).most_common()
