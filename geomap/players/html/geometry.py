"""Lines and areas of a scene as compact numbers for the page: clipped, simplified, rounded, delta-coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry
from shapely.affinity import translate

from geomap import edges
from geomap.marks.rings import generalised
from geomap.marks.style import AREAS, COMPUTED, HATCH_STRENGTH, river_width, zoom_of
from geomap.measure import KM_PER_DEGREE
from geomap.scene import Area, Bounds, Line, Pen, Scene
from geomap.scene.beneath import Beneath
from geomap.scene.styles import Style, mixed

OUTLINE = "outline"  # role of the lines of areas
STEPS_PER_DEGREE = 10_000  # coordinates are whole numbers of this step, about 10 m
_SMOOTHING = 0.002  # of the width of the view
MARGIN = 0.04  # of the view, on each side: strokes and clipped edges end outside it
_NARROWEST = 0.7  # of an artboard's width: the page's map with its key beside it
BUDGET = 200_000  # characters of the whole basemap
RIVER_BUDGET = 50_000  # of its rivers
_LAST_LATITUDE = 85.06  # degrees, of the page's map
_POWERS = 10 ** np.arange(1, 19)
_POLYGON, _LINE = shapely.GeometryType.POLYGON, shapely.GeometryType.LINESTRING


@dataclass(frozen=True, slots=True)
class _Shape:
    """A geometry inside the view, the facts that go with it into the page, and whether it is of the ground."""

    facts: dict[str, Any]
    geometry: Geometry
    is_beneath: bool


def shapes(scene: Scene, bounds: Bounds) -> dict[str, list[dict[str, Any]]]:
    """Areas and lines inside `bounds` (east > west), as records of integers.

    The ground is simplified to a quarter of a px on a 1,000 px map, and further until it keeps to the budget; what
    lies upon it keeps five times its detail.
    """
    clip, beneath = _grown(bounds), scene.beneath
    finest = (bounds[2] - bounds[0]) / 4000
    lines = [*_rivers(beneath, bounds, finest), *_lines(scene, beneath, clip), *_outlines(scene, clip)]
    found = {"areas": _areas(scene, beneath, clip), "lines": lines}
    ground = [shape.geometry for kind in found.values() for shape in kind if shape.is_beneath]
    upon = [shape.geometry for kind in found.values() for shape in kind if not shape.is_beneath]
    kept, tolerance = _within_budget(ground, finest)
    laid = edges.bent(shapely.simplify(np.array(upon, dtype=object), tolerance / 5), _mercator, finest)
    rings = {True: iter(kept.by_geometry()), False: iter(_Rings.of_simple(laid).by_geometry())}
    coded = {
        kind: [{**one.facts, "rings": next(rings[one.is_beneath])} for one in some] for kind, some in found.items()
    }
    return {kind: [record for record in records if record["rings"]] for kind, records in coded.items()}


def _mercator(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Positions as the page's map has them, in degrees at the equator, where edges are straight."""
    lat = np.clip(degrees[:, 1], -_LAST_LATITUDE, _LAST_LATITUDE)
    return np.column_stack([degrees[:, 0], np.degrees(np.arcsinh(np.tan(np.radians(lat))))])


def _within_budget(ground: Sequence[Geometry], tolerance: float) -> tuple[_Rings, float]:
    """The rings of the ground, as fine as the budget allows, and the tolerance in degrees that gave them.

    A coarser one starts from those of the finest, a quarter of a px from the truth, and not from a whole continent.
    """
    fine: Sequence[Geometry] | NDArray[np.object_] = ground
    while True:
        simple = shapely.simplify(fine, tolerance)
        rings = _Rings.of_simple(simple)
        if tolerance > 1 or rings.characters <= BUDGET:
            return rings, tolerance
        fine = simple if fine is ground else fine
        tolerance *= 1.5


def looks(shown: dict[str, list[dict[str, Any]]]) -> set[tuple[str, str, bool, str]]:
    """What is told apart among the shapes shown: kind, role, whether approximate, and whose it is."""
    return {
        (kind, shape["role"], shape.get("dashed", False), shape.get("side", ""))
        for kind in ("area", "line")
        for shape in shown[f"{kind}s"]
    }


