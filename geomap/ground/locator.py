"""What lies beneath a locator: plain and coarse ground, and the names that say where a map lies.

These are of the map's country, of its neighbours and of the nearest sea, and of no country at the other end of the
continent: a name tells a reader where something lies by being near it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, radians
from typing import Literal

import shapely
from shapely import Geometry

from geomap.ground.disputed import NO_COUNTRIES
from geomap.ground.holders import Held
from geomap.ground.names import country_name, country_names
from geomap.ground.reader import areas, read_basemap
from geomap.ground.waters import sea_labels
from geomap.ground.window import Window
from geomap.scene import Bounds, Label
from geomap.scene.beneath import Beneath

_KEPT = 64  # windows
_DETAIL = 1500.0  # drawn without bends finer than this part of its height
_INNER = 0.5  # of a view, whose ground says which country it is about
_BESIDE = 0.05  # degrees between countries that border on one another: the ground is coarse
_LETTER = 0.03  # of a locator's width, which a letter of a name takes at the usual size
_FAR = 0.09  # of a locator's width; what lies further off says nothing of where a map is
_NEAR = 3  # countries near by are named where names have room, be they neighbours or not


@dataclass(frozen=True, slots=True)
class Locator(Held):
    """What lies beneath a locator: no rivers, no lakes, and few names."""

    bounds: Bounds
    extent: Bounds  # whose height says how coarse
    worldview: str
    lang: str = "en"
    view: Bounds | None = None  # of the map

    def window(self, bounds: Bounds | None = None) -> Beneath:
        """What lies within bounds in degrees; by default within its own."""
        return _around(self, bounds or self.bounds)


@lru_cache(_KEPT)
def _around(ground: Locator, bounds: Bounds) -> Beneath:
    basemap = read_basemap(bounds, ground.worldview, margin=0.0, coarse=True)
    tolerance = (ground.extent[3] - ground.extent[1]) / _DETAIL
    land = {area.id: area.geometry for area in basemap.areas if area.role == "land"}
    west, _, east, _ = basemap.bounds
    seen = _shifted(Window.of(ground.view or ground.extent), (west + east) / 2)
    subject = _subject(land, seen)
    countries = country_names(basemap, ground.lang, NO_COUNTRIES[ground.worldview])
    names = {label.area: label for label in countries if label.area != subject}
    near = _near(names, land, land[subject] if subject else seen, east - west)
    seas = [label for label in sea_labels(basemap, ground.extent, ground.lang) if label.within]
    return Beneath(
        areas=tuple(
            replace(area, geometry=shapely.simplify(area.geometry, tolerance))
            for area in basemap.areas
            if area.role != "lake"
        ),
        lines=tuple(replace(line, geometry=shapely.simplify(line.geometry, tolerance)) for line in basemap.lines),
        labels=tuple(
            replace(names[country], id=f"locator-{names[country].id}", style="locator", within=None) for country in near
        ),
        subject=_named(subject, seen, ground) if subject else None,
        seas=tuple(sorted(seas, key=lambda label: (_apart(label.within, seen), label.id))),
    )


def _named(country: str, seen: Geometry, ground: Locator) -> Label | None:
    """The label of a country in the middle of what a map shows, as a region where the worldview has no state on it."""
    row = next(row for row in areas() if row["id"] == country)
    name, middle = country_name(str(row["iso_a2"]), str(row["name"]), ground.lang), seen.centroid
    style: Literal["region", "locator"] = "region" if country in NO_COUNTRIES[ground.worldview] else "locator"
    return Label("subject", name, float(middle.x), float(middle.y), style, area=country) if name else None


def _shifted(window: Window, middle: float) -> Geometry:
    """A window as a box in the longitudes that run on about a middle."""
    west, south, east, north = window.box
    turn = 360.0 * round((middle - (west + east) / 2) / 360.0)
    return shapely.box(west + turn, south, east + turn, north)


def _subject(land: Mapping[str, Geometry], seen: Geometry) -> str:
    """The country of most of the ground in the middle of a view, or else of all of it; empty at sea."""
    inner = shapely.affinity.scale(seen, _INNER, _INNER)
    for part in (inner, seen):
        shares = {name: float(shapely.intersection(shape, part).area) for name, shape in land.items()}
        most = max(shares, key=lambda name: (shares[name], name), default="")
        if most and shares[most] > 0:
            return most
    return ""


def _near(names: Mapping[str, Label], land: Mapping[str, Geometry], subject: Geometry, width: float) -> Iterator[str]:
    """The countries that border on one, and the nearest others until some have room for their names."""
    apart = sorted((_apart(land[country], subject), country) for country in names)
    roomy = 0
    for distance, country in apart:
        if distance <= _BESIDE or (roomy < _NEAR and distance <= _FAR * width):
            roomy += _has_room(names[country], width)
            yield country


def _apart(first: Geometry, second: Geometry) -> float:
    """Degrees of latitude between two grounds."""
    squeeze = max(cos(radians(float(second.centroid.y))), 0.05)
    there, here = (shapely.transform(shape, lambda xy: xy * (squeeze, 1.0)) for shape in (first, second))
    return float(shapely.distance(there, here))


def _has_room(label: Label, width: float) -> bool:
    """Whether a name is no wider than its ground on a locator of so many degrees, a word a line."""
    west, _, east, _ = label.extent or (0.0, 0.0, 0.0, 0.0)
    return east - west >= _LETTER * max(map(len, label.text.split())) * width
