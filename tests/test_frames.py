"""A map of a GeoDataFrame: points in any CRS become units, checked as a config is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import geopandas
import pandas
import pytest
import yaml
from shapely.geometry import LineString, Point

import geomap
from geomap.errors import ConfigError
from geomap.facts import CountKind, Estimate, Formation, Unit
from geomap.facts.columns import Alike, Records
from geomap.pipeline import frames
from geomap.pipeline.build import Build, build
from tests.export.project import write_project

UNKNOWN = Estimate(CountKind.UNKNOWN)
ARTBOARD = [{"id": "wide", "width": 335}]


def frame(**columns: list) -> geopandas.GeoDataFrame:
    points = [Point(-0.04, 16.27), Point(-3.01, 16.77), Point(1.41, 18.44)]
    return geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def test_rows_are_units_with_the_keys_of_a_config(tmp_path: Path) -> None:
    rows = frame(
        label=["Gao", "Timbuktu", "Камп"],
        troops=[900, None, {"about": 300}],
        sources=["daily", None, ["daily"]],
        as_of=[pandas.Timestamp("2021-03-01"), None, None],
    )
    drawing = geomap.drawing_from(
        rows.to_crs("EPSG:3857"), title="Mali", sources={"daily": {"publisher": "The Daily"}}, artboards=ARTBOARD
    )
    scene = drawing.scene
    assert isinstance(scene, geomap.Scene)
    assert [unit.label for unit in scene.units] == ["Gao", "Timbuktu", "Камп"]
    assert [unit.troops for unit in scene.units] == [Estimate.exact(900), None, Estimate.about(300)]
    assert scene.units[0].as_of == date(2021, 3, 1)
    assert (scene.units[0].place.lat, scene.units[0].place.lon) == pytest.approx((16.27, -0.04))
    saved = drawing.save(tmp_path / "out", ["svg", "geojson"])
    assert [path.name for path in saved] == ["map-wide.svg", "map.geojson"]
    assert "Timbuktu" in saved[0].read_text("utf-8")


def test_whole_numbers_in_a_column_with_gaps_stay_whole() -> None:
    scene = geomap.drawing_from(frame(troops=[900.0, float("nan"), 120.0]), artboards=ARTBOARD).scene
    assert [unit.troops for unit in scene.units] == [Estimate.exact(900), None, Estimate.exact(120)]
    assert [unit.label for unit in scene.units] == ["1", "2", "3"]


def test_columns_may_be_those_of_a_table() -> None:
    rows = frame(
        troops_min=[900, None, None],
        troops_max=[1400.0, None, None],
        troops=[None, 600, "unknown"],
        tanks=[12, None, None],
        equipment=[{"artillery": {"about": 4}}, None, None],
        sources=["daily;survey", "daily", None],
        formations=["2 tank brigade;headquarters: Corps", None, ["tank"]],
    )
    sources = {"daily": {"publisher": "The Daily"}, "survey": {"publisher": "A survey"}}
    first, second, third = geomap.drawing_from(rows, sources=sources, artboards=ARTBOARD).scene.units
    assert (first.troops, second.troops, third.troops) == (
        Estimate(CountKind.RANGE, 900, 1400),
        Estimate.exact(600),
        UNKNOWN,
    )
    assert first.equipment == {"tanks": Estimate.exact(12), "artillery": Estimate.about(4)}
    assert (first.sources, second.sources) == (("daily", "survey"), ("daily",))
    assert [formation.full_type for formation in first.formations] == ["tank brigade", "headquarters"]
    assert [formation.full_type for formation in third.formations] == ["tank"]


def test_a_frame_of_what_geomap_wrote_makes_the_same_units(tmp_path: Path) -> None:
    made = build(write_project(tmp_path / "project"), only=["gpkg", "parquet"])
    units = [stated(unit) for unit in made.scene.units]
    keys = {name: config_text(made, name) for name in ("sources", "sides")}
    frames = {
        "gpkg": geopandas.read_file(made.folder / "made-up.gpkg", layer="units"),
        "parquet": geopandas.read_parquet(made.folder / "made-up.parquet"),
    }
    for name, rows in frames.items():
        found = geomap.drawing_from(rows, as_of=date(2022, 1, 12), artboards=ARTBOARD, **keys).scene.units
        assert [stated(unit) for unit in found] == units, name


def stated(unit: Unit) -> Unit:
    """As a row states it: the words of a formation in one."""
    return replace(unit, formations=tuple(Formation(f.full_type, f.count, f.label) for f in unit.formations))


def config_text(made: Build, name: str) -> dict:
    return yaml.safe_load((made.folder.parent / "config.yaml").read_text("utf-8"))[name]


def test_a_notebook_shows_the_page() -> None:
    shown = geomap.drawing_from(frame(label=["<b>Gao</b>", "B", "C"]), artboards=ARTBOARD)._repr_html_()
    assert shown.count("<iframe") == 1
    assert "Gao" in shown
    assert "<b>Gao</b>" not in unescape(shown)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"troops": ["lots", 1, 2]},
            'units[0].troops: got "lots", expected a whole number, {min, max}, {about}',
        ),
        ({"trops": [1, 2, 3]}, "units[0].trops: there is no such key; did you mean troops?"),
        (
            {"side": ["army", None, None]},
            'units[0].side: "army" is not in `sides`; the config has no `sides`',
        ),
        (
            {"troops_min": [900, None, None], "troops": [100, None, None]},
            "units[0].troops: troops says 100, troops_min says 900; make them equal, or leave troops_min",
        ),
    ],
    ids=["troops", "column", "side", "flat"],
)
def test_problems_name_the_row_and_the_key(columns: dict, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        geomap.drawing_from(frame(**columns))
    assert str(caught.value).splitlines()[0].startswith(message)


def test_a_frame_without_crs_or_with_lines_is_refused() -> None:
    with pytest.raises(ConfigError, match=re.escape('the frame has no CRS; set it, e.g. frame.set_crs("EPSG:4326")')):
        geomap.drawing_from(frame(label=["a", "b", "c"]).set_crs(None, allow_override=True))
    lines = geopandas.GeoDataFrame({"label": ["a"]}, geometry=[LineString([(0, 0), (1, 1)])], crs="EPSG:4326")
    with pytest.raises(ConfigError, match=re.escape("units[0]: got a LineString, expected a point; e.g. its centroid")):
        geomap.drawing_from(lines)


def test_a_frame_is_read_by_column_as_the_same_rows_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = frame(
        label=["Gao", None, "Камп"],
        troops=[900.0, float("nan"), 120.0],
        troops_kind=["about", "unknown", None],
        tanks=[None, 12, None],
        sources=["daily;survey", "daily", None],
        as_of=[pandas.Timestamp("2021-03-01"), None, None],
    )
    keys = {
        "sources": {"daily": {"publisher": "The Daily"}, "survey": {"publisher": "A survey"}},
        "artboards": ARTBOARD,
    }
    by_column = geomap.drawing_from(rows, **keys).scene.units
    monkeypatch.setattr(frames, "config_with_rows", lambda text, table: None)
    one_by_one = geomap.drawing_from(rows, **keys).scene.units
    assert (type(by_column), type(one_by_one)) == (Alike, Records)
    assert list(by_column) == list(one_by_one)
