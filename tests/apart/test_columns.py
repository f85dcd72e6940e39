"""What GDAL reads becomes plain values: columns of any type, and geometries of any reference system."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from geomap.files.gis import Features, layers_of, read_layer


def read(path: Path) -> Features:
    (layer,) = layers_of(path)
    return read_layer(path, layer)


def lines_of(path: Path, *rows: dict[str, Any]) -> Features:
    """The rows as features of lines of GeoJSON, each at a place of its own."""
    features = [
        {"type": "Feature", "properties": row, "geometry": {"type": "Point", "coordinates": [number, 48]}}
        for number, row in enumerate(rows)
    ]
    path.write_text("\n".join(map(json.dumps, features)), "utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("values", "read_as"),
    [
        (["é", None], ["é", None]),
        ([3, 4], [3, 4]),
        ([3, None], [3.0, None]),
        ([2.5, None], [2.5, None]),
        ([True, False], [True, False]),
        ([[1, 2], None], [[1, 2], None]),
        ([["a"], ["b", "c"]], [["a"], ["b", "c"]]),
        ([{"a": [1]}, None], [{"a": [1]}, None]),
        (["2021-03-01", None], [datetime(2021, 3, 1), None]),
        (
            ["2021-03-01T23:30:00-05:00", "2021-03-02T00:10:00+02:00"],
            [
                datetime(2021, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5))),
                datetime(2021, 3, 2, 0, 10, tzinfo=timezone(timedelta(hours=2))),
            ],
        ),
    ],
)
def test_values_are_those_of_the_file(tmp_path: Path, values: list[Any], read_as: list[Any]) -> None:
    found = lines_of(tmp_path / "a.geojsonl", *({"column": value} for value in values))
    assert found.names == ["column"]
    assert found.columns == [read_as]
    assert [type(value) for value in found.columns[0]] == [type(value) for value in read_as]
    assert [shapely.get_coordinates(shape).tolist() for shape in found.geometries] == [[[0, 48]], [[1, 48]]]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:4979", "EPSG:32637"])
def test_geometries_are_in_degrees_whatever_they_were_in(tmp_path: Path, crs: str) -> None:
    points = geopandas.GeoSeries([shapely.Point(37.5, 48.25), None], crs=4326).to_crs(crs)
    geopandas.GeoDataFrame({"n": [1, 2]}, geometry=points).to_file(tmp_path / "a.gpkg")
    found = read(tmp_path / "a.gpkg")
    first, second = found.geometries
    assert second is None and first is not None
    assert shapely.get_coordinates(first)[0] == pytest.approx([37.5, 48.25], abs=1e-9)


def test_rows_without_any_geometry_have_columns_alone(tmp_path: Path) -> None:
    geopandas.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(1, 2)], crs=4326).to_file(tmp_path / "a.shp")
    for end in ("shp", "shx", "prj"):
        (tmp_path / f"a.{end}").unlink()
    (tmp_path / "a.dbf").rename(tmp_path / "b.dbf")
    found = read(tmp_path / "b.dbf")
    assert (found.names, found.columns, list(found.geometries)) == (["n"], [[1]], [])
