"""The day of the build: the one thing a build takes from the clock, and only embargoes ask for it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from geomap.errors import ConfigError, Problem

_VARIABLE = "SOURCE_DATE_EPOCH"


def build_day() -> date:
    """Today in UTC, or the day of SOURCE_DATE_EPOCH where that is set. Raises ConfigError where it is no time."""
    stated = os.environ.get(_VARIABLE, "")
    if not stated:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(stated), UTC).date()
    except (ValueError, OverflowError, OSError):
        expected = "the seconds since 1970-01-01 as a whole number"
        raise ConfigError(Problem(path=_VARIABLE, got=f'"{stated}"', expected=expected)) from None
