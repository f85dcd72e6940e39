"""The file of waters: rivers of both scales, seas as coarse areas, and which of the basemap's lakes have a name.

`data/water.npz` is a zip of `.npy` members (see `store.put`), each named for its table and column; what they hold say
the classes. Coordinates are as in `store`. Of the points only those of lines and areas in view are decoded. Names are
English.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from geomap.ground.store import DATA, Array, Scale, arrays_of, decoded, put

FILE: Final = DATA / "water.npz"
ZOOM_STEPS: Final = 10  # a degree of zoom


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of points, or rings. Of each its box: west, south, east, north."""

    steps: Array  # (points, 2) int16: from the point before; a line's first row is 0, 0
    start: Array  # (lines + 1,) int32: rows of `steps`
    origin: Array  # (lines, 2) int32
    box: Array  # (lines, 4) int32
    zoom: Array  # (lines,) uint8: from which on it is shown, in tenths
    name: Array  # (lines,) uint16: index in the table of names, whose first is none

    def line(self, number: int) -> Array:
        """Points of one line, in units."""
        return decoded(self.steps, self.start, self.origin, number)


@dataclass(frozen=True, slots=True)
class Lakes:
    """The lakes of a scale that have a name, by their number among the parts of its store."""

    part: Array  # (lakes,) uint16, in order
    zoom: Array  # (lakes,) uint8
    name: Array  # (lakes,) uint16


_Table = TypeVar("_Table", Lines, Lakes)


def write(path: Path, tables: dict[str, Lines | Lakes], names: list[str]) -> None:
    """Write the file."""
    members = {
        f"{table}.{field.name}": getattr(rows, field.name) for table, rows in tables.items() for field in fields(rows)
    }
    members["names"] = np.frombuffer("\n".join(names).encode("utf-8"), np.uint8)
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in members.items():
            put(archive, name, array)


@cache
def rivers(scale: Scale) -> Lines:
    """The rivers of a scale, without what of them lies in its lakes; read once a process."""
    return _read(Lines, f"rivers-{scale}")


@cache
def seas() -> Lines:
    """The shells of the areas of seas; one may have several."""
    return _read(Lines, "seas")


@cache
def lakes(scale: Scale) -> Lakes:
    """The lakes of a scale that have a name."""
    return _read(Lakes, f"lakes-{scale}")


@cache
def names() -> list[str]:
    """The names of all waters; the first is that of those without one."""
    (texts,) = arrays_of(FILE, ["names"])
    return str(texts.tobytes().decode("utf-8")).split("\n")


def _read(kind: type[_Table], table: str) -> _Table:
    return kind(*arrays_of(FILE, (f"{table}.{field.name}" for field in fields(kind))))
