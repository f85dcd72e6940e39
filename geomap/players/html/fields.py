"""The planes that sheets share: a field is one projection, in px of its widest artboard at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil, log2

from geomap.facts.columns import Floats
from geomap.layout.levels import scaled
from geomap.layout.sheet import Settled
from geomap.layout.view.crs import WORLD
from geomap.layout.view.projection import View

COLUMN, GAP = 232, 28  # px for key and notes beside the map, and between
BROAD = 1.7  # width of a map over its height, from which they stand below it
WIDEST, NARROWEST = 1088, 280  # px of the page
ENOUGH = 0.6  # of the room that a map has, which a sheet takes that is shown as it was drawn
TILE = 256  # px of a tile of maps on the web


@dataclass(frozen=True, eq=False)
class Field:
    """The plane of the sheets of one projection: px of the `view`, from its top left."""

    view: View
    boards: list[Settled] = field(default_factory=list)

    def holds(self, settled: Settled) -> bool:
        """Whether an artboard is of its projection."""
        return settled.plan.view.projection is self.view.projection

    @property
    def tile_zoom(self) -> int | None:
        """The zoom at which the plane is that of tiles of others; None where it is of no such."""
        return round(log2(self.view.scale * WORLD / TILE)) if self.view.projection.is_of_web else None

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
            own = Field(_plane(settled))
            fields.append(own)
        own.boards.append(settled)
    return fields


def _plane(settled: Settled) -> View:
    """The plane of the widest sheet; upon tiles of others theirs, at the zoom that is next above."""
    view = scaled(settled.plan.view, 1.0)
    scale = settled.plan.view.scale * settled.px
    if not view.projection.is_of_web:
        return replace(view, scale=scale)
    return replace(view, scale=TILE * 2 ** ceil(log2(WORLD * scale / TILE)) / WORLD, left=-WORLD / 2, top=WORLD / 2)


def _playable(boards: Sequence[Settled]) -> list[Settled]:
    """Those that a page shows, the widest first: what fits beside key and notes, and the next wider one where that
    would be much narrower than the page.
    """
    fits = [board for board in boards if _width(board) <= _room(board)]
    wider = [board for board in boards if board not in fits]
    if wider and (not fits or _width(fits[0]) < ENOUGH * (WIDEST - COLUMN - GAP)):
        fits = [wider[-1], *fits]
    return fits


def _width(board: Settled) -> float:
    return board.plan.view.frame.width * board.px


def _room(board: Settled) -> float:
    """Px that a map may be wide."""
    frame = board.plan.view.frame
    return WIDEST if frame.width >= BROAD * frame.height else WIDEST - COLUMN - GAP


def least_scales(boards: Sequence[Settled]) -> list[float]:
    """To which scale each of the boards, the widest first, is made smaller: down to where the next is wide enough, the
    last as far as a page is narrow.
    """
    widths = [_width(board) for board in boards]
    lower = [*(width / ENOUGH for width in widths[1:]), NARROWEST]
    return [min(least / width, 1.0) for least, width in zip(lower, widths, strict=True)]
