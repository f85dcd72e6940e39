"""Lines and areas of a scene as compact numbers for the page: clipped, simplified, rounded, delta-coded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry
from shapely.affinity import translate

from geomap.layout.rings import generalised
from geomap.layout.style import HATCH_STRENGTH
from geomap.scene import BASEMAP_ROLES, Area, Bounds, Line, Scene
from geomap.styles import Style, mixed

STEPS_PER_DEGREE = 10_000  # coordinates are whole numbers of this step, about 10 m
_SMOOTHING = 0.002  # of the width of the view
MARGIN = 0.04  # of the view, on each side: strokes and clipped edges end outside it
_NARROWEST = 0.7  # of an artboard's width: the page's map with its key beside it
BUDGET = 200_000  # characters of the whole basemap
_POLYGON, _LINE = shapely.GeometryType.POLYGON, shapely.GeometryType.LINESTRING


@dataclass(frozen=True, slots=True)
class _Shape:
    """A geometry inside the view and the facts that go with it into the page."""

    facts: dict[str, Any]
    geometry: Geometry

    @property
    def is_basemap(self) -> bool:
        return self.facts["role"] in BASEMAP_ROLES

    def coded(self, tolerance: float) -> dict[str, Any]:
        """The record; what lies upon the basemap keeps five times its detail."""
        simple = shapely.simplify(self.geometry, tolerance if self.is_basemap else tolerance / 5)
        return {**self.facts, "rings": _rings(simple)}


def shapes(scene: Scene, bounds: Bounds) -> dict[str, list[dict[str, Any]]]:
    """Areas and lines inside `bounds` (east > west), as records of integers.

    The basemap is simplified to a quarter of a px on a 1,000 px map, and further until it keeps to the budget.
    """
    clip = _grown(bounds)
    areas, lines = _areas(scene, clip), _lines(scene, clip)
    tolerance = (bounds[2] - bounds[0]) / 4000
    while True:
        coded = {
            "areas": [shape.coded(tolerance) for shape in areas],
            "lines": [shape.coded(tolerance) for shape in lines],
        }
        records = [record for kind in coded.values() for record in kind if record["role"] in BASEMAP_ROLES]
        if tolerance > 1 or sum(len(str(ring)) for record in records for ring in record["rings"]) <= BUDGET:
            return {kind: [record for record in records if record["rings"]] for kind, records in coded.items()}
        tolerance *= 1.5


def looks(shown: dict[str, list[dict[str, Any]]]) -> set[tuple[str, str, bool, str]]:
    """What is told apart among the shapes shown: kind, role, whether approximate, and whose it is."""
    return {
        (kind, shape["role"], shape.get("dashed", False), shape.get("side", ""))
        for kind in ("area", "line")
        for shape in shown[f"{kind}s"]
    }


def _areas(scene: Scene, clip: Bounds) -> list[_Shape]:
    """All land as one area: neighbours that are simplified apart would leave gaps, and its edge is the coast."""
    look = scene.style
    shown = [(area, _clipped(area.geometry, clip)) for area in scene.areas]
    land = shapely.union_all([geometry for area, geometry in shown if area.role in ("land", "disputed")])
    return [
        _Shape({"id": "land", "role": "land"}, land),
        *(
            _Shape({"id": area.id, "role": area.role, "dashed": area.approximate, **_of_side(area, look)}, geometry)
            for area, geometry in shown
            if area.role != "land"
        ),
    ]


def _lines(scene: Scene, clip: Bounds) -> list[_Shape]:
    """Lines but the coast, which the page draws as the edge of the land."""
    look = scene.style
    return [
        _Shape(
            {
                "id": line.id,
                "role": line.role,
                "dashed": line.approximate,
                "callout": line.callout,
                **_of_side(line, look),
            },
            _drawn(line, clip),
        )
        for line in scene.lines
        if line.role != "coast"
    ]


def _of_side(mark: Area | Line, look: Style) -> dict[str, Any]:
    """Whose an area or a line is, and in which colours that is drawn; nothing where it is of no side."""
    return {"side": mark.side, "look": side_look(mark.colour, look)} if mark.side else {}


def side_look(colour: str, look: Style) -> dict[str, str]:
    """What a side's colour changes of the look of its role."""
    return {"colour": colour, "hatch_colour": mixed(colour, look.land, HATCH_STRENGTH)} if colour else {}


def _drawn(line: Line, clip: Bounds) -> Geometry:
    """A line in the clip; an approximate one as smooth as in print, where 3 px of a thousand are left out."""
    geometry = _merged(_clipped(line.geometry, clip))
    return generalised(geometry, _SMOOTHING * (clip[2] - clip[0])) if line.approximate else geometry


def unwrapped(bounds: Bounds) -> Bounds:
    """Bounds with east > west: a view across the antimeridian runs past 180."""
    west, south, east, north = bounds
    return west, south, east if east > west else east + 360, north


def union(boxes: Iterable[Bounds]) -> Bounds:
    """The bounds that hold all of `boxes`, each with east > west."""
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def contains(bounds: Bounds, lon: float, lat: float) -> bool:
    """Whether a place lies in bounds with east > west."""
    west, south, east, north = bounds
    return south <= lat <= north and (west <= lon <= east or west <= lon + 360 <= east)


def roomy(bounds: Bounds, room: float, width: float) -> Bounds:
    """The bounds and `room` px around them, on the narrowest map of an artboard of `width` px."""
    west, south, east, north = bounds
    map_width = _NARROWEST * width
    room = min(room, map_width / 5)
    aside = (east - west) * room / (map_width - 2 * room)
    return west - aside, max(south - aside, -90.0), east + aside, min(north + aside, 90.0)


def _grown(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    dx, dy = (east - west) * MARGIN, (north - south) * MARGIN
    return west - dx, max(south - dy, -90.0), east + dx, min(north + dy, 90.0)


def _clipped(geometry: Geometry, clip: Bounds) -> Geometry:
    """The part inside `clip`, brought to its longitudes where the view runs past 180."""
    west, south, east, north = clip
    here = shapely.clip_by_rect(geometry, *clip)
    if east <= 180:
        return here
    beyond = translate(shapely.clip_by_rect(geometry, west - 360, south, east - 360, north), xoff=360)
    return shapely.union_all([here, beyond])


def _merged(geometry: Geometry) -> Geometry:
    return shapely.line_merge(geometry) if geometry.geom_type == "MultiLineString" else geometry


def _rings(geometry: Geometry) -> list[list[int]]:
    """Rings of polygons and line strings, each as x, y, dx, dy, dx, dy ... in steps.

    A ring of fewer than three points, a line of one, is too small to see and left out.
    """
    coded: list[list[int]] = []
    for part in shapely.get_parts(geometry):
        kind = shapely.get_type_id(part)
        if kind == _POLYGON:
            rings = (_steps(shapely.get_coordinates(ring)) for ring in (part.exterior, *part.interiors))
            coded.extend(ring for ring in rings if len(ring) >= 6)
        elif kind == _LINE:
            coded.extend(line for line in [_steps(shapely.get_coordinates(part))] if len(line) >= 4)
    return coded


def _steps(degrees: NDArray[np.float64]) -> list[int]:
    steps = np.rint(degrees * STEPS_PER_DEGREE).astype(np.int64)
    moves = np.diff(steps, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    return [int(number) for number in np.concatenate([steps[:1], moves]).ravel()]
