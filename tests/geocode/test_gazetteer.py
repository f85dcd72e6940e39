"""What the embedded gazetteer answers, for places all over the world."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import strategies as st

from geomap.places.answers import MOST_CANDIDATES, Query
from geomap.places.gazetteer import search
from geomap.places.store import GAZETTEER, Gazetteer
from tests.examples import tried

# query, then where it is: within 0.05 degrees
FOUND = [
    (Query("Luhansk"), 48.57, 39.31),
    (Query("Луганськ"), 48.57, 39.31),
    (Query("Луганск"), 48.57, 39.31),
    (Query("Donetsk"), 48.02, 37.80),
    (Query("Донецьк"), 48.02, 37.80),
    (Query("Донецк"), 48.02, 37.80),
    (Query("Persianovskiy"), 47.53, 39.42),
    (Query("Persianovsky"), 47.53, 39.42),
    (Query("Персиановский"), 47.53, 39.42),
    (Query("Персіановський"), 47.53, 39.42),
    (Query("Rostov-on-Don"), 47.22, 39.71),
    (Query("Rostov na Donu"), 47.22, 39.71),
    (Query("Ростов-на-Дону"), 47.22, 39.71),
    (Query("Rostov na Donu", "RU"), 47.22, 39.71),
    (Query("Rostov, Yaroslavl Oblast"), 57.19, 39.41),
    (Query("Rostov", "RU", "Ярославская область"), 57.19, 39.41),
    (Query("Donetsk, Rostov Oblast"), 48.34, 39.95),
    (Query("Donetsk", "RU"), 48.34, 39.95),
    (Query("Donetsk", "Russia"), 48.34, 39.95),
    (Query("Donetsk", near=(48.3, 39.9)), 48.34, 39.95),
    (Query("Kyiv"), 50.45, 30.52),
    (Query("Kiev"), 50.45, 30.52),
    (Query("Київ"), 50.45, 30.52),
    (Query("Zaporizhzhia"), 47.85, 35.12),
    (Query("Zaporizhzhya"), 47.85, 35.12),
    (Query("Запорожье"), 47.85, 35.12),
    (Query("Yelnya"), 54.58, 33.18),
    (Query("Stavropol", "RU"), 45.04, 41.97),
    (Query("Seoul"), 37.57, 126.98),
    (Query("서울"), 37.57, 126.98),
    (Query("Taipei"), 25.05, 121.53),
    (Query("臺北"), 25.05, 121.53),
    (Query("القاهرة"), 30.06, 31.25),
    (Query("São Paulo"), -23.55, -46.64),
    (Query("sao paulo"), -23.55, -46.64),
    (Query("Timbuktu"), 16.77, -3.01),
    (Query("Gao", "ML"), 16.27, -0.04),
    (Query("Gao, Mali"), 16.27, -0.04),
    (Query("San José", "CR", "San José"), 9.93, -84.08),
    (Query("Springfield, Illinois"), 39.80, -89.64),
    (Query("Springfield, IL"), 39.80, -89.64),
    (Query("Springfield, IL, USA"), 39.80, -89.64),
    (Query("London"), 51.51, -0.13),
    (Query("London, Ontario"), 42.98, -81.23),
    (Query("London", "CA"), 42.98, -81.23),
    (Query("Washington, D.C."), 38.90, -77.04),
    (Query("St. Petersburg"), 59.94, 30.31),
    (Query("Rome"), 41.89, 12.51),
    (Query("Köln"), 50.93, 6.95),
    (Query("Cologne"), 50.93, 6.95),
    (Query("Stepanakert"), 39.82, 46.75),
    (Query("Goma", "CD"), -1.68, 29.22),
]


@pytest.mark.parametrize(("query", "lat", "lon"), FOUND, ids=lambda value: str(getattr(value, "name", "")))
def test_found_where_it_is(query: Query, lat: float, lon: float) -> None:
    answer = search(query)
    assert answer.status == "found"
    assert answer.place is not None
    assert (answer.place.lat, answer.place.lon) == pytest.approx((lat, lon), abs=0.05)
    assert answer.candidates[0] == answer.place


@pytest.mark.parametrize(
    "query",
    [
        Query("Rostov", "RU"),
        Query("Rostov, RU"),
        Query("San José"),
        Query("Springfield"),
        Query("Springfield", "US"),
        Query("Oleksandrivka", "UA"),  # Donetsk is listed as having borne the name
        Query("Oleksandrivka", near=(48.0, 37.8)),
        Query("Brooklyn", "US"),  # a district of New York, and towns
        Query("South Boston", "US"),
        Query("Donetsk", near=(48.2, 38.9)),  # between the two
        Query("Gorakhpur", "IN"),
    ],
    ids=str,
)
def test_refused_where_several_can_be_meant(query: Query) -> None:
    answer = search(query)
    assert answer.status == "ambiguous"
    assert answer.place is None
    assert 2 <= len(answer.candidates) <= MOST_CANDIDATES


@pytest.mark.parametrize(
    "query",
    [
        Query("Xanadugrad"),
        Query("Xanadugrad", "UA"),
        Query("Novozmiivgorodok", "UA"),
        Query("Blorptown, Ohio"),
        Query("Pogonovo", "RU"),  # a training ground, not a place of people
        Query("Soloti", "RU"),
        Query("Opuk", "UA"),
        Query("Москваград", "RU"),
        Query("Zzyzxqwv"),
        Query("?!"),
    ],
    ids=str,
)
def test_made_up_names_are_refused(query: Query) -> None:
    answer = search(query)
    assert answer.status == "not_found"
    assert answer.place is None
    assert answer.remarks


@pytest.mark.parametrize("query", [Query("Xanadugrad"), Query("Xanadugrad", "UA"), Query("Zzyzxqwv", "ML")], ids=str)
def test_a_refusal_suggests_names_in_the_stated_country(query: Query) -> None:
    candidates = search(query).candidates
    assert candidates
    assert not query.country or {candidate.country for candidate in candidates} == {query.country}


def test_the_losers_are_listed_too() -> None:
    countries = [candidate.country for candidate in search(Query("Donetsk")).candidates]
    assert countries == ["UA", "RU"]


@pytest.mark.parametrize(
    ("typed", "country", "name"),
    [
        ("Luhnask", "UA", "Luhansk"),
        ("Donetks", "UA", "Donetsk"),
        ("Mariupoll", "UA", "Mariupol"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven_in_the_stated_country_only(typed: str, country: str, name: str) -> None:
    answer = search(Query(typed, country))
    assert answer.place is not None
    assert answer.place.name == name
    assert any(f"taken for {name}" in remark for remark in answer.remarks)
    assert search(Query(typed)).status == "not_found"


@pytest.mark.parametrize(
    ("name", "country", "listed"), [("Simferopol", "RU", "UA"), ("Sevastopol", "RU", "UA"), ("Pristina", "RS", "XK")]
)
def test_a_claim_to_a_place_does_not_end_the_search_and_is_reported(name: str, country: str, listed: str) -> None:
    answer = search(Query(name, country))
    assert answer.place is not None
    assert answer.place.country == listed
    assert any(f"in {listed}, not in {country}" in remark for remark in answer.remarks)


def test_a_hint_that_shuts_out_every_bearer_shows_where_they_are() -> None:
    answer = search(Query("Donetsk", "PL"))
    assert answer.status == "not_found"
    assert [candidate.country for candidate in answer.candidates[:2]] == ["UA", "RU"]
    assert "RU, UA" in answer.remarks[-1]


def test_a_position_far_from_every_bearer_does_too() -> None:
    answer = search(Query("Donetsk", near=(0.0, 0.0)))
    assert answer.status == "not_found"
    assert "within 100 km of 0.0, 0.0" in answer.remarks[-1]


@pytest.mark.parametrize(
    "query", [Query("Donetsk", "Narnia"), Query("Donetsk", admin="Narnia"), Query("Donetsk, Narnia")]
)
def test_an_unknown_hint_is_named(query: Query) -> None:
    answer = search(query)
    assert answer.status == "not_found"
    assert "“Narnia”" in answer.remarks[0]


def test_a_city_of_another_name_is_reported_where_a_town_is_called_so() -> None:
    answer = search(Query("Cologne"))
    assert "not Cologne (IT)" in answer.remarks[0]


def test_the_answer_as_json_has_a_position_only_when_found() -> None:
    found, refused = search(Query("Luhansk", "UA")).as_dict(), search(Query("Rostov", "RU")).as_dict()
    assert (found["status"], found["lat"], found["geonames_id"]) == ("found", 48.56814, 702658)
    assert (refused["lat"], refused["lon"], refused["name"], refused["geonames_id"]) == (None,) * 4
    assert set(refused["candidates"][0]) == {"geonames_id", "name", "lat", "lon", "country", "admin", "population"}


@tried(4, 60, st.text(max_size=12), st.sampled_from(["UA", "AQ", "GB", "X", " "]), st.text(max_size=6))
def test_whatever_is_typed_is_answered(name: str, country: str, admin: str) -> None:
    answer = search(Query(name, country, admin))
    assert (answer.place is not None) == (answer.status == "found")


@tried(12, 60, st.data())
def test_a_wrong_letter_never_leads_to_another_place(data: st.DataObject) -> None:
    name, lat, lon = data.draw(
        st.sampled_from([("Kramatorsk", 48.73, 37.57), ("Severodonetsk", 48.95, 38.49), ("Mariupol", 47.10, 37.54)])
    )
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    answer = search(Query(name[:place] + letter + name[place + 1 :], "UA"))
    if answer.place:
        assert (answer.place.lat, answer.place.lon) == pytest.approx((lat, lon), abs=0.05)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list what is open")
def test_the_gazetteer_is_not_left_open_for_processes_that_fork_to_read_at_one_position() -> None:
    gazetteer = Gazetteer()
    assert gazetteer.lines("ML", 1) and gazetteer.countries.names and gazetteer.all_countries
    opened = [path.resolve() for path in Path("/proc/self/fd").iterdir()]
    assert GAZETTEER.resolve() not in opened


def test_the_gazetteer_is_small() -> None:
    assert GAZETTEER.stat().st_size <= 12e6


PROBE = """
import socket, sys
def refuse(*args, **kwargs): raise OSError("no network here")
socket.socket.connect = socket.getaddrinfo = refuse
from geomap.places.answers import Query
from geomap.places.gazetteer import search
from tests.effort import Effort
with Effort() as effort:
    assert search(Query({name!r})).status == {status!r}
