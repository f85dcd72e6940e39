"""What is wrong with a table is said with its file, row and column, all at once, in these words."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
import shapely

from geomap.config import read_config
from geomap.errors import ConfigError, GeomapError, LayerError
from geomap.sources import check_layers, read_layers
from geomap.validate import validate
from tests.tables.files import write_geopackage

HEAD = "sources: {nyt: {publisher: N}}\nsides: {a: {label: A}}\n"


POINT = shapely.to_wkb(shapely.Point(37, 48))


def packed(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


def said(folder: Path, units_from: str, **files: str | bytes) -> list[str]:
    """The problems of a config with these tables, without the folder's path."""
    for name, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(data)
    (folder / "config.yaml").write_text(f"{HEAD}units_from: {units_from}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(folder / "config.yaml")
    return str(caught.value).replace(f"{folder}/", "").split("\n")


def test_every_cell_that_does_not_fit(tmp_path: Path) -> None:
    table = """\
id,Place,lat,lon,Strength,troops_kind,side,as of,tanks,sources
00123,Donetsk,48,"37,8","12,000",,a,2022-01-12,~9,"nyt, x"
x,,48,37,1e5,,b,12.01.2022,0012,isw
y,,48,,9000 - 12000,,a,2022/1/12,5,
z,Donetsk,,,9000,abot,a,2022-02-30,-5,nyt
,,,,1,,,,,

OK,,95,37,12000.0,,,,1.5,
x,,47,37,unknwn,,,,TRUE,
"""
    assert said(tmp_path, "{file: u.csv, columns: {troops: Strength}}", u_csv=table) == [
        'u.csv:2: column lon: got "37,8", expected degrees from -180 to 180; write 37.8',
        'u.csv:2: column Strength: got "12,000", expected a whole number or unknown; write 12000',
        'u.csv:2: column tanks: got "~9", expected a whole number or unknown; write 9, and about in tanks_kind',
        'u.csv:2: column sources: got "nyt, x", expected an id of letters, digits, - and _; separate the items with ;',
        'u.csv:3: column Strength: got "1e5", expected a whole number or unknown; write 100000',
        'u.csv:3: column tanks: got "0012", expected a whole number or unknown; write 12',
        'u.csv:3: column as of: got "12.01.2022", expected a day as YYYY-MM-DD; write year, month, day: 2022-01-31',
        'u.csv:3: column sources: "isw" is not in `sources`; there are nyt',
        'u.csv:3: column side: "b" is not in `sides`; there are a',
        "u.csv:4: column lat: the key `lon` is missing",
        'u.csv:4: column Strength: got "9000 - 12000", expected a whole number or unknown; '
        "write 9000 in troops_min and 12000 in troops_max, and leave troops empty",
        'u.csv:4: column as of: got "2022/1/12", expected a day as YYYY-MM-DD; write 2022-01-12',
        'u.csv:5: column troops_kind: got "abot", expected exact, range, about, at_least, at_most or unknown; '
        "did you mean about?",
        'u.csv:5: column tanks: got "-5", expected a whole number or unknown',
        'u.csv:5: column as of: got "2022-02-30", expected a day as YYYY-MM-DD; there is no such day',
        "u.csv:6: a unit needs `place`, or `lat` and `lon`",
        "u.csv:8: column lat: got {lat: 95, lon: 37}, expected lat from -90 to 90; "
        "they look swapped: write {lat: 37, lon: 95}",
        'u.csv:8: column Strength: got "12000.0", expected a whole number or unknown; write 12000',
        'u.csv:8: column tanks: got "1.5", expected a whole number or unknown; write it without point or exponent',
        'u.csv:9: column Strength: got "unknwn", expected a whole number or unknown',
        'u.csv:9: column tanks: got "TRUE", expected a whole number or unknown',
        "u.csv:9: column id: the id x is taken by the unit of row 3 of u.csv; change one of them, "
        "or put `as_of` with each where they are observations of one unit",
    ]


def test_counts_that_contradict_themselves(tmp_path: Path) -> None:
    table = """\
id,lat,lon,troops,troops_min,troops_max,troops_kind
a,1,2,15000,14000,14000,exact
b,1,2,500,,,unknown
c,1,2,,5,,range
d,1,2,,,,about
e,1,2,500,400,600,
"""
    assert said(tmp_path, "u.csv", u_csv=table) == [
        "u.csv:2: column troops: troops says 15000, troops_min says 14000, troops_max says 14000; make them equal, "
        "or leave troops_min and troops_max empty; for a range leave troops empty",
        "u.csv:3: column troops: got 500, but troops_kind says unknown; leave it empty, or change troops_kind",
        "u.csv:4: column troops_min: got {min: 5}, expected a whole number or unknown; "
        "write at_least in troops_kind where the upper end is open",
        "u.csv:5: column troops: there is no number; fill it in, or write unknown in troops_kind",
        "u.csv:6: column troops: troops says 500, troops_min says 400, troops_max says 600; make them equal, "
        "or leave troops_min and troops_max empty; for a range leave troops empty",
    ]


@pytest.mark.parametrize(
    ("units_from", "table", "wanted"),
    [
        ("u.csv", "id,lat,lon,trops\na,1,2,3\n",
         "u.csv: column trops: there is no such column; did you mean troops? if not, list it under ignore"),
        ("u.csv", "Ort,Anzahl\nGao,3\n",
         "config.yaml:3:13: units_from: the table has none of the columns of units; "
         "name the row of its headings with header_row, or map them under columns"),
        ("u.csv", "id,ID,lat,lon\na,a,1,2\n",
         'config.yaml:3:13: units_from: the heading "ID" is there twice; rename one of them'),
        ("{file: u.csv, header_row: 9}", "id\n", "config.yaml:3:39: units_from.header_row: the table ends in row 1"),
        ("[{file: u.csv, columns: {troops: Strenght}}]", "id,lat,lon,Strength\na,1,2,3\n",
         'config.yaml:3:46: units_from[0].columns.troops: there is no heading "Strenght"; did you mean Strength?'),
        ("{file: u.csv, columns: {trops: x}}", "id,lat,lon\na,1,2\n",
         "config.yaml:3:37: units_from.columns.trops: got the key trops, expected a column of units, "
         "e.g. place, lat or troops; did you mean troops?"),
        ("{file: u.csv, where: {State: x}}", "id,lat,lon,Status\na,1,2,3\n",
         'config.yaml:3:42: units_from.where.State: there is no heading "State"; did you mean Status?'),
        ("{file: u.csv, where: []}", "id,lat,lon\na,1,2\n",
         "config.yaml:3:34: units_from.where: got [], expected {column: value} or {column: [values]}"),
        ("{file: u.csv, head_row: 3}", "id,lat,lon\na,1,2\n",
         "config.yaml:3:27: units_from.head_row: there is no such key; did you mean header_row?"),
        ("{file: u.csv, defaults: {side: b}}", "id,lat,lon\na,1,2\nb,1,2\n",
         'config.yaml:3:44: units_from.defaults.side: "b" is not in `sides`; there are a'),
        ("{file: u.csv, defaults: {grade: good}}", "id,lat,lon\na,1,2\n",
         'config.yaml:3:45: units_from.defaults.grade: got "good", '
         "expected a grade from A1 to F6: source A to F, item 1 to 6"),
        ("reports/*.csv", "id\n",
         'config.yaml:3:13: units_from: got "reports/*.csv", expected the name of files that exist'),
        ("unit.csv", "id\n",
         'config.yaml:3:13: units_from: got "unit.csv", expected a file that exists; did you mean u.csv?'),
        ("3", "id\n",
         "config.yaml:3:13: units_from: got 3, expected a file, {file, columns, defaults ...} or a list of these"),
        ("u.csv", 'id,lat\na,"1"2\n', "u.csv:2: is not CSV: ',' expected after '\"'; is a quote missing?"),
        ("u.csv", b"id,lat\nGao,1\nK\xf6ln,2\n", "u.csv:3: is not in UTF-8 from here on; save it as CSV UTF-8"),
        ("u.csv", "", "config.yaml:3:13: units_from: the table is empty"),
        ("u.csv", "id,lat,lon,label\na,1,2,Gao,,\nb,1,2,Gao, west\n",
         "u.csv:3: has 5 cells, but there are 4 headings; put a text that holds the separator in quotes"),
        ("{file: u.csv, columns: {place: Ort}}", "Ort;Breite\nGao;1\n\n;2\n",
         "u.csv:4: a unit needs `place`, or `lat` and `lon`"),
    ],
)  # fmt: skip
def test_the_words_of(tmp_path: Path, units_from: str, table: str | bytes, wanted: str) -> None:
    assert said(tmp_path, units_from, u_csv=table) == [wanted]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"troops": date(2022, 4, 3)}, "u.xlsx:2: column troops: got 2022-04-03 00:00:00, expected a whole number or "
         "unknown; a spreadsheet took it for a day: make the cell a text"),
        ({"as_of": 44573},
         "u.xlsx:2: column as_of: got 44573, expected a day as YYYY-MM-DD; make the cell a day: 2022-01-12"),
        ({"troops": 0.5}, "u.xlsx:2: column troops: got 0.5, expected a whole number or unknown; "
         "write it without point or exponent"),
        ({"troops": True}, "u.xlsx:2: column troops: got True, expected a whole number or unknown"),
        ({"label": 1.5}, "u.xlsx:2: column label: got 1.5, expected a text; make the cell a text"),
        ({"troops": "#N/A"}, 'u.xlsx:2: column troops: got "#N/A", expected a whole number or unknown'),
        ({"troops": "=1+1"},
         "u.xlsx:2: the formula in D2 has no value; open the file in a spreadsheet program and save it"),
    ],
)  # fmt: skip
def test_the_words_of_excel(tmp_path: Path, cells: dict[str, Any], wanted: str) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["id", "lat", "lon", *cells])
    book.active.append(["a", 1, 2, *cells.values()])
    book.save(tmp_path / "u.xlsx")
    assert said(tmp_path, "u.xlsx") == [wanted]


