"""What the commands say: what is wrong, what to consider, what was done, a kind in a line, however often it comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geomap.cli import main
from geomap.cli.voice import lines_of, said_of, spoken
from geomap.errors import PASTE, Problem
from geomap.relocations import CUT, NO_PLACE, NO_ROW, SUMMED, Relocation, Relocations, Report

BOARDS = "artboards: [{id: wide, width: 700}, {id: phone, width: 335}]\n"
ALL = "geomap build --json"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def report(board: str, moved: list[Relocation], dropped: list[Relocation]) -> Report:
    return Report(board, Relocations(moved), Relocations(dropped))


def names(reason: str, numbers: range) -> list[Relocation]:
    return [Relocation(f"Camp {number}", reason, f"u{number}") for number in numbers]


def said(*reports: Report) -> list[str]:
    labels = {f"u{number}": f"Camp {number}" for number in range(200)}
    return [*lines_of(said_of(reports, labels), f"output/manifest.json, or {ALL}")]


def test_what_became_of_texts_and_circles_has_three_levels_and_a_line_a_kind() -> None:
    rule = Relocation("Camp 9", "left out by `drop`", "u9", by_rule=True)
    moved = names("abbreviated to “C. 1”", range(1, 3)) + names("abbreviated to “C. 8”", range(8, 9))
    lines = said(
        report("wide", [*moved, *names(CUT, range(4, 5))], names(NO_PLACE, range(3)) + names(SUMMED, range(90))),
        report("phone", [Relocation("scale bar", "stands on 12 circles")], [*names(NO_PLACE, range(2, 9)), rule]),
        report("mid", [Relocation("scale bar", "stands on 1 circle")], [Relocation("Tanks, two", NO_ROW, "u3")]),
    )
    assert lines == [
        "wrong: 1 on wide: its circle is cut by the edge of the map: Camp 4",
        "wrong: 9 on wide and phone: no room for its name near its place: Camp 0; Camp 1; Camp 2 and 6 more",
        "wrong: 1 on phone and mid: stands on circles: scale bar",
        "consider: 90 on wide: drawn with others as one circle, since side by side they would hide the map: "
        "Camp 0; Camp 1; Camp 2 and 87 more",
        "consider: 1 on mid: no room for it beside the circle: Tanks, two of Camp 3",
        "3 texts and circles moved or shortened on wide",
        "1 text or circle left out by rule on phone",
        f"which these are and why: output/manifest.json, or {ALL}",
    ]


def test_few_are_all_named_and_then_there_is_nothing_more_to_tell() -> None:
    assert said(report("wide", [], names(NO_PLACE, range(6)))) == [
        "wrong: 6 on wide: no room for its name near its place: Camp 0; Camp 1; Camp 2; Camp 3; Camp 4; Camp 5"
    ]
    assert said(report("wide", [], [])) == []


def test_of_many_artboards_the_number_is_told() -> None:
    every = [report(f"b{number}", [], names(NO_PLACE, range(1))) for number in range(5)]
    assert said(*every) == ["wrong: 1 on 5 artboards: no room for its name near its place: Camp 0"]


def problem(line: int, text: str, *, hint: str = "", severity: str = "warning", path: str = "units[0].side") -> Problem:
    return Problem(path=path, file="c.yaml", line=line, column=5, text=text, hint=hint, severity=severity)  # type: ignore[arg-type]  # one of two


def test_warnings_of_a_kind_are_one_line_with_the_places_of_others() -> None:
    of_kind = [problem(n, f'"Side {n}" in #00000{n} is {n}.5 km off', hint=f"try {n}") for n in range(1, 8)]
    other = problem(9, "is empty")
    lines = [str(one) for one in spoken([*of_kind[:3], other, *of_kind[3:]], ALL)]
    first = 'c.yaml:1:5: warning: units[0].side: "Side 1" in #000001 is 1.5 km off; try 1; '
    assert lines == [first + f"so 6 more (lines 2, 3, 4 and 3 more); all 7: {ALL}", str(other)]
    assert [*spoken(of_kind[:3], ALL)] == of_kind[:3]
    apart = [problem(n, f"is {n} off", path=f"units[{n}].{key}") for n, key in enumerate(("at", "at", "side", "side"))]
    assert [*spoken(apart, ALL)] == apart


def test_of_errors_of_a_kind_ten_are_told_at_a_time_but_for_lines_to_paste() -> None:
    errors = [problem(n, f'the id "u{n}" is taken', severity="error") for n in range(1, 15)]
    lines = [*spoken(errors, ALL)]
    assert lines == [*errors[:10], f"c.yaml: 4 more of this kind (lines 11, 12, 13 and 1 more); all 14: {ALL}"]
    asked = [problem(n, "can be any of 3 places", hint=f"{PASTE}at: {n}", severity="error") for n in range(14)]
    assert [*spoken(asked, ALL)] == asked


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """150 units, most in a crowd; of 50 the type of a formation is unknown, 10 lie far from their country."""
    rows = "".join(
        f"  - {{id: u{n}, label: Camp {n}, country: UA, at: {{lat: {-10 if n % 15 == 0 else 50 + n % 10 / 20}, "
        f"lon: {30 + n // 10 / 16}}}, troops: {100 + n}{f', formations: [gizmo {n}]' if n % 3 == 0 else ''}}}\n"
        for n in range(150)
    )
    hidden = "  - {id: secret, label: Secret, at: {lat: 50, lon: 30}, formations: [gizmo], embargo_until: 2999-01-01}\n"
    folder = tmp_path_factory.mktemp("crowded")
    (folder / "config.yaml").write_text(f"{BOARDS}units:\n{rows}{hidden}", "utf-8")
    return folder


def test_a_dozen_lines_tell_of_a_map_of_150_units_and_json_of_all(crowded: Path) -> None:
    done = run("build", str(crowded), "--only", "svg")
    config = crowded / "config.yaml"
    warnings, lines = done.stderr.splitlines(), done.stdout.splitlines()
    assert len(warnings) + len(lines) <= 13
    unknown = (
        'warning: units[0].formations[0]: geomap does not know the type "gizmo 0"; it is printed as written, without a '
        "pictogram; {type: ..., label: gizmo 0} gives it one; so 49 more (lines 6, 9, 12 and 46 more); "
        f"all 50: {ALL}"
    )
    assert f"{config}:3: {unknown}" in warnings or (f"{config}:3:" in warnings[0] and unknown in warnings[0])
    assert [line.partition(":")[0] for line in lines if line.startswith(("wrong", "consider"))]
    assert lines[-1].startswith("2 files in ")
    assert f"which these are and why: {crowded / 'output' / 'manifest.json'}, or {ALL}" in lines
    assert "Secret" not in done.output and "held back" not in done.output
    again = run("build", str(crowded), "--only", "svg")
    assert (again.stderr, again.stdout) == (done.stderr, done.stdout[:-1] + ", all up to date\n")
    told = json.loads(run("build", str(crowded), "--only", "svg", "--json").stdout)
    assert sum("does not know" in row["message"] for row in told["problems"]) == 50
    boards = json.loads((crowded / "output" / "manifest.json").read_text("utf-8"))["artboards"]
    for row in told["told"]:
        assert row["level"] in ("wrong", "consider", "done")
        for board, count in row["artboards"].items():
            entries = [*boards[board]["moved"], *boards[board]["dropped"]]
            assert count == sum(entry["reason"] == row["reason"] for entry in entries)


def test_validate_speaks_alike(crowded: Path) -> None:
    done = run("validate", str(crowded))
    assert len(done.stderr.splitlines()) == 2
    assert done.stderr.splitlines()[0].endswith("; all 50: geomap validate --json")
    strict = run("validate", str(crowded), "--strict")
    assert strict.exit_code == 1
    assert sum("does not know the type" in line for line in strict.stderr.splitlines()) == 10
    assert "40 more of this kind" in strict.stderr and strict.stderr.count("a figure without a source") == 10
