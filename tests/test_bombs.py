"""Small files that would be large, files that are not what they are called, and files that nobody lets us read."""

from __future__ import annotations

import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.config import tabled
from geomap.files import unfit
from geomap.files.apart import process
from geomap.pipeline.build import build
from geomap.pipeline.watch import Preview
from geomap.tables import csv_table, excel, kml, options
from geomap.tables import workbook as workbooks
from tests.effort import Effort

SQUARE = '{"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]]}'
POINT = '{"type": "Feature", "properties": {"label": "A"}, "geometry": {"type": "Point", "coordinates": [37, 48]}}'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData>{{}}</worksheet>'
SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
HEADINGS = "".join(
    f'<c r="{column}1" t="inlineStr"><is><t>{name}</t></is></c>'
    for column, name in zip("ABC", ("label", "lat", "lon"), strict=True)
)
ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><v>48</v></c><c r="C2"><v>37</v></c></row>'
VIRTUAL = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
MUCH = "u.parquet: takes more memory to read than any map needs; leave out what the map does not need"
LESS = "leave out what the map does not need, or sum it up with `aggregate`"


def zipped(**entries: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name.replace("_", "."), content)

    return write


def behind(write: Callable[[Path], None]) -> Callable[[Path], None]:
    """An archive behind other bytes, as readers find it by its end."""

    def put(path: Path) -> None:
        write(path)
        path.write_bytes(b"anything" + path.read_bytes())

    return put


def workbook(rows: str, after: str = "", **others: str) -> Callable[[Path], None]:
    """A workbook whose sheet, and other parts of it, were written by nobody's spreadsheet program."""

    def write(path: Path) -> None:
        openpyxl.Workbook().save(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["xl/worksheets/sheet1.xml"] = SHEET.format(f'<row r="1">{HEADINGS}</row>{rows}', after).encode()
        parts |= {f"xl/{name}.xml": content.encode() for name, content in others.items()}
        if "sharedStrings" in others:  # which openpyxl writes none of
            types = "[Content_Types].xml"
            parts[types] = parts[types].replace(b"</Types>", SHARED.encode())
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)

    return write


def merging(cells: str, times: int) -> str:
    """So many areas of merged cells."""
    return "<mergeCells>" + f'<mergeCell ref="{cells}"/>' * times + "</mergeCells>"


def attributes(many: int) -> str:
    return " ".join(f'a{number}=""' for number in range(many))


def parquet(geo: str, **columns: object) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        table = pyarrow.table(columns).replace_schema_metadata({"geo": geo} if geo else {})
        pyarrow.parquet.write_table(table, path)

    return write


