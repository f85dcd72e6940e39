"""Columns of a file that has types of its own, as arrays: a cell becomes an object when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from geomap.facts.columns import Flags, Whole, names
from geomap.loading import Later
from geomap.values.where import text_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # most configs are read without it
    np = Later("numpy")


class Cells(Sequence[Any]):
    """Cells of one type: whole numbers, other numbers, or texts without blanks around them. An empty one is None.

    `keys` are numbers that are equal where cells are, of columns whose file has such.
    """

    def __init__(self, values: NDArray[Any], empty: Flags, keys: Whole | None = None) -> None:
        self.values = values
        self.empty = empty
        self.keys = keys

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Any]: ...
    def __getitem__(self, row: int | slice) -> Any:
        if isinstance(row, slice):
            return self.take(np.arange(*row.indices(len(self))))
        return None if self.empty[row] else self.values[row : row + 1 or None].tolist()[0]

    def __iter__(self) -> Iterator[Any]:
        """Each as an object."""
        cells = self.values.astype(object)
        cells[self.empty] = None
        return iter(cells.tolist())

    def take(self, rows: Any) -> Cells:
        """Some of the cells, by their numbers."""
        return Cells(self.values[rows], self.empty[rows], None if self.keys is None else self.keys[rows])

    @property
    def is_text(self) -> bool:
        """Whether they are texts, or all empty."""
        return self.values.dtype == object

    @property
    def stated(self) -> NDArray[Any]:
        """Those that are not empty."""
        return self.values[~self.empty] if self.empty.any() else self.values


def texts(cells: Sequence[str | None]) -> Cells:
    """Cells that are each a text of its own."""
    values = names(cell.strip() if cell else "" for cell in cells)
    return Cells(values, values == "")


def known_texts(known: Sequence[str | None], keys: Whole) -> Cells:
    """Cells that are each one of the known texts, of which the last is None; equal ones are one object."""
    stripped = [text.strip() if text else "" for text in known]
    if stripped[:-1] != known[:-1] or "" in stripped[:-1]:  # some may be equal now
        places: dict[str, int] = {}
        keys = np.array([places.setdefault(text, len(places)) for text in stripped])[keys]
        stripped = list(places)
    values = names(stripped)
    return Cells(values[keys], (values == "")[keys], keys)


def nothing(size: int) -> Cells:
    """Empty cells."""
    return Cells(np.full(size, "", dtype=object), np.ones(size, dtype=bool))


def chosen(column: Sequence[Any], rows: Sequence[int]) -> Sequence[Any]:
    """The cells of these rows."""
    return column.take(list(rows)) if isinstance(column, Cells) else [column[row] for row in rows]


def empty_of(column: Sequence[Any], rows: Sequence[int] | None) -> list[int]:
    """Of these rows, or of all, those without a cell in a column."""
    if isinstance(column, Cells) and rows is None:
        return [int(row) for row in np.flatnonzero(column.empty)]
    return [row for row in (range(len(column)) if rows is None else rows) if not text_of(column[row])]


def empty_cells(column: Sequence[Any]) -> Flags:
    """Which cells of a cleaned column are empty."""
    return column.empty if isinstance(column, Cells) else np.array([cell is None for cell in column], dtype=bool)
