"""Lines in their role's look: strokes, dashed where nothing is settled, and arrows. Map and key draw them here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geomap.marks.style import ARROW_HALF_WIDTH, ARROW_HEAD, ARROW_SHARE, ARROW_TAIL, LINES, LineStyle
from geomap.page import Item, Path, Ring
from geomap.scene import Pen
from geomap.scene.styles import Style, mixed

_LEAST_ARROW = 4.0  # px; what is shorter has no direction that could be seen


def line_items(  # noqa: PLR0913, PLR0917 - what it is, how sure, in which colours
    lines: Sequence[Ring],
    role: str,
    approximate: bool,
    look: Style,
    id: str,
    pen: Pen = Pen(),  # noqa: B008 - frozen
    strength: float = 1.0,
) -> list[Item]:
    """The paths of one mark's lines in px, drawn with a `pen` of its own if it has one; none where there are none.

    With less than full `strength` it is thinner, and paler towards the land.
    """
    kind = LINES[role].with_pen(pen)
    colour = pen.colour or look.colour(kind.colour)
    if role == "arrow":
        return _arrows([line for line in lines if _length(line) >= _LEAST_ARROW], approximate, colour, id, kind)
    if not lines:
        return []
    dash, width = kind.dashes(approximate), kind.width * strength
    pale = colour if strength == 1.0 else mixed(colour, look.land, strength)
    return [Path(tuple(lines), closed=False, stroke=pale, stroke_width=width, dash=dash, id=id)]


def _arrows(lines: Sequence[Ring], approximate: bool, colour: str, id: str, kind: LineStyle) -> list[Item]:
    """Heads on shafts: tapered ones, or dashed ones where the movement is not exactly known."""
    if not lines:
        return []
    shafts, heads = zip(*(_shaft_and_head(line) for line in lines), strict=True)
    if approximate:
        shaft = Path(shafts, closed=False, stroke=colour, stroke_width=kind.width, dash=kind.dash, id=id)
    else:
        shaft = Path(tuple(_tapered(line, kind.width) for line in shafts), fill=colour, id=id)
    return [shaft, Path(heads, fill=colour, id=f"{id}-head")]


def _length(line: Ring) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _shaft_and_head(line: Ring) -> tuple[Ring, Ring]:
    """The line without its last px, and a triangle in their place that points to its end."""
    length = min(ARROW_HEAD, ARROW_SHARE * _length(line))
    base = shapely.get_coordinates(shapely.line_interpolate_point(shapely.linestrings(line), -length))[0]
    along = np.concatenate([[0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
    shaft = np.vstack([line[along < along[-1] - length], base])
    ahead = line[-1] - base
    across = (
        np.array([-ahead[1], ahead[0]]) / max(float(np.hypot(*ahead)), 1e-9) * ARROW_HALF_WIDTH * length / ARROW_HEAD
    )
    return shaft, np.array([base + across, line[-1], base - across])


def _tapered(line: Ring, width: float) -> Ring:
    """The line as a ring that widens to `width` px at its end."""
    ahead = np.gradient(line, axis=0)
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    along = np.concatenate([[0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
    half = width / 2 * (ARROW_TAIL + (1 - ARROW_TAIL) * along / max(along[-1], 1e-9))[:, None]
    return np.vstack([line + half * across, (line - half * across)[::-1]])
