"""What lies on an artboard of very many units, as columns: looks that many marks share, and where each mark stands.

A mark becomes a record of the page when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from geomap.on_demand import OnDemand
from geomap.page import Box, Circle, DrawnSymbol, Item, Path, Ring, Text

UNIT = "\0"  # stands for the unit in the id of a look

Whole = NDArray[np.int64]
Names = NDArray[np.object_]
T = TypeVar("T")
S = TypeVar("S")
Look = TypeVar("Look", Circle, DrawnSymbol)


class _Made(OnDemand[T]):
    """Marks that are made one by one."""

    __slots__ = ()

    def enlarged(self, px: float, each: Callable[[T, float], T]) -> Sequence[T]:
        """All of them, so many times as large; `each` does it with one."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class Sized(_Made[Look]):
    """Looks by `which` of the `kinds` each is of; what else tells them from one another, their diameter first."""

    kinds: Sequence[Look]
    which: Whole
    own: Mapping[str, Sequence[Any]]
    _made: dict[int, Look] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.which)

    def _make(self, number: int) -> Look:
        if number not in self._made:
            own = {name: values[number] for name, values in self.own.items()}
            self._made[number] = replace(self.kinds[self.which[number]], **own)
        return self._made[number]

    def enlarged(self, px: float, each: Callable[[Look, float], Look]) -> Sized[Look]:
        own = {**self.own, "diameter": [diameter * px for diameter in self.own["diameter"]]}
        return Sized([each(kind, px) for kind in self.kinds], self.which, own)


@dataclass(frozen=True, slots=True, eq=False)
class Marks(_Made[Item]):
    """Marks by `which` of the `looks` each has, by the unit that it is of and by its centre.

    What is no circle has one of the `others`, counted from -1 down: marks of no unit about 0, 0.
    """

    looks: Sized[Circle]
    which: Whole
    units: Names
    points: Ring
    others: Sequence[Item] = ()

    def __len__(self) -> int:
        return len(self.which)

    def _make(self, number: int) -> Item:
        which = int(self.which[number])
        look: Item = self.others[~which] if which < 0 else self.looks[which]
        return moved(look, self.units[number], *self.points[number].tolist())

    def enlarged(self, px: float, each: Callable[[Item, float], Item]) -> Marks:
        looks = self.looks.enlarged(px, cast("Callable[[Circle, float], Circle]", each))
        others = [each(item, px) for item in self.others]
        return Marks(looks, self.which, self.units, self.points * px, others)

    @property
    def beside_circles(self) -> list[Item]:
        """The marks that are no circles, in their order."""
        return [self._make(number) for number in np.flatnonzero(self.which < 0).tolist()]

    def beside_by_look(self) -> Iterator[tuple[Item, Ring]]:
        """The same as marks of no unit, each with the places that it stands at."""
        for number, item in enumerate(self.others):
            if len(places := self.points[self.which == ~number]):
                yield item, places

    def simplified(
        self, said: Callable[[Circle, float], S], rounded: Callable[[Sized[Circle]], Sequence[float]]
    ) -> tuple[list[S], Whole, Ring]:
        """What is left of the circles' looks, each once; and of every circle its look and its centre.

        `rounded` are the diameters of looks, `said` is what is left of a look of such a diameter.
        """
        pairs: dict[tuple[int, float], int] = {}
        sizes = zip(self.looks.which.tolist(), rounded(self.looks), strict=True)
        pair = np.array([pairs.setdefault(size, len(pairs)) for size in sizes], dtype=np.int64)
        places: dict[S, int] = {}
        left = (said(self.looks.kinds[kind], diameter) for kind, diameter in pairs)
        place = np.array([places.setdefault(look, len(places)) for look in left], dtype=np.int64)[pair]
        circles = np.flatnonzero(self.which >= 0)
        return list(places), place[self.which[circles]], self.points[circles]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnMarks(_Made[DrawnSymbol]):
    """The same for the manifest; `more` is what else is said of the marks of some units."""

    looks: Sized[DrawnSymbol]
    which: Whole
    units: Names
    points: Ring
    more: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.which)

    def _make(self, number: int) -> DrawnSymbol:
        x, y = self.points[number].tolist()
        look: DrawnSymbol = self.looks[self.which[number]]
        unit = str(self.units[number])
        return replace(look, unit=unit, x=x, y=y, **self.more.get(unit, {}))

    def enlarged(self, px: float, each: Callable[[DrawnSymbol, float], DrawnSymbol]) -> DrawnMarks:
        return DrawnMarks(self.looks.enlarged(px, each), self.which, self.units, self.points * px, self.more)


class Joined(_Made[T]):
    """Sequences one behind the other, without a copy of them."""

    def __init__(self, parts: Sequence[Sequence[T]]) -> None:
        self.parts = [part for part in parts if len(part)]
        self._starts = np.cumsum([0, *map(len, self.parts)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self.parts)

    def _make(self, number: int) -> T:
        part = int(np.searchsorted(self._starts, number, side="right")) - 1
        return self.parts[part][number - int(self._starts[part])]

    def enlarged(self, px: float, each: Callable[[T, float], T]) -> Joined[T]:
        return Joined([enlarged(part, px, each) for part in self.parts])


def moved(item: Item, unit: str, x: float, y: float) -> Item:
    """A mark of no unit about 0, 0 as that of one elsewhere."""
    own = item.id.replace(UNIT, unit)
    match item:
        case Text():
            box = Box(item.box.x + x, item.box.y + y, item.box.width, item.box.height)
            return replace(item, x=item.x + x, y=item.y + y, box=box, owner=unit, id=own)
        case Path():
            return replace(item, rings=tuple(np.add(ring, (x, y)) for ring in item.rings), id=own)
        case _:
            return replace(item, x=item.x + x, y=item.y + y, id=own)


def enlarged(marks: Sequence[T], px: float, each: Callable[[T, float], T]) -> Sequence[T]:
    """Marks so many times as large; `each` does it with one."""
    return marks.enlarged(px, each) if isinstance(marks, _Made) else tuple(each(mark, px) for mark in marks)
