"""What a view shows: whole, valid, without seams; through the data as shipped."""

import subprocess
import sys

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geomap.ground.reader import read_basemap
from geomap.ground.window import Window
from tests.examples import tried

GEOD = Geod(ellps="WGS84")
LANDS = ("land", "disputed")
WORLD = (-180, -90, 180, 90)
BERING = (160, 50, -150, 75)
FIJI = (170, -20, -170, -10)

AREA_KM2 = {  # land and inland water, as states publish it; Ukraine with Crimea, Cyprus without the base areas
    "UA": 603_550, "RU": 17_098_000, "PL": 312_700, "DE": 357_600, "FR": 551_500, "ES": 506_000, "TR": 783_600,
    "EG": 1_002_000, "ZA": 1_221_000, "BR": 8_516_000, "AU": 7_688_000, "US": 9_525_000, "CA": 9_985_000,
    "JP": 377_900, "KR": 100_300, "KP": 120_500, "CY": 9_000, "SO": 637_700, "EH": 266_000,
    "KZ": 2_725_000, "MX": 1_964_000, "IR": 1_648_000, "NZ": 268_000, "FJ": 18_300, "GL": 2_166_000,
}  # fmt: skip


def land(basemap):
    return {area.id: area.geometry for area in basemap.areas if area.role in LANDS}


def areas_km2(shape):
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


@pytest.mark.parametrize("iso", AREA_KM2)
def test_land_area_is_that_of_the_country(world, iso):
    tolerance = 0.04 if iso in ("US", "CA", "FJ", "KR") else 0.02  # with or without coastal water; small islands
    assert areas_km2(land(world["un"])[iso]) == pytest.approx(AREA_KM2[iso], rel=tolerance)


def test_both_worldviews_share_out_the_same_ground(world):
    un, de_facto = (shapely.area(list(land(world[view]).values())).sum() for view in ("un", "de-facto"))
    assert un == pytest.approx(de_facto, rel=1e-12)


@pytest.mark.parametrize("bounds", [(-1, -1, 1, 1), WORLD], ids=["1:10m", "1:50m"])
def test_every_country_is_there_with_name_and_code(bounds):
    basemap = read_basemap(bounds, "un", margin=400)
    areas = {area.id: area for area in basemap.areas if area.role == "land"}
    codes = {"UA": ("Ukraine", "804"), "KR": ("South Korea", "410"), "CD": ("DR Congo", "180"), "XK": ("Kosovo", "")}
    assert len(areas) == 250  # ISO 3166-1 has 249; Kosovo
    for iso, area in areas.items():
        assert area.properties["iso_a2"] == iso
        assert area.properties["name"]
        assert (len(area.properties["un"]) == 3) == (iso != "XK")
    for iso, (name, un) in codes.items():
        assert (areas[iso].properties["name"], areas[iso].properties["un"]) == (name, un)


def test_no_name_is_abbreviated_or_padded(world):
    names = [country["name"] for country in (a.properties for a in world["un"].areas if a.role != "lake")]
    assert not [name for name in names if name != name.strip() or (". " in name and not name.startswith("U.S. "))]


def test_land_does_not_overlap(world):
    shapes = np.array(list(land(world["de-facto"]).values()))
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    neighbours = one < other
    assert neighbours.sum() > 300
    shared = shapely.area(shapely.intersection(shapes[one[neighbours]], shapes[other[neighbours]]))
    assert shared.sum() == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("worldview", ["un", "de-facto"])
def test_coast_and_borders_are_the_outlines_and_nothing_else(worldview):
    bounds = (32, 34, 36, 36) if worldview == "de-facto" else (19, 40, 24, 44)
    basemap = read_basemap(bounds, worldview, margin=0)
    frame = shapely.box(*bounds).boundary
    outlines = shapely.union_all([shape.boundary for shape in land(basemap).values()])
    lines = shapely.union_all([line.geometry for line in basemap.lines])
    assert outlines.difference(frame.buffer(1e-9)).difference(lines.buffer(1e-9)).length < 1e-6
    assert lines.difference(outlines.buffer(1e-9)).length < 1e-6


@pytest.mark.parametrize("bounds", [WORLD, (-1, -1, 1, 1), (0, -90, 360, 90)])
def test_neither_the_antimeridian_nor_the_pole_is_a_line(bounds):
    for line in read_basemap(bounds, "un", margin=400).lines:
        for part in shapely.get_parts(line.geometry):
            points = shapely.get_coordinates(part)
            meridian = (np.abs(np.abs(points[:, 0]) - 180) < 1e-9) & (points[:, 1] < -60)
            assert not (meridian[1:] & meridian[:-1]).any()
            assert points[:, 1].min() > -89
            assert np.abs(np.diff(points[:, 0])).max() < 3.3


def test_siberia_and_fiji_have_no_seam_at_the_antimeridian():
    for bounds, iso, line in (
        (BERING, "RU", ((179, 67), (181, 67))),
        (FIJI, "FJ", ((179.98, -16.85), (180.1, -16.85))),
    ):
        basemap = read_basemap(bounds, "un")
        assert land(basemap)[iso].contains(shapely.LineString(line))
        coast = next(item.geometry for item in basemap.lines if item.role == "coast")
        assert not coast.intersects(shapely.LineString(line))


