"""Areas from a layer file: control, zones, what is disputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from geomap.kinds.context import LayerContext
from geomap.kinds.joined import joined
from geomap.kinds.kind import Kind
from geomap.kinds.layers import Certainty, FileName, LayerBase
from geomap.loading import Later
from geomap.scene import Area, Label
from geomap.values.checked import Truth
from geomap.values.encodings import OF_SHAPEFILE, Encoding
from geomap.values.pens import OwnColour, OwnDash, OwnWidth
from geomap.values.placement import PlacedText
from geomap.values.plain import Day, Slug, SourceIds, Text
from geomap.values.where import Where

if TYPE_CHECKING:
    from shapely import Geometry

shapely = Later("shapely")  # a check of the config makes no marks

AreaRole = Literal["control", "assessed_control", "claimed_control", "disputed", "zone", "other"]


class AreaRow(LayerBase):
    """An `area` of `layers`. Assessed is not claimed: the role says which."""

    kind: Literal["area"] = Field(description="What the layer is.")
    id: Slug = Field("", description="Name of the area in links, files and `drop`; default: made of the role.")
    role: AreaRole = Field(description="What the area is; decides its style.")
    file: FileName = Field(description="The layer file, beside or below the config.")
    layer: Text = Field("", description="The layer of the file, where it has several.")
    where: Where = Field({}, description="Only the features with these values: {column: value} or {column: [values]}.")
    encoding: Encoding = Field("", description=OF_SHAPEFILE)
    certainty: Certainty = Field("approximate", description="Approximate outlines are dashed, exact ones solid.")
    label: PlacedText = Field(
        {}, validate_default=True, description="A text printed in the area; or {text, dx, dy, anchor, hide}."
    )
    joined: Truth = Field(False, description="Draw features that touch or overlap as one area, without lines between.")
    side: Slug = Field("", description="Who is said to hold or claim it: a key of `sides`; gives the colour.")
    colour: OwnColour = ""
    width: OwnWidth = None
    dash: OwnDash = ()
    as_of: Day | None = Field(None, description="The day of the area; default: that of the config.")
    sources: SourceIds = Field((), description="Where the area comes from: keys of `sources`.")


_ALIKE = 1e-6  # degrees that lengths of lines may differ
_MANY_PARTS = 1_000  # geometries, which take long to unite where they are apart


def _together(geometries: list[Geometry]) -> Geometry:
    many = len(geometries) > _MANY_PARTS
    united: Geometry = (shapely.disjoint_subset_union_all if many else shapely.union_all)(geometries)
    return united


def _outline(features: Sequence[Geometry], ground: Geometry) -> Geometry | None:
    """The lines of all features, if they are others than the edge of the ground that these cover."""
    edges = shapely.boundary(list(features))
    lines = joined(features)
    is_edge = abs(shapely.length(edges).sum() - shapely.length(shapely.boundary(ground))) < _ALIKE
    return None if is_edge and abs(shapely.length(lines) - shapely.length(edges).sum()) < _ALIKE else lines


def marks(row: AreaRow, context: LayerContext) -> Iterator[Area | Label]:
    """One area of all the file's polygons, each with its own outline, and its label in the largest of them."""
    parts = shapely.get_parts(_together(list(context.geometries)))
    polygons = [part for part in parts if shapely.get_dimensions(part) == 2]
    ground = _together(polygons)
    features = () if row.joined else tuple(part for part in context.geometries if shapely.get_dimensions(part) == 2)
    properties = context.claim(row.as_of, row.sources, row.certainty, row.side)
    role = "disputed_area" if row.role == "disputed" else row.role  # the basemap's `disputed` is land of its own
    yield Area(
        id=row.id,
        role=role,
        geometry=ground,
        properties=properties,
        approximate=row.certainty == "approximate",
        label=row.label.text,
        side=row.side,
        colour=row.colour or context.colour_of(row.side),
        width=row.width or 0.0,
        dash=row.dash,
        parts=features if len(features) > 1 else (),
        outline=_outline(features or (ground,), ground),
    )
    if row.label.text and polygons:
        middle = shapely.point_on_surface(max(polygons, key=shapely.area))
        lon, lat = float(shapely.get_x(middle)), float(shapely.get_y(middle))
        yield Label(
            f"{row.id}-label", row.label.text, lon, lat, "region",
            area=row.id, layer=row.id, placement=row.label.placement,
        )  # fmt: skip


KIND = Kind(AreaRow, marks, reads="polygon")
