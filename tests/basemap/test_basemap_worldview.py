"""Who a place belongs to, and which lines are drawn, under each worldview; through the data as shipped."""

import pytest
import shapely

from geomap.ground.disputed import AREAS, WORLDVIEWS, area_of, is_disputed, is_disputed_line
from geomap.ground.embedded import Embedded
from geomap.ground.reader import country_at, read_basemap

PLACES = [  # place, lon, lat, un, de-facto
    ("Simferopol", 34.1, 45.0, "UA", "crimea"),
    ("Sevastopol", 33.55, 44.58, "UA", "crimea"),
    ("Kerch", 36.42, 45.33, "UA", "crimea"),
    ("Donetsk", 37.8, 48.0, "UA", "UA"),
    ("Luhansk", 39.3, 48.57, "UA", "UA"),
    ("Henichesk", 34.75, 46.2, "UA", "UA"),
    ("Rostov-on-Don", 39.7, 47.24, "RU", "RU"),
    ("Taman", 36.8, 45.2, "RU", "RU"),
    ("Kaliningrad", 20.6, 54.7, "RU", "RU"),
    ("Taipei", 121.55, 25.05, "TW", "TW"),
    ("Pristina", 21.16, 42.66, "XK", "XK"),
    ("Gaza", 34.45, 31.49, "PS", "PS"),
    ("Nablus", 35.26, 32.22, "PS", "PS"),
    ("Quneitra heights", 35.78, 33.05, "SY", "golan"),
    ("Haifa", 35.02, 32.79, "IL", "IL"),
    ("Kiryat Shmona", 35.57, 33.2, "IL", "IL"),
    ("Stepanakert", 46.75, 39.82, "AZ", "AZ"),
    ("Nicosia, south", 33.36, 35.14, "CY", "CY"),
    ("Nicosia, north", 33.36, 35.21, "CY", "northern-cyprus"),
    ("Hargeisa", 44.06, 9.56, "SO", "somaliland"),
    ("Mogadishu", 45.3, 2.06, "SO", "SO"),
    ("Laayoune", -13.15, 27.12, "EH", "western-sahara-west"),
    ("Tifariti", -10.57, 26.16, "EH", "western-sahara-east"),
    ("Agadir", -9.5, 30.4, "MA", "MA"),
    ("Srinagar", 74.8, 34.08, "IN", "IN"),
    ("Siachen", 77.2, 35.4, "siachen", "siachen"),
    ("Guantanamo base", -75.115, 19.933, "CU", "CU"),
    ("Baikonur", 63.3, 45.8, "KZ", "KZ"),
    ("Cayenne", -52.4, 4.85, "GF", "GF"),
    ("Longyearbyen", 15.6, 78.2, "SJ", "SJ"),
    ("Vatican", 12.4533, 41.9034, "VA", "VA"),
    ("Taveuni, east of 180", -179.95, -16.8, "FJ", "FJ"),
    ("Chukotka, west of 180", 179.0, 67.0, "RU", "RU"),
    ("Chukotka, east of 180", -175.0, 67.0, "RU", "RU"),
    ("South Pole", 0.0, -89.9, "AQ", "AQ"),
    ("Black Sea", 33.0, 43.0, "", ""),
    ("Sea of Azov", 36.5, 46.2, "", ""),
    ("Kerch Strait", 36.58, 45.25, "", ""),
]


@pytest.mark.parametrize(("place", "lon", "lat", "un", "de_facto"), PLACES, ids=[row[0] for row in PLACES])
def test_a_place_lies_in_its_country(place, lon, lat, un, de_facto):
    assert (country_at(lon, lat, "un"), country_at(lon, lat, "de-facto")) == (un, de_facto)


@pytest.mark.parametrize("turn", [-360, 360])
def test_a_longitude_may_be_given_a_turn_away(turn):
    assert country_at(30.5 + turn, 50.4, "un") == "UA"


def near(view, worldview, roles, at, reach=0.1):
    """Ids of the lines of some roles within reach of a point, degrees."""
    around = shapely.Point(at).buffer(reach)
    lines = read_basemap(view, worldview).lines
    return {line.id for line in lines if line.role in roles and line.geometry.intersects(around)}


BORDERS = ("border", "disputed_border")
PEREKOP = ((32, 44, 38, 48), (33.66, 46.1))


@pytest.mark.parametrize("worldview", WORLDVIEWS)
def test_ukraine_and_russia_share_a_border(worldview):
    assert near((36, 46, 42, 50.5), worldview, BORDERS, (40.0, 49.6)) == {"border-RU-UA"}


