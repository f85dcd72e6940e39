"""Names of seas, lakes and rivers in the languages of maps: `waters.csv`, by the English name."""

from __future__ import annotations

import csv
from functools import cache

from geomap.wording import TABLES, uses_latin

_ENGLISH = "en"


def water_name(name: str, lang: str) -> str:
    """A water in the language, by its English name, which stands for one that is not known.

    Where the language has other letters, one that is not known has none.
    """
    return _names(lang.partition("-")[0].lower()).get(name) or (name if _is_latin(lang) else "")


_is_latin = cache(uses_latin)


@cache
def _names(lang: str) -> dict[str, str]:
    """The known names in a language by the English ones."""
    if lang == _ENGLISH:
        return {}
    with (TABLES / "waters.csv").open(encoding="utf-8", newline="") as table:
        return {row[_ENGLISH]: row[lang] for row in csv.DictReader(table) if row.get(lang)}
