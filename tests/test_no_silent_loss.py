"""Every unit of a config is on each artboard, page and export, or counted and listed with the reason why it is not."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.relocations import SUMMED
from tests.examples import BARE, mostly_long

pytestmark = pytest.mark.lean(BARE)

DAY = "2022-02-01"
LATER, OVER = {"as_of": "2022-03-01"}, {"as_of": "2021-12-01", "until": "2022-01-05"}


def said(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exit_code == 0, done.stderr
    return done.stdout + done.stderr


def position(chance: random.Random) -> dict[str, float]:
    """In the midst of others, upon others, or far away."""
    kind = chance.random()
    if kind < 0.6:
        return {"lat": round(48 + chance.gauss(0, 0.3), 4), "lon": round(37 + chance.gauss(0, 0.3), 4)}
    return {"lat": 48, "lon": 37} if kind < 0.8 else {"lat": chance.uniform(-60, 70), "lon": chance.uniform(-179, 179)}


def unit(chance: random.Random, number: int) -> dict[str, Any]:
    """A unit with whatever may keep it from being seen."""
    troops = chance.choice([0, 1, 100, 5000, 90_000, "unknown", {"min": 10, "max": 4000}, None])
    row: dict[str, Any] = {"id": f"u{number}", "label": f"Unit {number}", "at": position(chance)}
    row |= {"troops": troops} if troops is not None else {}
    row |= {"embargo_until": "2999-01-01"} if chance.random() < 0.15 else {}
    row |= chance.choices([{}, {"as_of": "2022-01-01"}, LATER, OVER], [6, 2, 1, 1])[0]
    row |= {"formations": ["tank", "infantry"]} if chance.random() < 0.2 else {}
    return row | ({"label": {"text": row["label"], "hide": True}} if chance.random() < 0.1 else {})


def config_of(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    units = [unit(chance, number) for number in range((3, 12, 20, 40)[seed % 4])]
    boards = [{"id": "wide", "width": 700, "scale": 1}, {"id": "phone", "width": 335, "scale": 1}]
    boards[1]["drop"] = ([], ["units.u0", "units.u1"], ["units"], ["pictograms", "formations"])[seed // 2 % 4]
    view = {"bounds": [36.5, 47.5, 37.5, 48.5]} if seed % 3 else {"fit": "units"}
    detail = {"kind": "detail", "id": "d", "bounds": [36.9, 47.9, 37.1, 48.1]}
    insets = {"insets": [detail]} if seed % 3 == 1 else {}
    outputs = ["svg", "html", "geojson", "csv"]
    return {"as_of": DAY, "view": view, "units": units, "artboards": boards, "outputs": outputs, **insets}


def exported(output: Path) -> Iterator[set[str]]:
    """The units of each file that holds data, and of the page's table."""
    features = json.loads((output / "config.geojson").read_text("utf-8"))["features"]
    yield {feature["id"] for feature in features if feature["properties"]["kind"] == "unit"}
    with (output / "config.csv").open(encoding="utf-8", newline="") as file:
        yield {row["id"] for row in csv.DictReader(file)}
    table = re.search(r"<tbody.*?</tbody>", (output / "config.html").read_text("utf-8"), re.DOTALL)
    yield {f"u{number}" for number in re.findall(r"Unit (\d+)", table[0] if table else "")}


# A seed is a number of units, what an artboard drops, a view and an inset; the further ones mix them otherwise.
@pytest.mark.parametrize("seed", mostly_long(range(8), (1, 4, 7)))
def test_every_unit_is_drawn_or_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.chdir(tmp_path)
    config = config_of(seed)
    Path("config.yaml").write_text(json.dumps(config), "utf-8")
    told = said("build", "--held")
    manifest = json.loads(Path("output/manifest.json").read_text("utf-8"))
    ids = {row["id"] for row in config["units"]}
    withheld = {row["id"] for row in config["units"] if "embargo_until" in row}
    absent = {entry["unit"] for entry in manifest.get("absent", ())}
    assert absent == {row["id"] for row in config["units"] if (row.get("as_of"), row.get("until")) in (
        ("2022-03-01", None), ("2021-12-01", "2022-01-05"))} - withheld  # fmt: skip
    for found in exported(Path("output")):
        assert found == ids - withheld - absent
    for board in manifest["artboards"].values():
        symbols = [symbol for symbol in board["symbols"] if symbol["kind"] != "key"]
        several = {symbol["unit"]: symbol["units"] for symbol in symbols if "units" in symbol}
        named = {unit: units for unit, units in several.items() if "." in unit}  # crowds, whose units are told of
        at_places = {name for unit, units in several.items() if unit not in named for name in units}
        drawn = ({symbol["unit"] for symbol in symbols} | at_places) - {*named}
        crowds = sum(map(len, named.values()))
        entries = [row for row in (*board["moved"], *board["dropped"]) if row.get("unit") not in (None, "", *named)]
        listed = {entry["unit"]: entry["reason"] for entry in entries}
        assert ids == drawn | listed.keys() | withheld | absent
        assert not (drawn | listed.keys()) & (withheld | absent)
        assert "insets" in config or crowds == sum(reason == SUMMED for reason in listed.values())
        hidden = ids - drawn - withheld - absent
        by_rule = {entry.get("unit") for entry in board["dropped"] if entry.get("by_rule")}
        for unit in hidden - by_rule:  # what the config itself leaves out is only counted
            are_many = re.search(rf": {re.escape(listed[unit])}: .* and \d+ more$", told, re.MULTILINE)
            assert are_many or unit.replace("u", "Unit ") in told, (unit, listed[unit])
    for name in absent if len(absent) <= 6 else ():
        assert f"{name.replace('u', 'Unit ')} (" in told
    count = f"{len(withheld)} {'unit' if len(withheld) == 1 else 'units'} held back by `embargo_until`"
    assert (count in told) == bool(withheld)


