"""All that is in a file, as far as it can be unpacked: its bytes, and the texts that these may be."""

from __future__ import annotations

import base64
import binascii
import html
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

from geomap.errors import GeomapError
from geomap.files.regular import opened
from geomap.loading import load
from geomap.pipeline.leaks.packages import APART, DAMAGED, DEEPEST, OTHER, TOO_DEEP, Room, is_package, parts_of
from geomap.tables import Options, TableError

MOST = 100_000_000  # bytes of one file, with what is unpacked of it: some minutes
_MOST_DECODED = 5  # times that letters stand for letters
_PIECE, _LAP = 8_000_000, 100_000  # bytes that are looked at together, and that two of them share
_PARQUET = b"PAR1"
_BASE64 = re.compile(rb"base64,([A-Za-z0-9+/=\s]{40,})|(?<![A-Za-z0-9+/])([A-Za-z0-9+/]{22,})(?![A-Za-z0-9+/])")
_HEX = re.compile(rb"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){16,}(?![0-9A-Fa-f])")
_LATIN = re.compile(
    rb"(?:[\x20-\x7e\xa0-\xff]\0){3,}[\x20-\x7e\xa0-\xff]?"
)  # in UTF-16 of either order, without a mark
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8}))")
_BYTES = (  # of programs and of mails
    ("\\x", re.compile(r"(?:\\x[0-9a-fA-F]{2})+")), ("=", re.compile(r"(?:=[0-9A-F]{2})+")),
    ("\\", re.compile(r"(?:\\[0-3][0-7]{2})+")),
)  # fmt: skip
_HOST = re.compile(r"(?<![\w-])xn--([a-z0-9-]{1,59})", re.IGNORECASE)
_FIGURE = re.compile(
    r"&(?:#\w{2,7}|deg|prime|Prime|minus|comma|period|nbsp);|%(?:[23][0-9a-fA-F]|C2%B[0A])|\\u00[23b]|=C2=B[0A]"
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")  # of addresses; `unquote` takes a text with many other % apart at each
_SOFT_END, _HYPHEN = re.compile(r"=\r?\n"), re.compile(r"(?<=\w)[-‐][ \t]*\r?\n\s*(?=\w)")
_LINE_END, _UNSEEN_SHORT = re.compile(r"\\[nrt]"), re.compile(r"\\[abefv0]")  # of JSON and programs
_IGNORABLE = (  # by Unicode's Default_Ignorable_Code_Point, beyond characters of form
    range(0x34F, 0x350), range(0x115F, 0x1161), range(0x17B4, 0x17B6), range(0x180B, 0x1810), range(0x2065, 0x2066),
    range(0x3164, 0x3165), range(0xFE00, 0xFE10), range(0xFFA0, 0xFFA1), range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000),
)  # fmt: skip
_ORDINARY = range(0x20000)  # beyond it are ideographs, nothing, and what Unicode ignores or knows nothing of
_UNSEEN_ASCII = bytes(code for code in range(128) if not chr(code).isprintable() and not chr(code).isspace())
_TAG = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")  # of an attribute, which may hold what ends a tag
_ASIDE = (("<!--", "-->"), ("<?", "?>"))  # what a reader of a page does not see
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


class NotAllError(Exception):
    """A file holds what was not looked into; all views of it but for that have been given.

    It `is_large` where it holds more than is looked at; `unread` says what packages in it were left out.
    """

    def __init__(self, *, is_large: bool, unread: tuple[str, ...]) -> None:
        super().__init__()
        self.is_large, self.unread = is_large, unread


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
        """All the ways to read the text, in one letter case: without the escapes of JSON, HTML and addresses, without
        tags between words, and with what nobody sees taken out of a word, or as its end.
        """
        plain = self.text
        if "\\" in plain:
            plain = _UNSEEN_SHORT.sub("", _LINE_END.sub(" ", _ESCAPE.sub(_character, plain)))
            plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # of two escapes one character
        texts = [self.text, plain, html.unescape(plain) if "&" in plain else plain]
        if "%" in self.text:
            texts.append(_PERCENT.sub(_bytes, self.text))
            texts.append(_PERCENT.sub(_bytes, texts[-1]))
        texts += [pattern.sub(_bytes, _SOFT_END.sub("", self.text)) for mark, pattern in _BYTES if mark in self.text]
        if "xn--" in self.text or "XN--" in self.text:
            texts.append(_HOST.sub(_host, self.text))
        if _HYPHEN.search(self.text):
            texts.append(_HYPHEN.sub("", self.text))
        if "<" in self.text:  # a tag may part words, or the letters of one
            simple = _CDATA.sub("", texts[2])
            for opening, closing in _ASIDE:
                simple = _without(simple, opening, closing)
            texts += [_TAG.sub(between, text) for text in (texts[2], _VALUE.sub("=", simple)) for between in (" ", "")]
        different = dict.fromkeys(texts)
        apart = (_without_unseen(text, " ") for text in different if _has_unseen(text))
        return "\n".join(map(folded, (*different, *apart)))

    @cached_property
    def figures(self) -> str:
        """The text with the figures and signs of positions that stand there in escapes, or in digits of other scripts;
        empty where it has none.
        """
        text = self.text
        if _FIGURE.search(text):
            text = html.unescape(_ESCAPE.sub(_character, text)) if "&" in text or "\\" in text else text
            text = _BYTES[1][1].sub(_bytes, _PERCENT.sub(_bytes, text))
        if not text.isascii() and _OTHER_DIGIT.search(text):
            text = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text).translate(_MARKS_OF_DIGITS)
        return "" if text == self.text else text


