"""In the other process: heights of a GeoTIFF, which libtiff reads, as a grid in degrees.

Pillow has libtiff, with every packing that heights are published in, and is here for the pictures: GDAL as pyogrio
brings it reads no rasters, and a second GDAL, or a second reader of TIFF, would be a library more to trust.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from geomap.files.apart.told import ToldError
from geomap.files.regular import opened

Floats = NDArray[np.float64]
Heights = NDArray[np.float32]  # m; none where nothing is known

LARGEST = 500_000_000  # bytes
_MOST_PX = 60_000_000  # that are held at once
_MOST_GRID = 6_000_000
_SCALE, _TIE, _MATRIX, _KEYS, _NOTHING = 33550, 33922, 34264, 34735, 42113  # tags of GeoTIFF, and of GDAL
_MODEL, _PLACE, _GEOGRAPHIC, _PROJECTED = 1024, 1025, 2048, 3072  # keys of GeoTIFF (OGC 19-008r4)
_COPYRIGHT, _DATED = 33432, 306  # tags of TIFF
_MODES = ("F", "I", "I;16", "I;16B", "I;16S", "L")
_LONGEST = 300  # characters
_OVER_EVEREST = 12_000.0  # m, from where on a number stands for nothing


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the px of a raster are: the edge of its first, and the size of each, in its reference system."""

    crs: int
    west: float
    north: float
    across: float
    down: float


def head(path: str) -> tuple[dict[str, str], None]:
    """Whom the heights are from and of which day, empty where the file does not say so. Raises ToldError."""
    with opened(Path(path)) as file, _image(file) as image:
        _grid(image)
        said = " ".join(_utf8(str(image.tag_v2.get(_COPYRIGHT, ""))).split())
        dated = str(image.tag_v2.get(_DATED, ""))[:10].replace(":", "-")
    is_day = len(dated) == len("2000-01-01") and dated.replace("-", "").isdecimal()
    return {"attribution": "".join(filter(str.isprintable, said))[:_LONGEST], "dated": dated if is_day else ""}, None


