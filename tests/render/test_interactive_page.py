"""The page in Chromium, opened from disk, every request a failure: what a reader sees and does."""

import shutil
from dataclasses import replace
from math import pi, sqrt
from xml.etree import ElementTree

import pytest
from shapely import LineString, box

from geomap.facts import CountKind, Estimate, Formation, Source
from geomap.facts.columns import Records
from geomap.marks.size import SizeScale
from geomap.marks.style import symbol_factor
from geomap.pipeline.build import build
from geomap.scene import Area, KeyRow, Line
from geomap.scene.styles import STYLES
from geomap.symbols import family
from tests.conftest import ROOT, SVG, XLINK
from tests.examples import mostly_long
from tests.render.browser import SETTLED, opened, rendered
from tests.render.january import KEY, LABELS, SOURCES, UNITS, january, symbol, unit, with_units

HOSTILE = """</script><script>alert(1)</script><img src=x onerror=alert(2)>"'{{ 7*7 }}{% x %}${alert(3)}"""

# The area in px that the fill of one circle covers, measured in the canvas: the fill is the part that lets through.
FILLED_AREA = """(index) => {
  const { units, map } = geomap;
  const canvas = units.layer.canvas;
  const at = units.layerPoint(index).subtract(L.DomUtil.getPosition(canvas));
  const half = 40;
  const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, half - at.x, half - at.y);
  const pixels = copy.getImageData(0, 0, 2 * half, 2 * half).data;
  let area = 0;
  // beyond the disc a light ring may say "about"
  const reach = geomap.diameter(units.sheet, units.spot(index).count.minimum) / 2 + 1;
  for (let i = 0; i < pixels.length; i += 4) {
    const [red, blue, alpha] = [pixels[i], pixels[i + 2], pixels[i + 3]];
    const off = Math.hypot(((i / 4) % (2 * half)) + 0.5 - half, Math.floor(i / 8 / half) + 0.5 - half);
    if (alpha > 60 && off < reach) area += Math.min(1, Math.max(0, (red - blue) / 150));
  }
  return area;
}"""
# The colours around the middle of the area "held", as #rrggbb.
COLOURS_OF_THE_AREA = """() => {
  const at_ = geomap.toField(geomap.data.fields[0].ground, [48, 36.5]);
  const point = geomap.map.latLngToContainerPoint(geomap.latLng(...at_));
  const canvas = document.querySelector(".geomap-canvas");
  const at = geomap.map.containerPointToLayerPoint(point).subtract(L.DomUtil.getPosition(canvas));
  const pixels = canvas.getContext("2d").getImageData(at.x - 25, at.y - 25, 50, 50).data;
  const colours = new Set();
  for (let i = 0; i < pixels.length; i += 4)
    colours.add("#" + [0, 1, 2].map((part) => pixels[i + part].toString(16).padStart(2, "0")).join(""));
  return [...colours];
}"""
CIRCLES = """() => {
  const corner = geomap.map.getContainer().getBoundingClientRect();
  return geomap.units.spots.flatMap((spot) => spot.units).map((index) => {
    const { x, y } = geomap.units.containerPoint(index);
    return { x: x + corner.left, y: y + corner.top, r: geomap.units.diameter(index) / 2 };
  });
}"""


SCALE = SizeScale(18000, 60 * symbol_factor(720, 1050, 60))  # of the sheet that a window of 1,200 px shows
CENTRED = """([index, zoom]) => {
  const { map, units } = geomap;
  const { x, y } = units.spot(index);
  map.setView(geomap.latLng(x, y), map.getMinZoom() + zoom, { animate: false });
}"""


@pytest.fixture(scope="module")
def html() -> str:
    return rendered(january())


def test_circles_keep_their_px_at_every_zoom(chromium, html, tmp_path):
    with opened(chromium, html, tmp_path) as page:
        k = page.evaluate("geomap.units.sheet.k")
        assert k == pytest.approx(SCALE.diameter(1), rel=1e-6)
        for zoom in (1.3, 3):
            for index, troops in enumerate((14000, 18000, 8000)):
                page.evaluate(CENTRED, [index, zoom])
                measured = sqrt(4 * page.evaluate(FILLED_AREA, index) / pi)
                assert measured == pytest.approx(SCALE.diameter(troops), rel=0.02), (zoom, index)


