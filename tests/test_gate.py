"""Nothing that is published depends on what is held back: units under embargo may be others or none, and rounded ones
may stand elsewhere in their cells, and every byte is the same, those of the manifest and of the lock file among them.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.clock import build_day
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.facts.columns import Alike
from geomap.files import state
from geomap.gate import published
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build
from geomap.pipeline.changes import compare_files, draw_changes
from geomap.pipeline.check import freshness
from geomap.pipeline.freshness import layers
from geomap.pipeline.freshness.listing import stamped
from geomap.places.lock import LOCK_FILE

Config = dict[str, Any]
FAR = "2999-01-01"
PLACES = ("Gao", "Kidal", "Menaka", "Tessalit", "Bourem")  # of Mali, which the gazetteer knows
STEP = 0.5


TOLD = {  # texts that may tell where a unit is
    "notes": "By the well of the old caravanserai",
    "links": "mailto:nobody@example.org",
    "carried": {"MGRS": "31QBA"},
}


def config_of(chance: random.Random) -> Config:
    """A map with units of all kinds: some under embargo, some rounded, some of both."""
    units = [unit(chance, number) for number in range(chance.randint(4, 9))]
    ids = [row["id"] for row in units]
    named = chance.sample(ids, 2)
    return {
        "name": "map",
        "title": "Garrisons",
        "as_of": "2022-02-01",
        "snapshots": ["2022-01-10"] * chance.randint(0, 1),
        "sources": {name: {"publisher": f"The {name}"} for name in ("daily", "weekly", "whisper")},
        "sides": {name: {"label": f"Side {name}"} for name in ("x", "y", "z")},
        "abbreviations": {"Mirage camp": "MC", "Garrisons": "Garr.", "Post": "P."},
        "units": [*units, *(later(chance, row) for row in chance.sample(units, 2))],
        "layers": [
            {"kind": "note", "id": "sum", "text": "{sum} in all", "sums": named, "at": {"lat": 18.5, "lon": 1}},
            {"kind": "note", "id": "total", "text": "{troops} stated", "troops": 9000, "sums": named,
             "at": {"lat": 15.5, "lon": 1}},
            {"kind": "note", "id": "one", "text": "One camp", "sums": [ids[0]], "at": {"lat": 15, "lon": 2},
             "sources": ["weekly"]},
        ],
        "artboards": [
            {"id": "w", "width": 400, "scale": 1, "keep": [f"units.{name}" for name in named],
             "drop": [f"formations.{ids[0]}", "notes.sum"], "labels": {ids[1]: {"text": "By hand"}}}
        ],
        "outputs": ["geojson", "csv", "kml"],
    }  # fmt: skip


def unit(chance: random.Random, number: int) -> Config:
    row: Config = {"id": f"u{number}", "label": f"Post {number}", "troops": chance.choice([5, 700, {"about": 9000}])}
    row["as_of"] = "2022-01-05"
    row["side"], row["sources"] = chance.choice("xyz"), [chance.choice(("daily", "weekly", "whisper"))]
    row |= {"formations": [chance.choice(("tank", "infantry"))], "equipment": {"tanks": 3}} if number % 2 else {}
    if chance.random() < 0.4:
        row |= {"place": chance.choice(PLACES), "country": "ML"}
    else:
        row["at"] = {"lat": 16 + chance.random() * 2, "lon": chance.random() * 2}
    if chance.random() < 0.5:
        row |= {"notes": f"First seen at {number}\nfrom the road", "carried": {"Grid": f"31N {number}"}}
        row["links"] = [{"url": f"https://example.org/{number}", "title": "A report"}]
    row |= {"embargo_until": FAR, "label": f"Mirage camp {number}"} if chance.random() < 0.3 else {}
    return row | ({"precision": STEP} if chance.random() < 0.4 else {})


def later(chance: random.Random, row: Config) -> Config:
    """Another observation of a unit, which may be the one that is under embargo."""
    held = {"embargo_until": FAR} if chance.random() < 0.3 else {}
    return {"id": row["id"], "troops": 800, "as_of": f"2022-01-{chance.randint(6, 28):02}", **held}


def others(config: Config, chance: random.Random) -> Config:
    """The same config with other units under embargo, and with rounded ones elsewhere in their cells."""
    config = deepcopy(config)
    held, rounded = withheld(config), {row["id"] for row in config["units"] if "precision" in row}
    for row in config["units"]:
        if row["id"] in held:
            row |= {"troops": 123456, "label": "Quite another", "side": chance.choice("xyz"), "sources": ["whisper"]}
            row |= {"at": {"lat": 10.0, "lon": 30.0}, "formations": ["naval"], **TOLD}
        elif row["id"] in rounded:
            row.update(TOLD if chance.random() < 0.5 else {})
            if "at" in row:
                row["at"] = {axis: moved(value, chance) for axis, value in row["at"].items()}
    return config


def moved(value: float, chance: random.Random) -> float:
    """Somewhere else in the same cell."""
    return round(value / STEP) * STEP + (chance.random() - 0.5) * STEP * 0.99


def without(config: Config) -> Config:
    """The same config as though nobody had heard of the units under embargo."""
    config = deepcopy(config)
    held = withheld(config)
    config["units"] = [row for row in config["units"] if row["id"] not in held]
    notes = []
    for note in config["layers"]:
        left = [name for name in note["sums"] if name not in held]
        if left == note["sums"] or (left and "troops" not in note):
            notes.append({**note, "sums": left})
    config["layers"] = notes
    names = {note["id"] for note in notes}
    (board,) = config["artboards"]
    for key in ("keep", "drop"):
        rules = (rule.split(".") for rule in board[key])
        board[key] = [
            ".".join(rule) for rule in rules if rule[1] not in held and (rule[0] != "notes" or rule[1] in names)
        ]
    board["labels"] = {name: text for name, text in board["labels"].items() if name not in held}
    return config


def withheld(config: Config) -> set[str]:
    return {row["id"] for row in config["units"] if "embargo_until" in row}


def made(folder: Path, config: Config, **options: Any) -> dict[str, bytes]:
    """All that a build of a config publishes."""
    folder.mkdir(exist_ok=True)
    (folder / "map.yaml").write_text(json.dumps(config), "utf-8")
    build(folder / "map.yaml", **options)
    lock = folder / LOCK_FILE
    files = {path.name: path.read_bytes() for path in (folder / "output").iterdir()}
    return files | ({LOCK_FILE: lock.read_bytes()} if lock.exists() else {})


def assert_same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert one.keys() == other.keys()
    for name, data in one.items():
        assert data == other[name], name


@pytest.mark.parametrize("seed", range(14))
def test_nothing_depends_on_what_is_held_back(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    config = config_of(chance)
    first = made(tmp_path / "a", config)
    assert_same(first, made(tmp_path / "b", others(config, chance)))
    assert_same(first, made(tmp_path / "c", without(config)))
    if seed < 2:  # pictures and the page take longer
        drawn = {**config, "outputs": ["svg", "html", "gpkg", "kmz"]}
        first = made(tmp_path / "a", drawn)
        assert_same(first, made(tmp_path / "b", others(drawn, chance)))
        assert_same(first, made(tmp_path / "c", without(drawn)))


@pytest.mark.parametrize(("lon", "said"), [(179.96, 180.0), (-179.96, 180.0), (-180.0, 180.0), (179.94, 179.9)])
def test_the_meridian_of_180_degrees_has_one_name(tmp_path: Path, lon: float, said: float) -> None:
    """Or a rounded unit near it would tell which half of its cell it is in."""
    unit = {"id": "a", "label": "A", "at": {"lat": 16.0, "lon": lon}, "precision": 0.1}
    (tmp_path / "config.yaml").write_text(json.dumps({"units": [unit]}), "utf-8")
    (row,) = published(read_config(tmp_path / "config.yaml"), build_day()).units
    assert row.at and row.at.lon == said


def test_a_place_that_is_looked_up_is_as_hidden_as_a_typed_one(tmp_path: Path) -> None:
    """That it is one of the few places of the cell that gazetteers know would tell which."""
    row = {"id": "post", "label": "Post", "country": "ML", "precision": 0.5, "troops": 9}
    rest = {"units": [row], "outputs": ["geojson", "csv", "kml"]}
    looked_up = made(tmp_path / "a", {**rest, "units": [{**row, "place": "Gao"}]})
    typed = made(tmp_path / "b", {**rest, "units": [{**row, "place": "Somewhere", "at": {"lat": 16.3, "lon": 0.1}}]})
    assert LOCK_FILE not in looked_up
    assert_same(looked_up, typed)
    assert made(tmp_path / "a", {**rest, "units": [{**row, "place": "Gao"}]}, locked=True) == looked_up


def test_a_lock_file_loses_the_place_that_is_rounded_now(tmp_path: Path) -> None:
    rows = [{"place": "Kidal", "country": "ML"}, {"id": "post", "label": "Post", "place": "Gao", "country": "ML"}]
    assert b"Gao" in made(tmp_path, {"units": rows, "outputs": ["csv"]})[LOCK_FILE]
    lock = made(tmp_path, {"units": [rows[0], {**rows[1], "precision": 0.1}], "outputs": ["csv"]})[LOCK_FILE]
    assert b"Kidal" in lock and b"Gao" not in lock


ROWS = 80  # of a table that is read by columns
HEAD = ["id", "label", "place", "lat", "lon", "troops", "side", "precision", "embargo_until", "formations"]
HEAD += ["notes", "links", "Remark"]
HIDDEN: dict[str, list[Any]] = {
    "none": [],
    "plain": ["Mirage", "", 10.0, 30.0, 10**6, "y", "", FAR, "naval", "A well", "https://example.org/w", "MGRS"],
    "odd": [
        "Mirage",
        "Menaka",
        "",
        "",
        10**6,
        "y",
        0.25,
        FAR,
        "2 naval;tank",
        "",
        "",
        "",
    ],  # has to be read by itself, so all have
}


def table(hidden: list[Any], off: float) -> list[list[Any]]:
    """Rows of which every fifth is rounded, so far off the middle of its cell, and what is under embargo among them."""
    rows = []
    for number in range(ROWS):
        lat, lon, step = 15 + number / 40, 1 + number % 30 / 10, ""
        told = ["Seen", "https://example.org/a Report", f"No. {number % 3}"] if number % 4 else ["", "", ""]
        if number % 5 == 0:
            lat, lon, step = round(lat / STEP) * STEP + off, round(lon / STEP) * STEP - off, STEP
            told = [f"{off} off", f"https://example.org/{off}", f"{off}" if number % 2 else ""]
        rows.append([f"r{number}", f"Row {number}", "", lat, lon, number, "x", step, "", "tank", *told])
        if hidden and number % 20 == 7:
            rows.append([f"h{number}", *hidden])
    return rows


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_crowds_are_told_alike_whatever_is_held_back(tmp_path: Path, form: str) -> None:
    found = []
    for name, off in (("none", 0.05), ("plain", 0.1), ("odd", -0.2)):
        folder = tmp_path / name
        folder.mkdir()
        write_table(folder / f"units.{form}", table(HIDDEN[name], off), name)
        config = {
            "units_from": {"file": f"units.{form}", "carry": ["Remark"]},
            "sides": {"x": {"label": "X"}, "y": {"label": "Y"}},
            "artboards": [{"id": "w", "width": 400, "scale": 1}],
            "outputs": ["geojson", "svg" if form == "csv" else "kml"],
        }  # fmt: skip
        found.append(made(folder, config))
        assert isinstance(read_config(folder / "map.yaml").units, Alike) == (name != "odd")
    assert_same(found[0], found[1])
    assert_same(found[0], found[2])


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("down", ["", "embargo_until"])
def test_rows_that_are_left_out_are_told_but_for_those_under_embargo(tmp_path: Path, form: str, down: str) -> None:
    """Those at the end of the file, as line numbers are of the file. An observation of a unit that another row holds
    back is not told either.
    """
    if down and form == "parquet":
        pytest.skip("a file with types has no blank cells to fill")
    shown = [["a", "A", "", 16.0, 0.0, 5, "x", "", "2020-01-01", "tank"]]
    shown += [["b", "B", "", 16.5, 0.5, 6, "rumour", "", "2020-01-01", "tank"]]
    hidden = [["h", "Mirage", "", 10.0, 30.0, 7, side, "", day, "tank"] for side, day in (("x", FAR), ("rumour", ""))]
    hidden += [["i", "", "Gao", "", "", "", "rumour", "", FAR, ""], ["j", "", "Gao", 17, 1, 5, "rumour", "", FAR, ""]]
    options: Config = {"where": {"side": "x"}, "ignore": ["side"], **({"fill_down": [down]} if down else {})}
    config = {"units_from": {"file": f"units.{form}", **options}, "outputs": ["csv"], "sides": {"x": {"label": "X"}}}
    found = []
    for name, rows in (("all", hidden), ("one", hidden[2:3]), ("none", [])):
        (tmp_path / name).mkdir()
        write_table(tmp_path / name / f"units.{form}", [*shown, *rows], "rows")
        (tmp_path / name / "map.yaml").write_text(json.dumps(config), "utf-8")
        path = str(tmp_path / name / "map.yaml")
        asked = [["build"], ["validate"], ["build", "--json", "--force"], ["validate", "--json"]]
        done = [CliRunner().invoke(main, [command[0], path, *command[1:]]) for command in asked]
        found.append([one.output.replace(str(tmp_path / name), "") for one in done])
    assert found[0] == found[1] == found[2]
    assert f"units.{form}: 1 row left out by `where`: {2 if form == 'parquet' else 3}\n" in found[0][0]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "sums"])
def test_a_table_of_which_all_is_held_back_is_as_one_without_rows(tmp_path: Path, form: str) -> None:
    """The one that has no rows is that of a file with a row that `where` passes over."""
    found = []
    for name, day, status in (("held", FAR, "ok"), ("none", "2000-01-01", "no")):
        (tmp_path / name).mkdir()
        config: Config = {"name": "map", "view": {"bounds": [-5, 14, 8, 22]}, "as_of": "2022-01-01",
                          "snapshots": ["2021-01-01"], "artboards": [{"id": "w", "width": 335}],
                          "outputs": ["csv", "html", "svg", "geojson", "gpkg", "kml", "parquet"]}  # fmt: skip
        text = f"id,label,lat,lon,troops,embargo_until,status\na,A,16.1,1.4,5,{day},{status}\n"
        if form == "sums":
            as_form(tmp_path / name / "u.csv", text if name == "held" else text.partition("\n")[0] + "\n")
            config |= {"aggregate": {"file": "u.csv", "by": "grid"}}
        else:
            as_form(tmp_path / name / f"u.{form}", text)
            config["units_from"] = {"file": f"u.{form}", "where": {"status": ["ok"]}}
        path = str(tmp_path / name / "map.yaml")
        Path(path).write_text(json.dumps(config), "utf-8")
        asked = (
            ["validate", path],
            ["build", path],
            ["check", path, "--redraw"],
            ["explain", "a", path],
            ["animate", path],
            ["diff", path, path],
        )
        done = [CliRunner().invoke(main, command) for command in asked]
        assert not [one.exception for one in done if one.exception and not isinstance(one.exception, SystemExit)]
        said = [re.sub(r".* row left out .*\n", "", one.output).replace(str(tmp_path / name), "") for one in done]
        found.append((said, {file.name: file.read_bytes() for file in (tmp_path / name / "output").iterdir()}))
    assert found[0] == found[1]


def write_table(path: Path, rows: list[list[Any]], sheet: str) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD[: len(rows[0])], *rows])
        return
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        [[None if cell == "" else cell for cell in row] for row in rows], columns=HEAD[: len(rows[0])]
    )
    frame.to_excel(path, index=False, sheet_name=sheet) if path.suffix == ".xlsx" else frame.to_parquet(path)


def test_a_layer_is_what_is_drawn_of_its_file(tmp_path: Path) -> None:
    """Not what else the file holds, nor how it is called and written."""
    line = {
        "type": "Feature",
        "properties": {"public": "yes"},
        "geometry": {"type": "LineString", "coordinates": [[0, 16], [1, 17]]},
    }
    secret = {
        **line,
        "properties": {"public": "no"},
        "geometry": {"type": "LineString", "coordinates": [[0, 15], [2, 17]]},
    }
    row = {"kind": "line", "id": "front", "role": "contact_line", "where": {"public": "yes"}}
    found = []
    for name, features in (("a", [line]), ("b", [secret, line])):
        (tmp_path / name).mkdir()
        content = json.dumps({"type": "FeatureCollection", "features": features})
        (tmp_path / name / f"{name}.geojson").write_text(content, "utf-8")
        units = [{"id": "u", "at": {"lat": 16.0, "lon": 0.0}}]
        config = {"units": units, "layers": [{**row, "file": f"{name}.geojson"}], "outputs": ["geojson"]}
        found.append(made(tmp_path / name, config))
    assert_same(*found)


def test_an_atlas_has_no_page_of_a_side_that_only_hidden_units_have(tmp_path: Path) -> None:
    units = [
        {"id": name, "at": {"lat": 16, "lon": 0}, "side": side, "troops": troops}
        for name, side, troops in (("a", "x", 5), ("b", "y", 10**6))
    ]
    config = {
        "title": "{side}", "sides": {"x": {"label": "Ex"}, "y": {"label": "Why"}}, "pages": {"sides": ["x", "y"]},
        "units": [units[0], {**units[1], "embargo_until": FAR}], "outputs": ["csv"],
    }  # fmt: skip
    for name, rows in (("a", config["units"]), ("b", units[:1])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "map.yaml").write_text(json.dumps({**config, "units": rows}), "utf-8")
        assert not build_atlas(tmp_path / name / "map.yaml").failed
        assert not freshness(tmp_path / name / "map.yaml").problems
    one, other = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in (tmp_path / name / "output").rglob("*.*")
        }
        for name in "ab"
    )
    assert_same(one, other)
    (tmp_path / "a" / "map.yaml").write_text(json.dumps({**config, "pages": {"sides": ["y"]}}), "utf-8")
    with pytest.raises(ConfigError, match="none of these sides has a unit on the map"):
        build_atlas(tmp_path / "a" / "map.yaml")


def test_a_map_of_a_change_knows_no_more_than_both_states(tmp_path: Path) -> None:
    """What one state holds back is in no word of the other, its notes, sides and sources among them."""
    shown = {"id": "a", "label": "A", "at": {"lat": 16.0, "lon": 0.0}, "troops": 5, "side": "x"}
    hidden = {
        "id": "b",
        "label": "Mirage",
        "at": {"lat": 16.1234, "lon": 0.4321},
        "troops": 7,
        "side": "y",
        "sources": ["s"],
    }
    note = {
        "kind": "note",
        "id": "n",
        "text": "{troops} told",
        "troops": 12,
        "sums": ["a", "b"],
        "at": {"lat": 17, "lon": 0},
    }
    rest = {"sides": {"x": {"label": "Ex"}, "y": {"label": "Yonder side"}}, "sources": {"s": {"publisher": "Whisper"}},
            "artboards": [{"id": "w", "width": 400, "scale": 1}], "outputs": ["svg", "geojson"]}  # fmt: skip
    states = {
        "old": {**rest, "units": [shown, hidden], "layers": [note]},
        "new": {**rest, "units": [{**shown, "troops": 9}, {**hidden, "embargo_until": FAR}], "layers": [note]},
    }
    for name, config in states.items():
        (tmp_path / f"{name}.yaml").write_text(json.dumps(config), "utf-8")
    for old, new in (("old", "new"), ("new", "old")):
        compared = compare_files(tmp_path / f"{old}.yaml", tmp_path / f"{new}.yaml")
        draw_changes(compared, tmp_path / f"to-{new}")
        for path in (tmp_path / f"to-{new}").iterdir():
            text = path.read_text("utf-8")
            assert not [word for word in ("Mirage", "Yonder", "Whisper", "16.12", "12 told") if word in text], path
    done = CliRunner().invoke(
        main, ["diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--format", "json"]
    )
    assert "Mirage" not in done.output and '"b"' not in done.output


@pytest.mark.parametrize("hidden", [{"embargo_until": FAR}, {"precision": 1}])
@pytest.mark.parametrize("turned", [False, True])
def test_a_diff_is_the_same_whatever_one_state_hides(tmp_path: Path, hidden: dict[str, Any], turned: bool) -> None:
    """Its text, what it warns of, and each file of the map of the change; days and other spellings of places are told
    of neither state.
    """
    row = {"id": "b", "label": "Post", "country": "ML", "troops": 7, "as_of": "2024-01-01"}
    places = [{"place": "Gao"}, {"at": {"lat": 16.3, "lon": 0.1}}]
    if "embargo_until" in hidden:
        places += [{"place": "Tombuctou", "as_of": "2024-05-05", "troops": 9}, None]
    shown = {"id": "a", "label": "Alpha", "at": {"lat": 16.0, "lon": 0.0}, "troops": 5, "as_of": "2024-01-01"}
    rest = {
        "artboards": [{"id": "w", "width": 400, "scale": 1}],
        "outputs": ["svg"],
        "view": {"bounds": [-6, 13, 4, 19]},
    }
    said = set()
    for number, place in enumerate(places):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, kept in (("old", {}), ("new", hidden)):
            rows = [shown, *([{**row, **place, **kept}] if place else [])]
            (folder / f"{name}.yaml").write_text(json.dumps({**rest, "units": rows}), "utf-8")
        names = [str(folder / f"{name}.yaml") for name in (("new", "old") if turned else ("old", "new"))]
        done = CliRunner().invoke(main, ["diff", *names, "--format", "json", "--out", str(folder / "out")])
        told = [path.read_bytes() for path in sorted((folder / "out").iterdir())]
        said.add((done.output.replace(str(folder), ""), *told))
    assert len(said) == 1


@pytest.mark.parametrize(
    ("row", "made_of_it"),
    [
        ("place: Gao", "id and label are"),
        ("place: Gao, label: Post", "id is"),
        ("place: Gao, id: post", "label is"),
        ("place: Gao, id: post, label: {hide: true}", "label is"),
        ("place: Gao, at: {lat: 16.27, lon: 0}, label: Post", "id is"),
    ],
)
def test_a_rounded_unit_is_asked_for_a_name_that_is_not_its_place(tmp_path: Path, row: str, made_of_it: str) -> None:
    (tmp_path / "map.yaml").write_text(f"units:\n  - {{{row}, precision: 0.1}}\n", "utf-8")
    done = CliRunner().invoke(main, ["validate", str(tmp_path / "map.yaml")])
    assert done.exit_code == 1
    assert f"would tell where the unit is, which its `precision` hides: its {made_of_it} made of it" in done.stderr
    assert "map.yaml:2:13: units[0].place: " in done.stderr


def test_the_precision_of_any_row_asks_all_rows_of_the_unit(tmp_path: Path) -> None:
    first, second = "{place: Gao, as_of: 2022-01-01}", "{id: gao, label: Post, precision: 0.1, as_of: 2022-02-01}"
    (tmp_path / "map.yaml").write_text(f"units:\n  - {first}\n  - {second}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"units\[0\].place: would tell where the unit is"):
        read_config(tmp_path / "map.yaml")
    (tmp_path / "units.csv").write_text("place,lat,lon\n" + "".join(f"P{n},1,{n % 90}\n" for n in range(700)), "utf-8")
    (tmp_path / "map.yaml").write_text("units_from: {file: units.csv, defaults: {precision: 0.1}}\n", "utf-8")
    with pytest.raises(ConfigError, match="would tell where the unit is"):
        read_config(tmp_path / "map.yaml")


def test_rows_of_a_place_are_not_summed_up_where_it_is_rounded(tmp_path: Path) -> None:
    rows = ["lat,lon,troops,place,precision,embargo_until", "16.2,0.1,5,Gao,,", f"16.2,0.1,5,Gao,0.1,{FAR}"]
    (tmp_path / "rows.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "map.yaml").write_text("aggregate: {file: rows.csv, by: place}\n", "utf-8")
    assert len(read_config(tmp_path / "map.yaml").units) == 1, "what is under embargo says nothing"
    (tmp_path / "rows.csv").write_text("\n".join([*rows, "16.2,0.1,5,Kidal,0.1,"]) + "\n", "utf-8")
    with pytest.raises(ConfigError, match="the names of their places undo"):
        read_config(tmp_path / "map.yaml")


BUILT = {
    "units": [{"id": "a", "at": {"lat": 16.27, "lon": -0.04}, "troops": 9}],
    "layers": [{"kind": "line", "id": "front", "role": "contact_line", "file": "front.geojson"}],
    "outputs": ["csv", "geojson"],
}
FRONT = '{"type": "LineString", "coordinates": [[-1, 16], [1, %s]]}'


@pytest.mark.parametrize("remembers", [True, False])
def test_a_fresh_clone_is_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, remembers: bool) -> None:
    """With what another build has remembered of the same path, and with nothing but the committed files."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "clone"
    folder.mkdir()
    (folder / "front.geojson").write_text(FRONT % 17, "utf-8")
    made(folder, BUILT)
    kept = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert kept and all(path.stat().st_mode & 0o077 == 0 for path in kept)
    if not remembers:
        monkeypatch.setenv("XDG_STATE_HOME", "nowhere")
    assert not freshness(folder / "map.yaml", redraw=True).problems
    assert not build(folder / "map.yaml").why
    (folder / "front.geojson").write_text(FRONT % 17.0, "utf-8")
    assert not freshness(folder / "map.yaml").problems, "the same line, written otherwise"
    (folder / "front.geojson").write_text(FRONT % 17.5, "utf-8")
    assert "layer front" in str(freshness(folder / "map.yaml").problems[0])
    (folder / "front.geojson").write_text(FRONT % 17, "utf-8")
    (folder / "output" / "map.csv").write_bytes((folder / "output" / "map.csv").read_bytes().replace(b"9", b"8"))
    assert [file.state for file in freshness(folder / "map.yaml").files] == ["changed by hand", "up to date"]


