"""A scene as the page's data: plain lists and dictionaries; what there is of each unit, in columns."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from geomap.facts.columns import LOOKS
from geomap.layout.rules import without_dropped
from geomap.marks import style
from geomap.marks.change import change_colour
from geomap.marks.pictograms import covered
from geomap.players.html.columns import Column
from geomap.players.html.geometry import STEPS_PER_DEGREE, own_look, roomy, shapes, union
from geomap.players.html.labels import label_rows
from geomap.players.html.rules import artboard_data, key_rows, short_texts
from geomap.players.html.units import shown_fields, symbol_columns
from geomap.scene import KeyRow, Scene
from geomap.scene.change import Timeline
from geomap.scene.styles import SYMBOL_OPACITY, Style, mixed
from geomap.symbols import family_of, outline
from geomap.wording import day, number, phrase, words_under

ASSETS = Path(__file__).parents[2] / "web"


def page_data(scene: Scene, facts: dict[str, Column]) -> dict[str, Any]:
    """Everything the page's script draws from; `facts` are the units'. Degrees in steps of 1/10,000, CSS px."""
    widest_first = sorted(scene.artboards, key=lambda artboard: -artboard.width)
    kept = [without_dropped(scene, artboard)[0] for artboard in widest_first]
    artboards = [artboard_data(scene, *pair) for pair in zip(widest_first, kept, strict=True)]
    shown = shapes(scene, union(roomy(entry["bounds"], entry["room"], entry["width"]) for entry in artboards))
    for entry, artboard, own in zip(artboards, widest_first, kept, strict=True):
        entry["key_rows"] = key_rows(scene, artboard, own, shown)
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
        "labels": label_rows(scene),
        "tiles": asdict(scene.tiles) if scene.tiles else None,
        "short": short_texts(scene),
        "symbols": symbol_columns(scene),
        "facts": facts,
        **shown_fields(),
        "outlines": _outlines(scene),
        **({"timeline": _timeline(scene.timeline, scene.lang)} if scene.timeline else {}),
    }


def _timeline(timeline: Timeline, lang: str) -> dict[str, Any]:
    """The days in words, and for each symbol and each text when it is seen."""
    words = [day(own, lang) for own in timeline.days]
    return {
        "days": [own.isoformat() for own in timeline.days],
        "words": words,
        "as_of": [phrase("as_of", lang, date=said) for said in words],
        "first": [first for first, _ in timeline.spans],
        "last": [last for _, last in timeline.spans],
        "texts": timeline.texts,
    }


def _style(look: Style) -> dict[str, Any]:
    """Colours, widths and dashes as the static maps have them."""
    return {
        "land": look.land,
        "sea": look.water,
        "edge": look.paper,
        "ink": look.text,
        "coast": look.coast,
        "opacity": SYMBOL_OPACITY,
        "edge_width": style.SYMBOL_EDGE,
        "about": {"width": style.ABOUT_WIDTH, "strength": style.ABOUT_STRENGTH},
        "hatch_width": style.HATCH_WIDTH,
        "strength": [style.STRONG_UNTIL, style.FAINT_FROM, style.LEAST_STRENGTH, style.RIVERS_UNTIL],
        "arrow": {
            "head": style.ARROW_HEAD,
            "share": style.ARROW_SHARE,
            "half_width": style.ARROW_HALF_WIDTH,
            "tail": style.ARROW_TAIL,
        },
        "change": {
            "was_width": style.WAS_WIDTH,
            "was_dash": style.WAS_DASH,
            "least_ring": style.WAS_LEAST,
            "stroke_width": style.CHANGE_WIDTH,
            "cross": style.CHANGE_CROSS,
            "tick": style.CHANGE_TICK,
            "samples": style.CHANGE_SAMPLES,
            "colours": {kind: change_colour(kind, look) for kind in style.CHANGE_SAMPLES},
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
    return {name: value for name, value in asdict(area).items() if name != "dash"} | own


def _key_row(row: KeyRow, look: Style) -> dict[str, Any]:
    """A row; what a layer states of its look is in `look`."""
    stated = {name: value for name, value in asdict(row).items() if name not in ("width", "dash")}
    return {**stated, "look": own_look(row.pen, look)}


def _key(scene: Scene) -> dict[str, Any]:
    """The key's content."""
    key = scene.key
    return {
        "measure": key.measure,
        "values": [[value, number(value, scene.lang)] for value in sorted(key.values, reverse=True)],
        "least": key.least,
        "rows": [_key_row(row, scene.style) for row in key.rows],
    }


def _outlines(scene: Scene) -> dict[str, dict[str, Any]]:
    """Each pictogram used, once: an SVG path in a box of 100 by 100, what of it is covered, px of it on map and key."""
    used = [pictogram.outline for mark in scene.symbols.samples(*LOOKS) for pictogram in mark.pictograms]
    used += [row.sample for row in scene.key.rows if row.kind == "pictogram"]
    used += [name for row in scene.key.rows if row.frame for name in (row.frame, f"{row.frame}-fill")]
    return {name: _outline(name) for name in sorted(set(used))}


def _outline(name: str) -> dict[str, Any]:
    box, look = covered([name]), family_of(name)
    edges = [round(100 * edge, 2) for edge in (box.x, box.y, box.right, box.bottom)]
    return {"path": _path(name), "box": edges, "size": look.size, "key_size": look.key_size}


def _path(name: str) -> str:
    rings = (" ".join(f"{round(x * 100, 1):g},{round(y * 100, 1):g}" for x, y in p) for p in outline(name).polygons)
    return "".join(f"M{ring}Z" for ring in rings)
