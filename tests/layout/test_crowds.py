"""Units that hide one another and are too many to stand side by side are added up, and nothing else is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner

from geomap.cli import main
from geomap.page import Circle, DrawnSymbol, Page, Text
from geomap.pipeline.build import build
from geomap.relocations import SUMMED
from tests.examples import BARE

pytestmark = pytest.mark.lean(BARE)

BOARD = f"{BARE}artboards: [{{id: a, width: 700, height: 560}}]\n"
AROUND = """  - {id: west, label: West, at: {lat: 50.2, lon: 24.0}, troops: 4000}
  - {id: east, label: East, at: {lat: 48.0, lon: 37.8}, troops: 3000}
"""


def unit(number: int, count: str, more: str = "") -> str:
    """One of a crowd around 50.45 N, 30.52 E."""
    lat, lon = 50.45 + number % 5 / 60, 30.52 + number // 5 / 40
    return (
        f"  - {{id: u{number}, label: Camp {number}, at: {{lat: {lat:.4f}, lon: {lon:.4f}}}, troops: {count}{more}}}\n"
    )


def crowd(counts: Sequence[str], more: str = "") -> str:
    return "".join(unit(number, count, more) for number, count in enumerate(counts))


def page_of(folder: Path, units: str, board: str = BOARD, more: str = "") -> Page:
    text = f"legend: {{max_diameter: 40, values: [1000, 4000]}}\n{more}{board}units:\n{AROUND}{units}"
    (folder / "config.yaml").write_text(text, "utf-8")
    return build(folder / "config.yaml", only=["svg"]).pages[0]


def crowds_of(page: Page) -> list[DrawnSymbol]:
    return [symbol for symbol in page.symbols if symbol.members]


def said_of(page: Page, owner: str) -> list[str]:
    return [text.text for text in page.texts if text.owner == owner]


def key_of(page: Page) -> set[str]:
    (key,) = [group for group in page.groups if group.id == "key"]
    return {item.text for item in key.items if isinstance(item, Text)}


def test_thirty_units_in_one_city_are_one_circle_as_large_as_all(tmp_path: Path) -> None:
    page = page_of(tmp_path, crowd(["500"] * 30))
    (mark,) = crowds_of(page)
    assert (mark.kind, mark.value) == ("circle", 15_000)
    assert set(mark.members) == {f"u{number}" for number in range(30)}
    west = next(symbol for symbol in page.symbols if symbol.unit == "west")
    assert (mark.diameter / west.diameter) ** 2 == pytest.approx(15_000 / 4000)
    assert said_of(page, mark.unit)[:2] == ["30 units", "Troops: 15,000"]
    assert "Several units added up; inside, how many" in key_of(page)
    assert {entry.unit for entry in page.dropped if entry.reason == SUMMED} == set(mark.members)
    assert not [group for group in page.groups if group.id == "ticks"]


def test_the_mark_differs_from_that_of_a_unit(tmp_path: Path) -> None:
    page = page_of(tmp_path, crowd(["500"] * 30))
    (mark,) = crowds_of(page)
    found = {item.id: item for group in page.groups for item in group.items if isinstance(item, Circle)}
    one, many = found["circle-west"], found[f"circle-{mark.unit}"]
    assert many.stroke == one.fill and not one.stroke and many.fill != one.fill
    assert many.diameter + many.stroke_width == pytest.approx(mark.diameter)


def test_the_manifest_and_the_build_name_all_that_is_added_up(tmp_path: Path) -> None:
    page_of(tmp_path, crowd(["500"] * 14))
    said = CliRunner().invoke(main, ["build", str(tmp_path / "config.yaml"), "--only", "svg"]).stdout
    (line,) = [line for line in said.splitlines() if SUMMED in line]
    assert re.fullmatch(rf"consider: 14 on a: {SUMMED}: Camp \d+; Camp \d+; Camp \d+ and 11 more", line)
    board = json.loads((tmp_path / "output" / "manifest.json").read_text("utf-8"))["artboards"]["a"]
    (mark,) = [symbol for symbol in board["symbols"] if "units" in symbol]
    assert sorted(mark["units"]) == sorted(f"u{number}" for number in range(14))
    assert {row["unit"] for row in board["dropped"] if row["reason"] == SUMMED} == set(mark["units"])


def test_a_dozen_at_one_place_are_still_set_side_by_side(tmp_path: Path) -> None:
    units = crowd(["500"] * 12)
    page = page_of(tmp_path, units)
    assert not crowds_of(page)
    assert "Several units added up; inside, how many" not in key_of(page)
    circles = [symbol for symbol in page.symbols if symbol.unit.startswith("u")]
    assert len(circles) == 12
    for one, other in combinations(circles, 2):
        assert hypot(one.x - other.x, one.y - other.y) > one.diameter * 0.6


def test_sides_are_never_added_up_together(tmp_path: Path) -> None:
    sides = "sides: {one: {label: One, colour: '#7a4fa0'}, two: {label: Two, colour: '#2f7d4f'}}\n"
    units = "".join(unit(number, "500", f", side: {('one', 'two')[number % 2]}") for number in range(30))
    page = page_of(tmp_path, units, more=sides)
    marks = crowds_of(page)
    assert sorted(mark.value or 0 for mark in marks) == [7500, 7500]
    assert {frozenset(int(name[1:]) % 2 for name in mark.members) for mark in marks} == {frozenset({0}), frozenset({1})}
    one, two = marks
    assert hypot(one.x - two.x, one.y - two.y) >= (one.diameter + two.diameter) / 2
    fills = {
        item.stroke for group in page.groups for item in group.items if item.id in {f"circle-{m.unit}" for m in marks}
    }
    assert fills == {"#7a4fa0", "#2f7d4f"}


@pytest.mark.parametrize(
    ("counts", "kinds", "text"),
    [
        (["{min: 400, max: 600}"] * 20, {("circle", 8000), ("ring", 12_000)}, "Troops: 8,000–12,000"),
        (["500"] * 19 + ["unknown"], {("circle", 9500), ("ring", None)}, "Troops: at least 9,500"),
        (["{about: 500}"] * 20, {("circle", 10_000)}, "Troops: about 10,000"),
        (["unknown"] * 20, {("unknown", None)}, "Troops: number not known"),
    ],
)  # fmt: skip
def test_a_sum_says_no_more_than_its_parts(tmp_path: Path, counts: list[str], kinds: set[object], text: str) -> None:
    page = page_of(tmp_path, crowd(counts))
    marks = crowds_of(page)
    assert {(mark.kind, mark.value) for mark in marks} == kinds
    assert text in said_of(page, marks[0].unit)


def test_the_key_explains_a_count_that_only_a_sum_has(tmp_path: Path) -> None:
    page = page_of(tmp_path, crowd(["500", "{about: 400}"] * 9 + ["unknown"]))
    assert {"At least", "Several units added up; inside, how many"} <= key_of(page)


def test_units_without_a_count_are_a_ring_of_fixed_size(tmp_path: Path) -> None:
    units = crowd(["500"] * 20).replace(", troops: 500", "").replace("  - {id: u", "  - {id: n")
    page = page_of(tmp_path, units)
    (mark,) = crowds_of(page)
    assert mark.value is None and mark.kind == "circle"
    assert said_of(page, mark.unit)[0] == "20 units"


def test_a_place_that_all_share_names_them(tmp_path: Path) -> None:
    units = crowd(["500"] * 20, ", place: Kyiv")
    page = page_of(tmp_path, units, more="sites: off\n")
    (mark,) = crowds_of(page)
    assert said_of(page, mark.unit)[:3] == ["Kyiv", "20 units", "Troops: 10,000"]


def test_a_crowd_keeps_its_name_when_others_join_it(tmp_path: Path) -> None:
    counts = ["500"] * 20 + ["800"] + ["500"] * 9
    names = {crowds_of(page_of(tmp_path, crowd(some)))[0].unit for some in (counts, [*counts, "600", "700"])}
    assert names == {"crowd.u20"}


def test_the_label_of_a_crowd_stays_where_it_stood_the_day_before(tmp_path: Path) -> None:
    days = [(1, ["5"] * 30), (2, ["5"] * 34)]
    units = "".join(crowd(counts, f", as_of: 2024-05-0{day}") for day, counts in days)
    # on the first day another label stands where that of the crowd would
    seen = "as_of: 2024-05-01, until: 2024-05-02"
    near = f"  - {{id: near, label: A neighbour of the crowd, at: {{lat: 50.47, lon: 31.6}}, troops: 900, {seen}}}\n"
    head = f"as_of: 2024-05-02\nsnapshots: [2024-05-01]\n{BOARD}legend: {{max_diameter: 40}}\n"
    text = f"{head}units:\n{AROUND}{near}{units}"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    made = build(tmp_path / "config.yaml", only=["svg"])
    pages = [made.pages[0], *(drawing.page("a") for drawing in made.snapshots.values())]
    slots = [page.slots[mark.members[0]] for page in pages for mark in crowds_of(page)]
    assert len(slots) == 2 and len(set(slots)) == 1


def test_what_the_config_sets_by_hand_or_keeps_stays_by_itself(tmp_path: Path) -> None:
    board = "artboards: [{id: a, width: 700, height: 560, keep: [units.u3], labels: {u7: {dx: 90, dy: 40}}}]\n"
    page = page_of(tmp_path, crowd(["500"] * 30), board)
    (mark,) = crowds_of(page)
    assert set(mark.members) == {f"u{number}" for number in range(30)} - {"u3", "u7"}
    assert said_of(page, "u3") == ["Camp 3"] and said_of(page, "u7") == ["Camp 7"]


@pytest.mark.parametrize(("rule", "ticks"), [("spread", True), ("overlap", False)])
def test_the_rule_of_an_artboard_wins(tmp_path: Path, rule: str, ticks: bool) -> None:
    page = page_of(tmp_path, crowd(["500"] * 30), BOARD.replace("height", f"crowds: {rule}, height"))
    assert not crowds_of(page)
    assert len([symbol for symbol in page.symbols if symbol.unit.startswith("u")]) == 30
    assert bool([group for group in page.groups if group.id == "ticks"]) is ticks


def test_more_than_the_map_could_hold_is_not_drawn_to_scale(tmp_path: Path) -> None:
    page = page_of(tmp_path, crowd(["4000"] * 200))
    (mark,) = crowds_of(page)
    assert (mark.kind, mark.value) == ("ring", None) and mark.diameter < 40
    assert "Troops: 800,000" in said_of(page, mark.unit)
    assert "Too many to draw to scale" in key_of(page)


def test_pictograms_of_a_crowd_are_those_of_its_units(tmp_path: Path) -> None:
    units = "".join(unit(n, "500", f", pictograms: [{('tanks', 'artillery')[n % 2]}]") for n in range(20))
    news, app6 = (page_of(tmp_path, units, more=f"symbols: {family}\n") for family in ("news", "app6"))
    for page in (news, app6):
        (mark,) = crowds_of(page)
        drawn = [s for s in page.symbols if s.kind == "pictogram" and s.unit == mark.unit]
        assert len(drawn) == 2
    places = [[(m.x, m.y, m.diameter, m.value, m.members) for m in crowds_of(page)] for page in (news, app6)]
    assert places[0] == places[1]


def test_a_new_name_elsewhere_moves_no_crowd(tmp_path: Path) -> None:
    before, after = (
        page_of(
            tmp_path, crowd(["500"] * 30) + f"  - {{id: far, label: {name}, at: {{lat: 46, lon: 40}}, troops: 90}}\n"
        )
        for name in ("Far", "A farther place")
    )
    assert crowds_of(before) == crowds_of(after)
    boxes = [[(t.text, t.box) for t in page.texts if t.owner not in ("far", "")] for page in (before, after)]
    assert boxes[0] == boxes[1]


def test_a_crowd_in_an_inset_alone_is_explained_too(tmp_path: Path) -> None:
    inset = "insets: [{kind: detail, id: near, title: Near, bounds: [30.3, 50.3, 30.9, 50.7], at: below}]\n"
    heap = "".join(unit(0, "100").replace("u0", f"u{n}").replace("Camp 0", f"Camp {n}") for n in range(20))
    page = page_of(tmp_path, heap, "artboards: [{id: a, width: 700, keep: [], height: 900}]\n", f"sites: off\n{inset}")
    marks = crowds_of(page)
    assert {mark.inset for mark in marks} == {"", "near"} and all(len(mark.members) == 20 for mark in marks)
    assert "Several units added up; inside, how many" in key_of(page)
    assert not {f"Camp {n}" for n in range(20)} & {text.text for text in page.texts}


def test_no_circle_is_moved_across_a_front(tmp_path: Path) -> None:
    """There it would be a claim that nobody makes."""
    front = [(38.1, 49.95), (38.05, 49.0), (38.15, 48.85), (38.05, 48.62), (37.93, 48.5), (37.85, 48.35), (37.0, 47.0)]
    (tmp_path / "front.geojson").write_text(json.dumps({"type": "LineString", "coordinates": front}), "utf-8")
    places = [(48.6, 38.25, 5000), (48.45, 38.15, 4000), (48.55, 38.07, 3500), (48.52, 38.18, 3500)]
    units = "".join(
        f"  - {{id: u{n}, at: {{lat: {lat}, lon: {lon}}}, label: Unit {n}, troops: {troops}}}\n"
        for n, (lat, lon, troops) in enumerate(places)
    )
    (tmp_path / "config.yaml").write_text(
        f"{BARE}view: {{bounds: [35.2, 46.7, 40.2, 49.9]}}\nartboards: [{{id: a, width: 335}}]\nunits:\n{units}"
        "layers: [{kind: line, id: front, role: front_line, file: front.geojson, certainty: exact}]\n",
        "utf-8",
    )
    page = build(tmp_path / "config.yaml", only=["svg"]).pages[0]
    (line,) = (item for group in page.groups for item in group.items if getattr(item, "id", "") == "front-line-front")
    drawn = shapely.linestrings(line.rings[0])
    circles = [mark for mark in page.symbols if mark.kind == "circle"]
    assert len(circles) == 4 and len(page.moved) > 1
    for mark in circles:
        to_the_east = shapely.LineString([(mark.x, mark.y), (page.frame.right, mark.y)])
        assert not shapely.intersects(drawn, to_the_east), mark.unit
