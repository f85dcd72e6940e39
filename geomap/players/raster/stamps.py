"""Very many circles in a picture of px: each stack that is seen is drawn once, and stamped wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil, floor

import numpy as np
from PIL import Image

from geomap.page import Box, Circle, Ring
from geomap.players.raster.hidden import seen
from geomap.players.raster.paints import Paints, Pixels, Planes
from geomap.players.raster.stacks import Stack, Whole, in_order

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
    paper = pixels[top:bottom, left:right]
    paints = Paints(look for stack in stacks for look in stack)
    bare = paints.bare(paper)
    rows = bare.shape[1]  # of the picture of paints, for one of device px
    picture = _image(bare).copy()
    corners = np.floor(points * unit + 0.5).astype(np.int64) - (left, top)
    paste = picture.im.paste  # `Image.paste` looks at it all for longer than it pastes
    for stack, places in in_order(stacks, which[shown], corners[shown]):
        half = ceil(max((circle.diameter + circle.stroke_width) / 2 for circle in stack) * unit)
        drawn = draw(2 * half, [replace(paints.pure(look), x=half / unit, y=half / unit) for look in stack])
        opacity = np.repeat(drawn[:, None, :, 3], rows, axis=1)
        paint, mask = _image(paints.of(drawn)).im, _image(opacity).im
        boxes = np.hstack([places - half, places + half]) * (1, rows, 1, rows)
        for box in zip(*boxes.T.tolist(), strict=True):
            paste(paint, box, mask)
    paints.lay(np.asarray(picture).reshape(bare.shape), paper)


def _image(planes: Planes) -> Image.Image:
    """Planes as a grey picture in which a row of each is below that of the one before: any part of it is a box."""
    return Image.fromarray(planes.reshape(-1, planes.shape[2]))


def _device_px(box: Box, unit: float, width: int, height: int) -> Iterator[int]:
    """A box in whole device px of a picture."""
    for edge, most in ((box.x, width), (box.y, height), (box.right, width), (box.bottom, height)):
        yield min(max(floor(edge * unit + 0.5), 0), most)
