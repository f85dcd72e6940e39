"""Draws a page's items through a matplotlib renderer: one call an item, without figures, axes or artists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.path import Path as MplPath
from matplotlib.transforms import Affine2D, Bbox, Transform
from numpy.typing import NDArray

from geomap.fonts import Face, Line, set_line
from geomap.marks.many import moved
from geomap.measure import PT_PER_PX
from geomap.page import HALO_WIDTH, Box, Circle, Group, Image, Item, Page, Path, Ring, Stamp, Text
from geomap.players.raster.pictures import in_device_px
from geomap.players.raster.stacks import by_stack, in_order
from geomap.symbols import outline

_TEXTS_AT_ONCE = 100  # more would be too much for the renderer
_MANY = 2000  # items of a group, from which on circles are drawn in batches

RGB = tuple[float, float, float]


class Renderer(Protocol):
    """What draws paths, of px or of a PDF, in contexts that say how."""

    def new_gc(self) -> Any: ...
    def draw_path(self, gc: Any, path: MplPath, transform: Transform, fill: RGB | None, /) -> None: ...
    def draw_image(self, gc: Any, x: float, y: float, im: Any, /) -> None: ...
    def draw_markers(  # noqa: PLR0913, PLR0917 - as matplotlib has it
        self, gc: Any, marker: MplPath, marker_transform: Transform, path: MplPath, transform: Transform,
        fill: RGB | None = None, /,
    ) -> None: ...  # fmt: skip


class Pen:
    """Turns items of a page into a renderer's calls."""

    def __init__(self, renderer: Renderer, page_height: float, unit: float) -> None:
        """`unit` is the renderer's length of one px; its origin is the bottom left."""
        self._renderer = renderer
        self._unit = unit
        self._boxes: dict[Box, Bbox] = {}
        self._to_device = Affine2D().scale(unit, -unit).translate(0, page_height * unit)

    def draw_page(self, page: Page) -> None:
        """All groups, bottom to top."""
        for group in page.groups:
            if is_many(group):
                self._draw_many(group.items, group.clip)
            else:
                self.draw(group.items, group.clip)

    def draw(self, items: Iterable[Item], clip: Box | None = None) -> None:
        """Items one by one, bottom to top."""
        bbox = self._bbox(clip) if clip else None
        for item in items:
            self._draw(item, bbox)

    def _bbox(self, box: Box) -> Bbox:
        """One object a box: a renderer takes another for a change of the clip."""
        corners = [[box.x, box.y], [box.right, box.bottom]]
        return self._boxes.setdefault(box, Bbox(corners).transformed(self._to_device))

    def _draw_many(self, items: Sequence[Item], clip: Box | None) -> None:
        """Circles that look alike at once; the larger come first, so that none hides a smaller one.

        What is no circle lies on top.
        """
        stacks, which, points, others = by_stack(items)
        for stack, centres in in_order(stacks, which, points):
            for look in stack:
                self._draw_alike(look, centres, clip)
        for item, offsets in others:
            self.draw((moved(item, "", x, y) for x, y in offsets.tolist()), clip)

    def _draw_alike(self, look: Circle, centres: Ring, clip: Box | None) -> None:
        context = self._context(self._bbox(clip) if clip else None)
        fill = self._style(context, look)
        stamp = Affine2D().scale(look.diameter / 2 * self._unit)
        self._renderer.draw_markers(context, MplPath.unit_circle(), stamp, MplPath(centres), self._to_device, fill)
        context.restore()

    def _context(self, clip: Bbox | None) -> Any:
        context = self._renderer.new_gc()
        context.set_clip_rectangle(clip)
        context.set_joinstyle("round")
        context.set_capstyle("butt")
        return context

    def _draw(self, item: Item, clip: Bbox | None) -> None:
        context = self._context(clip)
        match item:
            case Path():
                for path in _mpl_paths(item):
                    self._path(context, path, item, Affine2D())
            case Circle():
                place = Affine2D().scale(item.diameter / 2).translate(item.x, item.y)
                self._path(context, MplPath.unit_circle(), item, place)
            case Stamp():
                self._stamp(context, item)
            case Text():
                self._text(context, item)
            case Image():
                self._image(context, item)
        context.restore()

    def _path(self, context: Any, path: MplPath, item: Path | Circle, place: Transform) -> None:
        """One path in its item's style."""
        self._renderer.draw_path(context, path, place + self._to_device, self._style(context, item))

    @staticmethod
    def _style(context: Any, item: Path | Circle) -> RGB | None:
        """Set an item's style, and return its fill. Line widths and dashes are given to the renderer in pt."""
        context.set_linewidth(item.stroke_width * PT_PER_PX if item.stroke else 0)
        context.set_foreground(item.stroke or item.fill)
        context.set_alpha(item.opacity)
        if item.dash:
            context.set_dashes(0, [length * PT_PER_PX for length in item.dash])
        return to_rgb(item.fill) if item.fill else None

    def _stamp(self, context: Any, item: Stamp) -> None:
        place = Affine2D().translate(-0.5, -0.5).scale(item.size).translate(item.x, item.y) + self._to_device
        path = _outline_path(item.outline)
        if item.halo:
            self._halo(context, path, place, item.halo)
        context.set_linewidth(0)
        self._renderer.draw_path(context, path, place, to_rgb(item.fill))

    def _image(self, context: Any, item: Image) -> None:
        """A picture in device px of its own, which lie on those of the page."""
        left, top, pixels = in_device_px(item, self._unit)
        height = self._to_device.transform((0.0, 0.0))[1]
        self._renderer.draw_image(context, left, round(height) - top - len(pixels), pixels)

    def _halo(self, context: Any, path: MplPath, place: Transform, colour: str) -> None:
        context.set_linewidth(2 * HALO_WIDTH * PT_PER_PX)
        context.set_foreground(colour)
        self._renderer.draw_path(context, path, place, None)

    def _text(self, context: Any, item: Text) -> None:
        """Each line as outlines, glyph after glyph at the widths that the layout counted with."""
        outlines = glyph_path(item, placed_lines(item))
        if item.halo:
            self._halo(context, outlines, self._to_device, item.halo)
        self._letters(context, item, outlines)

    def draw_texts(self, item: Text, offsets: Ring, clip: Box | None = None) -> None:
        """A text without a halo, once at each of some offsets."""
        outline = glyph_path(item, placed_lines(item))
        if outline.codes is None:
            return  # of blanks alone
        context = self._context(self._bbox(clip) if clip else None)
        points: Ring = np.asarray(outline.vertices)
        for start in range(0, len(offsets), _TEXTS_AT_ONCE):
            some = offsets[start : start + _TEXTS_AT_ONCE]
            vertices = (points + some[:, None, :]).reshape(-1, 2)
            self._letters(context, item, MplPath(vertices, np.tile(outline.codes, len(some))))
        context.restore()

    def _letters(self, context: Any, item: Text, outlines: MplPath) -> None:
        context.set_linewidth(0)
        self._renderer.draw_path(context, outlines, self._to_device, to_rgb(item.colour))


