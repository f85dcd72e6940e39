"""The table of a unit's fields: each output holds what the row of a field says, and a new row is all that one takes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import fields as attributes
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from lxml import etree

import geomap
from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.config import read_config
from geomap.config.json_schema import json_schema
from geomap.config.units_from import DefaultsRow
from geomap.diff.compare import compare
from geomap.errors import ConfigError
from geomap.facts import Unit
from geomap.facts.fields import COUNTS, FIELDS, NOTHING, PLAIN, STATED, Field, named, ranked
from geomap.gate import published
from geomap.players.rows import UNIT_COLUMNS
from geomap.tables.columns import COLUMNS
from geomap.values.unit import MOST_CARRIED, MOST_LISTED, UnitRow
from geomap.wording import TABLES
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

ROOT = Path(__file__).parents[1]
FORMATS = ("csv", "geojson", "gpkg", "kml", "parquet")
FAR = "2999-01-01"

# Of each form of a plain field a value, as a config states it, as a cell, and what the page says of it.
PLAIN_VALUES: dict[str, tuple[Any, Any, str]] = {
    "text": ("Quartz", "Quartz", "Quartz"),
    "prose": ("Quartz\nand flint", "Quartz\nand flint", "and flint"),
    "texts": (["Quartz", "a;b"], r"Quartz;a\;b", "a;b"),
    "links": (
        [{"url": "https://example.org/q", "title": "Quartz"}, "mailto:desk@example.org"],
        "https://example.org/q Quartz;mailto:desk@example.org",
        "https://example.org/q",
    ),
    "day": ("2021-05-06", "2021-05-06", "May 6, 2021"),
    "number": (12.5, 12.5, "12.5"),
}
ANOTHER = {
    "text": "Flint",
    "prose": "Flint",
    "texts": "Flint",
    "links": "mailto:f@example.org",
    "day": FAR,
    "number": 3,
}
# Of the others too; a column whose cell is not told here is empty.
VALUES: dict[str, tuple[Any, dict[str, Any], str]] = {
    "id": ("quartz", {"id": "quartz"}, "quartz"),
    "label": ("Quartz", {"label": "Quartz"}, "Quartz"),
    "place": ("Quartzville", {"place": "Quartzville"}, "Quartzville"),
    "at": ({"lat": 16.25, "lon": -1.5}, {"lat": 16.25, "lon": -1.5}, ""),
    "country": ("ML", {"country": "ML"}, ""),
    "admin": ("Quartz hills", {"admin": "Quartz hills"}, ""),
    "near": ({"lat": 16.25, "lon": -1.25}, {}, ""),
    "side": ("north", {"side": "north"}, "Northern army"),
    "formations": ([{"type": "tank", "count": 2}], {"formations": "2 tank"}, "2 tank units"),
    "troops": ({"min": 70, "max": 90}, {"troops_min": 70, "troops_max": 90, "troops_kind": "range"}, "70–90"),
    "equipment": ({"tanks": 4}, {"tanks": 4, "tanks_min": 4, "tanks_max": 4, "tanks_kind": "exact"}, "Tanks"),
    "pictograms": (["tank"], {}, ""),
    "basis": ("estimate", {"basis": "estimate"}, "estimate"),
    "sources": (["daily"], {"sources": "daily"}, "The Daily"),
    "grade": ("B2", {"grade": "B2"}, "B2"),
    "as_of": ("2021-05-06", {"as_of": "2021-05-06"}, "May 6, 2021"),
    "until": (FAR, {"until": FAR}, ""),
    "precision": (0.25, {"precision": 0.25}, "0.25°"),
    "embargo_until": ("2021-05-06", {}, ""),
    "found_by": ("survey", {"found_by": "survey"}, ""),
    "carried": ({"Seen by": "two patrols"}, {"Seen by": "two patrols"}, "two patrols"),
    **{
        field.name: (value, {field.name: cell}, said)
        for field in PLAIN
        for value, cell, said in [PLAIN_VALUES[field.form]]
    },
}
OTHER = {"id": "other", "label": "Other", "at": {"lat": 17.5, "lon": 2.5}, "as_of": "2020-02-02"}
REST = {
    "name": "map",
    "sources": {"daily": {"publisher": "The Daily"}},
    "sides": {"north": {"label": "Northern army"}},
    "artboards": [{"id": "w", "width": 335, "scale": 1}],
}


def unit_with(field: Field) -> dict[str, Any]:
    return {"id": "quartz", "label": "Plain", "at": {"lat": 16.0, "lon": -1.0}, field.name: VALUES[field.name][0]}


def config_in(folder: Path, units: list[dict[str, Any]], **keys: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "map.yaml").write_text(json.dumps({**REST, "units": units, **keys}), "utf-8")
    return folder / "map.yaml"


def built(folder: Path, units: list[dict[str, Any]]) -> Path:
    geomap.build(config_in(folder, units, outputs=[*FORMATS, "html"]))
    return folder / "output"


def cells_in(output: Path, suffix: str) -> dict[str, Any]:
    """What a file says of the first unit, without its empty cells."""
    path = output / f"map.{suffix}"
    row: dict[str, Any] = {}
    if suffix == "csv":
        row = next(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    elif suffix == "geojson":
        row = json.loads(path.read_text("utf-8"))["features"][0]["properties"]
    elif suffix == "gpkg":
        database = sqlite3.connect(path)
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM units WHERE id = 'quartz'").fetchone())
        database.close()
    elif suffix == "kml":
        placemark = next(
            found for found in etree.parse(path).iter("{*}Placemark") if "quartz" in "".join(found.itertext())
        )
        row = {data.get("name"): "".join(data.itertext()) for data in placemark.iter("{*}Data")}
    else:
        row = pyarrow.parquet.read_table(path).to_pylist()[0]
    return {name: str(cell) for name, cell in row.items() if cell not in (None, "")}


def page_data(output: Path) -> dict[str, Any]:
    found = re.search(r'id="geomap-data">(.*?)</script>', (output / "map.html").read_text("utf-8"), re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_each_field_has_a_value_here() -> None:
    assert sorted(VALUES) == sorted(field.name for field in STATED)


@pytest.mark.parametrize("field", STATED, ids=lambda field: field.name)
def test_each_output_holds_what_the_row_says(tmp_path: Path, field: Field) -> None:
    output = built(tmp_path, [unit_with(field), OTHER])
    cells = VALUES[field.name][1]
    assert bool(cells) == (field.files != "never")
    for suffix in FORMATS:
        found = cells_in(output, suffix)
        assert {name: found.get(name) for name in cells} == {name: str(cell) for name, cell in cells.items()}, suffix
    said = VALUES[field.name][2]
    data = page_data(output)
    shown = {place: [name for name, _ in data[place]] for place in ("card", "table")}
    assert (field.shown in shown["card"], field.shown in shown["table"]) == (bool(field.card), bool(field.table))
    fact = data["records"] if field.name == "place" else data["facts"]
    if field.card or field.table:
        assert said in json.dumps(fact[field.name if field.name == "place" else field.shown], ensure_ascii=False)
    body = re.search(r"<tbody.*</tbody>", (output / "map.html").read_text("utf-8"), re.DOTALL)
    assert body
    if said and field.name not in ("id", "basis"):  # which stand beside others
        assert (said in body[0]) == bool(field.table)


def test_a_map_that_has_none_says_nothing_of_plain_fields(tmp_path: Path) -> None:
    output = built(tmp_path, [OTHER | {"id": "quartz"}])
    used = {field.name for field in PLAIN if field.files == "used"}
    with (output / "map.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == [*UNIT_COLUMNS]
    assert used.isdisjoint(pyarrow.parquet.read_schema(output / "map.parquet").names)
    assert used.isdisjoint(page_data(output)["facts"]) and used.isdisjoint(page_data(output)["records"])


@pytest.mark.parametrize("field", STATED, ids=lambda field: field.name)
def test_the_gate_takes_out_what_the_row_says(tmp_path: Path, field: Field) -> None:
    row = unit_with(field) | {"precision": 0.5}
    (unit,) = published(read_config(config_in(tmp_path, [row])), build_day()).units
    nothing = UnitRow.model_fields[field.name].default
    if field.tells_place:
        assert getattr(unit, field.name) == nothing
    else:
        assert getattr(unit, field.name) != nothing
    held = unit_with(field) | {"embargo_until": FAR}
    config = published(read_config(config_in(tmp_path / "held", [held, OTHER])), build_day())
    assert [unit.id for unit in config.units] == ["other"]


@pytest.mark.parametrize("field", STATED, ids=lambda field: field.name)
def test_later_observations_have_what_the_row_says(tmp_path: Path, field: Field) -> None:
    first = unit_with(field) | {"as_of": "2020-01-01"}
    units = read_config(config_in(tmp_path, [first, {"id": "quartz", "as_of": "2020-02-01"}])).units
    one, later = (getattr(unit, field.name) for unit in units)
    is_same = one == later
    assert is_same == bool(field.inherited or field.is_strictest or field.name == "id")


@pytest.mark.parametrize("field", STATED, ids=lambda field: field.name)
def test_a_diff_tells_what_the_row_says(tmp_path: Path, field: Field) -> None:
    after = unit_with(field)
    before = {key: value for key, value in after.items() if key != field.name or key in ("id", "at")}
    before |= {"id": {"id": "flint"}, "at": {"at": {"lat": 15.5, "lon": -1.5}}}.get(field.name, {})
    old, new = (
        claims_of(published(read_config(config_in(tmp_path / name, [row])), build_day())).history
        for name, row in (("before", before), ("after", after))
    )
    diff = compare(old, new)
    told = {change.field: change.is_of_claim for change in diff.changed}
    own = {"equipment": {"tanks": False}, "carried": {"Seen by": True}}
    if field.diff == "own":
        assert told == own.get(field.name, {})
        assert (bool(diff.moved), bool(diff.added)) == (field.name == "at", field.name == "id")
    else:
        assert told.get(field.name) == {"never": None, "claim": True, "ground": False}[field.diff]


def test_the_lists_of_names_follow_from_the_rows() -> None:
    assert tuple(UnitRow.model_fields) == tuple(sorted(named(lambda field: True), key=_order))
    assert tuple(DefaultsRow.model_fields) == tuple(sorted(named(lambda field: field.is_default), key=_order))
    assert {field.name for field in attributes(Unit)} >= {field.name for field in PLAIN}
    assert [*COLUMNS] == [column.name for field in STATED if field.name != "carried" for column in field.columns]
    assert {*UNIT_COLUMNS} <= {*COLUMNS}
    assert [*COUNTS] == ["troops", "artillery", "armored_vehicles", "tanks", "installations"]
    for place in ("card", "table"):
        places = [getattr(field, place) for field in ranked(FIELDS, place)]
        assert len(places) == len({*places}), "no two fields have one place"


def _order(name: str) -> tuple[bool, int]:
    """Plain fields come last, as they are added to what is written by hand."""
    return name in {field.name for field in PLAIN}, [field.name for field in FIELDS].index(name)


def test_the_words_of_a_field_are_those_of_the_schema_and_the_docs() -> None:
    schema = json_schema()["$defs"]["UnitRow"]["properties"]
    keys = (ROOT / "docs" / "keys.md").read_text("utf-8")
    for field in STATED:
        assert schema[field.name]["description"] == field.about
        assert field.about in keys


def test_each_language_has_words_for_what_the_page_shows() -> None:
    shown = {field.shown for field in FIELDS if (field.card or field.table) and field.form not in ("claims", "carried")}
    for path in TABLES.glob("??.json"):
        words = json.loads(path.read_text("utf-8"))
        assert [name for name in shown if f"page.heading.{name}" not in words] == [], path.name


ADDED = {form: f"own_{form}" for form in NOTHING}  # a field of each form
ROWS = "".join(
    f'    Field("{name}", "{form}", "Added as {form}.", card={200 + n}, table={200 + n}, is_filter=True),\n'
    for n, (form, name) in enumerate(ADDED.items())
)
WORDS = "".join(f'  "page.heading.{name}": "Own {form}",\n' for form, name in ADDED.items())

# Runs command lines of a JSON list, and says of each its status and what it printed.
RUN = """
import json, sys
from click.testing import CliRunner
from geomap.cli import main
done = [CliRunner().invoke(main, command) for command in json.loads(sys.argv[1])]
print(json.dumps([(one.exit_code, one.stdout, one.stderr) for one in done]))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of geomap, of which the table has more rows, and English words for them."""
    folder = tmp_path_factory.mktemp("copy")
    package = Path(geomap.__file__).parent
    shutil.copytree(package, folder / "geomap", copy_function=_linked)
    for name, before, added in (
        ("facts/fields.py", '    Field("notes", ', ROWS),
        ("wording/en.json", '  "page.heading.notes"', WORDS),
    ):
        text = (package / name).read_text("utf-8")
        (folder / "geomap" / name).unlink()
        (folder / "geomap" / name).write_text(text.replace(before, added + before), "utf-8")
    return folder


def _linked(source: str, other: str) -> None:
    """The same file in another folder: it takes no room."""
    try:
        os.link(source, other)
    except OSError:  # another file system
        shutil.copy2(source, other)


def test_a_row_of_the_table_and_its_words_are_all_that_a_field_takes(tmp_path: Path, copy: Path) -> None:
    def run(*commands: str) -> list[tuple[int, str, str]]:
        """What commands of the copy end with and say, all in one process: Python looks first where it starts."""
        asked = [[name, *(str(tmp_path / file) for file in files)] for name, *files in map(str.split, commands)]
        line = [sys.executable, "-c", RUN, json.dumps(asked)]
        done = subprocess.run(line, cwd=copy, check=True, capture_output=True, encoding="utf-8")
        return [(status, out, err) for status, out, err in json.loads(done.stdout)]

    values = {name: PLAIN_VALUES[form][0] for form, name in ADDED.items()}
    cells = {name: str(PLAIN_VALUES[form][1]) for form, name in ADDED.items()}
    plain = {"id": "quartz", "label": "Plain", "at": {"lat": 16.0, "lon": -1.0}}
    units = [plain | values, OTHER | {name: ANOTHER[form] for form, name in ADDED.items()}]
    config_in(tmp_path, units, outputs=[*FORMATS, "html"])
    config_in(tmp_path / "before", [plain, OTHER])
    config_in(tmp_path / "rounded", [plain | values | {"precision": 0.5}, OTHER], outputs=["csv"])
    config_in(tmp_path / "wrong", [plain | {name: {"rank": 1} for name in values}])
    built, told, known, rounded, wrong = run(
        "build map.yaml", "diff before/map.yaml map.yaml", "schema", "build rounded/map.yaml", "validate wrong/map.yaml"
    )
    assert (built[0], built[2]) == (0, "")
    for suffix in FORMATS:
        assert cells_in(tmp_path / "output", suffix).items() >= cells.items(), suffix
    data, page = page_data(tmp_path / "output"), (tmp_path / "output" / "map.html").read_text("utf-8")
    for form, name in ADDED.items():
        said = PLAIN_VALUES[form][2]
        assert [name, form] in data["card"] and [name, form] in data["table"]
        assert said in json.dumps(data["facts"][name])
        assert f'<td role="cell" data-heading="Own {form}">' in page and said in page
        assert [len(entry["options"]) >= 2 for entry in data["filters"] if entry["name"] == name] == [True]
    assert all(name.replace("_", " ") in told[1] for name in ADDED.values()) and "Only claimed differently" in told[1]
    schema = json.loads(known[1])["$defs"]
    for form, name in ADDED.items():
        assert schema["UnitRow"]["properties"][name]["description"] == f"Added as {form}."
        assert name in schema["DefaultsRow"]["properties"] and name in schema["ColumnName"]["enum"]
    config_in(tmp_path / "back", [], units_from={"file": "map.csv"}, outputs=["csv"])
    shutil.copy(tmp_path / "output" / "map.csv", tmp_path / "back" / "map.csv")
    assert run("build back/map.yaml")[0][0] == 0
    assert cells_in(tmp_path / "back" / "output", "csv").items() >= cells.items()
    assert rounded[0] == 0
    assert cells.keys().isdisjoint(cells_in(tmp_path / "rounded" / "output", "csv"))
    assert all(f"units[0].{name}" in wrong[2] for name in values)


@pytest.mark.parametrize(("key", "most"), [("links", MOST_LISTED), ("carried", MOST_CARRIED)])
def test_there_is_a_most_of_what_one_unit_has(tmp_path: Path, key: str, most: int) -> None:
    """A page of thousands of units with thousands of links each would open nowhere."""
    many = {"links": ["https://example.org"] * (most + 1), "carried": {f"Column {n}": "x" for n in range(most + 1)}}
    with pytest.raises(ConfigError, match=f"{most + 1}.*, expected at most {most}"):
        read_config(config_in(tmp_path, [{**OTHER, key: many[key]}]))


def test_one_link_stands_for_a_list_and_lines_end_alike(tmp_path: Path) -> None:
    row = {**OTHER, "links": "https://example.org/a", "notes": " One \r\n two\u2028three\tfour \n\n five\n"}
    (unit,) = read_config(config_in(tmp_path, [row])).units
    assert [link.url for link in getattr(unit, "links")] == ["https://example.org/a"]  # noqa: B009 - no type knows it
    assert getattr(unit, "notes") == "One\ntwo\nthree four\n\nfive"  # noqa: B009 - no type knows it
