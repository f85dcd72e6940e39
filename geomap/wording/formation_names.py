"""Formations named in a language: a type, a noun and a number put together by the table of the language.

A table lies in `formations/`, e.g. `uk.json`. In a type, `{noun}` is where the noun goes and `(a|b|c)` are the endings
of a word that agrees with it, in the order of `agreement`: plural form and gender, or one of the two. A noun is its
gender and its plural forms, in the order of `plurals`; one that follows letters is written in lower case.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from geomap.symbols import parts_of

TABLES = Path(__file__).parent / "formations"

# Of guns and missiles the battalion has a name of its own in some languages.
_OF_GUNS = {
    "artillery", "self propelled artillery", "coastal artillery", "coastal missile", "rocket artillery", "missile",
    "air defence", "anti tank",
}  # fmt: skip
_ENDINGS = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")


@cache
def has_formations(language: str) -> bool:
    """Whether the language has a table."""
    return (TABLES / f"{language}.json").is_file()


def formation_name(text: str, plural_form: str, language: str) -> str:
    """A type of formation in the plural form of a count; empty where its words are not all known."""
    kind, noun = _known(text, language)
    if not noun:
        return ""
    table = _table(language)
    name = _agreeing(table, kind, noun, plural_form)
    if parts_of(text).is_headquarters and noun != "headquarters":
        one, several = table["staff"].split("|")
        name = f"{name} ({one if plural_form == 'one' else several})"
    return name


def formation_gender(text: str, language: str) -> str:
    """The gender, `m`, `f` or `n`, of the noun in the name of a type of formation; empty where it has no name."""
    _, noun = _known(text, language)
    return str(_table(language)["nouns"][noun][0]) if noun else ""


def _known(text: str, language: str) -> tuple[str, str]:
    """The type and the noun by which the table names a type of formation; no noun where it lacks one of its words."""
    parts = parts_of(text)
    if parts.rest or not has_formations(language):
        return "", ""
    table = _table(language)
    kind, noun = parts.type, parts.noun
    if not noun:
        kind, noun = ("", kind) if kind in table["nouns"] else (kind, "unit")
    if noun == "battalion" and kind in _OF_GUNS:
        noun = "artillery battalion"
    return (kind, noun) if noun in table["nouns"] and (not kind or kind in table["types"]) else ("", "")


def _agreeing(table: dict[str, Any], kind: str, noun: str, plural_form: str) -> str:
    """The type with its noun, both in one form."""
    gender, _, forms = table["nouns"][noun].partition(" ")
    every = dict(zip(table["plurals"], forms.split("|"), strict=True))
    own: str = every.get(plural_form, forms.rpartition("|")[2])
    if not kind:
        return own
    wanted = [form for form in (f"{plural_form}.{gender}", plural_form) if form in table["agreement"]]
    index = table["agreement"].index(wanted[0]) if wanted else -1
    agreeing = _ENDINGS.sub(lambda found: found[1].split("|")[index], table["types"][kind])
    before, _, after = agreeing.partition("{noun}")
    return f"{before}{own.lower() if before[-1:].isalpha() else own}{after}"


@cache
def _table(language: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((TABLES / f"{language}.json").read_text("utf-8"))
    return table