def is_many(group: Group) -> bool:
    """Whether circles of a group are drawn in batches."""
    return len(group.items) > _MANY


PlacedLine = tuple[Line, float, float]  # with the left end of its baseline in px of the page


def placed_lines(item: Text) -> list[PlacedLine]:
    """The lines of a text where they stand."""
    face = Face(item.weight, item.italic)
    placed = []
    for index, text in enumerate(item.lines):
        line = set_line(text, face, within=item.text)
        width = line.width(item.size, item.spacing)
        left = item.x - {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
        placed.append((line, left, item.y + index * item.line_height))
    return placed


def glyph_path(item: Text, lines: Iterable[PlacedLine]) -> MplPath:
    """All glyphs of some lines of a text as one path in px of the page."""
    vertices: list[Ring] = []
    codes: list[NDArray[np.uint8]] = []
    for line, left, baseline in lines:
        for (points, kinds), x, y in line.glyphs(item.size, item.spacing):
            if len(points):
                vertices.append(points * np.array([item.size, -item.size]) + np.array([left + x, baseline - y]))
                codes.append(kinds)
    if not vertices:
        return MplPath(np.empty((0, 2)))
    return MplPath(np.concatenate(vertices), np.concatenate(codes))


def _mpl_paths(item: Path) -> list[MplPath]:
    """Rings as one compound path, lines likewise."""
    if not item.rings:
        return []
    return [_compound(item.rings, closed=item.closed)]


def _compound(rings: Sequence[Ring], *, closed: bool) -> MplPath:
    """Rings or lines as one path; made at once, as there may be thousands."""
    parts = [_closed(ring) for ring in rings] if closed else rings
    starts = np.cumsum([0, *map(len, parts)])
    codes = np.full(starts[-1], MplPath.LINETO, dtype=MplPath.code_type)
    codes[starts[:-1]] = MplPath.MOVETO
    if closed:
        codes[starts[1:] - 1] = MplPath.CLOSEPOLY
    return MplPath(np.concatenate(parts), codes)


def _closed(ring: Ring) -> Ring:
    return ring if np.array_equal(ring[0], ring[-1]) else np.vstack([ring, ring[:1]])


@cache
def _outline_path(key: str) -> MplPath:
    """A symbol's outline in its unit box."""
    return _compound([np.array(ring) for ring in outline(key).polygons], closed=True)
