"""Artboards: the widths at which the map is drawn, and what each leaves out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from geomap.layer_kinds.checked import ArtboardPx, Checked, number
from geomap.layer_kinds.fields import Row, Slug, nfc
from geomap.layer_kinds.positions import Bounds
from geomap.layer_kinds.refusal import refuse

KeyStyle = Literal["long", "short", "none"]
DROPPABLE = {  # what an artboard can leave out -> whether single ones can be named, as in `notes.analysts`
    "formations": False,
    "pictograms": False,
    "subtitle": False,
    "notes": True,
    "labels": True,
    "callouts": True,
    "insets": True,
}
# By kind of layer.
DROP_ROLES = {"note": "notes", "label": "labels", "area": "labels", "line": "callouts", "arrow": "callouts"}
Scale = Annotated[float, number(1, 4)]


def _parse_drop(value: Any) -> str:
    """A role, or one bearer of it; whether that exists is asked with the other references."""
    if not isinstance(value, str):
        raise refuse("what to leave out, e.g. formations or notes.analysts")
    role, dot, name = value.partition(".")
    if role not in DROPPABLE:
        raise refuse("what to leave out: " + ", ".join(DROPPABLE))
    if dot and not DROPPABLE[role]:
        raise refuse(f"{role}, which has no parts")
    if dot and not name:
        raise refuse(f"{role} or {role}.<id>")
    return nfc(value)


_DROP_PATTERN = "^({})$".format("|".join(f"{role}(\\..+)?" if named else role for role, named in DROPPABLE.items()))
Drop = Annotated[str, Checked(_parse_drop, {"type": "string", "pattern": _DROP_PATTERN})]


class ArtboardRow(Row):
    """A row of `artboards`: shown from its width up to the next wider one's."""

    id: Slug = Field(description="Last part of the file names, e.g. phone.")
    width: ArtboardPx = Field(description="Width in CSS px.")
    height: ArtboardPx | None = Field(None, description="Height in CSS px; default: what the map's shape needs.")
    scale: Scale = Field(2.0, description="Pixels of the PNG for a CSS px.")
    drop: tuple[Drop, ...] = Field((), description="What is left out: formations, notes, notes.<id>, labels.water ...")
    key: KeyStyle = Field("long", description="Wording of the key.")
    bounds: Bounds | None = Field(None, description="West, south, east, north, where it differs from `view`.")


# What a config without `artboards` gets; read by ArtboardRow as if it were written there.
DEFAULT_ARTBOARDS = (
    {"id": "wide", "width": 1050},  # a desktop page, a page of a report
    {"id": "medium", "width": 720},  # a column of text, a tablet: all texts, laid out again
    {"id": "narrow", "width": 500, "key": "short", "drop": ("formations",)},  # half a column, a large phone
    # Phones are 375 px wide, less the margins of the page.
    {"id": "phone", "width": 335, "key": "short", "drop": ("formations", "labels.water", "labels.region")},
)
