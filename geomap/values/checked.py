"""Types that one function of ours reads: it refuses in our words, and the JSON Schema stands beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema
from pydantic_core.core_schema import no_info_plain_validator_function

from geomap.values.refusal import refuse


@dataclass(frozen=True)
class Checked:
    """Annotation of a type: values are what `read` makes of them."""

    read: Callable[[Any], Any]
    json_schema: dict[str, Any] = field(hash=False)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        as_it_is = core_schema.plain_serializer_function_ser_schema(lambda value: value)
        return no_info_plain_validator_function(self.read, serialization=as_it_is)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.json_schema)


def number(low: float, high: float, unit: str = "") -> Checked:
    """A number between two bounds; true and false are none."""
    expected = f"a number from {low:g} to {high:g}{unit and f' ({unit})'}"

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise refuse(expected)
        return float(value)

    return Checked(read, {"type": "number", "minimum": low, "maximum": high})


def whole_number(low: int, high: int, unit: str = "") -> Checked:
    """A whole number between two bounds."""
    expected = f"a whole number from {low} to {high}{unit and f' ({unit})'}"

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            whole = isinstance(value, float) and math.isfinite(value) and value.is_integer() and low <= value <= high
            raise refuse(expected, hint=f"write {int(value)}" if whole else "")
        return value

    return Checked(read, {"type": "integer", "minimum": low, "maximum": high})


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse("true or false")
    return value


Truth = Annotated[bool, Checked(_truth, {"type": "boolean"})]
Fraction = Annotated[float, number(0, 1)]
LabelOffsetPx = Annotated[float, number(-5000, 5000, "CSS px")]
TextWidthPx = Annotated[int, whole_number(40, 5000, "CSS px")]
