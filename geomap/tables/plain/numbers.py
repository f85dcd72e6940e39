"""Figures as people write them: with marks between thousands, and with a point or a comma before decimals.

`1,500` is fifteen hundred to some and one and a half to others; a column is taken to be written by one hand. What it
says elsewhere decides: `1,234.5`, `1,234,567` or `0,5` leave no doubt. Where nothing does, three digits behind a mark
are thousands, as counts are whole. A column that contradicts itself is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

Mark = Literal[".", ","]

SPACES = " \u00a0\u2007\u2009\u202f"
NUMBER = rf"[0-9]+(?:(?:[{SPACES}'_]|[.,])[0-9]+)*"  # a figure with all its marks
_MARKED = re.compile(r"[.,]")
_BLANK = re.compile(rf"[{SPACES}'_]")
_THREES = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}'_][0-9]{{3}})*")
_MOST_DIGITS = 15


class Says(NamedTuple):
    """What a figure says of its column: which mark is before its decimals, where it leaves no doubt; and which mark is
    between thousands or before decimals.
    """

    decimal: Mark | Literal[""] = ""
    either: Mark | Literal[""] = ""


def figure_says(figure: str) -> Says | None:
    """What a figure says of the marks in its column; None where it is no figure."""
    marks = [mark for mark in figure if mark in ".,"]
    parts = _MARKED.split(figure)
    if not marks:
        return Says() if _is_grouped(figure) else None
    last: Mark = "." if marks[-1] == "." else ","
    other: Mark = "," if last == "." else "."
    if not parts[-1].isdigit():
        return None
    if len({*marks}) == 2:
        is_one = marks.count(last) == 1 and _in_threes(parts[:-1])
        return Says(last) if is_one else None
    if len(marks) > 1:
        return Says(other) if _in_threes(parts) else None
    before, after = parts
    if not _is_grouped(before):
        return None
    is_doubtful = len(after) == 3 and before.isdigit() and len(before) <= 3 and not before.startswith("0")
    return Says(either=last) if is_doubtful else Says(last)


def value_of(figure: str, decimal: Mark) -> Decimal:
    """The number that a figure is, where this mark is before decimals. Raises ValueError where it is none then."""
    plain = _BLANK.sub("", figure).replace("," if decimal == "." else ".", "")
    if figure_says(figure) is None or plain.count(decimal) > 1 or len(plain) > _MOST_DIGITS:
        raise ValueError(figure)
    return Decimal(plain.replace(",", "."))


class Style(NamedTuple):
    """How a column writes its figures: which mark is before decimals, whether that is beyond doubt, and two figures
    that say otherwise of it than each other.
    """

    decimal: Mark
    is_sure: bool
    against: tuple[str, str] | None = None


def style_of(figures: Iterable[str]) -> Style:
    """How a column writes its figures."""
    sure: dict[str, str] = {}  # the first figure that says so
    either: dict[str, str] = {}
    for figure in figures:
        said = figure_says(figure)
        if said and said.decimal:
            sure.setdefault(said.decimal, figure)
        if said and said.either:
            either.setdefault(said.either, figure)
    if len(sure) == 2:
        return Style(".", is_sure=False, against=(sure["."], sure[","]))
    if not sure and len(either) == 2:
        return Style(".", is_sure=False, against=(either["."], either[","]))
    for mark in (".", ","):
        if mark in sure:
            # thousands by the mark that is before decimals elsewhere
            return Style(mark, is_sure=True, against=(sure[mark], either[mark]) if mark in either else None)
    return Style("." if "." not in either else ",", is_sure=False)


def _is_grouped(digits: str) -> bool:
    """Whether these are digits, if parted then by threes."""
    return digits.isdigit() or _THREES.fullmatch(digits) is not None


def _in_threes(parts: list[str]) -> bool:
    """Whether these are the parts of a figure between marks of thousands."""
    return (
        1 <= len(parts[0]) <= 3
        and parts[0] != "0"
        and all(len(part) == 3 for part in parts[1:])
        and all(part.isdigit() for part in parts)
    )
