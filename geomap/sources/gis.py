"""Any other layer file that GDAL reads, reprojected to degrees. The only `geopandas.read_file`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
from shapely import Geometry

from geomap.errors import LayerError, Problem


def read_features(path: Path) -> list[tuple[Geometry, dict[str, Any]]]:
    """All features with a geometry, in EPSG:4326."""
    try:
        frame = geopandas.read_file(path)
        if not isinstance(frame, geopandas.GeoDataFrame):
            raise LayerError(Problem(file=str(path), text="has rows, but no geometry"))
        frame = frame if frame.crs is None else frame.to_crs(4326)
    except LayerError:
        raise
    except Exception as error:  # GDAL's drivers raise many kinds; all of them mean that the file cannot be read
        raise LayerError(Problem(file=str(path), text=f"cannot be read as a layer: {error}")) from error
    if frame.crs is None:
        raise LayerError(
            Problem(file=str(path), text="does not say its coordinate reference system", hint="save it with one")
        )
    names = [name for name in frame.columns if name != frame.geometry.name]
    rows = frame[names].to_dict("records")
    return [(shape, row) for shape, row in zip(frame.geometry, rows, strict=True) if shape is not None]
