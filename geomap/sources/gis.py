"""Any other layer file that GDAL reads, reprojected to degrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shapely import Geometry

from geomap.errors import LayerError, Problem
from geomap.gis import GisError, layers_of, read_layer
from geomap.nearest import did_you_mean


def read_features(path: Path, layer: str = "") -> list[tuple[Geometry, dict[str, Any]]]:
    """All features with a geometry of one layer, in EPSG:4326; without a name the only layer of the file."""
    try:
        names = layers_of(path)
        if layer and layer not in names:
            hint = did_you_mean(layer, names) or f"there are {', '.join(names)}"
            raise LayerError(Problem("layer", str(path), text=f"has no layer {layer}", hint=hint))
        if not layer and len(names) != 1:
            hint = f"name one with layer: {', '.join(names)}"
            raise LayerError(Problem(file=str(path), text=f"has {len(names)} layers", hint=hint))
        found = read_layer(path, layer or names[0])
    except GisError as error:
        raise LayerError(Problem(file=str(path), text=error.text, hint=error.hint)) from error
    if not found.geometries:
        raise LayerError(Problem(file=str(path), text="has rows, but no geometry"))
    rows = (dict(zip(found.names, row, strict=True)) for row in found.rows)
    return [(shape, row) for shape, row in zip(found.geometries, rows, strict=True) if shape is not None]
