"""Texts that a config may set by hand: what is printed, and where."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from geomap.scene import Placement
from geomap.values.checked import LabelOffsetPx, Truth
from geomap.values.plain import Lines, Row, parse_lines
from geomap.values.refusal import refuse
from geomap.values.short import ShortForm

Anchor = Literal["start", "middle", "end"]


class PlacementRow(Row):
    """Where a text stands. `dx` and `dy` set it by hand; an `anchor` alone leaves the rest to geomap."""

    dx: LabelOffsetPx | None = Field(None, description="CSS px to the right of the point that the text speaks of.")
    dy: LabelOffsetPx | None = Field(None, description="CSS px below that point, to the middle of the first line.")
    anchor: Anchor | None = Field(None, description="Which end of the text stands there: start, middle or end.")
    hide: Truth = Field(False, description="Leave the text out; the symbol stays.")

    @property
    def placement(self) -> Placement | None:
        """The same for a scene; None where nothing is set by hand."""
        row = Placement(self.dx, self.dy, self.anchor or "", self.hide)
        return None if row == Placement() else row


class PlacedTextRow(PlacementRow):
    """A text and where it stands."""

    text: Lines = Field("", description="What is printed; its lines break where they do here.")


def _long_form(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": parse_lines(value)}
    if not isinstance(value, dict | PlacedTextRow):
        raise refuse("a text or {text, dx, dy, anchor, hide}")
    return value


PlacedText = Annotated[PlacedTextRow, ShortForm(PlacedTextRow, Lines, _long_form)]


def stated_text(value: Any) -> Any:
    """The text of a label as it stands in the plain data, written short or long."""
    return value.get("text") if isinstance(value, dict) else value
