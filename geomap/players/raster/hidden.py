"""Which of very many circles no one can see: those below so many others that less than a shade of them comes through.

Circles are taken from the smallest, which are drawn last. A cell of a grid is full when enough discs cover all of it; a
circle that lies in full cells alone is hidden, and covers nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from geomap.page import Circle, Ring
from geomap.players.raster.stacks import Stack, inner_diameter

_CELL = 2.5  # px; finer ones hide more, and take longer to count than that takes to draw
_BATCHES = 24
_LEAST_OPACITY = 0.5  # of a disc that hides anything
_WORTH_IT = 2.0  # times as many discs above one another as hide what lies below, all over the page
_SHADE = 1 / 400  # of what lies below: less than a step of 255

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


def seen(stacks: Sequence[Stack], which: Whole, points: Ring, size: tuple[float, float], blur: float) -> Flags:
    """Which stacks are seen at all on a page of this size; edges are true to `blur` px."""
    inner = np.array([inner_diameter(stack[0]) for stack in stacks])[which]
    reach = np.array([max(look.diameter + look.stroke_width for look in stack) / 2 for stack in stacks])[which]
    radius = np.array([max(map(_hiding_radius, stack)) for stack in stacks])[which]
    found = np.ones(len(which), dtype=bool)
    opacities = (look.opacity for stack in stacks for look in stack if _hiding_radius(look))
    layers = _layers(min(opacities, default=1.0))
    depth = (np.pi * radius**2).sum() / (size[0] * size[1])
    if depth < _WORTH_IT * layers:
        return found
    cover = _Cover(ceil(size[0] / _CELL), ceil(size[1] / _CELL), layers)
    for batch in _batches(inner):
        centres = points[batch] / _CELL
        found[batch] = cover.shows(centres, (reach[batch] + blur) / _CELL)
        discs = found[batch] & (radius[batch] > 0)
        cover.add(centres[discs], (radius[batch][discs] - blur) / _CELL)
    return found


def _hiding_radius(look: Circle) -> float:
    """Within which a circle hides what lies below it."""
    return look.diameter / 2 if look.fill and look.opacity >= _LEAST_OPACITY else 0.0


def _layers(opacity: float) -> int:
    """How many discs of an opacity leave less than a shade of what lies below them."""
    return ceil(log(_SHADE) / log(1 - opacity)) if opacity < 1 else 1


def _batches(inner: Floats) -> Iterator[Whole]:
    """The circles from the smallest, a part at a time; those of one size together, as any may be drawn first."""
    order = np.argsort(inner, kind="stable")
    changes = np.flatnonzero(np.diff(inner[order])) + 1
    wanted = np.linspace(0, len(order), _BATCHES + 1)[1:-1]
    nearest = np.minimum(np.searchsorted(changes, wanted), len(changes) - 1)
    yield from np.split(order, np.unique(changes[nearest]) if len(changes) else [])


class _Cover:
    """How many discs cover each cell of a grid. All lengths are in cells."""

    def __init__(self, width: int, height: int, layers: int) -> None:
        self._steps = np.zeros((height, width + 1), dtype=np.int32)  # from each cell to the next in its row
        self._layers = layers
        self._open = np.zeros((height + 1, width + 1), dtype=np.int64)  # cells that are not full, above and left
        self._count()

    def _count(self) -> None:
        depth = np.cumsum(self._steps, axis=1, dtype=np.int32)[:, :-1]
        self._open[1:, 1:] = np.cumsum(np.cumsum(depth < self._layers, axis=0), axis=1)

    def shows(self, centres: Ring, reach: Floats) -> Flags:
        """Whether any cell is open around each centre."""
        height, width = self._open.shape
        left, top = (np.floor(centres.T - reach)).astype(int)
        right, bottom = (np.ceil(centres.T + reach)).astype(int)
        left, right = np.clip(left, 0, width - 1), np.clip(right, 0, width - 1)
        top, bottom = np.clip(top, 0, height - 1), np.clip(bottom, 0, height - 1)
        table = self._open
        found: Flags = table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left] > 0
        return found

    def add(self, centres: Ring, radius: Floats) -> None:
        """Discs, row by row of the cells that they cover whole."""
        x, y = centres.T
        first = np.ceil(y - radius)
        height, width = self._steps.shape
        starts, stops = [], []
        for step in range(int(np.ceil(2 * radius.max())) if len(radius) else 0):
            row = first + step
            farthest = np.maximum(np.abs(row - y), np.abs(row + 1 - y))
            inside = (farthest < radius) & (row >= 0) & (row < height)
            half = np.sqrt(radius[inside] ** 2 - farthest[inside] ** 2)
            start, stop = (
                np.clip(end, 0, width - 1) for end in (np.ceil(x[inside] - half), np.floor(x[inside] + half))
            )
            whole = stop > start
            starts.append((row[inside] * width + start)[whole])
            stops.append((row[inside] * width + stop)[whole])
        for cells, change in ((starts, 1), (stops, -1)) if starts else ():
            found = np.bincount(np.concatenate(cells).astype(int), minlength=self._steps.size)
            self._steps += (change * found.reshape(height, width)).astype(np.int32)
        self._count()
