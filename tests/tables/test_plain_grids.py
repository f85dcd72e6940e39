"""References of military and civil grids are where they say, to the metre."""

from __future__ import annotations

from pathlib import Path

import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.config import read_config
from geomap.tables.plain.grids import grid_position

COLUMNS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("31U DQ 48251 11932", 48.8582, 2.2945),  # the Eiffel Tower
        ("18SUJ2348306479", 38.8895, -77.0352),  # the Washington Monument
        ("4QFJ12345678", 21.30943, -157.91687), ("56H LH 34873 52284", -33.8568, 151.2150),
        ("36T 500000 5000000", 45.15348, 33.0),
    ],
)  # fmt: skip
def test_known_places(text: str, lat: float, lon: float) -> None:
    assert grid_position(text) == pytest.approx((lat, lon), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.floats(-79, -0.01), st.floats(0.01, 83)), st.floats(-179.9, 179.9))
def test_a_reference_made_of_a_position_is_that_position(lat: float, lon: float) -> None:
    zone = int((lon + 180) // 6) + 1
    project = pyproj.Transformer.from_crs(4326, (32600 if lat >= 0 else 32700) + zone, always_xy=True)
    east, north = (int(metres) for metres in project.transform(lon, lat))
    band = "CDEFGHJKLMNPQRSTUVWX"[min(19, int((lat + 80) // 8))]
    column = COLUMNS[(zone - 1) % 3 * 8 + east // 100_000 - 1]
    row = COLUMNS[:20][(north // 100_000 + (5 if zone % 2 == 0 else 0)) % 20]
    text = f"{zone}{band} {column}{row} {east % 100_000:05} {north % 100_000:05}"
    assert grid_position(text) == pytest.approx((lat, lon), abs=3e-4 if abs(lat) > 75 else 5e-5)
    if band != "S":
        assert grid_position(f"{zone}{band} {east} {north:07}") == pytest.approx((lat, lon), abs=3e-4)


@pytest.mark.parametrize(
    "text",
    ["36S 500000 4000000", "36U XV", "36U XV 123 45", "61U DQ 11 11", "34U FC 8 7", "36U IO 12 34", "36U 50 48", ""],
)
def test_what_is_no_reference(text: str) -> None:
    assert grid_position(text) is None


def test_a_square_is_taken_at_its_middle() -> None:
    square, (south, west) = grid_position("34U FC 89 76"), grid_position("34U FC 89000 76000") or (0, 0)
    north, east = grid_position("34U FC 90000 77000") or (0, 0)
    assert square == pytest.approx(((south + north) / 2, (west + east) / 2), abs=1e-4)


def test_in_a_table(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("id,MGRS\na,31U DQ 48251 11932\n", "utf-8")
    (tmp_path / "c.yaml").write_text("units_from: u.csv\n", "utf-8")
    (unit,) = read_config(tmp_path / "c.yaml").units
    assert unit.at
    assert (unit.at.lat, unit.at.lon) == pytest.approx((48.8582, 2.2945), abs=1e-4)
