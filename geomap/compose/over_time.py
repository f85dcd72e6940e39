"""A scene of one day -> a scene that holds what is seen on any of several days, for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from shapely import Geometry

from geomap.compose.observations import aged, rows_on, units_on
from geomap.compose.scene import layer_labels
from geomap.compose.sites import placed, symbols_at
from geomap.compose.symbols import symbols_of
from geomap.compose.totals import named_place
from geomap.config import Config
from geomap.facts import Unit
from geomap.facts.columns import Records, Rows
from geomap.players.remarks import remark
from geomap.scene import Scene, Symbol
from geomap.scene.change import Timeline
from geomap.wording import listing

Span = tuple[int, int]  # the first and the last of some days in a row


@dataclass(slots=True)
class _Seen:
    """A unit as it is said and drawn from the first to the last of some days in a row."""

    unit: Unit
    symbol: Symbol
    first: int
    last: int


def over_time(
    config: Config,
    scene: Scene,
    history: Rows[Unit],
    days: Sequence[date],
    geometries: Mapping[str, tuple[Geometry, ...]],
) -> Scene:
    """The scene with the units of all days; it is that of the last of the `days`.

    What is around, from or to a unit that is not in the same place on all of them is left out, and remarked.
    """
    scene = _without_moving(config, scene, history, days)
    units, symbols, spans = (_by_row if config.stale_after is None else _by_day)(config, scene, history, days)
    texts = _texts(config, scene, history, days, geometries) if config.layers else ({},) * len(days)
    marks = tuple(_marks(config, scene, history, day) for day in days[:-1])
    timeline = Timeline(tuple(days), tuple(spans), (*marks, scene.at_places), tuple(texts))
    return replace(scene, units=units, symbols=symbols, timeline=timeline)


def _marks(config: Config, scene: Scene, history: Rows[Unit], day: date) -> Rows[Symbol]:
    """What a picture of one day shows of its units."""
    units = aged(units_on(history, day), day, config.stale_after)
    return symbols_at(config, placed(config, units, scene.sides), scene.sides, scene.unstated)


def _without_moving(config: Config, scene: Scene, history: Rows[Unit], days: Sequence[date]) -> Scene:
    """The scene without layers that would be elsewhere on another day: those of a unit that moves, comes or goes."""
    named = {row.id: {spot.unit for spot in row.stated_spots().values() if spot.unit} for row in config.layers}
    if not any(named.values()):
        return scene
    shown = [units_on(history, day) for day in days]
    moving = {unit for unit in set().union(*named.values()) if len({named_place(units, unit) for units in shown}) > 1}
    gone = {name for name, units in named.items() if units & moving}
    for name in sorted(gone):
        units = listing(sorted(named[name] & moving), "en")
        remark(f"the page of several days leaves out {name}: {units} is not in one place on all of them")
    return replace(
        scene,
        lines=tuple(line for line in scene.lines if line.id not in gone),
        labels=tuple(label for label in scene.labels if label.layer not in gone),
    )


def _by_row(
    config: Config, scene: Scene, history: Rows[Unit], days: Sequence[date]
) -> tuple[Rows[Unit], Rows[Symbol], list[Span]]:
    """The units where each row says the same on all days on which it is there."""
    first, last = np.full(len(history), -1), np.full(len(history), -1)
    by_id: dict[str, list[int]] = {}
    ids = history.ids
    for number, day in enumerate(days):
        rows = np.asarray(rows_on(history, day), dtype=np.int64)
        fresh = rows[first[rows] < 0]
        first[fresh], last[rows] = number, number
        for row in fresh.tolist():
            by_id.setdefault(ids[row], []).append(row)
    found = [row for own in by_id.values() for row in own]
    units = history.take(found)
    return (
        units,
        symbols_of(config, units, scene.sides, scene.unstated),
        list(zip(first[found].tolist(), last[found].tolist(), strict=True)),
    )


def _by_day(
    config: Config, scene: Scene, history: Rows[Unit], days: Sequence[date]
) -> tuple[Rows[Unit], Rows[Symbol], list[Span]]:
    """The units where ages are told, which differ from day to day."""
    by_id: dict[str, list[_Seen]] = {}
    for number, day in enumerate(days):
        units = aged(units_on(history, day), day, config.stale_after)
        for unit, symbol in zip(units, symbols_of(config, units, scene.sides, scene.unstated), strict=True):
            own = by_id.setdefault(unit.id, [])
            if own and own[-1].last == number - 1 and (own[-1].unit, own[-1].symbol) == (unit, symbol):
                own[-1].last = number
            else:
                own.append(_Seen(unit, symbol, number, number))
    found = [seen for own in by_id.values() for seen in own]
    return (
        Records(seen.unit for seen in found),
        Records(seen.symbol for seen in found),
        [(seen.first, seen.last) for seen in found],
    )


def _texts(
    config: Config,
    scene: Scene,
    history: Rows[Unit],
    days: Sequence[date],
    geometries: Mapping[str, tuple[Geometry, ...]],
) -> Iterator[dict[str, str]]:
    """What the config's notes say on each day, where that is not what they say on the map."""
    said = {label.id: label.text for label in scene.labels if label.layer}
    for day in days:
        labels = layer_labels(config, geometries, units_on(history, day), scene.sides)
        own = {label.id: label.text for label in labels if label.layer}
        yield {name: own.get(name, "") for name, text in said.items() if own.get(name, "") != text}
