"""A place that is shown without a claim: where it is, what it is called, its symbol."""

from __future__ import annotations

from pydantic import Field, model_validator

from geomap.scene import PlaceKind
from geomap.values.placement import PlacedText
from geomap.values.plain import Country, Row, Text
from geomap.values.positions import At
from geomap.values.refusal import refuse


class ShownPlace(Row):
    """What a place of `ground.show` and one of `layers` have in common."""

    place: Text = Field("", description="Name of the place, in any spelling and script that gazetteers know.")
    at: At | None = Field(None, description="Its position, where the place is not to be looked up.")
    country: Country = Field("", description="ISO 3166-1 alpha-2 code of the place's country, e.g. UA.")
    admin: Text = Field("", description="Region of the place, to tell it from others of the name.")
    near: At | None = Field(None, description="A position near the place, to tell it from others of the name.")
    label: PlacedText = Field(
        {}, validate_default=True, description="What is printed, default: the place; or {text, dx, dy, anchor, hide}."
    )
    symbol: PlaceKind = Field("town", description="What it is: town, capital, airport, port, bridge, crossing or peak.")

    @property
    def name(self) -> str:
        """What is printed."""
        return self.label.text or self.place

    @model_validator(mode="after")
    def _is_somewhere(self) -> ShownPlace:
        if not self.place and self.at is None:
            raise refuse(text="it is not said where this is", hint="add a `place`, or at: {lat: .., lon: ..}")
        if not self.name:
            raise refuse(text="a place that is shown has a name", hint="add a `label`")
        return self
