"""What a family of symbols is: outlines that look alike, and what its symbols say beyond the kind of a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geomap.facts import Affiliation
from geomap.symbols.shapes import Outline


@dataclass(frozen=True, slots=True)
class Shown:
    """A pictogram of a unit, with all that a family may draw of it.

    `kind` is one of `geomap.symbols.KINDS`, `icon` the name that APP-6 has for the same, more finely told apart, and
    `meaning` what that stands for in the words of the key.
    """

    kind: str
    icon: str
    affiliation: Affiliation
    echelon: str = ""
    is_headquarters: bool = False
    meaning: str = ""


class Mark(NamedTuple):
    """What a symbol has besides its kind, for a row of the key: the key of an outline, the phrase that explains it, and
    what of `Family.says` it explains.
    """

    outline: str
    phrase: str
    about: str


@dataclass(frozen=True)
class Family:
    """A family of symbols: an outline for each of `geomap.symbols.KINDS`, by its name.

    Sizes are of the outlines' unit box, in px of the map and of the key, the same on every artboard: a pictogram's size
    is no number. Where they do not fill the box they take no more room than their ink. One that draws more than kinds,
    or that frames them by affiliation, is a class of its own.
    """

    name: str
    outlines: Mapping[str, Outline]
    size: float = 17.0
    key_size: float = 17.0
    fills_box: bool = True
    has_frames: bool = False

    def outline_of(self, shown: Shown) -> str:
        """The key of a pictogram's outline."""
        return f"{self.name}/{shown.kind}"

    def meaning(self, shown: Shown) -> str:
        """What a pictogram stands for: `pictogram.` and it is a phrase of the wording."""
        return shown.kind

    def about(self, shown: Shown) -> str:
        """What the row of the key explains that has the meaning; a row for each."""
        return shown.kind

    def says(self, shown: Shown) -> tuple[str, ...]:
        """All that the rows of the key explain of a pictogram."""
        return (self.about(shown),)

    def fill_of(self, shown: Shown) -> str:
        """The key of what lies in a side's colour beneath a pictogram; empty where nothing does."""
        return ""

    def frame_of(self, affiliation: Affiliation) -> str:
        """The key of the frame, without an icon, that tells whose a unit is; asked for where the family has frames."""
        raise NotImplementedError

    def marks(self, shown: Sequence[Shown]) -> Iterator[Mark]:
        """What the pictograms of a map have besides their kinds and frames, in the order of the key."""
        yield from ()
