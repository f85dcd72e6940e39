"""The units of a config beside those that its tables hold by column."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import TYPE_CHECKING

from geomap.facts.columns import Alike, Columns, count_columns, names, stacked
from geomap.loading import Later
from geomap.tables.by_column import filled
from geomap.values.counts import Claimed
from geomap.values.unit import UnitRow

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")


def with_crowd(own: tuple[UnitRow, ...], crowd: Alike[UnitRow] | None) -> Sequence[UnitRow]:
    """The rows that the config states itself, then the crowd of its tables."""
    if crowd is None or not own:
        return own if crowd is None else crowd
    places = [(row.at.lat, row.at.lon) if row.at else (nan, nan) for row in own]
    lat, lon = np.array(places, dtype=float).T
    counts = (row.troops.count if isinstance(row.troops, Claimed) else row.troops for row in own)
    columns = Columns(
        names(row.id for row in own),
        names(row.label.text for row in own),
        names(row.place for row in own),
        lat,
        lon,
        *count_columns(counts),
        np.arange(len(own)),
    )
    return stacked([Alike(columns, own, filled, whole=len(own)), crowd])
