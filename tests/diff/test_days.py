"""One config on two days: what its observations say, and nothing that is held back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.pipeline.changes import compare_days, compare_files, draw_changes

CONFIG = """\
name: north
title: Garrisons
sources: {daily: {publisher: The Daily Example}}
units:
  - {id: gao, label: Gao, at: {lat: 16.2717, lon: -0.0447}, troops: 900, sources: daily, as_of: 2021-03-01}
  - {id: gao, troops: 1400, sources: daily, as_of: 2021-04-01}
  - {id: patrol, label: Patrol, at: {lat: 17.1234, lon: 0.1234}, troops: 300, precision: 0.1, as_of: 2021-03-01}
  - {id: patrol, at: {lat: 18.1234, lon: 0.1234}, troops: 300, as_of: 2021-05-01}
  - {id: post, label: Post, at: {lat: 16.9, lon: 0.9}, troops: 50, as_of: 2021-03-01, until: 2021-04-15}
  - {id: secret, at: {lat: 17.6543, lon: 0.6543}, troops: 7, as_of: 2021-04-10, embargo_until: 2030-01-01}
artboards: [{id: narrow, width: 500}]
outputs: [svg, html, geojson, png, pdf]
"""
DAYS = ("--from", "2021-03-15", "--to", "2021-05-02")


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("north") / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    return path


def run(*arguments: str):
    return CliRunner().invoke(main, ["diff", *arguments])


def test_two_days_of_one_config(config: Path) -> None:
    done = run(str(config), *DAYS)
    assert done.stdout == (
        f"{config}, 2021-03-15 → 2021-05-02\n\n"
        "No longer reported\n  Post   16.9, 0.9   50\n\n"
        "Moved\n  Patrol   about 111 km   17.1, 0.1 → 18.1, 0.1\n\n"
        "Grown\n  Gao   troops   900 → 1,400   +500\n\n"
        "Only claimed differently: ranges, sources, grades, dates\n"
        "  Gao      as of   2021-03-01 → 2021-04-01\n"
        "  Patrol   as of   2021-03-01 → 2021-05-01\n\n"
        "Troops in all: 1,250 → 1,700 (+450)\n"
    )
    assert done.exit_code == 1


def test_a_day_does_not_differ_from_itself(config: Path) -> None:
    assert run(str(config), "--from", "2021-04-02", "--to", "2021-04-09").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.yaml"], "name two configs, or one with both --from and --to"),
        (["a.yaml", "--from", "2021-03-15"], "name two configs, or one with both --from and --to"),
        (["a.yaml", "b.yaml", *DAYS], "name two configs, or one with both --from and --to"),
        (["a.yaml", "--from", "2021-03-15", "--to", "2021-03-14"], "--from 2021-03-15 is after --to 2021-03-14"),
        (["a.yaml", "--from", "March", "--to", "2021-03-14"], "March is not a day as YYYY-MM-DD"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_nothing_made_of_it_holds_what_is_held_back(config: Path, tmp_path: Path, monkeypatch) -> None:
    """No word of the unit under embargo, nor a position finer than its precision."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")  # 2030-01-01
    told = {form: run(str(config), *DAYS, "--format", form).stdout for form in ("table", "json", "markdown")}
    assert all("ecret" in text for text in told.values())  # that day it is public
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1620000000")  # 2021-05-03
    done = run(str(config), *DAYS, "--out", str(tmp_path))
    told = {form: run(str(config), *DAYS, "--format", form).stdout for form in ("table", "json", "markdown")}
    made = [*(text.encode() for text in told.values()), *(path.read_bytes() for path in tmp_path.iterdir())]
    assert (len(made), done.exit_code) == (3 + 6, 1)
    for data in made:
        assert not any(word in data for word in (b"ecret", b"17.6543", b"17.1234", b"18.1234", b"171234", b"181234"))
    total = json.loads(told["json"])["total"]
    assert total == {"from": 1250, "to": 1700, "change": 450}


def test_what_one_config_holds_back_the_other_does_not_tell(config: Path, tmp_path: Path, monkeypatch) -> None:
    """A unit that was public once and is under embargo now is neither there nor gone."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1620000000")
    old = tmp_path / "old.yaml"
    old.write_text(CONFIG.replace(", embargo_until: 2030-01-01", ""), "utf-8")
    compared = compare_files(old, config)
    assert compared.diff.is_empty
    assert "secret" not in {unit.id for unit in compared.before.units}


def test_the_map_says_about_where_positions_are_rounded(config: Path, tmp_path: Path) -> None:
    (config.parent / "svg.yaml").write_text(CONFIG.replace("[svg, html, geojson, png, pdf]", "[svg]"), "utf-8")
    first, last = map(date.fromisoformat, DAYS[1::2])
    draw_changes(compare_days(config.parent / "svg.yaml", first, last), tmp_path)
    svg = (tmp_path / "north-changes-narrow.svg").read_text("utf-8")
    assert "moved about 111 km" in svg
    assert "Changes from March 15, 2021 to May 2, 2021" in svg
