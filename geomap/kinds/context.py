"""What a layer's marks are made from, beside its own row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from geomap.facts import Estimate, Side
from geomap.values.spots import SpotRow

if TYPE_CHECKING:
    from shapely import Geometry


@dataclass(frozen=True, slots=True)
class LayerContext:
    """The layer file's geometries in degrees (WGS 84), and what the rest of the config says."""

    geometries: tuple[Geometry, ...]
    counts_of: Callable[[Sequence[str]], Sequence[Estimate]]  # the troops of those units that are there, by unit id
    lang: str
    as_of: date | None
    sides: Mapping[str, Side] = field(default_factory=dict)
    units: frozenset[str] = frozenset()  # ids of those on the map
    place_of: Callable[[str], tuple[float, float] | None] = lambda name: None  # longitude, latitude, by unit id

    def position(self, spot: SpotRow) -> tuple[float, float] | None:
        """Longitude and latitude; None of a unit that is not on the map."""
        return self.place_of(spot.unit) if spot.unit else (spot.at.lon, spot.at.lat) if spot.at else None

    def colour_of(self, side: str) -> str:
        """The colour of a side; empty where there is none."""
        return self.sides[side].colour if side else ""

    def claim(self, as_of: date | None, sources: Sequence[str], certainty: str, side: str) -> dict[str, object]:
        """When, by whom and how surely a layer is claimed, as exports show it."""
        day = as_of or self.as_of
        return {
            "as_of": day.isoformat() if day else None,
            "certainty": certainty,
            "side": side or None,
            "sources": ";".join(sources) or None,
        }
