"""The rows of a table whose places are not told: those under embargo, and those that are rounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from geomap.tables.aggregation.table import Rows, Source
from geomap.tables.withheld import Told


class HiddenRow(NamedTuple):
    """Where a row is as its table says, in degrees, the degrees that this is rounded to, and its place.

    No step: nothing of it is told.
    """

    lat: float
    lon: float
    step: float | None
    place: str


def hidden_rows(source: Source, today: date, units: Iterable[Told]) -> Iterator[HiddenRow]:
    """In the order of the table, those with a position; `units` are those of the config that are held back.

    Raises LayerError, ImportError.
    """
    for batch in source.batches(source.held(today, units)):
        table = Rows(batch)
        lat, lon, step = (table.numbers(name) for name in ("lat", "lon", "precision"))
        is_withheld = table.is_withheld(today)
        places = table.texts("place")
        here = (is_withheld | ~np.isnan(step)) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
        for number in np.flatnonzero(here).tolist():
            told = None if is_withheld[number] else float(step[number])
            yield HiddenRow(float(lat[number]), float(lon[number]), told, places.names[int(places.codes[number])])
