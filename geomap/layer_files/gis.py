"""Any other layer file that GDAL reads, reprojected to degrees."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf, isnan
from pathlib import Path
from typing import Any

import shapely
from shapely import Geometry

from geomap.errors import LayerError, Problem
from geomap.files.apart.told import ToldError
from geomap.files.gis import layers_of, read_layer
from geomap.layer_files.bounds import FARTHEST
from geomap.nearest import did_you_mean

_GLOBE = (FARTHEST, 90.001)  # degrees


def read_features(path: Path, layer: str = "") -> list[tuple[Geometry | None, dict[str, Any]]]:
    """All features of one layer, in EPSG:4326; without a name the only layer of the file. One may have no geometry, as
    where the file was cut off.
    """
    try:
        names = layers_of(path)
        if layer and layer not in names:
            hint = did_you_mean(layer, names) or f"there are {', '.join(names)}"
            raise LayerError(Problem("layer", str(path), text=f"has no layer {layer}", hint=hint))
        if not layer and len(names) != 1:
            hint = f"name one with layer: {', '.join(names)}"
            raise LayerError(Problem(file=str(path), text=f"has {len(names)} layers", hint=hint))
        found = read_layer(path, layer or names[0])
    except ToldError as error:
        raise LayerError(Problem(file=str(path), text=error.text, hint=error.hint)) from error
    if not found.geometries:
        raise LayerError(Problem(file=str(path), text="has rows, but no geometry"))
    _check_extent([shape for shape in found.geometries if shape is not None], path)
    cells = zip(*found.columns, strict=True) if found.columns else ([] for _ in found.geometries)
    rows = (dict(zip(found.names, row, strict=True)) for row in cells)
    return list(zip(found.geometries, rows, strict=True))


def _check_extent(shapes: Sequence[Geometry], path: Path) -> None:
    """Every position is on the globe; of a reference system that does not reach it there is no number."""
    positions = shapely.get_coordinates(shapes)
    outside = positions[~(abs(positions) <= _GLOBE).all(axis=1)]
    if not len(outside):
        return
    if any(map(isnan, outside[0])) or any(map(isinf, outside[0])):
        hint = "save it again as EPSG:4326"
        raise LayerError(Problem(file=str(path), text="holds coordinates that are not numbers", hint=hint))
    text = f"holds coordinates outside the globe, such as {outside[0][0]:.0f}, {outside[0][1]:.0f}"
    hint = "does it name the reference system that they are in?"
    raise LayerError(Problem(file=str(path), text=text, hint=hint))
