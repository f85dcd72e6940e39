"""The fonts that pip installs with geomap: whole, locked, and all that a map of ten scripts needs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import geomap_fonts
import pytest
from fontTools.ttLib import TTFont
from fontTools.unicodedata import script

from geomap.errors import GeomapError
from geomap.fonts import Face, installed, require_glyphs, set_line, woff
from geomap.fonts.face import Installed
from geomap.fonts.scripts import bare, tidy
from geomap.fonts.shaping import is_own
from geomap.typefaces import BEYOND_SOURCE_SANS

ROOT = Path(__file__).parents[2]
FOLDER = Path(geomap_fonts.__file__).parent
LISTS = ROOT / "geomap" / "fonts"
MOST_BYTES = 14_000_000
TEN = {
    "서울 강릉시": "KR",
    "北京市": "SC",
    "東京タワー": "JP",
    "الرياض": "Arabic",
    "ירושלים": "Hebrew",
    "თბილისი": "Georgian",
    "Երևան": "Armenian",
    "नई दिल्ली": "Devanagari",
    "กรุงเทพมหานคร": "Thai",
    "နေပြည်တော်": "Myanmar",
}
OTHERS = ("አዲስ አበባ", "ঢাকা", "சென்னை", "ភ្នំពេញ", "ວຽງຈັນ", "කොළඹ", "Ƙano, Аԥсны Ҟ", "★ → ⚑ ⚠ Ⅲ ₪")


@pytest.fixture(autouse=True)
def no_other_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing asks the computer for its fonts."""
    monkeypatch.delenv("GEOMAP_FONTS", raising=False)
    monkeypatch.setattr("geomap.fonts.installed._system_files", lambda: pytest.fail("asked for fonts of the computer"))


def listed(name: str) -> set[int]:
    ranges = (entry.partition("-") for entry in (LISTS / name).read_text("ascii").split())
    return {code for low, _, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)}


def fonts() -> Iterator[Installed]:
    yield from installed._in(str(FOLDER))


@pytest.mark.parametrize(("text", "name"), TEN.items())
@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
def test_ten_scripts_are_set_in_their_own_fonts(text: str, name: str, weight: str) -> None:
    require_glyphs([(text, Face(weight))])
    line = set_line(text, Face(weight))
    found = {font for font, letters in line.used() if isinstance(font, Installed) and letters.strip()}
    assert {font.family for font in found} == {f"Noto Sans {name}"}
    nearest = {"regular": {400}, "semibold": {600, 700}, "bold": {700}}[weight]
    assert {font.weight for font in found} <= nearest
    assert len(list(line.glyphs(10))) >= len({*text} - {" "}) / 2, "ligatures at the most"


@pytest.mark.parametrize("text", OTHERS)
def test_more_scripts_rare_letters_and_signs(text: str) -> None:
    require_glyphs([(text, Face())])


def test_every_hangul_syllable_and_the_characters_of_the_national_standards() -> None:
    covered = listed("extra.txt") | listed("own.txt")
    assert set(range(0xAC00, 0xD7A4)) <= covered
    rows = [bytes((lead, trail)) for lead in range(0xA1, 0xFF) for trail in range(0xA1, 0xFF)]
    for encoding in ("gb2312", "euc_jp"):
        standard = {ord(text) for pair in rows if len(text := pair.decode(encoding, "ignore")) == 1}
        assert {code for code in standard if script(chr(code)) in ("Hani", "Hira", "Kana")} <= covered
    assert set(map(ord, "臺灣龍國衛")) <= covered, "of Big5"


def test_the_list_of_what_they_add_is_what_they_have() -> None:
    """A hint reads it where they are not there."""
    has = {code for font in fonts() for code in installed.characters(font)}
    assert listed("extra.txt") == has - listed("own.txt")


def test_the_list_of_what_source_sans_sets_is_what_it_sets() -> None:
    def is_set(code: int) -> bool:
        letters = bare(tidy(chr(code)))
        return not letters or is_own(letters)

    codes = [*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x10000), *range(0x1F000, 0x20000)]
    assert [code for code in codes if is_set(code) is bool(BEYOND_SOURCE_SANS.search(chr(code)))] == []


