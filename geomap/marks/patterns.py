"""What tells the circles of sides apart where there is no colour: strokes of paper across them, as data.

A pattern is a few directions of strokes; a circle keeps its whole area, and has a rim in its side's tone, so that its
edge is where the number has it. The darkest tone is plain: so solid and striped differ in how dark they look, too, and
are told apart where a circle is too small for strokes.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geomap.page import Circle, Item, Path, Ring
from geomap.scene.styles import PRINT, Style, luminance

# The directions in which strokes run, in degrees from the x axis, y downwards. In the order in which sides get them,
# from the darkest tone on: neighbours in it are those that differ most.
PATTERNS: dict[str, tuple[float, ...]] = {
    "solid": (),
    "rising": (-45.0,),
    "crossed": (0.0, 90.0),
    "level": (0.0,),
    "falling": (45.0,),
}
STROKE_GAP = 4.0  # px from stroke to stroke
STROKE_WIDTH = 1.4  # px
RIM_WIDTH = 1.2  # px, within the circle
_LEAST = 5.0  # px across; a smaller circle is too small for strokes


def patterns_of(colours: Iterable[str], look: Style) -> tuple[tuple[str, str], ...]:
    """The pattern of each colour of circles on a map: none where there are colours to tell them by, or only one."""
    tones = sorted({*colours}, key=lambda tone: (luminance(tone), tone))
    if look.name != PRINT.name or len(tones) < 2:
        return ()
    names = [*PATTERNS]
    return tuple((tone, names[number % len(names)]) for number, tone in enumerate(tones))


def pattern_items(x: float, y: float, diameter: float, pattern: str, tone: str, look: Style, id: str) -> list[Item]:  # noqa: PLR0913, PLR0917 - as of `circle_marks`
    """The strokes across a circle, and its rim; nothing where it is solid or too small."""
    strokes = [ring for angle in PATTERNS.get(pattern, ()) for ring in _chords(x, y, diameter / 2, angle)]
    if not strokes or diameter < _LEAST:
        return []
    rim = Circle(x, y, diameter - RIM_WIDTH, stroke=tone, stroke_width=RIM_WIDTH, id=f"{id}-rim")
    across = Path(tuple(strokes), closed=False, stroke=look.paper, stroke_width=STROKE_WIDTH, id=f"{id}-pattern")
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
