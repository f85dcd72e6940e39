"""Counts as people type them: what is taken, what is refused with which fix, and what sums say of them."""

from __future__ import annotations

import math
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic_core import PydanticCustomError

from geomap.config.legend import LegendRow
from geomap.facts import Claim, CountKind, Estimate
from geomap.facts.sums import allowed, total
from geomap.values.counts import _CLAIMED_SCHEMA as CLAIMED_SCHEMA
from geomap.values.counts import COUNT_SCHEMA, EXPECTED, Claimed, parse_claimed_count, parse_count

UNKNOWN = Estimate(CountKind.UNKNOWN)


def refused(value: Any) -> tuple[str, str]:
    with pytest.raises(PydanticCustomError) as error:
        parse_claimed_count(value)
    context = error.value.context
    assert context is not None
    return context["expected"], context["hint"]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (0, Estimate.exact(0)),
        (1_000_000_000, Estimate.exact(1_000_000_000)),
        ("unknown", UNKNOWN),
        ({"unknown": True}, UNKNOWN),
        ({"exact": 7}, Estimate.exact(7)),
        ({"about": 7}, Estimate.about(7)),
        ({"at_least": 7}, Estimate(CountKind.AT_LEAST, 7, None)),
        ({"at_most": 7}, Estimate(CountKind.AT_MOST, None, 7)),
        ({"min": 7, "max": 7}, Estimate(CountKind.RANGE, 7, 7)),
    ],
)
def test_counts_are_read_as_they_are_claimed_and_so_says_the_schema(value: Any, count: Estimate) -> None:
    assert parse_count(value) == parse_claimed_count(value) == count
    assert Draft202012Validator(COUNT_SCHEMA).is_valid(value)
    assert Draft202012Validator(CLAIMED_SCHEMA).is_valid(value)


def test_a_count_can_have_sources_and_a_grade_of_its_own() -> None:
    value = {"about": 7, "sources": ["daily"], "grade": "B2"}
    assert parse_claimed_count(value) == Claimed(Estimate.about(7), Claim(("daily",), "B2"))
    assert parse_claimed_count({"exact": 7, "grade": "B2"}) == Claimed(Estimate.exact(7), Claim((), "B2"))
    assert Draft202012Validator(CLAIMED_SCHEMA).is_valid(value)
    assert not Draft202012Validator(COUNT_SCHEMA).is_valid(value)
    words = "write {exact: ..., sources: ...}, or {about: ...}"
    assert refused({"sources": ["daily"]}) == ("the number beside its sources", words)


@pytest.mark.parametrize("key", ["about", "at_least", "at_most", "exact", "unknown"])
def test_a_form_has_no_key_but_its_own(key: str) -> None:
    value = {key: True if key == "unknown" else 7, "max": 9}
    assert refused(value) == (EXPECTED, "")
    assert refused({"min": 1, "max": 2, key: 3})[0] == EXPECTED
    assert not Draft202012Validator(COUNT_SCHEMA).is_valid(value)


@pytest.mark.parametrize(
    "value", [-1, 1_000_000_001, "7", True, 7.5, {"min": 1}, {"max": 1}, {"unknown": False}, {}, []]
)
def test_what_is_refused_is_no_count_for_the_schema_either(value: Any) -> None:
    assert refused(value)[0] == EXPECTED
    assert not Draft202012Validator(COUNT_SCHEMA).is_valid(value)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (None, "write unknown, or remove the key where nothing is claimed"),
        (True, ""),
        ([5], ""),
        (math.nan, "write unknown"),
        (1_000_000_001, "a count is at most 1000000000"),
        (-1_000_000_001, "a count is at most 1000000000"),
        (1e300, "a count is at most 1000000000"),
        (-5, ""),
        (-1_000_000_000, ""),
        (12000.0, "write 12000"),
        (1000.0, "write 1000"),
        (999.0, "write it without point or exponent"),  # may be 999,000
        (12000.5, "write it without point or exponent"),
        (1e9, "write 1000000000"),
        (" unknown ", "write unknown"),
        ("Unknown", "write unknown"),
        ("N/A", "write unknown"),
        ("?", "write unknown"),
        ("unkown", "write unknown"),
        ("some", ""),
        ("12,000", "write 12000"),
        ("12.000", "write 12000"),
        ("12 000", "write 12000"),
        ("12'000", "write 12000"),
        ("1,2", ""),
        ("12k", "write 12000"),
        ("12 K", "write 12000"),
        ("~ 300", "write {about: 300}"),
        ("≈300", "write {about: 300}"),
        ("c. 300", "write {about: 300}"),
        ("ca. 300", "write {about: 300}"),
        ("approx 300", "write {about: 300}"),
        ("About 3k", "write {about: 3000}"),
        (">300", "write {at_least: 300}"),
        (">= 300", "write {at_least: 300}"),
        ("more than 300", "write {at_least: 300}"),
        ("300+", "write {at_least: 300}"),
        ("3k +", "write {at_least: 3000}"),
        ("<300", "write {at_most: 300}"),
        ("up to 300", "write {at_most: 300}"),
        ("300-500", "write {min: 300, max: 500}"),
        ("3k – 5k", "write {min: 3000, max: 5000}"),
        ("3000 to 5,000", "write {min: 3000, max: 5000}"),
        ("300..500", "write {min: 300, max: 500}"),
        ("1" * 40, f"write {'1' * 40}"),
        ("1" * 41, ""),
        ({"min": 5}, "write {at_least: ...} where the upper end is open"),
        ({"max": 5}, "write {at_most: ...} where the lower end is open"),
        ({"about": "12,000"}, "write 12000"),
        ({"min": 5, "max": "12k"}, "write 12000"),
        ({"min": -5, "max": 2e9}, "a count is at most 1000000000"),
        ({"abuot": 5}, ""),
    ],
)
def test_the_likely_fix(value: Any, hint: str) -> None:
    assert refused(value) == (EXPECTED, hint)


