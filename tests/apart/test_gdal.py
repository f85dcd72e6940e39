"""What GDAL opens is the file alone: no other that it names, no server, no program, whatever it and its name say."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import geopandas
import pyproj
import pytest
import shapely

from geomap.errors import LayerError
from geomap.files.apart import drivers, process
from geomap.files.apart.elsewhere import require_no_grid_by_path
from geomap.files.apart.process import told_of
from geomap.files.apart.told import ToldError
from geomap.layer_files.asked import Asked
from geomap.layer_files.gis import read_features

NO_FORMAT = "is in no format that geomap reads"
SUFFIXES = {"shp": "ESRI Shapefile", "tab": "MapInfo File", "mif": "MapInfo File", "gml": "GML", "fgb": "FlatGeobuf",
            "gpkg": "GPKG", "geojsonl": "GeoJSONSeq", "sqlite": "SQLite", "db": "SQLite"}  # fmt: skip


def write(file: Path, label: str = "Camp") -> Path:
    """A layer of one point."""
    made = geopandas.GeoDataFrame({"label": [label]}, geometry=[shapely.Point(37, 48)], crs=4326)
    made.to_file(file, driver=SUFFIXES.get(file.suffix[1:], "GPKG"))
    return file


def labels(file: Path) -> list[str]:
    return [row["label"] for _, row in read_features(file).features]


def refused(file: Path) -> str:
    with pytest.raises(ToldError) as caught:
        told_of("gdal:layers", file)
    return caught.value.text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_read_with_its_parts(tmp_path: Path, suffix: str) -> None:
    assert labels(write(tmp_path / f"camps.{suffix}")) == ["Camp"]


def test_a_folder_of_esri_is_read_in_an_archive(tmp_path: Path) -> None:
    """Which its driver knows by the name."""
    made = geopandas.GeoDataFrame({"label": ["Camp"]}, geometry=[shapely.Point(37, 48)], crs=4326)
    (tmp_path / "in").mkdir()
    made.to_file(tmp_path / "in" / "camps.gdb", driver="OpenFileGDB")
    shutil.make_archive(str(tmp_path / "camps.gdb"), "zip", tmp_path / "in")
    assert labels(tmp_path / "camps.gdb.zip") == ["Camp"]


@pytest.mark.parametrize("name", ["pipeline.gpkg", "pipeline.gdalg.json", "pipeline.shp", "pipeline"])
@pytest.mark.parametrize("then", ["filter --where 1=1", "partition {out} --field label --format GeoJSON"])
def test_a_pipeline_is_not_run(tmp_path: Path, name: str, then: str) -> None:
    """It reads another file, and the second one writes."""
    (tmp_path / "elsewhere").mkdir()
    other, out = write(tmp_path / "elsewhere" / "other.gpkg"), tmp_path / "written"
    line = f"gdal vector pipeline ! read {other} ! {then.format(out=out)}"
    file = tmp_path / name
    file.write_text(json.dumps({"type": "gdal_streamed_alg", "command_line": line}), "utf-8")
    assert refused(file) == NO_FORMAT
    assert not out.exists()


@pytest.mark.parametrize(
    "text",
    [
        '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /vsicurl/{url}/a.gpkg ! filter"}}',
        "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/{url}</SrcDataSource></OGRVRTLayer>"
        "</OGRVRTDataSource>",
        "<OGRWFSDataSource><URL>{url}</URL></OGRWFSDataSource>",
        '{{"links": [{{"rel": "data", "href": "{url}"}}], "conformsTo": []}}',
    ],
)
def test_no_server_is_asked(tmp_path: Path, text: str) -> None:
    with socket.socket() as server:
        file = tmp_path / "layer.gpkg"
        file.write_text(text.format(url=listening(server)), "utf-8")
        assert refused(file)
        with pytest.raises(TimeoutError):
            server.accept()


def listening(server: socket.socket) -> str:
    server.bind(("127.0.0.1", 0))
    server.listen()
    server.settimeout(0.1)
    return f"http://127.0.0.1:{server.getsockname()[1]}"


GML = """<?xml version="1.0"?><wfs:FeatureCollection xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:wfs="http://www.opengis.net/wfs" xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml"
 xsi:schemaLocation="http://ogr.maptools.org/ {url}/?SERVICE=WFS&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=ogr:a">
