"""What tells the circles of sides apart where there is no colour: strokes of paper across them.

A circle keeps its whole area, and has a rim in its side's tone, so that its edge is where the number has it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geomap.page import Circle, Item, Path, Ring
from geomap.scene.patterns import PATTERNS
from geomap.scene.styles import Style

STROKE_GAP = 4.0  # px from stroke to stroke
STROKE_WIDTH = 1.4  # px
RIM_WIDTH = 1.2  # px, within the circle
PATTERN_ID = "-pattern"  # how the ids of strokes end
LEAST_STRUCK = 5.0  # px across; a smaller circle is too small for strokes


def pattern_items(x: float, y: float, diameter: float, pattern: str, tone: str, look: Style, id: str) -> list[Item]:  # noqa: PLR0913, PLR0917 - as of `circle_marks`
    """The strokes across a circle, and its rim; nothing where it is solid or too small."""
    strokes = [ring for angle in PATTERNS.get(pattern, ()) for ring in _chords(x, y, diameter / 2, angle)]
    if not strokes or diameter < LEAST_STRUCK:
        return []
    rim = Circle(x, y, diameter - RIM_WIDTH, stroke=tone, stroke_width=RIM_WIDTH, id=f"{id}-rim")
    across = Path(tuple(strokes), closed=False, stroke=look.paper, stroke_width=STROKE_WIDTH, id=f"{id}{PATTERN_ID}")
    return [across, rim]


def _chords(x: float, y: float, radius: float, angle: float) -> Iterable[Ring]:
    """Strokes across a circle at equal distances, none through its centre."""
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    across = np.array([-along[1], along[0]])
    count = int((radius + STROKE_GAP / 2) // STROKE_GAP)
    for step in range(-count, count):
        away = (step + 0.5) * STROKE_GAP
        if abs(away) < radius:
            half = np.sqrt(radius**2 - away**2)
            middle = np.array([x, y]) + away * across
            yield np.array([middle - half * along, middle + half * along])
