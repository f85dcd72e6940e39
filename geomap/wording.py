"""Numbers, dates and set phrases in the language of the map. The one place to edit a word that geomap itself says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from geomap.facts import CountKind, Estimate, Formation

_ENGLISH: Mapping[str, str] = {
    "as_of": "Data as of {date}",
    "about": "about {n}",
    "at_least": "at least {n}",
    "at_most": "at most {n}",
    "range": "{low}–{high}",
    "unknown": "number not known",
    "sources": "Sources: {names}",
    "source": "Source: {names}",
    "km": "{n} km",
    "miles": "{n} miles",
    "mile": "{n} mile",
    "degrees.plain": "{n}°",
    "degrees.north": "{n}° N",
    "degrees.south": "{n}° S",
    "degrees.east": "{n}° E",
    "degrees.west": "{n}° W",
    "worldview.un": "Borders as recognized by the United Nations",
    "worldview.de-facto": "Borders as controlled on the ground; disputed areas hatched",
    "illustrative.all": "Circle sizes and equipment at single sites are illustrative, not reported figures",
    "illustrative.some": "Figures for {names} are illustrative, not reported",
    "unsourced": "No source is stated for the figures at {names}",
    "places": "{n} places",
    "circles": "Circle area is proportional to the number of {measure}",
    "map": "Map: {title}",
    "alt": "Circles show {measure} at {units}.",
    "more": "and {n} more",
    "key.unknown": "Strength not known",
    "key.range": "Range: least and most",
    "key.at_least": "At least",
    "key.at_most": "At most",
    "key.zero": "None left",
    "key.absent": "Present, strength not stated",
    "line.contact_line": "Contact line",
    "line.contact_line.approximate": "Approximate contact line",
    "line.front_line": "Front line",
    "line.front_line.approximate": "Approximate front line",
    "line.assessed": "Assessed line",
    "line.assessed.approximate": "Assessed line, approximate",
    "line.claimed": "Claimed line",
    "line.stated_border": "Border",
    "line.stated_border.approximate": "Approximate border",
    "line.stated_disputed_border": "Disputed border",
    "line.disputed_border": "Disputed border",
    "line.route": "Route",
    "line.route.approximate": "Approximate route",
    "line.arrow": "Movement",
    "line.arrow.approximate": "Movement, approximate",
    "line.other": "Line",
    "line.other.approximate": "Approximate line",
    "area.disputed": "Disputed area",
    "area.disputed_area": "Disputed area",
    "area.control": "Controlled area",
    "area.control.approximate": "Controlled area, approximate",
    "area.assessed_control": "Assessed control",
    "area.assessed_control.approximate": "Assessed control, approximate",
    "area.claimed_control": "Claimed control",
    "area.zone": "Zone",
    "area.zone.approximate": "Zone, approximate",
    "area.other": "Area",
    "area.other.approximate": "Area, approximate",
    "equipment.artillery": "Artillery",
    "equipment.armored vehicles": "Armored vehicles",
    "equipment.tanks": "Tanks",
    "equipment.installations": "Other military or air installations",
    "equipment.installations.short": "Other installations",
}

_FORMATION_NOUNS = {  # types that end in one of these need no further noun
    "army", "base", "battalion", "battery", "brigade", "company", "corps", "division", "fleet", "group",
    "headquarters", "platoon", "post", "regiment", "squadron", "staff", "team", "unit",
}  # fmt: skip
# Counts whose mark the key explains, in its order.
KEY_MARKS = ("range", "at_least", "at_most", "unknown", "zero", "absent")


def locale_of(lang: str) -> Locale:
    """Babel's locale for a BCP 47 tag; English where it has none."""
    try:
        return Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def phrase(key: str, **values: str) -> str:
    """A set phrase with its placeholders filled. `values` are plain text and may hold braces."""
    text = _ENGLISH[key]
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def equipment_name(kind: str, *, short: bool = False) -> str:
    """What the key calls a kind of equipment."""
    long = f"equipment.{kind}"
    return _ENGLISH[f"{long}.short" if short and f"{long}.short" in _ENGLISH else long]


def mark_name(kind: str, role: str, approximate: bool) -> str:
    """What the key calls an area or a line; those that are never settled have one name."""
    exact = f"{kind}.{role}"
    return _ENGLISH.get(f"{exact}.approximate", _ENGLISH[exact]) if approximate else _ENGLISH[exact]


def territory(iso_a2: str, lang: str) -> str:
    """A country's name in the language; empty where the language's data have none."""
    return str(locale_of(lang).territories.get(iso_a2, ""))


def number(value: float, lang: str) -> str:
    """A number with the language's separators, e.g. 32,000."""
    return str(format_decimal(value, locale=locale_of(lang)))


def degrees(value: float, axis: str, lang: str) -> str:
    """A longitude or latitude as maps print it, e.g. 48° N; `axis` is `lon` or `lat`."""
    if value == 0 or abs(value) == 180:
        return phrase("degrees.plain", n=number(abs(value), lang))
    direction = {"lon": ("west", "east"), "lat": ("south", "north")}[axis][value > 0]
    return phrase(f"degrees.{direction}", n=number(abs(value), lang))


def day(value: date, lang: str) -> str:
    """A date in full, e.g. January 12, 2022."""
    return str(format_date(value, format="long", locale=locale_of(lang)))


def estimate(value: Estimate, lang: str) -> str:
    """A count as it was claimed, never more precise than that."""
    low = "" if value.minimum is None else number(value.minimum, lang)
    high = "" if value.maximum is None else number(value.maximum, lang)
    if value.kind is CountKind.EXACT:
        return low
    if value.kind is CountKind.RANGE:
        return phrase("range", low=low, high=high)
    if value.kind is CountKind.UNKNOWN:
        return phrase("unknown")
    return phrase(value.kind.value, n=high if value.kind is CountKind.AT_MOST else low)


def formation(value: Formation, lang: str) -> str:
    """A formation as the map names it, e.g. "2 tank units" or "Mechanized brigade"."""
    words = value.text
    if not value.label and lang.startswith("en"):
        last = value.type.split()[-1].lower()
        noun = "" if last in _FORMATION_NOUNS else " unit"
        words += noun + ("s" if value.count > 1 else "")
    return words if words[:1].isupper() or words[1:2].isupper() else words[:1].upper() + words[1:]


def listing(names: Sequence[str], lang: str) -> str:
    """Names in a list as the language writes it: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    if lang.split("-", maxsplit=1)[0] == "en":
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return ", ".join(names)
