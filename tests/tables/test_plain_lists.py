"""Several values in a cell, and countries by their numbers."""

from __future__ import annotations

from pathlib import Path

import pandas
import pytest

from geomap.config import read_config
from geomap.facts import Formation, Link

HEAD = "sources: {a: {publisher: A}, b: {publisher: B}}\n"


@pytest.mark.parametrize("mark", [";", "; ", "|", " | ", "\n", "\r\n"])
def test_marks_between_items(mark: str, tmp_path: Path) -> None:
    rows = {
        "id": ["u"], "lat": [1], "lon": [2], "sources": [f"a{mark}b"], "formations": [f"2 tank{mark}infantry"],
        "links": [f"https://example.org/1 A | B{mark}https://example.org/2"],
    }  # fmt: skip
    pandas.DataFrame(rows).to_csv(tmp_path / "u.csv", index=False)
    (tmp_path / "c.yaml").write_text(f"{HEAD}units_from: u.csv\n", "utf-8")
    (unit,) = read_config(tmp_path / "c.yaml").units
    assert unit.sources == ("a", "b")
    assert unit.formations == (Formation("tank", 2), Formation("infantry"))
    assert unit.links == (Link("https://example.org/1", "A | B"), Link("https://example.org/2"))


def test_a_name_keeps_its_bar(tmp_path: Path) -> None:
    pandas.DataFrame({"id": ["u"], "lat": [1], "lon": [2], "formations": ["tank: 4|5"]}).to_csv(tmp_path / "u.csv")
    (tmp_path / "c.yaml").write_text("units_from: u.csv\n", "utf-8")
    (unit,) = read_config(tmp_path / "c.yaml").units
    assert unit.formations == (Formation("tank", label="4|5"),)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_countries_by_number_code_and_name(form: str, tmp_path: Path) -> None:
    cells = ["804", "032", 32, "UKR", "Україна", "Ucraina", "UA", "NA"]
    frame = pandas.DataFrame({"id": [*map(str, range(8))], "lat": 1, "lon": range(8), "country": cells})
    (frame.to_csv if form == "csv" else frame.to_excel)(tmp_path / f"u.{form}", index=False)
    (tmp_path / "c.yaml").write_text(f"units_from: u.{form}\n", "utf-8")
    found = [unit.country for unit in read_config(tmp_path / "c.yaml").units]
    assert found == ["UA", "AR", "AR", "UA", "UA", "UA", "UA", "NA"]
