"""COMPOSE: the config's rows as dated observations, and the units as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from geomap.config import Config
from geomap.facts import Claim, Estimate, Place, Unit
from geomap.layer_kinds.counts import Claimed
from geomap.layer_kinds.units import UnitRow


def observations(config: Config, places: Sequence[Place]) -> tuple[Unit, ...]:
    """Every row as facts, each at its place, in the order of the config. Units of one id are observations of one."""
    return tuple(
        Unit(
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
            as_of=row.as_of or config.as_of,
            until=row.until,
            precision=row.precision,
            claims=dict(_claims(row)),
        )
        for row, place in zip(config.units, places, strict=True)
    )


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
    return config.as_of or max((unit.as_of for unit in history if unit.as_of), default=None)


def units_on(history: Sequence[Unit], day: date | None) -> tuple[Unit, ...]:
    """Of each unit the latest observation not after the day, if the unit is still there; undated ones always are.

    In the order in which their ids come first.
    """
    latest: dict[str, Unit | None] = dict.fromkeys(unit.id for unit in history)
    for unit in history:
        known = latest[unit.id]
        if _has_come(unit.as_of, day) and (known is None or _day(unit) > _day(known)):
            latest[unit.id] = unit
    return tuple(unit for unit in latest.values() if unit and not (day and unit.until and unit.until <= day))


def aged(units: Sequence[Unit], day: date | None, stale_after: int | None) -> tuple[Unit, ...]:
    """The units with their ages on a day, where the map says how old is too old."""
    if stale_after is None or day is None:
        return tuple(units)
    return tuple(replace(unit, age=(day - unit.as_of).days) if unit.as_of else unit for unit in units)


def _has_come(as_of: date | None, day: date | None) -> bool:
    return as_of is None or day is None or as_of <= day


def _day(unit: Unit) -> date:
    return unit.as_of or date.min
