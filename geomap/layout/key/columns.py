"""How the rows of a key fall into columns: the lowest setting, no column higher than one at its left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise, product

_MOST_COLUMNS = 3
_LEAST_WIDTH = 130.0  # px of a column with wrapped rows
_BROKEN = 0.35  # of the height that broken rows add: so much must they save
_GAP = 16.0  # px between columns
_FEW = 40  # rows, of which all ways to part them are tried; of more those that make columns of about one height
_ABOUT = 3  # rows before and behind that


@dataclass(frozen=True, slots=True)
class Column:
    """Rows `first` up to `end`, which is not among them, in a column of `width` px at `left`."""

    first: int
    end: int
    left: float
    width: float


def best_columns(
    widths: Sequence[float], room: float, height: Callable[[int, float], float], gap: float
) -> tuple[Column, ...]:
    """The columns in which rows stand least high within `room` px, `gap` px between two rows.

    `widths` are the rows' own on one line; `height` gives that of a row set to a width.
    """
    if not widths:
        return ()

    def cost(columns: tuple[Column, ...]) -> tuple[bool, float, int]:
        heights = {
            index: height(index, column.width) for column in columns for index in range(column.first, column.end)
        }
        totals = [sum(heights[i] + gap for i in range(column.first, column.end)) for column in columns]
        added = sum(tall - height(index, widths[index]) for index, tall in heights.items())
        rises = any(right > left + gap for left, right in pairwise(totals))
        return rises, round(max(totals) + _BROKEN * added, 3), len(columns)

    def cuts(count: int, free: float) -> Iterator[tuple[int, ...]]:
        if len(widths) <= _FEW:
            return combinations(range(1, len(widths)), count - 1)
        ends = [*accumulate(height(index, min(width, free / count)) + gap for index, width in enumerate(widths))]
        middles = [bisect_left(ends, ends[-1] * part / count) + 1 for part in range(1, count)]
        near = product(*(range(middle - _ABOUT, middle + _ABOUT + 1) for middle in middles))
        return (some for some in near if all(a < b for a, b in pairwise((0, *some, len(widths)))))

    return min(_settings(widths, room, cuts), key=cost)


def _settings(
    widths: Sequence[float], room: float, ways: Callable[[int, float], Iterator[tuple[int, ...]]]
) -> Iterator[tuple[Column, ...]]:
    """Ways to part the rows; columns that are too wide together are cut down, the widest first.

    `ways` gives the first rows of all columns but the first, of so many in so many px.
    """
    for count in range(1, min(len(widths), _MOST_COLUMNS) + 1):
        free = room - _GAP * (count - 1)
        for cuts in ways(count, free):
            edges = [0, *cuts, len(widths)]
            own = [max(widths[first:end]) for first, end in pairwise(edges)]
            set_to = _cut_down(own, free)
            if count > 1 and any(wide < min(_LEAST_WIDTH, full) for wide, full in zip(set_to, own, strict=True)):
                continue
            lefts = [sum(set_to[:index]) + _GAP * index for index in range(count)]
            parts = zip(pairwise(edges), lefts, set_to, strict=True)
            yield tuple(Column(*edge, left, width) for edge, left, width in parts)


def _cut_down(widths: Sequence[float], room: float) -> list[float]:
    """The widths, the widest cut to one width so that all fit into `room` px."""
    left, cut = room, room
    for index, width in enumerate(sorted(widths)):
        cut = left / (len(widths) - index)
        if width > cut:
            break
        left -= width
        cut = room
    return [min(width, cut) for width in widths]
