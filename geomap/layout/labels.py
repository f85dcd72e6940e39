"""Label placement: candidate positions with costs, chosen in order of priority and then mended, the same every time.

Christensen, Marks and Shieber, "An Empirical Study of Algorithms for Point-Feature Label Placement" (ACM TOG 1995)
describe the candidate model. The search here is a greedy pass and a few passes that let each label choose again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, nan

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.layout.collide import Floats, boxes_on_circles, boxes_overlap, segments_hit_boxes, segments_hit_circles
from geomap.layout.text import Anchor, Block
from geomap.page import Box

Segment = tuple[float, float, float, float]  # x1, y1, x2, y2 in px

_CIRCLE_CLEARANCE = -1.0  # px beyond the clearance of the label itself
_REPAIR_PASSES = 3
_MISSING = 1000.0  # cost of a label without a place, more than any place costs
_NO_LEADER = (nan, nan, nan, nan)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to set a label. `leader` runs from the block to the point it speaks of."""

    block: Block
    box: Box
    anchor: Anchor
    cost: float
    leader: Segment | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A label that wants a place. Candidates that share a cost are tried in their order.

    Up to the cost `home` a label counts as standing on its first place; `clearance` px are kept free around it.
    """

    id: str
    text: str
    priority: float
    candidates: tuple[Candidate, ...]
    unit: str = ""
    home: float = 10.0
    clearance: float = 2.5


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What labels keep off: circles (x, y, radius), boxes, and lines that cost something to cross."""

    frame: Box
    circles: Floats  # (n, 3): x, y, radius
    boxes: tuple[Box, ...] = ()
    lines: tuple[tuple[Geometry, float], ...] = ()  # line in px, cost of a crossing


@dataclass(frozen=True, slots=True)
class _Options:
    """A request's candidates as arrays, with what each costs by itself: infinite where it cannot stand."""

    boxes: Floats  # (n, 4), the clearance included
    leaders: Floats  # (n, 4), NaN where there is none
    costs: Floats

    @classmethod
    def of(cls, request: Request, obstacles: Obstacles) -> _Options:
        candidates = request.candidates
        boxes = np.array([(c.box.x, c.box.y, c.box.right, c.box.bottom) for c in candidates], dtype=float)
        boxes = boxes.reshape(-1, 4) + request.clearance * np.array([-1, -1, 1, 1])
        leaders = np.array([c.leader or _NO_LEADER for c in candidates], dtype=float).reshape(-1, 4)
        costs = np.array([candidate.cost for candidate in candidates], dtype=float)
        return cls(boxes, leaders, _fixed_costs(boxes, leaders, costs, obstacles))


@dataclass
class _Board:
    """Where the labels stand now: the number of each request's candidate."""

    options: dict[str, _Options]
    standing: dict[str, int] = field(default_factory=dict)

    def choose(self, id_: str) -> bool:
        """Give the request its cheapest free candidate; False where none is free."""
        self.standing.pop(id_, None)
        mine = self.options[id_]
        costs = np.where(self._conflicts(mine), inf, mine.costs)
        if not np.isfinite(costs).any():
            return False
        self.standing[id_] = int(np.argmin(costs))
        return True

    def _conflicts(self, mine: _Options) -> NDArray[np.bool_]:
        """Which candidates would touch a label that stands, or its leader, or lead across it."""
        others = [(self.options[id_], index) for id_, index in self.standing.items()]
        boxes = np.array([other.boxes[index] for other, index in others]).reshape(-1, 4)
        leaders = np.array([other.leaders[index] for other, index in others]).reshape(-1, 4)
        hits = boxes_overlap(mine.boxes, boxes)
        hits |= segments_hit_boxes(leaders[~np.isnan(leaders[:, 0])], mine.boxes).any(axis=0)
        led = np.flatnonzero(~np.isnan(mine.leaders[:, 0]) & ~hits)
        hits[led] = segments_hit_boxes(mine.leaders[led], boxes).any(axis=1)
        return hits

    def cost(self, id_: str) -> float:
        """What the request costs as it stands; a fixed high price where it does not."""
        index = self.standing.get(id_)
        return _MISSING if index is None else float(self.options[id_].costs[index])

    def improve(self, id_: str) -> None:
        """Take a cheaper place that one neighbour holds, where the two together then cost less."""
        mine = self.options[id_]
        own = self.cost(id_)
        for neighbour in sorted(self.standing):
            if neighbour == id_:
                continue
            before = dict(self.standing)
            total = own + self.cost(neighbour)
            if not self._covets(mine, own, neighbour):
                continue
            del self.standing[neighbour]
            self.choose(id_)
            self.choose(neighbour)
            if self.cost(id_) + self.cost(neighbour) < total - 0.5:
                own = self.cost(id_)
            else:
                self.standing = before

    def _covets(self, mine: _Options, own: float, neighbour: str) -> bool:
        """Whether a cheaper candidate overlaps the neighbour or its leader."""
        cheaper = mine.boxes[mine.costs < own - 0.5]
        index = self.standing[neighbour]
        other = self.options[neighbour]
        if not len(cheaper):
            return False
        held = boxes_overlap(other.boxes[index : index + 1], cheaper)[0]
        return bool(held or segments_hit_boxes(other.leaders[index : index + 1], cheaper).any())


def place(requests: Sequence[Request], obstacles: Obstacles) -> dict[str, Candidate | None]:
    """The candidate chosen for each request id, or None where no candidate is free.

    Blocks never overlap each other, a circle, a box, a leader or the frame's edge.
    """
    ordered = [request.id for request in sorted(requests, key=lambda request: (-request.priority, request.id))]
    board = _Board({request.id: _Options.of(request, obstacles) for request in requests})
    for id_ in ordered:
        board.choose(id_)
    for _ in range(_REPAIR_PASSES):
        before = dict(board.standing)
        for id_ in ordered:
            board.choose(id_)
            board.improve(id_)
        if board.standing == before:
            break
    by_id = {request.id: request for request in requests}
    return {id_: by_id[id_].candidates[board.standing[id_]] if id_ in board.standing else None for id_ in ordered}


def _fixed_costs(boxes: Floats, leaders: Floats, costs: Floats, obstacles: Obstacles) -> Floats:
    """The candidates' own costs and those of the lines they cross; infinite where one cannot stand."""
    frame = obstacles.frame
    blocked = (boxes[:, 0] < frame.x) | (boxes[:, 1] < frame.y)
    blocked |= (boxes[:, 2] > frame.right) | (boxes[:, 3] > frame.bottom)
    blocked |= boxes_on_circles(boxes, obstacles.circles, _CIRCLE_CLEARANCE)
    blocked |= segments_hit_circles(leaders, obstacles.circles, 0.5)
    fixed = np.array([(b.x, b.y, b.right, b.bottom) for b in obstacles.boxes], dtype=float).reshape(-1, 4)
    blocked |= boxes_overlap(boxes, fixed) | segments_hit_boxes(leaders, fixed).any(axis=1)
    total = costs.copy()
    free = np.flatnonzero(~blocked)
    rectangles = shapely.box(*boxes[free].T) if len(free) else []
    for line, cost in obstacles.lines:
        shapely.prepare(line)
        total[free] += cost * shapely.intersects(line, rectangles)
    total[blocked] = inf
    return total
