"""What differs between two states, as frozen records without a word on how it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from geomap.facts import CountKind, Estimate, Place, Unit

NOBODY = Estimate.exact(0)  # where no unit is reported


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a count changed: from `least` to `most`, None where that end is open.

    The least is the new claim's least less the old claim's most. A claim that stands as it was has not changed, however
    wide it is: it adds nothing to the uncertainty of a total's change.
    """

    least: int | None = 0
    most: int | None = 0
    is_about: bool = False

    @classmethod
    def between(cls, before: Estimate | None, after: Estimate | None) -> Difference:
        """The change from one claim to another; None claims nothing, so the number may be any."""
        if before == after:
            return cls()
        least = None if before is None or before.maximum is None else _least(after) - before.maximum
        most = None if after is None or after.maximum is None else after.maximum - _least(before)
        kinds = {count.kind for count in (before, after) if count}
        return cls(least, most, CountKind.ABOUT in kinds and least == most)

    def __add__(self, other: Difference) -> Difference:
        least, most = _sum(self.least, other.least), _sum(self.most, other.most)
        return Difference(least, most, least == most and (self.is_about or other.is_about))

    @property
    def is_growth(self) -> bool:
        """Whether every number that the new claim allows is larger than every one of the old."""
        return self.least is not None and self.least > 0

    @property
    def is_loss(self) -> bool:
        """The same of smaller."""
        return self.most is not None and self.most < 0


def _least(count: Estimate | None) -> int:
    return (count.minimum or 0) if count else 0


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class Move:
    """A unit at another position, and the km along the ground; about so many where a position is rounded, and None
    where one is a whole country or region.
    """

    id: str
    km: float | None
    before: Place
    after: Place
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of a unit, by its name in rows of data, as it was claimed and as it is.

    One `is_of_claim` that says how a figure is known, or what is said of it, not what is there.
    """

    id: str
    field: str
    before: object
    after: object
    is_of_claim: bool = False

    @property
    def difference(self) -> Difference | None:
        """By how much it changed, where it is a count."""
        counts = [value for value in (self.before, self.after) if value is not None]
        if not all(isinstance(count, Estimate) for count in counts):
            return None
        return Difference.between(_count(self.before), _count(self.after))


def _count(value: object) -> Estimate | None:
    return value if isinstance(value, Estimate) else None


@dataclass(frozen=True, slots=True)
class Total:
    """The troops of all units, before and after. The change is the sum of the units' changes."""

    before: Estimate = NOBODY
    after: Estimate = NOBODY
    change: Difference = field(default_factory=Difference)


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs, each in the order of the units; `labels` of all units by id."""

    added: tuple[Unit, ...] = ()
    removed: tuple[Unit, ...] = ()
    moved: tuple[Move, ...] = ()
    changed: tuple[Change, ...] = ()
    total: Total = field(default_factory=Total)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.moved or self.changed)

    def parts(self) -> Iterator[Difference]:
        """What the total's change is made of: the change of each unit's troops."""
        yield from (Difference.between(NOBODY, unit.troops) for unit in self.added)
        yield from (Difference.between(unit.troops, NOBODY) for unit in self.removed)
        for change in self.changed:
            if change.field == "troops" and change.difference:
                yield change.difference
