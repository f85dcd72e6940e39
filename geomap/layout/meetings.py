"""At which scales labels and circles come upon one another, each at a fixed px offset from a point of the ground."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from geomap.layout.collide import Flags, Floats
from geomap.layout.labels.settings import Whole

_APART = 1.0  # px between two texts
_A_HAIR = 1.0001
NONE = -1  # no group of circles
_SAMPLES = 25  # scales between two levels, at which circles and leaders are looked at


@dataclass(frozen=True, slots=True)
class Fixed:
    """Labels: their points (n, 2) in px of the frame at home, and px off these: boxes (n, 4) of left, top, right,
    bottom, and leaders (n, 4), NaN where there is none; what each is worth; the group of circles that is its own, or
    NONE.
    """

    points: Floats
    boxes: Floats
    leaders: Floats
    worth: Floats
    own: Whole

    def __len__(self) -> int:
        return len(self.points)

    def at(self, scale: float) -> tuple[Floats, Floats]:
        """Boxes and leaders in px at a scale."""
        moved = np.tile(self.points * scale, 2)
        return self.boxes + moved, self.leaders + moved


@dataclass(frozen=True, slots=True)
class Discs:
    """Circles: their points (n, 2) in px of the frame at home, (n, 3) px off these and the radius, and the group of
    each: those of a place belong together.
    """

    points: Floats
    offsets: Floats
    groups: Whole

    def at(self, scale: float) -> Floats:
        """x, y, radius in px at a scale."""
        return np.column_stack([self.points * scale + self.offsets[:, :2], self.offsets[:, 2]])


def meeting(one: Fixed, other: Fixed) -> tuple[Whole, Whole, Floats, Floats]:
    """Which labels' boxes ever come nearer than a px: pairs of rows, and the scales from and up to which they do."""
    first, second = (axis.ravel() for axis in np.indices((len(one), len(other))))
    low, high = np.full(len(first), -np.inf), np.full(len(first), np.inf)
    for axis in (0, 1):
        near, far = one.boxes[first, axis] - _APART, one.boxes[first, axis + 2] + _APART
        left, right = other.boxes[second, axis], other.boxes[second, axis + 2]
        apart = one.points[first, axis] - other.points[second, axis]
        for slope, most in ((apart, right - near), (-apart, far - left)):  # slope * scale < most
            with np.errstate(divide="ignore", invalid="ignore"):
                edge = most / slope
            high = np.where(slope > 0, np.minimum(high, edge), high)
            low = np.where(slope < 0, np.maximum(low, edge), low)
            high = np.where((slope == 0) & (most <= 0), -np.inf, high)
    rows = np.flatnonzero(low < high)
    return first[rows], second[rows], low[rows], high[rows]


def ends(labels: Fixed, discs: Discs, start: float, end: float) -> Floats:
    """Up to which scale each label is shown that stands at the `start`; at the `end` all are set anew.

    Of two that come upon one another the one that is worth less gives way; what touches at the start may go on so.
    """
    until = np.full(len(labels), end)
    if not len(labels):
        return until
    _of_others(labels, discs, start, end, until)
    one, other, low, _ = meeting(labels, labels)
    is_pair = (one < other) & (low > start) & (low < end)
    order = np.flatnonzero(is_pair)[np.argsort(low[is_pair], kind="stable")]
    for row in order.tolist():
        pair = sorted((int(one[row]), int(other[row])), key=lambda number: (labels.worth[number], -number))
        if all(until[number] > low[row] for number in pair):
            until[pair[0]] = low[row]
    return until


def starts(  # noqa: PLR0913, PLR0917 - what is to come, what is there, and between which scales
    coming: Fixed, standing: Fixed, until: Floats, discs: Discs, start: float, end: float
) -> Floats:
    """From which scale on each of the labels can be shown that stand at the `end`, beside others up to `until`."""
    since = np.full(len(coming), start)
    if not len(coming):
        return since
    scales = _between(start, end)
    for scale, after in zip(scales, [*scales[1:], end], strict=True):
        since[_is_hit(coming, discs, scale)] = after
    one, other, low, high = meeting(coming, standing)
    is_met = (high > start) & (low < until[other])
    np.maximum.at(since, one[is_met], np.minimum(high, until[other])[is_met])
    one, other, low, high = meeting(coming, coming)
    is_met = (one != other) & (high > start) & (low < end)
    pairs = sorted(zip(one[is_met].tolist(), other[is_met].tolist(), high[is_met].tolist(), strict=True))
    rank = {number: place for place, number in enumerate(np.argsort(-coming.worth, kind="stable").tolist())}
    for number, before, last in sorted(pairs, key=lambda pair: rank[pair[0]]):
        if rank[before] < rank[number] and since[before] < last:
            since[number] = max(since[number], last)
    return since


def _of_others(labels: Fixed, discs: Discs, start: float, end: float, until: Floats) -> None:
    """Ends labels where circles, or leaders of others, come upon them."""
    scales = _between(start, end)
    touching, crossed = _is_hit(labels, discs, start), _crossed(labels, start)
    for before, scale in pairwise(scales):
        hit = (_is_hit(labels, discs, scale) & ~touching) | (_crossed(labels, scale) & ~crossed)
        until[hit] = np.minimum(until[hit], before)
    until[until <= start] = start * _A_HAIR


def _between(start: float, end: float) -> list[float]:
    found: list[float] = np.geomspace(start, end, _SAMPLES).tolist()
    return found


def _is_hit(labels: Fixed, discs: Discs, scale: float) -> Flags:
    """Which labels lie on a circle that is not their own."""
    found = np.zeros(len(labels), dtype=bool)
    if not len(discs.groups):
        return found
    boxes, circles = labels.at(scale)[0], discs.at(scale)
    reach = float(circles[:, 2].max())
    tree = shapely.STRtree(shapely.points(circles[:, :2]))
    label, circle = tree.query(shapely.box(*(boxes + reach * np.array([-1, -1, 1, 1])).T))
    x, y, radius = circles[circle].T
    dx = x - np.clip(x, boxes[label, 0], boxes[label, 2])
    dy = y - np.clip(y, boxes[label, 1], boxes[label, 3])
    found[label[(np.hypot(dx, dy) < radius) & (labels.own[label] != discs.groups[circle])]] = True
    return found


def _crossed(labels: Fixed, scale: float) -> Flags:
    """Which labels have another's leader across them, and are worth less; or else have one across another's box."""
    boxes, leaders = labels.at(scale)
    led = np.flatnonzero(~np.isnan(leaders[:, 0]))
    found = np.zeros(len(labels), dtype=bool)
    if not len(led):
        return found
    tree = shapely.STRtree(shapely.box(*boxes.T))
    which, label = tree.query(shapely.linestrings(leaders[led].reshape(-1, 2, 2)), predicate="intersects")
    leader = led[which]
    for one, other in zip(leader.tolist(), label.tolist(), strict=True):
        if one != other:
            found[min(one, other, key=lambda number: (labels.worth[number], -number))] = True
    return found
