"""The page as it is read by mouse, by keyboard and by touch, at three widths, in three scripts, and with many units."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geomap.facts import Estimate, Formation
from geomap.facts.columns import Records
from geomap.scene import Scene
from tests.conftest import Built
from tests.render.browser import opened, rendered
from tests.render.january import january, symbol, unit
from tests.render.test_crowd import MANY, crowd

WIDTHS = (375, 720, 1280)
NAMES = ("example", "ukrainian", "arabic", "crowd")
FIRST = {("example", 375), ("arabic", 1280), ("crowd", 720)}
READ = [pytest.param(*each, marks=() if each in FIRST else pytest.mark.long) for each in product(NAMES, WIDTHS)]
# The middle of a circle that is hit there, in px of the window, and whose it is: the largest that stands clear.
HIT = """() => {
  const { units, map, data } = geomap;
  const corner = map.getContainer().getBoundingClientRect();
  const bottom = Math.min(corner.height - 20, 540 - corner.top);
  const clear = { left: 60, top: Math.max(100, 20 - corner.top), right: corner.width - 20, bottom };
  for (const spot of units.spots.filter(({ crowd }) => !crowd)) {
    const [index] = spot.units;
    const at = units.containerPoint(index);
    const [x, y] = [Math.round(at.x + corner.left) - corner.left, Math.round(at.y + corner.top) - corner.top];
    if (x < clear.left || y < clear.top || x > clear.right || y > clear.bottom) continue;
    if (units.spotAt(L.point(x, y)) === spot) return [x + corner.left, y + corner.top, data.symbols.label[index]];
  }
  return null;
}"""
STATE = "() => [geomap.map.getCenter().lng, geomap.map.getZoom(), window.scrollY]"


def three_hundred(lang: str, names: tuple[str, ...]) -> Scene:
    """Three hundred places whose names are of a script, the largest far apart."""
    units = [
        unit(
            f"u{number}", f"{names[number % len(names)]} {number}", 46.4 + number // 20 * 0.24,
            35.8 + number % 20 * 0.33, Estimate.exact(100 + number * 37 % 1900), (Formation("tank"),), sources=("nyt",),
        )
        for number in range(300)
    ]  # fmt: skip
    return replace(
        january(),
        lang=lang,
        units=Records(units),
        symbols=(marks := Records(map(symbol, units))),
        at_places=marks,
        largest_value=2000,
    )


@pytest.fixture(scope="module")
def pages(example: Built) -> dict[str, str]:
    return {
        "example": (example.output / "eastern-ukraine.html").read_text("utf-8"),
        "ukrainian": rendered(three_hundred("uk", ("Слов'янськ", "Їжакевичі", "Ґалаґанівка"))),
        "arabic": rendered(three_hundred("ar", ("قَندهار", "دير الزور", "الرقة"))),
        "crowd": rendered(crowd(MANY // 5)),
    }


def title(page: Page) -> str:
    return page.locator("#geomap-card h2").inner_text()


def by_mouse(page: Page) -> None:
    x, y, label = page.evaluate(HIT)
    page.mouse.move(x, y)
    assert page.locator(".over-unit").count() == 1
    page.mouse.click(x, y)
    assert title(page) == label
    page.locator("#geomap-card .close").click()
    assert page.locator("#geomap-card").is_hidden()


def by_keyboard(page: Page) -> None:
    page.locator("#map_geomap").focus()
    page.keyboard.press("Tab")
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert said.startswith(title(page))
    assert page.evaluate("document.activeElement.id") == "geomap-card"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == said
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != said, "no trap"


def by_touch(page: Page) -> None:
    x, y, label = page.evaluate(HIT)
    page.touchscreen.tap(x, y)
    assert title(page) == label
    page.keyboard.press("Escape")
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    page.evaluate("() => { window.scrollTo(0, 0); geomap.map.setZoom(geomap.map.getMinZoom() + 1); }")
    lon, zoom, top = page.evaluate(STATE)
    x, y = page.evaluate("() => [geomap.map.getContainer().getBoundingClientRect().x + 90, 330]")
    touch("touchStart", (x, y), (x + 120, y))
    for step in (20, 40, 60, 80):
        touch("touchMove", (x + step, y), (x + 120 + step, y))
    touch("touchEnd")
    moved, after, scrolled = page.evaluate(STATE)
    assert moved < lon - 0.05, "two fingers move the map"
    assert (after, scrolled) == (pytest.approx(zoom, abs=0.02), top)
    touch("touchStart", (x, y))
    for step in (40, 80, 120, 160):
        touch("touchMove", (x, y - step))
    page.locator("#geomap-hint.shown").wait_for()
    touch("touchEnd")
    page.wait_for_function("(top) => window.scrollY > top + 50", arg=top)
    assert page.evaluate(STATE)[:2] == [moved, after], "one finger scrolls the page and leaves the map"


@pytest.mark.parametrize(("name", "width"), READ, ids=str)
def test_reads_by_mouse_keyboard_and_touch(chromium: Browser, pages: dict[str, str], tmp_path: Path, name, width):
    with opened(chromium, pages[name], tmp_path, width, has_touch=True) as page:
        page.set_viewport_size({"width": width, "height": 600})
        by_mouse(page)
        by_keyboard(page)
        by_touch(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert name == "crowd" or page.locator(".unit-label:visible").count() > 0
        assert page.locator("html").get_attribute("dir") == ("rtl" if name == "arabic" else "ltr")
