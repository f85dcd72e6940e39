"""Files that are damaged, texts that are no characters and terminals without UTF-8: one line each, never a stop."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.files.unfit import fault
from geomap.fonts.bidi import visual_runs
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

BASE = "title: T\nview: {bounds: [36, 46, 41, 50]}\nartboards: [{id: w, width: 335}]\noutputs: [svg]\n"
UNIT = "units: [{{id: a, label: {label}, at: {{lat: 48, lon: 38}}, troops: 1}}]\n"
UNASSIGNED = ['"x\\u0378y"', '"x\\uFDD0"', '"x\\U0001FFFE"', '"\\u05FFa"', '"\\u0378 \\u05D0"']


def said(folder: Path, config: str, command: str = "validate") -> tuple[int, str]:
    (folder / "config.yaml").write_text(config, "utf-8")
    done = CliRunner().invoke(main, [command, str(folder / "config.yaml")])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.stderr


def archive(path: Path, *, virtual: bool = False) -> Path:
    """A zip file whose first entry has a stream that cannot be unpacked."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("doc.kml", b"<kml/>" * 500)
        if virtual:
            made.writestr("b.vrt", b"<OGRVRTDataSource>")
    data = bytearray(path.read_bytes())
    start = 30 + sum(struct.unpack("<HH", data[26:30]))
    data[start : start + 8] = b"\xff" * 8
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["f.kmz", "f.xlsx", "f.zip"])
def test_a_stream_that_cannot_be_unpacked_is_told_in_a_line(tmp_path: Path, name: str) -> None:
    archive(tmp_path / name)
    status, text = said(tmp_path, BASE + f"units_from: {name}\n")
    assert (status, text.count("\n")) == (1, 1)
    assert f"{name}: " in text


def test_a_damaged_file_of_an_archive_hides_no_virtual_layer(tmp_path: Path) -> None:
    told = fault(archive(tmp_path / "f.zip", virtual=True), "")
    assert told is not None
    assert "virtual layer" in told[0]


def test_two_columns_of_one_name_are_two(tmp_path: Path) -> None:
    """As a damaged head of a .dbf has them; here with one letter of a name changed."""
    import geopandas  # noqa: PLC0415 - takes a second

    frame = geopandas.GeoDataFrame({"abc": [1], "abd": ["x"]}, geometry=geopandas.points_from_xy([38], [48]), crs=4326)
    frame.to_file(tmp_path / "f.shp")
    table = tmp_path / "f.dbf"
    table.write_bytes(table.read_bytes().replace(b"abd", b"abc"))
    status, text = said(tmp_path, BASE + "units_from: f.shp\n")
    assert (status, text.count("\n")) == (1, 1)


def test_text_in_parquet_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    bad = pyarrow.Array.from_buffers(
        pyarrow.string(), 1, [None, pyarrow.py_buffer(struct.pack("<ii", 0, 2)), pyarrow.py_buffer(b"\xff\xfe")]
    )
    columns = {"id": bad, "lat": pyarrow.array([48.0]), "lon": pyarrow.array([38.0])}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "f.parquet")
    status, text = said(tmp_path, BASE + "units_from: f.parquet\n")
    assert status == 1
    assert text.endswith("f.parquet: holds text that is not UTF-8; save it again\n")


@pytest.mark.parametrize("label", UNASSIGNED)
def test_a_label_of_no_characters_is_drawn_and_told(tmp_path: Path, label: str) -> None:
    config = BASE + UNIT.format(label=label)
    assert "no font for U+" in said(tmp_path, config)[1]
    assert "no font for U+" in said(tmp_path, config, "build")[1]


def test_what_is_unassigned_runs_from_left_to_right() -> None:
    assert [(run.start, run.end, run.rtl) for run in visual_runs("x\u0378y", rtl=False)] == [(0, 3, False)]


def run(*arguments: str | bytes, folder: Path, encoding: str = "") -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, **({"PYTHONIOENCODING": encoding} if encoding else {})}
    return subprocess.run(
        [sys.executable, "-m", "geomap", *arguments], cwd=folder, env=surroundings, capture_output=True, check=False
    )


def test_a_stream_that_is_not_utf_8_has_codes(tmp_path: Path) -> None:
    for name, label in (("old.yaml", "Київ"), ("new.yaml", "Львів")):
        (tmp_path / name).write_text(BASE + UNIT.format(label=label), "utf-8")
    done = run("diff", "old.yaml", "new.yaml", folder=tmp_path, encoding="latin-1")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert rb"\u041a\u0438\u0457\u0432" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are Unicode there")
def test_a_config_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    name = b"caf\xe9.yaml"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(BASE + UNIT.format(label="A"), "utf-8")
    code = "import sys\nfrom geomap.cli import main\nfor command in ('validate', 'build', 'check'):\n    try:\n"
    code += "        main([command, *sys.argv[1:]])\n    except SystemExit as error:\n        assert not error.code"
    done = subprocess.run([sys.executable, "-c", code, name], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr


def test_what_somebody_wrote_into_the_manifest_is_in_no_way_of_a_build(tmp_path: Path) -> None:
    config = BASE + UNIT.format(label="A")
    said(tmp_path, config, "build")
    path = tmp_path / "output" / "manifest.json"
    good = json.loads(path.read_bytes())
    board = {"moved": [], "dropped": []}
    for entry in (
        {"artboards": {"w": {"moved": []}}},
        {"artboards": {"w": board | {"dropped": {"a": 1}}}},
        {"artboards": {"w": board | {"moved": [{"text": "A", "why": 1}]}}},
        {"artboards": {"w": board | {"moved": [{"text": 1, "reason": "r"}]}}},
        {"published": {**good["published"], "ground": "\udce9"}},
        {"published": {**good["published"], "\udce9": "0"}},
        {"tool": good["tool"] | {"libraries": {"numpy": "\x1b[2J"}}},
    ):
        path.write_text(json.dumps(good | entry), "utf-8")
        assert said(tmp_path, config, "build")[0] == 0, entry
        assert json.loads(path.read_bytes()) == good
