"""Shorter wording by a table that the config declares. Nothing is ever shortened otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from geomap.scene import Artboard


def abbreviated(text: str, table: Mapping[str, str]) -> str:
    """The text with every entry of the table in its place, whole words only, the longest entries first."""
    if not table:
        return text
    longest_first = sorted(table, key=lambda entry: (-len(entry), entry))
    pattern = "|".join(rf"(?<!\w){re.escape(entry)}(?!\w)" for entry in longest_first)
    return re.sub(pattern, lambda match: table[match[0]], text)


def wordings(text: str, table: Mapping[str, str], artboard: Artboard) -> tuple[str, ...]:
    """The ways to say it on an artboard, the best first: in full, abbreviated, or both in turn."""
    if artboard.abbreviate == "never":
        return (text,)
    short = abbreviated(text, table)
    return (short,) if artboard.abbreviate == "always" else tuple(dict.fromkeys((text, short)))


def all_wordings(texts: Iterable[str], table: Mapping[str, str], artboard: Artboard) -> tuple[tuple[str, ...], ...]:
    """As `wordings`, for several texts that are abbreviated together."""
    every = [wordings(text, table, artboard) for text in texts]
    return tuple(dict.fromkeys((tuple(each[0] for each in every), tuple(each[-1] for each in every))))
