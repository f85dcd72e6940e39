"""The ground and overlays of one artboard, in px, and what colour lies under a point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

import shapely
from shapely import Geometry

from geomap.layout.detail import draw_detail, without
from geomap.layout.relief import relief_image
from geomap.layout.view.projection import View
from geomap.marks.area import area_items
from geomap.marks.rings import generalised, lines_of, rings_of
from geomap.marks.stroke import line_items
from geomap.marks.style import AREAS, COMPUTED, ground_strength, river_width, zoom_of
from geomap.page import Box, Group, Item, Path
from geomap.scene import Area, Line, Scene
from geomap.scene.beneath import Beneath, River
from geomap.scene.styles import Style

SMOOTHING = 3.0  # px by which a line that is approximate may be drawn off where it is
_SHARED, _MET = 1.0, 12.0  # px between an area's edge and a line within which they are the same, for so many px
_LEAST_HATCHED = AREAS["disputed"].hatch ** 2  # px²; with less an area has not two strokes of its hatching
_LEAST_DASHED = 12.0  # px; a shorter line has not two dashes
_BORDERS = ("border", "disputed_border")
_HAIR = 0.02  # px
_MANY_POSITIONS = 5_000  # of an area; fewer are drawn as they are
_UNSEEN_BEND = 0.05  # px
_ACROSS = (0.5, 0.1, 0.3, 0.7, 0.9)  # shares of a text, whose grounds may differ; the first decides between equals
_ON_TOP = "arrow"  # of the overlay lines


@dataclass(frozen=True, slots=True)
class Ground:
    """The map below the units: groups to draw, the geometry that labels mind, and land for the halo's colour."""

    groups: tuple[Group, ...]
    lines: dict[str, Geometry]  # overlay lines in px, by id
    borders: tuple[Geometry, ...]
    states: tuple[Geometry, ...]  # those of them between countries that nobody disputes
    coasts: tuple[Geometry, ...]
    regions: tuple[Geometry, ...]  # the lines between them
    land: Geometry
    water: Geometry
    tints: tuple[tuple[Area, Geometry], ...]  # areas and their geometry in px, bottom to top
    look: Style
    unseen: tuple[str, ...] = ()  # disputed areas that are too small to be hatched
    covers: tuple[tuple[str, Geometry], ...] = ()  # colours of what covers the land, bottom to top

    def colour_under(self, box: Box) -> str:
        """The colour that lies under most of a box: land or sea, and the areas upon it."""
        y = box.centre[1]
        colours = [self._colour_at(box.x + share * box.width, y) for share in _ACROSS]
        return max(colours, key=colours.count)

    def _colour_at(self, x: float, y: float) -> str:
        on_land = bool(shapely.intersects_xy(self.land, x, y)) and not bool(shapely.intersects_xy(self.water, x, y))
        colour = self.look.land if on_land else self.look.water
        for cover, geometry in self.covers if on_land else ():
            if shapely.intersects_xy(geometry, x, y):
                colour = cover
        for area, geometry in self.tints:
            if shapely.intersects_xy(geometry, x, y):
                colour = AREAS[area.role].over(colour, self.look, area.colour)
        return colour


