"""Lines and areas in their role's look, on the map and in the key."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geomap.kinds import area
from geomap.kinds.arrow import ArrowRow, marks
from geomap.kinds.context import LayerContext
from geomap.marks.area import area_items, hatching
from geomap.marks.rings import generalised, lines_of
from geomap.marks.stroke import line_items
from geomap.marks.style import AREAS, LINES
from geomap.page import Page
from geomap.page import Path as Drawn
from geomap.pipeline.build import Build, build
from geomap.relocations import NOT_HATCHED
from geomap.scene.styles import LIGHT, READABLE, STYLES, contrast
from geomap.wording import mark_name
from tests.examples import BARE

pytestmark = pytest.mark.lean(BARE)

SHAPE = shapely.Polygon([(10, 10), (90, 20), (80, 95), (40, 60), (5, 80)], [[(30, 30), (50, 30), (50, 50)]])
ALONG = np.array([[0.0, 0.0], [50.0, 0.0], [100.0, 10.0]])


@pytest.mark.parametrize("gap", [6.0, 8.5])
def test_hatching_fills_its_area_and_stays_in_it(gap: float) -> None:
    strokes = shapely.multilinestrings(list(hatching(SHAPE, gap)))
    assert shapely.covers(shapely.buffer(SHAPE, 1e-6), strokes)
    assert shapely.length(strokes) == pytest.approx(shapely.area(SHAPE) / gap, rel=0.1)


def test_hatching_of_neighbours_meets() -> None:
    left, right = hatching(shapely.box(0, 0, 40, 40), 6.0), hatching(shapely.box(40, 0, 80, 40), 6.0)
    ends = {round(float(y), 6) for ring in left for x, y in ring if x == 40}
    starts = {round(float(y), 6) for ring in right for x, y in ring if x == 40}
    assert len(ends) >= 4
    assert ends == starts


def test_hatching_of_nothing() -> None:
    assert hatching(shapely.Polygon(), 6.0) == ()
    assert area_items(shapely.Polygon(), "control", False, LIGHT, "x") == []


@pytest.mark.parametrize("role", AREAS)
@pytest.mark.parametrize("approximate", [True, False])
def test_areas_by_role(role: str, approximate: bool) -> None:
    items = {item.id: item for item in area_items(SHAPE, role, approximate, LIGHT, "x")}
    look = AREAS[role]
    assert ("x-hatch" in items) == (role in ("disputed", "disputed_area", "claimed_control"))
    assert ("x" in items) == bool(look.opacity)
    if look.width:
        assert bool(items["x-outline"].dash) == (approximate or role in ("disputed_area", "claimed_control"))
    assert look.opacity <= 0.3, "a fill leaves what lies under it visible"


@pytest.mark.parametrize("role", [role for role in LINES if role != "arrow"])
@pytest.mark.parametrize("approximate", [True, False])
def test_lines_are_dashed_where_nothing_is_settled(role: str, approximate: bool) -> None:
    (item,) = line_items((ALONG,), role, approximate, LIGHT, "x")
    assert bool(item.dash) == (approximate or role in ("disputed_border", "stated_disputed_border", "claimed"))


def test_no_two_roles_of_line_look_alike() -> None:
    told_apart = [role for role in LINES if not role.startswith("stated_")]  # a layer's border looks like one
    looks = {(LINES[role].colour, LINES[role].width, LINES[role].dashes(True)) for role in told_apart}
    assert len(looks) == len(told_apart)


@pytest.mark.parametrize("kind", ["area", "line"])
@pytest.mark.parametrize("approximate", [True, False])
def test_every_role_has_its_words(kind: str, approximate: bool) -> None:
    roles = set(AREAS) if kind == "area" else set(LINES) - {"graticule", "region_border", "coast", "river", "border"}
    assert all(mark_name(kind, role, approximate, "en") for role in roles)


@pytest.mark.parametrize("approximate", [True, False])
def test_an_arrow_points_to_its_end(approximate: bool) -> None:
    shaft, head = line_items((ALONG,), "arrow", approximate, LIGHT, "x")
    assert any(np.allclose(point, ALONG[-1]) for point in head.rings[0])
    assert shapely.area(shapely.Polygon(head.rings[0])) > 50
    assert bool(shaft.dash) == approximate
    assert bool(shaft.fill) != approximate
    drawn = shapely.LineString(shaft.rings[0]) if approximate else shapely.Polygon(shaft.rings[0])
    assert shapely.distance(drawn, shapely.Point(ALONG[-1])) > 5, "the head alone reaches the end"
    assert line_items((ALONG[:2] / 20,), "arrow", approximate, LIGHT, "x") == []


def test_an_arrow_takes_the_shorter_way_round() -> None:
    row = ArrowRow.model_validate({"kind": "arrow", "from": {"lat": 10, "lon": 175}, "to": {"lat": 12, "lon": -170}})
    (line,) = marks(row, LayerContext((), lambda ids: (), "en", None))
    positions = shapely.get_coordinates(line.geometry)
    assert positions[[0, -1]] == pytest.approx(np.array([[175, 10], [190, 12]]))
    assert (np.diff(positions[:, 0]) > 0).all()
    assert positions[len(positions) // 2, 1] > 11, "and the shortest, which leans towards the pole"
    assert (line.id, line.role, line.approximate) == ("arrow", "arrow", True)


CONFIG = """
title: Crimea
worldview: {worldview}
style: {style}
view: {{bounds: [31, 43.5, 40, 48]}}
layers:
  - {{kind: area, role: control, file: area.geojson, certainty: exact}}
  - {{kind: area, id: said, role: claimed_control, file: area.geojson, label: Claimed}}
  - {{kind: line, role: front_line, file: line.geojson}}
  - {{kind: line, id: told, role: contact_line, file: line.geojson, callout: A line}}
  - {{kind: arrow, from: {{lat: 45.9, lon: 33.9}}, to: {{lat: 46.6, lon: 33.1}}}}
