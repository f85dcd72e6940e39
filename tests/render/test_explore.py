"""Filters, address, table, exports and embedding of the page, in Chromium: what a reader sees and does."""

import csv
import io
import json
import re
from dataclasses import replace
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python import base
from playwright.sync_api import Browser, Page

from geomap.facts import CountKind, Estimate, Formation, Source
from geomap.facts.columns import Records
from geomap.facts.sums import total as total_of
from geomap.players.geojson import export
from geomap.scene import Scene
from tests.conftest import Built
from tests.render.browser import SHOWN, TEXTS, opened, patient, rendered
from tests.render.january import UNITS, january, symbol, unit, with_units

HOSTILE = """</script><script>alert(1)</script><img src=x onerror=alert(2)>"'{{ 7*7 }}{% x %}${alert(3)}"""
WIDTHS = (375, 1280)
NARROW, WIDE = ((one, pytest.param(other, marks=pytest.mark.long)) for one, other in (WIDTHS, WIDTHS[::-1]))
NAMES = [entry.label for entry in UNITS]
RUSSIA = ["Persianovskiy", "Rostov-on-Don"]
ON_MAP = f"{SHOWN}.map((index) => geomap.data.symbols.label[index])"
ROWS = "[...document.querySelectorAll('tbody tr[data-index] th')].map((cell) => cell.textContent)"
LABELS = "[...document.querySelectorAll('.unit-label text.place')].map((name) => name.textContent)"
HIT = """(point) => geomap.units.spotAt(L.point(point))?.units.map((index) => geomap.data.symbols.label[index])"""
AT = "(index) => { const { x, y } = geomap.units.containerPoint(index); return [x, y]; }"
COUNTS = (
    None, Estimate(CountKind.UNKNOWN), Estimate.exact(0), Estimate.exact(7), Estimate.about(5),
    Estimate(CountKind.RANGE, 3, 9), Estimate(CountKind.RANGE, 0, 4), Estimate(CountKind.AT_LEAST, 6),
    Estimate(CountKind.AT_MOST, None, 8),
)  # fmt: skip


@pytest.fixture(scope="module")
def html() -> str:
    return rendered(january())


def unfold(page: Page) -> None:
    page.locator("#geomap-explore").evaluate("panel => { panel.open = true; }")


def shown(page: Page) -> list[str]:
    """The places on the map; the labels, the table and the buttons must hold the same."""
    names = page.evaluate(ON_MAP)
    assert sorted(names) == sorted(page.evaluate(ROWS))
    assert set(page.evaluate(LABELS)) <= set(names)
    buttons = page.locator(".unit:not([hidden])").evaluate_all("all => all.map((one) => one.ariaLabel.split(',')[0])")
    assert sorted(buttons) == sorted(names)
    return sorted(names)


def total(page: Page) -> str:
    return page.locator(".sum").inner_text()


