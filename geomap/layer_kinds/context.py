"""What a layer's marks are made from, beside its own row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shapely import Geometry

from geomap.facts import Estimate


@dataclass(frozen=True, slots=True)
class LayerContext:
    """The layer file's geometries in degrees (WGS 84), and what the rest of the config says."""

    geometries: tuple[Geometry, ...]
    sum_of: Callable[[Sequence[str]], Estimate]  # of units' troops, by unit id
    lang: str
    as_of: date | None

    def claim(self, as_of: date | None, sources: Sequence[str], certainty: str) -> dict[str, object]:
        """When, by whom and how surely a layer is claimed, as exports show it."""
        day = as_of or self.as_of
        return {
            "as_of": day.isoformat() if day else None,
            "certainty": certainty,
            "sources": ";".join(sources) or None,
        }