def test_why_a_unit_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the map and on its snapshots, also where it has moved before, and where all is up to date; each once."""
    monkeypatch.chdir(tmp_path)
    at = "at: {lat: 48, lon: 37}, label: "
    Path("config.yaml").write_text(
        f"as_of: 2022-02-01\nsnapshots: [2021-12-15]\nartboards: [{{id: w, width: 335}}]\noutputs: [svg]\nunits:\n"
        f"  - {{id: a, {at} Camp A, as_of: 2021-12-01}}\n  - {{id: a, as_of: 2022-01-01, until: 2022-01-05}}\n"
        f"  - {{id: b, {at} Camp B, as_of: 2022-03-01}}\n  - {{id: b, as_of: 2022-04-01}}\n"
        f"  - {{id: c, {at} Camp C, as_of: 2022-01-01}}\n  - {{id: d, {at} Camp D, embargo_until: 2999-01-01}}\n",
        "utf-8",
    )
    for _ in range(2):
        lines = said("build", "--held").splitlines()
        later = "Camp B (first reported on 2022-03-01)"
        assert f"not there on the day of the map: Camp A (no longer there since 2022-01-05), {later}" in lines
        assert f"not there on 2021-12-15: {later}, Camp C (first reported on 2022-01-01)" in lines
        assert "1 unit held back by `embargo_until`" in lines
        assert not any("Camp D" in line for line in lines)
    manifest = Path("output/manifest.json").read_text("utf-8")
    assert json.loads(manifest)["snapshots"]["2021-12-15"]["absent"] == [
        {"unit": "b", "text": "Camp B", "reason": "first reported on 2022-03-01"},
        {"unit": "c", "text": "Camp C", "reason": "first reported on 2022-01-01"},
    ]
    assert "Camp D" not in manifest and "embargo_until" not in manifest
    result = json.loads(said("build", "--json", "--held"))
    assert result["withheld"] == 1
    assert "withheld" not in said("build", "--json") and "held back" not in said("build"), "a log may be public"
    assert [entry["unit"] for entry in result["absent"][""]] == ["a", "b"]


REGION = '{"type": "Feature", "properties": {"n": "South"}, "geometry": {"type": "Polygon", "coordinates": [%s]}}'


def test_units_on_no_page_of_an_atlas_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("regions.geojson").write_text(REGION % "[[36, 47], [38, 47], [38, 49], [36, 49], [36, 47]]", "utf-8")
    units = (("a", 48, "x"), ("b", 60, "x"), ("c", 61, "x"), ("d", 48, "y"))
    rows = "".join(f"  - {{id: {i}, label: Camp {i}, at: {{lat: {lat}, lon: 37}}, side: {s}}}\n" for i, lat, s in units)
    rows += "  - {id: e, label: Camp e, at: {lat: 48, lon: 37}}\n"
    head = f"sides: {{x: {{label: X}}, y: {{label: Y}}}}\nunits:\n{rows}"
    boards = "artboards: [{id: w, width: 335, scale: 1}]\noutputs: [csv]\n"
    Path("config.yaml").write_text(f"{head}{boards}pages: {{regions: {{file: regions.geojson, name: n}}}}\n", "utf-8")
    told = "config.yaml:10:8: warning: pages: 2 units are on no page: Camp b and Camp c"
    assert f"{told}; add a region that holds them, or raise pad" in said("build").splitlines()
    Path("config.yaml").write_text(f"{head}{boards}pages: {{sides: [x]}}\n", "utf-8")
    told = "config.yaml:10:8: warning: pages: 1 unit is on no page: Camp e; state their `side`"
    assert told in said("build").splitlines(), "those of the side that the config leaves out are its own choice"
    strict = CliRunner().invoke(main, ["build", "--strict"])
    assert strict.exit_code == 1 and "1 unit is on no page: Camp e" in strict.stderr


def test_rows_that_a_table_leaves_out_are_counted_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By `build` and `validate`, also where all is up to date; empty rows are missed by nobody. Not by the manifest, as
    that is published: a row is of a file that claims come from.
    """
    monkeypatch.chdir(tmp_path)
    rows = [f"u{n},48,37.{n:02},{'seen' if n % 3 else 'rumour'}" for n in range(80)]
    Path("units.csv").write_text("\n".join(["id,lat,lon,status", *rows, ",,,", "Total,,,seen"]) + "\n", "utf-8")
    Path("config.yaml").write_text(
        "artboards: [{id: w, width: 335, scale: 1}]\noutputs: [geojson]\nview: {bounds: [36, 47, 39, 49]}\n"
        "units_from: {file: units.csv, where: {status: seen}, skip_rows: [3, 4, 83], ignore: [status]}\n",
        "utf-8",
    )
    skipped, unlike = ("units.csv: 3 rows left out by `skip_rows`: 3-4, 83", "units.csv: 27 rows left out by `where`: ")
    for command in ("build", "build", "validate"):
        lines = said(command).splitlines()
        assert skipped in lines
        assert [line for line in lines if line.startswith(unlike)] == [
            unlike + ", ".join(str(2 + 3 * n) for n in range(20)) + " and 7 more"
        ]
    named = ", ".join(str(2 + 3 * n) for n in range(27))
    wanted = [
        {"table": "units.csv", "reason": "by `skip_rows`", "rows": 3, "numbers": "3-4, 83"},
        {"table": "units.csv", "reason": "by `where`", "rows": 27, "numbers": named},
    ]
    assert "units.csv" not in Path("output/manifest.json").read_text("utf-8")
    assert json.loads(said("build", "--json"))["left_out"] == wanted
    assert json.loads(said("validate", "--json"))["left_out"] == wanted
    features = json.loads(Path("output/config.geojson").read_text("utf-8"))["features"]
    assert sum(feature["properties"]["kind"] == "unit" for feature in features) + 2 + 27 == len(rows)


