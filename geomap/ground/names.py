"""Names of countries that a config does not give itself, and all names of ground. They give way to units."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import shapely

from geomap.ground.reader import Basemap, areas
from geomap.ground.waters import water_names
from geomap.scene import Area, Bounds, Label
from geomap.wording import territory


def country_name(iso_a2: str, name: str, lang: str) -> str:
    """A country in the language; under its own `name` in English, or where the language's data have none."""
    return name if lang.startswith("en") else territory(iso_a2, lang) or name


def ground_names(lang: str) -> Iterator[str]:
    """All names of ground that any map may print."""
    for row in areas():
        if row["iso_a2"]:
            yield country_name(str(row["iso_a2"]), str(row["name"]), lang)
    yield from water_names(lang)


def country_names(basemap: Basemap, lang: str, unnamed: Collection[str] = ()) -> Iterator[Label]:
    """A label for each country in view, at the middle of what is seen of it; of some, by their codes, none."""
    seen = {area.id: area for area in basemap.areas if area.role == "land"}
    for country in basemap.countries:
        area = seen.get(country.iso_a2)
        if area is not None and country.iso_a2 not in unnamed:
            name = country_name(country.iso_a2, country.name, lang)
            name_id = f"country-{country.iso_a2.lower()}"
            extent = _extent(area)
            yield Label(name_id, name, country.lon, country.lat, "country", extent=extent, area=area.id)


def _extent(area: Area) -> Bounds:
    """West, south, east, north of the largest piece that is seen."""
    parts = shapely.get_parts(area.geometry)
    west, south, east, north = shapely.bounds(parts[int(shapely.area(parts).argmax())]).tolist()
    return west, south, east, north
