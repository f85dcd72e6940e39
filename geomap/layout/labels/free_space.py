"""Where circles leave labels any room at all, told from a grid: none has to be tried where they cover all ground."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

from geomap.layout.collide import Flags, Floats
from geomap.page import Box

CIRCLE_CLEARANCE = -1.0  # px between a circle and the ground that is kept free around a label
_CELL = 2.0  # px
_MANY = 200  # circles, from which on it is worth it
_MOST_CIRCLES = 4000  # that are looked at, the largest
_COVERED = 0.02  # of a map by circles; with less hardly a place is closed, and to look at all ground costs more


class Room:
    """The ground of a map that circles leave open. A cell is covered where a circle covers all of it."""

    def __init__(self, frame: Box, circles: Floats) -> None:
        """`circles` are (n, 3), the largest first: x, y, and the radius within which nothing may stand."""
        self._frame = frame
        self._covered = _summed(_covered(frame, circles[:_MOST_CIRCLES]))

    def is_closed_to(self, boxes: Floats) -> Flags:
        """Which boxes (n, 4) of left, top, right, bottom have a covered cell; a circle may be near others too."""
        origin = np.array([self._frame.x, self._frame.y, self._frame.x, self._frame.y])
        left, top, right, bottom = ((boxes - origin) / _CELL).T
        height, width = (size - 1 for size in self._covered.shape)
        left, top = np.clip(np.ceil(left), 0, width).astype(int), np.clip(np.ceil(top), 0, height).astype(int)
        right = np.maximum(np.clip(np.floor(right), 0, width).astype(int), left)
        bottom = np.maximum(np.clip(np.floor(bottom), 0, height).astype(int), top)
        table = self._covered
        found: Flags = table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left] > 0
        return found


def room_of(frame: Box, circles: Floats) -> Room | None:
    """What circles, the largest first, leave of a map where they are many and cover some of it."""
    is_worth_it = len(circles) > _MANY and 3 * float((circles[:, 2] ** 2).sum()) > _COVERED * frame.width * frame.height
    return Room(frame, np.add(circles, (0, 0, CIRCLE_CLEARANCE))) if is_worth_it else None


def _summed(flags: Flags) -> NDArray[np.int32]:
    """Of each cell how many are set above and left of it."""
    table = np.zeros((flags.shape[0] + 1, flags.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(flags, axis=0, dtype=np.int32), axis=1, out=table[1:, 1:])
    return table


def _covered(frame: Box, circles: Floats) -> Flags:
    """Which cells of a frame lie in a circle with all that they cover."""
    width, height = ceil(frame.width / _CELL), ceil(frame.height / _CELL)
    x, y, radius = (circles - (frame.x, frame.y, 0)).T / _CELL
    changes = np.zeros(height * (width + 1), dtype=np.int64)
    first = np.ceil(y - radius)
    for step in range(int(np.ceil(2 * max(radius.max(initial=0), 0)))):
        row = first + step
        farthest = np.maximum(np.abs(row - y), np.abs(row + 1 - y))
        inside = np.flatnonzero((farthest < radius) & (row >= 0) & (row < height))
        half = np.sqrt(radius[inside] ** 2 - farthest[inside] ** 2)
        start = np.clip(np.ceil(x[inside] - half), 0, width)
        stop = np.clip(np.floor(x[inside] + half), start, width)
        at = row[inside] * (width + 1)
        for change, cells in ((1, at + start), (-1, at + stop)):
            changes += change * np.bincount(cells.astype(np.int64), minlength=len(changes))
    depth: Flags = np.cumsum(changes.reshape(height, width + 1), axis=1)[:, :-1] > 0
    return depth
