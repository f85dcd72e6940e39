"""A pipe or a device that comes in the place of a file between a look and the opening: a line, and an end."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.files.apart.process import told_of
from geomap.files.apart.told import ToldError
from geomap.files.regular import NotRegularError, bytes_of, opened
from tests.fuzzing import folders, seeds

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")

UNIT = "units: [{id: a, label: A, at: {lat: 48, lon: 37}}]\n"
CONFIGS = {
    "table": "units_from: {file: FILE, defaults: {basis: estimate}}\n",
    "layer": f"layers: [{{kind: area, role: control, file: FILE}}]\n{UNIT}",
    "font": f"fonts: FILE\n{UNIT}",
}
FILES = {
    ("table", ".csv"): ("units", ".csv"),
    ("table", ".xlsx"): ("units", ".xlsx"),
    ("table", ".kml"): ("units", ".kml"),
    ("table", ".kmz"): ("units", ".kmz"),
    ("table", ".geojson"): ("units", ".geojson"),
    ("layer", ".geojson"): ("layer", ".geojson"),
    ("font", ".ttf"): ("font", ".ttf"),
}


def pipe(path: Path) -> None:
    os.mkfifo(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def asked_for(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(path))  # a path of a socket is short


KINDS = pytest.mark.parametrize("make", [pipe, zeros, asked_for], ids=lambda make: make.__name__)


@KINDS
def test_what_is_no_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "file")
    with pytest.raises(NotRegularError):
        opened(tmp_path / "file")


def test_a_file_is_read_and_a_link_to_one_where_that_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("file")
    assert bytes_of(tmp_path / "file", 3) == bytes_of(tmp_path / "link") == b"abc"
    with pytest.raises(OSError, match="it is larger than 0 MB"):
        bytes_of(tmp_path / "file", 2)
    with pytest.raises(OSError):
        bytes_of(tmp_path / "link", follow=False)
    with pytest.raises(IsADirectoryError):
        bytes_of(tmp_path)


@KINDS
@pytest.mark.parametrize("reader", ["gdal:layers", "parquet:about", "parquet:read"])
def test_nor_by_the_process_that_reads_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], reader: str
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "file.gml")
    with pytest.raises(ToldError, match="it is a pipe or a device"):
        told_of(reader, tmp_path / "file.gml")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    folder = tmp_path_factory.mktemp("seeds")
    return {key: some[0] for key, some in seeds.files(folder).items()}


@pytest.mark.parametrize("opening", range(3))
@pytest.mark.parametrize("kind", FILES, ids="".join)
def test_every_reader_looks_at_what_it_has_opened(
    tmp_path: Path, written: dict[tuple[str, str], bytes], kind: tuple[str, str], opening: int
) -> None:
    """The file becomes a pipe right before it is opened for the first, second or third time."""
    file = tmp_path / f"file{kind[1]}"
    file.write_bytes(written[FILES[kind]])
    config = tmp_path / "config.yaml"
    config.write_text("view: {bounds: [36, 46, 39, 49]}\n" + CONFIGS[kind[0]].replace("FILE", file.name), "utf-8")

    def becomes_pipe() -> None:
        file.unlink()
        os.mkfifo(file)

    status = folders.run(file, "validate", str(config), stage=opening, then=becomes_pipe)
    assert file.is_fifo() or opening  # not every reader opens it again
    assert status == 1 or (not file.is_fifo() and status == 0)
