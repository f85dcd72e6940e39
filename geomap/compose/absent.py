"""COMPOSE: the units of a config that are not there on a day, and why: nothing is left out without being said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geomap.compose.observations import rows_on
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.relocations import Relocation


def absent_on(history: Rows[Unit], day: date | None) -> tuple[Relocation, ...]:
    """Of each unit that no observation shows on the day the one that says why: the first to come, or the last one."""
    if day is None:
        return ()
    there = {int(number) for number in rows_on(history, day)}
    if len(there) == len(history):
        return ()
    shown = set(history.take(sorted(there)).ids)
    rest = history.take([number for number in range(len(history)) if number not in there])
    own: dict[str, list[Unit]] = {}
    for unit in rest:
        if unit.id not in shown:
            own.setdefault(unit.id, []).append(unit)
    return tuple(Relocation(_label(units), _reason(units, day), name) for name, units in own.items())


def _label(units: Sequence[Unit]) -> str:
    return next((unit.label for unit in units if unit.label), units[0].id)


def _reason(units: Sequence[Unit], day: date) -> str:
    ends = [unit.until for unit in units if unit.until and unit.until <= day]
    if ends:
        return f"no longer there since {max(ends).isoformat()}"
    return f"first reported on {min(unit.as_of for unit in units if unit.as_of).isoformat()}"
