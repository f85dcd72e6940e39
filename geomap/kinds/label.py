"""Labels of what is no unit: countries, waters, regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from geomap.kinds.context import LayerContext
from geomap.kinds.kind import Kind
from geomap.kinds.layers import LayerBase
from geomap.scene import Label
from geomap.values.placement import PlacementRow
from geomap.values.plain import Lines, Slug
from geomap.values.positions import At

LabelStyle = Literal["country", "water", "region"]


class LabelRow(LayerBase):
    """A `label` of `layers`."""

    kind: Literal["label"] = Field(description="What the layer is.")
    id: Slug = Field("", description="Name of the label in links, files and `drop`; default: made of the text.")
    text: Lines = Field(description="What is printed.")
    at: At = Field(description="Where its middle stands.")
    label: PlacementRow = Field(
        {}, validate_default=True, description="Where it stands, set by hand: {dx, dy, anchor, hide}."
    )
    style: LabelStyle = Field("region", description="Countries in capitals, water in italic, regions in roman.")


def marks(row: LabelRow, context: LayerContext) -> Iterator[Label]:
    """The label as it is written."""
    yield Label(row.id, row.text, row.at.lon, row.at.lat, row.style, layer=row.id, placement=row.label.placement)


KIND = Kind(LabelRow, marks)
