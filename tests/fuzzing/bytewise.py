"""Files of every format that geomap reads, damaged byte by byte, as disks, transfers and people with a hex editor do.

Beside `mutate`, which knows what the formats say: here bits flip, parts go or come from another file, and what may be
a length or an offset says something else. What is packed is damaged within its packing too, whose checksums stay right.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import geopandas
import shapely
from fontTools.ttLib import TTFont

from tests.fuzzing import seeds
from tests.fuzzing.seeds import members, packed

_PACKED = (".xlsx", ".kmz", ".zip", ".shp")  # the last is kept with the files beside it in an archive
_LENGTHS = ("<B", "<H", ">H", "<I", ">I", "<Q", ">Q")
_MOST_FLIPS = 8


def files(folder: Path) -> dict[tuple[str, str], list[bytes]]:
    """Right files by kind and the end of their names: those of `seeds`, shapefiles, archives, fonts of the web."""
    found = seeds.files(folder)
    shape = _shapefile(folder)
    font = found["font", ".ttf"][0]
    config = (seeds.ROOT / "tests" / "config" / "full.yaml").read_bytes()
    return {
        **found,
        ("layer", ".shp"): [shape],
        ("layer", ".zip"): [shape],
        ("units", ".shp"): [_shapefile(folder, points=True)],
        ("layer", ".kmz"): [packed({"doc.kml": seeds.AREA}.items())],
        ("typeface", ".ttf"): [font],
        ("typeface", ".woff"): [_woff(folder, font)],
        ("config", ".yaml"): [config, (seeds.ROOT / "config.yaml").read_bytes()],
    }


def _shapefile(folder: Path, *, points: bool = False) -> bytes:
    """A shapefile, with the files that belong to it."""
    frame = geopandas.GeoDataFrame({"class": ["A"]}, crs=4326, geometry=[shapely.box(37, 47, 38, 48)])
    if points:
        frame = geopandas.GeoDataFrame({"label": ["One", "Два"], "troops": [900, 5]}, crs=4326,
                                       geometry=geopandas.points_from_xy([37, 38], [47, 48]))  # fmt: skip
    frame.to_file(folder / "file.shp", engine="pyogrio")
    return packed((path.name, path.read_bytes()) for path in sorted(folder.glob("file.*")))


def _woff(folder: Path, font: bytes) -> bytes:
    (folder / "plain.ttf").write_bytes(font)
    opened = TTFont(folder / "plain.ttf", recalcTimestamp=False)
    opened.flavor = "woff"
    opened.save(folder / "packed.woff")
    return (folder / "packed.woff").read_bytes()


def damaged(chance: random.Random, suffix: str, own: list[bytes], others: list[bytes]) -> bytes:
    """A file with the name's end, of one of its right ones, and of others of which parts may be spliced in."""
    data = chance.choice(own)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if suffix in _PACKED and chance.random() < (1 if suffix == ".shp" else 0.6):
            with suppress(Exception):  # an earlier harm is such that nothing is unpacked any more
                data = _within(chance, data, others)
        elif suffix == ".woff" and chance.random() < 0.5:
            data = _within_woff(chance, data, others)
        else:
            data = _harmed(chance, data, others)
    return data


def _harmed(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    ways: tuple[Callable[[random.Random, bytes, list[bytes]], bytes], ...]
    ways = (_flipped, _flipped, _truncated, _spliced, _blanked, _length, _length, _moved)
    return chance.choice(ways)(chance, data, others)


def _flipped(chance: random.Random, data: bytes, _: object) -> bytes:
    """Some bits are others; often all in one place, where the head of a file is."""
    made = bytearray(data)
    within = len(made) if chance.random() < 0.6 else min(len(made), 128)
    for _ in range(chance.randint(1, _MOST_FLIPS) if within else 0):
        made[chance.randrange(within)] ^= 1 << chance.randrange(8)
    return bytes(made)


def _truncated(chance: random.Random, data: bytes, _: object) -> bytes:
    cut = chance.randrange(len(data) + 1)
    return data[cut:] if chance.random() < 0.2 else data[:cut]


def _spliced(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """Its beginning and the end of another, or a part of another within it."""
    other = chance.choice(others)
    at, there = chance.randrange(len(data) + 1), chance.randrange(len(other) + 1)
    if chance.random() < 0.5:
        return data[:at] + other[there:]
    part = other[there : there + chance.choice((4, 64, 1024))]
    return data[:at] + part + data[at + chance.choice((0, len(part))) :]


def _blanked(chance: random.Random, data: bytes, _: object) -> bytes:
    """A block of zeros, or of ones, as of a disk that lost it."""
    at, size = chance.randrange(len(data) + 1), chance.choice((1, 16, 512))
    return data[:at] + chance.choice((b"\0", b"\xff", b" "))[:1] * len(data[at : at + size]) + data[at + size :]


def _moved(chance: random.Random, data: bytes, _: object) -> bytes:
    """A block twice, many times, or gone."""
    at, size = chance.randrange(len(data) + 1), chance.choice((1, 4, 16, 512))
    return data[:at] + data[at : at + size] * chance.choice((0, 2, 3, 200)) + data[at + size :]


def _length(chance: random.Random, data: bytes, _: object) -> bytes:
    """What may be a length, an offset or a count is the least, the most, one more or less, or the size of the file."""
    form = chance.choice(_LENGTHS)
    size = struct.calcsize(form)
    within = len(data) if chance.random() < 0.5 else min(len(data), 256)
    at = chance.randrange(max(1, within - size + 1))
    if chance.random() < 0.2:  # many formats end with what says where things are
        at = max(0, len(data) - chance.randint(size, 64))
    if len(data) < at + size:
        return data
    most = 256**size - 1
    there = struct.unpack_from(form, data, at)[0]
    near, powers = (there - 1, there + 1, there * 2), (2**16, 2**31)
    value = chance.choice((0, 1, most, most // 2, most // 2 + 1, len(data), *near, *powers))
    return data[:at] + struct.pack(form, value & most) + data[at + size :]


def _within(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A file of an archive harmed, whose checksum is right."""
    parts = members(data)
    name = chance.choice([*parts])
    parts[name] = _harmed(chance, parts[name], others)
    return packed(parts.items())


def _within_woff(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A table of a font that is packed, harmed; it stands at the end, where there is room for it."""
    with suppress(struct.error, zlib.error, ValueError):
        count = struct.unpack_from(">H", data, 12)[0]
        entry = 44 + 20 * chance.randrange(count)
        start, packed_size, size = struct.unpack_from(">3I", data, entry + 4)
        table = data[start : start + packed_size]
        plain = zlib.decompress(table, bufsize=1024) if packed_size < size else table
        harmed = _harmed(chance, plain, others)
        put = zlib.compress(harmed)
        entries = struct.pack(">3I", len(data), len(put), len(harmed))
        return data[: entry + 4] + entries + data[entry + 16 :] + put
    return _flipped(chance, data, others)
