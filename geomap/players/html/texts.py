"""The texts and pictograms of labels as the pictures set them, in numbers: each block once, about its top left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np

from geomap.fonts import Face, runs_right_to_left, set_line
from geomap.layout.levels import Shown
from geomap.page import Circle, Image, Item, Path, Stamp

_WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}

T = TypeVar("T")


class Pool(Generic[T]):
    """Values, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[Any, int] = {}

    def add(self, key: Any, value: Any = None) -> int:
        """The place of a value, by what tells it from others."""
        if key not in self._places:
            self._places[key] = len(self.values)
            self.values.append(key if value is None else value)
        return self._places[key]


@dataclass(eq=False)
class Texts:
    """Blocks, and the styles and outlines that they refer to."""

    blocks: Pool[Any] = field(default_factory=Pool)
    styles: Pool[Any] = field(default_factory=Pool)
    outlines: Pool[str] = field(default_factory=Pool)

    def block(self, shown: Shown, px: float) -> int:
        """The place of a label's texts and pictograms, about the top left of its box."""
        box = shown.label.box
        items = tuple(self._item(item, box.x, box.y, px) for item in shown.label.items)
        size = (round(box.width * px, 1), round(box.height * px, 1))
        return self.blocks.add((items, size), [*size, *map(list, items)])

    def _item(self, item: Item, left: float, top: float, px: float) -> tuple[Any, ...]:
        if isinstance(item, Path | Image):
            return self._path_item(item, left, top, px)
        x, y = (round(value * px, 2) for value in (item.x - left, item.y - top))
        if isinstance(item, Circle):
            stroke = round(item.stroke_width * px, 2)
            return (-2, x, y, round(item.diameter * px, 2), item.fill, item.stroke, stroke)
        if isinstance(item, Stamp):
            return (-1, x, y, round(item.size * px, 2), self.outlines.add(item.outline), item.fill, item.halo)
        lines = [set_line(line, Face(item.weight, item.italic), within=item.text) for line in item.lines]
        spacing = min((line.spacing(item.spacing) for line in lines), default=0.0)
        x = round((item.x - left + spacing * {"start": 0, "middle": 0.5, "end": 1}[item.anchor]) * px, 2)
        rtl = runs_right_to_left(item.text)
        anchor = {"start": "end", "end": "start"}.get(item.anchor, item.anchor) if rtl else item.anchor
        style = {
            "role": item.role,
            "size": round(item.size * px, 3),
            "weight": _WEIGHTS[item.weight],
            "italic": item.italic,
            "spacing": round(spacing * px, 3),
            "line": round(item.line_height * px, 3),
            "anchor": anchor,
            "fill": item.colour,
            "halo": item.halo,
            "rtl": rtl,
            "lang": next((line.language for line in lines if line.language), ""),
        }
        return (self.styles.add(tuple(style.items()), style), x, y, *(line.text for line in lines))

    @staticmethod
    def _path_item(item: Path | Image, left: float, top: float, px: float) -> tuple[Any, ...]:
        """A symbol of a place: rings, each as a row of its own."""
        if isinstance(item, Image):
            raise TypeError("a label has no pictures")
        rings = tuple(tuple(np.round((ring - (left, top)) * px, 2).ravel().tolist()) for ring in item.rings)
        return (-3, item.closed, item.fill, item.stroke, round(item.stroke_width * px, 2), *rings)
