"""In which wordings a text may be set on an artboard: in full, or shorter by the table of the config."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geomap.scene import Artboard
from geomap.wording.shorter import abbreviated


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
