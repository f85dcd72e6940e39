"""How far apart two places are."""

from __future__ import annotations

from pyproj import Geod

from geomap.facts import Place

_GEOD = Geod(ellps="WGS84")


def km_between(one: Place, other: Place) -> float:
    """Km of the shortest way along the ground, to a metre."""
    _, _, metres = _GEOD.inv(one.lon, one.lat, other.lon, other.lat)
    return round(float(metres) / 1000, 3)
