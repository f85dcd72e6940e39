"""Artboards wider than a page on a desk, and of shapes that a map was not made for."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.errors import LayoutError
from geomap.page import Page, Stamp
from geomap.pipeline.build import Build, build
from tests.examples import BARE

UNITS = """
units:
  - id: a
    at: {lat: 16.27, lon: -0.04}
    troops: 900
    equipment: {tanks: 3}
    label: {text: Gao, dx: 40, dy: 0}
  - {id: b, label: Kidal, at: {lat: 18.44, lon: 1.41}, troops: 400}
artboards:
  - {id: xl, width: 2400}
  - {id: a3, width: 420mm, height: 297mm}
  - {id: wide, width: 1050}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("large")
    (folder / "config.yaml").write_text(f"title: In the Sahel\n{UNITS}{BARE}", "utf-8")
    return build(folder / "config.yaml", only=["svg"])


def page(made: Build, name: str) -> Page:
    return next(page for page in made.pages if page.id == name)


def test_type_icons_and_circles_grow_less_than_the_map_does(made: Build) -> None:
    wide, large = page(made, "wide"), page(made, "xl")
    for role in ("title", "place", "key", "source", "scale"):
        small, big = (next(text.size for text in each.texts if text.role == role) for each in (wide, large))
        assert 1.4 < big / small < 1.8, role
    stamps = [
        next(item.size for group in each.groups for item in group.items if isinstance(item, Stamp))
        for each in (wide, large)
    ]
    assert 1.4 < stamps[1] / stamps[0] < 1.8
    assert large.frame.width / wide.frame.width > 2.2
    (circle,) = [symbol for symbol in large.symbols if symbol.unit == "a" and symbol.kind == "circle"]
    assert circle.diameter == pytest.approx(60 * 1.6, rel=0.02)


def test_a_page_has_the_size_of_its_artboard(made: Build) -> None:
    assert page(made, "xl").width == 2400
    a3 = page(made, "a3")
    assert (a3.width / 96 * 25.4, a3.height / 96 * 25.4) == pytest.approx((420, 297))
    for each in made.pages:
        for text in each.texts:
            assert text.box.right <= each.width and text.box.bottom <= each.height


def test_a_label_set_by_hand_stands_where_it_is_set(made: Build) -> None:
    for each in made.pages:
        (text,) = [text for text in each.texts if text.text == "Gao"]
        (circle,) = [symbol for symbol in each.symbols if symbol.unit == "a" and symbol.kind == "circle"]
        assert text.box.x - circle.x == pytest.approx(40, abs=0.5)


@pytest.mark.parametrize(
    ("bounds", "height", "said"),
    [
        ("[-180, -58, 180, 80]", 2400, "would fill 18% of it, at least 50% make a map; lower the height"),
        ("[-180, -58, 180, 80]", 220, "at least 50% make a map; raise the height, leave it out, or give the artboard"),
        ("[30, 20, 32, 60]", 300, "at least 10% make a map; raise the height"),
    ],
)
def test_a_shape_that_ruins_the_map_is_refused(tmp_path: Path, bounds: str, height: int, said: str) -> None:
    (tmp_path / "config.yaml").write_text(
        f"view: {{bounds: {bounds}}}\nartboards:\n  - {{id: a, width: 1000, height: {height}}}\n", "utf-8"
    )
    with pytest.raises(LayoutError) as caught:
        build(tmp_path / "config.yaml", only=["svg"])
    assert said in str(caught.value)
    assert "artboards[0].height: what the map must show" in str(caught.value)


def test_a_text_of_a_low_map_stays_near_its_place(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [35.7, 46.2, 41.8, 49.9]}\nartboards: [{id: a, width: 1200, height: 360}]\n"
        "layers: [{kind: label, text: SEA OF AZOV, style: water, at: {lat: 46.4, lon: 37}}]\n"
        "units: [{id: a, label: A, at: {lat: 46.5, lon: 37}, troops: 9000}]\n",
        "utf-8",
    )
    (made,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    (circle,) = [symbol for symbol in made.symbols if symbol.kind == "circle"]
    for text in made.texts:
        if text.text == "SEA OF AZOV":
            assert abs(text.box.centre[0] - circle.x) < made.frame.height
