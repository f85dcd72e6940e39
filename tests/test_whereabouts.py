"""A position that contradicts its country or its place is told; who holds contested ground is not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.ground.disputed import AREAS, CONTESTED, LINES, Box
from geomap.ground.reader import areas
from geomap.pipeline.validate import validate

HEAD = "view: {bounds: [-170, -60, 170, 75]}\n"


def told(folder: Path, *units: str) -> list[str]:
    """The warnings, without their places."""
    rows = "".join(f"  - {{{unit}}}\n" for unit in units)
    (folder / "config.yaml").write_text(f"{HEAD}units:\n{rows}", "utf-8")
    return [f"{problem.path}: {problem.message}; {problem.hint}" for problem in validate(folder / "config.yaml")]


OUTSIDE = "is it the position or the country that is wrong?"


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("id: a, place: Kyiv, country: UA, at: {lat: 30.52, lon: 50.45}",
         "lies 2,026 km outside of UA, the `country` of a; lat and lon look swapped"),
        ("id: a, label: A, country: ML, at: {lat: 0, lon: 0}",
         "lies 1,310 km outside of ML, the `country` of a; 0, 0 often stands for a position that is not known"),
        ("id: a, label: A, country: PL, at: {lat: 52.5, lon: 13.4}",
         f"lies 62 km outside of PL, the `country` of a; {OUTSIDE}"),
        ("id: a, place: Lviv, country: UA, at: {lat: 50.45, lon: 30.52}",
         'lies 468 km from "Lviv" in UA, the `place` of a; is it the position or the name that is wrong?'),
        ("id: a, place: Lviv, at: {lat: 50.45, lon: 30.52}",
         'lies 468 km from "Lviv", the `place` of a; is it the position or the name that is wrong?'),
        ("id: a, place: Moscow, country: UA, at: {lat: 55.75, lon: 37.62}",
         f"lies 452 km outside of UA, the `country` of a; {OUTSIDE}"),
        ("id: a, label: A, country: RU, at: {lat: 49.84, lon: 24.03}",
         f"lies 509 km outside of RU, the `country` of a; {OUTSIDE}"),
        ("id: a, label: A, country: UA, at: {lat: 47.236, lon: 39.713}",
         f"lies 64 km outside of UA, the `country` of a; {OUTSIDE}"),
        ("id: a, label: A, country: PL, at: {lat: 45, lon: 34.1}",
         f"lies 960 km outside of PL, the `country` of a; {OUTSIDE}"),
    ],
)  # fmt: skip
def test_a_contradiction_is_told(tmp_path: Path, unit: str, said: str) -> None:
    assert told(tmp_path, unit) == [f"units[0].at: {said}"]


@pytest.mark.parametrize(
    "unit",
    [
        "label: Right, place: Kyiv, country: UA, at: {lat: 50.45, lon: 30.52}",
        "label: A kilometre over a border as it is drawn, country: PL, at: {lat: 52.35, lon: 14.53}",
        "label: A ship, country: UA, at: {lat: 43.5, lon: 31}",
        "label: Across the antimeridian, country: RU, at: {lat: 66, lon: -172}",
        "label: On the antimeridian, country: FJ, at: {lat: -16.8, lon: 179.9}",
        "label: A territory, country: FR, at: {lat: -17.6, lon: -149.4}",
        "label: No place of that name, place: Camp Nowhere 7, country: UA, at: {lat: 50.45, lon: 30.52}",
        "label: A village called so, place: Oleksandrivka, country: UA, at: {lat: 48.7, lon: 37.3}",
        "label: A name of many places, place: Oleksandrivka, at: {lat: 52, lon: 10}",
        "label: Another of the name, place: Paris, at: {lat: 33.66, lon: -95.55}",
        "label: No place at all, place: Camp Nowhere 7, at: {lat: 50.45, lon: 30.52}",
        "label: A district around it, place: Luhansk, at: {lat: 49.1, lon: 38.6}",
    ],
)
def test_what_may_be_so_is_not_told_off(tmp_path: Path, unit: str) -> None:
    assert told(tmp_path, f"id: a, {unit}") == []


@pytest.mark.parametrize("country", ["UA", "RU"])
@pytest.mark.parametrize(
    "at",
    [
        "lat: 45, lon: 34.1",
        "lat: 48.57, lon: 39.3",
        "lat: 46.6, lon: 32.6",
        "lat: 47.1, lon: 37.5",
        "lat: 47.8, lon: 35.2",
    ],
)
def test_whose_ground_it_is_is_not_judged(tmp_path: Path, country: str, at: str) -> None:
    assert told(tmp_path, f"id: a, label: A, country: {country}, at: {{{at}}}") == []


def test_no_pair_is_judged_that_the_basemap_calls_disputed() -> None:
    for line in LINES:
        boxes = [box for row in CONTESTED if line.pair <= row.countries for box in row.boxes]
        assert any(_meet(box, line.box) for box in boxes), line
    ids = {str(row["id"]) for row in areas()}
    assert {code for row in CONTESTED for code in row.countries} <= ids
    assert all(west < east and south < north for row in CONTESTED for west, south, east, north in row.boxes)
    boxes = [box for row in CONTESTED for box in row.boxes]
    points = [(float(row["lon"]), float(row["lat"])) for row in areas() if row["id"] in {area.slug for area in AREAS}]
    assert all(any(_meet(box, (*point, *point)) for box in boxes) for point in points)


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


CAPITALS = {  # beside ground that is contested, and in no doubt themselves
    "UA": (50.45, 30.52), "RU": (55.75, 37.62), "GE": (41.7, 44.8), "AM": (40.18, 44.51), "AZ": (40.4, 49.87),
    "TR": (39.92, 32.85), "SY": (33.51, 36.29), "IL": (32.08, 34.78), "IN": (28.6, 77.2), "PK": (33.7, 73.05),
    "CN": (39.9, 116.4), "JP": (35.68, 139.69), "RS": (44.8, 20.46), "MA": (34.02, -6.83), "ES": (40.4, -3.7),
    "SD": (15.5, 32.53), "EG": (30.04, 31.24), "ET": (9.03, 38.74), "AR": (-34.6, -58.4), "VE": (10.5, -66.9),
}  # fmt: skip


@pytest.mark.parametrize("capital", CAPITALS)
def test_no_country_is_taken_for_that_which_contests_ground_of_it(tmp_path: Path, capital: str) -> None:
    lat, lon = CAPITALS[capital]
    others = {country for row in CONTESTED if capital in row.countries for country in row.countries - {capital}}
    rows = [f"id: u-{other}, label: U, country: {other}, at: {{lat: {lat}, lon: {lon}}}" for other in sorted(others)]
    assert len(told(tmp_path, *rows)) == len(others)


def test_many_rows_are_one_message(tmp_path: Path) -> None:
    rows = "".join(f"u{number},U,{52 + number / 10000},13.4,PL\n" for number in range(1000))
    (tmp_path / "units.csv").write_text(f"id,label,lat,lon,country\n{rows}", "utf-8")
    (tmp_path / "config.yaml").write_text(f"{HEAD}units_from: units.csv\n", "utf-8")
    (found,) = validate(tmp_path / "config.yaml")
    others = "so do u1, u2, u3, u4, u5 and 994 more at least"
    assert found.message == f"lies 83 km outside of PL, the `country` of u0; {others}"
    assert found.line == 2


def test_a_position_that_is_to_be_rounded_is_not_told(tmp_path: Path) -> None:
    """Nor how far it is, but as the map has it."""
    others = [f"id: o{number}, label: O, at: {{lat: 48.{number}, lon: 37.{number}}}" for number in range(4)]
    secret = "id: a, label: A, at: {lat: 37.123, lon: 48.456}, precision: 0.5"
    swapped = told(tmp_path, *others, secret)
    assert len(swapped) == 1 and "look swapped" in swapped[0]
    abroad = told(tmp_path, "id: a, label: A, country: PL, at: {lat: 52.512, lon: 12.456}, precision: 0.5")
    same = told(tmp_path, "id: a, label: A, country: PL, at: {lat: 52.5, lon: 12.5}, precision: 0.5")
    assert abroad == same != []
    assert not [digits for digits in ("123", "456", "512") for line in (*swapped, *abroad) if digits in line]
    near = "id: a, label: A, country: PL, at: {lat: 52.5, lon: 14.2}, precision: 0.5"
    assert told(tmp_path, near) == [], "it may lie at home"
    named = "id: a, label: A, place: Lviv, at: {lat: 50.45, lon: 30.52}, precision: 0.5"
    assert told(tmp_path, named) == [], "which place it is is not told either"
