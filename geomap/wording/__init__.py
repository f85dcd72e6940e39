"""Numbers, dates and set phrases in the language of the map. Beside this file lies one table of words a language.

A table is named for its language, e.g. `uk.json`; one with a region, e.g. `en-GB.json`, holds only what differs there.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.facts import CountKind, Estimate, Formation
from geomap.loading import Later
from geomap.measure import KM_PER_MILE
from geomap.symbols import LOOSE_NOUNS, NOUN_TYPES, NOUNS, SHORT, parts_of
from geomap.wording.formation_names import formation_gender, formation_name
from geomap.wording.grouping import thousands_separator

if TYPE_CHECKING:
    from babel import Locale

# What is only checked prints no numbers and dates.
babel, dates, lists, numbers = (Later(name) for name in ("babel", "babel.dates", "babel.lists", "babel.numbers"))

TABLES = Path(__file__).parent

_NOUNS = {  # a type that ends in one of these needs no further noun
    *(noun.split()[-1] for noun in (*NOUNS, *LOOSE_NOUNS, *NOUN_TYPES)),
    "airbase", "airfield", "airport", "barracks", "camp", "frigate", "hq", "port", "staff",
}  # fmt: skip
_UNCOUNTED = {"forces", "troops"}
_PLURALS = {
    "commandos", "drones", "engineers", "guards", "helicopters", "marines", "missiles", "paratroopers", "sappers",
    "tanks", "uavs", "vehicles", *_UNCOUNTED,
}  # fmt: skip
_MILES = {"US", "GB", "LR", "MM"}  # CLDR: measurement system US, and UK for roads
MOST_NAMED = 5  # places that a sentence names one by one
SPELLED = range(1, 10)  # counts of formations that are words in a sentence, as newspapers have them
_GENDERS = "mfn"  # in the order of a number word's forms
# That the key explains, in its order.
KEY_MARKS = ("about", "range", "at_least", "at_most", "unknown", "zero", "absent")


@cache
def locale_of(lang: str) -> Locale:
    """Babel's locale for a BCP 47 tag; English where it has none."""
    try:
        locale: Locale = babel.Locale.parse(lang.replace("-", "_"))
    except (babel.UnknownLocaleError, ValueError):
        locale = babel.Locale("en")
    return locale


thousands = cache(lambda lang: thousands_separator(locale_of(lang)))  # locales take long to compare


@cache
def has_words(lang: str) -> bool:
    """Whether there is a table of words for the language."""
    return (TABLES / f"{lang.split('-', maxsplit=1)[0].lower()}.json").is_file()


@cache
def _words_locale(lang: str) -> Locale:
    """The locale whose words are printed: the map's own, or English where there is no table."""
    return locale_of(lang if has_words(lang) else "en")


@cache
def _words(lang: str) -> Mapping[str, str]:
    """The words of the language, with those of its region in place of some. What it lacks is English."""
    locale = _words_locale(lang)
    words: dict[str, str] = {}
    for language in dict.fromkeys(("en", locale.language)):
        words |= json.loads((TABLES / f"{language}.json").read_text("utf-8"))
    regional = TABLES / f"{locale.language}-{locale.territory}.json"
    return words | json.loads(regional.read_text("utf-8")) if regional.is_file() else words


def phrase(key: str, lang: str, **values: str) -> str:
    """A set phrase with its placeholders filled. `values` are plain text and may hold braces."""
    text = _words(lang)[key]
    for name, value in values.items():
        text = text.replace("{" + name + "}", isolated(value))
    return text


def counted(key: str, value: float, lang: str) -> str:
    """A number and what is counted, in the plural form that the number asks for, e.g. 1 mile, 2 miles."""
    form = _words_locale(lang).plural_form(value)
    return phrase(f"{key}.{form}", lang, n=number(value, lang))


def words_under(group: str, lang: str) -> dict[str, str]:
    """The phrases `group.name` by name; those of a group within the group are left out."""
    named = [(key.rpartition("."), text) for key, text in _words(lang).items()]
    return {name: text for (parent, _, name), text in named if parent == group}


def short_phrase(key: str, lang: str) -> str:
    """What a short key says for a set phrase."""
    words = _words(lang)
    return words.get(f"{key}.short", words[key])


def equipment_name(kind: str, lang: str) -> str:
    """What pop-ups and tables call a kind of equipment."""
    return phrase(f"equipment.{kind}", lang)


def mark_name(  # noqa: PLR0913 - all that the wording depends on
    kind: str, role: str, approximate: bool, lang: str, side: str = "", *, short: bool = False
) -> str:
    """What the key calls an area or a line of a side, by the side's label, or of none."""
    own = f"{kind}.{role}.side"
    if side and own in _words(lang):
        return phrase(_variant(own, approximate, short, lang), lang, side=side)
    name = phrase(_variant(f"{kind}.{role}", approximate, short, lang), lang)
    return phrase("mark.side", lang, mark=name, side=side) if side else name


