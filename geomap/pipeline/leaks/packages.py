"""What is packed in bytes, as far as it can be unpacked; what cannot be is noted, so that it can be told.

A package is read as it lies, not as its index says: what is behind a wrong checksum, or in a file that was cut short or
that another was appended to, others can read as well.
"""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from geomap.pipeline.leaks.pdf import is_of_numbers, texts_of

DEEPEST = 16  # packages within packages
APART = bytes(80)  # between what is looked at together: no position is of both
_SMALL, _MARKS = 1000, (b"\xff\xfe", b"\xfe\xff")  # bytes of a part; what begins so is in UTF-16 by itself
_STEP = 4096  # bytes that are given at once: all that is lost where they are damaged
_STREAM, _STREAM_ENDS = b"stream", b"endstream"  # of a PDF
_OTHERS_OF_PDF = re.compile(rb"/(?:Encrypt|LZWDecode|ASCII85Decode|ASCIIHexDecode)\b")
_PNG, _GZIP, _PDF, _BZIP, _XZ = b"\x89PNG", b"\x1f\x8b", b"%PDF", re.compile(rb"BZh[1-9]1AY&SY"), b"\xfd7zXZ\0"
_MEMORY = 200_000_000  # bytes that an xz may ask for
_GZIP_ANYWHERE = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_PLAIN_ANYWHERE = (
    (_BZIP, bz2.BZ2Decompressor),
    (re.compile(_XZ + rb"\0[\0\1\4\x0a]"), partial(lzma.LZMADecompressor, memlimit=_MEMORY)),
)
_OTHERS_ANYWHERE = re.compile(  # no chance: a program that unpacks itself may stand before them
    rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|MSCF\0{4}|LZIP\x01|\x89LZO\0\r\n\x1a\n|\xff\x06\0\0sNaPpY"
)
_OTHERS = re.compile(  # zstd, lz4, compress, zpaq, LHA, ARJ
    rb"(?s:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18|\x04\x22\x4d\x18|\x02\x21\x4c\x18|\x1f[\x9d\xa0\x1e]|7kSt|zPQ[\1\2]"
    rb"|..-(?:lh[0-9dsx]|lz[s45]|pm[0-2])-|\x60\xea..[\x1e\x22])"
)
_LZMA = b"]\0\0"  # as nearly all of them begin
_TAR_BLOCK, _TAR_FILES = 512, b"0\x007"
_MEMBER, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"  # of a zip, in front of a file, and in its index
_NEXT = re.compile(rb"PK(?:\x01\x02|\x03\x04|\x05\x06|\x07\x08)")
_STORED, _DEFLATED, _BZIPPED = 0, 8, 12
_METHODS = {_STORED, *range(1, 15), 16, 18, 19, 20, *range(93, 100)}  # that a zip may have
_IS_ENCRYPTED, _SIZE_FOLLOWS, _IS_UTF8 = 1, 8, 2048  # flags of a zip
_UNKNOWN = 0xFFFFFFFF  # of a size that stands elsewhere

ENCRYPTED, DAMAGED, OTHER = "one that is encrypted", "one that is damaged", "one of another kind"
TOO_DEEP = f"one that lies in more than {DEEPEST} others"


