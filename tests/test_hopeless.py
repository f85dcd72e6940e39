"""Files in which very much is wrong, or with very long names: told in few lines that one can read, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap import errors
from geomap.cli import main
from geomap.config import loader, yaml_io
from geomap.errors import LONGEST_PARTS, PASTE, Problem, shortened
from geomap.tables import table
from tests.effort import Effort

LONG = "x" * 30_000
NAMES = {
    "key": f"units: []\n? {LONG}\n: 1\n",
    "number as a key": f"units: []\n? {'1' * 30_000}\n: 1\n",
    "key of a unit": f"units: [{{id: a, at: {{lat: 1, lon: 2}}, ? {LONG} : 1}}]\n",
    "alias": f"title: *{LONG}\n",
    "tag": f"title: !{LONG} a\n",
    "kind of equipment": f"units: [{{id: a, at: {{lat: 1, lon: 2}}, equipment: {{? {LONG} : 1}}}}]\n",
    "file": f"units_from: {LONG}\n",
    "folders": f"units_from: {'x/' * 15_000}a.csv\n",
    "layer": f"layers: [{{kind: area, role: control, file: {LONG}, id: {LONG}}}]\n",
    "side": f"units: [{{id: a, at: {{lat: 1, lon: 2}}, side: {LONG}}}]\n",
    "sources": f"units: [{{id: a, at: {{lat: 1, lon: 2}}, sources: [{LONG}, b]}}]\n",
    "country": f"units: [{{place: Gao, country: {LONG}}}]\n",
    "place": f"units: [{{place: {'x ' * 490}, country: ML}}]\n",
    "heading": "units_from: {file: u.csv, where: {" + "x" * 900 + ": 1}}\n",
    "headings": "units_from: {file: u.csv, columns: {label: nothing}}\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(config: str) -> list[str]:
    """The lines that `validate` prints of a config that is wrong."""
    Path("config.yaml").write_text(config, "utf-8")
    done = CliRunner().invoke(main, ["validate"])
    assert done.exit_code == 1, done.exc_info
    return done.stderr.splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_length_is_repeated_so_that_one_can_read_it(folder: Path, name: str) -> None:
    headings = ",".join(f"heading {number}" for number in range(5000))
    (folder / "u.csv").write_text(f"lat,lon,id,{headings}\n1,2,a\n", "utf-8")
    assert max(map(len, said(NAMES[name]))) < 1300


def test_what_is_left_out_of_a_message_is_its_middle() -> None:
    found = Problem(path=LONG, text=f"the alias *{LONG} repeats nothing", hint=f"write {LONG} here")
    assert found.text.startswith("the alias *xxx")
    assert found.text.endswith("xxx repeats nothing")
    assert "x…x" in found.text
    for part in ("path", "text", "hint"):
        assert len(getattr(found, part)) == LONGEST_PARTS[part]
    assert found.as_dict()["hint"] == found.hint
    assert shortened("abc", 3) == "abc"


def test_lines_to_paste_are_whole() -> None:
    assert Problem(hint=f"{PASTE}{LONG}").hint == f"{PASTE}{LONG}"


WRONG = {
    "counts": "id,lat,lon,troops\n" + "".join(f"u{n},48,37,many\n" for n in range(4000)),
    "one id": "id,lat,lon,troops\n" + "a,48,37,5\n" * 4000,
    "against themselves": "id,lat,lon,troops_min,troops_max\n" + "".join(f"u{n},48,37,9,5\n" for n in range(4000)),
    "too long": "id,lat,lon\n" + "".join(f"u{n},48,37,\n,,,5\n" for n in range(2500)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_table_in_which_all_is_wrong_ends_soon(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What is wrong beyond what is told is not looked for: the models do not read it, and no message is made of it."""
    for module in (errors, loader, table, __import__("geomap.tables.read", fromlist=["x"])):
        monkeypatch.setattr(module, "MOST_PROBLEMS", 20)
    (folder / "u.csv").write_text(WRONG[name], "utf-8")
    said("units_from: u.csv\n")  # what is loaded late is loaded
    with Effort() as effort:
        lines = said("units_from: u.csv\n")
    assert len(lines) < 12, "what is alike has a line"
    assert any("(at least " in line or line.endswith("; all 20: geomap validate --json") for line in lines)
    assert effort.calls < 750_000


def test_the_units_of_a_config_that_are_all_wrong_are_not_all_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "MOST_PROBLEMS", 20)
    lines = said("units:\n" + "- {at: 1}\n" * 3000)
    assert lines[0] == "config.yaml:2:8: units[0].at: got 1, expected a position; use {lat: .., lon: ..}"
    rest = "config.yaml: 10 more of this kind (lines 12, 13, 14 and 7 more); all 20: geomap validate --json"
    assert (len(lines), lines[-1]) == (11, rest)


def test_a_few_wrong_units_among_very_many_are_each_told(folder: Path) -> None:
    rows = [f"- {{id: u{n}, at: {{lat: 48, lon: 37}}}}\n" for n in range(1500)]
    rows[700] = "- {id: u700, at: {lat: 99, lon: 37}}\n"
    rows[1400] = "- {id: u1400, at: {lat: 48, lon: 37}, sid: a}\n"
    lines = said("units:\n" + "".join(rows) + "titel: a\n")
    assert [line.partition(" ")[0] for line in lines] == [
        "config.yaml:702:18:",
        "config.yaml:1402:39:",
        "config.yaml:1502:1:",
    ]


def test_a_list_has_a_bound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_io, "MAX_ITEMS", 3)
    assert said("units: [1, 2, 3, 4]\n") == ["config.yaml:1:18: units: more than 3 items in one list"]


def test_a_row_of_headings_of_any_length_is_read(folder: Path) -> None:
    """A reader of CSV takes what no delimiter parts for one cell, and cells have a bound."""
    headings = ",".join(f"heading {number}" for number in range(12_000))
    (folder / "u.csv").write_text(f"lat,lon,id,{headings}\n1,2,a\n", "utf-8")
    config = "view: {bounds: [0, 0, 9, 9]}\nunits_from: {file: u.csv, columns: {label: nothing}}\n"
    assert said(config)[0].startswith(
        'config.yaml:2:44: units_from.columns.label: there is no heading "nothing"; there are lat, '
    )
