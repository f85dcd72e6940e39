"""A text of two directions stands in the same order on the page, in every picture and in the files: as it begins."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from geomap.fonts import break_points
from geomap.fonts.bidi import runs_right_to_left, visual_runs
from geomap.pipeline.build import build
from geomap.players.html.explore import explore_data
from tests.fonts.conftest import write_font
from tests.render.browser import opened, rendered
from tests.render.january import january

CONFIG = """
title: "אב Korea 한국 12"
subtitle: "Mosul ו 12 דה"
as_of: 2024-05-01
credit: "גד (The Desk) 3"
sources:
  t: {{publisher: "הארץ 24", title: "דה Report 5", url: "https://example.org/x", published: 2024-04-30}}
  u: {{publisher: Reuters, title: "Two הא 3", published: 2024-04-29}}
sides: {{a: {{label: "צבא A", colour: "#3b6ea5"}}, b: {{label: "B צבא 2", colour: "#c0782b"}}}}
units:
  - id: x
    label: "גדה 한국 (12) b"
    at: {{lat: 36.2, lon: 37.1}}
    troops: 5000
    side: a
    sources: t
    equipment: {{tanks: 3, artillery: 5}}
    formations: [{{type: infantry battalion, count: 3}}, {{type: "אוגדה", count: 3}}, {{type: armor, label: "לוא b 3"}}]
  - {{id: y, side: b, label: "Kyiv אבג (KR) 12", at: {{lat: 35.1, lon: 39.7}}, troops: {{about: 900}}, sources: u}}
layers:
  - {{kind: note, id: n, at: {{lat: 35.5, lon: 38.2}}, text: "הו 한국 (12) north, 5 km; {{troops}}", sums: [x, y]}}
