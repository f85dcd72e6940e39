"""A name stands where its unit is: on its side of a front, in its country; wrapped or led there before it is lost."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path

import numpy as np
import pytest
import shapely

from geomap.ground.reader import country_at
from geomap.layout.collide import segments_hit_circles
from geomap.layout.view.projection import fit
from geomap.page import Page, Text
from geomap.pipeline.build import build
from tests.examples import BARE

FRONT = [(37.9, 50.3), (37.7, 49.7), (38.0, 49.0), (37.9, 48.5), (37.6, 48.0), (37.3, 47.7), (36.0, 47.5)]
UNITS = [  # of the west, then of the east: some stand where the line is drawn
    ("west", "14th Mechanized Brigade", 49.71, 37.5),
    ("west", "Lyman", 48.99, 37.8),
    ("west", "72nd Mechanized Brigade", 47.72, 37.33),
    ("west", "Avdiivka", 48.14, 37.69),
    ("east", "20th Army", 49.05, 38.3),
    ("east", "Donetsk", 47.98, 37.85),
    ("east", "Volnovakha", 47.5, 37.6),
    ("east", "Toretsk", 48.4, 37.84),
]
EUROPE = [
    ("Tapa", "EE", 59.26, 25.96), ("Adazi", "LV", 57.07, 24.32), ("Rukla", "LT", 55.03, 24.39),
    ("Orzysz", "PL", 53.81, 21.95), ("Lest", "SK", 48.36, 19.3), ("Cincu", "RO", 45.91, 24.8),
    ("Pskov", "RU", 57.82, 28.33), ("Asipovichy", "BY", 53.3, 28.64), ("Luga", "RU", 58.74, 29.85),
]  # fmt: skip

PHONE = f"{BARE}artboards: [{{id: a, width: 360}}]\nlegend: {{max_diameter: 18}}\n"


def names(page: Page) -> dict[str, Text]:
    return {text.owner: text for text in page.texts if text.role == "place"}


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("front")
    (folder / "front.geojson").write_text(json.dumps({"type": "LineString", "coordinates": FRONT}), "utf-8")
    units = "".join(
        f"  - {{id: u{n}, at: {{lat: {lat}, lon: {lon}}}, label: {name}, side: {side}, troops: 3000}}\n"
        for n, (side, name, lat, lon) in enumerate(UNITS)
    )
    (folder / "config.yaml").write_text(
        f"{PHONE}view: {{bounds: [35.6, 47.0, 40.2, 50.9]}}\n"
        f"sides: {{west: {{label: West}}, east: {{label: East}}}}\nunits:\n{units}"
        "layers: [{kind: line, id: front, role: front_line, file: front.geojson, certainty: approximate}]\n",
        "utf-8",
    )
    return build(folder / "config.yaml", only=["svg"]).pages[0]


def test_a_unit_on_a_front_is_named_on_the_side_of_its_own(front: Page) -> None:
    """Where the line is drawn less than two px off a unit, its name stood on the ground of the other side."""
    (line,) = (item for group in front.groups for item in group.items if getattr(item, "id", "") == "front-line-front")
    drawn = shapely.linestrings(line.rings[0])
    placed = names(front)
    for number, (side, name, _, _) in enumerate(UNITS):
        box = placed[f"u{number}"].box
        to_the_east = shapely.LineString([box.centre, (front.frame.right + 500, box.centre[1])])
        crossed = shapely.get_num_coordinates(shapely.intersection(drawn, to_the_east))
        assert crossed % 2 == (side == "west"), name
        assert not shapely.intersects(drawn, shapely.box(box.x, box.y, box.right, box.bottom)), name


def test_a_long_name_is_wrapped_where_a_line_of_it_has_no_room(front: Page) -> None:
    """On a phone it was lost, with half of the map empty beside it."""
    assert names(front)["u0"].lines == ("14th Mechanized", "Brigade")
    assert not [entry for entry in front.dropped if entry.unit]


def test_a_name_stands_in_the_country_of_its_unit(tmp_path: Path) -> None:
    """A phone's map of Europe had every fourth name across a border, where it reads as a place of that country."""
    units = "".join(
        f"  - {{id: {name.lower()}, at: {{lat: {lat}, lon: {lon}}}, label: {name}, country: {country}, troops: 2000}}\n"
        for name, country, lat, lon in EUROPE
    )
    (tmp_path / "config.yaml").write_text(f"{PHONE}view: {{bounds: [14, 43, 33, 60.5]}}\nunits:\n{units}", "utf-8")
    made = build(tmp_path / "config.yaml", only=["svg"])
    (page,), placed = made.pages, names(made.pages[0])
    view = fit(made.scene.bounds, page.frame)
    sights = {}
    for name, country, lat, lon in EUROPE:
        (own,), (middle,) = view.to_px(np.array([lon]), np.array([lat])), np.array([placed[name.lower()].box.centre])
        (at,) = view.to_degrees(np.array([middle[0]]), np.array([middle[1]]))
        sights[name] = country_at(float(at[0]), float(at[1]), "un") or country
        assert np.hypot(*(own - middle)) < 100
    assert sights == {name: country for name, country, _, _ in EUROPE}


