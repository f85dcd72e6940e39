"""Sides that are made of the column itself, listed with their rows, and coloured."""

from __future__ import annotations

from pathlib import Path

import pytest

import geomap
from geomap.config import read_config
from geomap.errors import ConfigError
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

HEAD = "sides: from column\nartboards: [{id: w, width: 335, scale: 1}]\n"


def project(folder: Path, cells: list[str], entry: str = "") -> Path:
    rows = [f"u{number},{50 + number},30,{cell}" for number, cell in enumerate(cells)]
    (folder / "u.csv").write_text("\n".join(["id,lat,lon,Кто,embargo_until", *rows]) + "\n", "utf-8")
    (folder / "c.yaml").write_text(f"{HEAD}units_from: {{file: u.csv, columns: {{side: Кто}}{entry}}}\n", "utf-8")
    return folder / "c.yaml"


def test_sides_from_the_column(tmp_path: Path) -> None:
    cells = ["Росія", "Україна", "Росія", "-", "Вагнер Group,2999-01-01", ""]
    config = project(tmp_path, cells)
    assert {name: row.label for name, row in read_config(config).sides.items()} == {
        "вагнер-group": "Вагнер Group", "росія": "Росія", "україна": "Україна",
    }  # fmt: skip
    made = geomap.build(config, only=["csv", "svg"])
    assert [str(reading).removeprefix(f"{tmp_path}/") for reading in made.readings] == [
        'u.csv: Кто: 1 cell read as nothing claimed, e.g. "-"',
        'u.csv: Кто: 2 cells read as the side росія, e.g. "Росія"',
        'u.csv: Кто: 1 cell read as the side україна, e.g. "Україна"',
    ]
    assert {unit.side for unit in made.scene.units} == {"росія", "україна", ""}
    assert len({side.colour for side in made.scene.sides.values()}) == 2
    for file in made.folder.iterdir():
        assert "Вагнер".encode() not in file.read_bytes()


def test_what_is_withheld_changes_no_byte(tmp_path: Path) -> None:
    made = {}
    for name, cells in (("with", ["Зло,2999-01-01", "Росія", "Україна"]), ("without", ["", "Росія", "Україна"])):
        (tmp_path / name).mkdir()
        made[name] = geomap.build(project(tmp_path / name, cells, ", where: {id: [u1, u2]}"), only=["svg", "csv"])
        (tmp_path / name / "own").mkdir()
    for file in ("c-w.svg", "c.csv"):
        assert (made["with"].folder / file).read_bytes() == (made["without"].folder / file).read_bytes()


def test_words_of_the_config_come_before(tmp_path: Path) -> None:
    config = read_config(project(tmp_path, ["РФ", "рф", "Росія"], ", values: {side: {рф: Росія, РФ: Росія}}"))
    assert [*config.sides] == ["росія"]


def test_two_spellings_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(project(tmp_path, ["РФ", "рф", "!"]))
    assert str(caught.value).replace(f"{tmp_path}/", "").splitlines() == [
        'u.csv:3: column Кто: "РФ" and "рф" would be sides with one id; write values: {side: {"рф": "РФ"}} beside '
        "`file` in units_from, or another name",
        'u.csv:4: column Кто: "!" makes no id of a side; write values: {side: {"!": ...}} beside `file` in units_from, '
        "with a name of letters, or '' for no side",
    ]


def test_without_a_column_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(f"{HEAD}units: [{{id: a, at: {{lat: 1, lon: 2}}}}]\n", "utf-8")
    with pytest.raises(ConfigError, match="no table of `units_from` has a column of sides"):
        read_config(tmp_path / "c.yaml")


def test_sides_of_a_frame() -> None:
    rows = [{"lat": 1, "lon": 2, "who": "North"}, {"lat": 1, "lon": 3, "who": "South"}]
    made = geomap.map_of(rows, side="who", sides="from column")
    assert {name: side.label for name, side in made.scene.sides.items()} == {"north": "North", "south": "South"}
    with pytest.raises(ConfigError, match="would be sides with one id"):
        geomap.map_of([*rows, {"lat": 1, "lon": 4, "who": "north"}], side="who", sides="from column")
