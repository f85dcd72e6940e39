"""The place is the mark: units at one place have one name there, and each side one circle."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import strategies as st
from pyproj import Geod

import geomap
from geomap.cli import main
from geomap.page import DrawnSymbol, Page
from geomap.pipeline.build import Build, build
from tests.examples import tried

BOARD = "ground: {towns: none, regions: none, rivers: none, water_names: none}\nartboards: [{id: a, width: 700}]\n"
PLAIN = {
    "ground": dict.fromkeys(("towns", "regions", "rivers", "water_names"), "none"),
    "artboards": [{"id": "a", "width": 700}],
}
SIDES = 'sides: {red: {label: Red, colour: "#b5541c"}, blue: {label: Blue, colour: "#2a6f97"}}\n'
KURSK = "at: {lat: 51.73, lon: 36.19}"
SPHERE = Geod(a=6371008.8, b=6371008.8)
FAR = "  - {id: far, label: Far, at: {lat: 50.0, lon: 33.0}, troops: 4000}\n"


def built(folder: Path, units: str, more: str = "", table: str = "") -> Build:
    (folder / "config.yaml").write_text(f"{more}{BOARD}{SIDES}units:\n{FAR}{units}", "utf-8")
    if table:
        (folder / "units.csv").write_text(table, "utf-8")
    return build(folder / "config.yaml", only=["svg"])


def page_of(folder: Path, units: str, more: str = "", table: str = "") -> Page:
    return built(folder, units, more, table).pages[0]


def marks_of(page: Page) -> list[DrawnSymbol]:
    return [mark for mark in page.symbols if mark.kind in ("circle", "ring", "unknown") and mark.unit != "far"]


def said_at(page: Page, *units: str) -> list[str]:
    return [text.text for text in page.texts if text.owner in units and text.role != "unknown"]


def at_kursk(number: int, more: str) -> str:
    return f"  - {{id: u{number}, place: Kursk, {KURSK}, {more}}}\n"


def test_units_of_a_side_at_one_place_are_one_circle_of_their_sum_and_one_name(tmp_path: Path) -> None:
    page = page_of(tmp_path, at_kursk(1, "troops: 1000") + at_kursk(2, "troops: 2500") + at_kursk(3, "troops: 500"))
    (mark,) = marks_of(page)
    assert (mark.value, set(mark.members)) == (4000, {"u1", "u2", "u3"})
    (far,) = (symbol for symbol in page.symbols if symbol.unit == "far")
    assert mark.diameter == pytest.approx(far.diameter)
    assert [text.text for text in page.texts].count("Kursk") == 1


def test_the_sum_is_as_honest_as_its_parts(tmp_path: Path) -> None:
    for more, kinds in (
        ("troops: {min: 500, max: 900}", {"circle": 1500, "ring": 1900}),
        ("troops: unknown", {"circle": 1000, "ring": None}),
        ("as_of: 2022-01-01", {"circle": 1000, "ring": None}),
        ("troops: {about: 2000}", {"circle": 3000}),
    ):
        page = page_of(tmp_path, at_kursk(1, "troops: 1000") + at_kursk(2, more))
        assert {mark.kind: mark.value for mark in marks_of(page)} == kinds, more


def test_of_two_sides_each_has_a_circle_that_touches_the_others_at_the_place(tmp_path: Path) -> None:
    units = at_kursk(1, "side: blue, troops: 2000") + at_kursk(2, "side: red, troops: 8000")
    page = page_of(tmp_path, units + at_kursk(3, "side: blue, troops: 3000"))
    red, blue = sorted(marks_of(page), key=lambda mark: mark.x)
    assert (red.value, blue.value) == (8000, 5000), "in the order of the key"
    gap = hypot(red.x - blue.x, red.y - blue.y) - (red.diameter + blue.diameter) / 2
    assert 0 <= gap < 4
    assert [text.text for text in page.texts].count("Kursk") == 1
    assert not [group for group in page.groups if group.id == "ticks"]


def test_formations_are_named_once_with_their_number(tmp_path: Path) -> None:
    units = at_kursk(1, "formations: [tank battalion]") + at_kursk(2, "formations: [{type: tank battalion, count: 2}]")
    page = page_of(tmp_path, units + at_kursk(3, "formations: [motorized infantry]"))
    assert said_at(page, "u1") == ["Kursk", "Three tank battalions", "Motorized infantry unit"]


def test_what_units_are_called_stands_below_the_name_of_their_place(tmp_path: Path) -> None:
    units = "".join(at_kursk(n, f"label: {n}th Brigade, troops: {n}00") for n in range(1, 8))
    page = page_of(tmp_path, units)
    said = said_at(page, "u1")
    assert said == ["Kursk", "7th Brigade", "6th Brigade", "5th Brigade", "4th Brigade", "and three more"]


def test_units_of_no_named_place_are_counted(tmp_path: Path) -> None:
    units = "".join(f"  - {{id: u{n}, label: Camp {n}, {KURSK}, troops: {n}00}}\n" for n in (1, 2))
    assert said_at(page_of(tmp_path, units), "u1") == ["Two units", "Camp 2", "Camp 1"]


def test_spellings_of_one_name_close_together_are_one_place(tmp_path: Path) -> None:
    units = "  - {id: a, place: Kursk, at: {lat: 51.73, lon: 36.19}, troops: 100}\n"
    units += "  - {id: b, place: Курск, at: {lat: 51.74, lon: 36.20}, troops: 200}\n"
    units += "  - {id: c, place: Курск, at: {lat: 51.74, lon: 36.20}, troops: 200}\n"
    page = page_of(tmp_path, units)
    (mark,) = marks_of(page)
    assert mark.value == 500
    assert said_at(page, "a", "b", "c") == ["Kursk"], "in the letters of the map's language"


@pytest.mark.parametrize(("sites", "marks"), [("off", 3), ("place", 3), ("2km", 2), ("{within: 30 km}", 1)])
def test_a_distance_joins_what_lies_within_it(sites: str, marks: int, tmp_path: Path) -> None:
    units = "".join(
        f"  - {{id: u{n}, label: Camp {n}, at: {{lat: {lat}, lon: 36.19}}, troops: 100}}\n"
        for n, lat in enumerate((51.73, 51.74, 51.90))
    )
    assert len(marks_of(page_of(tmp_path, units, f"sites: {sites}\n"))) == marks


def test_joining_is_complete(tmp_path: Path) -> None:
    """Three camps in a row, each within 5 km of the next alone: the last is not joined to what is 8 km away."""
    units = "".join(
        f"  - {{id: u{n}, label: Camp {n}, at: {{lat: {51.0 + n * 0.036:.3f}, lon: 36.19}}, troops: {900 - n}}}\n"
        for n in range(3)
    )
    found = {frozenset(mark.members) for mark in marks_of(page_of(tmp_path, units, "sites: 5km\n"))}
    assert found == {frozenset({"u0", "u1"}), frozenset()}


LONGITUDES = (-180.0, -179.97, 179.98, 0.0, 0.03, 0.06)


@tried(25, 100, st.lists(st.tuples(st.floats(-89.9, 89.9), st.sampled_from(LONGITUDES)), max_size=20))
def test_what_is_joined_lies_within_the_distance_on_either_side_of_180(places: Sequence[tuple[float, float]]) -> None:
    rows = [{"label": f"u{n}", "lat": lat, "lon": lon, "troops": 10 + n} for n, (lat, lon) in enumerate(places)]
    view = {"bounds": [-2, -2, 2, 2]}  # of all of the world the ground would take long
    scene = geomap.map_of([*rows, {"label": "x", "lat": 0, "lon": 90}], sites="5km", view=view).scene
    at = {unit.id: (unit.place.lat, unit.place.lon) for unit in scene.units}
    for symbol in scene.at_places:
        for one, other in combinations(symbol.units, 2):
            assert km_between(at[one], at[other]) <= 5.001


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(SPHERE.inv(one[1], one[0], other[1], other[0])[2]) / 1000


HEADINGS = "id,place,lat,lon,side,formations,troops,as_of\n"


def table(*rows: str) -> str:
    return HEADINGS + "".join(f"s{n},Kursk,51.73,36.19,red,{row}\n" for n, row in enumerate(rows))


FROM = "units_from: units.csv\nas_of: 2022-02-20\n"


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        (("tank brigade,3000,2022-02-01", "tank brigade,2000,2022-02-15"), 2000),
        (("tank brigade,3000,2022-02-01", "tank brigade,2000,2022-02-01"), 5000),
        (("tank brigade,3000,2022-02-01", "rifle brigade,2000,2022-02-15"), 5000),
        ((",3000,2022-02-01", ",2000,2022-02-15", "tank brigade,500,2022-02-10"), 2500),
        (("tank brigade,3000,2022-02-01", "tank brigade,,2022-02-15"), 3000),
        (("tank brigade,3000,2022-02-01", "tank brigade,2000,2022-02-15", "tank brigade,1000,2022-02-15"), 3000),
    ],
)
def test_of_sightings_of_one_thing_the_last_counts(rows: Sequence[str], counted: int, tmp_path: Path) -> None:
    page = page_of(tmp_path, "", FROM, table(*rows))
    assert [mark.value for mark in marks_of(page) if mark.kind == "circle"] == [counted]
    (mark, *_) = marks_of(page)
    assert len(mark.members) == len(rows), "all rows are told of"


def test_the_build_says_where_the_last_sightings_and_the_sum_differ(tmp_path: Path) -> None:
    rows = table("tank brigade,3000,2022-02-01", "tank brigade,2000,2022-02-15")
    said = [problem for problem in built(tmp_path, "", FROM, rows).warnings if problem.path == "sites"]
    assert [problem.text for problem in said] == [
        "at 1 place the last of several sightings of one thing counts, not the sum of all: Kursk 2,000, in all 5,000"
    ]
    for count, value in (("latest", 2000), ("sum", 5000)):
        done = built(tmp_path, "", f"{FROM}sites: {{count: {count}}}\n", rows)
        assert not [problem for problem in done.warnings if problem.path == "sites"]
        assert [mark.value for mark in marks_of(done.pages[0])] == [value]


def test_units_of_the_config_are_no_sightings_unless_it_says_so(tmp_path: Path) -> None:
    units = at_kursk(1, "troops: 3000, as_of: 2022-02-01") + at_kursk(2, "troops: 2000, as_of: 2022-02-15")
    assert [mark.value for mark in marks_of(page_of(tmp_path, units))] == [5000]
    assert [mark.value for mark in marks_of(page_of(tmp_path, units, "sites: {count: latest}\n"))] == [2000]


def test_old_and_recent_reports_are_two_marks(tmp_path: Path) -> None:
    units = at_kursk(1, "side: red, troops: 3000, as_of: 2022-01-01") + at_kursk(2, "side: red, troops: 1000")
    page = page_of(tmp_path, units, "as_of: 2022-02-20\nstale_after: 20\n")
    assert {(mark.value, bool(mark.age)) for mark in marks_of(page)} == {(3000, True), (1000, False)}


def test_the_largest_sum_is_the_largest_circle(tmp_path: Path) -> None:
    page = page_of(tmp_path, "".join(at_kursk(n, "troops: 3000") for n in range(4)))
    sizes = {mark.value: mark.diameter for mark in page.symbols if mark.kind == "circle" and mark.value}
    assert sizes[12000] == max(sizes.values()) <= 60
    assert (sizes[12000] / sizes[4000]) ** 2 == pytest.approx(3)


def test_a_unit_that_an_artboard_leaves_out_is_in_no_sum(tmp_path: Path) -> None:
    units = at_kursk(1, "troops: 1000") + at_kursk(2, "troops: 2000") + at_kursk(3, "troops: 4000")
    (tmp_path / "config.yaml").write_text(
        f"{SIDES}artboards: [{{id: a, width: 700, drop: [units.u3]}}]\nunits:\n{FAR}{units}", "utf-8"
    )
    page = build(tmp_path / "config.yaml", only=["svg"]).pages[0]
    assert [mark.value for mark in marks_of(page)] == [3000]


def test_a_label_set_by_hand_is_that_of_the_place(tmp_path: Path) -> None:
    units = at_kursk(1, "troops: 1000") + at_kursk(2, "troops: 2000, label: {text: Kursk, dx: 60, dy: -40}")
    page = page_of(tmp_path, units)
    (text,) = (text for text in page.texts if text.text == "Kursk")
    (mark,) = marks_of(page)
    assert text.box.x - mark.x == pytest.approx(60, abs=1)


def test_many_places_of_two_sides_touch_as_few_do() -> None:
    """On a map of more marks than are set apart, too."""
    rows = [
        {"label": f"u{n}", "lat": 45 + n % 30 / 5, "lon": 25 + n // 30 % 20 / 2, "troops": 10, "side": "ab"[n // 600]}
        for n in range(1200)
    ]
    page = geomap.map_of(rows, sides={"a": {"label": "A"}, "b": {"label": "B"}}, **PLAIN).pages[0]
    marks = sorted(((m.x, m.y, m.unit) for m in page.symbols if m.kind == "circle"), key=lambda mark: mark[1:])
    assert len({(round(x, 3), round(y, 3)) for x, y, _ in marks}) == 1200


def test_every_row_stays_in_files_and_explain(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        f"{BOARD}units:\n{FAR}{at_kursk(1, 'troops: 1000')}{at_kursk(2, 'troops: 2000')}", "utf-8"
    )
    build(tmp_path / "config.yaml", only=["csv", "svg"])
    rows = (tmp_path / "output" / "config.csv").read_text("utf-8").splitlines()
    assert [row.partition(",")[0] for row in rows] == ["id", '"far"', '"u1"', '"u2"']
    said = CliRunner().invoke(main, ["explain", "u2", str(tmp_path / "config.yaml")]).stdout
    assert "for 3,000, which stands for 2 units" in said


def test_days_of_one_thing_with_an_id_stay_observations(tmp_path: Path) -> None:
    units = "  - {id: u, place: Kursk, at: {lat: 51.73, lon: 36.19}, troops: 1000, as_of: 2022-01-01}\n"
    units += "  - {id: u, place: Kursk, at: {lat: 51.73, lon: 36.19}, troops: 3000, as_of: 2022-02-01}\n"
    done = built(tmp_path, units, "as_of: 2022-02-20\n")
    assert [mark.value for mark in marks_of(done.pages[0])] == [3000]


def test_a_mark_beside_another_is_told_of_with_it(tmp_path: Path) -> None:
    """Its label is that of the first; so also where very many marks are made at once."""
    units = at_kursk(1, "side: blue, troops: 2000") + at_kursk(2, "side: red, troops: 8000")
    few = {mark.unit: mark.beside for mark in marks_of(page_of(tmp_path, units))}
    rows = [{"id": f"p{n}", "lat": 45 + n % 30 / 5, "lon": 25 + n / 60, "troops": 10} for n in range(600)]
    two = [{"id": f"k{n}", "lat": 51.73, "lon": 36.19, "troops": 50, "side": "ab"[n % 2]} for n in range(4)]
    page = geomap.map_of([*rows, *two], sides={"a": {"label": "A"}, "b": {"label": "B"}}, **PLAIN).pages[0]
    many = {mark.unit: (set(mark.members), mark.beside) for mark in page.symbols if mark.unit.startswith("k")}
    assert few == {"u2": "", "u1": "u2"}
    assert not any(mark.members for mark in marks_of(page_of(tmp_path, units))), "each is one unit"
    assert many == {"k0": ({"k0", "k2"}, ""), "k1": ({"k1", "k3"}, "k0")}
    said = CliRunner().invoke(main, ["explain", "u1", str(tmp_path / "config.yaml")]).stdout
    assert "“Kursk”" in said or '"Kursk"' in said


def test_what_only_lies_close_is_called_as_the_largest(tmp_path: Path) -> None:
    """Not by the number of its units, which is that of each side."""
    units = "  - {id: a, label: Old Harbour, at: {lat: 26.20, lon: 50.61}, side: red, troops: 9000}\n"
    units += "  - {id: b, label: Wharf, at: {lat: 26.21, lon: 50.61}, side: blue, troops: 300}\n"
    page = page_of(tmp_path, units, "sites: 5km\n")
    assert said_at(page, "a", "b") == ["Old Harbour", "Wharf"]


def test_units_of_two_sides_on_one_point_are_counted_together(tmp_path: Path) -> None:
    units = "".join(
        f"  - {{id: u{n}, label: Camp {n}, {KURSK}, troops: {n}00, side: {side}}}\n"
        for n, side in ((1, "red"), (2, "blue"), (3, "blue"))
    )
    assert said_at(page_of(tmp_path, units), "u1")[0] == "Three units"


def test_a_circle_stays_near_its_place_beside_a_row_of_others(tmp_path: Path) -> None:
    units = "".join(at_kursk(n, f"side: {'red' if n % 2 else 'blue'}, troops: 3000") for n in range(4))
    units += "  - {id: near, label: Near, at: {lat: 51.75, lon: 36.19}, troops: 5000}\n"
    page = page_of(tmp_path, units)
    near = next(mark for mark in page.symbols if mark.unit == "near" and mark.kind == "circle")
    rows = [mark for mark in marks_of(page) if mark.unit != "near"]
    assert min(hypot(near.x - mark.x, near.y - mark.y) for mark in rows) < 2 * max(mark.diameter for mark in rows)
