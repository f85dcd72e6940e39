"""What stands around a map of a language written from right to left: the same, turned about an upright axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, TypeVar

import numpy as np

from geomap.page import Box, DrawnSymbol, Image, Item, Path, Text

_ENDS: dict[str, Literal["start", "middle", "end"]] = {"start": "end", "end": "start", "middle": "middle"}

Turned = TypeVar("Turned", bound=Item)


def mirrored_box(box: Box, axis: float) -> Box:
    """The box on the other side of the axis at `axis` px."""
    return replace(box, x=2 * axis - box.right)


def mirrored(items: Iterable[Turned], axis: float) -> tuple[Turned, ...]:
    """The items on the other side of the axis. Letters and pictograms are moved, never turned."""
    return tuple(_mirrored(item, axis) for item in items)


def mirrored_symbols(symbols: Iterable[DrawnSymbol], axis: float) -> tuple[DrawnSymbol, ...]:
    """The circles of a key on the other side of the axis."""
    return tuple(replace(symbol, x=2 * axis - symbol.x) for symbol in symbols)


def _mirrored(item: Turned, axis: float) -> Turned:
    if isinstance(item, Path):
        return replace(item, rings=tuple(ring * np.array([-1.0, 1.0]) + [2 * axis, 0.0] for ring in item.rings))
    if isinstance(item, Text):
        return replace(item, x=2 * axis - item.x, box=mirrored_box(item.box, axis), anchor=_ENDS[item.anchor])
    width = item.width if isinstance(item, Image) else 0.0
    return replace(item, x=2 * axis - item.x - width)