@pytest.mark.parametrize("certainty", ["approximate", "exact"])
def test_what_is_held_ends_where_the_front_is_drawn(tmp_path: Path, certainty: str) -> None:
    """The line lost its bends and the area kept them: between the two lay ground of nobody, three km wide."""
    rng = np.random.default_rng(1)
    front = [(31 + float(rng.normal(0, 0.15)), 50 - 0.1 * step) for step in range(31)]
    held = [*front, (33.0, 47.0), (33.0, 50.0), front[0]]
    for name, drawn in (("front", {"type": "LineString", "coordinates": front}),
                        ("held", {"type": "Polygon", "coordinates": [held]})):  # fmt: skip
        (tmp_path / f"{name}.geojson").write_text(json.dumps(drawn), "utf-8")
    (tmp_path / "config.yaml").write_text(
        f"{PHONE}view: {{bounds: [29, 46.5, 34, 50.5]}}\n"
        "units: [{id: u, at: {lat: 48, lon: 30}, troops: 9}]\nlayers:\n"
        f"  - {{kind: line, id: front, role: front_line, file: front.geojson, certainty: {certainty}}}\n"
        f"  - {{kind: area, id: held, role: control, file: held.geojson, certainty: {certainty}}}\n",
        "utf-8",
    )
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    items = {getattr(item, "id", ""): item for group in page.groups for item in group.items}
    line = shapely.union_all(shapely.linestrings(items["front-line-front"].rings))
    area = reduce(shapely.symmetric_difference, [shapely.Polygon(ring) for ring in items["area-held"].rings])
    assert shapely.covers(shapely.buffer(shapely.boundary(area), 0.1), line)
    outline = shapely.multilinestrings([shapely.linestrings(ring) for ring in items["area-held-outline"].rings])
    assert shapely.distance(outline, shapely.line_interpolate_point(line, 0.5, normalized=True)) > 50, "drawn once"
    assert page.frame.width < outline.length < 2 * page.frame.width


def test_a_leader_leaves_only_the_circle_that_holds_the_middle_of_its_own() -> None:
    """One that its own merely touches is another's."""
    own, leader = (300.0, 200.0, 10.0), np.array([[310.0, 200.0, 375.0, 200.0]])
    for other, is_hit in (((306.0, 200.0, 20.0), False), ((325.0, 200.0, 20.0), True)):
        hit = segments_hit_circles(leader, np.array([own, other]), 0.5, np.array([own]), leaving=True)
        assert hit.tolist() == [is_hit], other


def test_no_region_border_runs_through_a_name_with_room_beside_it(tmp_path: Path) -> None:
    """It ran through the figures below names, which were read as struck out."""
    (tmp_path / "config.yaml").write_text(
        "ground: {towns: none, rivers: none}\nsources: {s: {publisher: S}}\nview: {bounds: [38.2, 49.5, 42, 52.5]}\n"
        "artboards: [{id: a, width: 500}]\nlegend: {max_diameter: 24}\nunits:\n"
        "  - {id: u, at: {lat: 50.62, lon: 40.55}, label: Camp Olkhovatka,\n"
        "     sources: s, troops: {min: 8000, max: 12000}}\n",
        "utf-8",
    )
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    lines = [item for group in page.groups if group.id == "region-border" for item in group.items]
    drawn = shapely.multilinestrings([shapely.linestrings(ring) for item in lines for ring in item.rings])
    texts = [text.box for text in page.texts if text.owner == "u"]
    assert len(texts) == 2
    for box in texts:
        assert not shapely.intersects(drawn, shapely.box(box.x, box.y, box.right, box.bottom))