_MARKS_OF_DIGITS = str.maketrans("٫．，－", "..,-")


def _bytes(escapes: re.Match[str]) -> str:
    """What letters stand for that are written as the numbers of their bytes: of UTF-8, or else of an older page."""
    stated = escapes[0]
    if stated[0] == "\\" and stated[1] != "x":
        data = bytes(int(code, 8) for code in stated[1:].split("\\"))
    else:
        data = bytes.fromhex(re.sub(r"[\\x=%]", "", stated))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _host(found: re.Match[str]) -> str:
    try:
        return found[1].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return found[0]


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or escape[3] or escape[4], 16)
    return chr(code) if code <= sys.maxunicode else escape[0]


def _without(text: str, opening: str, closing: str) -> str:
    """A text without what stands between two marks, each letter looked at once."""
    kept: list[str] = []
    end = 0
    while (start := text.find(opening, end)) >= 0 and (behind := text.find(closing, start)) >= 0:
        kept.append(text[end:start])
        end = behind + len(closing)
    return "".join((*kept, text[end:]))


def folded(text: str) -> str:
    """A text in one letter case and form, with single blanks and without what nobody sees."""
    seen = _without_unseen(text)
    return _single((seen if seen.isascii() else unicodedata.normalize("NFKC", seen)).casefold())


def _single(text: str) -> str:
    """A text with single blanks, at its ends too. As a pattern does it, which asks for each blank alone."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{' '.join(text.split())}{after}" if text.strip() else before


def _without_unseen(text: str, instead: str = "") -> str:
    """A text without what nobody sees. Few texts have any, and of those in ASCII their bytes know that soonest."""
    if not _has_unseen(text):
        return text
    for character in unseen().intersection(text):
        text = text.replace(character, instead)
    return text


def _has_unseen(text: str) -> bool:
    if text.isascii():
        return len(text.encode().translate(None, _UNSEEN_ASCII)) < len(text)
    return not unseen().isdisjoint(text)


@cache
def unseen() -> frozenset[str]:
    """Characters that nobody sees: of control and of form, marks that choose a variant, and fillers; but no blanks."""
    return frozenset(filter(_is_unseen, map(chr, _ORDINARY))).union(*(map(chr, some) for some in _IGNORABLE))


def _is_unseen(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind == "Cf" or (kind == "Cc" and not character.isspace())


def views_of(path: Path, name: str = "") -> Iterator[View]:
    """The name of a file, or that by which it is known, its bytes, and those of what is packed in it.

    Raises NotAllError at the end where that is not all that is in it.
    """
    yield View((name or path.name).encode("utf-8", "surrogateescape"))
    room, decoded = Room(MOST), Room(2 * MOST)
    with opened(path) as file:
        data = room.take(file.read)
    for whole in _unpacked(data, DEEPEST, _MOST_DECODED, room, decoded):
        starts = range(0, max(len(whole) - _LAP, 1), _PIECE - _LAP)  # as its texts take many times its size
        yield from (View(whole[start : start + _PIECE]) for start in starts)
    if data.startswith(_PARQUET):
        rows = _rows(path)
        if rows is None:
            room.leave_out(DAMAGED)
        else:
            yield View(rows)
    if not (room.was_enough and decoded.was_enough) or room.unread:
        raise NotAllError(is_large=not (room.was_enough and decoded.was_enough), unread=tuple(room.unread))


def _unpacked(data: bytes, depth: int, decodings: int, room: Room, decoded: Room) -> Iterator[bytes]:
    """Bytes, and what is packed in them, or written in them as letters, at any depth; what is too deep is noted."""
    yield data
    for part in parts_of(data, room):
        if not depth:
            room.leave_out(TOO_DEEP)
            return
        if part.startswith(_PARQUET):  # read where it is a file
            room.leave_out(OTHER)
        yield from _unpacked(part, depth - 1, decodings, room, decoded)
    if is_package(data):
        return
    for pieces in (_of_base64(data), _of_hex(data), _of_latin(data)):
        part = APART.join(pieces)
        if part and not decodings:
            room.leave_out(TOO_DEEP)
            return
        if part:
            yield from _unpacked(decoded.take(BytesIO(part).read), depth, decodings - 1, room, decoded)


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


def _rows(path: Path) -> bytes | None:
    """The cells of a Parquet file as a text; None where it cannot be read."""
    try:
        grid = load("geomap.tables.parquet:read")(path, str(path), Options())
    except (GeomapError, TableError, ImportError):
        return None
    columns = [*(map(str, column) for column in grid.columns), map(str, grid.positions)]
    return "\n".join(" ".join(cells) for cells in columns).encode()
