"""Where something of a layer is: a position, a place by its name, or a unit, which stands where it does on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from geomap.values.plain import Country, Row, Slug, Text, parse_text
from geomap.values.positions import At, Latitude, Longitude, require_usual_form
from geomap.values.refusal import refuse
from geomap.values.short import ShortForm

_FORMS = "the id or name of a unit, the name of a place, or {lat: .., lon: ..}"


class SpotRow(Row):
    """Where something is: {lat, lon}, {place, country, admin, near} or {unit}. A text is the id or name of a unit, or
    else the name of a place.
    """

    lat: Latitude | None = Field(None, description="Latitude in degrees, north is positive.")
    lon: Longitude | None = Field(None, description="Longitude in degrees, east is positive.")
    place: Text = Field("", description="Name of a place, in any spelling and script that gazetteers know.")
    country: Country = Field("", description="ISO 3166-1 alpha-2 code of the place's country, e.g. UA.")
    admin: Text = Field("", description="Region of the place, to tell it from others of the name.")
    near: At | None = Field(None, description="A position near the place, to tell it from others of the name.")
    unit: Slug = Field("", description="Id of a unit, which stands there on the day of the map.")

    @model_validator(mode="before")
    @classmethod
    def _refuse_other_forms(cls, value: Any) -> Any:
        return require_usual_form(value) if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _is_one_of_them(self) -> SpotRow:
        if (self.lat is None) != (self.lon is None) or (
            (self.lat is not None) + bool(self.place) + bool(self.unit) != 1
        ):
            raise refuse(_FORMS)
        return self

    @property
    def at(self) -> At | None:
        """Its position, where it is known without the units."""
        return None if self.lat is None or self.lon is None else At(lat=self.lat, lon=self.lon)

    @property
    def name(self) -> str:
        """What is printed of it: nothing."""
        return ""

    def among(self, units: Mapping[str, str]) -> SpotRow:
        """The same, a unit where its text stands for one: `units` are ids, by these and by names."""
        is_bare = self.place and self.model_fields_set == {"place"}
        return SpotRow(unit=units[self.place]) if is_bare and self.place in units else self


def _long_form(value: Any) -> Any:
    if isinstance(value, str):
        return {"place": parse_text(value)}
    if not isinstance(value, dict | SpotRow):
        raise refuse(_FORMS)
    return value


Spot = Annotated[SpotRow, ShortForm(SpotRow, Text, _long_form)]
