"""Names of waters: those of seas and lakes keep to their water, those of rivers and small lakes stand beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import shapely
from shapely import Geometry

from geomap.fonts import missing
from geomap.layout.collide import Floats
from geomap.layout.ground import shown_rivers
from geomap.layout.labels.search import Candidate, Obstacles, Request, place
from geomap.layout.labels.settings import ANCHORS, Ways, joined
from geomap.layout.view.projection import View
from geomap.marks.style import zoom_of
from geomap.marks.text import Anchor, Block, TextRow
from geomap.scene import Artboard
from geomap.scene.beneath import Beneath

_ENDS = ((0.5, 0.5), (-0.03, 0.5), (1.03, 0.5))  # of a text that must lie on its water: its middle and both ends
_AROUND = tuple((across, down) for across in (0.0, 0.25, 0.5, 0.75, 1.0) for down in (0.0, 1.0))
_MOST_ASHORE = 0.1  # of the points around it that may not: an islet does not drive it off

_PRIORITY = 40.0  # after towns
_AREA, _MOST_NAMES = 60_000.0, 10  # px² of a map for each river or small lake that is named; at most
_LEAST_LENGTH = 1.6  # of a name's width, that is seen of a river in one piece
_LEAST_LAKE, _LATER = 13.0, 1.2  # px across, of a lake that is named beside it; zoom by which it comes after rivers
_STEP = 9.0  # px along a line between the points that its name may stand at
_MOST_POINTS = 300  # of a line, at which its name may stand
_GAP = 2.5  # px between the line and a name
_OFF = 0.35  # cost of a px by which a name's edge is off its line, at a mean
_END = 4.0  # cost of a name that only begins or ends at its line
_OFF_MIDDLE = 2.0  # cost of standing at either end of a line
_HIDDEN, _UNDER = 2.0, 2.5  # cost where the line lies under a border, within so many px of it
_DOUBTFUL, _NEAR = 14.0, 14.0  # cost where another river is within so many px of the name
_DEAREST = 26.0

# Points on the edges of a box, by their shares across and down, and the numbers of those of each edge.
_SHARES = np.linspace(0, 1, 5)
_ON_EDGES = np.array(
    [(share, down) for down in (0.0, 1.0) for share in _SHARES]
    + [(across, share) for across in (0.0, 1.0) for share in _SHARES[1:-1]]
)
_EDGES = ([0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [0, 10, 11, 12, 5], [4, 13, 14, 15, 9])  # top, bottom, left, right


def on_ground(ground: Geometry, ways: Ways) -> Ways:
    """The ways to set a name that lie on what is seen of what it names, given in px, from end to end."""
    shapely.prepare(ground)
    for points, least in ((_ENDS[:1], 1.0), (_ENDS, 1.0), (_AROUND, 1.0 - _MOST_ASHORE)):
        if len(ways):
            ways = ways.take(_share_on(ground, ways.boxes, points) >= least)
    return ways


def _share_on(ground: Geometry, boxes: Floats, points: Sequence[tuple[float, float]]) -> Floats:
    """The part of the points of each box, given by their shares across and down, that lie on the ground."""
    at = boxes[:, None, :2] + boxes[:, None, 2:] * np.array(points)
    shares: Floats = shapely.intersects_xy(ground, at[..., 0], at[..., 1]).mean(axis=1)
    return shares


@dataclass(frozen=True, slots=True)
class _Named:
    """A river, or a lake too small for its name, that is named beside a line in px."""

    name: str
    since: float  # zoom
    line: Geometry
    is_river: bool


@dataclass(frozen=True, slots=True)
class NamesBeside:
    """The waters of an artboard that may be named beside them, and its borders in px."""

    beneath: Beneath
    artboard: Artboard
    view: View
    borders: Sequence[Geometry]

    def placed(
        self, requests: Sequence[Request], chosen: Mapping[str, Candidate | None], obstacles: Obstacles
    ) -> tuple[list[Request], dict[str, Candidate | None]]:
        """All labels and their places, with those of these waters, which take what room `obstacles` leave."""
        named = list(self._requests(chosen))
        return [*requests, *named], {**chosen, **place(named, obstacles)}

    def _requests(self, chosen: Mapping[str, Candidate | None]) -> Iterator[Request]:
        """The greatest waters of which enough is seen."""
        lines = [] if self.artboard.drops("labels", "", "water") else list(self._rivers())
        waters = sorted([*lines, *self._lakes(chosen)], key=lambda one: (one.since, -one.line.length, one.name))
        frame = self.view.frame
        most = min(max(round(frame.width * frame.height / _AREA), 1), _MOST_NAMES)
        for number, water in enumerate(waters):
            block = Block((TextRow((water.name,), "river"),), self.artboard.width, id=f"water-name-{number}")
            is_long = not water.is_river or water.line.length >= _LEAST_LENGTH * block.size[0]
            if not is_long or missing.problem(water.name):
                continue
            id_ = f"{'river' if water.is_river else 'lake'}:{water.name}:{number}"
            others = shapely.geometrycollections([other.line for other in lines if other is not water])
            ways = _beside(block, water.line, shapely.geometrycollections(self.borders), others)
            priority = _PRIORITY - number / 100
            yield Request(id_, water.name, priority, ways, home=_DEAREST, optional=True, most=_DEAREST)
            most -= 1
            if not most:
                return

    def _rivers(self) -> Iterator[_Named]:
        """The rivers that have names, each as the longest piece that is seen of it."""
        since: dict[str, float] = {}
        parts: dict[str, list[Geometry]] = defaultdict(list)
        for river in shown_rivers(self.beneath, self.view):
            if river.name:
                since.setdefault(river.name, river.zoom)
                parts[river.name] += shapely.get_parts(self._seen(river.geometry)).tolist()
        yield from (_Named(name, since[name], _longest(found), True) for name, found in parts.items() if found)

    def _lakes(self, chosen: Mapping[str, Candidate | None]) -> Iterator[_Named]:
        """The lakes that no name stands in, as their shores."""
        zoom = zoom_of(self.view.nominal_km_per_px)
        for label in self.beneath.labels:
            is_named = chosen.get(f"water:{label.id}") is not None
            if label.within is None or not label.is_lake or label.zoom + _LATER > zoom or is_named:
                continue
            largest = max(shapely.get_parts(self._seen(label.within)), key=shapely.area, default=None)
            if largest is not None and sqrt(largest.area) >= _LEAST_LAKE:
                yield _Named(label.text, label.zoom + _LATER, shapely.get_exterior_ring(largest), False)

    def _seen(self, geometry: Geometry) -> Geometry:
        frame = self.view.frame.grown(-4)
        return shapely.clip_by_rect(self.view.geometry(geometry), frame.x, frame.y, frame.right, frame.bottom)


def _longest(parts: Sequence[Geometry]) -> Geometry:
    merged = shapely.line_merge(shapely.multilinestrings(parts))
    return shapely.simplify(max(shapely.get_parts(merged), key=shapely.length), 0.5)


def _beside(block: Block, line: Geometry, borders: Geometry, others: Geometry) -> Ways:
    """The ways to set a name above, below, right or left of a line, those first that it runs along."""
    width, height = block.size
    step = max(_STEP, line.length / _MOST_POINTS)
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, np.arange(step, line.length, step)))
    at_point = _OFF_MIDDLE * abs(np.linspace(-1, 1, len(points)))
    for geometry in (line, borders, others):
        shapely.prepare(geometry)
    at_point += np.where(shapely.dwithin(borders, shapely.points(points), _UNDER), _HIDDEN, 0.0)
    parts = []
    for left, top, anchor in _offsets(width, height):
        boxes = np.column_stack([points[:, 0] + left, points[:, 1] + top, np.full((len(points), 2), (width, height))])
        free = ~shapely.intersects(line, _rectangles(boxes, 1.0))  # a name that lies on its line is none of them
        boxes, costs = boxes[free], at_point[free] + _OFF * _off_line(boxes[free], line)
        costs += np.where(shapely.intersects(others, _rectangles(boxes, _NEAR)), _DOUBTFUL, 0.0)
        kept = costs < _DEAREST
        anchors = np.full(int(kept.sum()), ANCHORS.index(anchor))
        parts.append(Ways.beside(block, boxes[kept], anchors, costs[kept]))
    ways = joined(parts)
    return ways.take(np.argsort(ways.costs, kind="stable"))


def _rectangles(boxes: Floats, more: float) -> Geometry:
    left, top, width, height = boxes.T
    return shapely.box(left - more, top - more, left + width + more, top + height + more)


def _offsets(width: float, height: float) -> Iterator[tuple[float, float, Anchor]]:
    """From a point of a line the top left corners of a name, and its anchor."""
    for gap in (_GAP, 2.5 * _GAP, 5 * _GAP):
        yield from ((-width / 2, -gap - height, "middle"), (-width / 2, gap, "middle"))
        yield from ((gap, -height / 2, "start"), (-gap - width, -height / 2, "end"))


def _off_line(boxes: Floats, line: Geometry) -> Floats:
    """How far a name's nearest edge is off the line at a mean, in px."""
    at = boxes[:, None, :2] + boxes[:, None, 2:] * _ON_EDGES
    far = shapely.distance(line, shapely.points(at[..., 0], at[..., 1]))
    top, bottom, left, right = (far[:, edge].mean(axis=1) for edge in _EDGES)
    off: Floats = np.minimum(np.minimum(top, bottom), np.minimum(left, right) + _END / _OFF)
    return off
