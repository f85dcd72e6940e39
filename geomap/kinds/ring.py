"""Rings: what is so many kilometres from a unit, a place or a position, along the ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from geomap.kinds.context import LayerContext
from geomap.kinds.geodesic import ring
from geomap.kinds.kind import Kind
from geomap.kinds.layers import Certainty, LayerBase
from geomap.loading import Later
from geomap.scene import Label, Line
from geomap.values.checked import Checked
from geomap.values.pens import OwnColour, OwnDash, OwnWidth
from geomap.values.placement import PlacedText
from geomap.values.plain import Day, Slug, SourceIds
from geomap.values.refusal import refuse
from geomap.values.spots import Spot
from geomap.wording import number, phrase

if TYPE_CHECKING:
    import shapely
else:  # a check of the config makes no marks
    shapely = Later("shapely")

_LEAST, _FARTHEST = 0.1, 10_000  # km: a quarter of the way round the earth
_MOST = 12  # rings of a layer


def _parse_radii(value: Any) -> tuple[float, ...]:
    radii = value if isinstance(value, list) else [value]
    is_fit = radii and all(type(one) in (int, float) and _LEAST <= one <= _FARTHEST for one in radii)
    if not is_fit or len(radii) > _MOST or len({*radii}) < len(radii):
        raise refuse(f"km from {_LEAST:g} to {_FARTHEST:,}, or a list of at most {_MOST} of these, as [40, 80]")
    return tuple(map(float, radii))


_ONE = {"type": "number", "minimum": _LEAST, "maximum": _FARTHEST}
_SCHEMA = {"anyOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 1, "maxItems": _MOST, "uniqueItems": True}]}
Radii = Annotated[tuple[float, ...], Checked(_parse_radii, _SCHEMA)]


class RingRow(LayerBase):
    """A `ring` of `layers`: all that is so far from a unit, a place or a position, measured along the ground."""

    spots: ClassVar[Mapping[str, str]] = {"around": "around"}

    kind: Literal["ring"] = Field(description="What the layer is.")
    id: Slug = Field("", description="Name of the ring in links, files and `drop`; default: made of what it is around.")
    around: Spot = Field(description="Its middle: the id or name of a unit, the name of a place, or {lat, lon}.")
    km: Radii = Field(description=f"Its radius in kilometres, or several: [40, 80]; at most {_MOST}.")
    certainty: Certainty = Field("approximate", description="Approximate rings are dashed, exact ones solid.")
    label: PlacedText = Field(
        {},
        validate_default=True,
        description="What is printed at each ring, {km} is its radius; default: {km}; or {text, dx, dy, anchor, hide}.",
    )
    side: Slug = Field("", description="Whose it is: a key of `sides`; gives the colour.")
    colour: OwnColour = ""
    width: OwnWidth = None
    dash: OwnDash = ()
    as_of: Day | None = Field(None, description="The day of the claim; default: that of the config.")
    sources: SourceIds = Field((), description="Where the distance comes from: keys of `sources`.")

    @classmethod
    def own_name(cls, row: Mapping[str, Any]) -> Any:
        """What it is around, or else its kind."""
        around = row.get("around")
        named = (around.get("unit") or around.get("place")) if isinstance(around, dict) else around
        return f"ring-{named}" if isinstance(named, str) and named else "ring"

    @model_validator(mode="after")
    def _says_which(self) -> RingRow:
        if self.label.text and "{km}" not in self.label.text and len(self.km) > 1:
            raise refuse(text="the label is the same at each ring", hint="write {km} where the radius is to stand")
        return self


def marks(row: RingRow, context: LayerContext) -> Iterator[Line | Label]:
    """One line of all the rings, and at each its distance; nothing where the unit is not on the map."""
    centre = context.position(row.around)
    if centre is None:
        return
    rings = [ring(centre, km) for km in row.km]
    said = [(row.label.text or "{km}").replace("{km}", _distance(km, context.lang)) for km in row.km]
    claim = context.claim(row.as_of, row.sources, row.certainty, row.side)
    yield Line(
        id=row.id,
        role="ring",
        geometry=shapely.multilinestrings(rings),
        approximate=row.certainty == "approximate",
        properties={**claim, "km": ";".join(f"{km:g}" for km in row.km)},
        side=row.side,
        colour=row.colour or context.colour_of(row.side),
        width=row.width or 0.0,
        dash=row.dash,
    )
    for km, line, text in zip(row.km, rings, said, strict=True):
        lon, lat = shapely.get_coordinates(line)[0].tolist()  # north of the middle
        others = shapely.MultiLineString([other for other in rings if other is not line])
        yield Label(
            f"{row.id}-{km:g}", text, (lon + 180) % 360 - 180, lat, "region",
            layer=row.id, placement=row.label.placement, along=line, apart=others,
        )  # fmt: skip


def _distance(km: float, lang: str) -> str:
    return phrase("km", lang, n=number(int(km) if km.is_integer() else km, lang))


KIND = Kind(RingRow, marks)
