"""Notes: a sentence on the map, which may state the total of some units."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import Field, model_validator

from geomap.facts.sums import at_least, total
from geomap.kinds.context import LayerContext
from geomap.kinds.kind import Kind
from geomap.kinds.layers import LayerBase
from geomap.scene import Label
from geomap.values.checked import TextWidthPx
from geomap.values.counts import Count
from geomap.values.placement import PlacementRow
from geomap.values.plain import Lines, Slug, SourceIds
from geomap.values.positions import At
from geomap.values.refusal import refuse
from geomap.wording import estimate

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class NoteRow(LayerBase):
    """A `note` of `layers`. A total that a source states is its own claim, held beside the sum of the units."""

    kind: Literal["note"] = Field(description="What the layer is.")
    id: Slug = Field("", description="Name of the note in links, files and `drop`; default: made of the text.")
    text: Lines = Field(
        description="The sentence; {sum} is the sum of `sums`, {at_least} at least that, {troops} the stated total or "
        "else the sum."
    )
    sums: tuple[Slug, ...] = Field((), description="Ids of the units that the note's figure covers.")
    troops: Count | None = Field(None, description="The total that the note's sources state.")
    sources: SourceIds = Field((), description="Where the note comes from: keys of `sources`.")
    at: At = Field(description="Where the note stands.")
    label: PlacementRow = Field(
        {}, validate_default=True, description="Where it stands, set by hand: {dx, dy, anchor, hide}."
    )
    width: TextWidthPx | None = Field(None, description="CSS px after which its lines are broken.")

    def tells_of(self, units: Collection[str]) -> bool:
        """Whether its stated total covers one of the units."""
        return self.troops is not None and any(name in units for name in self.sums)

    def sums_without(self, units: Collection[str]) -> bool:
        """Whether it prints the sum of others than these units as though they were all; "at least" says more may be."""
        is_sum = not {"sum", "troops"}.isdisjoint(_PLACEHOLDER.findall(self.text))
        return is_sum and any(name in units for name in self.sums)

    @model_validator(mode="after")
    def _check_placeholders(self) -> NoteRow:
        """A placeholder without its figure would be printed as it stands."""
        for name in _PLACEHOLDER.findall(self.text):
            if name not in ("troops", "sum", "at_least"):
                hint = "use {sum}, {at_least} or {troops}"
                raise refuse(text=f"`{{{name}}}` in the text stands for nothing", hint=hint)
            if not self.sums and (name != "troops" or self.troops is None):
                raise refuse(text=f"`{{{name}}}` in the text needs `sums`", hint="add sums: [unit ids]")
        return self


def marks(row: NoteRow, context: LayerContext) -> Iterator[Label]:
    """The sentence with its figures filled in; nothing where there is nothing to sum up."""
    counts = context.counts_of(row.sums) if row.sums else ()
    whole, least = (total(counts), at_least(counts)) if counts else (None, None)
    text = row.text
    for name, figure in (("troops", row.troops or whole), ("sum", whole), ("at_least", least)):
        if figure is not None:
            text = text.replace(f"{{{name}}}", estimate(figure, context.lang))
        elif f"{{{name}}}" in text:
            return
    properties: dict[str, object] = {"is_total": bool(row.sums or row.troops), "sources": ";".join(row.sources) or None}
    if row.width:
        properties["width"] = row.width
    if row.sums:
        properties["sums"] = ";".join(name for name in row.sums if name in context.units)
    yield Label(
        row.id, text[:1].upper() + text[1:], row.at.lon, row.at.lat, "note", properties,
        layer=row.id, placement=row.label.placement,
    )  # fmt: skip


KIND = Kind(NoteRow, marks)
