"""READ a table by column, batch after batch: its positions, its counts and what names a row's place and side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.errors import LayerError, Problem
from geomap.facts import CountKind
from geomap.facts.fields import plain
from geomap.files.apart.process import asked, told_of
from geomap.files.apart.told import ToldError
from geomap.loading import Later
from geomap.tables.aggregation.held import HeldIds, days_of, has_nameless
from geomap.tables.headings import ASK, WITHHOLDING, as_itself, read_as_other, taken_for_withholding
from geomap.tables.withheld import Told

pa = Later("pyarrow")  # while the process that reads the file begins

_BATCH = 250_000  # rows
_PARQUET = (".parquet", ".pq")  # all else is CSV
_NEEDED = {"grid": ("lat", "lon"), "hex": ("lat", "lon"), "place": ("lat", "lon", "place")}
_COUNTS = ("troops", "troops_min", "troops_max")
_ASKED = ("lat", "lon", "place", "side", *_COUNTS, "troops_kind", *WITHHOLDING, "id")
_TYPES = {**dict.fromkeys(("id", "place", "side", "troops_kind"), "string"), "embargo_until": "date32"}  # else numbers
_KINDS = [kind.value for kind in CountKind]
_FINEST, _COARSEST = 0.0001, 10  # degrees that a position is rounded to

Batch = Mapping[str, Any]  # columns of pyarrow, by our names
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Texts:
    """A text for each row, by its number among those that there are."""

    names: list[str]
    codes: NDArray[np.int64]

    @property
    def nonempty(self) -> Flags:
        """Which rows have one."""
        return np.array([bool(name) for name in self.names], bool)[self.codes]

    def are(self, text: str) -> Flags:
        """Which rows have this one."""
        return np.array([name == text for name in self.names], bool)[self.codes]

    def where(self, rows: Flags) -> Texts:
        """Those of some rows."""
        return Texts(self.names, self.codes[rows])


@dataclass(frozen=True, slots=True)
class Counts:
    """Of each row the least and the most that its number may be, NaN where that end is open; whether it is about so."""

    low: Floats
    high: Floats
    is_about: Flags

    def where(self, rows: Flags) -> Counts:
        """Those of some rows."""
        return Counts(self.low[rows], self.high[rows], self.is_about[rows])


class Rows:
    """The columns of a batch by our names."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._length = len(batch["lat"])

    def places(self) -> tuple[Floats, Floats]:
        """Latitude and longitude, no finer than the row's `precision`. Raises LayerError where that is none."""
        step = self.numbers("precision")
        _require_degrees(step)
        return _rounded(self.numbers("lat"), step, 90), _rounded(self.numbers("lon"), step, 180)

    def is_rounded(self) -> Flags:
        """Which rows state how far their positions are to be rounded."""
        found: Flags = ~np.isnan(self.numbers("precision"))
        return found

    def is_withheld(self, today: date) -> Flags:
        """Which rows are under embargo on a day."""
        if "embargo_until" not in self._batch:
            return np.zeros(self._length, bool)
        found: Flags = days_of(self._batch["embargo_until"]) > np.datetime64(today)
        return found

    def texts(self, name: str) -> Texts:
        """A column as texts; empty where there is none."""
        if name not in self._batch:
            return Texts([""], np.zeros(self._length, int))
        encoded = self._batch[name].fill_null("").dictionary_encode()
        return Texts(encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(int))

    def counts(self) -> Counts:
        """The count of each row. Raises LayerError where its kind is none."""
        exact = self.numbers("troops")
        low, high = self.numbers("troops_min"), self.numbers("troops_max")
        kinds = self.texts("troops_kind")
        if wrong := next((name for name in kinds.names if name and name not in _KINDS), ""):
            text = f'has the troops_kind "{wrong}", expected {", ".join(_KINDS[:-1])} or {_KINDS[-1]}'
            raise LayerError(Problem(text=text))
        low = np.where(np.isnan(low) & ~kinds.are("at_most"), exact, low)
        high = np.where(np.isnan(high) & ~kinds.are("at_least"), exact, high)
        is_known = ~kinds.are("unknown")
        return Counts(np.where(is_known, low, np.nan), np.where(is_known, high, np.nan), kinds.are("about"))

    def numbers(self, name: str) -> Floats:
        """A column as numbers; NaN where there is none."""
        if name not in self._batch:
            return np.full(self._length, np.nan)
        values: Floats = self._batch[name].to_numpy(zero_copy_only=False)
        return values


def _require_degrees(step: Floats) -> None:
    """Raise LayerError where a precision is none."""
    if not (np.isnan(step) | ((step >= _FINEST) & (step <= _COARSEST))).all():
        raise LayerError(Problem(text=f"has a precision that is none of {_FINEST:.4f} to {_COARSEST} degrees"))


def _rounded(degrees: Floats, step: Floats, limit: int) -> Floats:
    """The nearest multiples of the steps within the limit; where there is no step the degrees as they are.

    As `geomap.places.rounding`: of a rounded place the meridian of 180 degrees has one name.
    """
    nearest = np.round(degrees / step)
    nearest -= np.where(np.abs(nearest * step) > limit, np.sign(nearest), 0)
    rounded = np.round(nearest * step, 9) + 0.0
    return np.where(np.isnan(step), degrees, np.where(rounded == -180, 180.0, rounded))


