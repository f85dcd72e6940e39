"""A kind of layer: a cross upon a point."""

from collections.abc import Iterator
from typing import Literal

import shapely
from pydantic import Field

from geomap.kinds import Kind, LayerBase, LayerContext, Mark
from geomap.scene import Line
from geomap.values.plain import Slug
from geomap.values.positions import At


class CrossRow(LayerBase):
    """A `cross` of `layers`."""

    kind: Literal["cross"] = Field(description="What the layer is.")
    id: Slug = Field("cross", description="Name of the cross.")
    at: At = Field(description="Where it is, in degrees.")


def _marks(row: CrossRow, context: LayerContext) -> Iterator[Mark]:
    lon, lat = row.at.lon, row.at.lat
    arms = [[(lon - 0.2, lat), (lon + 0.2, lat)], [(lon, lat - 0.2), (lon, lat + 0.2)]]
    yield Line(id=row.id, role="other", geometry=shapely.MultiLineString(arms))


KIND = Kind(CrossRow, _marks)
