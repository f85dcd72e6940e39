"""What a cell of counts plainly says: `~800`, `1,500-2,000`, `over 10k`, `bis zu 300`, `900.0`, `?`, `n/a`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from geomap.facts import LARGEST_COUNT, CountKind
from geomap.tables.plain import words
from geomap.tables.plain.numbers import NUMBER, Mark, figure_says, value_of
from geomap.tables.plain.words import one_of

_LONGEST = 80  # characters; no figure is as long
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_SIGNS = (
    _DASHES | dict.fromkeys(map(ord, "’‘ʼ`´"), "'") | {ord("…"): "...", ord("～"): "~", ord("∼"): "~", ord("˜"): "~"}
)
_FOOTNOTES = re.compile(r"(?:\s*\[[^\[\]]{1,20}\]|\s*[*†‡¹²³⁰-⁹])+$")
_WORD = r"(?![^\W\d_])"  # where no letter follows


class Count(NamedTuple):
    """A count as cells have it: its kind, the one number or the ends; a kind of None claims nothing."""

    kind: CountKind | None
    low: int | None = None
    high: int | None = None
    said: str = ""  # how a notice calls what was read, in the plural


class Asked(NamedTuple):
    """What is not clear of a cell: in what way, and what it may mean, as values of a config."""

    text: str
    meanings: tuple[tuple[str, str], ...] = ()  # what to write, and where it is so


NOTHING = Count(None, said="nothing claimed")
_BLANK = frozenset(map(words.folded, words.NOTHING))
_UNKNOWN = frozenset(map(words.folded, words.UNKNOWN))
_NONE = frozenset(map(words.folded, words.ASKED))
_MEANINGS = (("0", "where there are none"), ("unknown", "where nobody knows"), ("''", "where nothing is claimed"))


def is_blank(text: str) -> bool:
    """Whether a cell says that it says nothing: `-`, `N/A`, `k.A.`"""
    return _folded(text) in _BLANK


def is_unknown(text: str) -> bool:
    """Whether it says that nobody knows: `?`, `unbekannt`."""
    return _folded(text) in _UNKNOWN


def figures_in(text: str) -> Iterator[str]:
    """The figures of a cell that decide how its column writes them; none of a cell that is no count, or of one with a
    multiplier, which leaves room for decimals.
    """
    found = _form(_folded(text)) if len(text) <= _LONGEST else None
    for figure, by in ((found.first, found.times), (found.second, found.second_times)) if found else ():
        said = figure_says(figure) if figure else None
        if said and not (by and said.either):
            yield figure


def count_in(text: str, decimal: Mark, *, is_sure: bool = False, of_soldiers: bool = False) -> Count | Asked | None:
    """The count that a cell states; None where it is none that is read.

    `decimal` is the mark before decimals in the column; `is_sure` where something other than whole thousands says so.
    """
    if len(text) > _LONGEST:
        return None
    plain = _folded(text)
    if plain in _BLANK:
        return NOTHING
    if plain in _UNKNOWN:
        return Count(CountKind.UNKNOWN, said="unknown")
    if plain in _NONE:
        return Asked("may mean zero, unknown or no claim", _MEANINGS)
    form = _form(plain, of_soldiers=of_soldiers)
    return _count(form, decimal, is_sure=is_sure) if form else None


class _Form(NamedTuple):
    """A cell in its parts: what it claims of the figures, and each with what it is to be multiplied by."""

    kind: CountKind
    first: str
    times: str
    second: str = ""
    second_times: str = ""


def _folded(text: str) -> str:
    """Without letter case, footnotes and brackets around it, and with one dash for all."""
    plain = words.folded(_FOOTNOTES.sub("", text.translate(_SIGNS)))
    return plain[1:-1].strip() if plain[:1] + plain[-1:] == "()" and plain.count("(") == 1 else plain


def _form(plain: str, *, of_soldiers: bool = True) -> _Form | None:
    patterns = _patterns()
    if of_soldiers:
        plain = patterns["soldiers"].sub("", plain)
    for kind in (CountKind.EXACT, CountKind.ABOUT, CountKind.AT_LEAST, CountKind.AT_MOST):
        for form in (f"{kind} before", f"{kind} behind") if kind is not CountKind.EXACT else ("exact",):
            if found := patterns[form].fullmatch(plain):
                return _Form(kind, found["first"], found["times"] or "")
    for form in ("range", "between"):
        if found := patterns[form].fullmatch(plain):
            return _Form(CountKind.RANGE, found["first"], found["times"] or "", found["second"], found["more"] or "")
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compiled when the first cell needs them."""
    times = one_of((*words.THOUSAND, *words.MILLION, *words.TWO_MEANINGS))
    first = rf"(?P<first>{NUMBER})(?:\s*(?P<times>{times}){_WORD})?"
    second = rf"(?P<second>{NUMBER})(?:\s*(?P<more>{times}){_WORD})?"
    about, least, most = one_of(words.ABOUT), one_of(words.AT_LEAST), one_of(words.AT_MOST)
    soft = rf"(?:{about}\s*)?"
    forms = {
        "exact": first,
        "about before": rf"{about}(?:\s*~)?\s*{first}",
        "about behind": rf"{first}\s*{one_of(words.ABOUT_BEHIND)}",
        "at_least before": rf"{least}\s*{first}",
        "at_least behind": rf"{first}\s*{one_of(words.AT_LEAST_BEHIND)}",
        "at_most before": rf"{most}\s*{first}",
        "at_most behind": rf"{first}\s*{one_of(words.AT_MOST_BEHIND)}",
        "range": rf"{soft}(?:{one_of(words.FROM)}\s*)?{soft}{first}\s*{one_of(words.TO)}\s*{soft}{second}",
        "between": rf"{soft}{one_of(words.BETWEEN)}\s*{first}\s*{one_of(words.AND)}\s*{second}",
    }
    soldiers = rf"(?<=[\w.+])\s*{one_of(words.SOLDIERS)}$"
    return {"soldiers": re.compile(soldiers), **{name: re.compile(form) for name, form in forms.items()}}


