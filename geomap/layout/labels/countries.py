"""Names of countries: each on its own ground from end to end, off its borders, else smaller, wrapped or as a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.collide import Flags, Floats
from geomap.layout.labels.candidates import around_circle
from geomap.layout.labels.settings import ANCHORS, Ways, all_of, joined
from geomap.layout.labels.waters import on_ground
from geomap.marks.text import Block
from geomap.page import Box
from geomap.scene import Scene

_MOST_ASKED = 600  # units that tell which countries the map is about
_ENOUGH = 480  # positions: of a name that has as many no smaller setting is looked for
_STEP, _ACROSS = 4.0, 40  # px between positions, of which there are at most so many in a row
_OFF_CIRCLES = 4.0  # px
_PER_PX = 1 / 8  # cost of a px off the middle
_BORDER = 2.0  # px that a name keeps off the borders of its country, above and below
_INWARDS = np.array([0.0, _BORDER, 0.0, -2 * _BORDER])
_BESIDE, _LED = 45.0, 90.0  # cost of a name that is not wholly on its ground, or is led there by a line ...
_LONGEST_LEADER = 40.0  # ... of so many px at most ...
_WELL_INSIDE = 4.0  # ... that ends so many px off the borders, or half of what there is
_ALONG = np.array([(0.0, 0.5), (0.5, 0.5), (1.0, 0.5)])  # points of a name, by shares of its size
_ALL_OVER = np.array([(x / 4, y / 2) for x in range(5) for y in range(3)])
_ON_LEADER = np.linspace(0.0, 1.0, 6)[:, None]  # shares of its length

Setting = tuple[Block, float]  # a way to write a name, and what it costs


def subjects(scene: Scene, areas: Mapping[str, Geometry]) -> frozenset[str]:
    """The areas, by their ids, that units of the map stand in."""
    symbols = [*scene.symbols[:_MOST_ASKED], *scene.others[:_MOST_ASKED]]
    if not symbols:
        return frozenset()
    lon, lat = np.array([(symbol.lon, symbol.lat) for symbol in symbols], dtype=float).T
    found = set()
    for id_, area in areas.items():
        west, _, east, _ = area.bounds
        turned = [lon + turn for turn in (-360.0, 0.0, 360.0) if ((west <= lon + turn) & (lon + turn <= east)).any()]
        shapely.prepare(area)
        if any(shapely.intersects_xy(area, at, lat).any() for at in turned):
            found.add(id_)
    return frozenset(found)


def on_own_ground(settings: Sequence[Setting], ground: Geometry, point: tuple[float, float], frame: Box) -> Ways:
    """Positions on what is seen of a country, in px, those near to its middle first."""
    seen = shapely.clip_by_rect(ground, frame.x, frame.y, frame.right, frame.bottom)
    parts = [part for part in shapely.get_parts(seen) if part.area]
    return joined([*_each(settings, shapely.multipolygons(parts), point)] or [Ways.of(())]) if parts else Ways.of(())


def _each(settings: Sequence[Setting], seen: Geometry, point: tuple[float, float]) -> Iterator[Ways]:
    left, top, right, bottom = seen.bounds
    found = 0
    for block, cost in settings:
        width, height = block.size
        if width > right - left or height > bottom - top or found >= _ENOUGH:
            continue
        x, y = (axis.ravel() for axis in np.meshgrid(_from_to(left, right - width), _from_to(top, bottom - height)))
        boxes = np.column_stack([x, y - _BORDER, np.full(len(x), width), np.full(len(x), height + 2 * _BORDER)])
        far = np.hypot(x + width / 2 - point[0], y + height / 2 - point[1])
        anchors = np.full(len(x), ANCHORS.index("middle"))
        fit = on_ground(seen, Ways.beside(block, boxes, anchors, cost + _PER_PX * far))
        found += len(fit)
        yield Ways.beside(block, fit.boxes + _INWARDS, fit.anchors, fit.costs)


def _from_to(first: float, last: float) -> Floats:
    count = int(min(max((last - first) // _STEP, 1), _ACROSS))
    return np.linspace(first, last, count + 1)


def at_any_cost(
    settings: Sequence[Setting],
    ways: Ways,
    circle: tuple[float, float, float] | None,
    are_abroad: Callable[[Floats], Flags],
) -> Ways:
    """Ways to name a country that the map is about, where it has no room: those of some about its middle that do not
    reach into another's ground, and those that a short leader takes to a point or circle on it, over no other's ground.

    `are_abroad` tells which points in px lie in another country.
    """
    inside = ways.take(~_reach(ways, are_abroad, _ALONG))
    inside = inside.dearer(np.full(len(inside), _BESIDE))
    if circle is None:
        return inside
    led = all_of(around_circle(settings, *circle))
    led = led.take(np.hypot(*(led.leaders[:, 2:] - led.leaders[:, :2]).T) <= _LONGEST_LEADER)
    led = led.take(~_reach(led, are_abroad, _ALL_OVER))
    if not len(led):
        return inside
    on_the_way = led.leaders[:, None, :2] + (led.leaders[:, None, 2:] - led.leaders[:, None, :2]) * _ON_LEADER
    led = led.take(~are_abroad(on_the_way.reshape(-1, 2)).reshape(len(led), -1).any(axis=1))
    return joined([inside, led.dearer(np.full(len(led), _LED))])


def open_circle(
    ground: Geometry, point: tuple[float, float], discs: Floats, are_drawn: Flags
) -> tuple[float, float, float] | None:
    """What a leader to a country may end at, as x, y, radius: the point well inside the largest piece of its ground
    that is nearest to one of it and not below a circle. Where circles hide all of it, the one that stands there and
    lies on the point, of those that `are_drawn` as they are; None where there is neither.
    """
    largest = max(shapely.get_parts(ground), key=shapely.area)
    room = float(shapely.length(shapely.maximum_inscribed_circle(largest, tolerance=0.5)))
    inner = shapely.buffer(largest, -min(_WELL_INSIDE, room / 2))
    if shapely.is_empty(inner):
        return None
    left, top, right, bottom = inner.bounds
    x, y = (axis.ravel() for axis in np.meshgrid(_from_to(left, right), _from_to(top, bottom)))
    at = np.column_stack([[point[0], *x], [point[1], *y]])
    at = at[shapely.intersects_xy(inner, at[:, 0], at[:, 1])]
    order = np.argsort(np.hypot(at[:, 0] - point[0], at[:, 1] - point[1]), kind="stable")
    for at_x, at_y in at[order].tolist():  # one by one, as there may be very many circles
        if (np.hypot(at_x - discs[:, 0], at_y - discs[:, 1]) > discs[:, 2] + _OFF_CIRCLES).all():
            return at_x, at_y, 1.0
    discs = discs[are_drawn & shapely.intersects_xy(largest, discs[:, 0], discs[:, 1])]
    off = np.hypot(discs[:, 0] - point[0], discs[:, 1] - point[1]) - discs[:, 2]
    if not len(off) or off.min() > 0:
        return None
    x_, y_, radius = discs[off.argmin()].tolist()
    return x_, y_, radius


def _reach(ways: Ways, are_abroad: Callable[[Floats], Flags], shares: Floats) -> Flags:
    """Which ways have one of some points, by shares of their size, in another country."""
    if not len(ways):
        return np.zeros(0, dtype=bool)
    at = ways.boxes[:, None, :2] + ways.boxes[:, None, 2:] * shares
    return np.asarray(are_abroad(at.reshape(-1, 2)).reshape(len(ways), -1).any(axis=1))
