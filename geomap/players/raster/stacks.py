"""Very many circles by what they look like: a disc and its edge are a stack, which many units have alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import pi
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from geomap.marks.many import Marks, Sized
from geomap.page import Box, Circle, Item, Ring, Text

_SIZES = 8  # to a px, to which diameters are rounded
_LARGE = 16.0  # px, from which on there are half as many; again half as many from twice as much on
_HIGHEST = 4  # circles of a stack

_HERE = np.zeros((1, 2))
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)

Stack = tuple[Circle, ...]  # from the lowest, about one centre, all as large
Placed = tuple[Item, Ring]  # what is no circle, and how far off it is drawn, as often as it is
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Points = TypeVar("Points", Ring, Whole)


def by_stack(items: Sequence[Item]) -> tuple[list[Stack], Whole, Ring, list[Placed]]:
    """The stacks that there are; of each that is drawn which one it is, and its centre; and what is no circle."""
    if isinstance(items, Marks):
        said, which, points = items.simplified(_said, _sizes_of)
        others = [*items.beside_by_look()]
    else:
        circles = [item for item in items if isinstance(item, Circle)]
        diameters = _rounded(*np.array([(circle.diameter, _line(circle)) for circle in circles]).reshape(-1, 2).T)
        places: dict[tuple[Any, ...], int] = {}
        sayings = map(_said, circles, diameters.tolist())
        which = np.array([places.setdefault(look, len(places)) for look in sayings], dtype=np.int64)
        points = np.array([(circle.x, circle.y) for circle in circles]).reshape(-1, 2)
        said, others = list(places), [*_placed(item for item in items if not isinstance(item, Circle))]
    looks = [Circle(0.0, 0.0, *look) for look in said]
    if not len(which):
        return [], which, points, others
    starts = _starts(np.array([inner_diameter(look) for look in looks])[which], points)
    stacks, stack = _alike(looks, which, starts)
    return stacks, stack, points[starts], others


def _placed(items: Iterable[Item]) -> Iterator[Placed]:
    """Items, those that follow one another and differ in their places alone at once."""
    for look, alike in groupby(items, _without_place):
        if look is None:
            yield from ((item, _HERE) for item in alike)
        else:
            texts = [item for item in alike if isinstance(item, Text)]
            yield texts[0], np.array([(text.x - texts[0].x, text.y - texts[0].y) for text in texts])


def _without_place(item: Item) -> Text | None:
    """A text but for where it stands and whose it is; None for other items."""
    return replace(item, x=0.0, y=0.0, box=_NOWHERE, owner="", id="") if isinstance(item, Text) else None


def _starts(inner: Floats, points: Ring) -> Whole:
    """The first circle of each stack."""
    numbers = np.arange(len(inner))
    is_first = np.ones(len(inner), dtype=bool)
    is_first[1:] = (inner[1:] != inner[:-1]) | (points[1:] != points[:-1]).any(axis=1)
    is_first |= (numbers - np.maximum.accumulate(np.where(is_first, numbers, 0))) % _HIGHEST == 0
    return np.flatnonzero(is_first)


def _alike(looks: Sequence[Circle], which: Whole, starts: Whole) -> tuple[list[Stack], Whole]:
    """The stacks, each once, and of each in turn which one it is."""
    heights = np.diff(np.append(starts, len(which)))
    keys = which[starts]
    for level in range(1, int(heights.max())):
        higher = np.flatnonzero(heights > level)
        circle = np.zeros(len(starts), dtype=np.int64)
        circle[higher] = which[starts[higher] + level] + 1
        keys = np.unique(keys * (len(looks) + 1) + circle, return_inverse=True)[1]
    _, samples, stack = np.unique(keys, return_index=True, return_inverse=True)
    rows = zip(starts[samples].tolist(), heights[samples].tolist(), strict=True)
    return [tuple(looks[look] for look in which[start : start + height]) for start, height in rows], stack


def in_order(stacks: Sequence[Stack], which: Whole, points: Points) -> Iterator[tuple[Stack, Points]]:
    """The centres of each stack, in the order in which they are drawn: the larger before the smaller."""
    found, first = np.unique(which, return_index=True)
    in_turn = np.argsort(which, kind="stable")
    groups = np.split(points[in_turn], np.cumsum(np.bincount(which, minlength=len(stacks)))[found][:-1])
    sizes = np.array([-inner_diameter(stacks[stack][0]) for stack in found.tolist()])
    for number in np.lexsort((first, sizes)).tolist():
        yield stacks[found[number]], groups[number]


def inner_diameter(look: Circle) -> float:
    """What circles are drawn in the order of, the largest first: of a ring within its line."""
    return look.diameter - _line(look)


def _line(look: Circle) -> float:
    """How wide the line is that lies around what is within a ring."""
    return 0.0 if look.fill else look.stroke_width


def _said(look: Circle, diameter: float) -> tuple[Any, ...]:
    """What a circle of this diameter looks like, wherever it is and whosever: all but its centre and its id."""
    dash = _dash(look, diameter) if look.dash else look.dash
    return diameter, look.fill, look.stroke, look.stroke_width, dash, look.opacity


def _dash(look: Circle, diameter: float) -> tuple[float, ...]:
    """As many dashes as go around the circle itself around one of this diameter, where those of as many are alike."""
    period = sum(look.dash)
    times = max(round(pi * look.diameter / period), 1)
    return tuple(round(length / period, 2) * pi * diameter / times for length in look.dash)


def _sizes_of(looks: Sized[Circle]) -> list[float]:
    """The rounded diameters of looks."""
    lines = np.array([_line(kind) for kind in looks.kinds])[looks.which]
    rounded: list[float] = _rounded(np.array(looks.own["diameter"]), lines).tolist()
    return rounded


def _rounded(diameters: Floats, lines: Floats) -> Floats:
    """Diameters, those within their lines rounded: a disc and the edge around it stay of one size."""
    inner = diameters - lines
    sizes = _SIZES / 2.0 ** np.maximum(np.frexp(inner / _LARGE)[1], 0)
    return np.round(inner * sizes) / sizes + lines
