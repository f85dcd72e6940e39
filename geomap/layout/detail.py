"""The user's own ground on one artboard, in px: waters, woods, built-up areas, roads that suit its scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import shapely
from shapely import Geometry

from geomap.ground.scales import BEND, LEAST_AREA, UNTIL
from geomap.ground.schemas import BUILT_UP, WATER, WOOD
from geomap.layout.view.projection import View
from geomap.marks.rings import lines_of, rings_of
from geomap.marks.style import ROADS, road_width
from geomap.page import Item, Path, Ring
from geomap.scene import Area, Line
from geomap.scene.beneath import Beneath, Detail
from geomap.scene.styles import Style

_Mark = TypeVar("_Mark", Area, Line)

_LEAST_LINE = 3.0  # px, of a piece of a road that is drawn
_STEP = 0.1  # degrees between positions along the edge of what files cover, which is a curve on the page
_OUTLINED = 0.7  # px
_WITHIN = ("lake",)  # areas that are no longer drawn where files have waters of their own
_EDGES = ("coast",)  # and lines


@dataclass(frozen=True, slots=True)
class Drawn:
    """The items of groups, bottom to top, and the geometry in px that decides the colour below a text."""

    ground: tuple[Item, ...] = ()  # land where the map is drawn of files
    covers: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    waters: tuple[Item, ...] = ()
    roads: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    land: tuple[Geometry, ...] = ()
    water: tuple[Geometry, ...] = ()
    tints: tuple[tuple[str, Geometry], ...] = ()


def draw_detail(detail: Detail | None, look: Style, view: View) -> Drawn:
    """What of it suits the scale of a view; nothing where there is none."""
    if detail is None:
        return Drawn()
    km_per_px = view.nominal_km_per_px
    areas = {area.role: _px(area, view) for area in detail.areas if km_per_px <= UNTIL[area.role]}
    has_water = _has_water(detail)
    covered = _clipped(shapely.transform(shapely.segmentize(detail.covered, _STEP), _projected(view)), view)
    waters = areas.get(WATER)
    covers = [(role, areas[role]) for role in (WOOD, BUILT_UP) if role in areas]
    return Drawn(
        ground=_fill(covered, look.land, "covered-land") if has_water else (),
        covers=tuple(
            (role.replace("_", "-"), _fill(shape, look.colour(role), f"{role}-fill")) for role, shape in covers
        ),
        waters=() if waters is None else _water(waters, look),
        roads=tuple(_roads(detail, look, view)),
        land=(covered,) if has_water else (),
        water=() if waters is None else (waters,),
        tints=tuple((look.colour(role), shape) for role, shape in covers),
    )


def without(beneath: Beneath) -> Beneath:
    """The ground without the waters and coasts in whose place files have their own."""
    detail = beneath.detail
    if detail is None or not _has_water(detail):
        return beneath

    return replace(
        beneath,
        areas=tuple(_cut(beneath.areas, _WITHIN, detail.covered)),
        lines=tuple(_cut(beneath.lines, _EDGES, detail.covered)),
    )


def _cut(marks: Iterable[_Mark], roles: Sequence[str], covered: Geometry) -> Iterator[_Mark]:
    """The marks, of those of some roles what lies beyond what is covered."""
    for mark in marks:
        if mark.role not in roles:
            yield mark
        elif not (left := shapely.difference(mark.geometry, covered)).is_empty:
            yield replace(mark, geometry=left)


def _has_water(detail: Detail) -> bool:
    return any(area.role == WATER for area in detail.areas)


def _projected(view: View) -> Callable[[Ring], Ring]:
    return lambda at: view.to_px(at[:, 0], at[:, 1])


def _px(area: Area, view: View) -> Geometry:
    """An area in px, without what is too small to be seen. Its edges are short, so that none has to be bent."""
    shape = _clipped(shapely.transform(area.geometry, _projected(view)), view)
    parts = shapely.get_parts(shapely.simplify(shapely.get_parts(shape), BEND))
    return shapely.multipolygons(parts[(shapely.area(parts) >= LEAST_AREA) & (shapely.get_dimensions(parts) == 2)])


def _clipped(shape: Geometry, view: View) -> Geometry:
    """What of the polygons of an area is seen; those that are not valid in px made so."""
    frame, parts = view.frame.grown(6), shapely.get_parts(shape)
    west, north, east, south = shapely.bounds(parts).T
    parts = parts[(west < frame.right) & (east > frame.x) & (north < frame.bottom) & (south > frame.y)]
    broken = ~shapely.is_valid(parts)
    parts[broken] = shapely.make_valid(parts[broken], method="structure", keep_collapsed=False)
    seen = shapely.get_parts(shapely.clip_by_rect(parts, frame.x, frame.y, frame.right, frame.bottom))
    return shapely.multipolygons(seen[(shapely.get_dimensions(seen) == 2) & ~shapely.is_empty(seen)])


def _fill(shape: Geometry, colour: str, id_: str) -> tuple[Item, ...]:
    rings = rings_of(shape)
    return (Path(rings, fill=colour, id=id_.replace("_", "-")),) if rings else ()


def _water(shape: Geometry, look: Style) -> tuple[Item, ...]:
    rings = rings_of(shape)
    return (Path(rings, fill=look.water, stroke=look.coast, stroke_width=_OUTLINED, id="water-fill"),) if rings else ()


def _roads(detail: Detail, look: Style, view: View) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Railways and roads, the greatest on top."""
    km_per_px, frame = view.nominal_km_per_px, view.frame.grown(6)
    for line in detail.lines:
        if km_per_px > UNTIL[line.role]:
            continue
        shape = shapely.transform(line.geometry, _projected(view))
        parts = shapely.get_parts(shapely.clip_by_rect(shape, frame.x, frame.y, frame.right, frame.bottom))
        rings = lines_of(shapely.simplify(parts[shapely.length(parts) >= _LEAST_LINE], BEND, preserve_topology=False))
        if rings:
            kind = ROADS[line.role]
            width = road_width(line.role, km_per_px, UNTIL[line.role])
            stroke = look.colour(kind.colour)
            item = Path(rings, closed=False, stroke=stroke, stroke_width=width, dash=kind.dash, id=f"{line.role}-line")
            yield line.role, (item,)
