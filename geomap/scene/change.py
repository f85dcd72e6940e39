"""What a scene says of time: how a unit differs from an earlier state, and what is seen on which of several days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from geomap.facts import Estimate

if TYPE_CHECKING:
    from geomap.facts.columns import Rows
    from geomap.scene import Symbol

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


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days of a scene. `spans` has for each of its symbols the first and the last day on which it is seen.

    `marks` are what pictures show of them on each day, one for all of a side at a place. `texts` has for each day the
    labels that say something else on it, by id; an empty text is not said.
    """

    days: tuple[date, ...]
    spans: tuple[tuple[int, int], ...]
    marks: tuple[Rows[Symbol], ...]
    texts: tuple[dict[str, str], ...]

    @property
    def latest(self) -> list[int]:
        """The symbols that are seen on the last day."""
        return [number for number, (_, last) in enumerate(self.spans) if last == len(self.days) - 1]
