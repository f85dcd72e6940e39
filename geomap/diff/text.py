"""A diff as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import category, combining, east_asian_width

from geomap.diff.records import Diff
from geomap.diff.summary import Section, sections, total_line

_GAP = "   "
_INDENT = "  "


def as_text(diff: Diff, before: str, after: str) -> str:
    """Sections in aligned columns. `before` and `after` name the two states."""
    if diff.is_empty:
        return f"{before} → {after}: no changes"
    parts = [f"{before} → {after}", *("\n".join(_lines(section)) for section in sections(diff)), total_line(diff)]
    return "\n\n".join(parts)


def _lines(section: Section) -> Iterator[str]:
    yield section.title
    rows = [_with_arrow(section.headings, row) for row in section.rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield _INDENT + _row(row, widths)


def _with_arrow(headings: Sequence[str], row: Sequence[str]) -> list[str]:
    """The cells, those of `from` and `to` as one."""
    if "from" not in headings:
        return list(row)
    at = headings.index("from")
    return [*row[:at], f"{row[at]} → {row[at + 1]}", *row[at + 2 :]]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip()


def _width(text: str) -> int:
    """Columns of a terminal: two for wide letters, none for marks upon them."""
    shown = [letter for letter in text if not combining(letter) and category(letter) not in ("Mn", "Cf")]
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in shown)
