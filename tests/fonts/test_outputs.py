"""Text beyond Source Sans in every picture: measured where it was drawn."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from playwright.sync_api import Browser

from geomap.errors import GeomapError
from geomap.fonts import Face, set_line
from geomap.loading import Later
from geomap.page import Box, Group, Page, Text
from geomap.pipeline.build import build
from geomap.players.png import render_png
from geomap.players.svg import render_svg
from tests.conftest import SVG, copy_example
from tests.fonts.conftest import MakeFont
from tests.render.browser import opened

pdf = Later("geomap.players.pdf")  # lists the fonts of the machine, once a process
HEBREW = "אבגדהו"
PLACES = {"start": 40.0, "middle": 200.0, "end": 360.0}
PLAIN = "a $x_1$ \\frac{a}{b} <b> & c"
TEXTS = [
    ("אבג הו",),
    ("Kyiv (אבג) x",),
    ("אבג Kyiv (KR) 12 דה",),
    ("אבג", "דהו אב"),
    ("漢字",),
    ("бе\u0301лый",),
    (PLAIN,),
]


def text(lines: tuple[str, ...], anchor: str, y: float, **look: object) -> Text:
    laid = [set_line(line, Face(str(look.get("weight", "regular")))) for line in lines]
    width = max(line.width(20) for line in laid)
    left = PLACES[anchor] - {"start": 0, "middle": width / 2, "end": width}[anchor]
    box = Box(left, y - 16, width, 21 + 24 * (len(lines) - 1))
    return Text(lines, PLACES[anchor], y, 20, box, "note", 24, anchor, id=f"{anchor}-{y:.0f}", **look)


def page(*texts: Text) -> Page:
    return Page("p", 400, 600, 2, "T", "D", "en", "#ffffff", Box(0, 0, 400, 600), (Group("labels", texts),))


@pytest.fixture
def fonts(make_font: MakeFont) -> MakeFont:
    make_font("Noto Sans Hebrew", HEBREW, widths={"א": 400, "ב": 700})
    make_font("Noto Sans CJK SC", "漢字", widths={"漢": 1000, "字": 1000})
    return make_font


@pytest.mark.parametrize("anchor", PLACES)
@pytest.mark.parametrize("lines", TEXTS, ids=" ".join)
def test_png_is_inked_in_the_measured_box(fonts: MakeFont, lines: tuple[str, ...], anchor: str) -> None:
    item = text(lines, anchor, 100)
    pixels = np.asarray(Image.open(BytesIO(render_png(page(item)))).convert("L"))
    columns = np.flatnonzero((pixels < 128).any(axis=0)) / 2
    assert abs(columns.min() - item.box.x) < 3
    assert abs(columns.max() - item.box.right) < 3


def test_svg_and_the_browser_agree_with_the_layout(fonts: MakeFont, chromium: Browser, tmp_path: Path) -> None:
    texts = [text(lines, anchor, 30 + 60 * row) for row, lines in enumerate(TEXTS) for anchor in PLACES]
    with opened(chromium, f"<!DOCTYPE html><meta charset=utf-8>{_inline(render_svg(page(*texts)))}", tmp_path) as tab:
        tab.evaluate("document.fonts.ready")
        boxes = tab.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('text')]"
            ".map(text => [text.id, [text.getBBox().x, text.getBBox().width]]))"
        )
    for item in texts:
        x, width = boxes[item.id]
        assert abs(width - item.box.width) <= max(1.0, 0.01 * item.box.width), item.text
        assert abs(x - item.box.x) <= 1.0, item.text


def _inline(svg: str) -> str:
    return svg.split("\n", 1)[1]


def test_svg_says_how_the_text_is_set(fonts: MakeFont) -> None:
    svg = ElementTree.fromstring(render_svg(page(text(("אבג",), "start", 50), text((PLAIN,), "end", 80))))
    hebrew, plain = svg.iter(f"{SVG}text")
    assert hebrew.get("direction") == "rtl"
    assert hebrew.get("text-anchor") == "end", "the right end is the start of a line that runs from right to left"
    assert "'Noto Sans Hebrew'" in str(hebrew.get("font-family"))
    assert hebrew.get("{http://www.w3.org/XML/1998/namespace}lang") == "und-Hebr"
    assert plain.text == PLAIN
    assert plain.get("direction") is None
    assert plain.get("font-family") is None


@pytest.mark.parametrize(("licence", "embedded"), [(0, True), (0x0008, True), (0x0002, False), (0x0200, False)])
def test_the_licence_of_a_font_decides_on_embedding(make_font: MakeFont, licence: int, embedded: bool) -> None:
    make_font("Noto Sans Hebrew", HEBREW, licence=licence)
    svg = render_svg(page(text(("אבג",), "start", 50)))
    assert ("@font-face{font-family:'Noto Sans Hebrew'" in svg) is embedded
    if embedded:
        data = svg.split("'Noto Sans Hebrew'", 1)[1].split("base64,", 1)[1].split(")", 1)[0]
        assert set(map(chr, TTFont(BytesIO(b64decode(data))).getBestCmap())) == set("אבג")


def test_pdf_keeps_plain_lines_live_beside_outlines(fonts: MakeFont) -> None:
    alone = pdf.render_pdf(page(text((PLAIN,), "start", 80)))
    data = pdf.render_pdf(page(text(("אבג",), "start", 50, halo="#ffffff"), text((PLAIN,), "start", 80)))
    assert b"/FontFile2" in data
    assert b"/Type3" not in data
    assert b"Hebrew" not in data
    assert len(data) > len(alone)


def test_letters_of_a_pdf_stand_one_after_another_as_the_layout_counts(fonts: MakeFont) -> None:
    data = pdf.render_pdf(page(text(("AVATAR, Tofino fi",), "start", 80)))
    streams = [zlib.decompress(packed) for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)]
    (shown,) = (stream for stream in streams if b"\nTJ" in stream)
    letters = shown[shown.index(b"[") :]
    assert letters.count(b"\0") == len("AVATAR, Tofino fi"), "each letter is one glyph"
    apart = [float(number) for number in re.findall(rb"\) (-?[\d.]+)\s\(", letters)]  # in thousandths of the size
    assert all(abs(number) < 1 for number in apart), "what rounding leaves, no kerning"
    (font,) = (TTFont(BytesIO(stream)) for stream in streams if stream[:4] == b"\0\1\0\0")
    assert not {"GSUB", "GPOS", "GDEF"} & {*font.keys()}


def test_same_bytes_again(fonts: MakeFont) -> None:
    made = page(*(text(lines, "middle", 30 + 60 * row) for row, lines in enumerate(TEXTS)))
    assert render_svg(made) == render_svg(made)
    assert render_png(made) == render_png(made)
    assert pdf.render_pdf(made) == pdf.render_pdf(made)


def test_a_build_names_every_text_it_cannot_set_and_writes_nothing(fonts: MakeFont, tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    config = folder / "config.yaml"
    content = config.read_text("utf-8")
    content = content.replace("\ntitle: ", "\ntitle: 우크라이나 ", 1).replace("text: SEA OF AZOV", "text: ЪЬ ᚠᚢ", 1)
    config.write_text(content, "utf-8")
    with pytest.raises(GeomapError) as caught:
        build(config)
    first, second = sorted(map(str, caught.value.problems))
    assert "RUNIC LETTER" in first or "RUNIC LETTER" in second
    assert "HANGUL SYLLABLE" in first or "HANGUL SYLLABLE" in second
    assert not (folder / "output").exists()


def test_a_missing_glyph_is_named_where_it_was_stated(
    make_font: MakeFont, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for each value, however often and in whichever letters it is printed; else at the language."""
    make_font("Noto Sans Hebrew", "\u05d0")
    rows = "  - {id: a, at: {lat: 37.5, lon: 127}, troops: 5, label: 강릉}\n"
    rows += "  - id: b\n    at: {lat: 38.5, lon: 127}\n    label: {text: Ⴀⴀ}\n"
    (tmp_path / "config.yaml").write_text(f"title: Map\nlang: ko\nunits:\n{rows}", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GeomapError) as caught:
        build("config.yaml", only=["svg"])
    said = {problem.path: problem for problem in caught.value.problems}
    assert set(said) == {"units[0].label", "units[1].label.text", "lang"}
    assert str(said["units[0].label"]) == (
        "config.yaml:4:58: units[0].label: no font for U+AC15 HANGUL SYLLABLE GANG, U+B989 HANGUL SYLLABLE REUNG in the"
        " text \"강릉\"; pip install 'geomap-yaml[fonts]',"
        " or in a copy of the repository: pip install ./packages/fonts"
    )
    assert (said["units[1].label.text"].line, said["units[1].label.text"].column) == (7, 19)
