from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.places.choose import clearly_meant, clearly_nearest, distance_km, one_of_each, within_reach
from geomap.places.store import Bearer, Bond, Record

lats, lons = st.floats(-90, 90), st.floats(-180, 180)


def bearer(
    population: int,
    bond: Bond = Bond.CALLED_SO,
    *,
    number: int = 0,
    lat: float = 0.0,
    lon: float = 0.0,
    country: str = "AA",
    is_district: bool = False,
) -> Bearer:
    record = Record(number or population, "X", lat, lon, country, "", population, is_district)
    return Bearer(record, bond)


def test_the_only_bearer_is_meant_however_small() -> None:
    assert clearly_meant([bearer(0)]) == bearer(0)


@pytest.mark.parametrize(("small", "is_clear"), [(10_000, True), (10_001, False)])
def test_ten_times_as_populous_is_clear(small: int, is_clear: bool) -> None:
    assert (clearly_meant([bearer(100_000), bearer(small)]) is not None) is is_clear


@pytest.mark.parametrize(("population", "is_clear"), [(50_000, True), (49_999, False)])
def test_an_unknown_population_counts_as_five_thousand(population: int, is_clear: bool) -> None:
    assert (clearly_meant([bearer(population), bearer(0)]) is not None) is is_clear


def test_an_unknown_population_never_wins_by_size() -> None:
    assert clearly_meant([bearer(0, number=1), bearer(0, number=2)]) is None


@pytest.mark.parametrize(("population", "is_clear"), [(5_000, True), (4_999, False)])
def test_a_hamlet_counts_as_five_hundred_which_the_gazetteer_starts_at(population: int, is_clear: bool) -> None:
    assert (clearly_meant([bearer(population), bearer(3)]) is not None) is is_clear


def test_a_district_does_not_beat_a_town_by_size() -> None:
    assert clearly_meant([bearer(900_000, is_district=True), bearer(600)]) is None


def test_a_town_beats_a_district_by_size() -> None:
    assert clearly_meant([bearer(900_000), bearer(60_000, is_district=True)]) == bearer(900_000)


@pytest.mark.parametrize(
    ("bond", "other", "country", "ratio", "is_clear"),
    [
        (Bond.ALTERNATE, Bond.CALLED_SO, "BB", 100, True),
        (Bond.ALTERNATE, Bond.CALLED_SO, "BB", 99, False),
        (Bond.ALTERNATE, Bond.CALLED_SO, "AA", 1000, False),
        (Bond.SHORT_FORM, Bond.CALLED_SO, "AA", 100, True),
        (Bond.SHORT_FORM, Bond.SHORT_FORM, "AA", 36, False),
        (Bond.CALLED_SO, Bond.SHORT_FORM, "AA", 9, False),
        (Bond.CALLED_SO, Bond.ALTERNATE, "AA", 1, True),
    ],
)
def test_how_a_name_is_borne_weighs(bond: Bond, other: Bond, country: str, ratio: int, is_clear: bool) -> None:
    big, small = bearer(10_000 * ratio, bond), bearer(10_000, other, number=7, country=country)
    assert clearly_meant([big, small]) == (big if is_clear else None)


def test_a_village_is_not_meant_where_a_great_city_bears_its_name_too() -> None:
    assert clearly_meant([bearer(900_000, Bond.ALTERNATE), bearer(8_000)]) is None


def test_records_of_one_place_are_one_and_the_town_stays() -> None:
    town, district = bearer(5_000, number=1), bearer(80_000, number=2, lat=0.03, is_district=True)
    assert one_of_each([district, town]) == [town]


@pytest.mark.parametrize(("degrees", "places"), [(0.044, 1), (0.046, 2)])
def test_places_more_than_five_kilometres_apart_are_two(degrees: float, places: int) -> None:
    assert len(one_of_each([bearer(5_000, number=1), bearer(4_000, number=2, lat=degrees)])) == places


def test_those_called_so_are_listed_before_districts_and_other_names_of_less_than_ten_times_as_many_people() -> None:
    town, quarter = bearer(6_000, lat=10), bearer(59_000, is_district=True, lat=20)
    nickname, far_behind = bearer(61_000, Bond.ALTERNATE, lat=30), bearer(550_000, Bond.ALTERNATE, is_district=True)
    assert one_of_each([far_behind, nickname, quarter, town]) == [nickname, town, quarter, far_behind]


def test_places_across_a_border_stay_two() -> None:
    assert len(one_of_each([bearer(5_000, number=1), bearer(4_000, number=2, country="BB")])) == 2


def test_the_nearest_is_chosen_when_the_next_is_three_times_as_far() -> None:
    near, far = bearer(600, lat=0.1), bearer(700, lat=-0.31)
    assert clearly_nearest(within_reach([far, near], (0.0, 0.0)), (0.0, 0.0)) == near
    assert clearly_nearest(within_reach([far, near], (-0.05, 0.0)), (-0.05, 0.0)) is None


def test_a_city_does_not_take_the_name_of_a_village_beside_it() -> None:
    city, village = bearer(900_000, Bond.ALTERNATE), bearer(5_740, lon=0.2)
    assert clearly_nearest([city, village], (0.0, 0.0)) is None


def test_farther_than_a_hundred_kilometres_is_out_of_reach() -> None:
    assert within_reach([bearer(600, lat=0.9), bearer(700, lat=-0.89)], (0.0, 0.0)) == [bearer(700, lat=-0.89)]


def test_distance_crosses_the_antimeridian() -> None:
    assert distance_km(0, 179.9, 0, -179.9) == pytest.approx(22.24, abs=0.01)


@given(lats, lons, lats, lons)
def test_distance_is_symmetric_and_bounded(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    there, back = distance_km(lat1, lon1, lat2, lon2), distance_km(lat2, lon2, lat1, lon1)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= math.pi * 6371.01
