"""The basemap and overlays of one artboard, in px, and what colour lies under a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from geomap.layout.projection import View
from geomap.layout.style import LAND, LINES, SEA
from geomap.page import Box, Group, Path, Ring
from geomap.scene import BASEMAP_ROLES, Line, Scene

_SMOOTHING = 3.0  # px
_GROUND_LINES = ("coast", "river", "border", "disputed_border")


def rings_of(geometry: Geometry) -> tuple[Ring, ...]:
    """The rings of polygons, holes wound against their shells so that any fill rule leaves them open."""
    rings: list[Ring] = []
    for part in shapely.get_parts(geometry):
        if shapely.get_type_id(part) == shapely.GeometryType.POLYGON and not shapely.is_empty(part):
            shell, *holes = (shapely.get_coordinates(ring) for ring in shapely.get_rings(part))
            rings.append(_wound(shell, clockwise=False))
            rings.extend(_wound(hole, clockwise=True) for hole in holes)
    return tuple(rings)


def _wound(ring: Ring, *, clockwise: bool) -> Ring:
    return ring if shapely.is_ccw(shapely.linearrings(ring)) is not np.bool_(clockwise) else ring[::-1]


def lines_of(geometry: Geometry) -> tuple[Ring, ...]:
    """The line strings in a geometry."""
    parts = shapely.get_parts(geometry)
    kinds = shapely.get_type_id(parts)
    return tuple(
        shapely.get_coordinates(part)
        for part, kind in zip(parts, kinds, strict=True)
        if kind in (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING) and not shapely.is_empty(part)
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """The map below the units: groups to draw, the geometry that labels mind, and land for the halo's colour."""

    groups: tuple[Group, ...]
    lines: dict[str, Geometry]  # overlay lines in px, by id
    borders: tuple[Geometry, ...]
    coasts: tuple[Geometry, ...]
    land: Geometry
    water: Geometry

    def colour_under(self, box: Box) -> str:
        """Land or sea colour, whichever lies under the middle of a box."""
        x, y = box.centre
        on_land = bool(shapely.intersects_xy(self.land, x, y)) and not bool(shapely.intersects_xy(self.water, x, y))
        return LAND if on_land else SEA


def draw_ground(scene: Scene, view: View) -> Ground:
    """Project, clip and style all areas and lines of the scene."""
    areas = {
        role: [(area, view.geometry(area.geometry)) for area in scene.areas if area.role == role]
        for role in ("land", "lake", "disputed")
    }
    lines = [(line, _drawn(line, view)) for line in scene.lines]
    overlays = {line.id: geometry for line, geometry in lines if line.role not in BASEMAP_ROLES}
    # A hairline in the fill's own colour closes the seams that antialiasing leaves between neighbours.
    land = tuple(
        Path(rings_of(geometry), fill=LAND, stroke=LAND, stroke_width=0.6, id=f"land-{area.id}")
        for area, geometry in areas["land"] + areas["disputed"]
        if not shapely.is_empty(geometry)
    )
    lakes = tuple(
        Path(rings_of(geometry), fill=SEA, id=f"lake-{area.id}")
        for area, geometry in areas["lake"]
        if not shapely.is_empty(geometry)
    )
    groups = [Group("land", land, clip=True), Group("lakes", lakes, clip=True)]
    groups += [_line_group(lines, role) for role in _GROUND_LINES]
    overlay_roles = dict.fromkeys(line.role for line, _ in lines if line.role not in BASEMAP_ROLES)
    groups += [_line_group(lines, role) for role in overlay_roles]
    all_land = [geometry for _, geometry in areas["land"] + areas["disputed"]]
    return Ground(
        groups=tuple(group for group in groups if group.items),
        lines={id_: geometry for id_, geometry in overlays.items() if not shapely.is_empty(geometry)},
        borders=tuple(geometry for line, geometry in lines if line.role in ("border", "disputed_border")),
        coasts=tuple(geometry for line, geometry in lines if line.role == "coast"),
        land=_prepared(shapely.geometrycollections(all_land)),
        water=_prepared(shapely.geometrycollections([geometry for _, geometry in areas["lake"]])),
    )


def _drawn(line: Line, view: View) -> Geometry:
    """A line in px. One that is approximate is drawn without bends finer than it can be sure of, so that its dashes
    stay even; exports keep it as it is.
    """
    geometry = view.geometry(line.geometry)
    if not line.approximate:
        return geometry
    return shapely.multilinestrings([_smoothed(part) for part in lines_of(shapely.simplify(geometry, _SMOOTHING))])


def _smoothed(points: Ring) -> Ring:
    """Corners cut twice (Chaikin 1974); the ends stay."""
    for _ in range(2):
        before, after = points[:-1], points[1:]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1).reshape(-1, 2)
        points = np.vstack([points[:1], cut[1:-1], points[-1:]])
    return points


def _prepared(geometry: Geometry) -> Geometry:
    shapely.prepare(geometry)
    return geometry


def _line_group(lines: list[tuple[Line, Geometry]], role: str) -> Group:
    style = LINES[role]
    items = tuple(
        Path(
            lines_of(geometry),
            closed=False,
            stroke=style.colour,
            stroke_width=style.width,
            dash=_dash(style.dash, line.approximate or role == "disputed_border"),
            id=_line_id(line),
        )
        for line, geometry in lines
        if line.role == role and lines_of(geometry)
    )
    return Group(role.replace("_", "-"), items, clip=True)


def _dash(dash: tuple[float, ...], unsettled: bool) -> tuple[float, ...]:
    """Approximate or disputed is dashed, whatever the role; settled is solid."""
    return (dash or (6.0, 4.0)) if unsettled else ()


def _line_id(line: Line) -> str:
    """Role and id, unlike the name of the group; the basemap's ids begin with the role already."""
    name = f"{line.role}-line" if line.id == line.role else line.id
    return (name if name.startswith(line.role) else f"{line.role}-{name}").replace("_", "-")
