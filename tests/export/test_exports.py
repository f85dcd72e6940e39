"""Every export holds the same rows, opens in GDAL and in a second reader, and is the same to the byte."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import struct
import warnings
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import fastkml
import geopandas
import pyarrow.parquet
import pyogrio
import pytest
import shapely
from lxml import etree
from PIL import Image

from geomap.config import read_config
from geomap.errors import OutputError
from geomap.facts.cells import unguarded
from geomap.pipeline.build import Build, build
from geomap.pipeline.freshness.keys import machine_parts
from geomap.players.registry import outputs_of, write_outputs
from geomap.players.rows import UNIT_COLUMNS, unit_row
from tests.export.project import UNITS, write_project

KML = "{http://www.opengis.net/kml/2.2}"
COUNTED = ("troops", "tanks", "artillery", "armored_vehicles", "installations")
NUMBERS = [f"{name}{end}" for name in COUNTED for end in ("", "_min", "_max")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return build(write_project(tmp_path_factory.mktemp("export") / "project"))


@pytest.fixture(scope="module")
def rows(made: Build) -> list[dict[str, Any]]:
    found = [unit_row(unit) for unit in made.scene.units]
    assert [row["id"] for row in found] == list(UNITS)
    return found


def path(made: Build, suffix: str) -> Path:
    return made.folder / f"made-up.{suffix}"


def kml(made: Build) -> etree._Element:
    return etree.parse(path(made, "kml")).getroot()


def test_csv_holds_the_rows_and_starts_no_formula(made: Build, rows: list[dict[str, Any]]) -> None:
    data = path(made, "csv").read_bytes()
    assert data.startswith(b"id,label,place,lat,lon,country,side,formations,troops,troops_min,troops_max,troops_kind,")
    cells = list(csv.reader(io.StringIO(data.decode("utf-8"))))
    assert cells[0] == list(UNIT_COLUMNS)
    for line, row in zip(cells[1:], rows, strict=True):
        assert [unguarded(cell) for cell in line] == ["" if value is None else str(value) for value in row.values()]
        texts = [cell for cell, value in zip(line, row.values(), strict=True) if isinstance(value, str)]
        assert not [cell for cell in texts if cell[:1] in tuple("=+-@\t\r＝＋－＠")]
    assert "'=SUM(A1)" in cells[1]
    assert float(cells[1][3]) == 48.123456789012


def test_formations_are_read_from_one_cell(rows: list[dict[str, Any]]) -> None:
    assert rows[0]["formations"] == r"2 tank brigade;headquarters: Corps\; 2nd: \\east"


def test_geojson_is_wound_as_the_standard_wants(made: Build, rows: list[dict[str, Any]]) -> None:
    features = json.loads(path(made, "geojson").read_text("utf-8"))["features"]
    assert [feature["properties"] for feature in features[: len(rows)]] == [{"kind": "unit", **row} for row in rows]
    shell, hole = next(f["geometry"]["coordinates"] for f in features if f["id"] == "held")
    assert shapely.is_ccw(shapely.linearrings(shell))
    assert not shapely.is_ccw(shapely.linearrings(hole))


def test_geopackage_holds_a_table_a_layer(made: Build, rows: list[dict[str, Any]]) -> None:
    database = sqlite3.connect(path(made, "gpkg"))
    database.row_factory = sqlite3.Row
    found = [dict(row) for row in database.execute("SELECT * FROM units ORDER BY fid")]
    points = [shapely.from_wkb(row.pop("geom")[8:]) for row in found]
    assert [row.pop("fid") for row in found] == list(range(1, len(rows) + 1))
    assert found == rows
    assert [(point.y, point.x) for point in points] == [(row["lat"], row["lon"]) for row in rows]
    counts = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in
              ("lines", "areas", "notes", "labels", "sources")}  # fmt: skip
    assert counts == {"lines": 5, "areas": 2, "notes": 1, "labels": 4, "sources": 2}
    database.close()


def test_geopackage_keeps_the_rules_of_the_standard(made: Build) -> None:
    """Requirements 2, 3, 5 to 7, 10 to 15, 18 to 25, 30, 31 and 150 of OGC 12-128r18, as GDAL's validator asks them."""
    database = sqlite3.connect(path(made, "gpkg"))

    def ask(question: str) -> Any:
        return database.execute(question).fetchall()

    assert (ask("PRAGMA application_id"), ask("PRAGMA user_version")) == ([(0x47504B47,)], [(10300,)])
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA foreign_key_check") == []
    assert {-1, 0, 4326} <= {row[0] for row in ask("SELECT srs_id FROM gpkg_spatial_ref_sys")}
    tables = {row[0] for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'")}
    contents = {row[0]: row[1:] for row in ask("SELECT table_name, data_type, last_change, srs_id FROM gpkg_contents")}
    assert set(contents) == tables - {name for name in tables if name.startswith(("gpkg_", "sqlite_", "rtree_"))}
    shapes = {row[0]: row for row in ask("SELECT * FROM gpkg_geometry_columns")}
    assert set(shapes) == {name for name, row in contents.items() if row[0] == "features"}
    for kind, changed, system in contents.values():
        assert changed == "2022-01-12T00:00:00.000Z"
        assert (kind, system) in (("features", 4326), ("attributes", None))
    for name, (_, column, shape, system, has_z, has_m) in shapes.items():
        assert (column, system, has_z, has_m) == ("geom", 4326, 0, 0)
        declared = {row[1]: row[2] for row in ask(f"PRAGMA table_info({name})")}
        assert (declared["fid"], declared["geom"]) == ("INTEGER", shape)
        geometries = [read_blob(row[0]) for row in ask(f"SELECT geom FROM {name}")]
        assert {geometry.geom_type.upper() for geometry in geometries} == {shape}
        stated = ask(f"SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = '{name}'")[0]
        assert list(stated) == shapely.total_bounds(geometries).tolist()
    database.close()


def test_geopackage_has_a_spatial_index_that_follows_edits(made: Build, tmp_path: Path) -> None:
    """As a GIS edits it: with the functions that the standard's triggers call."""
    copy = shutil.copy(path(made, "gpkg"), tmp_path)
    found = pyogrio.read_dataframe(copy, layer="units", bbox=(36.9, 47.9, 39.5, 49.0))
    database = sqlite3.connect(copy)
    functions = {"ST_MinX": 0, "ST_MinY": 1, "ST_MaxX": 2, "ST_MaxY": 3}
    for name, number in functions.items():
        database.create_function(name, 1, lambda blob, number=number: read_blob(blob).bounds[number])
    database.create_function("ST_IsEmpty", 1, lambda blob: read_blob(blob).is_empty)

    def boxes(table: str) -> dict[int, list[float]]:
        rows = database.execute(f"SELECT id, minx, miny, maxx, maxy FROM rtree_{table}_geom ORDER BY id")
        return {number: box for number, *box in rows}

    def shapes(table: str) -> dict[int, list[float]]:
        rows = database.execute(f"SELECT fid, geom FROM {table} ORDER BY fid")
        return {number: list(read_blob(blob).bounds) for number, blob in rows}

    declared = {row[0] for row in database.execute("SELECT table_name FROM gpkg_extensions")}
    assert declared == {"units", "lines", "areas", "notes", "labels"}
    assert 0 < len(found) < len(UNITS)
    (moved,) = database.execute("SELECT geom FROM units WHERE fid = 2").fetchone()
    for edit in (
        "SELECT 1",
        "UPDATE units SET fid = 900 WHERE fid = 3",
        "DELETE FROM units WHERE fid = 1",
        f"UPDATE units SET geom = x'{moved.hex()}' WHERE fid = 4",
        f"INSERT INTO units (geom) VALUES (x'{moved.hex()}')",
    ):
        database.execute(edit)
        for table in sorted(declared):
            assert boxes(table).keys() == shapes(table).keys()
            for number, box in shapes(table).items():
                assert boxes(table)[number] == pytest.approx(box, abs=1e-4)  # an R-tree rounds outwards to 32 bits
    database.close()


def read_blob(blob: bytes) -> shapely.Geometry:
    """A geometry by its header: magic, version, flags, reference system, envelope."""
    assert blob[:3] == b"GP\0"
    flags = blob[3]
    assert (flags & 1, int.from_bytes(blob[4:8], "little")) == (1, 4326)
    envelope = 32 if flags >> 1 & 7 else 0
    geometry = shapely.from_wkb(blob[8 + envelope :])
    if envelope:
        west, south, east, north = geometry.bounds

        assert struct.unpack("<4d", blob[8:40]) == (west, east, south, north)
    return geometry


def test_qgis_finds_a_style_for_each_layer(made: Build) -> None:
    database = sqlite3.connect(path(made, "gpkg"))
    styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
    assert set(styles) == {"units", "lines", "areas", "notes", "labels"}
    documents = {name: etree.fromstring(text.encode()) for name, text in styles.items()}
    values = {name: [item.get("value") for item in root.iter("category")] for name, root in documents.items()}
    assert values["units"] == ["north", "south", ""]
    assert values["lines"] == ["front", "road", "move", "moved", "reach"]
    for root in documents.values():
        symbols = [symbol.get("name") for symbol in root.findall("renderer-v2/symbols/symbol")]
        assert symbols == [category.get("symbol") for category in root.iter("category")]
    dashed = [
        layer.get("value") for layer in documents["lines"].iter("Option") if layer.get("name") == "use_custom_dash"
    ]
    assert dashed == ["1", "0", "1", "0"]
    sizes = [option.get("value") for option in documents["units"].iter("Option") if option.get("name") == "expression"]
    assert 'sqrt("troops_min" / 14000.0)' in sizes[0]
    (about,) = {size for size in sizes if size and "'about'" in size}
    assert about.endswith('sqrt("troops_min" / 14000.0) + 1.0583, 0)')  # 4 px in mm, the middle of its ring
    database.close()


def test_kml_holds_the_rows_in_folders_by_side(made: Build, rows: list[dict[str, Any]]) -> None:
    folders = {folder.findtext(f"{KML}name"): folder for folder in kml(made).iter(f"{KML}Folder")}
    assert list(folders) == ["North & Co", "South", "Side not stated", "Lines", "Areas", "Notes", "Labels"]
    marks = [mark for folder in list(folders.values())[:3] for mark in folder.iter(f"{KML}Placemark")]
    data = [{item.get("name"): item.findtext(f"{KML}value") for item in mark.iter(f"{KML}Data")} for mark in marks]
    wanted = [{"kind": "unit"} | {name: str(v) for name, v in row.items() if v is not None} for row in rows]
    assert sorted(data, key=lambda row: UNITS.index(row["id"])) == wanted
    assert [mark.findtext(f"{KML}name") for mark in folders["Lines"].iter(f"{KML}Placemark")] == [
        "Contact line: North & Co (approximate)", "Route", "Movement (approximate)", "Movement", "Distance",
    ]  # fmt: skip
    assert [mark.findtext(f"{KML}name") for mark in folders["Areas"].iter(f"{KML}Placemark")] == [
        "Controlled by South (approximate)", "Claimed control",
    ]  # fmt: skip
    spans = {mark.findtext(f"{KML}name"): mark.findtext(f"{KML}TimeSpan/{KML}begin") for mark in marks}
    assert spans["Луганськ <i>"] == "2022-01-12"
    assert spans['@东京 "😀"'] == "2021-12-01"
    said = {mark.findtext(f"{KML}name"): mark.findtext(f"{KML}Snippet") for mark in marks}
    assert said["+1"] == "Troops: at most 700 (illustrative figure)"
    assert said["Donetsk"] == "Troops: present, strength not given"


# Order of the elements that a geomap KML uses, from the OGC schema kml22.xsd (substitution groups resolved).
ORDER = {
    "kml": ("Document",),
    "Document": ("name", "open", "description", "Style", "Folder"),
    "Folder": ("name", "Placemark"),
    "Placemark": ("name", "Snippet", "TimeSpan", "styleUrl", "Style", "ExtendedData", "Point", "LineString", "Polygon",
                  "MultiGeometry"),
    "TimeSpan": ("begin", "end"),
    "Style": ("IconStyle", "LineStyle", "PolyStyle"),
    "IconStyle": ("color", "scale", "Icon", "hotSpot"),
    "LineStyle": ("color", "width"),
    "PolyStyle": ("color", "fill"),
    "Icon": ("href",),
    "ExtendedData": ("Data",),
    "Data": ("value",),
    "MultiGeometry": ("LineString", "Polygon"),
    "Point": ("coordinates",),
    "LineString": ("tessellate", "coordinates"),
    "Polygon": ("tessellate", "outerBoundaryIs", "innerBoundaryIs"),
    "outerBoundaryIs": ("LinearRing",),
    "innerBoundaryIs": ("LinearRing",),
    "LinearRing": ("coordinates",),
}  # fmt: skip
MANY = {"Style", "Folder", "Placemark", "Data", "LineString", "Polygon", "innerBoundaryIs"}


@pytest.mark.parametrize("suffix", ["kml", "kmz"])
def test_kml_has_the_structure_of_the_schema(made: Build, suffix: str) -> None:
    data = path(made, suffix).read_bytes()
    if suffix == "kmz":
        archive = zipfile.ZipFile(io.BytesIO(data))
        assert archive.namelist() == ["doc.kml", "files/disc.png", "files/about.png"]
        plain, about = (Image.open(io.BytesIO(archive.read(name))) for name in archive.namelist()[1:])
        assert plain.size == about.size == (128, 128)
        seen = [about.getchannel("A").getpixel((x, 64)) for x in (3, 10, 64)]  # of the ring, between, of the circle
        assert seen == [153, 0, 255]
        data = archive.read("doc.kml")
    root = etree.fromstring(data)
    for element in root.iter():
        children = [child.tag.removeprefix(KML) for child in element]
        order = ORDER.get(element.tag.removeprefix(KML), ())
        assert sorted(children, key=order.index) == children
        assert not [name for name in set(children) - MANY if children.count(name) > 1]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.text for link in root.iter(f"{KML}styleUrl")} <= {f"#{name}" for name in ids}
    hrefs = {element.text for element in root.iter(f"{KML}href")}
    assert hrefs == ({"files/disc.png", "files/about.png"} if suffix == "kmz" else set())


