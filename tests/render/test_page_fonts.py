"""The page in a browser that has no font: its letters of every script are drawn, and not as boxes."""

from __future__ import annotations

import json
import os
import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser

from geomap.errors import GeomapError
from geomap.fonts import in_typeface, page_others
from geomap.fonts.page import KEPT
from geomap.pipeline.build import build
from scripts.find_chromium import found_on_system
from tests.fonts.test_extra import TEN
from tests.render.browser import opened

ASSETS = Path(__file__).parents[2] / "geomap" / "web"
FONTCONFIG = "<fontconfig><dir>{0}/none</dir><cachedir>{0}/cache</cachedir></fontconfig>"
# The pixels of a text in the font of an element, by the code point of each letter that is drawn as U+E123 is.
BOXES = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const drawn = (text) => {
    canvas.clearRect(0, 0, 80, 60);
    canvas.fillText(text, 20, 40);
    return canvas.getImageData(0, 0, 80, 60).data.join();
  };
  const boxes = [];
  for (const selector of ["h1", ".unit-label text.place", ".figures td", ".figures th", ".key text", ".card *"]) {
    for (const node of document.querySelectorAll(selector)) {
      const { fontStyle, fontWeight, fontFamily } = getComputedStyle(node);
      canvas.font = `${fontStyle} ${fontWeight} 30px ${fontFamily}`;
      const box = drawn("\\ue123");
      for (const letter of node.textContent.match(/[^\\p{M}\\s]/gu) || []) {
        if (drawn(letter) === box) boxes.push(`${selector} ${fontWeight} ${letter}`);
      }
    }
  }
  return boxes;
}"""


@pytest.fixture(scope="module")
def without_fonts(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose computer has no font at all."""
    folder = tmp_path_factory.mktemp("fonts")
    (folder / "fonts.conf").write_text(FONTCONFIG.format(folder), "utf-8")
    browser = chromium.browser_type.launch(
        executable_path=found_on_system(),
        args=["--no-sandbox", "--disable-gpu"],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("scripts")
    rows = "".join(
        f"  - {{id: u{n}, at: {{lat: {20 + n % 5 * 6}, lon: {40 + n // 5 * 30}}}, label: {text}, troops: 5, side: a,"
        f" formations: [{{type: tank, label: {text}}}], sources: [s]}}\n"
        for n, text in enumerate(TEN)
    )
    title = " ".join(TEN)
    head = f"title: {title}\nsides: {{a: {{label: 남쪽}}}}\nsources: {{s: {{publisher: 新闻, title: ข่าว}}}}\n"
    (folder / "config.yaml").write_text(f"{head}units:\n{rows}artboards: [{{id: a, width: 900}}]\n", "utf-8")
    made = build(folder / "config.yaml", only=["html"])
    return (made.folder / "config.html").read_text("utf-8")


def embedded(page: str) -> list[dict[str, Any]]:
    found = re.search(r'id="geomap-fonts">(.*?)</script>', page, re.S)
    assert found
    return [font for font in json.loads(found[1]) if "range" in font]


def letters_of(font: dict[str, Any]) -> set[str]:
    return set(map(chr, TTFont(BytesIO(b64decode(font["data"]))).getBestCmap()))


def test_no_letter_of_ten_scripts_is_a_box_where_there_is_no_font(
    without_fonts: Browser, page: str, tmp_path: Path
) -> None:
    with opened(without_fonts, page, tmp_path) as tab:
        tab.evaluate("document.fonts.ready")
        tab.locator(".row-link").first.click()
        assert tab.evaluate(BOXES) == []
        # the page without its fonts has boxes, so that the check can fail
        tab.evaluate("document.fonts.clear()")
        boxes = tab.evaluate(BOXES)
    for selector in ("h1", ".unit-label text.place", ".figures td", ".key text"):
        assert any(box.startswith(selector) for box in boxes), selector
    assert {text[0] for text in TEN} <= {box[-1] for box in boxes}


def test_a_page_brings_just_what_it_says_in_the_weights_of_the_page(page: str) -> None:
    fonts = embedded(page)
    styles = {("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal")}
    said = {*"".join(TEN), *"남쪽新闻ข่าว"}
    for weight, style in styles:
        of_style = [font for font in fonts if {"weight": weight, "style": style} in font["faces"]]
        assert said - {" "} <= set().union(*map(letters_of, of_style))
    assert sum(len(font["data"]) for font in fonts) < 200_000


def test_chinese_and_japanese_keep_their_own_forms(page: str) -> None:
    han = [font["range"] for font in embedded(page) if {"weight": "400", "style": "normal"} in font["faces"]]
    japanese = next(ranges for ranges in han if "U+30BF" in ranges)  # タ
    assert "U+6771" in japanese  # 東
    assert not any("U+6771" in ranges for ranges in han if ranges != japanese), "each has one font"


def many(folder: Path, letters: str) -> Path:
    rows = "".join(f"  - {{id: u{n}, at: {{lat: 48, lon: {30 + n}}}, label: {letters[n::4]}}}\n" for n in range(4))
    artboard = "artboards: [{id: a, width: 500, drop: [units, labels]}]\n"
    (folder / "config.yaml").write_text(f"title: 첫째\nunits:\n{rows}{artboard}", "utf-8")
    return folder / "config.yaml"


def test_too_much_for_a_page_is_first_of_one_weight_and_then_left_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["첫째", "".join(map(chr, range(0xAC00, 0xAC00 + 300)))]
    whole, none = page_others.other_fonts(texts)
    size = sum(len(str(font["data"])) for font in whole)
    assert none == 0
    assert len(whole) == 2, "regular, and bold for semibold too"
    monkeypatch.setattr(page_others, "MOST_BYTES", size - 1)
    (font,), none = page_others.other_fonts(texts)
    assert none == 0
    assert len(font["faces"]) == 4
    monkeypatch.setattr(page_others, "MOST_BYTES", size // 4)
    (font,), left = page_others.other_fonts(texts)
    assert 100 < left < 200
    assert len(font["data"]) <= size // 4
    assert {*"첫째"} <= letters_of(font), "what comes first stays"
    config = many(tmp_path, "".join(map(chr, range(0xAC00, 0xAC00 + 300))))
    made = build(config, only=["html"])
    said = [str(warning) for warning in made.warnings if "fonts of its readers" in str(warning)]
    assert len(said) == 1
    assert re.search(r"warning: outputs: the page leaves 1\d\d characters to the fonts of its readers", said[0])
    with pytest.raises(GeomapError, match="fonts of its readers"):
        build(config, only=["html"], force=True, strict=True)


def test_signs_of_the_page_itself_are_of_its_typeface() -> None:
    style = re.sub(r"/\*.*?\*/", "", (ASSETS / "page.css").read_text("utf-8"), flags=re.S)
    signs = {sign for sign in "".join(re.findall(r'content: "(.*?)"', style)) if ord(sign) > 126}
    assert signs
    assert signs <= {*KEPT}
    assert all(map(in_typeface, signs))
