"""Symbols: for each key, such as `news/tank`, an outline in a unit box. One file a family, loaded on demand."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from geomap.loading import load
from geomap.symbols.shapes import Outline, Polygon
from geomap.symbols.types import TypeParts, TypeWords, nearest_type, parts_of, read_type
from geomap.symbols.vocabulary import LOOSE_NOUNS, NOUN_TYPES, NOUNS, TYPES
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
    pictogram_words,
)

__all__ = [
    "APP6_EQUIPMENT",
    "APP6_FORMATIONS",
    "APP6_INSTALLATIONS",
    "ECHELONS",
    "EQUIPMENT",
    "FAMILIES",
    "FORMATIONS",
    "KINDS",
    "LOOSE_NOUNS",
    "NOUNS",
    "NOUN_TYPES",
    "RANKS",
    "TYPES",
    "Outline",
    "Polygon",
    "TypeParts",
    "TypeWords",
    "app6_key",
    "icon_of",
    "keys",
    "kind_of",
    "nearest_type",
    "outline",
    "parts_of",
    "pictogram_words",
    "read_type",
]

FAMILIES = {  # family -> its outlines by name
    "news": "geomap.symbols.news:OUTLINES",
    "app6": "geomap.symbols.app6:OUTLINES",
}


def outline(key: str) -> Outline:
    """The outline called `family/name`; a KeyError names the nearest keys."""
    family, _, name = key.partition("/")
    found = _load(family).get(name) if family in FAMILIES else None
    if found is None:
        near = get_close_matches(key, keys()) or keys()[:5]
        raise KeyError(f"no symbol {key!r}; did you mean {', '.join(near)}?")
    return found


def keys() -> tuple[str, ...]:
    """The keys that a sheet of symbols shows, family by family; a composed family answers for more than it lists."""
    return tuple(f"{family}/{name}" for family in FAMILIES for name in _load(family))


@cache
def _load(family: str) -> Mapping[str, Outline]:
    outlines: Mapping[str, Outline] = load(FAMILIES[family])
    return outlines
