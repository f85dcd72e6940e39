"""Rows of `insets`: smaller maps beside the map."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from geomap.scene import InsetPlace
from geomap.values.checked import number
from geomap.values.plain import Row, Slug, Text
from geomap.values.positions import AS_MEANT, Bounds, Wrap

Share = Annotated[float, number(0.1, 0.6)]
_AT = "Its corner of the map, or beside or below it; default: a corner that is free, else beside it, else below."


class DetailRow(Row):
    """A `detail` of `insets`: a crowded part of the map, enlarged."""

    kind: Literal["detail"] = Field(description="What the inset is.")
    id: Slug = Field(description="Name of the inset in `drop` and in files.")
    wrap: Wrap = False
    bounds: Annotated[Bounds, AS_MEANT] = Field(description="West, south, east, north of the part in degrees.")
    title: Text = Field("", description="Printed in the inset and at the outline of the part on the map.")
    at: InsetPlace = Field("auto", description=_AT)
    share: Share = Field(0.4, description="Its width as a part of the map's.")


class LocatorRow(Row):
    """A `locator` of `insets`: where the map lies. Phones, under 400 px, have none without `at` or `keep`."""

    kind: Literal["locator"] = Field(description="What the inset is.")
    id: Slug = Field(description="Name of the inset in `drop` and in files.")
    wrap: Wrap = False
    bounds: Annotated[Bounds | None, AS_MEANT] = Field(
        None, description="West, south, east, north; default: the countries around the map."
    )
    title: Text = Field("", description="Printed above it.")
    at: InsetPlace = Field("auto", description=_AT)
    share: Share = Field(0.2, description="Its width as a part of the map's.")


AnyInset = DetailRow | LocatorRow
InsetRow = Annotated[AnyInset, Field(discriminator="kind")]
INSET_MODELS = {get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(AnyInset)}
