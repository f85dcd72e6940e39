"""CSV in whatever encoding it comes: read and said so, or asked; never read as another."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geomap.cli import main
from geomap.config import read_config
from geomap.tables.encodings import NAMES, decoded

WORDS = {
    "cp1251": "Место Широта Долгота Сила Харьков Белгород Великий Новгород батальон мотострелковая бригада",
    "koi8_r": "Место Широта Долгота Сила Харьков Белгород Великий Новгород батальон мотострелковая бригада",
    "cp866": "Место Широта Долгота Сила Харьков Белгород Великий Новгород батальон мотострелковая бригада",
    "cp1252": "Längengrad Stärke München Zürich Köln Großenhain Präsenz Verbände",
    "cp1250": "Szerokość Długość Łódź Gdańsk Wałcz żołnierzy pojazdów około siły",
    "cp1254": "İstanbul Şırnak Diyarbakır güçler taburları Çanakkale Muğla",
    "cp1253": "Τόπος Πλάτος Αθήνα Θεσσαλονίκη στρατιώτες ταξιαρχία",
    "cp1256": "المكان خط العرض دمشق حلب القوات لواء",
    "mac_roman": "Précision Ménaka Sévaré estimé français",
}
SAID = {
    "cp1251": "Windows-1251", "cp1252": "Windows-1252", "cp1250": "Windows-1250", "koi8_r": "KOI8-R",
    "cp866": "DOS 866", "cp1253": "Windows-1253", "cp1256": "Windows-1256", "mac_roman": "Mac Roman",
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_an_encoding_is_told_by_its_letters(name: str) -> None:
    text = f"id;label\n{WORDS[name]}\n"
    assert decoded(text.encode(name)) == (text, f"read as {SAID[name]}", ())


@given(st.sampled_from([*WORDS]), st.randoms(use_true_random=False), st.integers(1, 8))
def test_a_text_is_read_as_it_was_written_or_asked_about(name: str, chance: object, size: int) -> None:
    words = WORDS[name].split()
    chance.shuffle(words)  # type: ignore[attr-defined]
    text = f"id;label\na;{' '.join(words[:size])}\n"
    found = decoded(text.encode(name))
    if found.among:
        assert text in [text.encode(name).decode(other, "replace") for other in found.among]
    else:
        assert found.text == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("id,label\na,Гай\n".encode("utf-8-sig"), ""),
        ("id,label\na,Гай\n".encode("utf-16"), "read as UTF-16"),
        ("id,label\na,Гай\n".encode("utf-16-le"), "read as UTF-16-LE, which it does not say"),
        ("id,label\na,Гай\n".encode("utf-16-be"), "read as UTF-16-BE, which it does not say"),
    ],
)
def test_unicode_has_marks_or_zeros(data: bytes, said: str) -> None:
    assert decoded(data) == ("id,label\na,Гай\n", said, ())


def test_a_dash_and_a_blank_say_nothing_of_the_letters() -> None:
    assert decoded("a;b\n48\u00a0000;1–2\n".encode("cp1252")).said == "read as Windows-1252"


def test_damaged_utf8_is_no_other_encoding() -> None:
    with pytest.raises(UnicodeDecodeError):
        decoded("id,label\na,Харьков\n".encode()[:-2] + b"\n")


def test_the_answer_is_one_that_the_config_takes() -> None:
    for name in NAMES:
        assert "a".encode(name)


def table(folder: Path, data: bytes, **keys: str) -> Path:
    (folder / "u.csv").write_bytes(data)
    entry = ", ".join(f"{key}: {value}" for key, value in {"file": "u.csv", **keys}.items())
    (folder / "config.yaml").write_text(f"title: T\nunits_from: {{{entry}}}\n", "utf-8")
    return folder / "config.yaml"


ROWS = "id;label;lat;lon\nх;Харьков;50.0;36.2\nб;Белгород;50.6;36.6\n"


def test_a_build_says_once_how_a_table_was_read(tmp_path: Path) -> None:
    path = table(tmp_path, ROWS.encode("cp1251"))
    done = CliRunner().invoke(main, ["build", str(path), "--only", "csv"])
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if "read as" in line] == [
        f"{tmp_path / 'u.csv'}: read as Windows-1251"
    ]
    again = CliRunner().invoke(main, ["build", str(path), "--only", "csv"])
    assert "read as Windows-1251" in again.stdout
    stated = table(tmp_path, ROWS.encode("cp1251"), encoding="cp1251")
    assert "read as" not in CliRunner().invoke(main, ["validate", str(stated)]).stdout


def test_rows_as_excel_exports_them(tmp_path: Path) -> None:
    """`sep=` is no row to Excel, so row 2 is the first one below the headings."""
    config = read_config(table(tmp_path, f"sep=;\r\n{ROWS}".encode("utf-16")))
    assert [unit.label.text for unit in config.units] == ["Харьков", "Белгород"]
    assert config._document is not None
    assert config._document.where(("units", 0)).startswith("row 2 of ")


def test_what_parts_cells_parts_the_rows_below_too(tmp_path: Path) -> None:
    rows = "id;label, as told;lat, degrees;lon, degrees\na;A, B;50.0;36.2\n"
    path = table(tmp_path, rows.encode(), columns='{lat: "lat, degrees", lon: "lon, degrees", label: "label, as told"}')
    assert [unit.label.text for unit in read_config(path).units] == ["A, B"]
