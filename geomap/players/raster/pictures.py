"""Pictures on a page as bytes, and as px of a renderer."""

from __future__ import annotations

from io import BytesIO
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from geomap.page import Image

_COMPRESSION = 9
Pixels = NDArray[np.uint8]  # (height, width, 4): red, green, blue, opacity


def png_of(image: Image) -> bytes:
    """A picture as a PNG of greys with opacity."""
    buffer = BytesIO()
    Pillow.fromarray(image.pixels, "LA").save(buffer, "PNG", compress_level=_COMPRESSION)
    return buffer.getvalue()


def coloured(image: Image) -> Pixels:
    """Its px in red, green, blue and opacity, rows from the bottom, as matplotlib has them."""
    return np.ascontiguousarray(image.pixels[::-1, :, [0, 0, 0, 1]])


def in_device_px(image: Image, unit: float) -> tuple[int, int, Pixels]:
    """Left and top of the whole device px that it covers, `unit` a px of the page, and these, rows from the bottom, as
    matplotlib has them.
    """
    left, top = ceil(image.x * unit), ceil(image.y * unit)
    right, bottom = floor((image.x + image.width) * unit), floor((image.y + image.height) * unit)
    rows, columns, _ = image.pixels.shape
    box = (
        (left / unit - image.x) / image.width * columns,
        (top / unit - image.y) / image.height * rows,
        (right / unit - image.x) / image.width * columns,
        (bottom / unit - image.y) / image.height * rows,
    )
    size = right - left, bottom - top
    # light and shade apart: where they meet, a mean of both greys would be of neither
    light, shade = (
        np.asarray(Pillow.fromarray(plane).resize(size, Pillow.Resampling.BILINEAR, box))
        for plane in _planes(image.pixels)
    )
    both = light.astype(np.int16) - shade
    pixels = np.empty((size[1], size[0], 4), dtype=np.uint8)
    pixels[..., :3] = np.where(both > 0, 255, 0)[..., None]
    pixels[..., 3] = np.abs(both)
    return left, top, np.ascontiguousarray(pixels[::-1])


def _planes(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """How much light there is, and how much shade."""
    is_light = pixels[..., 0] > 127
    light = np.where(is_light, pixels[..., 1], 0).astype(np.uint8)
    shade = np.where(is_light, 0, pixels[..., 1]).astype(np.uint8)
    return light, shade