def many(count: int) -> Scene:
    units = [
        unit(f"u{i}", f"Place {i}", 46.5 + i % 60 / 20, 36 + i // 60 * 0.02, Estimate.exact(i * 7919 % 9973))
        for i in range(count)
    ]
    return replace(
        january(), units=Records(units), symbols=(marks := Records(symbol(entry) for entry in units)), at_places=marks
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_panel_is_folded_and_offers_only_what_differs(chromium, html, tmp_path, width):
    with opened(chromium, html, tmp_path, width) as page:
        panel = page.locator("#geomap-explore")
        assert panel.get_attribute("open") is None
        assert panel.evaluate("one => Boolean(one.closest('.aside'))") == (width == 1280)
        panel.locator("summary").focus()
        page.keyboard.press("Enter")
        assert panel.locator(".field label").all_inner_texts() == [
            "Search by name", "Side", "Formations", "Troops, at least",
        ]  # fmt: skip
        sides = panel.locator("select").first.locator("option").all_inner_texts()
        assert sides == ["All", "Russian-backed forces", "Russian forces"]


@pytest.mark.parametrize("width", NARROW)
def test_filter_takes_units_from_map_labels_hits_buttons_and_table(chromium, html, tmp_path, width):
    with opened(chromium, html, tmp_path, width) as page:
        unfold(page)
        assert shown(page) == sorted(NAMES)
        luhansk = page.evaluate(AT, 0)
        assert page.evaluate(HIT, luhansk) == ["Luhansk"]
        assert total(page) == "Troops: 49,000–52,000 at 4 places (illustrative figure)"
        page.get_by_label("Side").select_option(label="Russian forces")
        assert shown(page) == RUSSIA
        assert total(page) == "Troops: 17,000–20,000 at 2 places (illustrative figure)"
        assert page.locator(".filtered").inner_text() == "2 of 4 places"
        assert page.evaluate(HIT, luhansk) is None
        page.get_by_label("Troops, at least").fill("9000")
        assert shown(page) == ["Rostov-on-Don"]
        page.get_by_role("button", name="Reset").focus()
        page.keyboard.press("Enter")
        assert shown(page) == sorted(NAMES)
        assert page.get_by_label("Side").input_value() == page.get_by_label("Troops, at least").input_value() == ""
        page.get_by_label("Formations").focus()
        page.keyboard.press("T")  # the option "Tank unit"
        assert shown(page) == ["Persianovskiy"]
        page.get_by_label("Search by name").fill("nowhere")
        assert (shown(page), total(page)) == ([], "No place matches")


def test_a_filtered_circle_is_not_painted(chromium, html, tmp_path):
    inked = """() => { const { canvas } = geomap.units.layer;
        const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0, 300, 150);
        return copy.getImageData(0, 0, 300, 150).data.some(Boolean); }"""
    with opened(chromium, html, tmp_path) as page:
        unfold(page)
        assert page.evaluate(inked)
        page.get_by_label("Search by name").fill("nowhere")
        assert not page.evaluate(inked)


def test_search_folds_accents_in_any_script(chromium, tmp_path):
    found = {"LODZ": "Łódź", "łó": "Łódź", "київ": "Київ", "straße": "STRASSE", "قندهار": "قَندهار", "kyiv": "Київ"}
    names = ("Łódź", "Київ", "STRASSE", "قَندهار")
    units = [unit(f"u{i}", name, 47 + i / 2, 37 + i, Estimate.exact(9)) for i, name in enumerate(names)]
    units[1] = replace(units[1], query="Kyiv")  # the place as it was written in the config
    with opened(chromium, rendered(with_units(january(), *units)), tmp_path) as page:
        unfold(page)
        for typed, name in found.items():
            page.get_by_label("Search by name").fill(typed)
            assert shown(page) == [name], typed


def test_counts_add_up_as_in_the_facts(chromium, html, tmp_path):
    parts = [count or Estimate(CountKind.UNKNOWN) for count in COUNTS]
    triples = list(product(parts, repeat=3))
    as_data = [[{"kind": p.kind.value, "minimum": p.minimum, "maximum": p.maximum} for p in row] for row in triples]
    with opened(chromium, html, tmp_path) as page:
        sums = page.evaluate("(rows) => rows.map((row) => geomap.totalOf(row))", as_data)
    expected = [total_of(row) for row in triples]
    assert [(s["kind"], s["minimum"], s["maximum"]) for s in sums] == [
        (e.kind.value, e.minimum, e.maximum) for e in expected
    ]


def test_total_says_what_is_not_known(chromium, tmp_path):
    troops = (Estimate.exact(14000), Estimate(CountKind.AT_LEAST, 18000), None, Estimate(CountKind.UNKNOWN))
    units = [unit(f"u{i}", f"P{i}", 47 + i / 2, 37 + i, count) for i, count in enumerate(troops)]
    with opened(chromium, rendered(with_units(january(), *units)), tmp_path) as page:
        unfold(page)
        assert total(page) == "Troops: at least 32,000 at 4 places, 2 not known"
        page.get_by_label("Search by name").fill("P2")
        assert total(page) == "Troops: number not known at 1 place"


def test_the_card_says_how_a_place_was_written(chromium, tmp_path):
    units = [unit("a", "Київ", 48, 38, None), unit("b", "Gao", 47, 37, None)]
    units[0] = replace(units[0], query="Kiew")
    with opened(chromium, rendered(with_units(january(), *units)), tmp_path) as page:
        page.evaluate("geomap.card.open(0)")
        assert "Written as\nKiew" in page.locator("#geomap-card dl").inner_text()
        page.evaluate("geomap.card.open(1)")
        assert "Written as" not in page.locator("#geomap-card dl").inner_text()


@pytest.mark.parametrize("width", NARROW)
def test_layers_are_switched(chromium, html, tmp_path, width):
    contact, labels, pictograms = "Approximate line", "Labels", "Pictograms"
    ground = "() => geomap.explore.base.canvas.toDataURL()"
    with opened(chromium, html, tmp_path, width) as page:
        unfold(page)
        before = page.evaluate(ground)
        page.get_by_label(contact).focus()
        page.keyboard.press("Space")
        assert page.evaluate(ground) != before
        assert contact not in str(page.evaluate(TEXTS))
        page.get_by_label(pictograms).click()
        assert page.locator(".unit-label [data-outline]").count() == 0
        page.get_by_label(labels).click()
        assert page.evaluate(TEXTS) == []
        page.get_by_role("button", name="Reset").click()
        assert page.evaluate(ground) == before
        assert page.locator(".unit-label [data-outline]").count() > 0
        assert contact in str(page.evaluate(TEXTS)) or contact in page.locator("#geomap-key").inner_text()


@pytest.mark.parametrize("width", NARROW)
def test_address_holds_the_view(chromium, html, tmp_path, width):
    with opened(chromium, html, tmp_path, width) as page:
        unfold(page)
        page.get_by_label("Side").select_option(label="Russian forces")
        page.get_by_label("Search by name").fill("rostov")
        page.get_by_label("Labels").click()
        page.evaluate("""() => {
          const at = geomap.latLng(...geomap.toField(geomap.explore.ground, [47.5, 39]));
          geomap.map.setView(at, geomap.map.getMinZoom() + 1.5);
        }""")
        page.evaluate("geomap.card.open(3)")
        page.wait_for_function("() => location.hash.includes('unit=rostov-on-don')")
        hash_ = page.evaluate("location.hash")
        page.evaluate("location.hash = '#q='")
        page.wait_for_function("() => geomap.units.spotOf.size === 4 && geomap.card.index < 0")
        page.evaluate("(hash) => { location.hash = hash; location.reload(); }", hash_)
        page.wait_for_function("() => window.geomap?.card?.index === 3")
        assert shown(page) == ["Rostov-on-Don"]
        assert page.locator("#geomap-explore").get_attribute("open") is not None
        assert not page.get_by_label("Labels").is_checked()
        centre = page.evaluate("geomap.toDegrees(geomap.explore.ground, geomap.fieldPoint(geomap.map.getCenter()))")
        assert centre == pytest.approx([47.5, 39], abs=0.02)
        depth = page.evaluate("geomap.map.getZoom() - geomap.map.getMinZoom()")
        assert depth == pytest.approx(1.5, abs=0.02)


def test_malformed_addresses_are_ignored(chromium, html, tmp_path):
    of_all_keys = "#%E0%A4%A&side=nowhere&z=abc&c=9,x&unit=%3Cscript%3E&off=all"
    with opened(chromium, html, tmp_path) as page:
        for hash_ in ("#%", "#foo", "#c=91,900&z=1&least=-4", "#z=1e99", of_all_keys):
            changed = "new Promise((done) => addEventListener('hashchange', () => setTimeout(done), { once: true }))"
            page.evaluate(f"(hash) => {{ const told = {changed}; location.hash = hash; return told; }}", hash_)
            if hash_ in ("#%", of_all_keys):  # a page that opens with an address reads it as one that is given another
                page.reload()
                page.wait_for_function("() => window.geomap && geomap.explore")
            assert shown(page) == sorted(NAMES), hash_
            assert page.evaluate("geomap.map.getZoom() - geomap.map.getMinZoom()") == pytest.approx(0, abs=0.01), hash_


def test_scripts_set_the_same_rows_as_the_page_without_them(chromium, html, tmp_path):
    cells = "all => all.map((cell) => cell.textContent)"
    with opened(chromium, html, tmp_path) as page:
        with_scripts = page.locator("tbody :is(th, td)").evaluate_all(cells)
    with opened(chromium, html, tmp_path, java_script_enabled=False) as page:
        assert page.locator("tbody :is(th, td)").evaluate_all(cells) == with_scripts


@pytest.mark.parametrize("width", WIDE)
def test_table_sorts_by_each_heading(chromium, html, tmp_path, width):
    with opened(chromium, html, tmp_path, width) as page:
        troops = page.locator("thead").get_by_role("button", name="Troops")
        troops.click()
        assert page.evaluate(ROWS) == ["Donetsk", "Luhansk", "Rostov-on-Don", "Persianovskiy"]
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
        troops.focus()
        page.keyboard.press("Enter")
        assert page.evaluate(ROWS) == ["Persianovskiy", "Rostov-on-Don", "Luhansk", "Donetsk"]
        page.locator("thead").get_by_role("button", name="Side").click()
        assert page.evaluate(ROWS) == ["Persianovskiy", "Rostov-on-Don", "Luhansk", "Donetsk"], "stable"
        assert page.locator("th[aria-sort]").inner_text().startswith("Side")
        for heading in page.locator("thead button").all():
            heading.click()
            assert sorted(page.evaluate(ROWS)) == sorted(NAMES)


def test_what_is_not_known_comes_last(chromium, tmp_path):
    units = [unit(f"u{i}", f"P{i}", 47 + i / 3, 37 + i / 2, count) for i, count in enumerate(COUNTS)]
    with opened(chromium, rendered(with_units(january(), *units)), tmp_path) as page:
        down, up = (
            page.locator("thead").get_by_role("button", name="Troops").click() or page.evaluate(ROWS) for _ in "12"
        )
    assert up == ["P2", "P6", "P8", "P5", "P4", "P7", "P3", "P0", "P1"]
    assert down == [*up[6::-1], "P0", "P1"]


@pytest.mark.parametrize("width", WIDE)
def test_rows_and_circles_are_tied(chromium, html, tmp_path, width):
    with opened(chromium, html, tmp_path, width) as page:
        page.locator("tbody tr").nth(2).locator("td").first.click()
        assert page.evaluate("geomap.units.selected") == 2
        page.locator(".row-link").nth(1).focus()
        assert page.evaluate("geomap.units.selected") == 1
        assert page.locator("tr[aria-current]").inner_text().startswith("Donetsk")
        page.keyboard.press("Enter")
        assert page.locator("#geomap-card h2").inner_text() == "Donetsk"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent") == "Donetsk"
        page.locator('.unit[data-id="rostov-on-don"]').focus()
        page.keyboard.press("Enter")
        assert page.locator("tr[aria-current]").inner_text().startswith("Rostov-on-Don")


@pytest.mark.parametrize("width", WIDE)
def test_a_long_table_holds_only_the_rows_in_sight(chromium, tmp_path, width):
    with opened(chromium, rendered(many(3000)), tmp_path, width) as page:
        page.locator(".figures summary").click()
        rows = page.locator("tbody tr[data-index]")
        page.wait_for_function("() => document.querySelectorAll('tbody tr[data-index]').length > 10")
        assert rows.count() < 60
        assert page.locator("table").get_attribute("aria-rowcount") == "3001"
        heights = {
            round(box["height"]) for box in rows.evaluate_all("all => all.map((row) => row.getBoundingClientRect())")
        }
        assert heights == {34}
        page.locator(".scroller").evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
        page.wait_for_function("() => document.querySelector('tbody').textContent.includes('Place 2999')")
        assert rows.count() < 60
        scrolled = page.evaluate("window.scrollY")
        page.evaluate("geomap.card.open(1500)")
        row, table = page.locator("tr.marked").bounding_box(), page.locator(".scroller").bounding_box()
        assert table["y"] < row["y"] < table["y"] + table["height"]
        assert page.locator("tr.marked").get_attribute("aria-rowindex") == "1502"
        assert width == 375 or page.evaluate("window.scrollY") == scrolled
        page.locator("thead").get_by_role("button", name="Troops").click()
        most = max(many(3000).units, key=lambda entry: entry.troops.minimum)
        assert page.evaluate(ROWS)[0] == most.label


def hostile() -> Scene:
    bad = {"formations": (Formation(HOSTILE),), "equipment": {HOSTILE: Estimate.exact(1)}, "sources": ("a",)}
    good = {"formations": (Formation("tank", 2),), "equipment": {"tanks": Estimate.about(3)}, "sources": ("b",)}
    places = [
        unit("x", HOSTILE, 48, 38, Estimate.exact(9), side="=cmd", **bad),
        unit("y", "=1+1", 47, 39, Estimate(CountKind.RANGE, 2, 4), side="b", basis="estimate", **good),
        unit("z", "@b,\n", -47, -39, None, grade="B2"),
    ]
    sources = {"a": Source("a", HOSTILE, HOSTILE, "javascript:alert(4)"), "b": Source("b", "{{words.key}}")}
    return replace(with_units(january(), *places), sources=sources)


def test_hostile_texts_are_texts_in_the_panel_and_the_table(chromium, tmp_path):
    with opened(chromium, rendered(hostile()), tmp_path) as page:
        unfold(page)
        options = page.locator("#geomap-explore option").all_inner_texts()
        assert {"=cmd", f"{HOSTILE}: {HOSTILE}", "{{words.key}}"} <= set(options)
        assert any(HOSTILE.lower() in text.lower() for text in options)
        page.get_by_label("Source").select_option("a")
        page.get_by_label("Search by name").fill(HOSTILE)
        assert page.evaluate(ROWS) == [HOSTILE]
        page.wait_for_function("() => location.hash.includes('sources=a')")
        assert page.locator("img, [href^='javascript']").count() == 0


def test_what_runs_in_spite_of_all_is_stopped_and_told(chromium, html, tmp_path):
    """The last line of defence: a script that got into the page is refused by its policy, which reports it."""
    smuggle = """() => new Promise((resolve) => {
      const told = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => told.push(effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = true">');
      setTimeout(() => resolve([told, window.ran ?? false]), 300);
    })"""
    file = tmp_path / "page.html"
    file.write_text(html, encoding="utf-8")
    page = patient(chromium.new_page())
    page.goto(file.as_uri())
    told, ran = page.evaluate(smuggle)
    page.close()
    assert not ran
    assert set(told) == {"script-src-elem", "script-src-attr"}


def test_csv_is_copied_without_formulas(chromium, tmp_path):
    scene = hostile()
    with opened(chromium, rendered(scene), tmp_path) as page:
        page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
        page.get_by_role("button", name="Copy as CSV").click()
        page.get_by_text("Copied", exact=True).wait_for()
        text = page.evaluate("window.copied")
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
        page.get_by_role("button", name="Copy as CSV").click()
        page.get_by_text("Copy the selected text").wait_for()
        area = page.locator(".by-hand")
        assert area.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)") == text.replace(
            "\r\n", "\n"
        )
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == list(properties(scene)[0])[1:]
    assert [row["label"] for row in rows] == [HOSTILE, "'=1+1", "'@b,\n"]
    assert (rows[0]["side"], rows[2]["grade"], rows[2]["lat"]) == ("'=cmd", "B2", "-47")


