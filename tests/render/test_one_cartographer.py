"""The page is what layout has set: at home as the artboard's SVG has it, and without an overlap at every scale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import geomap
from tests.render.browser import opened
from tests.render.test_interactive_rules import CONFIG

SCENES = Path(__file__).parents[1] / "scenes"
RULES = "rules"  # those of artboards
SHOWN = [RULES, "front", "strait", "date-line", "high-north", "pacific", "eight-claims", "clusters"]
_WIDTHS = (1200, 560, 380)  # px of a window
_SCALES = 40

_HOME = """() => {
  const { map, units } = geomap;
  const frame = document.getElementById("geomap-frame").getBoundingClientRect();
  const { id, frame: [width, height], k, px } = units.sheet;
  const [left, top] = [(frame.width - width) / 2, (frame.height - height) / 2];
  const origin = map.getPixelOrigin();
  units.settle();
  const circles = units.spots.flatMap((spot) => {
    const { x, y } = map.layerPointToContainerPoint(units.worldPoint(spot).subtract(origin));
    return spot.shapes.filter((shape) => !shape.text && !shape.line).map((shape) => {
      const size = shape.of === undefined ? shape.px * px : k * Math.sqrt(spot.count[shape.of]) + shape.more * px;
      return [x - left, y - top, size];
    });
  });
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x - frame.x - left, y - frame.y - top, width, height];
  };
  const said = (text) => [...text.childNodes].map((node) => node.textContent.trim()).join(" ");
  const texts = [...document.querySelectorAll(".texts text")].map((text) => [said(text), ...box(text)]);
  const leaders = [...document.querySelectorAll(".texts .leader")].map(box);
  return { id, scale: units.scale, circles, texts, leaders };
}"""

_DRAWN = """() => {
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height];
  };
  const said = (text) => [...text.childNodes].map((node) => node.textContent.trim()).join(" ");
  const own = (text) => !text.id.startsWith("outline-");
  const number = (element, name) => Number(element.getAttribute(name));
  const circle = (one) => [number(one, "cx"), number(one, "cy"), 2 * number(one, "r")];
  return {
    texts: [...document.querySelectorAll("#labels text")].filter(own).map((text) => [said(text), ...box(text)]),
    circles: [...document.querySelectorAll("#circles circle")].map(circle),
    leaders: [...document.querySelectorAll("#leaders path")].map(box),
  };
}"""

_CLASHES = """(steps) => {
  const { data, labels, map, units } = geomap;
  const [least, most] = [map.getMinZoom(), map.getMaxZoom()];
  const clashes = [];
  const reached = new Set();
  for (let step = 0; step < steps; step += 1) {
    const zoom = least + ((most - least) * step) / (steps - 1);
    map.setView(geomap.latLng(...geomap.middleOf(units.sheet)), zoom, { animate: false });
    const level = units.settle();
    const px = geomap.fieldPx(map);
    units.spots.forEach((spot) => spot.units.forEach((index) => reached.add(index)));
    const shown = level.labels.filter((l) => geomap.isShownAt(level, l, units.scale) && labels.isSaid(l));
    const boxes = shown.map(([owner, id, x, y, block, dx, dy]) => {
      const [width, height] = data.blocks[block];
      const [left, top] = [x * px + dx, y * px + dy];
      const spot = owner === null ? undefined : units.spotOfLabel(owner);
      return { id: data.ids[id], spot, left, top, right: left + width, bottom: top + height };
    });
    boxes.forEach((one, i) => {
      for (const other of boxes.slice(i + 1)) {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 0.5 && down > 0.5) clashes.push([zoom - least, one.id, other.id]);
      }
      for (const spot of units.spots) {
        const [x, y] = [spot.x * px + spot.dx, spot.y * px + spot.dy];
        const beside = Math.hypot(x - one.spot?.x * px - one.spot?.dx, y - one.spot?.y * px - one.spot?.dy);
        if (spot === one.spot || beside < 1.01 * (spot.diameter + one.spot?.diameter) / 2) continue;
        const away = [Math.max(one.left - x, 0, x - one.right), Math.max(one.top - y, 0, y - one.bottom)];
        if (Math.hypot(...away) < spot.diameter / 2 - 0.7) clashes.push([zoom - least, one.id, spot.number]);
      }
    });
  }
  return { clashes, reached: reached.size, units: data.symbols.total };
}"""


@pytest.fixture(scope="module", params=SHOWN)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, str]]:
    """A map of a scene, and its files: the SVG of each artboard, and the page."""
    config = SCENES / request.param / "config.yaml"
    if request.param == RULES:
        config = tmp_path_factory.mktemp("rules") / "config.yaml"
        config.write_text(f"sites: off\n{CONFIG}", encoding="utf-8")
    drawn = geomap.read(config)
    files = drawn.write(drawn._outputs(["svg", "html"]))
    return drawn, {name: data.decode("utf-8") for name, data in files.items()}


def _near(one: list[Any], other: list[Any], most: float) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def _drawn(browser: Browser, svg: str, width: float, height: float) -> Any:
    context = browser.new_context(viewport={"width": int(width) + 20, "height": int(height) + 20})
    page = context.new_page()
    page.set_content(f"<body style='margin: 0'>{svg}</body>")
    found = page.evaluate(_DRAWN)
    context.close()
    return found


def test_at_home_the_page_is_the_picture(scene: tuple[Any, dict[str, str]], chromium: Browser, tmp_path: Path) -> None:
    drawn, files = scene
    html = next(text for name, text in files.items() if name.endswith(".html"))
    compared = set()
    with opened(chromium, html, tmp_path) as page:
        for width in _WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function(f"() => document.getElementById('geomap-width').clientWidth <= {width}")
            home = _settled(page)
            if home["id"] in compared or abs(home["scale"] - 1) > 1e-3:
                continue
            compared.add(home["id"])
            board = drawn.page(home["id"])
            svg = next(text for name, text in files.items() if name.endswith(f"-{home['id']}.svg"))
            picture = _drawn(chromium, svg, board.width, board.height)
            x, y = board.frame.x, board.frame.y
            for said, *box in picture["texts"]:
                place = [box[0] - x, box[1] - y]
                assert any(said == own[0] and _near(place, own[1:3], 1) for own in home["texts"]), (home["id"], said)
            circles = [[own[0] - x, own[1] - y, own[2]] for own in picture["circles"]]
            for one, other in ((circles, home["circles"]), (home["circles"], circles)):
                missing = [circle for circle in one if not any(_near(circle, own, 0.6) for own in other)]
                assert not missing, (home["id"], missing)
            for box in picture["leaders"]:
                leader = [box[0] - x, box[1] - y, *box[2:]]
                assert any(_near(leader, own, 1.5) for own in home["leaders"]), (home["id"], leader)
    assert compared


def _settled(page: Page) -> Any:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate(_HOME)


@pytest.mark.parametrize("width", [1200, 340])
def test_nothing_overlaps_at_any_scale(
    scene: tuple[Any, dict[str, str]], width: int, chromium: Browser, tmp_path: Path
) -> None:
    html = next(text for name, text in scene[1].items() if name.endswith(".html"))
    with opened(chromium, html, tmp_path, width=width) as page:
        found = page.evaluate(_CLASHES, _SCALES)
    assert found["clashes"] == []
    dropped = scene[0].scene.artboards[-1].drop.count("units.gone") if width < 500 else 0
    assert found["reached"] == found["units"] - dropped
