"""What a reader of the page filters, switches, copies and downloads: options, layers, and the facts as flat records."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import Any

from geomap.facts import CountKind, Formation, Link, Unit
from geomap.facts.cells import Value, writer
from geomap.facts.columns import ORDER, PRESENCE, Rows, facets_of
from geomap.facts.fields import FIELDS, Field
from geomap.marks.style import AREAS, LINES
from geomap.players.html.columns import Column, pooled, pooled_facts
from geomap.players.rows import file_columns
from geomap.scene import Area, Line, Scene
from geomap.symbols import EQUIPMENT
from geomap.wording import (
    SPELLED,
    equipment_name,
    formation,
    has_words,
    joined,
    mark_name,
    phrase,
    thousands,
    unit_count,
    words_under,
)

Options = dict[str, str]  # what is chosen by, and its words

_ELSEWHERE = ("id", "label", "position", "count")  # in the page's data, as well as in words
_BY_NAME = ("claims", "carried")  # whose columns are of some units alone
_RECORDED = [
    (field, writer(field)) for field in FIELDS if field.files != "never" and field.form not in (*_ELSEWHERE, *_BY_NAME)
]
_MORE = [(field, writer(field)) for field in FIELDS if field.form in _BY_NAME]


def explore_data(scene: Scene) -> dict[str, Any]:
    """The part of the page's data that the filters, the layer switches, the totals and the exports need."""
    columns_of_files = file_columns(scene.units)
    return {
        "lang": scene.lang,
        "words_lang": scene.lang if has_words(scene.lang) else "en",
        "thousands": thousands(scene.lang),
        "name": scene.name,
        "filters": _filters(scene),
        "layers": _layers(scene),
        "columns": list(columns_of_files),
        "records": _records(scene.units, {name.casefold(): name for name in columns_of_files}),
        "counts": {kind.value: phrase(kind.value, scene.lang) for kind in CountKind if kind is not CountKind.EXACT},
        "places": words_under("places", scene.lang),
        "crowds": {
            "units": words_under("units", scene.lang),
            "few": [unit_count(count, scene.lang) for count in SPELLED],
            "sum": words_under("crowd", scene.lang)["sum"],
        },
    }


def _filters(scene: Scene) -> list[dict[str, Any]]:
    """The filters in which units differ: each with its options and, for every unit, the places of its own."""
    made = (
        _filter(field, pooled_facts(scene.units, partial(_chosen, field), *_filtered_by(field)), scene)
        for field in FIELDS
        if field.is_filter
    )
    return [entry for entry in made if len(entry["options"]) > 1]


def _chosen(field: Field, unit: Unit) -> Hashable:
    """What of a unit is filtered by: of sources those of single figures too."""
    value = unit.all_sources if field.form == "ids" else field.value(unit)
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _filter(field: Field, column: Column, scene: Scene) -> dict[str, Any]:
    read = _OPTIONS.get(field.name, _as_they_are)
    chosen = [read(value, scene) if value else {} for value in column["values"]]
    options = {key: text for own in chosen for key, text in own.items()}
    place = {key: number for number, key in enumerate(options)}
    return {
        "name": field.name,
        "options": [list(option) for option in options.items()],
        "units": {**column, "values": [[place[key] for key in own] for own in chosen]},
    }


def _side(name: str, scene: Scene) -> Options:
    side = scene.sides.get(name)
    return {name: side.label if side else name} if name else {}


def _formations(entries: Iterable[Formation], scene: Scene) -> Options:
    kinds = [Formation(entry.type, echelon=entry.echelon) for entry in entries]
    return {kind.full_type: formation(kind, scene.lang) for kind in kinds}


def _equipment(kinds: Iterable[str], scene: Scene) -> Options:
    return {kind: equipment_name(kind, scene.lang) if kind in EQUIPMENT else kind for kind in kinds}


def _basis(basis: str, scene: Scene) -> Options:
    return {basis: phrase(f"basis.{basis}", scene.lang)}


def _sources(ids: Iterable[str], scene: Scene) -> Options:
    found = [scene.sources[id] for id in ids if id in scene.sources]
    return {source.id: joined(": ", filter(None, (source.publisher, source.title)), scene.lang) for source in found}


