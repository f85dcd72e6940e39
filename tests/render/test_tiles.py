"""The online map of the page: off until a reader wants it, from one host, with its credit, and with a way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from pydantic import TypeAdapter

from geomap.config.tiles import TilesKey
from tests.render.browser import patient, rendered
from tests.render.january import january

HOST = "https://tile.openstreetmap.org"
RED = bytes.fromhex(  # a PNG of one red pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
GROUND = """() => {
  const { base } = geomap.explore;
  const { width, height } = base.canvas;
  const land = base.canvas.getContext("2d").getImageData(0, 0, width, height).data;
  return land.filter((value, i) => i % 4 === 3 && value > 250).length / (width * height);
}"""


@pytest.fixture(scope="module")
def html() -> str:
    tiles = TypeAdapter(TilesKey).validate_python("OpenStreetMap.Mapnik")
    return rendered(replace(january(), tiles=tiles))


@contextmanager
def online(browser: Browser, html: str, folder: Path, *, answers: bool) -> Iterator[tuple[Page, list[str]]]:
    """The page with a stand-in for the map service, and what it is asked for."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    context = patient(browser.new_context(viewport={"width": 1200, "height": 900}))
    page, asked = context.new_page(), []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=RED, content_type="image/png") if answers else route.abort()

    page.route(re.compile("^https?:"), answer)
    try:
        page.goto(file.as_uri())
        yield page, asked
    finally:
        context.close()


def test_policy_opens_the_one_host(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    assert f"img-src data: {HOST};" in policy
    assert "img-src data:;" in rendered(january())


def test_a_reader_switches_it_on_and_off(chromium, html, tmp_path):
    with online(chromium, html, tmp_path, answers=True) as (page, asked):
        whole = page.evaluate(GROUND)
        page.locator("#geomap-explore").evaluate("panel => { panel.open = true; }")
        box = page.get_by_label("Online map: OpenStreetMap.Mapnik")
        assert page.locator(".leaflet-tile").count() == len(asked) == 0
        box.focus()
        page.keyboard.press("Space")
        page.locator(".leaflet-tile-loaded").first.wait_for()
        assert asked and all(url.startswith(f"{HOST}/") for url in asked)
        assert page.locator(".tiles-credit").inner_text() == "(C) OpenStreetMap contributors"
        assert page.evaluate(GROUND) < 0.1 < whole, "the page's own ground makes room"
        assert "tile" not in page.evaluate("location.hash"), "a link never loads it for others"
        page.get_by_role("button", name="Reset").click()
        assert page.locator(".leaflet-tile, .tiles-credit").count() == 0
        assert page.evaluate(GROUND) == whole
        assert not box.is_checked()


def test_where_nothing_comes_the_ground_is_shown_again(chromium, html, tmp_path):
    with online(chromium, html, tmp_path, answers=False) as (page, asked):
        whole = page.evaluate(GROUND)
        page.locator("#geomap-explore").evaluate("panel => { panel.open = true; }")
        box = page.get_by_label("Online map: OpenStreetMap.Mapnik")
        box.check(force=True)
        page.locator("#geomap-hint.shown").wait_for()
        assert page.locator("#geomap-hint").inner_text() == "The online map could not be loaded"
        assert asked
        assert not box.is_checked()
        assert page.evaluate(GROUND) == whole
