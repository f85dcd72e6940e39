"""Countries and regions that units stand for as a whole: which is meant, what it is called, and where it is drawn.

None of them is ever a town of its name, and none is in a lock file: their ground comes with geomap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, Protocol

from geomap.errors import PlaceError, Problem
from geomap.facts import COUNTRY, REGION
from geomap.facts.columns import Rows
from geomap.loading import Later
from geomap.nearest import nearest
from geomap.places.fold import fold_division, folds
from geomap.places.groups import Group, groups_called
from geomap.places.store import embedded

inner, names, reader, regions, region_store = (
    Later(f"geomap.ground.{name}") for name in ("inner", "names", "reader", "regions", "region_store")
)  # few maps have such a unit

_MOST_PROPOSED = 5
_LIKENESS = 0.75  # of the name of a region that may be meant


class AreaQuery(NamedTuple):
    """A country by its ISO 3166-1 alpha-2 code and a region as the user names it; either may be empty."""

    country: str
    region: str


class Area(NamedTuple):
    """A country, or a first-level region of it by its English name. `label` is what it is called in a language; it is
    drawn at a point in its ground, in degrees, WGS 84.
    """

    country: str
    region: str
    label: str
    lat: float
    lon: float

    @property
    def kind(self) -> str:
        """What it is, as `found_by` says it."""
        return REGION if self.region else COUNTRY


class _Row(Protocol):
    """What is read of a unit of the config."""

    @property
    def is_area(self) -> bool: ...
    @property
    def country(self) -> str: ...
    @property
    def admin(self) -> str: ...


class _Config(Protocol):
    """What is read of a config."""

    @property
    def units(self) -> Rows[Any]: ...
    @property
    def lang(self) -> Any: ...
    @property
    def worldview(self) -> Any: ...
    def problem(self, path: tuple[str | int, ...], **said: Any) -> Problem: ...
    def stated(self, path: tuple[str | int, ...]) -> Any: ...


def area_query(row: _Row) -> AreaQuery:
    """What a unit stands for that has no place or position."""
    return AreaQuery(row.country, row.admin)


def proposal(country: str, region: str = "") -> str:
    """A country, or a region by any of its names, as a config states all of it; empty where its ground is not known."""
    if not region:
        return f"{{country: {country}}}"
    meant = _meant(AreaQuery(country, region))
    return _proposed(meant) if len(meant) == 1 else ""


def country_of(region: str) -> str:
    """The country of a region that is stated without one; empty where that is not clear."""
    meant = _meant(AreaQuery("", region))
    larger = [] if meant else groups_called("", region)
    return _where(meant[0]) if len(meant) == 1 else larger[0].country if len(larger) == 1 else ""


def areas_of(config: _Config) -> dict[AreaQuery, Area]:
    """The countries and regions that units of a config stand for. All that is not clear is one PlaceError."""
    asked: dict[AreaQuery, int] = {}
    for number, row in config.units.own:
        if row.is_area:
            asked.setdefault(area_query(row), number)
    found: dict[AreaQuery, Area] = {}
    problems: list[Problem] = []
    for query, number in asked.items():
        if not query.region:
            found[query] = _country(query.country, config)
            continue
        meant = _meant(query)
        larger = [] if meant else groups_called(query.country, query.region)
        if len(meant) == 1:
            found[query] = _region(meant[0], config)
        elif len(larger) == 1:
            found[query] = _group(larger[0])
        else:
            problems.append(_unclear(config, query, number, meant))
    if problems:
        raise PlaceError(problems)
    return found


def _country(code: str, config: _Config) -> Area:
    lon, lat = inner.country_point(code, config.worldview)
    (name,) = (str(row["name"]) for row in reader.areas() if row["iso_a2"] == code)
    return Area(code, "", names.country_name(code, name, config.lang), lat, lon)


def _region(number: int, config: _Config) -> Area:
    row, (lon, lat) = region_store.table()[number], inner.region_point(number)
    return Area(row["country"], row["name"], regions.region_name(row, config.lang) or row["name"], lat, lon)


def _group(group: Group) -> Area:
    """A larger region, by the name that GeoNames has for it."""
    lon, lat = inner.regions_point(group.rows)
    return Area(group.country, group.name, group.name, lat, lon)


def _meant(query: AreaQuery) -> list[int]:
    """The regions that a name can mean, one a country: of a city and the land around it the land."""
    largest: dict[str, int] = {}
    table = region_store.table()
    for number in _called(query):
        country = table[number]["country"]
        if query.country in ("", country):
            known = largest.setdefault(country, number)
            largest[country] = max(known, number, key=lambda one: float(table[one]["size"]))
    return sorted(largest.values())


def _called(query: AreaQuery) -> Iterable[int]:
    """The regions that bear a name or a code: as it is spelled, or without the word for what they are, or else by any
    other name that the gazetteer has for them.
    """
    by_key = _by_key()
    for keys in (folds(query.region), fold_division(query.region)):
        if found := _under(keys, query):
            return found
    divisions = embedded().divisions
    codes = divisions.codes(query.region, (*folds(query.region), *fold_division(query.region)))
    inside = sorted(code for code in codes if query.country in ("", code.partition(".")[0]))
    others = [
        number
        for code in inside
        for key in (*folds(divisions.names[code]), *fold_division(divisions.names[code]), *_keys_of(code))
        for number in by_key.get(key, ())
        if region_store.table()[number]["country"] == code.partition(".")[0]
    ]
    return dict.fromkeys(others)


def _under(keys: Iterable[str], query: AreaQuery) -> list[int]:
    """The regions under keys, in the country of a query if there is one."""
    table = region_store.table()
    found = dict.fromkeys(number for key in keys for number in _by_key().get(key, ()))
    return [number for number in found if query.country in ("", table[number]["country"])]


def _keys_of(code: str) -> Iterator[str]:
    """All keys of a division of the gazetteer."""
    return (key for key, codes in embedded().divisions.by_key.items() if code in codes)


@cache
def _by_key() -> Mapping[str, tuple[int, ...]]:
    """The regions by the keys of their names."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(region_store.table()):
        called = (row["name"], *row["names"].values(), *row["called"])
        for key in dict.fromkeys(key for name in called for key in (*folds(name), *fold_division(name))):
            found.setdefault(key, []).append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def _unclear(config: _Config, query: AreaQuery, number: int, meant: list[int]) -> Problem:
    """A region of several countries is asked about; of one that is not known others are proposed."""
    is_nested = isinstance(config.stated(("units", number, "place")), dict)
    path = ("units", number, "place", "region") if is_nested else ("units", number, "admin")
    if meant:
        text = f"“{query.region}” is a region of each of {', '.join(_where(one) for one in meant)}"
        return config.problem(path, text=text, hint=f"state which: {_proposed(meant)}")
    text = f"no region{f' of {query.country}' if query.country else ''} is called “{query.region}”"
    elsewhere = _meant(AreaQuery("", query.region)) or _near(query)
    known = ", ".join(row["name"] for row in _of(query.country)[:_MOST_PROPOSED])
    level = f"; its regions are those such as {known}, by their names" if known else ""
    hint = (
        f"did you mean {_proposed(elsewhere)}?" if elsewhere else f"state the country alone, or a `place` in it{level}"
    )
    return config.problem(path, text=text, hint=hint)


def _of(country: str) -> list[Mapping[str, Any]]:
    """The regions of a country, the largest first."""
    return sorted((row for row in region_store.table() if row["country"] == country), key=lambda row: -row["size"])


def _near(query: AreaQuery) -> list[int]:
    """The region whose name is spelled almost so."""
    rows = region_store.table()
    inside = {row["name"]: number for number, row in enumerate(rows) if query.country in ("", row["country"])}
    near = nearest(query.region, [*inside], _LIKENESS)
    return [inside[near]] if near else []


def _where(number: int) -> str:
    return str(region_store.table()[number]["country"])


def _proposed(numbers: Iterable[int]) -> str:
    """Regions as a config states them."""
    rows = [region_store.table()[number] for number in numbers][:_MOST_PROPOSED]
    return " or ".join(f"{{country: {row['country']}, region: {row['name']}}}" for row in rows)
