"""Sets a line in any script: directions, fonts, and HarfBuzz for the letter forms and their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import groupby
from unicodedata import normalize

import numpy as np
import uharfbuzz as hb

from geomap.fonts import ASCENT, DESCENT, Face, Line, Outline, PlainLine, in_typeface, is_plain
from geomap.fonts.bidi import mirrored, visual_runs
from geomap.fonts.face import WEIGHTS, Installed
from geomap.fonts.installed import characters, face, font_for
from geomap.fonts.scripts import bare, clusters, language, script_group, script_name, takes_spacing, tidy
from geomap.typefaces import Chosen, chosen

_OWN_FEATURES = {"kern": False, "liga": False, "clig": False, "calt": False}  # as Source Sans is set elsewhere
_MARGIN = 0.02  # em between a glyph that rises or hangs and the edge of its box

_Font = Face | Installed


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph and the origin of its outline in em from the start of the line, and the letters before it."""

    font: _Font
    number: int
    x: float
    y: float
    letters_before: int


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """A line as HarfBuzz set it. `pieces` are its parts by font, as they are read; None is no font at all."""

    text: str
    language: str
    weight: str
    set_glyphs: tuple[Glyph, ...]
    length: float  # em
    letters: int  # that have one before them
    pieces: tuple[tuple[str, _Font | None], ...]
    ascent: float
    descent: float

    def spacing(self, spacing: float) -> float:
        """`spacing` where the script takes any."""
        return spacing if takes_spacing(self.text) else 0.0

    def used(self) -> Iterator[tuple[_Font, str]]:
        """The characters set in each font, in all their forms."""
        for piece, font in self.pieces:
            if font is not None:
                yield font, forms(font, piece)

    def width(self, size: float, spacing: float = 0.0) -> float:
        return size * self.length + self.spacing(spacing) * self.letters

    def glyphs(self, size: float, spacing: float = 0.0) -> Iterator[tuple[Outline, float, float]]:
        gap = self.spacing(spacing)
        for glyph in self.set_glyphs:
            outline = _outline(glyph.font, WEIGHTS[self.weight], glyph.number)
            yield outline, size * glyph.x + gap * glyph.letters_before, size * glyph.y


def shaped_line(text: str, style: Face, rtl: bool, within: str) -> Line:
    """A line of the text `within`; a plain one where only characters without a shape kept it from being plain."""
    clean = tidy(text)
    if not rtl and is_plain(bare(clean), style):
        return PlainLine(bare(clean), style)
    fonts = chosen()
    return _shape(clean, style, rtl, language(within, fonts.typefaces.han), fonts)


@lru_cache(maxsize=4096)
def _shape(text: str, style: Face, rtl: bool, tag: str, fonts: Chosen) -> ShapedLine:
    """One line."""
    found = spans(text, style, tag, fonts)
    pen = _Setter(text, style.weight, tag)
    for run in visual_runs(text, rtl=rtl):
        parts = [(max(start, run.start), min(end, run.end), font) for start, end, font in found]
        inside = [part for part in parts if part[0] < part[1]]
        for start, end, font in inside[::-1] if run.rtl else inside:
            pen.set_part(start, end, font, run.rtl)
    return ShapedLine(
        text=text,
        language=tag,
        weight=style.weight,
        set_glyphs=tuple(pen.glyphs),
        length=pen.x,
        letters=pen.letters,
        pieces=tuple((text[start:end], font) for start, end, font in found),
        ascent=pen.ascent,
        descent=pen.descent,
    )


def spans(text: str, style: Face, tag: str, fonts: Chosen) -> list[tuple[int, int, _Font | None]]:
    """`text` cut by font. What Source Sans has is set in it; the rest script by script in one font where one has it."""
    keys: list[tuple[str, int, int]] = []
    for start, end in clusters(text):
        letters = bare(text[start:end])
        before = keys[-1][0] if keys else ""
        key = before if not letters else "" if is_own(letters) else script_group(letters, before)
        keys.append((key, start, end))
    cut: list[tuple[int, int, _Font | None]] = []
    for key, same in groupby(keys, lambda item: item[0]):
        group = [(start, end) for _, start, end in same]
        whole = (group[0][0], group[-1][1])
        find = partial(font_of, script=key, style=style, tag=tag, fonts=fonts)
        found = find(text[slice(*whole)])
        parts = [whole] if found else group
        cut += [(*part, found or find(text[slice(*part)])) for part in parts]
    return cut


