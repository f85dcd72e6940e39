"""A value as the user's file has it, and where it stands there: what `geomap explain` begins with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of the row of a unit. `key` is ours, of a config or a table, `heading` that of the table's own column.

    `field` is the key of the unit that it is of, as `troops` for a column troops_min. `line` counts from 1, and is the
    row of a table; in a spreadsheet there is a `cell`, as C7. There is no column of a line: it counts the digits before
    it, which may be those of a position that is not to be told.
    """

    key: str
    field: str
    value: str
    file: str
    line: int | None = None
    cell: str = ""
    heading: str = ""

    @property
    def where(self) -> str:
        """Where it stands: file:line, or the cell of a spreadsheet, as far as they are known."""
        if self.cell:
            return f"{self.file}, {self.cell}"
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}, column {self.heading}" if self.heading else place
