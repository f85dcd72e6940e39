"""The file of towns: positions, ranks and names of places of orientation, read by window.

A place is a row. Rows are sorted by cell of one degree and in a cell by rank, so that a window is some runs of rows.
`data/towns.npz` is a zip of plain `.npy` members; what each holds says `Towns`. Of the names only the blocks are
unpacked that are asked for. The names in a language are members of their own, read when it is asked for.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from geomap.ground.store import DATA, Array, put

FILE: Final = DATA / "towns.npz"
CELLS_AROUND: Final = 360  # cells of one degree from 180 W eastwards; rows of them from 90 S northwards
STEPS: Final = 65_535  # of a position across its cell
_BLOCK = 2_000  # names


@dataclass(frozen=True, slots=True)
class Towns:
    """Columns of all places, and of each cell that has any its number and where its rows begin."""

    cell: Array  # (cells,) uint16: 360 * degrees north of the south pole + degrees east of 180 W
    start: Array  # (cells + 1,) uint32: rows
    east: Array  # (rows,) uint16: from the west edge of the cell, in STEPS
    north: Array  # (rows,) uint16: from its south edge
    rank: Array  # (rows,) uint8: the lower, the sooner it is shown
    capital: Array  # (rows,) bool: of a state
    size: Array  # (rows,) uint8: bytes of the name
    block: Array  # (blocks + 1,) uint32: where in `packed` the names of so many rows begin
    packed: Array  # uint8: the names in UTF-8, one after another, each block packed by zlib

    def names(self, rows: Sequence[int]) -> list[str]:
        """The names of some rows."""
        texts, ends = {}, {}
        for number in sorted({row // _BLOCK for row in rows}):
            texts[number] = zlib.decompress(self.packed[self.block[number] : self.block[number + 1]].tobytes())
            ends[number] = np.cumsum(self.size[number * _BLOCK : (number + 1) * _BLOCK], dtype=np.int64).tolist()
        sizes = self.size[np.asarray(rows, np.int64)].tolist()
        found = []
        for row, size in zip(rows, sizes, strict=True):
            end = ends[row // _BLOCK][row % _BLOCK]
            found.append(texts[row // _BLOCK][end - size : end].decode("utf-8"))
        return found


def packed(names: Sequence[str]) -> tuple[Array, Array, Array]:
    """The columns `size`, `block` and `packed` of names."""
    encoded = [name.encode("utf-8") for name in names]
    blocks = [zlib.compress(b"".join(encoded[row : row + _BLOCK]), 9) for row in range(0, len(encoded), _BLOCK)]
    return (
        np.array([len(name) for name in encoded], np.uint8),
        np.cumsum([0, *map(len, blocks)]).astype(np.uint32),
        np.frombuffer(b"".join(blocks), np.uint8),
    )


def write(path: Path, towns: Towns, names: Mapping[str, Mapping[int, str]]) -> None:
    """Write the file: the same bytes for the same columns, on any day, with the same zlib.

    `names` are those in languages, by row.
    """
    members = {field.name: getattr(towns, field.name) for field in fields(towns)}
    for lang, said in sorted(names.items()):
        rows = sorted(said)
        members[f"rows.{lang}"] = np.array(rows, np.uint32)
        members[f"names.{lang}"] = np.frombuffer("\n".join(said[row] for row in rows).encode("utf-8"), np.uint8)
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in members.items():
            put(archive, name, array, zipfile.ZIP_DEFLATED if "." in name else zipfile.ZIP_STORED)


@cache
def read() -> Towns:
    """All places; read once a process."""
    with np.load(FILE) as arrays:
        return Towns(**{field.name: arrays[field.name] for field in fields(Towns)})


@cache
def names_in(lang: str) -> dict[int, str]:
    """The names in a language (its two letters) by row; none where the file has not that language."""
    with np.load(FILE) as arrays:
        if f"rows.{lang}" not in arrays:
            return {}
        said = arrays[f"names.{lang}"].tobytes().decode("utf-8").split("\n")
        return dict(zip(arrays[f"rows.{lang}"].tolist(), said, strict=True))