def _areas(scene: Scene, beneath: Beneath, clip: Bounds) -> list[_Shape]:
    """All land as one area: neighbours that are simplified apart would leave gaps, and its edge is the coast."""
    ground = [(area, _clipped(area.geometry, clip)) for area in beneath.areas]
    land = shapely.union_all([geometry for area, geometry in ground if area.role in ("land", "disputed")])
    return [
        _Shape({"id": "land", "role": "land"}, land, True),
        *(_Shape(_facts(area, scene.style), geometry, True) for area, geometry in ground if area.role != "land"),
        *(_Shape(_facts(area, scene.style), _clipped(area.geometry, clip), False) for area in scene.areas),
    ]


def _lines(scene: Scene, beneath: Beneath, clip: Bounds) -> list[_Shape]:
    """Lines but the coast, which the page draws as the edge of the land."""
    both = [(beneath.lines, True), (scene.lines, False)]
    return [
        _Shape(_facts(line, scene.style), _drawn(line, clip), is_beneath)
        for lines, is_beneath in both
        for line in lines
        if line.role != "coast"
    ]


def _rivers(beneath: Beneath, bounds: Bounds, finest: float) -> Iterator[_Shape]:
    """The rivers that suit a map of 1,000 px, those of a rank as one line; the greatest that keep to the budget."""
    zoom = page_zoom(bounds)
    shown, characters = [river for river in beneath.rivers if river.zoom <= zoom], 0
    for number, (since, rivers) in enumerate(groupby(shown, lambda river: river.zoom)):
        parts = [part for river in rivers for part in shapely.get_parts(river.geometry)]
        line = _merged(_clipped(shapely.multilinestrings(parts), _grown(bounds)))
        characters += _Rings.of_simple(np.array([shapely.simplify(line, finest)], dtype=object)).characters
        if characters > RIVER_BUDGET:
            return
        facts = {"id": f"river-{number}", "role": "river", "dashed": False, "callout": ""}
        yield _Shape(facts | {"look": {"width": river_width(since, zoom)}}, line, True)


def _outlines(scene: Scene, clip: Bounds) -> list[_Shape]:
    """The lines of areas that are not their edges, each with its whole look, as no role of lines has it."""
    return [
        _Shape(
            {"id": area.id, "role": OUTLINE, "dashed": area.approximate, "look": _outline_look(area, scene.style)},
            _merged(_clipped(area.outline, clip)),
            False,
        )
        for area in scene.areas
        if area.outline is not None
    ]


def _outline_look(area: Area, look: Style) -> dict[str, Any]:
    kind = AREAS[area.role].with_pen(area.pen)
    colour = area.colour or look.colour(kind.colour)
    return {"colour": colour, "width": kind.width, "dash": kind.dash, "unsettled": kind.unsettled}


def _facts(mark: Area | Line, look: Style) -> dict[str, Any]:
    said = {"callout": mark.callout} if isinstance(mark, Line) else {}
    own = own_look(mark.pen, look)
    if isinstance(mark, Area) and mark.outline is not None:
        own |= {"width": 0}  # its lines are shapes of their own
    facts = {"id": mark.id, "role": mark.role, "dashed": mark.approximate, **said}
    return {**facts, **({"side": mark.side} if mark.side else {}), **({"look": own} if own or mark.side else {})}


def own_look(pen: Pen, look: Style) -> dict[str, Any]:
    """What a side's colour, and what a layer states itself, change of the look of a role."""
    colour = {"colour": pen.colour, "hatch_colour": mixed(pen.colour, look.land, HATCH_STRENGTH)} if pen.colour else {}
    return {**colour, **({"width": pen.width} if pen.width else {}), **({"dash": pen.dash} if pen.dash else {})}


def _drawn(line: Line, clip: Bounds) -> Geometry:
    """A line in the clip; an approximate one as smooth as in print, where 3 px of a thousand are left out."""
    geometry = _merged(_clipped(line.geometry, clip))
    is_rough = line.approximate and line.role not in COMPUTED
    return generalised(geometry, _SMOOTHING * (clip[2] - clip[0])) if is_rough else geometry


