"""A table that is read by column makes the same map, to the byte, as one that is read row by row."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from geomap.config import read_config, tabled
from geomap.config.yaml_io import parse_yaml
from geomap.facts import Estimate
from geomap.facts.columns import Alike
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

NAMES = ("Донецьк", "Đà Nẵng", "Ελλάδα", "Жезқазған", "O'Brien <b>", "Luhansk", "Post 7", "Łódź")
CONFIG = """\
as_of: 2022-02-01
stale_after: 20
symbols: {family}
sides: {{red: {{label: Red, colour: "#aa3333", affiliation: hostile}}, blue: {{label: Blue}}}}
sources: {{a: {{publisher: A}}, b: {{publisher: B}}, c: {{publisher: C}}}}
units:
  - {{id: own, at: {{lat: 48.5, lon: 38.5}}, troops: 4000, label: Own, sources: [a]}}
units_from: {{file: {file}, defaults: {{basis: estimate, sources: [c]}}}}
artboards:
  - {{id: wide, width: 600, scale: 1, drop: [pictograms.u3, units.u5]}}
  - {{id: phone, width: 335, scale: 1, crowds: overlap, drop: [formations]}}
"""
SNAPSHOT = "snapshots: [2022-01-15]\n"


def table(seed: int, rows: int) -> dict[str, list[Any]]:
    """Units of all kinds of claim, with gaps in every column that may have them."""
    chance = random.Random(seed)
    listed = [row(number, chance) for number in range(rows)]
    return {name: [entry.get(name) for entry in listed] for name in dict.fromkeys(key for row in listed for key in row)}


def row(number: int, chance: random.Random) -> dict[str, Any]:
    count = int(10 ** chance.uniform(0, 4.5))
    counts = chance.choice((
        {"troops": count}, {"troops": count, "troops_kind": "about"}, {"troops_min": count, "troops_max": 2 * count},
        {"troops_min": count, "troops_kind": "at_least"}, {"troops_max": count}, {"troops_kind": "unknown"}, {},
        {"troops": 0}, {"troops": count, "troops_min": count, "troops_max": count, "troops_kind": "exact"},
        {"troops": count, "troops_sources": "b", "troops_grade": "C3"},
    ))  # fmt: skip
    said = {
        "label": chance.choice(NAMES), "place": chance.choice(NAMES), "side": chance.choice(("red", "blue")),
        "formations": chance.choice(("tank brigade", "2 infantry;headquarters: Army")), "sources": chance.choice("ab"),
        "as_of": f"2022-01-{chance.randint(1, 9) + 20 * chance.randint(0, 1):02}", "tanks": str(chance.randint(0, 9)),
        "precision": chance.choice(("0.5", "0.01")), "basis": chance.choice(("reported", "illustrative")),
    }  # fmt: skip
    kept = {name: value for name, value in said.items() if chance.random() < 0.6}
    if "label" not in kept and "place" in kept:  # which would be told by the name
        kept.pop("precision", None)
    at = {"lat": round(chance.uniform(46, 50), 5), "lon": round(chance.uniform(36, 42), 5)}
    return {"id": f"u{number}" if chance.random() < 0.9 else f"Ю-{number}", **at, **kept, **counts}


def write(columns: dict[str, list[Any]], path: Path) -> None:
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(pyarrow.table(columns), path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


@pytest.mark.parametrize(
    ("rows", "file", "family", "more"),
    [
        (40, "units.parquet", "app6", ""),
        pytest.param(90, "units.parquet", "app6", "", marks=pytest.mark.long),
        *(pytest.param(90, "units.csv", "news", more, marks=pytest.mark.long) for more in ("", SNAPSHOT)),
    ],
)
def test_the_same_bytes_as_row_by_row(  # noqa: PLR0917
    rows: int, file: str, family: str, more: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(table(rows, rows), tmp_path / file)
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.format(file=file, family=family) + more, "utf-8")
    formats = ["svg", "html", "geojson", "csv", "kml", *(["png"] if family == "app6" else [])]  # drawn as svg is
    assert isinstance(read_config(config).units, Alike)
    by_column = build(config, out=tmp_path / "by-column", only=formats)
    monkeypatch.setattr(tabled, "by_column", lambda table: None)
    assert not isinstance(read_config(config).units, Alike)
    by_row = build(config, out=tmp_path / "by-row", only=formats)
    assert list(by_column.scene.units) == list(by_row.scene.units)
    assert by_column.warnings == by_row.warnings
    assert by_column.coverage == by_row.coverage
    for name in by_row.files:
        assert (tmp_path / "by-column" / name).read_bytes() == (tmp_path / "by-row" / name).read_bytes(), name


def test_texts_of_parquet_are_told_apart_without_their_blanks(tmp_path: Path) -> None:
    """In whichever part of the file they stand; an empty text is none."""
    columns = {
        "id": [f"u{number}" for number in range(6)],
        "lat": [48.5] * 6,
        "lon": pyarrow.array([38, 39, 40, 41, 38, 39], pyarrow.float32()),
        "troops": pyarrow.array([1, 2, 3, None, 5, 6], pyarrow.int16()),
        "side": pyarrow.array(["red ", "red", None, "", "blue", "red"]).dictionary_encode(),
        "sources": pyarrow.array([" b", "a", "a", "b", "a ", "a"], pyarrow.large_string()),
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "units.parquet", row_group_size=2)
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.format(file="units.parquet", family="news"), "utf-8")
    units = read_config(config).units
    assert isinstance(units, Alike)
    rows = [(unit.troops.minimum if isinstance(unit.troops, Estimate) else None, unit.side) for unit in units[1:]]
    assert rows == [(1, "red"), (2, "red"), (3, ""), (None, ""), (5, "blue"), (6, "red")]
    assert ["".join(unit.sources) for unit in units[1:]] == ["b", "a", "a", "b", "a", "a"]
    assert [unit.at and unit.at.lon for unit in units[1:]] == [38, 39, 40, 41, 38, 39]
    assert len(units.samples("side", "sources")) == 5  # the second row and the last are alike, so are the third and own


@pytest.mark.parametrize(
    "rows",
    [
        "a,48,38,x,1\na,49,38,x,2",  # two of one id
        "a,48,38,,1\nA,49,38,,2",  # that differ in letter case alone
        "own,48,38,,1",  # one of the config's own
        "a,,,Donetsk,1",  # a place that has to be looked up
        "a,48,38,,1.5", "a,48,380,,1", "a,48,38,,-1", "a b,48,38,,1", "a,48,38,,1e3", "a,048,38,,1", "con,48,38,,1",
        "a,48,38,,1\nCOM7,48,38,,1", "-a,48,38,,1", f"{65 * 'a'},48,38,,1", "\u00e9,48,38,,1\n\u00c9,48,38,,1",
    ],
)  # fmt: skip
def test_what_needs_more_than_a_look_at_its_columns_is_read_row_by_row(rows: str, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(f"id,lat,lon,place,troops\n{rows}\n", "utf-8")
    text = CONFIG.format(file="units.csv", family="news")
    document, _ = tabled.with_tables(parse_yaml(text, str(tmp_path / "config.yaml")), tmp_path, allow_outside=False)
    assert document.crowd is None
    assert len(document.value["units"]) == 1 + len(rows.split("\n"))


def test_rows_that_are_taken_know_no_pattern_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An atlas has a page of each side alone; what is under embargo is nowhere."""
    monkeypatch.chdir(tmp_path)
    rows = ("a,48,37,x,tank,", "b,48,37.2,y,Zanzibar guards,", "c,48,37.4,x,Quito guards,2999-01-01")
    Path("units.csv").write_text("\n".join(["id,lat,lon,side,formations,embargo_until", *rows]) + "\n", "utf-8")
    Path("config.yaml").write_text(
        "sides: {x: {label: X}, y: {label: Y}}\npages: {sides: [x, y]}\noutputs: [html, csv]\n"
        "artboards: [{id: w, width: 335, scale: 1}]\nunits_from: units.csv\n",
        "utf-8",
    )
    assert isinstance(read_config("config.yaml").units, Alike)
    made = build_atlas("config.yaml")
    assert not made.failed
    holding = {
        name: [page.id for page in made.pages if name in text(made.folder / page.id)] for name in ("Zanz", "Quito")
    }
    assert holding == {"Zanz": ["y"], "Quito": []}


def text(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.iterdir())