def test_what_is_remembered_is_believed_by_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another has put there is no digest of ours, and old maps are forgotten."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(state, "_MOST_MAPS", 3)
    for number in range(5):
        state.remember(tmp_path / f"{number}.yaml", {"key": f"{number}"})
    kept = [*(tmp_path / "state" / "geomap" / "maps").iterdir()]
    assert len(kept) == 3
    assert state.recalled(tmp_path / "4.yaml") == {"key": "4"}
    for content in (b"{", b"[]", b'{"key": 1}', b"\xff"):
        for path in kept:
            path.write_bytes(content)
        assert state.recalled(tmp_path / "4.yaml") == {}
    kept[0].unlink()
    kept[0].symlink_to(tmp_path / "elsewhere")
    assert not any(state.recalled(tmp_path / f"{number}.yaml") for number in range(5))


@pytest.mark.skipif(os.name == "nt", reason="of another kind there")
@pytest.mark.parametrize("whose", ["everybody's", "another's"])
def test_a_folder_of_others_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str) -> None:
    """They could put what was kept of one map, or the key of another, in the place of what they may not read."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "geomap").mkdir()
    if whose == "everybody's":
        (tmp_path / "geomap").chmod(0o777)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "geomap").stat().st_uid + 1)
    state.remember(tmp_path / "map.yaml", {"key": "1"})
    assert not state.signed(tmp_path, "a text") and not state.recalled(tmp_path / "map.yaml")
    assert not [*(tmp_path / "geomap").iterdir()]


def test_what_is_saved_while_a_build_runs_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build tells what it has read, not what stands there when it ends."""
    (tmp_path / "front.geojson").write_text(FRONT % 17, "utf-8")
    config = tmp_path / "map.yaml"
    made(tmp_path, BUILT)
    text = config.read_text("utf-8")
    build(config, force=True, done=lambda total: config.write_text(text.replace('"troops": 9', '"troops": 8'), "utf-8"))
    assert "changed since the build: units" in str(freshness(config).problems[0])
    assert build(config).why and not freshness(config).problems
    read = layers.read_layers

    def read_and_saved(config: Any) -> Any:
        found = read(config)
        (tmp_path / "front.geojson").write_text(FRONT % 18, "utf-8")
        return found

    monkeypatch.setattr(layers, "read_layers", read_and_saved)
    build(config, force=True)
    monkeypatch.setattr(layers, "read_layers", read)
    assert "changed since the build: layer front" in str(freshness(config).problems[0])


