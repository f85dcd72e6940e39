"""What a reader of a PDF finds and copies is what the config says, in every script."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from geomap.fonts.bidi import as_seen
from geomap.fonts.embed import square_font
from geomap.loading import Later
from geomap.page import Text
from tests.fonts.conftest import MakeFont
from tests.fonts.test_outputs import page, text

pdf = Later("geomap.players.pdf")  # lists the fonts of the machine, once a process
SCRIPTS = {
    "Latin": "Łódź, Ménaka",
    "Latin, with a ligature": "Office of ﬁrst ﬂags",
    "Cyrillic": "Київ і Їжакове",
    "Greek": "Ελλάδα, Ύδρα",
    "Arabic": "قوات في الشمال",
    "Hebrew": "דרך השלום",
    "Devanagari": "नई दिल्ली क्षेत्र",
    "Thai": "เชียงใหม่",
    "Chinese": "北京市 东京",
    "Korean": "서울 특별시",
}
_FAMILIES = {"Arabic": "Noto Sans Arabic", "Hebrew": "Noto Sans Hebrew", "Devanagari": "Noto Sans Devanagari"}
_FAMILIES |= {"Thai": "Noto Sans Thai", "Chinese": "Noto Sans CJK SC", "Korean": "Noto Sans CJK KR"}


def read(*texts: Text) -> list[str]:
    (only,) = PdfReader(BytesIO(pdf.render_pdf(page(*texts)))).pages
    return [line.strip() for line in only.extract_text().splitlines()]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_text_is_found_as_it_was_written(make_font: MakeFont, script: str) -> None:
    said = SCRIPTS[script]
    if family := _FAMILIES.get(script):
        make_font(family, "".join(sorted(set(said) - {" "})))
    assert read(text((said,), "start", 50, halo="#ffffff")) == [said]


def test_each_line_of_a_text_is_found(make_font: MakeFont) -> None:
    make_font("Noto Sans Hebrew", "דרךהשלום")
    assert read(text(("דרך", "השלום"), "middle", 50), text(("Kyiv",), "start", 150)) == ["דרך", "השלום", "Kyiv"]


@pytest.mark.parametrize("name", ["MALI", "УКРАЇНА", "BURKINA FASO"])
def test_a_spaced_name_is_found_as_a_word(name: str) -> None:
    assert read(text((name,), "start", 50, spacing=4.0)) == [name]


def test_characters_stand_as_they_are_seen() -> None:
    assert as_seen("אב (ג) 12", within="אב") == "12 (ג) בא"
    assert as_seen("Data as of \u20671 אב\u2069", within="Data") == "Data as of בא 1"
    assert as_seen("Kyiv", within="Kyiv") == "Kyiv"


def test_text_that_is_found_is_not_painted_and_the_same_on_any_day(
    make_font: MakeFont, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font("Noto Sans Hebrew", "דרך")
    items = (text(("דרך",), "start", 50), text(("MALI",), "start", 90, spacing=3.0))
    data = pdf.render_pdf(page(*items))
    square_font.cache_clear()
    monkeypatch.setattr("fontTools.misc.timeTools.timestampNow", lambda: 3_000_000_000)
    monkeypatch.setattr("fontTools.fontBuilder.timestampNow", lambda: 3_000_000_000, raising=False)
    assert data == pdf.render_pdf(page(*items))
    (only,) = PdfReader(BytesIO(data)).pages
    content = only.get_contents().get_data()
    assert content.count(b" Tj ET") == content.count(b"BT 3 Tr") == 2
