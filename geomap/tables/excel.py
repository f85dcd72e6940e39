"""READ Excel (.xlsx, .xlsm): numbers, days and truth values come with their types."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter, range_boundaries

from geomap.errors import said_by
from geomap.files.regular import opened
from geomap.tables.options import (
    MOST_CELLS,
    MOST_ROWS,
    Grid,
    OptionError,
    Options,
    TableError,
    grid_of,
    one_of,
    require_size,
    unreadable,
)
from geomap.tables.pasted import mend_pasted
from geomap.tables.workbook import workbook

_RANGE = rb"[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7}"
_MARK = re.compile(
    rb"<(?:\w+:)?(?:mergeCell\s[^>]*?\bref\s*=\s*[\"'](?P<area>" + _RANGE + rb")[\"']|(?P<formula>f)[\s/>]"
    rb"|(?P<part>row|col)(?=[\s/>])(?P<said>[^>]{0,900}>)?)"
)
_SAID = re.compile(rb"\b(r|min|max|hidden)\s*=\s*[\"'](\w{1,7})[\"']")
_CHUNK, _LONGEST = 1 << 20, 1000  # bytes that are looked through at once; that a mark takes at most
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks

MOST_MERGED = 100_000  # areas of merged cells
MOST_PARTS = 1_000_000  # elements and attributes in one row, or beside the rows

Area = tuple[int, int, int, int]  # first column and row, last column and row, from 1


@dataclass(slots=True)
class _Marks:
    """What a sheet says beside its cells; all from 1."""

    areas: list[Area] = field(default_factory=list)  # merged cells
    has_formulas: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)


def read(path: Path, file: str, options: Options) -> Grid:
    """The cells of a sheet. A merged cell is the value of all rows and columns that it covers, as it looks. Of a
    workbook of several sheets the one that is not hidden is read, where there is one.

    The sheet is read as a stream, so that one of a few bytes that speaks of billions of cells makes none of them.
    """
    try:
        with warnings.catch_warnings():  # of what only matters to Excel: charts, validation rules
            warnings.simplefilter("ignore")
            rows, marks, said = _rows(path, file, options.sheet)
    except (TableError, OptionError):
        raise
    except Exception as error:  # zip, XML and openpyxl raise many kinds; all mean that it is no workbook
        raise unreadable(file, f"is not an Excel file: {said_by(error, path)}", "save it as .xlsx") from error
    grid = grid_of(rows, options)
    grid.remarks = said
    mend_pasted(grid)
    grid.hidden_rows = frozenset(marks.hidden_rows)
    hidden = (min(columns.stop, len(grid.columns) + 1) for columns in marks.hidden_columns)
    spans = zip(marks.hidden_columns, hidden, strict=True)
    grid.hidden_columns = frozenset(number - 1 for columns, stop in spans for number in range(columns.start, stop))
    grid.merged = [(left - 1, top, right - 1, bottom) for left, top, right, bottom in marks.areas]
    return grid


def _rows(path: Path, file: str, sheet: str) -> tuple[list[list[Any]], _Marks, list[str]]:
    """The values of a sheet's cells, row by row, those of merged cells in each; what else it says; what to tell."""
    with opened(path) as stream:
        return _of_stream(stream, file, sheet)


def _of_stream(stream: BinaryIO, file: str, sheet: str) -> tuple[list[list[Any]], _Marks, list[str]]:
    book = workbook(stream, file, data_only=True)
    shown = [name for name in book.sheetnames if book[name].sheet_state == "visible"]
    name = one_of(sheet, book.sheetnames, "sheet", shown[0] if len(shown) == 1 else "")
    values = book[name]
    others = [] if sheet or len(book.sheetnames) == 1 else [f"the sheet {name} is read, as all others are hidden"]
    marks = _marks(stream, values._worksheet_path, file)  # before the rows are read, which takes longest
    rows = [list(row) for row in _bounded(values, file, values_only=True)]
    if marks.has_formulas:
        _require_values(rows, workbook(stream, file, data_only=False)[name], file)
    marks.areas = _within(marks.areas, rows, file)
    for area in marks.areas:
        _fill(rows, area)
    return rows, marks, others