artboards: [{{id: wide, width: 900}}]
"""


def _built(folder: Path, worldview: str, style: str = "light") -> Build:
    ring = [[33, 46.3], [35, 46.5], [35, 47.3], [33, 47], [33, 46.3]]
    for name, kind, coordinates in (("area", "Polygon", [ring]), ("line", "LineString", ring[1:4])):
        (folder / f"{name}.geojson").write_text(json.dumps({"type": kind, "coordinates": coordinates}), "utf-8")
    (folder / "config.yaml").write_text(CONFIG.format(worldview=worldview, style=style), "utf-8")
    return build(folder / "config.yaml", only=["svg", "html"])


@pytest.fixture(scope="module", params=STYLES)
def crimea(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    return _built(tmp_path_factory.mktemp("crimea"), "de-facto", request.param)


def _ids(page: Page) -> dict[str, list[str]]:
    return {group.id: [item.id for item in group.items] for group in page.groups}


def test_crimea_is_hatched_on_the_ground_and_explained(crimea: Build) -> None:
    page = crimea.pages[0]
    assert _ids(page)["disputed"] == ["area-crimea-hatch"]
    (hatch,) = next(group for group in page.groups if group.id == "disputed").items
    assert isinstance(hatch, Drawn)
    assert len(hatch.rings) > 30
    words = [text.text for text in page.texts if text.role == "key"]
    assert words == [
        "Disputed area",
        "Controlled area",
        "Approximate front line",
        "Movement, approximate",
        "Disputed border",
    ]


def test_what_has_a_text_on_the_map_is_not_in_the_key(crimea: Build) -> None:
    for page in crimea.pages:
        said = {text.text for text in page.texts if text.role == "key"}
        assert said and said.isdisjoint({"Claimed control", "Contact line", "Approximate contact line"})


def test_crimea_is_ukraine_to_the_un(tmp_path: Path) -> None:
    page = _built(tmp_path, "un").pages[0]
    assert "disputed" not in _ids(page)
    assert not {"Disputed area", "Disputed border"} & {text.text for text in page.texts}


def test_draw_order(crimea: Build) -> None:
    order = [group.id for group in crimea.pages[0].groups]
    wanted = ["sea", "land", "disputed", "lakes", "coast", "river", "disputed-border", "areas"]
    wanted += ["front-line", "contact-line", "arrow", "labels"]
    assert [name for name in order if name in wanted] == [name for name in wanted if name in order]
    assert {"areas", "front-line", "arrow"} <= set(order)


def test_ids_are_one_of_a_kind(crimea: Build) -> None:
    ids = [item.id for group in crimea.pages[0].groups for item in group.items if item.id]
    assert len(ids) == len(set(ids))


def test_labels_on_a_tint_have_its_colour_as_halo(tmp_path: Path) -> None:
    text = CONFIG.format(worldview="un", style="light").replace("role: claimed_control", "role: assessed_control")
    _built(tmp_path, "un")
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    page = build(tmp_path / "config.yaml", only=["svg"]).pages[0]
    (label,) = (text for text in page.texts if text.text == "Claimed")
    under = AREAS["assessed_control"].over(AREAS["control"].over(LIGHT.land, LIGHT), LIGHT)
    assert label.halo in {under, LIGHT.land}


SIDED = """
title: Sides
style: {style}
sides: {{red: {{label: Red forces, colour: "#a01020"}}, blue: {{label: Blue forces, colour: "#103080"}}}}
view: {{bounds: [31, 43.5, 40, 48]}}
units:
  - {{id: near, at: {{lat: 47.5, lon: 35.5}}, label: Near, troops: 900, side: red, equipment: {{tanks: 1}}}}
  - {{id: far, at: {{lat: 44, lon: 39}}, label: Far, troops: unknown, side: blue, equipment: {{artillery: 1}}}}