def test_bytes_that_are_drawn_otherwise_are_told_where_all_is_redrawn(tmp_path: Path) -> None:
    made(tmp_path, {**BUILT, "layers": []})
    manifest, output = tmp_path / "output" / "manifest.json", tmp_path / "output" / "map.csv"
    listed = json.loads(manifest.read_text("utf-8"))
    output.write_bytes(output.read_bytes().replace(b"9", b"8"))
    other = next(row for row in listed["outputs"] if row["path"] == "map.csv")
    other["sha256"] = sha256(output.read_bytes()).hexdigest()
    manifest.write_bytes(stamped(json.dumps(listed, indent=1).encode()))  # as one who knows how it is made
    assert not freshness(tmp_path / "map.yaml").problems
    done = CliRunner().invoke(main, ["check", str(tmp_path / "map.yaml"), "--redraw"])
    assert (done.exit_code, done.stderr) == (1, f"{output}: not what is drawn now; build it again\n")


def test_a_manifest_of_an_earlier_form_is_read_and_its_hashes_are_spoken_of_once(tmp_path: Path) -> None:
    made(tmp_path, {**BUILT, "layers": []})
    path = tmp_path / "output" / "manifest.json"
    listed = json.loads(path.read_text("utf-8"))
    outputs = [
        {"path": row["path"], "sha256": row["sha256"], "bytes": row["bytes"], "key": "0" * 16}
        for row in listed["outputs"]
    ]
    tool = {"name": "geomap", "version": "0.1.0", "lock": None}
    old = {
        "tool": tool,
        "inputs": [{"path": "map.yaml", "sha256": "0", "bytes": 1}],
        "outputs": outputs,
        "parts": {},
        "artboards": {},
    }
    path.write_text(json.dumps(old), "utf-8")
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "map.yaml")])
    assert checked.exit_code == 1 and "made by geomap 0.1.0" in checked.stderr
    first, second = build(tmp_path / "map.yaml"), build(tmp_path / "map.yaml")
    assert {*first.why.values()} == {"made by an older geomap"} and not second.why
    assert "they remain in the history of git" in str(first.warnings[-1])
    assert not second.warnings
    assert "inputs" not in json.loads(path.read_text("utf-8"))


