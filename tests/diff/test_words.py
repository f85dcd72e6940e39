"""Each kind of difference as it is told: in words, in tables, as data, on the map of the change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from geomap.diff import Diff, Difference, Move, compare
from geomap.diff.as_json import as_data, as_json
from geomap.diff.change_map import with_changes
from geomap.diff.markdown import as_markdown
from geomap.diff.text import as_text
from geomap.diff.words import difference, distance, plain
from geomap.facts import Claim, CountKind, Estimate, Formation, Place, Unit
from geomap.facts.columns import NO_ROWS, Records
from geomap.scene import Key, KeyRow, Scene, Symbol
from geomap.scene.change import Timeline
from tests.diff.units import unit
from tests.render.january import january

RANGE = Estimate(CountKind.RANGE, 300, 500)
AT_LEAST, AT_MOST = Estimate(CountKind.AT_LEAST, 200), Estimate(CountKind.AT_MOST, None, 900)
UNKNOWN = Estimate(CountKind.UNKNOWN)
HERE = Place(50.0, 30.0)


@pytest.mark.parametrize(
    ("value", "said", "data"),
    [
        (Difference(300, 300), "+300", 300),
        (Difference(-1200, -1200), "−1,200", -1200),
        (Difference(0, 0), "±0", 0),
        (Difference(500, 500, True), "about +500", {"about": 500}),
        (Difference(-100, 300), "−100 to +300", {"min": -100, "max": 300}),
        (Difference(1, None), "at least +1", {"at_least": 1}),
        (Difference(0, None), "at least ±0", {"at_least": 0}),
        (Difference(None, -1), "at most −1", {"at_most": -1}),
        (Difference(None, 0), "at most ±0", {"at_most": 0}),
        (Difference(None, None), "change not known", "unknown"),
    ],
)
def test_a_difference_in_words_and_as_data(value: Difference, said: str, data: object) -> None:
    assert (difference(value, "en"), as_data(value)) == (said, data)


@pytest.mark.parametrize(
    ("km", "is_about", "said"),
    [(0.004, False, "0.1 km"), (9.94, False, "9.9 km"), (9.99, False, "10 km"), (10.4, False, "10 km"),
     (1234.6, True, "about 1,235 km")],
)  # fmt: skip
def test_a_distance_is_no_finer_than_places_are_known(km: float, is_about: bool, said: str) -> None:
    assert distance(Move("a", km, HERE, HERE, is_about), "en") == said


@pytest.mark.parametrize(
    ("value", "said", "data"),
    [
        (None, "not stated", None),
        ("", "not stated", ""),
        ((), "not stated", []),
        (Estimate.exact(900), "900", 900),
        (Estimate.about(900), "about 900", {"about": 900}),
        (RANGE, "300–500", {"min": 300, "max": 500}),
        (AT_LEAST, "at least 200", {"at_least": 200}),
        (AT_MOST, "at most 900", {"at_most": 900}),
        (UNKNOWN, "number not known", "unknown"),
        (Formation("tank", 2), "2 tank", "2 tank"),
        (date(2021, 3, 1), "2021-03-01", "2021-03-01"),
        (("daily", "weekly"), "daily, weekly", ["daily", "weekly"]),
        ([date(2021, 3, 1)], "2021-03-01", ["2021-03-01"]),
        (0.5, "0.5", 0.5),
    ],
)
def test_a_fact_in_words_and_as_data(value: object, said: str, data: object) -> None:
    assert (plain(value), as_data(value)) == (said, data)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Estimate.exact(5), Estimate.about(9), Difference(4, 4, True)),
        (Estimate.about(9), Estimate.about(9), Difference()),
        (RANGE, Estimate.about(600), Difference(100, 300)),
        (None, Estimate.exact(7), Difference(None, 7)),
        (Estimate.exact(7), None, Difference(-7, None)),
        (AT_MOST, RANGE, Difference(-600, 500)),
    ],
)
def test_what_two_claims_say_of_a_change(before: Estimate | None, after: Estimate | None, expected: Difference) -> None:
    assert Difference.between(before, after) == expected


def test_differences_add_up_end_by_end() -> None:
    assert (
        Difference(1, 1, True) + Difference(2, 2) == Difference(2, 2) + Difference(1, 1, True) == Difference(3, 3, True)
    )
    assert Difference(1, 1, True) + Difference(2, 5) == Difference(3, 6)
    assert Difference(None, 4) + Difference(2, None) == Difference(None, None)


def test_growth_and_loss_are_more_than_nothing() -> None:
    differences = (Difference(1, 9), Difference(0, 9), Difference(-9, 0), Difference(-9, -1))
    assert [by.is_growth for by in differences] == [True, False, False, False]
    assert [by.is_loss for by in differences] == [False, False, False, True]


def test_every_fact_is_compared_under_the_name_that_rows_of_data_have() -> None:
    before = unit(
        "gao", 900, equipment={"field guns": Estimate.exact(4)}, claims={"field guns": Claim(("daily",), "B2")}
    )
    after = replace(
        before, query="Gao", place=replace(before.place, name="Gao", country="ML", found_by="gazetteer"),
        equipment={}, claims={}, troops=None, label="Garrison",
    )  # fmt: skip
    changes = {change.field: (change.before, change.after) for change in compare([before], [after]).changed}
    assert changes == {
        "label": ("Gao", "Garrison"),
        "place": ("", "Gao"),
        "troops": (Estimate.exact(900), None),
        "field_guns": (Estimate.exact(4), None),
        "field_guns_sources": (("daily",), None),
        "field_guns_grade": ("B2", None),
        "found_name": ("", "Gao"),
        "country": ("", "ML"),
        "found_by": ("coordinates", "gazetteer"),
    }


def test_a_move_of_a_rounded_position_is_about_so_far() -> None:
    rounded = unit("gao", 900, precision=0.1)
    north = replace(rounded, place=Place(51.0, 30.0))
    for old, new in ((rounded, replace(north, precision=None)), (replace(rounded, precision=None), north)):
        (move,) = compare([old], [new]).moved
        assert (move.km, move.is_about) == (111.239, True)
    assert not compare([unit("gao", 1)], [unit("gao", 1, lat=51.0)]).moved[0].is_about


def test_units_that_changed_alike_share_a_line_which_names_three() -> None:
    old = [unit(name, 100, side="north") for name in ("a", "b", "c", "d", "e")]
    new = [replace(each, side="south") for each in old]
    assert "  A, B and C   side   north → south\n" in as_text(compare(old[:3], new[:3]), "1", "2")
    assert "  A, B, C and 2 more   side   north → south\n" in as_text(compare(old, new), "1", "2")


def test_a_unit_without_a_label_goes_by_its_id_and_one_that_left_is_told() -> None:
    diff = compare([unit("camp-7", None, label="", lat=-3.123456)], [])
    assert as_text(diff, "1", "2") == (
        "1 → 2\n\nNo longer reported\n  camp-7   -3.1235, 30   not stated\n\n"
        "Troops in all: number not known → 0 (at most ±0)"
    )
    assert json.loads(as_json(diff))["removed"][0]["id"] == "camp-7"


def test_nothing_changed() -> None:
    assert as_text(Diff(), "1", "2") == "1 → 2: no changes"
    assert as_markdown(Diff(), "1", "a_b") == "### 1 → a\\_b\n\nNo changes."


def test_markdown_to_the_letter() -> None:
    diff = compare([unit("a", 900, grade="B2")], [unit("a", 1200, grade="C3", lat=50.5)])
    assert as_markdown(diff, "March", "April #4 www.example.org") == (
        "### March → April #<!-- -->4 www<!-- -->.example.org\n\n"
        "**Troops in all: 900 → 1,200 (+300)**\n\n"
        "**Moved** (1)\n\n| unit | by | from | to |\n| --- | --- | --- | --- |\n| A | 56 km | 50, 30 | 50.5, 30 |\n\n"
        "**Grown** (1)\n\n| unit | figure | from | to | change |\n| --- | --- | --- | --- | --- |\n"
        "| A | troops | 900 | 1,200 | +300 |\n\n"
        "**Only claimed differently: ranges, sources, grades, dates** (1)\n\n| unit | fact | from | to |\n"
        "| --- | --- | --- | --- |\n| A | grade | B2 | C3 |"
    )


MEANT = {  # what sites make of a text, and where that is parted so that they make nothing of it
    "a" * 40: "|".join(["aaaa"] * 10),
    "0" + "b" * 40: "0bbb|" + "|".join(["bbbb"] * 9) + "|b",
    "DEADBEE": "DEAD|BEE",
    "#123": "#|123",
    "GH-1": "GH|-1",
    "gh-1": "gh|-1",
    "PROJ-7": "PROJ|-7",
    "CVE-2024-1": "CVE|-2024-1",
    "GHSA-abcd": "GHSA|-abcd",
    "@name": "@|name",
    "@group/sub": "@|group/sub",
    "owner/repo#1": "owner/repo#|1",
    "owner/repo@abc1234": "owner/repo@|abc1|234",
    "a@b.org": "a@|b.org",
    "mailto:a@b.org": "mailto:a@|b.org",
    "!5": "!|5",
    "~bug": "\\~|bug",
    '~"a bug"': '\\~|"a bug"',
    "&9": "\\&|9",
    "%3": "%|3",
    "$x$": "<span>$</span>x<span>$</span>",
    "https://x.org": "https:|/|/x.org",
    "www.x.org": "www|.x.org",
    "_www.x.org": "\\_www|.x.org",
    "é_www.x.org": "é\\_www|.x.org",
    ":tank:": ":|tank:",
    "<b>": "\\<b\\>",
    "[x](y)": "\\[x\\](y)",
    "![x](y)": "!\\[x\\](y)",
    "`x`": "\\`x\\`",
    "a\n# b": "a # b",
    "2022-01-12": "2022-01-12",
    "3 companies, 1,250": "3 companies, 1,250",
}


@pytest.mark.parametrize("label", MEANT)
def test_no_text_of_a_config_is_more_than_text_in_markdown(label: str) -> None:
    """Commits, issues, people, addresses, formulas and small pictures are none."""
    text = as_markdown(compare([], [unit("a", 1, label=label)]), label, label)
    said = MEANT[label].replace("|", "<!-- -->")
    assert f"### {said} → {said}\n" in text
    assert f"\n| {said} | 50, 30 | 1 |" in text


def test_the_commit_that_is_compared_with_is_a_link() -> None:
    assert as_markdown(Diff(), "c0ffee00.yaml at abcdef0", "b").startswith("### c0ff<!-- -->ee00.yaml at abcdef0 → b\n")


def test_columns_line_up_under_marks_that_take_no_room() -> None:
    diff = compare([unit("a", 1, label="ne\u0301e\u200b"), unit("b", 1, label="nose")], [])
    ends = [line.index("50, 30") for line in as_text(diff, "1", "2").splitlines() if "50, 30" in line]
    assert ends == [11, 9]  # an accent and a space of no width are letters, but no columns


BEFORE = (
    unit("grown", 900), unit("shrunk", 900), unit("restated", RANGE), unit("steady", 5), unit("moved", 5, lat=49.0),
    unit("gone", 70), unit("lost", None), unit("vague", None),
)  # fmt: skip
AFTER = (
    unit("grown", 1200), unit("shrunk", 400), unit("restated", AT_LEAST), unit("steady", 5), unit("moved", 6),
    unit("new", 80), unit("heard-of", None), unit("vague", UNKNOWN),
)  # fmt: skip


@pytest.fixture(scope="module")
def changed() -> Scene:
    diff = compare(BEFORE, AFTER)
    units: tuple[Unit, ...] = (*AFTER, *diff.removed)
    symbols = tuple(
        Symbol(one.id, one.place.lon, one.place.lat, one.label, ("tank unit",), one.troops) for one in units
    )
    rows = (
        KeyRow("mark", "range", "a range", "range"),
        KeyRow("side", "north", "North", "North"),
        KeyRow("area", "claim", "Claimed", "claimed"),
    )
    scene = replace(
        january(),
        symbols=Records(symbols),
        units=Records(units),
        key=Key("troops", (), rows),
        title="Mali",
        notes=("A note",),
    )
    return with_changes(scene, BEFORE, diff, ("March 1", "June 1"))


def test_every_symbol_says_what_became_of_its_unit(changed: Scene) -> None:
    told = {symbol.unit: (symbol.change.kind, *symbol.change.texts) for symbol in changed.symbols if symbol.change}
    assert told == {
        "grown": ("grown", "+300, now 1,200"),
        "shrunk": ("shrunk", "−500, now 400"),
        "restated": ("restated", "at least 200, was 300–500"),
        "steady": ("steady",),
        "moved": ("grown", "+1, now 6", "moved 111 km"),
        "new": ("added", "new: 80"),
        "heard-of": ("added", "new, number not known"),
        "vague": ("restated", "number not known, was number not known"),
        "gone": ("removed", "no longer reported, was 70"),
        "lost": ("removed", "no longer reported"),
    }
    moved = next(symbol.change for symbol in changed.symbols if symbol.unit == "moved")
    assert moved is not None
    assert (moved.before, moved.origin, moved.km, moved.says) == (
        Estimate.exact(5),
        (30.0, 49.0),
        111.219,
        ("grown", "moved"),
    )


def test_who_is_gone_has_no_number_and_nobody_tells_what_units_are_made_of(changed: Scene) -> None:
    assert [symbol.unit for symbol in changed.symbols if symbol.troops is None] == ["heard-of", "gone", "lost"]
    assert all(symbol.formations == symbol.pictograms == () for symbol in changed.symbols)
    assert {one.id for one in changed.units if one.troops is None} == {"heard-of", "gone", "lost"}
    colours = {symbol.unit: symbol.colour for symbol in changed.symbols}
    assert len({colours["grown"], colours["shrunk"], colours["steady"]}) == 3


def test_the_key_has_the_kinds_of_change_that_there_are_and_no_sides(changed: Scene) -> None:
    assert [(row.kind, row.sample) for row in changed.key.rows] == [
        *(("change", kind) for kind in ("added", "removed", "grown", "shrunk", "restated", "steady", "moved")),
        ("mark", "range"), ("area", "claim"),
    ]  # fmt: skip


def test_its_texts_name_both_states_and_its_alternative_names_all_units(changed: Scene) -> None:
    assert changed.name == f"{january().name}-changes"
    assert changed.subtitle.startswith("Changes from March 1 to June 1. Troops in all: at least ")
    assert changed.notes[0].count("March 1") == 1
    assert changed.notes[-1] == "A note"
    assert changed.alt.startswith(f"Mali. {changed.subtitle} Grown (+300, now 1,200); Shrunk (−500, now 400); ")
    assert "Moved (+1, now 6, moved 111 km); " in changed.alt
    assert not changed.alt.endswith("…")


def test_the_alternative_text_names_twelve_units() -> None:
    old = [unit(f"u{number:02}", 1) for number in range(13)]
    symbols = tuple(Symbol(one.id, 30.0, 50.0, one.label) for one in old)
    scene = replace(january(), symbols=Records(symbols), units=Records(old))
    alts = [
        with_changes(replace(scene, symbols=Records(symbols[:most])), (), compare(old, ()), ("1", "2")).alt
        for most in (12, 13)
    ]
    assert [alt.count("; ") for alt in alts] == [11, 12]
    assert alts[0].endswith("U11 (new, number not known)")
    assert alts[1].endswith("U11 (new, number not known); …")


def test_the_last_day_shows_what_is_seen_on_it() -> None:
    days = (date(2021, 3, 1), date(2021, 4, 1), date(2021, 5, 1))
    assert Timeline(days, ((0, 2), (0, 1), (2, 2)), (NO_ROWS,) * 3, ({}, {}, {})).latest == [0, 2]
