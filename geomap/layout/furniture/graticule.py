"""Degrees at the edge of a map, where the lines of its graticule leave it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import shapely

from geomap.layout.labels.search import Candidate, Request
from geomap.layout.labels.settings import Ways
from geomap.layout.view.projection import View
from geomap.marks.text import Block, TextRow
from geomap.page import Box
from geomap.scene import Artboard, Line
from geomap.scene.beneath import Beneath
from geomap.wording import degrees

_GAP = 3.5  # px between the map's edge and the degrees
_APART = 14.0  # px between two of them
_PRIORITY = 1.0  # everything else comes first
# Where each is looked for; at the other two edges only where it reaches neither of these.
_SIDES = {"lon": ("bottom", "top"), "lat": ("left", "right")}


def graticule_requests(beneath: Beneath, artboard: Artboard, view: View, lang: str) -> Iterator[Request]:
    """The degrees of each line that reaches the edge of the map."""
    frame = view.frame
    sides = {
        "left": [(frame.x, frame.y), (frame.x, frame.bottom)],
        "right": [(frame.right, frame.y), (frame.right, frame.bottom)],
        "top": [(frame.x, frame.y), (frame.right, frame.y)],
        "bottom": [(frame.x, frame.bottom), (frame.right, frame.bottom)],
    }
    edges = {side: shapely.linestrings(ends) for side, ends in sides.items()}
    lines = [line for line in beneath.lines if line.role == "graticule"]
    geometries = view.geometries([line.geometry for line in lines])
    reached = [(line, _ends(geometry, edges)) for line, geometry in zip(lines, geometries, strict=True)]
    own = {side: axis for axis, usual in _SIDES.items() for side in usual}
    # At one edge stand longitudes or latitudes, not both.
    held = {side for line, ends in reached for side in ends if own[side] == _axis(line)}
    placed: list[Box] = []
    for line, ends in reached:
        usual = [side for side in _SIDES[_axis(line)] if side in ends]
        open_ = {side: ends[side] for side in usual or (side for side in ends if side not in held)}
        request = _request(line, artboard, view.frame, open_, lang)
        boxes = [candidate.box for candidate in request.candidates]
        free = [
            number for number, box in enumerate(boxes) if not any(box.grown(_APART).overlaps(other) for other in placed)
        ]
        # One that is crowded out at its first edge does not stand alone at another.
        if free and free[0] == 0:
            placed += [boxes[number] for number in free]
            yield replace(request, candidates=request.candidates.take(free))


def _axis(line: Line) -> str:
    return "lon" if "lon" in line.properties else "lat"


def _ends(drawn: shapely.Geometry, edges: dict[str, shapely.Geometry]) -> dict[str, list[list[float]]]:
    """Where a line in px meets the edges that it reaches."""
    ends = {side: shapely.get_coordinates(shapely.intersection(drawn, edge)).tolist() for side, edge in edges.items()}
    return {side: points for side, points in ends.items() if points}


def _request(
    line: Line, artboard: Artboard, frame: Box, ends: dict[str, list[list[float]]], lang: str
) -> Request:  # fmt: skip
    axis = _axis(line)
    text = degrees(float(str(line.properties[axis])), axis, lang)
    block = Block((TextRow((text,), "graticule"),), artboard.width, id=f"degrees-{line.id}")
    candidates = [
        Candidate(block, _box(block, side, x, y, frame), "middle", float(cost))
        for cost, side in enumerate(ends)
        for x, y in ends[side]
    ]
    return Request(f"degrees:{line.id}", text, _PRIORITY, Ways.of(candidates), clearance=0.0, optional=True)


def _box(block: Block, side: str, x: float, y: float, frame: Box) -> Box:
    """The box beside the edge, inside the map, its middle on the line."""
    width, height = block.size
    left = {"left": frame.x + _GAP, "right": frame.right - _GAP - width}.get(side, x - width / 2)
    top = {"top": frame.y + _GAP, "bottom": frame.bottom - _GAP - height}.get(side, y - height / 2)
    return Box(left, top, width, height)
