"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from geomap.cli import main
from tests.conftest import copy_example
from tests.examples import BARE, ONE, mostly_long

pytestmark = pytest.mark.lean(BARE, ONE)


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Luhansk", "", 48.568, 39.306),
        ("Луганськ", "", 48.568, 39.306),
        ("Донецьк", "", 48.023, 37.802),
        ("Персиановский", "", 47.527, 39.419),
        ("Персіановський", "", 47.527, 39.419),
        ("Ростов-на-Дону", "", 47.22, 39.7),
        ("Rostov na Donu", "RU", 47.22, 39.7),
    ],
)
def test_geocode_finds_the_places_of_the_map(name: str, country: str, lat: float, lon: float) -> None:
    done = run("geocode", "--name", name, "--json", *(["--country", country] if country else []))
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["status"]) == (0, "found")
    assert (answer["lat"], answer["lon"]) == (pytest.approx(lat, abs=0.03), pytest.approx(lon, abs=0.03))
    assert {"name", "geonames_id", "candidates"} <= set(answer)


def test_geocode_lists_the_other_donetsk() -> None:
    answer = json.loads(run("geocode", "--name", "Donetsk", "--json").stdout)
    assert answer["candidates"][0]["country"] == "UA"
    assert "RU" in {candidate["country"] for candidate in answer["candidates"]}


@pytest.mark.parametrize(
    ("name", "status"), [("Rostov, RU", "ambiguous"), ("Zzyzxgorod", "not_found")], ids=["two cities", "made up"]
)
def test_geocode_refuses_to_guess(name: str, status: str) -> None:
    done = run("geocode", "--name", name, "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["status"]) == (1, status)
    assert len(answer["candidates"]) >= 2


def test_geocode_pins_the_places_of_a_config(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    (folder / "places.lock.yaml").unlink()
    done = run("geocode", str(folder / "config.yaml"), "--json")
    assert done.exit_code == 0
    assert set(json.loads(done.stdout)["places"]) == {"luhansk", "donetsk", "persianovskiy", "rostov-on-don"}
    assert (folder / "places.lock.yaml").is_file()


def test_geocode_tells_all_places_of_a_unit_that_moved(tmp_path: Path) -> None:
    moved = "{id: a, at: {lat: 1, lon: 2}, as_of: 2022-01-01}, {id: a, at: {lat: 3, lon: 4}, as_of: 2022-01-02}"
    rows = f"{moved}, {{id: a, as_of: 2022-01-03}}, {{id: b, at: {{lat: 5, lon: 6}}}}"
    (tmp_path / "config.yaml").write_text(f"units: [{rows}]\n", "utf-8")
    done = run("geocode", str(tmp_path / "config.yaml"), "--json")
    places = json.loads(done.stdout)["places"]
    assert [(place["lat"], place["lon"]) for place in places["a"]] == [(1, 2), (3, 4)]
    assert places["b"] == {"lat": 5, "lon": 6, "found_by": "coordinates"}


def test_problems_as_json(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("units:\n  - {place: Gao, troops: lots}\n", "utf-8")
    done = run("validate", str(tmp_path / "config.yaml"), "--json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert done.exit_code == 1
    assert {"file", "line", "column", "path", "message", "hint"} <= set(problem)
    assert (problem["line"], problem["column"], problem["path"]) == (2, 26, "units[0].troops")


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--only", "bmp"),
        ("build", "--only", ","),
        ("geocode", "--name", "🙂"),
        ("geocode", "--name", "Gao", "--near", "95,3"),
        ("symbols", "--out", "symbols.txt"),
        ("symbols", "--family", "none"),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_formats_that_are_named_apart_add_up(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("units:\n  - {id: a, at: {lat: 50, lon: 30}, label: Camp}\n", "utf-8")
    arguments = ("--only", "csv,kml", "--only", " GeoJSON", "--only", "csv")
    assert run("build", str(tmp_path / "config.yaml"), *arguments).exit_code == 0
    made = {path.name for path in (tmp_path / "output").iterdir()}
    assert made == {"config.csv", "config.kml", "config.geojson", "manifest.json"}
    done = run("build", str(tmp_path / "config.yaml"), "--only", "csv", "--only", "bmp")
    assert (done.exit_code, "bmp: no such format" in done.output) == (2, True)


@pytest.mark.parametrize("family", mostly_long(["news", "app6"], ["news"]))
def test_symbols_writes_a_sheet(tmp_path: Path, family: str) -> None:
    assert run("symbols", "--family", family, "--out", str(tmp_path / "sheet.svg")).exit_code == 0
    svg = (tmp_path / "sheet.svg").read_text("utf-8")
    assert svg.count("<use ") >= 14 * 4
    assert run("symbols", "--family", family, "--out", str(tmp_path / "sheet.png")).exit_code == 0
    with Image.open(tmp_path / "sheet.png") as image:
        assert image.width == 2100


def test_a_figure_without_a_source_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "units:\n  - {id: a, at: {lat: 50, lon: 30}, label: Camp, troops: 5}\n", "utf-8"
    )
    assert run("build", str(tmp_path / "config.yaml"), "--only", "svg").exit_code == 0
    assert "No source is stated for the figures at Camp" in (tmp_path / "output" / "config-wide.svg").read_text("utf-8")