def _variant(key: str, approximate: bool, short: bool, lang: str) -> str:
    """The key of a wording's variant; what is never settled has no approximate one, and not all are shorter."""
    words = _words(lang)
    if approximate and f"{key}.approximate" in words:
        key = f"{key}.approximate"
    return f"{key}.short" if short and f"{key}.short" in words else key


def territory(iso_a2: str, lang: str) -> str:
    """A country's name in the language; empty where the language's data have none."""
    return str(locale_of(lang).territories.get(iso_a2, ""))


def uses_miles(lang: str) -> bool:
    """Whether readers of the language know miles: English at large, and where roads are measured in them."""
    locale = locale_of(lang)
    return locale.territory in _MILES if locale.territory else locale.language == "en"


def reads_right_to_left(lang: str) -> bool:
    """Whether readers of the language begin at the right."""
    return str(locale_of(lang).text_direction) == "rtl"


def on_one_line(text: str) -> str:
    """A text whose lines break elsewhere, where there is one line for it."""
    return " ".join(text.split("\n"))


def isolated(text: str) -> str:
    """A text that stands in another, marked off so that the direction of neither turns the other's words about.

    Every text runs as its first letter does, in a sentence, a list or before a number as alone. One that has no letters
    from right to left but in parts that are marked off is left as it is. It is on one line.
    """
    text = on_one_line(text)
    if text.isascii():
        return text
    strong = [kind for kind in map(unicodedata.bidirectional, _not_isolated(text)) if kind in ("L", "R", "AL")]
    if not {"R", "AL"}.intersection(strong):
        return text
    return ("\u2066" if strong[0] == "L" else "\u2067") + text + "\u2069"


def joined(separator: str, texts: Iterable[str], lang: str) -> str:
    """Texts in one line, each marked off: they follow each other as the language is read, however any of them runs."""
    parts = [isolated(text) for text in texts]
    line = separator.join(parts)
    return f"\u2067{line}\u2069" if len(parts) > 1 and reads_right_to_left(lang) else line


def _not_isolated(text: str) -> Iterator[str]:
    """The characters of `text` without those of the parts that are marked off."""
    depth = 0
    for character in text:
        depth = max(depth + (character in "\u2066\u2067\u2068") - (character == "\u2069"), 0)
        if not depth:
            yield character


def beside(text: str, said: str) -> str:
    """A text and in brackets what is said of it, e.g. "Kyiv (32,000)"."""
    return f"{isolated(text)} ({isolated(said)})"


def uses_latin(lang: str) -> bool:
    """Whether the language is written in Latin letters, as far as its own name tells."""
    return letters_of(lang) == "LATIN"


@cache
def letters_of(lang: str) -> str:
    """The letters that a language is written in, as far as its own name tells, by the word with which Unicode begins
    the name of each: LATIN, CYRILLIC, CJK.
    """
    own = locale_of(lang).get_display_name() or "L"
    return unicodedata.name(own[0]).partition(" ")[0]


def number(value: float, lang: str) -> str:
    """A number with the language's separators, e.g. 32,000."""
    if isinstance(value, int) and value >= 0 and (separator := thousands(lang)):
        return f"{value:,}".replace(",", separator)  # there may be as many counts as units
    return str(numbers.format_decimal(value, locale=locale_of(lang)))


def degrees(value: float, axis: str, lang: str) -> str:
    """A longitude or latitude as maps print it, e.g. 48° N; `axis` is `lon` or `lat`."""
    if value == 0 or abs(value) == 180:
        return phrase("degrees.plain", lang, n=number(abs(value), lang))
    direction = {"lon": ("west", "east"), "lat": ("south", "north")}[axis][value > 0]
    return phrase(f"degrees.{direction}", lang, n=number(abs(value), lang))


def step(value: float, lang: str) -> str:
    """A part of a degree with all its decimals, e.g. 0.0005°."""
    return phrase(
        "degrees.plain", lang, n=numbers.format_decimal(value, locale=locale_of(lang), decimal_quantization=False)
    )


def distance(km: float, lang: str) -> str:
    """A length in one digit, in what readers of the language reckon in, e.g. 10 km or 7 miles."""
    if uses_miles(lang):
        return counted("miles", float(f"{km / KM_PER_MILE:.0e}"), lang)
    return phrase("km", lang, n=number(float(f"{km:.0e}"), lang))


def day(value: date, lang: str) -> str:
    """A date in full, e.g. January 12, 2022, in the language of the words around it."""
    return str(dates.format_date(value, format="long", locale=_words_locale(lang)))


