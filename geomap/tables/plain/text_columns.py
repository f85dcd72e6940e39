"""Columns of texts: which cells say that they say nothing, and countries by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geomap.facts.fields import COUNTS
from geomap.tables.arrays import Cells
from geomap.tables.headings import WITHHOLDING
from geomap.tables.plain.sheet import Sheet
from geomap.wording.countries import country_numbered

# As programs and people write that there is nothing; in the spellings that are no words of any text.
BLANKS = frozenset((
    "-", "--", "---", "–", "—", "N/A", "n/a", "NA", "NaN", "nan", "<NA>", "NULL", "k.A.", "k. A.", "н/д", "s/d", "b.d.",
))  # fmt: skip
_CODES = frozenset(("NA",))  # Namibia
_KEPT = ("id", *WITHHOLDING)  # as they are: what an id is, or holds back, is never passed over


def read_blanks(sheet: Sheet) -> None:
    """`-`, `N/A`, `k.A.` and the like claim nothing, as an empty cell does."""
    for name in [*sheet.columns]:
        if name in _KEPT or name.startswith("carried ") or _is_figure(name):
            continue
        column = sheet.columns[name]
        if isinstance(column, Cells) and not column.is_text:
            continue
        blanks = BLANKS - _CODES if name == "country" else BLANKS
        if _has_none(column, blanks):
            continue
        for row, text in [*sheet.texts(name)]:
            if text in blanks:
                sheet.put(name, row, None)
                sheet.tell(name, "nothing claimed", row, text)


def read_countries(sheet: Sheet) -> None:
    """The numeric codes of ISO 3166-1, of which spreadsheets lose the zeros in front; other codes and names are read
    wherever a country is.
    """
    column = sheet.columns.get("country", ())
    for row, cell in enumerate(column):
        is_number = type(cell) is int or (type(cell) is str and cell.strip().isdigit())
        if is_number and (code := country_numbered(int(cell))):
            sheet.put("country", row, code)
            sheet.tell("country", "numeric codes of countries", row, str(cell), code)


def _has_none(column: Sequence[Any], texts: frozenset[str]) -> bool:
    """Whether a column, which may be of very many cells, has none of some texts."""
    try:
        return texts.isdisjoint(column.values if isinstance(column, Cells) else column)
    except TypeError:  # a frame may have lists in its cells
        return texts.isdisjoint(cell for cell in column if type(cell) is str)


def _is_figure(name: str) -> bool:
    """Whether a column is of counts or degrees, which have rules of their own."""
    return name in ("lat", "lon", "near_lat", "near_lon") or any(
        name.removesuffix(end) in COUNTS for end in ("", "_min", "_max")
    )
