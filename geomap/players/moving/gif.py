"""Frames -> an animated GIF, in one palette for all of them, so that no colour flickers."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_COLOURS = 255  # beside the one that a GIF may keep for what is see-through
_EXACT = 64  # of them are as they are: grounds, circles, texts
_SAMPLES = 5  # frames that the palette is made from
_AT_ONCE = 4096  # colours that are compared with the palette

_Colours = NDArray[np.int64]  # shape (n, 3)


def encode_gif(frames: Sequence[Image.Image], seconds: Sequence[float]) -> bytes:
    """The same bytes for the same frames; each is shown for so many seconds, and all of it again and again."""
    palette = _palette(frames)
    drawn = [_in_palette(frame, palette) for frame in frames]
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


def _palette(frames: Sequence[Image.Image]) -> _Colours:
    """The commonest colours as they are, and the rest as near as may be: of some frames, from the first to the last."""
    step = max((len(frames) - 1) / (_SAMPLES - 1), 1)
    chosen = sorted({min(round(number * step), len(frames) - 1) for number in range(_SAMPLES)})
    width, height = frames[0].size
    sheet = Image.new("RGB", (width, height * len(chosen)))
    for place, number in enumerate(chosen):
        sheet.paste(frames[number], (0, place * height))
    codes, uses = np.unique(_codes(sheet), return_counts=True)
    exact = _parts(codes[np.argsort(-uses, kind="stable")[:_EXACT]])
    near = sheet.quantize(_COLOURS - len(exact), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return np.vstack([exact, np.array(near.getpalette(), dtype=np.int64).reshape(-1, 3)])


def _in_palette(frame: Image.Image, palette: _Colours) -> Image.Image:
    """The frame with the nearest colour of the palette for each of its own; a colour of the palette stays itself."""
    codes = _codes(frame)
    own = np.unique(codes)
    nearest = np.zeros(1 << 24, dtype=np.uint8)
    for some in np.array_split(own, range(_AT_ONCE, len(own), _AT_ONCE)):
        apart = ((_parts(some)[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
        nearest[some] = apart.argmin(axis=1)
    drawn = Image.fromarray(nearest[codes])
    drawn.putpalette(palette.astype(np.uint8).tobytes())
    return drawn


def _codes(image: Image.Image) -> NDArray[np.int64]:
    """The colour of each px as one number."""
    parts = np.asarray(image, dtype=np.int64)
    codes: NDArray[np.int64] = parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]
    return codes


def _parts(codes: NDArray[np.int64]) -> _Colours:
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