class Room:
    """How many bytes may still be unpacked, of a file and all that is in it, and what was left out."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._tries = 4 * most  # bytes that are unpacked, or turn out to be no package
        self.was_enough = True
        self.unread: dict[str, None] = {}

    def take(self, read: Callable[[int], bytes]) -> bytes:
        """What is read of it, as far as there is room: never more than a byte beyond it."""
        data = read(self._left + 1)
        self.was_enough = self.was_enough and len(data) <= self._left
        data = data[: self._left]
        self._left -= len(data)
        return data

    def tried(self, size: int) -> bool:
        """Whether so many bytes may be tried still."""
        self._tries -= size
        self.was_enough = self.was_enough and self._tries >= 0
        return self._tries >= 0

    def leave_out(self, what: str) -> None:
        """Note what is not looked into, unless all ended there for want of room."""
        if self.was_enough:
            self.unread[what] = None


def is_package(data: bytes) -> bool:
    """Whether bytes begin as a package that is no text."""
    return data.startswith((_PNG, _GZIP, _PDF, _XZ, _MEMBER)) or bool(_BZIP.match(data) or _OTHERS.match(data))


def parts_of(data: bytes, room: Room) -> Iterator[bytes]:
    """What is packed in bytes. Names of files in a zip lie open."""
    return _together(_parts(data, room))


def _parts(data: bytes, room: Room) -> Iterator[bytes]:
    if data.startswith(_GZIP):
        yield from _of_gzip(data, room)
    elif _BZIP.match(data):
        yield from _streams_of(bz2.BZ2Decompressor, _BZIP, data, room)
    elif data.startswith(_XZ):
        yield from _streams_of(lambda: lzma.LZMADecompressor(memlimit=_MEMORY), re.compile(_XZ), data, room)
    elif data.startswith(_PDF):
        yield from _of_pdf(data, room)
    elif _is_lzma(data):
        read = _read(lzma.LZMADecompressor(lzma.FORMAT_ALONE, _MEMORY), data, 0, room)
        yield read.data
        if data.startswith(_LZMA) and not read.is_whole:
            room.leave_out(DAMAGED)
    elif _is_zlib(data):
        yield _of_zlib(data, room)
    elif data.startswith(_PNG):
        yield from (_of_zlib(packed, room) for packed in _chunks(data))
    if _OTHERS.match(data) or _OTHERS_ANYWHERE.search(data):
        room.leave_out(OTHER)
    yield from _members(data, room)  # a program that unpacks itself, or a picture, may stand before a zip
    if _tar_size(data, 0) is not None:
        yield from _of_tar(data)
    elif not data.startswith((_GZIP, _XZ)) and not _BZIP.match(data):
        yield from _anywhere(data, room)


def _anywhere(data: bytes, room: Room) -> Iterator[bytes]:
    """Streams that begin within bytes, as behind a program or in an archive that does not pack. What only looks like
    one is none.
    """
    end = 0
    while (found := _GZIP_ANYWHERE.search(data, max(end, 1))) and room.was_enough:
        start = _after_gzip_head(data, found.start())
        read = _inflated(data, start, room) if start else None
        if read and read.data:
            yield read.data
        end = read.end if read and read.is_whole else found.end()
    for pattern, unpacker in _PLAIN_ANYWHERE:
        end = 0
        while (found := pattern.search(data, max(end, 1))) and room.was_enough:
            read = _read(unpacker(), data, found.start(), room)
            yield read.data
            if not read.is_whole:
                room.leave_out(DAMAGED)
            end = read.end if read.is_whole else found.end()


def _of_tar(data: bytes) -> Iterator[bytes]:
    """Files in a tar that are packed, or hold what is, or in UTF-16: others lie open."""
    at = 0
    while (size := _tar_size(data, at)) is not None:
        start = at + _TAR_BLOCK
        file = data[start : start + size] if data[at + 156] in _TAR_FILES else b""
        if is_package(file) or _is_lzma(file) or _is_zlib(file) or file.startswith(_MARKS) or _holds_package(file):
            yield file
        at = start + -(-size // _TAR_BLOCK) * _TAR_BLOCK


def _holds_package(data: bytes) -> bool:
    return any(one.search(data) for one in (_GZIP_ANYWHERE, *(pattern for pattern, _ in _PLAIN_ANYWHERE)))


def _tar_size(data: bytes, at: int) -> int | None:
    """How large the file is whose head stands there; None where its checksum is wrong, so that it is none."""
    head = data[at : at + _TAR_BLOCK]
    if len(head) < _TAR_BLOCK or not head[0]:
        return None
    try:
        stated, size = (int(head[first:last].strip(b" \0") or b"0", 8) for first, last in ((148, 156), (124, 136)))
    except ValueError:
        return None
    return size if stated == sum(head[:148]) + 8 * ord(" ") + sum(head[156:]) else None


def _is_lzma(data: bytes) -> bool:
    """Whether bytes begin as a stream of `.lzma`: with a usual size of its dictionary, and that of its content."""
    if len(data) < 13 or data[0] >= 225:
        return False
    dictionary, size = int.from_bytes(data[1:5], "little"), data[5:13]
    usual = {2**power for power in range(12, 31)} | {3 * 2**power for power in range(11, 30)}
    return dictionary in usual and (size == b"\xff" * 8 or int.from_bytes(size, "little") < 2**38)


def _is_zlib(data: bytes) -> bool:
    """Whether bytes begin as a stream of zlib, of whatever window."""
    return len(data) > 2 and data[0] & 15 == _DEFLATED and data[0] < 128 and int.from_bytes(data[:2]) % 31 == 0


def _of_pdf(data: bytes, room: Room) -> Iterator[bytes]:
    """What its streams hold, and the texts of its strings."""
    pieces = [data]
    for packed in _streams(data):
        pieces.append(_of_zlib(packed, room))
        yield pieces[-1]
    yield from texts_of(pieces, room.tried)
    if _OTHERS_OF_PDF.search(data) or is_of_numbers(pieces):
        room.leave_out(OTHER)


def _together(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Parts, of which the smallest are joined: there may be millions, and to look at one takes its time."""
    joined: list[bytes] = []
    size = 0
    for part in parts:
        if len(part) >= _SMALL or is_package(part) or part.startswith(_MARKS):
            yield part
        elif part:
            joined.append(part)
            size += len(part) + len(APART)
            if size > _STEP * _SMALL:
                yield APART.join(joined)
                joined, size = [], 0
    if joined:
        yield APART.join(joined)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was unpacked, where its bytes end, and whether all of it was there."""

    data: bytes
    end: int
    is_whole: bool


def _read(unpacker: Any, data: bytes, at: int, room: Room) -> _Read:
    """What an unpacker of the standard library makes of bytes from a place on, as far as they are right."""
    found: list[bytes] = []
    start = at
    try:
        while not unpacker.eof and at < len(data) and room.was_enough:
            piece = data[at : at + _STEP]
            at += len(piece)
            found.append(room.take(partial(unpacker.decompress, piece)))
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError):
        pass
    end = at - len(unpacker.unused_data) if unpacker.eof else at
    room.tried(end - start)
    return _Read(b"".join(found), end, bool(unpacker.eof))


def _inflated(data: bytes, at: int, room: Room) -> _Read:
    """Without a look at a checksum."""
    return _read(zlib.decompressobj(-zlib.MAX_WBITS), data, at, room)


def _of_zlib(packed: bytes, room: Room) -> bytes:
    """What is behind the two bytes that say it is packed; nothing where they do not, as of a photograph."""
    return _inflated(packed, 2, room).data if _is_zlib(packed) else b""


def _of_gzip(data: bytes, room: Room) -> Iterator[bytes]:
    """One after another, as they may be appended."""
    at = 0
    while data.startswith(_GZIP, at) and room.was_enough:
        start = _after_gzip_head(data, at)
        if not start:
            room.leave_out(DAMAGED)
            return
        read = _inflated(data, start, room)
        yield read.data
        if not read.is_whole:
            room.leave_out(DAMAGED)
        at = read.end + 8  # checksum and size


def _after_gzip_head(data: bytes, at: int) -> int:
    """Where what is packed begins; 0 where the head is none, or is cut off."""
    if data[at + 2 : at + 3] != b"\x08" or at + 10 > len(data):
        return 0
    flags, start = data[at + 3], at + 10
    if flags & 4:
        start += 2 + int.from_bytes(data[start : start + 2], "little")
    for flag in (8, 16):  # a name, a remark
        if flags & flag:
            start = data.find(b"\0", start) + 1
            if not start:
                return 0
    return start + (2 if flags & 2 else 0)


def _streams_of(unpacker: Callable[[], Any], starts: re.Pattern[bytes], data: bytes, room: Room) -> Iterator[bytes]:
    at = 0
    while starts.match(data, at) and room.was_enough:
        read = _read(unpacker(), data, at, room)
        yield read.data
        if not read.is_whole:
            room.leave_out(DAMAGED)
            return
        at = read.end


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands in front of a file in a zip."""

    name: bytes
    start: int
    size: int | None  # of what is packed, where it is known
    method: int
    is_encrypted: bool
    is_utf8: bool


