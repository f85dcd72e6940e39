"""Archives of tiles as PMTiles, version 3: what their header says, some of their tiles, and archives of these.

The format is https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md. Tiles are numbered along a Hilbert curve,
zoom after zoom; directories say where their bytes are, and may lead to others.
"""

from __future__ import annotations

import gzip
import json
import math
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

MAGIC = b"PMTiles"
MOST_ZOOM = 26  # beyond which numbers of tiles are no longer told apart
_HEADER = struct.Struct("<7sB11Q6B4iB2i")
_VERSION, _NONE, _GZIP, _MVT = 3, 1, 2, 1
_MOST_UNPACKED = 50_000_000  # bytes of a directory or of the metadata
_MOST_ENTRIES = 5_000_000  # of all directories that are read
_ROOT = 16_384 - _HEADER.size  # bytes in which a root directory has to end
_LEAF = 4_096  # entries of a directory that the root leads to
_E7 = 10_000_000.0

Tile = tuple[int, int, int]  # zoom, column from 180 W eastwards, row from the north
Degrees = tuple[float, float, float, float]  # west, south, east, north


class BrokenError(ValueError):
    """The bytes are none of such an archive."""


@dataclass(frozen=True, slots=True)
class Header:
    """What an archive says of itself; `bounds` are degrees. Tiles are packed as `packed` says, 1 for not at all."""

    root: tuple[int, int]  # offset and length in the file, of bytes
    metadata: tuple[int, int]
    leaves: tuple[int, int]
    tiles: tuple[int, int]
    inner: int
    packed: int
    kind: int
    zooms: tuple[int, int]
    bounds: Degrees

    @property
    def is_vector(self) -> bool:
        """Whether its tiles are Mapbox Vector Tiles."""
        return self.kind == _MVT


def read_header(file: BinaryIO) -> Header:
    """The header of an archive. Raises BrokenError."""
    file.seek(0)
    data = file.read(_HEADER.size)
    if len(data) < _HEADER.size or not data.startswith(MAGIC):
        raise BrokenError("it has no header")
    _, version, *numbers = _HEADER.unpack(data)
    if version != _VERSION:
        raise BrokenError(f"it is of version {version}, where 3 is read")
    root, metadata, leaves, tiles = ((numbers[at], numbers[at + 1]) for at in (0, 2, 4, 6))
    _, inner, packed, kind, least, most, west, south, east, north = numbers[11:21]
    bounds = (west / _E7, south / _E7, east / _E7, north / _E7)
    if not (-180 <= bounds[0] < bounds[2] <= 180 and -90 <= bounds[1] < bounds[3] <= 90):
        raise BrokenError("its header has no bounds")
    if not least <= most <= MOST_ZOOM:
        raise BrokenError(f"its header has the zooms {least} to {most}")
    return Header(root, metadata, leaves, tiles, inner, packed, kind, (least, most), bounds)


def read_metadata(file: BinaryIO, header: Header) -> dict[str, Any]:
    """What the archive says of itself in words. Raises BrokenError."""
    try:
        found = json.loads(_part(file, header.metadata, header.inner) or b"{}")
    except (ValueError, RecursionError):
        raise BrokenError("its metadata are no JSON") from None
    return found if isinstance(found, dict) else {}


def read_tiles(file: BinaryIO, header: Header, wanted: set[int]) -> Iterator[tuple[int, bytes]]:
    """Some tiles by their numbers, in the order of these, packed as they are. Raises BrokenError."""
    entries = sorted(_entries(file, header, wanted))
    for number, offset, length in entries:
        yield number, _bytes(file, header.tiles[0] + offset, length)


def require_directories(file: BinaryIO, header: Header) -> None:
    """Raise BrokenError where what leads to the tiles in the middle is broken, which GDAL takes for a hole in them."""
    west, south, east, north = header.bounds
    x, y = ((west + east) / 2 + 180) / 360, math.radians((south + north) / 2)
    down = (1 - math.asinh(math.tan(y)) / math.pi) / 2
    least, most = header.zooms
    sides = [1 << zoom for zoom in range(least, most + 1)]
    middles = [(int(x * side) % side, min(max(int(down * side), 0), side - 1)) for side in sides]
    wanted = {number_of((zoom, *middle)) for zoom, middle in zip(range(least, most + 1), middles, strict=True)}
    for _ in _entries(file, header, wanted):
        pass


def _entries(file: BinaryIO, header: Header, wanted: set[int]) -> Iterator[tuple[int, int, int]]:
    """Number, offset and length of each tile that is wanted and there."""
    order = sorted(wanted)
    waiting, seen, read = [header.root], {header.root}, 0
    while waiting:
        rows = _directory(_part(file, waiting.pop(), header.inner))
        read += len(rows)
        if read > _MOST_ENTRIES:
            raise BrokenError("its directories come to no end")
        for (number, run, length, offset), after in zip(rows, [*(row[0] for row in rows[1:]), None], strict=True):
            if run:
                yield from ((one, offset, length) for one in range(number, number + min(run, 1 << 20)) if one in wanted)
            elif _any_between(order, number, after):
                leaf = header.leaves[0] + offset, length
                if leaf in seen:
                    raise BrokenError("its directories lead to themselves")
                seen.add(leaf)
                waiting.append(leaf)


def _any_between(order: list[int], first: int, after: int | None) -> bool:
    at = bisect_left(order, first)
    return at < len(order) and (after is None or order[at] < after)


