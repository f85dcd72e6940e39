"""Makes what the peers have on disk before they start: shapefiles, and for the floor arrays ready to draw. Not timed.

The shapefiles hold the embedded 1:10m basemap as Natural Earth's own are cut: a row a country, a row a stretch of
coast, border or river, a row a lake. They have three columns where Natural Earth's have up to 170, which favours the
peers.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import shapely

from geomap.ground import reader
from geomap.ground.reader import Basemap

HERE = Path(__file__).parent
DATA = HERE / ".data"
PEERS = HERE / "peers"
_STAMP = "made-from.sha256"


def world() -> Basemap:
    """The whole world at 1:10m; `read_basemap` alone would choose 1:50m for a view as wide as that."""
    usual = reader.REGIONAL_SPAN
    reader.REGIONAL_SPAN = 361.0
    try:
        return reader.read_basemap((-180, -90, 180, 90), "un", margin=0)
    finally:
        reader.REGIONAL_SPAN = usual


def write_shapefiles(basemap: Basemap, folder: Path) -> None:
    """One file a theme: countries, lakes, coastline, borders, rivers."""
    folder.mkdir(parents=True, exist_ok=True)
    land = [area for area in basemap.areas if area.role != "lake"]
    countries = {"iso_a2": [], "name": [], "geometry": []}
    for area in land:
        countries["iso_a2"].append(area.properties["iso_a2"])
        countries["name"].append(area.properties["name"])
        countries["geometry"].append(area.geometry)
    _write(countries, folder / "countries.shp")
    lakes = [area.geometry for area in basemap.areas if area.role == "lake"]
    _write({"name": [""] * len(lakes), "geometry": lakes}, folder / "lakes.shp")
    for theme, roles in (("coastline", ["coast"]), ("borders", ["border", "disputed_border"]), ("rivers", ["river"])):
        lines = [(line.role, part) for line in basemap.lines if line.role in roles for part in _parts(line.geometry)]
        role, geometry = zip(*lines, strict=True)
        _write({"role": role, "geometry": geometry}, folder / f"{theme}.shp")


def _parts(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    return shapely.get_parts(geometry).tolist()


def _write(columns: dict, path: Path) -> None:
    gpd.GeoDataFrame(columns, crs="EPSG:4326").to_file(path)


def _sources_digest() -> str:
    """Changes with the basemap and with the scripts that make or draw the data."""
    files = [reader.store.DATA / "10m.npz", Path(__file__), *sorted(PEERS.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    data = parser.parse_args().data
    stamp, digest = data / _STAMP, _sources_digest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    write_shapefiles(world(), data)
    subprocess.run([sys.executable, PEERS / "floor_arrays.py", "--data", data], check=True)
    stamp.write_text(digest, encoding="ascii")


if __name__ == "__main__":
    main()
