"""Latitude and longitude that are swapped, where each could be the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.pipeline.validate import validate

AROUND = [(48.57, 39.31), (48.0, 37.8), (47.2, 39.7)]


def said(folder: Path, text: str) -> list[str]:
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return [str(problem).removeprefix(f"{folder}/") for problem in validate(folder / "config.yaml")]


def units(*places: tuple[float, float]) -> str:
    rows = (
        f"  - {{id: u{row}, at: {{lat: {lat}, lon: {lon}}}, troops: 100}}\n" for row, (lat, lon) in enumerate(places)
    )
    return "units:\n" + "".join(rows)


def test_a_unit_that_only_swapped_lies_among_the_others_is_warned_of(tmp_path: Path) -> None:
    assert said(tmp_path, units(*AROUND, (38.5, 48.1))) == [
        "config.yaml:5:18: warning: units[3].at: lies 1,228 km from the middle of the other units; lat and lon look "
        "swapped: write {lat: 48.1, lon: 38.5}"
    ]


def test_of_a_table_file_and_row_are_named(tmp_path: Path) -> None:
    rows = "".join(f"u{row},{lat},{lon}\n" for row, (lat, lon) in enumerate([*AROUND, (38.5, 48.1)]))
    (tmp_path / "units.csv").write_text(f"id,lat,lon\n{rows}", encoding="utf-8")
    (problem,) = said(tmp_path, "units_from: units.csv\n")
    assert problem.startswith("units.csv:5: ") and "write {lat: 48.1, lon: 38.5}" in problem


@pytest.mark.parametrize(
    "places",
    [
        [(48.57, 39.31), (38.5, 48.1)],  # nothing tells which of two is right
        [*AROUND, (40.4, 49.9)],  # far, but swapped it would lie nowhere near
        [*AROUND, (44.5, 40.1)],  # near enough
        [(48.8, 2.3), (-33.9, 18.4), (35.7, 139.7), (2.3, 48.8)],  # a map of the world
        [(-18.1, 178.4), (-21.1, -175.2), (-13.8, -171.8), (-8.5, 179.2)],
    ],
)
def test_what_may_well_be_right_is_not_doubted(tmp_path: Path, places: list[tuple[float, float]]) -> None:
    assert not said(tmp_path, units(*places))


def test_a_place_that_was_looked_up_is_not_doubted(tmp_path: Path) -> None:
    text = units((15.0, 37.0), (15.5, 37.5), (14.5, 38.0)) + "  - {id: x, place: Catania, country: IT, troops: 1}\n"
    assert not said(tmp_path, text)
