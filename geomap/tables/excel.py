"""READ Excel (.xlsx, .xlsm): numbers, days and truth values come with their types."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
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
from geomap.tables.workbook import workbook

_RANGE = rb"[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7}"
_MARK = re.compile(rb"<(?:\w+:)?(?:mergeCell\s[^>]*?\bref\s*=\s*[\"'](" + _RANGE + rb")[\"']|f[\s/>]|(row)[\s/>])")
_CHUNK, _LONGEST = 1 << 20, 1000  # bytes that are looked through at once; that a mark of a merged cell takes at most
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks

MOST_MERGED = 100_000  # areas of merged cells
MOST_PARTS = 1_000_000  # elements and attributes in one row, or beside the rows

Area = tuple[int, int, int, int]  # first column and row, last column and row, from 1


def read(path: Path, file: str, options: Options) -> Grid:
    """The cells of a sheet. A merged cell is the value of all rows and columns that it covers, as it looks.

    The sheet is read as a stream, so that one of a few bytes that speaks of billions of cells makes none of them.
    """
    try:
        with warnings.catch_warnings():  # of what only matters to Excel: charts, validation rules
            warnings.simplefilter("ignore")
            rows = _rows(path, file, options.sheet)
    except (TableError, OptionError):
        raise
    except Exception as error:  # zip, XML and openpyxl raise many kinds; all mean that it is no workbook
        raise unreadable(file, f"is not an Excel file: {said_by(error, path)}", "save it as .xlsx") from error
    return grid_of(rows, options)


def _rows(path: Path, file: str, sheet: str) -> list[list[Any]]:
    """The values of a sheet's cells, row by row, those of merged cells in each."""
    with opened(path) as stream:
        return _of_stream(stream, file, sheet)


def _of_stream(stream: BinaryIO, file: str, sheet: str) -> list[list[Any]]:
    book = workbook(stream, file, data_only=True)
    name = one_of(sheet, book.sheetnames, "sheet")
    values = book[name]
    marks = [*_marks(stream, values._worksheet_path, file)]  # before the rows are read, which takes longest
    rows = [list(row) for row in _bounded(values, file, values_only=True)]
    if b"" in marks:
        _require_values(rows, workbook(stream, file, data_only=False)[name], file)
    areas: list[Area] = [range_boundaries(mark.decode()) for mark in marks if mark]
    _fill_all(rows, areas, file)
    return rows


def _fill_all(rows: list[list[Any]], areas: list[Area], file: str) -> None:
    """Have the values of merged cells in all that they cover of the sheet, as far as it has cells."""
    width = max(map(len, rows), default=0)
    within = [(left, top, min(right, width), min(bottom, len(rows))) for left, top, right, bottom in areas]
    within = [area for area in within if area[0] <= area[2] and area[1] <= area[3]]
    if sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in within) > MOST_CELLS:
        raise unreadable(file, f"merges more than {MOST_CELLS:,} cells", "split the merged cells")
    for area in within:
        _fill(rows, area)


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


def _marks(workbook: BinaryIO, sheet: str, file: str) -> Iterator[bytes]:
    """The merged cells, as A1:B2, and nothing for a formula; a library would make each of the cells that are merged.

    Raises TableError for a sheet of more parts between two rows, or merged cells, than anybody makes.
    """
    merged = parts = 0
    with zipfile.ZipFile(workbook) as archive, archive.open(sheet.lstrip("/")) as stream:
        seen = stream.read(_CHUNK)
        if seen.startswith(_UTF16):
            raise unreadable(file, "is in UTF-16", "save it as .xlsx with a spreadsheet program")
        while seen:
            ends = begins = 0
            for mark in _MARK.finditer(seen):
                ends = mark.end()
                if mark[2]:
                    begins, parts = ends, 0
                    continue
                yield mark[1] or b""
                merged += bool(mark[1])
            parts += seen.count(b"<", begins) + seen.count(b"=", begins)
            if merged > MOST_MERGED:
                raise unreadable(file, f"has more than {MOST_MERGED:,} merged cells", "split them")
            if parts > MOST_PARTS:
                text = f"has more than {MOST_PARTS:,} parts in one row, or beside the rows"
                raise unreadable(file, text, "copy its cells into a new file")
            rest = stream.read(_CHUNK)
            seen = seen[max(ends, len(seen) - _LONGEST) :] + rest if rest else b""


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
