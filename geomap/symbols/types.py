"""What the words of a formation's type say: what it is, of which size, and whether it is a headquarters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from geomap.facts import STAFFS
from geomap.symbols.vocabulary import ALIASES, LOOSE_NOUNS, NOUN_TYPES, NOUNS, QUALIFIERS, SPELLINGS, TYPES
from geomap.symbols.words import ECHELONS, FORMATIONS

_TYPES = frozenset((*TYPES, *NOUN_TYPES))
_NOUNS = frozenset((*NOUNS, *LOOSE_NOUNS))
_WORDS = sorted({word for name in (*_TYPES, *_NOUNS, *ALIASES, *STAFFS) for word in name.split()})
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|[ºª.])?|[ivxl]+")  # as in 1st, 58 or xviii


@dataclass(frozen=True, slots=True)
class TypeWords:
    """What is drawn of a type. `word` is one of FORMATIONS and `echelon` of RANKS; empty where it names none."""

    word: str
    echelon: str
    is_headquarters: bool


@dataclass(frozen=True, slots=True)
class TypeParts:
    """A type taken apart. `type` and `noun` are of the vocabulary; empty where the words name none.

    `rest` is what stands before them; `unknown` what of it is neither a number, a qualifier nor a name.
    """

    type: str
    noun: str
    is_headquarters: bool
    rest: str = ""
    unknown: str = ""


def read_type(text: str) -> TypeWords:
    """`motor rifle brigade headquarters` is motor rifle, a brigade, and a headquarters."""
    parts = parts_of(text)
    word = parts.type if parts.type in FORMATIONS else "headquarters" if parts.is_headquarters else ""
    return TypeWords(word, ECHELONS.get(parts.noun or parts.type, ""), parts.is_headquarters)


@lru_cache(maxsize=8192)
def parts_of(text: str) -> TypeParts:
    """The parts of a type, in any usual spelling. The longest noun that leaves a type is taken: a tank army is tank.

    `1st Guards Tank Army` is tank, an army; `Wagner Group` a group with a name.
    """
    stated = text.replace("-", " ").split()
    words = [_plain(word) for word in stated]
    is_headquarters = words[-1:] != [] and words[-1] in STAFFS
    if is_headquarters and len(words) > 1:
        words = words[:-1]
    for start in range(len(words)):
        found = _named(words[start:])
        if found:
            rest = stated[:start]
            unknown = [word for word in rest if not _is_qualifier(word) and not _is_name(word)]
            return TypeParts(*found, is_headquarters, " ".join(rest), " ".join(unknown))
    return TypeParts("", "", is_headquarters, text, text)


@lru_cache(maxsize=1024)
def nearest_type(text: str) -> str:
    """The type that a misspelled one was meant to be; empty where none is as near."""
    meant = " ".join(map(_nearest_word, map(_plain, text.replace("-", " ").split())))
    return "" if parts_of(meant).rest else meant


def _nearest_word(word: str) -> str:
    return next(iter(get_close_matches(word, _WORDS, n=1, cutoff=0.85)), word)


def _plain(word: str) -> str:
    low = word.lower().strip(".,()\"'«»“”")
    return SPELLINGS.get(low, low)


def _named(words: list[str]) -> tuple[str, str] | None:
    """Type and noun where all of the words name them."""
    for at in range(1, len(words) + 1):
        kind, noun = _meaning(words[:at], _TYPES), _meaning(words[at:], _NOUNS)
        if kind and (noun or at == len(words)):
            return kind, noun
    noun = _meaning(words, _NOUNS)
    return ("", noun) if noun else None


def _meaning(words: list[str], known: frozenset[str]) -> str:
    """The entry that the words name, in the singular or the plural; empty where there is none."""
    name = " ".join(words)
    for form in (name, name.removesuffix("s"), f"{name.removesuffix('ies')}y"):
        meaning = ALIASES.get(form, form)
        if meaning in known:
            return meaning
    return ""


def _is_qualifier(word: str) -> bool:
    return _plain(word) in QUALIFIERS or bool(_NUMBER.fullmatch(_plain(word)))


def _is_name(word: str) -> bool:
    return not word[:1].islower()
