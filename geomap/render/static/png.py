"""A page as PNG."""

from __future__ import annotations

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
from geomap.page import Page
from geomap.render.static.pen import Pen

_RC: Any = {"path.simplify": False, "agg.path.chunksize": 0}
_COMPRESSION = 4  # of 9; twice as fast as 6 for files 1 % larger


def render_image(page: Page) -> Image.Image:
    """The page as `width * scale` by `height * scale` device px."""
    dpi = PX_PER_INCH * page.scale
    with rc_context(_RC):
        renderer = RendererAgg(ceil(page.width * page.scale), ceil(page.height * page.scale), dpi)
        background = np.round(np.array(to_rgba(page.background)) * 255).astype(np.uint8)
        np.asarray(renderer.buffer_rgba()).view(np.uint32)[...] = background.view(np.uint32)
        Pen(renderer, page.height, page.scale).draw_page(page)
        size = int(renderer.width), int(renderer.height)
        return Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")


def render_png(page: Page) -> bytes:
    """The page as a PNG."""
    dpi = PX_PER_INCH * page.scale
    info = PngInfo()
    info.add_itxt("Title", page.title, lang=page.lang)
    info.add_itxt("Description", page.description, lang=page.lang)
    buffer = BytesIO()
    render_image(page).save(buffer, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_level=_COMPRESSION)
    return buffer.getvalue()
