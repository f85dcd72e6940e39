"""READ a table of very many rows by column, batch after batch, and sum it up by cell or place: memory stays small.

Positions are degrees, WGS 84.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from geomap.errors import LayerError, Problem
from geomap.facts import LARGEST_COUNT, CountKind, Estimate
from geomap.facts.sums import rounded
from geomap.tables.aggregation.grid import cells_of
from geomap.tables.aggregation.held import HeldIds
from geomap.tables.aggregation.table import Batch, Counts, Flags, Floats, Rows, Source

Key = tuple[str, str]  # of a cell, and the side

_PARTS = 10**7  # of a degree, a centimetre each. Whole ones add up to the same in whatever batches the rows come: those
# of a batch, at most five million, even as floats, and those of all batches as Python's integers.


@dataclass(slots=True)
class Total:
    """What the rows of one cell and side come to, no more precise than the least precise of them.

    `open` are those with no upper end, or no number at all, `about` those that are said to be about so many; `grain` is
    what the most rounded of them is rounded to, `slack` how far off those may be together.
    """

    rows: int = 0
    lat: int = 0  # sum of ten-millionths of degrees
    lon: int = 0
    minimum: int = 0
    maximum: int = 0
    open: int = 0
    about: int = 0
    grain: int = 1
    slack: int = 0

    def add(self, other: Total) -> None:
        """Count other rows of the same cell and side in."""
        self.rows += other.rows
        self.lat += other.lat
        self.lon += other.lon
        self.minimum += other.minimum
        self.maximum += other.maximum
        self.open += other.open
        self.about += other.about
        self.grain = max(self.grain, other.grain)
        self.slack += other.slack

    @property
    def troops(self) -> int | str | dict[str, int]:
        """The sum as a config writes a count."""
        count = rounded(self._sum, self.grain, self.slack)
        match count.kind, count.minimum, count.maximum:
            case CountKind.EXACT, int(number), _:
                return number
            case CountKind.RANGE, int(low), int(high):
                return {"min": low, "max": high}
            case CountKind.AT_MOST, _, int(high):
                return {"at_most": high}
            case kind, int(low), _:
                return {kind.value: low}
        return "unknown"

    @property
    def _sum(self) -> Estimate:
        """As `Estimate` adds: an open end stays open, an unknown part makes only the lower end certain."""
        if self.open:
            return Estimate(CountKind.AT_LEAST, self.minimum) if self.minimum else Estimate(CountKind.UNKNOWN)
        if self.minimum == self.maximum:
            return (Estimate.about if self.about else Estimate.exact)(self.minimum)
        if self.minimum == 0:
            return Estimate(CountKind.AT_MOST, None, self.maximum)
        return Estimate(CountKind.RANGE, self.minimum, self.maximum)

    @property
    def middle(self) -> tuple[float, float]:
        """Mean latitude and longitude of the rows, in degrees."""
        return round(self.lat / (self.rows * _PARTS), 5), round(self.lon / (self.rows * _PARTS), 5)


@dataclass(frozen=True, slots=True)
class Summary:
    """The totals by cell and side, how many rows went in, how many lack a position, how many are under embargo."""

    totals: Mapping[Key, Total] = field(default_factory=dict)
    rows: int = 0
    lost: int = 0
    withheld: int = 0

    @property
    def sides(self) -> dict[str, list[str]]:
        """The sides of each cell or place."""
        found: dict[str, list[str]] = {}
        for cell, side in self.totals:
            found.setdefault(cell, []).append(side)
        return found


Mapper = Callable[[Callable[[Batch], Summary], Iterable[Batch]], Iterable[Summary]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is summed up: by what, in cells how wide, on what day, and to how many totals at most."""

    by: str
    cell: float
    today: date
    most: int


