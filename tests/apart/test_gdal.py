"""What GDAL opens is the file alone: no other that it names, no server, no program, whatever it and its name say."""

from __future__ import annotations

import json
import os
import shutil
import socket
from pathlib import Path

import geopandas
import pytest
import shapely

from geomap.apart import drivers
from geomap.apart.process import told_of
from geomap.apart.told import ToldError
from geomap.sources.gis import read_features

NO_FORMAT = "is in no format that geomap reads"
SUFFIXES = {"shp": "ESRI Shapefile", "tab": "MapInfo File", "mif": "MapInfo File", "gml": "GML", "fgb": "FlatGeobuf",
            "gpkg": "GPKG", "geojsonl": "GeoJSONSeq", "sqlite": "SQLite"}  # fmt: skip


def write(file: Path, label: str = "Camp") -> Path:
    """A layer of one point."""
    made = geopandas.GeoDataFrame({"label": [label]}, geometry=[shapely.Point(37, 48)], crs=4326)
    made.to_file(file, driver=SUFFIXES.get(file.suffix[1:], "GPKG"))
    return file


def labels(file: Path) -> list[str]:
    return [row["label"] for _, row in read_features(file, "")]


def refused(file: Path) -> str:
    with pytest.raises(ToldError) as caught:
        told_of("gdal:layers", file)
    return caught.value.text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_read_with_its_parts(tmp_path: Path, suffix: str) -> None:
    assert labels(write(tmp_path / f"camps.{suffix}")) == ["Camp"]


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
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        file = tmp_path / "layer.gpkg"
        file.write_text(text.format(url=f"http://127.0.0.1:{server.getsockname()[1]}"), "utf-8")
        assert refused(file)
        with pytest.raises(TimeoutError):
            server.accept()


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
