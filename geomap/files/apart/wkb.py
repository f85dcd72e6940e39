"""Geometries out of the WKB that GDAL gives, also where its rings are not closed, as some KML has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Geometry


def geometries_of(wkb: Sequence[bytes | None]) -> tuple[list[Geometry | None], int]:
    """The geometries, None where there is none, and in how many a ring was not closed, which it is now."""
    with np.errstate(invalid="ignore"):  # positions that are no numbers are told by who asks
        try:
            return list(shapely.from_wkb(wkb)), 0
        except shapely.errors.GEOSException:
            left = shapely.from_wkb(wkb, on_invalid="ignore")
            closed = shapely.from_wkb(wkb, on_invalid="fix")
    return list(closed), sum(1 for one, other in zip(left, closed, strict=True) if one is None and other is not None)
