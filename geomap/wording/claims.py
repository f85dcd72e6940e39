"""How far figures can be trusted, in words: the grade of a claim, and how many figures have a source."""

from __future__ import annotations

import re

from geomap.facts import Coverage
from geomap.wording import counted, number, phrase

GRADE = re.compile(r"[A-F][1-6]")


def coverage(value: Coverage, lang: str) -> str:
    """How many figures have a source, e.g. "7 days: 41 of 44 figures sourced, 3 illustrative"."""
    parts = {"coverage": value.sourced, "coverage.illustrative": value.illustrative, "coverage.none": value.unsourced}
    total = number(value.figures, lang)
    said = [
        phrase(key, lang, n=number(count, lang), total=total)
        for key, count in parts.items()
        if count or key == "coverage"
    ]
    of = f"{counted('days', value.days, lang)}: " if value.days > 1 else ""
    return of + ", ".join(said)


def grade(code: str, lang: str) -> str:
    """A grade spelled out, e.g. "B2: source usually reliable, claim probably true"; what is none stands as it is."""
    if not GRADE.fullmatch(code):
        return code
    source, item = (phrase(f"grade.{letter}", lang) for letter in code)
    return phrase("grade", lang, code=code, source=source, item=item)
