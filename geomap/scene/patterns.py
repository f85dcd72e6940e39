"""Which pattern the circles of a side have where there is no colour to tell sides by.

A pattern is a few directions of strokes. The darkest tone is plain: so solid and striped differ in how dark they look,
too, and are told apart where a circle is too small for strokes.
"""

from __future__ import annotations

from collections.abc import Iterable

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


def patterns_of(colours: Iterable[str], look: Style) -> tuple[tuple[str, str], ...]:
    """The pattern of each colour of circles on a map: none where there are colours to tell them by, or only one."""
    tones = sorted({*colours}, key=lambda tone: (luminance(tone), tone))
    if look.name != PRINT.name or len(tones) < 2:
        return ()
    names = [*PATTERNS]
    return tuple((tone, names[number % len(names)]) for number, tone in enumerate(tones))
