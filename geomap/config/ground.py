"""The key `ground`: what is shown beneath the units that is no claim."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from geomap.values.checked import Checked
from geomap.values.plain import Row
from geomap.values.refusal import refuse

MOST_TOWNS = 200  # each looks for a place for its name


def _parse_towns(value: Any) -> int | str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if value in ("auto", "none") or (is_number and 0 <= value <= MOST_TOWNS):
        return str(value) if isinstance(value, str) else int(value)
    hint = "write none" if value is False else "write auto" if value is True else ""
    raise refuse(f"auto, none, or a whole number from 0 to {MOST_TOWNS}", hint=hint)


_TOWNS_SCHEMA = {"anyOf": [{"enum": ["auto", "none"]}, {"type": "integer", "minimum": 0, "maximum": MOST_TOWNS}]}
TownsKey = Annotated[Literal["auto", "none"] | int, Checked(_parse_towns, _TOWNS_SCHEMA)]


class GroundRow(Row):
    """The value of `ground`."""

    towns: TownsKey = Field(
        "auto", description="Towns for orientation: as many as suit an artboard, none, or at most so many on each."
    )

    @property
    def most_towns(self) -> int | None:
        """How many towns an artboard shows at most; None for as many as suit it."""
        return None if self.towns == "auto" else 0 if self.towns == "none" else int(self.towns)

    @property
    def names_places(self) -> bool:
        """Whether it brings names of places on the map."""
        return self.most_towns != 0
