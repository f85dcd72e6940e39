"""The symbol of a place that is no unit, and the symbol with its name beside it as one block."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

import numpy as np

from geomap.marks.text import Anchor, Block
from geomap.page import Box, Circle, Item, Path, Ring
from geomap.scene import PlaceKind
from geomap.scene.styles import Style

_EDGE = 1.2  # px of the ground's colour around a symbol
_STROKE = 1.3  # px
_RING = 4.6  # px across, of a town
_CITY, _CORE = 6.6, 2.6  # px across, of a city, which has a dot in its ring

PlaceSymbol = PlaceKind | Literal["city"]  # a config states no city: which towns are large is known

# In px around the place, y downwards. What is closed is filled, the others are strokes.
_FILLED: dict[str, tuple[tuple[float, float], ...]] = {
    "capital": ((-3, -3), (3, -3), (3, 3), (-3, 3)),
    "peak": ((0, -4.4), (4.6, 3.4), (-4.6, 3.4)),
    "airport": (
        (0, -5.6), (0.9, -4.4), (0.9, -1.8), (5.2, 1.2), (5.2, 2.6), (0.9, 1.2), (0.7, 3.8), (2.3, 5), (2.3, 5.9),
        (0, 5.2), (-2.3, 5.9), (-2.3, 5), (-0.7, 3.8), (-0.9, 1.2), (-5.2, 2.6), (-5.2, 1.2), (-0.9, -1.8),
        (-0.9, -4.4),
    ),
}  # fmt: skip
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "bridge": (
        ((-5.5, -3.8), (-3.6, -1.9), (3.6, -1.9), (5.5, -3.8)),
        ((-5.5, 3.8), (-3.6, 1.9), (3.6, 1.9), (5.5, 3.8)),
    ),
    "port": (
        tuple((1.5 * sin(turn * pi / 6), -3.9 - 1.5 * cos(turn * pi / 6)) for turn in range(13)),
        ((0, -2.4), (0, 5.2)),
        ((-2.8, -0.9), (2.8, -0.9)),
        tuple((4.6 * cos(turn * pi / 8), 0.8 + 4.4 * sin(turn * pi / 8)) for turn in range(9)),
    ),
    "crossing": (
        tuple((4.4 * sin(turn * pi / 12), 4.4 * cos(turn * pi / 12)) for turn in range(25)),
        ((-2.4, 0), (2.4, 0)),
    ),
}
_RADIUS = {
    "town": 2.9, "city": 3.9, "capital": 4.2, "peak": 5.2, "airport": 6.2, "bridge": 6.6, "port": 6.2, "crossing": 5.2,
}  # fmt: skip


def place_radius(kind: PlaceSymbol) -> float:
    """Px around a place that its symbol takes."""
    return _RADIUS[kind]


def place_marks(
    kind: PlaceSymbol, point: tuple[float, float], look: Style, halo: str, id: str
) -> tuple[Path | Circle, ...]:
    """The symbol of a place at a point in px, with an edge in the colour of its ground."""
    if kind == "town":
        return (Circle(*point, _RING, fill=look.paper, stroke=look.muted, stroke_width=1.2, id=id),)
    if kind == "city":
        ring = Circle(*point, _CITY, fill=look.paper, stroke=look.muted, stroke_width=1.2, id=id)
        return ring, Circle(*point, _CORE, fill=look.muted, id=f"{id}-core")
    if kind in _FILLED:
        rings: tuple[Ring, ...] = (np.add(_FILLED[kind], point),)
        return (
            Path(rings, stroke=halo, stroke_width=2 * _EDGE, id=f"{id}-edge"),
            Path(rings, fill=look.muted, id=id),
        )
    lines: tuple[Ring, ...] = tuple(np.add(line, point) for line in _STROKES[kind])
    return (
        Path(lines, closed=False, stroke=halo, stroke_width=_STROKE + 2 * _EDGE, id=f"{id}-edge"),
        Path(lines, closed=False, stroke=look.muted, stroke_width=_STROKE, id=id),
    )


@dataclass(frozen=True, slots=True)
class TownBlock(Block):
    """A name and its town's symbol. In the block's box `text` is the corner of the name, `point` where it lies."""

    kind: PlaceSymbol = "town"
    text: tuple[float, float] = (0.0, 0.0)
    point: tuple[float, float] = (0.0, 0.0)

    def items(self, box: Box, anchor: Anchor) -> tuple[Item, ...]:
        """The symbol and the name laid into `box`."""
        point = box.x + self.point[0], box.y + self.point[1]
        name = Box(box.x + self.text[0], box.y + self.text[1], *self.size)
        mark = place_marks(self.kind, point, self.look, self.halo, f"{self.id}-mark")
        return (*mark, *Block.items(self, name, anchor))
