"""The making of the basemap, on topologies small enough to see through. Whole numbers of 1e-4 degree."""

import json
import zlib
from pathlib import Path

import basemap_sources
import basemap_topology
import make_basemap
import numpy as np
import pytest
import shapely

from geomap.ground import store

DEGREE = store.UNITS_PER_DEGREE


def ring(*points):
    return (np.array([*points, points[0]]) * DEGREE).astype(np.int64)


def square(west, south, size=1.0):
    return [ring((west, south), (west + size, south), (west + size, south + size), (west, south + size))]


def build(owners, lakes=()):
    area_ids = sorted({entity for entity, _ in owners} | {"UA", "crimea"})
    return make_basemap.build(owners, list(lakes), area_ids, [])[0]


def roles(made, view=0):
    return sorted(store.LINE_ROLES[role] for role in made.arc_role[:, view])


def test_neighbours_share_one_border_and_have_a_coast_each():
    made = build([("AA", square(0, 0)), ("BB", square(1, 0))])
    assert roles(made) == ["border", "coast", "coast"]
    border = int(np.flatnonzero(made.arc_role[:, 0] == store.LINE_ROLES.index("border"))[0])
    assert sorted(map(tuple, made.line(border).tolist())) == [(DEGREE, 0), (DEGREE, DEGREE)]
    assert [shapely.Polygon(made.ring(i)).area for i in range(2)] == [DEGREE**2, DEGREE**2]


def test_ground_that_one_worldview_takes_apart_is_whole_in_the_other():
    made = build([("UA", square(0, 0)), ("crimea", square(1, 0))])
    assert roles(made, 0) == ["", "coast", "coast"]
    assert roles(made, 1) == ["coast", "coast", "disputed_border"]
    assert sorted(made.part_views.tolist()) == [1, 2, 2]


def test_an_enclave_is_a_hole_of_the_country_around_it():
    outer, hole = square(0, 0, 3)[0], square(1, 1)[0]
    made = build([("AA", [outer, hole[::-1]]), ("BB", [hole])])
    assert roles(made) == ["border", "coast"]
    assert sorted(len(made.rings(part)) for part in range(2)) == [1, 2]


def test_overlapping_outlines_become_ground_of_one_owner():
    made = build([("AA", square(0, 0, 2)), ("BB", square(1.5, 0))])
    total = sum(shapely.Polygon(*[made.ring(int(made.part_start[part]))]).area for part in range(2))
    assert total == pytest.approx(4.5 * DEGREE**2)


def test_a_spike_is_no_line():
    spiked = ring((0, 0), (1, 0), (1, 0.5), (2, 0.5), (1, 0.5), (1, 1), (0, 1))
    made = build([("AA", [spiked])])
    drawn = [made.line(arc) for arc in np.flatnonzero(made.arc_role[:, 0])]
    assert max(line[:, 0].max() for line in drawn) == DEGREE


def test_long_lines_get_points_so_that_steps_fit():
    made = build([("AA", square(0, 0, 30))])
    assert len(made.ring(0)) > 4 * 30
    assert np.abs(made.steps.astype(int)).max() <= DEGREE


def test_a_line_is_split_where_it_enters_a_box():
    line = shapely.LineString([(x, 0) for x in range(6)])
    pieces = basemap_topology.split_at_boxes([line], [np.array([1.5, -1, 3.5, 1])])
    assert [list(piece.coords) for piece in pieces] == [
        [(0, 0), (1, 0), (2, 0)],
        [(2, 0), (3, 0)],
        [(3, 0), (4, 0), (5, 0)],
    ]


def test_a_ring_runs_on_across_the_antimeridian():
    cut = ring((179, 0), (-179, 0), (-179, 1), (179, 1))
    assert basemap_topology.unwrap(cut)[:, 0].tolist() == [x * DEGREE for x in (179, 181, 181, 179, 179)]


