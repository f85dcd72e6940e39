"""Headings of tables, in whatever spelling, and those that somebody may have meant to hold rows back with."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from geomap.nearest import nearest

WITHHOLDING = ("embargo_until", "precision")
ASK = "name it under columns, or under ignore where it does not"


def plain(heading: str) -> str:
    """A heading without what writers differ in: letter case, and what stands between words."""
    return "_".join(re.split(r"[\s_-]+", heading.strip().casefold()))


def taken_for_withholding(headings: Iterable[str], known: Container[str]) -> str:
    """The heading that somebody may have meant to hold rows back with, and that nothing would heed; `known` are those,
    plain, that are read or meant to be passed over. Passing over this one could publish what must not be.
    """
    for heading in headings:
        name = plain(heading)
        if name and name not in known and ("embargo" in name or nearest(name, WITHHOLDING, likeness=0.8)):
            return heading
    return ""
