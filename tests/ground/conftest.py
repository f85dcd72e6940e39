"""The tiles that the tests of the ground read, written once in a run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ground import places
from tests.ground.tiles import SCHEMAS, write_tiles
from tests.shared import shared

BOARDS = "artboards: [{id: wide, width: 700}]"
UNITS = """\
units:
  - {id: north, label: Northern group, at: {lat: 50.14, lon: 36.42}, troops: 4000, basis: illustrative}
"""
VIEW = "[36.0, 49.82, 36.55, 50.18]"


def config(ground: str, more: str = BOARDS, view: str = VIEW) -> str:
    """A map around Kharkiv upon some ground."""
    return f"title: Kharkiv\nname: map\nview: {{bounds: {view}}}\nground: {ground}\noutputs: [svg]\n{more}\n{UNITS}"


def _made(folder: Path) -> Path:
    for schema in SCHEMAS:
        write_tiles(folder / f"{schema}.pmtiles", places.kharkiv(), schema, (11, 11))
    write_tiles(folder / "database.mbtiles", places.kharkiv(), "openmaptiles", (11, 11))
    write_tiles(folder / "package.gpkg", places.kharkiv(), "shortbread", (0, 0))
    roads = [thing for thing in places.kharkiv() if thing.role in ("motorway", "trunk")]
    write_tiles(folder / "bare.pmtiles", roads, "protomaps", (11, 11), attribution="")
    write_tiles(folder / "coarse.pmtiles", roads, "protomaps", (7, 7))
    return folder


@pytest.fixture(scope="session")
def tiles() -> Path:
    """A folder of files of tiles around Kharkiv; none may be changed."""
    return shared("ground-tiles", _made)


Project = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path, tiles: Path) -> Project:
    """Makes a project upon some ground in the working folder, with copies of the files that it names."""

    def made(ground: str, *files: str, **changes: str) -> Path:
        for name in files:
            shutil.copy(tiles / name, tmp_path / name)
        path = tmp_path / "map.yaml"
        path.write_text(config(ground, **changes), "utf-8")
        return path

    return made
