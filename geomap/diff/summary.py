"""A diff in sections for people, before anyone decides how they are set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geomap.diff.records import Change, Diff
from geomap.diff.words import NOT_STATED, difference, distance, plain
from geomap.facts import Place, Unit
from geomap.wording import listing, on_one_line

_DECIMALS = 4  # of a degree; about 10 m
_MOST_NAMED = 3  # units that one line names


@dataclass(frozen=True, slots=True)
class Section:
    """A table: what its rows are, its headings, and its cells."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sections(diff: Diff) -> list[Section]:
    """What changed on the ground, then what is only claimed differently; sections without rows are left out."""
    grown, shrunk, restated, other = (list[Change]() for _ in range(4))
    for change in diff.changed:
        by = change.difference
        if by and by.is_growth:
            grown.append(change)
        elif by and by.is_loss:
            shrunk.append(change)
        elif by or change.is_of_claim:
            restated.append(change)
        else:
            other.append(change)
    name = _Names(diff)
    found = [
        Section("Newly reported", ("unit", "at", "troops"), tuple(_present(name, unit) for unit in diff.added)),
        Section("No longer reported", ("unit", "at", "troops"), tuple(_present(name, unit) for unit in diff.removed)),
        Section("Moved", ("unit", "by", "from", "to"), tuple(_moved(name, diff))),
        Section("Grown", ("unit", "figure", "from", "to", "change"), tuple(_counted(name, grown))),
        Section("Shrunk", ("unit", "figure", "from", "to", "change"), tuple(_counted(name, shrunk))),
        Section("Changed", ("unit", "fact", "from", "to"), tuple(_grouped(name, other))),
        Section(
            "Only claimed differently: ranges, sources, grades, dates",
            ("unit", "fact", "from", "to"),
            tuple(_grouped(name, restated)),
        ),
    ]
    return [section for section in found if section.rows]


def total_line(diff: Diff) -> str:
    """The troops of all units before and after."""
    total = diff.total
    by = difference(total.change, "en")
    return f"Troops in all: {plain(total.before)} → {plain(total.after)} ({by})"


class _Names:
    """What units are called: by their labels where these tell them apart."""

    def __init__(self, diff: Diff) -> None:
        self._labels = {unit: on_one_line(label) for unit, label in diff.labels.items()}
        self._uses = Counter(self._labels.values())

    def __call__(self, unit: str) -> str:
        label = self._labels[unit]
        if not label:
            return unit
        return label if self._uses[label] == 1 else f"{label} ({unit})"


def _present(name: _Names, unit: Unit) -> tuple[str, ...]:
    return name(unit.id), _position(unit.place), plain(unit.troops)


def _position(place: Place) -> str:
    """Where a unit is: in degrees, or the country or region that it stands for."""
    if place.is_area:
        return f"{place.found_by} {', '.join(filter(None, (place.region, place.country)))}"
    return f"{round(place.lat, _DECIMALS):g}, {round(place.lon, _DECIMALS):g}"


def _moved(name: _Names, diff: Diff) -> Iterator[tuple[str, ...]]:
    for move in diff.moved:
        yield name(move.id), distance(move, "en") or NOT_STATED, _position(move.before), _position(move.after)


def _counted(name: _Names, changes: Iterable[Change]) -> Iterator[tuple[str, ...]]:
    for change in changes:
        by = change.difference
        yield (*_told(name(change.id), change), difference(by, "en") if by else NOT_STATED)


def _told(names: str, change: Change) -> tuple[str, ...]:
    return names, change.field.replace("_", " "), plain(change.before), plain(change.after)


def _grouped(name: _Names, changes: Iterable[Change]) -> Iterator[tuple[str, ...]]:
    """A line for the units that changed alike."""
    alike: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        alike.setdefault(_told("", change)[1:], []).append(change)
    for same in alike.values():
        names = [name(change.id) for change in same]
        if len(names) > _MOST_NAMED:
            names = [*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED} more"]
        yield _told(listing(names, "en"), same[0])