def text(content: str | bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, (done.stderr or done.stdout).strip()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


WEB_PAGE = "is a web page; was an error page saved in its place?"
VIRTUAL_LAYER = "is a virtual layer, which reads other files or servers; save what it shows as a GeoPackage"
NOT_READ = "is in no format that geomap reads; save it as a GeoPackage"
TABLES = {
    "html.csv": (text("<!DOCTYPE html>\n<p>404"), f"html.csv: {WEB_PAGE}"),
    "html.xlsx": (text("\ufeff \n<HTML>"), f"html.xlsx: {WEB_PAGE}"),
    "html.kml": (text("<!doctype HTML><p>"), f"html.kml: {WEB_PAGE}"),
    "html.geojson": (text("<html lang=en>"), f"html.geojson: {WEB_PAGE}"),
    "html.gpkg": (text("<!DOCTYPE html>"), f"html.gpkg: {WEB_PAGE}"),
    "html.parquet": (text("<!DOCTYPE html>"), f"html.parquet: {WEB_PAGE}"),
    "no.gpkg": (text("GP"), f"no.gpkg: {NOT_READ}"),
    "empty.shp": (text(""), f"empty.shp: {NOT_READ}"),
    "empty.kml": (text(""), "empty.kml: is not XML: no element found: line 1, column 0"),
    "virtual.xml": (text(VIRTUAL), f"virtual.xml: {VIRTUAL_LAYER}"),
    "virtual.zip": (zipped(a_vrt=VIRTUAL), f"virtual.zip: {VIRTUAL_LAYER}"),
    "utf16.kml": (text("<kml/>".encode("utf-16")), "utf16.kml: is in UTF-16; save it as UTF-8"),
    "utf16.geojson": (text(POINT.encode("utf-16")), "utf16.geojson: is in UTF-16; save it as UTF-8"),
    "latin.geojson": (text(b'{"a": "\xe9"}'), "latin.geojson: is not UTF-8 text; save it as UTF-8"),
    "deep.geojson": (text("[" * 100_000), "deep.geojson: is nested too deeply"),
    "digits.geojson": (
        text(f'{{"a": {"9" * 5000}}}'), "digits.geojson: holds a number of thousands of digits"),
    "cut.csv": (
        text("id,label,lat,lon\na,Mali,48,37\n".encode("utf-16-le")[:-1]),
        "cut.csv:2: is not in UTF-16-LE from here on; "
        "save it as CSV UTF-8, or write encoding: cp1251, or whichever it is in"),
    "deep.kml": (text("<Folder>" * 50_000 + "</Folder>" * 50_000), "deep.kml: is nested too deeply"),
    "stray.xlsx": (
        workbook(f'{ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "stray.xlsx: reaches to column XFD and at least to row 1048576; "
        "delete what stands far off by mistake, or what the map does not need"),
    "far.xlsx": (
        workbook(f'{ROW}<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'),
        "far.xlsx: reaches to column C and at least to row 1048577; "
        "delete what stands far off by mistake, or what the map does not need"),
    "metadata.parquet": (
        parquet("{bad", label=["a"]),
        "metadata.parquet: does not say of its geometries what GeoParquet has to; save it again"),
    "wkb.parquet": (
        parquet('{"primary_column": "g", "columns": {"g": {}}}', g=[b"xx"]),
        "wkb.parquet: holds geometries that are not WKB; save it again"),
    "nulls.parquet": (
        parquet("", label=pyarrow.nulls(1_100_000, pyarrow.string())),
        f"nulls.parquet: has more than 1,048,576 rows; {LESS}"),
    "wide.geojson": (
        text(f'{{"type": "FeatureCollection", "features": [{POINT.replace("label", "label1")}, '
             + ", ".join(f'{{"properties": {{"p{n}": 1}}}}' for n in range(20_000)) + "]}"),
        "wide.geojson: has more than 16,384 columns; is it a table?"),
    "wide.csv": (
        text(f"label,lat,lon{',' * 20_000}\nA,48,37\n"), "wide.csv: has more than 16,384 columns; is it a table?"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_none_is_told_in_a_line_and_soon(folder: Path, name: str) -> None:
    write, line = TABLES[name]
    write(folder / name)
    (folder / "config.yaml").write_text(f"units_from: {name}\n", "utf-8")
    with Effort() as effort:
        assert said("validate") == (1, line)
    assert effort.calls < 10_000_000  # a few seconds


BOUNDED = {
    "large.csv": (text("label,lat,lon\n" + "A,48,37\n" * 9000), f"is larger than 0 MB; {LESS}"),
    "bomb.xlsx": (workbook(ROW + " " * 80_000), f"is an archive that holds more than 0 MB; {LESS}"),
    "bomb.kmz": (zipped(doc_kml=f"<kml>{' ' * 80_000}</kml>"), f"is an archive that holds more than 0 MB; {LESS}"),
    "behind.kmz": (
        behind(zipped(doc_kml=f"<kml>{' ' * 80_000}</kml>")),
        f"is an archive that holds more than 0 MB; {LESS}",
    ),
    "behind.xlsx": (behind(workbook(ROW, " " * 80_000)), f"is an archive that holds more than 0 MB; {LESS}"),
    "bomb.zip": (zipped(a_geojson=f"{POINT}{' ' * 80_000}"), f"is an archive that holds more than 0 MB; {LESS}"),
    "many.zip": (
        zipped(**{f"{number}_txt": "" for number in range(40)}),
        "is an archive of more than 30 files; unpack it, and keep the one that is needed"),
    "rows.csv": (text("label,lat,lon\n" + "A,48,37\n" * 60), f"has more than 50 rows; {LESS}"),
    "rows.xlsx": (
        workbook("<row><c/></row>" * 60),
        "reaches to column C and at least to row 51; "
        "delete what stands far off by mistake, or what the map does not need"),
    "lists.geojson": (
        text(f'{{"features": [{POINT}], "a": [{", ".join(["[]"] * 90)}]}}'),
        f"holds more than 80 lists and mappings; {LESS}"),
    "elements.kml": (text("<kml>" + "<a/>" * 60 + "</kml>"), f"has more than 50 elements; {LESS}"),
    "merged.xlsx": (
        workbook(ROW, merging("A2:XFD2", 60)),
        "merges more than 150 cells; split the merged cells"),
    "outweighed.xlsx": (
        workbook(ROW, merging("A2:C2", 60) + merging("A900:XFD901", 1)),
        "merges more than 150 cells; split the merged cells"),
    "merges.xlsx": (
        workbook(ROW, merging("A1:A1", 90)),
        "has more than 80 merged cells; split them"),
    "row.xlsx": (
        workbook(f"{ROW}<row>{'<q/>' * 500}</row>"),
        "has more than 400 parts in one row, or beside the rows; copy its cells into a new file"),
    "attributes.xlsx": (
        workbook(f"{ROW}<row {attributes(500)}/>"),
        "has more than 400 parts in one row, or beside the rows; copy its cells into a new file"),
    "texts.xlsx": (
        workbook(ROW, sharedStrings=f'<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * 60}</sst>'),
        "has more than 50 different texts; leave out what the map does not need"),
    "runs.xlsx": (
        workbook(ROW, sharedStrings=f'<sst xmlns="{MAIN}"><si>{"<r><t>a</t></r>" * 120}</si></sst>'),
        "has more than 50 different texts; leave out what the map does not need"),
    "styles.xlsx": (
        workbook(ROW, styles=f'<styleSheet xmlns="{MAIN}"><fonts>{"<font/>" * 1900}</fonts></styleSheet>'),
        "has more than 1,000 styles, names, sheets and parts of these; copy the cells into a new file"),
    "attributes.kml": (
        text(f"<kml><Placemark {attributes(90)}/></kml>"),
        "has an element of more than 80 attributes; leave out what the map does not need"),
    "cells.csv": (text(f"label,lat,lon\nA,48,37{',' * 2000}\n"), "has more than 1,000 columns; is it a table?"),
    "headings.csv": (text(f"label,lat,lon{',' * 2000}\nA,48,37\n"), "has more than 1,000 columns; is it a table?"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOUNDED)
def test_every_bound_holds(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Brought near, so that what lies beyond them is quickly made; as they are the same files are read."""
    write, text = BOUNDED[name]
    write(folder / name)
    (folder / "config.yaml").write_text(f"view: {{bounds: [36, 46, 39, 49]}}\nunits: []\nunits_from: {name}\n", "utf-8")
    assert text not in said("validate")[1]
    monkeypatch.setattr(unfit, "LARGEST", 60_000)
    monkeypatch.setattr(unfit, "MOST_FILES", 30)
    monkeypatch.setattr(unfit, "MOST_BRACKETS", 80)
    monkeypatch.setattr(kml, "_MOST_ELEMENTS", 50)
    monkeypatch.setattr(kml, "_MOST_ATTRIBUTES", 80)
    monkeypatch.setattr(kml, "_LONG_TAG", re.compile(kml._LONG_TAG.pattern.replace(b"100000", b"100")))
    monkeypatch.setattr(csv_table, "_LONG", 1000)
    monkeypatch.setattr(csv_table, "_MOST_PARTED", 1500)
    monkeypatch.setattr(options, "MOST_COLUMNS", 1000)
    monkeypatch.setattr(excel, "MOST_MERGED", 80)
    monkeypatch.setattr(excel, "MOST_PARTS", 400)
    monkeypatch.setattr(workbooks, "MOST_TEXTS", 50)
    monkeypatch.setattr(workbooks, "MOST_MARKS", 1000)
    for module in (options, *(__import__(f"geomap.tables.{name}", fromlist=["x"]) for name in ("csv_table", "excel"))):
        monkeypatch.setattr(module, "MOST_ROWS", 50)
        monkeypatch.setattr(module, "MOST_CELLS", 150, raising=False)
    assert said("validate") == (1, f"{name}: {text}")


def test_rows_that_are_read_one_by_one_have_a_bound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the same rows read by column there may be more."""
    monkeypatch.setattr(tabled, "MOST_ONE_BY_ONE", 3)
    (folder / "units.csv").write_text("id,lat,lon\n" + "".join(f"u{n},48,37\n" for n in range(5)), "utf-8")
    (folder / "config.yaml").write_text("units_from: units.csv\n", "utf-8")
    assert said("validate")[0] == 0
    (folder / "units.csv").write_text("id,lat,lon\n" + "u0,48,37\n" * 5, "utf-8")
    told = "5 units have to be read one by one, expected at most 3; give each row an `id` of its own, `lat` and `lon`, "
    told += "and mend what does not fit; or sum them up with `aggregate`"
    assert said("validate") == (1, f"config.yaml:1:13: units_from: {told}")


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who reads Parquet has 2 GB of addresses, most of which its libraries take."""
    bound = "from geomap.files.apart import child; child.MOST_MEMORY = 2 * 1024**3; "
    monkeypatch.setattr(process, "_CODE", process._CODE.replace("from geomap", f"{bound}from geomap", 1))
    monkeypatch.setattr(process, "_waiting", waiting := process._Waiting())
    yield
    waiting.end()


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("n" * 100_000, ""),  # kept once
        pytest.param(
            "n" * 200_000,
            "u.parquet: takes more memory to read than any map needs; leave out what the map does not need",
            marks=pytest.mark.long,
        ),
        pytest.param(
            b"n" * 200_000,
            "u.parquet: takes more memory to read than any map needs; leave out what the map does not need",
            marks=pytest.mark.long,
        ),
    ],
    ids=["kept once", "too long", "no text"],
)
@pytest.mark.usefixtures("little_memory")
def test_a_long_text_of_very_many_rows_takes_no_memory(folder: Path, note: str | bytes, line: str) -> None:
    """A Parquet of some kilobytes whose rows would take 4 or 8 GB."""
    rows = 40_000
    notes = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * rows, pyarrow.int32()), [note])
    columns = {"id": [f"u{n}" for n in range(rows)], "lat": [48.0] * rows, "lon": [37.0] * rows, "note": notes}
    schema = pyarrow.schema([("id", "string"), ("lat", "float64"), ("lon", "float64"), ("note", notes.type)])
    pyarrow.parquet.write_table(pyarrow.table(columns, schema), folder / "u.parquet", store_schema=False)
    (folder / "config.yaml").write_text("units_from: {file: u.parquet, ignore: [note]}\n", "utf-8")
    status, told = said("validate")
    assert (status, told if line else "") == (bool(line), line)


def test_merged_cells_of_billions_are_as_many_as_there_are_rows(folder: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="D1:XFD1048576"/></mergeCells>'
    workbook(ROW, merged)(folder / "merged.xlsx")
    (folder / "config.yaml").write_text("units_from: merged.xlsx\n", "utf-8")
    assert said("validate")[0] == 0


@pytest.mark.parametrize("name", ["bomb.zip", "virtual.zip", "html.gpkg"])
def test_layers_are_looked_at_too(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write, line = {**TABLES, **BOUNDED}[name]
    write(folder / name)
    monkeypatch.setattr(unfit, "LARGEST", 60_000)
    where = "view: {bounds: [36, 46, 39, 49]}\nlayers: [{kind: area, role: control, file: "
    (folder / "config.yaml").write_text(f"{where}{name}}}]\n", "utf-8")
    told = line.removeprefix(f"{name}: ").replace(LESS, "simplify it, or cut it to what the map shows")
    for command in ("validate", "build"):
        assert said(command) == (1, f"config.yaml:2:44: layers[0].file: {name} {told}")


def test_a_zipped_layer_that_is_one_is_read(folder: Path) -> None:
    zipped(zone_geojson=SQUARE)(folder / "zone.zip")
    where = "view: {bounds: [36, 46, 39, 49]}\nlayers: [{kind: area, role: control, file: zone.zip}]\n"
    (folder / "config.yaml").write_text(where, "utf-8")
    assert said("validate")[0] == 0


def test_a_pipe_is_no_config(folder: Path) -> None:
    os.mkfifo("config.yaml")
    os.mkfifo("places.lock.yaml")
    (folder / "right.yaml").write_text("units: [{place: Gao, country: ML}]\n", "utf-8")
    assert said("validate") == (1, "config.yaml: this is a pipe or a device, not a file")
    assert said("validate", "/dev/zero") == (1, "/dev/zero: this is a pipe or a device, not a file")
    assert said("validate", "right.yaml") == (1, "places.lock.yaml: this is a pipe or a device, not a file")


def test_a_font_that_is_a_pipe_or_broken_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "fonts").mkdir()
    (folder / "fonts" / "broken.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 200)
    os.mkfifo(folder / "fonts" / "pipe.otf")
    monkeypatch.setenv("GEOMAP_FONTS", str(folder / "fonts"))
    (folder / "config.yaml").write_text('units: [{id: a, at: {lat: 48, lon: 37}, label: "ⴰ"}]\n', "utf-8")
    status, line = said("build", "--only", "svg")
    assert status == 1
    told = 'config.yaml:1:48: units[0].label: no font for U+2D30 TIFINAGH LETTER YA in the text "ⴰ"; '
    assert line.startswith(told)


@pytest.fixture
def as_anybody() -> Iterator[Path]:
    """A folder of a user who may not read everything, as the tests may where they run as root."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def asked(folder: Path, *arguments: str) -> tuple[int, str]:
    """What a command says to a user who owns nothing there."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.chdir(folder)
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            os.write(write, json.dumps(said(*arguments)).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as stream:
        status, line = json.loads(stream.read() or b'[-1, "it broke"]')
    return status, line


SECRET = """\
view: {bounds: [36, 46, 39, 49]}
units: [{id: a, at: {lat: 48, lon: 37.5}, label: A, troops: 900}]
layers: [{kind: area, id: zone, role: control, file: zone.geojson}]
artboards: [{id: w, width: 335, scale: 1}]
outputs: [csv]
"""


def test_what_may_not_be_read_or_written_is_told_in_a_line(as_anybody: Path) -> None:
    folder = as_anybody
    (folder / "config.yaml").write_text(SECRET, "utf-8")
    (folder / "zone.geojson").write_text(SQUARE, "utf-8")
    build(folder / "config.yaml")
    for path in (folder / "output").iterdir():
        path.chmod(0o644)
    denied = {
        "zone.geojson": "zone.geojson: cannot be read or written: Permission denied",
        "config.yaml": "config.yaml: the file cannot be read: Permission denied",
        "output/manifest.json": "output/manifest.json: cannot be read or written: Permission denied",
    }
    for name, line in denied.items():
        (folder / name).chmod(0)
        assert asked(folder, "build") == (1, line)
        (folder / name).chmod(0o644)
    assert asked(folder, "check")[0] == 0
    (folder / "config.yaml").write_text(SECRET.replace("900", "700"), "utf-8")
    for path in (folder / "output", folder):  # where the tests do not run as root, it is their user who asks
        path.chmod(0o555)
    assert asked(folder, "build") == (1, "output: cannot be written: Permission denied")
    assert asked(folder, "build", "--out", "maps") == (1, "maps: cannot be written: Permission denied")
    for path in (folder, folder / "output"):
        path.chmod(0o755)
    (folder / "config.yaml").write_text("units_from: units.csv\n", "utf-8")
    (folder / "units.csv").write_text("label,lat,lon\nA,48,37\n", "utf-8")
    (folder / "units.csv").chmod(0)
    assert asked(folder, "validate") == (1, "units.csv: cannot be read: Permission denied")


def test_files_that_vanish_are_told_in_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look for it and its reading; a preview goes on."""
    (folder / "config.yaml").write_text(SECRET, "utf-8")
    (folder / "zone.geojson").write_text(SQUARE, "utf-8")
    look = Path.is_file

    def vanishing(path: Path) -> bool:
        there = look(path)
        if path.name in ("zone.geojson", "units.csv"):
            path.unlink(missing_ok=True)
        return there

    monkeypatch.setattr(Path, "is_file", vanishing)
    line = "config.yaml:3:54: layers[0].file: zone.geojson cannot be read: No such file or directory"
    assert said("validate") == (1, line)
    (folder / "zone.geojson").write_text(SQUARE, "utf-8")
    preview = Preview("config.yaml")
    preview.refresh()
    assert str(preview.problems[0]) == line
    (folder / "units.csv").write_text("label,lat,lon\nA,48,37\n", "utf-8")
    (folder / "config.yaml").write_text("units_from: units.csv\n", "utf-8")
    assert said("validate")[1].splitlines()[-1] == "units.csv: cannot be read: No such file or directory"
