"""A page as PNG or PDF, drawn through matplotlib's renderers."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as MplPath
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox, Transform
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from geomap.fonts import Face, text_width
from geomap.measure import PT_PER_INCH, PT_PER_PX, PX_PER_INCH
from geomap.page import HALO_WIDTH, Circle, Item, Page, Path, Ring, Stamp, Text
from geomap.symbols import outline

_RC: Any = {
    "pdf.fonttype": 42,  # TrueType as it is, so that text in the PDF stays text
    "text.hinting": "none",
    "text.usetex": False,
    "path.simplify": False,
    "agg.path.chunksize": 0,
}
_PNG_COMPRESSION = 6


def render_png(page: Page) -> bytes:
    """PNG of `width * scale` by `height * scale` device px."""
    with rc_context(_RC):
        figure = _figure(page, PX_PER_INCH * page.scale, live_text=False)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    info = PngInfo()
    info.add_text("Title", page.title)
    info.add_itxt("Description", page.description, lang=page.lang)
    buffer = BytesIO()
    dpi = PX_PER_INCH * page.scale
    image.save(buffer, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_level=_PNG_COMPRESSION)
    return buffer.getvalue()


def render_pdf(page: Page) -> bytes:
    """PDF of the page's size at 96 px an inch, with live text and the fonts embedded."""
    buffer = BytesIO()
    with rc_context(_RC):
        figure = _figure(page, PT_PER_INCH, live_text=True)
        metadata = {"Title": page.title, "Subject": page.description, "Creator": "geomap", "Producer": None}
        FigureCanvasPdf(figure).print_pdf(buffer, metadata={**metadata, "CreationDate": None})
    return buffer.getvalue()


def _figure(page: Page, dpi: float, *, live_text: bool) -> Figure:
    figure = Figure(figsize=(page.width / PX_PER_INCH, page.height / PX_PER_INCH), dpi=dpi, facecolor=page.background)
    figure.add_artist(_PageArtist(page, live_text=live_text))
    return figure


class _PageArtist(Artist):
    """Draws a page's items straight through the renderer: one call an item, no artist of its own each."""

    def __init__(self, page: Page, *, live_text: bool) -> None:
        super().__init__()
        self._page = page
        self._live_text = live_text

    def draw(self, renderer: RendererBase) -> None:
        """Draw all groups, bottom to top."""
        page = self._page
        px = float(renderer.points_to_pixels(PT_PER_PX))  # type: ignore[arg-type]  # device units in one px; a number is one point size
        to_device = Affine2D().scale(px, -px).translate(0, page.height * px)
        frame = page.frame
        clip = Bbox([[frame.x, frame.y], [frame.right, frame.bottom]]).transformed(to_device)
        pen = _Pen(renderer, to_device, live_text=self._live_text)
        for group in page.groups:
            for item in group.items:
                pen.draw(item, clip if group.clip else None)


class _Pen:
    """Turns items of a page into a renderer's calls."""

    def __init__(self, renderer: RendererBase, to_device: Affine2D, *, live_text: bool) -> None:
        self._renderer = renderer
        self._to_device = to_device
        self._live_text = live_text

    def draw(self, item: Item, clip: Bbox | None) -> None:
        context = self._renderer.new_gc()
        context.set_clip_rectangle(clip)
        context.set_joinstyle("round")
        context.set_capstyle("butt")
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
        context.restore()

    def _path(self, context: GraphicsContextBase, path: MplPath, item: Path | Circle, place: Transform) -> None:
        """One path in its item's style. Line widths and dashes are given to the renderer in pt."""
        context.set_linewidth(item.stroke_width * PT_PER_PX if item.stroke else 0)
        context.set_foreground(item.stroke or item.fill)
        context.set_alpha(item.opacity)
        if item.dash:
            context.set_dashes(0, [length * PT_PER_PX for length in item.dash])
        fill = to_rgb(item.fill) if item.fill else None
        self._renderer.draw_path(context, path, place + self._to_device, fill)

    def _stamp(self, context: GraphicsContextBase, item: Stamp) -> None:
        place = Affine2D().translate(-0.5, -0.5).scale(item.size).translate(item.x, item.y) + self._to_device
        path = _outline_path(item.outline)
        if item.halo:
            self._halo(context, path, place, item.halo)
        context.set_linewidth(0)
        self._renderer.draw_path(context, path, place, to_rgb(item.fill))

    def _halo(self, context: GraphicsContextBase, path: MplPath, place: Transform, colour: str) -> None:
        context.set_linewidth(2 * HALO_WIDTH * PT_PER_PX)
        context.set_foreground(colour)
        self._renderer.draw_path(context, path, place, None)

    def _text(self, context: GraphicsContextBase, item: Text) -> None:
        """Each line as outlines, or as text where it is to stay live. Spaced text is set letter by letter."""
        face = Face(item.weight, item.italic)
        runs = list(_runs(item, face))
        if item.halo:
            for text, x, y in runs:
                self._halo(context, _text_path(text, face), self._text_place(item.size, x, y), item.halo)
        context.set_foreground(item.colour)
        context.set_linewidth(0)
        for text, x, y in runs:
            if self._live_text:
                left, baseline = self._to_device.transform((x, y))
                font = FontProperties(fname=str(face.path), size=item.size * PT_PER_PX)
                self._renderer.draw_text(context, left, baseline, text, font, 0)
            else:
                place = self._text_place(item.size, x, y)
                self._renderer.draw_path(context, _text_path(text, face), place, to_rgb(item.colour))

    def _text_place(self, size: float, x: float, y: float) -> Transform:
        """From outlines of text at 100 px, y upwards, to the device."""
        return Affine2D().scale(size / 100, -size / 100).translate(x, y) + self._to_device


def _runs(item: Text, face: Face) -> list[tuple[str, float, float]]:
    """Pieces of a text that are drawn at once, each with the left end of its baseline."""
    runs: list[tuple[str, float, float]] = []
    for index, line in enumerate(item.lines):
        width = text_width(line, item.size, face, item.spacing)
        x = item.x - {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
        y = item.y + index * item.line_height
        if not item.spacing:
            runs.append((line, x, y))
            continue
        for character in line:
            if character.strip():
                runs.append((character, x, y))
            x += text_width(character, item.size, face) + item.spacing
    return runs


def _mpl_paths(item: Path) -> list[MplPath]:
    """Rings as one compound path, lines likewise."""
    if not item.rings:
        return []
    parts = [_closed(ring) if item.closed else MplPath(ring) for ring in item.rings]
    return [MplPath.make_compound_path(*parts)]


def _closed(ring: Ring) -> MplPath:
    points = ring if np.array_equal(ring[0], ring[-1]) else np.vstack([ring, ring[:1]])
    return MplPath(points, closed=True)


@cache
def _outline_path(key: str) -> MplPath:
    """A symbol's outline in its unit box."""
    return MplPath.make_compound_path(*(_closed(np.array(ring)) for ring in outline(key).polygons))


@cache
def _text_path(text: str, face: Face) -> MplPath:
    """Outlines of a line at 100 px, y upwards, from the origin."""
    font = FontProperties(fname=str(face.path))
    return TextPath((0, 0), text, size=100, prop=font)
