"""A country or a region that a unit stands for as a whole, in place of a position in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from geomap.values.plain import Country, Row, Text, parse_text, slug
from geomap.values.refusal import refuse
from geomap.wording.countries import is_code

_FORMS = "the name of a place, or {country: .., region: ..}"
_REGION_CODE = re.compile(r"[A-Z]{2}-[0-9A-Z]{1,3}")  # ISO 3166-2


class WholeRow(Row):
    """A country, or one of its first-level regions, as a whole."""

    country: Country = Field("", description="The country, by its ISO 3166-1 code or its name, e.g. UA or Ukraine.")
    region: Text = Field("", description="Its first-level region, by its name or its ISO 3166-2 code, e.g. Kherson.")

    @model_validator(mode="after")
    def _is_one(self) -> WholeRow:
        if not (self.country or self.region or isinstance(self, _Name)):
            raise refuse(_FORMS)
        return self


class _Name(WholeRow):
    """A place that is written as its name."""

    name: str = ""


class _ReadPlace:
    """Lets a place be a text, or a country or region, which the row takes apart."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        row = handler.generate_schema(WholeRow)
        forms = core_schema.union_schema([handler.generate_schema(Text), row])
        read = core_schema.no_info_before_validator_function(_long_form, row, json_schema_input_schema=forms)
        as_it_is = core_schema.plain_serializer_function_ser_schema(lambda value: value)
        return core_schema.no_info_after_validator_function(_short_form, read, serialization=as_it_is)


def _long_form(value: Any) -> Any:
    if isinstance(value, str):
        return _Name.model_construct(name=parse_text(value))
    if not isinstance(value, dict | WholeRow):
        raise refuse(_FORMS)
    return value


def _short_form(value: WholeRow) -> WholeRow | str:
    return value.name if isinstance(value, _Name) else value


PlaceKey = Annotated[str, _ReadPlace]


class Stated(NamedTuple):
    """A country and a region as they are written in plain data; what is not stated, or no text, is empty."""

    country: str = ""
    region: str = ""

    @property
    def label(self) -> str:
        """What is printed of it unless told otherwise: its name as written; nothing for a code."""
        if self.region:
            return "" if _REGION_CODE.fullmatch(self.region) else self.region
        return "" if is_code(self.country) else self.country

    @property
    def id(self) -> str:
        """The id of a unit that states none."""
        return slug(f"{self.country} {self.region}")


def stated_area(row: Mapping[str, Any]) -> Stated | None:
    """The country or region that a row of the plain data stands for; None where it names a place or has a position."""
    place = row.get("place")
    if isinstance(place, Mapping):
        return Stated(_word(place, "country"), _word(place, "region"))
    if "place" in row or "at" in row or not ("country" in row or "admin" in row):
        return None
    return Stated(_word(row, "country"), _word(row, "admin"))


def _word(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""