HIDDEN_NAMES = (
    *("Secret Division", "Secret", "Kidalites", "2 Tank Division", "Division Second", "Rifle Corps", "Garrisons"),
    *("Norway", "South", "North Sea", "daily"),
)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        *((name, "html") for name in HIDDEN_NAMES),
        ("Secret", "svg"),
        ("South", "svg"),
        *(
            pytest.param(name, "svg", marks=pytest.mark.long)
            for name in HIDDEN_NAMES
            if name not in ("Secret", "South")
        ),
    ],
)
def test_a_shorter_wording_that_only_a_hidden_unit_reaches_goes_with_it(tmp_path: Path, name: str, form: str) -> None:
    """Also where what is said begins alike, or has each of its words, or has it where nothing is shortened, or another
    entry comes before it, or it is the name of ground that is not on the map.
    """
    shown = {
        "id": "a",
        "label": "Second Division of Kidal, Rifle Corps 9",
        "at": {"lat": 16, "lon": 0},
        "formations": ["tank", "tank"],
        "sources": ["daily"],
    }
    hidden = {"id": "b", "label": f"The {name}", "at": {"lat": 17, "lon": 1}, "embargo_until": FAR}
    rest = {
        "title": "Garrisons",
        "sources": {"daily": {"publisher": "The daily"}},
        "units": [shown, hidden],
        "artboards": [{"id": "phone", "width": 335}],
        "outputs": [form],
    }
    table = {"Rifle Corps 9": "RC9", "Mali": "Mal."}
    one = made(tmp_path / "a", {**rest, "abbreviations": {**table, name: "X\u4e00"}})
    assert_same(one, made(tmp_path / "b", {**rest, "abbreviations": table}))


