"""Furniture inside the map: the key and the scale bar go to the corners where they stand least in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from math import inf

import numpy as np
import shapely

from geomap.layout.collide import Floats, boxes_on_circles, boxes_overlap
from geomap.layout.furniture.around import BarDrawing, ScaleBar
from geomap.layout.key.box import KeyDrawing, KeyLayout
from geomap.layout.units.positions import Spots
from geomap.layout.view.projection import View
from geomap.marks.style import TYPE
from geomap.page import Box
from geomap.relocations import Relocation
from geomap.scene import Artboard, InsetPlace, Scene
from geomap.wording import reads_right_to_left

LARGEST_SHARE = 0.1  # of the map; a larger key stands above it
LARGEST_ON_HIGHER = 0.2  # of one that is higher for it
_KEY_SHARE, _LEAST_KEY, _MOST_KEY = 0.4, 180.0, 300.0  # of the map's width, and px: the key's greatest width
HONEST_SPREAD = 1.35  # the largest scale of the map over its smallest
_BAR_ROOM = 8.0  # px between a scale bar and what stands beside it
_BAR_STEP = 4.0  # px between the places that are tried for a scale bar along an edge
_SHORT_BAR = 30.0  # px, of a scale bar where no longer one has a place
_STACKED = 25.0  # cost of a scale bar beside what has its corner
_TOO_CROWDED = 500.0  # cost of a corner that the key does not take: a line of the map, as a front, would lie below it
_INSET = 10.0  # px between the map's edge and furniture inside it


def _corners(frame: Box, width: float, height: float) -> dict[str, Box]:
    """Boxes in the frame's corners."""
    left, right = frame.x + _INSET, frame.right - _INSET - width
    top, bottom = frame.y + _INSET, frame.bottom - _INSET - height
    places = {"top-left": (left, top), "top-right": (right, top), "bottom-left": (left, bottom)}
    places["bottom-right"] = (right, bottom)
    return {name: Box(x, y, width, height) for name, (x, y) in places.items()}


def _as_read(corners: dict[str, Box], lang: str) -> dict[str, Box]:
    """The corners in the order in which the language looks at them."""
    if not reads_right_to_left(lang):
        return corners
    return {name: corners[name] for name in ("top-right", "top-left", "bottom-right", "bottom-left")}


def _crowding(box: Box, spots: Spots, points: Sequence[tuple[float, float]], room: float) -> float:
    """How much a box in the map stands in the way: of circles (it must not), of their labels, of other labels.

    `room` is how many px a circle's label may need.
    """
    total = 0.0
    xs, ys, radius = np.add(spots.discs, (0, 0, 4)).T
    hidden, near = (
        (grown.x < xs + radius) & (xs - radius < grown.right) & (grown.y < ys + radius) & (ys - radius < grown.bottom)
        for grown in (box, box.grown(room))
    )
    total += 1000.0 * int(hidden.sum()) + 20.0 * int((near & ~hidden).sum())
    for x, y in points:
        if box.grown(room / 2).overlaps(Box(x, y, 0.1, 0.1)):
            total += 30
    return total


def _label_points(scene: Scene, view: View) -> list[tuple[float, float]]:
    return [view.point(label.lon, label.lat) for label in (*scene.labels, *scene.beneath.labels)]


def inset_corner(  # noqa: PLR0913, PLR0917 - its size, its wish, and all that it must not hide
    width: float, height: float, at: InsetPlace, view: View, spots: Spots, scene: Scene, taken: Sequence[Box]
) -> Box | None:
    """The box of an inset in the corner it is wanted in, or else where it stands least in the way.

    None where it would hide a circle or a box in `taken` in every corner.
    """
    points = _label_points(scene, view)
    x, y, radius = np.add(spots.discs, (0, 0, 4)).T
    low = np.column_stack([x - radius, y - radius])
    reaches = np.column_stack([low, low + 2 * radius[:, None]])
    best, least = None, inf
    for corner, box in _corners(view.frame, width, height).items():
        if any(box.grown(_INSET).overlaps(other) for other in taken) or _overlaps_any(box, reaches):
            continue
        crowding = _crowding(box, spots, points, room=30) - (1e6 if corner == at else 0)
        if view.frame.contains(box) and crowding < least:
            best, least = box, crowding
    return best


