"""What tests of every family measure: an outline as areas, and as pixels."""

from __future__ import annotations

from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geomap.symbols import outline
from geomap.symbols.shapes import area


def shells(key: str) -> list[Polygon]:
    return [Polygon(ring) for ring in outline(key).polygons if area(ring) > 0]


def holes(key: str) -> list[Polygon]:
    return [Polygon(ring) for ring in outline(key).polygons if area(ring) < 0]


def picture(key: str) -> BaseGeometry:
    """Where there is ink, by even-odd filling."""
    return reduce(lambda inked, ring: inked ^ Polygon(ring), outline(key).polygons, Polygon())


def pixels(key: str, size: int) -> NDArray[np.float64]:
    """The share of ink in each pixel, from even-odd filling at 16 times the size."""
    side = size * 16
    ink = np.zeros((side, side), dtype=bool)
    for ring in outline(key).polygons:
        mask = Image.new("1", (side, side))
        ImageDraw.Draw(mask).polygon([(x * side, y * side) for x, y in ring], fill=1)
        ink ^= np.asarray(mask)
    return ink.reshape(size, 16, size, 16).mean(axis=(1, 3))


def assert_rings_are_clean(key: str) -> None:
    for ring in outline(key).polygons:
        assert all(0 <= value <= 1 for point in ring for value in point), key
        assert len(set(ring)) == len(ring) >= 3, f"{key}: a point is repeated"
        assert Polygon(ring).is_valid, f"{key}: a ring crosses itself"


def assert_filling_rules_agree(key: str) -> None:
    """Rings do not meet; a hole lies in one shell more than holes, a shell in as many, whatever is nested."""
    solid, empty = shells(key), holes(key)
    for one, other in combinations(solid + empty, 2):
        assert one.exterior.disjoint(other.exterior), key
    for rings, depth in ((solid, 0), (empty, 1)):
        for ring in rings:
            around = sum(shell.contains_properly(ring) for shell in solid)
            assert around - sum(hole.contains_properly(ring) for hole in empty) == depth, key
