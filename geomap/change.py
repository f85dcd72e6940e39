"""How a unit differs from an earlier state, as its symbol says it on a map of the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geomap.facts import Estimate

ChangeKind = Literal["added", "removed", "grown", "shrunk", "restated", "steady", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """How a unit differs from an earlier state, on a map of the change.

    `before` is its count as it was; `origin` is where it was, lon and lat, if it moved. `texts` say it on the map.
    """

    kind: ChangeKind
    before: Estimate | None = None
    origin: tuple[float, float] | None = None
    km: float = 0.0
    texts: tuple[str, ...] = ()

    @property
    def says(self) -> tuple[ChangeKind, ...]:
        """All that the key explains of it."""
        return (self.kind, "moved") if self.origin else (self.kind,)
