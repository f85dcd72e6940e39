"""Two states of the units -> what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from geomap.diff.distance import km_between
from geomap.diff.records import NOBODY, Change, Diff, Difference, Move, Total
from geomap.facts import CountKind, Estimate, Place, Unit
from geomap.facts.fields import FIELDS
from geomap.facts.sums import total

_OF_UNIT, _OF_PLACE = (  # the fields that are compared as they are
    [field for field in FIELDS if field.diff in ("ground", "claim") and field.of.startswith("place.") is of_place]
    for of_place in (False, True)
)


def compare(before: Sequence[Unit], after: Sequence[Unit]) -> Diff:
    """What it takes to get from one state to the other. Units are the same by their ids."""
    old, new = ({unit.id: unit for unit in units} for units in (before, after))
    added = tuple(unit for unit in after if unit.id not in old)
    removed = tuple(unit for unit in before if unit.id not in new)
    kept = [(old[unit.id], unit) for unit in after if unit.id in old]
    diff = Diff(
        added=added,
        removed=removed,
        moved=tuple(_move(*pair) for pair in kept if _where(pair[0].place) != _where(pair[1].place)),
        changed=tuple(change for pair in kept for change in _changes(*pair)),
        labels={unit.id: unit.label for unit in (*before, *after)},
    )
    change = sum(diff.parts(), Difference())
    return replace(diff, total=Total(_troops(before), _troops(after), change))


def _troops(units: Sequence[Unit]) -> Estimate:
    """All troops together, as every sum. A presence whose strength nobody states leaves the upper end open."""
    return total([NOBODY, *(unit.troops or Estimate(CountKind.UNKNOWN) for unit in units)])


def _move(before: Unit, after: Unit) -> Move:
    is_about = before.precision is not None or after.precision is not None
    is_known = not (before.place.is_area or after.place.is_area)
    km = km_between(before.place, after.place) if is_known else None
    return Move(after.id, km, before.place, after.place, is_about)


def _where(place: Place) -> tuple[object, ...]:
    """What a place is told from others by: its position, or which country or region it is."""
    return (place.country, place.region) if place.is_area else (place.lat, place.lon)


def _changes(before: Unit, after: Unit) -> Iterator[Change]:
    """Every fact but the position."""
    old, new = ({fact[0]: fact[1:] for fact in _facts(unit)} for unit in (before, after))
    for name in dict.fromkeys((*old, *new)):
        (was, _), (now, _) = (facts.get(name, (None, False)) for facts in (old, new))
        if was != now:
            yield Change(after.id, name, was, now, is_of_claim=(old.get(name) or new[name])[1])


def _facts(unit: Unit) -> Iterator[tuple[str, object, bool]]:
    """Each fact by its name in rows of data, and whether it says how a figure is known, not what is there."""
    for field in _OF_UNIT:
        yield field.name, field.value(unit), field.diff == "claim"
    for kind, count in unit.equipment.items():
        yield kind.replace(" ", "_"), count, False
    for figure, claim in unit.claims.items():
        for part in fields(claim):
            yield f"{figure.replace(' ', '_')}_{part.name}", getattr(claim, part.name), True
    for heading, text in unit.carried.items():
        yield heading, text, True
    if not unit.place.is_area:
        yield "found_name", unit.place.name, True
    for field in _OF_PLACE:
        yield field.name, field.value(unit), field.diff == "claim"
