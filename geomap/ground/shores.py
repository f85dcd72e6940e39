"""On which ground circles lie: on land, on water, or on both. Degrees, WGS 84."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, STRtree

from geomap.ground.reader import read_basemap
from geomap.ground.waters import without_lakes
from geomap.ground.window import Window, flat
from geomap.scene import Bounds

GroundName = Literal["land", "water"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def grounds_below(  # noqa: PLR0913, PLR0917 - where circles are, and on which map
    lat: Floats, lon: Floats, reach: Floats, bounds: Bounds, worldview: str, drained: frozenset[str] = frozenset()
) -> frozenset[GroundName]:
    """What circles at positions in a view lie on, which reach so many degrees of latitude from their middles.

    Seas and lakes are water, but for those that are `drained`; rivers are lines, not ground.
    """
    window = Window.of(bounds)
    squeeze = (float(np.cos(np.radians((window.south + window.north) / 2))), 1.0)
    basemap = without_lakes(read_basemap(bounds, worldview, margin=0.0), drained)
    shapes = {role: [area.geometry for area in basemap.areas if area.role == role] for role in ("land", "lake")}
    shapes["land"] += [area.geometry for area in basemap.areas if area.role == "disputed"]
    shores = [line.geometry for line in basemap.lines if line.role == "coast"] + [
        *map(shapely.boundary, shapes["lake"])
    ]
    points = shapely.points(np.column_stack([[window.lon(float(east)) for east in lon], lat]) * squeeze)
    lands, lakes, lines = (_squeezed(each, squeeze) for each in (shapes["land"], shapes["lake"], shores))
    is_near = _found(lines, points, reach)
    is_dry = _found(lands, points) & ~_found(lakes, points)
    names: tuple[tuple[GroundName, Flags], ...] = (("land", is_dry | is_near), ("water", ~is_dry | is_near))
    return frozenset(name for name, found in names if found.any())


def _squeezed(shapes: Sequence[Geometry], squeeze: tuple[float, float]) -> STRtree:
    """The single parts of shapes, a degree of longitude as long as one of latitude."""
    parts = [part for shape in shapes for part in flat(shape)]
    return STRtree(shapely.transform(np.array(parts, dtype=object), lambda xy: xy * squeeze))


def _found(shapes: STRtree, points: NDArray[np.object_], within: Floats | None = None) -> Flags:
    """Which points lie in any of the shapes, or `within` so much of one."""
    if within is None:
        hits, _ = shapes.query(points, predicate="intersects")
    else:
        hits, _ = shapes.query(points, predicate="dwithin", distance=within)
    found = np.zeros(len(points), dtype=bool)
    found[hits] = True
    return found
