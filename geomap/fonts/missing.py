"""Texts that no font can set, said so that the reader can mend them. Nothing is shaped for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category, name

from geomap.errors import Problem, install
from geomap.fonts.face import Face, Installed
from geomap.fonts.installed import extra_is_there
from geomap.fonts.scripts import bare, language, script_group, script_name, tidy
from geomap.fonts.shaping import spans
from geomap.typefaces import Chosen, chosen

_SHOWN = 4  # characters named in one problem
_COVERED = Path(__file__).parent / "extra.txt"  # what the extra has, by `python -m scripts.make_fonts`


def problem(text: str) -> tuple[Problem, str] | None:
    """What is missing for `text`, and which characters; None where every character has a font, of any style."""
    missing = _looked_up(text, chosen())[0]
    if not missing:
        return None
    named = ", ".join(f"U+{ord(character):04X} {name(character, 'without a name')}" for character in missing[:_SHOWN])
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    return Problem(text=f'no font for {named}{more} in the text "{tidy(text)}"', hint=_hint(missing)), missing


def noticed(texts: Iterable[str]) -> Iterator[tuple[int, str, bool]]:
    """Of texts, which may be very many, those that a reader is told of: their number, the characters that have no font,
    and whether others are set in a font of this computer.
    """
    fonts = chosen()
    alone: dict[str, bool] = {}
    for number, text in enumerate(texts):
        if not all(alone[c] if c in alone else alone.setdefault(c, _is_fine_alone(c, fonts)) for c in text):
            missing, of_system = _looked_up(text, fonts)
            if missing or of_system:
                yield number, missing, of_system


def _is_fine_alone(character: str, fonts: Chosen) -> bool:
    """Whether it has a font that is not of this computer, whatever stands beside it."""
    return category(character)[0] not in "MC" and _looked_up(character, fonts) == ("", False)


@lru_cache(maxsize=8192)
def _looked_up(text: str, fonts: Chosen) -> tuple[str, bool]:
    """The characters that have no font, and whether any has one of this computer."""
    clean = tidy(text)
    pieces = [(clean[start:end], font) for start, end, font in spans(clean, Face(), language(clean), fonts)]
    missing = dict.fromkeys(character for piece, font in pieces if font is None for character in bare(piece))
    return "".join(missing), any(isinstance(font, Installed) and font.of_system for _, font in pieces)


def _hint(missing: str) -> str:
    if not extra_is_there() and _covered().issuperset(missing):
        return f"{install('fonts')}, or in a copy of the repository: pip install ./packages/fonts"
    group = script_group(missing)
    covered = {"CJK": _cjk_name(missing), "Zyyy": "these signs", "Zzzz": "these signs"}.get(group, script_name(group))
    return f"name a font file that covers {covered} under `fonts`"


def _cjk_name(missing: str) -> str:
    """The first of the scripts that one font for China, Japan and Korea holds."""
    label = next((name(character, "").split(" ")[0].title() for character in missing), "")
    return {"Cjk": "these Chinese characters", "Hangul": "Hangul"}.get(label, "Japanese")


@cache
def _covered() -> set[str]:
    """The characters of the fonts that pip installs with geomap, where they are not there to be asked."""
    ranges = (entry.partition("-") for entry in _COVERED.read_text("ascii").split())
    return {chr(code) for low, _, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)}
