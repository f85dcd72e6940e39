"""Towns for orientation: of those in a window the ones that any map of it may choose from."""

from __future__ import annotations

import numpy as np

from geomap.ground import town_store
from geomap.ground.store import Array
from geomap.ground.town_store import CELLS_AROUND, STEPS, Towns
from geomap.ground.window import TURN, Window
from geomap.scene import Bounds
from geomap.scene.beneath import Town
from geomap.wording import uses_latin

_FIRST = 150  # that come first in the whole window, and ...
_THERE, _NEARBY = 0.02, 0.25  # degrees of latitude, 2 and 28 km, from where a capital is
_PARTS, _OF_PART = 12, 4  # ... so many in each of so many parts across and down: an artboard may show a part alone


def towns(bounds: Bounds, lang: str) -> tuple[Town, ...]:
    """Towns within west, south, east, north in degrees (west > east across the antimeridian), the first in rank first.

    Names are in the language of the map where they are known, else as GeoNames has them, in Latin letters; where the
    language has others, towns without a name in them are left out.
    """
    data, window = town_store.read(), Window.of(bounds)
    names = town_store.names_in(lang.partition("-")[0].lower())
    rows, lon, lat = _within(data, window)
    if not uses_latin(lang):
        known = np.isin(rows, np.fromiter(names, np.int64))
        rows, lon, lat = rows[known], lon[known], lat[known]
    chosen = _spread(data.rank[rows], lon, lat, window)
    rows = rows[chosen]
    lons, lats, ranks, capitals = (
        column.tolist() for column in (lon[chosen], lat[chosen], data.rank[rows], data.capital[rows])
    )
    known_as = data.names(rows.tolist())
    return tuple(
        Town(names.get(row, name), x, y, rank, is_capital, name)
        for row, name, x, y, rank, is_capital in zip(rows.tolist(), known_as, lons, lats, ranks, capitals, strict=True)
    )


def is_capital(name: str, lon: float, lat: float) -> bool:
    """Whether a place at a position in degrees is the capital of a state: one that stands there, in any spelling of its
    name, or one of this name nearby, as a position that is typed may be of another part of it.
    """
    data = town_store.read()
    rows = np.flatnonzero(data.capital)
    cells = np.searchsorted(data.start, rows, side="right") - 1
    west, south = data.cell[cells] % CELLS_AROUND - 180.0, data.cell[cells] // CELLS_AROUND - 90.0
    away = np.abs((west + data.east[rows] / STEPS - lon + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat))
    far = np.hypot(away, south + data.north[rows] / STEPS - lat)
    near = rows[far < _NEARBY]
    names = dict(zip(near.tolist(), data.names(near.tolist()), strict=True))
    called = {row for row, known_as in names.items() if known_as.casefold() == name.casefold()}
    return bool((far < _THERE).any()) or bool(called)


def _within(data: Towns, window: Window) -> tuple[Array, Array, Array]:
    """Rows of the window, with their degrees in its range."""
    west, south = data.cell % CELLS_AROUND - 180.0, data.cell // CELLS_AROUND - 90.0
    west += TURN * np.ceil((window.west - 1 - west) / TURN)  # the first turn in which it ends east of the west edge
    near = np.flatnonzero((west <= window.east) & (window.south - 1 <= south) & (south <= window.north))
    start, stop = data.start[near].astype(np.int64), data.start[near + 1].astype(np.int64)
    sizes = stop - start
    rows = np.repeat(start - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    lon = np.repeat(west[near], sizes) + data.east[rows] / STEPS
    lat = np.repeat(south[near], sizes) + data.north[rows] / STEPS
    inside = (window.west <= lon) & (lon <= window.east) & (window.south <= lat) & (lat <= window.north)
    return rows[inside], lon[inside], lat[inside]


def _spread(rank: Array, lon: Array, lat: Array, window: Window) -> Array:
    """Numbers of those that come first in the window or in their part of it, by rank."""
    order = np.argsort(rank, kind="stable")
    across = ((lon - window.west) / (window.east - window.west) * _PARTS).astype(np.int64)
    down = ((lat - window.south) / (window.north - window.south) * _PARTS).astype(np.int64)
    part = (down * (_PARTS + 1) + across)[order]
    by_part = np.argsort(part, kind="stable")
    place = np.empty(len(order), np.int64)  # in its part
    number = np.arange(len(order))
    begins = np.diff(part[by_part], prepend=-1) != 0
    place[by_part] = number - np.maximum.accumulate(np.where(begins, number, 0))
    kept: Array = order[(number < _FIRST) | (place < _OF_PART)]
    return kept
