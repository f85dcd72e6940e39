"""What a workbook shows rather than says: hidden rows, columns and sheets, merged cells, titles among rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.config import Config, read_config
from geomap.errors import ConfigError
from geomap.facts import Estimate

HEAD = ["id", "label", "lat", "lon", "troops", "notes"]
ROWS = [[name, name.upper(), 50 + number, 36.5, 100 * (number + 1), "x"] for number, name in enumerate("abcdef")]


def book(folder: Path, change: Callable[[Any], object], **keys: str) -> Path:
    """A config of a workbook with six rows, after a change to its sheet."""
    made = openpyxl.Workbook()
    made.active.title = "Units"
    for row in (HEAD, *ROWS):
        made.active.append(row)
    change(made.active)
    made.save(folder / "u.xlsx")
    entry = ", ".join(f"{key}: {value}" for key, value in {"file": "u.xlsx", **keys}.items())
    (folder / "config.yaml").write_text(f"title: T\nunits_from: {{{entry}}}\n", "utf-8")
    return folder / "config.yaml"


def ids(config: Config) -> str:
    return "".join(unit.id for unit in config.units)


def said(path: Path) -> list[str]:
    """What `validate` says of the table."""
    done = CliRunner().invoke(main, ["validate", str(path)])
    return [line.replace(f"{path.parent}/", "") for line in done.stdout.splitlines() if "u.xlsx" in line]


def problems(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    return str(caught.value).replace(f"{path.parent}/", "").split("\n")


def hide_rows(sheet: Any) -> None:
    for row in (3, 4, 6):
        sheet.row_dimensions[row].hidden = True


def test_hidden_rows_are_left_out_and_told(tmp_path: Path) -> None:
    path = book(tmp_path, hide_rows)
    assert ids(read_config(path)) == "adf"
    assert said(path) == ["u.xlsx: 3 rows left out that the sheet hides, and `hidden: read` reads: 3-4, 6"]
    path = book(tmp_path, hide_rows, hidden="read")
    assert ids(read_config(path)) == "abcdef"
    assert said(path) == []


def test_a_hidden_row_holds_its_id_back(tmp_path: Path) -> None:
    """And of one under embargo a log says nothing, not even in a count."""

    def change(sheet: Any) -> None:
        hide_rows(sheet)
        sheet["G1"] = "embargo_until"
        sheet["G3"] = date(2999, 1, 1)
        sheet["A7"], sheet["H1"], sheet["H7"], sheet["H3"] = "b", "as_of", date(2022, 1, 2), date(2022, 1, 1)

    path = book(tmp_path, change)
    assert said(path) == ["u.xlsx: 2 rows left out that the sheet hides, and `hidden: read` reads: 4, 6"]
    done = CliRunner().invoke(main, ["build", str(path), "--only", "csv"])
    assert done.exit_code == 0
    written = (tmp_path / "output" / "config.csv").read_text("utf-8")
    assert [line.split(",")[0] for line in written.splitlines()[1:]] == ['"a"', '"d"']


def test_hidden_columns_are_left_out_but_not_what_holds_rows_back(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["G1"], sheet["G2"] = "embargo_until", date(2999, 1, 1)
        for letter in "AEFG":
            sheet.column_dimensions[letter].hidden = True

    path = book(tmp_path, change)
    config = read_config(path)
    assert ids(config) == "abcdef"
    assert [unit.troops for unit in config.units] == [None] * 6
    assert config.units[0].embargo_until == date(2999, 1, 1)
    assert said(path) == ["u.xlsx: the hidden columns E, F left out; `hidden: read` reads what is hidden"]
    (tmp_path / "config.yaml").write_text("title: T\nunits_from: {file: u.xlsx, columns: {troops: troops}}\n", "utf-8")
    assert [unit.troops for unit in read_config(path).units][1] == Estimate.exact(200), "it is named"


def test_a_hidden_column_that_may_hold_rows_back_is_asked_about(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["G1"], sheet["G2"] = "Embargo", date(2999, 1, 1)
        sheet.column_dimensions["G"].hidden = True

    (line,) = problems(book(tmp_path, change))
    assert 'the heading "Embargo" looks as if it held rows back' in line


def test_a_mark_that_lies_across_two_pieces_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path, hide_rows)
    for size in (1001, 1010, 1037, 1111):
        monkeypatch.setattr("geomap.tables.excel._CHUNK", size)
        assert ids(read_config(path)) == "adf"


def test_the_one_sheet_that_is_shown_is_read(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.parent.create_sheet("Old", 0).sheet_state = "hidden"
        sheet.parent.active = 1

    path = book(tmp_path, change)
    assert ids(read_config(path)) == "abcdef"
    assert said(path) == ["u.xlsx: the sheet Units is read, as all others are hidden"]


def test_a_count_that_is_one_cell_for_several_rows_is_asked_about(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("E3:E5")
        sheet.merge_cells("B3:B4")

    assert problems(book(tmp_path, change)) == [
        'u.xlsx:3: column troops: "200" is one cell for rows 3 to 5: of each of them, or of all together?; '
        "write merged: each, or split the cell and write what is known of each row"
    ]
    config = read_config(book(tmp_path, change, merged="each"))
    assert [unit.troops for unit in config.units][:5] == [Estimate.exact(count) for count in (100, 200, 200, 200, 500)]
    assert [unit.label.text for unit in config.units][:4] == ["A", "B", "B", "D"]
    assert len(read_config(book(tmp_path, change, skip_rows="[4, 5]")).units) == 4, "one row is left of it"


def test_a_title_among_the_rows_is_asked_about_in_one_line(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(4)
        sheet["A4"] = "Northern command"
        sheet.merge_cells("A4:F4")

    assert problems(book(tmp_path, change)) == [
        "u.xlsx:4: is one cell across all columns, which looks like a title; write skip_rows: [4]"
    ]
    assert ids(read_config(book(tmp_path, change, skip_rows="[4]"))) == "abcdef"
