"""Lakes and rivers of the basemap. Whole numbers of 1e-4 degree, lon before lat."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from basemap_sources import NE_10M, Topology, shapefile
from basemap_tables import LAKES_50M, SMOOTHING, TOLERANCE
from basemap_topology import LONGEST_STEP, Ints

from geomap.ground.store import UNITS_PER_DEGREE


@dataclass(frozen=True)
class Water:
    """Lakes and rivers of one scale, in units."""

    lakes: list[shapely.Polygon]
    rivers: list[Ints]


def read_water(sane: Path, gpuwm: Path) -> dict[str, Water]:
    """Lakes and rivers of both scales. The lakes of 1:50m are the largest of 1:10m, simplified, so that they agree."""
    outlines = [shapely.MultiLineString(record) for record in shapefile(gpuwm / NE_10M.format("lakes"))]
    lakes = whole_units([shapely.build_area(outline) for outline in outlines])
    largest = sorted(lakes, key=lambda lake: -lake.area)[:LAKES_50M]
    coarse = whole_units([lake.simplify(TOLERANCE["50m"] * UNITS_PER_DEGREE) for lake in largest])
    both = {"10m": lakes, "50m": coarse}
    topology = Topology(sane / "dist/world_50m.json")
    rivers = [
        smooth(topology.units(topology.line(refs)))
        for geometry in topology.objects["rivers"]["geometries"]
        for refs in (geometry["arcs"] if geometry["type"] == "MultiLineString" else [geometry["arcs"]])
    ]
    return {
        scale: Water(kept, ashore(rivers, kept, TOLERANCE[scale] * UNITS_PER_DEGREE)) for scale, kept in both.items()
    }


def ashore(rivers: list[Ints], lakes: list[shapely.Polygon], tolerance: float) -> list[Ints]:
    """Rivers where they do not run through a lake, simplified."""
    dry = shapely.difference([shapely.LineString(river) for river in rivers], shapely.union_all(lakes))
    simple = shapely.simplify(shapely.get_parts(dry), tolerance)
    lines = [np.rint(shapely.get_coordinates(line)).astype(np.int64) for line in simple if not line.is_empty]
    return [line for line in lines if (line[0] != line[-1]).any()]


def whole_units(shapes: list[shapely.Geometry]) -> list[shapely.Polygon]:
    """Polygons that are valid after rounding, without long steps."""
    shapes = [shapely.segmentize(shape, LONGEST_STEP) for shape in shapes]
    rounded = [part for shape in shapes for part in shapely.get_parts(shapely.set_precision(shape, 1))]
    return [part for part in rounded if not part.is_empty]


def smooth(line: Ints) -> Ints:
    """Corners cut, ends kept (Chaikin)."""
    points = line.astype(float)
    for _ in range(SMOOTHING):
        inner = np.stack([points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75], axis=1)
        points = np.concatenate([points[:1], inner.reshape(-1, 2)[1:-1], points[-1:]])
    smoothed: Ints = np.rint(points).astype(np.int64)
    return smoothed
