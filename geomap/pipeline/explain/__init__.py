"""One unit, from the cell or line that states it to its place in each output: the walk that every unit takes.

It is drawn in memory as a build would draw it, and of what is published alone: what an embargo holds back is no unit of
it, and of a position that is rounded nothing is told but what every output tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from geomap.clock import build_day
from geomap.compose.claims import Claims, claims_of
from geomap.compose.observations import rows_on
from geomap.compose.variants import Variant, variants
from geomap.config import Config
from geomap.errors import ConfigError, Problem, quote
from geomap.facts import ROUNDED, Place, Unit
from geomap.gate import published
from geomap.nearest import Nearest
from geomap.pipeline.build import maps_of
from geomap.pipeline.explain.drawn import dated, drawn, on_other_days
from geomap.pipeline.explain.walk import Fact, Step, Walk
from geomap.pipeline.freshness.layers import Layers
from geomap.places.locate import query_of
from geomap.places.lock import LOCK_FILE, read_lock
from geomap.values.stated import Stated
from geomap.wording import on_one_line

_MOST_NAMED = 5  # pages of an atlas that a hint names


def explain(config: Config, name: str, *, as_of: date | None = None, page: str = "", private: bool = False) -> Walk:
    """The walk of the unit of an id, or of a label that one unit alone has.

    `as_of` is the day of the map in place of the config's, `page` the id of a page of an atlas. With `private` it is
    also told what is held back: an exact position, an embargo. Raises ConfigError where the published map has no such
    unit, and whatever a build would raise.
    """
    told = published(config, build_day())
    claims = claims_of(told, on=as_of)
    shown = _found(told, claims, name)
    if private:
        everything = claims_of(config, on=as_of)
        if own := _found(config, everything, name):
            begun = _private(config, everything, own, is_told=bool(shown))
            label = _label(config, everything, own)
            return Walk(own, label, (*begun, *(_rest(told, claims, own, page) if shown else ())))
    if not shown:
        text, hint = f"no unit of the published map is {quote(name)}", Nearest().hint(name, told.units.ids, "units")
        raise ConfigError(Problem(file=str(config.path), text=text, hint=hint))
    begun = (_claimed(told, claims, shown), _located(told, claims, shown))
    return Walk(shown, _label(told, claims, shown), (*begun, *_rest(told, claims, shown, page)))


def _found(config: Config, claims: Claims, name: str) -> str:
    """The id of the unit that is asked for; empty where there is none, or where several have the label."""
    if name in (ids := config.units.ids):
        return name
    wanted = name.casefold()
    alike = {unit for unit in ids if unit.casefold() == wanted}
    if wanted and not alike:
        alike = {unit.id for unit in claims.history if unit.label.casefold() == wanted}
    return alike.pop() if len(alike) == 1 else ""


def _rows(config: Config, name: str) -> list[int]:
    return [number for number, unit in enumerate(config.units.ids) if unit == name]


def _label(config: Config, claims: Claims, name: str) -> str:
    """What the unit is called, last."""
    return on_one_line(claims.history[_rows(config, name)[-1]].label)


def _private(config: Config, claims: Claims, name: str, *, is_told: bool) -> tuple[Step, ...]:
    """What the config says of a unit, also what it holds back, and why no output tells that."""
    row = config.units[_rows(config, name)[0]]
    facts = []
    if row.embargo_until and not is_told:
        facts.append(Fact("embargo_until", f"no output holds the unit before {row.embargo_until.isoformat()}"))
    if row.precision:
        text = f"outputs have its position rounded to {row.precision:g}°, and not how it was found"
        facts.append(Fact("precision", text))
    held = (Step("held back", tuple(facts)),) if facts else ()
    return (_claimed(config, claims, name, exactly=True), _located(config, claims, name), *held)


def _claimed(config: Config, claims: Claims, name: str, *, exactly: bool = False) -> Step:
    """What is stated of the unit, and where; of several observations which one the map shows."""
    rows, on = _rows(config, name), {*rows_on(claims.history, claims.day)}
    facts: list[Fact] = []
    for number in rows:
        unit, stated = claims.history[number], config.statements(number, exactly=exactly)
        where = stated[0].where if stated else ""
        if number in on or len(rows) == 1:
            facts += [Fact("observation", dated(unit), where)] if len(rows) > 1 else []
            facts += [Fact(each.key, each.value, each.where, _numbers(each)) for each in stated]
            facts += [Fact(f"source {source}", _source(config, source)) for source in unit.all_sources]
        else:
            facts.append(Fact("observation", f"{dated(unit)}, which is not shown: {_unshown(unit, claims)}", where))
    return Step("claim", tuple(facts))


def _numbers(stated: Stated) -> dict[str, Any]:
    place = {"file": stated.file, "line": stated.line, "cell": stated.cell, "column": stated.heading}
    return {name: value for name, value in place.items() if value}


def _unshown(unit: Unit, claims: Claims) -> str:
    """Why an observation is not the one that counts."""
    if claims.day and unit.as_of and unit.as_of > claims.day:
        return f"the map is of {claims.day.isoformat()}"
    if claims.day and unit.until and unit.until <= claims.day:
        return f"no longer there since {unit.until.isoformat()}"
    return "a later one is there"


def _source(config: Config, name: str) -> str:
    source = config.sources[name]
    day = source.published.isoformat() if source.published else ""
    return ", ".join(part for part in (source.publisher, source.title, day, source.url) if part)


def _located(config: Config, claims: Claims, name: str) -> Step:
    """Where the unit is, and how that was found."""
    rows, on = _rows(config, name), {*rows_on(claims.history, claims.day)}
    number = next((row for row in rows if row in on), rows[-1])
    place = claims.history[number].place
    if place.is_area:
        return Step("place", tuple(_of_area(place)))
    said = f"latitude {place.lat:.6g}, longitude {place.lon:.6g}, WGS 84"
    position = Fact("position", said, numbers={"lat": place.lat, "lon": place.lon})
    return Step("place", (position, Fact("found by", _found_by(config, number, place))))


def _of_area(place: Place) -> Iterator[Fact]:
    """What is known of where a unit is that stands for a country or region: that, and where its mark is drawn."""
    named = ", ".join(part for part in (place.region, place.country) if part)
    yield Fact(place.found_by, f"{named}, as a whole; where in it is not stated")
    said = f"latitude {place.lat:g}, longitude {place.lon:g}, WGS 84, a point in its ground and no reported position"
    yield Fact("drawn at", said, numbers={"lat": place.lat, "lon": place.lon})


def _found_by(config: Config, number: int, place: Place) -> str:
    row = config.units[number]
    if place.found_by == ROUNDED:
        return f"not told, as its position is rounded to {row.precision:g}°"
    if place.found_by != "gazetteer" or row.at:
        return f"{place.found_by}, as stated"
    entry = read_lock(config.folder / LOCK_FILE).get(query_of(row))
    if entry is None:
        return f"the name {quote(row.place)} in GeoNames; a build pins it in {LOCK_FILE}"
    called = f" as {entry.name}, GeoNames {entry.geonames_id}" if entry.geonames_id else ""
    return f"the name {quote(row.place)}, which {LOCK_FILE} pins{called}"


def _rest(config: Config, claims: Claims, name: str, page: str) -> Iterator[Step]:
    """The walk from the claim on, through the map to the files; of an atlas through one of its pages."""
    folder = ""
    if config.pages:
        pages = variants(config, claims.history)
        if not page:
            yield _paged(pages, name)
            return
        config = _page(pages, page)
        claims, folder = claims_of(config), f"{page}/"
    elif page:
        raise ConfigError(config.problem((), text="this config makes one map, not pages", hint="leave --page out"))
    config = claims.config
    maps = maps_of(config, claims, Layers(config))
    yield from drawn(config, claims, maps[""], name, folder)
    if name in config.units.ids:
        yield from on_other_days(config, claims, maps, name)


def _page(pages: Sequence[Variant], id_: str) -> Config:
    """The config of a page of an atlas."""
    found = {page.id: page.config for page in pages}
    if id_ not in found:
        hint = Nearest().hint(id_, found, "pages") or f"there are {', '.join([*found][:_MOST_NAMED])}"
        raise ConfigError(Problem(text=f"no page of the atlas is {quote(id_)}", hint=hint))
    return found[id_]


def _paged(pages: Sequence[Variant], name: str) -> Step:
    """The pages of an atlas that the unit is of."""
    on = [page for page in pages if name in page.config.units.ids]
    count = f"{len(on)} of {len(pages)} are of it; --page walks on through one"
    facts = (Fact(page.id, ", ".join(f"{key} {value}" for key, value in page.made_for.items())) for page in on)
    return Step("page", (Fact("pages", count), *facts))