def _overlaps_any(box: Box, reaches: Floats) -> bool:
    return bool(boxes_overlap(np.array([[box.x, box.y, box.right, box.bottom]]), reaches)[0])


def key_corner(  # noqa: PLR0913, PLR0917 - the map, and all that has a say in it
    key: KeyLayout, view: View, spots: Spots, scene: Scene, taken: Sequence[Box] = (), share: float = LARGEST_SHARE
) -> KeyDrawing | None:
    """The key in the corner that the config names, or where it stands least in the way.

    None where it has no place inside the map, of which it takes a `share` at most, or is wanted above it.
    """
    asked = key.artboard.key_at
    if asked == "above":
        return None
    frame = view.frame
    width = min(max(_KEY_SHARE * frame.width, _LEAST_KEY), _MOST_KEY, frame.width - 2 * _INSET)
    size = key.upright(0, 0, width).box
    corners = _corners(frame, size.width, size.height)
    if asked != "auto":
        return key.upright(corners[asked].x, corners[asked].y, width)
    if size.width * size.height > share * frame.width * frame.height:
        return None
    points = _label_points(scene, view)
    lines = [view.geometry(line.geometry) for line in scene.lines]
    best, least = None, _TOO_CROWDED
    for box in _as_read(corners, key.lang).values():
        crowding = _crowding(box, spots, points, room=60)
        rectangle = shapely.box(box.x, box.y, box.right, box.bottom)
        if any(box.grown(_INSET).overlaps(other) for other in taken):
            continue
        crowding += _TOO_CROWDED * sum(bool(shapely.intersects(line, rectangle)) for line in lines)
        if crowding < least:
            best, least = box, crowding
    return key.upright(best.x, best.y, width) if best else None


def has_bar(artboard: Artboard, view: View) -> bool:
    """Whether an artboard shows a scale bar: one is wanted, and is true of the whole map."""
    return not artboard.drops("scale") and view.scale_spread() <= HONEST_SPREAD


def bar_height(artboard: Artboard) -> float:
    """Px that a scale bar takes in a line below the map."""
    return _BAR_ROOM + TYPE["scale"].size(artboard.width)


def bar_below(scene: Scene, artboard: Artboard, view: View, top: float) -> BarDrawing:
    """The scale bar in a line below the map, where its language ends a line."""
    bar, middle = (
        ScaleBar(view.km_per_px(), artboard, scene.lang, scene.style),
        top + bar_height(artboard) - _BAR_ROOM / 2,
    )
    drawn = bar.in_line(view.frame.right, middle)
    return bar.in_line(view.frame.x + drawn.box.width, middle) if reads_right_to_left(scene.lang) else drawn


def scale_bar(
    scene: Scene, artboard: Artboard, view: View, spots: Spots, taken: Sequence[Box]
) -> tuple[BarDrawing, bool]:
    """The scale bar in the corner that the config names, or a free one, at the bottom if it can be; and whether it
    is free there of circles, or was asked to stand there.

    Where a box in `taken` has the corner, it stands beside that; where it would hide circles in each, at an edge of the
    map between them, shorter if need be.
    """
    bar = ScaleBar(view.km_per_px(), artboard, scene.lang, scene.style)
    box, is_free = _place_of(bar, scene, view, spots, taken)
    if not is_free:
        shorter = replace(bar, room=_SHORT_BAR)
        elsewhere, is_free = _place_of(shorter, scene, view, spots, taken)
        bar, box = (shorter, elsewhere) if is_free else (bar, box)
    return bar.draw(box.x, box.y), is_free


def _place_of(bar: ScaleBar, scene: Scene, view: View, spots: Spots, taken: Sequence[Box]) -> tuple[Box, bool]:
    """Where a scale bar stands least in the way, and whether it hides no circle there or was asked to stand there."""
    size = bar.draw(0, 0).box
    points = _label_points(scene, view)
    overlays = [view.geometry(line.geometry) for line in scene.lines]
    corners = _corners(view.frame, size.width, size.height)
    rank = {name: 3 - place for place, name in enumerate(_as_read(corners, scene.lang))}  # the last first

    def cost(place: tuple[str, Box]) -> float:
        name, box = place
        rectangle = shapely.box(box.x, box.y, box.right, box.bottom)
        crossed = sum(bool(shapely.intersects(line, rectangle)) for line in overlays)
        stacked = _STACKED if box != corners.get(name) else 0.0
        return _crowding(box, spots, points, room=16) + 100 * crossed + stacked + rank.get(name, 0)

    places = [(name, box) for name in corners for box in _beside(name, corners[name], view.frame, taken)]
    asked = [(name, box) for name, box in places if name == bar.artboard.scale_at]
    edges = [("edge", box) for box in _along_edges(size.width, size.height, view.frame, taken)]
    if asked:
        return min(asked, key=cost)[1], True
    discs = spots.discs
    for some in (places, edges):
        if free := _off_circles(some, discs):
            return min(free, key=cost)[1], True
    return min(places or list(corners.items()), key=cost)[1], False


