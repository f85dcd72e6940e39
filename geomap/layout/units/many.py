"""The marks of very many units: those of one style are made once, by the rules of `symbols`, sized and moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

import numpy as np

from geomap.facts import Estimate
from geomap.facts.columns import Flags, Floats, Rows, Whole, names
from geomap.layout.units.positions import Spots
from geomap.marks.many import UNIT, DrawnMarks, Marks, Sized
from geomap.marks.size import SizeScale
from geomap.marks.unit import is_plain, unit_marks
from geomap.page import Circle, DrawnSymbol, Item
from geomap.scene import Symbol
from geomap.scene.styles import Style

_BLANK = Circle(0.0, 0.0, 0.0)  # in the place of a mark that is no circle

_Made = tuple[list[Item], list[DrawnSymbol]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Sorts:
    """Each style and count that there is: `plain` where the marks are a circle and its edge, `diameter` that of it."""

    styles: Sequence[tuple[str, int]]  # colour and age
    counts: Sequence[Estimate | None]
    style: Whole
    count: Whole
    plain: Flags
    diameter: Floats

    def kinds(self) -> tuple[list[Symbol], Whole]:
        """A symbol of no unit for each kind, and the kind of each sort: plain ones of a style are of one."""
        keys = self.style * (len(self.counts) + 1) + np.where(self.plain, len(self.counts), self.count)
        _, first, kind = np.unique(keys, return_index=True, return_inverse=True)
        looks = [(*self.styles[self.style[sort]], self.counts[self.count[sort]]) for sort in first.tolist()]
        return [
            Symbol(UNIT, 0.0, 0.0, "", troops=troops, colour=colour, age=age) for colour, age, troops in looks
        ], kind


@dataclass(frozen=True, slots=True)
class _Dealt(Generic[T]):
    """What is made for the kinds, in one list; the looks, by the sorts; and the marks, by the rows."""

    made: list[T]
    kinds: Whole  # of looks: what each is made from
    sorts: Whole  # of looks
    looks: Whole  # of marks
    rows: Whole  # of marks


def many_marks(spots: Spots, scale: SizeScale, artboard_width: float, look: Style) -> tuple[Marks, DrawnMarks]:
    """The marks of all spots, and their entries in the manifest."""

    def marks(symbol: Symbol, x: float, y: float) -> _Made:
        return unit_marks(symbol, x, y, scale, artboard_width, look)

    sorts, sort = _sorts(spots.symbols, scale, look)
    samples, kind = sorts.kinds()
    made = [marks(sample, 0.0, 0.0) for sample in samples]
    items = _dealt([own for own, _ in made], kind, sort)
    drawn = _dealt([own for _, own in made], kind, sort)
    is_other = np.array([not isinstance(item, Circle) for item in items.made], dtype=bool)
    others = [item for item in items.made if not isinstance(item, Circle)]
    drawn_from = items.kinds[items.looks]
    units, points = names(spots.symbols.ids), spots.discs[:, :2]
    which = np.where(is_other[drawn_from], ~(np.cumsum(is_other) - 1)[drawn_from], items.looks)
    return (
        Marks(_circles(sorts, items), which, units[items.rows], points[items.rows], others),
        DrawnMarks(
            _entries(sorts, drawn), drawn.looks, units[drawn.rows], points[drawn.rows], _of_places(spots.symbols)
        ),
    )


def _of_places(symbols: Rows[Symbol]) -> dict[str, dict[str, Any]]:
    """What is said of the marks that stand for several units, or beside another, at one place."""
    several = (symbols[row] for row in symbols.numbers_where(lambda symbol: bool(symbol.units or symbol.site)))
    return {symbol.unit: {"members": symbol.units, "beside": symbol.beside} for symbol in several}


def _sorts(symbols: Rows[Symbol], scale: SizeScale, look: Style) -> tuple[_Sorts, Whole]:
    """Each style and count that there is, and of each row which one it has. A pattern's strokes suit one size only."""
    counts, which_count = symbols.counted
    styles: dict[tuple[str, int], int] = {}
    looks, which = symbols.said_of(lambda symbol: (symbol.colour, symbol.age), "side", "as_of")
    style = [styles.setdefault(look, len(styles)) for look in looks]
    keys = np.array(style, dtype=np.int64)[which] * len(counts) + which_count
    found, sort = np.unique(keys, return_inverse=True)
    plain = np.array([is_plain(count, scale) for count in counts], dtype=bool)
    diameters = np.array([scale.diameter((count and count.value) or 0) for count in counts])
    of_sorts, count = np.divmod(found, len(counts))
    is_even = np.array([look.pattern(colour or look.symbol) in ("", "solid") for colour, _ in styles], dtype=bool)
    is_plain_sort = plain[count] & is_even[of_sorts]
    return _Sorts(list(styles), counts, of_sorts, count, is_plain_sort, diameters[count]), sort


def _dealt(made: Sequence[Sequence[T]], kind: Whole, sort: Whole) -> _Dealt[T]:
    """Deal what is made for each kind to the sorts that are of it, and to the rows that are of these."""
    sizes = np.array([len(own) for own in made], dtype=np.int64)
    kinds, sorts = _spread(sizes, kind)
    looks, rows = _spread(sizes[kind], sort)
    return _Dealt(list(chain.from_iterable(made)), kinds, sorts, looks, rows)


def _spread(sizes: Whole, which: Whole) -> tuple[Whole, Whole]:
    """Of lists of these sizes, one behind the other: the places of the ones asked for, and which asked for each."""
    starts = np.cumsum(sizes) - sizes
    each = sizes[which]
    asking = np.repeat(np.arange(len(which)), each)
    within = np.arange(len(asking)) - np.repeat(np.cumsum(each) - each, each)
    return starts[which][asking] + within, asking


def _circles(sorts: _Sorts, items: _Dealt[Item]) -> Sized[Circle]:
    """The looks of the circles."""
    circles = [item if isinstance(item, Circle) else _BLANK for item in items.made]
    own = np.array([circle.diameter for circle in circles])[items.kinds]
    widths = np.array([circle.stroke_width for circle in circles])[items.kinds]  # the edge lies outside
    diameters = np.where(sorts.plain[items.sorts], sorts.diameter[items.sorts] + widths, own)
    return Sized(circles, items.kinds, {"diameter": diameters.tolist()})


def _entries(sorts: _Sorts, drawn: _Dealt[DrawnSymbol]) -> Sized[DrawnSymbol]:
    """Their entries in the manifest."""
    plain, diameters = sorts.plain[drawn.sorts], sorts.diameter[drawn.sorts]
    own = np.array([entry.diameter for entry in drawn.made])[drawn.kinds]
    counts = [sorts.counts[count] for count in sorts.count[drawn.sorts].tolist()]
    values = [
        count.value if is_sized and count else drawn.made[kind].value
        for is_sized, count, kind in zip(plain.tolist(), counts, drawn.kinds.tolist(), strict=True)
    ]
    return Sized(drawn.made, drawn.kinds, {"diameter": np.where(plain, diameters, own).tolist(), "value": values})