layers:
  - {{kind: area, role: control, file: area.geojson, side: red}}
  - {{kind: area, id: said, role: claimed_control, file: area.geojson, certainty: exact, side: blue}}
  - {{kind: area, id: named, role: zone, file: area.geojson, side: blue, label: Buffer}}
  - {{kind: line, role: route, file: line.geojson, certainty: exact, side: blue}}
  - {{kind: arrow, from: {{lat: 44, lon: 38}}, to: {{lat: 44.5, lon: 39}}, side: red}}
artboards:
  - {{id: wide, width: 900}}
  - {{id: phone, width: 335, key: short, bounds: [32, 46, 36, 48]}}
outputs: [svg, html, geojson]
"""


@pytest.fixture(scope="module", params=STYLES)
def sided(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("sides")
    _built(folder, "un")
    (folder / "config.yaml").write_text(SIDED.format(style=request.param), "utf-8")
    return build(folder / "config.yaml")


def _key(page: Page) -> list[str]:
    return [text.text for text in page.texts if text.id.endswith("-text")]


def test_a_side_gives_colour_and_words(sided: Build) -> None:
    page = sided.pages[0]
    items = {item.id: item for group in page.groups for item in group.items}
    held, outline = items["area-control"], items["area-said-outline"]
    assert isinstance(held, Drawn) and isinstance(outline, Drawn)
    assert (held.fill, outline.stroke, items["route-line"].stroke) == ("#a01020", "#103080", "#103080")
    assert items["key-area-control-red-approximate"].fill == "#a01020"
    assert _key(page)[-4:] == [
        "Controlled by Red forces, approximate",
        "Claimed by Blue forces",
        "Route: Blue forces",
        "Movement, approximate: Red forces",
    ]
    features = json.loads((sided.folder / "config.geojson").read_text("utf-8"))["features"]
    assert {
        feature["id"]: feature["properties"]["side"] for feature in features if feature["id"] in ("said", "far")
    } == {
        "said": "blue",
        "far": "blue",
    }


def test_texts_on_the_tint_of_a_side_can_be_read(sided: Build) -> None:
    for page in sided.pages:
        (name,) = (text for text in page.texts if text.text == "Buffer")
        look = sided.scene.style
        under = AREAS["control"].over(look.land, look, "#a01020")
        assert name.halo == AREAS["zone"].over(under, look, "#103080")
        assert contrast(name.colour, name.halo) >= READABLE


def test_the_key_of_a_part_of_the_map_is_of_that_part(sided: Build) -> None:
    """The arrow, the blue unit, its mark and its artillery lie outside of the phone's bounds."""
    wide, phone = map(_key, sided.pages)
    assert {"Blue forces", "Artillery", "Strength not known", "Movement, approximate: Red forces"} <= set(wide)
    assert phone == [
        "Red forces",
        "Tanks",
        "Held by Red forces (approx.)",
        "Claimed by Blue forces",
        "Route: Blue forces",
    ]


def test_a_row_of_the_key_goes_with_what_it_looks_like(tmp_path: Path) -> None:
    """Of two lines of one role the approximate one lies outside of the phone's bounds."""
    lines = {"near": [[33, 46.5], [35, 47]], "far": [[38, 44], [39, 45]]}
    for name, coordinates in lines.items():
        text = json.dumps({"type": "LineString", "coordinates": coordinates})
        (tmp_path / f"{name}.geojson").write_text(text, "utf-8")
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [31, 43.5, 40, 48]}\nlayers:\n"
        "  - {kind: line, id: near, role: front_line, file: near.geojson, certainty: exact}\n"
        "  - {kind: line, id: far, role: front_line, file: far.geojson}\n"
        "artboards:\n  - {id: wide, width: 900, key: short}\n"
        "  - {id: phone, width: 335, bounds: [32, 46, 36, 48]}\n",
        "utf-8",
    )
    wide, phone = map(_key, build(tmp_path / "config.yaml", only=["svg"]).pages)
    assert (wide, phone) == (["Front line", "Front line (approx.)"], ["Front line"])


