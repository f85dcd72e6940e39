"""COMPOSE: the days of a config on which what is reported changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geomap.facts import Unit


def days_of(history: Sequence[Unit], last: date | None) -> tuple[date, ...]:
    """The days of all observations and of all ends, up to the `last`, which is the day of the map."""
    days = {day for unit in history for day in (unit.as_of, unit.until) if day}
    return tuple(sorted(day for day in days if last is None or day <= last))
