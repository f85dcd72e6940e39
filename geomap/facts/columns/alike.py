"""Columns and patterns as a sequence of records, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from geomap.facts.columns.table import COLUMN_NAMES, KINDS, Columns, Flags, Whole, ranked
from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

T = TypeVar("T")


class Alike(Sequence[T], Generic[T]):
    """Rows as a sequence of records. `fill` makes one of its pattern; the first `whole` patterns are rows already."""

    def __init__(
        self, columns: Columns, patterns: Sequence[T], fill: Callable[[T, Columns, int], T], whole: int = 0
    ) -> None:
        self.columns = columns
        self.patterns = patterns
        self.fill = fill
        self.whole = whole
        self._made: list[T] | None = None

    def __len__(self) -> int:
        return len(self.columns)

    @overload
    def __getitem__(self, row: int) -> T: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[T]: ...
    def __getitem__(self, row: int | slice) -> T | Sequence[T]:
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(len(self)))]
        if self._made is not None:
            return self._made[row]
        number = range(len(self))[row]
        which = int(self.columns.alike[number])
        return self.patterns[which] if which < self.whole else self.fill(self.patterns[which], self.columns, number)

    def __iter__(self) -> Iterator[T]:
        """Each row; who wants them all gets them made once."""
        if self._made is None:
            self._made = [self[number] for number in range(len(self))]
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Sequence) and list(self) == list(other))

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    def take(self, rows: Any) -> Alike[T]:
        """Some of the rows, by their numbers or by a mask, and the patterns that these follow."""
        columns = self.columns.take(rows)
        followed, places = ranked(columns.alike)
        if len(followed) == len(self.patterns):
            return Alike(columns, self.patterns, self.fill, self.whole)
        patterns = [self.patterns[which] for which in followed.tolist()]
        columns = replace(columns, alike=places)
        return Alike(columns, patterns, self.fill, int((followed < self.whole).sum()))

    def mapped(self, change: Callable[[T], T]) -> Alike[T]:
        """The rows with all patterns changed; what rows differ in stays."""
        return Alike(self.columns, [change(pattern) for pattern in self.patterns], self.fill, self.whole)

    def follow(self, test: Callable[[T], bool]) -> Flags:
        """Which rows follow a pattern that passes a test."""
        return np.array([test(pattern) for pattern in self.patterns], dtype=bool)[self.columns.alike]

    @property
    def own(self) -> list[tuple[int, T]]:
        """The rows that are patterns themselves, with their numbers."""
        numbers = np.flatnonzero(self.columns.alike < self.whole).tolist()
        return [(number, self[number]) for number in numbers]

    @cached_property
    def _sorts(self) -> tuple[Whole, Whole, Whole]:
        """Of each sort of row, in the order of their first: this one, and how many; and of each row its sort."""
        columns = self.columns
        keys = (columns.alike * (len(KINDS) + 1) + columns.kinds + 1) * 2 + (columns.high == 0)
        _, first, which, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        order = np.argsort(first)
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        return first[order], counts[order], places[which]

    @property
    def samples(self) -> list[T]:
        """The first row of each sort: of a pattern, a kind of count, and whether it says that none is there."""
        return [self[number] for number in self.first_of_sorts]

    @property
    def first_of_sorts(self) -> list[int]:
        """The numbers of the samples."""
        return [int(number) for number in self._sorts[0]]

    @property
    def numbers_of_samples(self) -> list[int]:
        """How many rows each sample stands for."""
        return [int(number) for number in self._sorts[1]]

    def where(self, test: Callable[[T], bool]) -> Alike[T]:
        """The rows of the sorts whose sample passes a test."""
        passed = np.array([test(sample) for sample in self.samples], dtype=bool)
        return self if passed.all() else self.take(passed[self._sorts[2]])


def stacked(parts: Sequence[Alike[T]]) -> Alike[T]:
    """Rows under one another. Only the first part may have patterns that are rows themselves."""
    starts = np.cumsum([0, *(len(part.patterns) for part in parts)])
    columns = {name: np.concatenate([getattr(part.columns, name) for part in parts]) for name in COLUMN_NAMES}
    columns["alike"] = np.concatenate([part.columns.alike + start for part, start in zip(parts, starts, strict=False)])
    patterns = [pattern for part in parts for pattern in part.patterns]
    return Alike(Columns(**columns), patterns, parts[-1].fill, parts[0].whole)
