"""A page as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from geomap.measure import PX_PER_INCH
from geomap.page import Box, Item, Page
from geomap.render.static.pen import Pen, is_many
from geomap.render.static.stacks import by_stack
from geomap.render.static.stamps import Pixels, stamp

_RC: Any = {"path.simplify": False, "agg.path.chunksize": 0}
_COMPRESSION = 4  # of 9; twice as fast as 6 for files 1 % larger
_COMPRESSION_OF_MANY = 1  # of circles upon circles more is no use


def render_image(page: Page) -> Image.Image:
    """The page as `width * scale` by `height * scale` device px."""
    dpi = PX_PER_INCH * page.scale
    with rc_context(_RC):
        renderer = RendererAgg(ceil(page.width * page.scale), ceil(page.height * page.scale), dpi)
        background = np.round(np.array(to_rgba(page.background)) * 255).astype(np.uint8)
        np.asarray(renderer.buffer_rgba()).view(np.uint32)[...] = background.view(np.uint32)
        _StampingPen(renderer, page.height, page.scale).draw_page(page)
        size = int(renderer.width), int(renderer.height)
        return Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")


class _StampingPen(Pen):
    """Stamps very many circles, which is several times as fast, to half a device px."""

    _renderer: RendererAgg

    def _draw_many(self, items: Sequence[Item], clip: Box | None) -> None:
        stacks, which, points, others = by_stack(items)
        pixels = np.asarray(self._renderer.buffer_rgba())
        stamp(pixels, self._unit, clip, stacks, which, points, self._apart)
        self.draw(others, clip)

    def _apart(self, size: int, items: Sequence[Item]) -> Pixels:
        """Items in a picture of their own, of `size` device px each way."""
        renderer = RendererAgg(size, size, self._renderer.dpi)
        Pen(renderer, size / self._unit, self._unit).draw(items)
        return np.array(renderer.buffer_rgba())


def render_png(page: Page) -> bytes:
    """The page as a PNG."""
    dpi = PX_PER_INCH * page.scale
    info = PngInfo()
    info.add_itxt("Title", page.title, lang=page.lang)
    info.add_itxt("Description", page.description, lang=page.lang)
    buffer = BytesIO()
    level = _COMPRESSION_OF_MANY if any(map(is_many, page.groups)) else _COMPRESSION
    render_image(page).save(buffer, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_level=level)
    return buffer.getvalue()