def _members(data: bytes, room: Room) -> Iterator[bytes]:
    end, found, listed = 0, 0, 0
    while (at := data.find(_MEMBER, end)) >= 0 and room.was_enough:
        head = _head_at(data, at)
        listed += data.count(_ENTRY, end, at)
        end = at + len(_MEMBER)
        if not head:
            if at == 0:
                room.leave_out(DAMAGED)
            continue
        found += 1
        if not head.is_utf8 and not head.name.isascii():
            yield head.name.decode("cp437").encode()
        if head.is_encrypted or head.method not in (_STORED, _DEFLATED, _BZIPPED):
            room.leave_out(ENCRYPTED if head.is_encrypted else OTHER)
            end = head.start
            continue
        read = _member(data, head, room)
        yield read.data
        if not read.is_whole:
            room.leave_out(DAMAGED)
        end = read.end if read.is_whole else head.start
    if found < listed + data.count(_ENTRY, end):
        room.leave_out(DAMAGED)


def _head_at(data: bytes, at: int) -> _Head | None:
    """The head of a file, unless these bytes are something else."""
    if at + 30 > len(data):
        return None
    version, host, flags, method, _, day, _, packed, size, named, more = struct.unpack_from(
        "<BBHHHHIIIHH", data, at + 4
    )
    start = at + 30 + named + more
    name = data[at + 30 : at + 30 + named]
    month = day >> 5 & 15
    is_right = version <= 99 and host <= 20 and method in _METHODS and month <= 12 and named and start <= len(data)
    if not is_right or min(name) < 32:
        return None
    is_known = _UNKNOWN not in {packed, size} and (packed or not flags & _SIZE_FOLLOWS)
    encrypted, utf8 = (bool(flags & flag) for flag in (_IS_ENCRYPTED, _IS_UTF8))
    return _Head(name, start, packed if is_known else None, method, encrypted, utf8)


def _member(data: bytes, head: _Head, room: Room) -> _Read:
    if head.method == _DEFLATED:
        return _inflated(data, head.start, room)
    if head.method == _BZIPPED:
        return _read(bz2.BZ2Decompressor(), data, head.start, room)
    behind = _NEXT.search(data, head.start) if head.size is None else None
    end = head.start + head.size if head.size is not None else behind.start() if behind else len(data)
    room.tried(min(end, len(data)) - head.start)
    return _Read(room.take(BytesIO(data[head.start : end]).read), end, end <= len(data))


def _streams(data: bytes) -> Iterator[bytes]:
    """What stands in a PDF between `stream` and its end, each byte looked at once."""
    end = 0
    while (start := data.find(_STREAM, end)) >= 0 and (end := data.find(_STREAM_ENDS, start)) >= 0:
        yield data[start + len(_STREAM) : end].lstrip(b"\r\n")
        end += len(_STREAM_ENDS)


def _chunks(data: bytes) -> Iterator[bytes]:
    """The packed texts of a PNG; others lie open."""
    at = 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind in (b"zTXt", b"iTXt"):
            yield data[at + 8 : at + 8 + size].split(b"\0", 2)[-1].lstrip(b"\0")
        at += size + 12
