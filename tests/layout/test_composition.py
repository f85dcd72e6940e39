"""View, key and details share a page for data of every shape; phones and boards of reports are cases of their own."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
import shapely

import geomap
from geomap.page import Box, Page, Stamp
from geomap.page import Path as Drawn
from geomap.pipeline.build import build
from tests.examples import BARE
from tests.layout.test_key import pages

pytestmark = pytest.mark.lean(BARE)

SIDES = "sides: {a: {label: Army}, b: {label: Armed groups}}\n"
MALI = [("Bamako", 12.64, -8.0, 8000), ("Gao", 16.27, -0.04, 1800), ("Timbuktu", 16.77, -3.01, 1200)]
MALI += [("Mopti", 14.49, -4.19, 2000), ("Kidal", 18.44, 1.41, 900), ("Tessalit", 20.2, 1.01, 300)]
RAILWAY = [("Omsk", 54.97, 73.38, 2000), ("Irkutsk", 52.29, 104.3, 1500), ("Khabarovsk", 48.48, 135.08, 4000)]


SYRIA = [("Aleppo", 36.2, 37.16, 2500), ("Homs", 34.73, 36.72, 1500), ("Damascus", 33.51, 36.29, 4000)]
SYRIA += [("Deir ez-Zor", 35.34, 40.14, 1200)]


def config(places: list[tuple[str, float, float, int]], boards: str, more: str = "") -> str:
    rows = "".join(
        f"  - {{id: u{n}, label: {name}, at: {{lat: {lat}, lon: {lon}}}, troops: {troops}, side: {'ab'[n % 2]}}}\n"
        for n, (name, lat, lon, troops) in enumerate(places)
    )
    return f"title: On this map\nas_of: 2024-05-01\n{SIDES}{more}units:\n{rows}artboards: [{boards}]\n"


def circles(page: Page, inset: str | None = None) -> list[Box]:
    marks = [mark for mark in page.symbols if mark.kind == "circle" and mark.inset == inset]
    return [Box(mark.x, mark.y, 0, 0).grown(mark.diameter / 2) for mark in marks]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Page:
    text = config(MALI, "{id: board, width: 170 mm, height: 120 mm, key_at: above}")
    return pages(tmp_path_factory.mktemp("board"), text)["board"]


def test_the_map_has_most_of_a_board_of_a_report(board: Page) -> None:
    assert (round(board.width), round(board.height)) == (643, 454)
    assert board.frame.height > 0.6 * board.height, "the key does not take a band of its own"
    key, title = board.furniture["key"], next(text for text in board.texts if text.role == "title")
    assert key.x > title.box.right and key.bottom <= board.frame.y
    assert key.right == pytest.approx(board.frame.right), "it ends where the map ends"
    assert all(board.frame.contains(box) for box in circles(board))
    named = {text.text for text in board.texts if text.role == "place"}
    assert named == {name for name, *_ in MALI}


@pytest.mark.parametrize("width", [320, 335, 360, 400])
def test_a_phone_shows_a_map_and_not_a_strip(tmp_path: Path, width: int) -> None:
    page = pages(tmp_path, config(RAILWAY, f"{{id: p, width: {width}}}"))["p"]
    assert page.frame.height > 0.55 * page.frame.width
    assert page.frame.x == page.width - page.frame.right == 10.0, "as wide as the page"
    assert {name for name, *_ in RAILWAY} <= {text.text for text in page.texts if text.role == "place"}
    assert min(text.size for text in page.texts) >= 11
    assert not any(one.overlaps(other) for one, other in combinations(page.furniture.values(), 2))


def test_a_key_stands_on_a_map_that_is_higher_by_what_it_would_take_above(tmp_path: Path) -> None:
    two = [("Djibouti", 11.55, 43.14, 4000), ("Diego Garcia", -7.3, 72.4, 1000)]
    boards = "{id: auto, width: 335}, {id: above, width: 336, key_at: above}"
    text = config(two, boards).replace("On this map", "Two bases of one navy in the Indian Ocean")
    made = pages(tmp_path, text)
    auto, above = made["auto"], made["above"]
    assert auto.frame.contains(auto.furniture["key"])
    assert above.furniture["key"].bottom <= above.frame.y
    assert auto.height <= above.height and auto.frame.height > above.frame.height + 20


def test_a_key_box_is_as_large_as_its_content(tmp_path: Path) -> None:
    text = config(MALI[:1], "{id: w, width: 700}", "").replace(", side: a", "").replace(SIDES, "")
    page = pages(tmp_path, text)["w"]
    key = page.furniture["key"]
    texts = [text.box for text in page.texts if text.id.startswith("key-")]
    marks = [Box(mark.x, mark.y, 0, 0).grown(mark.diameter / 2) for mark in page.symbols if mark.kind == "key"]
    room = (
        min(box.x for box in [*texts, *marks]) - key.x,
        min(box.y for box in [*texts, *marks]) - key.y,
        key.right - max(box.right for box in [*texts, *marks]),
        key.bottom - max(box.bottom for box in [*texts, *marks]),
    )
    assert max(room) - min(room) < 5, room


def test_a_map_of_one_place_is_no_higher_than_it_needs(tmp_path: Path) -> None:
    page = pages(tmp_path, config(MALI[1:2], "{id: w, width: 1050}"))["w"]
    assert page.frame.height < 0.65 * page.frame.width


def test_a_scale_bar_without_a_place_stands_below_the_map(tmp_path: Path) -> None:
    rows = [(f"P{n}", 44 + n // 24 * 0.5, 24 + n % 24 * 0.62, 900) for n in range(288)]
    text = config(rows, "{id: p, width: 335, key: none}")
    (page,) = pages(tmp_path, text).values()
    bar = page.furniture["scale"]
    assert bar.y >= page.frame.bottom and bar.right == pytest.approx(page.frame.right)
    said = [text.box for text in page.texts if text.role == "scale"]
    assert len(said) == 2 and all(bar.grown(0.5).contains(box) for box in said), "kilometres and miles, in a line"
    notes = [text.box.y for text in page.texts if text.role in ("note_line", "source")]
    assert bar.bottom <= min(notes)
    assert not [entry for entry in page.moved if entry.text == "scale bar"]


def test_circles_in_a_detail_are_whole(tmp_path: Path) -> None:
    kivu = [("Goma", -1.68, 29.22, 2500), ("Masisi", -1.4, 28.81, 700), ("Rutshuru", -1.19, 29.45, 1500)]
    kivu += [("Kinshasa", -4.32, 15.31, 5000), ("Lubumbashi", -11.66, 27.48, 3000)]
    detail = "insets: [{id: kivu, kind: detail, title: North Kivu, bounds: [28.8, -1.7, 29.46, -1.18]}]\n"
    made = pages(tmp_path, config(kivu, "{id: w, width: 1050}, {id: p, width: 335}", detail))
    for page in made.values():
        (inset,) = page.insets
        drawn = circles(page, "kivu")
        assert len(drawn) == 3 and all(inset.frame.contains(box) for box in drawn), page.id
    phone = made["p"].insets[0]
    assert phone.box.width == pytest.approx(made["p"].frame.width), "a lone detail fills its row"


def test_a_page_of_a_language_from_the_right_is_turned_with_its_key(tmp_path: Path) -> None:
    text = config(MALI, "{id: board, width: 170 mm, height: 120 mm, key_at: above}").replace("as_of", "lang: ar\nas_of")
    (tmp_path / "map.yaml").write_text(text, "utf-8")
    page = geomap.read(tmp_path / "map.yaml").page("board")
    key, title = page.furniture["key"], next(text for text in page.texts if text.role == "title")
    assert key.x == pytest.approx(page.frame.x) and key.right < title.box.x
    assert page.frame.x == pytest.approx(page.width - page.frame.right)


NAMED = """
units:
  - {id: goma, label: Goma, at: {lat: -1.68, lon: 29.22}, troops: 9000}
  - {id: sake, label: Sake, at: {lat: -1.3, lon: 28.9}, troops: 900}
  - {id: rutshuru, label: Rutshuru, at: {lat: -0.9, lon: 29.45}, troops: 800}
  - {id: lubumbashi, label: Lubumbashi, at: {lat: -6.66, lon: 27.48}, troops: 3000}
