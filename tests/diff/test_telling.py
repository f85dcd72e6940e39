"""A diff as it is told: on the terminal, in Markdown, as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.diff import compare
from geomap.diff.as_json import as_json
from geomap.diff.markdown import as_markdown
from geomap.diff.text import as_text
from geomap.facts import CountKind, Estimate
from tests.conftest import copy_example
from tests.diff.units import unit

BEFORE = (
    unit("gao", 900, equipment={"tanks": Estimate.exact(4)}),
    unit("kidal", Estimate(CountKind.RANGE, 300, 500), as_of=date(2021, 3, 1)),
    unit("timbuktu", 700, lat=16.77, lon=-3.0),
    unit("mopti", 400, grade="B2"),
)
AFTER = (
    unit("gao", 1200, equipment={"tanks": Estimate.exact(3)}),
    unit("kidal", Estimate(CountKind.RANGE, 400, 600), as_of=date(2021, 4, 1)),
    unit("timbuktu", 700, lat=17.77, lon=-3.0),
    unit("mopti", 400, grade="C3", side="north"),
    unit("menaka", Estimate(CountKind.AT_LEAST, 200), label="Ménaka | <b>@east</b>"),
)
DIFF = compare(BEFORE, AFTER)
TABLE = """\
March → April

Newly reported
  Ménaka | <b>@east</b>   50, 30   at least 200

Moved
  Timbuktu   111 km   16.77, -3 → 17.77, -3

Grown
  Gao   troops   900 → 1,200   +300

Shrunk
  Gao   tanks   4 → 3   −1

Changed
  Mopti   side   not stated → north

Only claimed differently: ranges, sources, grades, dates
  Kidal   troops   300–500 → 400–600
  Kidal   as of    2021-03-01 → 2021-04-01
  Mopti   grade    B2 → C3

Troops in all: 2,300–2,500 → at least 2,900 (at least +400)"""


def test_the_table() -> None:
    assert as_text(DIFF, "March", "April") == TABLE


def test_columns_line_up_under_wide_letters() -> None:
    names = {"a": "兵营", "b": "Camp"}
    diff = compare([unit(id_, 1, label=name) for id_, name in names.items()], [])
    first, second = (line for line in as_text(diff, "1", "2").splitlines() if "50, 30" in line)
    assert (first, second) == ("  兵营   50, 30   1", "  Camp   50, 30   1")


def test_the_markdown_holds_no_markup_but_its_own() -> None:
    text = as_markdown(DIFF, "March", "April")
    assert r"| Ménaka \| \<b\>@<!-- -->east\</b\> | 50, 30 | at least 200 |" in text
    assert "| Gao | troops | 900 | 1,200 | +300 |" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace(r"\|", "").count("|") for line in tables} <= {4, 5, 6}


def test_units_of_one_label_are_told_apart() -> None:
    diff = compare([unit("a", 1, label="Camp"), unit("b", 1, label="Camp")], [unit("b", 1, label="Camp")])
    assert "Camp (a)" in as_text(diff, "1", "2")


def test_the_json() -> None:
    told = json.loads(as_json(DIFF))
    assert [(row["id"], row["troops_min"], row["troops_kind"]) for row in told["added"]] == [
        ("menaka", 200, "at_least")
    ]
    assert told["removed"] == []
    assert told["moved"] == [
        {"id": "timbuktu", "km": pytest.approx(110.7, abs=0.1), "from": {"lat": 16.77, "lon": -3.0},
         "to": {"lat": 17.77, "lon": -3.0}}
    ]  # fmt: skip
    assert {"id": "gao", "field": "troops", "from": 900, "to": 1200} in told["changed"]
    assert {
        "id": "kidal", "field": "troops", "from": {"min": 300, "max": 500}, "to": {"min": 400, "max": 600}
    } in told["changed"]  # fmt: skip
    assert told["total"] == {
        "from": {"min": 2300, "max": 2500}, "to": {"at_least": 2900}, "change": {"at_least": 400}
    }  # fmt: skip


def test_the_exit_status_is_that_of_diff(tmp_path) -> None:
    folder = copy_example(tmp_path)
    old, new = folder / "config.yaml", folder / "new.yaml"
    new.write_text(old.read_text("utf-8").replace("troops: 18000", "troops: 12000"), "utf-8")
    same = CliRunner().invoke(main, ["diff", str(old), str(old)])
    other = CliRunner().invoke(main, ["diff", str(old), str(new), "--format", "json"])
    assert (same.exit_code, same.stdout) == (0, f"{old}, 2022-01-12 → {old}, 2022-01-12: no changes\n")
    assert (other.exit_code, json.loads(other.stdout)["total"]["change"]) == (1, -6000)
    assert CliRunner().invoke(main, ["diff", str(old)]).exit_code == 2


def test_a_faulty_config_is_a_problem_on_standard_error(tmp_path) -> None:
    old = copy_example(tmp_path) / "config.yaml"
    bad = tmp_path / "bad.yaml"
    bad.write_text("units:\n  - {place: Gao, troops: lots}\n", "utf-8")
    done = CliRunner().invoke(main, ["diff", str(old), str(bad)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "bad.yaml:2:26: units[0].troops: got" in done.stderr