@pytest.mark.parametrize(
    "name",
    ["Second Division", "rifle squadrons", "tank units", "Division", "The front", "Seen", "in all", "By hand", "No",
     "Mali", "Algeria"],
)  # fmt: skip
def test_a_shorter_wording_of_what_is_said_stays(tmp_path: Path, name: str) -> None:
    """Of formations as the map words them, more than one too; of notes, call-outs and ground. Each is used."""
    rows = [{"id": "a", "label": "Second Division", "at": {"lat": 20, "lon": 0}, "troops": 5000,
             "formations": [{"type": "rifle squadron", "count": 3}, {"type": "tank", "count": 2}]},
            {"id": "b", "label": "Alpha", "at": {"lat": 17, "lon": 2}}]  # fmt: skip
    layers = [
        {"kind": "arrow", "id": "arrow", "label": "The front moves", "from": {"lat": 16, "lon": 0},
         "to": {"lat": 18, "lon": 2}},
        {"kind": "label", "id": "label", "text": "Seen", "at": {"lat": 22, "lon": 2}},
        {"kind": "note", "id": "note", "text": "{sum} in all", "sums": ["a"], "at": {"lat": 22, "lon": 0}},
        {"kind": "note", "id": "no", "text": "no more", "at": {"lat": 21, "lon": 3}},
    ]  # fmt: skip
    config = {
        "units": rows,
        "layers": layers,
        "view": {"bounds": [-6, 14, 8, 26]},
        "artboards": [{"id": "w", "width": 900, "abbreviate": "always", "labels": {"b": {"text": "By hand"}}}],
        "abbreviations": {name: "Xx"},
        "outputs": ["html"],
    }
    files = made(tmp_path, config)
    assert published(read_config(tmp_path / "map.yaml"), build_day()).abbreviations == {name: "Xx"}
    assert b"Xx" in files["map.html"]