insets: [{id: kivu, kind: detail, title: North Kivu, bounds: [28.6, -2, 29.7, -0.7]}]
artboards: [{id: w, width: 1000}, {id: kept, width: 1001, keep: [units.sake]}]
"""


def test_what_a_detail_names_is_named_on_the_map_where_it_is_asked_for_or_the_largest(tmp_path: Path) -> None:
    made = pages(tmp_path, NAMED)

    def named(page: Page, inset: str) -> set[str]:
        items = (item for group in page.groups if group.inset == inset for item in group.texts)
        return {text.text for text in items if text.role == "place"}

    assert named(made["w"], "kivu") == named(made["kept"], "kivu") == {"Goma", "Sake", "Rutshuru"}
    assert named(made["w"], "") == {"Goma", "Lubumbashi"}
    assert named(made["kept"], "") == {"Goma", "Sake", "Lubumbashi"}


def test_key_scale_bar_and_insets_have_the_same_corners_on_all_days(tmp_path: Path) -> None:
    days = [f"2024-0{month}-01" for month in range(1, 5)]
    corners = [(47.3, 30.8), (47.3, 37.2), (51.7, 30.8), (51.7, 37.2)]
    units = "".join(
        f"  - {{id: u{n}-{k}, label: U{n}, at: {{lat: {lat + k / 50}, lon: {lon}}}, troops: 900, as_of: {day}, "
        f"until: {day}}}\n"
        for n, ((lat, lon), day) in enumerate(zip(corners, days, strict=True))
        for k in range(3)
    )
    middle = "  - {id: m, label: Middle, at: {lat: 49.5, lon: 34}, troops: 4000, as_of: 2024-01-01}\n"
    text = (
        f"as_of: {days[-1]}\nsnapshots: [{', '.join(days[:-1])}]\nview: {{bounds: [30, 47, 38, 52]}}\nunits:\n"
        f"{units}{middle}insets: [{{id: where, kind: locator}}]\nartboards: [{{id: w, width: 1000}}]\n"
    )
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    made = build(tmp_path / "config.yaml", only=["svg"])
    shown = [made.map.page("w"), *(drawing.page("w") for drawing in made.snapshots.values())]
    assert len(shown) == len(days)
    assert len({repr((page.furniture, [inset.box for inset in page.insets])) for page in shown}) == 1


def test_a_detail_leaves_the_map_the_larger_part_of_a_phone_of_a_set_height(tmp_path: Path) -> None:
    detail = "insets: [{id: gao, kind: detail, title: Gao, bounds: [-0.4, 15.8, 0.3, 16.7]}]\n"
    page = pages(tmp_path, config(MALI, "{id: p, width: 375, height: 812}", detail))["p"]
    (inset,) = page.insets
    assert inset.box.y >= page.frame.bottom and inset.box.width == pytest.approx(page.frame.width)
    assert page.frame.height > inset.box.height


@pytest.mark.lean()
def test_a_country_is_not_named_on_the_border_of_a_region(tmp_path: Path) -> None:
    page = pages(tmp_path, config(SYRIA, "{id: p, width: 335}"), ground="")["p"]
    name = next(text for text in page.texts if text.role == "country" and text.text == "SYRIA")
    regions = [item for group in page.groups if group.id == "region-border" for item in group.items]
    lines = [shapely.linestrings(ring) for item in regions if isinstance(item, Drawn) for ring in item.rings]
    assert lines
    box = shapely.box(name.box.x, name.box.y, name.box.right, name.box.bottom)
    assert not any(shapely.intersects(line, box) for line in lines)


FRONT = '{"type": "LineString", "coordinates": [[36.2, 47.2], [36.8, 47.9], [37.6, 48.6], [38.2, 49.4]]}'


def test_a_line_whose_own_text_has_no_room_is_explained_by_the_key(tmp_path: Path) -> None:
    (tmp_path / "front.geojson").write_text(FRONT, "utf-8")
    text = (
        "The line along which both of the armies had dug themselves in by the time of the second winter of the war, "
        * 3
    )
    line = f"layers: [{{kind: line, id: f, role: front_line, file: front.geojson, callout: '{text}'}}]\n"
    places = [("Unit one", 47.2, 36.2, 900), ("Unit two", 47.6, 36.2, 900)]
    boards = ("{id: p, width: 335, height: 420}", "{id: w, width: 1400}")
    made = {id_: page for board in boards for id_, page in pages(tmp_path, config(places, board, line)).items()}
    said = {entry.reason for entry in made["p"].dropped}
    assert said == {"no room for it on the map, so the key explains what it names"}
    assert "Approximate front line" in {item.text for item in made["p"].texts}
    assert "Approximate front line" not in {item.text for item in made["w"].texts}, "there its own text stands"


def test_the_key_explains_no_pictogram_that_had_no_room(tmp_path: Path) -> None:
    kinds = ["artillery", "tank", "infantry", "engineer", "air defense"]
    units = "".join(
        f"  - {{id: u{n}, label: Unit {n}, at: {{lat: {48 + n // 6 / 8}, lon: {37 + n % 6 / 6}}}, troops: {900 + n}, "
        f"formations: [{kinds[n % 5]}]}}\n"
        for n in range(30)
    )
    boards = "artboards: [{id: p, width: 335, crowds: spread}, {id: w, width: 1200, crowds: spread}]\n"
    for page in pages(tmp_path, f"{boards}units:\n{units}").values():
        key = {
            item.outline
            for group in page.groups
            if group.id == "key"
            for item in group.items
            if isinstance(item, Stamp)
        }
        shown = {
            item.outline
            for group in page.groups
            if group.id == "labels"
            for item in group.items
            if isinstance(item, Stamp)
        }
        assert key == shown, page.id
