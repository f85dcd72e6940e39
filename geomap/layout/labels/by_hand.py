"""Labels that the config sets by hand: they stand where it says, and all others make room."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import numpy as np
import shapely

from geomap.layout.labels.search import Candidate, Obstacles, Request, Segment
from geomap.layout.labels.settings import ANCHORS, Later, Ways, parted
from geomap.marks.text import Anchor, Block
from geomap.page import Box
from geomap.scene import Placement

_NEAR = 12.0  # px; from there on a leader says which symbol the label is of
_GAP = 3.0  # px between the end of a leader and the text


def set_by_hand(
    request: Request,
    placement: Placement,
    point: tuple[float, float],
    radius: float,
    line: shapely.Geometry | None = None,
) -> Request:
    """The request with only what the placement allows.

    `point` is what the text speaks of, a circle of `radius` px, or a point on the `line` to which a leader runs.
    """
    if not len(request.candidates):
        return request
    if not placement.is_fixed:
        return _anchored(request, placement.anchor) if placement.anchor else request
    block = request.candidates[0].block
    box, anchor = _box(block, placement, point)
    leader = _to_line(box, line) if line is not None else _to_circle(box, point, radius)
    return replace(request, candidates=Ways.of([Candidate(block, box, anchor, 0.0, leader)]), later=(), is_fixed=True)


def _anchored(request: Request, anchor: Anchor) -> Request:
    """The request with the ways that end as the anchor says, where there are such."""

    def fitting(ways: Ways) -> Ways:
        return ways.take(ways.anchors == ANCHORS.index(anchor))

    first = Later(0.0, lambda: request.candidates)
    candidates, later = parted([first, *request.later], fitting)
    return replace(request, candidates=candidates, later=later) if len(candidates) else request


def _box(block: Block, placement: Placement, point: tuple[float, float]) -> tuple[Box, Anchor]:
    """The end of the text that the anchor names stands `dx` and `dy` off the point, at its first line's middle."""
    dx, dy = placement.dx or 0.0, placement.dy or 0.0
    anchor = placement.end
    width, height = block.size
    left = point[0] + dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, point[1] + dy - block.first_line_height / 2, width, height), anchor


def _to_circle(box: Box, centre: tuple[float, float], radius: float) -> Segment | None:
    """A leader from the circle's edge to the box, where the two are not close."""
    x, y = (min(max(at, low), high) for at, low, high in zip(centre, *_extent(box), strict=True))
    distance = hypot(x - centre[0], y - centre[1])
    if not radius or distance - radius < _NEAR:
        return None
    ux, uy = (x - centre[0]) / distance, (y - centre[1]) / distance
    end = distance - _GAP
    return (centre[0] + ux * radius, centre[1] + uy * radius, centre[0] + ux * end, centre[1] + uy * end)


def _to_line(box: Box, line: shapely.Geometry) -> Segment | None:
    """The shortest leader from a line to the box."""
    ends = shapely.get_coordinates(shapely.shortest_line(line, shapely.box(box.x, box.y, box.right, box.bottom)))
    if not len(ends) or np.allclose(ends[0], ends[1]):
        return None
    (x1, y1), (x2, y2) = ends.tolist()
    share = max(1 - _GAP / hypot(x2 - x1, y2 - y1), 0.0)
    return (x1, y1, x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)


def _extent(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.x, box.y), (box.right, box.bottom)


def standing_on(candidate: Candidate, obstacles: Obstacles) -> str:
    """What a label set by hand runs over, for the report; empty where it stands free."""
    box = candidate.box
    if not obstacles.frame.contains(box):
        return "runs over the map's edge"
    x = np.clip(obstacles.circles[:, 0], box.x, box.right) - obstacles.circles[:, 0]
    y = np.clip(obstacles.circles[:, 1], box.y, box.bottom) - obstacles.circles[:, 1]
    if (np.hypot(x, y) < obstacles.circles[:, 2]).any():
        return "stands on a circle"
    on_furniture = any(box.overlaps(other) for other in obstacles.boxes)
    return "stands on the key, the scale bar or an inset" if on_furniture else ""
