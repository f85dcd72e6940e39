"""From which scale on a map shows what its files of the ground hold: one table, by role.

The tiles of a zoom have been thinned for it. What is left is drawn by class, down to the scale at which lines of that
class would be told apart no longer: kilometres of a px of the map, where its projection is true to scale.
"""

from __future__ import annotations

from math import cos, log2, radians
from types import MappingProxyType

from geomap.ground import schemas

UNTIL = MappingProxyType(  # km a px
    {
        "motorway": 3.0,
        "trunk": 1.6,
        "primary": 0.7,
        "secondary": 0.26,
        "tertiary": 0.1,
        "minor": 0.03,
        schemas.RAILWAY: 0.7,
        schemas.WATER: 4.0,
        schemas.WOOD: 0.5,
        schemas.BUILT_UP: 0.9,
        schemas.RIVER: 1.2,
        schemas.STREAM: 0.08,
        schemas.CAPITAL: 12.0,
        schemas.CITY: 3.0,
        schemas.TOWN: 1.2,
        schemas.VILLAGE: 0.35,
        schemas.HAMLET: 0.06,
        schemas.SUBURB: 0.09,
    }
)
BEND = 0.3  # px; finer ones are left out
LEAST_AREA = 14.0  # px², of an area that is drawn
_KM_PER_PX = 156.543  # of a map of the web of zoom 0, at the equator
_TILE = 1.0  # zoom by which tiles are coarser than maps of the web: theirs are drawn 512 px wide


def shown(km_per_px: float) -> tuple[str, ...]:
    """The roles that a map of this scale shows."""
    return tuple(role for role, until in UNTIL.items() if km_per_px <= until)


def zoom_for(km_per_px: float, lat: float) -> int:
    """The zoom of the tiles that suit a map of this scale at a latitude."""
    return max(round(log2(_KM_PER_PX * max(cos(radians(lat)), 0.05) / km_per_px) - _TILE), 0)
