"""The map of a change: what came, left, moved, grew or shrank is seen, on one scale, in every output."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pyogrio
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from geomap.cli import main
from geomap.errors import ConfigError, OutputError
from geomap.facts.columns import Records
from geomap.pipeline.changes import compare_files, draw_changes
from geomap.players import geojson
from geomap.scene import Symbol
from geomap.scene.change import Change
from geomap.scene.sight import difference, seen_as
from geomap.scene.styles import STYLES, Style
from tests.conftest import SVG, Built
from tests.render.browser import opened
from tests.render.january import january

CONFIG = """\
name: mali
title: Garrisons in northern Mali
as_of: {date}
sources: {{daily: {{publisher: The Daily Example}}}}
units:
{units}
artboards: [{{id: narrow, width: 500, drop: [formations]}}]
outputs: [svg, html, geojson, csv, kml, gpkg, parquet]
"""
OLD = """\
  - {id: gao, label: Gao, at: {lat: 16.27, lon: -0.04}, troops: {min: 900, max: 1400}, sources: daily}
  - {id: timbuktu, label: Timbuktu, at: {lat: 16.77, lon: -3.0}, troops: 1000, sources: daily}
  - {id: mopti, label: Mopti, at: {lat: 14.49, lon: -4.18}, troops: 800, sources: daily}
  - {id: ansongo, label: Ansongo, at: {lat: 15.66, lon: 0.5}, troops: 2400, sources: daily}
  - {id: patrol, label: Patrol, at: {lat: 19.0, lon: -2.5}, troops: 300, sources: daily}
  - {id: camp, label: Camp, at: {lat: 18.44, lon: 1.41}, troops: unknown, sources: daily}
"""
NEW = """\
  - {id: gao, label: Gao, at: {lat: 16.27, lon: -0.04}, troops: {min: 1000, max: 1600}, sources: daily}
  - {id: timbuktu, label: Timbuktu, at: {lat: 16.77, lon: -3.0}, troops: 2000, sources: daily}
  - {id: mopti, label: Mopti, at: {lat: 14.49, lon: -4.18}, troops: 200, sources: daily}
  - {id: bourem, label: Bourem, at: {lat: 17.6, lon: -0.7}, troops: 700, sources: daily}
  - {id: patrol, label: Patrol, at: {lat: 19.0, lon: 0.5}, troops: 300, sources: daily}
  - {id: camp, label: Camp, at: {lat: 18.44, lon: 1.41}, troops: unknown, sources: daily}
"""
PLUS, MINUS = "+", "\u2212"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mali")
    (folder / "old.yaml").write_text(CONFIG.format(date="2021-03-01", units=OLD), "utf-8")
    (folder / "new.yaml").write_text(CONFIG.format(date="2021-06-01", units=NEW), "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(project: Path) -> Built:
    arguments = ["diff", str(project / "old.yaml"), str(project / "new.yaml"), "--out", str(project / "output")]
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stderr) == (1, f"8 files in {project / 'output'}\n")
    return Built(project, "mali-changes")


def drawn(built: Built, unit: str) -> dict[str, list[tuple[float, float | None]]]:
    """Kind -> diameters and values of a unit's marks."""
    marks: dict[str, list[tuple[float, float | None]]] = {}
    for symbol in built.artboards["narrow"]["symbols"]:
        if symbol["unit"] == unit:
            marks.setdefault(symbol["kind"], []).append((symbol["diameter"], symbol["value"]))
    return marks


def said(built: Built, unit: str) -> list[str]:
    texts = built.artboards["narrow"]["texts"]
    return [text["text"] for text in texts if text.get("unit") == unit and text["role"] == "change"]


def test_both_dates_are_drawn_on_one_scale(built: Built) -> None:
    """The largest count, 2,400, is of a unit that is gone; all areas follow from it."""
    ((largest, most),) = drawn(built, "ansongo")["ring"]
    assert most == 2400
    for unit in ("gao", "timbuktu", "mopti", "bourem", "patrol"):
        for marks in drawn(built, unit).values():
            for diameter, value in marks:
                assert diameter == pytest.approx(largest * (value / most) ** 0.5, rel=1e-4)
    assert [(kind, value) for kind, marks in drawn(built, "timbuktu").items() for _, value in marks] == [
        ("circle", 2000), ("ring", 1000)
    ]  # fmt: skip
    assert sorted(value for _, value in drawn(built, "gao")["ring"]) == [900, 1400, 1600]
    assert "circle" not in drawn(built, "ansongo")


