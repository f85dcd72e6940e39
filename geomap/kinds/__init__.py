"""COMPOSE: one file a kind of layer: its YAML fields and the marks that it makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, get_args

from pydantic import Field

from geomap.kinds import area, arrow, label, line, note
from geomap.kinds.area import AreaRow
from geomap.kinds.arrow import ArrowRow
from geomap.kinds.context import LayerContext
from geomap.kinds.label import LabelRow
from geomap.kinds.line import LineRow
from geomap.kinds.note import NoteRow
from geomap.scene import Area, Label, Line

AnyLayer = (
    LineRow  # a new kind is a file and a line here
    | AreaRow
    | ArrowRow
    | NoteRow
    | LabelRow
)
FileRow = LineRow | AreaRow | ArrowRow  # those whose `file`, where they name one, is read
LayerRow = Annotated[AnyLayer, Field(discriminator="kind")]
LAYER_MODELS = {get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(AnyLayer)}


def layer_marks(row: AnyLayer, context: LayerContext) -> Iterator[Line | Area | Label]:
    """The marks of one layer, by its kind."""
    match row:
        case LineRow():
            yield from line.marks(row, context)
        case AreaRow():
            yield from area.marks(row, context)
        case ArrowRow():
            yield from arrow.marks(row, context)
        case NoteRow():
            yield from note.marks(row, context)
        case LabelRow():
            yield from label.marks(row, context)
