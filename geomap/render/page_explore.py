"""What a reader of the page filters, switches, copies and downloads: options, layers, and the facts as flat records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from geomap.facts import CountKind, Formation, Unit
from geomap.layout.style import AREAS, LINES
from geomap.render.page_data import columns, pooled
from geomap.scene import BASEMAP_ROLES, Area, Line, Scene
from geomap.symbols import EQUIPMENT
from geomap.wording import equipment_name, formation, mark_name, phrase, words_under

Options = dict[str, str]  # what is chosen by, and its words


def explore_data(scene: Scene) -> dict[str, Any]:
    """The part of the page's data that the filters, the layer switches, the totals and the exports need."""
    return {
        "lang": scene.lang,
        "name": scene.name,
        "filters": _filters(scene),
        "layers": _layers(scene),
        "records": {name: _short(column) for name, column in columns([_record(unit) for unit in scene.units]).items()},
        "equipment": [kind.replace(" ", "_") for kind in EQUIPMENT],
        "counts": {kind.value: phrase(kind.value, scene.lang) for kind in CountKind if kind is not CountKind.EXACT},
        "places": words_under("places", scene.lang),
    }


def _filters(scene: Scene) -> list[dict[str, Any]]:
    """The filters in which units differ: each with its options and, for every unit, the places of its own."""
    readers: dict[str, Callable[[Unit, Scene], Options]] = {
        "side": _side,
        "formations": _formations,
        "equipment": _equipment,
        "basis": _basis,
        "sources": _sources,
    }
    chosen = {name: [read(unit, scene) for unit in scene.units] for name, read in readers.items()}
    options = {name: {key: text for unit in own for key, text in unit.items()} for name, own in chosen.items()}
    return [_filter(name, own, options[name]) for name, own in chosen.items() if len(options[name]) > 1]


def _filter(name: str, chosen: list[Options], options: Options) -> dict[str, Any]:
    place = {key: number for number, key in enumerate(options)}
    return {
        "name": name,
        "options": [list(option) for option in options.items()],
        "units": _short(pooled([place[key] for key in unit] for unit in chosen)),
    }


def _short(column: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """A pooled column; where all rows hold one value they need no index."""
    return column if len(column["values"]) > 1 else column | {"index": []}


def _side(unit: Unit, scene: Scene) -> Options:
    side = scene.sides.get(unit.side)
    return {unit.side: side.label if side else unit.side} if unit.side else {}


def _formations(unit: Unit, scene: Scene) -> Options:
    kinds = [Formation(entry.type, echelon=entry.echelon) for entry in unit.formations]
    return {kind.full_type: formation(kind, scene.lang) for kind in kinds}


def _equipment(unit: Unit, scene: Scene) -> Options:
    return {kind: equipment_name(kind, scene.lang) if kind in EQUIPMENT else kind for kind in unit.equipment}


def _basis(unit: Unit, scene: Scene) -> Options:
    return {unit.basis: phrase(f"basis.{unit.basis}", scene.lang)}


def _sources(unit: Unit, scene: Scene) -> Options:
    found = [scene.sources[id] for id in unit.sources if id in scene.sources]
    return {source.id: ": ".join(filter(None, (source.publisher, source.title))) for source in found}


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


def _record(unit: Unit) -> dict[str, Any]:
    """The unit's facts as data, for what the page's words do not already say; names as in the exported files.

    A place that is written as it is labelled is None.
    """
    return {
        "place": None if unit.query == unit.label else unit.query,
        "country": unit.place.country or None,
        "side": unit.side or None,
        "formations": _joined(entry.text for entry in unit.formations),
        "equipment": [
            [kind.replace(" ", "_"), count.minimum, count.maximum, count.kind.value]
            for kind, count in unit.equipment.items()
            if kind in EQUIPMENT
        ],
        "basis": unit.basis,
        "sources": _joined(unit.sources),
        "grade": unit.grade or None,
        "as_of": unit.as_of.isoformat() if unit.as_of else None,
        "found_by": unit.place.found_by,
    }


def _joined(texts: Iterable[str]) -> str | None:
    return ";".join(texts) or None
