"""Differences in words: of the map's language on the map, English on the terminal and in Markdown."""

from __future__ import annotations

from datetime import date

from geomap.diff.records import Difference, Move
from geomap.facts import Estimate, Formation, Link
from geomap.facts.cells import join_links
from geomap.wording import estimate, number, phrase

NOT_STATED = "not stated"


def difference(value: Difference, lang: str) -> str:
    """By how much a count changed, with its sign, e.g. +2,000, about −500 or −1,000 to +3,000."""
    least, most = value.least, value.most
    if least is None and most is None:
        return phrase("change.unknown", lang)
    if least is None or most is None:
        key, bound = ("at_most", most) if least is None else ("at_least", least)
        return phrase(key, lang, n=_signed(bound or 0, lang))
    if least == most:
        return phrase("about", lang, n=_signed(least, lang)) if value.is_about else _signed(least, lang)
    return phrase("change.range", lang, low=_signed(least, lang), high=_signed(most, lang))


def _signed(value: int, lang: str) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{number(abs(value), lang)}"


def distance(move: Move, lang: str) -> str:
    """Km, never finer than places are known: whole ones from 10 on, else tenths. Empty where no distance is known."""
    if move.km is None:
        return ""
    km = round(move.km) if move.km >= 10 else max(round(move.km, 1), 0.1)
    words = phrase("km", lang, n=number(km, lang))
    return phrase("about", lang, n=words) if move.is_about else words


def plain(value: object) -> str:  # noqa: PLR0911 - one a form
    """A fact in English."""
    if value is None or value in ("", ()):
        return NOT_STATED
    if isinstance(value, Estimate):
        return estimate(value, "en")
    if isinstance(value, Formation):
        return value.text
    if isinstance(value, Link):
        return join_links([value])
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ", ".join(map(plain, value))
    return " ".join(str(value).split("\n"))
