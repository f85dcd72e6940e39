"""The key `legend`: how counts become circles."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from geomap.facts import LARGEST_COUNT
from geomap.values.checked import number, whole_number
from geomap.values.plain import Row
from geomap.values.refusal import refuse

DEFAULT_MAX_DIAMETER = 60.0  # CSS px of the largest circle at the widest artboard
MOST_KEY_VALUES = 6

Diameter = Annotated[float, number(8, 400, "CSS px")]
KeyValue = Annotated[int, whole_number(1, LARGEST_COUNT)]


def _at_most_six(value: Any) -> Any:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_KEY_VALUES:
        raise refuse(f"a list of 1 to {MOST_KEY_VALUES} whole numbers")
    return value


def _largest_first(values: tuple[int, ...]) -> tuple[int, ...]:
    """Nested circles are drawn so, in whatever order they are written."""
    return tuple(sorted(set(values), reverse=True))


KeyValues = Annotated[
    tuple[KeyValue, ...],
    BeforeValidator(
        _at_most_six, json_schema_input_type=Annotated[list[KeyValue], Field(min_length=1, max_length=MOST_KEY_VALUES)]
    ),
    AfterValidator(_largest_first),
]


class LegendRow(Row):
    """How counts become circles, and which circles the key shows."""

    measure: Literal["troops"] = Field("troops", description="What the circles count.")
    values: KeyValues | None = Field(
        None, description="The circles of the key; default: three round values, the largest near the largest count."
    )
    max_diameter: Diameter = Field(DEFAULT_MAX_DIAMETER, description="CSS px of the largest circle, widest artboard.")
    fixed_max: KeyValue | None = Field(None, description="The count of the largest circle, to compare several maps.")
