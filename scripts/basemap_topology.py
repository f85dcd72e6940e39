"""Polygons of countries to shared arcs, faces and rings. Whole numbers of 1e-4 degree, lon before lat."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.ground.store import UNITS_PER_DEGREE

Ints = NDArray[np.int64]
Rings = list[Ints]  # a shell and its holes
TURN = 360 * UNITS_PER_DEGREE
LONGEST_STEP = 1.0 * UNITS_PER_DEGREE  # longer lines get points between, so that a projection may bend them
POLE = -90 * UNITS_PER_DEGREE


@dataclass(frozen=True)
class Face:
    """A piece of ground no line runs through, and the country or disputed area of the source it belongs to."""

    entity: str
    shape: shapely.Polygon


def unwrap(ring: Ints) -> Ints:
    """A closed ring made continuous across the antimeridian: it runs on past 180 instead of jumping to -180."""
    jumps = np.diff(ring[:, 0], prepend=ring[:1, 0])
    turns = np.cumsum(np.where(jumps > TURN // 2, -TURN, np.where(jumps < -TURN // 2, TURN, 0)))
    out = ring.copy()
    out[:, 0] += turns
    return out


def close_pole(ring: Ints) -> Ints | None:
    """A ring once round the earth (Antarctica's) is led along the south pole; one at the pole itself is none."""
    if ring[0, 0] == ring[-1, 0]:
        return ring
    if ring[:, 1].min() <= POLE + 100:
        return None
    first, last = ring[0], ring[-1]
    return np.concatenate([ring, [(last[0], POLE), (first[0], POLE)], ring[:1]])


def mend_antimeridian(polygons: list[Rings]) -> list[Rings]:
    """Join the halves of a country that the source cut at 180 degrees. All its parts then run east past 180.

    The two edges of a cut differ by the source's rounding, so a strip of 0.004 degree is laid over each.
    """
    cuts = [strip for rings in polygons for strip in _cut_strips(rings[0])]
    if not cuts:
        return polygons
    east = [shape(rings) for rings in ([_east(ring) for ring in rings] for rings in polygons)]
    joined = shapely.union_all([*east, *cuts], grid_size=1)
    return [rings_of(part) for part in shapely.get_parts(joined)]


def _east(ring: Ints) -> Ints:
    return ring if ring[:, 0].mean() > 0 else ring + np.array((TURN, 0))


def _cut_strips(ring: Ints) -> list[shapely.Polygon]:
    if ring[:, 1].min() <= POLE:
        return []
    on_cut = np.abs(ring[:, 0]) == TURN // 2
    edges = [np.sort(ring[i : i + 2, 1]) for i in np.flatnonzero(on_cut[1:] & on_cut[:-1])]
    return [shapely.box(TURN // 2 - 20, low, TURN // 2 + 20, high) for low, high in edges if low < high]


def shape(rings: Rings) -> shapely.Geometry:
    """A valid polygon or multipolygon of a shell and holes; rings that rounding has flattened are left out."""
    shell, *holes = rings
    if len(shell) < 4:
        return shapely.Polygon()
    valid = shapely.make_valid(shapely.Polygon(shell, [hole for hole in holes if len(hole) >= 4]))
    return shapely.union_all([part for part in shapely.get_parts(valid) if shapely.get_dimensions(part) == 2])


def segments(rings: Rings) -> tuple[Ints, Ints]:
    """The distinct segments of all rings, in one direction: real lines, and edges where the earth is only unrolled."""
    pairs = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    swap = (pairs[:, 0] > pairs[:, 2]) | ((pairs[:, 0] == pairs[:, 2]) & (pairs[:, 1] > pairs[:, 3]))
    pairs[swap] = pairs[swap][:, [2, 3, 0, 1]]
    pairs = np.unique(pairs[(pairs[:, :2] != pairs[:, 2:]).any(axis=1)], axis=0)
    at_pole = (pairs[:, 1] == POLE) | (pairs[:, 3] == POLE)
    return pairs[~at_pole], pairs[at_pole]


def network(pairs: Ints) -> list[shapely.LineString]:
    """Lines that meet only at their ends, through all segments, snapped to whole units."""
    lines = shapely.segmentize(shapely.linestrings(pairs.reshape(-1, 2, 2)), LONGEST_STEP)
    noded = shapely.line_merge(shapely.union_all(lines, grid_size=1))
    return [line for line in shapely.get_parts(noded) if line.length > 0]


def split_at_boxes(lines: list[shapely.LineString], boxes: list[Ints]) -> list[shapely.LineString]:
    """Lines cut at the points where they enter or leave a box (west, south, east, north), so that each is in or out."""
    for west, south, east, north in boxes:
        lines = [part for line in lines for part in _split(line, shapely.box(west, south, east, north))]
    return lines


def _split(line: shapely.LineString, box: shapely.Polygon) -> list[shapely.LineString]:
    if not line.intersects(box.boundary):
        return [line]
    points = shapely.get_coordinates(line)
    inside = shapely.intersects_xy(box, points)
    ends = np.flatnonzero(inside[1:] != inside[:-1]) + np.where(inside[:-1], 0, 1)[inside[1:] != inside[:-1]]
    cuts = [0, *(int(end) for end in ends if 0 < end < len(points) - 1), len(points) - 1]
    return [shapely.LineString(points[a : b + 1]) for a, b in pairwise(cuts) if b > a]


def label_faces(lines: list[shapely.LineString], owners: list[tuple[str, shapely.Polygon]]) -> list[Face]:
    """Faces between the lines with the entity that covers them; water is left out.

    Where the source's outlines overlap by a sliver, the smaller owner has it.
    """
    faces = shapely.get_parts(shapely.polygonize(lines))
    points = shapely.point_on_surface(faces)
    tree = shapely.STRtree([shape for _, shape in owners])
    area = shapely.area([shape for _, shape in owners])
    best: dict[int, int] = {}
    for face, owner in sorted(tree.query(points, predicate="intersects").T.tolist(), key=lambda hit: -area[hit[1]]):
        best[face] = owner
    return [Face(owners[owner][0], faces[face]) for face, owner in sorted(best.items())]


def directed(line: Ints) -> list[tuple[int, int, int, int]]:
    """The segments of a line as hashable tuples."""
    rows: list[tuple[int, int, int, int]] = list(map(tuple, np.hstack([line[:-1], line[1:]]).tolist()))
    return rows


class Arcs:
    """Finds the arcs that a ring runs along."""

    def __init__(self, lines: list[Ints]) -> None:
        self._ref: dict[tuple[int, int, int, int], int] = {}
        self.lines = lines
        for number, line in enumerate(lines):
            self._ref.update(dict.fromkeys(directed(line), number))
            self._ref.update(dict.fromkeys(directed(line[::-1]), ~number))

    def along(self, ring: Ints) -> tuple[int, ...]:
        """Arc numbers of a closed ring from an arc's start on, `~i` for arc i backwards."""
        refs = [self._ref[segment] for segment in directed(ring)]
        runs = [ref for i, ref in enumerate(refs) if i == 0 or ref != refs[i - 1] or self._starts(ref, ring[i])]
        if len(runs) > 1 and runs[0] == runs[-1] and not self._starts(runs[0], ring[0]):
            runs.pop()
        least = runs.index(min(runs))
        return tuple(runs[least:] + runs[:least])

    def _starts(self, ref: int, point: Ints) -> bool:
        line = self.lines[ref] if ref >= 0 else self.lines[~ref]
        return bool((line[0 if ref >= 0 else -1] == point).all())


def sides(arcs: Arcs, faces: list[Face]) -> dict[int, tuple[str, ...]]:
    """For each arc the entities of the faces along it: one at a coast, two at a border."""
    out: dict[int, list[str]] = defaultdict(list)
    for face in faces:
        for ring in rings_of(face.shape):
            for ref in arcs.along(ring):
                out[max(ref, ~ref)].append(face.entity)
    return {arc: tuple(sorted(entities)) for arc, entities in out.items()}


def rings_of(polygon: shapely.Polygon) -> Rings:
    """Shell and holes as whole units."""
    return [np.rint(shapely.get_coordinates(ring)).astype(np.int64) for ring in shapely.get_rings(polygon)]


def dissolve(faces: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Faces of one area to polygons without inner lines, keeping every point of their outline."""
    return list(shapely.get_parts(shapely.coverage_union_all(faces)))
