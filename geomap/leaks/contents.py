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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from geomap.errors import GeomapError
from geomap.loading import load
from geomap.regular import bytes_of
from geomap.tables import Options, TableError

_MOST = 500_000_000  # bytes that are unpacked of one file
_DEEPEST = 3  # packages within packages
_STREAM, _STREAM_ENDS = b"stream", b"endstream"  # of a PDF
_PIECE, _LAP = 8_000_000, 100_000  # bytes that are looked at together, and that two of them share
_PNG, _ZIP, _GZIP, _PDF = b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
_PARQUET = b"PAR1"
_BASE64 = re.compile(rb"base64,([A-Za-z0-9+/=\s]{40,})")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"\s+")


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
        texts = [self.text]
        if "\\u" in self.text:
            texts.append(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), self.text))
        texts += [html.unescape(text) for text in texts if "&" in text]
        if "%" in self.text:
            texts.append(unquote(self.text))
        texts += [_TAG.sub(" ", text) for text in texts if "<" in text]
        return "\n".join(folded(text) for text in dict.fromkeys(texts))


def folded(text: str) -> str:
    """A text in one letter case and form, with single blanks."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text).casefold())


def views_of(path: Path) -> Iterator[View]:
    """The name of a file, its bytes, and those of what is packed in it."""
    yield View(path.name.encode("utf-8", "surrogateescape"))
    data = bytes_of(path)
    for whole in _unpacked(data, _DEEPEST):
        starts = range(0, max(len(whole) - _LAP, 1), _PIECE - _LAP)  # as its texts take many times its size
        yield from (View(whole[start : start + _PIECE]) for start in starts)
    if data.startswith(_PARQUET):
        yield View(_rows(path))


def _unpacked(data: bytes, depth: int) -> Iterator[bytes]:
    yield data
    for part in _parts(data) if depth else ():
        yield from _unpacked(part, depth - 1)


def _parts(data: bytes) -> Iterator[bytes]:
    """What is packed in bytes; what cannot be unpacked is passed over, as nobody can read it either."""
    if data.startswith(_ZIP):
        yield from _members(data)
    elif data.startswith(_GZIP):
        try:
            yield gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MOST)
        except (OSError, EOFError, zlib.error):
            return
    elif data.startswith(_PDF):
        yield from filter(None, map(_inflated, _streams(data)))
    elif data.startswith(_PNG):
        yield from filter(None, map(_inflated, _chunks(data)))
    else:
        for found in _BASE64.finditer(data):
            try:
                yield base64.b64decode(found[1], validate=False)
            except binascii.Error:
                continue


def _streams(data: bytes) -> Iterator[bytes]:
    """What stands in a PDF between `stream` and its end, each byte looked at once."""
    end = 0
    while (start := data.find(_STREAM, end)) >= 0 and (end := data.find(_STREAM_ENDS, start)) >= 0:
        yield data[start + len(_STREAM) : end].lstrip(b"\r\n")
        end += len(_STREAM_ENDS)


def _members(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            left = _MOST
            for entry in archive.infolist():
                yield entry.filename.encode()
                left -= entry.file_size
                if left > 0:
                    yield archive.read(entry)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        return


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST)
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
