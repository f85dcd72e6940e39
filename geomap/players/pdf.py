"""A page as PDF: live text in embedded fonts; lines that are shaped or spaced as outlines that can be searched."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from matplotlib import rc_context, rcParamsDefault
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_pdf import RendererPdf
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as MplPath
from matplotlib.transforms import Affine2D

from geomap.fonts import Face, PlainLine
from geomap.fonts.bidi import as_seen
from geomap.fonts.embed import unshaped
from geomap.measure import PT_PER_INCH, PT_PER_PX
from geomap.page import Image, Page, Path, Text
from geomap.players.raster.pen import Pen, glyph_path, placed_lines
from geomap.players.raster.pictures import coloured
from geomap.players.searchable import SearchablePdf
from geomap.typefaces import in_own_typefaces

_RC: Any = {  # all that a matplotlibrc of this computer could say, as nobody has said it
    **{name: value for name, value in rcParamsDefault.items() if name.startswith(("pdf.", "path.", "text.", "font."))},
    "pdf.fonttype": 42,  # TrueType as it is, so that text stays text
    "path.simplify": False,
    "text.usetex": False,
}


@in_own_typefaces
def render_pdf(page: Page) -> bytes:
    """PDF of the page's size at 96 px an inch."""
    buffer = BytesIO()
    width, height = page.width * PT_PER_PX, page.height * PT_PER_PX
    metadata = {"Title": page.title, "Subject": page.description, "Creator": "geomap", "Producer": None}
    with rc_context(_RC), TemporaryDirectory(prefix="geomap-") as folder:
        file = SearchablePdf(buffer, metadata={**metadata, "CreationDate": None})
        file.newPage(width / PT_PER_INCH, height / PT_PER_INCH)
        renderer = RendererPdf(file, PT_PER_INCH, height / PT_PER_INCH, width / PT_PER_INCH)
        pen = _LiveTextPen(renderer, file, page.height, PT_PER_PX, FilePath(folder))
        if page.background:
            corners = np.array([(0.0, 0.0), (page.width, 0.0), (page.width, page.height), (0.0, page.height)])
            pen.draw([Path((corners,), fill=page.background, id="paper")])
        pen.draw_page(page)
        renderer.finalize()
        file.finalize()
        file.close()
    return buffer.getvalue()


class _LiveTextPen(Pen):
    """Sets plain lines as text. Others are outlines, which are said once more by text that is not painted."""

    _renderer: RendererPdf

    def __init__(
        self, renderer: RendererPdf, file: SearchablePdf, page_height: float, unit: float, folder: FilePath
    ) -> None:
        """`folder` takes the files of the fonts that the text is set in, for as long as the renderer is at work."""
        super().__init__(renderer, page_height, unit)
        self._file = file
        self._folder = folder

    def _letters(self, context: GraphicsContextBase, item: Text, outlines: MplPath) -> None:
        context.set_foreground(to_rgb(item.colour))
        font = FontProperties(fname=str(self._font(Face(item.weight, item.italic))), size=item.size * PT_PER_PX)
        outlined = []
        for line, left, baseline in placed_lines(item):
            if not isinstance(line, PlainLine) or item.spacing:
                outlined.append((line, left, baseline))
            elif line.text.strip():
                x, y = self._to_device.transform((left, baseline))
                self._renderer.draw_text(context, x, y, line.text, font, 0)
        if outlined:
            super()._letters(context, item, glyph_path(item, outlined))
        for line, left, baseline in outlined:
            seen = line.text if isinstance(line, PlainLine) else as_seen(line.text, within=item.text)
            if seen.strip():
                x, y = self._to_device.transform((left, baseline))
                width = line.width(item.size, item.spacing)
                self._file.say(seen, x, y, width * PT_PER_PX, item.size * PT_PER_PX)

    def _image(self, context: GraphicsContextBase, item: Image) -> None:
        """A picture as it is, which readers draw as finely as their screen is."""
        x, y = self._to_device.transform((item.x, item.y + item.height))
        size = Affine2D().scale(item.width * PT_PER_PX, item.height * PT_PER_PX)
        self._renderer.draw_image(context, x, y, coloured(item), size)

    def _font(self, face: Face) -> FilePath:
        """A face without what shapes a line: matplotlib would kern letters that the layout has set one after another,
        and carry all forms that they could take into the file, which takes fifteen times as long.
        """
        file = self._folder / face.path.name
        if not file.is_file():
            file.write_bytes(unshaped(face))
        return file
