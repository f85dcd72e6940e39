"""geomap's mark in a file that no manifest lists: the hash of all else in it, so that it tells also a hand's change.

It stands where the format allows what is no part of the picture: a comment, a chunk or a box that readers pass over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from os import SEEK_END
from struct import pack
from typing import BinaryIO
from zlib import crc32

from geomap.files.regular import pieces_of

_SAYS = "geomap sha256:"
_TAIL = 300  # bytes that hold the mark and what follows on it
_FOUND = re.compile(rb"geomap sha256:([0-9a-f]{64})")


def _chunk(said: bytes) -> bytes:
    body = b"tEXtSoftware\0" + said
    return pack(">I", len(body) - 4) + body + pack(">I", crc32(body))


# By format: the bytes of a file that follow the mark, and the mark as the format has it.
_MARKS: Mapping[str, tuple[int, Callable[[bytes], bytes]]] = {
    "png": (12, _chunk),  # before the last chunk
    "gif": (1, lambda said: b"\x21\xfe" + bytes([len(said)]) + said + b"\0"),  # a comment before the trailer
    "svg": (0, lambda said: b"<!-- " + said + b" -->\n"),
    "pdf": (0, lambda said: b"% " + said + b"\n"),
    "pmtiles": (0, lambda said: said),  # behind all that its header leads to
    "mp4": (0, lambda said: pack(">I", len(said) + 8) + b"free" + said),
    "webm": (0, lambda said: b"\xec" + bytes([0x80 + len(said)]) + said),  # Void
}


def sealed(data: bytes, format: str) -> bytes:
    """The file with its mark."""
    behind, mark = _MARKS[format]
    at = len(data) - behind
    return data[:at] + mark(f"{_SAYS}{sha256(data).hexdigest()}".encode()) + data[at:]


def is_sealed(file: BinaryIO) -> bool:
    """Whether a file is just as geomap sealed it."""
    size = file.seek(0, SEEK_END)
    file.seek(max(size - _TAIL, 0))
    tail = file.read(_TAIL)
    found = [*_FOUND.finditer(tail)][-1:]
    hashed = found[0][1].decode() if found else ""
    for behind, mark in _MARKS.values() if found else ():
        said = mark(f"{_SAYS}{hashed}".encode())
        at = len(tail) - behind - len(said)
        if at >= 0 and tail[at : at + len(said)] == said:
            digest = sha256()
            for start, length in ((0, size - len(tail) + at), (size - behind, behind)):
                file.seek(start)
                for piece in pieces_of(file, length):
                    digest.update(piece)
            if digest.hexdigest() == hashed:  # the end of one format's mark may be another's
                return True
    return False
