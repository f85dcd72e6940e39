"""Where the symbols lie on a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geomap.layout.changes import changed_diameter, was_diameter
from geomap.layout.projection import View
from geomap.layout.symbols import drawn_diameter
from geomap.legend import SizeScale
from geomap.page import Box
from geomap.scene import Scene, Symbol


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit's symbol lies on the page, and how far its marks reach.

    `true_point` is where the unit is, for a symbol that was moved aside; `origin` is where a unit was that has moved,
    with the radius of its marks there. `members` are the spots of the units that it stands for; within `room` px
    of it a text has no line below it.
    """

    symbol: Symbol
    x: float
    y: float
    radius: float
    true_point: tuple[float, float] | None = None
    origin: tuple[float, float, float] | None = None
    members: tuple[Spot, ...] = ()
    room: float = 0.0


def spots_in(scene: Scene, view: View, scale: SizeScale) -> list[Spot]:
    """Where the symbols lie on the page, those outside the frame left out, the largest first."""
    if not scene.symbols:
        return []
    lon = np.array([symbol.lon for symbol in scene.symbols])
    lat = np.array([symbol.lat for symbol in scene.symbols])
    spots = [
        Spot(symbol, float(x), float(y), _diameter(symbol, scale) / 2, origin=_origin(symbol, view, scale))
        for symbol, (x, y) in zip(scene.symbols, view.to_px(lon, lat), strict=True)
    ]
    inside = [spot for spot in spots if view.frame.contains(Box(spot.x, spot.y, 0, 0))]
    return sorted(inside, key=lambda spot: (-spot.radius, spot.symbol.unit))


def _diameter(symbol: Symbol, scale: SizeScale) -> float:
    return changed_diameter(symbol, scale) if symbol.change else drawn_diameter(symbol.troops, scale)


def _origin(symbol: Symbol, view: View, scale: SizeScale) -> tuple[float, float, float] | None:
    if symbol.change is None or symbol.change.origin is None:
        return None
    return *view.point(*symbol.change.origin), was_diameter(symbol.change.before, scale) / 2
