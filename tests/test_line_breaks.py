"""Where a text of the config breaks its line, the map breaks it too."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import geomap
from geomap.config import read_config
from geomap.diff.summary import sections
from geomap.marks.text import wrap
from geomap.pipeline.changes import compare_files
from geomap.pipeline.explain import explain
from tests.render.browser import opened

CONFIG = """
name: map
title: |
  Two lines
  of a title
subtitle: "One sentence.\\nAnother one."
view: {bounds: [-6, 14, 3, 20]}
artboards: [{id: wide, width: 900}]
units:
  - {id: a, label: "Camp\\n\\n Gao ", at: {lat: 16.27, lon: -0.04}, troops: 500}
layers:
  - {kind: note, id: n, at: {lat: 18, lon: 0}, text: "A note\\nof: {sum}", sums: [a]}
  - {kind: label, id: l, style: region, text: "AZA\\nWAD", at: {lat: 18.8, lon: -3}}
ground: {towns: none, rivers: none}
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lines")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    made = geomap.build(folder / "config.yaml", only=["svg", "html", "csv", "geojson", "kml"])
    lines = {text.role: text.lines for text in made.pages[0].texts if text.role not in ("country", "key")}
    assert lines["title"] == ("Two lines", "of a title")
    assert lines["subtitle"] == ("One sentence.", "Another one.")
    assert lines["place"] == ("Camp", "Gao")
    assert lines["note"] == ("A note", "of: 500")
    assert lines["region"] == ("AZA", "WAD")
    return folder / "output"


def test_a_line_breaks_there_however_much_room_there_is() -> None:
    assert wrap("one two\nthree", "note", 900, 1000) == ("one two", "three")
    assert wrap("one two\nthree", "note", 900, 1) == ("one", "two", "three")


def test_data_keep_the_break_and_names_of_one_line_are_on_one(output: Path) -> None:
    with (output / "map.csv").open(encoding="utf-8", newline="") as file:
        assert [row["label"] for row in csv.DictReader(file)] == ["Camp\nGao"]
    features = json.loads((output / "map.geojson").read_text("utf-8"))["features"]
    assert features[0]["properties"]["label"] == "Camp\nGao"
    kml = (output / "map.kml").read_text("utf-8")
    assert all(f"<name>{name}</name>" in kml for name in ("Camp Gao", "Two lines of a title", "A note of: 500"))
    said = json.loads((output / "manifest.json").read_text("utf-8"))
    assert "Camp Gao" in json.dumps(said) and "Camp\\nGao" not in json.dumps(said)


def test_a_walk_and_a_diff_keep_to_their_lines(output: Path, tmp_path: Path) -> None:
    config = output.parent / "config.yaml"
    assert explain(read_config(config), "a").label == "Camp Gao"
    (tmp_path / "config.yaml").write_text(CONFIG.replace("troops: 500", "troops: 600"), "utf-8")
    (row,) = sections(compare_files(config, tmp_path / "config.yaml").diff)[0].rows
    assert row[0] == "Camp Gao"


def test_what_is_written_is_read_back(output: Path, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes((output / "map.csv").read_bytes())
    (tmp_path / "config.yaml").write_text("units_from: t.csv\n", "utf-8")
    (unit,) = geomap.read(tmp_path / "config.yaml").scene.units
    assert unit.label == "Camp\nGao"


def test_the_page_breaks_them_too(output: Path, chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, (output / "map.html").read_text("utf-8"), tmp_path) as page:
        assert page.locator("h1").inner_text().strip() == "Two lines\nof a title"
        for role, lines in (("place", ["Camp", "Gao"]), ("note", ["A note", "of: 500"])):
            assert page.locator(f"svg.texts text.{role} tspan").all_text_contents() == lines
