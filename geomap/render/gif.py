"""Frames -> an animated GIF, in one palette for all of them, so that no colour flickers."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from PIL import Image

_COLOURS = 255  # beside the one that a GIF may keep for what is see-through
_EXACT = 64  # of them are as they are: grounds, circles, texts
_SAMPLES = 5  # frames that the palette is made from


def encode_gif(frames: Sequence[Image.Image], seconds: Sequence[float]) -> bytes:
    """The same bytes for the same frames; each is shown for so many seconds, and all of it again and again."""
    palette = _palette(frames)
    drawn = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    buffer = BytesIO()
    drawn[0].save(
        buffer,
        "GIF",
        save_all=True,
        append_images=drawn[1:],
        duration=[round(1000 * time) for time in seconds],
        loop=0,
        disposal=1,
        optimize=False,
    )
    return buffer.getvalue()


def _palette(frames: Sequence[Image.Image]) -> Image.Image:
    """The commonest colours as they are, and the rest as near as may be: of some frames, from the first to the last."""
    step = max((len(frames) - 1) / (_SAMPLES - 1), 1)
    chosen = sorted({min(round(number * step), len(frames) - 1) for number in range(_SAMPLES)})
    width, height = frames[0].size
    sheet = Image.new("RGB", (width, height * len(chosen)))
    for place, number in enumerate(chosen):
        sheet.paste(frames[number], (0, place * height))
    pixels, uses = np.unique(np.asarray(sheet).reshape(-1, 3), axis=0, return_counts=True)
    exact = pixels[np.argsort(-uses, kind="stable")[:_EXACT]].ravel().tolist()
    near = sheet.quantize(_COLOURS - len(exact) // 3, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette(exact + (near.getpalette() or []))
    return palette
