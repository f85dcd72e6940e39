"""Reads what a view shows of the embedded basemap. Degrees, WGS 84, lon before lat."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import shapely
from shapely import Geometry

from geomap.ground import exactness, store
from geomap.ground.disputed import WORLDVIEWS, is_disputed
from geomap.ground.store import LINE_ROLES, UNITS_PER_DEGREE, Array, Scale, Store
from geomap.ground.window import Window, degrees, flat
from geomap.scene import Area, Bounds, Line

ATTRIBUTION: Final = "Natural Earth"
BORDERS_OF: Final = "2018-05"  # the month of Natural Earth 4.1, whose lines follow who holds ground
REGIONAL_SPAN: Final = exactness.REGIONAL_SPAN
SMALLEST_NAMED: Final = 0.01  # share of the view below which a country seen in part gets no label point

Code = int | str


@dataclass(frozen=True, slots=True)
class Country:
    """A country in view and where its name goes. `un` is the M49 code, three digits; Kosovo has none."""

    iso_a2: str
    un: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Basemap:
    """Land, lakes and lines of a view and its margin.

    Where the view crosses the antimeridian, everything lies in one range of longitudes that runs on past 180.
    `bounds` are its own, east > west.
    Areas have the roles `land`, `disputed`, `lake`; lines `coast`, `border`, `disputed_border`.
    """

    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    countries: tuple[Country, ...]
    bounds: Bounds
    scale: Scale
    attribution: str = ATTRIBUTION


def read_basemap(bounds: Bounds, worldview: str, margin: float = 0.5, *, coarse: bool = False) -> Basemap:
    """The basemap of west, south, east, north; west > east looks across the antimeridian.

    `margin` is what is added on each side, in spans of the view: a projected page shows more than the bounds. A
    `coarse` one is always drawn from 1:50m.
    """
    view = Window.of(bounds)
    window = Window.of(bounds, margin)
    scale: Scale = "50m" if coarse or view.span >= REGIONAL_SPAN else "10m"
    data = store.read(scale)
    bit = _bit(worldview)
    is_land = data.part_area >= 0
    land = _ground(data, window, is_land & (data.part_views >> bit & 1 == 1), data.part_area)
    lakes = _ground(data, window, ~is_land, np.arange(len(is_land)))
    return Basemap(
        areas=(*(_area(number, shape) for number, shape in land.items()), *(_lake(*lake) for lake in lakes.items())),
        lines=tuple(_lines(data, window, bit)),
        countries=tuple(_countries(land, view)),
        bounds=(window.west, window.south, window.east, window.north),
        scale=scale,
    )


def country_at(lon: float, lat: float, worldview: str) -> str:
    """ISO alpha-2 of the country that a point lies in at 1:10m, the slug of a disputed area, or "" at sea."""
    data, bit = store.read("10m"), _bit(worldview)
    east = (lon + 180.0) % 360.0 - 180.0
    for shifted in (east, east + 360.0, east - 360.0):
        x, y = shifted * UNITS_PER_DEGREE, lat * UNITS_PER_DEGREE
        box = data.part_box
        inside = (box[:, 0] <= x) & (x <= box[:, 2]) & (box[:, 1] <= y) & (y <= box[:, 3])
        for part in np.flatnonzero(inside & (data.part_views >> bit & 1 == 1) & (data.part_area >= 0)):
            shell, *holes = data.rings(int(part))
            if shapely.intersects_xy(shapely.Polygon(shell, holes), x, y):
                return str(areas()[data.part_area[part]]["id"])
    return ""


@cache
def areas() -> list[dict[str, str | float]]:
    """The countries and disputed areas, by the numbers that the parts of all scales name."""
    rows: list[dict[str, str | float]] = json.loads((store.DATA / "areas.json").read_text(encoding="utf-8"))
    return rows


def _bit(worldview: str) -> int:
    if worldview not in WORLDVIEWS:
        raise ValueError(f"no worldview {worldview!r}; one of {', '.join(WORLDVIEWS)}")
    return WORLDVIEWS.index(worldview)


def _ground(data: Store, window: Window, chosen: Array, keys: Array) -> dict[int, Geometry]:
    """What of the chosen parts (a bool each) lies in the window, put together by key."""
    pieces: dict[int, list[Geometry]] = defaultdict(list)
    turns: dict[int, set[float]] = defaultdict(set)
    for shift, hits in window.hits(data.part_box):
        for part in hits[chosen[hits]].tolist():
            key = int(keys[part])
            pieces[key] += _clipped(data, part, window, shift)
            turns[key].add(shift)
    return {
        key: _together(found) if len(turns[key]) == 1 else shapely.union_all(found)
        for key, found in sorted(pieces.items())
        if found
    }


def _clipped(data: Store, part: int, window: Window, shift: float) -> list[Geometry]:
    shell, *holes = (degrees(ring, shift) for ring in data.rings(part))
    clipped = window.clip(shapely.Polygon(shell, holes))
    return [piece for piece in flat(clipped) if not piece.is_empty]


def _together(polygons: list[Geometry]) -> Geometry:
    """Parts of one area touch in points at most, so that they need no union."""
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _area(number: int, shape: Geometry) -> Area:
    row = areas()[number]
    role = "disputed" if is_disputed(str(row["id"])) else "land"
    return Area(str(row["id"]), role, shape, {key: row[key] for key in ("name", "iso_a2", "un")})


def _lake(part: int, shape: Geometry) -> Area:
    return Area(f"lake-{part}", "lake", shape, {"name": "", "iso_a2": "", "un": ""})


def _lines(data: Store, window: Window, bit: int) -> Iterator[Line]:
    """One line for the coast, and one for each border between two areas."""
    found: dict[tuple[int, int, int], list[Geometry]] = defaultdict(list)
    for shift, hits in window.hits(data.arc_box):
        arcs = hits[data.arc_role[hits, bit] > 0]
        for key, piece in zip(_keys(data, arcs, bit), _clipped_lines(data, arcs, window, shift), strict=True):
            found[key] += [part for part in flat(piece) if not part.is_empty]
    for (role, first, second), pieces in sorted(found.items()):
        if pieces:
            yield _line(LINE_ROLES[role], first, second, shapely.line_merge(shapely.MultiLineString(pieces)))


def _keys(data: Store, arcs: Array, bit: int) -> Iterator[tuple[int, int, int]]:
    """Role and, at a border, the areas on either side."""
    for role, (first, second) in zip(
        data.arc_role[arcs, bit].tolist(), data.arc_areas[arcs, bit].tolist(), strict=True
    ):
        yield (role, first, second) if LINE_ROLES[role].endswith("border") else (role, -1, -1)


def _clipped_lines(data: Store, arcs: Array, window: Window, shift: float) -> list[Geometry]:
    """What of each arc lies in the window; made and clipped together, as a view of the world has thousands."""
    lines = [data.line(arc) for arc in arcs.tolist()]
    if not lines:
        return []
    index = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    made = shapely.linestrings(degrees(np.concatenate(lines), shift), indices=index)
    clipped: list[Geometry] = shapely.clip_by_rect(made, window.west, window.south, window.east, window.north).tolist()
    return clipped


def _line(role: str, first: int, second: int, shape: Geometry) -> Line:
    if first < 0:
        return Line(role, role, shape)
    between = tuple(str(areas()[area]["id"]) for area in (first, second))
    return Line("-".join((role, *between)), role, shape, properties={"between": between})


def _countries(land: dict[int, Geometry], view: Window) -> Iterator[Country]:
    """Countries in view: named at the middle of the whole where the whole is in view, else of what is seen."""
    for number, shape in land.items():
        row = areas()[number]
        if row["iso_a2"] and (place := _label_point(shape, view.lon(float(row["lon"])), float(row["lat"]), view)):
            yield Country(str(row["iso_a2"]), str(row["un"]), str(row["name"]), *place)


def _label_point(shape: Geometry, lon: float, lat: float, view: Window) -> tuple[float, float] | None:
    in_view = view.contains(lon, lat)
    if in_view and view.holds(shape.bounds):
        return lon, lat
    return _seen_middle(shape, view) or ((lon, lat) if in_view else None)


def _seen_middle(shape: Geometry, view: Window) -> tuple[float, float] | None:
    """The middle of the largest circle in what is seen of a country; none where hardly anything is."""
    seen = view.clip(shape)
    if seen.area < SMALLEST_NAMED * (view.east - view.west) * (view.north - view.south):
        return None
    largest = max(flat(seen), key=lambda part: float(part.area))
    squeeze = np.array([np.cos(np.radians((view.south + view.north) / 2)), 1.0])
    ground = shapely.transform(largest, lambda xy: xy * squeeze)
    x, y = shapely.maximum_inscribed_circle(ground, tolerance=view.span / 100).coords[0] / squeeze
    return float(x), float(y)
