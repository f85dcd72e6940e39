"""Names of countries: on their own ground, or smaller, or as a code; and what the map is about is named first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

import geomap
from geomap.layout.labels.countries import at_any_cost, open_circle
from geomap.layout.labels.settings import Ways
from geomap.marks.text import Block, TextRow
from geomap.page import Page, Text
from geomap.wording.countries import COUNTRY_CODES, short_code

EUROPE = """
view: {bounds: [-12, 34, 42, 60]}
ground: {towns: none, water_names: none}
units:
  - {id: a, label: Alpha, at: {lat: 50.8, lon: 4.4}, troops: 20000}
  - {id: b, label: Beta, at: {lat: 34.05, lon: -6.8}, troops: 2000}
artboards: [{id: wide, width: 1000, scale: 1}, {id: phone, width: 335, scale: 1}]
"""
GROWN = 1.0  # px that a name's ends may reach beyond


@pytest.fixture(scope="module")
def europe(tmp_path_factory: pytest.TempPathFactory) -> geomap.Map:
    folder = tmp_path_factory.mktemp("europe")
    (folder / "map.yaml").write_text(EUROPE, "utf-8")
    return geomap.read(folder / "map.yaml")


def names(page: Page) -> dict[str, Text]:
    return {text.text: text for text in page.texts if text.role == "country"}


@pytest.mark.parametrize("board", ["wide", "phone"])
def test_a_name_lies_on_the_ground_of_its_country(europe: geomap.Map, board: str) -> None:
    page = europe.page(board)
    drawn = {item.id: item for group in page.groups if group.id == "land" for item in group.items}
    leaders = {item.id for group in page.groups if group.id == "leaders" for item in group.items}
    checked = 0
    for text in names(page).values():
        code = text.id.rpartition("-")[2] if text.id else ""
        area = next((item for id_, item in drawn.items() if id_ == f"land-{code.upper()}"), None)
        if area is None or any(code in leader for leader in leaders):
            continue
        ground = shapely.union_all([shapely.Polygon(ring) for ring in area.rings])  # type: ignore[union-attr]
        ends = [(text.box.x, text.box.y + text.box.height / 2), (text.box.right, text.box.y + text.box.height / 2)]
        assert ground.buffer(GROWN).contains(shapely.MultiPoint(ends)), text.text
        checked += 1
    assert checked > (15 if board == "wide" else 3)


def test_what_the_map_is_about_is_named(europe: geomap.Map) -> None:
    assert {"MOROCCO", "BELGIUM"} <= names(europe.page("wide")).keys()
    assert "BEL" in names(europe.page("phone")), "by a line that ends at the circle that stands there"


def test_a_code_stands_where_a_name_has_no_room(europe: geomap.Map) -> None:
    said = names(europe.page("wide"))
    assert {"FRANCE", "SPAIN", "POLAND", "TÜRKIYE", "UKRAINE", "LATVIA", "BULGARIA", "SVK", "MKD", "CHE"} <= said.keys()
    assert said["CHE"].size < said["FRANCE"].size


def test_no_code_stands_where_the_name_has_room(tmp_path: Path) -> None:
    """Positions lay twenty to a country, so few that those on a narrow coast of a large one were never tried."""
    units = [
        ("Tapa", 59.26, 25.96, 1100), ("Adazi", 57.07, 24.32, 1900), ("Rukla", 55.03, 24.39, 1700),
        ("Orzysz", 53.81, 21.95, 1200), ("Lest", 48.36, 19.3, 1100), ("Tata", 47.65, 18.32, 900),
        ("Cincu", 45.91, 24.8, 1200), ("Novo Selo", 42.77, 26.6, 800), ("Kaliningrad", 54.71, 20.5, 12000),
        ("Pskov", 57.82, 28.33, 6000), ("Asipovichy", 53.3, 28.64, 2000), ("Tiraspol", 46.84, 29.63, 1500),
        ("Luga", 58.74, 29.85, 4000),
    ]  # fmt: skip
    rows = "".join(
        f"  - {{id: u{n}, label: {name}, at: {{lat: {lat}, lon: {lon}}}, side: {'ab'[n > 7]}, troops: {troops}}}\n"
        for n, (name, lat, lon, troops) in enumerate(units)
    )
    (tmp_path / "map.yaml").write_text(
        "title: Foreign troops in Europe's east\nas_of: 2024-02-01\n"
        f"sides: {{a: {{label: Nato battlegroups}}, b: {{label: Russian forces}}}}\n"
        f"units:\n{rows}",
        "utf-8",
    )
    assert "SWEDEN" in names(geomap.read(tmp_path / "map.yaml").page("phone"))


def test_every_country_has_one_code_of_three_letters() -> None:
    codes = [found for code in sorted(COUNTRY_CODES) if (found := short_code(code, "de"))]
    assert "SJM" not in codes
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes)
    assert len(set(codes)) == len(codes)
    assert [short_code(code, "en") for code in ("GB", "CD", "RO", "XK")] == ["UK", "DRC", "ROU", "KOS"]


SETTINGS = [(Block((TextRow(("LATVIA",), "country", "country_small"),), 335), 0.0)]
LATVIA, ISLAND = shapely.box(100, 100, 130, 130), shapely.box(80, 98, 88, 106)
NO_DISCS = np.zeros((0, 3))


def ends(discs: np.ndarray, are_drawn: list[bool]) -> tuple[float, float, float] | None:
    return open_circle(shapely.MultiPolygon([LATVIA, ISLAND]), (84, 102), discs, np.array(are_drawn, dtype=bool))


def test_a_line_to_a_country_ends_well_inside_its_largest_piece() -> None:
    end = ends(NO_DISCS, [])
    assert end is not None and shapely.distance(shapely.boundary(LATVIA), shapely.Point(end[:2])) >= 3.9
    hiding = np.array([(115.0, 115.0, 60.0)])
    assert ends(hiding, [False]) is None, "the hull of a row of circles: it would end in the air"
    assert ends(hiding, [True]) == (115.0, 115.0, 60.0)
    elsewhere = np.array([(150.0, 115.0, 80.0)])
    assert ends(elsewhere, [True]) is None, "a circle that stands in another country"


def test_a_name_of_a_country_is_led_shortly_and_over_no_other() -> None:
    """LATVIA stood off Hiiumaa, LTU in Belarus, SYR far off in the sea."""
    neighbour = 90.0  # px: west of it lies another country

    def are_abroad(points: np.ndarray) -> np.ndarray:
        return np.asarray(points[:, 0] < neighbour)

    led = at_any_cost(SETTINGS, Ways.of([]), (115.0, 115.0, 1.0), are_abroad)
    assert len(led)
    assert np.hypot(*(led.leaders[:, 2:] - led.leaders[:, :2]).T).max() <= 40
    assert led.reaches[:, 0].min() >= neighbour
    between = at_any_cost(SETTINGS, Ways.of([]), (115.0, 115.0, 1.0), lambda at: np.abs(at[:, 0] - 122) < 4)
    assert len(between)
    assert between.reaches[:, 0].max() < 122, "nor does the leader cross another's ground"
    assert not len(at_any_cost(SETTINGS, Ways.of([]), None, are_abroad))
