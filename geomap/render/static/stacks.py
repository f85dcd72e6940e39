"""Very many circles by what they look like: a disc and its edge are a stack, which many units have alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import frexp
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from geomap.many import Marks
from geomap.page import Circle, Item, Ring

_SIZES = 8  # to a px, to which diameters are rounded
_LARGE = 16.0  # px, from which on there are half as many; again half as many from twice as much on
_HIGHEST = 4  # circles of a stack

Stack = tuple[Circle, ...]  # from the lowest, about one centre, all as large
Whole = NDArray[np.int64]
Points = TypeVar("Points", Ring, Whole)


def by_stack(items: Sequence[Item]) -> tuple[list[Stack], Whole, Ring, list[Item]]:
    """The stacks that there are; of each that is drawn which one it is, and its centre; and what is no circle."""
    if isinstance(items, Marks):
        said, which, points = items.simplified(_said, _rounded)
        others = items.beside_circles
    else:
        circles = [item for item in items if isinstance(item, Circle)]
        places: dict[tuple[Any, ...], int] = {}
        which = np.array([places.setdefault(_said(circle), len(places)) for circle in circles], dtype=np.int64)
        points = np.array([(circle.x, circle.y) for circle in circles]).reshape(-1, 2)
        said, others = list(places), [item for item in items if not isinstance(item, Circle)]
    looks = [Circle(0.0, 0.0, *look) for look in said]
    if not len(which):
        return [], which, points, others
    starts = _starts(np.array([inner_diameter(look) for look in looks])[which], points)
    stacks, stack = _alike(looks, which, starts)
    return stacks, stack, points[starts], others


def _starts(inner: NDArray[np.float64], points: Ring) -> Whole:
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
    return look.diameter if look.fill else look.diameter - look.stroke_width


def _said(item: Circle) -> tuple[Any, ...]:
    """What a circle looks like, wherever it is and whosever: all but its centre and its id."""
    inner = inner_diameter(item)
    sizes = _SIZES / 2 ** max(frexp(inner / _LARGE)[1], 0)
    diameter = _rounded(inner, sizes) + (0.0 if item.fill else item.stroke_width)
    return diameter, item.fill, item.stroke, item.stroke_width, item.dash, item.opacity


def _rounded(diameter: float, sizes: float = _SIZES) -> float:
    return round(diameter * sizes) / sizes
