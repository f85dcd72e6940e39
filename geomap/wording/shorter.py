"""Shorter wordings of a table that the config declares. Nothing is ever shortened otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"\w+")


def abbreviated(text: str, table: Mapping[str, str]) -> str:
    """The text with every entry of the table in its place, whole words only, the longest entries first."""
    return _any_of(table).sub(lambda match: table[match[0]], text) if table else text


def used(table: Mapping[str, str], texts: Iterable[str]) -> dict[str, str]:
    """The entries that `abbreviated` puts into any of the texts: with these alone all of them are shortened alike."""
    if not table:
        return {}
    said = "\n".join(dict.fromkeys(texts))  # no text or entry has a line end
    words = {*_WORD.findall(said)}  # most entries of a large table are none of a map's
    likely = [name for name in table if words.issuperset(_WORD.findall(name))]
    found = {match[0] for match in _any_of(likely).finditer(said)} if likely else set()
    return {name: short for name, short in table.items() if name in found}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
