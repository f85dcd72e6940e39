"""Lakes of the basemap. Whole numbers of 1e-4 degree, lon before lat."""

from __future__ import annotations

from pathlib import Path

import shapely
from basemap_sources import NE_10M, shapefile
from basemap_tables import LAKES_50M, TOLERANCE
from basemap_topology import LONGEST_STEP

from geomap.ground.store import UNITS_PER_DEGREE


def read_lakes(gpuwm: Path) -> dict[str, list[shapely.Polygon]]:
    """Lakes of both scales, in units. Those of 1:50m are the largest of 1:10m, simplified, so that they agree."""
    outlines = [shapely.MultiLineString(record) for record in shapefile(gpuwm / NE_10M.format("lakes"))]
    lakes = whole_units([shapely.build_area(outline) for outline in outlines])
    largest = sorted(lakes, key=lambda lake: -lake.area)[:LAKES_50M]
    return {"10m": lakes, "50m": whole_units([lake.simplify(TOLERANCE * UNITS_PER_DEGREE) for lake in largest])}


def whole_units(shapes: list[shapely.Geometry]) -> list[shapely.Polygon]:
    """Polygons that are valid after rounding, without long steps."""
    shapes = [shapely.segmentize(shape, LONGEST_STEP) for shape in shapes]
    rounded = [part for shape in shapes for part in shapely.get_parts(shapely.set_precision(shape, 1))]
    return [part for part in rounded if not part.is_empty]