def page_zoom(bounds: Bounds) -> float:
    """The zoom of a page's map of 1,000 px, by which waters are shown; bounds with east > west."""
    west, south, east, north = bounds
    return zoom_of((east - west) * KM_PER_DEGREE * cos(radians((south + north) / 2)) / 1000)


def unwrapped(bounds: Bounds) -> Bounds:
    """Bounds with east > west: a view across the antimeridian runs past 180."""
    west, south, east, north = bounds
    return west, south, east if east > west else east + 360, north


def union(boxes: Iterable[Bounds]) -> Bounds:
    """The bounds that hold all of `boxes`, each with east > west."""
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


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
    """The part inside `clip`, brought to its longitudes where the view, or a line, runs past 180."""
    west, south, east, north = clip
    here = shapely.clip_by_rect(geometry, *clip)
    first, _, last, _ = shapely.bounds(geometry)
    turns = [turn for turn in (-360, 360) if (east > 180 and turn > 0) or first < -180 < turn or turn < 180 < last]
    if not turns:
        return here
    beyond = [
        translate(shapely.clip_by_rect(geometry, west - turn, south, east - turn, north), xoff=turn) for turn in turns
    ]
    return shapely.union_all([here, *beyond])


def _merged(geometry: Geometry) -> Geometry:
    return shapely.line_merge(geometry) if geometry.geom_type == "MultiLineString" else geometry


@dataclass(frozen=True, slots=True)
class _Rings:
    """The rings of polygons and the line strings of several geometries, one after another.

    Of each the first point is in steps, every other the move to it from the one before; points that do not move are
    left out. A ring of fewer than three points, a line of one, is too small to see and left out.
    """

    numbers: NDArray[np.int64]  # shape (n, 2): x, y
    sizes: NDArray[np.int64]  # of each ring, in points
    owners: NDArray[np.int64]  # of each ring, the geometry
    geometries: int

    @classmethod
    def of_simple(cls, geometries: NDArray[np.object_]) -> _Rings:
        """Those of geometries as they are."""
        parts, owners = shapely.get_parts(geometries, return_index=True)
        kinds = shapely.get_type_id(parts)
        lines = np.flatnonzero(kinds == _LINE)
        rings, of_part = shapely.get_rings(np.where(kinds == _POLYGON, parts, None), return_index=True)
        places = np.concatenate([of_part, lines])
        order = np.argsort(places, kind="stable")
        places = places[order]
        points, of_ring = shapely.get_coordinates(np.concatenate([rings, parts[lines]])[order], return_index=True)
        steps = np.rint(points * STEPS_PER_DEGREE).astype(np.int64)
        is_first = np.diff(of_ring, prepend=-1) != 0
        moves = np.where(is_first[:, None], steps, np.diff(steps, axis=0, prepend=0))
        moved = is_first | np.any(moves != 0, axis=1)
        sizes = np.bincount(of_ring[moved], minlength=len(places))
        is_seen = sizes >= np.where(kinds[places] == _LINE, 2, 3)
        return cls(
            moves[moved & is_seen[of_ring]], sizes[is_seen], owners[places[is_seen]], len(np.atleast_1d(geometries))
        )

    @property
    def characters(self) -> int:
        """That they take in the page: digits and signs, and what parts them."""
        digits = np.searchsorted(_POWERS, np.abs(self.numbers), side="right") + 1
        return int(digits.sum() + (self.numbers < 0).sum() + 2 * self.numbers.size)

    def by_geometry(self) -> list[list[list[int]]]:
        """The rings of each geometry, each as x, y, dx, dy, dx, dy ..."""
        flat, end = self.numbers.ravel().tolist(), 0
        found: list[list[list[int]]] = [[] for _ in range(self.geometries)]
        for owner, size in zip(self.owners.tolist(), self.sizes.tolist(), strict=True):
            start, end = end, end + 2 * size
            found[owner].append(flat[start:end])
        return found
