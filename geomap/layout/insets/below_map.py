"""Insets below the map: rows as wide as the page, in which several details stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from geomap.layout.insets.box import GAP, Slot, content_width, own_aspect, own_width, slot_in, strip_height
from geomap.layout.view.projection import fitted_aspect
from geomap.page import Box
from geomap.scene import Artboard, Inset
from geomap.wording import reads_right_to_left

_LEAST_WIDE = 300.0  # px of a detail beside another one
_MOST_OF_FIXED = 0.65  # height over width where the page's height is set: it is the map that a detail takes it from


def height_below(insets: Sequence[Inset], artboard: Artboard) -> float:
    """Px that insets below the map take, with the gaps above them."""
    return sum(GAP + _row_height(row, artboard) for row in _rows(insets, artboard))


def slots_below(insets: Sequence[Inset], artboard: Artboard, left: float, top: float, lang: str) -> Iterator[Slot]:
    """Insets in rows below `top`, each as its language reads; the details of a row are equally high."""
    whole = content_width(artboard)
    for row in _rows(insets, artboard):
        height, x = _row_height(row, artboard), left
        top += GAP
        for inset, width in row:
            own = height if inset.kind == "detail" else _height(inset, artboard, width)
            at = 2 * left + whole - x - width if reads_right_to_left(lang) else x
            yield slot_in(inset, artboard, Box(at, top, width, own))
            x += width + GAP
        top += height


def lone_aspect(inset: Inset, width: float, artboard: Artboard) -> float:
    """Height over width of the map in an inset of `width` px below the map: a wide one is less high."""
    if inset.kind == "locator":
        return own_aspect(inset)
    most = 1.2 if width < 480 else 0.85 if width < 800 else 0.45
    return min(max(fitted_aspect(inset.bounds), 0.35), min(most, _MOST_OF_FIXED) if artboard.height else most)


def _rows(insets: Sequence[Inset], artboard: Artboard) -> list[list[tuple[Inset, float]]]:
    """The insets in rows, each with its width: locators have their own, details share what is left."""
    whole = content_width(artboard)
    details = sum(inset.kind == "detail" for inset in insets)
    most = max(int((whole + GAP) // (_LEAST_WIDE + GAP)), 1)
    most = ceil(details / ceil(details / most)) if details else 1  # rows are filled evenly
    rows: list[list[Inset]] = []
    for inset in insets:
        row = [*(rows[-1] if rows else ()), inset]
        in_row = sum(other.kind == "detail" for other in row)
        if not rows or in_row > most or _taken(row, whole) + in_row * _LEAST_WIDE > whole:
            rows.append([inset])
        else:
            rows[-1] = row
    return [list(zip(row, _widths(row, whole), strict=True)) for row in rows]


def _taken(row: Sequence[Inset], whole: float) -> float:
    """Px of a row that details do not share: locators and gaps."""
    return sum(own_width(inset, whole) for inset in row if inset.kind == "locator") + GAP * (len(row) - 1)


def _widths(row: Sequence[Inset], whole: float) -> list[float]:
    details = sum(inset.kind == "detail" for inset in row)
    shared = (whole - _taken(row, whole)) / details if details else 0.0
    return [shared if inset.kind == "detail" else own_width(inset, whole) for inset in row]


def _row_height(row: Sequence[tuple[Inset, float]], artboard: Artboard) -> float:
    return max(_height(inset, artboard, width) for inset, width in row)


def _height(inset: Inset, artboard: Artboard, width: float) -> float:
    return strip_height(inset, artboard, width) + width * lone_aspect(inset, width, artboard)