@pytest.mark.anew
def test_a_shorter_name_of_ground_that_is_changed_is_drawn_anew(tmp_path: Path) -> None:
    row = {"id": "a", "label": "Gao", "at": {"lat": 16, "lon": 0}}
    rest = {"units": [row], "outputs": ["svg"]}
    path = tmp_path / "map.yaml"
    made(tmp_path, {**rest, "abbreviations": {"Mali": "Mal.", "Norway": "N."}})
    path.write_text(json.dumps({**rest, "abbreviations": {"Mali": "M.", "Norway": "No."}}), "utf-8")
    assert next(iter(freshness(path).problems)).text.endswith("abbreviations")
    path.write_text(json.dumps({**rest, "abbreviations": {"Mali": "Mal.", "Norway": "No."}}), "utf-8")
    assert freshness(path).problems == ()


LINE = (
    "{{sources: {{s: {{publisher: S}}}}, view: {{bounds: [-5, 14, 8, 22]}}, outputs: [csv], units: [{units}], {rest}}}"
)
BESIDE = {  # what stands before another value in its line, in two lengths
    "embargo": ("{id: h, at: {lat: 16, lon: 1}, embargo_until: 2999-01-01}",
                "{id: hidden, label: Long, at: {lat: 16.125, lon: 1}, embargo_until: 2999-01-01}"),
    "precision": ("{id: h, at: {lat: 16, lon: 1}, precision: 0.5, troops: 7}",
                  "{id: h, at: {lat: 16.0001, lon: 1.0001}, precision: 0.5, troops: 7}"),
}  # fmt: skip


