"""COMPOSE: the smaller maps beside the map, each with a basemap of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import cos, radians

import shapely

from geomap.compose.names import country_names
from geomap.compose.views import view_bounds
from geomap.config import Config
from geomap.config.insets import DetailRow
from geomap.facts import Unit
from geomap.ground import Basemap
from geomap.scene import Bounds, Inset

_SURROUNDINGS = 8.0  # a locator shows so many times the map's height
_LEAST, _MOST = 30.0, 60.0  # degrees of latitude that a locator shows
_WIDEST = 140.0  # degrees of longitude
_WORLD = (-180.0, -60.0, 180.0, 84.0)
_DETAIL = 1500.0  # a locator is drawn without bends finer than this part of its height


def insets_of(config: Config, units: Sequence[Unit]) -> Iterator[Inset]:
    """The config's insets, still without a basemap. Details without a title are lettered where there are several."""
    untitled = [row.id for row in config.insets if isinstance(row, DetailRow) and not row.title]
    for row in config.insets:
        if isinstance(row, DetailRow):
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[untitled.index(row.id) % 26] if row.id in untitled else ""
            title = row.title or (letter if len(untitled) > 1 else "")
            yield Inset(row.id, "detail", row.bounds, title, row.at, row.share)
        else:
            bounds = row.bounds or surroundings(view_bounds(config, units))
            yield Inset(row.id, "locator", bounds, row.title, row.at, row.share)


def with_ground(inset: Inset, basemap: Basemap, lang: str) -> Inset:
    """The inset with its basemap; a locator is plain: no rivers, but the names of countries."""
    if inset.kind == "detail":
        return replace(inset, areas=basemap.areas, lines=basemap.lines)
    tolerance = (inset.bounds[3] - inset.bounds[1]) / _DETAIL
    names = [replace(label, id=f"locator-{label.id}", style="locator") for label in country_names(basemap, lang)]
    return replace(
        inset,
        areas=tuple(
            replace(area, geometry=shapely.simplify(area.geometry, tolerance))
            for area in basemap.areas
            if area.role != "lake"
        ),
        lines=tuple(
            replace(line, geometry=shapely.simplify(line.geometry, tolerance))
            for line in basemap.lines
            if line.role != "river"
        ),
        labels=tuple(names),
    )


def surroundings(bounds: Bounds) -> Bounds:
    """What a locator shows around a view: about a continent, or the world."""
    west, south, east, north = bounds
    lat, span = (south + north) / 2, (east - west) % 360 or 360.0
    height = min(max((north - south) * _SURROUNDINGS, _LEAST), _MOST)
    width = min(height / max(cos(radians(lat)), 0.1), _WIDEST)
    if north - south > height / 2 or span > width / 2:
        return _WORLD
    lon = west + span / 2
    bottom = min(max(lat - height / 2, -85.0), 85.0 - height)
    return _wrapped(lon - width / 2), bottom, _wrapped(lon + width / 2), bottom + height


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