def _as_they_are(value: Any, scene: Scene) -> Options:
    """A text, texts, a number or day as it is written, or links by their titles."""
    values = value if isinstance(value, tuple) else (value,)
    return {one.url: one.title or one.url for one in values if isinstance(one, Link)} or {
        str(one): str(one) for one in values
    }


_OPTIONS: dict[str, Callable[[Any, Scene], Options]] = {  # in words
    "side": _side,
    "formations": _formations,
    "equipment": _equipment,
    "basis": _basis,
    "sources": _sources,
}


def _layers(scene: Scene) -> list[dict[str, Any]]:
    """What lies upon the basemap, by the name a reader knows it under: ids of its lines, areas and labels."""
    layers: dict[str, dict[str, Any]] = {}
    marks: tuple[Area | Line, ...] = (*scene.areas, *scene.lines)
    for mark in marks:
        layer = layers.setdefault(_name(mark, scene), {"shapes": [], "labels": []})
        layer["shapes"].append(mark.id)
        layer["labels"].append(f"callout:{mark.id}")
        if isinstance(mark, Area) and mark.label:
            layer["labels"] += [f"{label.style}:{label.id}" for label in scene.labels if label.area == mark.id]
    return [
        {"name": name, **{kind: list(dict.fromkeys(ids)) for kind, ids in layer.items()}}
        for name, layer in layers.items()
    ]


def _name(mark: Area | Line, scene: Scene) -> str:
    """What the map itself says of a mark, or else what the key calls its role."""
    written = mark.label if isinstance(mark, Area) else mark.callout
    if written:
        return written
    kind, known = ("area", AREAS) if isinstance(mark, Area) else ("line", LINES)
    side = scene.sides.get(mark.side)
    role = mark.role if mark.role in known else "other"
    return mark_name(kind, role, mark.approximate, scene.lang, side.label if side else "")


def _filtered_by(field: Field) -> tuple[str, ...]:
    """The facets that a filter depends on: of equipment whether there is any, not how much."""
    return (PRESENCE, ORDER) if field.form == "counts" else facets_of(field)


def _records(units: Rows[Unit], spelled: Mapping[str, str]) -> dict[str, Column]:
    """The records of all units, column by column: their facts as data, for what the page's words do not already say;
    names as in the exported files. What stands in columns of its own names is in `more`.
    """
    if not units:
        return {}
    places = zip(units.place_names, units.labels, strict=True)
    own = {"place": pooled(None if place == label else place for place, label in places)}
    facts = _facts(spelled).items()
    return {name: own.get(name) or pooled_facts(units, fact, *facets) for name, (fact, facets) in facts}


def _facts(spelled: Mapping[str, str]) -> dict[str, tuple[Callable[[Unit], Hashable], tuple[str, ...]]]:
    """What a record holds, and the facets that each fact depends on."""
    found: dict[str, tuple[Callable[[Unit], Hashable], tuple[str, ...]]] = {}
    for field, write in _RECORDED:
        if field.form == "counts":
            found[field.name] = (partial(_counted, field), facets_of(field))
        elif all(column.name in spelled for column in field.columns):
            found |= {column.name: (partial(_cell, write, column.name), facets_of(field)) for column in field.columns}
    of_names = tuple(facet for field, _ in _MORE for facet in facets_of(field))
    return {**found, "place": (_place, ()), "more": (partial(_more, spelled), of_names)}


def _place(unit: Unit) -> str | None:
    """The place as it is written; None where that is as it is labelled."""
    return None if unit.query == unit.label else unit.query


def _counted(field: Field, unit: Unit) -> tuple[tuple[str, int | None, int | None, str], ...]:
    return tuple(
        (kind.replace(" ", "_"), count.minimum, count.maximum, count.kind.value)
        for kind, count in field.value(unit).items()
        if kind in EQUIPMENT
    )


def _cell(write: Callable[[Unit], Mapping[str, Value]], name: str, unit: Unit) -> Value:
    return write(unit)[name]


def _more(spelled: Mapping[str, str], unit: Unit) -> tuple[tuple[str, Value], ...]:
    return tuple((spelled[name.casefold()], cell) for _, write in _MORE for name, cell in write(unit).items())
