"""A map of a language written from right to left: what stands around it is turned, what lies on it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geomap.errors import one_line
from geomap.page import Circle, Page, Stamp, Text
from geomap.pipeline.build import build
from geomap.wording import isolated, joined
from tests.render.browser import opened

CONFIG = """
title: Map
subtitle: Of two places
as_of: 2024-05-01
credit: The desk
sources: {{t: {{publisher: Paper}}}}
sides: {{a: {{label: A, colour: "#3b6ea5"}}, b: {{label: B, colour: "#c0782b"}}}}
units:
  - {{id: x, label: X, at: {{lat: 36.2, lon: 37.1}}, troops: 5000, side: a, sources: t, equipment: {{tanks: 3}}}}
  - {{id: y, label: Y, at: {{lat: 35.1, lon: 39.7}}, troops: 900, side: b, sources: t}}
artboards: [{{id: wide, width: 800, key_at: above}}]
lang: {lang}
"""


def made(folder: Path, lang: str) -> Page:
    folder.mkdir()
    (folder / "config.yaml").write_text(CONFIG.format(lang=lang), "utf-8")
    return build(folder / "config.yaml", only=["svg", "html"]).pages[0]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, Page, Path]:
    """The map from left to right (with English words too) and from right to left, and the page of the latter."""
    folder = tmp_path_factory.mktemp("rtl")
    return made(folder / "it", "it"), made(folder / "he", "he"), folder / "he/output/config.html"


def test_titles_notes_and_key_are_turned(pages: tuple[Page, Page, Path]) -> None:
    left, right, _ = pages
    for page, edge in ((left, "x"), (right, "right")):
        texts = {text.role: text.box for text in page.texts if text.role in ("title", "subtitle", "as_of", "source")}
        wanted = page.frame.x if edge == "x" else page.frame.right
        assert all(getattr(box, edge) == pytest.approx(wanted, abs=0.6) for box in texts.values()), texts
    credit = {page.lang: next(text.box for text in page.texts if text.role == "credit") for page in (left, right)}
    assert credit["it"].right == pytest.approx(left.frame.right, abs=0.6)
    assert credit["he"].x == pytest.approx(right.frame.x, abs=0.6)


def test_samples_stand_before_their_words(pages: tuple[Page, Page, Path]) -> None:
    left, right, _ = pages
    for page, before in ((left, lambda a, b: a < b), (right, lambda a, b: a > b)):
        key = next(group.items for group in page.groups if group.id == "key")
        words = {item.id: item for item in key if isinstance(item, Text)}
        samples = [item for item in key if isinstance(item, Circle | Stamp) and f"{item.id}-text" in words]
        assert len(samples) >= 3
        for sample in samples:
            assert before(sample.x, words[f"{sample.id}-text"].box.centre[0]), sample.id
        circles = [symbol for symbol in page.symbols if symbol.kind == "key"]
        value = next(text for name, text in words.items() if name.startswith("key-value"))
        assert all(before(circle.x, value.box.centre[0]) for circle in circles)
        assert all(page.furniture["key"].grown(0.5).contains(text.box) for text in words.values())


def test_the_map_lies_as_it_did(pages: tuple[Page, Page, Path]) -> None:
    left, right, _ = pages
    on_map = [
        [(s.unit, round(s.x, 1), s.diameter) for s in page.symbols if s.kind == "circle"] for page in (left, right)
    ]
    assert on_map[0] == on_map[1]


def test_numbers_and_foreign_words_keep_their_order() -> None:
    assert isolated("1 May 2024") == "1 May 2024"
    assert isolated("1 מאי 2024") == "\u20671 מאי 2024\u2069"
    assert isolated("Paper (1 מאי)") == "\u2066Paper (1 מאי)\u2069"
    assert isolated(isolated("מאי")) == isolated("מאי")


def test_texts_in_one_line_follow_each_other_as_the_language_is_read() -> None:
    """Where all are marked off, the line itself has no letter that says where it begins."""
    parts = ("מאי", "Paper", "יוני")
    marked = "\u2067מאי\u2069; Paper; \u2067יוני\u2069"
    assert joined("; ", parts, "en") == marked
    assert joined("; ", parts, "he") == f"\u2067{marked}\u2069"
    assert joined("; ", parts[:1], "he") == "\u2067מאי\u2069"
    assert joined("; ", ("Paper", "Post"), "en") == "Paper; Post"


def test_a_printed_line_has_no_codes_of_the_marks_that_geomap_sets() -> None:
    named = joined(", ", ("מאי", isolated("Paper (יוני)")), "he")
    assert one_line(f"wide: {named}\n") == "wide: מאי, Paper (יוני)\\u000a"
    assert one_line("Tank\u00a0×2, 3\u202f300\u2007\u200b") == "Tank ×2, 3 300\\u2007\\u200b", (
        "no-break spaces are spaces"
    )
    assert one_line("a \u2067b\u2069 \u2066c\u2069\u2069 \u2067d") == "a b c\\u2069 \\u2067d", (
        "others turn what follows"
    )


MEASURED = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const circle = box("#geomap-key svg:not([hidden]) circle"), value = box("#geomap-key svg:not([hidden]) text");
  const range = document.createRange();
  range.selectNodeContents(document.querySelector("h1"));
  return { dir: document.documentElement.dir, title: range.getBoundingClientRect().right, page: box(".head h1").right,
    key: circle.right - value.left, map: getComputedStyle(document.querySelector(".map-frame")).direction,
    wide: document.documentElement.scrollWidth - innerWidth };
}"""


def test_the_page_is_turned_but_for_its_map(pages: tuple[Page, Page, Path], chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, pages[2].read_text("utf-8"), tmp_path) as page:
        said = page.evaluate(MEASURED)
        page.locator('button[data-id="y"]').dispatch_event("click")
        facts = page.locator("#geomap-card dt")
        names = facts.all_inner_texts()
        heads, values = facts.first.bounding_box(), page.locator("#geomap-card dd").first.bounding_box()
    assert names == ["Troops", "As of", "Source"], "what is not stated has no heading"
    assert heads and values and heads["x"] > values["x"]
    assert (said["dir"], said["map"]) == ("rtl", "ltr")
    assert said["title"] == pytest.approx(said["page"], abs=1)
    assert said["key"] > 0, "samples stand right of their words"
    assert said["wide"] <= 0
