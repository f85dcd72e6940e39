"""Label placement: candidate positions with costs, chosen in order of priority and then mended, the same every time.

Christensen, Marks and Shieber, "An Empirical Study of Algorithms for Point-Feature Label Placement" (ACM TOG 1995)
describe the candidate model. The search here is a greedy pass and a few passes that let each label choose again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, nan

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.collide import (
    Floats,
    boxes_on_circles,
    boxes_overlap,
    overlaps,
    segments_cross,
    segments_hit_boxes,
    segments_hit_circles,
)
from geomap.layout.text import Anchor, Block
from geomap.page import Box

Segment = tuple[float, float, float, float]  # x1, y1, x2, y2 in px

_CIRCLE_CLEARANCE = -1.0  # px beyond the clearance of the label itself
_REPAIR_PASSES = 3
_TRIALS = 6  # cheaper places that a label tries to win from its neighbours, each pass
_MOST_MOVED = 3  # neighbours that one label may move
_WORTH_IT = 0.5  # cost
_MISSING = 1000.0  # cost of a label without a place, more than any place costs; its priority is added
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


@dataclass(frozen=True, slots=True)
class Request:
    """A label that wants a place. Candidates that share a cost are tried in their order.

    Up to the cost `home` it counts as standing on its first place; `clearance` px are kept free around it. An
    `optional` one, which the config does not ask for, may be left out: for the reason `if_lost`, or without a word.
    One that `is_fixed` has one candidate and stands there, whatever lies below. In its `own` circle it may stand.
    """

    id: str
    text: str
    priority: float
    candidates: tuple[Candidate, ...]
    unit: str = ""
    home: float = 10.0
    clearance: float = 2.5
    optional: bool = False
    if_lost: str = ""
    is_fixed: bool = False
    own: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What labels keep off: circles (x, y, radius), boxes, and lines that cost something to cross."""

    frame: Box
    circles: Floats  # (n, 3): x, y, radius
    boxes: tuple[Box, ...] = ()
    lines: tuple[tuple[Geometry, float], ...] = ()  # line in px, cost of a crossing


@dataclass(frozen=True, slots=True)
class _Options:
    """The candidates of a request that can stand at all, as arrays, with what each costs by itself."""

    candidates: tuple[Candidate, ...]
    boxes: Floats  # (n, 4), the clearance included
    leaders: Floats  # (n, 4), NaN where there is none
    costs: Floats

    @classmethod
    def of(cls, request: Request, obstacles: Obstacles) -> _Options:
        candidates = request.candidates
        boxes = np.array([(c.box.x, c.box.y, c.box.right, c.box.bottom) for c in candidates], dtype=float)
        boxes = boxes.reshape(-1, 4) + request.clearance * np.array([-1, -1, 1, 1])
        leaders = np.array([c.leader or _NO_LEADER for c in candidates], dtype=float).reshape(-1, 4)
        costs = np.array([c.cost for c in candidates], dtype=float)
        if not request.is_fixed:
            costs = _fixed_costs(boxes, leaders, costs, _without(obstacles, request.own))
        free = np.flatnonzero(np.isfinite(costs))
        return cls(tuple(candidates[index] for index in free), boxes[free], leaders[free], costs[free])

    @property
    def reach(self) -> Floats:
        """The box (1, 4) around all that the request may cover."""
        points = np.concatenate([self.boxes.reshape(-1, 2), self.leaders.reshape(-1, 2)])
        if not len(points):
            return np.zeros((1, 4))
        return np.concatenate([np.nanmin(points, axis=0), np.nanmax(points, axis=0)]).reshape(1, 4)


