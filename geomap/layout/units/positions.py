"""Where the symbols lie on a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from geomap.facts.columns import OF_TABLE, Alike, Floats, Names, names
from geomap.layout.view.projection import View
from geomap.marks.change import changed_diameter, was_diameter
from geomap.marks.size import SizeScale
from geomap.marks.unit import drawn_diameter
from geomap.page import Box
from geomap.relocations import Likewise, Relocation
from geomap.scene import Scene, Symbol


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit's symbol lies on the page, and how far its marks reach.

    `true_point` is where the unit is, for a symbol that was moved aside; `origin` is where a unit was that has moved,
    with the radius of its marks there. `members` are the spots of the units that it stands for; within `room` px
    of it a text has no line below it. An `unsized` one stands for too many to be drawn to scale.
    """

    symbol: Symbol
    x: float
    y: float
    radius: float
    true_point: tuple[float, float] | None = None
    origin: tuple[float, float, float] | None = None
    members: tuple[Spot, ...] = ()
    room: float = 0.0
    unsized: bool = False


class Spots(Sequence[Spot]):
    """The symbols of a crowd with their places, which none has left: `discs` are x, y, radius."""

    def __init__(self, symbols: Alike[Symbol], discs: Floats) -> None:
        self.symbols = symbols
        self.discs = discs

    def __len__(self) -> int:
        return len(self.discs)

    @overload
    def __getitem__(self, number: int) -> Spot: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Spot]: ...
    def __getitem__(self, number: int | slice) -> Spot | Sequence[Spot]:
        if isinstance(number, slice):
            return self.take(np.arange(*number.indices(len(self))))
        return Spot(self.symbols[number], *self.discs[number].tolist())

    def __iter__(self) -> Iterator[Spot]:
        return map(self.__getitem__, range(len(self)))

    def take(self, rows: Any) -> Spots:
        """Some of the spots, by their numbers or by a mask."""
        return Spots(self.symbols.take(rows), self.discs[rows])


def spots_in(scene: Scene, view: View, scale: SizeScale) -> Sequence[Spot]:
    """Where the symbols lie on the page, those outside the frame left out, the largest first."""
    if not scene.symbols:
        return []
    if isinstance(scene.symbols, Alike):
        return _crowd_in(scene.symbols, view, scale)
    lon = np.array([symbol.lon for symbol in scene.symbols])
    lat = np.array([symbol.lat for symbol in scene.symbols])
    spots = [
        Spot(symbol, float(x), float(y), _diameter(symbol, scale) / 2, origin=_origin(symbol, view, scale))
        for symbol, (x, y) in zip(scene.symbols, view.to_px(lon, lat), strict=True)
    ]
    inside = [spot for spot in spots if view.frame.contains(Box(spot.x, spot.y, 0, 0))]
    return sorted(inside, key=lambda spot: (-spot.radius, spot.symbol.unit))


def _crowd_in(symbols: Alike[Symbol], view: View, scale: SizeScale) -> Spots:
    """The same of symbols that no change is told of."""
    columns = symbols.columns
    radius = columns.by_count(lambda troops: drawn_diameter(troops, scale) / 2)
    points = view.to_px(columns.lon, columns.lat)
    in_order = columns.by_id[view.frame.holds(points)[columns.by_id]]
    in_order = in_order[np.argsort(-radius[in_order], kind="stable")]
    return Spots(symbols.take(in_order), np.column_stack([points, radius])[in_order])


def discs_of(spots: Sequence[Spot]) -> Floats:
    """What the symbols cover, as rows of x, y, radius."""
    if isinstance(spots, Spots):
        return spots.discs
    return np.array([(spot.x, spot.y, spot.radius) for spot in spots], dtype=float).reshape(-1, 3)


def symbols_at(spots: Sequence[Spot]) -> Sequence[Symbol]:
    """What lies there."""
    return spots.symbols if isinstance(spots, Spots) else [spot.symbol for spot in spots]


def ids_at(spots: Sequence[Spot]) -> list[str]:
    """Whose they are."""
    return spots.symbols.columns.ids.tolist() if isinstance(spots, Spots) else [spot.symbol.unit for spot in spots]


def labels_at(spots: Sequence[Spot]) -> tuple[Names, Names]:
    """Units, and what they are called."""
    if isinstance(spots, Spots):
        return spots.symbols.columns.ids, spots.symbols.columns.labels
    return names(ids_at(spots)), names(spot.symbol.label for spot in spots)


def own_or_of(spots: Sequence[Spot], units: Collection[str]) -> list[int]:
    """The numbers of spots that the config states itself, or that are of some units: who may be set by hand."""
    if not isinstance(spots, Spots):
        return list(range(len(spots)))
    meant = (number for number, unit in enumerate(ids_at(spots)) if unit in units) if units else ()
    return sorted({*meant, *np.flatnonzero(spots.symbols.columns.own != OF_TABLE).tolist()})


def told(spots: Sequence[Spot], numbers: Sequence[int], reason: str) -> Iterator[Relocation | Likewise]:
    """What became of some of the spots, by their numbers; units without a name are called by their id."""
    units, labels = labels_at(spots)
    some = units[numbers].tolist()
    texts = [label or unit for label, unit in zip(labels[numbers].tolist(), some, strict=True)]
    if isinstance(spots, Spots):
        yield Likewise(some, texts, reason)
    else:
        yield from (Relocation(text, reason, unit) for text, unit in zip(texts, some, strict=True))


def moved(spots: Sequence[Spot]) -> Sequence[Spot]:
    """Those that may stand beside their true points, or have come from elsewhere."""
    return () if isinstance(spots, Spots) else spots


def without(spots: Sequence[Spot], units: frozenset[str]) -> Sequence[Spot]:
    """The spots but for those of some units."""
    if not units:
        return spots
    kept = [number for number, unit in enumerate(ids_at(spots)) if unit not in units]
    return spots.take(kept) if isinstance(spots, Spots) else [spots[number] for number in kept]


def _diameter(symbol: Symbol, scale: SizeScale) -> float:
    return changed_diameter(symbol, scale) if symbol.change else drawn_diameter(symbol.troops, scale)


def _origin(symbol: Symbol, view: View, scale: SizeScale) -> tuple[float, float, float] | None:
    if symbol.change is None or symbol.change.origin is None:
        return None
    return *view.point(*symbol.change.origin), was_diameter(symbol.change.before, scale) / 2
