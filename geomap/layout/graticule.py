"""Degrees at the edge of a map, where the lines of its graticule leave it."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from geomap.layout.labels import Candidate, Request
from geomap.layout.projection import View
from geomap.layout.text import Block, TextRow
from geomap.page import Box
from geomap.scene import Artboard, Line, Scene
from geomap.wording import degrees

_GAP = 3.5  # px between the map's edge and the degrees
_PRIORITY = 1.0  # everything else comes first
# Where each is looked for; at the other two edges only where it reaches neither of these.
_SIDES = {"lon": ("bottom", "top"), "lat": ("left", "right")}


def graticule_requests(scene: Scene, artboard: Artboard, view: View) -> Iterator[Request]:
    """The degrees of each line that reaches the edge of the map."""
    frame = view.frame
    sides = {
        "left": [(frame.x, frame.y), (frame.x, frame.bottom)],
        "right": [(frame.right, frame.y), (frame.right, frame.bottom)],
        "top": [(frame.x, frame.y), (frame.right, frame.y)],
        "bottom": [(frame.x, frame.bottom), (frame.right, frame.bottom)],
    }
    edges = {side: shapely.linestrings(ends) for side, ends in sides.items()}
    for line in scene.lines:
        if line.role == "graticule":
            yield _request(line, artboard, view, edges, scene.lang)


def _request(
    line: Line, artboard: Artboard, view: View, edges: dict[str, shapely.Geometry], lang: str
) -> Request:  # fmt: skip
    axis = "lon" if "lon" in line.properties else "lat"
    text = degrees(float(str(line.properties[axis])), axis, lang)
    block = Block((TextRow((text,), "graticule"),), artboard.width, id=f"degrees-{line.id}")
    drawn = view.geometry(line.geometry)
    ends = {side: shapely.get_coordinates(shapely.intersection(drawn, edge)) for side, edge in edges.items()}
    usual = [side for side in _SIDES[axis] if len(ends[side])]
    candidates = [
        Candidate(block, _box(block, side, x, y, view.frame), "middle", float(cost))
        for cost, side in enumerate(usual or ends)
        for x, y in ends[side].tolist()
    ]
    return Request(f"degrees:{line.id}", text, _PRIORITY, tuple(candidates), clearance=0.0, optional=True)


def _box(block: Block, side: str, x: float, y: float, frame: Box) -> Box:
    """The box beside the edge, inside the map, its middle on the line."""
    width, height = block.size
    left = {"left": frame.x + _GAP, "right": frame.right - _GAP - width}.get(side, x - width / 2)
    top = {"top": frame.y + _GAP, "bottom": frame.bottom - _GAP - height}.get(side, y - height / 2)
    return Box(left, top, width, height)
