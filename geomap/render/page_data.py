"""A scene as the page's data: plain lists and dictionaries, in columns where there is one entry a unit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geomap.facts import Estimate, Source, Unit
from geomap.layout import style
from geomap.layout.pictograms import covered
from geomap.render.page_geometry import STEPS_PER_DEGREE, roomy, shapes, side_look, union
from geomap.render.page_rules import artboard_data, key_rows, printed, short_texts
from geomap.scene import Scene
from geomap.styles import Style, mixed
from geomap.symbols import EQUIPMENT, outline
from geomap.wording import day, equipment_name, estimate, formation, number, phrase, words_under

ASSETS = Path(__file__).parent / "assets"


def page_data(scene: Scene, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything the page's script draws from; `rows` are the units' facts. Degrees in steps of 1/10,000, CSS px."""
    widest_first = sorted(scene.artboards, key=lambda artboard: -artboard.width)
    artboards = [artboard_data(scene, artboard) for artboard in widest_first]
    shown = shapes(scene, union(roomy(entry["bounds"], entry["room"], entry["width"]) for entry in artboards))
    for entry, artboard in zip(artboards, widest_first, strict=True):
        entry["key_rows"] = key_rows(scene, artboard, shown)
    return {
        "title": scene.title,
        "alt": scene.alt or scene.title,
        "words": {**words_under("page", scene.lang), "heading": words_under("page.heading", scene.lang)},
        "style": _style(scene.style),
        "steps": STEPS_PER_DEGREE,
        "max_value": scene.largest_value,
        "artboards": artboards,
        "key": _key(scene),
        **shown,
        "labels": _labels(scene),
        "short": short_texts(scene),
        "symbols": _symbols(scene),
        "facts": columns(rows),
        "outlines": _outlines(scene),
    }


def _style(look: Style) -> dict[str, Any]:
    """Colours, widths and dashes as the static maps have them."""
    return {
        "land": look.land,
        "sea": look.water,
        "edge": look.paper,
        "ink": look.text,
        "coast": look.coast,
        "opacity": style.SYMBOL_OPACITY,
        "edge_width": style.SYMBOL_EDGE,
        "hatch_width": style.HATCH_WIDTH,
        "strength": [style.STRONG_UNTIL, style.FAINT_FROM, style.LEAST_STRENGTH, style.RIVERS_UNTIL],
        "arrow": {
            "head": style.ARROW_HEAD,
            "share": style.ARROW_SHARE,
            "half_width": style.ARROW_HALF_WIDTH,
            "tail": style.ARROW_TAIL,
        },
        "lines": {role: asdict(line) | {"colour": look.colour(line.colour)} for role, line in style.LINES.items()},
        "areas": {role: _area_style(area, look) for role, area in style.AREAS.items()},
    }


def _area_style(area: style.AreaStyle, look: Style) -> dict[str, Any]:
    colour = look.colour(area.colour)
    own = {
        "colour": colour, "hatch_colour": mixed(colour, look.land, style.HATCH_STRENGTH),
        "opacity": area.opacity * look.tint, "dash": area.dashes(True),
    }  # fmt: skip
    return asdict(area) | own


def _key(scene: Scene) -> dict[str, Any]:
    """The key's content."""
    key = scene.key
    return {
        "measure": key.measure,
        "values": [[value, number(value, scene.lang)] for value in sorted(key.values, reverse=True)],
        "rows": [asdict(row) | {"look": side_look(row.colour, scene.style)} for row in key.rows],
    }


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _labels(scene: Scene) -> list[dict[str, Any]]:
    return [
        {
            "id": label.id,
            "text": printed(label.text, label),
            "style": label.style,
            "look": "total" if label.properties.get("is_total") else label.style,
            "lon": label.lon,
            "lat": label.lat,
        }
        for label in scene.labels
    ]


