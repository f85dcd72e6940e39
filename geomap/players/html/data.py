"""A scene as the page's data: plain lists and dictionaries; what there is of each unit, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geomap.marks.crowd import LEAST_LIGHT
from geomap.marks.size import LEAST_SEEN
from geomap.players.html.columns import Column
from geomap.players.html.fields import Field
from geomap.players.html.furniture import bars
from geomap.players.html.ground import ground_data
from geomap.players.html.sheets import Encoder
from geomap.players.html.units import STEPS_PER_DEGREE, shown_fields, symbol_columns
from geomap.scene import Scene
from geomap.scene.change import Timeline
from geomap.scene.styles import SYMBOL_OPACITY
from geomap.symbols import outline
from geomap.wording import day, phrase, words_under

ASSETS = Path(__file__).parents[2] / "web"


def page_data(scene: Scene, facts: dict[str, Column], fields: Sequence[Field]) -> dict[str, Any]:
    """Everything that the page's script draws from; `facts` are the units', `fields` hold what layout has set."""
    encoder = Encoder(scene, fields)
    drawn = encoder.data()
    for sheet, board in zip(drawn["sheets"], encoder.boards, strict=True):
        sheet["bars"] = bars(board)
    return {
        "title": scene.title,
        "alt": scene.alt or scene.title,
        "words": {**words_under("page", scene.lang), "heading": words_under("page.heading", scene.lang)},
        "style": {
            "ink": scene.style.text,
            "muted": scene.style.muted,
            "opacity": SYMBOL_OPACITY,
        },
        "limits": {"tiny": LEAST_SEEN, "light": LEAST_LIGHT},
        "steps": STEPS_PER_DEGREE,
        "key": {"measure": scene.key.measure},
        **drawn,
        "fields": [_field(scene, field) for field in fields],
        "tiles": asdict(scene.tiles) if scene.tiles else None,
        "symbols": symbol_columns(scene),
        "facts": facts,
        **shown_fields(),
        "outlines": {name: {"path": _path(name)} for name in drawn["stamps"]},
        **({"timeline": _timeline(scene, scene.timeline)} if scene.timeline else {}),
    }


def _field(scene: Scene, field: Field) -> dict[str, Any]:
    """The ground of a field, and where tiles of others lie in it."""
    tiles = {"tile_zoom": field.tile_zoom, "turned": field.view.projection.turned} if scene.tiles else {}
    return {"ground": ground_data(scene, field), **tiles}


def _timeline(scene: Scene, timeline: Timeline) -> dict[str, Any]:
    """The days in words, and for each symbol and each text when it is seen."""
    words = [day(own, scene.lang) for own in timeline.days]
    ids = {label.id: f"{label.style}:{label.id}" for label in scene.labels}
    return {
        "days": [own.isoformat() for own in timeline.days],
        "words": words,
        "as_of": [phrase("as_of", scene.lang, date=said) for said in words],
        "first": [first for first, _ in timeline.spans],
        "last": [last for _, last in timeline.spans],
        "texts": [{ids.get(name, name): text for name, text in own.items()} for own in timeline.texts],
    }


def _path(name: str) -> str:
    rings = (" ".join(f"{round(x * 100, 1):g},{round(y * 100, 1):g}" for x, y in p) for p in outline(name).polygons)
    return "".join(f"M{ring}Z" for ring in rings)
