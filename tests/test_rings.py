"""Rings around units, places and positions, and arrows between them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geomap.clock import build_day
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.gate import published
from geomap.pipeline.build import Build, build
from geomap.pipeline.validate import validate
from tests.examples import BARE

pytestmark = pytest.mark.lean(BARE)

UNITS = """\
units:
  - {id: gao, at: {lat: 48, lon: 37.5}, troops: 900, basis: illustrative}
  - {id: post, at: {lat: 48.9, lon: 38.9}, troops: 300, basis: illustrative}
"""


def project(folder: Path, layers: str, units: str = UNITS, more: str = "") -> Path:
    (folder / "config.yaml").write_text(
        f"view: {{bounds: [34, 45, 41, 51]}}\n{units}layers: [{layers}]\n{more}"
        "artboards: [{id: w, width: 600}]\noutputs: [svg, html, geojson, gpkg, kml]\n",
        "utf-8",
    )
    return folder / "config.yaml"


def exported(made: Build, kind: str = "line") -> list[dict[str, Any]]:
    rows = json.loads((made.folder / "config.geojson").read_text("utf-8"))["features"]
    return [row for row in rows if row["properties"]["kind"] == kind]


def distances(feature: dict[str, Any], lon: float, lat: float) -> list[float]:
    """Kilometres from a position to each line of a feature, least and most of each."""
    lines = shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"])))
    found = []
    for line in lines:
        x, y = shapely.get_coordinates(line).T
        away = Geod(ellps="WGS84").inv(np.full_like(x, lon), np.full_like(y, lat), x, y)[2] / 1000
        found += [float(away.min()), float(away.max())]
    return found


@pytest.mark.parametrize(
    ("around", "lon", "lat"),
    [("gao", 37.5, 48), ("{unit: post}", 38.9, 48.9), ("{lat: 47, lon: 36}", 36, 47), ("Mariupol", 37.5413, 47.0951)],
)
def test_rings_are_so_far_along_the_ground(tmp_path: Path, around: str, lon: float, lat: float) -> None:
    made = build(project(tmp_path, f"{{kind: ring, id: r, around: {around}, km: [40, 80]}}"), only=["geojson"])
    assert made.warnings == ()
    (ring,) = exported(made)
    assert distances(ring, lon, lat) == pytest.approx([40, 40, 80, 80], abs=0.02)
    assert ring["properties"]["km"] == "40;80"
    assert [row["properties"]["text"] for row in exported(made, "label")] == ["40 km", "80 km"]
    drawn = {text.text for text in made.pages[0].texts}
    assert {"40 km", "80 km"} <= drawn
    assert ("places.lock.yaml" in {file.name for file in tmp_path.iterdir()}) == (around == "Mariupol")


def test_a_ring_is_round_whatever_its_certainty(tmp_path: Path) -> None:
    """An approximate line is drawn without its finest bends, which gave rings a corner."""
    made = build(project(tmp_path, "{kind: ring, id: r, around: gao, km: 80}"), only=["geojson"])
    items = [item for group in made.pages[0].groups for item in group.items if item.id == "ring-r"]
    ((ring,),) = (item.rings for item in items)
    away = np.hypot(*(ring - (ring.min(axis=0) + ring.max(axis=0)) / 2).T)
    assert away.max() / away.min() < 1.02


def test_the_label_of_a_ring(tmp_path: Path) -> None:
    made = build(
        project(tmp_path, '{kind: ring, id: r, around: gao, km: [20.5, 80], label: "Within {km}"}'), only=["geojson"]
    )
    assert [row["properties"]["text"] for row in exported(made, "label")] == ["Within 20.5 km", "Within 80 km"]
    with pytest.raises(ConfigError, match=r"the label is the same at each ring; write \{km\} where the radius"):
        validate(project(tmp_path, "{kind: ring, around: gao, km: [20, 80], label: Near}"))


def test_an_arrow_between_units_and_places(tmp_path: Path) -> None:
    made = build(
        project(tmp_path, "{kind: arrow, id: r, from: post, to: {place: Kramatorsk, country: UA}}"), only=["geojson"]
    )
    (arrow,) = exported(made)
    positions = shapely.get_coordinates(shapely.from_geojson(json.dumps(arrow["geometry"])))
    assert positions[0].tolist() == [38.9, 48.9]
    assert positions[-1] == pytest.approx([37.568, 48.731], abs=0.001)


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (
            "{kind: ring, around: {unit: gaoo}, km: 4}",
            'layers[0].around.unit: "gaoo" is not in `units`; did you mean gao?',
        ),
        (
            "{kind: ring, around: gao, km: 0}",
            "layers[0].km: got 0, expected km from 0.1 to 10,000, or a list of at most 12 of these, as [40, 80]",
        ),
        (
            "{kind: ring, around: {lat: 4}, km: 4}",
            "layers[0].around: got {lat: 4}, expected the id or name of a unit, the name of a place, "
            "or {lat: .., lon: ..}",
        ),
        (
            "{kind: ring, around: {lat: 127, lon: 38}, km: 4}",
            "layers[0].around: got {lat: 127, lon: 38}, expected lat from -90 to 90; "
            "they look swapped: write {lat: 38, lon: 127}",
        ),
        ("{kind: ring, km: 4}", "layers[0]: the key `around` is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_ring(tmp_path: Path, layer: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        validate(project(tmp_path, layer))
    assert said in str(caught.value)


def test_a_ring_around_what_may_not_be_told_is_not_there(tmp_path: Path) -> None:
    """Nor an arrow from it; its name is not looked up for a place either."""
    units = UNITS.replace("id: post,", "id: mariupol, embargo_until: 2999-01-01,")
    rings = "{kind: ring, around: mariupol, km: 40}, {kind: ring, around: gao, km: 9}"
    layers = f"{rings}, {{kind: arrow, from: gao, to: mariupol}}"
    config = project(tmp_path, layers, units, "ground: {towns: none}\n")
    assert [layer.id for layer in published(read_config(config), build_day()).layers] == ["ring-gao"]
    made = build(config)
    assert [row["id"] for row in exported(made)] == ["ring-gao"]
    assert "mariupol" not in (tmp_path / "output" / "manifest.json").read_text("utf-8").lower()


def test_a_ring_around_a_rounded_unit_is_around_where_it_is_shown(tmp_path: Path) -> None:
    units = UNITS.replace("id: post,", "id: post, precision: 1,")
    (ring,) = exported(build(project(tmp_path, "{kind: ring, id: r, around: post, km: 40}", units), only=["geojson"]))
    assert distances(ring, 39, 49) == pytest.approx([40, 40], abs=0.02)


def test_a_ring_around_a_unit_of_another_day_is_not_there(tmp_path: Path) -> None:
    units = UNITS.replace("id: post,", "id: post, as_of: 2022-03-01,")
    made = build(
        project(tmp_path, "{kind: ring, id: r, around: post, km: 40}", units, "as_of: 2022-02-01\n"), only=["geojson"]
    )
    assert exported(made) == []


def test_a_ring_around_a_pole_is_whole(tmp_path: Path) -> None:
    config = project(tmp_path, "{kind: ring, id: r, around: {lat: 88, lon: 20}, km: 900}")
    config.write_text(config.read_text("utf-8").replace("[34, 45, 41, 51]", "[-180, 70, 180, 90]"), "utf-8")
    made = build(config, only=["geojson"])
    (ring,) = exported(made)
    lon = shapely.get_coordinates(shapely.from_geojson(json.dumps(ring["geometry"])))[:, 0]
    assert (lon.min(), lon.max()) == (-180, 180)


def test_the_page_of_several_days_has_no_ring_around_what_moves(tmp_path: Path) -> None:
    """It would stay where the unit is on the last of them."""
    moved = "  - {id: post, at: {lat: 47, lon: 36}, as_of: 2022-02-01}\n"
    units = UNITS.replace(" at:", " as_of: 2022-01-01, at:") + moved
    layers = "{kind: ring, id: r, around: post, km: 40}, {kind: ring, id: s, around: gao, km: 40}"
    made = build(project(tmp_path, layers, units, "as_of: 2022-02-01\n"), only=["geojson", "html"])
    said = "the page of several days leaves out r: post is not in one place on all of them"
    assert sum(said in str(problem) for problem in made.warnings) == 1
    assert [row["id"] for row in exported(made)] == ["r", "s"]
    page = (made.folder / "config.html").read_text("utf-8").replace(" ", "")
    assert '"id":"s","rings"' in page
    assert '"id":"r","rings"' not in page


def test_each_distance_stands_on_its_own_ring_on_any_width(tmp_path: Path) -> None:
    """Its text is cut by its ring or touches it, is nearer to it than to any other, and is set in one line."""
    units = "units: [{id: o, label: Odesa, at: {lat: 46.48, lon: 30.72}, troops: 2000, basis: illustrative}]\n"
    layer = 'layers: [{kind: ring, id: r, around: Odesa, km: [50, 100, 150], label: "{km} from Odesa"}]\n'
    boards = "artboards: [{id: wide, width: 1050}, {id: phone, width: 375}]\nview: {fit: all}\n"
    (tmp_path / "map.yaml").write_text(units + layer + boards, "utf-8")
    made = build(tmp_path / "map.yaml", only=["svg"])
    for page in made.pages:
        items = [item for group in page.groups for item in group.items]
        rings = [shapely.LineString(ring) for item in items if "ring" in item.id and hasattr(item, "rings")
                 for ring in item.rings]  # fmt: skip
        texts = {text.text: shapely.box(text.box.x, text.box.y, text.box.right, text.box.bottom)
                 for text in page.texts if "from Odesa" in text.text}  # fmt: skip
        assert len(texts) >= 2
        for said, box in texts.items():
            km = int(said.split()[0])
            by_size = sorted(rings, key=lambda ring: ring.length)[-3:]  # the key has a piece of one
            own, others = by_size[km // 50 - 1], [ring for ring in by_size if ring is not by_size[km // 50 - 1]]
            assert box.distance(own) < 5, (page.id, said)
            assert all(box.distance(other) > box.distance(own) for other in others), (page.id, said)


def test_an_arrow_runs_between_units_by_their_names(tmp_path: Path) -> None:
    units = "units:\n  - {place: Suva, country: FJ}\n  - {id: h, label: HQ, at: {lat: 21, lon: 170}, troops: 9}\n"
    (tmp_path / "map.yaml").write_text(units + "layers: [{kind: arrow, id: a, from: HQ, to: Suva}]\n", "utf-8")
    made = build(tmp_path / "map.yaml", only=["geojson"])
    rows = json.loads((made.folder / "map.geojson").read_text("utf-8"))["features"]
    (arrow,) = [row["geometry"] for row in rows if row["geometry"]["type"].endswith("LineString")]
    ends = shapely.get_coordinates(shapely.from_geojson(json.dumps(arrow)))[[0, -1]]
    suva = next(row["geometry"]["coordinates"] for row in rows if row["properties"].get("id") == "suva")
    assert ends == pytest.approx(np.array([[170.0, 21.0], suva]), abs=0.01)


def test_a_place_that_a_hidden_unit_is_called_like_is_that_place(tmp_path: Path) -> None:
    """Whatever is under embargo, and wherever that is: else a ring that comes or goes would tell."""
    made = []
    held = "  - {id: x, label: NAME, at: {lat: 50, lon: 33}, troops: 5, embargo_until: 2999-01-01}\n"
    for name, hidden in (("none", ""), ("called", held.replace("NAME", "Poltava")), ("other", held)):
        folder = tmp_path / name
        folder.mkdir()
        units = "units:\n  - {id: o, label: Open, at: {lat: 49, lon: 34}, troops: 9}\n" + hidden
        (folder / "map.yaml").write_text(units + "layers: [{kind: ring, id: r, around: Poltava, km: 50}]\n", "utf-8")
        build(folder / "map.yaml", only=["geojson"])
        made.append((folder / "output/map.geojson").read_bytes())
    assert made[0] == made[1] == made[2]
