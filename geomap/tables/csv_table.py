"""READ CSV: comma, semicolon or tab, whichever parts the rows best; in UTF-8, or in what its letters say."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from geomap.facts.cells import unguarded
from geomap.files.regular import bytes_of
from geomap.files.unfit import LARGEST, STATE_IT
from geomap.tables.encodings import NAMES, Decoded, decoded
from geomap.tables.options import (
    MOST_COLUMNS,
    MOST_ROWS,
    Asked,
    Grid,
    Options,
    TableError,
    grid_of,
    require_size,
    unreadable,
)
from geomap.tables.pasted import mend_pasted

_DELIMITERS = (",", ";", "\t")
_LONG = 100_000  # characters of a row, from where on it is looked at whether it has too many cells
_MOST_PARTED = MOST_COLUMNS + 1_000_000  # a cell of text may hold some of what parts others
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SEPARATOR = re.compile(
    r"sep=(?P<sign>.)[;,\t]*(?:\r\n|\r|\n|$)", re.IGNORECASE
)  # a first line that Excel does not show
_COMPARED = 50  # rows whose cells are counted to find what parts them


def read(path: Path, file: str, options: Options) -> Grid:
    """The cells as texts. A `'` that our own export put before what looks like a formula is taken away."""
    text, said = _text(bytes_of(path, LARGEST), file, options.encoding)
    stated = _SEPARATOR.match(text)
    text = text[stated.end() :] if stated else text
    rows: list[list[str]] = []
    delimiter = stated["sign"] if stated else _delimiter(text, options)
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
    grid = grid_of(rows, options)
    grid.remarks = [said] if said else []
    if "]" in text or "\u00a0" in text or "\u202f" in text:
        mend_pasted(grid)
    return grid


def _text(data: bytes, file: str, stated: str) -> tuple[str, str]:
    """The text, and how it was read where the file does not say it. Raises TableError where several ways make sense."""
    try:
        found = Decoded(data.decode(stated).removeprefix("\ufeff")) if stated else decoded(data)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        name = stated or error.encoding
        hint = f"save it as CSV UTF-8, or {STATE_IT}" if name.startswith("utf") else ""
        raise unreadable(file, f"is not in {NAMES.get(name, name.upper())} from here on", hint, row) from None
    if found.among:
        raise _asked(file, found.among)
    return found.text, found.said


def _asked(file: str, among: Sequence[str]) -> TableError:
    *others, last = (f"{name} ({NAMES[name]})" for name in among)
    lines = " or ".join(f"encoding: {name}" for name in among)
    error = unreadable(file, f"is not in UTF-8, and makes sense in {', '.join(others)} and {last}", f"write {lines}")
    error.asked = Asked("encoding", among)
    return error


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
    """What parts the row of the headings, and as many rows below it into as many cells; or the headings into most."""
    first = [line[0] for line in islice(_LINE.finditer(text), options.header_row)]
    if any(len(line) > _LONG for line in first):
        return max(_DELIMITERS, key=first[-1].count)

    def fit(delimiter: str) -> tuple[int, int]:
        rows = csv.reader((line[0] for line in _LINE.finditer(text)), delimiter=delimiter)
        widths: list[int] = []
        with suppress(csv.Error):  # of a cell that is longer than any
            widths.extend(map(len, islice(rows, options.header_row - 1, options.header_row + _COMPARED)))
        width, *others = widths or [0]
        return sum(other == width for other in others) if width > 1 else -1, width

    return max(_DELIMITERS, key=fit)