def test_the_words_of_other_files(tmp_path: Path) -> None:
    write_geopackage(tmp_path / "s.gpkg")
    assert said(tmp_path, "s.gpkg") == [
        "config.yaml:3:13: units_from: the file has 2 layers; name one with layer: sites, zones"
    ]
    assert said(tmp_path, "{file: s.gpkg, layer: site, columns: {label: name}}") == [
        "config.yaml:3:35: units_from.layer: the file has no layer site; did you mean sites?"
    ]
    assert said(tmp_path, "{file: s.gpkg, layer: zones, columns: {id: class}, ignore: [class]}")[0] == (
        "s.gpkg:1: layer zones, column geometry: got a Polygon, expected a point; leave the row out with `where`"
    )
    assert said(tmp_path, "u.xlsx", u_xlsx=b"no")[0].startswith("u.xlsx: is not an Excel file: ")
    assert said(tmp_path, "u.kml", u_kml='<!DOCTYPE kml [<!ENTITY a "b">]><kml/>') == [
        "u.kml: declares entities, which KML does not need"
    ]
    assert said(tmp_path, "u.kmz", u_kmz=b"no") == ["u.kmz: is not a KMZ archive with a .kml in it"]
    assert said(tmp_path, "u.geojson", u_geojson="{}") == ["u.geojson: is not a GeoJSON FeatureCollection"]
    assert said(tmp_path, "u.geojson", u_geojson="[" * 100_000) == ["u.geojson: is nested too deeply"]
    assert said(tmp_path, "u.geojson", u_geojson="[" + "9" * 5000) == [
        "u.geojson: holds a number of thousands of digits"
    ]
    assert said(tmp_path, "u.parquet", u_parquet=b"no")[0].startswith("u.parquet: is not a Parquet file: ")
    assert said(tmp_path, "u.kml", u_kml='<?xml version="1.0" encoding="x"?><kml/>') == [
        "u.kml: is not XML: unknown encoding: x"
    ]
    no_archive = "u.kmz: is not a KMZ archive with a .kml in it"
    locked = packed({"doc.kml": b"<kml/>"}).replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    locked = locked.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    for data in (b"", b"PK", packed({"doc.txt": b""}), packed({"doc.kml": b"<kml/>"})[:40], locked):
        assert said(tmp_path, "u.kmz", u_kmz=data) == [no_archive]


