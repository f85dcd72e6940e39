"""What stands around the map: title above, notes and sources below, and the scale bar in it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from geomap.layout.style import TYPE
from geomap.layout.text import line_width, set_text, wrap_all
from geomap.measure import KM_PER_MILE
from geomap.page import Box, Item, Path, Text
from geomap.scene import Artboard, Scene
from geomap.styles import Style
from geomap.wording import day, number, phrase

_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Band:
    """Texts in a band across the page, and the band's bottom edge."""

    items: tuple[Text, ...]
    bottom: float


def margin(width: float) -> float:
    """Px between the page's edge and its content."""
    return 10.0 if width < 480 else 16.0


def header(scene: Scene, artboard: Artboard) -> Band:
    """Title, subtitle and the date of the data."""
    texts = [("title", scene.title, 0.0)] if scene.title else []
    if scene.subtitle and not artboard.drops("subtitle"):
        texts.append(("subtitle", scene.subtitle, 7.0))
    if scene.as_of:
        texts.append(("as_of", phrase("as_of", date=day(scene.as_of, scene.lang)), 7.0))
    return _stack(texts, artboard, scene.style, margin(artboard.width))


def footer(scene: Scene, artboard: Artboard, top: float) -> Band:
    """The note line, the source line, and the credit at the right where there is room."""
    texts = [("note_line", f"{'. '.join(scene.notes)}.", 0.0)] if scene.notes else []
    if scene.source_line:
        texts.append(("source", scene.source_line, 5.0))
    band = _stack(texts, artboard, scene.style, top)
    if not scene.credit:
        return band
    edge = margin(artboard.width)
    room = artboard.width - 2 * edge - 16
    last = band.items[-1] if band.items else None
    beside = last is not None and last.box.width + line_width(scene.credit, "credit", artboard.width) <= room
    if last is not None and beside and len(last.lines) == 1:
        credit = set_text(
            (scene.credit,), "credit", artboard.width, artboard.width - edge, last.box.y,
            look=scene.style, anchor="end", id="credit",
        )  # fmt: skip
        return Band((*band.items, credit), band.bottom)
    credit_band = _stack([("credit", scene.credit, 5.0 if last else 0.0)], artboard, scene.style, band.bottom)
    return Band(band.items + credit_band.items, credit_band.bottom)


def _stack(texts: list[tuple[str, str, float]], artboard: Artboard, look: Style, top: float) -> Band:
    """Texts one under another, each wrapped to the page's width, with a gap above each."""
    edge = margin(artboard.width)
    items: list[Text] = []
    for role, text, gap in texts:
        lines = wrap_all(text, role, artboard.width, artboard.width - 2 * edge)
        items.append(set_text(lines, role, artboard.width, edge, top + gap, look=look, id=role.replace("_", "-")))
        top = items[-1].box.bottom
    return Band(tuple(items), top)


@dataclass(frozen=True, slots=True)
class BarDrawing:
    """The scale bar as laid out, and the box it covers."""

    box: Box
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar in kilometres and one in miles, valid at the centre of the map."""

    km_per_px: float
    artboard: Artboard
    lang: str
    look: Style
    room: float = inf  # px that a bar may be long

    def draw(self, x: float, y: float) -> BarDrawing:
        """Both bars with the top left corner at x, y: kilometres above the line, miles below."""
        longest = self._longest
        km = _round_length(longest * self.km_per_px)
        miles = _round_length(longest * self.km_per_px / KM_PER_MILE)
        km_px, mile_px = km / self.km_per_px, miles * KM_PER_MILE / self.km_per_px
        width, look = self.artboard.width, self.look
        km_text = phrase("km", n=number(km, self.lang))
        above = set_text((km_text,), "scale", width, x + self._indent(km_text, km_px), y, look=look, id="scale-km")
        line_y = above.box.bottom + 3.5
        mile_text = phrase("mile" if miles == 1 else "miles", n=number(miles, self.lang))
        indent = self._indent(mile_text, mile_px)
        below = set_text((mile_text,), "scale", width, x + indent, line_y + 4, look=look, id="scale-miles")
        bars = Path(
            (
                np.array([[x, line_y - 6], [x, line_y], [x + km_px, line_y], [x + km_px, line_y - 6]]),
                np.array([[x, line_y + 6], [x, line_y], [x + mile_px, line_y], [x + mile_px, line_y + 6]]),
            ),
            closed=False,
            stroke=look.muted,
            stroke_width=1.0,
            id="scale-bars",
        )
        right = max(above.box.right, below.box.right, x + km_px, x + mile_px)
        return BarDrawing(Box(x, y, right - x, below.box.bottom - y), (bars, above, below))

    def flat(self, right: float, middle: float) -> BarDrawing:
        """One bar in kilometres with its text beside it, right-aligned, for the title of an inset."""
        km = _round_length(self._longest * self.km_per_px)
        km_text, width, look = phrase("km", n=number(km, self.lang)), self.artboard.width, self.look
        half = TYPE["scale"].size(width) * 0.35
        text = set_text((km_text,), "scale", width, right, middle - half, look=look, anchor="end", id="scale-km")
        end = text.box.x - 5
        start = end - km / self.km_per_px
        points = [[start, middle - 3.5], [start, middle + 3.5], [start, middle]]
        points += [[end, middle], [end, middle - 3.5], [end, middle + 3.5]]
        bar = Path((np.array(points),), closed=False, stroke=look.muted, stroke_width=1.0, id="scale-bars")
        return BarDrawing(Box(start, text.box.y, right - start, text.box.height), (bar, text))

    @property
    def _longest(self) -> float:
        return min(max(self.artboard.width * 0.16, 60.0), 130.0, self.room)

    def _indent(self, text: str, length: float) -> float:
        """Px from the bar's start to its text: between the ticks where it fits, else beyond the second."""
        return 4.0 if line_width(text, "scale", self.artboard.width) + 8 < length else length + 5


def _round_length(longest: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not over `longest`."""
    power = 10.0 ** np.floor(np.log10(longest))
    length = max(step * power for step in _STEPS if step * power <= longest * 1.0001)
    return float(length)