def _off_circles(places: Sequence[tuple[str, Box]], discs: Floats) -> list[tuple[str, Box]]:
    """The places at which a scale bar hides no circle; those of one height are asked at once."""
    free: list[tuple[str, Box]] = []
    for _, row in groupby(places, key=lambda place: place[1].y):
        some = list(row)
        grown = [box.grown(_BAR_ROOM) for _, box in some]
        reaches = np.array([(box.x, box.y, box.right, box.bottom) for box in grown])
        hits = boxes_on_circles(reaches, discs, 0.0)
        free += [place for place, is_hit in zip(some, hits.tolist(), strict=True) if not is_hit]
    return free


def _beside(name: str, corner: Box, frame: Box, taken: Sequence[Box]) -> list[Box]:
    """The corner's box, or what stands nearest to it above or below and beside the boxes that have it."""
    boxes = [corner]
    for other in (other for other in taken if other.grown(_BAR_ROOM).overlaps(corner)):
        top = other.bottom + _BAR_ROOM if name.startswith("top") else other.y - _BAR_ROOM - corner.height
        left = other.right + _BAR_ROOM if name.endswith("left") else other.x - _BAR_ROOM - corner.width
        boxes += [Box(corner.x, top, corner.width, corner.height), Box(left, corner.y, corner.width, corner.height)]
    return _free(boxes, frame, taken)


def _along_edges(width: float, height: float, frame: Box, taken: Sequence[Box]) -> list[Box]:
    """Boxes along the map's lower edge, then its upper one, a step apart."""
    xs = np.arange(frame.x + _INSET, frame.right - _INSET - width, _BAR_STEP)
    ys = (frame.bottom - _INSET - height, frame.y + _INSET)
    return _free([Box(float(x), y, width, height) for y in ys for x in xs], frame, taken)


def _free(boxes: Sequence[Box], frame: Box, taken: Sequence[Box]) -> list[Box]:
    """The boxes that lie in the frame and off those in `taken`."""
    # a hair is left, so that touching is no overlap
    kept_off = [other.grown(_BAR_ROOM - 0.1) for other in taken]
    return [box for box in boxes if frame.contains(box) and not any(map(box.overlaps, kept_off))]


def standing_on_circles(box: Box, spots: Spots) -> int:
    """How many circles a box hides in part."""
    x, y, radius = spots.discs.T
    return int((np.hypot(x - np.clip(x, box.x, box.right), y - np.clip(y, box.y, box.bottom)) < radius).sum())


def furniture_report(
    frame: Box, spots: Spots, furniture: Mapping[str, Box], asked: Sequence[tuple[str, str, Box]]
) -> Iterator[Relocation]:
    """Which of `furniture` stands on circles, and what stands not in the corner that is asked for it."""
    for name, box in furniture.items():
        covered = standing_on_circles(box, spots)
        if covered:
            yield Relocation(name, f"stands on {covered} circle{'s' if covered > 1 else ''}")
    for name, corner, box in asked:
        if corner == "beside" and box.y >= frame.bottom:
            yield Relocation(name, "there is no room for it beside the map")
        elif corner not in ("auto", "beside", "below", _corner_of(box, frame)):
            yield Relocation(name, f"there is no room for it in its corner {corner}")


def _corner_of(box: Box, frame: Box) -> str:
    """The corner that a box is nearest to; none outside the frame."""
    if not frame.contains(box):
        return ""
    x, y = box.x + box.right, box.y + box.bottom
    return f"{'top' if y < frame.y + frame.bottom else 'bottom'}-{'left' if x < frame.x + frame.right else 'right'}"
