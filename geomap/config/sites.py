"""The key `sites`: what counts as one place, and what of several sightings of one thing there."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field

from geomap.values.checked import Checked
from geomap.values.plain import Row
from geomap.values.refusal import refuse
from geomap.values.short import ShortForm

DEFAULT_WITHIN: Literal["place"] = "place"
Counted = Literal["auto", "latest", "sum"]
DEFAULT_COUNT: Counted = "auto"

_LEAST, _FARTHEST = 0.05, 200.0  # km
_DISTANCE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(km|m)")
_EXPECTED = f"place, off, or a distance from 50m to {_FARTHEST:g}km, e.g. 5km"


def _parse_within(value: Any) -> float | Literal["place", "off"]:
    if value in ("place", "off"):
        return "off" if value == "off" else "place"
    found = _DISTANCE.fullmatch(value) if isinstance(value, str) else None
    km = float(found[1]) / (1 if found[2] == "km" else 1000) if found else 0.0
    if not _LEAST <= km <= _FARTHEST:
        is_bare = type(value) in (int, float) and _LEAST <= value <= _FARTHEST
        hint = f"write {value:g}km" if is_bare else "write off" if value is False else ""
        raise refuse(_EXPECTED, hint=hint)
    return km


Within = Annotated[
    float | Literal["place", "off"],
    Checked(
        _parse_within,
        {"anyOf": [{"enum": ["place", "off"]}, {"type": "string", "pattern": f"^{_DISTANCE.pattern}$"}]},
    ),
]


class SitesRow(Row):
    """The long form of `sites`."""

    within: Within = Field(
        DEFAULT_WITHIN,
        description="What is one place: units of one position, or of one name within 5 km (`place`), all within a "
        "distance of one another (`5km`), or each unit its own (`off`).",
    )
    count: Counted = Field(
        DEFAULT_COUNT,
        description="Of several sightings of one thing at a place, on different days, `latest` counts the last, "
        "`sum` adds up all; `auto` counts the last of those in tables.",
    )


def _long_form(value: Any) -> Any:
    return value if isinstance(value, dict | SitesRow) else {"within": value}


SitesKey = Annotated[SitesRow, ShortForm(SitesRow, Within, _long_form)]