def test_a_ring_round_the_pole_is_closed_along_it():
    round_the_earth = np.array([(-180, -80), (0, -80), (180, -80)]) * DEGREE
    closed = basemap_topology.close_pole(round_the_earth)
    assert shapely.Polygon(closed).area == 360 * 10 * DEGREE**2
    assert basemap_topology.close_pole(round_the_earth * (1, 0) + (0, -90 * DEGREE)) is None
    made = build([("AQ", [closed])])
    assert [made.line(arc)[:, 1].min() for arc in np.flatnonzero(made.arc_role[:, 0])] == [-80 * DEGREE]


def test_halves_cut_at_the_antimeridian_are_joined():
    halves = [square(179, 0), square(-180, 0)]
    (joined,) = basemap_topology.mend_antimeridian(halves)
    assert shapely.Polygon(joined[0]).bounds == (179 * DEGREE, 0, 181 * DEGREE, DEGREE)
    assert basemap_topology.mend_antimeridian([square(10, 0)])[0][0] is not None


def topojson(folder):
    path = folder / "countries-10m.json"
    transform = {"scale": [0.5, 0.5], "translate": [0, 0]}
    geometry = {"type": "Polygon", "arcs": [[0]], "id": "804", "properties": {"name": "Ukraine"}}
    arcs = [[[0, 0], [2, 0], [0, 2], [-2, 0], [0, -2]]]
    path.write_text(
        json.dumps({"transform": transform, "arcs": arcs, "objects": {"countries": {"geometries": [geometry]}}}),
        "utf-8",
    )
    return path, geometry


def test_topojson_is_read(tmp_path):
    path, geometry = topojson(tmp_path)
    (part,) = basemap_sources.polygons(basemap_sources.Topology(path), geometry)
    assert (part[0] == square(0, 0)[0]).all()


def test_points_move_to_the_precise_vertex_in_their_cell_and_nowhere_else(tmp_path):
    path, geometry = topojson(tmp_path)
    precise = [np.array([[1.04, 0.03], [1.2, 0.2], [0.4, 5.0]]) * DEGREE]
    (part,) = basemap_sources.polygons(basemap_sources.Refined(path, precise), geometry)
    assert part[0][1].tolist() == [10400, 300]
    assert part[0][2].tolist() == [DEGREE, DEGREE]


def test_a_package_folder_that_is_given_is_not_fetched(tmp_path):
    topojson(tmp_path)
    assert basemap_sources.fetch("world-atlas", [tmp_path], Path("/nowhere")) == tmp_path


def test_the_same_input_gives_the_same_bytes_and_reads_back(tmp_path, monkeypatch):
    lake = shapely.box(2000, 2000, 3000, 3000)
    owners = [("AA", square(0, 0)), ("BB", square(1, 0))]
    for name in ("10m.npz", "again.npz"):
        store.write(tmp_path / name, build(owners, [lake]))
    assert (tmp_path / "10m.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()
    monkeypatch.setattr(store, "DATA", tmp_path)
    store.read.cache_clear()
    made = store.read("10m")
    store.read.cache_clear()
    assert roles(made) == ["", "border", "coast", "coast"]
    assert made.part_area.tolist().count(-1) == 1
    assert (made.part_box[-1] == [2000, 2000, 3000, 3000]).all()


def test_a_step_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"3\.2 degrees"):
        store.encode([np.array([(0, 0), (4 * DEGREE, 0)])])


def test_the_package_data_stays_small():
    sizes = {path.name: path.stat().st_size for path in store.DATA.iterdir()}
    assert set(sizes) == {"10m.npz", "50m.npz", "areas.json", "regions.npz", "towns.npz", "water.npz"}
    assert sum(sizes.values()) <= 10_500_000


def test_the_wheel_stays_small() -> None:
    """As it is packed: each file of the package by itself."""
    package = store.DATA.parents[1]
    files = [path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert 8_000_000 < sum(len(zlib.compress(path.read_bytes(), 6)) for path in files) <= 16_000_000