def draw_ground(scene: Scene, beneath: Beneath, view: View) -> Ground:
    """Project, clip and style what lies beneath, and all areas and lines of the scene."""
    look, clip = scene.style, view.frame
    detail = draw_detail(beneath.detail, look, view)
    beneath = without(beneath)
    areas = list(zip(beneath.areas, view.geometries([area.geometry for area in beneath.areas]), strict=True))
    land = [(area, geometry) for area, geometry in areas if area.role == "land"]
    lakes = [(area, geometry) for area, geometry in areas if area.role == "lake"]
    disputed = [(area, geometry) for area, geometry in areas if area.role == "disputed"]
    found = [(area, geometry) for area, geometry in disputed if can_be_found(area, view, geometry)]
    upon = [(area, _along(scene.lines, _seen_bends(view.geometry(area.geometry)), view)) for area in scene.areas]
    outlines = {area.id: view.geometry(area.outline) for area in scene.areas if area.outline is not None}
    lines, overlays = _drawn(beneath.lines, view), _drawn(scene.lines, view)
    outlines |= _outlines_off(overlays, upon, outlines)
    shores = shapely.geometrycollections([*(geometry for _, geometry in land + disputed), *detail.land])
    shades = (relief_image(beneath.relief, shores, view, look),) if beneath.relief else ()
    strength = ground_strength(view.nominal_km_per_px)
    overlay_roles = dict.fromkeys(line.role for line, _ in overlays)
    groups = [
        Group("land", _fills(land + disputed, look.land, "land", seam=0.6), clip),
        Group("covered", detail.ground, clip),
        *(Group(name, items, clip) for name, items in detail.covers),
        Group("relief", shades, clip),
        Group("disputed", _area_items(found, look), clip),
        _line_group(lines, "region_border", look, clip, strength),  # lakes lie upon it
        Group("lakes", _fills(lakes, look.water, "lake"), clip),
        *(_line_group(lines, role, look, clip, strength) for role in ("graticule", "coast")),
        Group("river", tuple(_river_items(beneath, view, look, strength)), clip),
        Group("waters", detail.waters, clip),  # upon the rivers that flow through them
        *(Group(name, items, clip) for name, items in detail.roads),
        *(_line_group(lines, role, look, clip, strength) for role in _BORDERS),
        Group("areas", _area_items(upon, look, outlines), clip),
        *(_line_group(overlays, role, look, clip) for role in sorted(overlay_roles, key=lambda role: role == _ON_TOP)),
    ]
    pointed_at = {line.id: geometry for line, geometry in overlays}
    edges = [
        outlines[area.id] if area.id in outlines else shapely.boundary(geometry)
        for area, geometry in upon
        if not shapely.is_empty(geometry)
    ]
    borders = [geometry for line, geometry in lines if line.role in _BORDERS]
    return Ground(
        groups=tuple(group for group in groups if group.items),
        lines={id_: geometry for id_, geometry in pointed_at.items() if not shapely.is_empty(geometry)},
        borders=(*borders, *edges),
        states=tuple(geometry for line, geometry in lines if line.role == "border"),
        coasts=tuple(geometry for line, geometry in lines if line.role == "coast"),
        regions=tuple(geometry for line, geometry in lines if line.role == "region_border"),
        land=_prepared(shores),
        water=_prepared(shapely.geometrycollections([*(geometry for _, geometry in lakes), *detail.water])),
        tints=tuple((area, _prepared(geometry)) for area, geometry in upon),
        look=look,
        covers=tuple((colour, _prepared(geometry)) for colour, geometry in detail.tints),
        unseen=tuple(
            _name(mark) for mark, geometry in disputed if not (geometry.is_empty or (mark, geometry) in found)
        ),
    )


def shown_rivers(beneath: Beneath, view: View) -> list[River]:
    """The rivers that suit the scale of a view, the greatest first."""
    zoom = zoom_of(view.nominal_km_per_px)
    return [river for river in beneath.rivers if river.zoom <= zoom]


def _river_items(beneath: Beneath, view: View, look: Style, strength: float) -> Iterator[Item]:
    """The rivers, those of a rank as one path."""
    zoom = zoom_of(view.nominal_km_per_px)
    for since, rivers in groupby(shown_rivers(beneath, view), lambda river: river.zoom):
        parts = [part for river in rivers for part in shapely.get_parts(river.geometry)]
        drawn = lines_of(view.geometry(shapely.multilinestrings(parts)))
        id_ = f"river-line-{round(10 * since)}"
        for item in line_items(drawn, "river", False, look, id_, strength=strength):
            yield replace(item, stroke_width=river_width(since, zoom) * strength) if isinstance(item, Path) else item


def can_be_found(mark: Area | Line, view: View, geometry: Geometry | None = None) -> bool:
    """Whether a reader can find a mark on a map, where its geometry is in px.

    The basemap's disputed areas are only hatched, its disputed borders dashed: they must be large enough for that.
    """
    if mark.role not in ("disputed", "disputed_border"):
        return view.shows(mark.geometry)
    frame = view.frame
    seen = view.geometry(mark.geometry) if geometry is None else geometry
    seen = shapely.clip_by_rect(seen, frame.x, frame.y, frame.right, frame.bottom)
    return bool(seen.area >= _LEAST_HATCHED if mark.role == "disputed" else seen.length >= _LEAST_DASHED)


def _name(area: Area) -> str:
    return str(area.properties.get("name") or area.id)