class _Board:
    """Where the labels stand now: the number of each request's candidate. Those that are fixed stand from the start."""

    def __init__(self, options: dict[str, _Options], fixed: frozenset[str], priorities: dict[str, float]) -> None:
        self.options = options
        self.priorities = priorities
        self.fixed = fixed
        self.standing: dict[str, int] = dict.fromkeys(sorted(fixed), 0)
        names = list(options)
        reaches = np.concatenate([options[name].reach for name in names]) if names else np.zeros((0, 4))
        self._neighbours = {
            name: [other for other, near in zip(names, boxes_overlap(reaches, reach[None]), strict=True) if near]
            for name, reach in zip(names, reaches, strict=True)
        }

    def choose(self, id_: str) -> None:
        """Give the request its cheapest free candidate; none where none is free."""
        self.standing.pop(id_, None)
        mine = self.options[id_]
        _, boxes, leaders = self._around(id_)
        taken = boxes_overlap(mine.boxes, boxes) | segments_hit_boxes(leaders, mine.boxes).any(axis=0)
        free = np.flatnonzero(~taken)
        led = mine.leaders[free]
        free = free[~segments_hit_boxes(led, boxes).any(axis=1) & ~segments_cross(led, leaders).any(axis=1)]
        if len(free):
            self.standing[id_] = int(free[np.argmin(mine.costs[free])])

    def _around(self, id_: str) -> tuple[list[str], Floats, Floats]:
        """The neighbours that stand, their boxes and their leaders."""
        names = [name for name in self._neighbours[id_] if name in self.standing and name != id_]
        boxes = np.array([self.options[name].boxes[self.standing[name]] for name in names]).reshape(-1, 4)
        leaders = np.array([self.options[name].leaders[self.standing[name]] for name in names]).reshape(-1, 4)
        return names, boxes, leaders

    def cost(self, id_: str) -> float:
        """What the request costs as it stands; a high price, by its priority, where it does not."""
        index = self.standing.get(id_)
        return _MISSING + self.priorities[id_] if index is None else float(self.options[id_].costs[index])

    def improve(self, id_: str) -> None:
        """Take a cheaper place that neighbours hold, where all of them together then cost less."""
        mine, own = self.options[id_], self.cost(id_)
        cheaper = np.argsort(mine.costs, kind="stable")[:_TRIALS]
        cheaper = cheaper[mine.costs[cheaper] < own - _WORTH_IT]
        names, boxes, leaders = self._around(id_)
        held = overlaps(mine.boxes[cheaper], boxes) | segments_hit_boxes(leaders, mine.boxes[cheaper]).T
        held |= segments_hit_boxes(mine.leaders[cheaper], boxes) | segments_cross(mine.leaders[cheaper], leaders)
        for index, row in zip(cheaper.tolist(), held, strict=True):
            holders = [name for name, holds in zip(names, row.tolist(), strict=True) if holds]
            movable = 0 < len(holders) <= _MOST_MOVED and self.fixed.isdisjoint(holders)
            if movable and self._exchange(id_, index, holders):
                return

    def _exchange(self, id_: str, index: int, holders: list[str]) -> bool:
        """Put the request on a candidate and its holders elsewhere; undone, and False, where that costs more."""
        before = dict(self.standing)
        total = sum(map(self.cost, (id_, *holders)))
        for holder in holders:
            del self.standing[holder]
        self.standing[id_] = index
        for holder in holders:
            self.choose(holder)
        if sum(map(self.cost, (id_, *holders))) < total - _WORTH_IT:
            return True
        self.standing = before
        return False


def place(requests: Sequence[Request], obstacles: Obstacles) -> dict[str, Candidate | None]:
    """The candidate chosen for each request id, or None where no candidate is free.

    Blocks never overlap each other, a circle, a box, a leader or the frame's edge, but where one is fixed.
    """
    fixed = frozenset(request.id for request in requests if request.is_fixed)
    in_order = sorted(requests, key=lambda request: (-request.priority, request.id))
    ordered = [request.id for request in in_order if request.id not in fixed]
    priorities = {request.id: request.priority for request in requests}
    board = _Board({request.id: _Options.of(request, obstacles) for request in in_order}, fixed, priorities)
    for id_ in ordered:
        board.choose(id_)
    for _ in range(_REPAIR_PASSES):
        before = dict(board.standing)
        for id_ in ordered:
            board.choose(id_)
            board.improve(id_)
        if board.standing == before:
            break
    return {
        request.id: board.options[request.id].candidates[board.standing[request.id]]
        if request.id in board.standing
        else None
        for request in in_order
    }


def _without(obstacles: Obstacles, own: tuple[float, float, float] | None) -> Obstacles:
    """The obstacles but for a label's own circle."""
    if own is None:
        return obstacles
    return replace(obstacles, circles=obstacles.circles[(obstacles.circles != own).any(axis=1)])


def _fixed_costs(boxes: Floats, leaders: Floats, costs: Floats, obstacles: Obstacles) -> Floats:
    """The candidates' own costs and those of the lines they cross; infinite where one cannot stand."""
    frame = obstacles.frame
    fixed = np.array([(b.x, b.y, b.right, b.bottom) for b in obstacles.boxes], dtype=float).reshape(-1, 4)
    circles = obstacles.circles
    blocked = (boxes[:, 0] < frame.x) | (boxes[:, 1] < frame.y)
    blocked |= (boxes[:, 2] > frame.right) | (boxes[:, 3] > frame.bottom)
    blocked |= boxes_overlap(boxes, fixed)
    open_ = np.flatnonzero(~blocked)
    blocked[open_] = boxes_on_circles(boxes[open_], circles, _CIRCLE_CLEARANCE)
    open_ = np.flatnonzero(~blocked)
    blocked[open_] = segments_hit_circles(leaders[open_], circles, 0.5)
    blocked[open_] |= segments_hit_boxes(leaders[open_], fixed).any(axis=1)
    total = np.where(blocked, inf, costs)
    free = np.flatnonzero(~blocked)
    rectangles = shapely.box(*boxes[free].T) if len(free) else []
    for line, cost in obstacles.lines:
        shapely.prepare(line)
        total[free] += cost * shapely.intersects(line, rectangles)
    return total
