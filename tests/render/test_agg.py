"""PNGs are drawn by the compiled part of matplotlib's own renderer, so they are what that renderer draws."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import RendererAgg

from geomap.page import Box, Circle, Item, Path, Stamp, Text
from geomap.players.png import _RC
from geomap.players.raster.agg import Renderer
from geomap.players.raster.pen import Pen

SIDE, UNIT = 120, 2.0  # px, device px a px
ITEMS: dict[str, Item] = {
    "a dashed line": Path((np.array([[5.0, 7.5], [60.3, 80.1], [110.0, 20.0]]),), stroke="#2a2a2a", stroke_width=1.9,
                          dash=(6.0, 3.5)),
    "an area with a hole": Path((np.array([[5, 5], [100, 5], [100, 90], [5, 90]], dtype=float),
                                 np.array([[30, 30], [30, 60], [60, 60], [60, 30]], dtype=float)),
                                fill="#c8602c", closed=True, opacity=0.4),
    "a circle": Circle(40.3, 50.7, 33.0, fill="#c8602c", stroke="#ffffff", stroke_width=1.0, opacity=0.78),
    "a ring": Circle(40.3, 50.7, 33.0, stroke="#3b6ea5", stroke_width=1.4, dash=(3.5, 2.5)),
    "a pictogram": Stamp("news/tank", x=50.0, y=50.0, size=24.0, fill="#2a2a2a", halo="#ffffff"),
    "a text": Text(("Luhansk",), 30.0, 60.0, 14.0, Box(30, 50, 60, 20), "label", halo="#ffffff"),
}  # fmt: skip


@pytest.mark.parametrize("clip", [None, Box(20.0, 30.0, 60.0, 50.0)], ids=["open", "clipped"])
@pytest.mark.parametrize("name", ITEMS)
def test_a_mark_is_that_of_matplotlibs_own_renderer(name: str, clip: Box | None) -> None:
    drawn = []
    with rc_context(_RC):
        for renderer in (Renderer, RendererAgg):
            made = renderer(int(SIDE * UNIT), int(SIDE * UNIT), 96 * UNIT)
            Pen(made, SIDE, UNIT).draw([ITEMS[name]], clip)
            drawn.append(made.pixels if isinstance(made, Renderer) else np.asarray(made.buffer_rgba()))
    assert drawn[0].any()
    assert np.array_equal(*drawn)


def test_circles_drawn_at_once_are_those_of_matplotlibs_own_renderer() -> None:
    circles = tuple(Circle(float(x % 110), x / 30, 8.0, fill="#c8602c", opacity=0.78) for x in range(2500))
    drawn = []
    with rc_context(_RC):
        for renderer in (Renderer, RendererAgg):
            made = renderer(int(SIDE * UNIT), int(SIDE * UNIT), 96 * UNIT)
            Pen(made, SIDE, UNIT)._draw_many(circles, None)
            drawn.append(made.pixels if isinstance(made, Renderer) else np.asarray(made.buffer_rgba()))
    assert drawn[0].any()
    assert np.array_equal(*drawn)
