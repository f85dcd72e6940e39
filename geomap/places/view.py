"""Which of several places of a name is meant that is only shown: the one that lies in the view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from geomap.facts.columns import Rows
from geomap.loading import Later
from geomap.places.answers import Answer

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

_AROUND = 1.0  # of the extent of the units that are at positions, on each side: about what their map shows
_LEAST = 1.0  # degrees

Box = tuple[float, float, float, float]


class _Viewed(Protocol):
    """What is read of a config."""

    @property
    def units(self) -> Rows[Any]: ...
    @property
    def view(self) -> Any: ...


def in_view(answer: Answer, config: _Viewed) -> Answer:
    """The answer to what may mean several places, found where only one of them lies in the view of a config."""
    box = _box(config)
    if box is None:
        return answer
    west, south, east, north = box
    span = (east - west) % 360.0 or 360.0
    inside = [one for one in answer.candidates if south <= one.lat <= north and (one.lon - west) % 360.0 <= span]
    return replace(answer, status="found", place=inside[0]) if len(inside) == 1 else answer


def _box(config: _Viewed) -> Box | None:
    """West, south, east, north in degrees of what the map shows; None where that is known of no unit yet."""
    if config.view.bounds:
        west, south, east, north = config.view.bounds
        return west, south, east, north
    if not config.units:
        return None
    lat, lon = config.units.lat_lon
    lat, lon = lat[np.isfinite(lat)], lon[np.isfinite(lon)]
    if not len(lat) or np.ptp(lon) > 180.0:
        return None
    room = max(_AROUND * max(np.ptp(lon), np.ptp(lat)), _LEAST)
    return float(lon.min() - room), float(lat.min() - room), float(lon.max() + room), float(lat.max() + room)
