"""The contact line: its shape, its ends, and the side of every listed town."""

from __future__ import annotations

import importlib.util
import itertools
import json
import math
import sys
from pathlib import Path

import pytest
from pyproj import Geod
from shapely.geometry import LineString, Point, Polygon

ROOT = Path(__file__).resolve().parent.parent
LAYER = ROOT / "layers" / "contact_line.geojson"
GEOD = Geod(ellps="WGS84")

# Where the Derkul meets the Siverskyi Donets: a vertex of the border in Natural Earth 1:10m (world-atlas 2.0.2).
BORDER = (39.6706, 48.5877)


def load_script():
    spec = importlib.util.spec_from_file_location("make_contact_line", ROOT / "scripts" / "make_contact_line.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


script = load_script()


@pytest.fixture(scope="module")
def collection():
    return json.loads(LAYER.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def line(collection):
    return [tuple(p) for p in collection["features"][0]["geometry"]["coordinates"]]


@pytest.fixture(scope="module")
def towns():
    return script.read_towns()


@pytest.fixture(scope="module")
def east(line):
    """The part of the plane east of the line, built here and not by the script: a second opinion."""
    return Polygon([*line, (line[-1][0], 46.0), (42.0, 46.0), (42.0, line[0][1])])


def km_between(a, b):
    return GEOD.inv(*a, *b)[2] / 1000


def test_one_valid_feature(collection):
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 1
    feature = collection["features"][0]
    assert feature["type"] == "Feature"
    assert feature["id"] == "contact_line"
    assert feature["geometry"]["type"] == "LineString"
    assert "crs" not in collection  # RFC 7946: always WGS 84


def test_coordinates_are_lon_lat_and_not_implausibly_fine(line):
    for lon, lat in line:
        assert 37.4 < lon < 39.8
        assert 47.0 < lat < 48.9
        assert round(lon, 5) == lon
        assert round(lat, 5) == lat


def test_line_is_simple_and_long_enough(line, collection):
    assert LineString(line).is_simple
    length = GEOD.line_length(*zip(*line, strict=True)) / 1000
    assert 410 * 0.9 <= length <= 410 * 1.1
    assert collection["features"][0]["properties"]["length_km"] == pytest.approx(length, abs=0.1)


def test_ends_on_the_border_and_at_the_sea(line):
    assert km_between(line[0], BORDER) < 1
    lon, lat = line[-1]
    assert 37.75 <= lon <= 37.88
    assert 47.08 <= lat <= 47.10


def test_steps_are_even_and_there_are_no_spikes(line):
    steps = [km_between(a, b) for a, b in itertools.pairwise(line)]
    assert max(steps) < 8
    assert max(steps) < 2 * min(steps)
    flat = [script.to_km(*p) for p in line]
    for (ax, ay), (bx, by), (cx, cy) in zip(flat, flat[1:], flat[2:], strict=False):
        turn = math.atan2(cy - by, cx - bx) - math.atan2(by - ay, bx - ax)
        assert abs((math.degrees(turn) + 180) % 360 - 180) < 110, script.to_degrees(bx, by)


def test_line_does_not_nearly_touch_itself(line):
    """No knots: vertices more than 6 km apart along the line lie at least 1 km from each other."""
    flat = [script.to_km(*p) for p in line]
    for i, j in itertools.combinations(range(len(flat)), 2):
        if (j - i) * script.STEP_KM > 6:
            assert math.dist(flat[i], flat[j]) > 1, (line[i], line[j])


def test_towns_file_is_large_and_clean(towns):
    assert len(towns) >= 120
    assert {t.side for t in towns} == {"W", "E", "ON"}
    assert {t.position for t in towns} == {"geonames", "published", "estimated"}
    assert len({t.name for t in towns}) == len(towns)
    assert all(47.0 < t.lat < 49.1 and 37.0 < t.lon < 40.2 for t in towns)


def test_every_town_is_on_its_side(line, towns, east):
    wrong = [t for t in towns if t.side != "ON" and east.contains(Point(t.lon, t.lat)) != (t.side == "E")]
    assert wrong == []


def test_towns_on_the_line_are_near_it(line, towns):
    for town in (t for t in towns if t.side == "ON"):
        assert script.distance_km(town.lon, town.lat, line) <= 3, town.name


def test_no_town_of_known_position_is_on_the_line_itself(line, towns):
    """Half a kilometre of clearance, so that rounding or simplifying the line does not flip a side."""
    for town in towns:
        if town.side != "ON" and town.position != "estimated":
            assert script.distance_km(town.lon, town.lat, line) > 0.5, town.name


@pytest.mark.parametrize(
    ("name", "lat", "lon", "side"),
    [
        ("Mariupol", 47.09514, 37.54131, "W"),
        ("Volnovakha", 47.6008, 37.49358, "W"),
        ("Marinka", 47.94527, 37.50544, "W"),
        ("Avdiivka", 48.14019, 37.75008, "W"),
        ("Toretsk", 48.39477, 37.8478, "W"),
        ("Svitlodarsk", 48.43374, 38.22331, "W"),
        ("Popasna", 48.63168, 38.37104, "W"),
        ("Zolote", 48.69516, 38.51512, "W"),
        ("Stanytsia Luhanska", 48.66247, 39.48358, "W"),
        ("Novoazovsk", 47.11389, 38.08599, "E"),
        ("Dokuchaievsk", 47.7522, 37.67761, "E"),
        ("Donetsk", 48.023, 37.80224, "E"),
        ("Yasynuvata", 48.12678, 37.85924, "E"),
        ("Horlivka", 48.29986, 38.01709, "E"),
        ("Debaltseve", 48.33592, 38.40261, "E"),
        ("Pervomaisk", 48.6279, 38.52389, "E"),
        ("Slovianoserbsk", 48.69779, 38.98133, "E"),
        ("Luhansk", 48.56814, 39.30553, "E"),
    ],
)
def test_side_function_knows_the_anchor_towns(line, name, lat, lon, side):
    assert script.side_of(lon, lat, script.east_side(line)) == side, name


def test_a_swapped_side_is_reported(line, towns):
    """The check must be able to fail: each of these is a lie, and each must be named."""
    lies = [
        script.Town("Donetsk", 48.023, 37.80224, "W", "geonames"),
        script.Town("Marinka", 47.94527, 37.50544, "E", "geonames"),
        script.Town("Luhansk", 48.56814, 39.30553, "ON", "geonames"),
    ]
    assert script.problems(line, towns) == []
    found = script.problems(line, lies)
    assert [text.split(":")[0] for text in found] == ["Donetsk", "Marinka", "Luhansk"]


def test_a_mirrored_line_is_reported(line, towns):
    """The same line drawn 10 km further west puts front-line towns on the wrong side."""
    moved = [(lon - 0.135, lat) for lon, lat in line]
    found = " ".join(script.problems(moved, towns))
    assert "Marinka" in found
    assert "Avdiivka" in found


def test_properties_are_complete_and_honest(collection):
    properties = collection["features"][0]["properties"]
    assert properties["name"] == "contact_line"
    assert properties["as_of"] == "2022-01-12"
    assert properties["certainty"] == "approximate"
    assert properties["accuracy_km"] >= 1
    assert properties["licence"] == "CC BY 4.0"
    assert "schematic" in properties["method"]
    assert any("GeoNames" in source for source in properties["sources"])
    assert all(isinstance(source, str) and len(source) > 20 for source in properties["sources"])
    words = json.dumps(properties).lower()
    assert not any(name in words for name in ("deepstate", "study of war", "natural earth", "openstreetmap"))


def test_script_builds_the_file_byte_for_byte():
    text = script.to_text(script.feature_collection(script.build_line()))
    assert LAYER.read_bytes() == text.encode()


def test_every_control_point_has_a_reason():
    assert all(len(reason) > 3 for _, _, reason in script.CONTROL_POINTS)


def test_sources_name_licence_accuracy_and_lists():
    text = (ROOT / "layers" / "SOURCES.md").read_text(encoding="utf-8")
    for word in ("CC BY 4.0", "1085-r", "32/2019", "OSCE", "OCHA", "Accuracy", "Weak stretches", "GeoNames"):
        assert word in text
