"""A text that no font can set, said so that the reader can mend it."""

from __future__ import annotations

import os
from unicodedata import name

from geomap.errors import Problem
from geomap.fonts import Face, set_line
from geomap.fonts.installed import VARIABLE
from geomap.fonts.scripts import bare, script_group, script_name
from geomap.fonts.shaping import ShapedLine

_SHOWN = 4  # characters named in one problem
_PACKAGES = {"CJK": "fonts-noto-cjk", "Zyyy": "fonts-symbola", "Zinh": "fonts-noto-core"}


def problem(text: str, face: Face) -> tuple[Problem, str] | None:
    """What is missing for `text`, and which characters; None where every character has a font."""
    line = set_line(text, face)
    pieces = line.pieces if isinstance(line, ShapedLine) else ()
    missing = list(dict.fromkeys(character for piece, font in pieces if font is None for character in bare(piece)))
    if not missing:
        return None
    named = ", ".join(f"U+{ord(character):04X} {name(character, 'without a name')}" for character in missing[:_SHOWN])
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    said = f'no font for {named}{more} in the text "{line.text}"'
    return Problem(text=said, hint=_hint(missing)), "".join(missing)


def _hint(missing: list[str]) -> str:
    group = script_group("".join(missing))
    covered = {"CJK": _cjk_name(missing), "Zyyy": "these signs", "Zzzz": "these signs"}.get(group, script_name(group))
    package = _PACKAGES.get(group, "fonts-noto-core")
    if os.environ.get(VARIABLE):
        return f"put a font that covers {covered} into the folder that {VARIABLE} names, or unset {VARIABLE}"
    return f"install a font that covers {covered}, e.g. apt install {package}"


def _cjk_name(missing: list[str]) -> str:
    """The first of the scripts that one font for China, Japan and Korea holds."""
    label = next((name(character, "").split(" ")[0].title() for character in missing), "")
    return {"Cjk": "Chinese characters", "Hangul": "Hangul"}.get(label, "Japanese")
