"""Positions and views in degrees (WGS 84), with hints for the slips that move a map to another continent."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, TypeGuard

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from geomap.values.checked import Checked, Truth
from geomap.values.plain import Row, SourceIds
from geomap.values.refusal import refuse

Edges = tuple[float, float, float, float]  # west, south, east, north

_MERCATOR_LIMIT = 20037508.342789244  # metres from the zero meridian to the 180th in EPSG:3857
_SEXAGESIMAL = re.compile(
    r"""\s*(\d{1,3})\s*[:°]\s*(\d{1,2})\s*[:'′]?\s*(?:(\d{1,2}(?:\.\d+)?)\s*["″]?)?\s*([NSEW]?)\s*"""
)
_DECIMAL_COMMA = re.compile(r"(-?\d{1,3}),(\d+)")


def _degrees(limit: int) -> Checked:
    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
            raise refuse(f"degrees from -{limit} to {limit}", hint=_degrees_hint(value))
        return float(value)

    return Checked(check, {"type": "number", "minimum": -limit, "maximum": limit})


def _degrees_hint(value: Any) -> str:
    """Degrees as people copy them: with minutes, or with a decimal comma."""
    if not isinstance(value, str):
        return ""
    if comma := _DECIMAL_COMMA.fullmatch(value):
        return f"write {comma[1]}.{comma[2]}"
    if parts := _SEXAGESIMAL.fullmatch(value):
        degrees = int(parts[1]) + int(parts[2]) / 60 + float(parts[3] or 0) / 3600
        sign = "-" if parts[4] in ("S", "W") else ""
        return f"write decimal degrees: {sign}{degrees:.4f}"
    return "write decimal degrees, e.g. 48.57"


Latitude = Annotated[float, _degrees(90)]
Longitude = Annotated[float, _degrees(180)]


class At(Row):
    """A position in degrees, WGS 84. Its parts are named, as half of the world types latitude first."""

    lat: Latitude = Field(description="Latitude in degrees, north is positive.")
    lon: Longitude = Field(description="Longitude in degrees, east is positive.")

    @model_validator(mode="before")
    @classmethod
    def _refuse_other_forms(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise refuse("a position", hint="use {lat: .., lon: ..}")
        return require_usual_form(value)


def require_usual_form(value: dict[str, Any]) -> dict[str, Any]:
    """The same; refuses what looks swapped, or like metres."""
    lat, lon = value.get("lat"), value.get("lon")
    if not (_is_number(lat) and _is_number(lon)):
        return value
    if 90 < abs(lat) <= 180 and abs(lon) <= 90:
        raise refuse("lat from -90 to 90", hint=f"they look swapped: write {{lat: {lon}, lon: {lat}}}")
    if abs(lat) > 1000 and 180 < abs(lon) <= _MERCATOR_LIMIT:
        degrees = f"{{lat: {_mercator_lat(lat):.4f}, lon: {lon / _MERCATOR_LIMIT * 180:.4f}}}"
        raise refuse("degrees", hint=f"these look like metres of EPSG:3857: write {degrees}")
    return value


class ClaimedAt(At):
    """The position of a unit, with sources of its own where they are not the unit's."""

    sources: SourceIds = Field((), description="Where the position comes from: keys of `sources`.")


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mercator_lat(northing_m: float) -> float:
    """Latitude of a Web Mercator northing; far beyond the map it nears the pole."""
    return math.degrees(math.atan(math.sinh(max(-30.0, min(30.0, northing_m / _MERCATOR_LIMIT * math.pi)))))


def parse_bounds(value: Any) -> Edges:
    """West, south, east, north; west may exceed east, across the antimeridian."""
    expected = "[west, south, east, north] in degrees"
    if not isinstance(value, list) or len(value) != 4 or not all(_is_number(edge) for edge in value):
        raise refuse(expected)
    west, south, east, north = (float(edge) for edge in value)
    if not (-180 <= west <= 180 and -180 <= east <= 180):
        beyond = next(edge for edge in (east, west) if not -180 <= edge <= 180)
        wrapped = f"write {(beyond + 180) % 360 - 180:g} for {beyond:g}" if abs(beyond) <= 540 else ""
        raise refuse(expected, hint=wrapped or "these look like metres")
    if not (-90 <= south < north <= 90):
        raise refuse(expected, hint="south must be less than north, both from -90 to 90")
    if west == east:
        raise refuse(expected, hint="west and east are the same")
    return (west, south, east, north)


def _as_meant(bounds: Edges | None, row: ValidationInfo) -> Edges | None:
    """Refuse bounds that go the longer way round, as those with west and east swapped do, where nobody says so."""
    if bounds is None or bounds[0] < bounds[2] or row.data.get("wrap", True):
        return bounds
    west, south, east, north = bounds
    if (span := (east - west) % 360) > _HALF_ROUND:
        swapped = ", ".join(f"{edge:g}" for edge in (east, south, west, north))
        hint = f"write [{swapped}], or add wrap: true for a map of {span:g} degrees across the 180th"
        raise refuse("west to the left of east", hint=hint)
    return bounds


_HALF_ROUND = 180  # degrees
_BOUNDS_SCHEMA = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -limit, "maximum": limit, "description": edge}
        for edge, limit in (("west", 180), ("south", 90), ("east", 180), ("north", 90))
    ],
    "minItems": 4,
    "maxItems": 4,
}
Bounds = Annotated[Edges, Checked(parse_bounds, _BOUNDS_SCHEMA)]
AS_MEANT = AfterValidator(_as_meant)  # of bounds in a row with `Wrap` before them
Wrap = Annotated[Truth, Field(description="Bounds may go the longer way round, over more than 180 degrees.")]
