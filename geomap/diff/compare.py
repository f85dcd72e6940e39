"""Two states of the units -> what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from geomap.diff.distance import km_between
from geomap.diff.records import NOBODY, Change, Diff, Difference, Move, Total
from geomap.facts import CountKind, Estimate, Place, Unit
from geomap.facts.sums import total

_ROW_NAMES = {"query": "place", "name": "found_name"}  # where rows of data call a field otherwise
_POSITION = ("lat", "lon")
_APART = ("id", "place", "equipment", "claims", "age")  # compared by position, place, kind, figure and date


def compare(before: Sequence[Unit], after: Sequence[Unit]) -> Diff:
    """What it takes to get from one state to the other. Units are the same by their ids."""
    old, new = ({unit.id: unit for unit in units} for units in (before, after))
    added = tuple(unit for unit in after if unit.id not in old)
    removed = tuple(unit for unit in before if unit.id not in new)
    kept = [(old[unit.id], unit) for unit in after if unit.id in old]
    diff = Diff(
        added=added,
        removed=removed,
        moved=tuple(_move(*pair) for pair in kept if _position(pair[0].place) != _position(pair[1].place)),
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
    return Move(after.id, km_between(before.place, after.place), before.place, after.place, is_about)


def _position(place: Place) -> tuple[float, float]:
    return place.lat, place.lon


def _changes(before: Unit, after: Unit) -> Iterator[Change]:
    """Every fact but the position."""
    old, new = dict(_facts(before)), dict(_facts(after))
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Change(after.id, name, old.get(name), new.get(name))


def _facts(unit: Unit) -> Iterator[tuple[str, object]]:
    for field in fields(unit):
        if field.name not in _APART:
            yield _ROW_NAMES.get(field.name, field.name), getattr(unit, field.name)
    for kind, count in unit.equipment.items():
        yield kind.replace(" ", "_"), count
    for figure, claim in unit.claims.items():
        for part in fields(claim):
            yield f"{figure.replace(' ', '_')}_{part.name}", getattr(claim, part.name)
    for field in fields(unit.place):
        if field.name not in _POSITION:
            yield _ROW_NAMES.get(field.name, field.name), getattr(unit.place, field.name)
