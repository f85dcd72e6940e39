"""A country or a region that a unit stands for as a whole, in place of a position in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import Field, model_validator

from geomap.values.plain import Country, Row, Text, parse_text, slug
from geomap.values.refusal import refuse
from geomap.values.short import ShortForm
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


def _long_form(value: Any) -> Any:
    if isinstance(value, str):
        return _Name.model_construct(name=parse_text(value))
    if not isinstance(value, dict | WholeRow):
        raise refuse(_FORMS)
    return value


def _short_form(value: WholeRow) -> WholeRow | str:
    return value.name if isinstance(value, _Name) else value


PlaceKey = Annotated[str, ShortForm(WholeRow, Text, _long_form, _short_form)]


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
