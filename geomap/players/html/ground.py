"""The ground of a field and what lies upon it, as rows of whole numbers: levels of detail under one budget."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.layout.frame import ground_of
from geomap.layout.ground import draw_ground
from geomap.layout.view.projection import View
from geomap.marks.rings import generalised, lines_of, rings_of
from geomap.marks.style import COMPUTED
from geomap.page import Box, Image, Path, Ring
from geomap.players.html.fields import Field
from geomap.players.html.looks import area_look, line_look
from geomap.players.raster.pictures import png_of
from geomap.scene import Scene

DETAILS = (1.0, 4.0, 16.0)  # px of a field in px, at which its ground is drawn
STEPS = 4  # of a px of such a drawing
BUDGET = (110_000, 180_000, 220_000)  # characters of each, unless the user supplies ground
_OF_USERS = 6  # times as much, where the user supplies ground
RELIEF = "relief"
_UPON_RELIEF = ("disputed", "region-border", "lakes", "graticule", "coast", "river")  # groups
AROUND = 0.4  # of a frame on each side of it, that a wider page shows
_FINEST, _COARSER = 0.2, 1.5  # px that a line is simplified by, and how many times more until it keeps to the budget
_COARSEST = 6.0  # px
_POWERS = 10 ** np.arange(1, 19)
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
    """The ground at several details, areas and lines upon it; px of a detail from the region's top left, in steps."""
    box = region(field)
    bare = replace(scene, areas=(), lines=())
    is_own = bool(scene.beneath.detail)
    details: list[dict[str, Any]] = []
    shades: list[Image] = []  # light and shade, which is as fine in all
    for detail, budget in zip(DETAILS, BUDGET, strict=True):
        view = enlarged(field.view, box, detail)
        beneath = ground_of(bare, view)
        ground = draw_ground(bare, replace(beneath, relief=None) if details else beneath, view)
        groups = [group for group in ground.groups if group.id != RELIEF]
        shades = shades or [item for group in ground.groups for item in group.items if isinstance(item, Image)]
        upon = next((number for number, group in enumerate(groups) if group.id in _UPON_RELIEF), len(groups))
        below, above = ([item for group in some for item in group.items] for some in (groups[:upon], groups[upon:]))
        items = [*below, *(_enlarged(shade, detail) for shade in shades), *above]
        details.append({"detail": detail, "items": _within(items, budget * (_OF_USERS if is_own else 1))})
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


def _enlarged(image: Image, times: float) -> Image:
    return replace(image, x=image.x * times, y=image.y * times, width=image.width * times, height=image.height * times)


LATTICE = 24  # cells on each side


def lattice(field: Field, box: Box) -> list[Any]:
    """Longitudes and then latitudes of points of the region, row by row, in steps of a ten-thousandth of a degree, each
    as the move from the one before; null beyond the edge of the earth.

    So written it holds no position that one of a unit could be taken for.
    """
    x, y = np.meshgrid(
        np.linspace(box.x, box.right, LATTICE + 1), np.linspace(box.y, box.bottom, LATTICE + 1)
    )  # fmt: skip
    return [[*_moves(axis)] for axis in field.view.to_degrees(x.ravel(), y.ravel()).T.tolist()]


def _moves(values: Iterable[float]) -> Iterator[int | None]:
    before = 0
    for value in values:
        if not isfinite(value):
            yield None
            continue
        step = round(value * 10_000)
        yield step - before
        before = step


def _within(items: Sequence[Any], budget: int) -> list[dict[str, Any]]:
    """The items, lines simplified until they keep to the budget."""
    tolerance, paths = _FINEST, [item for item in items if isinstance(item, Path)]
    rings = Rings.of(paths)
    while True:
        rings = rings.simplified(tolerance)  # each from the one before, which is a part of it
        moves = rings.moves
        if moves.characters <= budget or tolerance > _COARSEST:
            break
        tolerance *= _COARSER
    lines = iter(moves.by_path(len(paths)))
    found = ((item, next(lines) if isinstance(item, Path) else []) for item in items)
    return [entry for item, own in found if (entry := _item(item, own))]


def _item(item: Any, rings: Sequence[list[int]]) -> dict[str, Any] | None:
    if isinstance(item, Image):
        return {"image": _address(item), "x": item.x, "y": item.y, "width": item.width, "height": item.height}
    if not isinstance(item, Path):
        return None
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


