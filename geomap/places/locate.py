"""Where every unit of a config is: typed coordinates win, then what the lock file holds, then the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from geomap.errors import MOST_PROBLEMS, PASTE, PlaceError, Problem
from geomap.facts import Particulars, Place
from geomap.facts.columns import Rows
from geomap.loading import Later
from geomap.places import areas
from geomap.places.answers import MOST_CANDIDATES, Answer, Candidate, Query
from geomap.places.lock import LOCK_FILE, Entry, lock_text, read_lock
from geomap.places.paste import described, lines_to_paste
from geomap.places.pinned import doubts
from geomap.places.store import embedded
from geomap.places.view import in_view
from geomap.values.positions import At

gazetteer = Later("geomap.places.gazetteer")  # most units have positions, or are pinned

_Path = tuple[str | int, ...]
MOST_NOT_FOUND = 20  # names; what each may mean takes a tenth of a second and more
_TYPED = "coordinates"  # how a position was found that a row states


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
    @property
    def is_area(self) -> bool: ...
    @property
    def particulars(self) -> Particulars: ...


class _Config(Protocol):
    """What is read of a config."""

    @property
    def path(self) -> Path: ...
    @property
    def units(self) -> Rows[Any]: ...
    @property
    def shown(self) -> Mapping[_Path, _Asked]: ...
    @property
    def view(self) -> Any: ...
    @property
    def lang(self) -> Any: ...
    @property
    def worldview(self) -> Any: ...
    def stated(self, path: _Path) -> Any: ...
    def problem(self, path: _Path, **said: Any) -> Problem: ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the config, and where it is."""

    row: Any
    place: Place

    @property
    def particulars(self) -> Particulars:
        said: Particulars = self.row.particulars
        return said._replace(lat=self.place.lat, lon=self.place.lon)


class Located(NamedTuple):
    """The place of each unit, what pins them, and what a careful reader wants to know of them.

    `rows` are those of the config, in their order. `entries` are what the lock file should hold for this config, and
    `spare` what it holds beyond that. `shown` are the positions of places that are no unit's and were looked up.
    """

    rows: Rows[Placed]
    entries: Mapping[Query, Entry]
    spare: Mapping[Query, Entry]
    warnings: tuple[Problem, ...]
    shown: Mapping[_Path, At] = {}

    @property
    def lock(self) -> str:
        """The text of a lock file of this config alone; empty where none is there or needed."""
        return lock_text(self.entries.values()) if self.entries or self.spare else ""


def locate(config: _Config, *, locked: bool = False) -> Located:
    """Place every unit; all that cannot be placed is one PlaceError. Writes nothing.

    With `locked` a name that the lock file does not hold is a problem, not looked up.
    """
    pinned = read_lock(config.path.parent / LOCK_FILE)
    entries: dict[Query, Entry] = {}
    warnings: list[Problem] = []
    asked = queries_of(config)
    entries |= {query: pinned[query] for query in asked if query in pinned}
    left = {query: path for query, path in asked.items() if query not in pinned}
    if locked and left:
        raise PlaceError([_not_pinned(config, query, path) for query, path in islice(left.items(), MOST_PROBLEMS)])
    grounds, found = _found(config, left)
    for query, (place, answer) in found.items():
        entries[query] = Entry.of(query, place, answer, embedded().meta)
        warnings += [config.problem(left[query], text=remark, severity="warning") for remark in answer.remarks]
    warnings += _doubtful(config, {query: entry for query, entry in entries.items() if query in pinned})
    spare = {query: entry for query, entry in pinned.items() if query not in entries}
    rows = _placed(config.units, entries, grounds)
    shown = {path: _at(entries[query_of(row)]) for path, row in config.shown.items() if row.at is None}
    return Located(rows, entries, spare, tuple(warnings), shown)


class Found(NamedTuple):
    """A place that is clearly meant, and all that the gazetteer says of it."""

    place: Candidate
    answer: Answer


def looked_up(config: _Config, queries: Mapping[Query, _Path]) -> dict[Query, Found]:
    """What the gazetteer has for names, each asked for at a place of the config. Raises PlaceError.

    What a name may mean takes long to find, so after some that are not found no more are looked for.
    """
    found: dict[Query, Found] = {}
    problems: list[Problem] = []
    for number, (query, path) in enumerate(queries.items()):
        if len(problems) == MOST_NOT_FOUND:
            text = f"{len(queries) - number:,} more names from here on are not looked for before these are mended"
            problems.append(config.problem(path, text=text))
            break
        answer = gazetteer.search(query)
        if answer.status == "ambiguous" and path[0] != "units":
            answer = in_view(answer, config)
        if answer.place is None:
            problems.append(_not_placed(config, query, path, answer))
        else:
            found[query] = Found(answer.place, answer)
    if problems:
        raise PlaceError(problems)
    return found