@pytest.mark.parametrize(
    ("about", "cells", "text"),
    [
        (b"{", [b""], "does not say of its geometries what GeoParquet has to; save it again"),
        (b"[]", [b""], "does not say of its geometries what GeoParquet has to; save it again"),
        (b'{"primary_column": "at", "columns": {"at": []}}', [b""],
         "does not say of its geometries what GeoParquet has to; save it again"),
        (b'{"primary_column": "at", "columns": {"at": {"crs": {"id": 7}}}}', [POINT],
         "names a coordinate reference system that is not known; save it as EPSG:4326"),
        (b'{"primary_column": "at", "columns": {"at": {}}}', [b"\x01\x02"],
         "holds geometries that are not WKB; save it again"),
        (b'{"primary_column": "at", "columns": {"at": {}}}', [1.5], "holds geometries that are not WKB; save it again"),
    ],
    ids=["no JSON", "a list", "no mapping", "unknown system", "no geometry", "a number"],
)  # fmt: skip
def test_a_geoparquet_that_is_not_one(tmp_path: Path, about: bytes, cells: list[Any], text: str) -> None:
    table = pyarrow.table({"id": ["a"], "at": cells}).replace_schema_metadata({b"geo": about})
    pyarrow.parquet.write_table(table, tmp_path / "u.parquet")
    assert said(tmp_path, "u.parquet") == [f"u.parquet: {text}"]


