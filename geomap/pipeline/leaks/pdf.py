"""The texts of a PDF: its strings, in pieces as they are set, and as its fonts say what their numbers stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

# One that does not end is taken too, so that no text is gone through twice.
_STRING = rb"\((?:[^()\\]|\\.)*+\)?|<[0-9A-Fa-f\s]*+>"
_SHOWN = re.compile(rb"\[((?:[\s\d.+-]|" + _STRING + rb")*+)\]|(" + _STRING + rb")", re.DOTALL)
_PIECE = re.compile(rb"(" + _STRING + rb")|([-+.\d]+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}
_BY_NUMBER = re.compile(rb"/(?:Type0|Type3)\b")  # fonts whose strings are numbers of glyphs
_TABLE = b"begincmap"
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_BLANK = -150  # thousandths of the size of the type: a gap so wide is one between words
_MOST_CODES = 200_000  # of a font

Shown = list[bytes | None]  # pieces that are set in a row, None between words
Table = Mapping[bytes, str]


def texts_of(pieces: Sequence[bytes], may: Callable[[int], bool]) -> Iterator[bytes]:
    """What the parts of a PDF say, as UTF-8 or as it stands, by each table of its fonts; as long as so many bytes `may`
    be gone through.
    """
    tables = [table for piece in pieces if _TABLE in piece for table in _tables(piece)]
    for piece in pieces:
        if not may(len(piece)):
            return
        shown = [_pieces(found[1] or found[2] or b"") for found in _SHOWN.finditer(piece)]
        yield b"\n".join(map(_plain, shown))
        for table in tables if shown else ():
            if not may(len(piece)):
                return
            width = len(next(iter(table)))
            yield "\n".join(_by_table(row, table, width) for row in shown).encode("utf-8", "surrogatepass")


def is_of_numbers(pieces: Iterable[bytes]) -> bool:
    """Whether texts are numbers of glyphs, and no font says what these stand for."""
    found = [(bool(_BY_NUMBER.search(piece)), _TABLE in piece) for piece in pieces]
    return any(has_font for has_font, _ in found) and not any(has_table for _, has_table in found)


def _pieces(data: bytes) -> Shown:
    found: Shown = []
    for text, gap in _PIECE.findall(data):
        if text:
            found.append(_unescaped(text[1:].removesuffix(b")")) if text.startswith(b"(") else _of_hex(text[1:-1]))
        elif gap.lstrip(b"+-.").isdigit() and int(gap.partition(b".")[0] or 0) < _BLANK:
            found.append(None)
    return found


def _unescaped(text: bytes) -> bytes:
    def letter(found: re.Match[bytes]) -> bytes:
        if found[1][:1].isdigit() and found[1][:1] < b"8":
            return bytes([int(found[1], 8) & 255])
        return _LETTERS.get(found[1], found[1])

    return _ESCAPE.sub(letter, text)


def _of_hex(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))


def _plain(row: Shown) -> bytes:
    text = b"".join(b" " if piece is None else piece for piece in row)
    return text.decode("utf-16", "replace").encode() if text.startswith((b"\xfe\xff", b"\xff\xfe")) else text


def _by_table(row: Shown, table: Table, width: int) -> str:
    return "".join(
        " " if piece is None else "".join(table.get(piece[at : at + width], "") for at in range(0, len(piece), width))
        for piece in row
    )


def _tables(piece: bytes) -> Iterator[Table]:
    """What the numbers of a font's glyphs stand for; those of one length."""
    found = dict(islice(_stated(piece), _MOST_CODES))
    lengths = {len(code) for code in found} - {0}
    yield from ({code: text for code, text in found.items() if len(code) == length} for length in lengths)


def _stated(piece: bytes) -> Iterator[tuple[bytes, str]]:
    for kind, section in _SECTION.findall(piece):
        codes = [(_of_hex(code), opens, closes) for code, opens, closes in _CODE.findall(section)]
        yield from _characters([code for code, opens, _ in codes if not opens]) if kind == b"char" else _ranges(codes)


def _characters(codes: Sequence[bytes]) -> Iterator[tuple[bytes, str]]:
    return ((code, text.decode("utf-16-be", "replace")) for code, text in zip(codes[::2], codes[1::2], strict=False))


def _ranges(codes: Sequence[tuple[bytes, bytes, bytes]]) -> Iterator[tuple[bytes, str]]:
    """From one number to another: texts that follow one another, or a list of them."""
    at = 0
    while at + 2 < len(codes):
        first, last, start = (codes[at + place][0] for place in range(3))
        most = min(int.from_bytes(last), 256 ** len(first) - 1)
        ours = (number.to_bytes(len(first)) for number in range(int.from_bytes(first), most + 1))
        at += 3
        if codes[at - 1][1]:
            end = next((place for place in range(at, len(codes)) if codes[place][2]), len(codes))
            texts = (text.decode("utf-16-be", "replace") for text, _, _ in codes[at:end])
            yield from zip(ours, texts, strict=False)
            at = end + 1
        elif len(start) == 2:
            yield from zip(ours, map(chr, range(int.from_bytes(start), 0x10000)), strict=False)