def test_labels_say_what_changed_though_formations_are_dropped(built: Built) -> None:
    assert said(built, "timbuktu") == [f"{PLUS}1,000, now 2,000"]
    assert said(built, "mopti") == [f"{MINUS}600, now 200"]
    assert said(built, "bourem") == ["new: 700"]
    assert said(built, "ansongo") == ["no longer reported, was 2,400"]
    assert said(built, "patrol") == ["moved 316 km"]
    assert said(built, "gao") == ["1,000\u20131,600, was 900\u20131,400"]
    assert said(built, "camp") == []


def test_the_map_says_from_when_to_when_and_its_key_what_there_is(built: Built) -> None:
    texts = {text["text"] for text in built.artboards["narrow"]["texts"]}
    subtitle = (
        "Changes from March 1, 2021 to June 1, 2021. Troops in all: at least 5,400, then at least 4,200 "
        f"({MINUS}1,700 to {MINUS}600)"
    )
    assert subtitle in texts
    key = {"Newly reported", "No longer reported", "Grown; ring: before", "Shrunk; ring: before", "As before", "Moved"}
    assert key <= texts


def test_a_move_is_an_arrow_from_the_ring_to_the_circle(built: Built) -> None:
    root = built.svg("narrow")
    ids = {element.get("id") for element in root.iter()}
    assert {"move-patrol", "move-patrol-head", "was-patrol", "new-bourem", "gone-ansongo", "was-most-gao"} <= ids
    rings = {element.get("id"): element for element in root.iter(f"{SVG}circle")}
    here, origin = rings["circle-patrol"], rings["was-patrol"]
    assert float(origin.get("cx")) < float(here.get("cx"))
    points = ElementTree.tostring(next(e for e in root.iter() if e.get("id") == "move-patrol-head")).decode()
    assert "path" in points


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_what_grew_shrank_and_stayed_differs_in_every_style(style: Style) -> None:
    for vision in ("normal", "deuteranopia", "protanopia", "tritanopia") if style.name != "print" else ("greys",):
        seen = [seen_as(colour, vision) for colour in (style.gain, style.loss, style.steady)]
        assert min(difference(one, other) for one, other in combinations(seen, 2)) > 14


def test_shape_tells_what_colour_does(built: Built) -> None:
    """In greys the units that grew and those that shrank still differ: by where the ring lies, and as colours."""
    fills = {e.get("id"): e.get("fill") for e in built.svg("narrow").iter(f"{SVG}circle")}
    grown, shrunk, steady = (fills[f"circle-{unit}"] for unit in ("timbuktu", "mopti", "patrol"))
    for vision in ("normal", "deuteranopia", "protanopia", "tritanopia", "greys"):
        assert difference(seen_as(grown, vision), seen_as(shrunk, vision)) > 14
        assert difference(seen_as(shrunk, vision), seen_as(steady, vision)) > 14
    assert drawn(built, "timbuktu")["ring"] < drawn(built, "timbuktu")["circle"]
    assert drawn(built, "mopti")["ring"] > drawn(built, "mopti")["circle"]


def test_the_geojson_holds_the_change(built: Built) -> None:
    features = {f["id"]: f for f in json.loads((built.output / "mali-changes.geojson").read_text("utf-8"))["features"]}
    gone, moved = (features[unit]["properties"] for unit in ("ansongo", "patrol"))
    assert (gone["change"], gone["troops"], gone["troops_before"]) == ("removed", None, 2400)
    assert (moved["change"], moved["moved_km"]) == ("steady", pytest.approx(316, abs=1))
    assert features["move-patrol"]["geometry"]["coordinates"] == [[-2.5, 19.0], [0.5, 19.0]]


