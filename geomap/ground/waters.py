"""Rivers of a view, and names of its seas and lakes, each with the water that it names. Degrees, WGS 84."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np
import shapely
from shapely import Geometry

from geomap.ground import water_store
from geomap.ground.reader import Basemap
from geomap.ground.store import Array, Scale
from geomap.ground.water_store import ZOOM_STEPS, Lines
from geomap.ground.window import Window, degrees, flat, only
from geomap.scene import Bounds, Label
from geomap.scene.beneath import River
from geomap.values.plain import slug
from geomap.wording.waters import water_name

_OCEAN_FROM = 8.0  # degrees of a view that names an ocean: a bay that has no name in the data is not called as one
_LEAST_SEEN = 0.0012  # of the view's area, of a water whose name could stand on it
_LAND_DETAIL = 1500.0  # land is taken away from seas without bends finer than this part of the view ...
_LEAST_ISLAND = 3.0  # ... and without islands that are not so many of these parts across


def water_names(lang: str) -> Iterator[str]:
    """All names of waters that any map may print."""
    yield from filter(None, (water_name(name, lang) for name in water_store.names() if name))


def rivers(bounds: Bounds, scale: Scale, lang: str, *, named: bool) -> tuple[River, ...]:
    """The rivers within west, south, east, north, the greatest first; west > east across the antimeridian."""
    data, window, names = water_store.rivers(scale), Window.of(bounds), water_store.names()
    found: dict[tuple[int, int], list[Geometry]] = defaultdict(list)
    for shift, hits in window.hits(data.box):
        pieces = shapely.clip_by_rect(_lines(data, hits, shift), window.west, window.south, window.east, window.north)
        for number, piece in zip(hits.tolist(), pieces.tolist(), strict=True):
            key = int(data.zoom[number]), int(data.name[number]) if named else 0
            found[key] += [part for part in flat(piece) if not part.is_empty]
    return tuple(
        River(water_name(names[name], lang) if name else "", zoom / ZOOM_STEPS, shapely.multilinestrings(pieces))
        for (zoom, name), pieces in sorted(found.items())
        if pieces
    )


def _lines(data: Lines, numbers: Array, shift: float) -> Array:
    """Some lines, made together, `shift` degrees further east."""
    points = [data.line(number) for number in numbers.tolist()]
    index = np.repeat(np.arange(len(points)), [len(line) for line in points])
    made: Array = shapely.linestrings(degrees(np.concatenate(points), shift), indices=index)
    return made


def sea_labels(basemap: Basemap, bounds: Bounds, lang: str) -> Iterator[Label]:
    """A label for each sea that is seen within bounds, in the middle of what is seen of it beside the land."""
    view = Window.of(bounds)
    names = water_store.names()
    ground: shapely.STRtree | None = None
    for number, shape in sorted(_seas(view).items()):
        zoom, name = number
        text = water_name(names[name], lang)
        if not text or shape.area < _least(view):
            continue
        ground = _land(basemap, view) if ground is None else ground
        yield from _label(f"water-{slug(names[name])}", text, _without(shape, ground), zoom / ZOOM_STEPS, view)


def lake_labels(basemap: Basemap, bounds: Bounds, scale: Scale, lang: str) -> Iterator[Label]:
    """A label for each lake that has a name, in the middle of what is seen of it within bounds."""
    view, names, data = Window.of(bounds), water_store.names(), water_store.lakes(scale)
    rows = {int(part): row for row, part in enumerate(data.part.tolist())}
    for area in basemap.areas:
        row = rows.get(int(area.id.rpartition("-")[2])) if area.role == "lake" else None
        text = water_name(names[data.name[row]], lang) if row is not None else ""
        if text:
            zoom = float(data.zoom[row]) / ZOOM_STEPS
            yield from _label(f"water-{area.id}", text, view.clip(area.geometry), zoom, view, is_lake=True)


def without_lakes(basemap: Basemap, names: Collection[str]) -> Basemap:
    """The basemap without some lakes, by their English names."""
    if not names:
        return basemap
    known, data = water_store.names(), water_store.lakes(basemap.scale)
    rows = zip(data.part.tolist(), data.name.tolist(), strict=True)
    gone = {f"lake-{part}" for part, name in rows if known[name] in names}
    return replace(basemap, areas=tuple(area for area in basemap.areas if area.id not in gone))


def _seas(view: Window) -> dict[tuple[int, int], Geometry]:
    """What of each sea lies in the view, by zoom and name."""
    data, names = water_store.seas(), water_store.names()
    found: dict[tuple[int, int], list[Geometry]] = defaultdict(list)
    for shift, hits in view.hits(data.box):
        for number in hits.tolist():
            if view.span < _OCEAN_FROM and names[data.name[number]].casefold().endswith("ocean"):
                continue
            shell = shapely.simplify(shapely.Polygon(degrees(data.line(number), shift)), view.span / _LAND_DETAIL)
            seen = view.clip(shell if shell.is_valid else shapely.make_valid(shell))
            found[int(data.zoom[number]), int(data.name[number])].append(seen)
    return {key: pieces[0] if len(pieces) == 1 else shapely.union_all(pieces) for key, pieces in found.items()}


def _least(view: Window) -> float:
    return _LEAST_SEEN * (view.east - view.west) * (view.north - view.south)


def _land(basemap: Basemap, view: Window) -> shapely.STRtree:
    """The pieces of land within the view, as fine as names mind it."""
    detail = view.span / _LAND_DETAIL
    pieces = shapely.get_parts([view.clip(area.geometry) for area in basemap.areas if area.role != "lake"])
    pieces = pieces[shapely.area(pieces) > (_LEAST_ISLAND * detail) ** 2]
    return shapely.STRtree(shapely.get_parts(shapely.union_all(shapely.simplify(pieces, detail))))


def _without(shape: Geometry, ground: shapely.STRtree) -> Geometry:
    near = ground.geometries[ground.query(shape, "intersects")]
    return only(shape.difference(shapely.multipolygons(near)), shape) if len(near) else shape


def _label(  # noqa: PLR0913 - what is named, how and where
    id_: str, text: str, seen: Geometry, zoom: float, view: Window, *, is_lake: bool = False
) -> Iterator[Label]:
    """The label of a water, of which this is seen."""
    if seen.is_empty or (seen.area < _least(view) and not is_lake):
        return
    largest = max(flat(seen), key=lambda part: float(part.area))
    squeeze = np.array([max(np.cos(np.radians((largest.bounds[1] + largest.bounds[3]) / 2)), 0.05), 1.0])
    ground = shapely.transform(largest, lambda xy: xy * squeeze)
    lon, lat = shapely.maximum_inscribed_circle(ground, tolerance=max(view.span / 200, ground.length / 2000)).coords[0]
    lon, lat = np.array([lon, lat]) / squeeze
    west, south, east, north = largest.bounds
    extent = (float(west), float(south), float(east), float(north))
    yield Label(id_, text, float(lon), float(lat), "water", extent=extent, within=seen, is_lake=is_lake, zoom=zoom)
