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
    Geometries = NDArray[np.object_]  # of shapely
    Project = Callable[[Points], Points]
else:  # a check of the config makes no geometries
    np, shapely = Later("numpy"), Later("shapely")

_PROBES = (0.25, 0.5, 0.75)  # of an edge: one that bends to both sides may be straight in the middle
_MOST_PIECES = 256  # of an edge


def projected(geometries: Geometries, project: Project, most: float, short: float = 0.0) -> Geometries:
    """The geometries in the coordinates of `project`, no edge more than `most` of them off its true course."""
    found: Geometries = shapely.transform(bent(geometries, project, most, short), project)
    return found


def bent(geometries: Geometries, project: Project, most: float, short: float = 0.0) -> Geometries:
    """The geometries with so many positions more that their edges, projected, are nowhere more than `most` off.

    One is the same object where it is as it was. Edges up to `short`, in their own coordinates, are taken for
    straight, which saves time.
    """
    lines, owner = _lines(geometries)
    points, which = shapely.get_coordinates(lines, return_index=True)
    if len(points) < 2:
        return geometries
    pieces = _pieces(points, which, project, (most, short))
    is_bent = np.zeros(len(geometries), dtype=bool)
    is_bent[owner[which[:-1][pieces > 1]]] = True
    if not is_bent.any():
        return geometries
    mended, ends = geometries.copy(), np.searchsorted(which, np.arange(len(lines) + 1))
    first, last = (
        np.searchsorted(owner, np.flatnonzero(is_bent)),
        np.searchsorted(owner, np.flatnonzero(is_bent), "right"),
    )
    with np.errstate(invalid="ignore"):  # positions that are no numbers stay so
        for number, begin, end in zip(np.flatnonzero(is_bent), first, last, strict=True):
            part = slice(ends[begin], ends[end])
            more = _refined(points[part], which[part] - begin, np.append(pieces, 1)[part])
            mended[number] = _rebuilt(geometries[number], more)
    return mended


def _refined(points: Points, which: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.object_]:
    """Lines of whose edges each is cut into so many pieces."""
    source = np.repeat(np.arange(len(points)), counts)
    share = (np.arange(len(source)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[source]
    following = np.minimum(source + 1, len(points) - 1)
    more = points[source] + (points[following] - points[source]) * share[:, None]
    found: NDArray[np.object_] = shapely.linestrings(more, indices=which[source])
    return found


def _lines(geometries: Geometries) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """The lines and rings of geometries in the order of their positions, and of which geometry each is."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, of_part = shapely.get_parts(parts, return_index=True)
        owner = owner[of_part]
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    is_line |= shapely.get_type_id(parts) == shapely.GeometryType.LINEARRING
    is_line[of_ring] = False
    of_part = np.concatenate([of_ring, np.flatnonzero(is_line)])
    order = np.argsort(of_part, kind="stable")
    found, of_part = np.concatenate([rings, parts[is_line]])[order], of_part[order]
    is_seen = ~shapely.is_empty(found)
    return found[is_seen], owner[of_part[is_seen]]


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
