"""A scene of one day and the scenes of all days -> a scene that holds what is seen on any of them, for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geomap.facts import Unit
from geomap.scene import Scene, Symbol
from geomap.scene.change import Timeline


@dataclass(slots=True)
class _Seen:
    """A unit as it is said and drawn from the first to the last of some days in a row."""

    unit: Unit
    symbol: Symbol
    first: int
    last: int


def over_time(scene: Scene, scenes: Sequence[Scene], days: Sequence[date]) -> Scene:
    """The scene with the units of all days; `scenes` are those of the `days`, the scene's own the last of them."""
    by_id: dict[str, list[_Seen]] = {}
    for number, other in enumerate(scenes):
        for unit, symbol in zip(other.units, other.symbols, strict=True):
            own = by_id.setdefault(unit.id, [])
            if own and own[-1].last == number - 1 and (own[-1].unit, own[-1].symbol) == (unit, symbol):
                own[-1].last = number
            else:
                own.append(_Seen(unit, symbol, number, number))
    found = [seen for own in by_id.values() for seen in own]
    return replace(
        scene,
        units=tuple(seen.unit for seen in found),
        symbols=tuple(seen.symbol for seen in found),
        timeline=Timeline(tuple(days), tuple((seen.first, seen.last) for seen in found), tuple(_texts(scene, scenes))),
    )


def _texts(scene: Scene, scenes: Sequence[Scene]) -> list[dict[str, str]]:
    """What the config's notes say on each day, where that is not what they say on the map."""
    said = {label.id: label.text for label in scene.labels if label.layer}
    found = []
    for other in scenes:
        own = {label.id: label.text for label in other.labels if label.layer}
        found.append({name: own.get(name, "") for name, text in said.items() if own.get(name, "") != text})
    return found
