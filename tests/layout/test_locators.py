"""Locators say where a map lies: by its own country, those near it and the nearest sea."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.page import Box, Page
from geomap.pipeline.build import build

PLACES = {
    "Ukraine": [(50.4, 30.5), (46.6, 32.6), (48.6, 39.3), (49.8, 24.0)],
    "Falkland Islands": [(-51.7, -57.85), (-51.83, -58.97)],
    "DR Congo": [(-1.68, 29.22), (-1.57, 29.04)],
    "Taiwan": [(25.03, 121.56), (22.62, 120.3)],
    "Kosovo": [(42.66, 21.16), (42.89, 20.86)],
    "Fiji": [(-17.8, 177.4), (-16.6, -179.8)],
}


def pages(folder: Path, places: list[tuple[float, float]], boards: str, inset: str = "") -> dict[str, Page]:
    units = "".join(
        f"  - {{id: u{n}, label: Unit {n}, at: {{lat: {lat}, lon: {lon}}}, troops: 900}}\n"
        for n, (lat, lon) in enumerate(places)
    )
    ground = "ground: {towns: none, regions: none, rivers: none}"
    text = f"{ground}\nunits:\n{units}insets: [{{kind: locator, id: where{inset}}}]\nartboards: [{boards}]\n"
    (folder / "config.yaml").write_text(text, "utf-8")
    return {page.id: page for page in build(folder / "config.yaml", only=["svg"]).pages}


def names(page: Page) -> dict[str, Box]:
    return {text.text: text.box for text in page.texts if text.role in ("locator", "locator_water")}


@pytest.mark.parametrize(
    ("country", "near", "far"),
    [
        ("Ukraine", {"Russia", "Poland"}, {"Mali", "Italy", "Iran", "France"}),
        ("Falkland Islands", {"Argentina", "Atlantic Ocean"}, {"Brazil"}),
        ("DR Congo", {"Uganda", "Tanzania"}, {"Chad", "Ethiopia"}),
        ("Taiwan", {"China", "East China Sea"}, {"Japan"}),
        ("Kosovo", {"Romania", "Greece"}, {"Algeria", "France", "Egypt"}),
        ("Fiji", {"Pacific Ocean"}, {"Australia"}),
    ],
)
def test_a_locator_names_the_country_of_its_map_those_near_and_the_nearest_sea(
    tmp_path: Path, country: str, near: set[str], far: set[str]
) -> None:
    page = pages(tmp_path, PLACES[country], "{id: wide, width: 900}")["wide"]
    said, (inset,) = names(page), page.insets
    assert {country, *near} <= {*said} and not far & {*said}
    boxes = list(said.values())
    assert all(inset.frame.contains(box) for box in boxes)
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_the_name_of_the_country_stands_in_the_outline_of_the_map_or_beside_it(tmp_path: Path) -> None:
    for country, is_within in (("Ukraine", True), ("Taiwan", False)):
        (tmp_path / country).mkdir()
        page = pages(tmp_path / country, PLACES[country], "{id: wide, width: 900}")["wide"]
        marks = [item for group in page.groups for item in group.items if item.id == "inset-where-extent"]
        x, y = marks[0].rings[0].T
        outline, name = Box(x.min(), y.min(), x.max() - x.min(), y.max() - y.min()), names(page)[country]
        assert outline.contains(name) == is_within == outline.overlaps(name)
        assert outline.grown(10).overlaps(name)


@pytest.mark.parametrize(
    ("board", "inset", "shown"),
    [
        ("width: 335", "", False), ("width: 399", "", False), ("width: 400", "", True),
        ("width: 335, keep: [insets]", "", True), ("width: 335, keep: [insets.where]", "", True),
        ("width: 335", ", at: below", True), ("width: 335", ", at: top-left", True),
    ],
)  # fmt: skip
def test_a_phone_has_a_locator_only_where_the_config_says_so(
    tmp_path: Path, board: str, inset: str, shown: bool
) -> None:
    page = pages(tmp_path, PLACES["Taiwan"], f"{{id: a, {board}}}", inset)["a"]
    assert [inset.id for inset in page.insets] == ["where"] * shown
    assert not page.dropped
