"""Relief as light and shade: a picture in px that is laid on the land, so faint that texts stay readable upon it."""

from __future__ import annotations

from math import ceil, cos, radians, sin

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.layout.view.projection import View
from geomap.loading import Later
from geomap.marks.rings import rings_of
from geomap.page import Image
from geomap.scene.beneath import Relief
from geomap.scene.styles import READABLE, Style, contrast, mixed

drawing, pictures = Later("PIL.ImageDraw"), Later("PIL.Image")

Floats = NDArray[np.float64]

_STEP = 16  # px between positions that are projected; between them they are reckoned
_AZIMUTH, _ALTITUDE = 315.0, 45.0  # degrees of the light, from where maps have it
_HEIGHTENED, _AT, _GROWTH = 1.6, 0.05, 0.4  # times at so many km a px; the power by which smaller scales want more
_DARKEST, _LIGHTEST = 0.3, 0.55  # opacity of shade and light at most
_TEXTS = ("text", "muted", "detail_text")  # colours of texts on land, whose halo may be thinner than a slope
_EDGE = 6  # px beyond the frame


def relief_image(relief: Relief, land: Geometry, view: View, look: Style) -> Image:
    """Light and shade of the land in view, by Horn's slopes (1981) under one light from the north-west."""
    frame = view.frame.grown(_EDGE)
    width, height = ceil(frame.width), ceil(frame.height)
    heights = _heights(relief, view, frame.x, frame.y, (width, height))
    shade = _shade(heights, 1000 * view.nominal_km_per_px)
    dark, light = (_strongest(look, ink, most) for ink, most in (("#000000", _DARKEST), ("#ffffff", _LIGHTEST)))
    opacity = np.where(shade < 0, -shade * dark, shade * light) * _mask(land, frame.x, frame.y, (width, height))
    pixels = np.empty((height, width, 2), dtype=np.uint8)
    pixels[..., 0] = np.where(shade < 0, 0, 255)
    pixels[..., 1] = np.rint(255 * np.clip(opacity, 0, 1))
    return Image(pixels, frame.x, frame.y, float(width), float(height), id="relief-shade")


def _strongest(look: Style, ink: str, most: float) -> float:
    """How much of an ink the land takes, up to so much, before a text upon it could be read no longer."""
    for opacity in np.linspace(most, 0.0, 61).tolist():
        ground = mixed(ink, look.land, opacity)
        if all(contrast(look.colour(text), ground) >= READABLE for text in _TEXTS):
            return float(opacity)
    return 0.0


def _heights(relief: Relief, view: View, x: float, y: float, size: tuple[int, int]) -> Floats:
    """Heights in m at the middle of each px; none where nothing is known."""
    width, height = size
    across, down = (np.linspace(0, n - 1, ceil((n - 1) / _STEP) + 1) for n in (width, height))
    at_x, at_y = np.meshgrid(x + 0.5 + across, y + 0.5 + down)
    lon, lat = view.to_degrees(at_x.ravel(), at_y.ravel()).T.reshape(2, *at_x.shape)
    west, south, east, north = relief.bounds
    rows, columns = relief.heights.shape
    lon = west + (lon - west) % 360.0
    column = _between((lon - west) / (east - west) * (columns - 1), across, down, size)
    row = _between((north - lat) / (north - south) * (rows - 1), across, down, size)
    inside = (column >= 0) & (column <= columns - 1) & (row >= 0) & (row <= rows - 1)
    column, row = np.where(inside, column, 0), np.where(inside, row, 0)
    left, top = np.minimum(column.astype(int), columns - 2), np.minimum(row.astype(int), rows - 2)
    right, low = column - left, row - top
    values = relief.heights
    upper = values[top, left] * (1 - right) + values[top, left + 1] * right
    lower = values[top + 1, left] * (1 - right) + values[top + 1, left + 1] * right
    found: Floats = np.where(inside, upper * (1 - low) + lower * low, np.nan)
    return found


def _between(values: Floats, across: Floats, down: Floats, size: tuple[int, int]) -> Floats:
    """Values at some px, given by row and column, at all."""
    width, height = size
    rows = np.stack([np.interp(np.arange(width), across, row) for row in values])
    place = np.interp(np.arange(height), down, np.arange(len(down)))
    first = np.minimum(place.astype(int), len(down) - 2)
    share = (place - first)[:, None]
    found: Floats = rows[first] * (1 - share) + rows[first + 1] * share
    return found


def _shade(heights: Floats, metres: float) -> Floats:
    """From -1, in the deepest shade, by 0 on level ground to 1 in full light."""
    times = _HEIGHTENED * max(metres / 1000 / _AT, 1.0) ** _GROWTH
    padded = np.pad(heights, 1, mode="edge")
    west, middle, east = padded[:, :-2], padded[:, 1:-1], padded[:, 2:]
    slope_x = (_down(east) - _down(west)) * times / (8 * metres)
    smoothed = west + 2 * middle + east
    slope_y = (smoothed[2:] - smoothed[:-2]) * times / (8 * metres)
    up, azimuth = radians(_ALTITUDE), radians(_AZIMUTH)
    toward = -slope_x * sin(azimuth) + slope_y * cos(azimuth)  # y of a page runs downwards
    lit = (sin(up) + cos(up) * toward) / np.sqrt(1 + slope_x**2 + slope_y**2)
    level = sin(up)
    shade: Floats = np.where(lit < level, np.maximum(lit, 0.0) / level - 1, (lit - level) / (1 - level))
    return np.nan_to_num(shade)


def _down(column: Floats) -> Floats:
    found: Floats = column[:-2] + 2 * column[1:-1] + column[2:]
    return found


def _mask(land: Geometry, x: float, y: float, size: tuple[int, int]) -> Floats:
    """Which px are land: water is level, whatever lies at its ground."""
    picture = pictures.new("L", size, 0)
    pen = drawing.Draw(picture)
    for part in shapely.get_parts(shapely.get_parts(land)):
        for number, ring in enumerate(rings_of(part)):
            pen.polygon([tuple(point) for point in (ring - (x, y)).tolist()], fill=0 if number else 255)
    found: Floats = np.asarray(picture, dtype=np.float64) / 255
    return found
