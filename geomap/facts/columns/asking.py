"""What is asked of records, whether they are columns or a record each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from geomap.facts import Estimate, Unit
from geomap.facts.columns.alike import Alike
from geomap.facts.columns.table import Floats, Whole
from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

Numbers: TypeAlias = "Sequence[int] | Whole"  # of records
T = TypeVar("T")
S = TypeVar("S")


class Sized(Protocol):
    """A record with a count of troops."""

    @property
    def troops(self) -> Estimate | None: ...


class Named(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str: ...


class Labelled(Protocol):
    """A record that is called something."""

    @property
    def label(self) -> str: ...


class OfUnit(Protocol):
    """A record of a unit."""

    @property
    def unit(self) -> str: ...


class Placed(Protocol):
    """A record with a position."""

    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


def samples(records: Sequence[T], *facets: str) -> Sequence[T]:
    """One of each sort in some facets: enough to ask what there is of these, not how many."""
    return records.samples(*facets) if isinstance(records, Alike) else records


def numbered_samples(records: Sequence[T], *facets: str) -> Iterator[tuple[int, T]]:
    """The first of each sort in some facets, and its number."""
    if isinstance(records, Alike):
        return zip(records.sorts(*facets).firsts.tolist(), records.samples(*facets), strict=True)
    return enumerate(records)


def counted_samples(records: Sequence[T], *facets: str) -> Iterator[tuple[T, int]]:
    """One of each sort in some facets, and how many there are of it."""
    if isinstance(records, Alike):
        return zip(records.samples(*facets), records.sorts(*facets).counts.tolist(), strict=True)
    return ((record, 1) for record in records)


def telling(records: Sequence[T]) -> Sequence[T]:
    """Some that have between them all that any has in any facet."""
    return [records[number] for number in records.all_sorts] if isinstance(records, Alike) else records


def said_of(records: Sequence[T], fact: Callable[[T], S], *facets: str) -> tuple[list[S], Whole]:
    """What some facets say of records: a fact of each sort, and of each record its place among these."""
    if isinstance(records, Alike):
        return [fact(sample) for sample in records.samples(*facets)], records.sorts(*facets).which
    return [fact(record) for record in records], np.arange(len(records))


def where(records: Sequence[T], test: Callable[[T], bool], *facets: str) -> Sequence[T]:
    """Those that pass a test, which depends on no more than some facets."""
    if isinstance(records, Alike):
        return records.where(test, *facets)
    return [record for record in records if test(record)]


def mapped(records: Sequence[T], change: Callable[[T], S]) -> Sequence[S]:
    """What is made of each, with what they have in common the same."""
    return records.mapped(change) if isinstance(records, Alike) else tuple(map(change, records))


def counts_of(records: Iterable[Sized]) -> Iterable[Estimate | None]:
    """Every count of troops, each at least once."""
    return records.columns.counts if isinstance(records, Alike) else (record.troops for record in records)


def largest(records: Iterable[Sized]) -> int:
    """The largest count of troops."""
    return max((count.maximum or count.minimum or 0 for count in counts_of(records) if count), default=0)


def sizes_of(records: Sequence[Sized]) -> Whole:
    """The number that a circle is drawn for; 0 where nothing is claimed."""
    if isinstance(records, Alike):
        return records.columns.sizes
    counts = [record.troops for record in records]
    return np.array([(count.maximum or count.minimum or 0) if count else 0 for count in counts], dtype=np.int64)


def by_count(records: Sequence[Sized], worked_out: Callable[[Estimate | None], float]) -> Floats:
    """What follows from the count of each."""
    if isinstance(records, Alike):
        return records.columns.by_count(worked_out)
    return np.array([worked_out(record.troops) for record in records], dtype=float)


def labels_of(units: Sequence[Unit]) -> list[str]:
    """What units are called, each once however often it was observed."""
    if isinstance(units, Alike):
        return list(dict(zip(units.columns.ids.tolist(), units.columns.labels.tolist(), strict=True)).values())
    return list({unit.id: unit.label for unit in units}.values())


def ids_of(units: Sequence[Named]) -> list[str]:
    """The ids of units, in their order."""
    return units.columns.ids.tolist() if isinstance(units, Alike) else [unit.id for unit in units]


def holds_all(some: Sequence[T], others: Sequence[T]) -> bool:
    """Whether the others are known to be among some, as rows of the same table that are made into the same records."""
    if not (isinstance(some, Alike) and isinstance(others, Alike) and some.fill == others.fill):
        return False
    return some.rows >= others.rows


def repeats(units: Sequence[Named]) -> bool:
    """Whether an id is there more than once."""
    return units.columns.repeats if isinstance(units, Alike) else len({unit.id for unit in units}) < len(units)


def taken(records: Sequence[T], numbers: Numbers) -> Sequence[T]:
    """The records of these numbers."""
    everything = range(len(records))
    if isinstance(records, Alike):
        rows = np.asarray(numbers, dtype=np.int64)
        return records if np.array_equal(rows, everything) else records.take(rows)
    if numbers == everything or list(numbers) == list(everything):
        return records
    return tuple(records[number] for number in numbers)


def texts_of(records: Sequence[Labelled]) -> list[str]:
    """What each is called."""
    return records.columns.labels.tolist() if isinstance(records, Alike) else [record.label for record in records]


def units_of(records: Sequence[OfUnit]) -> list[str]:
    """Whose each is."""
    return records.columns.ids.tolist() if isinstance(records, Alike) else [record.unit for record in records]


def numbered(records: Sequence[T], ids: Collection[str]) -> Iterator[tuple[int, T]]:
    """The records, and their numbers; of rows of tables only those that are meant by an id."""
    if not isinstance(records, Alike):
        return iter(enumerate(records))
    meant = [number for number, name in enumerate(records.columns.ids.tolist()) if name in ids] if ids else []
    numbers = sorted({*meant, *(number for number, _ in records.own)})
    return ((number, records[number]) for number in numbers)


def positions_of(records: Sequence[Placed]) -> tuple[Floats, Floats]:
    """Longitudes and latitudes."""
    if isinstance(records, Alike):
        return records.columns.lon, records.columns.lat
    return np.array([record.lon for record in records], float), np.array([record.lat for record in records], float)


def places_of(units: Sequence[Unit]) -> tuple[Floats, Floats]:
    """Latitudes and longitudes."""
    if isinstance(units, Alike):
        return units.columns.lat, units.columns.lon
    places = [unit.place for unit in units]
    return np.array([place.lat for place in places], float), np.array([place.lon for place in places], float)


def lat_lon_of(units: Sequence[Unit]) -> list[tuple[float, float]]:
    """Latitude and longitude of each, for what is worked out without numpy."""
    if isinstance(units, Alike):
        return list(zip(units.columns.lat.tolist(), units.columns.lon.tolist(), strict=True))
    return [(unit.place.lat, unit.place.lon) for unit in units]
