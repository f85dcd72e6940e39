"""COMPOSE: the config's rows as dated observations, and the units as they stood on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from geomap.config import Config
from geomap.facts import Claim, Estimate, Place, Unit
from geomap.facts.columns import OF_TABLE, Alike, Columns, Numbers, mapped, samples, taken
from geomap.facts.fields import PLAIN
from geomap.loading import Later
from geomap.values.counts import Claimed
from geomap.values.unit import UnitRow

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")


def observations(config: Config, places: Sequence[Place]) -> Sequence[Unit]:
    """Every row as facts, each at its place, in the order of the config. Units of one id are observations of one."""
    rows: Sequence[UnitRow] = config.units
    if isinstance(rows, Alike) and isinstance(places, Alike):
        return Alike(places.columns, partial(_filled, rows.fill, places.fill, config.as_of))
    return tuple(_unit(row, place, config.as_of) for row, place in zip(rows, places, strict=True))


def _unit(row: UnitRow, place: Place, as_of: date | None) -> Unit:
    """A row as facts."""
    return Unit(
        id=row.id,
        label=row.label.text,
        query=row.place,
        place=place,
        side=row.side,
        formations=row.formations,
        troops=_count(row.troops) if row.troops else None,
        equipment={str(kind): _count(count) for kind, count in row.equipment.items()},
        pictograms=row.pictograms,
        basis=row.basis,
        sources=row.sources,
        grade=row.grade,
        as_of=row.as_of or as_of,
        until=row.until,
        precision=row.precision,
        claims=dict(_claims(row)),
        carried=row.carried,
        **{field.name: getattr(row, field.name) for field in PLAIN},
    )


def _filled(
    row: Callable[[Columns, int], UnitRow], place: Callable[[Columns, int], Place], as_of: date | None,
    columns: Columns, number: int,
) -> Unit:  # fmt: skip
    return _unit(row(columns, number), place(columns, number), as_of)


def _count(value: Estimate | Claimed) -> Estimate:
    return value.count if isinstance(value, Claimed) else value


def _claims(row: UnitRow) -> Iterator[tuple[str, Claim]]:
    """What is claimed of one figure, or of the position, by others than the rest of the row."""
    for figure, value in (("troops", row.troops), *row.equipment.items()):
        if isinstance(value, Claimed):
            yield figure, value.claim
    if row.at and row.at.sources:
        yield "position", Claim(row.at.sources)


def map_day(config: Config, history: Sequence[Unit]) -> date | None:
    """The day of the map: the config's, or else that of its latest observation."""
    return config.as_of or max((unit.as_of for unit in samples(history, "as_of") if unit.as_of), default=None)


def units_on(history: Sequence[Unit], day: date | None) -> Sequence[Unit]:
    """Of each unit the latest observation not after the day, if the unit is still there; undated ones always are.

    In the order in which their ids come first.
    """
    return taken(history, rows_on(history, day))


def rows_on(history: Sequence[Unit], day: date | None) -> Numbers:
    """The numbers of these observations; a range where they are all, which is told without a look at each."""
    own = history.own if isinstance(history, Alike) else enumerate(history)
    latest: dict[str, tuple[int, Unit] | None] = {}
    for number, unit in own:
        known = latest.setdefault(unit.id, None)
        if _has_come(unit.as_of, day) and (known is None or _day(unit) > _day(known[1])):
            latest[unit.id] = number, unit
    numbers: Sequence[int] = [number for number, unit in filter(None, latest.values()) if not _is_over(unit, day)]
    if isinstance(history, Alike):
        there = history.follow(lambda unit: _has_come(unit.as_of, day) and not _is_over(unit, day), "as_of", "until")
        of_table = history.columns.own == OF_TABLE
        if there.all() and of_table.all():
            return range(len(history))
        rows = np.flatnonzero(there & of_table)
        return rows if not numbers else np.concatenate([np.array(numbers, dtype=np.int64), rows])
    return numbers


def rows_seen(history: Sequence[Unit], days: Iterable[date | None]) -> Numbers:
    """The numbers of all that are there on any of the days, each once, in the order of the days."""
    if not isinstance(history, Alike):
        return list(dict.fromkeys(number for day in days for number in rows_on(history, day)))
    left, found = np.ones(len(history), dtype=bool), [np.zeros(0, dtype=np.int64)]
    for day in days:
        rows = np.asarray(rows_on(history, day), dtype=np.int64)  # also where there are none
        found.append(rows[left[rows]])
        left[rows] = False
    return np.concatenate(found)


def aged(units: Sequence[Unit], day: date | None, stale_after: int | None) -> Sequence[Unit]:
    """The units with their ages on a day, where the map says how old is too old."""
    if stale_after is None or day is None:
        return units

    def with_age(unit: Unit) -> Unit:
        return replace(unit, age=(day - unit.as_of).days) if unit.as_of else unit

    return mapped(units, with_age)


def _is_over(unit: Unit, day: date | None) -> bool:
    return bool(day and unit.until and unit.until <= day)


def _has_come(as_of: date | None, day: date | None) -> bool:
    return as_of is None or day is None or as_of <= day


def _day(unit: Unit) -> date:
    return unit.as_of or date.min