def _symbols(scene: Scene) -> dict[str, Any]:
    """Columns, one entry a symbol in the scene's order. `unit` is an index into the facts."""
    index = {unit.id: number for number, unit in enumerate(scene.units)}
    marks = scene.symbols
    return {
        "unit": [index[mark.unit] for mark in marks],
        "lon": [round(mark.lon * STEPS_PER_DEGREE) for mark in marks],
        "lat": [round(mark.lat * STEPS_PER_DEGREE) for mark in marks],
        "minimum": [mark.troops.minimum if mark.troops else None for mark in marks],
        "maximum": [mark.troops.maximum if mark.troops else None for mark in marks],
        "label": [mark.label for mark in marks],
        "kind": pooled(mark.troops.kind.value if mark.troops else "absent" for mark in marks),
        "formations": pooled(list(mark.formations) for mark in marks),
        "pictograms": pooled([pictogram.outline for pictogram in mark.pictograms] for mark in marks),
        "colour": pooled(mark.colour or scene.style.symbol for mark in marks),
    }


def pooled(values: Iterable[Any]) -> dict[str, list[Any]]:
    """A column whose values repeat: each value once, in the order of first use, and the place of each entry's."""
    pool: dict[str | tuple[str], int] = {}
    kept: list[Any] = []
    index: list[int] = []
    for value in values:
        name = value if isinstance(value, str) else (json.dumps(value),)
        if name not in pool:
            pool[name] = len(kept)
            kept.append(value)
        index.append(pool[name])
    return {"values": kept, "index": index}


def columns(rows: list[dict[str, Any]]) -> dict[str, dict[str, list[Any]]]:
    """Facts as pooled columns; null where a row lacks the fact."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: pooled(row.get(name) for row in rows) for name in names}


def facts(scene: Scene) -> list[dict[str, Any]]:
    """What is claimed of each unit, in words: for the pop-ups and for the table. Empty facts are left out."""
    return [_fact(scene, unit) for unit in scene.units]


def _fact(scene: Scene, unit: Unit) -> dict[str, Any]:
    side = scene.sides.get(unit.side)
    stated = unit.as_of or scene.as_of
    row = {
        "id": unit.id,
        "place": unit.label,
        "side": side.label if side else unit.side,
        "formations": [formation(entry, scene.lang) for entry in unit.formations],
        "troops": _capitalised(_count(unit.troops, scene.lang)),
        "equipment": [[_kind(kind, scene.lang), _count(count, scene.lang)] for kind, count in unit.equipment.items()],
        "basis": phrase(f"basis.{unit.basis}", scene.lang),
        "as_of": _day(stated, scene.lang) if stated else "",
        "sources": [_source(scene.sources[id]) for id in unit.sources if id in scene.sources],
        "grade": unit.grade,
    }
    return {name: value for name, value in row.items() if value}


@cache
def _count(count: Estimate | None, lang: str) -> str:
    """A count as it was claimed; None is a presence whose strength nobody stated."""
    return phrase("absent", lang) if count is None else estimate(count, lang)


@cache
def _day(stated: date, lang: str) -> str:
    return day(stated, lang)


def _kind(equipment: str, lang: str) -> str:
    return equipment_name(equipment, lang) if equipment in EQUIPMENT else _capitalised(equipment)


def _source(source: Source) -> dict[str, str]:
    """Publisher and title; a link only where the address is one of the web."""
    row = {"publisher": source.publisher, "title": source.title, "url": _web_address(source.url)}
    return {name: value for name, value in row.items() if value}


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def _outlines(scene: Scene) -> dict[str, dict[str, Any]]:
    """Each pictogram used, once: an SVG path in a box of 100 by 100, what of it is covered, px of it on map and key."""
    used = [pictogram.outline for mark in scene.symbols for pictogram in mark.pictograms]
    used += [row.sample for row in scene.key.rows if row.kind == "pictogram"]
    used += [name for row in scene.key.rows if row.frame for name in (row.frame, f"{row.frame}-fill")]
    return {name: _outline(name) for name in sorted(set(used))}


def _outline(name: str) -> dict[str, Any]:
    box, look = covered([name]), style.pictogram_style(name)
    edges = [round(100 * edge, 2) for edge in (box.x, box.y, box.right, box.bottom)]
    return {"path": _path(name), "box": edges, "size": look.size, "key_size": look.key_size}


def _path(name: str) -> str:
    rings = (" ".join(f"{round(x * 100, 1):g},{round(y * 100, 1):g}" for x, y in p) for p in outline(name).polygons)
    return "".join(f"M{ring}Z" for ring in rings)
