"""The file of one scale: shared arcs, the rings made of them, and bounding boxes to choose by.

Coordinates are whole numbers of 1e-4 degree (11 m at the equator; the data's own detail is 100 m and coarser), lon
before lat, WGS 84. Rings that cross the antimeridian run on past 180 instead of being cut, so that no seam can show.

A file is a zip of `.npy` members, not compressed (see `put`): reading is one read, and of the coordinates only the arcs
in view are decoded. An arc is its first point (int32) and steps from point to point (int16, so a step stays below 3.2
degrees). A ring is a run of arcs, `~i` for arc i backwards. Neighbours share arcs, so a border is stored once.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

UNITS_PER_DEGREE: Final = 10_000
DATA: Final = Path(__file__).parent / "data"
LINE_ROLES: Final = ("", "coast", "border", "disputed_border")

Scale = Literal["10m", "50m"]
ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_IN_ROWS, _PLANES = (
    2,
    ".planes",
)  # dimensions of what is laid out so, and what its name says, with the bytes of a number

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Store:
    """Arrays of one scale. Boxes are west, south, east, north. Columns of two stand for the worldviews un, de-facto."""

    steps: Array  # (points, 2) int16: from the point before; an arc's first row is 0, 0
    arc_start: Array  # (arcs + 1,) int32: rows of `steps`
    arc_origin: Array  # (arcs, 2) int32
    arc_box: Array  # (arcs, 4) int32
    arc_role: Array  # (arcs, 2) uint8: index in LINE_ROLES
    arc_areas: Array  # (arcs, 2, 2) int16: worldview, then the areas on either side; -1 for none
    ring_arcs: Array  # int32: arc numbers, ~i for backwards
    ring_start: Array  # (rings + 1,) int32: rows of `ring_arcs`
    part_start: Array  # (parts + 1,) int32: rings; the first of a part is its shell, the rest are holes
    part_box: Array  # (parts, 4) int32
    part_area: Array  # (parts,) int16: index in the table of areas; -1 for a lake
    part_views: Array  # (parts,) uint8: bit 0 un, bit 1 de-facto

    def line(self, arc: int) -> Array:
        """Points of one arc, in units."""
        return decoded(self.steps, self.arc_start, self.arc_origin, arc)

    def ring(self, ring: int) -> Array:
        """Points of one closed ring, in units; where two arcs meet their common point is given once."""
        refs = self.ring_arcs[self.ring_start[ring] : self.ring_start[ring + 1]].tolist()
        runs = [self.line(ref) if ref >= 0 else self.line(~ref)[::-1] for ref in refs]
        return np.concatenate([runs[0], *(run[1:] for run in runs[1:])])

    def rings(self, part: int) -> list[Array]:
        """Shell and holes of one part, in units."""
        return [self.ring(ring) for ring in range(self.part_start[part], self.part_start[part + 1])]


def decoded(steps: Array, start: Array, origin: Array, number: int) -> Array:
    """Points of one of many lines that `encode` has made steps of, in units."""
    points: Array = np.cumsum(steps[start[number] : start[number + 1]], axis=0, dtype=np.int64) + origin[number]
    return points


def encode(lines: list[Array]) -> tuple[Array, Array, Array, Array]:
    """Steps, starts, origins and boxes of lines of points in whole units."""
    start = np.cumsum([0, *(len(line) for line in lines)]).astype(np.int32)
    steps = np.concatenate([np.diff(line, axis=0, prepend=line[:1]) for line in lines])
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        raise ValueError("a segment is longer than 3.2 degrees: insert points first")
    origin = np.array([line[0] for line in lines], np.int32)
    box = np.array([(*line.min(axis=0), *line.max(axis=0)) for line in lines], np.int32)
    return steps.astype(np.int16), start, origin, box


def put(archive: zipfile.ZipFile, name: str, array: Array, kind: int = zipfile.ZIP_STORED) -> None:
    """Add an array to a file: the same bytes for the same array, on any day and platform.

    Rows of whole numbers are laid out as planes of their bytes, which a wheel packs a sixth smaller: the upper bytes of
    short steps are alike.
    """
    plain = np.ascontiguousarray(array)
    plain = plain.astype(plain.dtype.newbyteorder("<"))
    if plain.ndim == _IN_ROWS and plain.dtype.kind == "i":
        name, plain = f"{name}{_PLANES}{plain.dtype.itemsize}", np.ascontiguousarray(plain.view(np.uint8).T)
    member = io.BytesIO()
    np.lib.format.write_array(member, plain, version=(1, 0))
    put_bytes(archive, f"{name}.npy", member.getvalue(), kind)


def put_bytes(archive: zipfile.ZipFile, name: str, data: bytes, kind: int = zipfile.ZIP_STORED) -> None:
    """Add a member to a file, on no day."""
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.create_system = 3
    archive.writestr(info, data, compress_type=kind, compresslevel=9)


def arrays_of(path: Path, names: Iterable[str]) -> list[Array]:
    """Arrays of a file, by their names."""
    with np.load(path) as arrays:
        planes = {name.partition(_PLANES)[0]: name for name in arrays.files if _PLANES in name}
        return [
            np.ascontiguousarray(arrays[planes[name]].T).view(f"<i{planes[name].rpartition(_PLANES)[2]}")
            if name in planes
            else arrays[name]
            for name in names
        ]


def write(path: Path, store: Store) -> None:
    """Write a file of one scale."""
    with zipfile.ZipFile(path, "w") as archive:
        for field in fields(store):
            put(archive, field.name, getattr(store, field.name))


@cache
def read(scale: Scale) -> Store:
    """The store of a scale; read once a process."""
    return Store(*arrays_of(DATA / f"{scale}.npz", (field.name for field in fields(Store))))
