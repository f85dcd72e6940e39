"""Files that GDAL reads, in another process: their layers, geometries in degrees and columns."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import Geometry

from geomap.files.apart.process import asked, told_of
from geomap.files.apart.wkb import geometries_of


@dataclass(frozen=True, slots=True)
class Features:
    """What a layer holds: geometries in degrees (lon, lat, WGS 84) and columns of plain values, None where they have
    none.

    `ids` are GDAL's numbers of the features, as GIS programs show them. Texts of an encoding that is not stated may be
    wrong.
    """

    ids: Sequence[int]
    names: list[str]
    columns: list[list[Any]]
    geometries: Sequence[Geometry | None]
    is_unstated: bool = False
    closed: int = 0  # features with rings that are not closed in the file, which they are here


def layers_of(path: Path) -> list[str]:
    """The names of a file's layers. Raises ToldError."""
    names: list[str] = told_of("gdal:layers", path)
    return names


def read_layer(path: Path, layer: str, encoding: str = "") -> Features:
    """All features of one layer, the texts of a shapefile in an `encoding`. Raises ToldError."""
    with asked("gdal:read", path, layer=layer, encoding=encoding) as (_, sent):
        ids, names, columns, wkb, is_unstated, closed = pickle.load(sent)  # of our own process
    geometries, more = geometries_of(wkb)
    return Features(ids, names, columns, geometries, is_unstated, closed + more)
