"""Which rows of a table or features of a layer are meant: those with some values in some columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from typing_extensions import TypeAliasType

from geomap.values.checked import Checked
from geomap.values.refusal import refuse

_EXPECTED = "{column: value} or {column: [values]}"


def _parse_where(value: Any) -> dict[str, tuple[str, ...]]:
    """By column the values as texts: what is a number in one format is a text in another."""
    if not isinstance(value, dict) or not value:
        raise refuse(_EXPECTED)
    return {column: _texts(wanted) for column, wanted in value.items()}


def _texts(wanted: Any) -> tuple[str, ...]:
    values = wanted if isinstance(wanted, list) else [wanted]
    if not values or not all(isinstance(one, str | int | float) for one in values):
        raise refuse(_EXPECTED)
    return tuple(text_of(one) for one in values)


def text_of(value: Any) -> str:
    """A cell as a text to compare; a whole number is one also where its column holds decimals."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def fits(row: Mapping[str, Any], where: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a row has one of the values in every column."""
    return all(text_of(row.get(column)) in values for column, values in where.items())


_SCALAR = {"type": ["string", "number", "boolean"]}
_SCHEMA = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"anyOf": [_SCALAR, {"type": "array", "minItems": 1, "items": _SCALAR}]},
}
Where = TypeAliasType("Where", Annotated[dict[str, tuple[str, ...]], Checked(_parse_where, _SCHEMA)])
