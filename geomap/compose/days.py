"""COMPOSE: the days of a config on which what is reported changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from geomap.compose.observations import rows_seen
from geomap.facts import Unit
from geomap.facts.columns import Rows


def days_of(history: Rows[Unit], last: date | None, stated: Sequence[date] = ()) -> tuple[date, ...]:
    """The days of all observations and of all ends, and those that are `stated`, up to the `last`, that of the map."""
    known = (*stated, *(day for unit in history.samples("as_of", "until") for day in (unit.as_of, unit.until) if day))
    days = {day for day in known if last is None or day <= last}
    return tuple(sorted({*days, last} if last and len(days) > 1 else days))


def seen_on(history: Rows[Unit], days: Iterable[date]) -> Rows[Unit]:
    """What is seen on any of the days, each observation once."""
    return history.take(rows_seen(history, days))
