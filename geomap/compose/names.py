"""COMPOSE: names of countries and waters that a config does not give itself. They give way to units."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import shapely

from geomap.ground import Basemap
from geomap.ground.names import country_name, sea_name
from geomap.ground.seas import SEAS
from geomap.scene import Area, Bounds, Label
from geomap.wording import has_words


def ground_labels(styles: Collection[str], basemap: Basemap, bounds: Bounds, lang: str) -> Iterator[Label]:
    """Names of countries and of waters, each unless the config has labels of that style."""
    if "country" not in styles:
        yield from country_names(basemap, lang)
    if "water" not in styles:
        yield from water_names(bounds, lang)


def country_names(basemap: Basemap, lang: str) -> Iterator[Label]:
    """A label for each country in view, at the middle of what is seen of it."""
    seen = {area.id: area for area in basemap.areas if area.role == "land"}
    for country in basemap.countries:
        area = seen.get(country.iso_a2)
        if area is not None:
            name = country_name(country.iso_a2, country.name, lang)
            name_id = f"country-{country.iso_a2.lower()}"
            extent = _extent(area)
            yield Label(name_id, name, country.lon, country.lat, "country", extent=extent, area=area.id)


def water_names(bounds: Bounds, lang: str) -> Iterator[Label]:
    """A label for each sea whose middle is in view; none in a language that has no table of words."""
    if not has_words(lang):
        return
    west, south, east, north = bounds
    span = (east - west) % 360 or 360.0
    for sea in SEAS:
        if (sea.lon - west) % 360 <= span and south <= sea.lat <= north:
            half = sea.reach / 2
            extent = (sea.lon - half, sea.lat - half / 3, sea.lon + half, sea.lat + half / 3)
            name = sea_name(sea, lang)
            yield Label(f"water-{sea.id}-{sea.lon:.0f}", name, sea.lon, sea.lat, "water", extent=extent)


def _extent(area: Area) -> Bounds:
    """West, south, east, north of the largest piece that is seen."""
    parts = shapely.get_parts(area.geometry)
    west, south, east, north = shapely.bounds(parts[int(shapely.area(parts).argmax())]).tolist()
    return west, south, east, north
