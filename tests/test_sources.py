"""Layer files: the check without a geometry library refuses just what reading refuses."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pytest
import shapely

from geomap.config import read_config
from geomap.errors import LayerError
from geomap.sources import check_layers, geojson, read_layers

LINE = {"type": "LineString", "coordinates": [[30, 50], [31, 51, 120.5]]}
RING = [[30, 50], [31, 50], [31, 51], [30, 50]]
NOT_GEOJSON = "holds a geometry that is not GeoJSON"
EMPTY = "holds a feature with an empty geometry"


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
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: [1, 2, 3, 4]}}\nlayers: [{layer}]\n")
    with pytest.raises(LayerError) as caught:
        read_layers(read_config(tmp_path / "config.yaml"))
    assert str(caught.value).endswith(f"layers[0].file: line.gpkg {text}")


def test_polygons_within_collections_are_drawn(tmp_path: Path) -> None:
    """Also those of several parts, and in a collection within."""
    inner = {"type": "GeometryCollection", "geometries": [{"type": "MultiPolygon", "coordinates": [[RING]]}]}
    written(tmp_path, {"type": "GeometryCollection", "geometries": [LINE, inner]})
    layer = "{kind: area, role: control, file: layer.geojson}"
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: [1, 2, 3, 4]}}\nlayers: [{layer}]\n")
    config = read_config(tmp_path / "config.yaml")
    check_layers(config)
    (shapes,) = read_layers(config).values()
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
        (
            {**LINE, "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}},
            'is in "urn:ogc:def:crs:EPSG::3857"',
        ),
        ({"type": "Polygon", "coordinates": RING}, NOT_GEOJSON),
        ({"type": "GeometryCollection", "geometries": 3}, NOT_GEOJSON),
        ({"type": "Feature", "geometry": [1], "properties": {}}, NOT_GEOJSON),
        ({"type": "LineString", "coordinates": []}, EMPTY),
        ({"type": "Point", "coordinates": []}, EMPTY),
        ({"type": "MultiPolygon", "coordinates": [[[]]]}, EMPTY),
        ({"type": "GeometryCollection", "geometries": []}, EMPTY),
        ({"type": "Point", "coordinates": [4e6, 6e6]}, "holds coordinates outside the globe, such as 4000000, 6000000"),
        ({"type": "Feature", "geometry": None}, "holds a feature without a geometry"),
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
