"""What countries are called: their codes by any usual name, in English and in the languages of many maps.

Names are those of Babel (CLDR), and for English those of `countries.csv` beside it: older and official ones, and the
forms of large tables, as `Korea, Rep.` A name that several countries bear stands for each of them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from geomap.loading import Later
from geomap.wording import TABLES, territory

core = Later("babel.core")

# ISO 3166-1 alpha-2, and XK for Kosovo, which has no code there.
_CODES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
    GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
    KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
    MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
    SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
    UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
COUNTRY_CODES = frozenset(_CODES.split())
_LANGUAGES = (
    "uk", "ru", "de", "fr", "es", "pl", "it", "pt", "nl", "tr", "ar", "be", "bg", "cs", "da", "el", "et", "fa", "fi",
    "he", "hr", "hu", "id", "ja", "ka", "ko", "lt", "lv", "nb", "ro", "sk", "sl", "sr", "sv", "vi", "zh",
)  # fmt: skip
_CODE = 2  # letters
_USUAL_IN_ENGLISH = {"AE": "UAE", "CD": "DRC", "CF": "CAR", "GB": "UK", "XK": "KOS"}
_ALPHA_3 = {"XKX": "XK", "XKK": "XK"}  # no codes of ISO, and in use for Kosovo
_WITHDRAWN = frozenset({
    "AFI", "ANT", "ATB", "ATN", "BUR", "BYS", "CSK", "CTE", "DDR", "DHY", "FXX", "GEL", "HVO", "JTN", "MID", "NHB",
    "NTZ", "PCI", "PCZ", "PHI", "PUS", "RHO", "ROM", "SCG", "SKM", "SUN", "TMP", "VDR", "WAK", "XKK", "YMD", "YUG",
    "ZAR",
})  # fmt: skip
_IN_FULL = {
    "st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic", "fed": "federated", "sts": "states",
    "ppl": "peoples", "isl": "islands", "is": "islands",
}  # fmt: skip
_UNSAID = {"the", "of"}
_MARKS = re.compile(r"['’ʼ`´.]")
_WORDS = re.compile(r"[^\W_]+")


def countries_called(text: str) -> frozenset[str]:
    """The ISO 3166-1 alpha-2 codes of the countries that a code or a name stands for; none where it is not known.

    Codes of two or three letters count as written, in capitals. What a name means in English it does not mean in
    another language.
    """
    text = text.strip()
    if text in COUNTRY_CODES:
        return frozenset((text,))
    if found := _by_alpha_3().get(text):
        return frozenset((found,))
    if len(text) == _CODE and text.isascii() and not text.isupper():
        return frozenset()  # `uk` is the language of another country
    keys = _keys(text)
    return _among(_english(), keys) or _among(_elsewhere(), keys)


def country_numbered(number: int) -> str:
    """The alpha-2 code of the country with a numeric code of ISO 3166-1; empty where none has it."""
    aliases: Mapping[str, list[str]] = core.get_global("territory_aliases")
    found = aliases.get(f"{number:03}", [])
    return found[0] if len(found) == 1 and found[0] in COUNTRY_CODES else ""


def is_code(text: str) -> bool:
    """Whether a country is stated by its code, not by its name."""
    return text in COUNTRY_CODES or text in _by_alpha_3()


_LITTLE_KNOWN = {"BQ", "IO", "SJ", "TF", "UM"}  # of islands that have no flag of their own


def short_code(code: str, lang: str) -> str:
    """What stands for a country where its name has no room: its code of three letters, or what is more usual than that;
    empty where it has none, or one that few know.
    """
    usual = _USUAL_IN_ENGLISH.get(code, "") if lang.partition("-")[0].lower() == "en" else ""
    known = (three for three, two in _by_alpha_3().items() if two == code and three not in _WITHDRAWN)
    return usual or ("" if code in _LITTLE_KNOWN else next(known, ""))


def english_names() -> list[str]:
    """What countries are called in English, to find the one that a slip of the pen is near to."""
    return sorted({territory(code, "en") for code in COUNTRY_CODES})


def _among(names: Mapping[str, frozenset[str]], keys: Iterable[str]) -> frozenset[str]:
    return next((names[key] for key in keys if key in names), frozenset())


def _keys(text: str) -> list[str]:
    """The keys that a name may be known by; of one with a comma that of its parts turned round as well."""
    before, comma, after = text.partition(",")
    return [key for name in (text, f"{after} {before}" if comma else "") if (key := _key(name))]


def _key(name: str) -> str:
    """The letters of a name, without accents, letter case and what is not said."""
    plain = unicodedata.normalize("NFKD", _MARKS.sub("", name.replace("&", " and ")).casefold())
    words = _WORDS.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    return "".join(_IN_FULL.get(word, word) for word in words if word not in _UNSAID)


@cache
def _by_alpha_3() -> dict[str, str]:
    """Alpha-2 codes by those of three letters, the withdrawn ones of countries that have others now too."""
    aliases: Mapping[str, list[str]] = core.get_global("territory_aliases")
    found = {old: new[0] for old, new in aliases.items() if len(old) == 3 and old.isalpha() and len(new) == 1}
    return {**{old: new for old, new in found.items() if new in COUNTRY_CODES}, **_ALPHA_3}


@cache
def _table() -> tuple[tuple[str, str], ...]:
    with (TABLES / "countries.csv").open(encoding="utf-8", newline="") as table:
        return tuple((row["code"], row["name"]) for row in csv.DictReader(table))


@cache
def _english() -> Mapping[str, frozenset[str]]:
    return _named((*((code, territory(code, "en")) for code in sorted(COUNTRY_CODES)), *_table()))


@cache
def _elsewhere() -> Mapping[str, frozenset[str]]:
    return _named((code, territory(code, lang)) for lang in _LANGUAGES for code in sorted(COUNTRY_CODES))


def _named(names: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, name in names:
        for key in _keys(name) if name else ():
            found[key].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}
