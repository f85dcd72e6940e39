"""Makes `arrays.npz` for `matplotlib_floor.py`: what the geopandas script draws, clipped and projected. Not timed."""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas_matplotlib as peer
import numpy as np
import shapely
import sheet
from matplotlib.path import Path as Outline

_AREAS = ("countries", "lakes")


def outline(geometries: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and matplotlib's codes of all rings."""
    polygons = [part for part in shapely.get_parts(geometries) if shapely.get_type_id(part) == 3]
    rings = [shapely.get_coordinates(ring) for polygon in polygons for ring in shapely.get_rings(polygon)]
    path = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
    return path.vertices, path.codes


def lines(geometries: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Vertices of all lines, and the rows at which each but the first starts."""
    runs = [shapely.get_coordinates(part) for part in shapely.get_parts(geometries)]
    return np.concatenate(runs), np.cumsum([len(run) for run in runs])[:-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the shapefiles, and of what is written")
    data = parser.parse_args().data
    arrays = {"limits": np.array(peer.limits())}
    for theme, layer in peer.read_layers(data).items():
        make, second = (outline, "codes") if theme in _AREAS else (lines, "starts")
        arrays[f"{theme}_xy"], arrays[f"{theme}_{second}"] = make(layer.geometry.to_numpy())
    sites = peer.points([site.lon for site in sheet.SITES], [site.lat for site in sheet.SITES])
    names = peer.points([name[1] for name in sheet.NAMES], [name[2] for name in sheet.NAMES])
    for name, series in (("sites", sites), ("names", names)):
        arrays[name] = np.array([series.x, series.y])
    np.savez(data / "arrays.npz", **arrays)


if __name__ == "__main__":
    main()
