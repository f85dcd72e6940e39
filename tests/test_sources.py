"""Layer files: the check without a geometry library refuses just what reading refuses."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pytest
import shapely

from geomap.config import read_config
from geomap.errors import LayerError
from geomap.layer_files import bounds, check_layers, geojson, read_layers
from geomap.pipeline.build import build

LINE = {"type": "LineString", "coordinates": [[30, 50], [31, 51, 120.5]]}
RING = [[30, 50], [31, 50], [31, 51], [30, 50]]
NOT_GEOJSON = "holds a geometry that is not GeoJSON"


def written(folder: Path, geometry: object) -> Path:
    path = folder / "layer.geojson"
    path.write_text(json.dumps(geometry), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("geometry", "kinds"),
    [
        (LINE, {"LineString"}),
        ({"type": "LineString", "coordinates": [[30, 50, 1, 2], [31, 51, 1, 2]]}, {"LineString"}),
        ({**LINE, "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, {"LineString"}),
        ({"type": "Point", "coordinates": [30, 50]}, {"Point"}),
        ({"type": "MultiPoint", "coordinates": [[30, 50]]}, {"Point"}),
        ({"type": "MultiLineString", "coordinates": [LINE["coordinates"], []]}, {"LineString"}),
        ({"type": "Polygon", "coordinates": [RING]}, {"Polygon"}),
        ({"type": "MultiPolygon", "coordinates": [[RING], []]}, {"Polygon"}),
        (
            {"type": "GeometryCollection", "geometries": [LINE, {"type": "Polygon", "coordinates": [RING]}]},
            {"LineString", "Polygon"},
        ),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_what_can_be_read_is_known_by_its_kind(tmp_path: Path, geometry: dict, kinds: set[str]) -> None:
    path = written(tmp_path, geometry)
    assert geojson.read_kinds(path) == kinds
    ((shape, properties),) = geojson.read_features(path)
    assert (shape.is_empty, properties) == (False, {})


@pytest.mark.parametrize(
    ("point", "text"),
    [
        ((float("nan"), 47.0), "holds coordinates that are not numbers; save it again as EPSG:4326"),
        ((4e6, 6e6), "holds coordinates outside the globe, such as 4000000, 6000000; "
         "does it name the reference system that they are in?"),
    ],
)  # fmt: skip
def test_a_geopackage_lies_on_the_globe(tmp_path: Path, point: tuple[float, float], text: str) -> None:
    line = geopandas.GeoDataFrame(geometry=[shapely.LineString([(37, 47), point])], crs=4326)
    line.to_file(tmp_path / "line.gpkg", engine="pyogrio")
    layer = "{kind: line, role: route, file: line.gpkg}"
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: [1, 2, 3, 4]}}\nlayers: [{layer}]\n", "utf-8")
    with pytest.raises(LayerError) as caught:
        read_layers(read_config(tmp_path / "config.yaml"))
    assert str(caught.value).endswith(f"layers[0].file: line.gpkg {text}")


def test_polygons_within_collections_are_drawn(tmp_path: Path) -> None:
    """Also those of several parts, and in a collection within."""
    inner = {"type": "GeometryCollection", "geometries": [{"type": "MultiPolygon", "coordinates": [[RING]]}]}
    written(tmp_path, {"type": "GeometryCollection", "geometries": [LINE, inner]})
    layer = "{kind: area, role: control, file: layer.geojson}"
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: [1, 2, 3, 4]}}\nlayers: [{layer}]\n", "utf-8")
    config = read_config(tmp_path / "config.yaml")
    check_layers(config)
    (shapes,) = read_layers(config)[0].values()
    assert sum(shape.area for shape in shapes) == shapely.Polygon(RING).area


@pytest.mark.parametrize(
    ("geometry", "text"),
    [
        ({"type": "Square", "coordinates": []}, NOT_GEOJSON),
        ({"type": "LineString"}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": [[30, 50]]}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": [30, 50]}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": [[30, "50"], [31, 51]]}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": [[30, True], [31, 51]]}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": [[30], [31, 51]]}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": [[30, float("nan")], [31, 51]]}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": [[30, 10**400], [31, 51]]}, NOT_GEOJSON),
        ({"type": "Polygon", "coordinates": [RING[:3]]}, NOT_GEOJSON),
        (
            {"type": "Polygon", "coordinates": [[*RING[:3], [30, 52]]]},
            "holds a ring that is not closed: its last position is not its first",
        ),
        (
            {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [30, 50], [30, 50]]]},
            "holds a ring without an area",
        ),
        (
            {"type": "Polygon", "coordinates": [[[50, 130], [51, 130], [51, 131], [50, 130]]]},
            "holds coordinates outside the globe, such as 51, 131",
        ),
        ({"type": "Polygon", "coordinates": RING}, NOT_GEOJSON),
        ({"type": "GeometryCollection", "geometries": 3}, NOT_GEOJSON),
        ({"type": "Feature", "geometry": [1], "properties": {}}, NOT_GEOJSON),
        ({"type": "Point", "coordinates": [4e6, 6e6]}, "holds coordinates outside the globe, such as 4000000, 6000000"),
        (
            {"type": "Feature", "geometry": LINE, "properties": [1]},
            "holds a feature whose properties are not a mapping",
        ),
        ({"features": []}, "is JSON, but not GeoJSON"),
    ],
)
def test_what_cannot_be_read_is_refused_by_the_check_alike(tmp_path: Path, geometry: dict, text: str) -> None:
    path = written(tmp_path, geometry)
    said = []
    for read in (geojson.read_kinds, geojson.read_features):
        with pytest.raises(LayerError) as caught:
            read(path)
        said.append([problem.text for problem in caught.value.problems])
    assert said == [[text], [text]]


def drawn(folder: Path, layer: str, geometry: object) -> shapely.Geometry:
    """What the exports hold of a layer."""
    written(folder, geometry)
    (folder / "config.yaml").write_text(
        f"view: {{bounds: [36, 46, 39, 49]}}\nlayers: [{{{layer}, id: l, file: layer.geojson}}]\n"
        "artboards: [{id: w, width: 335, scale: 1}]\noutputs: [geojson, svg]\n",
        "utf-8",
    )
    build(folder / "config.yaml")
    features = json.loads((folder / "output" / "config.geojson").read_text("utf-8"))["features"]
    (found,) = [feature for feature in features if feature["id"] == "l"]
    return shapely.from_geojson(json.dumps(found["geometry"]))


def test_lines_are_not_cut_where_they_cross(tmp_path: Path) -> None:
    """Nor are they where they do so ten thousand times, which took minutes and gigabytes."""
    steps = [0.01 + index / 34 for index in range(100)]
    across = [[[36 + step, 46], [36 + step, 49]] for step in steps] + [
        [[36, 46 + step], [39, 46 + step]] for step in steps
    ]
    lines = drawn(tmp_path, "kind: line, role: route", {"type": "MultiLineString", "coordinates": across})
    assert shapely.get_num_geometries(lines) == 2 * len(steps)


def test_a_border_of_two_areas_is_one_line(tmp_path: Path) -> None:
    """However often, and in whichever direction, the outlines run along it."""
    west, east = ([[[x, 47], [x + 1, 47], [x + 1, 48], [x, 48], [x, 47]]] for x in (36.5, 37.5))
    again = [line[::-1] for line in east]
    areas = {"type": "MultiPolygon", "coordinates": [west, east]}
    every = {"type": "GeometryCollection", "geometries": [areas, {"type": "MultiLineString", "coordinates": again}]}
    lines = drawn(tmp_path, "kind: line, role: border", every)
    assert shapely.length(lines) == pytest.approx(7)
    assert shapely.get_num_geometries(lines) == 3  # from fork to fork


@pytest.mark.parametrize(
    ("rings", "area"),
    [
        ([[[36, 46], [38, 46], [38, 48], [36, 48], [36, 46]], [[37, 47], [39, 47], [39, 49], [37, 49], [37, 47]]], 7),
        ([[[36, 46], [38, 48], [38, 46], [36, 48], [36, 46]]], 2),
    ],
    ids=["two that overlap", "a bow tie"],
)
def test_what_areas_cover_twice_is_no_hole(tmp_path: Path, rings: list[object], area: float) -> None:
    polygons = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    assert shapely.area(drawn(tmp_path, "kind: area, role: control", polygons)) == pytest.approx(area)


@pytest.mark.parametrize(
    ("bound", "layer", "text"),
    [
        ("MOST_POSITIONS", "kind: line, role: route", "positions"),
        ("MOST_PIECES", "kind: line, role: route", "lines, areas and points"),
        ("MOST_POSITIONS", "kind: area, role: control", "positions"),
    ],
)
def test_a_layer_has_a_bound_on_what_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, layer: str, text: str
) -> None:
    parts = [{"type": "Polygon", "coordinates": [RING]}, LINE, LINE]
    written(tmp_path, {"type": "GeometryCollection", "geometries": parts})
    layers = f"layers: [{{{layer}, file: layer.geojson}}]"
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: [30, 50, 31, 51]}}\n{layers}\n", "utf-8")
    config = read_config(tmp_path / "config.yaml")
    told = f"layers[0].file: layer.geojson holds more than 2 {text}; simplify it, or cut it to what the map shows"
    check_layers(config)
    for module in (bounds, geojson):
        monkeypatch.setattr(module, bound, 2)
    for read in (check_layers, read_layers):
        with pytest.raises(LayerError) as caught:
            read(config)
        assert str(caught.value).partition(": ")[2] == told
