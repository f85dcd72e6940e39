"""Bounds in degrees: west, south, east, north, with west > east where they cross the antimeridian."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log2

from geomap.scene import Bounds

HALF_WORLD = 179.99  # degrees: a map of the world ends just before its seam, opposite to its middle

_ALL_ROUND = 350.0  # degrees; from there on bounds are a map of the world


def longitude_span(bounds: Bounds) -> float:
    """Degrees from west to east, going east; bounds may cross the antimeridian (west > east)."""
    west, _, east, _ = bounds
    return east - west if east > west else east - west + 360


def mid_longitude(bounds: Bounds) -> float:
    """The meridian in the middle of the view, in -180..180."""
    middle = bounds[0] + longitude_span(bounds) / 2
    return wrapped(middle)


def holds(bounds: Bounds, lon: float, lat: float) -> bool:
    """Whether a position lies within the bounds."""
    west, south, _, north = bounds
    return south <= lat <= north and (lon - west) % 360 <= longitude_span(bounds)


def covers(bounds: Bounds, other: Bounds) -> bool:
    """Whether the bounds hold all of others. Beyond a map of the world there is nothing."""
    if not bounds[1] <= max(other[1], -90.0) or not bounds[3] >= min(other[3], 90.0):
        return False
    span = longitude_span(bounds)
    return span > _ALL_ROUND or (other[0] - bounds[0]) % 360 + longitude_span(other) <= span


def union(bounds: Sequence[Bounds]) -> Bounds:
    """The bounds around all bounds, measured around the middle of the first; the whole world where they go round."""
    middle = mid_longitude(bounds[0])
    spans = [(_offset(box[0], middle), longitude_span(box)) for box in bounds]
    west = min(start for start, _ in spans)
    east = max(start + span for start, span in spans)
    south, north = min(box[1] for box in bounds), max(box[3] for box in bounds)
    if east - west >= _ALL_ROUND:
        west, east = -HALF_WORLD, HALF_WORLD
    return (wrapped(middle + west), south, wrapped(middle + east), north)


def padded(bounds: Bounds, share: float) -> Bounds:
    """The bounds with a share of their spans added on each side, never round the world."""
    west, south, _, north = bounds
    span = longitude_span(bounds)
    aside = max(min(span * share, HALF_WORLD - span / 2), 0.0)
    above = (north - south) * share
    east = west + span + aside
    return wrapped(west - aside), max(south - above, -90.0), wrapped(east), min(north + above, 90.0)


def snapped(bounds: Bounds) -> Bounds:
    """The bounds with their edges moved out to whole steps of a 16th to a 32nd of their span.

    So an artboard that is a little changed needs no other basemap, which would change all the others as well.
    """
    west, south, east, north = bounds
    span = longitude_span(bounds)
    if span > 2 * HALF_WORLD - 10:
        return bounds
    step = 2.0 ** floor(log2(max(span, north - south) / 16))
    west, east = floor(west / step) * step, ceil((west + span) / step) * step
    if east - west >= 2 * HALF_WORLD:
        return bounds
    return wrapped(west), max(floor(south / step) * step, -90.0), wrapped(east), min(ceil(north / step) * step, 90.0)


def _offset(lon: float, middle: float) -> float:
    return (lon - middle + 180) % 360 - 180


def wrapped(lon: float) -> float:
    """The longitude in -180..180."""
    return (lon + 180) % 360 - 180
