"""The same mistake in many rows is one message; programs are told of each."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from geomap.cli import main

CELLS = [*["lots"] * 40, *["nobody"] * 3, "some", *["lots"] * 2]


def validated(folder: Path, monkeypatch: pytest.MonkeyPatch, cells: list[str], *flags: str) -> str:
    rows = [f"u{number},1,{number / 10},{cell}" for number, cell in enumerate(cells)]
    (folder / "u.csv").write_text("\n".join(["id,lat,lon,Strength", *rows]) + "\n", "utf-8")
    (folder / "c.yaml").write_text("units_from: {file: u.csv, columns: {troops: Strength}}\n", "utf-8")
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, ["validate", "c.yaml", *flags])
    assert done.exit_code == 1
    return done.output


def test_the_same_mistake_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The most frequent first."""
    expected = "expected a whole number or unknown"
    assert validated(tmp_path, monkeypatch, CELLS).splitlines() == [
        f'u.csv:2: column Strength: got "lots", {expected} (42 rows: 2, 3, 4, 5, 6 and 37 more)',
        f'u.csv:42: column Strength: got "nobody", {expected} (3 rows: 42, 43, 44)',
        f'u.csv:45: column Strength: got "some", {expected}',
    ]


def test_a_dozen_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = validated(tmp_path, monkeypatch, [f"word{number}x" for number in range(20)]).splitlines()
    assert len(lines) == 13
    assert lines[-1] == "8 more kinds of problems with tables; --json has all"


def test_programs_are_told_of_each_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = json.loads(validated(tmp_path, monkeypatch, CELLS, "--json"))["problems"]
    assert len(problems) == len(CELLS)
    assert problems[1] == {
        "severity": "error", "file": "u.csv", "line": 3, "sheet": "", "row": 3, "column": "Strength",
        "path": "column Strength", "message": 'got "lots", expected a whole number or unknown', "hint": "",
    }  # fmt: skip


def test_the_sheet_is_a_field_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Bases 2024")
    for row in (["id", "lat", "lon", "troops"], ["a", 1, 2, "none"]):
        sheet.append(row)
    book.save(tmp_path / "u.xlsx")
    (tmp_path / "c.yaml").write_text("units_from: {file: u.xlsx, sheet: Bases 2024}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    (problem,) = json.loads(CliRunner().invoke(main, ["validate", "c.yaml", "--json"]).output)["problems"]
    assert [problem[key] for key in ("sheet", "row", "column")] == ["Bases 2024", 2, "troops"]
