"""The page obeys the rules of its artboards: what they drop, set by hand and abbreviate comes and goes with the width.

Where all of it stands is that of the pictures: `test_one_cartographer.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geomap.pipeline.build import build
from tests.render.browser import SETTLED, opened

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
     drop: [units.gone, layers.region, subtitle, credit, callouts.push, formations, pictograms],
     keep: [formations.east], labels: {west: {dx: 24, dy: 0, text: W.}, note: {hide: true}}}
"""
TEXTS = """() => [...document.querySelectorAll(".texts text")]
  .filter((text) => text.checkVisibility())
  .map((text) => [...text.childNodes].map((node) => node.textContent.trim()).join(" "))"""
KEY = "#geomap-key svg:not([hidden]) text"
SHOWN = "() => geomap.units.spots.flatMap((spot) => spot.units).map((index) => geomap.idOf(geomap.data, index))"
BUTTONS = """() => [...document.querySelectorAll(".unit")].filter((button) => !button.hidden)
  .map((button) => button.dataset.id)"""


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "config.yaml").write_text(f"sites: off\n{CONFIG}", encoding="utf-8")
    return (build(folder / "config.yaml", only=["html"]).folder / "rules.html").read_text("utf-8")


def _at(page: Page, width: int, sheet: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function("(id) => document.querySelector('.stage').dataset.sheet === id", arg=sheet)
    page.evaluate(SETTLED)


def test_what_an_artboard_drops_comes_and_goes_with_the_width(chromium: Browser, html: str, tmp_path: Path) -> None:
    own = {"A Region", "A push west", "A note of some length"}
    with opened(chromium, html, tmp_path, 1400) as page:
        for width, sheet in ((1400, "wide"), (375, "phone"), (1400, "wide")):
            _at(page, width, sheet)
            is_wide, words = sheet == "wide", " ".join(page.locator(KEY).all_text_contents())
            assert own & {*page.evaluate(TEXTS)} == (own if is_wide else set())
            assert ("gone" in page.evaluate(SHOWN), "gone" in page.evaluate(BUTTONS)) == (is_wide, is_wide)
            assert ("Strength not known" in words, "Tanks" in words) == (is_wide, is_wide)
            assert "Gone" in page.locator("tbody").inner_text()
            shown = [page.locator(name).is_visible() for name in ("h1", ".subtitle", ".credit")]
            assert shown == [True, is_wide, is_wide]
            assert (page.locator(".texts [data-outline]").count() > 0) == is_wide


def test_texts_are_those_that_an_artboard_sets_and_abbreviates(chromium: Browser, html: str, tmp_path: Path) -> None:
    long, short = "Easton International Airport", "Easton Int. Airport"
    with opened(chromium, html, tmp_path, 1400) as page:
        _at(page, 1400, "wide")
        assert {long, "Westport"} <= {*page.evaluate(TEXTS)}
        _at(page, 375, "phone")
        assert {short, "Army HQ", "W."} <= {*page.evaluate(TEXTS)}
        assert page.locator('.unit[data-id="east"]').get_attribute("aria-label").startswith(long)


@pytest.mark.parametrize(("width", "sheet"), [(1400, "wide"), (375, "phone")])
def test_a_view_fitted_to_its_units_cuts_no_circle(
    chromium: Browser, html: str, tmp_path: Path, width: int, sheet: str
) -> None:
    with opened(chromium, html, tmp_path, width) as page:
        _at(page, width, sheet)
        cut = page.evaluate("""() => {
          const { x: width, y: height } = geomap.map.getSize();
          return geomap.units.spots.filter((spot) => {
            const { x, y } = geomap.units.containerPoint(spot.units[0]);
            const r = spot.diameter / 2;
            return x < r || y < r || x > width - r || y > height - r;
          }).length;
        }""")
    assert cut == 0
