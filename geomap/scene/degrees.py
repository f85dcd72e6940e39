"""Longitudes beyond 180 brought home: what lies across the antimeridian is cut there (RFC 7946, 3.1.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
    from shapely import Geometry, affinity
else:  # a check of the config makes no geometries
    np, shapely, affinity = Later("numpy"), Later("shapely"), Later("shapely.affinity")

_TURNS = (-1, 0, 1, 2)  # round the earth that a geometry may run, from -540 to 900 degrees
_WHOLE = 360.0
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_EXACT = 1e-9  # degrees


def within_180(geometry: Geometry) -> Geometry:
    """The geometry in longitudes from -180 to 180, in several parts where it crosses the antimeridian."""
    west, _, east, _ = shapely.bounds(geometry)
    if not (west < -180 or east > 180):
        return geometry
    dimensions = shapely.get_dimensions(geometry)
    found = []
    for turn in _TURNS:
        here = affinity.translate(geometry, xoff=-_WHOLE * turn)
        cut = (
            shapely.clip_by_rect(here, *_WORLD) if dimensions == 1 else shapely.intersection(here, shapely.box(*_WORLD))
        )
        parts = shapely.get_parts(cut)
        found += [part for part in parts if shapely.get_dimensions(part) == dimensions and not part.is_empty]
    if len(found) == 1:
        return found[0]
    return shapely.union_all(found) if dimensions == 2 else shapely.multilinestrings(found)


def is_cut(steps: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether steps, shape (n, 2, 2) in degrees, lie on the antimeridian or lead to a pole: where a map is cut, and
    nothing has its edge.
    """
    on_seam = (np.abs(np.abs(steps[..., 0]) - 180) < _EXACT).all(axis=1)
    to_pole = (np.abs(steps[..., 1]) > 90 - _EXACT).any(axis=1)
    found: NDArray[np.bool_] = on_seam | to_pole
    return found
