"""What a cell plainly says of a position: `50,5997`, `52°45'N`, `36 14 30 E`, `48.57, 37.99`, `POINT (37.99 48.57)`.

Degrees are WGS 84. A comma in one coordinate is a decimal comma, as no degrees are in thousands.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Literal, NamedTuple

from geomap.tables.plain import words
from geomap.tables.plain.grids import grid_position
from geomap.tables.plain.words import one_of

Axis = Literal["lat", "lon"]
OIs = Literal["", "east", "west"]

LIMITS: dict[Axis, int] = {"lat": 90, "lon": 180}
_LONGEST = 120  # characters
_DIGITS = 8  # behind the point, a millimetre
_SIGNS = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"), **dict.fromkeys(map(ord, "º˚ᵒ"), "°"),
    **dict.fromkeys(map(ord, "’‘ʼ`´′ʹ＇"), "'"), **dict.fromkeys(map(ord, "”“″ʺ„＂"), '"'),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " "),
}  # fmt: skip
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,20})?"
_PART = r"[0-9]{1,2}(?:[.,][0-9]{1,20})?"
_PARTS = (
    rf"(?P<deg>{_NUMBER})\s*(?:[°:]|deg(?:rees)?|град\.?|\s)?\s*"
    rf"(?:(?P<min>{_PART})\s*(?:[':]|min|\s)?\s*(?:(?P<sec>{_PART})\s*(?:\"|''|sec)?)?)?"
)
_DECIMAL = re.compile(rf"[+-]?{_NUMBER}")
_WKT = re.compile(
    r"(?:srid=4326;)?\s*point\s*(?:zm?|m)?\s*\(\s*([+-]?[0-9.]+(?:e-?[0-9]+)?)\s+([+-]?[0-9.]+(?:e-?[0-9]+)?)(?:\s+\S+)*\s*\)"
)
_PAIR = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?)\s*°?(?:\s*[,;/|]\s*|\s+)([+-]?[0-9]{1,3}(?:\.[0-9]+)?)\s*°?")
_COMMA_PAIR = re.compile(r"([+-]?[0-9]{1,3},[0-9]+)\s*°?(?:\s*[;/|]\s*|,?\s+)([+-]?[0-9]{1,3},[0-9]+)\s*°?")
_O = "o"  # a side that is not known by its letter
_SIGN = {"north": 1, "south": -1, "east": 1, "west": -1}
_AXIS: dict[str, Axis] = {"north": "lat", "south": "lat", "east": "lon", "west": "lon"}


class Degrees(NamedTuple):
    """One coordinate in degrees, and how a notice calls the form that it was read from, in the plural."""

    value: float
    said: str


class Either(NamedTuple):
    """A position of which nothing says which number is the latitude."""

    first: float
    second: float


class Position(NamedTuple):
    """A position in degrees, latitude and longitude."""

    lat: float
    lon: float


def degrees_in(text: str, axis: Axis, o_is: OIs = "") -> Degrees | None:  # noqa: PLR0911 - one a form
    """The latitude or longitude that a cell states in another form than decimal degrees; None where it states none.

    `o_is` says what the letter O means, which is east in German, and west in French and Spanish.
    """
    if len(text) > _LONGEST:
        return None
    plain = _folded(text)
    if _DECIMAL.fullmatch(plain):
        if plain == text and "," not in text:
            return None  # which is refused as a number
        return _within(float(plain.replace(",", ".")), axis, "degrees with a decimal comma")
    side, rest = _hemisphere(plain, o_is)
    if side and _AXIS.get(side) != axis:
        return None
    found = _patterns()["parts"].fullmatch(rest.strip())
    if not found or (side and found["sign"]):
        return None
    has_marks = side or set(rest) & {"°", "'", ":"} or "deg" in rest or "град" in rest
    if not has_marks:
        return None
    value = _decimal(found)
    if value is None:
        return None
    value = -value if found["sign"] == "-" or (side and _SIGN[side] < 0) else value
    return _within(value, axis, "degrees and minutes" if found["min"] else "degrees with a sign or letter")


def says_o(text: str) -> bool:
    """Whether a longitude is said to be O, which is east to some and west to others."""
    plain = _folded(text)
    return any(character.isdigit() for character in plain) and _hemisphere(plain, "")[0] == _O


def hemisphere_of(text: str) -> str:
    """Where a coordinate says that it lies: north, south, east, west, or o; empty where it does not."""
    return _hemisphere(_folded(text), "")[0]


def position_in(text: str, o_is: OIs = "") -> Position | Either | None:
    """The position that one cell states, or two numbers of which either may be the latitude; None where it states none.

    Well-known text has the longitude first, by its standard (OGC 06-103r4).
    """
    if len(text) > _LONGEST:
        return None
    plain = _folded(text)
    if found := _WKT.fullmatch(plain):
        lon, lat = _number(found[1]), _number(found[2])
        return _position(lat, lon) if lat is not None and lon is not None else None
    if grid := grid_position(text):
        return Position(*grid)
    plain = plain.strip("()[] ")
    if found := _patterns()["named"].fullmatch(plain):
        return _position(float(found["lat"].replace(",", ".")), float(found["lon"].replace(",", ".")))
    for form in (_PAIR, _COMMA_PAIR):
        if (found := form.fullmatch(plain)) and not re.fullmatch(r"[0-9]+,[0-9]+", plain):
            first, second = (float(part.replace(",", ".")) for part in found.groups())
            return (
                Either(first, second)
                if max(abs(first), abs(second)) <= 180 and min(abs(first), abs(second)) <= 90
                else None
            )
    return _of_two(plain, o_is)


def _of_two(plain: str, o_is: OIs) -> Position | None:
    """A position of two coordinates that each say where they lie, in either order."""
    found: set[Position] = set()
    for cut in range(1, len(plain)):
        if plain[cut] not in " ,;/|" and not (plain[cut - 1].isalpha() or plain[cut - 1] in "\"'°."):
            continue
        first, second = plain[:cut].strip(" ,;/|"), plain[cut:].strip(" ,;/|")
        for lat, lon in ((first, second), (second, first)):
            north, east = degrees_in(lat, "lat"), degrees_in(lon, "lon", o_is)
            if north and east and hemisphere_of(lat) and hemisphere_of(lon):
                found.add(Position(north.value, east.value))
    return found.pop() if len(found) == 1 else None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compiled when the first cell needs them."""
    sides = {"north": words.NORTH, "south": words.SOUTH, "east": words.EAST, "west": words.WEST, _O: words.EAST_OR_WEST}
    both = "|".join(f"(?P<{name}>{one_of(letters)})" for name, letters in sides.items())
    lat, lon = one_of(("lat", "latitude")), one_of(("lon", "long", "lng", "longitude"))
    return {
        "before": re.compile(rf"(?:{both})(?![^\W\d_])\s*"),
        "behind": re.compile(rf"(?<![^\W\d_])(?:{both})$"),
        "parts": re.compile(rf"(?P<sign>[+-]?)\s*{_PARTS}"),
        "named": re.compile(
            rf"{lat}\s*[:=]?\s*(?P<lat>[+-]?{_NUMBER})\s*[,;]?\s*{lon}\s*[:=]?\s*(?P<lon>[+-]?{_NUMBER})"
        ),
    }


