"""The page obeys the rules of the pictures: what artboards drop, what is set by hand, abbreviations, spread circles.

Each is measured in Chromium at two widths, where two artboards hold that say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from math import hypot
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from shapely import box

from geomap.facts.columns import Records
from geomap.layout.key.box import key_colour
from geomap.layout.sheet import lay_out
from geomap.pipeline.build import build
from geomap.scene import Area, Placement, Scene
from geomap.scene.beneath import NO_GROUND
from tests.render.browser import opened, rendered

CONFIG = """
name: rules
title: All the rules
subtitle: A subtitle
as_of: 2024-05-01
credit: Made with geomap
view: {fit: units, graticule: true}
legend: {values: [1000, 5000], max_diameter: 60}
sources: {a: {publisher: A}}
sides: {x: {label: X forces, colour: "#b03020"}, y: {label: Y forces, colour: "#2060a0"}}
abbreviations: {International Airport: Int. Airport, Headquarters: HQ}
units:
  - {id: east, side: x, label: Easton International Airport, at: {lat: 49.6, lon: 34.0}, troops: 5000,
     formations: [{type: headquarters, label: Army Headquarters}], equipment: {tanks: 3}, sources: a}
  - {id: west, side: y, label: {text: Westport, dx: 60, dy: -40}, at: {lat: 49.0, lon: 31.5}, troops: 4000,
     formations: [tank], sources: a}
  - {id: one, side: x, label: One, at: {lat: 49.9, lon: 32.6}, troops: 2000, sources: a}
  - {id: two, side: x, label: Two, at: {lat: 49.9, lon: 32.6}, troops: 2000, sources: a}
  - {id: three, side: y, label: {text: Three, anchor: end}, at: {lat: 49.9, lon: 32.6}, troops: 500, sources: a}
  - {id: gone, side: y, label: Gone, at: {lat: 48.9, lon: 33.2}, troops: unknown, sources: a}
layers:
  - {kind: note, id: note, text: A note of some length, at: {lat: 49.5, lon: 32.3}, label: {dx: 10, dy: 30}}
  - {kind: label, id: region, text: A Region, at: {lat: 48.95, lon: 32}, style: region}
  - {kind: arrow, id: push, from: {lat: 49.25, lon: 34}, to: {lat: 49.25, lon: 32.8}, label: A push west, sources: a}
artboards:
  - {id: wide, width: 1000, labels: {push: {dx: 0, dy: 60}}}
  - {id: phone, width: 335, key: short, abbreviate: always,
     drop: [units.gone, layers.region, layers.held, subtitle, credit, callouts.push, formations, pictograms],
     keep: [formations.east], labels: {west: {dx: 24, dy: 0, text: W.}, note: {hide: true}}}