artboards: [{{id: wide, width: 900}}, {{id: phone, width: 380}}]
lang: {lang}
"""
# Every text that is seen, with the element it stands in, and for each of its characters: middle, line, width, in px.
SEEN = """() => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const range = document.createRange(), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!/\\p{L}/u.test(node.data) || parent.closest("script, style, title, desc")) continue;
    const places = [...node.data].map((_, i) => {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      return [(box.left + box.right) / 2, Math.round(box.top), box.width];
    });
    const whole = (parent.closest("text") ?? node).textContent;
    if (places.some(([, , width]) => width)) found.push([node.data, whole, places]);
  }
  return found;
}"""
OPEN = "() => document.querySelectorAll('details').forEach((part) => { part.open = true; })"


@pytest.fixture(scope="module", params=["en", "he"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The outputs of a map of two directions, whose letters one font has."""
    folder = tmp_path_factory.mktemp("directions")
    (folder / "fonts").mkdir()
    write_font(folder / "fonts", "Noto Sans Hebrew", "".join(map(chr, range(0x5D0, 0x5EB))))
    write_font(folder / "fonts", "Noto Sans CJK KR", "한국")
    (folder / "config.yaml").write_text(CONFIG.format(lang=request.param), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOMAP_FONTS", str(folder / "fonts"))
        patch.setattr("geomap.fonts.installed._extra_folder", lambda: "")
        build(folder / "config.yaml", only=["svg", "html", "kml", "geojson", "gpkg"])
        yield folder / "output"


def unlike(seen: list[list[object]]) -> Iterator[tuple[str, str]]:
    """Texts whose letters do not stand as in the pictures, and how they stand."""
    for text, whole, places in seen:
        runs = visual_runs(text, rtl=runs_right_to_left(whole))
        order = list(chain.from_iterable(range(run.start, run.end)[:: -1 if run.rtl else 1] for run in runs))
        for line in {top for _, top, _ in places}:
            drawn = [i for i in order if text[i].isalnum() and places[i][2] and places[i][1] == line]
            if drawn != sorted(drawn, key=lambda i: places[i][0]):
                yield text, "".join(text[i] for i in sorted(drawn, key=lambda i: places[i][0]))


@pytest.mark.parametrize("width", [1200, pytest.param(380, marks=pytest.mark.long)])
def test_the_page_orders_each_text_as_the_pictures_do(
    made: Path, width: int, chromium: Browser, tmp_path: Path
) -> None:
    with opened(chromium, (made / "config.html").read_text("utf-8"), tmp_path, width) as page:
        page.evaluate(OPEN)
        page.locator('button[data-id="x"]').dispatch_event("click")
        seen = page.evaluate(SEEN)
        edge = page.locator("h1").evaluate("node => getComputedStyle(node).textAlign")
        turned = page.evaluate("document.documentElement.dir")
    texts = {text for text, _, _ in seen}
    of_two = ("גדה 한국 (12) b", "אב Korea 한국 12", "הארץ 24", "לוא b 3", "צבא A", "Two הא 3")
    assert texts.issuperset(of_two), "each stands in an element of its own"
    assert [*unlike(seen)] == []
    assert edge == ("right" if turned == "rtl" else "left"), "texts stand where those of the page stand"


def test_parts_of_a_line_stand_in_the_order_of_the_page(made: Path, chromium: Browser, tmp_path: Path) -> None:
    """Formations, equipment and sources, each isolated; in the table that needs no script as well."""
    html = (made / "config.html").read_text("utf-8")
    lefts = """() => [...document.querySelectorAll("tbody tr:first-child .parts, .card .parts")].map(
      (line) => [...line.querySelectorAll("bdi")].map((part) => part.getClientRects()[0])
        .filter((box, i, all) => box.top < all[0].top + 4).map((box) => box.left))"""
    for scripted in (True, False):
        with opened(chromium, html, tmp_path, 1200, java_script_enabled=scripted) as page:
            if scripted:
                page.locator('button[data-id="x"]').dispatch_event("click")
            lines = page.evaluate(lefts)
            turned = page.evaluate("document.documentElement.dir") == "rtl"
        assert len(lines) == (4 if scripted else 3)
        assert len(lines[0]) > 1
        assert all(line == sorted(line, reverse=turned) for line in lines), lines


@pytest.mark.parametrize("board", ["wide", pytest.param("phone", marks=pytest.mark.long)])
def test_a_browser_orders_the_svg_as_it_was_measured(made: Path, board: str, chromium: Browser, tmp_path: Path) -> None:
    svg = (made / f"config-{board}.svg").read_text("utf-8")
    with opened(chromium, f"<!DOCTYPE html><meta charset=utf-8>{svg[svg.index('<svg') :]}", tmp_path) as page:
        seen = page.evaluate(SEEN)
    assert len(seen) > 10
    assert [*unlike(seen)] == []


def test_composed_texts_mark_off_what_they_are_composed_of(made: Path) -> None:
    collection = json.loads((made / "config.geojson").read_text("utf-8"))
    begins = "\u2067הארץ 24\u2069 ("
    description = ElementTree.parse(made / "config.kml").getroot()[0].find("{*}description")
    assert description is not None and begins in str(description.text)
    svg = ElementTree.parse(made / "config-wide.svg").getroot()
    alt = str(svg.findtext("{*}desc"))
    assert "\u2067גדה 한국 (12) b\u2069 (5,000), " in alt
    assert any(f"Sources: {begins}" in "".join(text.itertext()) for text in svg.findall(".//{*}text"))
    assert collection["features"][0]["properties"]["label"] == "גדה 한국 (12) b", "data are bare"
    with closing(sqlite3.connect(made / "config.gpkg")) as database:
        assert ("גדה 한국 (12) b",) in database.execute("SELECT label FROM units").fetchall()


def test_the_words_of_a_language_that_has_none_are_counted_as_english_ones() -> None:
    """Korean has one form, and so said "1 places"."""
    for lang, words in (("ko", "en"), ("he", "en"), ("uk", "uk")):
        scene = replace(january(), lang=lang)
        assert explore_data(scene)["words_lang"] == words


def test_a_source_to_filter_by_is_read_as_the_page_is(made: Path) -> None:
    html = (made / "config.html").read_text("utf-8")
    begins = {"en": '"', "he": '"\u2067'}[html.partition('lang="')[2][:2]]
    assert f"{begins}\u2067הארץ 24\u2069: \u2067דה Report 5\u2069" in html


LRI, RLI, FSI, PDI = "\u2066\u2067\u2068\u2069"
ORDERED = [
    f"a {RLI}אב{PDI}, 12",
    f"a {RLI}אב{PDI} (12 b)",
    f"a {RLI}אב 12 (cd){PDI}; {RLI}גד{PDI}",
    f"{RLI}אב{PDI} 12: {LRI}c {RLI}דה 3{PDI} 4{PDI}!",
    f"אב {LRI}c, דה{PDI} (12) {FSI}12 de{PDI}",
    f"12 {RLI}אב, 3",
    f"a {LRI}12{PDI} אב 3{PDI} c",
    f"\u202bאב {LRI}c 3{PDI} 4\u202c, 5 d",
    "أب (12 c)، 3–4 d",
    "한국 12 (אב) 3",
    "كتيبة مشاة\u00a0×3",
    "Infantry battalion\u00a0×3",
]
PLACES = """texts => texts.map(text => {
  const line = document.body.appendChild(document.createElement("p"));
  line.textContent = text;
  const node = line.firstChild, range = document.createRange();
  return [...text].map((_, i) => {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    return box.left + box.right;
  });
})"""


def test_a_browser_orders_characters_alike(chromium: Browser, tmp_path: Path) -> None:
    """Only letters that do not join, and no marks: then a browser says where each stands."""
    style = "p { unicode-bidi: plaintext; white-space: nowrap; font: 20px monospace }"
    with opened(chromium, f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>", tmp_path) as page:
        shown = page.evaluate(PLACES, ORDERED)
    for text, places in zip(ORDERED, shown, strict=True):
        runs = visual_runs(text, rtl=runs_right_to_left(text))
        turns = (range(run.start, run.end)[:: -1 if run.rtl else 1] for run in runs)
        seen = [place for place in chain.from_iterable(turns) if text[place].isalnum()]
        assert [places[place] for place in seen] == sorted(places[place] for place in seen), repr(text)


BROKEN = """text => ["subtitle", "reading"].flatMap(name => [5, 6, 7].flatMap(width => {
  const host = document.querySelector("." + name) ?? document.body.appendChild(document.createElement("p"));
  host.className = name;
  host.style.width = `${width}em`;
  host.textContent = text;
  const node = host.firstChild, range = document.createRange();
  return [...text.matchAll(/\\S+/g)].map(({ 0: word, index }) => {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
  });
}))"""


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ko", "기계화 보병여단 전차대대 보고된 병력 주둔지에"), ("ja", "第一機械化歩兵旅団の戦車大隊と砲兵大隊")],
)
def test_the_page_ends_lines_where_the_pictures_do(chromium: Browser, tmp_path: Path, lang: str, text: str) -> None:
    """Between the words of Korean, between the signs of Japanese."""
    with opened(chromium, rendered(replace(january(), lang=lang)), tmp_path) as page:
        lines = page.evaluate(BROKEN, text)
    assert (max(lines) == 1) == all(break_points(word) == (word,) for word in text.split()), lines
