"""The typeface of every map, and how its text is set: how wide a line is, and where each of its letters stands.

Latin, Cyrillic and Greek letters are set here, one after another. A line with anything else is shaped by
`geomap.fonts.shaping` in the fonts that `geomap.typefaces` chooses, which is loaded at the first such line.

Text widths live here and not in `measure`, so that commands which draw nothing do not load matplotlib.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from geomap.errors import OutputError, Problem
from geomap.fonts.face import Face, Installed
from geomap.loading import Later, load

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

ft2font = Later("matplotlib.ft2font")  # a page alone measures nothing

__all__ = [
    "FALLBACK_FAMILIES", "FAMILY", "LINE_HEIGHT", "Face", "Line", "PlainLine",
    "break_points", "require_glyphs", "resumed", "runs_right_to_left", "set_line", "text_width",
]  # fmt: skip

FAMILY = "Source Sans 3"
FALLBACK_FAMILIES = ("Source Sans Pro", "Helvetica Neue", "Arial", "sans-serif")
ASCENT = 0.72  # em; height of capitals and ascenders above the baseline, as drawn
DESCENT = 0.21  # em; depth of descenders below it
LINE_HEIGHT = 1.22  # em
_ISOLATES = "\u2066\u2067\u2068"  # marks that begin a part with a direction of its own

_REGULAR = Face()
_MEASURING_SIZE = 100.0  # px; large enough that rounding to 1/64 px does not matter


for _library in ("fontTools", "matplotlib"):  # what they log has their words and their paths; nobody asked for it
    logging.getLogger(_library).addHandler(logging.NullHandler())


@cache
def _font(face: Face) -> FT2Font:
    font: FT2Font = ft2font.FT2Font(str(face.path))
    font.set_size(_MEASURING_SIZE, 72)
    return font


Outline = tuple[NDArray[np.float64], NDArray[np.uint8]]  # vertices (n, 2) in em, y upwards; codes of matplotlib's Path


class Line(Protocol):
    """One line of text, ready to be measured and drawn."""

    @property
    def text(self) -> str:
        """The text as it is drawn: composed, without what has no shape."""

    @property
    def ascent(self) -> float:
        """What the line covers above the baseline, in em."""

    @property
    def descent(self) -> float:
        """What the line covers below the baseline, in em."""

    @property
    def language(self) -> str:
        """The tag whose letter forms the line is set with; empty for that of the page."""

    def used(self) -> Iterator[tuple[Face | Installed, str]]:
        """The fonts of the line, each with its characters."""

    def spacing(self, spacing: float) -> float:
        """`spacing` px between letters where the script takes any."""

    def width(self, size: float, spacing: float = 0.0) -> float:
        """Width in px at `size` px, with `spacing` px after each letter but the last."""

    def glyphs(self, size: float, spacing: float = 0.0) -> Iterator[tuple[Outline, float, float]]:
        """Each glyph's outline, and its origin in px from the left end of the baseline, y upwards."""


class _NotPlainError(Exception):
    """A character that cannot be set by its advance in Source Sans alone."""