def _utf8(text: str) -> str:
    """A text as it was meant that Pillow has taken for Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def read(path: str, bounds: Sequence[float], step: float) -> tuple[list[int], Any]:
    """Heights at the nodes of a grid in degrees, rows from the north, not farther apart than `step` degrees of
    latitude; what is sent are float32 of this machine. `bounds` are west, south, east, north, east > west.
    """
    try:
        with opened(Path(path)) as file, _image(file) as image:
            grid = _grid(image)
            values = np.asarray(image, dtype=np.float32)
            nothing = _number(image.tag_v2.get(_NOTHING))
    except (ToldError, MemoryError):
        raise
    except Exception as error:  # what Pillow raises of a damaged file is of many kinds
        raise _damaged() from error
    values = np.where((values == nothing) | (np.abs(values) > _OVER_EVEREST), np.nan, values)
    west, south, east, north = bounds
    rows, columns = (ceil(span / step) + 1 for span in (north - south, east - west))
    share = max((rows * columns / _MOST_GRID) ** 0.5, 1.0)
    lat, lon = np.linspace(north, south, int(rows / share)), np.linspace(west, east, int(columns / share))
    x, y = _in_its_own(*np.meshgrid(lon, lat), grid.crs)
    reduced, factor = _reduced(values, float(np.nanmedian(np.abs(np.diff(y, axis=0)))), grid)
    found = _sampled(
        reduced,
        (x - grid.west) / (grid.across * factor) - 0.5,
        (grid.north - y) / (grid.down * factor) - 0.5,
    )
    if not np.isfinite(found).any():
        raise ToldError("has no heights of what is on the map", "is it of another part of the world?")
    return list(found.shape), lambda answers: pickle.dump(found.astype("<f4").tobytes(), answers)


def _image(file: Any) -> Any:
    Image.MAX_IMAGE_PIXELS = None  # asked here, with words of its own
    try:
        image = Image.open(file, formats=["TIFF"])
    except Exception as error:  # no TIFF, or one whose table of contents is damaged
        raise _damaged() from error
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or image.mode not in _MODES:
        raise ToldError(f"is a picture ({image.mode}), where heights are needed", "take a GeoTIFF of heights in metres")
    if image.width * image.height > _MOST_PX:
        text = f"has {image.width * image.height / 1e6:.0f} million px, more than {_MOST_PX // 1_000_000}"
        raise ToldError(text, "cut it to the map, or take it coarser: gdalwarp -te WEST SOUTH EAST NORTH")
    return image


def _damaged() -> ToldError:
    return ToldError("cannot be read as a GeoTIFF", "save or download it again")


def _grid(image: Any) -> _Grid:
    """Where the raster lies. Raises ToldError where it does not say so, or in a way that is not known."""
    tags = image.tag_v2
    keys = tags.get(_KEYS, ())
    known = {keys[at]: keys[at + 3] for at in range(4, len(keys) - 3, 4) if keys[at + 1] == 0}
    code = known.get(_GEOGRAPHIC) if known.get(_MODEL) == 2 else known.get(_PROJECTED)
    scale, tie = tags.get(_SCALE), tags.get(_TIE)
    if not scale or not tie or len(tie) != 6 or _MATRIX in tags:
        raise ToldError("does not say where its heights are", "save it with gdalwarp -t_srs EPSG:4326")
    try:
        number = int(code or 0)
        pyproj.CRS.from_epsg(number)
    except Exception:  # pyproj raises many kinds
        text = "does not say its coordinate reference system by a number of EPSG"
        raise ToldError(text, "save it with gdalwarp -t_srs EPSG:4326") from None
    across, down = float(scale[0]), float(scale[1])
    if not (across > 0 and down > 0 and all(map(np.isfinite, (*scale[:2], *tie)))):
        raise ToldError("does not say where its heights are", "save it with gdalwarp -t_srs EPSG:4326")
    off = 0.5 if known.get(_PLACE) == 2 else 0.0
    west, north = float(tie[3]) - (float(tie[0]) + off) * across, float(tie[4]) + (float(tie[1]) + off) * down
    return _Grid(number, west, north, across, down)


def _in_its_own(lon: Floats, lat: Floats, crs: int) -> tuple[Floats, Floats]:
    """Degrees as coordinates of a reference system."""
    if crs == 4326:
        return lon, lat
    x, y = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lat)
    return np.asarray(x), np.asarray(y)


def _reduced(values: Heights, apart: float, grid: _Grid) -> tuple[Heights, int]:
    """The raster in blocks of so many px as lie between two nodes, `apart` in its own coordinates; each their mean."""
    factor = max(floor(apart / grid.down), 1)
    if factor == 1:
        return values, 1
    height, width = (max(size // factor, 1) * factor for size in values.shape)
    blocks = values[:height, :width].reshape(height // factor, factor, width // factor, factor)
    return blocks.mean(axis=(1, 3)), factor


def _sampled(values: Heights, x: Floats, y: Floats) -> Heights:
    """Between px by their distance (bilinear); nothing beyond the raster."""
    height, width = values.shape
    inside = (x >= -0.5) & (x <= width - 0.5) & (y >= -0.5) & (y <= height - 0.5) & np.isfinite(x) & np.isfinite(y)
    x, y = np.where(inside, np.clip(x, 0, width - 1), 0), np.where(inside, np.clip(y, 0, height - 1), 0)
    left, top = np.minimum(x.astype(int), max(width - 2, 0)), np.minimum(y.astype(int), max(height - 2, 0))
    right, low = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = x - left, y - top
    upper = values[top, left] * (1 - across) + values[top, right] * across
    lower = values[low, left] * (1 - across) + values[low, right] * across
    return np.where(inside, upper * (1 - down) + lower * down, np.nan).astype(np.float32)


def _number(text: Any) -> float:
    try:
        return float(str(text).strip("\0 "))
    except ValueError:
        return float("nan")
