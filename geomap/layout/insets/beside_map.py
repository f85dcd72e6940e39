"""Insets beside the map: a column of them, and the key if it has room, together as high as the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geomap.layout.insets.box import GAP, Slot, content_width, own_aspect, own_width, slot_in, strip_height
from geomap.layout.key.box import KeyDrawing, KeyLayout
from geomap.page import Box
from geomap.scene import Artboard, Inset
from geomap.wording import reads_right_to_left

MOST_STRETCHED, LEAST_STRETCHED = 1.7, 0.8  # times its own height that a detail shows, to be as high as the map
WIDEST = 0.5  # of the page, which a column takes


def column_width(insets: Sequence[Inset], artboard: Artboard, share: float = 0.0) -> float:
    """Px of the column in which insets stand, and of the gap beside it.

    It takes `share` of the page, where none is given the largest of the insets' own.
    """
    whole = content_width(artboard)
    widths = (min(share * whole or own_width(inset, whole), WIDEST * whole) for inset in insets)
    return max(widths, default=-GAP) + GAP


def least_height(insets: Sequence[Inset], artboard: Artboard, width: float) -> float:
    """Px that a map must be high for the insets in a column of `width` px with its gap."""
    fixed, details = _heights(insets, artboard, width - GAP)
    return fixed + LEAST_STRETCHED * details


def column_box(frame: Box, artboard: Artboard, width: float, lang: str) -> Box:
    """Where a column of `width` px with its gap stands beside the map: where its language ends a line."""
    x = frame.x - width if reads_right_to_left(lang) else frame.right + GAP
    return Box(x, frame.y, width - GAP, frame.height)


def slots_beside(insets: Sequence[Inset], artboard: Artboard, column: Box) -> Iterator[Slot]:
    """The insets one under another, the details made higher or less high so that they fill the column."""
    fixed, details = _heights(insets, artboard, column.width)
    stretch = min(max((column.height - fixed) / details, LEAST_STRETCHED), MOST_STRETCHED) if details else 1.0
    top = column.y
    for inset in insets:
        width = _width(inset, artboard, column.width)
        times = stretch if inset.kind == "detail" else 1.0
        height = strip_height(inset, artboard, width) + times * width * own_aspect(inset)
        yield slot_in(inset, artboard, Box(column.x, top, width, height))
        top += height + GAP


def key_beside(key: KeyLayout, insets: Sequence[Inset], column: Box) -> KeyDrawing | None:
    """The key below the insets of a column; None where it is wanted elsewhere, or they would not keep their height."""
    if key.artboard.key_at != "auto":
        return None
    height = key.flat(0, 0, column.width).box.height
    fixed, details = _heights(insets, key.artboard, column.width)
    most = column.height - GAP - height
    if fixed + details > most:
        return None
    top = column.y + min(most, fixed + MOST_STRETCHED * details) + GAP
    return key.flat(column.x, top, column.width)


def _heights(insets: Sequence[Inset], artboard: Artboard, width: float) -> tuple[float, float]:
    """Px of a column that do not change, those of titles, gaps and locators; and those of the details' own maps."""
    fixed, details = GAP * (len(insets) - 1), 0.0
    for inset in insets:
        own = _width(inset, artboard, width)
        height = own * own_aspect(inset)
        fixed += strip_height(inset, artboard, own) + (0.0 if inset.kind == "detail" else height)
        details += height if inset.kind == "detail" else 0.0
    return fixed, details


def _width(inset: Inset, artboard: Artboard, width: float) -> float:
    """Px of an inset in a column: a detail takes it all."""
    return width if inset.kind == "detail" else min(own_width(inset, content_width(artboard)), width)
