"""Layers as people have them: across the antimeridian, in other systems, nested, without a geometry here and there."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame

from geomap.config import read_config
from geomap.errors import ConfigError, GeomapError, LayerError
from geomap.layer_files import antimeridian
from geomap.page import Path as PagePath
from geomap.pipeline.build import Build, build
from geomap.pipeline.validate import validate
from tests.examples import BARE

UNIT = "units: [{id: a, label: A, at: {lat: 48, lon: 37.5}, troops: 900, basis: illustrative}]\n"


def polygon(*rings: Sequence[Sequence[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(ring) for ring in rings]}


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def features(*geometries: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    rows = [
        {"type": "Feature", "properties": {"n": number}, "geometry": shape} for number, shape in enumerate(geometries)
    ]
    return {"type": "FeatureCollection", "features": rows, **more}


def project(folder: Path, layer: str, view: str = "bounds: [36, 46, 39, 49]", **files: Any) -> Path:
    for name, data in files.items():
        (folder / f"{name}.geojson").write_text(json.dumps(data), "utf-8")
    (folder / "config.yaml").write_text(
        f"{BARE}view: {{{view}}}\n{UNIT}layers: [{layer}]\nartboards: [{{id: w, width: 600}}]\n"
        "outputs: [svg, geojson]\n",
        "utf-8",
    )
    return folder / "config.yaml"


def in_more(config: Path) -> Path:
    """The same, written for other programs too."""
    text = config.read_text("utf-8")
    config.write_text(text.replace("[svg, geojson]", "[svg, html, geojson, gpkg, kml]"), "utf-8")
    return config


def exported(made: Build) -> list[dict[str, Any]]:
    """What the GeoJSON holds beside units."""
    rows = json.loads((made.folder / "config.geojson").read_text("utf-8"))["features"]
    return [row for row in rows if row["properties"]["kind"] != "unit"]


def drawn(made: Build, path: str) -> list[np.ndarray]:
    """The rings of a path of the page, in px."""
    items = [item for group in made.pages[0].groups for item in group.items if item.id == path]
    return [ring for item in items for ring in item.rings]


ALONG = {"type": "LineString", "coordinates": [[20, 55], [60, 55]]}


@pytest.mark.parametrize("form", ["geojson", "gpkg"])
def test_an_edge_along_a_parallel_stays_on_it(tmp_path: Path, form: str) -> None:
    """It lay 170 km off its course: straight on the sheet of a conic map."""
    layer = f"{{kind: line, id: l, role: other, certainty: exact, file: l.{form}}}"
    config = project(tmp_path, layer, "bounds: [18, 42, 62, 60]", l=ALONG)
    config.write_text(config.read_text("utf-8").replace("lat: 48, lon: 37.5", "lat: 55, lon: 40"), "utf-8")
    if form == "gpkg":
        GeoDataFrame(geometry=[shapely.LineString(ALONG["coordinates"])], crs=4326).to_file(tmp_path / "l.gpkg")
    made = build(config)
    (line,) = drawn(made, "other-l")
    unit = next(symbol for symbol in made.pages[0].symbols if symbol.unit == "a")
    assert unit.y - line[0][1] > 20, "px that the middle of the parallel lies below its ends"
    assert np.interp(unit.x, *line.T) == pytest.approx(unit.y, abs=0.2)


def test_an_edge_of_a_file_in_metres_stays_straight_in_metres(tmp_path: Path) -> None:
    """Reprojected by its ends alone, an edge of 2,000 km was 60 km off."""
    line = shapely.LineString([(-800_000, 5_500_000), (1_800_000, 5_500_000)])  # of UTM 33N
    GeoDataFrame(geometry=[line], crs=32633).to_file(tmp_path / "l.gpkg")
    layer = "{kind: line, id: l, role: other, certainty: exact, file: l.gpkg}"
    (found,) = exported(build(project(tmp_path, layer, "bounds: [0, 42, 40, 60]")))
    positions = shapely.get_coordinates(shapely.from_geojson(json.dumps(found["geometry"])))
    back = GeoDataFrame(geometry=[shapely.LineString(positions)], crs=4326).to_crs(32633).geometry[0]
    assert len(positions) > 10
    assert np.allclose(shapely.get_coordinates(back)[:, 1], 5_500_000, atol=20)


ACROSS = {
    "a leap": polygon(box(172, 55, -168, 60)),
    "beyond 180": polygon(box(172, 55, 192, 60)),
    "below -180": polygon(box(-188, 55, -168, 60)),
    "cut": {"type": "MultiPolygon", "coordinates": [[box(172, 55, 180, 60)], [box(-180, 55, -168, 60)]]},
}


@pytest.mark.parametrize("form", ACROSS)
def test_an_area_across_the_antimeridian_is_cut_there_in_all_files(tmp_path: Path, form: str) -> None:
    layer = "{kind: area, id: z, role: zone, certainty: exact, file: z.geojson}"
    made = build(in_more(project(tmp_path, layer, "bounds: [160, 50, -150, 65]", z=ACROSS[form])))
    assert [problem.path for problem in made.warnings] == ["view.bounds"], "the unit alone is outside"
    (found,) = exported(made)
    shape = shapely.from_geojson(json.dumps(found["geometry"]))
    assert shape.is_valid
    assert shape.equals(shapely.MultiPolygon([shapely.box(172, 55, 180, 60), shapely.box(-180, 55, -168, 60)]))
    with closing(sqlite3.connect(made.folder / "config.gpkg")) as database:
        (blob,) = database.execute("SELECT geom FROM areas").fetchone()
    assert shapely.from_wkb(blob[8 + 32 :]).equals(shape)
    assert "192" not in (made.folder / "config.kml").read_text("utf-8").partition("<Polygon>")[2]
    outline = drawn(made, "area-z-outline")
    assert outline
    assert all(abs(ring[0] - ring[-1]).max() > 1 for ring in outline), "the cut is no edge of the area"


def test_a_ring_round_a_pole_is_the_ground_to_the_pole() -> None:
    ring = polygon([[-170, 75], [-90, 75], [0, 75], [90, 75], [170, 75], [-170, 75]])
    shape = antimeridian.continuous(shapely.from_geojson(json.dumps(ring)))
    assert shape.is_valid
    assert shape.area == pytest.approx(360 * 15)
    assert shapely.get_num_geometries(shape) == 1
    assert shapely.total_bounds(shape).tolist() == [-180, 75, 180, 90]


def test_an_edge_that_may_be_meant_the_long_way_is_told(tmp_path: Path) -> None:
    layer = "{kind: area, id: z, role: zone, file: z.geojson}"
    config = project(tmp_path, layer, "bounds: [150, 50, -140, 80]", z=polygon(box(-100, 60, 130, 75)))
    said = "a feature with an edge of over 180 degrees of longitude, which is drawn the shorter way, across 180"
    assert [said in str(problem) for problem in validate(config)] == [True]
    assert said in str(build(config).warnings[0])


def test_an_arrow_across_the_antimeridian_is_cut_in_files_and_whole_on_the_map(tmp_path: Path) -> None:
    layer = "{kind: arrow, id: m, from: {lat: 54, lon: 165}, to: {lat: 57, lon: -170}}"
    made = build(in_more(project(tmp_path, layer, "bounds: [150, 45, -150, 65]")))
    (found,) = exported(made)
    parts = [np.array(part) for part in found["geometry"]["coordinates"]]
    assert [abs(part[:, 0]).max() for part in parts] == [180, 180]
    assert len(drawn(made, "arrow-m-head")) == 1
    page = (made.folder / "config.html").read_text("utf-8")
    assert page.count('"arrow":[')


def test_features_without_a_geometry_are_left_out_with_a_word(tmp_path: Path) -> None:
    layer = "{kind: area, id: z, role: zone, file: z.geojson}"
    shapes = features(None, polygon(box(37, 47, 38, 48)), {"type": "Polygon", "coordinates": []})
    config = project(tmp_path, layer, z=shapes)
    said = "z.geojson holds 2 features without a geometry, which are left out: was the file cut off?"
    for problems in (validate(config), build(config).warnings):
        assert [said in str(problem) for problem in problems] == [True]


def utm(*geometries: dict[str, Any], system: str = "urn:ogc:def:crs:EPSG::32637") -> dict[str, Any]:
    return features(*geometries, crs={"type": "name", "properties": {"name": system}})


def test_a_crs_member_is_heeded(tmp_path: Path) -> None:
    """As GDAL, QGIS and geopandas write it."""
    layer = "{kind: area, id: z, role: zone, file: z.geojson, where: {n: 1}}"
    metres = utm(polygon(box(0, 0, 9, 9)), polygon(box(347950, 5207105, 447950, 5307105)))
    (found,) = exported(build(project(tmp_path, layer, z=metres)))
    west, south, east, north = shapely.total_bounds(shapely.from_geojson(json.dumps(found["geometry"])))
    assert (west, south) == pytest.approx((36.97, 47.0), abs=0.02)
    assert (east, north) == pytest.approx((38.3, 47.93), abs=0.02)
    assert validate(tmp_path / "config.yaml") == []


NESTED = features(
    polygon(box(36.5, 46.5, 38.5, 48.5)), polygon(box(37, 47, 38, 48)), polygon(box(38.5, 46.5, 38.9, 48.5))
)


def test_features_of_an_area_stay_apart(tmp_path: Path) -> None:
    """Of nested rings the inner ones vanished, and no border between two districts was drawn."""
    layer = "{kind: area, id: z, role: zone, certainty: exact, file: z.geojson}"
    made = build(in_more(project(tmp_path, layer, z=NESTED)))
    found = exported(made)
    assert [row["id"] for row in found] == ["z", "z-2", "z-3"]
    assert {row["properties"]["id"] for row in found} == {"z"}
    assert [shapely.from_geojson(json.dumps(row["geometry"])).area for row in found] == pytest.approx([4, 1, 0.8])
    with closing(sqlite3.connect(made.folder / "config.gpkg")) as database:
        assert database.execute("SELECT id FROM areas").fetchall() == [("z",)] * 3
    kml = (made.folder / "config.kml").read_text("utf-8")
    assert kml.count("<outerBoundaryIs>") == 3
    area = made.scene.areas[0]
    assert area.outline is not None
    assert shapely.length(area.outline) == pytest.approx(8 + 4 + 2.8), "the border of two is one line"
    assert len(drawn(made, "area-z")) == 1, "one tint, also where they overlap"
    assert '"lines":[[' in (made.folder / "config.html").read_text("utf-8").replace(": ", ":")


def test_features_of_an_area_may_be_joined(tmp_path: Path) -> None:
    layer = "{kind: area, id: z, role: zone, certainty: exact, joined: true, file: z.geojson}"
    made = build(project(tmp_path, layer, z=NESTED))
    (found,) = exported(made)
    assert shapely.from_geojson(json.dumps(found["geometry"])).area == pytest.approx(4.8)
    assert made.scene.areas[0].outline is None


def test_a_line_may_be_the_outlines_of_polygons(tmp_path: Path) -> None:
    made = build(project(tmp_path, "{kind: line, id: l, role: border, file: z.geojson}", z=NESTED))
    (found,) = exported(made)
    assert shapely.from_geojson(json.dumps(found["geometry"])).length == pytest.approx(14.8)


def test_a_view_within_an_area_is_told(tmp_path: Path) -> None:
    layer = "{kind: area, id: z, role: zone, file: z.geojson}"
    config = project(tmp_path, layer, z=polygon(box(30, 40, 50, 60)))
    said = (
        "layers[0]: this area covers the whole map, which shows none of its edge; widen the view, or say it in a note"
    )
    for _ in range(2):
        found = [f"{problem.path}: {problem.message}; {problem.hint}" for problem in build(config).warnings]
        assert found == [said]
    config = project(tmp_path, layer, z=features(polygon(box(30, 40, 37, 60)), polygon(box(37, 40, 50, 60))))
    assert build(config).warnings == (), "a border between two features is on the map"


def test_a_view_may_be_fitted_to_layers_and_places_too(tmp_path: Path) -> None:
    layer = "{kind: area, id: z, role: zone, file: z.geojson}, {kind: label, text: X, at: {lat: 51, lon: 30}}"
    config = project(tmp_path, layer, "fit: all", z=polygon(box(179, 40, 181, 42)))
    made = build(config)
    assert made.warnings == ()
    west, south, east, north = made.scene.bounds
    assert (west, east) == pytest.approx((30 - 15.1, 181 - 360 + 15.1))
    assert (south, north) == pytest.approx((40 - 1.1, 51 + 1.1))
    config.write_text(config.read_text("utf-8").replace("fit: all", "fit: units"), "utf-8")
    assert len(build(config).warnings) == 2


def test_bounds_that_go_the_longer_way_round_are_meant(tmp_path: Path) -> None:
    """With west and east swapped a map of 20 degrees was one of 340, without a word."""
    config = project(tmp_path, "", "bounds: [40, 40, 20, 60]")
    with pytest.raises(ConfigError, match=r"view.bounds: got \[40, 40, 20, 60\], expected west to the left of east"):
        validate(config)
    config = project(tmp_path, "", "wrap: true, bounds: [40, 40, 20, 60]")
    assert validate(config) == []
    assert validate(project(tmp_path, "", "bounds: [-180, -60, 180, 80]")) == []


PEN = '{kind: area, id: z, role: zone, file: z.geojson, colour: "#0b5d1e", width: 3, dash: [2, 2]}'


def test_a_layer_may_have_its_own_colour_width_and_dashes(tmp_path: Path) -> None:
    made = build(in_more(project(tmp_path, PEN, z=polygon(box(37, 47, 38, 48)))))
    assert made.warnings == ()
    items = {item.id: item for group in made.pages[0].groups for item in group.items}
    outline = items["area-z-outline"]
    assert isinstance(outline, PagePath)
    assert (outline.stroke, outline.stroke_width, outline.dash) == ("#0b5d1e", 3, (2, 2))
    assert "ff1e5d0b" in (made.folder / "config.kml").read_text("utf-8")
    assert "<width>3</width>" in (made.folder / "config.kml").read_text("utf-8")
    page = (made.folder / "config.html").read_text("utf-8").replace(": ", ":").replace(", ", ",")
    assert '"stroke":"#0b5d1e"' in page
    assert '"dash":[2.0,2.0]' in page or '"dash":[2,2]' in page
    with closing(sqlite3.connect(made.folder / "config.gpkg")) as database:
        styles = " ".join(row[0] for row in database.execute("SELECT styleQML FROM layer_styles"))
    assert "11,93,30,255" in styles


def test_a_look_that_misleads_or_is_not_seen_is_told(tmp_path: Path) -> None:
    other = PEN.replace("id: z", "id: y").replace("#0b5d1e", "#f0eee8")
    exact = PEN.replace("id: z", "id: x").replace("role: zone", "role: control, certainty: exact, label: Held")
    config = project(tmp_path, f"{PEN}, {other}, {exact}", z=polygon(box(37, 47, 38, 48)))
    assert [f"{problem.path}: {problem.message}" for problem in validate(config)] == [
        "layers[1].colour: lines in #f0eee8 on land #f5f3ed have a contrast of 1.0 : 1, expected 3 : 1",
        'layers[1].colour: the key calls this "Zone, approximate" too, which looks otherwise on another layer',
        "layers[2].dash: exact lines are solid, so these dashes are not drawn",
    ]


CYRILLIC = ["Р", "У", "Р"]


def shapefile(folder: Path, encoding: str = "cp1251", zipped: str = "") -> str:
    """Three squares in a shapefile that does not say how its texts are encoded."""
    squares = [shapely.box(37 + west / 2, 47, 37.5 + west / 2, 47.5) for west in range(3)]
    GeoDataFrame({"CTRL": CYRILLIC}, geometry=squares, crs=4326).to_file(folder / "z.shp", encoding=encoding)
    (folder / "z.cpg").unlink()
    table = bytearray((folder / "z.dbf").read_bytes())
    table[29] = 0
    (folder / "z.dbf").write_bytes(table)
    if not zipped:
        return "z.shp"
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        for part in sorted(folder.glob("z.*")):
            if part.suffix != ".zip":
                archive.write(part, part.name)
                part.unlink()
    return "z.zip"


UNSTATED = "does not say how its texts are encoded, so those that are not ASCII may be wrong"


@pytest.mark.parametrize("zipped", ["", "zip"])
def test_a_shapefile_that_does_not_state_its_encoding(tmp_path: Path, zipped: str) -> None:
    """As many in Windows-1251 do not; the map printed them in Latin-1 without a word."""
    file = shapefile(tmp_path, zipped=zipped)
    layer = f"{{kind: area, id: z, role: zone, file: {file}, where: {{CTRL: Р}}}}"
    with pytest.raises(LayerError, match=f"CTRL is Ð, Ó; it {UNSTATED}; write encoding: cp1251"):
        build(project(tmp_path, layer))
    made = build(project(tmp_path, layer.replace("CTRL: Р", "CTRL: Ð")))
    assert [UNSTATED in str(problem) for problem in made.warnings] == [True]
    made = build(project(tmp_path, layer.replace("where", "encoding: Windows-1251, where")))
    assert made.warnings == ()
    assert len(exported(made)) == 2


def test_a_shapefile_in_utf_8_is_read_as_such(tmp_path: Path) -> None:
    """Also where it does not say so."""
    layer = "{kind: area, id: z, role: zone, file: z.shp, where: {CTRL: Р}}"
    shapefile(tmp_path, "utf-8")
    assert build(project(tmp_path, layer)).warnings == ()


def test_an_encoding_is_stated_where_the_file_has_none_of_its_own(tmp_path: Path) -> None:
    layers = "{kind: area, id: z, role: zone, file: z.geojson, encoding: cp1251}"
    config = project(tmp_path, layers, z=polygon(box(37, 47, 38, 48)))
    with pytest.raises(LayerError, match=r"layers\[0\].encoding: z.geojson is GeoJSON, which is in UTF-8"):
        validate(config)
    GeoDataFrame(geometry=[shapely.box(37, 47, 38, 48)], crs=4326).to_file(tmp_path / "z.gpkg")
    config = project(tmp_path, layers.replace("geojson", "gpkg"))
    with pytest.raises(LayerError, match=r"layers\[0\].encoding: z.gpkg says itself how its texts are encoded"):
        validate(config)
    config = project(tmp_path, layers.replace("cp1251", "cp12511"))
    with pytest.raises(ConfigError, match=r'got "cp12511", expected the name of an encoding.*did you mean cp1251\?'):
        validate(config)


def test_units_of_such_a_shapefile_and_of_a_csv(tmp_path: Path) -> None:
    points = [shapely.Point(37, 47), shapely.Point(41, 50)]
    frame = GeoDataFrame({"label": ["Село", "Город"], "troops": [1, 2]}, geometry=points, crs=4326)
    frame.to_file(tmp_path / "u.shp", encoding="cp1251")
    (tmp_path / "u.cpg").unlink()
    config = tmp_path / "config.yaml"
    config.write_text("units_from: u.shp\n", "utf-8")
    assert [UNSTATED in str(problem) for problem in validate(config)] == [True]
    config.write_text("units_from: {file: u.shp, encoding: cp1251}\n", "utf-8")
    assert validate(config) == []
    (tmp_path / "u.csv").write_text("label;lat;lon\nСело;47;37\n", "cp1251")
    config.write_text("units_from: u.csv\n", "utf-8")
    with pytest.raises(GeomapError, match=r"is not in UTF-8, and makes sense in cp1251 \(Windows-1251\), "):
        validate(config)
    config.write_text("units_from: {file: u.csv, encoding: cp1251}\n", "utf-8")
    assert [unit.label.text for unit in read_config(config).units] == ["Село"]


KML = """\
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>Lines</name><Placemark>
<LineString><coordinates>36,47 38,48</coordinates></LineString></Placemark></Folder>
<Folder><name>Areas</name><Placemark><MultiGeometry>
<Polygon><outerBoundaryIs><LinearRing><coordinates>
36,47 38,47 38,48 36,48</coordinates></LinearRing></outerBoundaryIs></Polygon>
<LineString><coordinates>36,46.5 38,46.5</coordinates></LineString></MultiGeometry></Placemark></Folder>
<Folder><name>More</name><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>
38,47 39,47 39,48 38,48 38,47</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder>
</Document></kml>
"""


@pytest.mark.parametrize("form", ["kml", "kmz"])
def test_folders_of_a_kml_and_kinds_of_geometry_are_chosen(tmp_path: Path, form: str) -> None:
    (tmp_path / "k.kml").write_text(KML, "utf-8")
    with zipfile.ZipFile(tmp_path / "k.kmz", "w") as archive:
        archive.write(tmp_path / "k.kml", "doc.kml")
    head = f"{{kind: area, id: z, role: zone, file: k.{form}"
    with pytest.raises(
        LayerError, match=r"name one with layer: Lines, Areas, More, or some with where: \{folder: \[..\]\}"
    ):
        build(project(tmp_path, f"{head}}}"))
    made = build(project(tmp_path, f"{head}, where: {{folder: [Areas, More]}}}}"))
    assert [shapely.from_geojson(json.dumps(row["geometry"])).area for row in exported(made)] == pytest.approx([2, 1])
    said = f"k.{form} holds a feature with a ring that is not closed, which is drawn closed: was the file cut off?"
    assert [said in str(problem) for problem in made.warnings] == [True]
    line = head.replace("area", "line").replace("zone", "other")
    (found,) = exported(build(project(tmp_path, f"{line}, layer: Areas, where: {{geometry: line}}}}")))
    assert shapely.from_geojson(json.dumps(found["geometry"])).length == pytest.approx(2)
    with pytest.raises(LayerError, match="has nothing with geometry: point; geometry is line, polygon"):
        build(project(tmp_path, f"{line}, where: {{folder: [Lines, More], geometry: point}}}}"))
    with pytest.raises(LayerError, match=r"has no geometry of the kind polygn; did you mean polygon\?"):
        build(project(tmp_path, f"{line}, where: {{folder: Lines, geometry: polygn}}}}"))


def test_kinds_of_geometry_are_chosen_of_geojson_and_its_ids(tmp_path: Path) -> None:
    shapes = features(polygon(box(37, 47, 38, 48)), {"type": "LineString", "coordinates": [[36, 47], [38, 47]]})
    shapes["features"][0]["id"] = 7
    layer = "{kind: line, id: l, role: other, file: z.geojson, where: {geometry: LineString}}"
    (found,) = exported(build(project(tmp_path, layer, z=shapes)))
    assert shapely.from_geojson(json.dumps(found["geometry"])).length == pytest.approx(2)
    (found,) = exported(build(project(tmp_path, layer.replace("geometry: LineString", "id: 7"), z=shapes)))
    assert shapely.from_geojson(json.dumps(found["geometry"])).length == pytest.approx(4)


def test_the_id_of_a_feature_names_its_unit(tmp_path: Path) -> None:
    """Three of one name were refused as one unit."""
    shapes = features(*[{"type": "Point", "coordinates": [37, 47]}] * 2)
    for number, row in enumerate(shapes["features"], 1):
        row |= {"id": number, "properties": {"label": "Same"}}
    (tmp_path / "u.geojson").write_text(json.dumps(shapes), "utf-8")
    (tmp_path / "config.yaml").write_text("units_from: u.geojson\n", "utf-8")
    assert [unit.id for unit in read_config(tmp_path / "config.yaml").units] == ["1", "2"]


def test_units_of_a_file_that_names_another_system(tmp_path: Path) -> None:
    """Their positions were taken for metres of Web Mercator, 2,800 km off."""
    shapes = utm({"type": "Point", "coordinates": [347950.963, 5207105.327, 120]}, None)
    shapes["features"][0]["properties"] = {"label": "A"}
    shapes["features"][1]["properties"] = {"label": "B", "lat": 48, "lon": 38}
    (tmp_path / "u.geojson").write_text(json.dumps(shapes), "utf-8")
    (tmp_path / "config.yaml").write_text("units_from: u.geojson\n", "utf-8")
    first, second = (unit.at for unit in read_config(tmp_path / "config.yaml").units)
    assert first and second
    assert (first.lat, first.lon) == pytest.approx((47, 37), abs=1e-6)
    assert (second.lat, second.lon) == (48, 38)
