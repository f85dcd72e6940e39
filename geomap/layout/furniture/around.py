"""What stands around the map: title above, notes and sources below, and the scale bar in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from geomap.layout.mirror import mirrored
from geomap.marks.style import TYPE
from geomap.marks.text import line_width, set_text, wrap_all
from geomap.measure import KM_PER_MILE
from geomap.page import HALO_WIDTH, Box, Path, Text
from geomap.scene import Artboard, Scene
from geomap.scene.styles import Style
from geomap.wording import counted, day, isolated, number, phrase, reads_right_to_left, uses_miles

_STEPS = (1, 2, 5)
_BETWEEN_BARS = 16.0  # px between one in kilometres and one in miles, in a line


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
    if scene.subtitle:
        texts.append(("subtitle", scene.subtitle, 7.0))
    if scene.as_of:
        texts.append(("as_of", phrase("as_of", scene.lang, date=day(scene.as_of, scene.lang)), 7.0))
    return _turned(_stack(texts, artboard, scene.style, margin(artboard.width)), scene, artboard)


def footer(scene: Scene, artboard: Artboard, top: float) -> Band:
    """The note line, the source line, and the credit at the other side where there is room."""
    return _turned(_footer(scene, artboard, top), scene, artboard)


def _turned(band: Band, scene: Scene, artboard: Artboard) -> Band:
    """The band as its language reads."""
    if not reads_right_to_left(scene.lang):
        return band
    return replace(band, items=mirrored(band.items, artboard.width / 2))


def _footer(scene: Scene, artboard: Artboard, top: float) -> Band:
    texts = [("note_line", f"{'. '.join(map(isolated, scene.notes))}.", 0.0)] if scene.notes else []
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
    items: tuple[Path | Text, ...]

    def on(self, ground: str, look: Style) -> tuple[Path | Text, ...]:
        """The bar on the map, haloed in the colour of its ground, so that no border runs into it."""
        return tuple(haloed for item in self.items for haloed in _haloed(item, ground, look))


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar in kilometres and one in miles, valid at the centre of the map."""

    km_per_px: float
    artboard: Artboard
    lang: str
    look: Style
    room: float = inf  # px that a bar may be long

    def draw(self, x: float, y: float) -> BarDrawing:
        """The bar with the top left corner at x, y: kilometres above the line, miles below where readers know them."""
        longest = self._longest
        km = _round_length(longest * self.km_per_px)
        text = phrase("km", self.lang, n=number(km, self.lang))
        above = self._text(text, x, y, km / self.km_per_px, "scale-km")
        line_y = above.box.bottom + 3.5
        ends = [_bar(x, line_y, km / self.km_per_px, -6)]
        texts, bottom = [above], line_y + 1
        right = max(above.box.right, x + km / self.km_per_px)
        if uses_miles(self.lang):
            miles = _round_length(longest * self.km_per_px / KM_PER_MILE)
            length = miles * KM_PER_MILE / self.km_per_px
            texts.append(self._text(counted("miles", miles, self.lang), x, line_y + 4, length, "scale-miles"))
            ends.append(_bar(x, line_y, length, 6))
            right, bottom = max(right, texts[-1].box.right, x + length), texts[-1].box.bottom
        bars = Path(tuple(ends), closed=False, stroke=self.look.muted, stroke_width=1.0, id="scale-bars")
        return BarDrawing(Box(x, y, right - x, bottom - y), (bars, *texts))

    @property
    def lengths(self) -> tuple[tuple[str, float], ...]:
        """What the bar says, and px of it: in kilometres, and in miles where readers know them."""
        km = _round_length(self._longest * self.km_per_px)
        found = [(phrase("km", self.lang, n=number(km, self.lang)), km / self.km_per_px)]
        if uses_miles(self.lang):
            miles = _round_length(self._longest * self.km_per_px / KM_PER_MILE)
            found.append((counted("miles", miles, self.lang), miles * KM_PER_MILE / self.km_per_px))
        return tuple(found)

    def _text(self, text: str, x: float, top: float, length: float, id_: str) -> Text:
        left = x + self._indent(text, length)
        return set_text((text,), "scale", self.artboard.width, left, top, look=self.look, id=id_)

    def flat(self, right: float, middle: float) -> BarDrawing:
        """One bar in kilometres with its text beside it, right-aligned, for the title of an inset."""
        km = _round_length(self._longest * self.km_per_px)
        text = phrase("km", self.lang, n=number(km, self.lang))
        return self._flat(right, middle, text, km / self.km_per_px, "scale-km", "scale-bars")

    def in_line(self, right: float, middle: float) -> BarDrawing:
        """The same for a line below the map, with a bar in miles after it where readers know them."""
        if not uses_miles(self.lang):
            return self.flat(right, middle)
        miles = _round_length(self._longest * self.km_per_px / KM_PER_MILE)
        length = miles * KM_PER_MILE / self.km_per_px
        last = self._flat(right, middle, counted("miles", miles, self.lang), length, "scale-miles", "scale-bar-miles")
        first = self.flat(last.box.x - _BETWEEN_BARS, middle)
        box = Box(first.box.x, first.box.y, right - first.box.x, first.box.height)
        return BarDrawing(box, first.items + last.items)

    def _flat(self, right: float, middle: float, said: str, length: float, id_: str, bar_id: str) -> BarDrawing:  # noqa: PLR0913, PLR0917
        width, look = self.artboard.width, self.look
        half = TYPE["scale"].size(width) * 0.35
        text = set_text((said,), "scale", width, right, middle - half, look=look, anchor="end", id=id_)
        end = text.box.x - 5
        start = end - length
        points = [[start, middle - 3.5], [start, middle + 3.5], [start, middle]]
        points += [[end, middle], [end, middle - 3.5], [end, middle + 3.5]]
        bar = Path((np.array(points),), closed=False, stroke=look.muted, stroke_width=1.0, id=bar_id)
        return BarDrawing(Box(start, text.box.y, right - start, text.box.height), (bar, text))

    @property
    def _longest(self) -> float:
        return min(max(self.artboard.width * 0.16, 60.0), 130.0, self.room)

    def _indent(self, text: str, length: float) -> float:
        """Px from the bar's start to its text: between the ticks where it fits, else beyond the second."""
        return 4.0 if line_width(text, "scale", self.artboard.width) + 8 < length else length + 5


def _haloed(item: Path | Text, ground: str, look: Style) -> tuple[Path | Text, ...]:
    if isinstance(item, Text):
        return (replace(item, halo=ground, colour=look.ink(TYPE["scale"].colour, ground)),)
    under = replace(item, stroke=ground, stroke_width=item.stroke_width + 2 * HALO_WIDTH, id=f"{item.id}-halo")
    return under, item


def _bar(x: float, y: float, length: float, tick: float) -> NDArray[np.float64]:
    """A line of `length` px with a tick at both ends, upwards where `tick` is negative."""
    return np.array([[x, y + tick], [x, y], [x + length, y], [x + length, y + tick]])


def _round_length(longest: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not over `longest`."""
    power = 10.0 ** np.floor(np.log10(longest))
    length = max(step * power for step in _STEPS if step * power <= longest * 1.0001)
    return float(length)