def test_the_files_are_listed_licensed_named_and_small() -> None:
    files = sorted(FOLDER.glob("*.woff"))
    sources, licence = ((FOLDER / name).read_text("utf-8") for name in ("SOURCES.md", "OFL.txt"))
    rows = re.findall(r"^\| (\w+): ([\w, ]+) \|", sources, re.M)
    assert {f"{family}-{style}.woff" for family, styles in rows for style in styles.split(", ")} == {
        file.name for file in files
    }
    assert len(list(fonts())) == len(files)
    assert all(font.embeddable for font in fonts())
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
    for file in files:
        names = {record.nameID: record.toUnicode() for record in TTFont(file, lazy=True)["name"].names}
        assert any(holder in names[0] and holder in licence for holder in ("Adobe", "The Noto Project Authors"))
        assert not any("Source" in names.get(number, "") for number in (1, 4, 6, 16)), "a reserved name"
        assert "Open Font License" in names[13]


def test_the_extra_asks_for_the_version_that_lies_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (wanted,) = project["optional-dependencies"]["fonts"]
    major, minor, _ = geomap_fonts.__version__.split(".")
    assert wanted == f"geomap-yaml-fonts>={major}.{minor},<{major}.{int(minor) + 1}"
    assert not list((ROOT / "geomap").rglob("Noto*")), "nothing of them in the wheel of geomap"


@pytest.mark.parametrize("data", [b"", b"wOFF", b"wOFF" + bytes(8) + b"\xff\xff" + bytes(40)])
def test_a_woff_that_is_cut_short_is_none(data: bytes) -> None:
    with pytest.raises(woff.WoffError):
        woff.sfnt(data)


def test_a_woff_is_the_font_that_it_was_made_from() -> None:
    file = FOLDER / "NotoSansThai-Regular.woff"
    data = file.read_bytes()
    mine, theirs = TTFont(BytesIO(woff.sfnt(data))), TTFont(BytesIO(data))
    assert mine.reader.keys() == theirs.reader.keys()
    assert all(mine.reader[tag] == theirs.reader[tag] for tag in mine.reader.keys())  # noqa: SIM118 - no dict


def test_a_woff_that_claims_to_be_huge_is_not_unpacked() -> None:
    data = bytearray((FOLDER / "NotoSansThai-Regular.woff").read_bytes())
    data[44 + 12 : 44 + 16] = b"\xff\xff\xff\xf0"  # the length of its first table
    with pytest.raises(woff.WoffError, match="too large"):
        woff.sfnt(bytes(data))


def test_a_woff_of_more_tables_than_a_font_can_have_is_none() -> None:
    """16 bits count the bytes of a font's table of tables. One of none is none either."""
    with pytest.raises(woff.WoffError, match="no tables"):
        woff.sfnt(b"wOFF\x00\x01\x00\x00" + bytes(36))
    entries = b"".join(b"%4d" % number + bytes(16) for number in range(4096))
    for many, said in ((4095, b"\x00\x01\x00\x00"), (4096, b"")):
        data = b"wOFF\x00\x01\x00\x00" + bytes(4) + many.to_bytes(2, "big") + bytes(30) + entries
        if said:
            assert woff.sfnt(data)[:4] == said
        else:
            with pytest.raises(woff.WoffError, match="too many tables"):
                woff.sfnt(data)


@pytest.mark.parametrize("tag", [b"glyf", b"cmap"])
def test_a_woff_that_unpacks_to_far_more_than_it_is_is_none(tag: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is unpacked, nor where another table is asked for: 260 kB were 250 MB, and 14 s of a build."""
    data = bytearray((FOLDER / "NotoSansThai-Regular.woff").read_bytes())
    places = range(44, 44 + 20 * int.from_bytes(data[12:14], "big"), 20)
    (place,) = (place for place in places if data[place : place + 4] == tag)
    data[place + 12 : place + 16] = (1_000_000 + 20 * len(data)).to_bytes(4, "big")
    monkeypatch.setattr("geomap.fonts.woff._table", None)
    for only in (None, {"name"}):
        with pytest.raises(woff.WoffError, match="too large"):
            woff.sfnt(bytes(data), only)


def test_without_it_the_hint_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.fonts.installed._extra_folder", lambda: "")
    monkeypatch.setattr("geomap.fonts.missing.extra_is_there", lambda: False)
    monkeypatch.setenv("GEOMAP_FONTS", "/nowhere")
    for text in TEN:
        with pytest.raises(GeomapError) as caught:
            require_glyphs([(text, Face())])
        assert str(caught.value).endswith(
            "; pip install 'geomap-yaml[fonts]', or in a copy of the repository: pip install ./packages/fonts"
        ), text
