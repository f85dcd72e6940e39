"""Areas in their role's look: a tint, strokes across, an outline. The map and the key draw them here."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np
import shapely
from shapely import Geometry

from geomap.marks.rings import lines_of, rings_of
from geomap.marks.style import AREAS, HATCH_STRENGTH, HATCH_WIDTH
from geomap.page import Item, Path, Ring
from geomap.scene import Pen
from geomap.scene.styles import Style, mixed


def area_items(  # noqa: PLR0913, PLR0917 - what it is, how sure, in which colours
    geometry: Geometry,
    role: str,
    approximate: bool,
    look: Style,
    id: str,
    pen: Pen = Pen(),  # noqa: B008 - frozen
    outline: Geometry | None = None,
) -> list[Item]:
    """The paths of one area in px, drawn with a `pen` of its own if it has one; none where it is empty.

    Its lines are an `outline` where that is not its edge.
    """
    kind, rings = AREAS[role].with_pen(pen), rings_of(geometry)
    colour = pen.colour or look.colour(kind.colour)
    items: list[Item] = []
    if not rings:
        return items
    if kind.opacity:
        items.append(Path(rings, fill=colour, opacity=kind.opacity * look.tint, id=id))
    if kind.hatch and (strokes := hatching(geometry, kind.hatch)):
        faint = mixed(colour, look.land, HATCH_STRENGTH)
        items.append(Path(strokes, closed=False, stroke=faint, stroke_width=HATCH_WIDTH, id=f"{id}-hatch"))
    if kind.width:
        dash = kind.dashes(approximate)
        lines, closed = (rings, True) if outline is None else (lines_of(outline), False)
        stroke = Path(lines, closed=closed, stroke=colour, stroke_width=kind.width, dash=dash, id=f"{id}-outline")
        items += [stroke] if lines else []
    return items


def hatching(geometry: Geometry, gap: float) -> tuple[Ring, ...]:
    """Strokes that rise to the right, `gap` px apart, cut to the area.

    They lie on one grid of the page, so that those of neighbours meet.
    """
    if shapely.is_empty(geometry):
        return ()
    left, top, right, bottom = shapely.bounds(geometry)
    step = gap * sqrt(2)  # from stroke to stroke along an axis
    sums = np.arange(ceil((left + top) / step) * step, right + bottom, step)  # x + y is the same all along a stroke
    below = np.column_stack([sums - bottom, np.full_like(sums, bottom)])
    above = np.column_stack([sums - top, np.full_like(sums, top)])
    strokes = shapely.linestrings(np.stack([below, above], axis=1))
    cut = shapely.intersection(strokes, shapely.make_valid(geometry))
    return tuple(ring for part in cut for ring in lines_of(part))
