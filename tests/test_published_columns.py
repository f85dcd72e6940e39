"""How a table is read, warned of or refused is decided by its published rows: what only rows under embargo have, be it
a heading, a property or an empty position, is in no output, no word and no exit status.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import geomap
from geomap.cli import main

FAR = "2999-01-01"
HEAD = {"title": "T", "as_of": "2022-01-15", "sources": {"d": {"publisher": "D"}}, "outputs": ["geojson", "csv"]}
A = {"id": "a", "label": "A", "troops": 5, "sources": "d"}
HELD = {"id": "s", "label": "S", "troops": 9, "sources": "d", "embargo_until": FAR}


def placemark(name: str, data: dict[str, Any], more: str = "", at: str = "1,16") -> str:
    fields = "".join(f'<Data name="{key}"><value>{value}</value></Data>' for key, value in data.items())
    return (
        f"<Placemark><name>{name}</name>{more}<ExtendedData>{fields}</ExtendedData>"
        f"<Point><coordinates>{at}</coordinates></Point></Placemark>"
    )


def kml(*marks: str) -> str:
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'


def feature(properties: dict[str, Any], lon: float = 1.0) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [lon, 16.0]}}


def geojson(*rows: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [feature(row, n) for n, row in enumerate(rows)]})


def lines(*rows: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(feature(row, n))}\n" for n, row in enumerate(rows))


Said = tuple[list[Any], dict[str, bytes]]


def said_of(folder: Path, name: str, text: str, entry: dict[str, Any], **more: Any) -> Said:
    """What commands say and how they end, and all that a build publishes."""
    folder.mkdir()
    (folder / name).write_text(text, "utf-8")
    config = {**HEAD, "units_from": {"file": name, **entry}, **more}
    (folder / "map.yaml").write_text(json.dumps(config), "utf-8")
    path = str(folder / "map.yaml")
    asked = (["build", path], ["validate", path], ["validate", path, "--strict"])
    done = [CliRunner().invoke(main, command) for command in asked]
    assert not [one.exception for one in done if one.exception and not isinstance(one.exception, SystemExit)]
    files = {file.name: file.read_bytes() for file in (folder / "output").glob("*.*")}
    return [(one.exit_code, one.output.replace(str(folder), "")) for one in done], files


ALPHA = {"id": "a", "troops": 5, "sources": "d"}
SECRET = {**ALPHA, "id": "s", "embargo_until": FAR}
SEEN = "<TimeStamp><when>2022-01-09</when></TimeStamp>"
PAIRS: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {  # tables with other rows under embargo, or none
    "label of kml": ("t.kml", (
        kml(placemark("Alpha", ALPHA), placemark("Sec", {**SECRET, "label": "Veiled"})),
        kml(placemark("Alpha", ALPHA), placemark("Sec", SECRET)),
        kml(placemark("Alpha", ALPHA)),
    ), {}),
    "day of kml": ("t.kml", (
        kml(placemark("Alpha", ALPHA, SEEN), placemark("Sec", {**SECRET, "as_of": "2022-01-02", "until": FAR})),
        kml(placemark("Alpha", ALPHA, SEEN), placemark("Sec", SECRET, SEEN)),
        kml(placemark("Alpha", ALPHA, SEEN)),
    ), {}),
    "property": ("t.geojson", (geojson(A, {**HELD, "agent": "Falke"}), geojson(A, HELD), geojson(A)), {}),
    "property of kml": ("t.kml", (
        kml(placemark("Alpha", ALPHA), placemark("Sec", {**SECRET, "agent": "Falke"})),
        kml(placemark("Alpha", ALPHA)),
    ), {}),
    "property of lines": ("t.geojsonl", (lines(A, {**HELD, "agent": "Falke"}), lines(A, HELD), lines(A)), {}),
    "carried": ("t.geojson", (geojson(A, {**HELD, "agent": "Falke"}), geojson(A)), {"carry": ["agent"]}),
    "mapped": ("t.geojson", (geojson(A, {**HELD, "agent": "Falke"}), geojson(A)), {"columns": {"notes": "agent"}}),
    "chosen by": ("t.geojson", (geojson(A, {**HELD, "agent": "Falke"}), geojson(A)), {"where": {"agent": "Falke"}}),
    "filled down": ("t.geojson", (geojson(A, {**HELD, "agent": "Falke"}), geojson(A)), {"fill_down": ["agent"]}),
    "slip of a heading": ("t.geojson", (
        geojson({**A, "grad": "B2"}, {**HELD, "grade": "B2"}), geojson({**A, "grad": "B2"}),
    ), {}),
    "heading twice": ("t.geojson", (geojson(A, {**HELD, "Label": "X"}), geojson(A)), {}),
    "held by another row": ("t.geojson", (
        geojson(A, {**HELD, "as_of": "2022-01-02"}, {"id": "s", "as_of": "2022-01-03", "agent": "Falke"}), geojson(A),
    ), {}),
    "held by a row passed over": ("t.geojson", (
        geojson({**A, "of": 1}, {**HELD, "of": 2}, {"id": "s", "of": 1, "label": "S", "agent": "Falke"}),
        geojson({**A, "of": 1}),
    ), {"where": {"of": 1}}),
    "all of it": ("t.geojson", (geojson({**HELD, "agent": "Falke"}), geojson(HELD), geojson()), {"carry": ["agent"]}),
    "region": ("t.csv", (
        f"id,label,region,lat,lon,troops,sources,embargo_until\na,A,Gao,16,0,5,d,\ns,S,Gao,,,9,d,{FAR}\n",
        f"id,label,region,lat,lon,troops,sources,embargo_until\na,A,Gao,16,0,5,d,\ns,S,Gao,16,0,9,d,{FAR}\n",
        "id,label,region,lat,lon,troops,sources,embargo_until\na,A,Gao,16,0,5,d,\n",
    ), {}),
    "region of one passed over": ("t.csv", (
        f"id,label,region,lat,lon,troops,sources,embargo_until\na,A,Gao,16,0,5,d,\ns,S,Gao,,,9,d,{FAR}\n",
        f"id,label,region,lat,lon,troops,sources,embargo_until\na,A,Gao,16,0,5,d,\ns,S,Gao,16,0,9,d,{FAR}\n",
    ), {"where": {"label": "A"}}),
}  # fmt: skip


@pytest.mark.parametrize("what", PAIRS)
def test_what_only_rows_under_embargo_have_decides_nothing(tmp_path: Path, what: str) -> None:
    name, texts, entry = PAIRS[what]
    found = [said_of(tmp_path / str(number), name, text, entry) for number, text in enumerate(texts)]
    for other in found[1:]:
        assert other == found[0]
    said = str(found[0])
    assert "Falke" not in said and "Veiled" not in said
    assert "Traceback" not in said


def test_a_unit_of_the_config_says_which_rows_of_a_table_are_under_embargo(tmp_path: Path) -> None:
    own = {"units": [{"id": "s", "label": "S", "at": {"lat": 16, "lon": 9}, "embargo_until": FAR}]}
    rows = ({"id": "s", "as_of": "2022-01-01", "troops": 4, "agent": "Falke"}, {"id": "s", "as_of": "2022-01-01"})
    found = [
        said_of(tmp_path / str(n), "t.geojson", geojson(A, row), {}, **own) for n, row in enumerate(rows)
    ]  # fmt: skip
    assert found[0] == found[1] and "agent" not in str(found[0])


def test_rows_under_embargo_are_read_as_they_are_on_their_day(tmp_path: Path) -> None:
    """With headings that no other row has: a name, a region, notes."""
    held = {**SECRET, "label": "Veiled", "notes": "Seen", "embargo_until": "2000-01-01"}
    both = kml(placemark("Alpha", ALPHA), placemark("Sec", held))
    _, files = said_of(tmp_path / "kml", "t.kml", both, {})
    assert b'"s","Veiled"' in files["map.csv"] and b'"a","Alpha"' in files["map.csv"] and b"Seen" in files["map.csv"]


def test_an_embargo_that_is_over_holds_no_heading_back_however_its_day_is_written(tmp_path: Path) -> None:
    row = {**HELD, "embargo_until": "1 March 2020", "agent": "Falke"}
    _, files = said_of(tmp_path / "a", "t.geojson", geojson(A, row), {"carry": ["agent"]})
    assert b"Falke" in files["map.csv"]


def test_a_placemark_without_a_label_of_its_own_is_called_by_its_name(tmp_path: Path) -> None:
    both = kml(placemark("Alpha", ALPHA), placemark("Bravo", {**ALPHA, "id": "b", "label": "Second"}))
    _, files = said_of(tmp_path / "kml", "t.kml", both, {})
    assert b'"a","Alpha"' in files["map.csv"] and b'"b","Second"' in files["map.csv"]


def test_a_list_of_rows_is_warned_of_as_its_published_rows_are() -> None:
    rows = [{"id": "a", "lat": 16.0, "lon": 0.0, "troops": 5}, {"id": "s", "lat": 17.0, "lon": 1.0, "troops": 5}]
    held = {**rows[1], "embargo_until": FAR, "agent": "Falke", "region": "Gao"}
    warnings = [[str(one) for one in geomap.map_of(some, title="T").warnings] for some in (rows[:1], [rows[0], held])]
    assert warnings[0] == warnings[1]


def test_an_id_of_a_row_passed_over_is_the_same_with_what_nobody_sees(tmp_path: Path) -> None:
    """On the map such an id is refused; where its row is passed over nobody would be told."""
    rows = f"id,label,lat,lon,troops,sources,of,embargo_until\none,A,16,0,5,d,1,\n\u200bone,A,16,0,5,d,2,{FAR}\n"
    _, files = said_of(tmp_path / "a", "t.csv", rows, {"where": {"of": "1"}}, view={"bounds": [-1, 15, 2, 18]})
    assert b"one" not in files["map.csv"]
