"""Columns as rows: each becomes a record when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.facts import Estimate, Particulars
from geomap.facts.columns.rows import Fact, Numbers, Origin, R, Rows, S, T
from geomap.facts.columns.table import (
    COLUMN_NAMES,
    KINDS,
    OF_TABLE,
    Columns,
    Facet,
    Flags,
    Floats,
    Names,
    Whole,
    constant,
    ranked,
)
from geomap.facts.fields import Field
from geomap.loading import Later
from geomap.on_demand import OnDemand

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

# What a question may be of beside single facets: what kind of count of troops there is, which equipment there is and
# how much of it, who states single figures.
TROOPS, PRESENCE, AMOUNTS, CLAIMS = "troops", "presence", "amounts", "claims"
AMOUNT, CLAIM, ORDER = "equipment.", "claim.", "order"  # how facets are named of which there is one a figure
LOOKS = ("side", "formations", PRESENCE, "pictograms")  # what the pictograms of a unit depend on
SOURCES = ("sources", CLAIMS)  # what all sources of a unit are
_RECORDS = "records."  # how facets begin that hold records in the place of rows: None of those that columns make
_OF_FORMS: dict[str, tuple[str, ...]] = {  # of fields that are not a facet of their name
    "counts": (AMOUNTS,), "count": (TROOPS,), "claims": (CLAIMS,), "ids": SOURCES, "whole": ("as_of",),
    **dict.fromkeys(("id", "label", "position", "change"), ()),
}  # fmt: skip
_MOST_KEYS = 2**62


def facets_of(field: Field) -> tuple[str, ...]:
    """What questions of a field depend on; nothing for what is a column of each row."""
    return _OF_FORMS.get(field.form, () if field.name == "place" else (field.name,))


@dataclass(frozen=True, slots=True)
class Sorts:
    """Rows by what they have in common: of each sort the first row, in the order of these, and how many there are; of
    each row its sort.
    """

    firsts: Whole
    counts: Whole
    which: Whole


class Alike(OnDemand[T], Rows[T]):
    """Columns as records, which `fill` makes of them and of a row's number.

    Questions name the facets that their answers depend on, so that they are asked of one row of each sort alone.
    """

    def __init__(self, columns: Columns, fill: Callable[[Columns, int], T]) -> None:
        self.columns = columns
        self.fill = fill
        self._made: list[T] | None = None
        self._known: dict[int, T] = {}
        self._sorts: dict[tuple[str, ...], Sorts] = {}

    def __len__(self) -> int:
        return len(self.columns)

    def _make(self, number: int) -> T:
        if self._made is not None:
            return self._made[number]
        if number not in self._known:
            self._known[number] = self.fill(self.columns, number)
        return self._known[number]

    def __iter__(self) -> Iterator[T]:
        """Each row; who wants them all gets them made once."""
        if self._made is None:
            self._made = [self._make(number) for number in range(len(self))]
            self._known.clear()
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Sequence) and list(self) == list(other))

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    def take(self, numbers: Numbers) -> Alike[T]:
        rows = np.asarray(numbers, dtype=np.int64)
        return self if np.array_equal(rows, np.arange(len(self))) else Alike(self.columns.take(rows), self.fill)

    def kept(self, flags: Flags) -> Alike[T]:
        return self if flags.all() else Alike(self.columns.take(flags), self.fill)

    def each_once(self, parts: Iterable[Numbers]) -> Whole:
        left, found = np.ones(len(self), dtype=bool), [np.zeros(0, dtype=np.int64)]
        for part in parts:
            rows = np.asarray(part, dtype=np.int64)
            found.append(rows[left[rows]])
            left[rows] = False
        return np.concatenate(found)

    def mapped(self, change: Callable[[T], R]) -> Alike[R]:
        fill = self.fill
        return Alike(self.columns, lambda columns, number: change(fill(columns, number)))

    def restated(
        self, numbers: Sequence[int], particulars: Sequence[Particulars], facets: Mapping[str, Sequence[Any]]
    ) -> Alike[T]:
        if not numbers:
            return self
        known = {name: values for name, values in facets.items() if name in self.columns.facets}
        return Alike(self.columns.but(np.array(numbers, dtype=np.int64), particulars, known), self.fill)

    def replaced(self, records: Mapping[int, T]) -> Alike[T]:
        if not records:
            return self
        numbers = np.array([*records], dtype=np.int64)
        columns = self.columns.but(numbers, [record.particulars for record in records.values()], {})
        name, made = f"{_RECORDS}{len(self._records)}", self.fill
        facet = constant(None, len(self)).but(numbers, [*records.values()])

        def fill(columns: Columns, number: int) -> T:
            record: T | None = columns.facets[name].at(number)
            return made(columns, number) if record is None else record

        return Alike(replace(columns, facets={**columns.facets, name: facet}), fill)

    def sorts(self, *facets: str) -> Sorts:
        """The rows by what they have in common in some facets."""
        if facets not in self._sorts:
            self._sorts[facets] = sorted_by(self._keys(facets), len(self))
        return self._sorts[facets]

    def samples(self, *facets: str) -> list[T]:
        return [self[number] for number in self.sorts(*facets).firsts.tolist()]

    def numbered_samples(self, *facets: str) -> Iterator[tuple[int, T]]:
        return zip(self.sorts(*facets).firsts.tolist(), self.samples(*facets), strict=True)

    def counted_samples(self, *facets: str) -> Iterator[tuple[T, int]]:
        return zip(self.samples(*facets), self.sorts(*facets).counts.tolist(), strict=True)

    @property
    def telling(self) -> list[T]:
        return [self[number] for number in self.all_sorts]

    def said_of(self, fact: Callable[[T], S], *facets: str) -> tuple[list[S], Whole]:
        return [fact(sample) for sample in self.samples(*facets)], self.sorts(*facets).which

    def combined(self, facts: Sequence[Fact[T, S]]) -> tuple[Iterable[int], list[tuple[S, ...]]]:
        columns = [self._told(fact, facets) for fact, facets in facts]
        sorts = sorted_by(((which, len(texts)) for texts, which in columns), len(self))
        parts = [[texts[number] for number in which[sorts.firsts].tolist()] for texts, which in columns]
        return sorts.which.tolist(), list(zip(*parts, strict=True))

    def _told(self, fact: Callable[[T], S], facets: Sequence[str]) -> tuple[list[S], Whole]:
        """What is told of some facets, each once, and of each row its place among these."""
        said, which = self.said_of(fact, *facets)
        known: dict[S, int] = {}
        places = np.array([known.setdefault(text, len(known)) for text in said], dtype=np.int64)
        return [*known], places[which]

    def _passed(self, test: Callable[[T], bool], facets: Sequence[str]) -> Flags:
        passed = np.array([test(sample) for sample in self.samples(*facets)], dtype=bool)
        return passed[self.sorts(*facets).which]

    def numbers_where(self, test: Callable[[T], bool], *facets: str) -> list[int]:
        return [int(number) for number in np.flatnonzero(self._passed(test, facets))]

    def where(self, test: Callable[[T], bool], *facets: str) -> Alike[T]:
        return self.kept(self._passed(test, facets))

    def of_tables(self, test: Callable[[T], bool], *facets: str) -> Numbers:
        found = self._passed(test, facets) & (self.columns.own == OF_TABLE)
        return range(len(self)) if found.all() else np.flatnonzero(found)

    @property
    def own(self) -> Iterator[tuple[int, T]]:
        return ((number, self[number]) for number in np.flatnonzero(self.columns.own != OF_TABLE).tolist())

    @property
    def particulars(self) -> list[Particulars]:
        counts, (lat, lon) = self.columns.counts, self.lat_lon
        columns = self.ids, self.labels, self.place_names, lat.tolist(), lon.tolist()
        troops = map(counts.__getitem__, self.columns.count.tolist())
        return [Particulars(*row) for row in zip(*columns, troops, strict=True)]

    @property
    def ids(self) -> list[str]:
        return _texts(self.columns.ids)

    @property
    def labels(self) -> list[str]:
        return _texts(self.columns.labels)

    @property
    def place_names(self) -> list[str]:
        return _texts(self.columns.names)

    @property
    def points(self) -> list[tuple[float, float]]:
        return list(zip(self.columns.lat.tolist(), self.columns.lon.tolist(), strict=True))

    @property
    def lat_lon(self) -> tuple[Floats, Floats]:
        return self.columns.lat, self.columns.lon

    @property
    def counts(self) -> list[Estimate | None]:
        return self.columns.counts

    @property
    def counted(self) -> tuple[list[Estimate | None], Whole]:
        return self.columns.counts, self.columns.count

    @property
    def count_columns(self) -> tuple[Iterable[int], Iterable[int], Iterable[int]]:
        return self.columns.kinds, self.columns.low, self.columns.high

    @property
    def sizes(self) -> Whole:
        return self.columns.sizes

    @property
    def in_order(self) -> Whole:
        return self.columns.by_id

    @property
    def repeats(self) -> bool:
        return self.columns.repeats

    @property
    def origin(self) -> Origin:
        return Origin(self.fill, {*zip(self.ids, self.columns.own.tolist(), strict=True)})

    @cached_property
    def all_sorts(self) -> list[int]:
        """Numbers of rows that have between them all that any has in any facet."""
        firsts = [self.sorts(name).firsts for name in (*self.columns.facets, TROOPS)]
        return [int(number) for number in np.unique(np.concatenate(firsts))]

    @property
    def _records(self) -> list[str]:
        """The facets that hold records."""
        return [name for name in self.columns.facets if name.startswith(_RECORDS)]

    def _keys(self, facets: Sequence[str]) -> Iterator[tuple[Whole, int]]:
        """Of the facets of a question the numbers of what rows have, and how many there are; records are told apart."""
        for name in (*facets, *self._records):
            if name == TROOPS:
                yield (self.columns.kinds + 1) * 2 + (self.columns.high == 0), 2 * (len(KINDS) + 1)
                continue
            for facet in _facets_of(self.columns.facets, name):
                yield facet.which, len(facet.values)


def _texts(column: Names) -> list[str]:
    texts: list[str] = column.tolist()
    return texts


def _facets_of(facets: Mapping[str, Facet], name: str) -> Iterator[Facet]:
    if name == PRESENCE:
        yield from (facet.by(_presence) for kind, facet in facets.items() if kind.startswith(AMOUNT))
    elif name == AMOUNTS:
        yield from (facet for kind, facet in facets.items() if kind.startswith(AMOUNT) or kind == ORDER)
    elif name == CLAIMS:
        yield from (facet for kind, facet in facets.items() if kind.startswith(CLAIM) or kind == ORDER)
    else:
        yield facets[name]


def _presence(count: Estimate | None) -> tuple[bool, bool] | None:
    """What of a count says whether it is drawn, and whether it is a figure."""
    return None if count is None else (count.is_known, count.maximum == 0)


def sorted_by(keys: Iterable[tuple[Whole, int]], rows: int) -> Sorts:
    """So many rows by several numbers each, which are below others."""
    which, size = np.zeros(rows, dtype=np.int64), 1
    for codes, many in keys:
        if many > 1:
            if size * many > _MOST_KEYS:
                which = np.unique(which, return_inverse=True)[1]
                size = rows
            which, size = which * many + codes, size * many
    _, places = ranked(which) if size <= 4 * rows else np.unique(which, return_inverse=True)
    counts = np.bincount(places)
    firsts = np.zeros_like(counts)
    firsts[places[::-1]] = np.arange(rows)[::-1]  # the row that is set last is the first
    order = np.argsort(firsts)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Sorts(firsts[order], counts[order], rank[places])


def stacked(parts: Sequence[Columns]) -> Columns:
    """Columns of the same facets under one another."""
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMN_NAMES}
    return Columns(**columns, facets={name: _joined([part.facets[name] for part in parts]) for name in parts[0].facets})


def _joined(parts: Sequence[Facet]) -> Facet:
    starts = np.cumsum([0, *(len(part.values) for part in parts)])
    which = np.concatenate([part.which + start for part, start in zip(parts, starts, strict=False)])
    return Facet(which, [value for part in parts for value in part.values]).pooled
