"""The key `view`: what part of the world is shown."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from geomap.config.graticule import GraticuleKey
from geomap.values.checked import Fraction
from geomap.values.plain import Row
from geomap.values.positions import AS_MEANT, Bounds, Wrap
from geomap.values.refusal import refuse

DEFAULT_PAD = 0.1  # of the units' extent, on each side


class View(Row):
    """What part of the world is shown."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["bounds", "fit"]}})

    wrap: Wrap = False
    bounds: Annotated[Bounds | None, AS_MEANT] = Field(
        None, description="West, south, east, north in degrees; west > east crosses the 180th."
    )
    fit: Literal["units", "all"] | None = Field(
        None,
        description="`units`: as far as the units reach; `all`: and the layers and places that are shown. Default "
        "without bounds: units.",
    )
    pad: Fraction = Field(DEFAULT_PAD, description="Room around the units, as a part of their extent.")
    projection: Literal["auto"] = Field("auto", description="Chosen by the extent.")
    graticule: GraticuleKey = Field(False, description="Meridians and parallels: true, or the degrees between them.")

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, value: Any) -> Any:
        return {"fit": "units", **value} if isinstance(value, dict) and "bounds" not in value else value

    @model_validator(mode="after")
    def _one_or_the_other(self) -> View:
        if self.bounds and self.fit:
            raise refuse(text="a view has `bounds` or `fit`, not both", hint="remove one of them")
        return self
