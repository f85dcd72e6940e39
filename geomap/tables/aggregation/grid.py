"""Squares and hexagons of degrees, which lie still: whatever else is in a table, a row falls into the same cell."""

from __future__ import annotations

from math import atan, degrees, radians, sinh, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.tables.aggregation.table import Floats, Texts

_ROWS = 1 << 20  # more than there are rows of cells


def cells_of(lat: Floats, lon: Floats, by: str, size: float) -> Texts:
    """Each position's cell: a square of degrees, or a hexagon of that width on a Mercator map."""
    if by == "grid":
        column, row = np.floor(lon / size).astype(int), np.floor(lat / size).astype(int)
    else:
        y = np.degrees(np.arcsinh(np.tan(np.radians(np.clip(lat, -89.5, 89.5)))))
        column, row = _hexagons(lon / size, y / size)
    cells, codes = np.unique(column * _ROWS + row, return_inverse=True)
    columns, rows = np.divmod(cells + _ROWS // 2, _ROWS)
    names = [f"{column}_{row}" for column, row in zip(columns.tolist(), (rows - _ROWS // 2).tolist(), strict=True)]
    return Texts(names, codes)


def slot(cell: str, by: str, size: float, place: int, places: int) -> tuple[float, float]:
    """Latitude and longitude of one of so many places side by side in a cell, from the west."""
    column, row = map(int, cell.split("_"))
    if by == "grid":
        lat, lon = (row + 0.5) * size, (column + 0.5) * size
    else:
        lat = degrees(atan(sinh(radians(row * sqrt(3) / 2 * size))))
        lon = (column + row / 2) * size
    lon += (place + 0.5 - places / 2) * size / places
    return round(max(-90.0, min(90.0, lat)), 5), round((lon + 180) % 360 - 180, 5)


def _hexagons(x: Floats, y: Floats) -> tuple[NDArray[Any], NDArray[Any]]:
    """Axial coordinates of hexagons with a point on top and a width of 1: the nearest whole of three that add to 0."""
    row = y * 2 / np.sqrt(3)
    column = x - row / 2
    third = -column - row
    whole = np.round(np.stack([column, row, third]))
    off = np.abs(whole - np.stack([column, row, third]))
    worst = off.argmax(axis=0)
    whole[0] = np.where(worst == 0, -whole[1] - whole[2], whole[0])
    whole[1] = np.where(worst == 1, -whole[0] - whole[2], whole[1])
    return whole[0].astype(int), whole[1].astype(int)
