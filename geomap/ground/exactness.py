"""How exact the basemap may be at best, which is known before any of it is read."""

from __future__ import annotations

from typing import Final

from geomap.scene import Bounds

REGIONAL_SPAN: Final = 30.0  # degrees; a view at least this wide or high is drawn from 1:50m
_DRAWN_KM = {"10m": 2.0, "50m": 10.0}  # 0.2 mm at the scale of the source: no hand draws finer


def most_km(bounds: Bounds) -> float:
    """How far borders and coasts may be off in a view, by the scale that it is drawn from."""
    west, south, east, north = bounds
    span = max((east - west) % 360 or 360.0, north - south)
    return _DRAWN_KM["50m" if span >= REGIONAL_SPAN else "10m"]
