"""The page of maps whose units say little, or have ids that mean something to JavaScript: it works as any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geomap.pipeline.build import build
from tests.examples import mostly_long
from tests.render.browser import TEXTS, opened

HEAD = "name: m\ntitle: T\nartboards: [{id: wide, width: 700}]\noutputs: [html, csv]\n"
ONE = "units: [{id: a, at: {lat: 48, lon: 37}}]\n"
TWO = "view: {bounds: [36, 46, 41, 50]}\n"
NOTE = "layers: [{kind: note, id: n, text: Hello, at: {lat: 48, lon: 37}}]\n"
BARE = """\
units:
  - {id: a, at: {lat: 48, lon: 37}, troops: 3000}
  - {id: b, at: {lat: 49, lon: 38}, troops: 300}
  - {id: c, at: {lat: 47.5, lon: 39}}
"""
GONE = "units:\n  - {id: a, at: {lat: 48, lon: 37}}\n  - {id: b, label: B, at: {lat: 49, lon: 38}, troops: 0}\n"
PAGES = {
    "without labels": BARE,
    "one label": BARE + "  - {id: d, label: D, at: {lat: 47, lon: 38}}\n",
    "one unit": ONE + TWO,
    "no troops": GONE,
    "no units": "units: []\n" + TWO,
    "layers alone": TWO + NOTE,
    "layers and units": BARE + NOTE,
    "without labels over days": "sources: {s: {publisher: P}}\nunits:\n"
    "  - {id: a, at: {lat: 48, lon: 37}, troops: 3000, sources: s, as_of: 2024-01-01}\n"
    "  - {id: a, troops: 300, sources: s, as_of: 2024-01-03}\n",
}
WORDS = ["__proto__", "constructor", "toString", "hasOwnProperty"]


def hostile(first: str, second: str) -> str:
    """A map whose every id is one of two names, as are its texts; two days."""
    return f"""\
sides: {{{first}: {{label: {first}}}, {second}: {{label: B}}}}
sources: {{{first}: {{publisher: {first}}}, {second}: {{publisher: Q}}}}
abbreviations: {{Somewhere: Smw}}
units:
  - {{id: {first}, label: {second}, at: {{lat: 48, lon: 37}}, side: {first}, sources: {first}, troops: 9,
     as_of: 2024-01-01, formations: [{{type: {first}}}]}}
  - {{id: {first}, troops: 12, sources: {second}, as_of: 2024-01-03}}
  - {{id: {second}, at: {{lat: 49, lon: 39}}, side: {second}, sources: {first}, troops: 90, as_of: 2024-01-01}}
layers:
  - {{kind: note, id: {first}, text: First note, at: {{lat: 47, lon: 37}}}}
  - {{kind: label, id: {second}, text: Second, at: {{lat: 47, lon: 40}}}}
  - {{kind: line, id: l-{second}, role: front_line, callout: Line, file: l.geojson}}
{TWO}"""


LINE = '{"type": "LineString", "coordinates": [[36.5, 47], [40, 49]]}'


def made(config: str, folder: Path) -> str:
    (folder / "l.geojson").write_text(LINE, "utf-8")
    (folder / "config.yaml").write_text(HEAD + config, "utf-8")
    build(folder / "config.yaml")
    return (folder / "output" / "m.html").read_text("utf-8")


def used(page: Page, units: int) -> None:
    """Whether the page has its map, key and table; every card opens, the table sorts, and a search is answered."""
    assert page.locator("#geomap-frame canvas").count() > 0
    assert page.evaluate("geomap.units.spotOf.size") == units
    assert page.locator(".unit:not([hidden])").count() == units
    rows = page.locator("tbody tr[data-index]")
    assert rows.count() == units
    for button in page.locator("thead button").all():
        button.click()
    for row in rows.all():
        name = row.locator(".row-link")
        assert name.inner_text()
        name.click()
        assert page.locator("#geomap-card-title").inner_text() == name.inner_text()
        page.keyboard.press("Escape")
    page.locator("#geomap-explore").evaluate("panel => { panel.open = true; }")
    page.get_by_label("Search by name").fill("nowhere")
    assert page.evaluate("geomap.units.spotOf.size") == 0
    page.get_by_role("button", name="Reset").click()
    assert page.evaluate("geomap.units.spotOf.size") == units
    assert "object" not in page.locator("body").inner_text().lower()
    assert "undefined" not in page.evaluate("[...document.querySelectorAll('*')].map((e) => e.ariaLabel).join()")


@pytest.mark.parametrize("name", mostly_long([*PAGES], ("without labels", "no troops", "no units", "layers alone")))
def test_a_page_of_units_that_say_little_works(chromium: Browser, tmp_path: Path, name: str) -> None:
    config = PAGES[name]
    ids = {line.partition("id: ")[2][0] for line in config.partition("units:")[2].splitlines() if "{id: " in line}
    with opened(chromium, made(config, tmp_path), tmp_path, 1000) as page:
        used(page, len(ids - {"n"}))


def test_a_unit_without_a_label_is_called_by_its_id_but_not_on_the_map(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, made(BARE, tmp_path), tmp_path, 1000) as page:
        assert page.locator("tbody .row-link").all_inner_texts() == ["a", "b", "c"]
        assert page.locator(".unit").first.get_attribute("aria-label") == "a, Troops: 3,000"
        assert page.locator(".unit-label text.place").count() == 0
        assert page.evaluate("geomap.record(geomap.data, 0).label") is None
        page.locator("#geomap-explore").evaluate("panel => { panel.open = true; }")
        page.get_by_label("Search by name").fill("b")
        assert page.locator("tbody .row-link").all_inner_texts() == ["b"]


# Each word is one of a pair; the pairs between these are of the long run.
@pytest.mark.parametrize(
    "pair",
    [pytest.param((WORDS[i], WORDS[i - 1]), marks=[pytest.mark.long] if i % 2 else []) for i in range(len(WORDS))],
)
def test_ids_that_mean_something_to_javascript_are_ids(
    chromium: Browser, tmp_path: Path, pair: tuple[str, str]
) -> None:
    with opened(chromium, made(hostile(*pair), tmp_path), tmp_path, 1000) as page:
        assert {"First note", "Second"} <= set(page.evaluate(TEXTS))
        assert "native code" not in " ".join(page.evaluate(TEXTS))
        page.locator(".timeline input").press("Home")
        assert "First note" in page.evaluate(TEXTS)
        used(page, 2)
        page.locator("#geomap-explore-side").select_option(index=1)
        assert page.evaluate("geomap.units.spotOf.size") == 1
