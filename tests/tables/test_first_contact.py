"""`geomap init --from`: tables as ten people keep them, read after a guess as their truth says; nothing of it is wrong.

`kept/` holds the tables, made up, and `truth.csv` what each of their rows says, written by hand.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from geomap.cli import main
from geomap.config import Config, read_config
from geomap.facts import CountKind, Estimate
from geomap.tables.heading_words import WORDS, proposed
from geomap.tables.look import Look, look_at
from geomap.templates.from_table import config_of
from geomap.values.counts import Claimed

KEPT = Path(__file__).parent / "kept"
# Their cells are in words that a config has not: what is not read is refused, row by row.
IN_WORDS = ("german.csv", "pandas.csv", "r_export.csv", "ministry.tsv", "wikipedia.tsv")
READ = sorted({path.name for path in KEPT.iterdir()} - {"truth.csv", *IN_WORDS})


def truth(table: str) -> list[list[str]]:
    with (KEPT / "truth.csv").open(encoding="utf-8", newline="") as file:
        return [row[1:] for row in csv.reader(file) if row[0] == table]


def start(folder: Path, table: Path | str) -> Result:
    """`geomap init` in a folder of its own, with a table from elsewhere."""
    return CliRunner().invoke(main, ["init", str(folder), "--from", str(table)])


def said(count: object) -> str:
    """A count as the truth has it."""
    found = count.count if isinstance(count, Claimed) else count
    if not isinstance(found, Estimate):
        return ""
    forms = {CountKind.EXACT: "{low}", CountKind.RANGE: "{low}-{high}", CountKind.ABOUT: "~{low}",
             CountKind.AT_LEAST: ">={low}", CountKind.AT_MOST: "<={high}", CountKind.UNKNOWN: "unknown"}  # fmt: skip
    return forms[found.kind].format(low=found.minimum, high=found.maximum)


def rows(config: Config) -> list[list[str]]:
    """What a config says of its units, as the truth has it."""
    return [
        [
            unit.label.text,
            said(unit.troops),
            unit.as_of.isoformat() if unit.as_of else "",
            f"{round(unit.at.lat, 6):g}" if unit.at else "",
            f"{round(unit.at.lon, 6):g}" if unit.at else "",
        ]
        for unit in config.units
    ]


def in_digits(found: list[list[str]]) -> list[list[str]]:
    return [[*row[:3], *(f"{float(cell):g}" if cell else "" for cell in row[3:])] for row in found]


@pytest.mark.parametrize("table", READ)
def test_a_table_builds_at_once_and_nothing_of_it_is_wrong(tmp_path: Path, table: str) -> None:
    done = start(tmp_path, KEPT / table)
    assert done.exit_code == 0, done.stderr
    assert "asks" not in done.stdout
    assert in_digits(rows(read_config(tmp_path / "config.yaml"))) == in_digits(truth(table))
    built = CliRunner().invoke(main, ["build", str(tmp_path), "--only", "csv"])
    assert built.exit_code == 0, built.stderr
    text = (tmp_path / "config.yaml").read_text("utf-8")
    guesses = [line.removeprefix("guessed: ") for line in done.stdout.splitlines() if line.startswith("guessed: ")]
    assert len(guesses) > 2
    for guess in guesses:
        assert f"#   {guess}\n" in text, "what is guessed is listed in the config too"


@pytest.mark.parametrize("table", IN_WORDS)
def test_what_is_not_read_is_asked_and_the_config_stands(tmp_path: Path, table: str) -> None:
    """Right or refused, never wrong."""
    done = start(tmp_path, KEPT / table)
    assert done.exit_code == 0
    entry = yaml.safe_load((tmp_path / "config.yaml").read_text("utf-8"))["units_from"]
    assert {"label", "troops"} <= {*entry["columns"]}
    if "geomap build asks what stands above" not in done.stdout:
        assert in_digits(rows(read_config(tmp_path / "config.yaml"))) == in_digits(truth(table))


def test_the_choices_are_ones_that_a_config_takes(tmp_path: Path) -> None:
    """Each as it stands, with its mark taken away."""
    start(tmp_path, KEPT / "osint.csv")
    text = (tmp_path / "config.yaml").read_text("utf-8")
    choices = [line for line in text.splitlines() if re.match(r"\s*#- \w+: ", line)]
    assert len(choices) >= 12
    for line in choices:
        if "the headings under" not in line and "sources: table" not in line:
            (tmp_path / "config.yaml").write_text(text.replace(line, line.replace("#- ", "", 1)), "utf-8")
            read_config(tmp_path / "config.yaml")
    whole = text.replace("#- sources:", "sources:").replace("#- defaults: {sources", "defaults: {sources")
    (tmp_path / "config.yaml").write_text(whole, "utf-8")
    assert read_config(tmp_path / "config.yaml").units[0].sources == ("table",)


def test_a_table_in_the_folder_stays_where_it_is_and_no_config_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "u.csv").write_text("name,lat,lon\nA,1,2\n", "utf-8")
    (tmp_path / "README.md").write_text("Mine.", "utf-8")
    done = start(Path(), "in/u.csv")
    assert done.exit_code == 0
    assert yaml.safe_load((tmp_path / "config.yaml").read_text("utf-8"))["units_from"]["file"] == "in/u.csv"
    assert not (tmp_path / "u.csv").exists()
    assert (tmp_path / "README.md").read_text("utf-8") == "Mine.", "what is there stays"
    before = (tmp_path / "config.yaml").read_bytes()
    again = start(Path(), "in/u.csv")
    assert again.exit_code == 1
    assert again.stderr.startswith("config.yaml: is there already; nothing was written")
    assert (tmp_path / "config.yaml").read_bytes() == before
    assert CliRunner().invoke(main, ["init", "x", "--from", "in/u.csv", "--template", "full"]).exit_code == 2


def test_what_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    (tmp_path / "u[1].csv").write_text("name,lat,lon\nA,1,2\n", "utf-8")
    (tmp_path / "page.csv").write_text("<!DOCTYPE html><p>404", "utf-8")
    (tmp_path / "none.csv").write_text("a,b\n1,2\n", "utf-8")
    for name, text in (("u[1].csv", "stand for several files"), ("page.csv", "is a web page"),
                       ("none.csv", "has none of the columns of units"), ("gone.csv", "cannot be read")):  # fmt: skip
        done = start(tmp_path / "new", tmp_path / name)
        assert done.exit_code == 1
        assert text in done.stderr
        assert not (tmp_path / "new").exists()


def test_what_holds_rows_back_does_so_from_the_first_build(tmp_path: Path) -> None:
    """And what is held back says nothing in the config's own words: no day, no side that comes first."""
    table = "Назва;Широта;Довгота;Сторона;Дата;Ембарго до\nА;49;36;ЗСУ;2024-01-02;\nБ;50;37;РФ;2025-01-02;2999-01-01\n"
    (tmp_path / "t.csv").write_text(table, "utf-8")
    start(tmp_path / "new", tmp_path / "t.csv")
    config = read_config(tmp_path / "new" / "config.yaml")
    assert [str(unit.embargo_until) for unit in config.units] == ["None", "2999-01-01"]
    assert str(config.as_of) == "2024-01-02"
    assert [*config.sides] == ["ЗСУ", "РФ"]
    (tmp_path / "t.csv").write_text("name,lat,lon,Embargoed?\nA,1,2,yes\n", "utf-8")
    done = start(tmp_path / "other", tmp_path / "t.csv")
    assert 'the heading "Embargoed?" looks as if it held rows back' in done.stderr, "nothing passes over it"


