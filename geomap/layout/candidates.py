"""Where a label may stand: candidate boxes around a circle, about a point, or off a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count as counting
from math import atan2, cos, hypot, pi, sin, sqrt

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.labels import Candidate
from geomap.layout.text import Anchor, Block
from geomap.page import Box

_GAP = 4.0  # px between a circle and its label
_LEADER_COST = 14.0
_OTHER_SIDE = 12.0  # cost of a text across a front from what it speaks of
_CALLOUT_STEP = 34.0  # px along a line between the points that a call-out may lead to
_CALLOUT_DISTANCES = (20.0, 36.0, 58.0, 90.0)
_CROSSING_OWN_LINE = 40.0


def around_circle(settings: Sequence[tuple[Block, float]], x: float, y: float, radius: float) -> Iterator[Candidate]:
    """Positions beside a circle, the best first (right, above right ... left last), then further off with a leader.

    Each setting of the label comes with the cost of what it leaves out. The order is Imhof's for point symbols
    ("Positioning Names on Maps", 1975).
    """
    slots = counting()
    for block, loss in settings:
        width, height = block.size
        for dx, dy, cost in _beside(width, height, block.first_row_height, radius):
            anchor: Anchor = "start" if dx >= 0 else "end" if dx <= -width else "middle"
            yield Candidate(block, Box(x + dx, y + dy, width, height), anchor, loss + cost, slot=next(slots))
    for block, loss in settings:
        yield from _led_off(block, x, y, radius, loss, slots)


def inside_circle(settings: Sequence[tuple[Block, float]], x: float, y: float, radius: float) -> Iterator[Candidate]:
    """In a circle, as far as it has room: in its middle, or towards where no other lies on it."""
    for block, loss in settings:
        width, height = block.size
        room = radius - _GAP / 2 - hypot(width, height) / 2
        if room < 0:
            continue
        ways = [(0.0, 0.0), *((cos(turn * pi / 4), sin(turn * pi / 4)) for turn in range(8))]
        for cost, (right, down) in enumerate(ways if room > 2 else ways[:1]):
            box = Box(x - width / 2 + right * room, y - height / 2 + down * room, width, height)
            yield Candidate(block, box, "middle", loss + min(cost, 1), is_inside=True)


def _beside(width: float, height: float, first: float, radius: float) -> Iterator[tuple[float, float, float]]:
    """Offsets of a block's top left corner from the circle's centre, with costs."""
    level, above, below = -height / 2, -height - radius * 0.55, radius * 0.55
    beside = ((level, 0.0), (-first / 2, 0.4), (above, 0.8), (first / 2 - height, 1.0), (below, 1.4))
    for dy, cost in beside:
        yield _reach(dy, height, radius), dy, cost
    for dy, cost in beside:
        yield -width - _reach(dy, height, radius), dy, cost + 3.0
    for share, cost in ((0.5, 4.0), (0.25, 5.0), (0.75, 5.0)):
        yield -width * share, -radius - _GAP - height, cost
        yield -width * share, radius + _GAP, cost + 0.4


def _reach(top: float, height: float, radius: float) -> float:
    """How far from the centre a block must begin that spans `top` to `top + height`, to keep off the circle."""
    nearest = 0.0 if top <= 0 <= top + height else min(abs(top), abs(top + height))
    return sqrt(max(radius**2 - nearest**2, 0.0)) + _GAP


def _led_off(  # noqa: PLR0913, PLR0917 - where the circle is and how the label is set
    block: Block, x: float, y: float, radius: float, extra: float, slots: Iterator[int]
) -> Iterator[Candidate]:
    width, height = block.size
    for distance in (14.0, 28.0, 46.0, 70.0):
        for turn in range(16):
            angle = turn * pi / 8
            tip_x, tip_y = x + (radius + distance) * cos(angle), y + (radius + distance) * sin(angle)
            box, anchor = _box_at(tip_x, tip_y, width, height, angle)
            leader = (x + radius * cos(angle), y + radius * sin(angle), tip_x, tip_y)
            yield Candidate(block, box, anchor, extra + _LEADER_COST + distance / 4, leader, next(slots))


def _box_at(x: float, y: float, width: float, height: float, angle: float) -> tuple[Box, Anchor]:
    """The box whose nearest edge is a gap beyond the tip of a leader that runs at `angle`."""
    gap = 3.0
    if abs(cos(angle)) > 0.35:
        left = x + gap if cos(angle) > 0 else x - gap - width
        return Box(left, y - height / 2, width, height), "start" if cos(angle) > 0 else "end"
    top = y + gap if sin(angle) > 0 else y - gap - height
    return Box(x - width / 2, top, width, height), "middle"


def about_point(blocks: Sequence[Block], x: float, y: float, reach: float, anchor: Anchor) -> Iterator[Candidate]:
    """Positions centred on a point and on a grid around it, up to `reach` px off, nearest first."""
    step = max(12.0, reach / 12)
    count = int(reach // step)
    offsets = sorted(
        ((dx * step, dy * step) for dx in range(-count, count + 1) for dy in range(-count, count + 1)),
        key=lambda offset: (hypot(*offset), offset),
    )
    for index, block in enumerate(blocks):
        width, height = block.size
        for dx, dy in offsets:
            box = Box(x - width / 2 + dx, y - height / 2 + dy, width, height)
            yield Candidate(block, box, anchor, index * 2.0 + hypot(dx, dy) / 8)


def off_line(blocks: Sequence[Block], line: Geometry, frame: Box) -> Iterator[Candidate]:
    """Positions on both sides of a line in px, with a leader that ends on it."""
    length = float(shapely.length(line))
    count = max(int(length // _CALLOUT_STEP), 6)
    shares = [at / count for at in range(1, count)]
    points = shapely.line_interpolate_point(line, [share * length for share in shares])
    ends = [
        (float(x), float(y), abs(share - 0.5) * 4)
        for share, (x, y) in zip(shares, shapely.get_coordinates(points).tolist(), strict=True)
        if frame.contains(Box(x, y, 0, 0))
    ]
    spokes = [(cos(turn * pi / 6), sin(turn * pi / 6)) for turn in range(12)]
    leaders = [
        ((x + 2 * dx, y + 2 * dy, x + distance * dx, y + distance * dy), cost + distance / 12)
        for x, y, cost in ends
        for distance in _CALLOUT_DISTANCES
        for dx, dy in spokes
    ]
    if not leaders:
        return
    segments = shapely.linestrings([(leader[:2], leader[2:]) for leader, _ in leaders])
    shapely.prepare(line)
    crossings = shapely.intersects(line, segments)
    for index, block in enumerate(blocks):
        width, height = block.size
        for (leader, cost), crosses in zip(leaders, crossings.tolist(), strict=True):
            angle = atan2(leader[3] - leader[1], leader[2] - leader[0])
            box, anchor = _box_at(leader[2], leader[3], width, height, angle)
            yield Candidate(block, box, anchor, index * 3.0 + cost + (_CROSSING_OWN_LINE if crosses else 0), leader)


def on_own_side(
    point: tuple[float, float], candidates: tuple[Candidate, ...], fronts: Sequence[Geometry]
) -> tuple[Candidate, ...]:
    """The candidates, dearer where a line such as a front lies between a point and the text that speaks of it."""
    if not candidates or not fronts:
        return candidates
    sight = shapely.linestrings([[point, candidate.box.centre] for candidate in candidates])
    crossed = np.any([shapely.intersects(front, sight) for front in fronts], axis=0)
    return tuple(
        replace(candidate, cost=candidate.cost + _OTHER_SIDE) if across else candidate
        for candidate, across in zip(candidates, crossed.tolist(), strict=True)
    )
