"""The typeface of every map, and how wide its text is.

Text widths live here and not in `measure`, so that commands which draw nothing do not load matplotlib.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

FAMILY = "Source Sans 3"
FALLBACK_FAMILIES = ("Source Sans Pro", "Helvetica Neue", "Arial", "sans-serif")

_FOLDER = Path(__file__).parent
_FILES = {
    ("regular", False): "SourceSans3-Regular.ttf",
    ("semibold", False): "SourceSans3-Semibold.ttf",
    ("bold", False): "SourceSans3-Bold.ttf",
    ("regular", True): "SourceSans3-It.ttf",
}
_MEASURING_SIZE = 100.0  # px; large enough that rounding to 1/64 px does not matter


@dataclass(frozen=True, slots=True)
class Face:
    """One style of the typeface."""

    weight: str = "regular"
    italic: bool = False

    @property
    def path(self) -> Path:
        return _FOLDER / _FILES[self.weight, self.italic]


@cache
def _font(face: Face) -> FT2Font:
    font = FT2Font(str(face.path))
    font.set_size(_MEASURING_SIZE, 72)
    return font


class _Advances(dict[str, float]):
    """Advance widths of a face's characters in em, each measured when first asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._measured = _font(face)

    def __missing__(self, character: str) -> float:
        glyph = self._measured.load_char(ord(character), flags=LoadFlags.NO_HINTING)
        self[character] = float(glyph.linearHoriAdvance) / 65536 / _MEASURING_SIZE
        return self[character]


_advances = cache(_Advances)


@cache
def glyph_outline(face: Face, character: str) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Vertices (n, 2) in em from the start of the baseline, y upwards, and their codes as in matplotlib's Path."""
    font = _font(face)
    font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    vertices, codes = font.get_path()
    return np.asarray(vertices, dtype=float) / _MEASURING_SIZE, np.asarray(codes, dtype=np.uint8)


def text_width(text: str, size: float, face: Face = Face(), spacing: float = 0.0) -> float:
    """Width in px of `text` set at `size` px, with `spacing` px after each letter but the last.

    The sum of advances: kerning mostly draws letters together, so this errs on the wide side.
    """
    return size * sum(map(_advances(face).__getitem__, text)) + spacing * max(len(text) - 1, 0)


def missing_characters(text: str, face: Face = Face()) -> tuple[str, ...]:
    """The characters of `text` that the typeface has no glyph for."""
    font = _font(face)
    return tuple(dict.fromkeys(c for c in text if not font.get_char_index(ord(c))))


ASCENT = 0.72  # em; height of capitals and ascenders above the baseline, as drawn
DESCENT = 0.21  # em; depth of descenders below it
LINE_HEIGHT = 1.22  # em
