"""The public face: what `import geomap` gives, to whom it is documented, and what it says of mistakes."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import typing
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pyarrow
import pytest

import geomap
from geomap.config import Config
from geomap.facts import Estimate
from geomap.pipeline import build as builds
from geomap.pipeline.face import map_of
from tests.conftest import copy_example

ROWS = [{"label": "Gao", "lat": 16.27, "lon": -0.04, "n": 900}, {"label": "Camp", "lat": 18.44, "lon": 1.41, "n": None}]
FRAME = pandas.DataFrame(ROWS)
NARROW: dict[str, Any] = {"artboards": [{"id": "wide", "width": 335}], "troops": "n"}
FACE = ["ConfigError", "EarlierError", "GeomapError", "LayerError", "LayoutError", "Map", "OutputError", "PlaceError"]
FACE += ["build", "map_of", "read"]
DOCUMENTED = [geomap.read, geomap.build, geomap.map_of, geomap.Map.save]


def test_dir_lists_the_face_and_nothing_else() -> None:
    assert dir(geomap) == geomap.__all__ == FACE
    assert all(getattr(geomap, name).__doc__ for name in FACE)
    assert all(issubclass(getattr(geomap, name), geomap.GeomapError) for name in FACE if name.endswith("Error"))


@pytest.mark.parametrize("function", DOCUMENTED, ids=lambda function: function.__qualname__)
def test_each_function_has_types_and_says_what_each_parameter_is(function: Callable[..., Any]) -> None:
    signature = inspect.signature(function)
    given = [name for name in signature.parameters if name != "self"]
    assert all(signature.parameters[name].annotation is not inspect.Parameter.empty for name in given)
    assert all(signature.parameters[name].kind is not inspect.Parameter.VAR_KEYWORD for name in given)
    text = inspect.getdoc(function) or ""
    parts = re.split(r"(?m)^(Parameters|Returns|Raises|Examples):$", text)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert {"Parameters", "Raises", "Examples"} <= told.keys()
    assert re.findall(r"(?m)^    (\w+): ", told["Parameters"]) == given
    assert set(re.findall(r"(?m)^    (\w+): ", told["Raises"])) <= {*FACE}
    assert typing.get_type_hints(function, vars(inspect.getmodule(function)) | {"Frame": object})["return"]


@pytest.mark.parametrize("told", [geomap, geomap.read, geomap.build, geomap.map_of, geomap.Map, geomap.Map.save])
def test_each_example_runs(told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = told.__name__
    found = doctest.DocTestParser().get_doctest(inspect.getdoc(told) or "", {}, name, name, 0)
    assert found.examples
    failed, _ = doctest.DocTestRunner(verbose=False).run(found)
    assert not failed


def test_a_map_takes_the_keys_of_a_config() -> None:
    """All but those that say where rows come from, or which files are made."""
    others = {"units", "units_from", "aggregate", "pages", "outputs"}
    assert Config.model_fields.keys() - others <= inspect.signature(map_of).parameters.keys()


def polars(rows: list[dict[str, Any]]) -> Any:
    """What polars gives, as far as it is asked for."""

    class Series:
        def __init__(self, name: str) -> None:
            self.name = name

        def to_list(self) -> list[Any]:
            return [row[self.name] for row in rows]

    class DataFrame:
        def get_columns(self) -> list[Series]:
            return [*map(Series, rows[0])]

    return DataFrame()


POINTS = geopandas.points_from_xy(FRAME.lon, FRAME.lat, crs="EPSG:4326").to_crs("EPSG:3857")


@pytest.mark.parametrize(
    "rows",
    [
        FRAME,
        FRAME.convert_dtypes(),
        geopandas.GeoDataFrame(FRAME.drop(columns=["lat", "lon"]), geometry=POINTS),
        pyarrow.Table.from_pylist(ROWS),
        polars(ROWS),
        ROWS,
        FRAME.to_dict("list"),
    ],
    ids=["pandas", "pandas-nullable", "geopandas", "pyarrow", "polars", "dicts", "columns"],
)
def test_whatever_holds_rows_makes_the_same_map(rows: Any) -> None:
    units = geomap.map_of(rows, title="Mali", **NARROW).scene.units
    assert [(unit.label, unit.troops) for unit in units] == [("Gao", Estimate.exact(900)), ("Camp", None)]
    assert [(unit.place.lat, unit.place.lon) for unit in units] == [
        pytest.approx((16.27, -0.04)),
        pytest.approx((18.44, 1.41)),
    ]


def test_columns_of_any_name_are_named() -> None:
    rows = pandas.DataFrame(
        {
            "y": [16.27, 16.3, 18.44], "x": [-0.04, -0.05, 1.41], "unit": ["gao", "gao", "camp"], "what": "Post",
            "seen": ["2021-01-01", pandas.Timestamp("2021-03-01"), date(2021, 2, 1)],
            "of": ["daily", "daily;two", None], "note": "not of the map",
        }
    )  # fmt: skip
    drawn = geomap.map_of(
        rows,
        lat="y",
        lon="x",
        id="unit",
        label="what",
        columns={"as_of": "seen", "sources": "of"},
        defaults={"basis": "estimate", "sources": ["two"]},
        sources={"daily": {"publisher": "The Daily"}, "two": {"publisher": "Two"}},
    )
    units = {unit.id: unit for unit in drawn.scene.units}
    assert (units["gao"].as_of, units["gao"].place.lat) == (date(2021, 3, 1), 16.3)  # the later of two observations
    assert (units["gao"].sources, units["camp"].sources) == (("daily", "two"), ("two",))
    assert units["camp"].basis == "estimate"
    assert [str(said) for said in drawn.warnings] == [
        "warning: nothing reads the column note; name them under columns, where, carry or ignore"
    ]


def test_a_place_is_looked_up() -> None:
    (unit,) = geomap.map_of([{"town": "Gao", "country": "ML"}], place="town").scene.units
    assert (unit.id, unit.label, unit.place.found_by) == ("gao", "Gao", "gazetteer")


def test_a_map_that_is_read_is_the_one_that_is_built(tmp_path: Path) -> None:
    project = copy_example(tmp_path / "project")
    drawn, made = geomap.read(project), geomap.build(project, only="geojson")
    (saved,) = drawn.save(tmp_path / "elsewhere", "geojson")
    assert saved.read_bytes() == (project / "output" / saved.name).read_bytes()
    assert drawn.scene.units == made.scene.units == made.map.scene.units
    assert drawn.warnings == made.warnings
    assert [unit.id for unit in geomap.read(project, as_of="1990-01-01").scene.units] == []


def test_a_map_shows_itself_in_a_notebook() -> None:
    drawn = geomap.map_of(ROWS, title="<Mali>", **NARROW)
    assert drawn._repr_html_().startswith('<iframe title="&lt;Mali&gt;" srcdoc="&lt;!DOCTYPE html&gt;')
    assert drawn._repr_png_().startswith(b"\x89PNG\r\n")


def test_what_is_held_back_is_in_no_map(tmp_path: Path) -> None:
    hidden = "  - {id: secret, label: S, at: {lat: 17, lon: 0}, embargo_until: 2999-01-01}\n"
    shown = "  - {id: gao, label: G, at: {lat: 16.27, lon: 0}, precision: 1}\n"
    (tmp_path / "config.yaml").write_text(f"units:\n{hidden}{shown}", "utf-8")
    (unit,) = geomap.read(tmp_path).scene.units
    assert (unit.id, unit.place.lat) == ("gao", 16.0)


def test_an_atlas_is_built_as_a_map_is(tmp_path: Path) -> None:
    config = tmp_path / "atlas.yaml"
    units = "  - {id: gao, label: G, at: {lat: 16.27, lon: 0}, basis: illustrative, troops: 9}\n"
    config.write_text(f"title: In {{lang}}\npages: {{langs: [en, fr]}}\nunits:\n{units}", "utf-8")
    steps: list[int] = []
    made = geomap.build(config, only=["csv"], done=steps.append)
    assert made.files == ("en/atlas.csv", "en/manifest.json", "fr/atlas.csv", "fr/manifest.json")
    assert made.why == {"en/atlas.csv": "new", "fr/atlas.csv": "new"}
    (tmp_path / "output" / "fr" / "atlas.csv").unlink()
    assert geomap.build(config, only="csv").why == {"fr/atlas.csv": "missing"}
    assert (steps, made.failed, [unit.id for unit in made.scene.units]) == ([2, 2], {}, ["gao"])
    with pytest.raises(geomap.ConfigError, match="the pages of an atlas have days of their own"):
        geomap.build(config, as_of="2021-01-01")


MISTAKES = {
    "format": (
        lambda config: geomap.build(config, only=["pgn"]),
        'got "pgn", expected one of png, svg, pdf, html, geojson, gpkg, kml, kmz, csv, parquet; did you mean png?',
    ),
    "format-of-save": (
        lambda config: geomap.map_of(ROWS, **NARROW).save(config.parent, "shp"),
        'got "shp", expected one of png, svg, pdf, html, geojson, gpkg, kml, kmz, csv, parquet',
    ),
    "dict-for-a-path": (
        lambda config: geomap.build({"title": "Mali"}),
        "got a dict, expected the path of a config, or of its folder; write it to a file, as config.yaml; rows of data "
        "make a map by geomap.map_of",
    ),
    "frame-for-a-path": (
        lambda config: geomap.read(FRAME),
        "got a DataFrame, expected the path of a config, or of its folder; rows of data make a map by geomap.map_of",
    ),
    "map-for-a-path": (
        lambda config: geomap.build(geomap.map_of(ROWS, **NARROW)),
        "got a Map, expected the path of a config, or of its folder; a map is written by its `save`",
    ),
    "path-for-rows": (
        lambda config: geomap.map_of("units.csv"),
        "rows: got a str, expected a DataFrame, a GeoDataFrame, a table of polars or pyarrow, or a list of dicts; a "
        "config is read by geomap.read",
    ),
    "numbers-for-rows": (
        lambda config: geomap.map_of([1, 2]),
        "rows: got a list with an int in it, expected a DataFrame, a GeoDataFrame, a table of polars or pyarrow, or a "
        "list of dicts",
    ),
    "no-rows": (lambda config: geomap.map_of([]), "rows: there are none"),
    "missing-column": (
        lambda config: geomap.map_of(FRAME, troops="trooops", lat="lat"),
        'troops: there is no column "trooops"; there are label, lat, lon, n',
    ),
    "misspelled-argument": (lambda config: geomap.map_of(FRAME, lat="latt"), 'lat: there is no column "latt"; did you'),
    "misspelled-column": (
        lambda config: geomap.map_of(FRAME.rename(columns={"n": "trops"})),
        "column trops: there is no such column; did you mean troops? if not, list it under ignore",
    ),
    "no-positions": (
        lambda config: geomap.map_of(FRAME.rename(columns={"lat": "latitude", "lon": "longitude"})),
        "rows: no column says where the units are: lat and lon, place or country; there are label, latitude, "
        'longitude, n; name them, e.g. lat="latitude", lon="longitude"',
    ),
    "column-that-holds-back": (
        lambda config: geomap.map_of(FRAME.assign(embargo_untill="2999-01-01")),
        'rows: the column "embargo_untill" looks as if it held rows back, and is not read; name it under columns, or '
        "under ignore where it does not",
    ),
    "cell": (
        lambda config: geomap.map_of(FRAME.assign(n=[900, "lots"]), troops="n"),
        'rows[1]["n"]: got "lots", expected a whole number, {min, max}, {about}, {at_least}, {at_most} or unknown',
    ),
    "two-of-one-id": (
        lambda config: geomap.map_of(FRAME.assign(id="a")),
        'rows[1]["id"]: the id a is taken by the unit of another row; change one of them, or put `as_of` with '
        "each where they are observations of one unit",
    ),
    "lengths": (
        lambda config: geomap.map_of({"lat": [1], "lon": [1, 2]}),
        "rows: the columns are not of one length; lat 1, lon 2",
    ),
    "columns-twice": (
        lambda config: geomap.map_of(pandas.concat([FRAME, FRAME.n], axis=1)),
        'rows: the column "n" is there twice; rename one of them',
    ),
    "defaults": (
        lambda config: geomap.map_of(FRAME, defaults={"basiss": "estimate"}),
        "defaults.basiss: there is no such key; did you mean basis?",
    ),
    "nested-key": (
        lambda config: geomap.map_of(FRAME, view={"centre": [0, 0]}),
        "view.centre: there is no such key; the keys here are wrap, bounds, fit, pad, projection, graticule",
    ),
    "key": (
        lambda config: geomap.map_of(FRAME, style="lihgt"),
        'style: got "lihgt", expected light, dark or print, or a mapping with `base` and colours; did you mean light?',
    ),
    "day": (
        lambda config: geomap.read(config, as_of="yesterday"),
        'as_of: got "yesterday", expected a date, or a text as 2022-01-31',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_so_that_it_can_be_mended(name: str, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("units:\n  - {id: gao, label: G, at: {lat: 16.27, lon: 0}}\n", "utf-8")
    mistake, said = MISTAKES[name]
    with warnings.catch_warnings(), pytest.raises(geomap.GeomapError) as caught:
        warnings.simplefilter("error")  # those of libraries are for nobody's eyes
        mistake(config)
    assert str(caught.value).splitlines()[0].startswith(said)


@pytest.mark.parametrize("name", ["Config", "Drawing", "Scene", "build_atlas", "drawing_from", "read_config"])
def test_names_of_the_version_before_go_on_working_and_warn(name: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"geomap.{name} goes in the next version") as caught:
        assert callable(getattr(geomap, name))
    assert caught[0].filename == __file__


def test_what_was_called_the_drawing_of_a_build_still_is(tmp_path: Path) -> None:
    made = builds.build(copy_example(tmp_path / "project") / "config.yaml", only=["csv"])
    with pytest.warns(DeprecationWarning, match=r"Build\.drawing is Build\.map now"):
        assert made.drawing is made.map


def test_no_other_name_is_there() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(AttributeError, match="has no attribute 'maps'"):
            geomap.maps  # noqa: B018


def test_columns_are_carried_to_card_and_files(tmp_path: Path) -> None:
    rows = [{"label": "Gao", "lat": 16.27, "lon": -0.04, "Observer": 7}]
    drawn = geomap.map_of(rows, carry=["Observer"])
    assert drawn.warnings == ()
    (file,) = drawn.save(tmp_path, ["geojson"])
    assert json.loads(file.read_text("utf-8"))["features"][0]["properties"]["Observer"] == "7"
    with pytest.raises(geomap.GeomapError, match='carry: there is no column "Observers"; did you mean Observer'):
        geomap.map_of(rows, carry=["Observers"])
