"""What a text is set in: a style of the map's own typeface, or a font that was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}

_FOLDER = Path(__file__).parent
_FILES = {
    ("regular", False): "SourceSans3-Regular.ttf",
    ("semibold", False): "SourceSans3-Semibold.ttf",
    ("bold", False): "SourceSans3-Bold.ttf",
    ("regular", True): "SourceSans3-It.ttf",
}


@dataclass(frozen=True, slots=True)
class Face:
    """One style of the typeface."""

    weight: str = "regular"
    italic: bool = False

    @property
    def path(self) -> Path:
        return _FOLDER / _FILES[self.weight, self.italic]


@dataclass(frozen=True, slots=True)
class Installed:
    """A font that was found, with what its choice depends on. `width` is 5 for a normal one, less if narrow."""

    path: Path
    stamp: tuple[int, int]  # size and time of its file: one that is changed is another
    index: int  # in its file
    family: str
    weight: int
    width: int
    italic: bool
    variable: bool  # in weight
    embeddable: bool
    of_system: bool = False  # found only because the config asks for the fonts of this computer
