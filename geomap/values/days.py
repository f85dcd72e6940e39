"""Several days, and numbers of days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from geomap.values.checked import whole_number
from geomap.values.plain import Day


def _in_order(days: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))


Days = Annotated[tuple[Day, ...], AfterValidator(_in_order)]
Age = Annotated[int, whole_number(0, 36500, "days")]