"""
WIDTHS = {1200: 0, 375: -1}  # of the window, and the place of its artboard
TEXTS = """() => [...document.querySelectorAll(".text, .unit-label span, .map-notes li")]
  .filter((element) => element.checkVisibility() && element.childElementCount === 0)
  .map((element) => element.textContent)"""
# What is painted at a point of a canvas: red, green, blue, alpha.
PIXEL = """(canvas, { x, y }) => {
  const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, -Math.round(x), -Math.round(y));
  return [...copy.getImageData(0, 0, 1, 1).data];
}"""
# A circle on the map, what is hit and painted in it, its button's middle, and how far it stands off its true point.
CIRCLE = """(id) => {
  const { units, map, data } = geomap;
  const index = data.symbols.unit.findIndex((_, i) => geomap.factOf(data, i).id === id);
  const at = units.containerPoint(index);
  const corner = map.getContainer().getBoundingClientRect();
  const { canvas } = units.layer;
  const inside = units.layerPoint(index).subtract(L.DomUtil.getPosition(canvas)).add([2, 3]);
  const button = document.querySelector(`.unit[data-id="${id}"]`);
  const { left, top, width, height } = button.getBoundingClientRect();
  const { x, y } = units.worldPoint(index).subtract(units.truePoint(index));
  return {
    x: at.x + corner.left, y: at.y + corner.top, r: units.diameters[index] / 2, hit: units.at(at) === index,
    alpha: (PIXEL)(canvas, inside)[3],
    button: button.checkVisibility() ? [left + width / 2, top + height / 2] : null, shift: [x, y],
  };
}""".replace("PIXEL", PIXEL)
LINES = """(selector) => {
  const lines = document.createRange();
  lines.selectNodeContents(document.querySelector(selector));
  const { left, top, right, bottom } = lines.getBoundingClientRect();
  const first = lines.getClientRects()[0];
  return { left, top, right, bottom, middle: first.top + first.height / 2 };
}"""
TINT = """() => {
  const point = geomap.map.latLngToContainerPoint([49.05, 32.1]);
  const canvas = document.querySelector(".geomap-canvas");
  const at = geomap.map.containerPointToLayerPoint(point).subtract(L.DomUtil.getPosition(canvas));
  return (PIXEL)(canvas, at);
}""".replace("PIXEL", PIXEL)
LEADERS = """() => [...document.querySelectorAll(".leaders line")].map((line) => {
  const corner = line.ownerSVGElement.getBoundingClientRect();
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name)));
  return [corner.left + x1, corner.top + y1, corner.left + x2, corner.top + y2];
})"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "config.yaml").write_text(f"sites: off\n{CONFIG.replace('layers.held, ', '')}", encoding="utf-8")
    made = build(folder / "config.yaml", only=["geojson"]).scene
    wide, phone = made.artboards
    return replace(
        made,
        areas=(*made.areas, Area("held", "control", box(32, 49, 32.2, 49.1))),
        artboards=(wide, replace(phone, drop=(*phone.drop, "layers.held"))),
    )


@pytest.fixture(scope="module")
def html(scene: Scene) -> str:
    return rendered(scene)


@pytest.fixture(scope="module")
def windows(chromium: Browser, html: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Page]]:
    """The page at each width, opened once."""
    with ExitStack() as stack:
        found = {}
        for width in WIDTHS:
            page = stack.enter_context(opened(chromium, html, tmp_path_factory.mktemp("window"), width))
            page.evaluate("() => { window.first = [geomap.map.getCenter(), geomap.map.getZoom()]; }")
            found[width] = page
        yield found


@pytest.fixture
def seen_at(windows: dict[int, Page]) -> Callable[[int], Page]:
    """The page in its first view, for what only looks and zooms."""

    def at(width: int) -> Page:
        windows[width].evaluate("() => { geomap.map.setView(...window.first, { animate: false }); }")
        return windows[width]

    return at


def circle(page: Page, unit: str) -> dict[str, Any]:
    return page.evaluate(CIRCLE, unit)


def zoom_in(page: Page, lat: float, lon: float, levels: float) -> None:
    at = [[lat, lon], levels]
    page.evaluate("([at, levels]) => geomap.map.setZoomAround(at, geomap.map.getMinZoom() + levels)", at)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_unit_that_is_dropped_is_nowhere_but_in_the_table(seen_at, width):
    page = seen_at(width)
    seen, is_wide = circle(page, "gone"), width == 1200
    assert (seen["hit"], seen["alpha"] > 0, seen["button"] is not None) == (is_wide, is_wide, is_wide)
    assert ("Gone" in page.evaluate(TEXTS)) == is_wide
    assert "Gone" in page.locator("tbody").inner_text()
    assert (page.locator(".mark-row").count() == 1) == is_wide, "no such mark on the map, no row in the key"


def test_what_drop_names_comes_and_goes_with_the_width(chromium, html, tmp_path):
    own = {"A Region", "A push west", "A note of some length"}
    tints = []
    with opened(chromium, html, tmp_path, 1200) as page:
        for width, artboard in ((1200, "wide"), (375, "phone"), (1200, "wide")):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function("(id) => document.querySelector('.stage').dataset.artboard === id", arg=artboard)
            is_wide, words = artboard == "wide", page.inner_text("#geomap-key")
            assert own & set(page.evaluate(TEXTS)) == (own if is_wide else set())
            assert ("Movement" in words, "Tanks" in words) == (not is_wide, is_wide)
            shown = [page.locator(name).is_visible() for name in ("h1", ".subtitle", ".credit")]
            assert shown == [True, is_wide, is_wide]
            assert (page.locator(".unit-label .pictogram").count() > 0) == is_wide
            tints.append(page.evaluate(TINT))
    assert tints[0] == tints[2] != tints[1], "an area that is dropped is not painted"


