"""How many figures of a map have a source, what notes sum up, and what a table's circles leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.compose.totals import coverage_of, merged_notes, named_counts, sum_of
from geomap.config import read_config
from geomap.facts import Claim, CountKind, Coverage, Estimate
from geomap.facts.columns import NO_ROWS, Records
from geomap.kinds.context import LayerContext
from geomap.kinds.note import NoteRow, marks
from tests.diff.units import unit

NOTES = """\
sources: {daily: {publisher: The Daily}}
view: {bounds: [1, 2, 3, 4]}
layers:
  - {kind: note, text: "a {troops}", troops: 9500, sources: daily, at: {lat: 3, lon: 2}}
  - {kind: note, text: "b {troops}", troops: 0, at: {lat: 3, lon: 2}}
  - {kind: note, text: "c {troops}", troops: unknown, sources: daily, at: {lat: 3, lon: 2}}
  - {kind: note, text: no figure, sources: daily, at: {lat: 3, lon: 2}}
  - {kind: label, text: Gulf, at: {lat: 3, lon: 2}}
"""
UNITS = Records(
    (
        unit("a", 900, sources=("daily",), equipment={"tanks": Estimate.exact(4)}),
        unit("b", 100, equipment={"tanks": Estimate.exact(4)}, claims={"tanks": Claim(("daily",))}),
        unit("c", 50, basis="illustrative", sources=("daily",)),
        unit("d", Estimate(CountKind.UNKNOWN), sources=("daily",)),
        unit("e"),
    )
)


def test_figures_are_counts_with_a_number_of_units_and_of_notes(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(NOTES, "utf-8")
    config = read_config(tmp_path / "config.yaml")
    coverage = coverage_of(config, UNITS, 3)
    assert coverage == Coverage(figures=7, sourced=4, illustrative=1, days=3)
    assert coverage.unsourced == 2
    assert coverage_of(config, NO_ROWS) == Coverage(figures=2, sourced=1, days=1)


def test_the_sum_of_a_note_is_of_the_units_that_it_names_and_that_are_there() -> None:
    assert sum_of(UNITS, ["a", "c", "nobody"]) == Estimate.exact(950)
    assert sum_of(UNITS, ["a", "e"]) == Estimate(CountKind.AT_LEAST, 900)
    assert sum_of(UNITS, ["nobody"]) is None


SUM, LEAST, MOST, NONE = "{sum} in all", "{at_least} in all", Estimate(CountKind.AT_MOST, None, 900), Estimate.exact(0)


@pytest.mark.parametrize(
    ("lang", "text", "figures", "said"),
    [
        ("en", SUM, [900, None], "At least 900 in all"),
        ("en", SUM, [Estimate(CountKind.RANGE, 900, 1400), 100], "1,000–1,500 in all"),
        ("en", SUM, [MOST, 100], "100–1,000 in all"),
        ("en", LEAST, [900, 100], "At least 1,000 in all"),
        ("en", LEAST, [Estimate.about(12_000)], "At least 11,000 in all"),
        ("en", LEAST, [2400, Estimate.about(150)], "At least 2,540 in all"),
        ("en", LEAST, [Estimate.about(9600), Estimate.about(400)], "At least 9,900 in all"),
        ("en", SUM, [2400, Estimate.about(150), None], "At least 2,540 in all"),
        ("en", LEAST, [Estimate(CountKind.RANGE, 900, 1400), MOST], "At least 900 in all"),
        ("en", LEAST, [MOST], "Number not known in all"),
        ("en", LEAST, [NONE], "Number not known in all"),
        ("de", LEAST, [900, 100], "Mindestens 1.000 in all"),
        ("es", LEAST, [9000, 1000], "Al menos 10.000 in all"),
        ("fr", LEAST, [900, 100], "Au moins 1\u202f000 in all"),
        ("pl", LEAST, [9000, 1000], "Co najmniej 10\u00a0000 in all"),
        ("ru", LEAST, [900, 100], "Не менее 1\u00a0000 in all"),
        ("uk", LEAST, [900, 100], "Щонайменше 1\u00a0000 in all"),
    ],
)
def test_a_note_says_of_its_sum_what_is_not_certain(
    lang: str, text: str, figures: list[Estimate | int | None], said: str
) -> None:
    units = Records(unit(f"u{number}", figure) for number, figure in enumerate(figures))
    ids = units.ids
    row = NoteRow.model_validate({"kind": "note", "text": text, "sums": ids, "at": {"lat": 3, "lon": 2}})
    (label,) = marks(row, LayerContext((), lambda names: named_counts(units, names), lang, None, units=frozenset(ids)))
    assert label.text == said


@pytest.mark.parametrize(
    ("by", "rows", "notes"),
    [
        ("grid", "16.1,0.1,5\n16.2,0.2,7\n,,9\n",
         ["Each circle is the sum of a square of 0.5°; all together: 2 rows",
          "Without a position, not counted: 1 row"]),
        ("hex", "16.1,0.1,5\n", ["Each circle is the sum of a hexagon of 0.5°; all together: 1 row"]),
    ],
)  # fmt: skip
def test_a_map_of_sums_says_of_what_and_what_is_lost(tmp_path: Path, by: str, rows: str, notes: list[str]) -> None:
    (tmp_path / "rows.csv").write_text(f"lat,lon,troops\n{rows}", "utf-8")
    (tmp_path / "config.yaml").write_text(f"aggregate: {{file: rows.csv, by: {by}}}\n", "utf-8")
    assert list(merged_notes(read_config(tmp_path / "config.yaml"))) == notes


def test_a_map_without_such_a_table_says_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(NOTES, "utf-8")
    assert not list(merged_notes(read_config(tmp_path / "config.yaml")))