def test_an_approximate_line_of_parts_that_differ_in_length_is_smoothed_part_by_part() -> None:
    line = shapely.from_wkt("MULTILINESTRING ((0 0, 10 0, 10 10, 20 10), (40 0, 50 0, 50 10))")
    assert len(lines_of(generalised(line, 0.1))) == 2


@pytest.mark.parametrize(("view", "is_hatched"), [("[-180, -58, 180, 80]", False), ("[76.4, 34.9, 77.8, 35.9]", True)])
def test_a_disputed_area_is_hatched_and_in_the_key_or_said_to_be_too_small(
    tmp_path: Path, view: str, is_hatched: bool
) -> None:
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: {view}}}\nartboards: [{{id: a, width: 335}}]\n", "utf-8")
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    hatched = [item.id for group in page.groups if group.id == "disputed" for item in group.items]
    said = {entry.text for entry in page.dropped if entry.reason == NOT_HATCHED}
    key = {text.text for text in page.texts if text.role == "key"}
    assert (bool(hatched), "Siachen Glacier" in said, "Disputed area" in key) == (
        is_hatched,
        not is_hatched,
        is_hatched,
    )


def test_an_area_of_very_many_positions_is_drawn_with_those_that_can_be_seen(tmp_path: Path) -> None:
    """Files of data keep them all."""
    turn = np.linspace(0, 2 * np.pi, 20_000)
    radius = 0.8 + 0.0001 * (np.arange(len(turn)) % 2)  # a hundredth of a px
    ring = np.column_stack([37.5 + radius * np.cos(turn), 48 + 0.7 * radius * np.sin(turn)]).round(7).tolist()
    ring[-1] = ring[0]
    (tmp_path / "z.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), "utf-8")
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [36, 47, 39, 49]}\nunits: []\nartboards: [{id: w, width: 400}]\noutputs: [svg, geojson]\n"
        "layers: [{kind: area, role: control, file: z.geojson}]\n",
        "utf-8",
    )
    made = build(tmp_path / "config.yaml")
    (shape,) = (path for path in _paths(made.pages[0]) if path.id == "area-control")
    drawn = shapely.Polygon(shape.rings[0])
    assert 50 < len(shape.rings[0]) < 2_000
    assert shapely.area(drawn) == pytest.approx(shapely.area(shapely.convex_hull(drawn)), rel=0.01)
    kept = json.loads((tmp_path / "output" / f"{_name(made)}.geojson").read_text("utf-8"))
    assert max(len(json.dumps(feature["geometry"])) for feature in kept["features"]) > 200_000


def _paths(page: Page) -> list[Drawn]:
    return [item for group in page.groups for item in group.items if isinstance(item, Drawn)]


def _name(made: Build) -> str:
    return next(Path(file).stem for file in made.files if file.endswith(".geojson"))


def test_thousands_of_parts_make_the_same_area() -> None:
    squares = [shapely.box(x, y, x + 1, y + 1) for x in range(0, 60, 2) for y in range(40)]
    assert len(squares) > area._MANY_PARTS
    assert shapely.equals(area._together(squares), shapely.union_all(squares))


@pytest.mark.parametrize(("role", "is_named"), [("front_line", False), ("contact_line", False), ("route", True)])
def test_a_unit_between_two_fronts_has_no_name_beyond_them(tmp_path: Path, role: str, is_named: bool) -> None:
    """Beyond a front its name would say that it is on the other side."""
    ways = [[[30, lat], [36, lat]] for lat in (49.46, 49.54)]
    lines = {"type": "MultiLineString", "coordinates": ways}
    (tmp_path / "line.geojson").write_text(json.dumps(lines), "utf-8")
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [30, 48, 36, 51]}\nunits: [{id: a, label: Ash, at: {lat: 49.5, lon: 33}, troops: 900}]\n"
        f"layers: [{{kind: line, id: l, role: {role}, certainty: exact, file: line.geojson}}]\n"
        "artboards: [{id: a, width: 600}]\n",
        "utf-8",
    )
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    assert any(text.owner == "a" for text in page.texts) == is_named
