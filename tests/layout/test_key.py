"""The key: within the page, low, and each look once."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.layout.key.box import _each_once
from geomap.layout.key.columns import best_columns
from geomap.page import Page, Text
from geomap.pipeline.build import build
from geomap.scene import KeyRow
from tests.examples import BARE

LONG_KEY = """
view: {bounds: [30, 44, 42, 52]}
sides:
  x: {label: Government of National Accord and the militias allied with it in the west}
  y: {label: Forces of the Interim Authority, colour: '#3b6ea5'}
units:
  - {id: a, label: Alone, at: {lat: 48, lon: 38}, side: x, troops: 1000, equipment: {installations: 3, tanks: 4}}
  - {id: b, label: Bravo, at: {lat: 50, lon: 36}, side: y, troops: {at_least: 2000}, equipment: {artillery: 3}}
  - {id: c, label: Carol, at: {lat: 46, lon: 32}, troops: {min: 1, max: 900}, formations: [missile, helicopter]}
artboards:
"""


def pages(folder: Path, text: str, ground: str = BARE) -> dict[str, Page]:
    (folder / "config.yaml").write_text(text + ground, "utf-8")
    return {page.id: page for page in build(folder / "config.yaml", only=["svg"]).pages}


def key_texts(page: Page) -> list[Text]:
    return [text for text in page.texts if text.id.startswith("key-")]


@pytest.mark.parametrize("where", ["", ", key_at: bottom-right"])
def test_a_long_key_stays_on_the_page(tmp_path: Path, where: str) -> None:
    widths = (200, 335, 500, "60mm", 1000)
    boards = "".join(f"  - {{id: w{width}, width: {width}{where}}}\n" for width in widths)
    for page in pages(tmp_path, LONG_KEY + boards).values():
        texts = key_texts(page)
        assert sum("Government of National Accord" in text.text for text in texts) == 1
        for text in texts:
            assert text.box.x >= 0 and text.box.right <= page.width, (page.id, text.lines)
            assert page.furniture["key"].grown(0.5).contains(text.box), (page.id, text.lines)
        boxes = [text.box for text in texts]
        assert not any(a.overlaps(b) for index, a in enumerate(boxes) for b in boxes[:index]), page.id


def test_one_wide_row_does_not_make_a_phone_key_one_column(tmp_path: Path) -> None:
    page = pages(tmp_path, LONG_KEY + "  - {id: phone, width: 335}\n")["phone"]
    rows = [text for text in key_texts(page) if text.id.endswith("-text")]
    assert len({round(text.box.x) for text in rows}) >= 2
    circles = 70
    assert page.furniture["key"].height < circles + 0.75 * 23 * len(rows)


def test_each_look_stands_once_and_units_without_a_side_are_explained(tmp_path: Path) -> None:
    page = pages(tmp_path, LONG_KEY + "  - {id: w, width: 900}\n")["w"]
    said = [text.text for text in key_texts(page)]
    assert said.count("Side not stated") == 1
    own, basemap = (KeyRow("area", sample, "Disputed area", "Disputed") for sample in ("disputed_area", "disputed"))
    assert _each_once([own, basemap, KeyRow("side", "#111111", "X", "X")])[0] == own
    assert len(_each_once([own, basemap, KeyRow("side", "#111111", "X", "X")])) == 2


def test_a_key_of_very_many_rows_is_parted_soon_and_evenly() -> None:
    """All ways to part a thousand rows would take a quarter of an hour."""
    asked = 0

    def height(index: int, width: float) -> float:
        nonlocal asked
        asked += 1
        return 16.0 if width >= 100 + index % 7 else 30.0

    widths = [100.0 + index % 7 for index in range(1000)]
    for room, count in ((700, 3), (330, 2), (110, 1)):
        columns = best_columns(widths, room, height, 6)
        assert [column.first for column in columns] == [0, *(column.end for column in columns[:-1])]
        assert columns[-1].end == 1000 and len(columns) == count
        assert max(column.end - column.first for column in columns) <= 1000 // count + 1
    assert asked < 1_000_000


SIZES = """
legend: {max_diameter: 12%s}
view: {bounds: [30, 44, 42, 52]}
units: [{id: a, label: A, at: {lat: 48, lon: 38}, troops: 18000}]
artboards: [{id: wide, width: 900}, {id: phone, width: 335}]
"""


@pytest.mark.parametrize(
    ("stated", "wide", "phone"), [("", [15000, 5000, 2000], [15000, 5000]), (", values: [100]", [100], [100])]
)
def test_a_key_has_no_circle_that_is_too_small_to_compare_others_with(
    tmp_path: Path, stated: str, wide: list[int], phone: list[int]
) -> None:
    made = pages(tmp_path, SIZES % stated)
    for name, values in (("wide", wide), ("phone", phone)):
        samples = [symbol for symbol in made[name].symbols if symbol.kind == "key"]
        assert [sample.value for sample in samples] == values
        assert stated or all(sample.diameter >= 3 for sample in samples)


OUT_OF_SIGHT = """
worldview: de-facto
units:
  - {id: a, label: A, at: {lat: 16, lon: 0}, troops: 9000, basis: BASIS}
  - {id: b, label: B, at: {lat: 17, lon: 1}, troops: unknown}
  - {id: c, label: C, at: {lat: 18, lon: 1}, basis: BASIS}
artboards:
  - {id: none, width: 500, drop: [units]}
  - {id: unknown, width: 501, bounds: [0.5, 16.5, 2, 18.5]}
  - {id: all, width: 502}
"""


def test_key_and_notes_explain_only_what_is_drawn(tmp_path: Path) -> None:
    """No circles of a key, and no word of their area, without one on the map; none of hatches either."""
    found = pages(tmp_path, OUT_OF_SIGHT.replace("BASIS", "reported"))
    keys = {name: [text.text for text in key_texts(page)] for name, page in found.items()}
    assert keys["none"] == []
    assert keys["unknown"] == ["Strength not known", "Present, strength not stated"]
    assert keys["all"][:2] == ["Troops", "8,000"]
    notes = {name: next(text.text for text in page.texts if text.role == "note_line") for name, page in found.items()}
    assert {name for name, text in notes.items() if "Circle area" in text} == {"all"}
    assert not [text for text in notes.values() if "hatch" in text]


def test_figures_that_nobody_states_are_not_called_illustrative(tmp_path: Path) -> None:
    text = OUT_OF_SIGHT.replace("troops: 9000, basis: BASIS", "troops: 9000").replace("BASIS", "illustrative")
    for page in pages(tmp_path, text).values():
        assert not [text for text in page.texts if "illustrative" in text.text]


def test_a_hatch_is_explained_where_there_is_one(tmp_path: Path) -> None:
    text = "worldview: de-facto\nunits: [{id: a, label: A, at: {lat: 45.3, lon: 34.4}, troops: 900}]\n"
    (page,) = pages(tmp_path, text + "artboards: [{id: w, width: 600}]\n").values()
    drawn = [item.id for group in page.groups if group.id == "disputed" for item in group.items]
    assert ("Disputed area" in {text.text for text in key_texts(page)}) == bool(drawn)
