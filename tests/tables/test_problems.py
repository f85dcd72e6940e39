"""What is wrong with a table is said with its file, row and column; `tests/bad/` has a table for most of the words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import geopandas
import pandas
import pytest
import shapely

import geomap
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.pipeline.validate import validate
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


def test_what_libraries_say_of_other_files(tmp_path: Path) -> None:
    """In words that differ from one version to the next."""
    assert said(tmp_path, "u.xlsx", u_xlsx=b"no")[0].startswith("u.xlsx: is not an Excel file: ")
    assert said(tmp_path, "u.parquet", u_parquet=b"no")[0].startswith("u.parquet: is not a Parquet file: ")
    assert said(tmp_path, "u.kml", u_kml='<?xml version="1.0" encoding="x"?><kml/>') == [
        "u.kml: is not XML: unknown encoding: x"
    ]


def test_an_archive_that_is_no_kmz(tmp_path: Path) -> None:
    locked = packed({"doc.kml": b"<kml/>"}).replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    locked = locked.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    for data in (b"", b"PK", packed({"doc.kml": b"<kml/>"})[:40], locked):
        assert said(tmp_path, "u.kmz", u_kmz=data) == ["u.kmz: is not a KMZ archive with a .kml in it"]


def test_what_libraries_say_is_short_and_without_folders(tmp_path: Path) -> None:
    assert said(tmp_path, "u.gpkg", u_gpkg=b"no") == [
        "u.gpkg: is in no format that geomap reads; save it as a GeoPackage"
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


def test_columns_that_nothing_reads_are_told_once_a_file(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("id,lat,lon,Link,Comment\na,1,2,x,y\nb,3,4,x,y\n", "utf-8")
    (tmp_path / "config.yaml").write_text("units_from: u.csv\n", "utf-8")
    assert [str(problem).replace(f"{tmp_path}/", "") for problem in validate(tmp_path / "config.yaml")] == [
        "u.csv: warning: nothing reads the columns Link, Comment; name them under columns, where, carry or ignore"
    ]


def test_ids_of_a_table_are_known_to_the_rest_of_the_config(tmp_path: Path) -> None:
    for name, unit in (("a", "gao"), ("b", "kidal")):
        (tmp_path / f"{name}.csv").write_text(f"id,lat,lon,troops\n{unit},1,2,30\n", "utf-8")
    (tmp_path / "config.yaml").write_text(
        "units: [{id: own, at: {lat: 1, lon: 2}}]\nunits_from: '*.csv'\n"
        "layers: [{kind: note, id: n, text: '{sum}', sums: [gao, kidal], at: {lat: 1, lon: 2}}]\n",
        "utf-8",
    )
    config = read_config(tmp_path / "config.yaml")
    assert [unit.id for unit in config.units] == ["own", "gao", "kidal"]
    assert [path.name for path in config.tables] == ["a.csv", "b.csv"]
    (tmp_path / "b.csv").write_text("id,lat,lon,troops\nown,1,2,30\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path / "config.yaml")
    assert str(caught.value).replace(f"{tmp_path}/", "").split("\n") == [
        'config.yaml:3:57: layers[0].sums[1]: "kidal" is not in `units`; there are own, gao',
        "b.csv:2: column id: the id own is taken by the unit of line 1; change one of them, "
        "or put `as_of` with each where they are observations of one unit",
    ]


@pytest.mark.parametrize("heading", ["embargo_untill", "Embargo", "embargoed until", "precison"])
def test_a_heading_that_may_hold_rows_back_is_asked_about(tmp_path: Path, heading: str) -> None:
    """To pass over it would publish what must not be."""
    rows = f"id,lat,lon,{heading}\na,48,37,2999-01-01\n"
    (told,) = said(tmp_path, "u.csv", u_csv=rows)
    text = f'the heading "{heading}" looks as if it held rows back, and is not read'
    assert told.endswith(f"{text}; name it under columns, or under ignore where it does not")
    (tmp_path / "config.yaml").write_text(f"{HEAD}units_from: {{file: u.csv, ignore: [{heading}]}}\n", "utf-8")
    assert len(read_config(tmp_path / "config.yaml").units) == 1


@pytest.mark.parametrize("entry", ["columns: {until: embargo_until}", "columns: {label: Embargo-Until}",
                                   "columns: {embargo_until: day}, ignore: [embargo_until]",
                                   "columns: {troops: precision, notes: embargo_until}",
                                   "columns: {precision: embargo_until}"])  # fmt: skip
@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "geojson"])
def test_what_holds_rows_back_is_read_as_nothing_else(tmp_path: Path, entry: str, form: str) -> None:
    heading = "Embargo-Until" if "label" in entry else "embargo_until"
    cells = {"id": ["a"], "lat": [16.1], "lon": [1.4], heading: ["2999-01-01"], "day": ["2022-01-01"], "precision": [2]}
    frame = geopandas.GeoDataFrame(cells, geometry=[shapely.Point(1.4, 16.1)], crs="EPSG:4326")
    if form == "geojson":
        frame.to_file(tmp_path / "u.geojson")
    else:
        frame = pandas.DataFrame(frame.drop(columns="geometry"))
        write = {"csv": frame.to_csv, "xlsx": frame.to_excel, "parquet": frame.to_parquet}[form]
        write(tmp_path / f"u.{form}", index=False)
    (told,) = said(tmp_path, f"{{file: u.{form}, {entry}}}")
    assert f'the heading "{heading}" holds rows back, and is not read as' in told


def test_what_holds_rows_of_a_frame_back_is_read_as_nothing_else() -> None:
    rows = [{"id": "a", "lat": 16.1, "lon": 1.4, "embargo_until": "2999-01-01"}]
    for columns, ignored in (({"until": "embargo_until"}, ()), ({"embargo_until": "id"}, ("embargo_until",))):
        with pytest.raises(ConfigError, match='the column "embargo_until" holds rows back, and is not read as'):
            geomap.map_of(rows, columns=columns, ignore=ignored)
    with pytest.raises(ConfigError, match='the column "embargo_until" holds rows back, and is not read as'):
        geomap.map_of(rows, label="embargo_until")
