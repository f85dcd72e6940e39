"""Lines from a layer file: a front, a border, a route, the outlines of areas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from geomap.kinds.context import LayerContext
from geomap.kinds.joined import joined
from geomap.kinds.kind import Kind
from geomap.kinds.layers import Certainty, FileName, LayerBase
from geomap.scene import Line
from geomap.values.encodings import OF_SHAPEFILE, Encoding
from geomap.values.pens import OwnColour, OwnDash, OwnWidth
from geomap.values.placement import PlacedText
from geomap.values.plain import Day, Slug, SourceIds, Text
from geomap.values.where import Where

LineRole = Literal[
    "contact_line", "front_line", "assessed", "claimed", "border", "disputed_border", "route", "other"
]  # fmt: skip


# A border of a layer is a claim of the config's; the basemap's own have the roles of these names.
SCENE_ROLES = {"border": "stated_border", "disputed_border": "stated_disputed_border"}


class LineRow(LayerBase):
    """A `line` of `layers`."""

    kind: Literal["line"] = Field(description="What the layer is.")
    id: Slug = Field("", description="Name of the line in links, files and `drop`; default: made of the role.")
    role: LineRole = Field(description="What the line is; decides its style.")
    file: FileName = Field(description="The layer file, beside or below the config.")
    layer: Text = Field("", description="The layer of the file, where it has several.")
    where: Where = Field({}, description="Only the features with these values: {column: value} or {column: [values]}.")
    encoding: Encoding = Field("", description=OF_SHAPEFILE)
    certainty: Certainty = Field("approximate", description="Approximate lines are dashed, exact ones solid.")
    side: Slug = Field("", description="Whose line it is: a key of `sides`; gives the colour.")
    colour: OwnColour = ""
    width: OwnWidth = None
    dash: OwnDash = ()
    as_of: Day | None = Field(None, description="The day of the line; default: that of the config.")
    sources: SourceIds = Field((), description="Where the line comes from: keys of `sources`.")
    callout: PlacedText = Field(
        {}, validate_default=True, description="A sentence that points at the line; or {text, dx, dy, anchor, hide}."
    )


def marks(row: LineRow, context: LayerContext) -> Iterator[Line]:
    """One line of all the file's lines, and of the outlines of its polygons."""
    yield Line(
        id=row.id,
        role=SCENE_ROLES.get(row.role, row.role),
        geometry=joined(context.geometries),
        approximate=row.certainty == "approximate",
        callout=row.callout.text,
        properties=context.claim(row.as_of, row.sources, row.certainty, row.side),
        side=row.side,
        colour=row.colour or context.colour_of(row.side),
        width=row.width or 0.0,
        dash=row.dash,
        placement=row.callout.placement,
    )


KIND = Kind(LineRow, marks, reads="outline")
