"""Regions that are larger than those whose ground is known, as the régions of France are of its départements.

GeoNames has them as the divisions of its towns, and each of the smaller regions is of the division that the town in its
middle is of.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geomap.loading import Later
from geomap.places.fold import fold_division, folds
from geomap.places.store import embedded, record_of

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

region_store = Later("geomap.ground.region_store")


_FAR = 2.0  # degrees of latitude that a region's nearest town is off its middle at most


class Group(NamedTuple):
    """A division by the name that GeoNames has for it, and the rows of the regions that it is made of."""

    country: str
    name: str
    rows: tuple[int, ...]


def groups_called(country: str, region: str) -> list[Group]:
    """The larger regions of a country (ISO 3166-1 alpha-2), or of any where it is empty, that have a name."""
    divisions = embedded().divisions
    codes = divisions.codes(region, (*folds(region), *fold_division(region)))
    found = []
    for code in sorted(codes):
        of = code.partition(".")[0]
        if country in ("", of) and len(rows := _rows_by_division(of).get(code, ())) > 1:
            found.append(Group(of, divisions.names[code], rows))
    return found


@cache
def _rows_by_division(country: str) -> dict[str, tuple[int, ...]]:
    """The regions of a country by the division of the town that is nearest to the middle of each."""
    records = [record_of(line, country) for line in embedded().lines(country)]
    records = [record for record in records if record.division]
    if not records:
        return {}
    at = np.array([(record.lon, record.lat) for record in records], dtype=float)
    found: dict[str, list[int]] = {}
    for number, row in enumerate(region_store.table()):
        if row["country"] == country:
            off = at - (float(row["lon"]), float(row["lat"]))
            far = np.hypot(off[:, 0] * np.cos(np.radians(float(row["lat"]))), off[:, 1])
            nearest = int(far.argmin())
            if far[nearest] > _FAR:  # overseas, under a code of its own in GeoNames
                continue
            found.setdefault(records[nearest].division, []).append(number)
    return {code: tuple(rows) for code, rows in found.items()}