@dataclass(frozen=True, slots=True)
class Rings:
    """The lines of several paths, and which path each is of, and whether it is closed."""

    lines: NDArray[np.object_]
    owners: NDArray[np.int64]
    closed: NDArray[np.bool_]

    @classmethod
    def of(cls, paths: Sequence[Path]) -> Rings:
        """Those that are more than a point."""
        found = [(ring, n, path.closed) for n, path in enumerate(paths) for ring in path.rings if len(ring) > 1]
        if not found:
            return cls(np.zeros(0, dtype=object), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool))
        rings, owners, closed = zip(*found, strict=True)
        whole = [
            np.vstack([ring, ring[:1]]) if is_closed else ring for ring, is_closed in zip(rings, closed, strict=True)
        ]
        places = np.repeat(np.arange(len(whole)), [len(ring) for ring in whole])
        lines = shapely.linestrings(np.concatenate(whole), indices=places)
        return cls(np.atleast_1d(lines), np.array(owners), np.array(closed))

    def simplified(self, tolerance: float) -> Rings:
        """The same, with what makes no difference of so many px left out."""
        return replace(self, lines=shapely.simplify(self.lines, tolerance, preserve_topology=False))

    @property
    def moves(self) -> Moves:
        """All lines in steps; those too small to be seen are left out."""
        points, of_line = shapely.get_coordinates(self.lines, return_index=True)
        steps = np.rint(points * STEPS).astype(np.int64)
        is_first = np.diff(of_line, prepend=-1) != 0
        is_end = np.diff(of_line, append=len(self.lines)) != 0
        moves = np.where(is_first[:, None], steps, np.diff(steps, axis=0, prepend=0))
        kept = (is_first | np.any(moves != 0, axis=1)) & ~(is_end & self.closed[of_line])
        sizes = np.bincount(of_line[kept], minlength=len(self.lines))
        is_seen = sizes >= np.where(self.closed, 3, 2)
        kept &= is_seen[of_line]
        return Moves(moves[kept], sizes[is_seen], self.owners[is_seen])


@dataclass(frozen=True, slots=True)
class Moves:
    """Lines one after another: of each the first point in steps, then the move from each to the next."""

    numbers: NDArray[np.int64]  # shape (n, 2): x, y
    sizes: NDArray[np.int64]  # of each line, in points
    owners: NDArray[np.int64]  # of each line, the path

    @property
    def characters(self) -> int:
        """That they take in the page: digits and signs, and what parts them."""
        digits = np.searchsorted(_POWERS, np.abs(self.numbers), side="right") + 1
        return int(digits.sum() + (self.numbers < 0).sum() + self.numbers.size)

    def by_path(self, paths: int) -> list[list[list[int]]]:
        """The lines of each path, each as x, y, dx, dy, dx, dy ..."""
        flat, end = self.numbers.ravel().tolist(), 0
        found: list[list[list[int]]] = [[] for _ in range(paths)]
        for owner, size in zip(self.owners.tolist(), self.sizes.tolist(), strict=True):
            start, end = end, end + 2 * size
            found[owner].append(flat[start:end])
        return found


def coded(rings: Iterable[Ring], *, closed: bool, tolerance: float) -> list[list[int]]:
    """The lines of one path."""
    return Rings.of([Path(tuple(rings), closed=closed)]).simplified(tolerance).moves.by_path(1)[0]


def _areas(scene: Scene, field: Field, box: Box) -> Iterator[dict[str, Any]]:
    view = enlarged(field.view, box, _UPON)
    for area in scene.areas:
        geometry = view.geometry(area.geometry)
        rings = coded(rings_of(geometry), closed=True, tolerance=_UPON_TOLERANCE)
        outline = lines_of(view.geometry(area.outline)) if area.outline is not None else None
        lines = None if outline is None else coded(outline, closed=False, tolerance=_UPON_TOLERANCE)
        if rings:
            yield {
                "id": area.id,
                "rings": rings,
                **area_look(area, scene.style),
                **({} if lines is None else {"lines": lines}),
            }


def _lines(scene: Scene, field: Field, box: Box) -> Iterator[dict[str, Any]]:
    view = enlarged(field.view, box, _UPON)
    on_top = sorted(scene.lines, key=lambda line: line.role == "arrow")
    for line in on_top:
        geometry: Geometry = view.geometry(line.geometry)
        if line.approximate and line.role not in COMPUTED:
            geometry = generalised(geometry, _SMOOTHING * _UPON)
        rings = coded(lines_of(geometry), closed=False, tolerance=_UPON_TOLERANCE)
        if rings:
            yield {"id": line.id, "rings": rings, **line_look(line, scene.style)}
