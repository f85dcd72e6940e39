"""One key for every usual spelling of a place's name; the gazetteer is stored under these keys and searched by them.

A rule is applied to the stored and to the typed name alike, so it does harm only where it makes two names one.
Every rule here was kept because it joins spellings and parts next to no towns from their own names; what it does not
reach (exonyms, old names) GeoNames lists as alternate names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Stored in the gazetteer: keys made by another version of these rules must not be searched.
FOLD_VERSION = 1

# Cyrillic of Russian, Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian; then Greek. The sound "y" (и, і, ы, й)
# is one letter, as the languages and romanisations of one place differ just there; ц is one, as Latin "ts" becomes.
_TRANSLITERATED = """
    аa бb вv гg ґg дd еe ёe жzh зz иi іi їi йi кk лl мm нn оo пp рr сs тt уu ўv фf хh цc чch шsh щshch ъ ыi ь эe юiu яia
    єye ђdj ћc јj љlj њnj џdz ѓgj ќkj ѕdz ѣe ѵi ѳf
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt ςs υi φf χch ψps ωo
    ßss æae œoe øo đd ðd łl þth ıi ħh ŧt ŋng əe ɔo ɛe ɓb ɗd ƙk ƴy 臺台
"""  # Latin letters that Unicode does not take apart, and one Chinese letter of which the plain form is usual
_LETTERS = {pair[0]: pair[1:] for pair in _TRANSLITERATED.split()}

# Letters of scholarly Slavic romanisation (ISO 9 and its kin). Without accents they lose a sound that other
# romanisations write out, so a name that has them is looked up under both keys.
_SCHOLARLY = str.maketrans(
    {"ž": "zh", "š": "sh", "č": "ch", "ŝ": "shch", "â": "ya", "û": "yu", "ê": "ye", "ë": "yo", "ï": "yi", "ì": "i"}
)
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "saint": "st", "fort": "ft"}

# What a first-order division is called, in the spellings GeoNames uses.
_DIVISION_WORDS = """
    oblast obl oblasti region regiao regione rayon raion krai kray republic republica respublika respublikasi okrug
    avtonomnyy avtonomnaya avtonomna autonomous autonomic province provincia provins provinsi prefecture ken fu state
    estado county judet district distrikt distrito governorate muhafazat departement department departamento wilaya
    vilayeti vilayet voivodeship wojewodztwo canton kanton land municipality municipio city gorod misto ciudad
    territory sheng shi division community comunidad of de do da la le el the
"""

_JOTTED_SIGN = re.compile(r"[ьъ](?=[еёиіо])")
_SEPARATOR = re.compile(r"[\s\-‐-―_/,.·]+")
# At the start of a word or after a vowel, "ye" is one way to write the Russian е.
_JOTTED_E = re.compile(r"(?:^|(?<=[aeiouy]))ye")
_GERMAN_TSK = re.compile(r"zk$")
_SOUNDS = (
    (re.compile(r"tsch"), "ch"),
    (re.compile(r"sch"), "sh"),
    (re.compile(r"shh"), "shch"),
    (re.compile(r"t[sz]"), "c"),
    (re.compile(r"kh"), "h"),
    (_GERMAN_TSK, "ck"),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"ii+"), "i"),
    (re.compile(r"w"), "v"),
)


def fold(name: str) -> str:
    """The key of a name; equal for spellings that a reader takes for one. Folding a key gives the key.

    Empty only where the name has no letter or digit.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    words = _SEPARATOR.split(_JOTTED_SIGN.sub("i", plain))
    key = "".join(_GERMAN_TSK.sub("ck", _JOTTED_E.sub("e", _letters(word))) for word in words)
    while (simpler := _simplify(key)) != key:
        key = simpler
    return key or "".join(char for char in plain if char.isalnum())


def folds(name: str) -> tuple[str, ...]:
    """The keys to look a typed name up under: its own, and those of what it may abbreviate or transliterate."""
    lower = unicodedata.normalize("NFC", name).casefold()
    words = [_ABBREVIATIONS.get(word, word) for word in _SEPARATOR.split(lower)]
    return tuple(dict.fromkeys(fold(text) for text in (name, lower.translate(_SCHOLARLY), " ".join(words))))


def fold_division(name: str) -> tuple[str, ...]:
    """The keys of a province, oblast or state: with and without the words that say which of these it is."""
    words = [fold(word) for word in _SEPARATOR.split(name)]
    bare = "".join(word for word in words if word not in _FOLDED_DIVISION_WORDS)
    return tuple(dict.fromkeys(key for key in (fold(name), fold(bare)) if key))


def _letters(word: str) -> str:
    return "".join(_letter(char) for char in word)


@cache
def _letter(char: str) -> str:
    """One character in plain Latin letters; one of a script other than Latin, Greek and Cyrillic as it is."""
    if char in _LETTERS:
        return _LETTERS[char]
    base = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    if base and ("a" <= base[0] <= "z" or "\u0370" <= base[0] <= "\u052f"):
        return "".join(_LETTERS.get(part, part) for part in base if part.isalnum())
    if "\u0300" <= char <= "\u036f" or unicodedata.category(char)[0] not in "LMN":
        return ""
    return char


def _simplify(key: str) -> str:
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return key


_FOLDED_DIVISION_WORDS = frozenset(fold(word) for word in _DIVISION_WORDS.split())
