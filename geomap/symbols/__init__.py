"""Symbols: for each key, such as `news/tank`, an outline in a unit box. One file a family, loaded on demand.

Another distribution adds one as an entry point of the group `geomap.families`, whose object is a `Family`.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from geomap import plugins
from geomap.errors import GeomapError, Problem
from geomap.loading import load
from geomap.symbols.family import Family, Mark, Shown
from geomap.symbols.shapes import Outline, Polygon
from geomap.symbols.types import TypeParts, TypeWords, nearest_type, parts_of, read_type
from geomap.symbols.vocabulary import LOOSE_NOUNS, NOUN_TYPES, NOUNS, SHORT, TYPES
from geomap.symbols.words import (
    APP6_EQUIPMENT,
    APP6_FORMATIONS,
    APP6_INSTALLATIONS,
    ECHELONS,
    EQUIPMENT,
    FORMATIONS,
    KINDS,
    RANKS,
    app6_key,
    icon_of,
    kind_of,
    meaning_of,
    pictogram_words,
)

__all__ = [
    "APP6_EQUIPMENT",
    "APP6_FORMATIONS",
    "APP6_INSTALLATIONS",
    "ECHELONS",
    "EQUIPMENT",
    "FORMATIONS",
    "KINDS",
    "LOOSE_NOUNS",
    "NOUNS",
    "NOUN_TYPES",
    "RANKS",
    "SHORT",
    "TYPES",
    "Family",
    "Mark",
    "Outline",
    "Polygon",
    "Shown",
    "TypeParts",
    "TypeWords",
    "app6_key",
    "families",
    "family",
    "family_of",
    "icon_of",
    "is_family",
    "keys",
    "kind_of",
    "meaning_of",
    "nearest_type",
    "outline",
    "parts_of",
    "pictogram_words",
    "read_type",
]

_OWN = {"news": "geomap.symbols.news:FAMILY", "app6": "geomap.symbols.app6:FAMILY"}


def families() -> tuple[str, ...]:
    """The names of all families: geomap's own, and those that other distributions offer."""
    return (*_OWN, *plugins.offered(plugins.FAMILIES))


def is_family(name: str) -> bool:
    """Whether there is a family of this name."""
    return name in _OWN or plugins.plugin(plugins.FAMILIES, name) is not None


@cache
def family(name: str) -> Family:
    """The family of a name, loaded; a KeyError where there is none.

    Raises GeomapError for one that has no outline for some kind, as no other family's may stand in for it.
    """
    if name in _OWN:
        own: Family = load(_OWN[name])
        return own
    found: Family | None = plugins.plugin(plugins.FAMILIES, name)
    if found is None:
        raise KeyError(name)
    every = [Shown(kind_of(word), icon_of(word), "unknown") for word in pictogram_words()]
    named = [(shown.kind, found.outline_of(shown).partition("/")[2]) for shown in every]
    if missing := sorted({kind for kind, outline in named if outline not in found.outlines}, key=KINDS.index):
        text = f"the symbols {name} have no outline for {', '.join(missing)}"
        raise GeomapError(Problem(text=text, hint="remove the family, or install another version of it"))
    return found


def family_of(key: str) -> Family:
    """The family of an outline's key."""
    return family(key.partition("/")[0])


def outline(key: str) -> Outline:
    """The outline called `family/name`; a KeyError names the nearest keys."""
    of, _, name = key.partition("/")
    found = family(of).outlines.get(name) if is_family(of) else None
    if found is None:
        near = get_close_matches(key, keys()) or keys()[:5]
        raise KeyError(f"no symbol {key!r}; did you mean {', '.join(near)}?")
    return found


def keys() -> tuple[str, ...]:
    """The keys that a sheet of symbols shows, family by family; a composed family answers for more than it lists."""
    return tuple(f"{name}/{one}" for name in families() for one in family(name).outlines)
