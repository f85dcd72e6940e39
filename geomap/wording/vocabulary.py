"""All words that geomap may print by itself in a language: of its phrases, types of formations and countries."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from geomap.symbols.vocabulary import ALIASES, LOOSE_NOUNS, NOUN_TYPES, NOUNS, SPELLINGS, TYPES
from geomap.symbols.words import EQUIPMENT
from geomap.wording import TABLES, locale_of

_WORD = re.compile(r"\w+")


@cache
def vocabulary(lang: str) -> frozenset[str]:
    """The words in lower case; those of English are among them, which stand in for what a language lacks."""
    language = lang.partition("-")[0].lower()
    tables = [path for name in ("en", language) for path in _tables_of(name)]
    texts = [json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False) for path in tables]
    own = (ALIASES, EQUIPMENT, LOOSE_NOUNS, NOUN_TYPES, NOUNS, SPELLINGS, TYPES)
    texts += [repr(table) for table in own]
    for name in ("en", lang):
        texts += map(str, locale_of(name).territories.values())
    return frozenset(_WORD.findall("\n".join(texts).casefold()))


def _tables_of(language: str) -> list[Path]:
    """The tables of a language and of its regions."""
    return [*sorted(TABLES.glob(f"{language}*.json")), *sorted((TABLES / "formations").glob(f"{language}.json"))]