@pytest.mark.parametrize(("width", "dx", "dy"), [(1200, 60, -40), (375, 24, 0)])
def test_a_label_set_by_hand_stands_off_its_circle_at_every_zoom(seen_at, width, dx, dy):
    page = seen_at(width)
    for levels in (0, 1):
        zoom_in(page, 49.0, 31.5, levels)
        at, name = circle(page, "west"), page.evaluate(LINES, '.unit-label[data-index="1"] .name:not([hidden])')
        assert name["left"] - at["x"] == pytest.approx(dx, abs=1.1)
        assert name["middle"] - at["y"] == pytest.approx(dy, abs=1.1)
        starts = [hypot(x - at["x"], y - at["y"]) for x, y, *_ in page.evaluate(LEADERS)]
        led = [start for start in starts if start == pytest.approx(at["r"], abs=1)]
        assert len(led) == (1 if width == 1200 else 0), "a leader from the circle's edge, where the label is far"
    assert ("W." in page.evaluate(TEXTS)) == (width == 375)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_anchor_alone_chooses_the_side(seen_at, width):
    page = seen_at(width)
    zoom_in(page, 49.9, 32.6, 1)
    assert page.evaluate(LINES, '.unit-label[data-index="4"] .name')["right"] < circle(page, "three")["x"]


def test_notes_and_callouts_stand_where_they_are_set(seen_at):
    page = seen_at(1200)
    corner = page.locator("#map_geomap").bounding_box()
    spots = (("note", [49.5, 32.3], 10, 30), ("push", [49.25, 33.4], 0, 60))
    for name, spot, dx, dy in spots:
        at = page.evaluate("(spot) => geomap.map.latLngToContainerPoint(spot)", spot)
        text = page.evaluate(LINES, f'[data-id="{name}"]')
        end = text["left"] if dx else (text["left"] + text["right"]) / 2
        assert end - at["x"] - corner["x"] == pytest.approx(dx, abs=1.6)
        assert text["middle"] - at["y"] - corner["y"] == pytest.approx(dy, abs=1.6)
    (leader,) = [ends for ends in page.evaluate(LEADERS) if ends[0] == pytest.approx(ends[2], abs=1)]
    assert leader[1] == pytest.approx(at["y"] + corner["y"], abs=1.6), "it begins on the line"
    assert leader[3] == pytest.approx(text["top"] - 3, abs=3), "and ends at the text"


def test_other_labels_make_room(chromium, scene, tmp_path):
    wide, phone = scene.artboards
    two = '.unit-label[data-index="3"]'
    with opened(chromium, rendered(scene), tmp_path, 1200) as page:
        free, at = page.locator(two).bounding_box(), circle(page, "one")
    on_two = Placement(dx=free["x"] - at["x"] + 4, dy=free["y"] + free["height"] / 2 - at["y"], anchor="start")
    boards = (replace(wide, labels={**wide.labels, "one": on_two}), phone)
    with opened(chromium, rendered(replace(scene, artboards=boards)), tmp_path, 1200) as page:
        moved, fixed = (page.locator(f'.unit-label[data-index="{index}"]').bounding_box() for index in (3, 2))
        assert fixed["x"] == pytest.approx(free["x"] + 4, abs=1.1)
        assert (
            moved["x"] + moved["width"] <= fixed["x"] or fixed["x"] + fixed["width"] <= moved["x"]
            or moved["y"] + moved["height"] <= fixed["y"] or fixed["y"] + fixed["height"] <= moved["y"]
        )  # fmt: skip


LONG, SHORT = "Easton International Airport", "Easton Int. Airport"


ABBREVIATED = [  # at either width, and the others of the long run
    ("always", SHORT, 1200), ("never", LONG, 375), ("fit", LONG, 1200),
    *(pytest.param(*more, marks=pytest.mark.long)
      for more in (("always", SHORT, 375), ("never", LONG, 1200), ("fit", LONG, 375))),
]  # fmt: skip