def test_sides_that_are_no_ids_are_made_of_the_column(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name,lat,lon,Belligerent\nA,1,2,The army\nB,3,4,rebels\n", "utf-8")
    done = start(tmp_path / "new", tmp_path / "t.csv")
    assert 'guessed: sides: "The army", "rebels"' in done.stdout
    config = read_config(tmp_path / "new" / "config.yaml")
    assert [config.sides[unit.side].label for unit in config.units] == ["The army", "rebels"]


def test_a_sheet_that_cannot_be_read_is_told_before_one_that_says_nothing_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Notes"
    sheet = book.create_sheet("Units")
    for row in (["name", "lat", "lon", "troops"], ["A", 1, 2, "=1+1"]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    done = start(tmp_path / "new", tmp_path / "t.xlsx")
    assert done.exit_code == 1
    assert "the formula in D2 has no value" in done.stderr


ANY = st.text(st.characters(codec="utf-8"), max_size=30)


@given(heading=ANY, cell=ANY, title=ANY)
def test_no_text_of_a_table_is_anything_but_a_text_in_the_config(heading: str, cell: str, title: str) -> None:
    look = Look(
        options={"sheet": heading}, columns={"label": heading, "side": cell}, unread=[cell, heading],
        sides=["a"], title=title, guesses=[f"label: {cell} {heading}"],
    )  # fmt: skip
    text = config_of(look, "u.csv")
    found = yaml.safe_load(text)
    assert {*found} <= {"name", "title", "sides", "units_from"}
    assert found["units_from"]["columns"] == {"label": heading, "side": cell}
    assert found["units_from"]["ignore"] == [cell, heading]
    assert found["units_from"]["sheet"] == heading


@pytest.mark.parametrize(
    ("heading", "name"),
    [("Широта", "lat"), ("Breitengrad (°)", "lat"), ("latitud", "lat"), ("Szerokość geogr.", "lat"), ("LONG", "lon"),
     ("Довгота", "lon"), ("Населённый пункт", "place"), ("Personnel[1]", "troops"), ("Enlem", "lat"),
     ("low", ""), ("best", ""), ("Precision", ""), ("where_prec", ""), ("state", "")],
)  # fmt: skip
def test_a_heading_is_known_in_several_languages(heading: str, name: str) -> None:
    assert proposed(heading) == name


def test_no_word_means_two_columns() -> None:
    means: dict[str, set[str]] = {}
    for columns in WORDS.values():
        for name, words in columns.items():
            for word in words.split(","):
                means.setdefault(word.strip(), set()).add(name)
    assert {word: names for word, names in means.items() if len(names) > 1} == {}


def test_the_likeliest_sheet_and_encoding_are_taken_and_said(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("name;lat;lon\nEspaña;40;-3\n".encode("cp1252"))
    look = look_at(tmp_path / "t.csv", "t.csv")
    assert look.options == {"encoding": "cp1252"}
    assert look.guesses[0] == 'encoding: "cp1252", where "cp1250" may be meant'


def test_a_build_proposes_what_headings_mean(tmp_path: Path) -> None:
    """As lines to paste; it reads nothing by itself."""
    (tmp_path / "config.yaml").write_text("units_from: u.csv\n", "utf-8")
    (tmp_path / "u.csv").write_text("Назва,Широта,Довгота\nА,49,36\n", "utf-8")
    done = CliRunner().invoke(main, ["validate", str(tmp_path)])
    pasted = 'columns: {label: "Назва", lat: "Широта", lon: "Довгота"}'
    assert f"none of the columns of units; write {pasted}, or name the row" in done.stderr
    (tmp_path / "config.yaml").write_text(f"units_from: {{file: u.csv, {pasted}}}\n", "utf-8")
    assert CliRunner().invoke(main, ["validate", str(tmp_path)]).exit_code == 0
    (tmp_path / "u.csv").write_text("Гарнізони,,\n,,\nНазва,Широта,Довгота\nА,49,36\n", "utf-8")
    (tmp_path / "config.yaml").write_text("units_from: u.csv\n", "utf-8")
    assert "units; write header_row: 3, or" in CliRunner().invoke(main, ["validate", str(tmp_path)]).stderr
    (tmp_path / "u.csv").write_text("label,lat,lon,Personnel,Colour\nA,49,36,900,red\n", "utf-8")
    (tmp_path / "config.yaml").write_text("units_from: u.csv\n", "utf-8")
    done = CliRunner().invoke(main, ["validate", str(tmp_path)])
    assert done.stderr.endswith(
        'nothing reads the columns Personnel, Colour; write columns: {troops: "Personnel"}, '
        "or name them under columns, where, carry or ignore\n"
    )


def test_what_is_not_read_of_a_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Name,Lat,Lon,Mezzi blindati\nA,16.5,1.5,12\n", "utf-8")
    done = CliRunner().invoke(main, ["init", str(tmp_path / "map"), "--from", str(tmp_path / "t.csv")])
    assert 'guessed: ignore: nothing is read of "Mezzi blindati"\n' in done.stdout
    assert "guessed: no column of numbers was found; name it, as columns: {troops: its heading}\n" in done.stdout
