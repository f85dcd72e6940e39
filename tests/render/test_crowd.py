"""The page of ten thousand units, in Chromium: painted, hit, reached by keyboard, and no larger than it must be."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from geomap.facts import CountKind, Estimate, Formation
from geomap.facts.columns import Records
from geomap.scene import Scene
from tests.render.browser import opened, rendered
from tests.render.january import january, symbol, unit

MANY = 10_000
# The largest difference of any channel between what is painted and what is painted when no circle is left out.
LEFT_OUT = """() => {
  const { units } = geomap;
  const pixels = () => {
    const { canvas } = units.layer;
    const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    [copy.canvas.width, copy.canvas.height] = [canvas.width, canvas.height];
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  let painted = 0;
  const { paintShapes } = geomap;
  geomap.paintShapes = (...all) => { painted += 1; paintShapes(...all); };
  units.layer.redraw();
  const [some, part] = [pixels(), painted];
  units.withoutHidden = (found) => found;
  units.layer.redraw();
  const all = pixels();
  delete units.withoutHidden;
  geomap.paintShapes = paintShapes;
  return [some.reduce((most, value, i) => Math.max(most, Math.abs(value - all[i])), 0), part, painted - part];
}"""
# What is hit at points of the map, by the tree and by looking at every unit.
HITS = """() => {
  const { units, map } = geomap;
  const { x: width, y: height } = map.getSize();
  return Array.from({ length: 150 }, (_, i) => {
    const at = L.point((i * 37) % width, (i * 53) % height);
    let best;
    for (const spot of units.spots) {
      const reach = Math.max(spot.diameter / 2, 12);
      const point = map.layerPointToContainerPoint(units.worldPoint(spot).subtract(map.getPixelOrigin()));
      if (point.distanceTo(at) < reach && (!best || spot.diameter <= best.diameter)) best = spot;
    }
    return [units.spotAt(at), best].map((spot) => spot?.units[0] ?? -1);
  });
}"""
FOCUSED = "document.activeElement.dataset.id"


def crowd(count: int) -> Scene:
    draw = random.Random(7)
    kinds = (CountKind.EXACT, CountKind.EXACT, CountKind.RANGE, CountKind.AT_LEAST, CountKind.UNKNOWN)
    units = []
    for number in range(count):
        kind, size = kinds[number % len(kinds)], draw.randint(50, 18_000)
        ends = {CountKind.UNKNOWN: (None, None), CountKind.AT_LEAST: (size, None)}.get(kind, (size, size))
        lat, lon = round(draw.uniform(46.1, 50.1), 4), round(draw.uniform(35.5, 42.3), 4)
        troops = Estimate(kind, *(ends if kind is not CountKind.RANGE else (size, size + 100)))
        facts = {"side": ("russia", "separatists")[number % 2], "sources": ("nyt",)}
        units.append(unit(f"u{number}", f"Place {number}", lat, lon, troops, (Formation("tank"),), **facts))
    marks = Records(symbol(entry, ("tank",)) for entry in units)
    return replace(january(), units=Records(units), symbols=marks, at_places=marks)


@pytest.fixture(scope="module")
def html() -> str:
    return rendered(crowd(MANY))


@pytest.fixture(scope="module")
def page(chromium: Browser, html: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Opened once, for what only looks and zooms."""
    with opened(chromium, html, tmp_path_factory.mktemp("crowd")) as found:
        yield found


def test_position_size_and_kind_take_few_bytes(html):
    """80 bytes a unit, beside the facts themselves: here its id and its name."""
    data = json.loads(re.search(r'id="geomap-data">(.*?)</script>', html, re.DOTALL).group(1))
    own = sum(len(f'"{value}",'.encode()) for name in ("id", "place") for value in data["facts"][name]["values"])
    fixed = len(rendered(crowd(501)).encode())
    assert len(html.encode()) - fixed < 80 * (MANY - 501) + own


def test_what_is_hidden_in_a_crowd_is_not_painted_and_nothing_looks_different(page):
    page.evaluate("geomap.map.setZoom(geomap.map.getMinZoom())")
    difference, painted, everything = page.evaluate(LEFT_OUT)
    assert difference <= 2
    assert painted < everything - 500


@pytest.mark.parametrize("levels", (0, pytest.param(2.5, marks=pytest.mark.long)))
def test_the_topmost_circle_is_hit(page, levels):
    page.evaluate("(levels) => geomap.map.setZoom(geomap.map.getMinZoom() + levels)", levels)
    found = page.evaluate(HITS)
    assert len({best for _, best in found}) > 50
    assert all(hit == best for hit, best in found)


@pytest.mark.parametrize("width", (375, pytest.param(1280, marks=pytest.mark.long)))
def test_the_keyboard_reaches_every_unit_through_one_stop(chromium, html, tmp_path, width):
    with opened(chromium, html, tmp_path, width) as page:
        assert page.locator("button").count() < 200
        page.locator("#map_geomap").focus()
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == "u0"
        assert page.locator("#geomap-hint.shown").inner_text() == "Arrow keys go from place to place"
        reached = []
        for key in ("ArrowRight", "ArrowDown", "PageDown", "ArrowLeft", "End", "ArrowRight", "PageUp", "Home"):
            page.keyboard.press(key)
            reached.append(page.evaluate(FOCUSED))
        assert reached == ["u1", "u2", "u22", "u21", "u9999", "u9999", "u9979", "u0"]
        page.locator("#geomap-explore").evaluate("panel => { panel.open = true; }")
        page.get_by_label("Side").select_option(label="Russian-backed forces")
        button = page.locator(".unit:not([hidden])")
        assert button.get_attribute("aria-label").startswith("Place 1, Troops: ")
        button.focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate(FOCUSED) == "u3"
        page.keyboard.press("Enter")
        assert page.locator("#geomap-card h2").inner_text() == "Place 3"
        page.keyboard.press("Escape")
        assert page.evaluate(FOCUSED) == "u3"
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) is None, "no trap"