def test_under_un_no_line_runs_across_perekop():
    assert near(PEREKOP[0], "un", BORDERS, PEREKOP[1], 1.2) == set()


def test_under_de_facto_a_disputed_line_runs_across_perekop():
    assert near(PEREKOP[0], "de-facto", BORDERS, PEREKOP[1], 1.2) == {"disputed_border-UA-crimea"}


@pytest.mark.parametrize("worldview", WORLDVIEWS)
def test_the_kerch_strait_stays_coast(worldview):
    assert near(PEREKOP[0], worldview, ("coast",), (36.6, 45.3), 0.15) == {"coast"}
    assert near(PEREKOP[0], worldview, BORDERS, (36.6, 45.3), 0.3) == set()


@pytest.mark.parametrize("scale", [0.5, 400.0], ids=["1:10m", "1:50m"])
def test_crimea_is_part_of_ukraine_or_hatched_at_both_scales(scale):
    bounds = (33, 44.5, 35, 46) if scale < 1 else (10, 30, 60, 60)
    point = shapely.Point(34.1, 45.0)
    for worldview, area_id, role in (("un", "UA", "land"), ("de-facto", "crimea", "disputed")):
        areas = read_basemap(bounds, worldview).areas
        assert [(a.id, a.role) for a in areas if a.role != "lake" and a.geometry.contains(point)] == [(area_id, role)]


@pytest.mark.parametrize(
    ("view", "at", "reach", "un", "de_facto"),
    [
        ((32, 34, 35, 36), (33.2, 35.1), 0.15, set(), {"CY-cyprus-buffer-zone", "cyprus-buffer-zone-northern-cyprus"}),
        ((40, 5, 50, 13), (49.0, 9.5), 0.6, set(), {"SO-somaliland"}),
        ((-18, 20, -5, 30), (-11.0, 27.66), 0.1, {"EH-MA"}, {"MA-western-sahara-west"}),
        ((19, 41, 23, 44), (21.4, 42.9), 0.3, {"RS-XK"}, set()),
        ((34, 32, 37, 34), (35.64, 33.1), 0.05, {"IL-SY"}, {"IL-golan"}),
        ((72, 30, 82, 38), (74.0, 34.0), 0.4, {"IN-PK"}, {"IN-PK"}),
        ((72, 28, 82, 38), (74.6, 31.0), 0.3, set(), set()),
        ((22, 5, 36, 15), (30.0, 10.2), 0.6, {"SD-SS"}, set()),
    ],
)
def test_unsettled_lines(view, at, reach, un, de_facto):
    for worldview, ids in (("un", un), ("de-facto", de_facto)):
        assert near(view, worldview, ("disputed_border",), at, reach) == {f"disputed_border-{pair}" for pair in ids}


def test_the_border_of_somaliland_with_ethiopia_is_a_border_under_both():
    assert near((40, 5, 50, 13), "un", BORDERS, (44.0, 8.9), 0.2) == {"border-ET-SO"}
    assert near((40, 5, 50, 13), "de-facto", BORDERS, (44.0, 8.9), 0.2) == {"border-ET-somaliland"}


def test_the_table_gives_every_area_a_reason_and_a_slug_of_its_own():
    assert len({row.slug for row in AREAS}) == len(AREAS)
    for row in AREAS:
        assert row.why.endswith(".")
        for worldview in WORLDVIEWS:
            area = area_of(row.slug, worldview)
            assert (len(area) == 2 and area.isupper()) != is_disputed(area)


def test_a_line_within_a_country_of_the_un_is_unsettled_wherever_it_is_drawn():
    assert is_disputed_line("crimea", "UA", (33, 45, 34, 46), "de-facto")
    assert not is_disputed_line("RU", "UA", (36, 47, 40, 50), "de-facto")


@pytest.mark.parametrize("call", [lambda: country_at(0, 0, "us"), lambda: read_basemap((0, 0, 1, 1), "us")])
def test_an_unknown_worldview_is_refused(call):
    with pytest.raises(ValueError, match="un, de-facto"):
        call()


def test_taiwan_is_named_as_a_region_where_the_united_nations_have_no_state_there() -> None:
    bounds = (118.0, 21.5, 123.0, 26.0)
    for worldview, style in (("un", "region"), ("de-facto", "country")):
        beneath = Embedded(bounds, worldview, "en", ("country", "region"), bounds, has_regions=True).window()
        assert {label.style for label in (*beneath.labels, *beneath.regions) if label.text == "Taiwan"} == {style}
