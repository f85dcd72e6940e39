"""Edges that are straight in one reference system, drawn in another: positions are added until nobody sees a bend.

An edge of a file is straight in the file's own coordinates: one along a parallel in degrees is a curve on a conic map.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
    from shapely import Geometry

    Points = NDArray[np.float64]  # shape (n, 2): x, y
    Project = Callable[[Points], Points]
else:  # a check of the config makes no geometries
    np, shapely = Later("numpy"), Later("shapely")

_PROBES = (0.25, 0.5, 0.75)  # of an edge: one that bends to both sides may be straight in the middle
_MOST_PIECES = 256  # of an edge


def projected(geometry: Geometry, project: Project, most: float, short: float = 0.0) -> Geometry:
    """The geometry in the coordinates of `project`, no edge more than `most` of them off its true course."""
    return shapely.transform(bent(geometry, project, most, short), project)


def bent(geometry: Geometry, project: Project, most: float, short: float = 0.0) -> Geometry:
    """The geometry with so many positions more that its edges, projected, are nowhere more than `most` off.

    It is the same geometry where they are not as it is. Edges up to `short`, in its own coordinates, are taken for
    straight, which saves time.
    """
    lines = _lines(geometry)
    points, which = shapely.get_coordinates(lines, return_index=True)
    if len(points) < 2:
        return geometry
    pieces = _pieces(points, which, project, (most, short))
    if not (pieces > 1).any():
        return geometry
    counts = np.append(pieces, 1)
    source = np.repeat(np.arange(len(points)), counts)
    share = (np.arange(len(source)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[source]
    following = np.minimum(source + 1, len(points) - 1)
    more = points[source] + (points[following] - points[source]) * share[:, None]
    return _rebuilt(geometry, shapely.linestrings(more, indices=which[source]))


def _lines(geometry: Geometry) -> NDArray[np.object_]:
    """The lines and rings of a geometry, in the order of its positions."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    kinds = shapely.get_type_id(parts)
    is_line = (kinds == shapely.GeometryType.LINESTRING) | (kinds == shapely.GeometryType.LINEARRING)
    is_line &= ~np.isin(np.arange(len(parts)), of_ring)
    order = np.argsort(np.concatenate([of_ring, np.flatnonzero(is_line)]), kind="stable")
    found: NDArray[np.object_] = np.concatenate([rings, parts[is_line]])[order]
    seen: NDArray[np.object_] = found[~shapely.is_empty(found)]
    return seen


def _pieces(
    points: Points, which: NDArray[np.int64], project: Project, within: tuple[float, float]
) -> NDArray[np.int64]:
    """Into how many pieces the edge from each position to the next is cut; 1 where the next begins another line."""
    most, short = within
    pieces = np.ones(len(points) - 1, dtype=np.int64)
    steps = np.diff(points, axis=0)
    long = np.flatnonzero((which[1:] == which[:-1]) & (np.abs(steps).max(axis=1) > short))
    if not len(long):
        return pieces
    start, step = points[long], steps[long]
    begin, off = project(start), np.zeros(len(long))
    with np.errstate(invalid="ignore", over="ignore"):  # what cannot be shown has no place
        chord = project(points[long + 1]) - begin
        for share in _PROBES:
            off = np.fmax(off, np.hypot(*(project(start + step * share) - begin - chord * share).T))
    off[~np.isfinite(off)] = 0.0
    pieces[long] = np.clip(np.ceil(np.sqrt(off / most)), 1, _MOST_PIECES).astype(np.int64)
    return pieces


def _rebuilt(geometry: Geometry, lines: NDArray[np.object_]) -> Geometry:
    """The geometry of other lines, one for each that `_lines` gave of it."""
    left = iter(lines)

    def made(part: Geometry) -> Geometry:
        kind = part.geom_type
        if part.is_empty or kind in ("Point", "MultiPoint"):
            return part
        if kind == "Polygon":
            shell, *holes = (shapely.linearrings(shapely.get_coordinates(next(left))) for _ in shapely.get_rings(part))
            return shapely.polygons(shell, holes or None)
        if kind == "LineString":
            return next(left)
        if kind == "LinearRing":
            return shapely.linearrings(shapely.get_coordinates(next(left)))
        return type(part)([made(one) for one in part.geoms])

    return made(geometry)