def test_rows_without_a_position_are_counted_where_they_are_summed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text("lat,lon,troops\n48,37,5\n,37,5\n95,37,5\n", "utf-8")
    Path("config.yaml").write_text(
        "artboards: [{id: w, width: 335, scale: 1}]\noutputs: [svg]\nview: {bounds: [36, 47, 39, 49]}\n"
        "aggregate: {file: rows.csv, by: grid, cell: 1, basis: estimate}\n",
        "utf-8",
    )
    assert "rows.csv: 2 rows left out for want of a position" in said("build").splitlines()
    texts = re.findall(r">([^<>]+)<", Path("output/config-w.svg").read_text("utf-8"))
    assert "not counted: 2 rows" in " ".join(" ".join(texts).split())
    assert "rows.csv" not in Path("output/manifest.json").read_text("utf-8")


def test_an_atlas_tells_once_what_its_tables_leave_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("units.csv").write_text("id,lat,lon,side\na,48,37,x\nb,48,37.2,y\nc,48,37.4,x\n", "utf-8")
    Path("config.yaml").write_text(
        "sides: {x: {label: X}, y: {label: Y}}\npages: {sides: [x, y]}\noutputs: [csv]\n"
        "artboards: [{id: w, width: 335, scale: 1}]\nunits_from: {file: units.csv, skip_rows: [4]}\n",
        "utf-8",
    )
    assert said("build").splitlines().count("units.csv: 1 row left out by `skip_rows`: 4") == 1
    assert "units.csv" not in Path("output/manifest.json").read_text("utf-8")


def test_a_total_on_the_map_says_what_it_counts_and_the_map_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units outside the view and ones that an artboard drops are named; those added up are counted; of what is under
    embargo the map knows nothing, and the build says how much that is.
    """
    monkeypatch.chdir(tmp_path)
    crowd = "".join(
        f"  - {{id: c{n}, at: {{lat: 48, lon: {37 + n / 1000}}}, label: C{n}, troops: 100}}\n" for n in range(40)
    )
    Path("config.yaml").write_text(
        "view: {bounds: [36, 47, 39, 49]}\noutputs: [svg, html]\nlegend: {max_diameter: 60}\n"
        "artboards: [{id: w, width: 500, scale: 1, drop: [units.dropped]}]\n"
        "layers: [{kind: note, text: 'In all {sum}', sums: [out, dropped, c0], at: {lat: 48.7, lon: 38}}]\n"
        f"units:\n{crowd}"
        "  - {id: out, at: {lat: 10, lon: 10}, label: Outpost, troops: 30}\n"
        "  - {id: dropped, at: {lat: 47.5, lon: 38}, label: Dropped camp, troops: 5}\n"
        "  - {id: veiled, at: {lat: 47.5, lon: 37}, label: Veiled camp, troops: 7000, embargo_until: 2999-01-01}\n",
        "utf-8",
    )
    assert "1 unit held back by `embargo_until`" in said("build", "--held").splitlines()
    (board,) = json.loads(Path("output/manifest.json").read_text("utf-8"))["artboards"].values()
    printed = " ".join(text["text"] for text in board["texts"])
    assert "In all 135" in printed
    assert "Not shown on this map: Outpost and Dropped camp" in printed
    (one,) = [symbol for symbol in board["symbols"] if symbol.get("units")]
    assert len(one["units"]) == 40 and "40 units" in printed and "4,000" in printed
    assert "Veiled" not in printed and "7,0" not in printed