def test_every_table_says_what_became_of_a_unit(built: Built) -> None:
    """Else a unit that is gone would stand there like any other."""
    rows = list(csv.DictReader((built.output / "mali-changes.csv").read_text("utf-8").splitlines()))
    told = {row["id"]: (row["change"], row["troops"], row["troops_before"]) for row in rows}
    assert told["ansongo"] == ("removed", "", "2400")
    assert told["bourem"] == ("added", "700", "")
    table = pq.read_table(built.output / "mali-changes.parquet")
    assert dict(zip(table["id"].to_pylist(), table["change"].to_pylist(), strict=True))["timbuktu"] == "grown"
    with closing(sqlite3.connect(built.output / "mali-changes.gpkg")) as base:
        found = base.execute("select change, moved_km from units where id = 'patrol'").fetchone()
    assert found == ("steady", pytest.approx(316, abs=1))
    assert '<Data name="change"><value>removed</value>' in (built.output / "mali-changes.kml").read_text("utf-8")


def test_files_for_gis_hold_the_moves_and_the_colours_of_the_change(built: Built) -> None:
    moves = pyogrio.read_dataframe(built.output / "mali-changes.gpkg", layer="moves")
    assert moves[["id", "unit"]].to_numpy().tolist() == [["move-patrol", "patrol"]]
    assert moves.geometry[0].wkt == "MULTILINESTRING ((-2.5 19, 0.5 19))"
    with closing(sqlite3.connect(built.output / "mali-changes.gpkg")) as base:
        styles = dict(base.execute("select f_table_name, styleQML from layer_styles"))
    assert 'attr="change"' in styles["units"]
    assert 'label="Patrol: moved 316 km"' in styles["moves"]
    name = "{http://www.opengis.net/kml/2.2}"
    kml = ElementTree.parse(built.output / "mali-changes.kml").getroot()
    marks = {mark.findtext(f"{name}name"): mark for mark in kml.iter(f"{name}Placemark")}
    line = marks["Patrol: moved 316 km"].find(f"{name}LineString")
    assert line is not None
    # as it lies in degrees: a globe would lead two positions along a great circle
    assert line.findtext(f"{name}coordinates") == "-2.5,19.0 -1.5,19.0 -0.5,19.0 0.5,19.0"
    colours = {
        mark: marks[mark].findtext(f".//{name}IconStyle/{name}color") for mark in ("Timbuktu", "Bourem", "Mopti")
    }
    assert colours["Timbuktu"] == colours["Bourem"] != colours["Mopti"]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ((178.0, 60.0), (-178.0, 64.0), [[[178.0, 60.0], [180.0, 62.0]], [[-180.0, 62.0], [-178.0, 64.0]]]),
        ((-179.0, 60.0), (177.0, 60.0), [[[-179.0, 60.0], [-180.0, 60.0]], [[180.0, 60.0], [177.0, 60.0]]]),
    ],
)
def test_a_move_over_the_antimeridian_is_two_lines(before, after, lines) -> None:
    symbol = Symbol("a", *after, "A", change=Change("steady", origin=before, km=1.0))
    scene = replace(january(), symbols=Records([symbol]))
    (feature,) = [f for f in json.loads(geojson.export(scene))["features"] if f["properties"]["kind"] == "move"]
    assert feature["geometry"] == {"type": "MultiLineString", "coordinates": lines}


ORIGINS = "geomap.units.spots.filter(({ change }) => change?.origin).map(({ change }) => change.reach * 2)"


@pytest.mark.parametrize("width", [1100, 375])
def test_the_page_shows_the_change(chromium: Browser, built: Built, tmp_path: Path, width: int) -> None:
    html = (built.output / "mali-changes.html").read_text("utf-8")
    with opened(chromium, html, tmp_path, width) as page:
        rows = page.locator("tbody tr").all_inner_texts()
        assert any("Ansongo" in row and "No longer reported, was 2,400" in row for row in rows)
        assert page.locator("#geomap-key svg:not([hidden]) text").count() >= 7
        assert page.locator("g.unit-label", has_text="Timbuktu").text_content().endswith("now 2,000")
        origins = page.evaluate(ORIGINS)
        diameters = page.evaluate("geomap.data.symbols.unit.map((_, index) => geomap.units.diameter(index))")
        assert origins[0] == pytest.approx(diameters[4], abs=0.5)  # the patrol is as large as it was
        assert max(diameters) == diameters[-1]  # of the unit that is gone


