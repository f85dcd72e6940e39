"""COMPOSE: typed coordinates that look swapped, since only so they lie where the other units are."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from geomap.config import Config
from geomap.errors import Problem
from geomap.facts import ROUNDED, Unit
from geomap.facts.columns import Floats, Rows
from geomap.loading import Later
from geomap.places.choose import distance_km

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

_FEW = 1000  # rows, which are soon looked at one by one
_FEWEST_OTHERS = 2  # units that tell where a map is
_FAR_KM = 500.0
_TIMES_FARTHER = 3.0  # than any of the others
_AMONG_KM = 100.0  # round the others, where there are few or they stand close


def swapped_warnings(config: Config, history: Rows[Unit], stated: int) -> Iterator[Problem]:
    """The rows, of the first `stated`, that lie far from all others, and would lie among them with lat and lon swapped.

    `history` are all observations, in the order of the config's rows.
    """
    if stated > _FEW and not _has_suspects(*history.lat_lon, stated):
        return
    places = history.points[:stated]
    if len(places) <= _FEWEST_OTHERS:
        return
    lat, lon = (median(values) for values in zip(*places, strict=True))
    suspects = {row for row, at in enumerate(places) if abs(at[1] - lat) < abs(at[0] - lat) and abs(at[1]) <= 90}
    others = [at for row, at in enumerate(places) if row not in suspects] if suspects else []
    if len(others) < _FEWEST_OTHERS:
        return
    reach = max(distance_km(lat, lon, *at) for at in others)
    for row in sorted(suspects):
        own, other = places[row]
        off = distance_km(lat, lon, own, other)
        is_far = off > max(_TIMES_FARTHER * reach, _FAR_KM)
        if is_far and distance_km(lat, lon, other, own) <= reach + _AMONG_KM and _is_typed(history[row]):
            text = f"lies {off:,.0f} km from the middle of the other units"
            is_exact = history[row].precision is None  # what is to be rounded is told nowhere
            hint = f"lat and lon look swapped{f': write {{lat: {other:g}, lon: {own:g}}}' if is_exact else ''}"
            yield config.problem(("units", row, "at"), text=text, hint=hint, severity="warning")


def _has_suspects(lats: Floats, lons: Floats, stated: int) -> bool:
    """Whether any row lies nearer to the middle with lat and lon swapped."""
    lat, lon = lats[:stated], lons[:stated]
    return bool(np.any((np.abs(lon - np.median(lat)) < np.abs(lat - np.median(lat))) & (np.abs(lon) <= 90)))


def _is_typed(unit: Unit) -> bool:
    return unit.place.found_by in ("coordinates", ROUNDED)
