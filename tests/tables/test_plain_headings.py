"""What only a heading says of the cells below it is asked about, in tables of any kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.errors import GeomapError
from geomap.pipeline.validate import validate

HARMLESS = ("Troops (est.)", "Troops (men)", "Troops [2022]", "Troops (min, max)", "Troops, total")
ASKED = {
    "Troops (thousands)": "thousands",
    "Personnel ('000)": "'000",
    "Troops (k)": "k",
    "Effectif [milliers]": "milliers",
    "Stärke (in Tausend)": "in tausend",
    "Численность (тыс. чел.)": "тыс. чел.",
    "Strength (%)": "%",
    "Troops (killed)": "killed",
    "Troops, thousands": "thousands",
}


def told(folder: Path, table: str, columns: str, more: str = "") -> list[str]:
    (folder / "u.csv").write_text(table, "utf-8")
    (folder / "config.yaml").write_text(f"units_from: {{file: u.csv, columns: {{{columns}}}{more}}}\n", "utf-8")
    try:
        problems = validate(folder / "config.yaml")
    except GeomapError as error:
        problems = [*error.problems]
    return [str(problem).partition("u.csv")[2] for problem in problems]


@pytest.mark.parametrize("heading", [*ASKED, *HARMLESS])
def test_a_count_whose_heading_says_more_than_its_cells_is_asked_about(heading: str, tmp_path: Path) -> None:
    problems = told(tmp_path, f'label,lat,lon,"{heading}"\nA,16,1,12\n', f'troops: "{heading}"')
    said = [f':2: column {heading}: its heading says "{ASKED[heading]}"'] if heading in ASKED else []
    assert [problem.partition(", which none")[0] for problem in problems] == said


@pytest.mark.parametrize(
    ("heading", "cell", "asked"),
    [
        ("Lon (W)", "3.01", True),
        ("Longitude (O)", "3.01", True),
        ("Долгота (з.д.)", "3.01", True),
        ("Lon (DDMM)", "3.30", True),
        ("Lon (W)", "3.01 W", False),
        ("Lon (E)", "3.01", False),
        ("Lon (WGS 84)", "3.01", False),
    ],
)
def test_degrees_whose_heading_says_the_side_are_asked_about(
    heading: str, cell: str, asked: bool, tmp_path: Path
) -> None:
    problems = told(tmp_path, f'label,lat,"{heading}"\nA,16,{cell}\n', f'lon: "{heading}"')
    assert [": its heading says " in problem for problem in problems] == [True] * asked


@pytest.mark.parametrize("more", ["", ", ignore: [N/S, E/W]"])
def test_a_side_in_a_column_of_its_own_is_asked_about(more: str, tmp_path: Path) -> None:
    table = "label,lat,N/S,lon,E/W\nA,16.5,S,1.5,W\nB,16.5,N,1.5,E\nC,-16.5,S,1.5 W,W\n"
    problems = told(tmp_path, table, "", more)
    said = [problem.partition("; ")[0] for problem in problems if ": says " in problem]
    assert said == [
        ':2: column N/S: says "S", which the degrees under "lat" do not',
        ':2: column E/W: says "W", which the degrees under "lon" do not',
    ]