@pytest.mark.parametrize("what", BESIDE)
@pytest.mark.parametrize(
    "command", [["validate", "--strict"], ["build", "--strict"], ["validate", "--json", "--strict"]]
)
def test_no_column_tells_how_long_it_is_what_is_held_back(tmp_path: Path, what: str, command: list[str]) -> None:
    said = []
    for name, hidden in zip("ab", BESIDE[what], strict=True):
        (tmp_path / name).mkdir()
        rest = "layers: [{kind: place, id: p, at: {lat: 16, lon: 30}, label: P}]"
        text = LINE.format(units=f"{hidden}, {{id: r, at: {{lat: 17, lon: 1}}, troops: 5}}", rest=rest)
        (tmp_path / name / "map.yaml").write_text(text, "utf-8")
        done = CliRunner().invoke(main, [command[0], str(tmp_path / name / "map.yaml"), *command[1:]])
        said.append((done.exit_code, done.output.replace(str(tmp_path / name), "")))
    assert said[0] == said[1]
    assert said[0][0] == 1
    assert "units[1].troops" in said[0][1]


def test_a_column_is_told_where_nothing_stands_before_it(tmp_path: Path) -> None:
    rows = (
        "  - id: h\n    at: {lat: 16, lon: 1}\n    embargo_until: 2999-01-01\n  - id: r\n    at: {lat: lots, lon: 1}\n"
    )
    (tmp_path / "map.yaml").write_text(f"units:\n{rows}", "utf-8")
    with pytest.raises(ConfigError, match=r"map.yaml:6:15: units\[1\].at.lat: got"):
        read_config(tmp_path / "map.yaml")


@pytest.mark.parametrize("command", ["build", "validate", "check", "animate", "diff", "explain"])
def test_a_map_of_which_all_is_held_back_needs_bounds_as_one_without_units_does(tmp_path: Path, command: str) -> None:
    said = []
    table = "id,lat,lon,embargo_until\nh,1,1,2999-01-01\n"
    (tmp_path / "u.csv").write_text(table, "utf-8")
    for units in (
        "units: []",
        "units: [{id: h, at: {lat: 1, lon: 1}, embargo_until: 2999-01-01}]",
        "units_from: u.csv",
    ):
        path = tmp_path / "map.yaml"
        path.write_text(f"outputs: [csv, svg]\nartboards: [{{id: w, width: 335}}]\n{units}\n", "utf-8")
        arguments = {"diff": [str(path), str(path)], "explain": ["h", str(path)]}.get(command, [str(path)])
        done = CliRunner().invoke(main, [command, *arguments])
        said.append((done.exit_code, done.output))
    assert said[0] == said[1] == said[2]
    assert said[0][0] != 0
    assert "view: a map without units needs bounds" in said[0][1]


PASSED = {  # what of a table is read, and rows that are passed over
    "where": ("where: {status: ok}", "a,A,16.12,1.34,2022-02-01,{day},{step},draft\n"),
    "skip_rows": ("skip_rows: [5]", "a,A,16.12,1.34,2022-02-01,{day},{step},ok\n"),
    "no id": ("where: {status: ok}, columns: {label: id, id: label}", "a,A,16.12,1.34,2022-02-01,{day},{step},draft\n"),
    "filled down": ("where: {status: ok}, fill_down: [id]", ",A,16.12,1.34,2022-02-01,{day},{step},draft\n"),
    "filled down from it": ("skip_rows: [2], fill_down: [embargo_until, precision]", ""),
    "another": ("where: {status: ok}", ""),
    "default": ("where: {status: ok}", ""),
}


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize(("day", "step"), [(FAR, ""), ("", "0.5")])
@pytest.mark.parametrize("how", PASSED)
def test_rows_that_are_passed_over_hold_their_unit_back(
    tmp_path: Path, how: str, day: str, step: str, form: str
) -> None:
    """Each map is that of a config that states the row's day or degrees in a row that is read."""
    entry, row = PASSED[how]
    if form == "parquet" and ("skip" in how or "down" in how):
        pytest.skip("a file with types has no blank cells, and no rows with numbers that people see")
    head = "id,label,lat,lon,as_of,embargo_until,precision,status\n"
    rows = "b,B,17,1,2022-01-01,,,ok\nc,C,17.3,1,2022-01-01,,,ok\na,A,16.12,1.34,2022-01-01,,,ok\n"
    held = row.format(day=day, step=step)
    if how == "filled down from it":
        above = f"x,X,16,1,2022-01-01,{day},{step},ok\n"
        rows = above + "a,A,16.12,1.34,2022-01-01,,,ok\n"
    entries = [f"{{file: u.{form}, {entry}}}"]
    (tmp_path / "hidden").mkdir()
    as_form(tmp_path / "hidden" / f"u.{form}", head + rows + held)
    if how in ("another", "default"):
        stated = f", defaults: {json.dumps({'embargo_until': day} if day else {'precision': 0.5})}"
        entries.append(f"{{file: v.csv, where: {{status: none}}{stated if how == 'default' else ''}}}")
        own = (day, step) if how == "another" else ("", "")
        text = head + f"a,,,,2022-02-01,{own[0]},{own[1]},draft\n"
        (tmp_path / "hidden" / "v.csv").write_text(text, "utf-8")
    config = f"{{name: m, view: {{bounds: [-5,14,8,22]}}, outputs: [csv, geojson], units_from: [{', '.join(entries)}]}}"
    (tmp_path / "hidden" / "map.yaml").write_text(config, "utf-8")
    build(tmp_path / "hidden" / "map.yaml")
    told = (tmp_path / "hidden" / "output" / "m.csv").read_text("utf-8")
    assert ("16.12" in told, '"A"' in told) == (False, bool(step))


