"""Lines drawn once where several pieces run the same way, as the borders of areas that touch do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.loading import Later
from geomap.scene.degrees import is_cut

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
    from shapely import Geometry
else:  # a check of the config makes no marks
    np, shapely = Later("numpy"), Later("shapely")


def joined(geometries: Sequence[Geometry]) -> Geometry:
    """All lines and outlines as one geometry, each step between two positions once, in pieces as long as they may be.

    Where an area is cut, on the antimeridian or towards a pole, it has no edge.

    Lines are not cut where they cross: that would take time and memory without bound, and draws the same.
    """
    parts = shapely.get_parts(geometries)
    lines = shapely.get_parts(np.where(shapely.get_dimensions(parts) == 2, shapely.boundary(parts), parts))
    lines = lines[shapely.get_dimensions(lines) == 1]
    steps = _steps(lines)
    once = _first_of_each(steps)
    once = once[~is_cut(steps[once])]
    if len(once) < len(steps):
        lines = shapely.linestrings(steps[once])
    return shapely.line_merge(shapely.multilinestrings(lines))


def _steps(lines: Sequence[Geometry]) -> NDArray[np.float64]:
    """The steps of all lines, as pairs of positions."""
    points, which = shapely.get_coordinates(lines, return_index=True)
    goes_on = which[1:] == which[:-1]
    return np.stack([points[:-1][goes_on], points[1:][goes_on]], axis=1)


def _first_of_each(steps: NDArray[np.float64]) -> NDArray[np.int64]:
    """The numbers of the steps that repeat none before them, in whichever direction."""
    flat = steps.reshape(-1, 4)
    turned = (flat[:, 0] > flat[:, 2]) | ((flat[:, 0] == flat[:, 2]) & (flat[:, 1] > flat[:, 3]))
    keys = np.where(turned[:, None], flat[:, [2, 3, 0, 1]], flat)
    _, first = np.unique(keys, axis=0, return_index=True)
    return np.sort(first)
