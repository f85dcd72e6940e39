"""A scene of one day and the scenes of all days -> a scene that holds what is seen on any of them, for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from geomap.change import Timeline
from geomap.facts import Unit
from geomap.scene import Scene, Symbol

_Seen = tuple[str, date | None, Symbol]  # a unit's observation, as it is drawn


def over_time(scene: Scene, scenes: Sequence[Scene], days: Sequence[date]) -> Scene:
    """The scene with the units of all days; `scenes` are those of the `days`, the scene's own the last of them."""
    spans: dict[_Seen, tuple[int, int]] = {}
    units: dict[_Seen, Unit] = {}
    for number, other in enumerate(scenes):
        for unit, symbol in zip(other.units, other.symbols, strict=True):
            seen = (unit.id, unit.as_of, symbol)
            first = spans[seen][0] if seen in spans else number
            spans[seen], units[seen] = (first, number), unit
    order = {unit.id: place for place, unit in reversed([*enumerate(unit for one in scenes for unit in one.units)])}
    found = sorted(spans, key=lambda seen: (order[seen[0]], spans[seen]))
    return replace(
        scene,
        units=tuple(units[seen] for seen in found),
        symbols=tuple(symbol for _, _, symbol in found),
        timeline=Timeline(tuple(days), tuple(spans[seen] for seen in found), tuple(_texts(scene, scenes))),
    )


def _texts(scene: Scene, scenes: Sequence[Scene]) -> list[dict[str, str]]:
    """What the config's notes say on each day, where that is not what they say on the map."""
    said = {label.id: label.text for label in scene.labels if label.layer}
    found = []
    for other in scenes:
        own = {label.id: label.text for label in other.labels if label.layer}
        found.append({name: own.get(name, "") for name, text in said.items() if own.get(name, "") != text})
    return found
