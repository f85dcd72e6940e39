"""Symbols: for each key, such as `news/tank`, an outline in a unit box. One file a family, loaded on demand."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from geomap.loading import load
from geomap.symbols.shapes import Outline, Polygon
from geomap.symbols.words import EQUIPMENT, FORMATIONS

__all__ = ["EQUIPMENT", "FAMILIES", "FORMATIONS", "Outline", "Polygon", "keys", "outline"]

FAMILIES = {"news": "geomap.symbols.news:OUTLINES"}  # family -> its outlines by name


def outline(key: str) -> Outline:
    """The outline called `family/name`; a KeyError names the nearest keys."""
    family, _, name = key.partition("/")
    found = _load(family).get(name) if family in FAMILIES else None
    if found is None:
        near = get_close_matches(key, keys()) or keys()
        raise KeyError(f"no symbol {key!r}; did you mean {', '.join(near)}?")
    return found


def keys() -> tuple[str, ...]:
    """Every key, family by family, in the order a sheet of symbols shows them."""
    return tuple(f"{family}/{name}" for family in FAMILIES for name in _load(family))


@cache
def _load(family: str) -> dict[str, Outline]:
    outlines: dict[str, Outline] = load(FAMILIES[family])
    return outlines