<gml:featureMember><ogr:a><ogr:label>Camp</ogr:label><ogr:geometryProperty><gml:Point srsName="EPSG:4326">
<gml:coordinates>37,48</gml:coordinates></gml:Point></ogr:geometryProperty></ogr:a></gml:featureMember>
</wfs:FeatureCollection>"""
LINKED = """{{"type": "FeatureCollection", "crs": {{"type": "link", "properties": {{"href": "{url}"}}}}, "features": [
{{"type": "Feature", "properties": {{"label": "Camp"}}, "geometry": {{"type": "Point", "coordinates": [37, 48]}}}}]}}"""


@pytest.mark.parametrize(("name", "text"), [("layer.gml", GML), ("layer.geojsonl", LINKED), ("layer", LINKED)])
def test_no_server_is_asked_for_what_a_layer_refers_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    """A schema, or a reference system; a setting of this computer that no proxy is to be asked changes nothing."""
    monkeypatch.setattr(process, "_waiting", waiting := process._Waiting())
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.socket() as server:
        file = tmp_path / name
        file.write_text(text.format(url=listening(server)), "utf-8")
        assert labels(file) == ["Camp"]
        with pytest.raises(TimeoutError):
            server.accept()
    waiting.end()


def with_statement(file: Path, sql: str, kind: str = "table") -> Path:
    """A database in whose list of tables stands one more, without that it was ever made."""
    with closing(sqlite3.connect(write(file))) as database, database:
        database.execute("PRAGMA writable_schema = on")
        database.execute("INSERT INTO sqlite_master VALUES (?, 'x', 'x', 0, ?)", (kind, sql))
        if file.suffix == ".gpkg":
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('x', 'attributes', 'x')"
            )
    return file


ELSEWHERE = "holds tables that are other files"


@pytest.mark.parametrize("suffix", ["gpkg", "sqlite", "db"])
@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIRTUAL TABLE x USING VirtualShape('{other}', 'UTF-8', 4326)",
        "create/**/virtual -- rtree\n table x using VirtualText('{other}.csv', 'UTF-8')",
        "CREATE VIRTUAL TABLE x USING VirtualDbf('{other}.dbf', ' using rtree(')",
        "CREATE VIRTUAL TABLE x USING VirtualOGR('{other}.shp')",
    ],
)
def test_a_table_that_is_another_file_is_refused(tmp_path: Path, suffix: str, sql: str) -> None:
    """SpatiaLite has such, which GDAL brings with it."""
    (tmp_path / "elsewhere").mkdir()
    other = write(tmp_path / "elsewhere" / "other.shp", "Secret").with_suffix("")
    assert refused(with_statement(tmp_path / f"camps.{suffix}", sql.format(other=other))) == ELSEWHERE


def test_nor_in_the_log_of_a_database(tmp_path: Path) -> None:
    file = write(tmp_path / "camps.gpkg")
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("PRAGMA writable_schema = on")
        database.execute("INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING v(1)')")
        database.commit()
        assert refused(file) == ELSEWHERE


def test_tables_that_are_made_of_the_database_itself_are_none(tmp_path: Path) -> None:
    """An index, as every GeoPackage has one, and words that only look so."""
    file = write(tmp_path / "camps.gpkg")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE VIRTUAL TABLE [the words] USING fts4(a)")
        database.execute("CREATE TABLE virtual_table (virtual TEXT)")
    assert [row["label"] for _, row in read_features(file, Asked("camps")).features] == ["Camp"]


def test_a_view_computes_nothing_of_other_files(tmp_path: Path) -> None:
    """What a view may call is what SQLite holds to be harmless in one."""
    other = write(tmp_path / "other.shp").with_suffix("")
    sql = f"CREATE VIEW x AS SELECT PROJ_GuessSridFromSHP('{other}') AS label"
    file = with_statement(tmp_path / "camps.gpkg", sql, "view")
    with pytest.raises(LayerError):
        read_features(file, Asked("x"))


def seamless(file: Path, other: Path) -> Path:
    """A table of MapInfo that is a list of other tables."""
    made = geopandas.GeoDataFrame({"Table": [f"../../..{other}"]}, geometry=[shapely.box(36, 47, 38, 49)], crs=4326)
    made.to_file(file, driver="MapInfo File")
    text = file.read_text("latin-1").rstrip("\n")
    file.write_text(f'{text}\nbegin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\n', "latin-1")
    return file


def test_a_list_of_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    other = write(tmp_path / "elsewhere" / "other.tab", "Secret")
    assert refused(seamless(tmp_path / "camps.tab", other)) == "is a list of other tables"
    (tmp_path / "view.tab").write_text('!table\nOpen Table "a" Hide\nCreate View x As Select b\n', "utf-8")
    assert refused(tmp_path / "view.tab") == "is a list of other tables"
    text = (file := write(tmp_path / "plain.tab")).read_text("latin-1")
    file.write_text(f'{text}\nbegin_metadata\n"\\IsSeamless" = "FALSE"\nend_metadata\n', "latin-1")
    assert labels(file) == ["Camp"]


def packed(folder: Path, *members: Path) -> Path:
    with zipfile.ZipFile(folder / "layer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, member.name)
    return folder / "layer.zip"


GRID = """GEOGCS["x",DATUM["y",SPHEROID["z",6377397,299],EXTENSION["PROJ4_GRIDS","/tmp/any.gsb"]],PRIMEM["Greenwich",0],
UNIT["degree",0.0174532925199433]]"""
BY_PATH = "names a coordinate reference system that is made of other files"


def with_grid(file: Path) -> Path:
    """A layer whose reference system names a file."""
    write(file)
    if file.suffix == ".shp":
        file.with_suffix(".prj").write_text(GRID, "utf-8")
    else:
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("UPDATE gpkg_spatial_ref_sys SET definition = ?, organization = 'NONE'", (GRID,))
    return file


@pytest.mark.parametrize("suffix", [".shp", ".gpkg"])
def test_a_grid_that_is_any_file_is_not_looked_for(tmp_path: Path, suffix: str) -> None:
    """A pipe would be waited for."""
    assert refused(with_grid(tmp_path / f"camps{suffix}")) == BY_PATH


@pytest.mark.parametrize(
    "system",
    [
        "+proj=longlat +nadgrids=/tmp/a.gsb",
        "+proj=longlat +nadgrids=@null,~/a.gsb",
        "+proj=pipeline +step +proj=tinshift +file=../a.json",
        'BOUNDCRS[ABRIDGEDTRANSFORMATION["x",PARAMETERFILE["Latitude difference file", "C:\\\\a.gsb"]]]',
    ],
)
def test_grids_by_their_paths(system: str) -> None:
    with pytest.raises(ToldError, match=BY_PATH):
        require_no_grid_by_path(system)
    require_no_grid_by_path(pyproj.CRS("+proj=longlat +nadgrids=@null,conus").to_wkt())


MEMBERS: dict[str, tuple[Callable[[Path], list[Path]], str]] = {
    "tables that are files": (
        lambda folder: [with_statement(folder / "a.gpkg", "CREATE VIRTUAL TABLE x USING VirtualText('/tmp/a.csv')")],
        ELSEWHERE,
    ),
    "a list of tables": (
        lambda folder: sorted(seamless(folder / "a.tab", folder / "other.tab").parent.glob("a.*")),
        "is a list of other tables",
    ),
    "an archive": (lambda folder: [packed(folder, write(folder / "a.gpkg")).rename(folder / "a.zip")],
        "is an archive of archives"),
    "a grid": (lambda folder: [with_grid(folder / "a.shp"), folder / "a.dbf", folder / "a.shx", folder / "a.prj"],
        BY_PATH),
}  # fmt: skip


@pytest.mark.parametrize("what", MEMBERS)
def test_what_an_archive_holds_is_looked_at_as_well(tmp_path: Path, what: str) -> None:
    make, text = MEMBERS[what]
    (tmp_path / "in").mkdir()
    assert refused(packed(tmp_path, *make(tmp_path / "in"))) == text


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "shp", "sqlite"])
def test_a_file_is_what_it_is_called(tmp_path: Path, suffix: str) -> None:
    """So that no driver opens it but that of its kind."""
    write(tmp_path / "camps.gml").rename(file := tmp_path / f"layer.{suffix}")
    assert refused(file) == NO_FORMAT
    assert labels(packed(tmp_path, write(tmp_path / "camps.gpkg"))) == ["Camp"]


@pytest.mark.parametrize(
    "name", ["x.zip!y.vrt", "x.zip!y.gpkg", "a b!c.gpkg", "zip:x.gpkg", "q?x=1.gpkg", "l|layer.gpkg"]
)
def test_a_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    """Where part of it is the name of another file, that is not read."""
    inner = write(tmp_path / "inner.gpkg", "Another")
    shutil.make_archive(str(tmp_path / "x"), "zip", tmp_path, inner.name)
    assert labels(write(tmp_path / "made.gpkg").rename(tmp_path / name)) == ["Camp"]


@pytest.mark.parametrize("end", [".dbf", ".shx", ".prj", ".cpg"])
def test_a_part_that_is_a_link_is_refused(tmp_path: Path, end: str) -> None:
    """It may lead anywhere."""
    file = write(tmp_path / "camps.shp")
    (tmp_path / "elsewhere").mkdir()
    part = file.with_suffix(end).rename(tmp_path / "elsewhere" / f"camps{end}")
    file.with_suffix(end).symlink_to(part)
    assert refused(file) == f"has camps{end} beside it, which is no file of its own"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_a_part_that_is_a_pipe_is_refused(tmp_path: Path) -> None:
    """Nobody writes into it, so that it would be waited for."""
    file = write(tmp_path / "camps.shp")
    file.with_suffix(".dbf").unlink()
    os.mkfifo(file.with_suffix(".DBF"))
    assert refused(file) == "has camps.DBF beside it, which is no file of its own"


def test_parts_count_as_the_file(tmp_path: Path) -> None:
    file = write(tmp_path / "camps.shp")
    with file.with_suffix(".dbf").open("r+b") as part:
        part.truncate(150_000_000)
    assert refused(file) == "is, with the files beside it, larger than 100 MB"


def test_what_lies_beside_a_file_is_no_part_of_it_by_its_name(tmp_path: Path) -> None:
    """A schema beside a GML would say how it is read."""
    file = write(tmp_path / "camps.gml")
    before = labels(file)
    file.with_suffix(".xsd").write_text("no schema", "utf-8")
    file.with_suffix(".gfs").write_text("<GMLFeatureClassList><SequentialLayers>", "utf-8")
    assert labels(file) == before


def test_a_driver_that_nobody_knows_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToldError, match="drivers that geomap does not know: Later, Newer") as caught:
        drivers.require_known(["GPKG", "Newer", "Later"])
    assert caught.value.hint == "set OGR_SKIP=Later,Newer, or install the locked versions"
    assert drivers.environment({"OGR_SKIP": "Later"})["OGR_SKIP"].endswith(",Later")
