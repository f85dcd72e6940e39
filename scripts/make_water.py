"""Make the waters of the embedded basemap, `geomap/ground/data/water.npz`, of Natural Earth's layers at 1:10m.

    python scripts/make_water.py FOLDER

FOLDER has, as GeoJSON, ne_10m_rivers_lake_centerlines.json, ne_10m_rivers_europe.json, ne_10m_lakes.json,
ne_10m_rivers_north_america.json and ne_10m_geography_marine_polys.json; `geomap/ground/SOURCES.md` says where they come
from. The lakes are those that `scripts/make_basemap.py` made. Same files, same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from basemap_topology import LONGEST_STEP
from shapely import Geometry
from water_tables import ENGLISH, LOST, MISNAMED, REPAIRED, SEAS, WORDS

from geomap.ground import store
from geomap.ground.store import UNITS_PER_DEGREE, Scale
from geomap.ground.water_store import FILE, ZOOM_STEPS, Lakes, Lines, write

MAIN, *SUPPLEMENTS = ("rivers_lake_centerlines", "rivers_europe", "rivers_north_america")
TOLERANCE = {"10m": (0.0005, 0.0015), "50m": (0.03, 0.03)}  # degrees, of simplified rivers: greater and lesser ones
GRID = {"10m": (1, 4), "50m": (20, 20)}  # units, on which they lie
LEAST_KEPT = {"10m": 0.004, "50m": 0.05}  # degrees of length, of what lakes leave of a river
LESSER = 6.0  # zoom from which on a river is a lesser one
LAST_ABROAD = 6.0  # of those in the file of North America, which has more lines than all others together
LAST_ZOOM = {"10m": 9.9, "50m": 5.0}  # from which on rivers of a scale are shown
DOUBLED, SHARE_DOUBLED = 0.02, 0.5  # degrees from a river of the main file, and of how much of a line
SEA_TOLERANCE, SEA_GRID = 0.02, 20  # degrees, units; land is taken away from a sea when it is named
LEAST_SEA = 0.002  # degrees², of a part of a sea
SAME_LAKE = 0.5  # of the lesser of two outlines that lies in the other


@dataclass(frozen=True, slots=True)
class Water:
    """A water in degrees: its English name, or none, and the zoom from which on it is shown."""

    name: str
    zoom: float
    geometry: Geometry
    grid: int = 1  # units, on which its points lie


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--target", type=Path, default=FILE)
    arguments = parser.parse_args()
    make(arguments.folder, arguments.target)
    print(f"{arguments.target}: {arguments.target.stat().st_size / 1e6:.2f} MB")


def make(folder: Path, target: Path) -> None:
    """Read the layers and write the file."""
    named_seas, rivers = list(seas(features(folder, "geography_marine_polys"))), list(all_rivers(folder))
    named_lakes = list(lakes(features(folder, "lakes")))
    index: dict[str, int] = {"": 0}
    tables: dict[str, Lines | Lakes] = {}
    for scale in ("10m", "50m"):
        drawn = drawn_lakes(scale)
        wet = [*drawn.values(), *(sea.geometry for sea in named_seas)]
        tables[f"rivers-{scale}"] = lines(of_scale(rivers, wet, scale), index)
        tables[f"lakes-{scale}"] = lake_table(named_lakes, drawn, index)
    tables["seas"] = lines(coarse(named_seas), index)
    write(target, tables, list(index))


def features(folder: Path, layer: str) -> Iterator[tuple[dict[str, Any], Geometry]]:
    """What a layer says of each of its shapes, and the shape in degrees."""
    for feature in json.loads((folder / f"ne_10m_{layer}.json").read_text("utf-8"))["features"]:
        if feature["geometry"]:
            yield feature["properties"], shapely.geometry.shape(feature["geometry"])


def all_rivers(folder: Path) -> Iterator[Water]:
    """The rivers of the three files, each once."""
    kept = list(river_parts(folder, MAIN))
    tree = shapely.STRtree([part for _, part in kept])
    for layer in SUPPLEMENTS:
        kept += [(row, part) for row, part in river_parts(folder, layer) if not is_doubled(part, tree)]
    grouped: dict[tuple[str, float], list[Geometry]] = defaultdict(list)
    for row, part in kept:
        name = river_name(row)
        is_other = any(shapely.box(*box).contains(part) for box in MISNAMED.get(name, ()))
        grouped["" if is_other else name, float(row["min_zoom"])].append(part)
    for (name, zoom), parts in sorted(grouped.items()):
        yield Water(name, zoom, shapely.line_merge(shapely.multilinestrings(parts)))


def river_parts(folder: Path, layer: str) -> Iterator[tuple[dict[str, Any], Geometry]]:
    """The single lines of a file that are shown, but for beds that are dry for most of the year."""
    for row, shape in features(folder, layer):
        is_kept = layer != "rivers_north_america" or row["min_zoom"] <= LAST_ABROAD
        if is_kept and "Intermittent" not in row["featurecla"]:
            yield from ((row, part) for part in shapely.get_parts(shape))


def is_doubled(line: Geometry, tree: shapely.STRtree) -> bool:
    """Whether most of a line runs along those of the tree."""
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(line, DOUBLED)))
    _, away = tree.query_nearest(points, return_distance=True, all_matches=False)
    return bool((away < DOUBLED).mean() > SHARE_DOUBLED)


def river_name(row: dict[str, Any]) -> str:
    """The English name of a river."""
    said = [row.get(column) for column in ("name_full", "name_en", "name")]
    name = english(said[0] or said[1], said[2])
    return f"{name} River" if name in WORDS else name


def english(name: str | None, known_as: str | None = None) -> str:
    """A name in English as the tables have it, by the English name or by the other; else the name, tidied."""
    for said in (name, known_as):
        if said in ENGLISH:
            return ENGLISH[said]
    return tidied(name or known_as or "")


def tidied(name: str) -> str:
    """A name without what some have behind it, without soft signs and double spaces; none where letters were lost."""
    words = " ".join(REPAIRED.get(word, word) for word in name.partition("(")[0].split())
    if not LOST.isdisjoint(words.split()):
        return ""
    return "".join(
        char for at, char in enumerate(words) if char not in "’‘'" or words[at + 1 : at + 2].islower()
    ).strip()


def of_scale(rivers: Iterable[Water], wet: Sequence[Geometry], scale: Scale) -> Iterator[Water]:
    """The rivers of a scale where they do not run through lakes or seas, simplified."""
    tree = shapely.STRtree(wet)
    for river in rivers:
        if river.zoom > LAST_ZOOM[scale]:
            continue
        over = [wet[number] for number in tree.query(river.geometry, "intersects").tolist()]
        dry = shapely.difference(river.geometry, shapely.union_all(over)) if over else river.geometry
        is_lesser = river.zoom >= LESSER
        simple = shapely.simplify(merged(dry), TOLERANCE[scale][is_lesser])
        parts = [part for part in shapely.get_parts(simple) if part.length >= LEAST_KEPT[scale]]
        if parts:
            yield Water(river.name, river.zoom, shapely.multilinestrings(parts), GRID[scale][is_lesser])


def merged(line: Geometry) -> Geometry:
    return shapely.line_merge(line) if line.geom_type == "MultiLineString" else line


def lakes(rows: Iterable[tuple[dict[str, Any], Geometry]]) -> Iterator[Water]:
    """The lakes that have a name."""
    for row, shape in rows:
        name = english(row["name"])
        if name:
            yield Water(name, float(row["min_label"]), shapely.make_valid(shape))


def drawn_lakes(scale: Scale) -> dict[int, Geometry]:
    """The lakes of a store of the basemap in degrees, by the number of their part."""
    data = store.read(scale)
    found = {}
    for part in np.flatnonzero(data.part_area < 0).tolist():
        shell, *holes = (ring / UNITS_PER_DEGREE for ring in data.rings(part))
        found[part] = shapely.make_valid(shapely.Polygon(shell, holes))
    return found


def lake_table(named: Sequence[Water], drawn: dict[int, Geometry], index: dict[str, int]) -> Lakes:
    """Of the drawn lakes those that have a name: that of the lake which covers most of them."""
    tree = shapely.STRtree([lake.geometry for lake in named])
    rows = []
    for part, shape in drawn.items():
        shares = []
        for number in tree.query(shape, "intersects").tolist():
            other = named[number].geometry
            shares.append((shape.intersection(other).area / min(shape.area, other.area), number))
        share, number = max(shares, default=(0.0, -1))
        if share >= SAME_LAKE:
            rows.append((part, tenths(named[number].zoom), index.setdefault(named[number].name, len(index))))
    part_, zoom, name = np.array(sorted(rows)).T
    return Lakes(part_.astype(np.uint16), zoom.astype(np.uint8), name.astype(np.uint16))


def seas(rows: Iterable[tuple[dict[str, Any], Geometry]]) -> Iterator[Water]:
    """The seas that have a name, each with all its parts."""
    grouped: dict[str, list[tuple[float, Geometry]]] = defaultdict(list)
    for row, shape in rows:
        name = SEAS.get(row["name"] or "", tidied(row["name"] or ""))
        if name:
            grouped[name].append((float(row["min_label"]), shapely.make_valid(shape)))
    for name, parts in sorted(grouped.items()):
        whole = shapely.union_all([shape for _, shape in parts])
        areas = [part for part in shapely.get_parts(whole) if shapely.get_dimensions(part) == 2]
        yield Water(name, min(zoom for zoom, _ in parts), shapely.multipolygons(areas))


def coarse(named: Iterable[Water]) -> Iterator[Water]:
    """The shells of seas, simplified; what of them is too small for any name is left out."""
    for sea in named:
        shells = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(sea.geometry)))
        kept = [shape for shape in shapely.simplify(shells, SEA_TOLERANCE) if shape.area >= LEAST_SEA]
        if kept:
            yield Water(sea.name, sea.zoom, shapely.multilinestrings(shapely.get_exterior_ring(kept)), SEA_GRID)


def lines(waters: Iterable[Water], index: dict[str, int]) -> Lines:
    """The lines of waters as a table; names are added to the index."""
    points, zooms, names = [], [], []
    for water in waters:
        for line in shapely.get_parts(shapely.segmentize(water.geometry, LONGEST_STEP / UNITS_PER_DEGREE)):
            whole = np.rint(shapely.get_coordinates(line) * (UNITS_PER_DEGREE / water.grid)).astype(np.int64)
            whole *= water.grid
            moved = np.append(True, (np.diff(whole, axis=0) != 0).any(axis=1))
            if moved.sum() > 1:
                points.append(whole[moved])
                zooms.append(tenths(water.zoom))
                names.append(index.setdefault(water.name, len(index)))
    steps, start, origin, box = store.encode(points)
    return Lines(steps, start, origin, box, np.array(zooms, np.uint8), np.array(names, np.uint16))


def tenths(zoom: float) -> int:
    return round(zoom * ZOOM_STEPS)


if __name__ == "__main__":
    main()
