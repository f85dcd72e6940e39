"""The order in which characters are drawn: what is read, and what stands from left to right."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geomap.fonts.bidi import resumed, runs_right_to_left, visual_runs
from tests.render.browser import opened

LRI, RLI, FSI, PDI = "\u2066\u2067\u2068\u2069"


def drawn(text: str, *, rtl: bool) -> str:
    parts = [(text[run.start : run.end], run.rtl) for run in visual_runs(text, rtl=rtl)]
    return "".join(part[::-1] if turned else part for part, turned in parts)


@pytest.mark.parametrize(
    ("read", "rtl", "expected"),
    [
        ("abc", False, "abc"),
        ("אבג", True, "גבא"),
        ("אבג abc", True, "abc גבא"),
        ("abc אבג", False, "abc גבא"),
        ("אבג 12 דה", True, "הד 12 גבא"),
        ("2022-01-12", True, "2022-01-12"),
        ("אבג abc (def) דהו", True, "והד abc (def) גבא"),  # rule N0: the brackets stay with their word
        ("\u2067אב\u2069 c", False, "בא c"),
        ("\u2067אב\u2069, 12", False, "בא, 12"),  # what is isolated turns nothing about that stands beside it
        ("אב \u2066c (d)\u2069 12", True, "12 c (d) בא"),
        ("a \u2068אב 12 ג\u2069 3", False, "a ג 12 בא 3"),
        ("", True, ""),
    ],
)
def test_order(read: str, rtl: bool, expected: str) -> None:
    shown = "".join(character for character in drawn(read, rtl=rtl) if character not in LRI + RLI + FSI + PDI)
    assert shown == expected


def test_direction_is_that_of_the_first_letter() -> None:
    assert runs_right_to_left("12 (ابج) abc")
    assert not runs_right_to_left("12 abc ابج")
    assert not runs_right_to_left("\u0301 12 $")
    assert not runs_right_to_left(f"{RLI}אב{PDI} abc"), "what is isolated has no say in it"
    assert runs_right_to_left(f"{LRI}abc{RLI}d{PDI}{PDI} אב")
    assert not runs_right_to_left(f"{RLI}אב"), "nor where nothing ends it"


def test_an_isolate_goes_on_in_the_next_line() -> None:
    assert resumed((f"a {RLI}אב", f"גד{PDI} b", "c")) == (f"a {RLI}אב{PDI}", f"{RLI}גד{PDI} b", "c")
    assert resumed((f"{FSI}12 אב", f"ab{PDI}")) == (f"{FSI}12 אב{PDI}", f"{RLI}ab{PDI}")
    assert resumed(("a", "אב")) == ("a", "אב")


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