def _within(areas: list[Area], rows: list[list[Any]], file: str) -> list[Area]:
    """The merged cells, as far as the sheet has cells. Raises TableError for more than anybody makes."""
    width = max(map(len, rows), default=0)
    within = [(left, top, min(right, width), min(bottom, len(rows))) for left, top, right, bottom in areas]
    within = [area for area in within if area[0] <= area[2] and area[1] <= area[3]]
    if sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in within) > MOST_CELLS:
        raise unreadable(file, f"merges more than {MOST_CELLS:,} cells", "split the merged cells")
    return within


def _bounded(sheet: Any, file: str, *, values_only: bool) -> Iterator[Sequence[Any]]:
    """The rows, unless one of their cells lies so far off that nobody has put it there on purpose."""
    sheet.reset_dimensions()  # what the file says of them need not be so
    width = number = 0
    for number, row in enumerate(sheet.iter_rows(values_only=values_only), 1):
        width = max(width, len(row))
        if width * number > MOST_CELLS or number > MOST_ROWS:
            text = f"reaches to column {get_column_letter(width)} and at least to row {number}"
            raise unreadable(file, text, "delete what stands far off by mistake, or what the map does not need")
        yield row
    require_size(file, width, number)


def _marks(workbook: BinaryIO, sheet: str, file: str) -> _Marks:
    """What a sheet says beside its cells; a library would make each of the cells that are merged.

    Raises TableError for a sheet of more parts between two rows, or merged cells, than anybody makes.
    """
    found = _Marks()
    parts = row = 0
    with zipfile.ZipFile(workbook) as archive, archive.open(sheet.lstrip("/")) as stream:
        seen = stream.read(_CHUNK)
        if seen.startswith(_UTF16):
            raise unreadable(file, "is in UTF-16", "save it as .xlsx with a spreadsheet program")
        while seen:
            rest = stream.read(_CHUNK)
            ends = begins = 0
            for mark in _MARK.finditer(seen):
                if mark["part"] and not mark["said"] and rest and mark.start() > len(seen) - _LONGEST:
                    break  # what it says comes with the rest
                ends = mark.end()
                if mark["part"] == b"row":
                    begins, parts = ends, 0
                row = _heed(found, mark, row)
            parts += seen.count(b"<", begins) + seen.count(b"=", begins)
            if len(found.areas) > MOST_MERGED:
                raise unreadable(file, f"has more than {MOST_MERGED:,} merged cells", "split them")
            if parts > MOST_PARTS:
                text = f"has more than {MOST_PARTS:,} parts in one row, or beside the rows"
                raise unreadable(file, text, "copy its cells into a new file")
            seen = seen[max(ends, len(seen) - _LONGEST) :] + rest if rest else b""
    return found


def _heed(found: _Marks, mark: re.Match[bytes], row: int) -> int:
    """Note what one mark says; the number of the row that begins with it, or of the one before."""
    said = dict(_SAID.findall(mark["said"] or b""))
    is_hidden = said.get(b"hidden") in (b"1", b"true")
    if mark["area"]:
        found.areas.append(range_boundaries(mark["area"].decode()))
    elif mark["formula"]:
        found.has_formulas = True
    elif mark["part"] == b"row":
        row = _number(said.get(b"r", b"")) or row + 1
        found.hidden_rows.update([row] if is_hidden else ())
    elif is_hidden and (first := _number(said.get(b"min", b""))):
        found.hidden_columns.append(range(first, (_number(said.get(b"max", b"")) or first) + 1))
    return row


def _number(digits: bytes) -> int:
    return int(digits) if digits.isdigit() else 0


def _fill(rows: list[list[Any]], area: Area) -> None:
    """Have the value of a merged cell in all that it covers."""
    left, top, right, bottom = area
    value = rows[top - 1][left - 1] if top <= len(rows) and left <= len(rows[top - 1]) else None
    for row in rows[top - 1 : bottom]:
        row.extend([None] * (right - len(row)))
        row[left - 1 : right] = [value] * (right - left + 1)


def _require_values(rows: list[list[Any]], formulas: Any, file: str) -> None:
    """A formula that no program has computed looks like an empty cell, which would claim nothing."""
    for number, cells in enumerate(_bounded(formulas, file, values_only=False), 1):
        for cell in cells:
            if cell.data_type == "f" and rows[number - 1][cell.column - 1] is None:
                text = f"the formula in {cell.coordinate} has no value"
                raise unreadable(file, text, "open the file in a spreadsheet program and save it", number)
