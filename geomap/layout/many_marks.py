"""The marks of very many units: those of one count and colour are made once, by the rules of `symbols`, and moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np

from geomap.columns import Alike, Flags, Whole
from geomap.layout.spots import Spots
from geomap.layout.symbols import unit_marks
from geomap.legend import SizeScale
from geomap.many import OTHER, UNIT, DrawnMarks, Marks
from geomap.page import Circle, DrawnSymbol, Item
from geomap.scene import Symbol
from geomap.styles import Style

_BLANK = Circle(0.0, 0.0, 0.0)  # in the place of a mark that is no circle

_Made = tuple[list[Item], list[DrawnSymbol]]
T = TypeVar("T")


def many_marks(spots: Spots, scale: SizeScale, artboard_width: float, look: Style) -> tuple[Marks, DrawnMarks]:
    """The marks of all spots, and their entries in the manifest."""

    def marks(symbol: Symbol, x: float, y: float) -> _Made:
        return unit_marks(symbol, x, y, scale, artboard_width, look)

    samples, sort = _samples(spots.symbols)
    made = [marks(sample, 0.0, 0.0) for sample in samples]
    items, which, rows = _dealt([own for own, _ in made], sort)
    drawn, which_drawn, drawn_rows = _dealt([own for _, own in made], sort)
    is_other = np.array([not isinstance(item, Circle) for item in items], dtype=bool)[which]
    others = _others(spots, rows, is_other, marks)
    circles = [item if isinstance(item, Circle) else _BLANK for item in items]
    units, points = spots.symbols.columns.ids, spots.discs[:, :2]
    return (
        Marks(circles, np.where(is_other, OTHER, which), units[rows], points[rows], others),
        DrawnMarks(drawn, which_drawn, units[drawn_rows], points[drawn_rows]),
    )


def _samples(symbols: Alike[Symbol]) -> tuple[list[Symbol], Whole]:
    """A symbol of no unit for each count, colour and age that there is, and of each row which one it is like."""
    columns = symbols.columns
    styles: dict[tuple[str, int], int] = {}
    style = [styles.setdefault((pattern.colour, pattern.age), len(styles)) for pattern in symbols.patterns]
    keys = np.array(style, dtype=np.int64)[columns.alike] * len(columns.counts) + columns.count
    found, sort = np.unique(keys, return_inverse=True)
    listed = list(styles)
    pairs = (divmod(key, len(columns.counts)) for key in found.tolist())
    looks = ((*listed[style], columns.counts[count]) for style, count in pairs)
    return [Symbol(UNIT, 0.0, 0.0, "", troops=troops, colour=colour, age=age) for colour, age, troops in looks], sort


def _dealt(made: Sequence[Sequence[T]], sort: Whole) -> tuple[list[T], Whole, Whole]:
    """What is made for each sort, in one list; of every row in turn its places in there; and these rows."""
    sizes = np.array([len(own) for own in made], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    each = sizes[sort]
    rows = np.repeat(np.arange(len(sort)), each)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(each) - each, each)
    return list(chain.from_iterable(made)), starts[sort][rows] + within, rows


def _others(
    spots: Spots, rows: Whole, is_other: Flags, marks: Callable[[Symbol, float, float], _Made]
) -> dict[int, Item]:
    """By its number each mark that is no circle, made for the very unit."""
    found: dict[int, Item] = {}
    for row in np.unique(rows[is_other]).tolist():
        spot, first = spots[row], int(np.searchsorted(rows, row))
        items = marks(spot.symbol, spot.x, spot.y)[0]
        found |= {first + place: item for place, item in enumerate(items) if not isinstance(item, Circle)}
    return found
