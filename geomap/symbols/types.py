"""What the words of a formation's type say: what it is, at which echelon, and whether it is a headquarters."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.facts import STAFFS
from geomap.symbols.words import ECHELONS, FORMATIONS


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A type taken apart. `word` is one of FORMATIONS and `echelon` of RANKS; empty where it names none."""

    word: str
    echelon: str
    is_headquarters: bool


def read_type(text: str) -> TypeWords:
    """`motor rifle brigade headquarters` is motor rifle, a brigade, and a headquarters.

    The longest echelon that leaves a word of FORMATIONS is taken: a tank army is tank, an army.
    """
    words = text.lower().replace("-", " ").split()
    is_headquarters = words[-1:] != [] and words[-1] in STAFFS
    words = words[:-1] if is_headquarters else words
    parted = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words) + 1))
    named = [(word, echelon) for word, echelon in parted if not echelon or echelon in ECHELONS]
    word, echelon = next((parts for parts in named if parts[0] in FORMATIONS), ("", named[0][1]))
    echelon = ECHELONS.get(echelon or word, "")
    return TypeWords(word or ("headquarters" if is_headquarters else ""), echelon, is_headquarters)
