"""Icons of the APP-6 family: what a unit is. Each is drawn to the frame it stands in, about the origin of the grid."""

from __future__ import annotations

from math import acos, atan2, degrees

from geomap.symbols.app6_frames import WEIGHT, Frame
from geomap.symbols.shapes import Point, Polygon, arc, circle, mirror, rect, stroke, translate

Shape = tuple[Polygon, ...]  # a ring, or a ring and its holes
Shapes = tuple[Shape, ...]
_CANOPY = 3.4  # radius
LINE = 2.6  # of an icon: 1.1 px at 20 px


def _lines(*lines: tuple[Point, ...]) -> Shapes:
    return tuple((stroke(*line, width=LINE),) for line in lines)


def _infantry(frame: Frame) -> Shapes:
    x, y = frame.cross
    return _lines(((-x, -y), (x, y)), ((-x, y), (x, -y)))


def _motorized_infantry(frame: Frame) -> Shapes:
    y = -frame.top - WEIGHT / 2
    return _infantry(frame) + _lines(((0, -y), (0, y)))


def _mechanized_infantry(frame: Frame) -> Shapes:
    return _infantry(frame) + _tank(frame)


def _airborne(frame: Frame) -> Shapes:
    """Two canopies side by side below the cross."""
    y = min(-frame.top - WEIGHT - 1.4, 10.4)
    canopies = (stroke(*arc(x, y, _CANOPY, 180, 360), width=LINE) for x in (-_CANOPY, _CANOPY))
    return _infantry(frame) + tuple((canopy,) for canopy in canopies)


def _tank(frame: Frame) -> Shapes:
    x, y = frame.oval
    return ((rect(-x, -y, x, y, y), rect(LINE - x, LINE - y, x - LINE, y - LINE, y - LINE)),)


def _reconnaissance(frame: Frame) -> Shapes:
    return _infantry(frame)[1:]


def _artillery(frame: Frame) -> Shapes:
    return ((circle(0, 0, 4.5),),)


def _rocket_artillery(frame: Frame) -> Shapes:
    chevron = stroke((-6, 0), (0, -4.2), (6, 0), width=2)
    return ((circle(0, 5.2, 2.8),), (translate(chevron, 0, 2),), (translate(chevron, 0, -2.6),))


def _air_defence(frame: Frame) -> Shapes:
    half, height = frame.reach(frame.base - 0.01), 0.65 * frame.reach(frame.base - 0.01)
    radius = (half**2 + height**2) / (2 * height)
    y = frame.base - height + radius
    left = degrees(atan2(frame.base - y, -half)) % 360
    return ((stroke(*arc(0, y, radius, left, 540 - left), width=LINE),),)


def _helicopter(frame: Frame) -> Shapes:
    x, y = frame.box[0], frame.box[1] * 0.75
    return ((((-x, -y), (0, -0.9), (x, -y), (x, y), (0, 0.9), (-x, y)),),)


def _fixed_wing(frame: Frame) -> Shapes:
    """A propeller: two open loops, each a circle drawn out to a tip just beyond the centre."""
    radius = 4.6
    centre, tip = frame.box[0] - radius, -1.2
    turn = 180 - degrees(acos(radius / (centre - tip)))
    loop: Polygon = ((tip, 0), *arc(centre, 0, radius, -turn, turn))
    share = 1 - LINE / radius
    gap = tuple((centre + (x - centre) * share, y * share) for x, y in loop)
    return ((loop, gap), (mirror(loop, 0), mirror(gap, 0)))


def _naval(frame: Frame) -> Shapes:
    ring = (circle(0, -5.2, 2.9), circle(0, -5.2, 0.9))
    return (
        ring,
        *_lines(((0, -4), (0, 7)), ((-4, -1.5), (4, -1.5))),
        (stroke(*arc(0, 0.5, 6.2, 165, 15), width=LINE),),
    )


def _headquarters(frame: Frame) -> Shapes:
    return ()


def _logistics(frame: Frame) -> Shapes:
    y = frame.cross[1] * 0.42
    x = frame.reach(y)
    return _lines(((-x, y), (x, y)))


def _installation(frame: Frame) -> Shapes:
    return ((rect(-7.5, frame.top - 4.5, 7.5, frame.top + 1),),)


def _air_base(frame: Frame) -> Shapes:
    return _installation(frame) + _fixed_wing(frame)


def _unknown(frame: Frame) -> Shapes:
    hook: Polygon = (*arc(0, -3.2, 4.6, 180, 420), (1.4, 3.4), (-1.4, 3.4), (-1.4, 0.4), *arc(0, -3.2, 1.9, 60, -180))
    return ((hook,), (circle(0, 6.3, 1.8),))


ICONS = {
    "infantry": _infantry,
    "motorized-infantry": _motorized_infantry,
    "mechanized-infantry": _mechanized_infantry,
    "airborne": _airborne,
    "tank": _tank,
    "reconnaissance": _reconnaissance,
    "artillery": _artillery,
    "rocket-artillery": _rocket_artillery,
    "air-defence": _air_defence,
    "helicopter": _helicopter,
    "fixed-wing": _fixed_wing,
    "naval": _naval,
    "headquarters": _headquarters,
    "logistics": _logistics,
    "installation": _installation,
    "air-base": _air_base,
    "unknown": _unknown,
}
