"""The units as the page's data: what is claimed of each in words, and what is drawn of each, column by column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

import numpy as np

from geomap.facts import Claim, Estimate, Formation, Link, Source, Unit
from geomap.facts.columns import Rows, facets_of
from geomap.facts.fields import FIELDS, Field, ranked
from geomap.measure import KM_PER_DEGREE
from geomap.players.html.columns import Column, pooled, pooled_by, pooled_facts, value_at
from geomap.scene import Scene, Symbol
from geomap.scene.change import Change
from geomap.symbols import EQUIPMENT
from geomap.wording import counted, day, distance, equipment_name, estimate, formation, number, phrase, step
from geomap.wording.areas import AREA, Area, area_of, area_words
from geomap.wording.claims import grade

STEPS_PER_DEGREE = 10_000  # positions are whole numbers of this step, about 10 m

_Troops = Estimate | Literal["gone"] | None
_Reading = tuple[Callable[[Unit], Hashable], Callable[[Any], Any]]  # what is pooled, and its words
_MAILBOX = "mailto:"
_ASKED = ("id", "place", "troops")
# What a place is written as the records say.
SHOWN = [field for field in FIELDS if (field.card or field.table) and field.name != "place"]


def fact_columns(scene: Scene) -> dict[str, Column]:
    """What is claimed of each unit, in words: for the pop-ups and the table.

    Facts that no unit has are left out, but for those that the page's script asks for of every unit.
    """
    lang = scene.lang
    sides = {name: side.label for name, side in scene.sides.items()}
    gone = {mark.unit for mark in scene.symbols.where(lambda mark: mark.is_gone)}
    changes = {mark.unit: mark.change for mark in scene.symbols.where(lambda mark: mark.change is not None)}
    links = {name: _source(source) for name, source in scene.sources.items()}
    by_hand: dict[str, _Reading] = {
        "label": (lambda unit: unit.label, str),
        "change": (lambda unit: changes.get(unit.id), lambda change: _changed(change, lang)),
        "precision": (lambda unit: (unit.precision, area_of(unit)), lambda said: _exactness(said[0], said[1], lang)),
        "side": (lambda unit: unit.side, lambda side: sides.get(side, side)),
        "formations": (lambda unit: unit.formations, lambda own: [_named(entry, lang) for entry in own]),
        "troops": (lambda unit: unit.troops, lambda count: _capitalised(_count(count, lang))),
        "equipment": (
            lambda unit: tuple(unit.equipment.items()),
            lambda own: [_counted(kind, count, lang) for kind, count in own],
        ),
        "as_of": (lambda unit: (unit.as_of or scene.as_of, unit.age), lambda said: _dated(said[0], said[1], lang)),
        "sources": (lambda unit: unit.all_sources, lambda own: [links[name] for name in own if name in links]),
        "grade": (lambda unit: unit.grade, lambda code: grade(code, lang) if code else ""),
        "claims": (_own_claims, lambda own: [_claim(figure, claim, links, lang) for figure, claim in own]),
        "carried": (lambda unit: tuple(unit.carried.items()), list),
    }
    asked: dict[str, _Reading] = {
        "id": (lambda unit: unit.id, str),
        "basis": (lambda unit: unit.basis, lambda basis: phrase(f"basis.{basis}", lang)),
    }
    shown = {field.shown: by_hand.get(field.name) or _plain(field, lang) for field in SHOWN}
    found = {}
    own = {"id": pooled(scene.units.ids), "place": pooled(scene.units.labels)}
    facets = {"basis": ("basis",), **{field.shown: facets_of(field) for field in SHOWN}}
    facets["position"] = (*facets["position"], *AREA)
    own["troops"] = _counts(scene.units, gone)
    for name, (of, said) in {**asked, **shown}.items():
        column = own.get(name) or pooled_facts(scene.units, of, *facets[name])
        found[name] = {**column, "values": [said(value) for value in column["values"]]}
    return {name: column for name, column in found.items() if name in _ASKED or any(column["values"])}


def _plain(field: Field, lang: str) -> _Reading:
    """A field of which nothing is known but its form."""
    words: dict[str, Callable[[Any], Any]] = {
        "texts": list,
        "links": lambda own: [_linked(link) for link in own],
        "day": lambda stated: day(stated, lang) if stated else "",
        "number": lambda stated: "" if stated is None else number(stated, lang),
    }
    return field.value, words.get(field.form, str)


def shown_fields() -> dict[str, list[list[str]]]:
    """What stands in the card and in the table, in their order, by the names of the facts, and the form of each."""
    places: tuple[Literal["card", "table"], ...] = ("card", "table")
    return {place: [[field.shown, field.form] for field in ranked(FIELDS, place)] for place in places}


def fact_row(facts: dict[str, Column], row: int) -> dict[str, Any]:
    """The facts of one unit; empty ones are left out."""
    found = {name: value_at(column, row) for name, column in facts.items()}
    return {name: value for name, value in found.items() if value}


def symbol_columns(scene: Scene) -> dict[str, Any]:
    """One entry a symbol in the scene's order. `unit` is a place among the facts, [] where the two go side by side.

    `counts` are kind, least and most of the troops that the facts say; a `label` is stated where it is not the unit's.
    """
    marks = scene.symbols
    unit_ids, mark_ids = scene.units.ids, marks.ids
    is_beside = mark_ids == unit_ids
    place = {} if is_beside else {name: number for number, name in enumerate(unit_ids)}
    units: Sequence[int] = range(len(marks)) if is_beside else [place[name] for name in mark_ids]
    gone = {mark.unit for mark in marks.where(lambda mark: mark.is_gone)}
    lat, lon = marks.lat_lon
    own, labels = scene.units.labels, marks.labels
    differing = () if is_beside and labels == own else enumerate(labels)
    return {
        "total": len(marks),
        "unit": [] if is_beside else list(units),
        "lon": np.rint(lon * STEPS_PER_DEGREE).astype(int).tolist(),
        "lat": np.rint(lat * STEPS_PER_DEGREE).astype(int).tolist(),
        "counts": [_ends(count) for count in _counts(scene.units, gone)["values"]],
        "label": {str(number): label for number, label in differing if label != own[units[number]]},
        **({"change": list(map(_change, marks))} if any(mark.change for mark in marks.samples()) else {}),
    }


def _change(mark: Symbol) -> dict[str, Any] | None:
    """What became of a unit, for its record."""
    return None if mark.change is None else {"kind": mark.change.kind, "km": mark.change.km}


def _named(entry: Formation, lang: str) -> list[str]:
    """A formation as the card says it and, where that differs, as the table does, in figures."""
    return list(dict.fromkeys((formation(entry, lang), formation(entry, lang, figures=True))))


def _changed(change: Change | None, lang: str) -> str:
    """What became of a unit, in words."""
    if change is None:
        return ""
    return _capitalised(", ".join(change.texts) or phrase("key.change.steady", lang))


def _counts(units: Rows[Unit], gone: Collection[str]) -> Column:
    """The counts of troops; one that is no longer reported has none."""
    counts, which = units.counted
    if not gone:
        return pooled_by(counts, which)
    without = [number for number, name in enumerate(units.ids) if name in gone]
    which = which.copy()
    which[without] = len(counts)
    return pooled_by([*counts, "gone"], which)


def _ends(count: _Troops) -> tuple[str, int | None, int | None]:
    if count is None or count == "gone":
        return count or "absent", None, None
    return count.kind.value, count.minimum, count.maximum


def _count(count: _Troops, lang: str) -> str:
    """A count as it was claimed; None is a presence whose strength nobody stated."""
    if count == "gone":
        return ""
    return phrase("absent", lang) if count is None else estimate(count, lang)


def _dated(stated: date | None, age: int | None, lang: str) -> str:
    """The day of a claim, and how long ago that was where the map asks for it."""
    said = day(stated, lang) if stated else ""
    return phrase("aged", lang, date=said, age=counted("days", age, lang)) if age else said


def _own_claims(unit: Unit) -> tuple[tuple[str, Claim], ...]:
    return tuple(unit.claims.items())


def _claim(figure: str, claim: Claim, links: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Who states a single figure, or the position, where that is not who states the rest."""
    others = {"troops": "measure.troops", "position": "page.heading.position"}
    name = phrase(others[figure], lang) if figure in others else equipment_name(figure, lang)
    return {
        "figure": phrase("claim", lang, figure=name),
        "sources": [links[name] for name in claim.sources if name in links],
        **({"grade": grade(claim.grade, lang)} if claim.grade else {}),
    }