def _folded(text: str) -> str:
    return words.folded(text.translate(_SIGNS))


def _hemisphere(plain: str, o_is: str) -> tuple[str, str]:
    """Where a coordinate says that it lies, and the rest of it."""
    for place in ("before", "behind"):
        pattern = _patterns()[place]
        found = pattern.match(plain) if place == "before" else pattern.search(plain)
        if found:
            side = next(name for name, letters in found.groupdict().items() if letters)
            rest = plain[found.end() :] if place == "before" else plain[: found.start()]
            return (o_is or _O, rest) if side == _O else (side, rest)
    return "", plain


def _decimal(found: re.Match[str]) -> float | None:
    """Degrees of degrees, minutes and seconds, of which only the last may have a fraction."""
    parts = [part.replace(",", ".") for part in (found["deg"], found["min"], found["sec"]) if part]
    if any("." in part for part in parts[:-1]):
        return None
    numbers = [float(part) for part in parts]
    if any(number >= 60 for number in numbers[1:]):
        return None
    return math.fsum(number / 60**power for power, number in enumerate(numbers))


def _within(value: float, axis: Axis, said: str) -> Degrees | None:
    return Degrees(round(value, _DIGITS), said) if abs(value) <= LIMITS[axis] else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _position(lat: float, lon: float) -> Position | None:
    is_one = abs(lat) <= LIMITS["lat"] and abs(lon) <= LIMITS["lon"]
    return Position(round(lat, _DIGITS), round(lon, _DIGITS)) if is_one else None