def test_it_is_not_written_among_another_maps_files(project: Path, built: Built, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes((built.output / "manifest.json").read_bytes().replace(b"mali-", b"other-"))
    compared = compare_files(project / "old.yaml", project / "new.yaml")
    with pytest.raises(OutputError) as error:
        draw_changes(compared, tmp_path)
    place = tmp_path / "manifest.json"
    assert (
        str(error.value)
        == f"{place}: lists the outputs of another map; choose another folder for the map of the change"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.anew
def test_the_same_bytes_again(project: Path, built: Built, tmp_path: Path) -> None:
    draw_changes(compare_files(project / "old.yaml", project / "new.yaml"), tmp_path / "again")
    for path in built.output.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


GONE = """\
title: Posts
as_of: {date}
sources: {{{source}: {{publisher: The {source}}}}}
sides: {{{side}: {{label: Side {side}}}}}
units:
  - {{id: post, label: Post, at: {{lat: 16, lon: 0}}, troops: 500, side: {side}, sources: {source}}}
{unit}
layers:
  - {{kind: note, id: all, text: "{{troops}} in all", troops: {total}, sums: [{sums}], at: {{lat: 17, lon: 1}}}}
view: {{bounds: [-3, 15, 3, 19]}}
artboards: [{{id: narrow, width: 500}}]
outputs: [svg, csv]
"""
LEAVER = "  - {id: leaver, label: Leaver, at: {lat: 17, lon: -1}, troops: 300, side: old, sources: Gazette}"


def test_who_is_gone_keeps_a_source_and_a_side_that_the_later_config_knows_nothing_of(tmp_path: Path) -> None:
    old = GONE.format(date="2021-01-01", source="Gazette", side="old", unit=LEAVER, total=800, sums="post, leaver")
    new = GONE.format(date="2021-02-01", source="Herald", side="new", unit="", total=500, sums="post")
    (tmp_path / "old.yaml").write_text(old, "utf-8")
    (tmp_path / "new.yaml").write_text(new, "utf-8")
    draw_changes(compare_files(tmp_path / "old.yaml", tmp_path / "new.yaml"), tmp_path / "output")
    rows = {row["id"]: row for row in csv.DictReader((tmp_path / "output" / "new-changes.csv").open(encoding="utf-8"))}
    assert (rows["leaver"]["side"], rows["leaver"]["sources"]) == ("old", "Gazette")
    assert (rows["post"]["side"], rows["post"]["sources"]) == ("new", "Herald")
    texts = json.loads((tmp_path / "output" / "manifest.json").read_text("utf-8"))["artboards"]["narrow"]["texts"]
    assert any("The Gazette" in text["text"] and "The Herald" in text["text"] for text in texts)


def test_in_sums_who_is_gone_counts_for_nothing(tmp_path: Path) -> None:
    old = GONE.format(date="2021-01-01", source="Gazette", side="old", unit=LEAVER, total=800, sums="post, leaver")
    summed = (
        old.replace("2021-01-01", "2021-02-01").replace("{troops} in all", "{sum} in all").replace("troops: 800, ", "")
    )
    gone = summed.replace(
        "sources: Gazette}\nlayers", "sources: Gazette, as_of: 2021-01-01, until: 2021-01-20}\nlayers"
    )
    (tmp_path / "old.yaml").write_text(old, "utf-8")
    (tmp_path / "new.yaml").write_text(gone, "utf-8")
    draw_changes(compare_files(tmp_path / "old.yaml", tmp_path / "new.yaml"), tmp_path / "output")
    texts = json.loads((tmp_path / "output" / "manifest.json").read_text("utf-8"))["artboards"]["narrow"]["texts"]
    assert "500 in all" in [text["text"] for text in texts]


def test_a_map_of_a_change_is_checked_as_others_are(tmp_path: Path) -> None:
    """Its earlier circles, too, are no larger than the largest."""
    config = "legend: {{fixed_max: 1000}}\n" + CONFIG
    (tmp_path / "old.yaml").write_text(config.format(date="2021-03-01", units=OLD.replace("2400", "900")), "utf-8")
    (tmp_path / "new.yaml").write_text(config.format(date="2021-06-01", units=NEW), "utf-8")
    with pytest.raises(ConfigError) as error:
        draw_changes(compare_files(tmp_path / "old.yaml", tmp_path / "new.yaml"), tmp_path / "output")
    assert "legend.fixed_max: got 1,000, expected at least 2,000" in str(error.value)
    assert not (tmp_path / "output").exists()
