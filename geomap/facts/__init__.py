"""What is claimed of the world: frozen records, without a word on how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from geomap.facts.fields import NOTHING, PLAIN

LARGEST_COUNT = 1_000_000_000  # more is a slip of the keyboard


class CountKind(StrEnum):
    """How a count was stated; it stays with the number through every output."""

    EXACT = "exact"
    RANGE = "range"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A count as it was claimed. `minimum` and `maximum` are None where the claim leaves that end open."""

    kind: CountKind
    minimum: int | None = None
    maximum: int | None = None

    @classmethod
    def exact(cls, value: int) -> Estimate:
        return cls(CountKind.EXACT, value, value)

    @classmethod
    def about(cls, value: int) -> Estimate:
        return cls(CountKind.ABOUT, value, value)

    @property
    def value(self) -> int | None:
        """The one number claimed; None for a range, an open end or an unknown count."""
        return self.minimum if self.kind in (CountKind.EXACT, CountKind.ABOUT) else None

    @property
    def is_known(self) -> bool:
        return self.kind is not CountKind.UNKNOWN

    def __add__(self, other: Estimate) -> Estimate:
        """Add as intervals: an open end stays open, an unknown part makes only the lower end certain."""
        minimum = (self.minimum or 0) + (other.minimum or 0)
        if self.maximum is None or other.maximum is None:
            if minimum == 0:
                return Estimate(CountKind.UNKNOWN)
            return Estimate(CountKind.AT_LEAST, minimum)
        maximum = self.maximum + other.maximum
        if CountKind.AT_MOST in (self.kind, other.kind) and minimum == 0:
            return Estimate(CountKind.AT_MOST, None, maximum)
        if minimum != maximum:
            return Estimate(CountKind.RANGE, minimum, maximum)
        kind = CountKind.EXACT if self.kind is other.kind is CountKind.EXACT else CountKind.ABOUT
        return Estimate(kind, minimum, maximum)


class Particulars(NamedTuple):
    """What nearly all rows differ in, of whatever they are: the id of a unit, what it is called and calls its place,
    where that is, in degrees, WGS 84, and its count of troops.
    """

    id: str
    label: str
    place: str
    lat: float
    lon: float
    troops: Estimate | None


Basis = Literal["reported", "estimate", "illustrative"]

# The frames of APP-6; a suspected affiliation, dashed there, stands after the one that it is suspected to be.
Affiliation = Literal[
    "friend", "assumed-friend", "hostile", "suspect", "neutral", "suspected-neutral", "unknown", "pending"
]  # fmt: skip

# From the smallest.
Echelon = Literal[
    "team", "squad", "section", "platoon", "company", "battalion", "regiment", "brigade", "division", "corps", "army"
]  # fmt: skip

STAFFS = ("headquarters", "staff", "hq")  # they end a type's words, so an echelon stands before them


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from."""

    id: str
    publisher: str
    title: str = ""
    url: str = ""
    published: date | None = None
    accessed: date | None = None
    archive: str = ""


OLD = "old"  # what the key calls the mark of an old observation
CROWD, RINGED, LARGE = "crowd", "ringed", "large"  # ... those of several units: a circle, a ring around one, two rings


def count_mark(count: Estimate | None) -> str:
    """What kind of mark stands for a count on the map: its kind's, but none claimed and none there have their own."""
    if count is None:
        return "absent"
    return "zero" if count.maximum == 0 else count.kind.value


@dataclass(frozen=True, slots=True)
class Formation:
    """A kind of formation reported at a place. A formation is not a headcount.

    `echelon` is empty where none is stated, or where the type says it.
    """

    type: str
    count: int = 1
    label: str = ""
    echelon: Echelon | Literal[""] = ""

    @property
    def full_type(self) -> str:
        """The type with its echelon, e.g. `tank brigade` or `brigade headquarters`."""
        words = self.type.split()
        if not self.echelon:
            return self.type
        end = len(words) - (words[-1].lower() in STAFFS)
        return " ".join((*words[:end], self.echelon, *words[end:]))

    @property
    def text(self) -> str:
        """The formation as data: its own name, or its type and how many."""
        return self.label or (self.full_type if self.count == 1 else f"{self.count} {self.full_type}")


