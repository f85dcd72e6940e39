"""The planes that sheets share: a field is one projection, in px of its widest artboard at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geomap.facts.columns import Floats
from geomap.layout.levels import scaled
from geomap.layout.sheet import Settled
from geomap.layout.view.projection import View

COLUMN, GAP = 232, 28  # px for key and notes beside the map, and between
BROAD = 1.7  # width of a map over its height, from which they stand below it
WIDEST = 1088  # px of the page


@dataclass(frozen=True, eq=False)
class Field:
    """The plane of the sheets of one projection: px of the `view`, from its top left."""

    view: View
    boards: list[Settled] = field(default_factory=list)

    def holds(self, settled: Settled) -> bool:
        """Whether an artboard is of its projection."""
        return settled.plan.view.projection is self.view.projection

    def points(self, lon: Floats, lat: Floats) -> Floats:
        """Positions in px of the field, (n, 2)."""
        return self.view.to_px(lon, lat)

    def of_frame(self, settled: Settled) -> tuple[float, float, float]:
        """Px of an artboard's frame are `a` times those of the field, less `left` and `top`."""
        own = scaled(settled.plan.view, 1.0)
        scale = own.scale / self.view.scale
        return scale, (own.left - self.view.left) * own.scale, (self.view.top - own.top) * own.scale


def fields_of(boards: Sequence[Settled]) -> list[Field]:
    """The artboards that a page can show, the widest first, by their projections."""
    fields: list[Field] = []
    for settled in _playable(sorted(boards, key=lambda board: -board.plan.view.frame.width * board.px)):
        own = next((field for field in fields if field.holds(settled)), None)
        if own is None:
            view = settled.plan.view
            own = Field(replace(scaled(view, 1.0), scale=view.scale * settled.px))
            fields.append(own)
        own.boards.append(settled)
    return fields


def _playable(boards: Sequence[Settled]) -> list[Settled]:
    """Those that fit into a page; the narrowest in any case."""
    return [board for board in boards if _fits(board)] or [boards[-1]]


def _fits(board: Settled) -> bool:
    frame = board.plan.view.frame
    most = WIDEST if frame.width >= BROAD * frame.height else WIDEST - COLUMN - GAP
    return frame.width * board.px <= most