def summed(source: Source, plan: Plan, held: HeldIds, mapper: Mapper = map) -> Summary:
    """Sum a Parquet or CSV file up. Raises LayerError, also as soon as there are too many totals.

    All rows of an id are as strict as `held` says. `mapper` sums batches up and gives what they come to in their order,
    as `map` does in this process.
    """
    totals: dict[Key, Total] = {}
    rows = lost = withheld = 0
    for part in mapper(partial(_sum_up, plan=plan), source.batches(held)):
        rows, lost, withheld = rows + part.rows, lost + part.lost, withheld + part.withheld
        for key, total in part.totals.items():
            totals.setdefault(key, Total()).add(total)
        if len(totals) > plan.most:
            hint = "write a larger `cell`" if plan.by != "place" else "sum it up by `grid` or `hex`"
            raise LayerError(Problem(text=f"makes more than {plan.most} circles", hint=hint))
    return Summary(dict(sorted(totals.items())), rows, lost, withheld)


def _sum_up(batch: Batch, plan: Plan) -> Summary:
    """The totals of one batch."""
    table = Rows(batch)
    lat, lon = table.places()
    is_withheld = table.is_withheld(plan.today)
    here = ~is_withheld & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    places = table.texts("place") if plan.by == "place" else None
    if places is not None:
        here &= places.nonempty
        _check_nameless(table.is_rounded() & here)
    lat, lon = lat[here], lon[here]
    cells = places.where(here) if places is not None else cells_of(lat, lon, plan.by, plan.cell)
    sides = table.texts("side").where(here)
    counts = table.counts().where(here)
    _check(counts, lat, lon)
    keys, which = np.unique(cells.codes * len(sides.names) + sides.codes, return_inverse=True)
    own = _grains(counts)
    slack = np.where(counts.is_about, own // 2, 0)
    spots = (np.rint(axis * _PARTS) for axis in (lat, lon))
    columns = (*spots, np.nan_to_num(counts.low), np.nan_to_num(counts.high), slack)
    sums = [np.bincount(which, weights, len(keys)).tolist() for weights in columns]
    flags = (np.ones(len(which), bool), np.isnan(counts.high), counts.is_about)
    numbers = [np.bincount(which[some], minlength=len(keys)).tolist() for some in flags]
    grains = np.ones(len(keys))
    np.maximum.at(grains, which, own)
    totals = {}
    for key, north, east, least, most, off, rows, unended, about, grain in zip(
        keys.tolist(), *sums, *numbers, grains.tolist(), strict=True
    ):
        cell, side = divmod(key, len(sides.names))
        ends = int(least), int(most)
        total = Total(rows, int(north), int(east), *ends, unended, about, int(grain), int(off))
        totals[cells.names[cell], sides.names[side]] = total
    withheld = int(is_withheld.sum())
    return Summary(totals, len(which), len(here) - len(which) - withheld, withheld)


def _grains(counts: Counts) -> Floats:
    """What each count is rounded to, as `geomap.facts.sums` judges it by its noughts."""
    is_exact = (counts.low == counts.high) & ~counts.is_about
    ends = [np.where(np.nan_to_num(end) == 0, np.inf, _noughts(end)) for end in (counts.low, counts.high)]
    found = np.minimum(*ends)
    return np.where(is_exact | np.isinf(found), 1.0, found)


def _noughts(numbers: Floats) -> Floats:
    found = np.ones(len(numbers))
    for power in 10.0 ** np.arange(1, 9):
        found[(numbers % power == 0) & (numbers >= 10 * power)] = power
    return found


def _check_nameless(rounded: Flags) -> None:
    """The name of a place, which is printed, says where it is. Raises LayerError."""
    if rounded.any():
        hint = "sum it up by `grid` or `hex`"
        raise LayerError(Problem(text="has rows with a `precision`, which the names of their places undo", hint=hint))


def _check(counts: Counts, lat: Floats, lon: Floats) -> None:
    """Every number is a count, and no range upside down. Raises LayerError."""
    low, high = counts.low, counts.high
    swapped: Flags = low > high
    wrong = swapped.copy()
    for end in (low, high):
        wrong |= (end < 0) | (end > LARGEST_COUNT) | (np.floor(end) < end)
    if not wrong.any():
        return
    at = int(wrong.argmax())
    stated = dict.fromkeys(f"{end[at]:g}" for end in (low, high) if not np.isnan(end[at]))
    text = f"has {' to '.join(stated)} troops in a row at {lat[at]:g}, {lon[at]:g}"
    hint = "the least is larger than the largest" if swapped[at] else f"a count is a whole number up to {LARGEST_COUNT}"
    raise LayerError(Problem(text=text, hint=hint))
