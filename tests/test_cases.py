"""Rules that Python and the page's scripts both have, on the cases that both are held to: tests/cases/*.json.

The same files are read by tests/web/*.test.js.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geomap.facts import CountKind, Estimate
from geomap.facts.cells import guarded, unguarded
from geomap.facts.sums import total
from geomap.marks.size import SizeScale
from geomap.marks.style import ABOUT_WIDTH, SYMBOL_EDGE
from geomap.marks.unit import drawn_diameter, unit_marks
from geomap.page import Circle, Item, Text
from geomap.scene import Symbol
from geomap.scene.change import Timeline
from geomap.scene.styles import LIGHT
from geomap.wording import estimate, thousands

CASES = Path(__file__).parent / "cases"
WEB = Path(__file__).parent / "web"


def cases(name: str) -> list[Any]:
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


SHAPES = {"circle": "disc", "ring": "dashed", "open": "open", "about": "soft", "unknown": "unknown", "point": "dot"}


def shape(item: Item, troops: Estimate | None) -> list[Any]:
    """A mark as the page has it."""
    if isinstance(item, Circle):
        name = SHAPES[item.id.removesuffix("-u")]
        return ["zero" if name == "dot" and troops is not None else name, item.diameter]
    edges = [abs(value) for ring in item.rings for value in ring.flat]
    return [SHAPES[item.id.removesuffix("-u")], 2 * max(edges)]


@pytest.mark.parametrize("case", cases("marks"), ids=lambda case: str(case["count"]))
def test_marks_of_a_count(case: dict[str, Any]) -> None:
    troops = None if case["count"][0] == "absent" else count(case["count"])
    scale, symbol = SizeScale(*case["scale"]), Symbol("u", 0, 0, "", troops=troops)
    drawn = [item for item in unit_marks(symbol, 0, 0, scale, 1050, LIGHT)[0] if not isinstance(item, Text)]
    found = [shape(item, troops) for item in drawn if item.id != "circle-u-edge"]
    assert [name for name, _ in found] == [name for name, _ in case["marks"]]
    assert [size for _, size in found] == pytest.approx([size for _, size in case["marks"]], rel=1e-3)
    assert drawn_diameter(troops, scale) == pytest.approx(case["covers"])
    assert case["style"] == {"edge_width": SYMBOL_EDGE, "about": {"width": ABOUT_WIDTH}}


@pytest.mark.parametrize("case", cases("days"), ids=lambda case: f"{len(case['days'])} days")
def test_units_of_the_last_day(case: dict[str, Any]) -> None:
    days, spans = map(date.fromisoformat, case["days"]), ((first, last) for first, last in case["spans"])
    assert Timeline(tuple(days), tuple(spans), ()).latest == case["seen"][-1]


@pytest.mark.parametrize("case", cases("formulas"), ids=lambda case: repr(case["text"]))
def test_cells_that_start_no_formula(case: dict[str, Any]) -> None:
    assert guarded(case["text"]) == case["guarded"]
    assert unguarded(case["guarded"]) == case["text"]


def test_every_file_of_cases_is_read_by_both() -> None:
    python, scripts = Path(__file__).read_text("utf-8"), [path.read_text("utf-8") for path in WEB.glob("*.test.js")]
    for path in CASES.iterdir():
        called = f'cases("{path.stem}")'
        assert called in python, path.name
        assert any(called in script for script in scripts), path.name
