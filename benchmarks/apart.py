"""The largest GIS files that are allowed, read in a process of their own and in the one that asks.

.venv/bin/python -m benchmarks.apart [--runs N] [--write]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.timing import ROOT, Contestant, Results, in_turn, machine, medians_table, ratios_table

RESULTS = Path(__file__).resolve().parent / "RESULTS-apart.md"
NAMES = {"areas.gpkg": "polygons of 120 positions", "points.gpkg": "points with four columns", "areas.shp": "polygons"}
_LARGEST = 100_000_000  # bytes, as `geomap.files.unfit` has it; this process loads nothing of that
_SAMPLE = 5_000  # features that say how many make a file of that size
_WAYS = {"in a process of its own": "--apart", "the same in one process": "--same", "geopandas alone": "--geopandas"}


def run(name: str, runs: int, scratch: Path) -> Results:
    """One file, read both ways in turn, each time by a new Python."""
    file = scratch / name
    subprocess.run([sys.executable, "-m", "benchmarks.apart", "--make", str(file)], cwd=ROOT, check=True)
    command = (sys.executable, "-m", "benchmarks.apart")
    entries = [Contestant(way, "", (*command, flag, str(file))) for way, flag in _WAYS.items()]
    return in_turn(entries, runs, scratch)


def section(name: str, size: int, results: Results) -> str:
    """Its part of the page."""
    return f"""## {name}, {size / 1e6:.0f} MB: {NAMES[name]}

{medians_table(results)}

{ratios_table(results)}
"""


def make(file: Path) -> None:
    """A file a little smaller than the largest, with all that belongs to it."""
    count = _SAMPLE
    for _ in range(2):  # the first has more of what any file has
        _write(file, count)
        count = int(count * 0.98 * _LARGEST / size_of(file))
    _write(file, count)
    assert 0.9 * _LARGEST < size_of(file) <= _LARGEST, size_of(file)


def size_of(file: Path) -> int:
    """Bytes of a file and of what lies beside it."""
    return sum(part.stat().st_size for part in file.parent.glob(f"{file.stem}.*") if part.suffix != ".json")


def _write(file: Path, count: int) -> None:
    import geopandas  # noqa: PLC0415 - nothing large in the process that measures
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    chance = np.random.default_rng(3)
    spots = np.stack([chance.uniform(-170, 170, count), chance.uniform(-60, 60, count)], axis=1)
    if file.stem == "points":
        geometries = shapely.points(spots)
    else:
        turn = np.linspace(0, 2 * np.pi, 120)
        geometries = shapely.polygons(spots[:, None] + 0.1 * np.stack([np.cos(turn), np.sin(turn)], axis=1))
    columns = {
        "label": [f"Post {number}" for number in range(count)],
        "troops": chance.integers(0, 900, count),
        "share": chance.random(count),
        "as_of": ["2021-03-01"] * count,
    }
    for part in file.parent.glob(f"{file.stem}.*"):
        part.unlink()
    geopandas.GeoDataFrame(columns, geometry=geometries, crs=4326).to_file(file)


def _read_here(file: Path) -> object:
    """What is done in the other process, in this one: nothing is sent, and geometries are not read from WKB again."""
    from geomap.files.apart.drivers import environment  # noqa: PLC0415 - it is what is measured

    os.environ.update(environment(os.environ))  # GDAL reads it as it is loaded
    from geomap.files.apart import gdal  # noqa: PLC0415

    ((layer,), _) = gdal.layers(str(file))
    return gdal.read(str(file), layer)


def _read_by_geopandas(file: Path) -> tuple[list[Any], list[list[Any]]]:
    """Geometries and columns of plain values, by the libraries alone."""
    import geopandas  # noqa: PLC0415 - it is what is measured
    import pyogrio  # noqa: PLC0415

    ((layer, _),) = pyogrio.list_layers(file)
    frame = geopandas.read_file(file, layer=layer, fid_as_index=True)
    others = frame.drop(columns="geometry")
    return list(frame.geometry), [others[name].tolist() for name in others]


def _read_apart(file: Path) -> tuple[list[Any], list[list[Any]]]:
    from geomap.files.gis import layers_of, read_layer  # noqa: PLC0415 - it is what is measured

    (layer,) = layers_of(file)
    found = read_layer(file, layer)
    return list(found.geometries), found.columns


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    ways: dict[str, Callable[[Path], object]] = {
        "--make": make,
        "--apart": _read_apart,
        "--same": _read_here,
        "--geopandas": _read_by_geopandas,
    }
    for flag in ways:
        parser.add_argument(flag, type=Path, metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    for flag, done in ways.items():
        if file := getattr(given, flag[2:]):
            done(file)
            sys.stdout.flush()
            return
    sections = []
    for name in NAMES:
        with tempfile.TemporaryDirectory() as scratch:
            results = run(name, given.runs, Path(scratch))
            sections.append(section(name, size_of(Path(scratch) / name), results))
    page = f"""# GIS files in a process of their own

Made by `python -m benchmarks.apart --write`. Files as large as they may be are read whole, geometries and columns, by a
new Python each time, in turn: as geomap does, in a process of its own that may crash; by the same functions in one
process; and by geopandas, which looks at neither drivers nor what lies beside the file. CPU is that of both processes,
peak that of the larger.

{chr(10).join(sections)}
## Where

{machine()}
"""
    print(page)
    if given.write:
        RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
