"""What is not drawn as it stands in a layer, or not at all, is told: of every kind of layer, once for all artboards."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from geopandas import GeoDataFrame
from shapely import LineString

from geomap.errors import ConfigError
from geomap.pipeline.build import build
from geomap.pipeline.validate import validate
from tests.examples import BARE

HEAD = """\
view: {bounds: [36, 46, 39, 49]}
units: [{id: a, label: A, at: {lat: 48, lon: 37.5}, troops: 900, basis: illustrative}]
artboards: [{id: w, width: 600}, {id: p, width: 335}]
outputs: [svg]
layers:
"""
CROSSES = "an area whose outline crosses itself or another, which is drawn as the ground that it encloses"
CROSS = "2 areas whose outlines cross themselves or others, which are drawn as the ground that they enclose"
HOLE = "an area with a hole outside of it, which is left out"
MEND = "if that is not what is meant, mend it in a GIS program"
BOW = [[37, 47], [38, 48], [38, 47], [37, 48], [37, 47]]


def square(west: float, south: float, size: float = 1.0) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Sequence[object]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": rings}


def project(folder: Path, layers: str, **files: dict[str, object]) -> Path:
    for name, geometry in files.items():
        (folder / f"{name}.geojson").write_text(json.dumps(geometry), "utf-8")
    (folder / "config.yaml").write_text(f"{HEAD}{layers}\n{BARE}", "utf-8")
    return folder / "config.yaml"


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (polygon(BOW), CROSSES),
        (polygon(square(37, 47), square(40, 47)), HOLE),
        ({"type": "MultiPolygon", "coordinates": [[square(37, 47)], [square(37.2, 47.2)]]}, CROSSES),
        ({"type": "GeometryCollection", "geometries": [polygon(BOW), polygon(BOW)]}, CROSS),
    ],
)
def test_what_was_mended_is_told_by_check_and_build(tmp_path: Path, shape: dict[str, object], said: str) -> None:
    config = project(tmp_path, "  - {kind: area, role: control, file: z.geojson}\n", z=shape)
    told = f"config.yaml:6:39: warning: layers[0].file: z.geojson holds {said}; {MEND}"
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in validate(config)] == [told]
    for _ in range(2):  # also where nothing is drawn anew
        assert [str(problem).removeprefix(f"{tmp_path}/") for problem in build(config).warnings] == [told]
    with pytest.raises(ConfigError):
        validate(config, strict=True)


def test_a_right_area_with_holes_and_a_line_that_crosses_itself_are_as_they_are(tmp_path: Path) -> None:
    layers = "  - {kind: area, role: control, file: z.geojson}\n  - {kind: line, role: front_line, file: l.geojson}\n"
    line: dict[str, object] = {"type": "LineString", "coordinates": BOW}
    config = project(tmp_path, layers, z=polygon(square(37, 47), square(37.2, 47.2, 0.3)[::-1]), l=line)
    assert validate(config) == []
    assert build(config).warnings == ()


FAR = {
    "area": "{kind: area, role: control, id: x, file: z.geojson, label: Far off}",
    "line": "{kind: line, role: front_line, id: x, file: l.geojson, callout: A line far off}",
    "arrow": "{kind: arrow, id: x, from: {lat: 20, lon: 2}, to: {lat: 21, lon: 3}, label: Far off}",
    "label": "{kind: label, id: x, text: Far off, at: {lat: 20, lon: 2}}",
    "note": "{kind: note, id: x, text: Far off, at: {lat: 20, lon: 2}}",
}


@pytest.mark.parametrize("kind", FAR)
def test_a_layer_wholly_outside_the_view_is_told(tmp_path: Path, kind: str) -> None:
    line: dict[str, object] = {"type": "LineString", "coordinates": [[2, 48], [3, 49]]}
    config = project(tmp_path, f"  - {FAR[kind]}\n", z=polygon(square(2, 48)), l=line)
    made = build(config)
    said = f"no part of this {kind} lies on the map; widen the view, or remove the layer"
    assert [f"{problem.path}: {problem.message}; {problem.hint}" for problem in made.warnings] == [f"layers[0]: {said}"]
    for report in made.reports:
        dropped = [(entry.text, entry.reason) for entry in report.dropped]
        assert dropped == [("layer x", "no part of it lies on the map")], "and not that there is no room for it"
    assert build(config).warnings == made.warnings, "also where nothing is drawn anew"


def test_a_layer_that_one_artboard_or_a_detail_shows_is_not_outside(tmp_path: Path) -> None:
    layers = "  - {kind: label, id: x, text: Here, at: {lat: 47, lon: 37}}\n"
    config = project(tmp_path, layers)
    narrow = "{id: p, width: 335, bounds: [37.2, 47.5, 38, 48.5]}"
    config.write_text(config.read_text("utf-8").replace("{id: p, width: 335}", narrow), "utf-8")
    assert build(config).warnings == ()


@pytest.mark.parametrize("form", ["shp", "gpkg"])
def test_features_without_a_geometry_are_counted(tmp_path: Path, form: str) -> None:
    lines = [LineString([(37 + i, 47), (37.5 + i, 48)]) for i in range(3)]
    GeoDataFrame({"n": [1, 2, 3]}, geometry=lines, crs=4326).to_file(tmp_path / f"k.{form}")
    if form == "shp":  # cut off, as where a disk was full
        (tmp_path / "k.shp").write_bytes((tmp_path / "k.shp").read_bytes()[:-20])
    else:
        with closing(sqlite3.connect(tmp_path / "k.gpkg", isolation_level=None)) as file:
            for (name,) in file.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                file.execute(f"drop trigger {name}")
            file.execute("update k set geom = null where n = 3")
    config = project(tmp_path, f"  - {{kind: line, role: route, file: k.{form}}}\n")
    said = f"k.{form} holds a feature without a geometry, which is left out: was the file cut off?; {MEND}"
    for told in (validate(config), build(config).warnings):
        assert [problem.text for problem in told] == [said.partition("; ")[0]]


def test_a_geopackage_with_a_log_of_writes_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    lines = [LineString([(37, 47), (38, 48)])]
    GeoDataFrame({"n": [1]}, geometry=lines, crs=4326).to_file(tmp_path / "made.gpkg", layer="k")
    config = project(tmp_path, "  - {kind: line, role: route, file: k.gpkg}\n")
    with closing(sqlite3.connect(tmp_path / "made.gpkg", isolation_level=None)) as file:
        file.execute("pragma journal_mode=wal")
        file.execute("update gpkg_contents set description = 'x'")
        for end in ("", "-wal", "-shm"):
            shutil.copy(tmp_path / f"made.gpkg{end}", tmp_path / f"k.gpkg{end}")
    before = {path.name: path.read_bytes() for path in tmp_path.glob("k.*")}
    assert len(before) == 3
    validate(config)
    build(config)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("k.*")} == before
