"""Meridians and parallels at whole steps of degrees."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, cos, floor, radians
from typing import TYPE_CHECKING

from geomap.loading import Later
from geomap.scene import Bounds, Line

if TYPE_CHECKING:
    import numpy as np
    import shapely
else:  # a check of the config draws no lines
    np, shapely = Later("numpy"), Later("shapely")

STEPS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)  # degrees; what maps use
_LINES = 4  # at least so many lines in the longer extent of a view, where the step is chosen for it
_FINEST = 0.5  # degrees between points at most: straight pieces that short pass for curves


def graticule_steps(bounds: Bounds, step: bool | float) -> tuple[float, float]:
    """Degrees between meridians and between parallels: as stated, or by the extent. Meridians lie closer polewards."""
    if step is not True:
        return float(step), float(step)
    west, south, east, north = bounds
    squeeze = max(cos(radians((south + north) / 2)), 0.05)
    extent = max(north - south, ((east - west) % 360 or 360.0) * squeeze)
    parallels = max((own for own in STEPS if own * _LINES <= extent), default=STEPS[0])
    meridians = min((own for own in STEPS if own * squeeze >= parallels / 2), default=STEPS[-1])
    return meridians, parallels


def graticule(bounds: Bounds, steps: tuple[float, float]) -> Iterator[Line]:
    """The meridians and parallels within `bounds`, whose longitudes run on past 180 like the basemap's."""
    west, south, east, north = bounds
    east += 360.0 if west > east else 0.0
    lats, lons = _along(south, north), _along(west, east)
    meridians = {(lon + 180.0) % 360.0 - 180.0: lon for lon in _multiples(west, east, steps[0])}
    for name, lon in meridians.items():
        yield _line("lon", name, np.column_stack([np.full_like(lats, lon), lats]))
    for lat in _multiples(south, north, steps[1]):
        if abs(lat) < 90:
            yield _line("lat", lat, np.column_stack([lons, np.full_like(lons, lat)]))


def lines_across(bounds: Bounds, steps: tuple[float, float]) -> int:
    """How many meridians or parallels cross the bounds, whichever are more."""
    west, south, east, north = bounds
    return int(max(((east - west) % 360 or 360.0) / steps[0], (north - south) / steps[1]))


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [round(number * step, 6) for number in range(ceil(low / step), floor(high / step) + 1)]


def _along(low: float, high: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    pieces = ceil((high - low) / min(_FINEST, (high - low) / 20))
    return np.linspace(low, high, pieces + 1)


def _line(axis: str, degrees: float, points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Line:
    name = f"graticule-{axis}-{degrees:g}"
    return Line(name, "graticule", shapely.linestrings(points), properties={axis: degrees})
