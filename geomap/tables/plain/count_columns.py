"""Columns of counts: how each writes its figures, what its cells claim, and what has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geomap.errors import quote
from geomap.facts import CountKind
from geomap.facts.fields import COUNTS
from geomap.tables.arrays import Cells
from geomap.tables.plain.counts import Asked, Count, count_in, figures_in
from geomap.tables.plain.numbers import Mark, Style, style_of
from geomap.tables.plain.sheet import WITH_TABLE, Sheet, is_plain, meant

DECIMALS: Mapping[str, Mark] = {"point": ".", "comma": ","}


def read_counts(sheet: Sheet) -> None:
    """Every column of counts, as `troops`, and of their ends."""
    for name in COUNTS:
        if not any(f"{name}{end}" in sheet.columns for end in ("", "_min", "_max")):
            continue
        for end in ("", "_min", "_max"):
            _read_column(sheet, name, end)


def _read_column(sheet: Sheet, name: str, end: str) -> None:
    column = sheet.columns.get(f"{name}{end}", ())
    if f"{name}{end}" in sheet.derived or (isinstance(column, Cells) and not column.is_text) or is_plain(column):
        return
    odd = [
        (row, cell.strip())
        for row, cell in enumerate(column)
        if type(cell) is str and not (cell.isdigit() and cell.isascii()) and cell.strip()
    ]
    if not odd:
        return
    style = _style(sheet, f"{name}{end}", odd)
    if style is None:
        return
    meanings = {
        text: count_in(text, style.decimal, is_sure=style.is_sure, of_soldiers=name == "troops")
        for text in dict.fromkeys(text for _, text in odd)
    }
    for row, text in odd:
        found = meanings[text]
        if isinstance(found, Asked):
            hint = meant(f"{name}{end}", text, found.meanings if not end else ())
            sheet.ask(f"{name}{end}", row, f"{quote(text)} {found.text}", hint)
        elif found:
            _put(sheet, name, end, row, text, found)


def _style(sheet: Sheet, column: str, odd: list[tuple[int, str]]) -> Style | None:
    """How a column writes its figures; None where it has to be asked, and says nothing until it is answered."""
    if answer := sheet.answer(sheet.answers.decimal, column):
        return Style(DECIMALS[answer], is_sure=True)
    style = style_of(figure for text in dict.fromkeys(text for _, text in odd) for figure in figures_in(text))
    if style.against is None:
        return style
    found = {figure: row for row, text in reversed(odd) for figure in figures_in(text)}
    before, row = sorted(found[figure] for figure in style.against)
    texts = dict(odd)
    heading = sheet.heading(column)
    text = (
        f"writes {quote(texts[before])} in row {sheet.numbers[before]} and {quote(texts[row])} here, so it is not "
        "clear what is before decimals, and what between thousands"
    )
    hint = f"write decimal: {{{quote(heading)}: point}} or decimal: {{{quote(heading)}: comma}} {WITH_TABLE}"
    sheet.ask_of_column(column, row, text, hint)
    for place, _ in odd:
        sheet.put(column, place, None)
    return None


def _put(sheet: Sheet, name: str, end: str, row: int, text: str, count: Count) -> None:  # noqa: PLR0913, PLR0917
    """Put what a cell claims into the columns that say it; where others of them say otherwise it stays as it is."""
    if end:
        if count.kind in (None, CountKind.UNKNOWN):
            sheet.put(f"{name}{end}", row, None)
        elif count.low == count.high is not None and (count.kind is CountKind.EXACT or _is_shorthand(text)):
            sheet.put(f"{name}{end}", row, str(count.low))
        else:
            return
        sheet.tell(f"{name}{end}", count.said, row, text, "" if count.low is None else f"{count.low:,}")
        return
    cells = _cells(count)
    others = {other: sheet.cell(f"{name}{other}", row) for other in ("_min", "_max", "_kind")}
    stated = {other: cell for other, cell in others.items() if cell not in (None, "")}
    if count.kind not in (None, CountKind.EXACT) and any(
        str(cell) != cells.get(other) for other, cell in stated.items()
    ):
        return
    for other, cell in cells.items():
        sheet.put(f"{name}{other}", row, cell, source=name)
    if text != CountKind.UNKNOWN.value:
        sheet.tell(name, count.said, row, text, _said(count))


def _cells(count: Count) -> dict[str, Any]:  # noqa: PLR0911 - one a form
    """The cells of a count by the ends of their columns, as texts, as those of a CSV are."""
    low, high = ("" if end is None else str(end) for end in (count.low, count.high))
    match count.kind:
        case None:
            return {"": None}
        case CountKind.EXACT:
            return {"": low}
        case CountKind.UNKNOWN:
            return {"": None, "_kind": CountKind.UNKNOWN.value}
        case CountKind.ABOUT:
            return {"": low, "_kind": count.kind.value}
        case CountKind.AT_LEAST:
            return {"": None, "_min": low, "_kind": count.kind.value}
        case CountKind.AT_MOST:
            return {"": None, "_max": high, "_kind": count.kind.value}
    return {"": None, "_min": low, "_max": high, "_kind": count.kind.value}


def _said(count: Count) -> str:
    """A count as a notice repeats it."""
    match count.kind:
        case CountKind.RANGE:
            return f"{count.low:,} to {count.high:,}"
        case CountKind.EXACT | CountKind.ABOUT | CountKind.AT_LEAST:
            return f"{count.low:,}"
        case CountKind.AT_MOST:
            return f"{count.high:,}"
    return ""


def _is_shorthand(text: str) -> bool:
    """Whether a number is about so only for its multiplier: the end of a range is taken as it is."""
    return text[:1].isdigit()
