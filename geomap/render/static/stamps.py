"""Very many circles in a picture of px: each stack that is seen is drawn once, and stamped wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geomap.page import Box, Circle, Ring
from geomap.render.static.hidden import seen
from geomap.render.static.stacks import Stack, Whole, in_order

Pixels = NDArray[np.uint8]  # (height, width, 4): red, green, blue, opacity
Draw = Callable[[int, Sequence[Circle]], Pixels]


def stamp(  # noqa: PLR0913, PLR0917 - what is stamped, where, how
    pixels: Pixels, unit: float, clip: Box | None, stacks: Sequence[Stack], which: Whole, points: Ring, draw: Draw
) -> None:
    """Stamp stacks into a picture of `unit` device px a px, each at the device px next to its centre.

    What none could see is left out. `draw` makes a picture of its own, so many device px wide and high, of circles.
    """
    height, width = pixels.shape[:2]
    left, top, right, bottom = (0, 0, width, height) if clip is None else _device_px(clip, unit, width, height)
    shown = seen(stacks, which, points, (width / unit, height / unit), 1 / unit)
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    paper = Image.fromarray(part).convert("RGB")
    corners = np.floor(points * unit + 0.5).astype(np.int64) - (left, top)
    for stack, places in in_order(stacks, which[shown], corners[shown]):
        half = ceil(max((circle.diameter + circle.stroke_width) / 2 for circle in stack) * unit) + 1
        colour, mask = _drawn(stack, half, unit, draw)
        paste, *drawn = paper.im.paste, colour.im, mask.im  # `Image.paste` looks at it all for longer than it pastes
        for box in np.hstack([places - half, places + half]).tolist():
            paste(drawn[0], tuple(box), drawn[1])
    pixels[top:bottom, left:right, :3] = np.asarray(paper)


def _drawn(stack: Stack, half: int, unit: float, draw: Draw) -> tuple[Image.Image, Image.Image]:
    """A stack in the middle of a picture of its own: its colours and how much each px hides."""
    pixels = draw(2 * half, [replace(circle, x=half / unit, y=half / unit) for circle in stack])
    drawn = Image.fromarray(pixels)
    return drawn.convert("RGB"), drawn.getchannel("A")


def _device_px(box: Box, unit: float, width: int, height: int) -> Iterator[int]:
    """A box in whole device px of a picture."""
    for edge, most in ((box.x, width), (box.y, height), (box.right, width), (box.bottom, height)):
        yield min(max(floor(edge * unit + 0.5), 0), most)
