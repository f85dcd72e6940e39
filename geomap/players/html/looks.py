"""How areas and lines are painted on the page: the colours, widths and dashes that the pictures have, in numbers."""

from __future__ import annotations

from typing import Any

from geomap.marks.style import (
    AREAS,
    ARROW_HALF_WIDTH,
    ARROW_HEAD,
    ARROW_SHARE,
    ARROW_TAIL,
    HATCH_STRENGTH,
    HATCH_WIDTH,
    LINES,
)
from geomap.scene import Area, Line
from geomap.scene.styles import Style, mixed


def area_look(area: Area, look: Style) -> dict[str, Any]:
    """How an area is painted: its tint, strokes across it, its outline."""
    kind = AREAS[area.role].with_pen(area.pen)
    colour = area.pen.colour or look.colour(kind.colour)
    found: dict[str, Any] = {}
    if kind.opacity:
        found |= {"fill": colour, "opacity": round(kind.opacity * look.tint, 4)}
    if kind.hatch:
        faint = mixed(colour, look.land, HATCH_STRENGTH)
        found["hatch"] = {"gap": kind.hatch, "stroke": faint, "width": HATCH_WIDTH}
    if kind.width:
        found |= {"stroke": colour, "width": kind.width, "dash": kind.dashes(area.approximate)}
    return found


def line_look(line: Line, look: Style) -> dict[str, Any]:
    """How a line is painted; an arrow has a head in px."""
    kind = LINES[line.role].with_pen(line.pen)
    colour = line.pen.colour or look.colour(kind.colour)
    found: dict[str, Any] = {"stroke": colour, "width": kind.width, "dash": kind.dashes(line.approximate)}
    if line.role == "arrow":
        found["arrow"] = [ARROW_HEAD, ARROW_SHARE, ARROW_HALF_WIDTH, ARROW_TAIL]
    return found