_SAID = {
    CountKind.EXACT: "whole numbers",
    CountKind.ABOUT: "about so many",
    CountKind.AT_LEAST: "at least so many",
    CountKind.AT_MOST: "at most so many",
    CountKind.RANGE: "ranges",
}


def _count(form: _Form, decimal: Mark, *, is_sure: bool) -> Count | Asked | None:  # noqa: PLR0911 - one a form
    """The count of a form; of a multiplier a number that is about so."""
    first, second = form.times, form.second_times
    for figure, times in ((form.first, first), (form.second, second)):
        if times.rstrip(".") in words.TWO_MEANINGS:
            return Asked(f"has {times}, which means a thousand to some and something else to others")
        said = figure_says(figure) if figure else None
        if times and said and said.either and not is_sure:
            return Asked(f"has {figure}, which may be {_whole(figure)} or have decimals")
    try:
        low = value_of(form.first, decimal)
        high = value_of(form.second, decimal) if form.second else None
    except ValueError:
        return None
    if high is not None and second and not first and low < high:
        first = second  # 5-6k, but not 500-1k
    ends = [_times(low, first), *([] if high is None else [_times(high, second)])]
    if any(end is None or not 0 <= end <= LARGEST_COUNT for end in ends):
        return None
    numbers = [int(end) for end in ends if end is not None]
    match form.kind:
        case CountKind.RANGE:
            low_, high_ = numbers
            return Count(form.kind, low_, high_, _SAID[form.kind]) if low_ <= high_ else None
        case CountKind.EXACT if not first:
            return Count(form.kind, numbers[0], numbers[0], said=_SAID[form.kind])
        case CountKind.EXACT | CountKind.ABOUT:
            return Count(CountKind.ABOUT, numbers[0], numbers[0], said=_SAID[CountKind.ABOUT])
        case CountKind.AT_LEAST:
            return Count(form.kind, low=numbers[0], said=_SAID[form.kind])
    return Count(form.kind, high=numbers[0], said=_SAID[form.kind])


def _times(number: Decimal, times: str) -> Decimal | None:
    """A number with its multiplier; None where it is not whole then."""
    word = times.rstrip(".")
    by = 1 if not word else 1000 if word in words.THOUSAND else 1_000_000
    product = number * by
    return product if product == product.to_integral_value() else None


def _whole(figure: str) -> str:
    return re.sub(r"\D", "", figure)