def is_own(letters: str) -> bool:
    """Whether Source Sans has them all, as they are or put together from their parts."""
    return all(map(in_typeface, letters)) or all(map(in_typeface, normalize("NFD", letters)))


def forms(font: _Font, letters: str) -> str:
    """All that a shaper may look for in the font: letters as written, put together from their parts, and mirrored.

    A syllable of Hangul that the font has is never taken apart.
    """
    has = characters(font) if isinstance(font, Installed) else frozenset()
    apart = (letter for letter in letters if not ("가" <= letter <= "힣" and ord(letter) in has))
    return letters + normalize("NFD", "".join(apart)) + mirrored(letters)


def font_of(part: str, script: str, style: Face, tag: str, fonts: Chosen) -> _Font | None:
    """The font for a part of a line; letters may also be put together from their decomposed signs."""
    if not script:
        return style
    letters = bare(part)
    forms = dict.fromkeys((letters, normalize("NFD", letters)))
    found = (font_for(form, script_name(script), tag, style.weight, fonts) for form in forms)
    return next(filter(None, found), None)


class _Setter:
    """Sets parts of a line one after another, from left to right."""

    def __init__(self, text: str, weight: str, tag: str) -> None:
        self.glyphs: list[Glyph] = []
        self.x = 0.0  # em
        self.letters = 0
        self.ascent, self.descent = ASCENT, DESCENT
        self._text, self._weight, self._tag = text, weight, tag

    def set_part(self, start: int, end: int, font: _Font | None, rtl: bool) -> None:
        """Shape a part in sight of its neighbours, so that letters join across it. Without a font it stays empty."""
        own = font if font is not None else Face(self._weight)
        shaper = _shaper(own, WEIGHTS[self._weight])
        buffer = hb.Buffer()
        buffer.add_str(self._text, start, end - start)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.language = self._tag
        buffer.guess_segment_properties()
        hb.shape(shaper, buffer, _OWN_FEATURES if isinstance(own, Face) else {})
        upem = float(shaper.face.upem)
        cluster = None
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            self.letters += info.cluster != cluster and bool(self.glyphs or self.x)
            cluster = info.cluster
            y = place.y_offset / upem
            if info.codepoint:
                x = self.x + place.x_offset / upem
                self.glyphs.append(Glyph(own, info.codepoint, x, y, self.letters))
                self._cover(shaper, info.codepoint, y)
            self.x += place.x_advance / upem

    def _cover(self, shaper: hb.Font, number: int, y: float) -> None:
        extents = shaper.get_glyph_extents(number)
        if extents and extents.height:
            top = y + extents.y_bearing / shaper.face.upem
            self.ascent = max(self.ascent, top + _MARGIN)
            self.descent = max(self.descent, -top - extents.height / shaper.face.upem + _MARGIN)


@cache
def _shaper(font: _Font, weight: int) -> hb.Font:
    if isinstance(font, Face):
        return hb.Font(hb.Face(hb.Blob.from_file_path(str(font.path))))
    shaper = hb.Font(face(font))
    if font.variable:
        shaper.set_variations({"wght": weight})
    return shaper


class _OutlinePen:
    """Collects an outline with the codes of matplotlib's Path."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.codes: list[int] = []

    def _add(self, code: int, *points: tuple[float, float]) -> None:
        self.points += points
        self.codes += [code] * len(points)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' names
        self._add(1, point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._add(2, point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._add(3, *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._add(4, *points)

    def closePath(self) -> None:  # noqa: N802 - fontTools' name
        self._add(79, (0.0, 0.0))


@cache
def _outline(font: _Font, weight: int, number: int) -> Outline:
    shaper = _shaper(font, weight)
    pen = _OutlinePen()
    shaper.draw_glyph_with_pen(number, pen)
    points = np.array(pen.points, dtype=float).reshape(-1, 2) / shaper.face.upem
    return points, np.array(pen.codes, dtype=np.uint8)
