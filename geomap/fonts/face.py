"""What a text is set in: a style of the map's own typeface, or a font of this computer."""

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
    """A font of this computer, with what its choice depends on. `width` is 5 for a normal one, less if narrow."""

    path: Path
    index: int  # in its file
    family: str
    weight: int
    width: int
    italic: bool
    variable: bool  # in weight
    embeddable: bool