def properties(scene: Scene) -> list[dict[str, Any]]:
    features = json.loads(export(scene))["features"]
    return [entry["properties"] for entry in features if entry["properties"]["kind"] == "unit"]


@pytest.mark.parametrize("scene", [january(), hostile()], ids=["january", "hostile"])
def test_downloaded_geojson_is_that_of_the_export(chromium, tmp_path, scene):
    with opened(chromium, rendered(scene), tmp_path) as page:
        with page.expect_download() as download:
            page.get_by_role("button", name="Download GeoJSON").click()
        assert download.value.suggested_filename == "eastern-ukraine.geojson"
        made = json.loads(Path(download.value.path()).read_text("utf-8"))
        unfold(page)
        page.get_by_label("Troops, at least").fill("8500")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download GeoJSON").click()
        filtered = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert [list(entry["properties"]) for entry in made["features"]] == [list(row) for row in properties(scene)]
    assert [entry["properties"] for entry in made["features"]] == properties(scene)
    kept = [row["id"] for row in properties(scene) if (row["troops_min"] or 0) >= 8500]
    assert [entry["id"] for entry in filtered["features"]] == kept


def test_height_is_reported_to_the_page_around(chromium, html, tmp_path):
    outer = f"""<body style="margin:0"><script>window.heights = [];
        onmessage = (event) => {{ heights.push(event.data); frame.style.height = event.data.height + "px"; }};</script>
        <iframe id="frame" style="width:280px;height:200px;border:0" srcdoc="{escape(html)}"></iframe>"""
    with opened(chromium, outer, tmp_path) as page:
        page.wait_for_function("() => heights.length > 0")
        inner = page.frames[1]
        inner.evaluate("() => { document.querySelector('#geomap-explore').open = true; }")
        page.wait_for_function("() => heights.length > 1 && heights.at(-1).height > heights[0].height")
        inner.evaluate("() => { document.querySelector('#geomap-explore').open = false; }")
        page.wait_for_function("() => heights.at(-1).height === heights[0].height")
        assert {tuple(message) for message in page.evaluate("heights")} == {("type", "height")}
        assert page.evaluate("heights[0].type") == "geomap:height"
        assert inner.evaluate("document.documentElement.scrollWidth <= 280")
        assert not re.search(r"addEventListener\(.message|onmessage", html)