@pytest.mark.parametrize(
    "text",
    ["?", "n/a", "NA", "-", "–", "TBD", "unk", "none", "NaN", "null", "not known", "unkown", "unknow", "UNKNOWN"],
)
def test_what_people_type_where_nothing_is_known(text: str) -> None:
    assert refused(text) == (EXPECTED, "write unknown")


def test_ends_that_are_swapped() -> None:
    assert refused({"min": 9, "max": 5}) == ("min to be no larger than max", "write {min: 5, max: 9}")


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([Estimate.exact(5)], Estimate.exact(5)),
        ([Estimate.about(12_000), Estimate.exact(449)], Estimate.about(12_000)),
        ([Estimate.about(12_000), Estimate.exact(500)], Estimate.about(13_000)),
        ([Estimate.about(12_500), Estimate.about(310)], Estimate.about(12_800)),
        ([Estimate(CountKind.RANGE, 300, 510), Estimate.exact(7)], Estimate(CountKind.RANGE, 300, 520)),
        ([Estimate(CountKind.AT_LEAST, 1100), Estimate.exact(7)], Estimate(CountKind.AT_LEAST, 1100)),
        ([Estimate(CountKind.AT_MOST, None, 1100), Estimate.exact(0)], Estimate(CountKind.AT_MOST, None, 1100)),
        ([Estimate.exact(7), UNKNOWN], Estimate(CountKind.AT_LEAST, 7)),
        ([UNKNOWN], UNKNOWN),
    ],
)
def test_a_sum_is_no_more_precise_than_its_parts(counts: list[Estimate], expected: Estimate) -> None:
    assert total(counts) == expected


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(12_000, 11_500, 12_500), (12_500, 12_450, 12_550), (10_000, 9_500, 10_500), (12, 12, 12), (0, 0, 0),
     (120, 115, 125), (5_000_000, 4_950_000, 5_050_000)],
)  # fmt: skip
def test_about_may_be_half_of_its_last_place_more_or_less(count: int, low: int, high: int) -> None:
    found = allowed(Estimate.about(count))
    assert (found.kind, found.minimum, found.maximum) == (CountKind.RANGE, low, high)


@pytest.mark.parametrize("count", [Estimate.exact(5), UNKNOWN, Estimate(CountKind.AT_LEAST, 500)])
def test_other_counts_mean_what_they_say(count: Estimate) -> None:
    assert allowed(count) == count


@pytest.mark.parametrize(
    ("values", "is_right"), [([1], True), ([1] * 6, True), ([], False), ([1] * 7, False), (5, False)]
)
def test_the_key_has_one_to_six_circles_largest_first(values: Any, is_right: bool) -> None:
    try:
        row = LegendRow(values=values)
    except ValueError as error:
        assert not is_right
        assert "a list of 1 to 6 whole numbers" in str(error)
    else:
        assert is_right
        assert row.values == (1,)
    assert LegendRow(values=[10, 500, 10, 100]).values == (500, 100, 10)
    assert LegendRow().max_diameter == 60
