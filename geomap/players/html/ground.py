"""The ground of a field and what lies upon it, as rows of whole numbers: levels of detail under one budget."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.frame import ground_of
from geomap.layout.ground import draw_ground
from geomap.layout.view.projection import View
from geomap.marks.rings import generalised, lines_of, rings_of
from geomap.marks.style import COMPUTED
from geomap.page import Box, Image, Path
from geomap.players.html.looks import area_look, line_look
from geomap.players.html.sheets import Field
from geomap.players.raster.pictures import png_of
from geomap.scene import Scene

DETAILS = (1.0, 4.0, 16.0)  # px of a field in px, at which its ground is drawn
STEPS = 4  # of a px of such a drawing
BUDGET = (110_000, 200_000, 260_000)  # characters of each, unless the user supplies ground
AROUND = 0.4  # of a frame on each side of it, that a wider page shows
_FINEST, _COARSER = 0.2, 1.5  # px that a line is simplified by, and how many times more until it keeps to the budget
_COARSEST = 6.0  # px
_SMOOTHING = 3.0  # px, of what is approximate
_UPON = 16.0  # px of a field in px, at which what lies upon the ground is drawn
_UPON_TOLERANCE = 1.0  # px of that


def region(field: Field) -> Box:
    """Px of the field that its sheets show, and what lies around them."""
    frames = []
    for board in field.boards:
        scale, left, top = field.of_frame(board)
        frame = board.plan.view.frame
        box = Box(left / scale, top / scale, frame.width / scale, frame.height / scale)
        frames.append(Box(
            box.x - AROUND * box.width, box.y - AROUND * box.height,
            (1 + 2 * AROUND) * box.width, (1 + 2 * AROUND) * box.height,
        ))  # fmt: skip
    x, y = min(box.x for box in frames), min(box.y for box in frames)
    return Box(x, y, max(box.right for box in frames) - x, max(box.bottom for box in frames) - y)


def enlarged(view: View, box: Box, factor: float) -> View:
    """A part of a field, so many times as large, from its top left."""
    left, top = view.left + box.x / view.scale, view.top - box.y / view.scale
    return View(view.projection, Box(0, 0, box.width * factor, box.height * factor), view.scale * factor, left, top)


def ground_data(scene: Scene, field: Field) -> dict[str, Any]:
    """The ground at several details, and areas and lines upon it. Px of a detail from the region's top left, in steps."""
    box = region(field)
    bare = replace(scene, areas=(), lines=())
    is_own = bool(scene.beneath.detail)
    details = []
    for detail, budget in zip(DETAILS, BUDGET, strict=True):
        view = enlarged(field.view, box, detail)
        ground = draw_ground(bare, ground_of(bare, view), view)
        items = [item for group in ground.groups for item in group.items]
        details.append({"detail": detail, "items": _within(items, budget * (6 if is_own else 1))})
    return {
        "box": [round(value, 2) for value in (box.x, box.y, box.width, box.height)],
        "steps": STEPS,
        "upon": _UPON,
        "cells": LATTICE,
        "lattice": lattice(field, box),
        "details": details,
        "areas": [*_areas(scene, field, box)],
        "lines": [*_lines(scene, field, box)],
    }


LATTICE = 24  # cells on each side


def lattice(field: Field, box: Box) -> list[Any]:
    """Longitudes and latitudes of points of the region, row by row; null beyond the edge of the earth."""
    x, y = np.meshgrid(
        np.linspace(box.x, box.right, LATTICE + 1), np.linspace(box.y, box.bottom, LATTICE + 1)
    )  # fmt: skip
    degrees = np.round(field.view.to_degrees(x.ravel(), y.ravel()), 4)
    return [None if not np.isfinite(value) else value for value in degrees.ravel().tolist()]


def _within(items: Sequence[Any], budget: int) -> list[dict[str, Any]]:
    """The items, lines simplified until they keep to the budget."""
    tolerance = _FINEST
    while True:
        found = [entry for item in items if (entry := _item(item, tolerance))]
        if tolerance > _COARSEST or sum(_characters(entry) for entry in found) <= budget:
            return found
        tolerance *= _COARSER


def _characters(entry: dict[str, Any]) -> int:
    return sum(len(str(ring)) - len(ring) for ring in entry.get("rings", ()))


def _item(item: Any, tolerance: float) -> dict[str, Any] | None:
    if isinstance(item, Image):
        return {"image": _address(item), "x": item.x, "y": item.y, "width": item.width, "height": item.height}
    if not isinstance(item, Path):
        return None
    rings = [*coded(item.rings, item.closed, tolerance)]
    paint: dict[str, Any] = {"closed": item.closed}
    if item.fill:
        paint["fill"] = item.fill
    if item.stroke:
        paint |= {"stroke": item.stroke, "width": round(item.stroke_width, 2)}
    if item.dash:
        paint["dash"] = item.dash
    if item.opacity < 1:
        paint["opacity"] = item.opacity
    return {**paint, "rings": rings} if rings else None


def _address(item: Image) -> str:
    return f"data:image/png;base64,{b64encode(png_of(item)).decode('ascii')}"


def coded(rings: Iterable[Any], closed: bool, tolerance: float) -> Iterator[list[int]]:
    """Rings in steps: x, y, then moves; simplified, and without points that do not move."""
    make = shapely.linearrings if closed else shapely.linestrings
    lines = [make(ring) for ring in rings if len(ring) > (2 if closed else 1)]
    for simple in shapely.simplify(np.array(lines, dtype=object), tolerance).tolist():
        points = np.rint(shapely.get_coordinates(simple) * STEPS).astype(np.int64)
        if closed:
            points = points[:-1]
        moved = np.concatenate([[True], np.any(np.diff(points, axis=0) != 0, axis=1)])
        points = points[moved]
        if len(points) >= (3 if closed else 2):
            yield np.diff(points, axis=0, prepend=0).ravel().tolist()


def _areas(scene: Scene, field: Field, box: Box) -> Iterator[dict[str, Any]]:
    view = enlarged(field.view, box, _UPON)
    for area in scene.areas:
        geometry = view.geometry(area.geometry)
        rings = [*coded(rings_of(geometry), True, _UPON_TOLERANCE)]
        outline = lines_of(view.geometry(area.outline)) if area.outline is not None else None
        lines = None if outline is None else [*coded(outline, False, _UPON_TOLERANCE)]
        if rings:
            yield {"id": area.id, "rings": rings, **area_look(area, scene.style), **({} if lines is None else {"lines": lines})}


def _lines(scene: Scene, field: Field, box: Box) -> Iterator[dict[str, Any]]:
    view = enlarged(field.view, box, _UPON)
    on_top = sorted(scene.lines, key=lambda line: line.role == "arrow")
    for line in on_top:
        geometry: Geometry = view.geometry(line.geometry)
        if line.approximate and line.role not in COMPUTED:
            geometry = generalised(geometry, _SMOOTHING * _UPON)
        rings = [*coded(lines_of(geometry), False, _UPON_TOLERANCE)]
        if rings:
            yield {"id": line.id, "rings": rings, **line_look(line, scene.style)}
