"""The plain values of a config, each with the message that refuses what is not one: text, ids, days, colours, links.

Each type checks all by itself, in one function, so that a wrong value has one problem, not one for each of its forms.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from typing_extensions import TypeAliasType

from geomap.errors import quote
from geomap.nearest import LONGEST_NAME, nearest
from geomap.values.checked import Checked
from geomap.values.refusal import refuse
from geomap.wording import territory
from geomap.wording.countries import COUNTRY_CODES, countries_called, english_names, is_code

LONGEST_TEXT = 1000  # characters
MOST_LINES = 20
LONGEST_PROSE = 4000
LONGEST_ID = 64
LONGEST_URL = 2000
_LIKENESS = 0.75  # of the name of a country that may be meant
MOST_SOURCES = 50  # for one claim

# Letters and digits of any script, as far as XML allows them in an id; file systems take them all.
_ID_CHARS = (
    r"0-9A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe"
    "\U00010000-\U000effff"
)
_ID_PATTERN = rf"[{_ID_CHARS}](?:[{_ID_CHARS}.-]*[{_ID_CHARS}-])?"
_ASCII_ID = re.compile(r"[0-9A-Za-z_](?:[0-9A-Za-z_.-]*[0-9A-Za-z_-])?")
_WINDOWS_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_EXPECTED = "a day as YYYY-MM-DD"
_LOOSE_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_NOT_IN_URL = re.compile(r'[\s<>"\\^`{|}]')
ADDRESSES = ("https://", "http://", "mailto:")  # how those begin that a page may carry
_MAILBOX = re.compile(r"mailto:[\w.+%-]+@[\w-]+(?:\.[\w-]+)+(?:\?[^\s<>\"\\^`{|}]*)?")
_LINE_BREAKS = "\n\r\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{_LINE_BREAKS}]")

_COMMONLY_MEANT = {"UK": "GB", "EL": "GR", "EN": "GB"}  # codes that are none


class Row(BaseModel):
    """A mapping of the config: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def nfc(text: str) -> str:
    """One spelling of letters with accents, so that ids that look alike are alike."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@cache
def _id_pattern(pattern: str) -> re.Pattern[str]:
    """Compiled when the first text beyond ASCII comes: so many ranges take longer than all of a small config."""
    return re.compile(pattern)


def is_id(text: str) -> bool:
    """Whether a text is safe in file names, in XML and in lists of ids."""
    pattern = _ASCII_ID if text.isascii() else _id_pattern(_ID_PATTERN)
    return pattern.fullmatch(text) is not None and text.isprintable()


def is_device(text: str) -> bool:
    """Whether Windows keeps a name for a device, so that no file or folder can have it."""
    return _WINDOWS_DEVICE.fullmatch(text) is not None


def slug(text: str) -> str:
    """An id made of a text, e.g. `rostov-on-don`; empty where no letter or digit is left."""
    low = nfc(text).lower()
    chars = _id_pattern(r"[^0-9a-z_.]+") if low.isascii() else _id_pattern(rf"[^{_ID_CHARS}.]+")
    joined = chars.sub("-", "".join(c if c.isprintable() else "-" for c in low))
    return joined[:LONGEST_ID].strip("-._")


def parse_text(value: Any) -> str:
    """One line of text, without blanks around it."""
    text = _stripped(value, LONGEST_TEXT)
    if not text.isprintable() and any(character in _LINE_BREAKS for character in text):
        raise refuse("a text of one line", hint="join the lines; lines are broken where the map has room")
    return _seen(text)


def parse_lines(value: Any) -> str:
    """A text without blanks around it, whose lines break where they do here; empty ones are left out."""
    text = _stripped(value, LONGEST_TEXT)
    if text.isprintable():
        return text
    lines = [line for line in map(str.strip, _BREAK.split(text)) if line]
    if len(lines) > MOST_LINES:
        raise refuse(text=f"a text of {len(lines)} lines, expected at most {MOST_LINES}")
    _seen("".join(lines))
    return "\n".join(lines)


def parse_prose(value: Any) -> str:
    """Lines of text, parted by \\n, without blanks around them or empty lines at either end."""
    lines = _BREAK.split(_stripped(value, LONGEST_PROSE).replace("\t", " "))
    _seen("".join(lines))
    return "\n".join(line.strip() for line in lines)


def _stripped(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise refuse("a text")
    text = value.strip()
    if not text:
        raise refuse("a text", hint="remove the key or fill it in")
    if len(text) > longest:
        raise refuse(text=f"a text of {len(text)} characters, expected at most {longest}")
    return text


def _seen(text: str) -> str:
    """A text of which something is seen."""
    if text.isprintable():
        return text
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise refuse("a text without control characters", hint=f"remove U+{ord(character):04X}")
    if all(unicodedata.category(character)[0] in "ZC" for character in text):
        raise refuse("a text that can be seen", hint="remove the key or fill it in")
    return text


def parse_id(value: Any) -> str:
    """A name that is safe in file names, in XML and in `drop` lists."""
    expected = "an id of letters, digits, - and _"
    if not isinstance(value, str):
        raise refuse(expected)
    text = nfc(value)
    if len(text) > LONGEST_ID or not is_id(text):
        proposal = slug(text)
        raise refuse(expected, hint=f"write {proposal}" if proposal else "")
    if is_device(text):
        raise refuse("another id", hint="Windows keeps this name for a device")
    return text


def parse_day(value: Any) -> date:
    """A day as YYYY-MM-DD that exists."""
    if not isinstance(value, str):
        raise refuse(_DAY_EXPECTED)
    if _DAY.fullmatch(value):
        return _day(value)
    loose = _LOOSE_DAY.fullmatch(value)
    if not loose:
        raise refuse(_DAY_EXPECTED, hint="write year, month, day: 2022-01-31")
    year, month, day = loose.groups()
    raise refuse(_DAY_EXPECTED, hint=f"write {_day(f'{year}-{month:0>2}-{day:0>2}')}")


@lru_cache(1024)  # of many rows most are of the same few days
def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse(_DAY_EXPECTED, hint="there is no such day") from None


def parse_colour(value: Any) -> str:
    """A colour as #rrggbb in lower case."""
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        comment = "# starts a comment: put the colour in quotes" if value is None else ""
        raise refuse('a colour as "#rrggbb"', hint=comment or 'write it in quotes: "#b2182b"')
    digits = value[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def parse_country(value: Any) -> str:
    """A country by its ISO 3166-1 code, of two letters or three, or by its name: its code of two letters."""
    if isinstance(value, str) and value in COUNTRY_CODES:
        return value
    found = sorted(countries_called(value)) if isinstance(value, str) else []
    if len(found) == 1:
        return found[0]
    if found:
        meant = " or ".join(f"{code} for {territory(code, 'en')}" for code in found)
        raise refuse(text=f"{quote(value)} is what several countries are called", hint=f"write {meant}")
    raise refuse("a country, by its code or its name, e.g. UA or Ukraine", hint=_country_hint(value))


def _country_hint(value: Any) -> str:
    """A code in small letters, or the name that is spelled almost so."""
    text = value.strip() if isinstance(value, str) else ""
    code = _COMMONLY_MEANT.get(text.upper(), text.upper())
    if is_code(code):
        return f"write {code}"
    near = nearest(text, english_names(), _LIKENESS) if len(text) < LONGEST_NAME else ""
    return f"did you mean {near}?" if near else ""


def parse_url(value: Any) -> str:
    """A link that a page may carry."""
    expected = "a link that starts with https:// or http://"
    if not isinstance(value, str):
        raise refuse(expected)
    if len(value) > LONGEST_URL or not value.isprintable() or _NOT_IN_URL.search(value):
        raise refuse(expected, hint=f"a link has no blanks or quotes, and at most {LONGEST_URL} characters")
    try:
        parts = urlsplit(value)
        is_link = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_link = False
    if not is_link:
        raise refuse(expected, hint=f"write https://{value}" if value.startswith("www.") else "")
    return value


def parse_address(value: Any) -> str:
    """A link that a page may carry, or the address of a mailbox."""
    text = value if isinstance(value, str) else ""
    if text.startswith("mailto:"):
        if _MAILBOX.fullmatch(text) and len(text) <= LONGEST_URL and text.isprintable():
            return text
        raise refuse("the address of a mailbox, e.g. mailto:desk@example.org")
    if text.lower().startswith(ADDRESSES):
        return parse_url(value)
    likely = f"mailto:{text}" if _MAILBOX.fullmatch(f"mailto:{text}") else f"https://{text}"
    hint = f"write {likely}" if likely.startswith("mailto:") or text.startswith("www.") else ""
    raise refuse("an address that starts with https://, http:// or mailto:", hint=hint)


def parse_grade(value: Any) -> str:
    """Reliability of the source and credibility of the item, judged apart (Admiralty code)."""
    if isinstance(value, str) and _GRADE.fullmatch(value):
        return value
    loose = value.strip().upper().replace("-", "").replace("/", "") if isinstance(value, str) else ""
    hint = f"write {loose}" if _GRADE.fullmatch(loose) else ""
    raise refuse("a grade from A1 to F6: source A to F, item 1 to 6", hint=hint)


def parse_source_ids(value: Any) -> tuple[str, ...]:
    """Ids of sources, where they are part of another value; one stands for a list of one."""
    listed = _listed(value)
    if not isinstance(listed, list):
        raise refuse("`sources` to be an id or a list of ids")
    return tuple(parse_id(name) for name in listed)


def _listed(value: Any) -> Any:
    """One source id stands for a list of one."""
    if isinstance(value, list) and len(value) > MOST_SOURCES:
        raise refuse(text=f"a list of {len(value)}, expected at most {MOST_SOURCES}")
    return [value] if isinstance(value, str) else value


_GRADE = re.compile(r"[A-F][1-6]")
GRADE_SCHEMA = {"type": "string", "pattern": f"^{_GRADE.pattern}$"}
_ID_SCHEMA = {"type": "string", "pattern": f"^{_ID_PATTERN}$", "maxLength": LONGEST_ID}
_TEXT_SCHEMA = {"type": "string", "pattern": r"\S", "maxLength": LONGEST_TEXT}
_COUNTRY_SCHEMA = {
    "anyOf": [
        {"enum": [*sorted(COUNTRY_CODES), "UK"]},
        {"type": "string", "pattern": r"[^\x00-\x7f]|\S.*\S.*\S", "maxLength": LONGEST_TEXT},  # a name
    ]
}
_DAY_SCHEMA = {"type": "string", "pattern": f"^{_DAY.pattern}$", "format": "date"}
_URL_SCHEMA = {"type": "string", "pattern": r"^https?://[^\s<>\"]+$", "maxLength": LONGEST_URL, "format": "uri"}
_PROSE_SCHEMA = {"type": "string", "pattern": r"\S", "maxLength": LONGEST_PROSE}
_ADDRESS_SCHEMA = {
    "type": "string", "pattern": r"^(https?://|mailto:)[^\s<>\"]+$", "maxLength": LONGEST_URL, "format": "uri",
}  # fmt: skip
_COLOUR_SCHEMA = {"type": "string", "pattern": f"^{_COLOUR.pattern}$"}

# Named aliases, so that the JSON Schema states each once.
Text = TypeAliasType("Text", Annotated[str, Checked(parse_text, _TEXT_SCHEMA)])
Lines = TypeAliasType("Lines", Annotated[str, Checked(parse_lines, _TEXT_SCHEMA)])
Prose = TypeAliasType("Prose", Annotated[str, Checked(parse_prose, _PROSE_SCHEMA)])
Address = TypeAliasType("Address", Annotated[str, Checked(parse_address, _ADDRESS_SCHEMA)])
Slug = TypeAliasType("Slug", Annotated[str, Checked(parse_id, _ID_SCHEMA)])
Day = TypeAliasType("Day", Annotated[date, Checked(parse_day, _DAY_SCHEMA)])
Colour = TypeAliasType("Colour", Annotated[str, Checked(parse_colour, _COLOUR_SCHEMA)])
Country = TypeAliasType("Country", Annotated[str, Checked(parse_country, _COUNTRY_SCHEMA)])
Url = TypeAliasType("Url", Annotated[str, Checked(parse_url, _URL_SCHEMA)])
Grade = Annotated[str, Checked(parse_grade, GRADE_SCHEMA)]
SOURCE_IDS_SCHEMA = {"anyOf": [_ID_SCHEMA, {"type": "array", "items": _ID_SCHEMA, "maxItems": MOST_SOURCES}]}
_SourceIdsInput = Slug | Annotated[list[Slug], Field(max_length=MOST_SOURCES)]
SourceIds = TypeAliasType(
    "SourceIds", Annotated[tuple[Slug, ...], BeforeValidator(_listed, json_schema_input_type=_SourceIdsInput)]
)
