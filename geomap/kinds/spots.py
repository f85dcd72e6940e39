"""The units and places that layers name: which is which, and where these places are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from geomap.kinds.layers import LayerBase
from geomap.values.positions import At
from geomap.values.spots import SpotRow

Key = tuple[str | int, ...]  # a place in the config


def places_named(layers: Sequence[LayerBase]) -> dict[Key, SpotRow]:
    """What is no unit, each with its place in the config."""
    return {
        ("layers", number, key): spot
        for number, row in enumerate(layers)
        for key, spot in row.stated_spots().items()
        if not spot.unit
    }


def with_places(layers: Sequence[LayerBase], positions: Mapping[Key, At]) -> tuple[LayerBase, ...]:
    """The layers with positions for places, by their places in the config."""

    def found(number: int, row: LayerBase) -> dict[str, SpotRow]:
        keys = {key: positions.get(("layers", number, key)) for key in row.stated_spots()}
        return {key: SpotRow(lat=at.lat, lon=at.lon) for key, at in keys.items() if at}

    return tuple(row.with_spots(found(number, row)) for number, row in enumerate(layers))


def with_units(layers: Sequence[LayerBase], named: Callable[[], Iterable[tuple[str, str]]]) -> Sequence[LayerBase]:
    """The layers; what they name by a text is a unit where one has this id, or it alone has this name.

    `named` are the ids and names of all units.
    """
    if not any(row.stated_spots() for row in layers):
        return layers
    ids: dict[str, set[str]] = {}
    for id_, name in named():
        ids[id_] = {id_}
        ids.setdefault(name, set()).add(id_)
    units = {text: min(found) for text, found in ids.items() if len(found) == 1}
    return tuple(row.with_spots({key: spot.among(units) for key, spot in row.stated_spots().items()}) for row in layers)
