"""How it is said that a mark stands for a whole country or region, and not for a place in it."""

from __future__ import annotations

from typing import NamedTuple

from geomap.facts import Unit
from geomap.wording import phrase, territory

AREA = ("found_by", "country", "admin")  # the facets of units that it depends on


class Area(NamedTuple):
    """What a unit stands for: what it is called on this map, or else the names of region and country."""

    name: str
    region: str
    country: str


def area_of(unit: Unit) -> Area | None:
    """The country or region that a unit stands for; None where it is at a place."""
    place = unit.place
    return Area(place.name, place.region, place.country) if place.is_area else None


def area_words(area: Area, lang: str) -> str:
    """The words, e.g. "Germany as a whole, not a place in it"; a region with its country."""
    country = territory(area.country, lang) if area.country else ""
    name = area.name or area.region or country or area.country
    is_region = bool(area.region and country and country != name)
    return phrase("areas.position", lang, name=f"{name} ({country})" if is_region else name)
