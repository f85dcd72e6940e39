"""What cells were read as that say something in other words than a config would: nothing is read so without being
told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from geomap.errors import quote


class Reading(NamedTuple):
    """A cell as the file has it, and as it was read."""

    written: str
    read: str


@dataclass(slots=True)
class Readings:
    """The cells of a column that were read in one form, by the places of their rows in a table."""

    heading: str
    form: str  # in the plural, as a sentence ends: `ranges`, `at least so many`
    cells: dict[int, Reading] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How many cells of a column of a table were read in one form, of rows that may be told of, and the first of
    them."""

    table: str
    column: str
    form: str
    count: int
    example: Reading

    def __str__(self) -> str:
        """As a line of a build has it."""
        cells = "cell" if self.count == 1 else "cells"
        read = f" as {self.example.read}" if self.example.read else ""
        said = f"{self.column}: {self.count:,} {cells} read as {self.form}, e.g. {quote(self.example.written)}{read}"
        return f"{self.table}: {said}" if self.table else said

    def as_dict(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "file": self.table, "column": self.column, "form": self.form, "cells": self.count,
            "written": self.example.written, "read": self.example.read,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableReadings:
    """What the cells of a table were read as, and the number of its first row among all units."""

    table: str
    first: int
    readings: tuple[Readings, ...]

    def told(self, is_told: Callable[[int], bool]) -> Iterator[ReadAs]:
        """What may be said: of those units alone that may be told of, by their numbers."""
        for one in self.readings:
            rows = [row for row in one.cells if is_told(self.first + row)]
            if rows:
                yield ReadAs(self.table, one.heading, one.form, len(rows), one.cells[min(rows)])
