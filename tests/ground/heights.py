"""Writes heights as GeoTIFF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, TiffImagePlugin

Shape = Callable[[Any, Any], Any]


def write_heights(
    path: Path,
    box: tuple[float, float, float, float],
    step: float,
    shape: Shape,
    *,
    epsg: int = 4326,
    kind: str = "float32",
    compression: str = "tiff_adobe_deflate",
    said: str = "",
    place: bool = True,
) -> Path:
    """Heights of a function of x and y, every `step` of a reference system from west, south to east, north."""
    west, south, east, north = box
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(north - step / 2, south, -step))
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    model = (1024, 0, 1, 2), (2048, 0, 1, epsg)
    if epsg != 4326:
        model = (1024, 0, 1, 1), (3072, 0, 1, epsg)
    keys = (model[0], (1025, 0, 1, 1), model[1])
    geo = {
        33550: (12, (step, step, 0.0)),
        33922: (12, (0.0, 0.0, 0.0, west, north, 0.0)),
        34735: (3, (1, 1, 0, len(keys), *(value for key in keys for value in key))),
    }
    for tag, (type_, value) in {
        **(geo if place else {}),
        42113: (2, "-9999"),
        **({33432: (2, said)} if said else {}),
    }.items():
        tags.tagtype[tag] = type_
        tags[tag] = value
    Image.fromarray(shape(x, y).astype(kind)).save(path, tiffinfo=tags, compression=compression)
    return path
