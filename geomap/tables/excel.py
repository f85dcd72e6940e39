"""READ Excel (.xlsx, .xlsm): numbers, days and truth values come with their types."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import openpyxl

from geomap.errors import said_by
from geomap.tables.options import Grid, Options, grid_of, one_of, unreadable


def read(path: Path, file: str, options: Options) -> Grid:
    """The cells of a sheet. A merged cell is the value of all rows and columns that it covers, as it looks."""
    values = _workbook(path, file, data_only=True)
    name = one_of(options.sheet, values.sheetnames, "sheet")
    sheet = values[name]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    _require_values(rows, _workbook(path, file, data_only=False)[name], file)
    for area in sheet.merged_cells.ranges:
        value, width = rows[area.min_row - 1][area.min_col - 1], area.max_col - area.min_col + 1
        for row in rows[area.min_row - 1 : area.max_row]:
            row[area.min_col - 1 : area.max_col] = [value] * width
    return grid_of(rows, options)


def _workbook(path: Path, file: str, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():  # of what only matters to Excel: charts, validation rules
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, data_only=data_only)
    except Exception as error:  # zip, XML and openpyxl raise many kinds; all mean that it is no workbook
        raise unreadable(file, f"is not an Excel file: {said_by(error, path)}", "save it as .xlsx") from error


def _require_values(rows: list[list[Any]], formulas: Any, file: str) -> None:
    """A formula that no program has computed looks like an empty cell, which would claim nothing."""
    for number, cells in enumerate(formulas.iter_rows(), 1):
        for cell in cells:
            if cell.data_type == "f" and rows[number - 1][cell.column - 1] is None:
                text = f"the formula in {cell.coordinate} has no value"
                raise unreadable(file, text, "open the file in a spreadsheet program and save it", number)
