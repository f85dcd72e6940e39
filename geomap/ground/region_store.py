"""The file of first-level regions: their ground, to ask what lies where; the lines between them; their names.

Coordinates as in `geomap.ground.store`: whole numbers of 1e-4 degree, lon before lat. The ground is that of the
worldview `un`, simplified to 4.5 km; the lines are drawn, and keep bends of more than 200 m. `data/regions.npz` is a
zip of `.npy` members (see `store.put`), and `regions.json`, packed.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from geomap.ground.store import DATA, Array, arrays_of, decoded, encode, put, put_bytes

FILE: Final = DATA / "regions.npz"
_TABLE = "regions.json"


@dataclass(frozen=True, slots=True)
class Regions:
    """Rings of faces, and lines. Boxes are west, south, east, north."""

    steps: Array  # (points, 2) int16: as in `geomap.ground.store`
    ring_start: Array  # (rings + 1,) int32: rows of `steps`
    ring_origin: Array  # (rings, 2) int32
    face_start: Array  # (faces + 1,) int32: rings; the first of a face is its shell, the rest are holes
    face_box: Array  # (faces, 4) int32
    face_region: Array  # (faces,) int16: row of the table; -1 where the region is not known
    line_steps: Array  # (points, 2) int16
    line_start: Array  # (lines + 1,) int32
    line_origin: Array  # (lines, 2) int32
    line_box: Array  # (lines, 4) int32
    line_area: Array  # (lines,) int16: the country, a number in the table of areas

    @classmethod
    def of(cls, faces: Sequence[tuple[int, Any]], lines: Sequence[tuple[int, Any]]) -> Regions:
        """Faces by region, which may be of several parts, and lines by country."""
        parts = [(region, part) for region, shape in faces for part in shapely.get_parts(shape) if not part.is_empty]
        rings = [[_points(ring) for ring in (part.exterior, *part.interiors)] for _, part in parts]
        steps, start, origin, box = encode([ring for own in rings for ring in own])
        face_start = np.cumsum([0, *map(len, rings)]).astype(np.int32)
        line_steps, line_start, line_origin, line_box = encode([_points(line) for _, line in lines])
        return cls(
            steps, start, origin, face_start, box[face_start[:-1]], np.array([region for region, _ in parts], np.int16),
            line_steps, line_start, line_origin, line_box, np.array([country for country, _ in lines], np.int16),
        )  # fmt: skip

    def face(self, number: int) -> list[Array]:
        """Shell and holes of a face, in units."""
        return [
            decoded(self.steps, self.ring_start, self.ring_origin, ring)
            for ring in range(self.face_start[number], self.face_start[number + 1])
        ]

    def line(self, number: int) -> Array:
        """Points of a line, in units."""
        return decoded(self.line_steps, self.line_start, self.line_origin, number)


def _points(line: Any) -> Array:
    points: Array = np.rint(shapely.get_coordinates(line)).astype(np.int64)
    return points


def write(path: Path, regions: Regions, table: Sequence[dict[str, Any]]) -> None:
    """Write the file."""
    with zipfile.ZipFile(path, "w") as archive:
        for field in fields(regions):
            put(archive, field.name, getattr(regions, field.name))
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table)
        put_bytes(archive, _TABLE, f"[\n{rows}\n]\n".encode(), zipfile.ZIP_DEFLATED)


@cache
def read() -> Regions:
    """All regions; read once a process."""
    return Regions(*arrays_of(FILE, (field.name for field in fields(Regions))))


@cache
def table() -> list[dict[str, Any]]:
    """Of each region its id, country, name, `names` in languages, what else it is `called`, and a point in it.

    `size` is the side of a square as large as it, in degrees of latitude.
    """
    with zipfile.ZipFile(FILE) as archive:
        rows: list[dict[str, Any]] = json.loads(archive.read(_TABLE))
    return rows
