"""`carry`: columns that nothing reads go along, as texts, to the card and the files."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import date
from pathlib import Path

import geopandas
import openpyxl
import pytest
from click.testing import CliRunner
from shapely.geometry import Point

import geomap
from geomap.cli import main
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.facts.columns import Alike

TABLE = """\
id,lat,lon,troops,Seen by,Grid ref,notes
a,16,0,5,two patrols,31Q,
b,17,1,6,,31R,by the well
"""


def project(folder: Path, table: str = TABLE, entry: str = "carry: [Seen by, Grid ref]", **keys: object) -> Path:
    (folder / "units.csv").write_text(table, "utf-8")
    rest = json.dumps({"outputs": ["csv", "gpkg"], **keys})[1:-1]
    (folder / "map.yaml").write_text(f"{{units_from: {{file: units.csv, {entry}}}, {rest}}}", "utf-8")
    return folder / "map.yaml"


def rows(folder: Path) -> list[dict[str, str]]:
    text = (folder / "output" / "map.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_columns_are_carried_to_files_under_their_headings(tmp_path: Path) -> None:
    config = project(tmp_path)
    assert isinstance(read_config(config).units, Alike)
    geomap.build(config)
    assert [(row["Seen by"], row["Grid ref"], row["notes"]) for row in rows(tmp_path)] == [
        ("two patrols", "31Q", ""), ("", "31R", "by the well"),
    ]  # fmt: skip
    database = sqlite3.connect(tmp_path / "output" / "map.gpkg")
    assert database.execute('SELECT "Seen by", "Grid ref" FROM units ORDER BY id').fetchall() == [
        ("two patrols", "31Q"), (None, "31R"),
    ]  # fmt: skip
    database.close()


def test_a_heading_is_found_in_any_spelling_and_kept_as_the_file_has_it(tmp_path: Path) -> None:
    project(tmp_path, entry="carry: [SEEN_BY]", outputs=["csv"])
    (tmp_path / "more.csv").write_text("id,lat,lon,seen by\nc,18,2,nobody\n", "utf-8")
    config = tmp_path / "map.yaml"
    config.write_text(
        'units_from: [{file: units.csv, carry: [SEEN_BY], ignore: [Grid ref]}, {file: more.csv, carry: ["seen by"]}]\n'
        "outputs: [csv, gpkg]\n",
        "utf-8",
    )
    geomap.build(config)
    assert [row["Seen by"] for row in rows(tmp_path)] == ["two patrols", "", "nobody"]
    assert len([name for name in rows(tmp_path)[0] if name.casefold() == "seen by"]) == 1


def test_cells_of_any_type_are_carried_as_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "lat", "lon", "Seen"], ["a", 1, 2, 7], ["b", 1, 3, 7.5], ["c", 1, 4, date(2021, 5, 6)],
                ["d", 1, 5, True], ["e", 1, 6, "x"], ["f", 1, 7, None]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "units.xlsx")
    (tmp_path / "map.yaml").write_text("units_from: {file: units.xlsx, carry: [Seen]}\n", "utf-8")
    units = read_config(tmp_path / "map.yaml").units
    assert [unit.carried.get("Seen") for unit in units] == ["7", "7.5", "2021-05-06", "true", "x", None]


def test_validate_lists_what_is_carried(tmp_path: Path) -> None:
    config = project(tmp_path)
    done = CliRunner().invoke(main, ["validate", str(config)])
    assert done.stdout == f"units.csv: carried to card and files: Seen by, Grid ref\n{config}: no errors\n"
    done = CliRunner().invoke(main, ["validate", str(config), "--json"])
    assert json.loads(done.stdout)["carried"] == [{"file": "units.csv", "columns": ["Seen by", "Grid ref"]}]


def test_what_is_ignored_is_not_read_though_it_has_a_name_of_ours(tmp_path: Path) -> None:
    """A column of notes may be nobody's business; but what holds rows back is always heeded."""
    table = TABLE.replace("Grid ref", "embargo_until").replace("31Q", "2999-01-01").replace("31R", "")
    geomap.build(project(tmp_path, table, "ignore: [Notes, Seen by, embargo_until]", outputs=["csv"]))
    assert [row["id"] for row in rows(tmp_path)] == ["b"]
    assert "well" not in (tmp_path / "output" / "map.csv").read_text("utf-8")