assert not {{"yaml", "pydantic", "numpy"}} & set(sys.modules)
print(effort.calls)
"""


@pytest.mark.parametrize(
    ("name", "status", "most"), [("Donetsk", "found", 150_000), ("Xanadugrad", "not_found", 400_000)]
)
def test_a_fresh_process_answers_at_once_and_without_a_network(name: str, status: str, most: int) -> None:
    """A lookup is a hundred thousand calls, a tenth of a second; of an unknown name all that is like it is seen."""
    probe = PROBE.format(name=name, status=status)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, encoding="utf-8", check=True)
    assert int(done.stdout) <= most


@pytest.mark.parametrize(("name", "code"), [("Ukraine", "UA"), ("Syria", "SY")])
def test_a_country_is_no_town_of_another_country(name: str, code: str) -> None:
    answer = search(Query(name))
    assert answer.place is None
    said = f"“{name}” is also a country; if the town is meant, state its country"
    assert answer.remarks[0] == f"{said}; if the country is, write place: {{country: {code}}}"


@pytest.mark.parametrize(("name", "country"), [("Luxembourg", "LU"), ("Singapore", ""), ("Mexico", ""), ("Kuwait", "")])
def test_a_capital_called_as_its_country_is_found(name: str, country: str) -> None:
    assert search(Query(name, country)).place is not None


def test_a_town_called_as_a_country_elsewhere_is_found_in_its_own() -> None:
    assert search(Query("Ukraine", "ES")).place is not None