@pytest.mark.parametrize("bounds", [BERING, FIJI])
def test_a_view_across_the_antimeridian_is_one_range(bounds):
    west, _, east, _ = bounds
    basemap = read_basemap(bounds, "un", margin=0.1)
    aside = (east + 360 - west) * 0.1
    for mark in (*basemap.areas, *basemap.lines):
        box = mark.geometry.bounds
        assert west - aside - 1e-9 <= box[0] and box[2] <= east + 360 + aside + 1e-9
    assert all(west <= country.lon <= east + 360 for country in basemap.countries)
    expected = {"RU", "US"} if bounds == BERING else {"FJ"}
    assert expected <= {country.iso_a2 for country in basemap.countries}


def test_the_world_is_shown_once():
    basemap = read_basemap((20, -90, 19.999, 90), "un")
    assert areas_km2(land(basemap)["US"]) == pytest.approx(AREA_KM2["US"], rel=0.03)
    assert {"RU", "FJ", "US", "AQ"} <= {country.iso_a2 for country in basemap.countries}
    assert len({country.iso_a2 for country in basemap.countries}) == len(basemap.countries)


def test_a_narrow_view_has_more_detail_than_a_wide_one():
    box = shapely.box(20, 36, 28, 40)
    regional, wide = (read_basemap(b, "un") for b in ((20, 36, 28, 40), (0, 20, 50, 60)))
    regional_points, wide_points = (
        len(shapely.get_coordinates(land(basemap)["GR"].intersection(box))) for basemap in (regional, wide)
    )
    assert regional_points > 3 * wide_points


def test_a_country_seen_in_part_is_named_in_its_part():
    named = {c.iso_a2: c for c in read_basemap((35.4, 46, 42.4, 50.2), "un").countries}
    assert set(named) == {"RU", "UA"}
    assert 35.4 < named["RU"].lon < 42.4 and 46 < named["RU"].lat < 50.2
    assert (named["UA"].name, named["UA"].un) == ("Ukraine", "804")


def test_label_points_lie_in_their_country(world):
    shapes = land(world["un"])
    assert len(world["un"].countries) <= 250
    for country in read_basemap(WORLD, "un").countries:
        assert shapes[country.iso_a2].distance(shapely.Point(country.lon, country.lat)) < 0.1, country


@st.composite
def views(draw):
    """Windows of any size, anywhere, also across the antimeridian and at the poles."""
    width, height = draw(st.floats(0.01, 359)), draw(st.floats(0.01, 170))
    if draw(st.booleans()):
        width, height = width % 12 + 0.01, height % 12 + 0.01
    west = draw(st.floats(-180, 180, allow_subnormal=False))
    south = draw(st.floats(-90, 90 - height, allow_subnormal=False))
    east = west + width
    return west, south, east - 360 if east > 180 else east, south + height


def assert_whole(bounds, margin, worldview):
    """The shapes of a window are valid and lie within it."""
    basemap, window = read_basemap(bounds, worldview, margin), Window.of(bounds, margin)
    frame = shapely.box(window.west, window.south, window.east, window.north).buffer(1e-9)
    for mark in (*basemap.areas, *basemap.lines):
        assert mark.geometry.is_valid and not mark.geometry.is_empty, mark.id
        assert frame.contains(shapely.box(*mark.geometry.bounds)) or frame.covers(mark.geometry), mark.id
    for area in basemap.areas:
        assert area.geometry.geom_type in ("Polygon", "MultiPolygon")
    for line in basemap.lines:
        assert line.geometry.geom_type in ("LineString", "MultiLineString")
    assert len({mark.id for mark in (*basemap.areas, *basemap.lines)}) == len(basemap.areas) + len(basemap.lines)


@tried(8, 60, views(), st.sampled_from([0.0, 0.5]), st.sampled_from(["un", "de-facto"]))
def test_any_window_holds_valid_shapes_within_it(bounds, margin, worldview):
    assert_whole(bounds, margin, worldview)


@pytest.mark.parametrize(
    ("bounds", "margin", "worldview"),
    [
        (WORLD, 0.5, "un"),
        ((-180, -90, -179, -89), 0.5, "un"),
        ((179.9, -17, -179.9, -16.5), 0.0, "de-facto"),
        ((33.3, 46.0, 33.31, 46.01), 0.0, "de-facto"),
    ],
)
def test_an_extreme_window_holds_valid_shapes_within_it(bounds, margin, worldview):
    assert_whole(bounds, margin, worldview)


def _degrees(least: float, most: float) -> st.SearchStrategy[float]:
    """Whole millimetres: with a south of 1e-313 it is the measure of the test, GEOS's intersection, that errs."""
    return st.floats(least, most).map(lambda value: round(value, 8))


@pytest.mark.parametrize("examples", [10, pytest.param(30, marks=pytest.mark.long)])
def test_nothing_is_lost_by_clipping(world, examples):
    shapes = list(land(world["un"]).values())

    @settings(max_examples=examples)
    @given(_degrees(-170, 170), _degrees(-80, 75), _degrees(0.05, 9), _degrees(0.05, 9))
    def all_is_seen(west, south, width, height):
        bounds = (west, south, west + width, south + height)
        seen = sum(shape.area for shape in land(read_basemap(bounds, "un", margin=0)).values())
        frame = shapely.box(*bounds)
        assert seen == pytest.approx(sum(shape.intersection(frame).area for shape in shapes), abs=1e-7)

    all_is_seen()


@pytest.mark.parametrize("bounds", [(0, 10, 1, 5), (5, 0, 5, 1), (0, -91, 1, 0), (float("nan"), 0, 1, 1)])
def test_bounds_that_are_none_are_refused(bounds):
    with pytest.raises(ValueError, match="west, south, east, north"):
        read_basemap(bounds, "un")


def test_importing_the_basemap_loads_no_heavy_library():
    heavy = "pandas geopandas matplotlib pyproj yaml folium"
    code = f"import sys, geomap.ground; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
