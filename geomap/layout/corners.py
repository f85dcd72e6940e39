"""Furniture inside the map: the key and the scale bar go to the corners where they stand least in the way."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import get_args

import shapely

from geomap.layout.furniture import BarDrawing, ScaleBar
from geomap.layout.key import KeyDrawing, KeyLayout
from geomap.layout.projection import View
from geomap.layout.requests import Spot
from geomap.page import Box
from geomap.scene import Artboard, InsetPlace, Scene

_LARGEST_SHARE = 0.1  # of the map; a larger key stands above it
HONEST_SPREAD = 1.35  # the largest scale of the map over its smallest
_INSET = 10.0  # px between the map's edge and furniture inside it


def _corners(frame: Box, width: float, height: float) -> list[Box]:
    """Boxes in the frame's corners: top left, top right, bottom left, bottom right."""
    left, right = frame.x + _INSET, frame.right - _INSET - width
    top, bottom = frame.y + _INSET, frame.bottom - _INSET - height
    return [Box(x, y, width, height) for y in (top, bottom) for x in (left, right)]


def _crowding(box: Box, spots: Sequence[Spot], points: Sequence[tuple[float, float]], room: float) -> float:
    """How much a box in the map stands in the way: of circles (it must not), of their labels, of other labels.

    `room` is how many px a circle's label may need.
    """
    total = 0.0
    for spot in spots:
        reach = Box(spot.x, spot.y, 0, 0).grown(spot.radius + 4)
        if box.overlaps(reach):
            total += 1000
        elif box.grown(room).overlaps(reach):
            total += 20
    for x, y in points:
        if box.grown(room / 2).overlaps(Box(x, y, 0.1, 0.1)):
            total += 30
    return total


def _label_points(scene: Scene, view: View) -> list[tuple[float, float]]:
    return [view.point(label.lon, label.lat) for label in scene.labels]


def inset_corner(  # noqa: PLR0913, PLR0917 - its size, its wish, and all that it must not hide
    width: float, height: float, at: InsetPlace, view: View, spots: Sequence[Spot], scene: Scene, taken: Sequence[Box]
) -> Box | None:
    """The box of an inset in the corner it is wanted in, or else where it stands least in the way.

    None where it would hide a circle or a box in `taken` in every corner.
    """
    points = _label_points(scene, view)
    reaches = [Box(spot.x, spot.y, 0, 0).grown(spot.radius + 4) for spot in spots]
    best, least = None, inf
    for place, box in zip(get_args(InsetPlace)[1:5], _corners(view.frame, width, height), strict=True):
        if any(box.grown(_INSET).overlaps(other) for other in taken) or any(map(box.overlaps, reaches)):
            continue
        crowding = _crowding(box, spots, points, room=30) - (1e6 if place == at else 0)
        if view.frame.contains(box) and crowding < least:
            best, least = box, crowding
    return best


def key_corner(
    key: KeyLayout, view: View, spots: Sequence[Spot], scene: Scene, taken: Sequence[Box] = ()
) -> KeyDrawing | None:
    """The key in the corner where it stands least in the way; None where it has no place inside the map."""
    if key.artboard.key == "none":
        return None
    size = key.upright(0, 0).box
    frame = view.frame
    if size.width * size.height > _LARGEST_SHARE * frame.width * frame.height:
        return None
    points = _label_points(scene, view)
    lines = [view.geometry(line.geometry) for line in scene.lines if line.callout]
    best, least = None, 500.0
    for box in _corners(frame, size.width, size.height):
        crowding = _crowding(box, spots, points, room=60)
        rectangle = shapely.box(box.x, box.y, box.right, box.bottom)
        if any(box.grown(_INSET).overlaps(other) for other in taken):
            continue
        crowding += 200 * sum(bool(shapely.intersects(line, rectangle)) for line in lines)
        if crowding < least:
            best, least = box, crowding
    return key.upright(best.x, best.y) if best else None


def scale_bar(
    scene: Scene, artboard: Artboard, view: View, spots: Sequence[Spot], taken: Sequence[Box]
) -> BarDrawing | None:
    """The scale bar in a free corner, at the bottom if it can be; none where no one bar is true of the whole map."""
    if view.scale_spread() > HONEST_SPREAD:
        return None
    bar = ScaleBar(view.km_per_px(), artboard, scene.lang, scene.style)
    size = bar.draw(0, 0).box
    points = _label_points(scene, view)
    corners = _corners(view.frame, size.width, size.height)

    def cost(index: int) -> float:
        box = corners[index]
        blocked = any(box.grown(8).overlaps(other) for other in taken)
        return _crowding(box, spots, points, room=16) + (10000 if blocked else 0) + (3, 2, 1, 0)[index]

    best = corners[min(range(len(corners)), key=cost)]
    return bar.draw(best.x, best.y)
