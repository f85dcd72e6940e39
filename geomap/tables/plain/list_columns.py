"""Columns of lists: several values in a cell, parted by `;`, a line break or `|`."""

from __future__ import annotations

import re

from geomap.tables.arrays import Cells
from geomap.tables.columns import COLUMNS
from geomap.tables.plain.sheet import Sheet

_PARTED = {  # by the form of a cell, what parts its items beside `;`, and cannot be in one
    "list": re.compile(r"\s*[|\r\n]+\s*"),
    "pictograms": re.compile(r"\s*[|\r\n]+\s*"),
    "formations": re.compile(r"\s*[|\r\n]+\s*"),
    "links": re.compile(r"\s*(?:[\r\n]+|\|\s*(?=https?://|mailto:))\s*"),
}


def read_lists(sheet: Sheet) -> None:
    """Have the items of all lists parted by `;`, as those of our own files are."""
    for name in [*sheet.columns]:
        form = COLUMNS[name].form if name in COLUMNS else ""
        if form not in _PARTED or _has_none(sheet, name):
            continue
        for row, text in [*sheet.texts(name)]:
            if (parted := items_of(text, form)) != text:
                sheet.put(name, row, parted)
                sheet.tell(name, "several values", row, text, parted)


def items_of(text: str, form: str) -> str:
    """A list with `;` between its items. A `|` in the name of a formation is one of the name."""
    if form == "formations" and "|" in text and (":" in text or "\\" in text):
        return re.sub(r"\s*[\r\n]+\s*", ";", text)
    return _PARTED[form].sub(";", text)


def _has_none(sheet: Sheet, name: str) -> bool:
    """Whether no cell of a column, of which there may be very many, has a mark that parts items."""
    column = sheet.columns[name]
    if isinstance(column, Cells) and not column.is_text:
        return True
    joined = "".join(cell for cell in column if type(cell) is str)
    return not any(mark in joined for mark in "|\r\n")
