"""Towns for orientation, on what was laid out: how many, where, and what they give way to."""

from __future__ import annotations

from math import hypot
from pathlib import Path

import pytest

import geomap
from geomap.page import Circle, Page, Text
from geomap.pipeline.build import build

KHARKIV = """
view: {bounds: [34.2, 48.7, 38.3, 51.3]}
units:
  - {place: Kharkiv, country: UA, troops: 2000}
  - {id: north, label: Front near Belgorod, at: {lat: 50.5, lon: 36.9}, troops: {min: 300, max: 900}}
artboards: [{id: wide, width: 1050}, {id: phone, width: 335, key: short}]
"""
DETAIL = "view: {bounds: [36.03, 49.86, 36.45, 50.12]}\nartboards: [{id: wide, width: 1050}]\n"


_KNOWN: dict[str, dict[str, Page]] = {}


def laid_out(folder: Path, config: str) -> dict[str, Page]:
    """The pages of a config, laid out for the first test that asks for it."""
    if config not in _KNOWN:
        (folder / "config.yaml").write_text(config, "utf-8")
        made = build(folder / "config.yaml", out=folder / "out", only=["svg"], force=True)
        _KNOWN[config] = {page.id: page for page in made.pages}
    return _KNOWN[config]


def towns(page: Page) -> dict[str, Text]:
    return {text.text: text for text in page.texts if text.role == "town"}


def marks(page: Page) -> dict[str, Circle]:
    items = [item for group in page.groups for item in group.items]
    return {item.id: item for item in items if isinstance(item, Circle) and item.id.startswith("town-")}


def test_a_map_of_300_km_has_some_and_a_phone_fewer(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, KHARKIV)
    assert 5 <= len(towns(pages["wide"])) <= 12
    assert {"Sumy", "Poltava"} <= set(towns(pages["wide"]))
    assert 2 <= len(towns(pages["phone"])) <= 4


def test_a_city_has_its_suburbs(tmp_path: Path) -> None:
    names = towns(laid_out(tmp_path, DETAIL)["wide"])
    assert "Kharkiv" in names
    assert len({"Pisochyn", "Derhachi", "Vysokyi", "Tsyrkuny"} & set(names)) >= 3


def test_no_town_touches_another_text_a_circle_or_the_key(tmp_path: Path) -> None:
    for page in laid_out(tmp_path, KHARKIV).values():
        for name, text in towns(page).items():
            others = [other.box for other in page.texts if other is not text]
            assert not any(text.box.overlaps(box) for box in (*others, *page.furniture.values())), name
            assert page.frame.contains(text.box)
        for mark in marks(page).values():
            box_free = [text.box for text in page.texts]
            assert not any(box.x < mark.x < box.right and box.y < mark.y < box.bottom for box in box_free)
            assert all(
                hypot(mark.x - symbol.x, mark.y - symbol.y) > symbol.diameter / 2 + mark.diameter / 2
                for symbol in page.symbols
                if symbol.kind in ("circle", "ring")
            )


def test_each_town_has_its_mark(tmp_path: Path) -> None:
    page = laid_out(tmp_path, KHARKIV)["wide"]
    assert len(marks(page)) == len(towns(page))
    assert "town-sumy-mark" in marks(page)


def test_what_a_unit_or_a_label_says_is_not_said_again(tmp_path: Path) -> None:
    names = towns(laid_out(tmp_path, KHARKIV)["wide"])
    assert "Kharkiv" not in names  # under the circle
    assert "Belgorod" not in names  # in the words of a label nearby
    labelled = f"{KHARKIV}layers: [{{kind: label, text: Sumy, at: {{lat: 49, lon: 35}}}}]\n"
    assert "Sumy" not in towns(laid_out(tmp_path, labelled)["wide"])


def test_units_labels_stand_as_they_would_without_towns(tmp_path: Path) -> None:
    def others(page: Page) -> dict[str, tuple[float, float]]:
        return {text.id: (text.x, text.y) for text in page.texts if text.owner or text.role == "note"}

    with_towns = laid_out(tmp_path, KHARKIV)
    without = laid_out(tmp_path, f"{KHARKIV}ground: {{towns: none}}\n")
    for name, page in without.items():
        assert not towns(page)
        assert others(page) == others(with_towns[name])