@dataclass(frozen=True, slots=True)
class Source:
    """A table, by what it is summed up, and which columns of it are ours.

    `headings` are its own names for our columns, `ignored` those of columns that look like ours and are not.
    """

    path: Path
    by: str
    headings: Mapping[str, str]
    ignored: Sequence[str] = ()

    def held(self, today: date, units: Iterable[Told] = ()) -> HeldIds:
        """The ids that a row of the table, or one of these units, holds back on a day, where both have any.

        Raises LayerError, ImportError.
        """
        columns = self._columns()
        own = {name: columns[name] for name in ("id", *WITHHOLDING) if name in columns}
        held = HeldIds.of(units if "id" in own else ())
        for batch in self._read(own) if "id" in own and len(own) > 1 else ():
            ids, size = batch["id"], len(batch["id"])
            days = days_of(batch["embargo_until"]) if "embargo_until" in batch else np.full(size, np.datetime64("NaT"))
            steps = np.full(size, np.nan)
            if "precision" in batch:
                steps = batch["precision"].to_numpy(zero_copy_only=False)
                _require_degrees(steps)
            some = (days > np.datetime64(today)) | ~np.isnan(steps)
            held = held.also(ids.filter(pa.array(some)), days[some], steps[some])
        return held

    def batches(self, held: HeldIds) -> Iterator[Batch]:
        """The columns that are there of those that are asked for, batch after batch, each row as strict as its id.

        Raises LayerError, ImportError.
        """
        columns = self._columns()
        if len(held) and "id" in columns:
            yield from map(held.hold, self._read(columns))
        else:
            yield from self._read({name: heading for name, heading in columns.items() if name != "id"})

    def holds_nameless_rows(self, today: date) -> bool:
        """Whether a row that states no id is held back on a day. Raises LayerError, ImportError."""
        columns = self._columns()
        own = {name: columns[name] for name in ("id", *WITHHOLDING) if name in columns}
        if own.keys() == {"id"}:
            return False
        for batch in self._read(own) if own else ():
            some = np.zeros(len(next(iter(batch.values()))), bool)
            if "embargo_until" in batch:
                some |= days_of(batch["embargo_until"]) > np.datetime64(today)
            if "precision" in batch:
                some |= ~np.isnan(batch["precision"].to_numpy(zero_copy_only=False))
            if has_nameless(batch["id"].filter(pa.array(some)) if "id" in batch else None, int(some.sum())):
                return True
        return False

    def _columns(self) -> dict[str, str]:
        try:
            names = told_of("parquet:columns", self.path, is_csv=self._is_csv, meanwhile=lambda: pa.ipc)
        except ToldError as error:
            raise self._fault(error) from None
        return _wanted(names, self.by, self.headings, self.ignored)

    def _read(self, columns: Mapping[str, str]) -> Iterator[Batch]:
        types = {name: _TYPES.get(name, "double") for name in columns}
        wanted: dict[str, Any] = {"is_csv": self._is_csv, "rows": _BATCH, "headings": columns, "types": types}
        try:
            with asked("parquet:batches", self.path, **wanted) as (_, sent):
                for batch in pa.ipc.open_stream(sent):
                    yield {name: batch.column(name) for name in columns}
        except ToldError as error:
            raise self._fault(error) from None

    @property
    def _is_csv(self) -> bool:
        return self.path.suffix.lower() not in _PARQUET

    def _fault(self, error: ToldError) -> LayerError:
        return LayerError(Problem(file=str(self.path), text=error.text, hint=error.hint))


def _wanted(names: list[str], by: str, headings: Mapping[str, str], ignored: Sequence[str]) -> dict[str, str]:
    """Our names of columns, and the table's own, which differ as those of `units_from` may. Raises LayerError where one
    is not there that is needed.
    """
    ours = {name: headings.get(name, name) for name in _ASKED}
    there: dict[str, str] = {}
    asked = {plain(heading) for heading in ours.values()}
    for name in names:
        if there.setdefault(plain(name), name) is not name and plain(name) in asked:
            raise LayerError(Problem(text=f'has the heading "{name}" twice', hint="rename one of them"))
    if other := read_as_other(names, {name: plain(heading) for name, heading in ours.items()}):
        text, hint = as_itself(other)
        raise LayerError(Problem(text=text, hint=hint))
    if held := taken_for_withholding(names, {*asked, *map(plain, ignored)}):
        raise LayerError(Problem(text=f'has the heading "{held}", which looks as if it held rows back', hint=ASK))
    missing = [ours[name] for name in (*_NEEDED[by], *headings) if plain(ours[name]) not in there]
    if not missing and not any(plain(ours[name]) in there for name in _COUNTS):
        missing = ["troops"]
    if missing:
        hint = f"there are {', '.join(names[:12])}; say which is meant with `columns`"
        raise LayerError(Problem(text=f"the table has no column {missing[0]}", hint=hint))
    return {name: there[plain(heading)] for name, heading in ours.items() if plain(heading) in there}
