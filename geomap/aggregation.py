"""READ a table of very many rows by column, batch after batch, and sum it up by cell or place: memory stays small.

Positions are degrees, WGS 84. Cells lie still: whatever else is in the table, a row falls into the same cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import atan, degrees, radians, sinh, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv, parquet

from geomap.errors import LayerError, Problem
from geomap.facts import LARGEST_COUNT

_BATCH = 250_000  # rows
_NEEDED = {"grid": ("lat", "lon"), "hex": ("lat", "lon"), "place": ("lat", "lon", "place")}
_TYPES = {"place": pa.string(), "side": pa.string()}  # the others are numbers
_COUNTS = ("troops", "troops_min", "troops_max")

_ROWS = 1 << 20  # more than there are rows of cells

Batch = Mapping[str, Any]  # columns of pyarrow, by our names
Floats = NDArray[np.float64]
Key = tuple[str, str]  # of a cell, and the side


@dataclass(slots=True)
class Total:
    """What the rows of one cell and side come to. `uncounted` are those whose number is not known."""

    rows: int = 0
    lat: float = 0.0  # sum of degrees
    lon: float = 0.0
    minimum: int = 0
    maximum: int = 0
    uncounted: int = 0

    def add(self, other: Total) -> None:
        """Count other rows of the same cell and side in."""
        self.rows += other.rows
        self.lat += other.lat
        self.lon += other.lon
        self.minimum += other.minimum
        self.maximum += other.maximum
        self.uncounted += other.uncounted

    @property
    def troops(self) -> int | str | dict[str, int]:
        """The sum as a config writes a count: with a part that is not known only the lower end is certain."""
        if self.uncounted:
            return {"at_least": self.minimum} if self.minimum else "unknown"
        return self.minimum if self.minimum == self.maximum else {"min": self.minimum, "max": self.maximum}

    @property
    def middle(self) -> tuple[float, float]:
        """Mean latitude and longitude of the rows."""
        return round(self.lat / self.rows, 5), round(self.lon / self.rows, 5)


@dataclass(frozen=True, slots=True)
class Summary:
    """The totals by cell and side, how many rows went in, and how many have no position and did not."""

    totals: Mapping[Key, Total] = field(default_factory=dict)
    rows: int = 0
    lost: int = 0

    @property
    def sides(self) -> dict[str, list[str]]:
        """The sides of each cell or place."""
        found: dict[str, list[str]] = {}
        for cell, side in self.totals:
            found.setdefault(cell, []).append(side)
        return found


Mapper = Callable[[Callable[[Batch], Summary], Iterable[Batch]], Iterable[Summary]]


def summed(  # noqa: PLR0913, PLR0917 - how a table is summed up
    path: Path, by: str, cell: float, headings: Mapping[str, str], most: int, mapper: Mapper = map
) -> Summary:
    """Sum a Parquet or CSV file up. `headings` are its own names for our columns. Raises LayerError, also as soon as
    there are more than `most` totals.

    `mapper` sums batches up and gives what they come to in their order, as `map` does in this process.
    """
    totals: dict[Key, Total] = {}
    rows = lost = 0
    for part in mapper(partial(_sum_up, by=by, size=cell), _batches(path, by, headings)):
        rows, lost = rows + part.rows, lost + part.lost
        for key, total in part.totals.items():
            totals.setdefault(key, Total()).add(total)
        if len(totals) > most:
            hint = "write a larger `cell`" if by != "place" else "sum it up by `grid` or `hex`"
            raise LayerError(Problem(text=f"makes more than {most} circles", hint=hint))
    return Summary(dict(sorted(totals.items())), rows, lost)


def _sum_up(batch: Batch, by: str, size: float) -> Summary:
    """The totals of one batch."""
    table = _Columns(batch)
    lat, lon = table.numbers("lat"), table.numbers("lon")
    here = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    places = table.texts("place") if by == "place" else None
    if places is not None:
        here &= places.nonempty
    cells = places.where(here) if places is not None else _cells(lat[here], lon[here], by, size)
    sides = table.texts("side").where(here)
    low, high = (part[here] for part in table.counts())
    _check_counts(low, high, lat[here], lon[here])
    known = np.isfinite(low) & np.isfinite(high)
    keys, which = np.unique(cells.codes * len(sides.names) + sides.codes, return_inverse=True)
    columns = (lat[here], lon[here], np.where(known, low, 0), np.where(known, high, 0))
    sums = [np.bincount(which, weights, len(keys)).tolist() for weights in columns]
    counts = (np.bincount(rows, minlength=len(keys)).tolist() for rows in (which, which[~known]))
    totals = {}
    for key, north, east, least, most, rows, unknown in zip(keys.tolist(), *sums, *counts, strict=True):
        cell, side = divmod(key, len(sides.names))
        totals[cells.names[cell], sides.names[side]] = Total(rows, north, east, round(least), round(most), unknown)
    return Summary(totals, len(which), len(here) - len(which))


def _check_counts(low: Floats, high: Floats, lat: Floats, lon: Floats) -> None:
    """Every number is a count, and no range upside down. Raises LayerError."""
    swapped = low > high
    wrong = swapped | (low < 0) | (high > LARGEST_COUNT)
    if not wrong.any():
        return
    at = int(wrong.argmax())
    stated = dict.fromkeys(f"{end[at]:g}" for end in (low, high) if not np.isnan(end[at]))
    text = f"has {' to '.join(stated)} troops in a row at {lat[at]:g}, {lon[at]:g}"
    hint = "the least is larger than the largest" if swapped[at] else f"a count is from 0 to {LARGEST_COUNT}"
    raise LayerError(Problem(text=text, hint=hint))


def _cells(lat: Floats, lon: Floats, by: str, size: float) -> _Texts:
    """Each position's cell: a square of degrees, or a hexagon of that width on a Mercator map."""
    if by == "grid":
        column, row = np.floor(lon / size).astype(int), np.floor(lat / size).astype(int)
    else:
        y = np.degrees(np.arcsinh(np.tan(np.radians(np.clip(lat, -89.5, 89.5)))))
        column, row = _hexagons(lon / size, y / size)
    cells, codes = np.unique(column * _ROWS + row, return_inverse=True)
    columns, rows = np.divmod(cells + _ROWS // 2, _ROWS)
    names = [f"{column}_{row}" for column, row in zip(columns.tolist(), (rows - _ROWS // 2).tolist(), strict=True)]
    return _Texts(names, codes)


def slot(cell: str, by: str, size: float, place: int, places: int) -> tuple[float, float]:
    """Latitude and longitude of one of so many places side by side in a cell, from the west."""
    column, row = map(int, cell.split("_"))
    if by == "grid":
        lat, lon = (row + 0.5) * size, (column + 0.5) * size
    else:
        lat = degrees(atan(sinh(radians(row * sqrt(3) / 2 * size))))
        lon = (column + row / 2) * size
    lon += (place + 0.5 - places / 2) * size / places
    return round(max(-90.0, min(90.0, lat)), 5), round((lon + 180) % 360 - 180, 5)


def _hexagons(x: Floats, y: Floats) -> tuple[NDArray[Any], NDArray[Any]]:
    """Axial coordinates of hexagons with a point on top and a width of 1: the nearest whole of three that add to 0."""
    row = y * 2 / np.sqrt(3)
    column = x - row / 2
    third = -column - row
    whole = np.round(np.stack([column, row, third]))
    off = np.abs(whole - np.stack([column, row, third]))
    worst = off.argmax(axis=0)
    whole[0] = np.where(worst == 0, -whole[1] - whole[2], whole[0])
    whole[1] = np.where(worst == 1, -whole[0] - whole[2], whole[1])
    return whole[0].astype(int), whole[1].astype(int)


@dataclass(frozen=True, slots=True)
class _Texts:
    """A text for each row, by its number among those that there are."""

    names: list[str]
    codes: NDArray[np.int64]

    @property
    def nonempty(self) -> NDArray[np.bool_]:
        """Which rows have one."""
        return np.array([bool(name) for name in self.names], bool)[self.codes]

    def where(self, rows: NDArray[np.bool_]) -> _Texts:
        """Those of some rows."""
        return _Texts(self.names, self.codes[rows])


class _Columns:
    """The columns of a batch by our names."""

    def __init__(self, batch: Mapping[str, Any]) -> None:
        self._batch = batch
        self._length = len(batch["lat"])

    def numbers(self, name: str) -> Floats:
        """A column as numbers; NaN where there is none."""
        if name not in self._batch:
            return np.full(self._length, np.nan)
        values: Floats = self._batch[name].to_numpy(zero_copy_only=False)
        return values

    def texts(self, name: str) -> _Texts:
        """A column as texts; empty where there is none."""
        if name not in self._batch:
            return _Texts([""], np.zeros(self._length, int))
        encoded = self._batch[name].fill_null("").dictionary_encode()
        return _Texts(encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(int))

    def counts(self) -> tuple[Floats, Floats]:
        """Least and largest count of each row."""
        exact = self.numbers("troops")
        low, high = self.numbers("troops_min"), self.numbers("troops_max")
        return np.where(np.isnan(low), exact, low), np.where(np.isnan(high), exact, high)


def _batches(path: Path, by: str, headings: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The columns that are there of those that are asked for, batch after batch."""
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            file = parquet.ParquetFile(path)
            columns = _wanted(file.schema_arrow.names, by, headings)
            batches = file.iter_batches(_BATCH, columns=list(columns.values()))
        else:
            reader = csv.open_csv(path, read_options=csv.ReadOptions(block_size=1 << 24))
            columns, batches = _wanted(reader.schema.names, by, headings), reader
        for batch in batches:
            found = {name: batch.column(heading) for name, heading in columns.items()}
            yield {name: column.cast(_TYPES.get(name, pa.float64())) for name, column in found.items()}
    except (OSError, pa.ArrowException, ValueError) as error:
        text = str(error).splitlines()[0]
        raise LayerError(Problem(file=str(path), text=f"cannot be read as a table: {text}")) from error


def _wanted(names: list[str], by: str, headings: Mapping[str, str]) -> dict[str, str]:
    """Our names of columns, and the table's own. Raises LayerError where one is not there that is needed."""
    ours = {name: headings.get(name, name) for name in ("lat", "lon", "place", "side", *_COUNTS)}
    missing = [ours[name] for name in _NEEDED[by] if ours[name] not in names]
    if not missing and not any(ours[name] in names for name in _COUNTS):
        missing = ["troops"]
    twice = [heading for heading in ours.values() if names.count(heading) > 1]
    if twice:
        raise LayerError(Problem(text=f'has the heading "{twice[0]}" twice', hint="rename one of them"))
    if missing:
        hint = f"there are {', '.join(names[:12])}; say which is meant with `columns`"
        raise LayerError(Problem(text=f"the table has no column {missing[0]}", hint=hint))
    return {name: heading for name, heading in ours.items() if heading in names}