@pytest.mark.parametrize("heading", ["Note", "Link", "Comment"])
def test_usual_headings_are_no_slips_of_ours(tmp_path: Path, heading: str) -> None:
    config = project(tmp_path, TABLE.replace("notes", heading))
    done = CliRunner().invoke(main, ["validate", str(config)])
    said = f"nothing reads the column {heading}; name them under columns, where, carry or ignore"
    assert (done.exit_code, done.stderr) == (0, f"{tmp_path}/units.csv: warning: {said}\n")


def test_a_heading_that_may_hold_rows_back_is_asked_for_also_where_it_is_carried(tmp_path: Path) -> None:
    config = project(tmp_path, TABLE.replace("Seen by", "Embargo"), "carry: [Embargo]")
    with pytest.raises(ConfigError, match="looks as if it held rows back"):
        read_config(config)


def test_too_much_is_not_carried(tmp_path: Path) -> None:
    config = project(tmp_path, entry=f"carry: [{', '.join(f'c{n}' for n in range(51))}]")
    with pytest.raises(ConfigError, match=r"units_from\.carry: 51 columns, expected at most 50"):
        read_config(config)


def frame() -> geopandas.GeoDataFrame:
    columns = {"id": ["a", "b"], "Seen by": ["two patrols", None], "Rank": [1.0, 2.0], "notes": ["by the\nwell", None]}
    return geopandas.GeoDataFrame(columns, geometry=[Point(0, 16), Point(1, 17)], crs="EPSG:4326")


def test_columns_of_a_frame_are_carried(tmp_path: Path) -> None:
    drawing = geomap.drawing_from(frame(), carry=["Seen by", "Rank"])
    assert [unit.carried for unit in drawing.scene.units] == [{"Seen by": "two patrols", "Rank": "1"}, {"Rank": "2"}]
    drawing.save(tmp_path / "output", ["csv"])
    assert [(row["Seen by"], row["notes"]) for row in rows(tmp_path)] == [("two patrols", "by the\nwell"), ("", "")]


@pytest.mark.parametrize(
    ("carry", "message"),
    [
        (["Seen"], 'carry: the frame has no column "Seen"; did you mean Seen by?'),
        (["Rank", "id"], 'units[0].carried.id: the column "id" is one of ours, and not carried'),
    ],
)
def test_what_a_frame_cannot_carry_is_said(carry: list[str], message: str) -> None:
    rows = frame().drop(columns="Rank") if carry == ["Seen"] else frame().drop(columns="Seen by")
    with pytest.raises(ConfigError) as caught:
        geomap.drawing_from(rows, carry=carry)
    assert str(caught.value).startswith(message)


def test_texts_that_may_tell_where_a_rounded_unit_is_are_left_out_and_counted(tmp_path: Path) -> None:
    config = project(tmp_path, entry="carry: [Seen by], ignore: [Grid ref], defaults: {precision: 0.5}")
    (tmp_path / "units.csv").write_text("id,label,lat,lon,Seen by,Grid ref\na,A,16,0,me,x\nb,B,17,1,,y\n", "utf-8")
    done = CliRunner().invoke(main, ["build", str(config), "--held"])
    said = "notes, links and carried texts of 1 unit left out, as they may tell where it is"
    assert (done.exit_code, said in done.stdout.splitlines()) == (0, True)
    assert "Seen by" not in rows(tmp_path)[0]
    assert said not in CliRunner().invoke(main, ["build", str(config), "--force"]).stdout
    done = CliRunner().invoke(main, ["build", str(config), "--force", "--held", "--json"])
    assert json.loads(done.stdout)["withheld_texts"] == 1
