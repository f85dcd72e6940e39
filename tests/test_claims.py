"""Who says so, and how surely: sums of ranges, sources and grades of single figures, coverage, `--strict`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geomap.cli import main
from geomap.errors import ConfigError
from geomap.facts import Claim, CountKind, Coverage, Estimate
from geomap.facts.sums import allowed, total
from geomap.pipeline.build import Build, build
from geomap.pipeline.validate import validate
from geomap.values.counts import parse_count
from geomap.wording import estimate
from geomap.wording.claims import coverage, grade
from tests.conftest import ROOT
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

NUMBERS = st.integers(0, 200_000)
EXACT = st.builds(Estimate.exact, NUMBERS)
RANGES = st.tuples(NUMBERS, NUMBERS).map(lambda ends: Estimate(CountKind.RANGE, min(ends), max(ends)))
OPEN = st.builds(lambda low: Estimate(CountKind.AT_LEAST, low), NUMBERS) | st.builds(
    lambda high: Estimate(CountKind.AT_MOST, None, high), NUMBERS
)
COUNTS = EXACT | RANGES | OPEN | st.just(Estimate(CountKind.UNKNOWN))


def admissible(draw: st.DrawFn, count: Estimate) -> int:
    low = count.minimum or 0
    return draw(st.integers(low, low + 300_000 if count.maximum is None else count.maximum))


@st.composite
def counts_and_numbers(draw: st.DrawFn) -> tuple[list[Estimate], list[int]]:
    counts = draw(st.lists(COUNTS, min_size=1, max_size=6))
    return counts, [admissible(draw, count) for count in counts]


@given(counts_and_numbers())
def test_a_sum_holds_every_number_that_its_counts_allow(drawn: tuple[list[Estimate], list[int]]) -> None:
    counts, numbers = drawn
    found = total(counts)
    assert found.minimum is None or found.minimum <= sum(numbers)
    assert found.maximum is None or found.maximum >= sum(numbers)
    if all(count.kind is CountKind.EXACT for count in counts):
        assert found == Estimate.exact(sum(numbers))


@given(st.lists(st.builds(Estimate.about, NUMBERS) | EXACT, min_size=1, max_size=6))
def test_a_sum_of_about_is_about(counts: list[Estimate]) -> None:
    found, exact = total(counts), sum(count.minimum or 0 for count in counts)
    spread = sum((allowed(count).maximum or 0) - (count.minimum or 0) for count in counts)
    assert found.minimum == found.maximum
    assert abs((found.minimum or 0) - exact) <= max(spread, 1) + 0.05 * exact


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([14000, 18000], "32,000"),
        ([{"about": 10000}, {"about": 22000}], "about 32,000"),
        ([{"about": 9000}, 14], "about 9,000"),
        ([{"about": 100000}, {"about": 14000}], "about 110,000"),
        ([{"min": 8000, "max": 12000}, {"min": 20000, "max": 24000}], "28,000–36,000"),
        ([{"min": 8000, "max": 12000}, 14], "8,000–12,100"),
        ([{"at_least": 9000}, 14], "at least 9,000"),
        ([{"at_least": 9000}, "unknown"], "at least 9,000"),
        ([9000, "unknown"], "at least 9,000"),
        ([{"at_most": 900}, {"at_most": 50}], "at most 950"),
        ([{"at_most": 900}, 7], "0–910"),
        (["unknown", "unknown"], "number not known"),
    ],
)
def test_a_printed_sum_is_no_more_precise_than_what_it_is_made_of(counts: list[object], said: str) -> None:
    if said == "0–910":
        assert total([parse_count(count) for count in counts]) == Estimate(CountKind.RANGE, 0, 910)
    else:
        assert estimate(total([parse_count(count) for count in counts]), "en") == said


CLAIMS = """
as_of: 2022-02-01
sources:
  daily: {publisher: The Daily}
  photo: {publisher: Aerial Views, title: Frame 12, url: "https://example.org/12"}
  count: {publisher: Vehicle Count}
units:
  - {id: camp, at: {lat: 17.5, lon: 0.5, sources: photo}, label: Camp, sources: daily, grade: C3,
     troops: {about: 9000, grade: B2}, equipment: {tanks: {exact: 40, sources: [count, photo], grade: A1},
     artillery: {unknown: true, sources: count}, armored vehicles: 12}}
  - {id: post, at: {lat: 17, lon: 1}, label: Post, troops: 300, basis: illustrative}
  - {id: ford, at: {lat: 17.2, lon: 1.3}, label: Ford, troops: {min: 100, max: 200}}
layers:
  - {kind: note, text: "{troops} in all", troops: 9500, sums: [camp, post, ford], sources: daily, at: {lat: 18, lon: 1}}