def _fills(areas: list[tuple[Area, Geometry]], colour: str, name: str, seam: float = 0.0) -> tuple[Path, ...]:
    """Plain fills. A hairline of `seam` px in their own colour closes the gaps that antialiasing leaves."""
    edge = colour if seam else ""
    return tuple(
        Path(rings_of(geometry), fill=colour, stroke=edge, stroke_width=seam, id=f"{name}-{area.id}")
        for area, geometry in areas
        if not shapely.is_empty(geometry)
    )


def _drawn(lines: Sequence[Line], view: View) -> list[tuple[Line, Geometry]]:
    """Lines and they in px. One that is approximate is drawn without bends finer than it can be sure of, so that its
    dashes stay even; exports keep it as it is.
    """
    geometries = view.geometries([line.geometry for line in lines])
    return [
        (line, generalised(geometry, SMOOTHING) if line.approximate and line.role not in COMPUTED else geometry)
        for line, geometry in zip(lines, geometries, strict=True)
    ]


def _along(lines: Sequence[Line], area: Geometry, view: View) -> Geometry:
    """An area in px whose edge is drawn as the approximate lines that run along it: without the bends that they lose,
    and with the corners that they cut, or strips of ground would lie between the two, of which nobody claims anything.
    """
    near = [line for line in lines if line.approximate and line.role not in COMPUTED] if area.area else []
    for exact, drawn in _approximate(near, view):
        snapped = shapely.make_valid(shapely.snap(area, exact, _SHARED))
        edge = shapely.buffer(shapely.boundary(snapped), _SHARED)
        strips = shapely.get_parts(shapely.polygonize([shapely.union_all([exact, drawn])]))
        shared = [strip for strip in strips if shapely.covers(edge, shapely.intersection(strip, exact))]
        if shared:
            area = shapely.symmetric_difference(snapped, shapely.union_all(shared))
            for by in (_HAIR, -2 * _HAIR, _HAIR):  # of rounding, between what was put together
                area = shapely.buffer(area, by, join_style="mitre")
    return area


def _outlines_off(
    overlays: Sequence[tuple[Line, Geometry]], areas: Sequence[tuple[Area, Geometry]], own: Mapping[str, Geometry]
) -> dict[str, Geometry]:
    """The outlines in px of the areas along whose edge a front runs, without that part: it would be drawn twice."""
    fronts = shapely.union_all([shapely.buffer(drawn, _SHARED) for line, drawn in overlays if line.is_front])
    edges = {area.id: own.get(area.id, shapely.boundary(geometry)) for area, geometry in areas if geometry.area}
    met = {id_: edge for id_, edge in edges.items() if shapely.intersection(fronts, edge).length > _MET}
    return {id_: shapely.difference(edge, fronts) for id_, edge in met.items()}


def _approximate(lines: Sequence[Line], view: View) -> Iterator[tuple[Geometry, Geometry]]:
    """Lines in px, as they are and as they are drawn."""
    for line, (_, drawn) in zip(lines, _drawn(lines, view), strict=True):
        yield view.geometry(line.geometry), drawn


def _seen_bends(geometry: Geometry) -> Geometry:
    """An area in px; of very many positions those that make a difference that anybody can see. Exports keep all."""
    if shapely.get_num_coordinates(geometry) <= _MANY_POSITIONS:
        return geometry
    return shapely.simplify(geometry, _UNSEEN_BEND)


def _prepared(geometry: Geometry) -> Geometry:
    shapely.prepare(geometry)
    return geometry


def _line_group(lines: list[tuple[Line, Geometry]], role: str, look: Style, clip: Box, strength: float = 1.0) -> Group:
    items = [
        item
        for line, geometry in lines
        if line.role == role
        for item in line_items(lines_of(geometry), role, line.approximate, look, _line_id(line), line.pen, strength)
    ]
    return Group(role.replace("_", "-"), tuple(items), clip)


def _area_items(
    areas: list[tuple[Area, Geometry]], look: Style, outlines: Mapping[str, Geometry] = MappingProxyType({})
) -> tuple[Item, ...]:
    """The areas in px; `outlines` are the lines of those, by id, of which that is not their edge."""
    return tuple(
        item
        for area, geometry in areas
        for item in area_items(
            geometry, area.role, area.approximate, look, f"area-{area.id}", area.pen, outlines.get(area.id)
        )
    )


def _line_id(line: Line) -> str:
    """Role and id, unlike the name of the group; the basemap's ids begin with the role already."""
    name = f"{line.role}-line" if line.id == line.role else line.id
    return (name if name.startswith(line.role) else f"{line.role}-{name}").replace("_", "-")
