"""WOFF: a font whose tables are compressed, as web pages have it and as the fonts of the extra are kept."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection

SIGNATURE = b"wOFF"
MOST = 100_000_000  # bytes; no font is larger
_SMALL, _RATIO = 1_000_000, 20  # bytes that any may unpack to, and times its own that one may; fonts have less than 5
_HEADER, _ENTRY = 44, 20  # bytes
_MOST_TABLES = 2**12 - 1  # of an sfnt, which counts their bytes in 16 bits


class WoffError(ValueError):
    """The bytes are no WOFF."""


def sfnt(data: bytes, only: Collection[str] | None = None) -> bytes:
    """The font as TrueType or OpenType, whole or with some of its tables. Raises WoffError."""
    try:
        flavour, count = struct.unpack_from(">4sxxxxH", data, 4)
        if count > _MOST_TABLES:
            raise WoffError("it has too many tables")
        entries = [struct.unpack_from(">4sIIII", data, _HEADER + _ENTRY * number) for number in range(count)]
        wanted = [entry for entry in entries if only is None or entry[0].decode("latin-1") in only]
        if not wanted:
            raise WoffError("it has no tables")
        if sum(length for _, _, _, length, _ in entries) > min(MOST, max(_SMALL, _RATIO * len(data))):
            raise WoffError("its tables are too large")
        tables = [(tag, check, _table(data, *place)) for tag, *place, check in wanted]
    except (struct.error, zlib.error) as error:
        raise WoffError(str(error)) from error
    return _joined(flavour, tables)


def table_tags(data: bytes) -> set[str]:
    """The names of all tables of a WOFF. Raises WoffError."""
    try:
        (count,) = struct.unpack_from(">H", data, 12)
        tags = [struct.unpack_from(">4s", data, _HEADER + _ENTRY * number)[0] for number in range(count)]
    except struct.error as error:
        raise WoffError(str(error)) from error
    return {tag.decode("latin-1") for tag in tags}


def _table(data: bytes, start: int, packed: int, length: int) -> bytes:
    raw = data[start : start + packed]
    table = zlib.decompressobj().decompress(raw, length) if packed < length else raw
    if len(table) != length:
        raise WoffError("a table is cut short")
    return table


def _joined(flavour: bytes, tables: list[tuple[bytes, int, bytes]]) -> bytes:
    count = len(tables)
    power = max(count.bit_length() - 1, 0)
    head = struct.pack(">4sHHHH", flavour, count, 16 << power, power, 16 * count - (16 << power))
    place = len(head) + 16 * count
    entries, bodies = [], []
    for tag, check, table in tables:
        entries.append(struct.pack(">4sIII", tag, check, place, len(table)))
        bodies.append(table + bytes(-len(table) % 4))
        place += len(bodies[-1])
    return b"".join((head, *entries, *bodies))