def as_form(path: Path, text: str) -> None:
    """A table that is written as CSV in another format."""
    if path.suffix == ".csv":
        path.write_text(text, "utf-8")
        return
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.StringIO(text))
    frame.to_excel(path, index=False) if path.suffix == ".xlsx" else frame.to_parquet(path)


def passing(folder: Path, passed: str, **keys: object) -> Path:
    """A config of a table of which it passes over the rows that are drafts, with other keys."""
    folder.mkdir(exist_ok=True)
    head = "id,place,lat,lon,embargo_until,precision,status\n"
    (folder / "u.csv").write_text(f"{head}a,,16.12,1.34,,,ok\nb,,17,1,,,ok\n{passed}", "utf-8")
    entry = {"file": "u.csv", "where": {"status": "ok"}}
    config = {"name": "m", "view": {"bounds": [-5, 14, 8, 22]}, "outputs": ["csv"], "units_from": [entry], **keys}
    (folder / "map.yaml").write_text(json.dumps(config), "utf-8")
    return folder / "map.yaml"


@pytest.mark.parametrize(("cells", "said"), [("soon,", "column embargo_until: got \"soon\", expected a day"),
                                             (",0.00000001", "column precision: got 1e-08, expected")])  # fmt: skip
def test_what_a_row_that_is_passed_over_says_unreadably_of_a_unit_is_refused(
    tmp_path: Path, cells: str, said: str
) -> None:
    config = passing(tmp_path, f"a,,,,{cells},draft\n")
    with pytest.raises(ConfigError, match=said) as caught:
        read_config(config)
    assert "u.csv:4: " in str(caught.value)
    assert "also where the row is passed over" in str(caught.value)
    assert len(read_config(passing(tmp_path, f"total,,,,{cells},draft\n")).units) == 2


def test_a_name_that_tells_the_place_is_refused_where_a_row_that_is_passed_over_hides_it(tmp_path: Path) -> None:
    config = passing(tmp_path, "gao,,,,,0.5,draft\n,Gao,16.27,-0.04,,,ok\n")
    with pytest.raises(ConfigError, match="would tell where the unit is, which its `precision` hides"):
        read_config(config)


def test_a_log_says_nothing_of_rows_that_another_table_holds_back(tmp_path: Path) -> None:
    said = []
    for name, held in (("held", "h,,16,1,,,draft\n"), ("none", "")):
        units = [{"id": "H", "at": {"lat": 1, "lon": 1}, "embargo_until": FAR}]
        config = passing(tmp_path / name, f"s,,16,1,,,draft\n{held}", units=units)
        done = CliRunner().invoke(main, ["validate", str(config)])
        said.append(done.output.replace(str(tmp_path / name), ""))
    assert said[0] == said[1]
    assert "u.csv: 1 row left out by `where`: 4" in said[0]


def test_what_is_passed_over_holds_in_the_table_that_is_summed_up_and_in_a_diff(tmp_path: Path) -> None:
    rows = "id,lat,lon,troops\nh,16,1,5\nz,16,1,7\n"
    sums = {"aggregate": {"file": "rows.csv", "by": "grid"}}
    before, after = passing(tmp_path / "a", "", **sums), passing(tmp_path / "b", f"h,,,,{FAR},,draft\n", **sums)
    for config in (before, after):
        (config.parent / "rows.csv").write_text(rows, "utf-8")
    assert [row.troops.minimum for row in read_config(after).units if row.troops] == [7]  # type: ignore[union-attr]
    gone = passing(tmp_path / "c", f"h,,16,1,{FAR},,draft\n")
    seen = passing(tmp_path / "d", "h,,16,1,,,ok\n")
    text = CliRunner().invoke(main, ["diff", str(seen), str(gone)]).output
    assert "h" not in text.replace("the", "").split()


def test_a_hint_names_no_unit_that_another_row_holds_back(tmp_path: Path) -> None:
    note = {"kind": "note", "id": "n", "text": "{sum}", "sums": ["post-1"], "at": {"lat": 1, "lon": 2}}
    at = {"lat": 1, "lon": 1}
    units = [{"id": "post-11", "at": at, "as_of": "2022-01-01"},
             {"id": "post-11", "as_of": "2022-01-02", "embargo_until": FAR},
             {"id": "post-12", "at": at}, {"id": "post-13", "at": at}]  # fmt: skip
    with pytest.raises(ConfigError) as caught:
        read_config(passing(tmp_path, f"post-12,,,,{FAR},,draft\n", units=units, layers=[note]))
    assert str(caught.value).endswith('"post-1" is not in `units`; did you mean post-13?')
