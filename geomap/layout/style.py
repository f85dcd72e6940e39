"""How things look: one table of colours, line styles and type sizes. No default is repeated elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from geomap.fonts import Face

SEA = "#dbe7ee"
LAND = "#f5f3ed"
BORDER = "#8d8a84"
COAST = "#9db4c1"
INK = "#1f1f1f"
MUTED = "#5a5a57"
WATER_INK = "#3d6a85"
CONTACT_LINE = "#2a2a2a"
SYMBOL = "#c8622d"  # burnt orange: neither of the colours that take sides
PICTOGRAM = "#333333"
PAPER = "#ffffff"

SYMBOL_OPACITY = 0.78
SYMBOL_EDGE = 1.0  # px, white, drawn outside the circle so that the filled area stays the number
PICTOGRAM_SIZE = 17.0  # px on every artboard: an icon's size is no number
PICTOGRAM_GAP = 4.0


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Stroke of a line on the map, in px."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()


# Three kinds of line, three styles: state border, disputed border, contact line.
LINES = {
    "coast": LineStyle(COAST, 0.7),
    "river": LineStyle(COAST, 0.8),
    "border": LineStyle(BORDER, 1.1),
    "disputed_border": LineStyle(BORDER, 1.1, (4.0, 3.0)),
    "contact_line": LineStyle(CONTACT_LINE, 1.9, (6.5, 4.0)),
    "front_line": LineStyle(CONTACT_LINE, 1.9),
    "route": LineStyle(MUTED, 1.3),
}


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Type of a role. Sizes are px at the narrowest (335) and the widest (1050) artboard; never under 11."""

    narrow: float
    wide: float
    colour: str = INK
    weight: Literal["regular", "semibold", "bold"] = "regular"
    italic: bool = False
    tracking: float = 0.0  # em between letters

    def size(self, width: float) -> float:
        """Px at an artboard of `width` px, between the two by the logarithm of the width."""
        share = log(width / 335) / log(1050 / 335)
        return round(self.narrow + (self.wide - self.narrow) * min(max(share, 0.0), 1.0), 1)

    @property
    def face(self) -> Face:
        return Face(self.weight, self.italic)


TYPE = {
    "title": TypeStyle(18, 27, weight="bold"),
    "subtitle": TypeStyle(13, 16, MUTED),
    "as_of": TypeStyle(12, 13, MUTED),
    "place": TypeStyle(13.5, 16, weight="bold"),
    "place_dense": TypeStyle(11.5, 12.5, weight="semibold"),
    "formations": TypeStyle(11.5, 13, "#3c3c3a"),
    "country": TypeStyle(12, 17, "#6f6c66", weight="semibold", tracking=0.24),
    "region": TypeStyle(11, 13, "#6f6c66", tracking=0.16),
    "water": TypeStyle(11.5, 14.5, WATER_INK, italic=True, tracking=0.08),
    "note": TypeStyle(12, 14, INK),
    "total": TypeStyle(13, 16, INK, weight="semibold"),
    "callout": TypeStyle(11.5, 13, INK, italic=True),
    "key": TypeStyle(11.5, 13, INK),
    "key_title": TypeStyle(12, 13.5, INK, weight="bold"),
    "scale": TypeStyle(11, 11.5, MUTED),
    "note_line": TypeStyle(11, 12, MUTED),
    "source": TypeStyle(11, 12, MUTED),
    "credit": TypeStyle(11, 12, MUTED),
}


def symbol_factor(width: float, widest: float) -> float:
    """By how much circles shrink on an artboard of `width` px, so that they keep their share of the map."""
    return min(max(sqrt(width / widest), 0.5), 1.0)
