"""What it costs to set a label somewhere: the lines that it crosses, and that it may be taken for another's name."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import inf

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.collide import (
    Flags,
    Floats,
    boxes_on_circles,
    boxes_overlap,
    distance_to_circles,
    segments_hit_boxes,
    segments_hit_circles,
)
from geomap.layout.labels.free_space import CIRCLE_CLEARANCE, Room
from geomap.layout.labels.settings import Whole
from geomap.page import Box

# A reader takes a name for that of the mark it is nearest to, so its own is to be nearer than others by so many px.
_CLEARLY = 4.0
_MISTAKEN = 34.0  # cost of a name that is as near to another's mark, and has no leader: more than one led far off has
_MISTAKEN_LED = 12.0  # of one that has a leader
_FAR = 2.0  # heights of a line between a name without a leader and its mark, at most
_CLOSE, _PER_PX_OFF = 6.0, 0.1  # px off its mark that cost such a name nothing, and what each further one costs
_RIGHT_BESIDE = 10.0  # px between another's mark and what stands below a name, from where on that is read as its own
_INTO_CIRCLE = 0.5  # px that a leader may reach into a circle
_OUT_OF_CIRCLE = 10.0  # cost of a leader that runs out of a circle on which its own lies
_LED_FROM_TWO, _APART = 12.0, 3.0  # of a leader that begins within so many px of another's mark, where it touches it


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What labels keep off: circles (x, y, radius), boxes, and lines that cost something to cross.

    Those circles are `marks` that a reader may take a name for that of: not the points where ticks end.
    """

    frame: Box
    circles: Floats  # (n, 3): x, y, radius
    boxes: tuple[Box, ...] = ()
    lines: tuple[tuple[Geometry, float], ...] = ()  # line in px, cost of a crossing
    room: Room | None = None  # what many circles leave
    marks: Floats = field(default_factory=lambda: np.zeros((0, 3)))  # (n, 3), as `circles`


@dataclass(frozen=True, slots=True)
class Settings:
    """Ways to set labels, a row each: `boxes` of left, top, right, bottom, with `clearance` px kept free around them,
    `leaders` as x1, y1, x2, y2 or NaN, the circles that they may stand on as their `own` and those that they are names
    of, as x, y, radius or NaN, and what each costs by itself. Of those that are names of a circle the row of the `name`
    and the `rest` below it, boxes or NaN, and the height of a `line`.
    """

    boxes: Floats
    name: Floats
    rest: Floats
    line: Floats
    clearance: Floats
    leaders: Floats
    own: Floats
    marks: Floats
    costs: Floats

    @property
    def ends(self) -> Floats:
        """The circles that leaders begin at: those that they are names of, or else may stand on."""
        return np.where(np.isnan(self.marks), self.own, self.marks)

    def take(self, rows: Whole) -> Settings:
        """Some of the rows."""
        return Settings(*(getattr(self, column.name)[rows] for column in fields(Settings)))


def costs(some: Settings, obstacles: Obstacles) -> Floats:
    """What each costs in all; infinite where one cannot stand."""
    reaches = some.boxes + some.clearance[:, None] * np.array([-1, -1, 1, 1])
    total = some.costs.copy()
    total[_blocked(reaches, some, obstacles)] = inf
    free = np.flatnonzero(np.isfinite(total))
    total[free] += _crossing(reaches[free], obstacles.lines)
    total[free] += _mistaken(some.take(free), obstacles.marks)
    led = np.flatnonzero(np.isfinite(total) & ~np.isnan(some.leaders[:, 0]))
    out = segments_hit_circles(some.leaders[led], obstacles.circles, _INTO_CIRCLE, some.ends[led])
    total[led[out]] += _OUT_OF_CIRCLE
    return total


def _blocked(boxes: Floats, some: Settings, obstacles: Obstacles) -> Flags:
    """Which lie over the edge, a box or a circle, with their leaders; these may leave what their own circle lies on."""
    leaders, own = some.leaders, some.own
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
    open_ = np.flatnonzero(~blocked & ~np.isnan(leaders[:, 0]))
    blocked[open_] = segments_hit_circles(leaders[open_], circles, _INTO_CIRCLE, some.ends[open_], leaving=True)
    blocked[open_] |= segments_hit_boxes(leaders[open_], fixed).any(axis=1)
    return blocked


def _crossing(boxes: Floats, lines: tuple[tuple[Geometry, float], ...]) -> Floats:
    """The costs of the lines that run through each box."""
    if not len(boxes) or not lines:
        return np.zeros(len(boxes))
    tree = shapely.STRtree(shapely.box(*boxes.T))
    line, box = tree.query([geometry for geometry, _ in lines], predicate="intersects")
    order = np.lexsort((line, box))
    price = np.array([cost for _, cost in lines])
    total: Floats = np.bincount(box[order], price[line[order]], minlength=len(boxes)).astype(float)
    return total


def _mistaken(some: Settings, marks: Floats) -> Floats:
    """What it costs more that a name, or where its leader begins, is about as near to another's mark as to its own.

    A reader takes the row of the name for what the label says, so that is measured, and what stands below it only where
    another's mark lies right beside that. Infinite for a name without a leader that is far from its own mark, or
    clearly nearer to another.
    """
    more = np.zeros(len(some.boxes))
    named = np.flatnonzero(~np.isnan(some.marks[:, 0]))
    if not len(named):
        return more
    some = some.take(named)
    leaders, own = some.leaders, some.marks
    is_led = ~np.isnan(leaders[:, 0])
    off, off_rest = _off(some.name, own), _off(some.rest, own)
    price = np.where(is_led, _MISTAKEN_LED, _MISTAKEN)
    more[named[~is_led]] += _PER_PX_OFF * np.maximum(off[~is_led] - _CLOSE, 0)
    more[named[~is_led & (off > _FAR * some.line)]] = inf
    if not len(marks):
        return more
    for rows, from_own in ((some.name, off), (some.rest, off_rest)):
        from_own[is_led] = np.fmin(from_own[is_led], np.hypot(*_to_box(leaders[is_led, 2:], rows[is_led]).T))
    near = distance_to_circles(some.name, marks, own, off.max(initial=0.0) + _CLEARLY)
    share = np.clip((off + _CLEARLY - near) / _CLEARLY, 0, 1)
    more[named[~is_led & (near < off - _CLEARLY)]] = inf
    below = np.flatnonzero(~np.isnan(off_rest))
    near = distance_to_circles(some.rest[below], marks, own[below], _RIGHT_BESIDE)
    share[below] = np.maximum(share[below], np.clip((off_rest[below] + _CLEARLY - near) / _CLEARLY, 0, 1))
    more[named] += price * share
    starts = leaders[is_led][:, [0, 1, 0, 1]]
    near = distance_to_circles(starts, marks, own[is_led], _APART)
    more[named[is_led]] += _LED_FROM_TWO * np.clip((_APART - near) / _APART, 0, 1)
    return more


def _off(boxes: Floats, circles: Floats) -> Floats:
    """Px from the circle in its row to each box."""
    found: Floats = np.hypot(*_to_box(circles[:, :2], boxes).T) - circles[:, 2]
    return found


def _to_box(points: Floats, boxes: Floats) -> Floats:
    """From each point to the nearest of the box in its row."""
    found: Floats = points - np.clip(points, boxes[:, :2], boxes[:, 2:])
    return found
