"""Arrows of movement, from one place to another or along a line of a layer file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from geomap.kinds.context import LayerContext
from geomap.kinds.geodesic import way
from geomap.kinds.kind import Kind
from geomap.kinds.layers import Certainty, FileName, LayerBase
from geomap.loading import Later
from geomap.scene import Line
from geomap.values.encodings import OF_SHAPEFILE, Encoding
from geomap.values.pens import OwnColour, OwnDash, OwnWidth
from geomap.values.placement import PlacedText, stated_text
from geomap.values.plain import Day, Slug, SourceIds, Text
from geomap.values.refusal import refuse
from geomap.values.spots import Spot
from geomap.values.where import Where

if TYPE_CHECKING:
    from shapely import Geometry

shapely = Later("shapely")  # a check of the config makes no marks


class ArrowRow(LayerBase):
    """An `arrow` of `layers`: a movement that is reported, expected or claimed."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["from", "to"]}, {"required": ["file"]}]})

    spots: ClassVar[Mapping[str, str]] = {"from": "start", "to": "end"}

    kind: Literal["arrow"] = Field(description="What the layer is.")
    id: Slug = Field("", description="Name of the arrow in links, files and `drop`; default: made of the label.")
    start: Spot | None = Field(
        None, alias="from", description="Where it begins: the id or name of a unit, the name of a place, or {lat, lon}."
    )
    end: Spot | None = Field(None, alias="to", description="Where its head is, likewise.")
    file: FileName = Field("", description="A layer file of lines, each drawn to its last point; in place of from, to.")
    layer: Text = Field("", description="The layer of the file, where it has several.")
    where: Where = Field({}, description="Only the features with these values: {column: value} or {column: [values]}.")
    encoding: Encoding = Field("", description=OF_SHAPEFILE)
    certainty: Certainty = Field("approximate", description="Approximate arrows are dashed, exact ones solid.")
    label: PlacedText = Field(
        {}, validate_default=True, description="A sentence that points at the arrow; or {text, dx, dy, anchor, hide}."
    )
    side: Slug = Field("", description="Whose movement it is: a key of `sides`; gives the colour.")
    colour: OwnColour = ""
    width: OwnWidth = None
    dash: OwnDash = ()
    as_of: Day | None = Field(None, description="The day of the movement; default: that of the config.")
    sources: SourceIds = Field((), description="Where the arrow comes from: keys of `sources`.")

    @classmethod
    def own_name(cls, row: Mapping[str, Any]) -> Any:
        """Its label, or else its kind."""
        return stated_text(row.get("label", "arrow"))

    @model_validator(mode="after")
    def _one_or_the_other(self) -> ArrowRow:
        ends = [end for end in (self.start, self.end) if end]
        if bool(self.file) == bool(ends) or len(ends) == 1:
            raise refuse(text="an arrow has `from` and `to`, or a `file`", hint="write from: {lat: .., lon: ..} and to")
        return self


def marks(row: ArrowRow, context: LayerContext) -> Iterator[Line]:
    """One line of all the arrows; each points to its last position. None where an end is a unit that is not there."""
    ends = [context.position(spot) for spot in (row.start, row.end) if spot]
    start, end = ends or (None, None)
    if ends and not (start and end):
        return
    yield Line(
        id=row.id,
        role="arrow",
        geometry=way(start, end) if start and end else _lines(context),
        approximate=row.certainty == "approximate",
        callout=row.label.text,
        properties=context.claim(row.as_of, row.sources, row.certainty, row.side),
        side=row.side,
        colour=row.colour or context.colour_of(row.side),
        width=row.width or 0.0,
        dash=row.dash,
        placement=row.label.placement,
    )


def _lines(context: LayerContext) -> Geometry:
    """The file's lines, each in its own direction."""
    parts = shapely.get_parts(list(context.geometries))
    return shapely.multilinestrings([part for part in parts if shapely.get_type_id(part) == 1])


KIND = Kind(ArrowRow, marks, reads="line")
