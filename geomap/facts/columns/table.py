"""What very many records say, a column each: numbers and texts of their own, and facets, which many of them share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.facts import CountKind, Estimate, Particulars
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
OF_TABLE = -1  # in the place of a number among the rows of a config
_SPAN = 2**30  # of the ends of counts


@dataclass(frozen=True, slots=True)
class Facet:
    """What many rows share: the values that there are, each perhaps several times, and of each row which one it has."""

    which: Whole
    values: Sequence[Any]

    def at(self, row: int) -> Any:
        """What one row has."""
        return self.values[self.which[row]]

    def take(self, rows: Any, size: int) -> Facet:
        """That of some rows, by their numbers or by a mask, and how many these are."""
        if len(self.values) == 1:
            return constant(self.values[0], size)
        found, places = ranked(self.which[rows])
        some = self.values if len(found) == len(self.values) else [self.values[which] for which in found.tolist()]
        return Facet(places, some)

    def but(self, rows: Whole, values: Sequence[Any]) -> Facet:
        """The same with other values in some rows."""
        which = self.which.copy()
        which[rows] = np.arange(len(self.values), len(self.values) + len(values))
        return Facet(which, [*self.values, *values])

    @property
    def pooled(self) -> Facet:
        """The same with each value once."""
        return self.by(lambda value: value)

    def by(self, said: Callable[[Any], Hashable]) -> Facet:
        """What is said of each value, which may be the same of several."""
        if len(self.values) == 1:
            return Facet(self.which, [said(self.values[0])])
        places: dict[Hashable, int] = {}
        place = np.array([places.setdefault(said(value), len(places)) for value in self.values], dtype=np.int64)
        return Facet(place[self.which], list(places))


def constant(value: Any, rows: int) -> Facet:
    """The facet of rows that all have one value; it takes no memory for each."""
    return Facet(np.broadcast_to(np.zeros((), dtype=np.int64), rows), [value])


@dataclass(frozen=True)
class Columns:
    """What rows say. `names` are those of their places; degrees, WGS 84.

    `kinds`, `low` and `high` are the counts of troops: a place among KINDS or NO_CLAIM, and both ends or OPEN. `own` is
    the number of a row among those that a config states itself, OF_TABLE for others. `facets` hold all else, by name.
    """

    ids: Names
    labels: Names
    names: Names
    lat: Floats
    lon: Floats
    kinds: Whole
    low: Whole
    high: Whole
    own: Whole
    facets: Mapping[str, Facet]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Any) -> Columns:
        """The columns of some rows, by their numbers or by a mask."""
        columns = {name: getattr(self, name)[rows] for name in COLUMN_NAMES}
        size = len(columns["ids"])
        some = Columns(**columns, facets={name: facet.take(rows, size) for name, facet in self.facets.items()})
        if "_distinct" in self.__dict__:  # what is known of all need not be worked out of some
            counts, which = self._distinct
            found, places = ranked(which[rows])
            some.__dict__["_distinct"] = [counts[count] for count in found.tolist()], places
        return some

    def but(self, rows: Whole, own: Sequence[Particulars], values: Mapping[str, Sequence[Any]]) -> Columns:
        """The same where some rows say other particulars, but for their ids, or have other values in some facets."""
        changed = {
            "labels": names(one.label for one in own),
            "names": names(one.place for one in own),
            "lat": np.array([one.lat for one in own], dtype=float),
            "lon": np.array([one.lon for one in own], dtype=float),
            **dict(zip(("kinds", "low", "high"), count_columns(one.troops for one in own), strict=True)),
        }
        columns = {name: getattr(self, name).copy() for name in changed}
        for name, cells in changed.items():
            columns[name][rows] = cells
        facets = {name: self.facets[name].but(rows, others).pooled for name, others in values.items()}
        return replace(self, **columns, facets={**self.facets, **facets})

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
        return order_of(self.ids.tolist())

    @property
    def sizes(self) -> Whole:
        """The number that a circle is drawn for, the upper end where there is one; 0 where nothing is claimed."""
        return np.where(self.high > 0, self.high, np.maximum(self.low, 0))


COLUMN_NAMES = tuple(field.name for field in fields(Columns) if field.name != "facets")


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
    kinds, low, high = np.array([*map(count_cells, counts)], dtype=np.int64).reshape(-1, 3).T
    return kinds, low, high


def count_cells(count: Estimate | None) -> tuple[int, int, int]:
    """A count in each of these."""
    if count is None:
        return NO_CLAIM, OPEN, OPEN
    low, high = (OPEN if end is None else end for end in (count.minimum, count.maximum))
    return KINDS.index(count.kind), low, high


def order_of(ids: Sequence[str]) -> Whole:
    """The numbers of rows in the order of their ids."""
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
