"""Where every unit of a config is: typed coordinates win, then what the lock file holds, then the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from geomap.config.yaml_text import MAX_BYTES
from geomap.errors import PASTE, PlaceError, Problem
from geomap.facts import Place
from geomap.facts.columns import Alike, Columns, ids_of
from geomap.files.regular import bytes_of
from geomap.loading import Later
from geomap.places.answers import MOST_CANDIDATES, Answer, Query
from geomap.places.lock import LOCK_FILE, Entry, lock_text, read_lock
from geomap.places.paste import described, lines_to_paste
from geomap.places.pinned import doubts
from geomap.places.store import embedded
from geomap.values.positions import At

gazetteer = Later("geomap.places.gazetteer")  # most units have positions, or are pinned

_Path = tuple[str | int, ...]
_MOST_OTHERS = 200  # configs beside this one


class _Position(Protocol):
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


class _Asked(Protocol):
    """What is read of a place that may have to be looked up."""

    @property
    def place(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def admin(self) -> str | None: ...
    @property
    def at(self) -> _Position | None: ...
    @property
    def near(self) -> _Position | None: ...


class _Unit(_Asked, Protocol):
    """What is read of a unit of the config."""

    @property
    def id(self) -> str: ...
    @property
    def found_by(self) -> str: ...


class _Config(Protocol):
    """What is read of a config."""

    @property
    def path(self) -> Path: ...
    @property
    def units(self) -> Sequence[_Unit]: ...
    @property
    def shown(self) -> Mapping[_Path, _Asked]: ...
    def problem(self, path: _Path, **said: Any) -> Problem: ...


class Located(NamedTuple):
    """The place of each unit, the lock file that pins them, and what a careful reader wants to know of them.

    `units` are the ids, as many as there are places. `lock` is the whole text of the file beside the config; empty
    where nothing has to be looked up. `shown` are the positions of places that are no unit's and were looked up.
    """

    units: tuple[str, ...]
    places: Sequence[Place]
    lock: str
    warnings: tuple[Problem, ...]
    shown: Mapping[_Path, At] = {}


def locate(config: _Config, *, locked: bool = False, prune: bool = False) -> Located:
    """Place every unit; all that cannot be placed is one PlaceError. Writes nothing.

    With `locked` a name that the lock file does not hold is a problem, not looked up. With `prune` the new lock text
    holds this config's places alone; without, also those that other configs beside the same file may ask for. What
    nobody asks for goes, so that the file tells nothing of a place that is held back now, nor that it is.
    """
    pinned = read_lock(config.path.parent / LOCK_FILE)
    entries: dict[Query, Entry] = {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for query, path in _queries(config).items():
        if query in pinned:
            entries[query] = pinned[query]
        elif locked:
            problems.append(_not_pinned(config, query, path))
        elif (answer := gazetteer.search(query)).place is None:
            problems.append(not_placed(config, query, path, answer))
        else:
            entries[query] = Entry.of(query, answer.place, answer, embedded().meta)
            warnings += [config.problem(path, text=remark, severity="warning") for remark in answer.remarks]
    if problems:
        raise PlaceError(problems)
    warnings += _doubtful(config, {query: entry for query, entry in entries.items() if query in pinned})
    places = _places(config.units, entries)
    left = [] if prune else _asked_by_others(config.path, pinned.keys() - entries.keys())
    kept = {query: pinned[query] for query in left} | entries
    lock = lock_text(kept.values()) if kept or pinned else ""
    shown = {path: _at(entries[query_of(row)]) for path, row in config.shown.items() if row.at is None}
    return Located(tuple(ids_of(config.units)), places, lock, tuple(warnings), shown)


def _at(entry: Entry) -> At:
    return At(lat=entry.lat, lon=entry.lon)


def _asked_by_others(path: Path, queries: Set[Query]) -> list[Query]:
    """Of the queries those that another config beside this one may ask for: its text has the name, or it reads tables.

    Which it is does not depend on what this config holds back.
    """
    if not queries:
        return []
    others = (path.parent.glob("*.yaml"), path.parent.glob("*.yml"))
    named = sorted(other for some in others for other in some if other.name not in (path.name, LOCK_FILE))
    texts = [_text(other) for other in named[:_MOST_OTHERS]]
    reads_tables = any(re.search(r"^units_from\s*:", text, re.MULTILINE) for text in texts)
    return [query for query in queries if reads_tables or any(query.name in text for text in texts)]


def _text(other: Path) -> str:
    try:
        return bytes_of(other, MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _queries(config: _Config) -> dict[Query, _Path]:
    """What has to be looked up, with the place in the config of what asks first."""
    queries: dict[Query, _Path] = {}
    for number, unit in config.units.own if isinstance(config.units, Alike) else enumerate(config.units):
        if unit.at is None:
            queries.setdefault(query_of(unit), ("units", number, "place"))
    for path, row in config.shown.items():
        if row.at is None:
            queries.setdefault(query_of(row), (*path, "place"))
    return queries


def _doubtful(config: _Config, entries: dict[Query, Entry]) -> Iterator[Problem]:
    """A warning for each pinned place that can hardly be the one that is asked for."""
    if not entries:
        return
    found = doubts(entries)
    for query, path in _queries(config).items():
        if query in found:
            hint = f"delete its entry in {LOCK_FILE}, or state `at` here where that is meant"
            text = f"“{query.name}” in {LOCK_FILE} {found[query]}"
            yield config.problem(path, text=text, hint=hint, severity="warning")


def _places(units: Sequence[_Unit], entries: dict[Query, Entry]) -> Sequence[Place]:
    """Where the units are. Rows of a crowd have their positions with them."""
    if not isinstance(units, Alike):
        return tuple(_place(unit, entries) for unit in units)
    own = [_place(unit, entries) for unit in units.patterns]
    lat, lon = units.columns.lat.copy(), units.columns.lon.copy()
    for number, _ in units.own:
        lat[number], lon[number] = own[units.columns.alike[number]].lat, own[units.columns.alike[number]].lon
    return Alike(replace(units.columns, lat=lat, lon=lon), own, _placed, units.whole)


def _placed(pattern: Place, columns: Columns, number: int) -> Place:
    return replace(
        pattern, lat=float(columns.lat[number]), lon=float(columns.lon[number]), name=str(columns.names[number])
    )


def query_of(unit: _Asked) -> Query:
    """What is looked up for a unit or a place without a position of its own."""
    near = (unit.near.lat, unit.near.lon) if unit.near else None
    return Query(unit.place or "", unit.country or "", unit.admin or "", near)


def _place(unit: _Unit, entries: dict[Query, Entry]) -> Place:
    """The unit's place under the name the user gave it: GeoNames' own may be another."""
    if unit.at is not None:
        return Place(unit.at.lat, unit.at.lon, unit.place or "", unit.country or "", unit.found_by or "coordinates")
    entry = entries[query_of(unit)]
    return Place(entry.lat, entry.lon, unit.place or "", entry.country, "gazetteer")


def _not_pinned(config: _Config, query: Query, path: _Path) -> Problem:
    hint = f"run `geomap build` without --locked and commit {LOCK_FILE}"
    return config.problem(path, text=f"“{query.name}” is not in {LOCK_FILE}", hint=hint)


def not_placed(config: _Config, query: Query, path: _Path, answer: Answer) -> Problem:
    """What keeps a name from being placed, and the lines that mend it."""
    if answer.status == "ambiguous":
        count = len(answer.candidates)
        text = f"“{query.name}” can be any of {count} places{' or more' if count == MOST_CANDIDATES else ''}"
        return config.problem(path, text=text, hint=f"{PASTE}{lines_to_paste(query, answer.candidates)}")
    text = "; ".join(answer.remarks)
    meant = "; ".join(described(candidate) for candidate in answer.candidates)
    hint = f"did you mean {meant}? or put its position: at: {{lat: ..., lon: ...}}"
    return config.problem(path, text=text, hint=hint)
