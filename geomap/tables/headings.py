"""Headings of tables, in whatever spelling, and those that somebody may have meant to hold rows back with."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from geomap.facts.fields import named, plain
from geomap.nearest import nearest

WITHHOLDING = named(lambda field: field.is_strictest)
_LATITUDE = frozenset(("lat", "latitude", "breite", "breitengrad", "latitud", "szerokość", "широта", "enlem"))
_LONGITUDE = frozenset((
    "lon", "long", "lng", "longitude", "länge", "längengrad", "longitud", "długość", "довгота", "долгота", "boylam",
))  # fmt: skip
_POSITION = frozenset((
    "coordinates", "coordinate", "coords", "coord", "latlon", "latlong", "latlng", "koordinaten", "coordonnées",
    "coordenadas", "współrzędne", "координати", "координаты", "koordinatlar", "koordinat", "wkt", "mgrs", "utm",
))  # fmt: skip
ASK = "name it under columns, or under ignore where it does not"


def position_heading(heading: str) -> str:
    """Which column of positions in one cell a heading names, by our name; empty for another. It says which comes first,
    as `Lat/Lon` does, or not, as `Coordinates`.
    """
    words = re.findall(r"[^\W\d_]+", heading.casefold())
    match words:
        case [one] if one in _POSITION:
            return "lat_lon" if one.startswith("latl") else "coordinates"
        case [first, second] if first in _LATITUDE and second in _LONGITUDE:
            return "lat_lon"
        case [first, second] if first in _LONGITUDE and second in _LATITUDE:
            return "lon_lat"
    return ""


def taken_for_withholding(headings: Iterable[str], known: Container[str]) -> str:
    """The heading that somebody may have meant to hold rows back with, and that nothing would heed; `known` are those,
    plain, that are read or meant to be passed over. Passing over this one could publish what must not be.
    """
    for heading in headings:
        name = plain(heading)
        if name and name not in known and ("embargo" in name or nearest(name, WITHHOLDING, likeness=0.8)):
            return heading
    return ""


def read_as_other(headings: Iterable[str], read: Mapping[str, str]) -> str:
    """The heading that bears the name of a column of ours that holds rows back, and that is not read as that column;
    `read` are the headings that are, plain, by our names.
    """
    for heading in headings:
        name = plain(heading)
        if name in WITHHOLDING and read.get(name) != name:
            return heading
    return ""


def as_itself(heading: str) -> tuple[str, str]:
    """What is wrong where such a heading is read as another column, or passed over, and what to do."""
    name = plain(heading)
    text = f'the heading "{heading}" holds rows back, and is not read as {name}'
    return text, f"leave it out of columns, and map no other to {name}; or rename it in the table"
