"""The units of a config beside those that its tables hold by column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from geomap.facts.columns import OF_TABLE, Alike, Columns, Facet, Records, Rows, count_columns, names, stacked
from geomap.loading import Later
from geomap.values.row_columns import READ, STATED, row_of
from geomap.values.unit import UnitRow

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")


def with_crowd(own: Records[UnitRow], crowd: Alike[UnitRow] | None) -> Rows[UnitRow]:
    """The rows that the config states itself, then the crowd of its tables."""
    if crowd is None or not own:
        return own if crowd is None else crowd
    return Alike(stacked([_columns(own), crowd.columns]), partial(_filled, own))


def _columns(rows: Records[UnitRow]) -> Columns:
    """Rows that are records already as columns."""
    numbers = np.arange(len(rows))
    lat, lon = rows.lat_lon
    facets = {name: Facet(numbers, [of(row) for row in rows]) for name, of in READ.items()}
    return Columns(
        names(rows.ids),
        names(rows.labels),
        names(rows.place_names),
        lat,
        lon,
        *count_columns(rows.counts),
        numbers,
        {**facets, STATED: Facet(numbers, [row.id for row in rows])},
    )


def _filled(own: Sequence[UnitRow], columns: Columns, number: int) -> UnitRow:
    """A row: one of the config's own, or one of a table."""
    which = int(columns.own[number])
    return row_of(columns, number) if which == OF_TABLE else own[which]
