"""All that is in a file, as far as it can be unpacked: its bytes, and the texts that these may be."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import unquote

from geomap.errors import GeomapError
from geomap.files.regular import opened
from geomap.loading import load
from geomap.tables import Options, TableError

MOST = 100_000_000  # bytes of one file, with what is unpacked of it: some minutes
_DEEPEST = 3  # packages within packages
_STREAM, _STREAM_ENDS = b"stream", b"endstream"  # of a PDF
_PIECE, _LAP = 8_000_000, 100_000  # bytes that are looked at together, and that two of them share
_PNG, _ZIP, _GZIP, _PDF = b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
_PARQUET = b"PAR1"
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", 65_557  # bytes that may follow on the mark of a zip's end
_BASE64 = re.compile(rb"base64,([A-Za-z0-9+/=\s]{40,})|(?<![A-Za-z0-9+/])([A-Za-z0-9+/]{28,})(?![A-Za-z0-9+/])")
_HEX = re.compile(rb"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){16,}(?![0-9A-Fa-f])")
_LATIN = re.compile(
    rb"(?:[\x20-\x7e\xa0-\xff]\0){3,}[\x20-\x7e\xa0-\xff]?"
)  # in UTF-16 of either order, without a mark
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,5})\})")
_LINE_END = re.compile(r"\\[nrt]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # that a word may be parted by
_APART = bytes(80)  # between what was decoded: no position is of both
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"\s+")


class TooMuchError(Exception):
    """A file holds more than is looked at; all views of it but for that have been given."""


class _Room:
    """How many bytes of one file may still be looked at."""

    def __init__(self) -> None:
        self._left = MOST
        self.was_enough = True

    def take(self, read: Callable[[int], bytes]) -> bytes:
        """What is read of it, as far as there is room: never more than a byte beyond it."""
        data = read(self._left + 1)
        self.was_enough = self.was_enough and len(data) <= self._left
        data = data[: self._left]
        self._left -= len(data)
        return data


@dataclass(frozen=True)
class View:
    """Bytes of a file, or of something in it."""

    data: bytes

    @cached_property
    def text(self) -> str:
        """The bytes as a text, whatever they are."""
        if self.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return self.data.decode("utf-16", "replace")
        return self.data.decode("utf-8", "replace")

    @cached_property
    def words(self) -> str:
        """All the ways to read the text, in one letter case: without the escapes of JSON, HTML and addresses, and
        without tags between words.
        """
        plain = self.text
        if "\\" in plain:
            plain = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), plain)
            plain = _LINE_END.sub(" ", plain)
        texts = [self.text, plain, html.unescape(plain) if "&" in plain else plain]
        if "%" in self.text:
            texts.append(unquote(self.text))
        if "<" in self.text:  # a tag may part words, or the letters of one
            texts += [_TAG.sub(between, texts[2]) for between in (" ", "")]
        return "\n".join(folded(text) for text in dict.fromkeys(texts))


def folded(text: str) -> str:
    """A text in one letter case and form, with single blanks and without what nobody sees."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", _UNSEEN.sub("", text)).casefold())


def views_of(path: Path, name: str = "") -> Iterator[View]:
    """The name of a file, or that by which it is known, its bytes, and those of what is packed in it.

    Raises TooMuchError at the end where there is more of it than MOST.
    """
    yield View((name or path.name).encode("utf-8", "surrogateescape"))
    room = _Room()
    with opened(path) as file:
        data = room.take(file.read)
    for whole in _unpacked(data, _DEEPEST, room):
        starts = range(0, max(len(whole) - _LAP, 1), _PIECE - _LAP)  # as its texts take many times its size
        yield from (View(whole[start : start + _PIECE]) for start in starts)
    if data.startswith(_PARQUET):
        yield View(_rows(path))
    if not room.was_enough:
        raise TooMuchError


def _unpacked(data: bytes, depth: int, room: _Room) -> Iterator[bytes]:
    yield data
    for part in _parts(data, room) if depth else ():
        yield from _unpacked(part, depth - 1, room)


def _parts(data: bytes, room: _Room) -> Iterator[bytes]:
    """What is packed in bytes; what cannot be unpacked is passed over, as nobody can read it either."""
    if data.startswith(_ZIP) or _ZIP_END in data[-_ZIP_TAIL:]:  # a program that unpacks itself may stand before it
        yield from _members(data, room)
    elif data.startswith(_GZIP):
        try:
            yield room.take(gzip.GzipFile(fileobj=io.BytesIO(data)).read)
        except (OSError, EOFError, zlib.error):
            return
    elif data.startswith(_PDF):
        yield from filter(None, (_inflated(packed, room) for packed in _streams(data)))
    elif data.startswith(_PNG):
        yield from filter(None, (_inflated(packed, room) for packed in _chunks(data)))
    else:
        yield from filter(
            None, (_APART.join(decoded) for decoded in (_of_base64(data), _of_hex(data), _of_latin(data)))
        )


def _of_base64(data: bytes) -> Iterator[bytes]:
    for found in _BASE64.finditer(data):
        packed = found[1] or found[2]
        try:
            yield base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=False)
        except binascii.Error:
            continue


def _of_hex(data: bytes) -> Iterator[bytes]:
    """What databases print of geometries, among others."""
    return (bytes.fromhex(found[0].decode("ascii")) for found in _HEX.finditer(data))


def _of_latin(data: bytes) -> Iterator[bytes]:
    return (found[0].replace(b"\0", b"").decode("latin-1").encode() for found in _LATIN.finditer(data))


def _streams(data: bytes) -> Iterator[bytes]:
    """What stands in a PDF between `stream` and its end, each byte looked at once."""
    end = 0
    while (start := data.find(_STREAM, end)) >= 0 and (end := data.find(_STREAM_ENDS, start)) >= 0:
        yield data[start + len(_STREAM) : end].lstrip(b"\r\n")
        end += len(_STREAM_ENDS)


def _members(data: bytes, room: _Room) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename.encode()
                with archive.open(entry) as member:
                    yield room.take(member.read)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        return


def _inflated(packed: bytes, room: _Room) -> bytes:
    try:
        return room.take(partial(zlib.decompressobj().decompress, packed))
    except zlib.error:
        return b""


def _chunks(data: bytes) -> Iterator[bytes]:
    """The packed texts of a PNG; others lie open."""
    at = 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind in (b"zTXt", b"iTXt"):
            yield data[at + 8 : at + 8 + size].split(b"\0", 2)[-1].lstrip(b"\0")
        at += size + 12


def _rows(path: Path) -> bytes:
    """The cells of a Parquet file as a text."""
    try:
        grid = load("geomap.tables.parquet:read")(path, str(path), Options())
    except (GeomapError, TableError, ImportError):
        return b""
    columns = [*(map(str, column) for column in grid.columns), map(str, grid.positions)]
    return "\n".join(" ".join(cells) for cells in columns).encode()