def test_what_libraries_say_is_short_and_without_folders(tmp_path: Path) -> None:
    assert said(tmp_path, "u.gpkg", u_gpkg=b"no") == [
        "u.gpkg: is in no format that GDAL reads; save it as a GeoPackage"
    ]
    write_geopackage(tmp_path / "u.gpkg")
    data = (tmp_path / "u.gpkg").read_bytes()
    (line,) = said(tmp_path, "{file: u.gpkg, layer: sites}", u_gpkg=data[: len(data) // 2])
    assert line == (
        "u.gpkg: cannot be read as a layer: database disk image is malformed; save it again as a GeoPackage"
    )
    (line,) = said(tmp_path, "u.xlsx", u_xlsx=packed({"xl/workbook.xml": b"<"}))
    there = "\"There is no item named '[Content_Types].xml' in the archive\""
    assert line == f"u.xlsx: is not an Excel file: {there}; save it as .xlsx"


def test_a_kind_of_count_is_a_text(tmp_path: Path) -> None:
    feature = {"geometry": None, "properties": {"id": "a", "lat": 1, "lon": 2, "troops": 5, "troops_kind": {"a": 1}}}
    (line,) = said(tmp_path, "u.geojson", u_geojson=json.dumps({"features": [feature]}))
    expected = "expected exact, range, about, at_least, at_most or unknown"
    assert line == f"""u.geojson:1: column troops_kind: got "{{'a': 1}}", {expected}"""


def test_columns_that_nothing_reads_are_told_once_a_file(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("id,lat,lon,Link,Comment\na,1,2,x,y\nb,3,4,x,y\n")
    (tmp_path / "config.yaml").write_text("units_from: u.csv\n")
    assert [str(problem).replace(f"{tmp_path}/", "") for problem in validate(tmp_path / "config.yaml")] == [
        "u.csv: warning: nothing reads the columns Link, Comment; name them under columns, where or ignore"
    ]


def test_places_of_a_table_are_refused_at_their_row(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("place,country\nGao,ML\nNowhereville,ML\n")
    (tmp_path / "config.yaml").write_text("units_from: u.csv\n")
    with pytest.raises(GeomapError, match=r"u\.csv:3: column place: no place .* or put its position: lat and lon$"):
        validate(tmp_path / "config.yaml")


def test_ids_of_a_table_are_known_to_the_rest_of_the_config(tmp_path: Path) -> None:
    for name, unit in (("a", "gao"), ("b", "kidal")):
        (tmp_path / f"{name}.csv").write_text(f"id,lat,lon,troops\n{unit},1,2,30\n")
    (tmp_path / "config.yaml").write_text(
        "units: [{id: own, at: {lat: 1, lon: 2}}]\nunits_from: '*.csv'\n"
        "layers: [{kind: note, id: n, text: '{sum}', sums: [gao, kidal], at: {lat: 1, lon: 2}}]\n"
    )
    config = read_config(tmp_path / "config.yaml")
    assert [unit.id for unit in config.units] == ["own", "gao", "kidal"]
    assert [path.name for path in config.tables] == ["a.csv", "b.csv"]
    (tmp_path / "b.csv").write_text("id,lat,lon,troops\nown,1,2,30\n")
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path / "config.yaml")
    assert str(caught.value).replace(f"{tmp_path}/", "").split("\n") == [
        'config.yaml:3:57: layers[0].sums[1]: "kidal" is not in `units`; there are own, gao',
        "b.csv:2: column id: the id own is taken by the unit of line 1; change one of them, "
        "or put `as_of` with each where they are observations of one unit",
    ]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ("layer: zone", "layers[0].layer: z.gpkg has no layer zone; did you mean zones?"),
        ("id: z", "layers[0].file: z.gpkg has 2 layers; name one with layer: sites, zones"),
        ("layer: zones, where: {clas: A}", "layers[0].where: z.gpkg has no column clas; did you mean class?"),
        (
            "layer: zones, where: {class: [D, E]}",
            "layers[0].where: z.gpkg has nothing with class: D, E; class is A, B, C",
        ),
    ],
)  # fmt: skip
def test_the_words_of_layers(tmp_path: Path, keys: str, wanted: str) -> None:
    write_geopackage(tmp_path / "z.gpkg")
    layer = f"{{kind: area, role: zone, file: z.gpkg, {keys}}}"
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: [1, 2, 3, 4]}}\nlayers: [{layer}]\n")
    config = read_config(tmp_path / "config.yaml")
    for read in (check_layers, read_layers):
        with pytest.raises(LayerError) as caught:
            read(config)
        assert str(caught.value).partition(": ")[2] == wanted