artboards: [{id: a, width: 500}]
outputs: [html, geojson]
"""


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("claims")
    (folder / "config.yaml").write_text(CLAIMS, "utf-8")
    return build(folder / "config.yaml")


def test_a_figure_and_a_position_have_sources_of_their_own(claims: Build) -> None:
    camp = claims.scene.units[0]
    assert (camp.troops, camp.equipment["tanks"]) == (Estimate.about(9000), Estimate.exact(40))
    assert camp.claims == {
        "troops": Claim((), "B2"),
        "tanks": Claim(("count", "photo"), "A1"),
        "artillery": Claim(("count",)),
        "position": Claim(("photo",)),
    }
    assert (camp.sources_of("troops"), camp.grade_of("troops")) == (("daily",), "B2")
    assert (camp.sources_of("artillery"), camp.grade_of("artillery")) == (("count",), "")
    assert (camp.sources_of("armored vehicles"), camp.grade_of("armored vehicles")) == (("daily",), "C3")
    assert claims.scene.source_line.startswith(
        "Sources: The Daily; Vehicle Count; Aerial Views. Map data: Natural Earth"
    )


def test_the_page_says_who_claims_what_and_how_surely(claims: Build) -> None:
    page = (claims.folder / "config.html").read_text("utf-8")
    (facts,) = [
        json.loads(line.split(">", 1)[1].rpartition("</script>")[0])
        for line in page.splitlines()
        if 'id="geomap-data"' in line
    ]
    own = facts["facts"]["claims"]["values"][0]
    assert own[1] == {
        "figure": "Tanks, according to",
        "sources": [
            {"publisher": "Vehicle Count"},
            {"publisher": "Aerial Views", "title": "Frame 12", "url": "https://example.org/12"},
        ],
        "grade": "A1: source completely reliable, claim confirmed by other sources",
    }
    assert [entry["figure"] for entry in own] == [
        "Troops, according to", "Tanks, according to", "Artillery, according to", "Position, according to",
    ]  # fmt: skip
    assert "C3: source fairly reliable, claim possibly true" in page
    assert '<li class="coverage">4 of 6 figures sourced, 1 illustrative, 1 without a source</li>' in page


def test_coverage_counts_figures_with_a_number(claims: Build) -> None:
    assert claims.coverage == Coverage(figures=6, sourced=4, illustrative=1)
    manifest = json.loads((claims.folder / "manifest.json").read_text("utf-8"))
    assert manifest["coverage"] == {
        "figures": 6, "sourced": 4, "illustrative": 1, "days": 1, "unsourced": 1,
        "text": "4 of 6 figures sourced, 1 illustrative, 1 without a source",
    }  # fmt: skip
    done = CliRunner().invoke(main, ["build", str(claims.folder.parent / "config.yaml"), "--force"])
    assert "4 of 6 figures sourced, 1 illustrative, 1 without a source\n" in done.output
    assert coverage(Coverage(44, 41, 3), "en") == "41 of 44 figures sourced, 3 illustrative"
    assert coverage(Coverage(44, 41, 3, days=7), "en") == "7 days: 41 of 44 figures sourced, 3 illustrative"
    assert coverage(Coverage(44, 41, 3), "uk") == "Чисел із джерелом: 41 з 44, умовних: 3"


@pytest.mark.parametrize(
    ("code", "said"),
    [("B2", "usually reliable, claim probably true"), ("F6", "of unknown reliability, claim of unknown truth")],
)
def test_a_grade_is_spelled_out(code: str, said: str) -> None:
    assert grade(code, "en") == f"{code}: source {said}"


def test_strict_refuses_what_lacks_a_source(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    text = CLAIMS.replace("units:\n", "  spare: {publisher: Spare}\nunits:\n", 1).replace("troops: 9500", "troops: 500")
    config.write_text(text.replace("sources: daily, at: {lat: 18", "at: {lat: 18"), "utf-8")
    assert [problem.severity for problem in validate(config)] == ["warning"]
    hint = "add `sources`, or `basis: illustrative` where it only shows an order of magnitude"
    expected = [
        f"{config}:13:64: units[2].troops: a figure without a source; {hint}",
        f"{config}:15:51: layers[0].troops: states 500, but its units sum to 9,400–9,500",
        f"{config}:15:51: layers[0].troops: a figure without a source; add `sources` to the note",
    ]
    for check in (lambda: validate(config, strict=True), lambda: build(config, strict=True)):
        with pytest.raises(ConfigError) as caught:
            check()
        assert str(caught.value).splitlines() == expected
    assert not (tmp_path / "output").exists()


def test_the_example_is_strict(example_config: Path = ROOT / "config.yaml") -> None:
    assert not validate(example_config, strict=True)


@pytest.mark.parametrize(
    ("stated", "warns"), [("32000", False), ("{about: 31000}", False), ("31000", True), ("{about: 30000}", True),
                          ("{at_least: 33000}", True), ("{min: 30000, max: 40000}", False), ("unknown", False)],
)  # fmt: skip
def test_a_stated_total_is_held_against_the_sum(tmp_path: Path, stated: str, warns: bool) -> None:
    (tmp_path / "config.yaml").write_text(
        "units:\n  - {id: a, at: {lat: 17, lon: 0}, troops: {about: 14000}}\n"
        "  - {id: b, at: {lat: 17, lon: 1}, troops: 18000}\n"
        f'layers: [{{kind: note, text: "{{sum}}", troops: {stated}, sums: [a, b], at: {{lat: 17, lon: 1}}}}]\n',
        "utf-8",
    )
    assert bool(validate(tmp_path / "config.yaml")) == warns


def test_files_have_columns_for_what_a_figure_alone_is_claimed_by(claims: Build) -> None:
    features = json.loads((claims.folder / "config.geojson").read_text("utf-8"))["features"]
    rows = {feature["id"]: feature["properties"] for feature in features if feature["properties"]["kind"] == "unit"}
    own = {
        "troops_grade": "B2", "tanks_sources": "count;photo", "tanks_grade": "A1", "artillery_sources": "count",
        "position_sources": "photo",
    }  # fmt: skip
    assert {name: rows["camp"][name] for name in own} == own
    assert (rows["camp"]["sources"], rows["camp"]["grade"]) == ("daily", "C3")
    assert [list(rows[name])[-5:] for name in ("camp", "post")] == [list(own), list(own)]
    assert not any(rows["post"][name] for name in own)
