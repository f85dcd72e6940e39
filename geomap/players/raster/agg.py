"""matplotlib's renderer of px without its figures: what `backend_agg` loads beside it takes longer than a map to draw.

`_backend_agg` is the compiled part of that module, which has no public name: `tests/render/test_agg.py` draws with
both, and CI with the oldest and the newest matplotlib that pyproject.toml allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.backends._backend_agg import RendererAgg  # type: ignore[attr-defined]  # its stub is empty
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform
from numpy.typing import NDArray

RGB = tuple[float, float, float]
RGBA = tuple[float, float, float, float]


class Context:
    """How a path is drawn: set by a pen, and read by the compiled renderer by the names of these attributes."""

    def __init__(self) -> None:
        self._linewidth = 1.0  # pt
        self._dashes: tuple[float, Sequence[float] | None] = (0.0, None)  # pt
        self._rgb: RGBA = (0.0, 0.0, 0.0, 1.0)
        self._alpha = 1.0
        self._forced_alpha = True  # of the fill as well
        self._antialiased = 1
        self._capstyle = "butt"
        self._joinstyle = "round"
        self._cliprect: Bbox | None = None

    def set_clip_rectangle(self, rectangle: Bbox | None) -> None:
        """Draw within a box alone."""
        self._cliprect = rectangle

    def set_joinstyle(self, style: Any) -> None:
        """How a line goes around corners."""
        self._joinstyle = style

    def set_capstyle(self, style: Any) -> None:
        """How a line ends."""
        self._capstyle = style

    def set_linewidth(self, width: float) -> None:
        """How wide a line is, in pt."""
        self._linewidth = width

    def set_foreground(self, colour: Any) -> None:
        """The colour of a line."""
        self._rgb = to_rgba(colour, self._alpha)

    def set_alpha(self, opacity: float) -> None:
        """How opaque line and fill are, from 0 to 1."""
        self._alpha = opacity
        self._rgb = (*self._rgb[:3], opacity)

    def set_dashes(self, offset: float, dashes: Sequence[float]) -> None:
        """Dashes and gaps of a line in turn, in pt, from `offset` on."""
        self._dashes = offset, dashes

    def restore(self) -> None:
        """Nothing is kept between two contexts."""

    def get_dashes(self) -> tuple[float, Sequence[float] | None]:
        """The dashes, for the renderer."""
        return self._dashes

    def get_clip_path(self) -> tuple[None, None]:
        """No path clips what is drawn; nor is there anything of what is asked for below."""
        return None, None

    def _nothing(self) -> None:
        return None

    get_snap = get_sketch_params = get_hatch_path = get_hatch_color = _nothing

    def get_hatch_linewidth(self) -> float:
        """A number, as the renderer asks for one even without a hatch."""
        return 1.0


class Renderer:
    """A picture of `width` by `height` device px; the origin of what is drawn is its bottom left."""

    def __init__(self, width: int, height: int, dpi: float) -> None:
        self.width, self.height, self.dpi = width, height, dpi
        self._agg = RendererAgg(width, height, dpi)
        self.draw_markers = self._agg.draw_markers
        self.draw_image = self._agg.draw_image

    def new_gc(self) -> Context:
        """A context in which nothing is set."""
        return Context()

    def draw_path(self, context: Context, path: Path, transform: Transform, fill: RGB | None) -> None:
        """A path with a line around it and, where there is one, its fill."""
        self._agg.draw_path(context, path, transform, fill)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture as (height, width, 4): red, green, blue, opacity; it changes as the picture does."""
        return np.asarray(memoryview(self._agg))
