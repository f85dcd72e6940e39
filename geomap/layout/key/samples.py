"""The samples of a key: what the map draws, small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geomap.facts import CROWD, LARGE, OLD, RINGED, CountKind, Estimate
from geomap.marks.area import area_items
from geomap.marks.change import change_sample
from geomap.marks.crowd import crowd_marks, crowd_rings
from geomap.marks.pictograms import covered
from geomap.marks.rings import rings_of
from geomap.marks.size import SizeScale
from geomap.marks.stroke import line_items
from geomap.marks.style import AREAS, SAMPLE_SIZE
from geomap.marks.unit import circle_marks, unit_marks
from geomap.page import Item, Path, Stamp
from geomap.scene import KeyRow, Symbol
from geomap.scene.styles import SYMBOL_OPACITY, Style, mixed
from geomap.symbols import family_of

_CIRCLE = 13.0  # px of a sample circle that stands for no number
_COUNTS = {
    "about": Estimate.about(1),
    "range": Estimate(CountKind.RANGE, 1, 2),
    "at_least": Estimate(CountKind.AT_LEAST, 1),
    "at_most": Estimate(CountKind.AT_MOST, None, 2),
    "unknown": Estimate(CountKind.UNKNOWN),
    "zero": Estimate.exact(0),
    "absent": None,
    "small": Estimate.exact(1),
    OLD: Estimate.exact(1),
    CROWD: Estimate.exact(2),
}
_SCALES = {"small": SizeScale(150, SAMPLE_SIZE - 1)}


@dataclass(frozen=True, slots=True)
class Samples:
    """Draws samples as a map does with these colours; `strength` is that of the basemap's lines on it."""

    look: Style
    colour: str  # of circles
    artboard_width: float
    strength: float = 1.0

    def draw(self, entry: KeyRow, x: float, y: float, name: str) -> list[Item]:
        """The sample of a row, centred at x, y."""
        if entry.kind == "pictogram":
            return [self._stamp(entry.sample, x, y, self.look.pictogram, name)]
        if entry.kind == "side":
            return self._side(entry, x, y, name)
        if entry.kind == "change":
            return change_sample(entry.change, x, y, self.look, self.artboard_width, name)
        if entry.kind == "line":
            half = SAMPLE_SIZE / 2
            points = np.array([[x - half, y], [x + half, y]])
            strength = self.strength if entry.sample == "disputed_border" else 1.0
            return line_items((points,), entry.sample, entry.approximate, self.look, name, entry.pen, strength)
        if entry.kind == "area":
            return self._swatch(entry, x, y, name)
        return self._mark(entry, x, y, name)

    def _mark(self, entry: KeyRow, x: float, y: float, name: str) -> list[Item]:
        """A circle, ring or dot of a kind of count."""
        if entry.sample in (LARGE, RINGED):
            rings = crowd_rings(x, y, SAMPLE_SIZE - 2, self.colour, self.look, name)
            point = unit_marks(Symbol(name, 0, 0, "", colour=self.colour), x, y, SizeScale(1, 1), 0, self.look)[0]
            return rings if entry.sample == LARGE else [rings[0], *point]
        sample = Symbol(name, 0, 0, "", troops=_COUNTS[entry.sample], colour=self.colour, age=int(entry.sample == OLD))
        scale = _SCALES.get(entry.sample, SizeScale(2, SAMPLE_SIZE - 1))
        draw = crowd_marks if entry.sample == CROWD else unit_marks
        return draw(sample, x, y, scale, self.artboard_width, self.look)[0]

    def _side(self, entry: KeyRow, x: float, y: float, name: str) -> list[Item]:
        """A circle in the side's colour, or its frame."""
        if not entry.frame:
            pattern = self.look.pattern(entry.sample)
            return circle_marks(x, y, _CIRCLE, entry.sample, self.look, id=name, pattern=pattern)
        colour = mixed(entry.sample, self.look.paper, SYMBOL_OPACITY)
        ground = self._stamp(f"{entry.frame}-fill", x, y, colour, f"{name}-fill")
        return [ground, self._stamp(entry.frame, x, y, self.look.pictogram, name)]

    def _stamp(self, outline: str, x: float, y: float, colour: str, name: str) -> Stamp:
        """A pictogram whose ink is centred at x, y."""
        size = family_of(outline).key_size
        across, down = covered([outline]).centre
        return Stamp(outline, x + (0.5 - across) * size, y + (0.5 - down) * size, size, colour, id=name)

    def _swatch(self, entry: KeyRow, x: float, y: float, name: str) -> list[Item]:
        """A piece of an area on land."""
        half = SAMPLE_SIZE / 2
        piece = shapely.box(x - half, y - half * 0.75, x + half, y + half * 0.75)
        edge = 0.6 if not AREAS[entry.sample].width else 0.0
        ground = Path(
            rings_of(piece), fill=self.look.land, stroke=self.look.border, stroke_width=edge, id=f"{name}-ground"
        )
        return [ground, *area_items(piece, entry.sample, entry.approximate, self.look, name, entry.pen)]
