"""Places for orientation: a town, an airport, a bridge, which claim nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from geomap.kinds.context import LayerContext
from geomap.kinds.kind import Kind
from geomap.kinds.layers import LayerBase
from geomap.scene import Place
from geomap.values.placement import stated_text
from geomap.values.plain import Slug
from geomap.values.shown import ShownPlace


class PlaceRow(ShownPlace, LayerBase):
    """A `place` of `layers`: it is no unit, is in no table and in no sum."""

    kind: Literal["place"] = Field(description="What the layer is.")
    id: Slug = Field("", description="Name of the place in `drop` and `labels`; default: made of its label or name.")

    @classmethod
    def own_name(cls, row: Mapping[str, Any]) -> Any:
        """Its label, or else the name of its place."""
        return stated_text(row.get("label")) or row.get("place")


def marks(row: PlaceRow, context: LayerContext) -> Iterator[Place]:
    """The place, where it is found."""
    if row.at is not None:
        yield Place(row.id, row.name, row.at.lon, row.at.lat, row.symbol, row.id, row.label.placement)


KIND = Kind(PlaceRow, marks)
