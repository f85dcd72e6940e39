"""The ground that geomap brings along, as a map asks for it: by the part of the world that it shows, and how finely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import shapely

from geomap.ground.graticule import graticule
from geomap.ground.names import country_names
from geomap.ground.reader import Basemap, read_basemap
from geomap.ground.regions import countries_shown, region_lines, region_names
from geomap.ground.towns import towns
from geomap.ground.waters import lake_labels, rivers, sea_labels
from geomap.scene import Beneath, Bounds, Label

_DETAIL = 1500.0  # a locator is drawn without bends finer than this part of its height
_KEPT = 64  # windows


@dataclass(frozen=True, slots=True)
class Embedded:
    """What lies beneath a map or a detail of one, with towns and rivers to choose from where it has these, and
    first-level regions where it `has_regions`: those that suit the `view`.

    `bounds` are degrees that cover what any artboard shows of it, so that all share one reading. Names are those of
    the kinds in `names`, `country` and `water`, in the language; seas and lakes in the middle of what is seen of them
    in the `view`. `graticule` are the degrees between meridians and between parallels, where it is drawn.
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

    def window(self, bounds: Bounds | None = None) -> Beneath:
        """What lies within bounds in degrees, west > east across the antimeridian; by default within its own."""
        return _beneath(self, bounds or self.bounds)


@dataclass(frozen=True, slots=True)
class Locator:
    """What lies beneath a locator: plain and coarse, without rivers and lakes, but with names of countries."""

    bounds: Bounds
    extent: Bounds  # whose height says how coarse
    worldview: str
    lang: str = "en"

    def window(self, bounds: Bounds | None = None) -> Beneath:
        """What lies within bounds in degrees; by default within its own."""
        return _around(self, bounds or self.bounds)


@lru_cache(_KEPT)
def _beneath(ground: Embedded, bounds: Bounds) -> Beneath:
    basemap = read_basemap(bounds, ground.worldview, margin=0.0)
    shown = countries_shown(ground.view or bounds) if ground.has_regions else ()
    is_named = "water" in ground.names
    return Beneath(
        areas=basemap.areas,
        lines=(
            *(graticule(basemap.bounds, ground.graticule) if ground.graticule else ()),
            *(region_lines(basemap.bounds, shown) if shown else ()),
            *basemap.lines,
        ),
        labels=(
            *(country_names(basemap, ground.lang, ground.unnamed) if "country" in ground.names else ()),
            *(_water_labels(ground, basemap, ground.view or bounds) if is_named else ()),
        ),
        towns=towns(basemap.bounds, ground.lang) if ground.has_towns else (),
        regions=tuple(region_names(bounds, ground.lang, shown)) if shown and "region" in ground.names else (),
        rivers=rivers(basemap.bounds, basemap.scale, ground.lang, named=is_named) if ground.has_rivers else (),
    )


def _water_labels(ground: Embedded, basemap: Basemap, view: Bounds) -> Iterator[Label]:
    yield from sea_labels(basemap, view, ground.lang)
    yield from lake_labels(basemap, view, basemap.scale, ground.lang)


@lru_cache(_KEPT)
def _around(ground: Locator, bounds: Bounds) -> Beneath:
    basemap: Basemap = read_basemap(bounds, ground.worldview, margin=0.0, coarse=True)
    tolerance = (ground.extent[3] - ground.extent[1]) / _DETAIL
    names = (replace(label, id=f"locator-{label.id}", style="locator") for label in country_names(basemap, ground.lang))
    return Beneath(
        areas=tuple(
            replace(area, geometry=shapely.simplify(area.geometry, tolerance))
            for area in basemap.areas
            if area.role != "lake"
        ),
        lines=tuple(replace(line, geometry=shapely.simplify(line.geometry, tolerance)) for line in basemap.lines),
        labels=tuple(names),
    )