COUNTRY, REGION = "country", "region"  # how a position was found that stands for all of one, at a point in its ground
ROUNDED = "rounded"  # how a position was found that is not told exactly: how it was would tell more of it


@dataclass(frozen=True, slots=True)
class Place:
    """A position and how it was found. Degrees, WGS 84 (EPSG:4326).

    One of a whole country, or of a whole `region` of it, is a point in its ground, where nothing is said to be.
    """

    lat: float
    lon: float
    name: str = ""
    country: str = ""
    found_by: str = "coordinates"
    region: str = ""

    @property
    def is_area(self) -> bool:
        """Whether it is a whole country or region."""
        return self.found_by in (COUNTRY, REGION)


@dataclass(frozen=True, slots=True)
class Side:
    """Who a unit belongs to. The wording is a claim, so it lives in the config."""

    id: str
    label: str
    colour: str = ""
    affiliation: Affiliation = "unknown"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who states one figure or position, where that is not who states the rest of its unit."""

    sources: tuple[str, ...] = ()
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address where there is more of a unit: of the web, or of a mailbox."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a map's figures have a source; an illustrative one has none. A figure is a count with a number.

    Of a map of several `days` these are the figures of all of them, one that stays on it counted once.
    """

    figures: int = 0
    sourced: int = 0
    illustrative: int = 0
    days: int = 1

    @property
    def unsourced(self) -> int:
        return self.figures - self.sourced - self.illustrative


if TYPE_CHECKING:

    class _Plain:
        """What the table of fields says by itself."""

else:
    _Plain = make_dataclass(
        "_Plain",
        [(row.name, Any, field(default=NOTHING[row.form])) for row in PLAIN],
        namespace={"__module__": __name__}, kw_only=True, frozen=True, slots=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit(_Plain):
    """One reported presence of forces: where, with how much, according to whom, on which day.

    Beside what stands here it has each plain field of `geomap.facts.fields`, e.g. `notes` and `links`.

    `pictograms` are words that stand in place of what equipment and formations would show; None where none are stated.
    From the day `until` on it is no longer there. `precision` is the degrees that its position is rounded to. `claims`
    are by figure, e.g. `troops` or `armored vehicles`, and by `position`; where there is none the unit's own holds.
    `age` is in days on the day of a map that says how old is too old. What is `carried` are texts by their headings.
    """

    id: str
    label: str
    query: str
    place: Place
    side: str = ""
    formations: tuple[Formation, ...] = ()
    troops: Estimate | None = None
    equipment: dict[str, Estimate] = field(default_factory=dict)
    pictograms: tuple[str, ...] | None = None
    basis: Basis = "reported"
    sources: tuple[str, ...] = ()
    grade: str = ""
    as_of: date | None = None
    until: date | None = None
    precision: float | None = None
    claims: dict[str, Claim] = field(default_factory=dict)
    age: int | None = None
    carried: dict[str, str] = field(default_factory=dict)

    @property
    def particulars(self) -> Particulars:
        return Particulars(self.id, self.label, self.query, self.place.lat, self.place.lon, self.troops)

    @property
    def figures(self) -> dict[str, Estimate]:
        """All that is counted, by name, troops first."""
        return {**({"troops": self.troops} if self.troops else {}), **self.equipment}

    def sources_of(self, figure: str) -> tuple[str, ...]:
        """The sources of a figure or of the position."""
        claim = self.claims.get(figure)
        return claim.sources if claim and claim.sources else self.sources

    def grade_of(self, figure: str) -> str:
        """The grade of a figure."""
        claim = self.claims.get(figure)
        return claim.grade if claim and claim.grade else "" if claim and claim.sources else self.grade

    @property
    def all_sources(self) -> tuple[str, ...]:
        """The unit's sources, then those of single figures and of the position."""
        own = (name for claim in self.claims.values() for name in claim.sources)
        return tuple(dict.fromkeys((*self.sources, *own)))
