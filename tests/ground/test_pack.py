"""A file of the ground that is cut to the map makes the same map."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.files import pmtiles
from geomap.pipeline.build import build
from tests.ground.conftest import Project, config
from tests.ground.places import kharkiv
from tests.ground.tiles import write_tiles


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiles of more zooms than a map needs."""
    return write_tiles(tmp_path_factory.mktemp("large") / "large.pmtiles", kharkiv(), "protomaps", (8, 12))


def _pack(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(main, ["ground", "pack", *arguments])
    return ran.exit_code, ran.output


def test_what_is_packed_is_smaller_and_makes_the_same_map(project: Project, large: Path, tmp_path: Path) -> None:
    path = project("{}")
    status, said = _pack(str(large), str(path))
    packed = tmp_path / "map.pmtiles"
    assert status == 0 and "© OpenStreetMap contributors" in said
    assert packed.stat().st_size < large.stat().st_size / 3
    shutil.copy(large, tmp_path / "large.pmtiles")
    svgs = []
    for name in ("large", "map"):
        path.write_text(config(f"{{files: {name}.pmtiles}}"), "utf-8")
        svgs.append((build(path).folder / "map-wide.svg").read_bytes())
    assert svgs[0] == svgs[1]


def test_it_is_packed_to_the_same_bytes_from_any_format(project: Project, tiles: Path, tmp_path: Path) -> None:
    path = project("{}")
    first = _pack(str(tiles / "openmaptiles.pmtiles"), str(path))
    assert first[0] == 0
    data = (tmp_path / "map.pmtiles").read_bytes()
    assert _pack(str(tiles / "openmaptiles.pmtiles"), str(path))[0] == 0, "what geomap packed it replaces"
    assert (tmp_path / "map.pmtiles").read_bytes() == data
    assert _pack(str(tiles / "database.mbtiles"), str(path), "--out", str(tmp_path / "two.pmtiles"))[0] == 0
    with (tmp_path / "map.pmtiles").open("rb") as one, (tmp_path / "two.pmtiles").open("rb") as two:
        headers = [pmtiles.read_header(file) for file in (one, two)]
        wanted = set(range(pmtiles.number_of((10, 0, 0)), pmtiles.number_of((10, 0, 0)) + 4**10))
        assert dict(pmtiles.read_tiles(one, headers[0], wanted)) == dict(pmtiles.read_tiles(two, headers[1], wanted))


def test_a_geopackage_is_cut_to_the_same_bytes(project: Project, tiles: Path, tmp_path: Path) -> None:
    path = project("{}")
    for name in ("one", "two"):
        assert _pack(str(tiles / "package.gpkg"), str(path), "--out", str(tmp_path / f"{name}.gpkg"))[0] == 0
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()
    path.write_text(config("{files: one.gpkg}"), "utf-8")
    assert "© OpenStreetMap contributors" in (build(path).folder / "map-wide.svg").read_text("utf-8")


def test_what_others_made_is_not_replaced(project: Project, large: Path, tmp_path: Path) -> None:
    path = project("{}")
    (tmp_path / "map.pmtiles").write_bytes(b"mine")
    status, said = _pack(str(large), str(path))
    assert status == 1 and "--overwrite" in said
    assert _pack(str(large), str(path), "--overwrite", str(tmp_path / "map.pmtiles"))[0] == 0


def test_what_cannot_be_packed_is_said_in_a_line(project: Project, tmp_path: Path, tiles: Path) -> None:
    path = project("{}", view="[10, 40, 12, 42]")
    for name, said in (("gone.pmtiles", "is not there"), ("map.yaml", "is no file of the ground")):
        status, output = _pack(str(tmp_path / name), str(path))
        assert status == 1 and said in output and output.count("\n") == 1
    status, output = _pack(str(tiles / "protomaps.pmtiles"), str(path))
    assert status == 1 and "shows nothing of what is on the map" in output


def test_numbers_of_tiles_are_those_of_the_format() -> None:
    known = [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 0, 1), 2), ((1, 1, 1), 3), ((1, 1, 0), 4), ((2, 0, 0), 5)]
    assert [pmtiles.number_of(tile) for tile, _ in known] == [number for _, number in known]
    tiles = [(zoom, x * 37 % (1 << zoom), x * 91 % (1 << zoom)) for zoom in range(1, 22) for x in range(9)]
    assert [pmtiles.tile_of(pmtiles.number_of(tile)) for tile in tiles] == tiles


def test_an_archive_of_many_tiles_has_directories_of_directories() -> None:
    data = {number: f"{number * 7919 % 1_000_003}".encode() * (number % 3 + 1) for number in range(30_000)}
    file = BytesIO(pmtiles.written(data, {"name": "many"}, (-10.0, -10.0, 10.0, 10.0)))
    header = pmtiles.read_header(file)
    assert header.leaves[1] > 0
    assert dict(pmtiles.read_tiles(file, header, {7, 4095, 4096, 29_999})) == {
        n: data[n] for n in (7, 4095, 4096, 29_999)
    }
    assert pmtiles.read_metadata(file, header) == {"name": "many"}
