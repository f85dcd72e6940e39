"""Right files of every kind, of which broken ones are made: this repository's configs and tables, and exports."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import geopandas
import openpyxl
import pyarrow.csv
import pyarrow.parquet

from geomap.pipeline.build import build
from tests.fonts.conftest import write_font
from tests.tables.files import write_geopackage, write_parquet, write_workbook

ROOT = Path(__file__).parents[2]
LETTERS = "戰군خريطة"
_LARGEST = 5_000  # bytes
_EXPORTS = ("csv", "geojson", "gpkg", "kml", "kmz", "parquet")
_EXPORTED = """\
view: {bounds: [36, 46, 39, 49]}
as_of: 2022-01-12
sources: {x: {publisher: X}, y: {publisher: Y}}
sides: {a: {label: A}, b: {label: B}}
units:
  - {id: one, place: Donetsk, country: UA, side: a, troops: {min: 900, max: 1400}, equipment: {tanks: 12}, grade: B2,
     sources: [x, y], as_of: 2022-01-10, basis: reported,
     formations: [2 tank brigade, {type: headquarters, label: Corps}]}
  - {id: two, label: =Two, at: {lat: 48, lon: 37.5}, troops: unknown, precision: 0.1, basis: reported, sources: x}
  - {id: three, label: "Три, 3", at: {lat: 47.5, lon: 38}, troops: {about: 500}, side: b, basis: illustrative}
artboards: [{id: w, width: 335, scale: 1}]
"""
ZONE = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"class": "A", "name": name, "NAME": name}, "geometry": geometry}
        for name, geometry in zip("ABC", (
            {"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48, 9], [37, 48], [37, 47]]]},
            {"type": "LineString", "coordinates": [[37, 47], [38, 47.5], [38.5, 48]]},
            {"type": "GeometryCollection", "geometries": [
                {"type": "MultiPolygon", "coordinates": [[[[36, 46], [37, 46], [37, 47], [36, 46]]]]},
                {"type": "MultiLineString", "coordinates": [[[37, 47], [38, 47]], [[37, 48], [38, 48.5]]]},
            ]},
        ), strict=True)
    ],
}  # fmt: skip
TABLE = """\
Harbour,,,,,,,
id,Name,lat,lon,side,troops,troops_kind,basis,Notes
a,A,48,37,a,900,,reported,n
,,,,,,,,
b,B,47,38,,500,about,reported,
c,Luhansk,48.5,39.3,b,,unknown,illustrative,
"""
_ROWS = "lat,lon,side,troops,troops_min\n48,37,a,900,\n47.5,38,b,,50\n48.1,37,a,10,9\n48,39,,5,\n"
AREA = b"""\
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Areas</name><Placemark><name>A</name>
<Polygon><outerBoundaryIs><LinearRing><coordinates>37,47 38,47 38,48 37,48 37,47</coordinates></LinearRing>
</outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>
"""


def configs() -> tuple[list[bytes], list[bytes]]:
    """The right configs of this repository, and the wrong ones; none so large that it only costs time."""
    right = [ROOT / "config.yaml", ROOT / "tests/config/full.yaml", *sorted(ROOT.glob("tests/scenes/*/config.yaml"))]
    wrong = sorted(ROOT.glob("tests/bad/*.yaml"))
    found = ([path.read_bytes() for path in paths] for paths in ((*right, *ROOT.glob("tests/tables/*.yaml")), wrong))
    right_ones, wrong_ones = ([data for data in some if len(data) < _LARGEST] for some in found)
    return sorted(right_ones), wrong_ones


def write_files_of_configs(folder: Path) -> None:
    """The layers and tables that the configs name."""
    named = ("tests/bad/layers/*", "tests/bad/tables/*", "layers/*", "tests/scenes/*/layers/*", "tests/config/files/*")
    for path in (path for pattern in named for path in sorted(ROOT.glob(pattern))):  # the right ones over the wrong
        _write(folder / path.parent.name / path.name, path.read_bytes())
    _write(folder / "files" / "contact_line.geojson", json.dumps(ZONE).encode())
    _write(folder / "files" / "plain.csv", b"id,label,lat,lon,troops\none,One,48,37,900\ntwo,Two,47.5,38,700\n")
    for name in ("places.kml", "sheet.csv"):
        _write(folder / name, (ROOT / "tests" / "tables" / name).read_bytes())
    write_geopackage(folder / "survey.gpkg")
    write_parquet(folder / "register.parquet", rows=5)
    write_workbook(folder / "bases.xlsx")


def files(folder: Path) -> dict[tuple[str, str], list[bytes]]:
    """Tables, layers and what geomap itself writes, all right, by kind and the end of their names."""
    config = folder / "seed.yaml"
    config.write_text(_EXPORTED, "utf-8")
    built = build(config, only=_EXPORTS)
    exported = {end: (built.folder / f"seed.{end}").read_bytes() for end in _EXPORTS}
    write_geopackage(folder / "sites.gpkg")
    geopandas.read_file(folder / "sites.gpkg", layer="zones").to_file(folder / "zones.gpkg", engine="pyogrio")
    zone, zones = json.dumps(ZONE).encode(), (folder / "zones.gpkg").read_bytes()
    table = TABLE.encode()
    return {
        **{("units", f".{end}"): [data] for end, data in exported.items()},
        ("units", ".xlsx"): [workbook(exported["csv"].decode())],
        ("chosen", ".csv"): [table, table.replace(b",", b";"), ("\ufeff" + TABLE).encode("utf-16")],
        ("chosen", ".xlsx"): [workbook(TABLE)],
        ("layer", ".geojson"): [zone],
        ("layer", ".gpkg"): [zones],
        ("layer", ".kml"): [AREA],
        ("part", ".geojson"): [zone],
        ("part", ".gpkg"): [zones],
        ("rows", ".csv"): [_ROWS.encode()],
        ("rows", ".parquet"): [_rows_as_parquet()],
        ("regions", ".geojson"): [zone],
        ("lock", ".yaml"): [(ROOT / "places.lock.yaml").read_bytes(), (folder / "places.lock.yaml").read_bytes()],
        ("manifest", ".json"): [(built.folder / "manifest.json").read_bytes()],
        ("font", ".ttf"): [write_font(folder, "Boxes", LETTERS).read_bytes()],
    }


def _rows_as_parquet() -> bytes:
    data = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(io.BytesIO(_ROWS.encode())), data)
    return data.getvalue()


def workbook(table: str) -> bytes:
    """A sheet of the cells of a CSV; numbers are numbers, and a cell is merged."""
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(table)):
        book.active.append([float(cell) if re.fullmatch(r"\d+\.?\d*", cell) else cell for cell in row])
    if table.startswith("Harbour"):
        book.active.merge_cells("A1:B1")
    data = io.BytesIO()
    book.save(data)
    parts = members(data.getvalue()).items()  # without the day on which it was written
    return packed((name, re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"2022-01-12T00:00:00Z", part)) for name, part in parts)


def members(data: bytes) -> dict[str, bytes]:
    """The files in a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP archive that is the same on every day."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