def _directory(data: bytes) -> list[tuple[int, int, int, int]]:
    """Number of the first tile, how many are alike (none for a directory), length and offset of each entry."""
    numbers = _varints(data)
    try:
        count = next(numbers)
        if count > _MOST_ENTRIES:
            raise BrokenError("its directories come to no end")
        steps, runs, lengths, places = ([next(numbers) for _ in range(count)] for _ in range(4))
    except StopIteration:
        raise BrokenError("a directory of it is cut off") from None
    rows, number, offset = [], 0, 0
    for step, run, length, place in zip(steps, runs, lengths, places, strict=True):
        number += step
        offset = place - 1 if place else offset
        rows.append((number, run, length, offset))
        offset += length
    return rows


def _varints(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0
        elif shift > 63:
            raise BrokenError("a directory of it holds no numbers")


def _part(file: BinaryIO, place: tuple[int, int], packed: int) -> bytes:
    data = _bytes(file, *place)
    if packed == _NONE:
        return data
    if packed != _GZIP:
        raise BrokenError("its directories are packed otherwise than by gzip")
    return unpacked(data)


def unpacked(data: bytes) -> bytes:
    """What gzip has packed, or the bytes as they are. Raises BrokenError."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        found = stream.decompress(data, _MOST_UNPACKED)
    except zlib.error:
        raise BrokenError("a part of it is damaged") from None
    if not stream.eof:
        raise BrokenError("a part of it is cut off, or larger than any map needs")
    return found


def _bytes(file: BinaryIO, offset: int, length: int) -> bytes:
    if length > _MOST_UNPACKED:
        raise BrokenError("a part of it is larger than any map needs")
    try:
        file.seek(offset)
    except (OSError, ValueError, OverflowError):
        raise BrokenError("it is cut off") from None
    data = file.read(length)
    if len(data) < length:
        raise BrokenError("it is cut off")
    return data


def written(tiles: Mapping[int, bytes], metadata: Mapping[str, Any], bounds: Degrees) -> bytes:
    """An archive of vector tiles by their numbers, each packed by gzip: the same bytes for the same tiles."""
    entries: list[tuple[int, int, int, int]] = []
    pieces: list[bytes] = []
    places: dict[bytes, int] = {}
    size = 0
    for number, data in sorted(tiles.items()):
        if data not in places:  # seas are alike
            places[data] = size
            pieces.append(data)
            size += len(data)
        entries.append((number, 1, len(data), places[data]))
    root, leaves = _directories(entries)
    said = _packed(json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode())
    parts = (root, said, leaves, b"".join(pieces))
    where, at = [], _HEADER.size
    for part in parts:
        where += [at, len(part)]
        at += len(part)
    zooms = sorted(zoom_of(number) for number in (min(tiles, default=0), max(tiles, default=0)))
    corners = [round(side * _E7) for side in bounds]
    middle = [round((corners[side] + corners[side + 2]) / 2) for side in (0, 1)]
    header = _HEADER.pack(
        MAGIC, _VERSION, *where, *(len(some) for some in (entries, entries, pieces)),
        1, _GZIP, _GZIP, _MVT, *zooms, *corners, zooms[0], *middle,
    )  # fmt: skip
    return b"".join((header, *parts))


def _directories(entries: list[tuple[int, int, int, int]]) -> tuple[bytes, bytes]:
    """The root, and the directories that it leads to where it cannot hold all itself."""
    root = _packed(_coded(entries))
    if len(root) <= _ROOT:
        return root, b""
    leaves: list[bytes] = []
    rows: list[tuple[int, int, int, int]] = []
    for start in range(0, len(entries), _LEAF):
        leaf = _packed(_coded(entries[start : start + _LEAF]))
        rows.append((entries[start][0], 0, len(leaf), sum(map(len, leaves))))
        leaves.append(leaf)
    return _packed(_coded(rows)), b"".join(leaves)


def _coded(rows: list[tuple[int, int, int, int]]) -> bytes:
    before = 0
    steps = []
    for number, *_ in rows:
        steps.append(number - before)
        before = number
    columns = (steps, [row[1] for row in rows], [row[2] for row in rows], [row[3] + 1 for row in rows])
    return b"".join(_varint(value) for value in (len(rows), *(value for column in columns for value in column)))


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def packed_tile(data: bytes) -> bytes:
    """A tile as archives made here hold it."""
    return data if data.startswith(b"\x1f\x8b") else _packed(data)


def number_of(tile: Tile) -> int:
    """The number of a tile among all of all zooms."""
    zoom, x, y = tile
    number, side = ((1 << 2 * zoom) - 1) // 3, (1 << zoom) >> 1
    while side:
        right, lower = int(bool(x & side)), int(bool(y & side))
        number += side * side * ((3 * right) ^ lower)
        if not lower:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        side >>= 1
    return number


def tile_of(number: int) -> Tile:
    """The tile of a number among all of all zooms."""
    zoom = zoom_of(number)
    left = number - ((1 << 2 * zoom) - 1) // 3
    x = y = 0
    for level in range(zoom):
        side = 1 << level
        right = left >> 1 & 1
        lower = (left ^ right) & 1
        if not lower:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        x, y = x + side * right, y + side * lower
        left >>= 2
    return zoom, x, y


def zoom_of(number: int) -> int:
    """The zoom of a tile by its number."""
    zoom = 0
    while ((1 << 2 * (zoom + 1)) - 1) // 3 <= number:
        zoom += 1
    return zoom
