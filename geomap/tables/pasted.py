"""What comes along where a table is copied from a web page: footnote marks, as `900[1]`, and non-breaking blanks."""

from __future__ import annotations

import re
from typing import Any

from geomap.facts.fields import plain
from geomap.tables.options import Grid

_MARK = r"\[(?:\d{1,3}|[a-z]{1,2}|(?:note|nb|n) \d{1,3}|citation needed|better source needed|when\?)\]"
_MARKS = re.compile(rf"(?<=[^\s\[])\s?(?:{_MARK}\s?)+$")
_FEWEST = 2  # cells; one alone may be a name
_LONGEST = 1000  # characters of a text that is looked at
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u202f"), " ")
_OURS = frozenset(("id", "label", "found_by"))  # a table that geomap wrote, whose texts are meant


def mend_pasted(grid: Grid) -> None:
    """Take footnote marks off the ends of texts and headings, and have non-breaking blanks be blanks; both are said."""
    if {*map(plain, grid.headings)} >= _OURS:
        return
    columns = [(number, column) for number, column in enumerate(grid.columns) if any(map(_is_odd, column))]
    texts = [cell for _, column in columns for cell in column if isinstance(cell, str)]
    marked = sum(_mended(text, marks=True) != _mended(text, marks=False) for text in (*texts, *grid.headings))
    has_marks = marked >= _FEWEST
    has_blanks = any(map(_has_blanks, texts))
    for number, column in columns if has_marks or has_blanks else ():
        grid.columns[number] = [_mended(cell, marks=has_marks) for cell in column]
    grid.headings = [_mended(heading, marks=has_marks) for heading in grid.headings]
    said = ["footnote marks, as [1], are left out of texts and headings"] * has_marks
    grid.remarks = [*grid.remarks, *said, *["non-breaking blanks are read as blanks"] * has_blanks]


def _is_odd(cell: Any) -> bool:
    return isinstance(cell, str) and (cell.endswith("]") or _has_blanks(cell))


def _has_blanks(text: str) -> bool:
    return "\u00a0" in text or "\u202f" in text


def _mended(cell: Any, *, marks: bool) -> Any:
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return cell
    text = cell.translate(_BLANKS)
    return _MARKS.sub("", text.rstrip()) if marks and text.rstrip().endswith("]") else text
