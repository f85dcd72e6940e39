"""A page as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any

import numpy as np
from matplotlib import rc_context, rcParamsDefault
from matplotlib.colors import to_rgba
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from geomap.marks.many import moved
from geomap.measure import PX_PER_INCH
from geomap.page import Box, Item, Page, Text
from geomap.players.raster.agg import Renderer
from geomap.players.raster.paints import Pixels
from geomap.players.raster.pen import Pen, is_many
from geomap.players.raster.stacks import by_stack
from geomap.players.raster.stamps import stamp
from geomap.typefaces import in_own_typefaces

_RC: Any = {  # all that a matplotlibrc of this computer could say of paths, as nobody has said it
    **{name: value for name, value in rcParamsDefault.items() if name.startswith("path.")},
    "path.simplify": False,
}
_KINDS = {"RGB": 2, "RGBA": 6}  # of pixels, as the header of a PNG has them
_INCHES_PER_METRE = 1 / 0.0254
_COMPRESSION = 4  # of 9; twice as fast as 6 for files 1 % larger
_COMPRESSION_OF_MANY = 1  # of circles upon circles more is no use


@in_own_typefaces
def render_image(page: Page) -> Image.Image:
    """The page as `width * scale` by `height * scale` device px; with alpha where it has no background."""
    dpi = PX_PER_INCH * page.scale
    with rc_context(_RC):
        renderer = Renderer(ceil(page.width * page.scale), ceil(page.height * page.scale), dpi)
        if page.background:
            background = np.round(np.array(to_rgba(page.background)) * 255).astype(np.uint8)
            renderer.pixels.view(np.uint32)[...] = background.view(np.uint32)
        _StampingPen(renderer, page.height, page.scale).draw_page(page)
        size = renderer.width, renderer.height
        image = Image.frombuffer("RGBA", size, renderer.pixels, "raw", "RGBA", 0, 1)
        return image.convert("RGB") if page.background else image.copy()


class _StampingPen(Pen):
    """Stamps very many circles, which is several times as fast, to half a device px."""

    _renderer: Renderer

    def _draw_many(self, items: Sequence[Item], clip: Box | None) -> None:
        stacks, which, points, others = by_stack(items)
        stamp(self._renderer.pixels, self._unit, clip, stacks, which, points, self._apart)
        for item, offsets in others:
            if isinstance(item, Text) and not item.halo:
                self.draw_texts(item, offsets, clip)
            else:
                self.draw((moved(item, "", x, y) for x, y in offsets.tolist()), clip)

    def _apart(self, size: int, items: Sequence[Item]) -> Pixels:
        """Items in a picture of their own, of `size` device px each way."""
        renderer = Renderer(size, size, self._renderer.dpi)
        Pen(renderer, size / self._unit, self._unit).draw(items)
        return renderer.pixels


def render_png(page: Page) -> bytes:
    """The page as a PNG."""
    dpi = PX_PER_INCH * page.scale
    info = PngInfo()
    info.add_itxt("Title", page.title, lang=page.lang)
    info.add_itxt("Description", page.description, lang=page.lang)
    image = render_image(page)
    if any(map(is_many, page.groups)):
        return _of_many(image, info, dpi)
    buffer = BytesIO()
    image.save(buffer, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_level=_COMPRESSION)
    return buffer.getvalue()


def _of_many(image: Image.Image, info: PngInfo, dpi: float) -> bytes:
    """A picture of circles upon circles as a PNG: packed as it is, in half the time, it is a fifth smaller."""
    packer = zlib.compressobj(_COMPRESSION_OF_MANY)
    rows = [packer.compress(b"\0" + row.tobytes()) for row in np.asarray(image)]  # each says first: not filtered
    per_metre = round(dpi * _INCHES_PER_METRE)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", image.width, image.height, 8, _KINDS[image.mode], 0, 0, 0)),  # 8 bits each
        *((kind, data) for kind, data, *_ in info.chunks),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        (b"IDAT", b"".join(rows) + packer.flush()),
        (b"IEND", b""),
    )
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