def test_key_is_drawn_to_the_scale_of_the_map(chromium, html, tmp_path):
    with opened(chromium, html, tmp_path) as page:
        for width, sheet in ((1200, "medium"), (375, "phone")):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function("(id) => document.querySelector('.stage').dataset.sheet === id", arg=sheet)
            drawn = page.eval_on_selector_all(
                "#geomap-key svg:not([hidden]) circle[fill^='#']",
                "all => all.map((c) => 2 * Number(c.getAttribute('r')))",
            )
            k = page.evaluate("geomap.units.sheet.k")
            for value in (1000, 5000, 10000):
                assert any(size == pytest.approx(k * sqrt(value), rel=1e-3) for size in drawn), value
            words = page.inner_text("#geomap-key")
            assert all(text in words for text in ("Troops", "10,000", "5,000", "1,000", "Tanks"))


def test_nothing_scrolls_sideways_and_nothing_lies_beyond_the_view(chromium, html, tmp_path):
    with opened(chromium, html, tmp_path, 280) as page:
        for width in (280, 375, 720, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function("(width) => window.innerWidth === width", arg=width)
            page.evaluate(SETTLED)
            assert page.evaluate("document.documentElement.scrollWidth") == width
        home = page.evaluate("geomap.middleOf(geomap.units.sheet)")
        page.evaluate("geomap.map.setView(geomap.latLng(9000, 9000), -9, { animate: false })")
        assert page.evaluate("geomap.fieldPoint(geomap.map.getCenter())") == pytest.approx(home, abs=2)


def test_card_opens_by_mouse_and_by_keyboard_and_gives_the_focus_back(chromium, html, tmp_path):
    with opened(chromium, html, tmp_path) as page:
        point = page.evaluate(CIRCLES)[0]
        page.mouse.click(point["x"], point["y"])
        assert page.locator("#geomap-card h2").inner_text() == "Donetsk"
        page.keyboard.press("Escape")
        assert page.locator("#geomap-card").is_hidden()
        page.locator("#map_geomap").focus()
        names = []
        for _ in UNITS:
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.dataset.id"))
        assert names == [unit.id for unit in UNITS]
        page.keyboard.press("Enter")
        words = page.locator("#geomap-card").inner_text()
        for fact in ("Rostov-on-Don", "9,000–12,000 (illustrative figure)", "Army Corps", "January 12, 2022"):
            assert fact in words
        link = page.locator("#geomap-card a")
        assert link.get_attribute("href") == SOURCES["nyt"].url
        assert "noopener" in link.get_attribute("rel")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.id") == "rostov-on-don"


def test_hostile_text_stays_text(chromium, tmp_path):
    place = unit(
        "x", HOSTILE, 48, 38, Estimate.exact(9000), (Formation(HOSTILE),), side="russia", sources=("bad",),
        equipment={HOSTILE: Estimate.exact(1)}, grade=HOSTILE,
    )  # fmt: skip
    scene = replace(
        with_units(january(), place),
        title=HOSTILE, subtitle=HOSTILE, credit=HOSTILE, source_line=HOSTILE, alt=HOSTILE, notes=(HOSTILE,),
        labels=(replace(LABELS[0], text=HOSTILE, style="note"),), key=replace(KEY, measure=HOSTILE),
        lines=(replace(january().lines[0], callout=HOSTILE),),
        sources={"bad": Source("bad", HOSTILE, HOSTILE, "javascript:alert(4)")},
    )  # fmt: skip
    with opened(chromium, rendered(scene), tmp_path) as page:
        page.locator(".unit").focus()
        page.keyboard.press("Enter")
        page.locator(".close").wait_for()
        assert page.title() == HOSTILE
        for selector in ("h1", ".subtitle", ".reading li", ".foot", "#geomap-card h2", "#geomap-card dl", "tbody"):
            assert HOSTILE in page.locator(selector).first.inner_text(), selector
        assert page.locator("img, [href^='javascript']").count() == 0


def test_zero_unknown_and_not_stated_look_different(chromium, tmp_path):
    claims = {
        "zero": Estimate.exact(0),
        "unknown": Estimate(CountKind.UNKNOWN),
        "absent": None,
        "at_most": Estimate(CountKind.AT_MOST, None, 9000),
        "at_least": Estimate(CountKind.AT_LEAST, 9000),
        "exact": Estimate.exact(9000),
    }
    units = [
        unit(name, name, 47.2 + i * 0.4, 36.5 + i * 0.8, troops) for i, (name, troops) in enumerate(claims.items())
    ]
    marks = Records(symbol(u) for u in units)
    scene = replace(january(), symbols=marks, at_places=marks, units=Records(units), labels=(), lines=())
    with opened(chromium, rendered(scene), tmp_path) as page:
        disc = "geomap.diameter(units.sheet, units.spot(index).count.minimum) / 2 + 1"
        whole = FILLED_AREA.replace(disc, "half")  # rings and dashes too
        pictures = page.evaluate(f"() => geomap.data.symbols.unit.map((_, index) => ({whole})(index))")
        assert len({round(area) for area in pictures}) == len(claims)
        table = page.locator("tbody").inner_text()
        for words in (
            "number not known".capitalize(),
            "Present, strength not given",
            "At most 9,000",
            "At least 9,000",
        ):
            assert words in table


def test_without_scripts_the_table_holds_the_facts(chromium, html, tmp_path):
    with opened(chromium, html, tmp_path, java_script_enabled=False) as page:
        assert page.locator("#geomap-stage").is_hidden()
        assert "needs JavaScript" in page.locator("main").inner_text()
        assert "About 8,000 (illustrative figure)" in page.locator("table").inner_text()


@pytest.mark.parametrize("name", mostly_long([*STYLES], ("dark",)))
def test_areas_and_arrows_are_drawn_and_explained(chromium, tmp_path, name):
    style = STYLES[name]
    rows = (
        KeyRow("area", "claimed_control", "Claimed control", "Claimed control", approximate=True),
        KeyRow("line", "arrow", "Movement", "Movement"),
    )
    area = Area("held", "claimed_control", box(36, 47, 37, 49), approximate=True)
    arrow = Line("push", "arrow", LineString([(38.5, 49.5), (37.5, 49)]))
    scene = january()
    scene = replace(
        scene, style=style, areas=(*scene.areas, area), lines=(*scene.lines, arrow), key=replace(KEY, rows=rows)
    )
    with opened(chromium, rendered(scene), tmp_path) as page:
        key = page.locator("#geomap-key svg:not([hidden]) text").all_text_contents()
        assert {"Claimed control", "Movement"} <= {text.strip() for text in key}
        paper = tuple(int(style.paper[at : at + 2], 16) for at in (1, 3, 5))
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb{paper}"
        colours = page.evaluate(COLOURS_OF_THE_AREA)
        assert style.land in colours, "claimed is not tinted"
        assert len(colours) > 3, "it is hatched"


def test_app6_symbols_are_those_of_the_print(chromium, tmp_path):
    config = shutil.copytree(ROOT / "tests" / "scenes" / "korea", tmp_path / "korea") / "config.yaml"
    config.write_text(f"{config.read_text('utf-8')}artboards: [{{id: wide, width: 1050}}]\n", "utf-8")
    result = build(config, only=["svg", "html"])
    drawn = {p.outline for symbol in result.scene.symbols for p in symbol.pictograms}
    svg = ElementTree.parse(result.folder / f"{result.scene.name}-wide.svg").getroot()
    assert {f"#outline-{key.replace('/', '-')}" for key in drawn} <= {
        use.get(f"{XLINK}href") for use in svg.iter(f"{SVG}use")
    }
    html = (result.folder / f"{result.scene.name}.html").read_text("utf-8")
    with opened(chromium, html, tmp_path, 1100) as page:
        found = page.locator(".texts [data-outline]").evaluate_all(
            "all => all.map((one) => [one.dataset.outline, one.getBoundingClientRect().height])"
        )
    assert drawn <= {name for name, _ in found}
    assert all(4 < height <= family("app6").size + 4 for _, height in found)