def estimate(value: Estimate, lang: str) -> str:
    """A count as it was claimed, never more precise than that."""
    if value.kind is CountKind.EXACT:
        return "" if value.minimum is None else number(value.minimum, lang)
    low, high = ("" if end is None else number(end, lang) for end in (value.minimum, value.maximum))
    if value.kind is CountKind.RANGE:
        return phrase("range", lang, low=low, high=high)
    if value.kind is CountKind.UNKNOWN:
        return phrase("unknown", lang)
    return phrase(value.kind.value, lang, n=high if value.kind is CountKind.AT_MOST else low)


def spelled(count: int, lang: str, gender: str = "m") -> str:
    """A count in a sentence: a word below ten where the language has a table, in the gender of what is counted."""
    if count not in SPELLED or not has_words(lang):
        return number(count, lang)
    forms = _words(lang)[f"count.{count}"].split("|")
    return forms[_GENDERS.index(gender)] if len(forms) > 1 else forms[0]


def unit_count(count: int, lang: str) -> str:
    """How many units a label stands for, e.g. "Three units" or "40 units"."""
    form = _words_locale(lang).plural_form(count)
    return _capitalised(phrase(f"units.{form}", lang, n=spelled(count, lang, phrase("gender.units", lang))))


def more_units(count: int, lang: str) -> str:
    """The end of a list that names some of the units, e.g. "and two more"."""
    return phrase("more", lang, n=spelled(count, lang, phrase("gender.units", lang)))


def formation(value: Formation, lang: str, *, figures: bool = False) -> str:
    """A formation as the map names it, e.g. "Two tank units", "Mechanized brigade" or "Дві танкові бригади".

    With `figures` the count is one in any case, as in a table. English stands as it was written, with its noun and
    number; other languages have a table of what they know, and beyond it print what was written.
    """
    known = parts_of(value.full_type)
    if value.label:
        words = value.text
    elif locale_of(lang).language == "en" and (known.type or known.noun):
        words = _english_noun(value, lang, figures)
    else:
        words = _translated(value, lang, figures)
    return words if words[:1].isupper() or words[1:2].isupper() else _capitalised(words)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _translated(value: Formation, lang: str, figures: bool) -> str:
    locale = _words_locale(lang)
    name = formation_name(value.full_type, locale.plural_form(value.count), locale.language)
    if not name:
        return value.full_type if value.count == 1 else f"{value.full_type}\u00a0×{number(value.count, lang)}"
    if value.count == 1:
        return name
    if figures or value.count not in SPELLED:
        return f"{number(value.count, lang)}\u00a0{name}"
    return f"{spelled(value.count, lang, formation_gender(value.full_type, locale.language))} {name}"


def _english_noun(value: Formation, lang: str, figures: bool) -> str:
    """The type of a formation as a noun of its number. Several are of units, never of men or vehicles."""
    kind = _in_full(value.full_type)
    last = kind.split()[-1].lower()
    is_plural = last not in _PLURALS and any(one in _NOUNS for one in _singulars(last))
    if value.count == 1:
        return kind if last in _NOUNS or last in _PLURALS or is_plural else f"{kind} unit"
    count = number(value.count, lang) if figures else spelled(value.count, lang)
    if is_plural:
        return f"{count} {kind}"
    if last in _PLURALS:
        return f"{count} {kind if last in _UNCOUNTED else kind.removesuffix('s')} units"
    return f"{count} {_plural(kind if last in _NOUNS else f'{kind} unit')}"


def _singulars(word: str) -> tuple[str, ...]:
    """What an English word in the plural may be the plural of; nothing where it is in the singular."""
    return (word[:-1], f"{word[:-3]}y" if word.endswith("ies") else word[:-1]) if word.endswith("s") else ()


def _in_full(kind: str) -> str:
    """A type with its noun in full, in the singular, where it is shortened: `tank bn`, `BTGs`, `41st CAA`."""
    *words, last = kind.split()
    short = last.lower().rstrip(".")
    noun = SHORT.get(short) or SHORT.get(short.removesuffix("s"), "")
    is_name = bool(words) and last[0].isupper() and not words[-1][0].islower()
    return " ".join((*words, noun.title() if is_name else noun)) if noun else kind


def _plural(words: str) -> str:
    """An English noun in the plural."""
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return words if words.endswith("s") else f"{words}s"


def listing(names: Sequence[str], lang: str) -> str:
    """Names in a list as the language writes it: A, B and C. English has no comma before the last, in any region."""
    locale = _words_locale(lang)
    own = babel.Locale("en", "GB") if locale.language == "en" else locale
    return str(lists.format_list([isolated(name) for name in names], locale=own))


def few(names: Sequence[str], lang: str) -> str:
    """Names one by one, or how many places they are."""
    return listing(names, lang) if len(names) <= MOST_NAMED else counted("places", len(names), lang)
