"""Counts as they were claimed, and what units say of themselves."""

from __future__ import annotations

import pytest

from geomap.facts import Claim, CountKind, Coverage, Estimate, Formation, Place, Side, Unit, count_mark

EXACT, ABOUT = Estimate.exact(5), Estimate.about(7)
RANGE = Estimate(CountKind.RANGE, 3, 9)
AT_LEAST, AT_MOST = Estimate(CountKind.AT_LEAST, 4), Estimate(CountKind.AT_MOST, None, 6)
UNKNOWN, ZERO = Estimate(CountKind.UNKNOWN), Estimate.exact(0)


@pytest.mark.parametrize(
    ("count", "value", "known", "mark"),
    [
        (EXACT, 5, True, "exact"),
        (ABOUT, 7, True, "about"),
        (RANGE, None, True, "range"),
        (AT_LEAST, None, True, "at_least"),
        (AT_MOST, None, True, "at_most"),
        (UNKNOWN, None, False, "unknown"),
        (ZERO, 0, True, "zero"),
    ],
)
def test_what_a_count_says(count: Estimate, value: int | None, known: bool, mark: str) -> None:
    assert (count.value, count.is_known, count_mark(count)) == (value, known, mark)


def test_no_count_has_a_mark_of_its_own() -> None:
    assert count_mark(None) == "absent"


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        (EXACT, EXACT, Estimate.exact(10)),
        (EXACT, ABOUT, Estimate.about(12)),
        (ABOUT, ABOUT, Estimate.about(14)),
        (EXACT, RANGE, Estimate(CountKind.RANGE, 8, 14)),
        (RANGE, RANGE, Estimate(CountKind.RANGE, 6, 18)),
        (EXACT, AT_LEAST, Estimate(CountKind.AT_LEAST, 9)),
        (AT_LEAST, AT_LEAST, Estimate(CountKind.AT_LEAST, 8)),
        (EXACT, AT_MOST, Estimate(CountKind.RANGE, 5, 11)),
        (AT_MOST, AT_MOST, Estimate(CountKind.AT_MOST, None, 12)),
        (ZERO, AT_MOST, Estimate(CountKind.AT_MOST, None, 6)),
        (AT_LEAST, AT_MOST, Estimate(CountKind.AT_LEAST, 4)),
        (EXACT, UNKNOWN, Estimate(CountKind.AT_LEAST, 5)),
        (ZERO, UNKNOWN, UNKNOWN),
        (AT_MOST, UNKNOWN, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (ZERO, ZERO, ZERO),
    ],
)
def test_sums_are_those_of_intervals_whatever_stands_first(one: Estimate, other: Estimate, total: Estimate) -> None:
    assert one + other == other + one == total


@pytest.mark.parametrize(
    ("formation", "full_type", "text"),
    [
        (Formation("tank"), "tank", "tank"),
        (Formation("tank", 2), "tank", "2 tank"),
        (Formation("tank", 2, echelon="brigade"), "tank brigade", "2 tank brigade"),
        (Formation("headquarters", echelon="army"), "army headquarters", "army headquarters"),
        (Formation("air defence Staff", echelon="corps"), "air defence corps Staff", "air defence corps Staff"),
        (Formation("tank", 3, "1st Tanks", "army"), "tank army", "1st Tanks"),
    ],
)
def test_formations_in_words(formation: Formation, full_type: str, text: str) -> None:
    assert (formation.full_type, formation.text) == (full_type, text)


def test_a_claim_of_its_own_holds_for_a_figure_and_the_units_for_all_else() -> None:
    unit = Unit(
        "a", "A", "A", Place(1, 2), troops=EXACT, equipment={"tanks": RANGE, "artillery": ABOUT}, sources=("x", "y"),
        grade="B2", claims={
            "tanks": Claim(("z",), "C3"), "artillery": Claim((), "D4"), "position": Claim(("y", "w")),
        },
    )  # fmt: skip
    assert list(unit.figures) == ["troops", "tanks", "artillery"]
    assert [unit.sources_of(name) for name in ("troops", "tanks", "artillery", "position")] == [
        ("x", "y"), ("z",), ("x", "y"), ("y", "w"),
    ]  # fmt: skip
    assert [unit.grade_of(name) for name in ("troops", "tanks", "artillery", "position")] == ["B2", "C3", "D4", ""]
    assert unit.all_sources == ("x", "y", "z", "w")
    assert Unit("a", "A", "A", Place(1, 2)).figures == {}


def test_coverage_and_what_is_not_stated() -> None:
    assert Coverage(10, 6, 1).unsourced == 3
    assert Coverage().unsourced == 0
    assert (Side("a", "A").affiliation, Place(1, 2).found_by, Unit("a", "A", "A", Place(1, 2)).basis) == (
        "unknown", "coordinates", "reported",
    )  # fmt: skip
