"""Lines in any script: fonts, widths, directions, and characters without a shape."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geomap.errors import GeomapError
from geomap.fonts import (
    Face,
    PlainLine,
    break_points,
    installed,
    require_glyphs,
    runs_right_to_left,
    set_line,
    text_width,
)
from geomap.fonts.face import Installed
from geomap.marks.text import wrap
from geomap.typefaces import Chosen, Typefaces
from tests.fonts.conftest import REMEDY, MakeFont

HEBREW = "אבגדהו"
JOINED = """
languagesystem arab dflt;
feature init { sub u0628 by beh.init; } init;
feature fina { sub u0628 by beh.fina; } fina;
"""


def families(text: str, within: str = "") -> list[str]:
    return [font.family for font, _ in set_line(text, within=within).used() if isinstance(font, Installed)]


def left_ends(text: str) -> list[float]:
    return [round(x, 3) for _, x, _ in set_line(text, within=text).glyphs(10)]


def test_latin_cyrillic_and_greek_load_no_shaper() -> None:
    program = (
        "import sys; from geomap.fonts import *; text_width('Kyiv Київ Αθήνα', 12); runs_right_to_left('Kyiv');"
        "require_glyphs([('Kyiv', Face())]); break_points('Kyiv'); set_line('$ _ \\\\ {} < &');"
        "assert not {'uharfbuzz', 'bidi', 'fontTools'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_foreign_line_is_as_wide_as_its_glyphs(make_font: MakeFont) -> None:
    make_font("Noto Sans Hebrew", HEBREW, widths={"א": 400, "ב": 700})
    assert text_width("אב", 10) == pytest.approx(11)
    assert text_width("אב", 10, spacing=2) == pytest.approx(13)
    assert text_width("אב Kyiv", 10) == pytest.approx(11 + text_width(" Kyiv", 10))


def test_right_to_left_letters_stand_in_visual_order(make_font: MakeFont) -> None:
    make_font("Noto Sans Hebrew", HEBREW, widths={"א": 400, "ב": 700})
    assert runs_right_to_left("אב")
    assert left_ends("אב") == [0, 7]  # bet, the second letter, stands first
    digits = text_width("12", 10)
    assert left_ends("אב12")[2:] == pytest.approx([digits, digits + 7], abs=1e-3)


def test_letters_join_across_the_line(make_font: MakeFont) -> None:
    make_font("Noto Sans Arabic", "ب", features=JOINED, extra={"beh.init": 300, "beh.fina": 500})
    assert text_width("ب", 10) == pytest.approx(6)
    assert text_width("بب", 10) == pytest.approx(8)
    assert text_width("بب", 10, spacing=3) == pytest.approx(8), "joined letters take no spacing"


def test_noto_of_the_script_and_the_nearest_weight_win(make_font: MakeFont) -> None:
    make_font("Aaa Sans", HEBREW)
    make_font("Noto Serif Hebrew", HEBREW)
    make_font("Noto Sans Hebrew", HEBREW, widths={"א": 400})
    make_font("Noto Sans Hebrew", HEBREW, widths={"א": 500}, weight=700)
    assert families("אב") == ["Noto Sans Hebrew"]
    assert text_width("א", 10) == pytest.approx(4)
    assert text_width("א", 10, Face("bold")) == pytest.approx(5)


@pytest.mark.parametrize(("text", "family"), [("東京タワー", "JP"), ("한国", "KR"), ("北京", "SC")])
def test_han_characters_take_the_form_of_the_script_beside_them(make_font: MakeFont, text: str, family: str) -> None:
    for region in ("JP", "KR", "SC"):
        make_font(f"Noto Sans CJK {region}", "東京タワー한国北")
    assert families(text) == [f"Noto Sans CJK {family}"]
    assert families("北", within=f"北 {text}") == [f"Noto Sans CJK {family}"], "on each of its lines"


def test_two_scripts_take_two_fonts(make_font: MakeFont) -> None:
    make_font("Noto Sans Hebrew", HEBREW)
    make_font("Noto Sans Thai", "กข")
    assert families("אב กข") == ["Noto Sans Hebrew", "Noto Sans Thai"]


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("e\u0301tude", "\u00e9tude"),
        ("i\u0306\u0438\u0306", "ĭй"),
        ("a\u200bb\u00adc\u2060\ufeff", "abc"),
        ("a\u200eb\u2067c\u2069", "abc"),
        ("a\tb\x07\x00c", "a bc"),
        ("№ $ _ \\ {} < &", "№ $ _ \\ {} < &"),
    ],
)
def test_what_has_no_shape_leaves_a_plain_line(make_font: MakeFont, written: str, drawn: str) -> None:
    line = set_line(written)
    assert isinstance(line, PlainLine)
    assert line.text == drawn
    assert text_width(written, 10) == line.width(10)
    require_glyphs([(written, Face())])


def test_marks_that_do_not_compose_sit_on_their_letter(make_font: MakeFont) -> None:
    assert text_width("бе\u0301лый", 10) == pytest.approx(text_width("белый", 10))
    for lone in ("\u0301", "\u0301\u0302", "\u200d", "\ufe0f", "\u202e", ""):
        assert set_line(lone).width(10) == 0
        require_glyphs([(lone, Face())])


def test_a_missing_glyph_is_one_problem_a_text(make_font: MakeFont) -> None:
    make_font("Noto Sans Hebrew", HEBREW)
    texts = ["서울", "서울", "Kyiv", "אב", "a 北 b", "\ue123"]
    with pytest.raises(GeomapError) as caught:
        require_glyphs((text, Face()) for text in texts)
    first, second, third = map(str, caught.value.problems)
    assert "U+C11C HANGUL SYLLABLE SEO" in first
    assert "U+C6B8" in first
    assert '"서울"' in first
    assert first.endswith(REMEDY)
    assert "U+5317" in second
    assert third.endswith(
        'U+E123 without a name in the text "\\ue123"; name a font file that covers these signs under `fonts`'
    )
    assert not list(set_line("서울").glyphs(10)), "never a box"


@pytest.mark.parametrize(
    ("text", "covered"), [("ⴰⵣⵓⵍ", "Tifinagh"), ("鿕", "these Chinese characters"), ("\ue123", "these signs")]
)
def test_what_the_extra_does_not_have_asks_for_a_file(text: str, covered: str) -> None:
    with pytest.raises(GeomapError) as caught:
        require_glyphs([(text, Face())])
    assert str(caught.value).endswith(f"; name a font file that covers {covered} under `fonts`")


def test_fonts_of_the_computer_are_found_without_fontconfig_too(
    make_font: MakeFont, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_font("Noto Sans Hebrew", HEBREW).parent
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("geomap.fonts.installed._usual_folders", lambda: [str(folder), "/no/such/folder"])
    monkeypatch.setattr("geomap.fonts.installed._in", installed._in.__wrapped__)
    monkeypatch.setattr("geomap.fonts.installed._ranked", installed._ranked.__wrapped__)
    for system in (True, False):
        found = installed.font_for(HEBREW, "Hebrew", "und-Hebr", "regular", Chosen(Typefaces(system=system), ""))
        assert (found is not None) is system
        assert found is None or (found.path.parent == folder and found.of_system)


def test_broken_files_and_fonts_of_pictures_are_passed_over(make_font: MakeFont) -> None:
    path = make_font("Noto Sans Hebrew", HEBREW)
    path.with_name("broken.ttf").write_bytes(b"\0\1\0\0 not a font")
    path.with_name("empty.otf").write_bytes(b"")
    assert families("אב") == ["Noto Sans Hebrew"]


def test_chinese_and_japanese_break_between_signs(make_font: MakeFont) -> None:
    make_font("Noto Sans CJK JP", "これは長い文です。「改」", widths=dict.fromkeys("これは長い文です。「改」", 1000))
    assert break_points("長い文。") == ("長", "い", "文。")
    assert break_points("「改」") == ("「改」",)
    assert break_points("Kyiv") == ("Kyiv",)
    assert break_points("한국어") == ("한국어",)
    lines = wrap("これは長い文です。", "note", 1050, 14 * 4)
    assert "".join(lines) == "これは長い文です。"
    assert len(lines) == 3
    assert not any(line.startswith("。") for line in lines)
