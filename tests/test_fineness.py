"""A map that shows more of its borders than these are exact says so, and names no more than it shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import geomap
from geomap.cli import main
from geomap.pipeline.validate import validate

NEAR = "{id: k, label: Near, at: {lat: 50.337, lon: 36.19}, country: UA}"
FAR = "{id: l, label: Far, at: {lat: 50.20, lon: 36.43}, country: UA}"
BEYOND = "{id: z, label: Beyond, at: {lat: 50.40, lon: 36.27}, country: UA}"
SMALL = "[36.0, 50.1, 36.9, 50.6]"


def config(folder: Path, *units: str, bounds: str = SMALL, more: str = "") -> Path:
    listed = "".join(f"\n  - {unit}" for unit in units)
    text = f"name: map\nview: {{bounds: {bounds}}}\nunits:{listed}\n{more}"
    (folder / "map.yaml").write_text(text, "utf-8")
    return folder / "map.yaml"


def warned(folder: Path, *units: str, **said: str) -> list[str]:
    return [str(problem).partition(": warning: ")[2] for problem in validate(config(folder, *units, **said))]


def notes(folder: Path, *units: str, **said: str) -> str:
    return " ".join(geomap.read(config(folder, *units, **said)).scene.notes)


def test_a_small_view_is_told_and_what_to_supply(tmp_path: Path) -> None:
    (said,) = warned(tmp_path, FAR)
    assert said.startswith("view: shows more than its ground has: borders and coasts are exact to about 1.6 km here")
    assert "ground: {files: ...}" in said and "kind: line" in said


def test_a_city_is_told_of_what_it_lacks_where_no_border_is_near(tmp_path: Path) -> None:
    (said,) = warned(tmp_path, FAR, bounds="[36.02, 49.86, 36.44, 50.13]")
    assert "streets, railways and small waters" in said and "ground: {files: ...}" in said


@pytest.mark.parametrize(
    "bounds",
    ["[33, 47, 40, 53]", "[-10, 35, 40, 65]", "[35.3, 49.2, 36.9, 50.1]", "[-180, -60, 180, 84]"],
    ids=["region", "continent", "inland", "world"],
)
def test_a_view_that_its_ground_suits_is_not_told(tmp_path: Path, bounds: str) -> None:
    assert warned(tmp_path, "{id: a, label: A, at: {lat: 50, lon: 36.5}}", bounds=bounds) == []
    assert "exact" not in notes(tmp_path, "{id: a, label: A, at: {lat: 50, lon: 36.5}}", bounds=bounds)


def test_a_border_of_the_config_is_what_was_to_be_supplied(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[36.0, 50.4], [36.9, 50.3]]}
    (tmp_path / "line.geojson").write_text(json.dumps(line), "utf-8")
    assert warned(tmp_path, FAR, more="layers: [{kind: line, role: border, file: line.geojson}]\n") == []


def test_the_picture_names_the_units_that_may_lie_across_a_border(tmp_path: Path) -> None:
    said = notes(tmp_path, NEAR, FAR)
    assert "Borders and coasts are exact to about 1 mile, so these may lie across one: Near Borders" in said
    assert "exact to" not in notes(tmp_path, FAR)
    assert "exact to" not in notes(tmp_path, NEAR, FAR, bounds="[33, 47, 40, 53]"), "there it cannot be seen"


def test_a_rounded_unit_is_judged_where_it_is_shown(tmp_path: Path) -> None:
    at_border = "{id: k, label: Near, at: {lat: 50.337, lon: 36.19}, precision: 0.25}"
    elsewhere = "{id: k, label: Near, at: {lat: 50.26, lon: 36.27}, precision: 0.25}"
    assert notes(tmp_path, at_border) == notes(tmp_path, elsewhere)
    assert warned(tmp_path, at_border) == warned(tmp_path, elsewhere)


def test_a_whole_country_lies_across_nothing(tmp_path: Path) -> None:
    assert "exact to" not in notes(tmp_path, "{id: va, country: VA}", bounds="[12.3, 41.8, 12.6, 42.0]")


def test_a_unit_on_the_ground_of_another_country_is_told(tmp_path: Path) -> None:
    said = warned(tmp_path, BEYOND, FAR)[0]
    assert said.startswith(
        "units[0].at: is drawn on the ground of RU, 7.4 km outside of UA, the `country` of z; "
        "borders there are exact to about 2 km"
    )
    assert not any("drawn on" in said for said in warned(tmp_path, FAR, NEAR))
    assert warned(tmp_path, BEYOND, bounds="[10, 35, 60, 65]") == [], "there it cannot be seen"


def test_a_rounded_unit_across_a_border_may_be_off_by_its_precision(tmp_path: Path) -> None:
    assert not any("drawn on" in said for said in warned(tmp_path, BEYOND.replace("}, c", "}, precision: 0.1, c")))


@pytest.mark.parametrize("worldview", ["un", "de-facto"])
def test_who_holds_disputed_ground_is_not_judged(tmp_path: Path, worldview: str) -> None:
    for country in ("UA", "RU"):
        unit = f"{{id: s, label: S, at: {{lat: 45.0, lon: 34.1}}, country: {country}}}"
        said = warned(tmp_path, unit, bounds="[32, 44, 37, 47]", more=f"worldview: {worldview}\n")
        assert said == []


def test_a_warning_of_the_view_names_no_key_that_is_not_there(tmp_path: Path) -> None:
    """`1:1: view:` pointed at a title."""
    unit = "units: [{id: u, at: {lat: 15.6, lon: 32.55}, troops: 9}, {id: v, at: {lat: 15.62, lon: 32.5}, troops: 9}]\n"
    for view, begins in (("", "the map shows"), ("view: {bounds: [32.5, 15.55, 32.6, 15.65]}\n", "view: shows")):
        (tmp_path / "config.yaml").write_text(f"title: T\n{view}{unit}", "utf-8")
        said = CliRunner().invoke(main, ["validate", str(tmp_path / "config.yaml")]).stderr
        assert f"warning: {begins} a city" in said