def _exactness(precision: float | None, area: Area | None, lang: str) -> str:
    """What is to be said of a position that is none, or not exact."""
    if area:
        return area_words(area, lang)
    return _rounding(precision, lang) if precision else ""


def _rounding(degrees: float, lang: str) -> str:
    """How far a rounded position may be off."""
    size = distance(degrees * KM_PER_DEGREE, lang)
    return phrase("rounded.position", lang, n=step(degrees, lang), distance=size)


def _counted(kind: str, count: Estimate, lang: str) -> list[str]:
    name = equipment_name(kind, lang) if kind in EQUIPMENT else _capitalised(kind)
    return [name, _count(count, lang)]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _source(source: Source) -> dict[str, str]:
    """Publisher and title; a link only where the address is one of the web."""
    row = {"publisher": source.publisher, "title": source.title, "url": _web_address(source.url)}
    return {name: value for name, value in row.items() if value}


def _linked(link: Link) -> dict[str, str]:
    """An address and its title, or the address alone; no link where it is one of neither the web nor a mailbox."""
    address = link.url.strip()
    row = {"title": link.title or address.removeprefix(_MAILBOX), "url": _web_address(address)}
    row["url"] = address if address.startswith(_MAILBOX) else row["url"]
    return {name: value for name, value in row.items() if value}


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
