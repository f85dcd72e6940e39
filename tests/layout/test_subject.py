"""What a map's title names stands on the map, on phones too; and how large a town is shows in its symbol."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.layout.subject import is_named
from geomap.page import Circle, Page
from geomap.pipeline.build import build

KHARTOUM = """title: Battle for Khartoum
units:
  - {id: a, label: General Command, at: {lat: 15.55, lon: 32.54}, troops: 3000}
  - {id: b, label: Omdurman, at: {lat: 15.71, lon: 32.43}, troops: 5000}
  - {id: c, label: Khartoum airport, at: {lat: 15.589, lon: 32.553}, troops: 2000}
  - {id: d, label: Soba, at: {lat: 15.44, lon: 32.68}, troops: 900}
"""
TAIWAN = """title: Bases around Taiwan and its strait
units:
  - {id: a, label: Hualien, at: {lat: 24.02, lon: 121.6}, troops: 2500}
  - {id: b, label: Pingtung, at: {lat: 22.68, lon: 120.46}, troops: 1500}
  - {id: c, label: Huian, at: {lat: 25.03, lon: 118.81}, troops: 2500}
"""


def phone(folder: Path, text: str) -> Page:
    (folder / "config.yaml").write_text(text, "utf-8")
    (page,) = [page for page in build(folder / "config.yaml", only=["svg"]).pages if page.id == "phone"]
    return page


def texts(page: Page) -> set[str]:
    return {text.text.casefold() for text in page.texts if text.role not in ("title", "key")}


def test_the_town_in_the_title_is_named_also_where_a_circle_hides_it(tmp_path: Path) -> None:
    assert "khartoum" in texts(phone(tmp_path, KHARTOUM))


def test_region_and_water_in_the_title_are_named_where_an_artboard_has_no_such_names_by_itself(tmp_path: Path) -> None:
    assert {"taiwan", "taiwan strait"} <= texts(phone(tmp_path, TAIWAN))
    others = phone(tmp_path, TAIWAN.replace("Bases around Taiwan and its strait", "Bases"))
    assert not {"taiwan", "taiwan strait"} & texts(others)
    stated = f"{TAIWAN}artboards: [{{id: phone, width: 335, drop: [labels.water, labels.region]}}]\n"
    assert not {"taiwan", "taiwan strait"} & texts(phone(tmp_path, stated)), "what the config drops is dropped"


@pytest.mark.parametrize(
    ("name", "about", "is_it"),
    [
        ("Khartoum", "Battle for Khartoum", True),
        ("Bar", "A bar in Podgorica", False),
        ("Kursk", "Kurskaya", False),
        ("Taiwan Strait", "Taiwan and its strait", True),
        ("Taiwan Strait", "Bases on Taiwan", False),
        ("", "", False),
    ],
)
def test_what_a_title_names(name: str, about: str, is_it: bool) -> None:
    assert is_named(name, about) is is_it


def test_a_large_city_has_a_larger_symbol_than_a_town(tmp_path: Path) -> None:
    """Kharkiv was a dot like that of a hamlet."""
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [33.5, 48.9, 37.6, 50.9]}\nunits: [{id: u, at: {lat: 50.5, lon: 36.9}, troops: 9}]\n"
        "artboards: [{id: a, width: 900}]\n",
        "utf-8",
    )
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    marks = {
        item.id.removesuffix("-mark"): item.diameter
        for group in page.groups
        for item in group.items
        if isinstance(item, Circle) and item.id.endswith("-mark")
    }
    assert marks["town-kharkiv"] > max(size for name, size in marks.items() if name != "town-kharkiv") > 0


def test_what_an_artboard_leaves_out_by_itself_is_no_rule_of_the_config(tmp_path: Path) -> None:
    """The message named a `drop` that its reader had not written."""
    unit = "units: [{id: u, label: Camp, at: {lat: 50, lon: 30}, formations: [tank battalion], troops: 9}]\n"
    (entry,) = phone(tmp_path, unit).dropped
    assert "`drop`" not in entry.reason and "by itself" in entry.reason
    (entry,) = phone(tmp_path, f"{unit}artboards: [{{id: phone, width: 335, drop: [formations]}}]\n").dropped
    assert entry.reason == "left out by `drop`"


def test_a_region_whose_name_has_lost_a_letter_is_not_named(tmp_path: Path) -> None:
    """L?nk?ran stood on a map of Karabakh: the data have a question mark for each letter that their makers lost."""
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [46, 39.2, 47.4, 40.4]}\nunits: [{id: u, at: {lat: 40.2, lon: 47}, troops: 9}]\n"
        "artboards: [{id: a, width: 900}]\n",
        "utf-8",
    )
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    names = [text.text for text in page.texts if text.role == "region"]
    assert names and not [name for name in names if "?" in name]
