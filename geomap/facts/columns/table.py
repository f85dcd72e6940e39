"""What very many records differ in, a column each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.facts import CountKind, Estimate
from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Names = NDArray[np.object_]
else:  # most configs are read without it
    np = Later("numpy")
    Floats = Whole = Flags = Names = Any

KINDS = tuple(CountKind)
NO_CLAIM = -1  # in the place of a kind
OPEN = -1  # in the place of an end
_SPAN = 2**30  # of the ends of counts


@dataclass(frozen=True)
class Columns:
    """What rows differ in. `names` are those of their places, `alike` which pattern each follows; degrees, WGS 84.

    `kinds`, `low` and `high` are the counts of troops: a place among KINDS or NO_CLAIM, and both ends or OPEN.
    """

    ids: Names
    labels: Names
    names: Names
    lat: Floats
    lon: Floats
    kinds: Whole
    low: Whole
    high: Whole
    alike: Whole

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Any) -> Columns:
        """The columns of some rows, by their numbers or by a mask."""
        some = Columns(*(getattr(self, name)[rows] for name in COLUMN_NAMES))
        if "_distinct" in self.__dict__:  # what is known of all need not be worked out of some
            counts, which = self._distinct
            found, places = ranked(which[rows])
            some.__dict__["_distinct"] = [counts[count] for count in found.tolist()], places
        return some

    @cached_property
    def repeats(self) -> bool:
        """Whether an id is there more than once."""
        return len({*self.ids.tolist()}) < len(self.ids)

    def troops(self, row: int) -> Estimate | None:
        """The count of one row."""
        return _estimate(int(self.kinds[row]), int(self.low[row]), int(self.high[row]))

    @cached_property
    def _distinct(self) -> tuple[list[Estimate | None], Whole]:
        low, high = (_compact(ends - OPEN) for ends in (self.low, self.high))
        keys = ((self.kinds + 1) * _SPAN + low) * _SPAN + high
        _, first, which = np.unique(keys, return_index=True, return_inverse=True)
        return [self.troops(row) for row in first.tolist()], which

    @property
    def counts(self) -> list[Estimate | None]:
        """Every count that there is, once."""
        return self._distinct[0]

    @property
    def count(self) -> Whole:
        """Of each row the place of its count among all `counts`."""
        return self._distinct[1]

    @cached_property
    def by_id(self) -> Whole:
        """The rows in the order of their ids."""
        ids = self.ids.tolist()
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)

    def by_count(self, worked_out: Callable[[Estimate | None], float]) -> Floats:
        """What follows from the count, for each row."""
        return np.array([worked_out(count) for count in self.counts], dtype=float)[self.count]

    @property
    def sizes(self) -> Whole:
        """The number that a circle is drawn for, the upper end where there is one; 0 where nothing is claimed."""
        return np.where(self.high > 0, self.high, np.maximum(self.low, 0))


COLUMN_NAMES = tuple(field.name for field in fields(Columns))


def _estimate(kind: int, low: int, high: int) -> Estimate | None:
    ends = (None if end == OPEN else end for end in (low, high))
    return None if kind == NO_CLAIM else Estimate(KINDS[kind], *ends)


def _compact(ends: Whole) -> Whole:
    """Numbers from 0 in the order of these, so small that two and a kind make one."""
    return ends if ends.max(initial=0) < _SPAN else np.unique(ends, return_inverse=True)[1]


def ranked(codes: Whole) -> tuple[Whole, Whole]:
    """Which of small whole numbers there are, and of each its place among them."""
    there = np.bincount(codes) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


def names(texts: Iterable[str]) -> Names:
    """Texts as a column."""
    listed = list(texts)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column


def count_columns(counts: Iterable[Estimate | None]) -> tuple[Whole, Whole, Whole]:
    """Counts as three columns."""
    rows = [
        (NO_CLAIM, OPEN, OPEN)
        if count is None
        else (KINDS.index(count.kind), *(OPEN if end is None else end for end in (count.minimum, count.maximum)))
        for count in counts
    ]
    kinds, low, high = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return kinds, low, high
