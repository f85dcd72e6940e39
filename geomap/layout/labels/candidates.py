"""Where a label may stand: candidate boxes around a circle, about a point, or off a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from math import cos, hypot, inf, pi, sin, sqrt

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.collide import Floats
from geomap.layout.labels.settings import ANCHORS, NO_SLOT, Candidate, Later, Ways, Whole, joined
from geomap.marks.text import Anchor, Block
from geomap.page import Box

Circle = tuple[float, float, float]  # x, y, radius in px

_GAP = 4.0  # px between a circle and its label
_LEADER_GAP = 3.0  # px between the end of a leader and its label
_LEADER_COST, _PX_OF_LEADER = 14.0, 4.0  # of any leader; of so many px of it one more
_ELSEWHERE = 40.0  # cost of one that does not stand where it stood on another map
_OTHER_SIDE = 12.0  # cost of a text across a line from what it speaks of
_ON_FRONT = 2.0  # px from a line within which something lies on it
_OFF_FRONT, _ALLIES = 3.0, 5  # px beside it, where that has a side; the nearest that tell which
_ALONG, _BESIDE_LINE, _OFF_OTHERS = 4.0, 2.0, 1.0  # px between positions on a line; off it, and off others
_CALLOUT_STEP = 34.0  # px along a line between the points that a call-out may lead to
_CALLOUT_DISTANCES = np.array((20.0, 36.0, 58.0, 90.0))
_CROSSING_OWN_LINE = 40.0
_UPRIGHT = 0.35  # cosine, below which a leader ends below or above its label


@dataclass(frozen=True, slots=True)
class _Spokes:
    """Directions (n, 2) of leaders, each with where a label stands from its tip, `back` by shares of its size and `off`
    in px, and its anchor.
    """

    ways: Floats
    back: Floats
    off: Floats
    anchors: Whole

    @classmethod
    def around(cls, count: int) -> _Spokes:
        """So many all around, from the right."""
        angles = [2 * pi * turn / count for turn in range(count)]
        right, down = np.array([cos(angle) for angle in angles]), np.array([sin(angle) for angle in angles])
        level = np.abs(right) > _UPRIGHT
        start, end, below = level & (right > 0), level & (right <= 0), down > 0
        back = np.column_stack([
            np.where(start, 0.0, np.where(end, -1.0, -0.5)), np.where(level, -0.5, np.where(below, 0.0, -1.0))
        ])  # fmt: skip
        off = np.column_stack([
            np.where(start, _LEADER_GAP, np.where(end, -_LEADER_GAP, 0.0)),
            np.where(level, 0.0, np.where(below, _LEADER_GAP, -_LEADER_GAP)),
        ])  # fmt: skip
        number = {anchor: number for number, anchor in enumerate(ANCHORS)}
        anchors = np.where(start, number["start"], np.where(end, number["end"], number["middle"]))
        return cls(np.column_stack([right, down]), back, off, anchors)

    def take(self, rows: Whole) -> _Spokes:
        """Some of them, in another order."""
        return _Spokes(self.ways[rows], self.back[rows], self.off[rows], self.anchors[rows])


_LED_OFF = np.repeat((14.0, 28.0, 46.0, 70.0), 16)  # px from a circle's edge, each in all directions
_LED = _Spokes.around(16).take(np.tile(np.arange(16), 4))
_CALLOUT = _Spokes.around(12)
_BESIDE = 16  # ways to stand beside a circle: five at its right, as many at its left, three above and below it
_SHARES = (0.5, 0.5, 0.25, 0.25, 0.75, 0.75)  # of the width that is left of the middle, above and below in turn
_RIGHT_COSTS = np.array((0.0, 0.4, 0.8, 1.0, 1.4))
_BESIDE_COSTS = np.concatenate([_RIGHT_COSTS, _RIGHT_COSTS + 3.0, (4.0, 4.4, 5.0, 5.4, 5.0, 5.4)])
_BESIDE_ANCHORS = np.array([ANCHORS.index(anchor) for anchor in ("start",) * 5 + ("end",) * 5 + ("middle",) * 6])


def around_circle(settings: Sequence[tuple[Block, float]], x: float, y: float, radius: float) -> list[Later]:
    """Positions beside a circle, the best first (right, above right ... left last), then further off with a leader.

    Each setting of the label comes with the cost of what it leaves out. The order is Imhof's for point symbols
    ("Positioning Names on Maps", 1975). They come in parts: first those of the first setting beside the circle, then,
    the cheapest first, of each setting those beside it and those that are led off.
    """
    circle, count = (x, y, radius), len(settings)
    fewest = min((len(block.rows) for block, _ in settings), default=0)
    parts = [
        Later(
            loss + more,
            partial(_with_slots, part, block, loss, circle, first + number * size),
            len(block.rows) == fewest,
        )
        for number, (block, loss) in enumerate(settings)
        for part, more, first, size in (
            (_beside_circle, 0.0, 0, _BESIDE),
            (_led_off, _LEADER_COST + float(_LED_OFF[0]) / _PX_OF_LEADER, count * _BESIDE, len(_LED_OFF)),
        )
    ]
    return [*parts[:1], *sorted(parts[1:], key=lambda part: part.least)]


def _with_slots(
    part: Callable[[Block, float, Circle], Ways], block: Block, loss: float, circle: Circle, first: int
) -> Ways:
    """Some ways to set a block, numbered among all of its label."""
    ways = part(block, loss, circle)
    return replace(ways, slots=np.arange(first, first + len(ways)))


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


def _beside_circle(block: Block, loss: float, circle: Circle) -> Ways:
    """The ways without a leader."""
    x, y, radius = circle
    width, height = block.size
    first = block.first_row[1]
    tops = (-height / 2, -first / 2, -height - radius * 0.55, first / 2 - height, radius * 0.55)
    off = [_reach(top, height, radius) for top in tops]
    above, below = -radius - _GAP - height, radius + _GAP
    boxes = np.empty((_BESIDE, 4))
    boxes[:, 0] = [*off, *(-width - reach for reach in off), *(-width * share for share in _SHARES)]
    boxes[:, 1] = [*tops, *tops, *(above, below) * 3]
    boxes[:, :2] += (x, y)
    boxes[:, 2:] = width, height
    return Ways.beside(block, boxes, _BESIDE_ANCHORS, loss + _BESIDE_COSTS)


def _reach(top: float, height: float, radius: float) -> float:
    """How far from the centre a block must begin that spans `top` to `top + height`, to keep off the circle."""
    nearest = 0.0 if top <= 0 <= top + height else min(abs(top), abs(top + height))
    return sqrt(max(radius**2 - nearest**2, 0.0)) + _GAP


def _led_off(block: Block, loss: float, circle: Circle) -> Ways:
    """The ways with a leader."""
    x, y, radius = circle
    leaders = np.empty((len(_LED_OFF), 4))
    leaders[:, :2] = _LED.ways * radius + (x, y)
    leaders[:, 2:] = _LED.ways * (radius + _LED_OFF[:, None]) + (x, y)
    boxes = _boxes_at(leaders[:, 2:], block.size, _LED)
    return Ways.beside(block, boxes, _LED.anchors, loss + _LEADER_COST + _LED_OFF / _PX_OF_LEADER, leaders)


def _boxes_at(tips: Floats, size: tuple[float, float], spokes: _Spokes) -> Floats:
    """The boxes whose nearest edges are a gap beyond the tips of leaders in these directions."""
    boxes = np.empty((len(tips), 4))
    boxes[:, :2] = tips + spokes.back * size + spokes.off
    boxes[:, 2:] = size
    return boxes


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
    at, out, spoke = (axis.ravel() for axis in np.indices((len(points), len(_CALLOUT_DISTANCES), len(_CALLOUT.ways))))
    spokes, far = _CALLOUT.take(spoke), _CALLOUT_DISTANCES[out]
    leaders = np.hstack([points[at] + 2 * spokes.ways, points[at] + far[:, None] * spokes.ways])
    shapely.prepare(line)
    crosses = shapely.intersects(line, shapely.linestrings(leaders.reshape(-1, 2, 2)))
    cost, more = off_middle[at] + far / 12, np.where(crosses, _CROSSING_OWN_LINE, 0.0)
    parts = []
    for index, block in enumerate(blocks):
        boxes = _boxes_at(leaders[:, 2:], block.size, spokes)
        parts.append(Ways.beside(block, boxes, spokes.anchors, index * 3.0 + cost + more, leaders))
    return joined(parts)


@dataclass(frozen=True, slots=True)
class Front:
    """A line in px that lies between sides, and what it costs a text to stand across it: the `least` where that is of
    several rows, of which none is to be left out for it.

    None is taken over one that is `firm`: a text is rather left out. It may be drawn `blur` px off where it is.
    """

    line: Geometry
    is_firm: bool = False
    cost: float = _OTHER_SIDE
    blur: float = 0.0
    least: float = inf

    def __post_init__(self) -> None:
        shapely.prepare(self.line)

    def holds(self, point: tuple[float, float], blur: float = 0.0) -> bool:
        """Whether a point lies on it, or so many px more off it."""
        return bool(shapely.dwithin(self.line, shapely.Point(point), _ON_FRONT + blur))


def beside_fronts(point: tuple[float, float], fronts: Sequence[Front], allies: Floats) -> tuple[float, float]:
    """The point, or where it may lie on a firm front one right beside that: on the side where most of the nearest
    `allies` stand, which are points in px off all fronts. Where they say nothing, what lies on the front has no side.
    """
    held = next((front.line for front in fronts if front.is_firm and front.holds(point, front.blur)), None)
    if held is None or not len(allies):
        return point
    parts, here = shapely.get_parts(held), shapely.Point(point)
    part = parts[int(np.argmin(shapely.distance(parts, here)))]
    at = shapely.line_locate_point(part, here)
    ends = shapely.get_coordinates(shapely.line_interpolate_point(part, [max(at - _ON_FRONT, 0.0), at + _ON_FRONT]))
    along = ends[1] - ends[0]
    length = float(hypot(*along))
    if not length:
        return point
    off = np.array([-along[1], along[0]]) * _OFF_FRONT / length
    nearest = allies[np.argsort(np.hypot(*(allies - point).T), kind="stable")[:_ALLIES]]
    middle = shapely.get_coordinates(shapely.line_interpolate_point(part, at))[0]
    sides = [middle + off, middle - off]
    one, other = (sum(_are_together(side, ally, held) for ally in nearest) for side in sides)
    if one == other:
        return point
    x, y = sides[0 if one > other else 1].tolist()
    return x, y


def _are_together(one: Floats, other: Floats, front: Geometry) -> bool:
    """Whether two points lie on one side of a front, which a way between them then crosses an even number of times."""
    crossed = shapely.intersection(front, shapely.linestrings([one, other]))
    return int(shapely.get_num_coordinates(crossed)) % 2 == 0


def on_own_side(point: tuple[float, float], ways: Ways, fronts: Sequence[Front]) -> Ways:
    """The ways, dearer where a line lies between a point and the text that speaks of it, without those that stand
    across a firm one, on it, or have a leader over it. Of a line that a point lies on it has no side.
    """
    if not len(ways):
        return ways
    sight = shapely.linestrings(np.stack([np.broadcast_to(point, (len(ways), 2)), ways.middles], axis=1))
    boxes = led = None
    more, several = np.zeros(len(ways)), np.array([len(block.rows) > 1 for block in ways.blocks])[ways.which]
    for front in fronts:
        if front.holds(point):
            continue
        crossed = shapely.intersects(front.line, sight)
        cost = np.where(several, min(front.cost, front.least), front.cost)
        more[crossed] = np.maximum(more[crossed], inf if front.is_firm else cost[crossed])
        if front.is_firm:
            if boxes is None or led is None:
                boxes = shapely.box(*ways.reaches.T)
                led = np.flatnonzero(~np.isnan(ways.leaders[:, 0]))
                lines = shapely.linestrings(ways.leaders[led].reshape(-1, 2, 2))
            more[shapely.intersects(front.line, boxes)] = inf
            more[led[shapely.intersects(front.line, lines)]] = inf
    return ways.dearer(more)


def staying(ways: Ways, slot: int | None) -> Ways:
    """The ways, with a cost on all but those of a slot; if none of them may have it, it is of another kind of label."""
    is_bound = slot is not None and len(ways) and (slot < NO_SLOT) == (int(ways.slots.max()) < NO_SLOT)
    return ways.dearer(np.where(ways.slots == slot, 0.0, _ELSEWHERE)) if is_bound else ways
