"""What a config answers to what is asked of the cells of a table, for all of its columns or for single ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from typing_extensions import TypeAliasType

from geomap.nearest import did_you_mean
from geomap.values.checked import Checked
from geomap.values.refusal import choices, refuse

DECIMALS = ("point", "comma")
ORDERS = ("dmy", "mdy", "ymd")


def _answer(names: tuple[str, ...]) -> Checked:
    """One of some names, for all columns or by heading: what is kept is by heading, that of all columns as \"\"."""
    expected = f"{choices(names)}, or {{heading: {names[0]}}}"

    def read(value: Any) -> Mapping[str, str]:
        by_heading = value if isinstance(value, dict) else {"": value}
        for name in by_heading.values():
            if name not in names:
                raise refuse(expected, hint=did_you_mean(str(name), names))
        if not by_heading:
            raise refuse(expected)
        return {str(heading): str(name) for heading, name in by_heading.items()}

    schema = {"enum": list(names)}
    return Checked(read, {"anyOf": [schema, {"type": "object", "minProperties": 1, "additionalProperties": schema}]})


# Named aliases, so that the JSON Schema states each once.
Decimal = TypeAliasType("Decimal", Annotated[Mapping[str, str], _answer(DECIMALS)])
DateOrder = TypeAliasType("DateOrder", Annotated[Mapping[str, str], _answer(ORDERS)])


def words_by_column(columns: tuple[str, ...]) -> Checked:
    """What words of cells mean, by our columns: {side: {РФ: russia}}. A meaning of nothing claims nothing."""
    expected = "{column: {what the cell says: what it means}}"

    def read(value: Any) -> Mapping[str, Mapping[str, str]]:
        if not isinstance(value, dict) or not value:
            raise refuse(expected)
        for name, words in value.items():
            if name not in columns:
                text = f"there is no column {name}"
                raise refuse(text=text, hint=did_you_mean(str(name), columns) or "it is one of ours, as side or troops")
            if not isinstance(words, dict) or not words:
                raise refuse(expected)
            for meaning in words.values():
                if not isinstance(meaning, str | int | float):
                    raise refuse(expected)
        return {
            str(name): {_text(word): _text(meaning) for word, meaning in words.items()} for name, words in value.items()
        }

    scalar = {"type": ["string", "number", "boolean"]}
    words = {"type": "object", "minProperties": 1, "additionalProperties": scalar}
    schema = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": words,
        "propertyNames": {"enum": [*columns]},
    }
    return Checked(read, schema)


def _text(value: Any) -> str:
    """A word or meaning as a cell has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip()
