"""Rules that Python and the page's scripts both have, on the cases that both are held to: tests/cases/*.json.

The same files are read by tests/web/*.test.js.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geomap.facts import CountKind, Estimate
from geomap.facts.cells import guarded, unguarded
from geomap.facts.sums import total
from geomap.marks.crowd import LEAST_LIGHT, crowd_marks
from geomap.marks.size import LEAST_SEEN, SizeScale
from geomap.marks.unit import unit_marks
from geomap.page import Circle, Item, Text
from geomap.pipeline.build import build
from geomap.players.html.explore import explore_data
from geomap.players.html.shapes import templates
from geomap.players.html.units import STEPS_PER_DEGREE, fact_columns, symbol_columns
from geomap.players.rows import unit_rows
from geomap.scene import Symbol
from geomap.scene.change import Timeline
from geomap.scene.styles import LIGHT
from geomap.wording import estimate, thousands

CASES = Path(__file__).parent / "cases"
WEB = Path(__file__).parent / "web"


def cases(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text("utf-8"))


def count(ends: list[Any]) -> Estimate:
    kind, minimum, maximum = ends
    return Estimate(CountKind(kind), minimum, maximum)


@pytest.mark.parametrize("case", cases("sums"), ids=lambda case: case["name"])
def test_sums(case: dict[str, Any]) -> None:
    assert total([count(ends) for ends in case["counts"]]) == count(case["sum"])


@pytest.mark.parametrize("case", cases("counts_in_words"), ids=lambda case: f"{case['lang']} {case['count']}")
def test_counts_in_words(case: dict[str, Any]) -> None:
    assert thousands(case["lang"]) == case["thousands"]
    assert estimate(count(case["count"]), case["lang"]) == case["said"]


@pytest.mark.parametrize("case", cases("diameters"), ids=lambda case: f"{case['value']} of {case['max_value']}")
def test_diameters(case: dict[str, Any]) -> None:
    scale = SizeScale(case["max_value"], case["max_diameter"])
    assert scale.diameter(case["value"]) == pytest.approx(case["diameter"], rel=1e-12, abs=0)


MARKS = cases("marks")


def across(item: Item) -> float:
    return item.diameter if isinstance(item, Circle) else 2 * float(np.hypot(*item.rings[0].T).max())


@pytest.mark.parametrize("case", MARKS["counts"], ids=lambda case: f"{case['count']} {case['scale']} {case['most']}")
def test_marks_of_a_count(case: dict[str, Any]) -> None:
    """Of one unit, or of several that take `most` px across."""
    troops = None if case["count"][0] == "absent" else count(case["count"])
    scale, most = SizeScale(*case["scale"]), case["most"]
    symbol = Symbol("u", 0, 0, "", troops=troops, colour=MARKS["colour"], members=("v", "w") if most else ())
    if most:
        drawn = crowd_marks(symbol, 0, 0, scale, 720, LIGHT, most=most)[0]
    else:
        drawn = unit_marks(symbol, 0, 0, scale, 720, LIGHT)[0]
    found = [across(item) for item in drawn if not isinstance(item, Text)]
    assert found == pytest.approx(case["sizes"], abs=1e-3)


def test_shapes_that_the_page_is_given() -> None:
    assert MARKS["limits"] == {"tiny": LEAST_SEEN, "light": LEAST_LIGHT}
    [made] = templates([MARKS["colour"]], LIGHT)
    assert json.loads(json.dumps(made)) == MARKS["templates"]


@pytest.mark.parametrize("case", cases("scales"), ids=lambda case: f"{len(case['levels'])} levels")
def test_labels_at_a_scale(case: dict[str, Any]) -> None:
    """A range holds its first scale, and not its last; 0 is that of the level."""
    for seen in case["seen"]:
        [number] = [n for n, own in enumerate(case["levels"]) if own["from"] <= seen["scale"] < own["until"]]
        level = case["levels"][number]
        ranges = [(since or level["from"], until or level["until"]) for since, until in level["labels"]]
        shown = [n for n, (since, until) in enumerate(ranges) if since <= seen["scale"] < until]
        assert (number, shown) == (seen["level"], seen["labels"])


@pytest.mark.parametrize("case", cases("days"), ids=lambda case: f"{len(case['days'])} days")
def test_units_of_the_last_day(case: dict[str, Any]) -> None:
    days, spans = map(date.fromisoformat, case["days"]), ((first, last) for first, last in case["spans"])
    assert Timeline(tuple(days), tuple(spans), (), ()).latest == case["seen"][-1]


@pytest.mark.parametrize("case", cases("formulas"), ids=lambda case: repr(case["text"]))
def test_cells_that_start_no_formula(case: dict[str, Any]) -> None:
    assert guarded(case["text"]) == case["guarded"]
    assert unguarded(case["guarded"]) == case["text"]


def test_units_as_rows_of_files_and_as_what_the_page_makes_them_of(tmp_path: Path) -> None:
    case = cases("rows")
    path = tmp_path / "config.yaml"
    path.write_text("\n".join(case["config"]), "utf-8")
    scene = build(path, only=["geojson"]).scene
    stated = [{name: cell for name, cell in row.items() if cell is not None} for row in unit_rows(scene.units)]
    assert json.loads(json.dumps(stated)) == case["rows"]
    explored = explore_data(scene)
    page = {
        "steps": STEPS_PER_DEGREE,
        "columns": explored["columns"],
        "symbols": symbol_columns(scene),
        "facts": fact_columns(scene),
        "records": explored["records"],
    }
    assert json.loads(json.dumps(page)) == case["page"]


def test_every_file_of_cases_is_read_by_both() -> None:
    python, scripts = Path(__file__).read_text("utf-8"), [path.read_text("utf-8") for path in WEB.glob("*.test.js")]
    for path in CASES.iterdir():
        called = f'cases("{path.stem}")'
        assert called in python, path.name
        assert any(called in script for script in scripts), path.name