@pytest.mark.parametrize("suffix", ["kml", "kmz"])
def test_kml_is_valid_by_the_schema_of_the_ogc(made: Build, suffix: str) -> None:
    data = path(made, suffix).read_bytes()
    data = zipfile.ZipFile(io.BytesIO(data)).read("doc.kml") if suffix == "kmz" else data
    schema = etree.XMLSchema(file=str(Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"))
    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert not schema.validate(etree.fromstring(data.replace(b"name>", b"surname>")))


def test_a_second_reader_finds_each_placemark_of_the_kml(made: Build) -> None:
    document = fastkml.KML.parse(path(made, "kml")).features[0]
    folders = {folder.name: [mark.name for mark in folder.features] for folder in document.features}
    assert sum(len(names) for names in folders.values()) == len(UNITS) + 12
    assert "=SUM(A1)" in folders["North & Co"]


def test_kml_icons_grow_with_the_root_of_the_count(made: Build) -> None:
    marks = {mark.findtext(f"{KML}name"): mark for mark in kml(made).iter(f"{KML}Placemark")}
    scale = {name: float(mark.findtext(f".//{KML}scale") or 0) for name, mark in marks.items()}
    assert scale["=SUM(A1)"] / scale["Луганськ <i>"] == pytest.approx((14000 / 8000) ** 0.5, abs=1e-3)
    colours = {name: mark.findtext(f".//{KML}IconStyle/{KML}color") for name, mark in marks.items()}
    assert colours["=SUM(A1)"] == "c7ac6621"


def test_parquet_has_typed_columns_and_points(made: Build, rows: list[dict[str, Any]]) -> None:
    table = pyarrow.parquet.read_table(path(made, "parquet"))
    found = table.to_pylist()
    points = [shapely.from_wkb(row.pop("geometry")) for row in found]
    days = {name for name in UNIT_COLUMNS if name in ("as_of", "until")}
    wanted = [{name: date.fromisoformat(value) if name in days and value else value for name, value in row.items()}
              for row in rows]  # fmt: skip
    assert found == wanted
    assert [(point.y, point.x) for point in points] == [(row["lat"], row["lon"]) for row in rows]
    assert {str(table.schema.field(name).type) for name in NUMBERS} == {"int64"}
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["columns"][geo["primary_column"]]["encoding"] == "WKB"


def test_gdal_opens_everything_without_a_warning(made: Build) -> None:
    counts = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", DeprecationWarning)  # of libraries, not of the files
        for suffix in ("geojson", "gpkg", "kml", "kmz", "csv"):
            for layer, _ in pyogrio.list_layers(path(made, suffix)):
                meta, _, geometry, _ = pyogrio.raw.read(path(made, suffix), layer=layer)
                counts[suffix, layer] = len(geometry) if geometry is not None else meta["fields"].size and None
                assert geometry is None or meta["crs"] == "EPSG:4326"
    assert counts["gpkg", "units"] == len(UNITS)
    assert counts["geojson", "made-up"] == len(UNITS) + 12
    assert sum(count for (suffix, _), count in counts.items() if suffix == "kml") == len(UNITS) + 12


def test_geopandas_reads_the_geoparquet(made: Build) -> None:

    frame = geopandas.read_parquet(path(made, "parquet"))
    assert frame.crs == "OGC:CRS84"
    assert list(frame["label"]) == [unit.label for unit in made.scene.units]


def test_the_same_scene_gives_the_same_bytes(made: Build) -> None:
    again = write_outputs(
        outputs_of("made-up", (), ("kmz", "parquet", "gpkg", "kml", "csv", "geojson")), made.scene, {}
    )
    assert again == {name: (made.folder / name).read_bytes() for name in again}
    assert made.folder.joinpath("made-up.gpkg").read_bytes()[96:100] == (3_040_000).to_bytes(4, "big")


def test_nothing_is_left_in_unused_parts_of_a_geopackage(made: Build) -> None:
    """Where a version of SQLite leaves what another does not: between the list of rows in a page and the rows."""
    data = path(made, "gpkg").read_bytes()
    kinds = set()
    for page in range(0, len(data), 4096):
        head = page or 100
        if data[head] in (2, 5, 10, 13):
            kinds.add(data[head])
            rows, start = (int.from_bytes(data[head + at : head + at + 2], "big") for at in (3, 5))
            unused = data[head + (12 if data[head] < 8 else 8) + 2 * rows : page + start]
            assert not any(unused)
    assert {5, 13} <= kinds


def test_a_library_that_is_not_there_is_named(made: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(target: str) -> Any:
        raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")

    monkeypatch.setattr("geomap.players.registry.load", missing)
    with pytest.raises(OutputError) as caught:
        write_outputs(outputs_of("made-up", (), ["parquet"]), made.scene, {})
    assert str(caught.value) == "parquet needs pyarrow, which is not installed; pip install 'geomap-yaml[parquet]'"


def test_only_a_parquet_is_made_anew_for_another_pyarrow(tmp_path: Path) -> None:
    config = read_config(write_project(tmp_path / "project"))
    assert "library.pyarrow" in machine_parts(config)
    assert "library.pyarrow" not in machine_parts(config.model_copy(update={"outputs": ("csv",)}))