@pytest.mark.parametrize(("abbreviate", "said", "width"), ABBREVIATED)
def test_texts_are_abbreviated_as_the_artboard_says(  # noqa: PLR0917
    chromium, scene, tmp_path, width, abbreviate, said
):
    boards = tuple(replace(board, abbreviate=abbreviate, drop=()) for board in scene.artboards)
    alone = replace(scene, artboards=boards, symbols=scene.symbols.take([0]), lines=(), labels=(), ground=NO_GROUND)
    with opened(chromium, rendered(alone), tmp_path, width) as page:
        assert set(page.evaluate(TEXTS)) == {said, "Army HQ" if said is SHORT else "Army Headquarters"}
        assert page.locator('.unit[data-id="east"]').get_attribute("aria-label").startswith(LONG)


@pytest.mark.parametrize(("width", "said"), [(1200, "Headquarters " * 5), (375, "HQ " * 5)])
def test_a_text_is_abbreviated_before_it_is_dropped(chromium, scene, tmp_path, width, said):
    boards = tuple(replace(board, abbreviate="fit") for board in scene.artboards)
    named = replace(scene.symbols[0], label=("Headquarters " * 5).strip(), formations=())
    with opened(
        chromium, rendered(replace(scene, symbols=Records([named]), artboards=boards)), tmp_path, width
    ) as page:
        assert said.strip() in page.evaluate(TEXTS)


@pytest.mark.parametrize(("width", "place"), WIDTHS.items())
def test_circles_on_one_point_are_set_side_by_side_as_in_print(seen_at, scene, width, place):
    drawn = lay_out(scene, scene.artboards[place])
    true = {item.id: item for group in drawn.groups if group.id in ("ticks", "true-points") for item in group.items}
    spots = {symbol.unit: symbol for symbol in drawn.symbols if symbol.kind == "circle" and symbol.unit}
    assert set(true) == {f"{mark}-{unit}" for mark in ("tick", "true-point") for unit in ("three", "two")}
    page = seen_at(width)
    for levels in (0, 1.5):
        zoom_in(page, 49.9, 32.6, levels)
        for unit in ("one", "two", "three"):
            seen, point = circle(page, unit), true.get(f"true-point-{unit}", spots[unit])
            far = hypot(spots[unit].x - point.x, spots[unit].y - point.y)  # as far; the side may be the other
            assert hypot(*seen["shift"]) == pytest.approx(far, abs=0.01)
            assert seen["hit"] and seen["alpha"] > 100
            assert seen["button"] == pytest.approx([seen["x"], seen["y"]], abs=1.1)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_view_fitted_to_its_units_cuts_no_circle(seen_at, width):
    page = seen_at(width)
    frame = page.locator("#map_geomap").bounding_box()
    for unit in ("east", "west", "one"):
        at = circle(page, unit)
        assert frame["x"] < at["x"] - at["r"] and at["x"] + at["r"] < frame["x"] + frame["width"]
        assert frame["y"] < at["y"] - at["r"] and at["y"] + at["r"] < frame["y"] + frame["height"]
    land = page.evaluate("geomap.data.areas.find((area) => area.role === 'land').box")
    view = page.evaluate("geomap.worldBox(geomap.map.options.maxBounds, 1, 0)")
    assert land[0] < view["left"] and view["right"] < land[2], "the ground goes on under the room"
    assert land[1] < view["top"] and view["bottom"] < land[3]


@pytest.mark.parametrize("width", [1200, pytest.param(375, marks=pytest.mark.long)])
def test_the_circles_of_the_key_are_of_no_side(chromium, scene, tmp_path, width):
    alone = replace(scene, symbols=scene.symbols.where(lambda symbol: symbol.unit in ("east", "one")))
    assert key_colour(scene) == scene.style.muted != key_colour(alone)
    for made in (scene, alone):
        colour = tuple(int(key_colour(made)[at : at + 2], 16) for at in (1, 3, 5))
        with opened(chromium, rendered(made), tmp_path, width) as page:
            assert page.evaluate("getComputedStyle(document.querySelector('.key-circle')).fill") == f"rgb{colour}"