class _Advances(dict[str, float]):
    """Advance widths of a face's characters in em, each measured when first asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._measured = _font(face)

    def __missing__(self, character: str) -> float:
        if not in_typeface(character) or category(character)[0] in "MC":  # marks, controls
            raise _NotPlainError
        glyph = self._measured.load_char(ord(character), flags=ft2font.LoadFlags.NO_HINTING)
        self[character] = float(glyph.linearHoriAdvance) / 65536 / _MEASURING_SIZE
        return self[character]


_advances = cache(_Advances)


@cache
def _glyph_outline(face: Face, character: str) -> Outline:
    font = _font(face)
    font.load_char(ord(character), flags=ft2font.LoadFlags.NO_HINTING)
    vertices, codes = font.get_path()
    return np.asarray(vertices, dtype=float) / _MEASURING_SIZE, np.asarray(codes, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class PlainLine:
    """Letters of Source Sans one after another, from left to right.

    Its width is the sum of advances: kerning mostly draws letters together, so this errs on the wide side.
    """

    text: str
    face: Face
    ascent: float = ASCENT
    descent: float = DESCENT
    language: str = ""

    def used(self) -> Iterator[tuple[Face | Installed, str]]:
        yield self.face, self.text

    def spacing(self, spacing: float) -> float:
        return spacing

    def width(self, size: float, spacing: float = 0.0) -> float:
        return text_width(self.text, size, self.face, spacing)

    def letters(self, size: float, spacing: float = 0.0) -> Iterator[tuple[str, float]]:
        """Each letter, and its place in px from the left end of the line."""
        x = 0.0
        for character in self.text:
            yield character, x
            x += size * _advances(self.face)[character] + spacing

    def glyphs(self, size: float, spacing: float = 0.0) -> Iterator[tuple[Outline, float, float]]:
        for character, x in self.letters(size, spacing):
            yield _glyph_outline(self.face, character), x, 0.0


def in_typeface(character: str) -> bool:
    """Whether Source Sans has a glyph for it; each of its styles has the same."""
    return bool(_font(_REGULAR).get_char_index(ord(character)))


@lru_cache(maxsize=8192)
def is_plain(text: str, face: Face = _REGULAR) -> bool:
    """Whether Source Sans sets `text` letter by letter."""
    try:
        return sum(map(_advances(face).__getitem__, text)) >= 0
    except _NotPlainError:
        return False


def set_line(text: str, face: Face = _REGULAR, *, within: str = "") -> Line:
    """The line as it is measured and drawn. Its direction and letter forms follow from the text it stands `within`."""
    rtl = runs_right_to_left(within)
    if not rtl and is_plain(text, face):
        return PlainLine(text, face)
    line: Line = load("geomap.fonts.shaping:shaped_line")(text, face, rtl, within or text)
    return line


def text_width(text: str, size: float, face: Face = _REGULAR, spacing: float = 0.0) -> float:
    """Width in px of `text` set at `size` px, with `spacing` px after each letter but the last."""
    try:
        return size * sum(map(_advances(face).__getitem__, text)) + spacing * max(len(text) - 1, 0)
    except _NotPlainError:
        return set_line(text, face).width(size, spacing)


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` that has a direction is of a script written from right to left."""
    return not is_plain(text) and bool(load("geomap.fonts.bidi:runs_right_to_left")(text))


def resumed(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of one text, each with the isolates in it that began in a line before."""
    text = "".join(lines)
    if text.isascii() or not any(mark in text for mark in _ISOLATES):
        return tuple(lines)
    found: tuple[str, ...] = load("geomap.fonts.bidi:resumed")(lines)
    return found


def break_points(word: str) -> tuple[str, ...]:
    """The parts of a word between which a line may end: each sign of Chinese and Japanese, else the word whole."""
    return (word,) if is_plain(word) else tuple(load("geomap.fonts.scripts:parts")(word))


def require_glyphs(
    texts: Iterable[tuple[str, Face]],
    placed: Callable[[Problem, str], Problem] = lambda problem, missing: problem,
    known: Iterable[tuple[Problem, str]] = (),
) -> None:
    """Raise OutputError with the texts that hold a character no font has, each once.

    `known` are texts of the config of which that is known, with the characters; `placed` says of a problem with some
    others where its text was stated.
    """
    stated = list(known)
    told = {character for _, missing in stated for character in missing}
    places = {problem.path for problem, _ in stated}
    found: dict[str, Problem] = {}
    for text in dict.fromkeys(text for text, face in texts if not is_plain(text, face)):
        missing = load("geomap.fonts.missing:problem")(text)
        if missing and not told.issuperset(missing[1]):
            problem = placed(*missing)
            if problem.path not in places:
                found.setdefault(problem.path or text, problem)
    if stated or found:
        raise OutputError((*(problem for problem, _ in stated), *found.values()))