@pytest.mark.parametrize(("asked", "most"), [("0", 0), ("3", 3), ("40", 40)])
def test_a_number_is_the_most_on_each_artboard(asked: str, most: int, tmp_path: Path) -> None:
    pages = laid_out(tmp_path, f"{KHARKIV}ground: {{towns: {asked}}}\n")
    assert all(len(towns(page)) <= most for page in pages.values())
    assert len(towns(pages["wide"])) >= min(most, 14)


def test_artboards_drop_and_keep_them(tmp_path: Path) -> None:
    boards = "[{id: none, width: 1050, drop: [towns]}, {id: one, width: 1049, drop: [towns.sumy]}, \
{id: kept, width: 1048, drop: [towns], keep: [towns.oboyan]}]"
    pages = laid_out(tmp_path, KHARKIV.partition("artboards")[0] + f"artboards: {boards}\n")
    assert not towns(pages["none"])
    assert "Sumy" not in towns(pages["one"])
    assert "Poltava" in towns(pages["one"])
    assert set(towns(pages["kept"])) == {"Oboyan"}


def test_no_name_crosses_a_line_of_the_config(tmp_path: Path) -> None:
    (tmp_path / "front.geojson").write_text(
        '{"type": "LineString", "coordinates": [[34.9, 50.8], [34.9, 51.0]]}', "utf-8"
    )
    layer = "layers: [{kind: line, role: front_line, file: front.geojson}]\n"
    page = laid_out(tmp_path, KHARKIV + layer)["wide"]
    front = next(item for group in page.groups if group.id == "front-line" for item in group.items)
    (line,) = front.rings  # type: ignore[union-attr]  # a path
    x, top, bottom = line[0][0], line[:, 1].min(), line[:, 1].max()
    for name, text in towns(page).items():
        assert not (text.box.x < x < text.box.right and text.box.y < bottom and top < text.box.bottom), name


def test_names_are_in_the_language_of_the_map(tmp_path: Path) -> None:
    assert {"Полтава", "Лозова"} <= set(towns(laid_out(tmp_path, f"lang: uk\n{KHARKIV}")["wide"]))


def test_a_unit_under_embargo_takes_no_town_away(tmp_path: Path) -> None:
    secret = "  - {id: secret, label: Sumy, at: {lat: 50.92, lon: 34.8}, troops: 900, embargo_until: 2999-01-01}\n"
    hidden = laid_out(tmp_path, KHARKIV.replace("artboards", f"{secret}artboards"))
    assert hidden["wide"].texts == laid_out(tmp_path, KHARKIV)["wide"].texts
    assert "Sumy" in towns(hidden["wide"])


def test_the_source_of_the_names_is_named(tmp_path: Path) -> None:
    said = [text.text for text in laid_out(tmp_path, DETAIL)["wide"].texts if text.role == "source"]
    assert said == ["Map data: Natural Earth; GeoNames"]
    plain = laid_out(tmp_path, f"{DETAIL}ground: {{towns: none}}\n")["wide"]
    assert [text.text for text in plain.texts if text.role == "source"] == ["Map data: Natural Earth"]


def test_nothing_is_reported_of_towns_without_room(tmp_path: Path) -> None:
    page = laid_out(tmp_path, f"{KHARKIV}ground: {{towns: 200}}\n")["phone"]
    assert not [entry for entry in (*page.moved, *page.dropped) if entry.unit == "" and "town" in entry.reason]
    known = {"Oboyan", "Sumy", "Poltava", "Izyum", "Lozova"}
    assert not known & {entry.text for entry in (*page.moved, *page.dropped)}


def test_towns_of_one_rank_may_lie_close_together(tmp_path: Path) -> None:
    """On both sides of a border, or a capital and the great towns around it."""
    for bounds, expected in (
        ((28.5, -2.4, 30, -0.95), {"Goma", "Gisenyi"}),
        ((119.8, 21.8, 122.2, 25.4), {"Taipei", "Kaohsiung", "Taichung", "Tainan", "Hsinchu", "Keelung"}),
    ):
        text = f"view: {{bounds: {list(bounds)}}}\nartboards: [{{id: w, width: 800}}]\n"
        (tmp_path / "map.yaml").write_text(text, "utf-8")
        page = geomap.read(tmp_path / "map.yaml").page("w")
        assert expected <= {text.text for text in page.texts if text.role == "town"}
