"""Label placement: candidate positions with costs, chosen in order of priority and then mended, the same every time.

Christensen, Marks and Shieber, "An Empirical Study of Algorithms for Point-Feature Label Placement" (ACM TOG 1995)
describe the candidate model. The search here is a greedy pass and a few passes that let each label choose again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, nan

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.collide import Floats, boxes_on_circles, boxes_overlap, segments_hit_boxes, segments_hit_circles
from geomap.layout.labels.conflicts import Board
from geomap.layout.labels.free_space import CIRCLE_CLEARANCE, Room
from geomap.layout.labels.settings import Candidate, Segment, Ways, joined
from geomap.page import Box

__all__ = ["CLEARANCE", "Candidate", "Obstacles", "Request", "Segment", "place"]

CLEARANCE = 2.5  # px that are kept free around a label
ACROSS_A_LEADER = 1000.0  # cost of a later label that stands on the leader of one that stands
_REPAIR_PASSES = 3


@dataclass(frozen=True, slots=True)
class Request:
    """A label that wants a place. Candidates that share a cost are tried in their order.

    Up to the cost `home` it counts as standing on its first place; `clearance` px are kept free around it. An
    `optional` one, which the config does not ask for, may be left out: for the reason `if_lost`, or without a word.
    One that `is_fixed` has one candidate and stands there, whatever lies below. In its `own` circle it may stand. At
    `most` is what it may cost, with all that it crosses, before it is rather left out.
    """

    id: str
    text: str
    priority: float
    candidates: Ways
    unit: str = ""
    home: float = 10.0
    clearance: float = CLEARANCE
    optional: bool = False
    if_lost: str = ""
    is_fixed: bool = False
    own: tuple[float, float, float] | None = None
    most: float = inf


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What labels keep off: circles (x, y, radius), boxes, and lines that cost something to cross."""

    frame: Box
    circles: Floats  # (n, 3): x, y, radius
    boxes: tuple[Box, ...] = ()
    lines: tuple[tuple[Geometry, float], ...] = ()  # line in px, cost of a crossing
    room: Room | None = None  # what many circles leave


def place(requests: Sequence[Request], obstacles: Obstacles) -> dict[str, Candidate | None]:
    """The candidate chosen for each request id, or None where no candidate is free.

    Blocks never overlap each other, a circle, a box, a leader or the frame's edge, but where one is fixed.
    """
    in_order = sorted(requests, key=lambda request: (-request.priority, request.id))
    if not in_order:
        return {}
    board, numbers = _set_up(in_order, obstacles)
    movable = [place for place, request in enumerate(in_order) if not request.is_fixed]
    for label in movable:
        board.choose(label)
    for _ in range(_REPAIR_PASSES):
        before = dict(board.standing)
        for label in movable:
            board.choose(label)
            board.improve(label)
        if board.standing == before:
            break
    return {
        request.id: request.candidates[numbers[board.standing[place]]] if place in board.standing else None
        for place, request in enumerate(in_order)
    }


def beside_labels(
    obstacles: Obstacles, requests: Iterable[Request], chosen: Mapping[str, Candidate | None]
) -> Obstacles:
    """The obstacles with the labels that stand where it is chosen, and their leaders."""
    standing = [(request, found) for request in requests if (found := chosen[request.id])]
    boxes = [found.box.grown(request.clearance) for request, found in standing]
    leaders = [
        (shapely.linestrings([found.leader[:2], found.leader[2:]]), ACROSS_A_LEADER)
        for _, found in standing
        if found.leader
    ]
    return replace(obstacles, boxes=(*obstacles.boxes, *boxes), lines=(*obstacles.lines, *leaders))


def has_a_place(request: Request, obstacles: Obstacles) -> bool:
    """Whether a label could stand anywhere, if it were alone."""
    return bool(_set_up([request], obstacles)[1])


def _set_up(requests: Sequence[Request], obstacles: Obstacles) -> tuple[Board, list[int]]:
    """The board of all candidates that can stand at all, and of each its number among those of its request."""
    columns = [request.candidates for request in requests]
    sizes = np.array([len(ways) for ways in columns])
    label = np.repeat(np.arange(len(requests)), sizes)
    number = np.arange(len(label)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    ways = joined(columns)
    boxes = ways.reaches + np.array([request.clearance for request in requests])[label, None] * np.array([-1, -1, 1, 1])
    own = np.array([request.own or (nan, nan, nan) for request in requests], dtype=float)
    is_free = np.array([not request.is_fixed for request in requests])[label]
    costs = ways.costs.copy()
    costs[is_free] = _costs(boxes[is_free], ways.leaders[is_free], costs[is_free], own[label[is_free]], obstacles)
    costs[costs > np.array([request.most for request in requests])[label]] = inf
    kept = np.flatnonzero(np.isfinite(costs))
    fixed = frozenset(place for place, request in enumerate(requests) if request.is_fixed)
    priorities = [request.priority for request in requests]
    board = Board(label[kept], boxes[kept], ways.leaders[kept], costs[kept], priorities, fixed)
    return board, number[kept].tolist()


def _costs(boxes: Floats, leaders: Floats, costs: Floats, own: Floats, obstacles: Obstacles) -> Floats:
    """The candidates' own costs and those of the lines they cross; infinite where one cannot stand."""
    frame, circles = obstacles.frame, obstacles.circles
    fixed = np.array([(b.x, b.y, b.right, b.bottom) for b in obstacles.boxes], dtype=float).reshape(-1, 4)
    blocked = (boxes[:, 0] < frame.x) | (boxes[:, 1] < frame.y)
    blocked |= (boxes[:, 2] > frame.right) | (boxes[:, 3] > frame.bottom)
    blocked |= boxes_overlap(boxes, fixed)
    if obstacles.room:
        open_ = np.flatnonzero(~blocked & np.isnan(own[:, 0]))
        blocked[open_] = obstacles.room.is_closed_to(boxes[open_])
    open_ = np.flatnonzero(~blocked)
    blocked[open_] = boxes_on_circles(boxes[open_], circles, CIRCLE_CLEARANCE, own[open_])
    open_ = np.flatnonzero(~blocked)
    blocked[open_] = segments_hit_circles(leaders[open_], circles, 0.5, own[open_])
    blocked[open_] |= segments_hit_boxes(leaders[open_], fixed).any(axis=1)
    total = np.where(blocked, inf, costs)
    free = np.flatnonzero(~blocked)
    rectangles = shapely.box(*boxes[free].T) if len(free) else []
    for line, cost in obstacles.lines:
        shapely.prepare(line)
        total[free] += cost * shapely.intersects(line, rectangles)
    return total
