"""What ground is called in a language: countries, and seas where there is a table of its words."""

from __future__ import annotations

from collections.abc import Iterator

from geomap.ground.reader import areas
from geomap.ground.seas import SEAS, Sea
from geomap.wording import has_words, phrase, territory


def country_name(iso_a2: str, name: str, lang: str) -> str:
    """A country in the language; under its own `name` in English, or where the language's data have none."""
    return name if lang.startswith("en") else territory(iso_a2, lang) or name


def sea_name(sea: Sea, lang: str) -> str:
    """A sea in the language, which has a table of words."""
    return phrase(f"sea.{sea.id}", lang)


def ground_names(lang: str) -> Iterator[str]:
    """All names of ground that any map may print."""
    for row in areas():
        if row["iso_a2"]:
            yield country_name(str(row["iso_a2"]), str(row["name"]), lang)
    if has_words(lang):
        yield from (sea_name(sea, lang) for sea in SEAS)
