"""What a reader of the page filters, switches, copies and downloads: options, layers, and the facts as flat records."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from geomap.facts import CROWD, LARGE, RINGED, CountKind, Formation, Unit
from geomap.facts.cells import claim_columns, join_formations, join_list
from geomap.facts.columns import AMOUNTS, CLAIMS, ORDER, PRESENCE, SOURCES, Alike, samples
from geomap.marks.style import AREAS, LINES
from geomap.players.html.columns import Column, columns, pooled, pooled_facts
from geomap.scene import BASEMAP_ROLES, Area, Line, Scene
from geomap.symbols import EQUIPMENT
from geomap.wording import (
    SPELLED,
    equipment_name,
    formation,
    has_words,
    joined,
    mark_name,
    phrase,
    short_phrase,
    thousands,
    unit_count,
    words_under,
)

Options = dict[str, str]  # what is chosen by, and its words


def explore_data(scene: Scene) -> dict[str, Any]:
    """The part of the page's data that the filters, the layer switches, the totals and the exports need."""
    return {
        "lang": scene.lang,
        "words_lang": scene.lang if has_words(scene.lang) else "en",
        "thousands": thousands(scene.lang),
        "name": scene.name,
        "filters": _filters(scene),
        "layers": _layers(scene),
        "claimed": list(dict.fromkeys(name for unit in samples(scene.units, CLAIMS) for name in claim_columns(unit))),
        "records": _records(scene.units),
        "equipment": [kind.replace(" ", "_") for kind in EQUIPMENT],
        "counts": {kind.value: phrase(kind.value, scene.lang) for kind in CountKind if kind is not CountKind.EXACT},
        "places": words_under("places", scene.lang),
        "crowds": {
            "units": words_under("units", scene.lang),
            "few": [unit_count(count, scene.lang) for count in SPELLED],
            "sum": words_under("crowd", scene.lang)["sum"],
            "key": {
                kind: {"long": phrase(f"key.{kind}", scene.lang), "short": short_phrase(f"key.{kind}", scene.lang)}
                for kind in (CROWD, RINGED, LARGE)
            },
        },
    }


def _filters(scene: Scene) -> list[dict[str, Any]]:
    """The filters in which units differ: each with its options and, for every unit, the places of its own."""
    # A fact, its options, and the facets that it depends on.
    readers: dict[str, tuple[Callable[[Unit], Any], Callable[[Any, Scene], Options], tuple[str, ...]]] = {
        "side": (lambda unit: unit.side, _side, ("side",)),
        "formations": (lambda unit: unit.formations, _formations, ("formations",)),
        "equipment": (lambda unit: tuple(unit.equipment), _equipment, (PRESENCE, ORDER)),
        "basis": (lambda unit: unit.basis, _basis, ("basis",)),
        "sources": (lambda unit: unit.all_sources, _sources, SOURCES),
    }
    made = (
        _filter(name, pooled_facts(scene.units, of, *facets), read, scene)
        for name, (of, read, facets) in readers.items()
    )
    return [entry for entry in made if len(entry["options"]) > 1]


def _filter(name: str, column: Column, read: Callable[[Any, Scene], Options], scene: Scene) -> dict[str, Any]:
    chosen = [read(value, scene) for value in column["values"]]
    options = {key: text for own in chosen for key, text in own.items()}
    place = {key: number for number, key in enumerate(options)}
    return {
        "name": name,
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


def _layers(scene: Scene) -> list[dict[str, Any]]:
    """What lies upon the basemap, by the name a reader knows it under: ids of its lines, areas and labels."""
    layers: dict[str, dict[str, Any]] = {}
    marks: tuple[Area | Line, ...] = (*scene.areas, *scene.lines)
    for mark in marks:
        if mark.role not in BASEMAP_ROLES:
            layer = layers.setdefault(_name(mark, scene), {"shapes": [], "labels": []})
            layer["shapes"].append(mark.id)
            if isinstance(mark, Area) and mark.label:
                layer["labels"] += [label.id for label in scene.labels if label.area == mark.id]
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


def _records(units: Sequence[Unit]) -> dict[str, Column]:
    """The records of all units, column by column; those of tables differ in their place alone."""
    if not isinstance(units, Alike):
        return columns([_record(unit) for unit in units])
    places = zip(units.columns.names.tolist(), units.columns.labels.tolist(), strict=True)
    found = {
        name: pooled_facts(units, of, *_FACETS.get(name, (name,))) for name, of in _FACTS.items() if name != "place"
    }
    return {"place": pooled(None if place == label else place for place, label in places), **found}


def _record(unit: Unit) -> dict[str, Any]:
    """The unit's facts as data, for what the page's words do not already say; names as in the exported files.

    A place that is written as it is labelled is None.
    """
    return {name: of(unit) for name, of in _FACTS.items()}


def _counted(unit: Unit) -> tuple[tuple[str, int | None, int | None, str], ...]:
    return tuple(
        (kind.replace(" ", "_"), count.minimum, count.maximum, count.kind.value)
        for kind, count in unit.equipment.items()
        if kind in EQUIPMENT
    )


_FACTS: dict[str, Callable[[Unit], Hashable]] = {
    "place": lambda unit: None if unit.query == unit.label else unit.query,
    "country": lambda unit: unit.place.country or None,
    "side": lambda unit: unit.side or None,
    "formations": lambda unit: join_formations(unit.formations) or None,
    "equipment": _counted,
    "basis": lambda unit: unit.basis,
    "sources": lambda unit: join_list(unit.sources) or None,
    "grade": lambda unit: unit.grade or None,
    "as_of": lambda unit: unit.as_of.isoformat() if unit.as_of else None,
    "until": lambda unit: unit.until.isoformat() if unit.until else None,
    "precision": lambda unit: unit.precision,
    "found_by": lambda unit: unit.place.found_by,
    "claims": lambda unit: tuple(claim_columns(unit).items()),
}
_FACETS = {"equipment": (AMOUNTS,), "claims": (CLAIMS,)}  # that facts depend on which are called otherwise
