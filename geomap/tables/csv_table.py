"""READ CSV: comma, semicolon or tab, whichever parts the headings into more; UTF-8, or UTF-16 as Excel writes it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from geomap.facts.cells import unguarded
from geomap.files.regular import bytes_of
from geomap.files.unfit import LARGEST
from geomap.tables.options import MOST_COLUMNS, MOST_ROWS, Grid, Options, grid_of, require_size, unreadable

_LOOK = 64  # bytes in which every second is 0 where a text is in UTF-16
_DELIMITERS = (",", ";", "\t")
_LONG = 100_000  # characters of a row, from where on it is looked at whether it has too many cells
_MOST_PARTED = MOST_COLUMNS + 1_000_000  # a cell of text may hold some of what parts others
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # by byte order mark


def read(path: Path, file: str, options: Options) -> Grid:
    """The cells as texts. A `'` that our own export put before what looks like a formula is taken away."""
    text = _text(bytes_of(path, LARGEST), file, options.encoding)
    rows: list[list[str]] = []
    delimiter = _delimiter(text, options)
    lines = _Lines(text, delimiter, file)
    try:
        for row in csv.reader(lines, delimiter=delimiter, strict=True):
            rows.append(row)
            lines.begun = 0
            if len(rows) > MOST_ROWS:
                break
    except csv.Error as error:
        raise unreadable(file, f"is not CSV: {error}", "is a quote missing?", len(rows) + 1) from None
    require_size(file, max(map(len, rows), default=0), len(rows))
    if "'" in text:
        rows = [[unguarded(cell) for cell in row] for row in rows]
    return grid_of(rows, options)


def _text(data: bytes, file: str, stated: str) -> str:
    if stated:
        return _decoded(data, stated, file)
    if data[:_LOOK].count(0) > _LOOK // 4 and data[:2] not in _ENCODINGS:
        raise unreadable(file, "is in UTF-16 without a byte order mark", "save it as CSV UTF-8", 1)
    return _decoded(data, next((name for mark, name in _ENCODINGS.items() if data.startswith(mark)), "utf-8"), file)


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        is_usual = encoding.startswith("utf")
        hint = "save it as CSV UTF-8, or write encoding: cp1251, or whichever it is in" if is_usual else ""
        raise unreadable(file, f"is not in {encoding.upper().removesuffix('-SIG')} from here on", hint, row) from None


class _Lines:
    """The lines of a text. A row of more cells than any table has is refused before a list is made of it."""

    def __init__(self, text: str, delimiter: str, file: str) -> None:
        self.begun = 0  # characters of the row so far
        self._lines = io.StringIO(text, newline="")
        self._delimiter, self._file = delimiter, file

    def __iter__(self) -> Iterator[str]:
        cells = 0
        for line in self._lines:
            cells = cells if self.begun else 0
            self.begun += len(line)
            if self.begun > _LONG:
                cells += line.count(self._delimiter)
                if cells > _MOST_PARTED:
                    require_size(self._file, cells, 1)
            yield line


def _delimiter(text: str, options: Options) -> str:
    """What parts the row of the headings into most cells."""
    first = [line[0] for line in islice(_LINE.finditer(text), options.header_row)]
    if any(len(line) > _LONG for line in first):
        return max(_DELIMITERS, key=first[-1].count)

    def cells(delimiter: str) -> int:
        row = list(
            islice(csv.reader((line[0] for line in _LINE.finditer(text)), delimiter=delimiter), options.header_row)
        )
        return len(row[-1]) if row else 0

    return max(_DELIMITERS, key=cells)
