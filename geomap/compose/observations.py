"""COMPOSE: the config's rows as dated observations, and the units as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from geomap.config import Config
from geomap.facts import Claim, Estimate, Place, Unit
from geomap.facts.columns import Numbers, Rows
from geomap.facts.fields import PLAIN
from geomap.places.locate import Placed
from geomap.values.counts import Claimed
from geomap.values.unit import UnitRow
from geomap.wording import estimate, phrase

_COUNT = "{troops}"  # in a label


def observations(config: Config, rows: Rows[Placed]) -> Rows[Unit]:
    """Every row as facts, each at its place, in the order of the config. Units of one id are observations of one."""
    return rows.mapped(lambda placed: _unit(placed.row, placed.place, config))


def _unit(row: UnitRow, place: Place, config: Config) -> Unit:
    """A row as facts."""
    return Unit(
        id=row.id,
        label=_with_count(row, config.lang) if _COUNT in row.label.text else row.label.text,
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
        as_of=row.as_of or config.as_of,
        until=row.until,
        precision=row.precision,
        claims=dict(_claims(row)),
        carried=row.carried,
        **{field.name: getattr(row, field.name) for field in PLAIN},
    )


def _with_count(row: UnitRow, lang: str) -> str:
    """A label that says how many there are, in the words of the language."""
    count = _count(row.troops) if row.troops else None
    said = estimate(count, lang) if count and count.is_known else phrase("unknown", lang)
    return row.label.text.replace(_COUNT, said)


def _count(value: Estimate | Claimed) -> Estimate:
    return value.count if isinstance(value, Claimed) else value


def _claims(row: UnitRow) -> Iterator[tuple[str, Claim]]:
    """What is claimed of one figure, or of the position, by others than the rest of the row."""
    for figure, value in (("troops", row.troops), *row.equipment.items()):
        if isinstance(value, Claimed):
            yield figure, value.claim
    if row.at and row.at.sources:
        yield "position", Claim(row.at.sources)


def map_day(config: Config, history: Rows[Unit]) -> date | None:
    """The day of the map: the config's, or else that of its latest observation."""
    return config.as_of or max((unit.as_of for unit in history.samples("as_of") if unit.as_of), default=None)


def units_on(history: Rows[Unit], day: date | None) -> Rows[Unit]:
    """Of each unit the latest observation not after the day, if the unit is still there; undated ones always are.

    In the order in which their ids come first.
    """
    return history.take(rows_on(history, day))


def rows_on(history: Rows[Unit], day: date | None) -> Numbers:
    """The numbers of these observations; a range where they are all, which is told without a look at each."""
    latest: dict[str, tuple[int, Unit] | None] = {}
    for number, unit in history.own:
        known = latest.setdefault(unit.id, None)
        if _has_come(unit.as_of, day) and (known is None or _day(unit) > _day(known[1])):
            latest[unit.id] = number, unit
    own = [number for number, unit in filter(None, latest.values()) if not _is_over(unit, day)]
    of_tables = history.of_tables(lambda unit: _has_come(unit.as_of, day) and not _is_over(unit, day), "as_of", "until")
    return history.each_once((own, of_tables)) if own else of_tables


def rows_seen(history: Rows[Unit], days: Iterable[date | None]) -> Numbers:
    """The numbers of all that are there on any of the days, each once, in the order of the days."""
    return history.each_once(rows_on(history, day) for day in days)


def aged(units: Rows[Unit], day: date | None, stale_after: int | None) -> Rows[Unit]:
    """The units with their ages on a day, where the map says how old is too old."""
    if stale_after is None or day is None:
        return units

    def with_age(unit: Unit) -> Unit:
        return replace(unit, age=(day - unit.as_of).days) if unit.as_of else unit

    return units.mapped(with_age)


def _is_over(unit: Unit, day: date | None) -> bool:
    return bool(day and unit.until and unit.until <= day)


def _has_come(as_of: date | None, day: date | None) -> bool:
    return as_of is None or day is None or as_of <= day


def _day(unit: Unit) -> date:
    return unit.as_of or date.min
