"""Names of countries that a config does not give itself, and all names of ground. They give way to units."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import shapely
from shapely import Geometry

from geomap.ground.reader import Basemap, areas
from geomap.ground.waters import water_names
from geomap.scene import Area, Bounds, Label
from geomap.wording import territory, uses_latin
from geomap.wording.countries import short_code

_LEAST_PIECE = 0.05  # of the largest piece of a country, of one that its name may stand on
_DETAIL = 1500.0  # parts of a country's extent that a bend of its border takes at least, for a name to mind it


def country_name(iso_a2: str, name: str, lang: str) -> str:
    """A country in the language; under its own `name` in English, or where the language's data have none and it has
    Latin letters.
    """
    return name if lang.startswith("en") else territory(iso_a2, lang) or (name if uses_latin(lang) else "")


def ground_names(lang: str) -> Iterator[str]:
    """All names of ground that any map may print."""
    for row in areas():
        if row["iso_a2"] and (name := country_name(str(row["iso_a2"]), str(row["name"]), lang)):
            yield name
    yield from water_names(lang)


def country_names(basemap: Basemap, lang: str, unnamed: Collection[str] = ()) -> Iterator[Label]:
    """A label for each country in view, at the middle of what is seen of it; of some, by their codes, none."""
    seen = {area.id: area for area in basemap.areas if area.role == "land"}
    for country in basemap.countries:
        area = seen.get(country.iso_a2)
        if area is not None and country.iso_a2 not in unnamed:
            name = country_name(country.iso_a2, country.name, lang)
            if not name:
                continue
            name_id = f"country-{country.iso_a2.lower()}"
            extent, within = _extent(area), _plain(area)
            code = short_code(country.iso_a2, lang) if uses_latin(lang) else ""
            yield Label(
                name_id,
                name,
                country.lon,
                country.lat,
                "country",
                extent=extent,
                area=area.id,
                within=within,
                code=code,
            )


def _plain(area: Area) -> Geometry:
    """The pieces of a country that a name could stand on, without bends that it does not mind."""
    parts = shapely.get_parts(area.geometry)
    size = shapely.area(parts)
    kept = shapely.multipolygons(parts[size >= _LEAST_PIECE * size.max()])
    west, south, east, north = kept.bounds
    simple = shapely.simplify(kept, max(east - west, north - south) / _DETAIL)
    return simple if not simple.is_empty else kept


def _extent(area: Area) -> Bounds:
    """West, south, east, north of the largest piece that is seen."""
    parts = shapely.get_parts(area.geometry)
    west, south, east, north = shapely.bounds(parts[int(shapely.area(parts).argmax())]).tolist()
    return west, south, east, north
