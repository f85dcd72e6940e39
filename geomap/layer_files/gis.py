"""Any other layer file that GDAL reads, reprojected to degrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isinf, isnan
from pathlib import Path
from typing import Any

import shapely
from shapely import Geometry

from geomap.errors import LayerError, Problem
from geomap.files.apart.told import ToldError
from geomap.files.gis import Features, layers_of, read_layer
from geomap.layer_files.asked import ALL_OF_IT, Asked, Found
from geomap.layer_files.bounds import FARTHEST
from geomap.nearest import did_you_mean

FOLDER = "folder"  # column of a KML in which the name of a folder stands
_OF_FOLDERS = (".kml", ".kmz")
_GLOBE = (FARTHEST, 90.001)  # degrees


def read_features(path: Path, asked: Asked = ALL_OF_IT) -> Found:
    """All features of one layer, in EPSG:4326; without a name the only layer of the file, or all folders of a KML that
    is asked for some of them. One may have no geometry, as where the file was cut off.
    """
    layer, encoding = asked.layer, asked.encoding
    try:
        names = layers_of(path)
        if layer and layer not in names:
            hint = did_you_mean(layer, names) or f"there are {', '.join(names)}"
            raise LayerError(Problem("layer", str(path), text=f"has no layer {layer}", hint=hint))
        of_folders = path.suffix.lower() in _OF_FOLDERS and FOLDER in asked.where
        if not layer and len(names) != 1 and not of_folders:
            several = f", or some with where: {{{FOLDER}: [..]}}" if path.suffix.lower() in _OF_FOLDERS else ""
            hint = f"name one with layer: {', '.join(names)}{several}"
            raise LayerError(Problem(file=str(path), text=f"has {len(names)} layers", hint=hint))
        some = [(name, read_layer(path, name, encoding)) for name in (names if of_folders else [layer or names[0]])]
    except ToldError as error:
        key = "encoding" if encoding and "encoding" in error.hint else ""
        raise LayerError(Problem(key, str(path), text=error.text, hint=error.hint)) from error
    shapes = [shape for _, found in some for shape in found.geometries]
    if not shapes:
        raise LayerError(Problem(file=str(path), text="has rows, but no geometry"))
    _check_extent([shape for shape in shapes if shape is not None], path)
    rows = [row for name, found in some for row in _rows(found, {FOLDER: name} if of_folders else {})]
    return Found(
        list(zip(shapes, rows, strict=True)),
        any(found.is_unstated for _, found in some),
        sum(found.closed for _, found in some),
    )


def _rows(found: Features, also: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The cells of each feature by column, and what holds for all."""
    cells = zip(*found.columns, strict=True) if found.columns else ([] for _ in found.geometries)
    return ({**also, **dict(zip(found.names, row, strict=True))} for row in cells)


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
