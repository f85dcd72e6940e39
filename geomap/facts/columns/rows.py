"""Rows: records in their order, and what is asked of all of them at once."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias, TypeVar

from geomap.facts import Estimate, Particulars
from geomap.facts.columns.table import Flags, Floats, Whole, count_cells, order_of
from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

Numbers: TypeAlias = "Sequence[int] | Whole"  # of rows


class Record(Protocol):
    """What rows are of."""

    @property
    def particulars(self) -> Particulars: ...


T = TypeVar("T", bound=Record)
R = TypeVar("R", bound=Record)
S = TypeVar("S")
Fact: TypeAlias = "tuple[Callable[[T], S], Sequence[str]]"  # what is said of a row, and the facets that it depends on


class Origin(NamedTuple):
    """What rows of one table are made by, and which of them they are."""

    fill: Callable[..., Any]
    rows: Set[tuple[str, int]]


class Rows(Sequence[T]):
    """Records of one kind. Whoever asks of them names the facets that the answer depends on, and is given one of each
    sort of rows that these tell apart; rows that a config states itself are each of a sort of its own.
    """

    __slots__ = ()

    @abstractmethod
    def samples(self, *facets: str) -> Sequence[T]:
        """One of each sort in some facets: enough to ask what there is of these, not how many."""

    @abstractmethod
    def numbered_samples(self, *facets: str) -> Iterator[tuple[int, T]]:
        """The first of each sort in some facets, and its number."""

    @abstractmethod
    def counted_samples(self, *facets: str) -> Iterator[tuple[T, int]]:
        """One of each sort in some facets, and how many there are of it."""

    @property
    @abstractmethod
    def telling(self) -> Sequence[T]:
        """Some that have between them all that any has in any facet."""

    @abstractmethod
    def said_of(self, fact: Callable[[T], S], *facets: str) -> tuple[list[S], Whole]:
        """What some facets say: a fact of each sort, and of each row its place among these."""

    @abstractmethod
    def combined(self, facts: Sequence[Fact[T, S]]) -> tuple[Iterable[int], list[tuple[S, ...]]]:
        """What several facts say together: of each row the place of what is said of it, and all that is said, once."""

    @abstractmethod
    def numbers_where(self, test: Callable[[T], bool], *facets: str) -> list[int]:
        """The numbers of those that pass a test, which depends on no more than some facets."""

    @abstractmethod
    def where(self, test: Callable[[T], bool], *facets: str) -> Rows[T]:
        """Those that pass such a test."""

    @abstractmethod
    def of_tables(self, test: Callable[[T], bool], *facets: str) -> Numbers:
        """The numbers of rows of tables that pass such a test; a range where these are all that there are."""

    @abstractmethod
    def mapped(self, change: Callable[[T], R]) -> Rows[R]:
        """Records that are made of these, with what rows have in common the same, and their particulars too."""

    @abstractmethod
    def restated(
        self, numbers: Sequence[int], particulars: Sequence[Particulars], facets: Mapping[str, Sequence[Any]]
    ) -> Rows[T]:
        """The same rows, whose records of some numbers say otherwise than before where they are and what they are
        called, or have other values in some facets.
        """

    @abstractmethod
    def replaced(self, records: Mapping[int, T]) -> Rows[T]:
        """The same rows with other records in the place of some, by their numbers, each of a sort of its own."""

    @abstractmethod
    def take(self, numbers: Numbers) -> Rows[T]:
        """Some of the rows, by their numbers; nothing is left of the others."""

    @abstractmethod
    def kept(self, flags: Flags) -> Rows[T]:
        """The rows that are flagged."""

    @abstractmethod
    def each_once(self, parts: Iterable[Numbers]) -> Numbers:
        """Numbers of rows that may be in several parts, each where it comes first."""

    @property
    @abstractmethod
    def own(self) -> Iterator[tuple[int, T]]:
        """The rows that a config states itself, with their numbers."""

    @property
    @abstractmethod
    def particulars(self) -> Sequence[Particulars]:
        """What few of them share."""

    @property
    @abstractmethod
    def ids(self) -> list[str]:
        """The ids, of whatever they are."""

    @property
    @abstractmethod
    def labels(self) -> list[str]:
        """What each is called."""

    @property
    @abstractmethod
    def place_names(self) -> list[str]:
        """What each calls its place."""

    @property
    @abstractmethod
    def points(self) -> list[tuple[float, float]]:
        """Latitudes and longitudes, for what is worked out without numpy."""

    @property
    @abstractmethod
    def lat_lon(self) -> tuple[Floats, Floats]:
        """Latitudes and longitudes."""

    @property
    @abstractmethod
    def counts(self) -> Iterable[Estimate | None]:
        """Every count of troops, each at least once."""

    @property
    @abstractmethod
    def counted(self) -> tuple[list[Estimate | None], Whole]:
        """The same, and of each row the place of its own among them."""

    @property
    @abstractmethod
    def count_columns(self) -> tuple[Iterable[int], Iterable[int], Iterable[int]]:
        """The counts of troops as `Columns` have them: kinds and both ends."""

    @property
    @abstractmethod
    def sizes(self) -> Whole:
        """The number that a circle is drawn for; 0 where nothing is claimed."""

    @property
    @abstractmethod
    def in_order(self) -> Whole:
        """The numbers of the rows in the order of their ids."""

    @property
    @abstractmethod
    def repeats(self) -> bool:
        """Whether an id is there more than once."""

    @property
    @abstractmethod
    def origin(self) -> Origin | None:
        """Where rows of tables are from."""

    def holds_all(self, others: Rows[T]) -> bool:
        """Whether the others are known to be among these, as rows of the same table that are made into the same
        records.
        """
        mine, theirs = self.origin, others.origin
        return bool(mine and theirs and mine.fill == theirs.fill and mine.rows >= theirs.rows)

    def remembered(self, what: Hashable, work_out: Callable[[], S]) -> S:
        """What was worked out of these rows before, or else is now; `what` tells things from one another."""
        known: dict[Hashable, S] = vars(self).setdefault("_known_of", {})
        if what not in known:
            known[what] = work_out()
        return known[what]

    def each(self, change: Callable[[T], R]) -> Rows[R]:
        """Records that are made of these where it depends on what they share with no other."""
        return Records(map(change, self))

    def numbered(self, ids: Collection[str]) -> Iterator[tuple[int, T]]:
        """The rows that a config states itself or that are meant by an id, with their numbers."""
        own = dict(self.own)
        meant = [number for number, name in enumerate(self.ids) if name in ids] if ids and len(own) < len(self) else ()
        return ((number, self[number]) for number in sorted({*own, *meant}))

    def by_count(self, worked_out: Callable[[Estimate | None], float]) -> Floats:
        """What follows from the count of each."""
        counts, which = self.counted
        return np.array([worked_out(count) for count in counts], dtype=float)[which]

    @property
    def largest(self) -> int:
        """The largest count of troops."""
        return max((count.maximum or count.minimum or 0 for count in self.counts if count), default=0)

    @property
    def label_by_id(self) -> dict[str, str]:
        """What each unit is called, once however often it was observed."""
        return dict(zip(self.ids, self.labels, strict=True))


class Records(tuple[T, ...], Rows[T]):
    """Records that are stated one by one: each is of a sort of its own."""

    def samples(self, *facets: str) -> Sequence[T]:
        return self

    def numbered_samples(self, *facets: str) -> Iterator[tuple[int, T]]:
        return iter(enumerate(self))

    def counted_samples(self, *facets: str) -> Iterator[tuple[T, int]]:
        return ((record, 1) for record in self)

    @property
    def telling(self) -> Sequence[T]:
        return self

    def said_of(self, fact: Callable[[T], S], *facets: str) -> tuple[list[S], Whole]:
        return [fact(record) for record in self], np.arange(len(self))

    def combined(self, facts: Sequence[Fact[T, S]]) -> tuple[Iterable[int], list[tuple[S, ...]]]:
        found: dict[tuple[S, ...], int] = {}
        said = (tuple(fact(record) for fact, _ in facts) for record in self)
        return [found.setdefault(texts, len(found)) for texts in said], [*found]

    def numbers_where(self, test: Callable[[T], bool], *facets: str) -> list[int]:
        return [number for number, record in enumerate(self) if test(record)]

    def where(self, test: Callable[[T], bool], *facets: str) -> Records[T]:
        return Records(record for record in self if test(record))

    def of_tables(self, test: Callable[[T], bool], *facets: str) -> Numbers:
        return ()

    def mapped(self, change: Callable[[T], R]) -> Records[R]:
        return Records(map(change, self))

    def restated(
        self, numbers: Sequence[int], particulars: Sequence[Particulars], facets: Mapping[str, Sequence[Any]]
    ) -> Records[T]:
        return self

    def replaced(self, records: Mapping[int, T]) -> Records[T]:
        return Records(records.get(number, record) for number, record in enumerate(self)) if records else self

    def take(self, numbers: Numbers) -> Records[T]:
        listed = list(numbers)
        return self if listed == [*range(len(self))] else Records(self[number] for number in listed)

    def kept(self, flags: Flags) -> Records[T]:
        return Records(compress(self, flags))

    def each_once(self, parts: Iterable[Numbers]) -> Numbers:
        return list(dict.fromkeys(number for part in parts for number in part))

    @property
    def own(self) -> Iterator[tuple[int, T]]:
        return iter(enumerate(self))

    @cached_property
    def particulars(self) -> list[Particulars]:
        return [record.particulars for record in self]

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self.particulars]

    @property
    def labels(self) -> list[str]:
        return [row.label for row in self.particulars]

    @property
    def place_names(self) -> list[str]:
        return [row.place for row in self.particulars]

    @property
    def points(self) -> list[tuple[float, float]]:
        return [(row.lat, row.lon) for row in self.particulars]

    @property
    def lat_lon(self) -> tuple[Floats, Floats]:
        lat, lon = np.array(self.points, dtype=float).reshape(-1, 2).T
        return lat, lon

    @property
    def counts(self) -> list[Estimate | None]:
        return [row.troops for row in self.particulars]

    @property
    def counted(self) -> tuple[list[Estimate | None], Whole]:
        return self.counts, np.arange(len(self))

    @property
    def count_columns(self) -> tuple[Iterable[int], Iterable[int], Iterable[int]]:
        kinds, low, high = zip(*map(count_cells, self.counts), strict=True) if self else ((), (), ())
        return kinds, low, high

    @property
    def sizes(self) -> Whole:
        counts = self.counts
        return np.array([(count.maximum or count.minimum or 0) if count else 0 for count in counts], dtype=np.int64)

    @property
    def in_order(self) -> Whole:
        return order_of(self.ids)

    @property
    def repeats(self) -> bool:
        return len({*self.ids}) < len(self)

    @property
    def origin(self) -> None:
        return None


NO_ROWS: Records[Any] = Records()
