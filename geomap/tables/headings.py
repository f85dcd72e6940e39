"""Headings of tables, in whatever spelling, and those that somebody may have meant to hold rows back with."""

from __future__ import annotations

from collections.abc import Container, Iterable

from geomap.facts.fields import named, plain
from geomap.nearest import nearest

WITHHOLDING = named(lambda field: field.is_strictest)
ASK = "name it under columns, or under ignore where it does not"


def taken_for_withholding(headings: Iterable[str], known: Container[str]) -> str:
    """The heading that somebody may have meant to hold rows back with, and that nothing would heed; `known` are those,
    plain, that are read or meant to be passed over. Passing over this one could publish what must not be.
    """
    for heading in headings:
        name = plain(heading)
        if name and name not in known and ("embargo" in name or nearest(name, WITHHOLDING, likeness=0.8)):
            return heading
    return ""