@pytest.mark.parametrize("width", (280, *(pytest.param(other, marks=pytest.mark.long) for other in (375, 720, 1280))))
def test_nothing_scrolls_sideways_with_all_unfolded(chromium, html, tmp_path, width):
    with opened(chromium, html, tmp_path, width) as page:
        unfold(page)
        page.evaluate("geomap.card.open(3)")
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_paper_shows_map_and_table_without_controls(chromium, tmp_path):
    with opened(chromium, rendered(many(600)), tmp_path, 1280) as page:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        for selector in (".explore", ".tools", "#geomap-tools", ".figures summary"):
            assert page.locator(selector).is_hidden(), selector
        assert page.locator("#geomap-frame").bounding_box()["width"] <= 660
        assert page.locator("tbody tr[data-index]").count() == 500
        assert page.get_by_text("The first 500 of 600 places.").is_visible()
        page.emulate_media(media="screen")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator(".figures").get_attribute("open") is None
        assert page.locator(".cut").is_hidden()
        assert page.locator("#geomap-frame").bounding_box()["width"] > 660


def test_without_scripts_the_picture_of_the_narrowest_artboard_is_shown(chromium, tmp_path):
    scene = january()
    html = rendered(scene)
    assert len(html.encode()) < 600_000
    with opened(chromium, html, tmp_path, 375, java_script_enabled=False) as page:
        picture = page.locator(".picture")
        assert picture.bounding_box()["width"] == 335
        assert picture.get_attribute("alt") == scene.alt
        assert page.locator(".explore").is_hidden()
        assert page.locator("tbody tr").count() == len(UNITS)
    with opened(chromium, html, tmp_path) as page:
        assert page.locator(".picture").count() == 0


@pytest.mark.parametrize("width", (375, *(pytest.param(other, marks=pytest.mark.long) for other in (720, 1280))))
def test_axe_finds_nothing(chromium: Browser, example: Built, tmp_path: Path, width: int) -> None:
    html = (example.output / "eastern-ukraine.html").read_text("utf-8")
    with opened(chromium, html, tmp_path, width) as page:
        page.evaluate(base.AXE_FILE_PATH.read_text("utf-8"))
        for step in (unfold, lambda page: page.evaluate("geomap.card.open(3)")):
            step(page)
            found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
            said = [(entry["id"], node["html"]) for entry in found for node in entry["nodes"]]
            assert said == []