def _found(
    config: _Config, queries: Mapping[Query, _Path]
) -> tuple[dict[areas.AreaQuery, areas.Area], dict[Query, Found]]:
    """The countries and regions of a config, and the places; all that is not found is one PlaceError."""
    grounds: dict[areas.AreaQuery, areas.Area] = {}
    found: dict[Query, Found] = {}
    problems: list[Problem] = []
    try:
        grounds = areas.areas_of(config)
    except PlaceError as error:
        problems += error.problems
    try:
        found = looked_up(config, queries)
    except PlaceError as error:
        problems += error.problems
    if problems:
        raise PlaceError(problems)
    return grounds, found


def _at(entry: Entry) -> At:
    return At(lat=entry.lat, lon=entry.lon)


def queries_of(config: _Config) -> dict[Query, _Path]:
    """What has to be looked up of a config, with the place in it of what asks first."""
    queries: dict[Query, _Path] = {}
    for number, unit in config.units.own:
        if unit.at is None and not unit.is_area:
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
    for query, path in queries_of(config).items():
        if query in found:
            hint = f"delete its entry in {LOCK_FILE}, or state `at` here where that is meant"
            text = f"“{query.name}” in {LOCK_FILE} {found[query]}"
            yield config.problem(path, text=text, hint=hint, severity="warning")


_Grounds = Mapping[areas.AreaQuery, areas.Area]


def _placed(units: Rows[Any], entries: dict[Query, Entry], grounds: _Grounds) -> Rows[Placed]:
    """The rows, each at its place. Those of tables have their positions with them."""
    placed: Rows[Placed] = units.mapped(lambda unit: _row(unit, entries, grounds))
    own = dict(placed.own)
    places = [one.place for one in own.values()]
    facets = {
        "country": [place.country for place in places],
        "found_by": [place.found_by for place in places],
        "admin": [place.region for place in places],
    }
    return placed.restated([*own], [one.particulars for one in own.values()], facets)


def _row(unit: Any, entries: dict[Query, Entry], grounds: _Grounds) -> Placed:
    """A row at its place; a country or region that is stated by its code gives the label in the map's language."""
    if not unit.is_area:
        return Placed(unit, _place(unit, entries))
    area = grounds[areas.area_query(unit)]
    if not unit.label.text:
        unit = unit.model_copy(update={"label": unit.label.model_copy(update={"text": area.label})})
    return Placed(unit, Place(area.lat, area.lon, area.label, area.country, area.kind, area.region))


def query_of(unit: _Asked) -> Query:
    """What is looked up for a unit or a place without a position of its own."""
    near = (unit.near.lat, unit.near.lon) if unit.near else None
    return Query(unit.place or "", unit.country or "", unit.admin or "", near)


def _place(unit: _Unit, entries: dict[Query, Entry]) -> Place:
    """The unit's place under the name the user gave it: GeoNames' own may be another."""
    if unit.at is not None:
        found_by = unit.found_by or _TYPED
        return Place(unit.at.lat, unit.at.lon, unit.place or "", unit.country or "", found_by, unit.admin or "")
    entry = entries[query_of(unit)]
    return Place(entry.lat, entry.lon, unit.place or "", entry.country, "gazetteer", unit.admin or "")


def _not_pinned(config: _Config, query: Query, path: _Path) -> Problem:
    hint = f"run `geomap build` without --locked and commit {LOCK_FILE}"
    return config.problem(path, text=f"“{query.name}” is not in {LOCK_FILE}", hint=hint)


def _not_placed(config: _Config, query: Query, path: _Path, answer: Answer) -> Problem:
    """What keeps a name from being placed, and the lines that mend it."""
    if answer.status == "ambiguous":
        count = len(answer.candidates)
        text = f"“{query.name}” can be any of {count} places{' or more' if count == MOST_CANDIDATES else ''}"
        return config.problem(path, text=text, hint=f"{PASTE}{lines_to_paste(query, answer.candidates)}")
    text = "; ".join(answer.remarks)
    meant = "; ".join(described(candidate) for candidate in answer.candidates)
    hint = f"did you mean {meant}? or put its position: at: {{lat: ..., lon: ...}}"
    return config.problem(path, text=text, hint=hint)
