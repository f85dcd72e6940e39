"""Counts as they are claimed: `n`, `{min, max}`, `{about}`, `{at_least}`, `{at_most}` or `unknown`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any

from typing_extensions import TypeAliasType

from geomap.facts import LARGEST_COUNT, Claim, CountKind, Estimate
from geomap.values.checked import Checked
from geomap.values.plain import GRADE_SCHEMA, SOURCE_IDS_SCHEMA, parse_grade, parse_source_ids
from geomap.values.refusal import refuse

EXPECTED = "a whole number, {min, max}, {about}, {at_least}, {at_most} or unknown"

_NUMBER = r"(\d+(?:[ ,._'\u00a0\u202f]\d{3})*|\d+)\s*(k?)"
# What people type in tables -> how it is written here.
_LOOSE_FORMS = (
    (re.compile(_NUMBER, re.IGNORECASE), "{}"),
    (re.compile(rf"(?:~|≈|about|around|approx\.?|ca?\.?|circa)\s*{_NUMBER}", re.IGNORECASE), "{{about: {}}}"),
    (re.compile(rf"(?:>=?|≥|at least|over|more than)\s*{_NUMBER}", re.IGNORECASE), "{{at_least: {}}}"),
    (re.compile(rf"{_NUMBER}\s*\+", re.IGNORECASE), "{{at_least: {}}}"),
    (re.compile(rf"(?:<=?|≤|at most|up to|under|less than)\s*{_NUMBER}", re.IGNORECASE), "{{at_most: {}}}"),
    (re.compile(rf"{_NUMBER}\s*(?:-|–|—|to|\.\.)\s*{_NUMBER}", re.IGNORECASE), "{{min: {}, max: {}}}"),
)
_CLAIM_KEYS = {"sources", "grade"}
_NOT_KNOWN = ("?", "n/a", "na", "-", "–", "tbd", "unk", "none", "nan", "null", "not known", "unkown", "unknow")


def parse_count(value: Any) -> Estimate:  # noqa: PLR0911 - one a form
    """The claim, with its kind kept."""
    if _is_count(value):
        return Estimate.exact(value)
    if value == CountKind.UNKNOWN and isinstance(value, str):
        return Estimate(CountKind.UNKNOWN)
    if not isinstance(value, dict):
        raise refuse(EXPECTED, hint=_hint(value))
    match value:
        case {"min": low, "max": high, **rest} if not rest and _is_count(low) and _is_count(high):
            if low > high:
                raise refuse("min to be no larger than max", hint=f"write {{min: {high}, max: {low}}}")
            return Estimate(CountKind.RANGE, low, high)
        case {"about": about, **rest} if not rest and _is_count(about):
            return Estimate.about(about)
        case {"at_least": low, **rest} if not rest and _is_count(low):
            return Estimate(CountKind.AT_LEAST, minimum=low)
        case {"exact": number, **rest} if not rest and _is_count(number):
            return Estimate.exact(number)
        case {"unknown": True, **rest} if not rest:
            return Estimate(CountKind.UNKNOWN)
        case {"at_most": high, **rest} if not rest and _is_count(high):
            return Estimate(CountKind.AT_MOST, maximum=high)
    raise refuse(EXPECTED, hint=_hint_for_mapping(value))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A count with sources or a grade of its own."""

    count: Estimate
    claim: Claim


def parse_claimed_count(value: Any) -> Estimate | Claimed:
    """A count, in a mapping with `sources` and `grade` of its own or without."""
    if not isinstance(value, dict) or not value.keys() & _CLAIM_KEYS:
        return parse_count(value)
    count = {key: entry for key, entry in value.items() if key not in _CLAIM_KEYS}
    if not count:
        raise refuse("the number beside its sources", hint="write {exact: ..., sources: ...}, or {about: ...}")
    sources = parse_source_ids(value["sources"]) if "sources" in value else ()
    grade = parse_grade(value["grade"]) if "grade" in value else ""
    return Claimed(parse_count(count), Claim(sources, grade))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT


def _hint(value: Any) -> str:
    """The likely fix of a value that is no count."""
    if value is None:
        return "write unknown, or remove the key where nothing is claimed"
    if isinstance(value, bool):
        return ""
    if isinstance(value, float) and math.isnan(value):
        return "write unknown"
    if isinstance(value, int | float) and not -LARGEST_COUNT <= value <= LARGEST_COUNT:
        return f"a count is at most {LARGEST_COUNT}"
    if isinstance(value, float):
        return _hint_for_float(value)
    return _hint_for_text(value.strip()) if isinstance(value, str) else ""


def _hint_for_float(value: float) -> str:
    """A point may part thousands, as many languages write them, so small numbers are not guessed."""
    return f"write {int(value)}" if value.is_integer() and value >= 1000 else "write it without point or exponent"


def _hint_for_text(text: str) -> str:
    if text.lower() in (*_NOT_KNOWN, "unknown"):
        return "write unknown"
    if len(text) > 40:  # no figure is as long
        return ""
    for form, written in _LOOSE_FORMS:
        found = form.fullmatch(text)
        if found:
            parts = found.groups()
            numbers = [_digits(*parts[i : i + 2]) for i in range(0, len(parts), 2)]
            return f"write {written.format(*numbers)}"
    return ""


def _digits(number: str, thousands: str) -> str:
    return str(int(re.sub(r"\D", "", number))) + ("000" if thousands else "")


def _hint_for_mapping(value: dict[str, Any]) -> str:
    if set(value) == {"min"}:
        return "write {at_least: ...} where the upper end is open"
    if set(value) == {"max"}:
        return "write {at_most: ...} where the lower end is open"
    hints = (_hint(number) for number in value.values() if not _is_count(number))
    return next((hint for hint in hints if hint), "")


_N = {"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT}


def _form(*keys: str) -> dict[str, Any]:
    properties = dict.fromkeys(keys, _N)
    return {"type": "object", "properties": properties, "required": list(keys), "additionalProperties": False}


def _forms(**claim: Any) -> dict[str, Any]:
    mappings = [_form(*keys) for keys in (("min", "max"), ("about",), ("at_least",), ("at_most",), ("exact",))]
    mappings.append({**_form("unknown"), "properties": {"unknown": {"const": True}}})
    forms = [{**form, "properties": {**form["properties"], **claim}} for form in mappings]
    return {"anyOf": [_N, *forms, {"const": "unknown"}]}


COUNT_SCHEMA = _forms()
Count = TypeAliasType("Count", Annotated[Estimate, Checked(parse_count, COUNT_SCHEMA)])
_CLAIMED_SCHEMA = _forms(sources=SOURCE_IDS_SCHEMA, grade=GRADE_SCHEMA)
ClaimedCount = TypeAliasType(
    "ClaimedCount", Annotated[Estimate | Claimed, Checked(parse_claimed_count, _CLAIMED_SCHEMA)]
)
