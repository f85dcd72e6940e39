"""Circles are whole: a view that is stated shows a little more where its edge would cut those that it holds."""

from __future__ import annotations

import numpy as np

from geomap.layout.view.projection import NO_REACHES, Reaches, fit
from geomap.page import Box
from geomap.scene import Bounds


def whole_reaches(bounds: Bounds, frame: Box, circles: Reaches, most: float) -> Reaches:
    """What a view of bounds in a frame has to show, so that it cuts none of the circles that they hold: these, and the
    corners of the bounds, which stay in view.

    Nothing where no circle is cut, or where that took more than `most` times the ground, each way: then the bounds are
    what the config wants to be seen.
    """
    west, south, east, north = bounds
    lon, lat, radius = circles.T
    held = np.flatnonzero((south <= lat) & (lat <= north) & ((lon - west) % 360 <= (east - west) % 360))
    stated = fit(bounds, frame)
    points, reach = stated.to_px(lon[held], lat[held]), radius[held, None]
    if not (frame.holds(points) & ~(frame.holds(points - reach) & frame.holds(points + reach))).any():
        return NO_REACHES
    reaches = np.vstack([circles[held], _corners(bounds)])
    return reaches if fit(bounds, frame, reaches).scale * most >= stated.scale else NO_REACHES


def _corners(bounds: Bounds) -> Reaches:
    """The corners and sides of bounds as positions that take no room."""
    west, south, east, north = bounds
    middle = west + (east - west) % 360 / 2
    return np.array([(lon, lat, 0.0) for lon in (west, middle, east) for lat in (south, (south + north) / 2, north)])
