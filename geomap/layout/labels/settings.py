"""Ways to set a label, as columns: there are tens of thousands on a map, each a record when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.layout.collide import Flags, Floats
from geomap.marks.text import Anchor, Block
from geomap.on_demand import OnDemand
from geomap.page import Box

Segment = tuple[float, float, float, float]  # x1, y1, x2, y2 in px
Whole = NDArray[np.int64]

ANCHORS: tuple[Anchor, ...] = ("start", "middle", "end")
_OF_ROOM = (0.0, 0.5, 1.0)  # that is left beside a row, the share before it, by anchor
NO_SLOT = -1
_NO_LEADER = (nan, nan, nan, nan)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to set a label. `leader` runs from the block to the point it speaks of; `slot` numbers a unit's ways.

    One that `is_inside` stands in the circle that it speaks of.
    """

    block: Block
    box: Box
    anchor: Anchor
    cost: float
    leader: Segment | None = None
    slot: int | None = None
    is_inside: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ways(OnDemand[Candidate]):
    """Candidates, a column each: `which` of the blocks, boxes (n, 4) of x, y, width and height, anchors by number,
    costs, leaders (n, 4) of NaN where there is none, slots or NO_SLOT, and what stands inside.
    """

    blocks: tuple[Block, ...]
    which: Whole
    boxes: Floats
    anchors: Whole
    costs: Floats
    leaders: Floats
    slots: Whole
    inside: Flags

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> Ways:
        """Candidates as columns."""
        boxes = [(c.box.x, c.box.y, c.box.width, c.box.height) for c in candidates]
        return cls(
            tuple(c.block for c in candidates),
            np.arange(len(candidates)),
            np.array(boxes, dtype=float).reshape(-1, 4),
            np.array([ANCHORS.index(c.anchor) for c in candidates], dtype=np.int64),
            np.array([c.cost for c in candidates], dtype=float),
            np.array([c.leader or _NO_LEADER for c in candidates], dtype=float).reshape(-1, 4),
            np.array([NO_SLOT if c.slot is None else c.slot for c in candidates], dtype=np.int64),
            np.array([c.is_inside for c in candidates], dtype=bool),
        )

    @classmethod
    def beside(cls, block: Block, boxes: Floats, anchors: Whole, costs: Floats, leaders: Floats | None = None) -> Ways:
        """Ways to set one block, outside what it speaks of."""
        size = len(boxes)
        no_leaders = np.full((size, 4), nan) if leaders is None else leaders
        slots, inside = np.full(size, NO_SLOT), np.zeros(size, dtype=bool)
        return cls((block,), np.zeros(size, dtype=np.int64), boxes, anchors, costs, no_leaders, slots, inside)

    def __len__(self) -> int:
        return len(self.costs)

    def _some(self, numbers: range) -> Ways:
        return self.take(np.asarray(numbers))

    def _make(self, number: int) -> Candidate:
        x1, y1, x2, y2 = self.leaders[number].tolist()
        slot = int(self.slots[number])
        return Candidate(
            self.blocks[self.which[number]],
            Box(*self.boxes[number].tolist()),
            ANCHORS[self.anchors[number]],
            float(self.costs[number]),
            None if x1 != x1 else (x1, y1, x2, y2),  # noqa: PLR0124 - NaN
            None if slot == NO_SLOT else slot,
            bool(self.inside[number]),
        )

    @property
    def middles(self) -> Floats:
        """The centres of the boxes."""
        middles: Floats = self.boxes[:, :2] + self.boxes[:, 2:] / 2
        return middles

    @property
    def reaches(self) -> Floats:
        """The boxes as left, top, right, bottom."""
        return np.hstack([self.boxes[:, :2], self.boxes[:, :2] + self.boxes[:, 2:]])

    def names(self) -> tuple[Floats, Floats, Floats]:
        """Of each block its first row, a name, and what stands below that or NaN, both as left, top, right, bottom; and
        the height of the first line.
        """
        sizes = [(*b.first_row, b.first_line_height, b.row_gap) for b in self.blocks]
        width, height, line, gap = np.array(sizes, dtype=float).reshape(-1, 4)[self.which].T
        left, top, right, bottom = self.reaches.T
        names = np.column_stack([left, top, left + width, top + height])
        names[:, [0, 2]] += ((right - left - width) * np.array(_OF_ROOM)[self.anchors])[:, None]
        rests = np.column_stack([left, top + height + gap, right, bottom])
        rests[rests[:, 3] <= rests[:, 1]] = nan
        return names, rests, line

    def take(self, rows: Any) -> Ways:
        """Some of the ways, by a mask or by numbers."""
        return Ways(self.blocks, *(getattr(self, name)[rows] for name in _COLUMNS))

    def dearer(self, costs: Floats) -> Ways:
        """The ways with more cost each."""
        return replace(self, costs=self.costs + costs)


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """Further ways to set a label, made only where none that cost less stand: none of them costs less than `least`.

    Those of its `smallest` setting are made for a label that stands nowhere, before larger ones.
    """

    least: float
    make: Callable[[], Ways]
    smallest: bool = True


_COLUMNS = tuple(field.name for field in fields(Ways) if field.name != "blocks")


def joined(parts: Sequence[Ways]) -> Ways:
    """Ways behind one another."""
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(part.blocks) for part in parts)])
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    columns["which"] = np.concatenate([part.which + start for part, start in zip(parts, starts, strict=False)])
    return Ways(tuple(block for part in parts for block in part.blocks), **columns)


def all_of(parts: Sequence[Later]) -> Ways:
    """The ways of all parts, made at once."""
    return joined([part.make() for part in parts])


def parted(
    parts: Sequence[Later], change: Callable[[Ways], Ways] = lambda ways: ways
) -> tuple[Ways, tuple[Later, ...]]:
    """The first of the parts, made, and those that come later; each changed when it is made, and no cheaper."""

    def changed(part: Later) -> Ways:
        return change(part.make())

    first = changed(parts[0]) if parts else Ways.of(())
    return first, tuple(replace(part, make=partial(changed, part)) for part in parts[1:])
