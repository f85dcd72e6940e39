"""Positions as people write them are read as where they are, or asked about: never as another place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geomap
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.tables.plain.degrees import Either, Position, degrees_in, position_in

# North, south, east, west, as eight languages have them.
SIDES = [("N", "S", "E", "W"), ("North", "South", "East", "West"), ("Nord", "Süd", "Ost", "West"), ("N", "S", "E", "O"),
         ("Norte", "Sur", "Este", "Oeste"), ("пн. ш.", "пд. ш.", "сх. д.", "зх. д."), ("с.ш.", "ю.ш.", "в.д.", "з.д."),
         ("K", "G", "D", "B")]  # fmt: skip
FORMS = ["{d}°{m}'{s}\"{side}", "{d}° {m}′ {s}″ {side}", "{side} {d}°{m}'{s}\"", "{d} {m} {s} {side}",
"{d}:{m}:{s} {side}",
         "{d}º{m}’{s}” {side}"]  # fmt: skip


def degrees_of(degrees: int, minutes: int, seconds: int) -> float:
    return degrees + minutes / 60 + seconds / 3600


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, 89),
    st.integers(0, 59),
    st.integers(0, 59),
    st.sampled_from(FORMS),
    st.sampled_from(SIDES),
    st.data(),
)
def test_degrees_and_minutes_in_any_language(  # noqa: PLR0917 - the parts
    degrees: int, minutes: int, seconds: int, form: str, sides: tuple[str, ...], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, 3))
    text = form.format(d=degrees, m=f"{minutes:02}", s=f"{seconds:02}", side=sides[place])
    found = degrees_in(text, "lat" if place < 2 else "lon")
    meant = degrees_of(degrees, minutes, seconds) * (-1 if place in (1, 3) else 1)
    if sides[place] == "O":
        assert found is None
    else:
        assert found is not None
        assert found.value == pytest.approx(meant, abs=1e-7)
    assert degrees_in(text, "lon" if place < 2 else "lat") is None  # of the other axis


@settings(max_examples=60, deadline=None)
@given(st.floats(-90, 90).map(lambda lat: round(lat, 5)), st.floats(-180, 180).map(lambda lon: round(lon, 5)))
def test_both_in_one_cell(lat: float, lon: float) -> None:
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    letters = f"{abs(lat):.5f}{north}", f"{abs(lon):.5f}{east}"
    for text in (f"{letters[0]} {letters[1]}", f"{letters[1]}, {letters[0]}", f"POINT ({lon:.5f} {lat:.5f})",
                 f"SRID=4326;POINT({lon:.5f} {lat:.5f})", f"lat: {lat:.5f}, lon: {lon:.5f}"):  # fmt: skip
        assert position_in(text) == Position(lat, lon), text
    for form in ("{:.5f}, {:.5f}", "{:.5f} {:.5f}", "({:.5f}; {:.5f})"):
        for text in (form.format(lat, lon), form.format(lat, lon).replace(".", ",")):
            assert position_in(text) == Either(lat, lon), text


@pytest.mark.parametrize("text", ["48,37", "48.5", "48.5, 37.5, 3", "195, 48", "48 N 37 N", "48 37", "somewhere", ""])
def test_what_is_no_position(text: str) -> None:
    assert position_in(text) is None or text == "48 37"


@pytest.mark.parametrize("text", ["52°75'N", "100 N", "52.5°30'N", "45 30", "-52 S", "5059", "x", "48,57,30"])
def test_what_is_no_latitude(text: str) -> None:
    assert degrees_in(text, "lat") is None


def positions(folder: Path, heading: str, cells: list[str], entry: str = "") -> list[tuple[float, float]]:
    rows = [f'u{number},"{cell}"' for number, cell in enumerate(cells)]
    (folder / "u.csv").write_text("\n".join([f'id,"{heading}"', *rows]) + "\n", "utf-8")
    (folder / "c.yaml").write_text(f"units_from: {{file: u.csv{entry}}}\n", "utf-8")
    return [(unit.at.lat, unit.at.lon) for unit in read_config(folder / "c.yaml").units if unit.at]


@pytest.mark.parametrize(("heading", "order"), [("lat_lon", 1), ("Lat, Lon", 1), ("Lat/Long", 1), ("Longitude Latitude",
-1),
                                                ("Широта, довгота", 1), ("lon_lat", -1)])  # fmt: skip
def test_the_heading_says_which_comes_first(heading: str, order: int, tmp_path: Path) -> None:
    assert positions(tmp_path, heading, ["48.5, 37.5", "10; 20"]) == [(48.5, 37.5)[::order], (10.0, 20.0)[::order]]


def test_a_number_beyond_90_says_which_comes_first(tmp_path: Path) -> None:
    assert positions(tmp_path, "Coordinates", ["35.6, 139.7", "48.5, 37.5"]) == [(35.6, 139.7), (48.5, 37.5)]
    assert positions(tmp_path, "Координаты", ["139.7 35.6", "37.5 48.5"]) == [(35.6, 139.7), (48.5, 37.5)]


def test_or_else_it_is_asked_once_with_the_line_to_paste(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        positions(tmp_path, "Coordinates", ["48.5, 37.5", "48.6, 37.6"])
    (told,) = (str(problem).replace(f"{tmp_path}/", "") for problem in caught.value.problems)
    assert told == (
        "u.csv:2: column Coordinates: it is not said whether 48.5, 37.5 has the latitude first; write columns: "
        '{lat_lon: "Coordinates"} or columns: {lon_lat: "Coordinates"} beside `file` in units_from'
    )
    for name, found in (("lat_lon", (48.5, 37.5)), ("lon_lat", (37.5, 48.5))):
        answer = f", columns: {{{name}: Coordinates}}"
        assert positions(tmp_path, "Coordinates", ["48.5, 37.5"], answer) == [found]


def test_columns_that_contradict_themselves_are_asked(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="latitude first"):
        positions(tmp_path, "Coordinates", ["35.6, 139.7", "139.7, 35.6"])


def test_an_o_is_east_or_west(tmp_path: Path) -> None:
    def lon(*cells: str, entry: str = "") -> list[float]:
        rows = [f"u{number},1,{cell}" for number, cell in enumerate(cells)]
        (tmp_path / "u.csv").write_text("\n".join(["id,lat,lon", *rows]) + "\n", "utf-8")
        (tmp_path / "c.yaml").write_text(f"units_from: {{file: u.csv{entry}}}\n", "utf-8")
        return [unit.at.lon for unit in read_config(tmp_path / "c.yaml").units if unit.at]

    assert lon("13°30'O", "3° W") == [13.5, -3]  # German
    assert lon("13°30'O", "3° E") == [-13.5, 3]  # French, Spanish
    with pytest.raises(ConfigError, match="east to some, as Ost, and west to others, as Ouest"):
        lon("13°30'O")
    assert lon("13°30'O", entry=", values: {lon: {O: E}}") == [13.5]


def test_what_is_read_is_told_of_what_is_published_alone(tmp_path: Path) -> None:
    """Neither of units under embargo, nor of those that are rounded."""
    rows = ['a,"50,5",~30,,', 'b,"51,5",~41,2999-01-01,', 'c,"52,5",~52,,0.5', 'd,"53,5",~63,,']
    (tmp_path / "u.csv").write_text(
        "\n".join(["id,lat,troops,embargo_until,precision,lon", *(f"{r},3" for r in rows)]), "utf-8"
    )
    (tmp_path / "c.yaml").write_text("units_from: u.csv\n", "utf-8")
    made = geomap.build(tmp_path / "c.yaml", only=["csv"])
    assert [str(reading).removeprefix(f"{tmp_path}/") for reading in made.readings] == [
        'u.csv: lat: 2 cells read as degrees with a decimal comma, e.g. "50,5" as 50.5',
        'u.csv: troops: 2 cells read as about so many, e.g. "~30" as 30',
    ]
