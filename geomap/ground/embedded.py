"""The ground that geomap brings along, as a map asks for it: by the part of the world that it shows, and how finely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import shapely

from geomap.ground.disputed import NO_COUNTRIES
from geomap.ground.files import GroundFile, detail_of
from geomap.ground.graticule import graticule
from geomap.ground.holders import Held
from geomap.ground.names import country_names
from geomap.ground.reader import Basemap, read_basemap
from geomap.ground.regions import countries_shown, region_lines, region_names
from geomap.ground.relief import ReliefFile, relief_of
from geomap.ground.towns import towns
from geomap.ground.waters import lake_labels, rivers, sea_labels, without_lakes
from geomap.ground.window import Window
from geomap.scene import Bounds, Label
from geomap.scene.beneath import Beneath, Detail, River, Town

_KEPT = 64  # windows
_LOCAL = 0.1  # km a px


@dataclass(frozen=True, slots=True)
class Embedded(Held):
    """What lies beneath a map or a detail of one, with towns and rivers to choose from where it has these, and
    first-level regions where it `has_regions`: those that suit the `view`.

    `bounds` are degrees that cover what any artboard shows of it, so that all share one reading. Names are those of
    the kinds in `names`, `country` and `water`, in the language; seas and lakes in the middle of what is seen of them
    in the `view`. `graticule` are the degrees between meridians and between parallels, where it is drawn. `files` and
    `relief` are the user's own ground, which is read as finely as `km_per_px` wants, that of the artboard of the
    largest scale.
    """

    bounds: Bounds
    worldview: str
    lang: str = "en"
    names: tuple[str, ...] = ()
    view: Bounds | None = None
    graticule: tuple[float, float] | None = None
    has_towns: bool = False
    has_regions: bool = False
    has_rivers: bool = False
    unnamed: frozenset[str] = frozenset()  # countries by ISO alpha-2, which the map names itself
    files: tuple[GroundFile, ...] = ()
    relief: ReliefFile | None = None
    km_per_px: float = 0.0
    drained: frozenset[str] = frozenset()  # waters by their English names, which are not there on the day of the map

    def window(self, bounds: Bounds | None = None) -> Beneath:
        """What lies within bounds in degrees, west > east across the antimeridian; by default within its own."""
        return _beneath(self, bounds or self.bounds)


@lru_cache(_KEPT)
def _beneath(ground: Embedded, bounds: Bounds) -> Beneath:
    basemap = without_lakes(read_basemap(bounds, ground.worldview, margin=0.0), ground.drained)
    shown = countries_shown(ground.view or bounds) if ground.has_regions else ()
    is_named = "water" in ground.names
    unnamed = ground.unnamed | NO_COUNTRIES[ground.worldview]
    detail = detail_of(ground.files, bounds, ground.km_per_px, ground.lang) if ground.files else None
    return Beneath(
        areas=basemap.areas,
        lines=(
            *(graticule(basemap.bounds, ground.graticule) if ground.graticule else ()),
            *(region_lines(basemap.bounds, shown) if shown else ()),
            *basemap.lines,
        ),
        labels=(
            *(country_names(basemap, ground.lang, unnamed) if _names_countries(ground, basemap) else ()),
            *(_water_labels(ground, basemap, ground.view or bounds) if is_named else ()),
        ),
        towns=_towns(towns(basemap.bounds, ground.lang), detail) if ground.has_towns else (),
        regions=(
            *(_no_countries(ground, basemap) if "region" in ground.names else ()),
            *(region_names(bounds, ground.lang, shown) if shown and "region" in ground.names else ()),
        ),
        rivers=_rivers(ground, basemap, detail, named=is_named) if ground.has_rivers else (),
        detail=detail,
        relief=relief_of(ground.relief, bounds, ground.km_per_px) if ground.relief else None,
    )


def _no_countries(ground: Embedded, basemap: Basemap) -> Iterator[Label]:
    """The names of areas that the worldview has no state on."""
    states = {country.iso_a2 for country in basemap.countries} - NO_COUNTRIES[ground.worldview]
    for label in country_names(basemap, ground.lang, states | ground.unnamed):
        yield replace(label, id=label.id.replace("country", "region", 1), style="region", area="", code="")


def _names_countries(ground: Embedded, basemap: Basemap) -> bool:
    """Whether countries are named; on a map of a city that has streets to show no country that has it all."""
    if "country" not in ground.names or not ground.files or ground.km_per_px >= _LOCAL:
        return "country" in ground.names
    view = shapely.box(*Window.of(ground.view or ground.bounds).box)
    return sum(bool(shapely.intersects(area.geometry, view)) for area in basemap.areas if area.role == "land") > 1


def _towns(known: Sequence[Town], detail: Detail | None) -> tuple[Town, ...]:
    """The towns, where files name places those of these."""
    if detail is None or not detail.towns:
        return tuple(known)
    shapely.prepare(detail.covered)
    beyond = [town for town in known if not shapely.intersects_xy(detail.covered, town.lon, town.lat)]
    return tuple(sorted((*detail.towns, *beyond), key=lambda town: town.rank))


def _rivers(ground: Embedded, basemap: Basemap, detail: Detail | None, *, named: bool) -> tuple[River, ...]:
    """The rivers, where files have any those of these."""
    known = rivers(basemap.bounds, basemap.scale, ground.lang, named=named)
    if detail is None or not detail.rivers:
        return known
    own = [river if named else replace(river, name="") for river in detail.rivers]
    beyond = [replace(river, geometry=shapely.difference(river.geometry, detail.covered)) for river in known]
    left = [river for river in beyond if not shapely.is_empty(river.geometry)]
    return tuple(sorted((*own, *left), key=lambda river: river.zoom))


def _water_labels(ground: Embedded, basemap: Basemap, view: Bounds) -> Iterator[Label]:
    yield from sea_labels(basemap, view, ground.lang)
    yield from lake_labels(basemap, view, basemap.scale, ground.lang)
