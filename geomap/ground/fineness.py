"""How fine the borders and coasts of the ground are, and how far positions are from them. Degrees, WGS 84; km."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geomap.ground.exactness import most_km
from geomap.ground.reader import read_basemap
from geomap.ground.window import Window, flat
from geomap.measure import KM_PER_DEGREE
from geomap.scene import Bounds

_ROLES: Final = ("coast", "border", "disputed_border")
_LEAST_SPAN = 1.5  # degrees: so much around a small view is looked at
_KEPT = 16  # views

Floats = NDArray[np.float64]


def fineness_km(bounds: Bounds, worldview: str) -> float | None:
    """How exact borders and coasts are in a view: the median from one of their points to the next, or less where they
    run straight for long and the source is finer. None where there are none in it.
    """
    lines = _lines(bounds, worldview)
    window = Window.of(bounds)
    view = shapely.box(window.west, window.south, window.east, window.north)
    if not any(shapely.intersects(line, view) for line in lines):
        return None
    steps = np.concatenate([_steps(line) for line in lines])
    return min(float(np.median(steps)), most_km(bounds))


def km_from_lines(lat: Floats, lon: Floats, bounds: Bounds, worldview: str) -> Floats:
    """How far positions in a view are from the nearest border or coast in it, in km; infinite where there is none."""
    window = Window.of(bounds)
    squeeze = (np.cos(np.radians((window.south + window.north) / 2)), 1.0)
    lines = shapely.transform(shapely.union_all(_lines(bounds, worldview)), lambda xy: xy * squeeze)
    points = np.array([[window.lon(float(east)), float(north)] for east, north in zip(lon, lat, strict=True)])
    away: Floats = shapely.distance(lines, shapely.points(points.reshape(-1, 2) * squeeze)) * KM_PER_DEGREE
    return np.where(np.isnan(away), np.inf, away)


@lru_cache(_KEPT)
def _lines(bounds: Bounds, worldview: str) -> tuple[Geometry, ...]:
    """The single borders and coasts of a view, and of some ground around a small one."""
    margin = max(0.0, (_LEAST_SPAN / Window.of(bounds).span - 1) / 2)
    found = read_basemap(bounds, worldview, margin=margin).lines
    return tuple(part for line in found if line.role in _ROLES for part in flat(line.geometry))


def _steps(line: Geometry) -> Floats:
    """The km from each point of a line to the next."""
    points = shapely.get_coordinates(line)
    middle = np.radians((points[1:, 1] + points[:-1, 1]) / 2)
    east, north = np.diff(points, axis=0).T
    steps: Floats = np.hypot(east * np.cos(middle), north) * KM_PER_DEGREE
    return steps
