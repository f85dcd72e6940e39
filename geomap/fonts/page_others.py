"""For a page that is set in the browser: what it says beyond Source Sans, as subsets of the fonts of the pictures.

They belong to the family of the page and say for which characters they stand, so that no style has to name them. A
character has one font throughout the page: of Chinese characters in several languages that of the first text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from geomap.fonts.embed import found
from geomap.fonts.face import Face, Installed
from geomap.fonts.page import FACES, descriptors
from geomap.fonts.scripts import bare, clusters, language, script_group, tidy
from geomap.fonts.shaping import font_of, forms, is_own
from geomap.typefaces import chosen

MOST_BYTES = 1_500_000  # of these fonts in one page, as they stand in it
_SMALLER = 0.97  # than what would just fit: a part of the characters is not that part of the bytes

Wanted = dict[str, tuple[str, str]]  # characters, in the order of the page -> their script and language
_Sets = dict[tuple[Installed, str], dict[Face, list[str]]]


def other_fonts(texts: Iterable[str]) -> tuple[list[dict[str, object]], int]:
    """The fonts, and how many characters are left to the fonts of the reader for want of room.

    What is too much is made smaller: first all is set in regular, then the characters that the page has last are left.
    """
    wanted = _wanted(texts)
    fonts = _fonts(wanted, FACES)
    if _size(fonts) > MOST_BYTES:
        fonts = _fonts(wanted, ())
    kept = wanted
    while (size := _size(fonts)) > MOST_BYTES:
        some = int(len(kept) * MOST_BYTES / size * _SMALLER)
        kept = dict(list(kept.items())[:some])
        fonts = _fonts(kept, ())
    return fonts, len(wanted) - len(kept)


def _wanted(texts: Iterable[str]) -> Wanted:
    """What Source Sans lacks; a letter with its marks is set whole in another font."""
    wanted: Wanted = {}
    for text in texts:
        if wanted.keys() >= {*text}:
            continue
        clean, group = tidy(text), ""
        tag = language(clean, chosen().typefaces.han)
        for start, end in clusters(clean):
            letters = bare(clean[start:end])
            if not letters or is_own(letters):
                group = group if not letters else ""
                continue
            group = script_group(letters, group)
            for letter in letters:
                wanted.setdefault(letter, (group, tag))
    return wanted


def _fonts(wanted: Wanted, styled: Sequence[Face]) -> list[dict[str, object]]:
    """The fonts of the characters; styles that are not `styled` are set in the regular."""
    sets: _Sets = {}
    for face in FACES:
        drawn = face if face in styled else Face()
        for character, (group, tag) in wanted.items():
            font = font_of(character, group, drawn, tag, chosen())
            if isinstance(font, Installed) and font.embeddable:
                key = (font, drawn.weight if font.variable else "regular")
                sets.setdefault(key, {}).setdefault(face, []).append(character)
    return [entry for (font, weight), faces in sets.items() for entry in _entries(font, weight, faces)]


def _entries(font: Installed, weight: str, faces: Mapping[Face, Sequence[str]]) -> Iterator[dict[str, object]]:
    """A font once for all styles that have the same characters of it."""
    alike: dict[tuple[str, ...], list[Face]] = {}
    for face, characters in faces.items():
        alike.setdefault(tuple(sorted(characters)), []).append(face)
    for characters, same in alike.items():
        yield {
            "faces": [descriptors(face) for face in same],
            "range": ",".join(_ranges(characters)),
            "data": found(font, weight, forms(font, "".join(characters))),
        }


def _size(fonts: Iterable[Mapping[str, object]]) -> int:
    return sum(len(str(font["data"])) for font in fonts)


def _ranges(characters: Iterable[str]) -> Iterator[str]:
    """Sorted characters as CSS names them."""
    for _, run in groupby(enumerate(map(ord, characters)), lambda pair: pair[1] - pair[0]):
        row = [code for _, code in run]
        yield f"U+{row[0]:X}-{row[-1]:X}" if len(row) > 1 else f"U+{row[0]:X}"
