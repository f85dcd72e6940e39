"""Rows that may be written as a text alone, the short form of what they have most often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class ShortForm:
    """In an annotation: a `row` may also be written as a `text`.

    `long_form` makes of either what the row is read from; `made` makes of the row what is kept, by default itself.
    """

    row: type
    text: Any
    long_form: Callable[[Any], Any]
    made: Callable[[Any], Any] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        row = handler.generate_schema(self.row)
        forms = core_schema.union_schema([handler.generate_schema(self.text), row])
        read = core_schema.no_info_before_validator_function(self.long_form, row, json_schema_input_schema=forms)
        if self.made is None:
            return read
        as_it_is = core_schema.plain_serializer_function_ser_schema(lambda value: value)
        return core_schema.no_info_after_validator_function(self.made, read, serialization=as_it_is)
