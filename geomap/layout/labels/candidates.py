"""Where a label may stand: candidate boxes around a circle, about a point, or off a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import cos, hypot, pi, sin, sqrt

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.collide import Flags, Floats
from geomap.layout.labels.free_space import Room
from geomap.layout.labels.settings import ANCHORS, NO_SLOT, Candidate, Ways, Whole, joined
from geomap.marks.text import Anchor, Block
from geomap.page import Box

_GAP = 4.0  # px between a circle and its label
_LEADER_GAP = 3.0  # px between the end of a leader and its label
_LEADER_COST = 14.0
_ELSEWHERE = 40.0  # cost of one that does not stand where it stood on another map
_OTHER_SIDE = 12.0  # cost of a text across a front from what it speaks of
_ALONG, _BESIDE_LINE, _OFF_OTHERS = 4.0, 2.0, 1.0  # px between positions on a line; off it, and off others
_CALLOUT_STEP = 34.0  # px along a line between the points that a call-out may lead to
_CALLOUT_DISTANCES = np.array((20.0, 36.0, 58.0, 90.0))
_CROSSING_OWN_LINE = 40.0
_UPRIGHT = 0.35  # cosine, below which a leader ends below or above its label


def _spokes(count: int) -> tuple[Floats, Floats]:
    """Directions all around: cosines and sines."""
    angles = [2 * pi * turn / count for turn in range(count)]
    return np.array([cos(angle) for angle in angles]), np.array([sin(angle) for angle in angles])


_FARTHEST = 70.0  # px from a circle's edge that a label is led off
_LED_OFF = np.repeat((14.0, 28.0, 46.0, _FARTHEST), 16)  # each in all directions
_LED_COS, _LED_SIN = (np.tile(axis, 4) for axis in _spokes(16))
_CALLOUT_COS, _CALLOUT_SIN = _spokes(12)


def around_circle(settings: Sequence[tuple[Block, float]], x: float, y: float, radius: float) -> Ways:
    """Positions beside a circle, the best first (right, above right ... left last), then further off with a leader.

    Each setting of the label comes with the cost of what it leaves out. The order is Imhof's for point symbols
    ("Positioning Names on Maps", 1975).
    """
    if not settings:
        return Ways.of(())
    sizes = [block.size for block, _ in settings]
    sized = list(zip(settings, sizes, strict=True))
    beside = [_beside_circle(block, loss, size, (x, y, radius)) for (block, loss), size in sized]
    led_off = [_led_off(block, loss, size, (x, y, radius)) for (block, loss), size in sized]
    ways = joined([*beside, *led_off])
    return replace(ways, slots=np.arange(len(ways)))


def has_hope(blocks: Sequence[Block], circle: tuple[float, float, float], clearance: float, room: Room) -> bool:
    """Whether there may be room around a circle for the least of some blocks, with what is kept free around it."""
    x, y, radius = circle
    widths, heights = zip(*(block.size for block in blocks), strict=True)
    across, down = (radius + _FARTHEST + _LEADER_GAP + max(sizes) + clearance for sizes in (widths, heights))
    around = Box(x - across, y - down, 2 * across, 2 * down)
    return room.may_hold(around, min(widths) + 2 * clearance, min(heights) + 2 * clearance)


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


def _beside_circle(
    block: Block, loss: float, size: tuple[float, float], circle: tuple[float, float, float]
) -> Ways:  # fmt: skip
    """The ways without a leader."""
    x, y, radius = circle
    width, height = size
    dx, dy, cost = np.array(list(_beside(width, height, block.first_row_height, radius))).T
    boxes = np.column_stack([x + dx, y + dy, np.full(len(dx), width), np.full(len(dx), height)])
    return Ways.beside(block, boxes, _anchors(dx >= 0, dx <= -width), loss + cost)


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


def _led_off(block: Block, loss: float, size: tuple[float, float], circle: tuple[float, float, float]) -> Ways:
    """The ways with a leader."""
    x, y, radius = circle
    tips = np.column_stack([x + (radius + _LED_OFF) * _LED_COS, y + (radius + _LED_OFF) * _LED_SIN])
    boxes, anchors = _boxes_at(tips, size, _LED_COS, _LED_SIN)
    leaders = np.column_stack([x + radius * _LED_COS, y + radius * _LED_SIN, tips])
    return Ways.beside(block, boxes, anchors, loss + _LEADER_COST + _LED_OFF / 4, leaders)


def _boxes_at(tips: Floats, size: tuple[float, float], right: Floats, down: Floats) -> tuple[Floats, Whole]:
    """The boxes whose nearest edges are a gap beyond the tips of leaders in these directions, and their anchors."""
    x, y = tips.T
    width, height = size
    level = np.abs(right) > _UPRIGHT
    start, end = level & (right > 0), level & (right <= 0)
    left = np.where(start, x + _LEADER_GAP, np.where(end, x - _LEADER_GAP - width, x - width / 2))
    below = np.where(down > 0, y + _LEADER_GAP, y - _LEADER_GAP - height)
    top = np.where(level, y - height / 2, below)
    return np.column_stack([left, top, np.full(len(x), width), np.full(len(x), height)]), _anchors(start, end)


def _anchors(start: Flags, end: Flags) -> Whole:
    return np.where(start, ANCHORS.index("start"), np.where(end, ANCHORS.index("end"), ANCHORS.index("middle")))


def about_point(blocks: Sequence[Block], x: float, y: float, reach: float, anchor: Anchor) -> Ways:
    """Positions centred on a point and on a grid around it, up to `reach` px off, nearest first."""
    step = max(12.0, reach / 12)
    offsets, far = _grid(step, int(reach // step))
    parts = []
    for index, block in enumerate(blocks):
        width, height = block.size
        left, top = x - width / 2 + offsets[:, 0], y - height / 2 + offsets[:, 1]
        boxes = np.column_stack([left, top, np.full(len(far), width), np.full(len(far), height)])
        anchors = np.full(len(far), ANCHORS.index(anchor))
        parts.append(Ways.beside(block, boxes, anchors, index * 2.0 + far / 8))
    return joined(parts)


def on_line(block: Block, line: Geometry, apart: Geometry, frame: Box) -> Ways:
    """Positions centred on a line in px where it is in the frame, its beginning first, and off the lines `apart`.

    Then such as touch it from outside, where something stands within.
    """
    width, height = block.size
    parts = shapely.get_parts(line)
    points = np.concatenate([
        shapely.get_coordinates(shapely.line_interpolate_point(part, np.arange(0, part.length + 0.1, _ALONG)))
        for part in parts
    ] or [np.zeros((0, 2))])  # fmt: skip
    outward = points - points.mean(axis=0) if len(points) else points
    outward /= np.maximum(np.hypot(*outward.T), 1.0)[:, None]
    costs = 4.0 * np.arange(len(points)) / max(len(points), 1)
    middles = np.concatenate([points, points + outward * (height / 2 + _BESIDE_LINE)])
    costs = np.concatenate([costs, costs + _LEADER_COST])
    boxes = np.column_stack([middles - (width / 2, height / 2), np.full((len(middles), 2), (width, height))])
    ends = np.hstack([boxes[:, :2] - _OFF_OTHERS, boxes[:, :2] + boxes[:, 2:] + _OFF_OTHERS])
    shapely.prepare(apart)
    is_free = frame.holds(middles) & ~shapely.intersects(apart, shapely.box(*ends.T))
    anchors = np.full(int(is_free.sum()), ANCHORS.index("middle"))
    return Ways.beside(block, boxes[is_free], anchors, costs[is_free])


@lru_cache(64)
def _grid(step: float, count: int) -> tuple[Floats, Floats]:
    """Offsets on a grid, nearest first, and how far each is."""
    offsets = sorted(
        ((dx * step, dy * step) for dx in range(-count, count + 1) for dy in range(-count, count + 1)),
        key=lambda offset: (hypot(*offset), offset),
    )
    return np.array(offsets), np.array([hypot(*offset) for offset in offsets])


def off_line(blocks: Sequence[Block], line: Geometry, frame: Box) -> Ways:
    """Positions on both sides of a line in px, with a leader that ends on it."""
    length = float(shapely.length(line))
    count = max(int(length // _CALLOUT_STEP), 6)
    shares = np.arange(1, count) / count
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, shares * length))
    shown = frame.holds(points)
    points, off_middle = points[shown], np.abs(shares[shown] - 0.5) * 4
    at, out, spoke = (axis.ravel() for axis in np.indices((len(points), len(_CALLOUT_DISTANCES), len(_CALLOUT_COS))))
    right, down, far = _CALLOUT_COS[spoke], _CALLOUT_SIN[spoke], _CALLOUT_DISTANCES[out]
    ways = np.column_stack([right, down])
    leaders = np.hstack([points[at] + 2 * ways, points[at] + far[:, None] * ways])
    shapely.prepare(line)
    crosses = shapely.intersects(line, shapely.linestrings(leaders.reshape(-1, 2, 2)))
    cost, more = off_middle[at] + far / 12, np.where(crosses, _CROSSING_OWN_LINE, 0.0)
    parts = []
    for index, block in enumerate(blocks):
        boxes, anchors = _boxes_at(leaders[:, 2:], block.size, right, down)
        parts.append(Ways.beside(block, boxes, anchors, index * 3.0 + cost + more, leaders))
    return joined(parts)


def on_own_side(point: tuple[float, float], ways: Ways, fronts: Sequence[Geometry]) -> Ways:
    """The ways, dearer where a line such as a front lies between a point and the text that speaks of it."""
    if not len(ways) or not fronts:
        return ways
    sight = shapely.linestrings(np.stack([np.broadcast_to(point, (len(ways), 2)), ways.middles], axis=1))
    crossed = np.any([shapely.intersects(front, sight) for front in fronts], axis=0)
    return ways.dearer(np.where(crossed, _OTHER_SIDE, 0.0))


def staying(ways: Ways, slot: int | None) -> Ways:
    """The ways, with a cost on all but those of a slot; if none of them may have it, it is of another kind of label."""
    is_bound = slot is not None and len(ways) and (slot < NO_SLOT) == (int(ways.slots.max()) < NO_SLOT)
    return ways.dearer(np.where(ways.slots == slot, 0.0, _ELSEWHERE)) if is_bound else ways
