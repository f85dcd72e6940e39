"""Artboards: the widths at which the map is drawn, and what each leaves out."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field
from typing_extensions import TypeAliasType

from geomap.measure import PX_PER_MM
from geomap.scene import Artboard, Placement
from geomap.values.checked import Checked, number
from geomap.values.placement import PlacedTextRow
from geomap.values.plain import Row, Slug, nfc
from geomap.values.positions import AS_MEANT, Bounds, Wrap
from geomap.values.refusal import refuse

KeyStyle = Literal["long", "short", "none"]
CornerKey = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
KeyCorner = Literal["top-left", "top-right", "bottom-left", "bottom-right", "above"]
Abbreviate = Literal["fit", "always", "never"]
Crowds = Literal["sum", "spread", "overlap"]
DROPPABLE = {  # what an artboard can leave out -> whether single ones can be named, as in `notes.analysts`
    "title": False,
    "subtitle": False,
    "credit": False,
    "scale": False,
    "units": True,
    "formations": True,
    "figures": True,
    "pictograms": True,
    "layers": True,
    "notes": True,
    "labels": True,
    "towns": True,
    "callouts": True,
    "insets": True,
}
UNIT_ROLES = ("units", "formations", "figures", "pictograms")  # whose parts are named by unit
# By kind of layer.
DROP_ROLES = {
    "note": "notes", "label": "labels", "area": "labels", "place": "labels", "line": "callouts", "arrow": "callouts",
}  # fmt: skip
Scale = Annotated[float, number(1, 4)]

_LEAST_PX, _MOST_PX = 200, 5000
_MM = re.compile(r"(\d+(?:\.\d+)?) ?mm")


class Length(NamedTuple):
    """A width or height as it was written, and the same in CSS px."""

    px: float
    unit: Literal["px", "mm"]


def _parse_length(value: Any) -> Length:
    """Whole CSS px for a screen, or millimetres for a page."""
    expected = f"a whole number from {_LEAST_PX} to {_MOST_PX} (CSS px), or millimetres such as 170mm"
    in_mm = _MM.fullmatch(value) if isinstance(value, str) else None
    if in_mm:
        px = float(in_mm[1]) * PX_PER_MM
        if not _LEAST_PX <= px <= _MOST_PX:
            low, high = -(-_LEAST_PX // PX_PER_MM), _MOST_PX // PX_PER_MM
            raise refuse(expected, hint=f"write {low:.0f}mm to {high:.0f}mm")
        return Length(px, "mm")
    if isinstance(value, str):
        raise refuse(expected, hint=_length_hint(value))
    if isinstance(value, float) and value.is_integer() and _LEAST_PX <= value <= _MOST_PX:
        raise refuse(expected, hint=f"write {value:.0f}")
    if isinstance(value, bool) or not isinstance(value, int) or not _LEAST_PX <= value <= _MOST_PX:
        raise refuse(expected)
    return Length(value, "px")


def _length_hint(value: str) -> str:
    """What px and centimetres are in our units."""
    in_px, in_cm = re.fullmatch(r"(\d+) ?px", value), re.fullmatch(r"(\d+(?:\.\d+)?) ?cm", value)
    if in_px:
        return f"write {in_px[1]}"
    return f"write {float(in_cm[1]) * 10:g}mm" if in_cm else ""


_PX_SCHEMA = {"type": "integer", "minimum": _LEAST_PX, "maximum": _MOST_PX}
_LENGTH_SCHEMA = {"anyOf": [_PX_SCHEMA, {"type": "string", "pattern": f"^{_MM.pattern}$"}]}
ArtboardLength = TypeAliasType("ArtboardLength", Annotated[Length, Checked(_parse_length, _LENGTH_SCHEMA)])


def _parse_part(value: Any) -> str:
    """A role, or one bearer of it; whether that exists is asked with the other references."""
    if not isinstance(value, str):
        raise refuse("a part of the map, e.g. formations or notes.analysts")
    role, dot, name = value.partition(".")
    if role not in DROPPABLE:
        near = f"did you mean {role}s?" if f"{role}s" in DROPPABLE else ""
        raise refuse("a part of the map: " + ", ".join(DROPPABLE), hint="use key: none" if role == "key" else near)
    if dot and not DROPPABLE[role]:
        raise refuse(f"{role}, which has no parts")
    if dot and not name:
        raise refuse(f"{role} or {role}.<id>")
    return nfc(value)


_PART_PATTERN = "^({})$".format("|".join(f"{role}(\\..+)?" if named else role for role, named in DROPPABLE.items()))
Part = Annotated[str, Checked(_parse_part, {"type": "string", "pattern": _PART_PATTERN})]


class ArtboardRow(Row):
    """A row of `artboards`: shown from its width up to the next wider one's."""

    id: Slug = Field(description="Last part of the file names, e.g. phone.")
    width: ArtboardLength = Field(description="Width in CSS px, or in millimetres for a report: 170mm.")
    height: ArtboardLength | None = Field(None, description="Height likewise; default: what the map's shape needs.")
    scale: Scale = Field(2.0, description="Pixels of the PNG for a CSS px; 3.125 is 300 an inch.")
    drop: tuple[Part, ...] = Field((), description="What is left out: formations, notes, notes.<id>, labels.water ...")
    keep: tuple[Part, ...] = Field((), description="What stays in spite of `drop`, and is placed before all else.")
    key: KeyStyle = Field("long", description="Wording of the key.")
    key_at: KeyCorner | None = Field(None, description="Corner of the key, or above the map; default: a free one.")
    scale_at: CornerKey | None = Field(None, description="Corner of the scale bar; default: a free one.")
    wrap: Wrap = False
    bounds: Annotated[Bounds | None, AS_MEANT] = Field(
        None, description="West, south, east, north, where it differs from `view`."
    )
    labels: dict[Slug, PlacedTextRow] = Field({}, description="By id of a unit or layer: its text here, set by hand.")
    abbreviate: Abbreviate = Field("fit", description="Use `abbreviations` where the full text has no room, or ever.")
    crowds: Crowds = Field("sum", description="Units that hide one another: added up, set side by side, or left.")

    @property
    def artboard(self) -> Artboard:
        """The same for a scene."""
        return Artboard(
            id=self.id,
            width=self.width.px,
            height=self.height.px if self.height else None,
            scale=self.scale,
            drop=self.drop,
            keep=self.keep,
            key=self.key,
            bounds=self.bounds,
            labels={name: _placement(row) for name, row in self.labels.items()},
            abbreviate=self.abbreviate,
            key_at=self.key_at or "auto",
            scale_at=self.scale_at or "auto",
            crowds=self.crowds,
            unit=self.width.unit,
        )


def _placement(row: PlacedTextRow) -> Placement:
    return Placement(row.dx, row.dy, row.anchor or "", row.hide, row.text)


# What a config without `artboards` gets; read by ArtboardRow as if it were written there.
DEFAULT_ARTBOARDS = (
    {"id": "wide", "width": 1050},  # a desktop page, a page of a report
    {"id": "medium", "width": 720},  # a column of text, a tablet: all texts, laid out again
    {"id": "narrow", "width": 500, "key": "short", "drop": ("formations",)},  # half a column, a large phone
    # Phones are 375 px wide, less the margins of the page.
    {"id": "phone", "width": 335, "key": "short", "drop": ("formations", "labels.water", "labels.region")},
)
