"""Units that stand for whole countries and regions: which is meant, where it is drawn, and what is said of it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

import geomap
from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.config import read_config
from geomap.diff.compare import compare
from geomap.diff.summary import sections
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.gate import published
from geomap.ground import region_store
from geomap.ground.disputed import WORLDVIEWS
from geomap.ground.inner import country_point, region_point
from geomap.ground.reader import areas, country_at
from geomap.ground.regions import region_at
from geomap.pipeline.explain import explain
from geomap.places.store import embedded
from geomap.wording.countries import countries_called
from tests.examples import mostly_long

COUNTRIES = [row for row in areas() if row["iso_a2"]]
MEANT = {
    "CD": ["DR Congo", "Congo, Dem. Rep.", "Democratic Republic of the Congo", "Congo-Kinshasa", "DRC"],
    "CG": ["Republic of the Congo", "Congo, Rep.", "Congo-Brazzaville"],
    "CI": ["Ivory Coast", "Côte d'Ivoire", "Cote d’Ivoire"],
    "CZ": ["Czech Republic", "Czechia", "Чехія", "Tschechien"],
    "DE": ["Germany", "DEU", "Deutschland", "Німеччина", "Германия", "Allemagne", "Alemania", "Niemcy"],
    "GB": ["UK", "U.K.", "Great Britain", "United Kingdom"],
    "KP": ["North Korea", "DPRK", "Korea, Dem. People's Rep.", "Democratic People's Republic of Korea"],
    "KR": ["South Korea", "Korea, Rep.", "Republic of Korea", "ROK"],
    "MM": ["Burma", "Myanmar"],
    "PS": ["Palestine", "State of Palestine", "PSE"],
    "RU": ["Russia", "Russian Federation", "Россия"],
    "TR": ["Turkey", "Türkiye", "TURKEY"],
    "TW": ["Taiwan", "TWN"],
    "US": ["USA", "U.S.", "United States", "United States of America", "  usa "],
    "VA": ["Vatican", "Vatican City", "Holy See"],
    "XK": ["Kosovo", "XKX"],
}


def units_of(folder: Path, text: str, **tables: str) -> Rows[Unit]:
    folder.mkdir(exist_ok=True)
    (folder / "config.yaml").write_text(text, "utf-8")
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return claims_of(published(read_config(folder / "config.yaml"), build_day())).history


@pytest.mark.parametrize("worldview", mostly_long(WORLDVIEWS, ("de-facto",)))
def test_a_table_of_all_countries_puts_none_into_another(tmp_path: Path, worldview: str) -> None:
    names = {"CG": "Republic of the Congo"}  # as several are called Congo
    three = {code: other for other, found in embedded().countries.by_code.items() if len(other) == 3 for code in found}
    forms = [[names.get(str(row["id"]), row["name"]), row["id"], three[str(row["id"])]] for row in COUNTRIES]
    for form in range(3):
        table = "".join(f'"{forms[number][(number + form) % 3]}",{number}\n' for number in range(len(forms)))
        units = units_of(tmp_path, f"worldview: {worldview}\nunits_from: units.csv\n", units=f"Country,troops\n{table}")
        assert [unit.place.country for unit in units] == [row["id"] for row in COUNTRIES]
        found = [country_at(unit.place.lon, unit.place.lat, worldview) for unit in units]
        wrong = {unit.place.country: at for unit, at in zip(units, found, strict=True) if unit.place.country != at}
        assert len(units) >= 200 and wrong == ({} if worldview == "un" else {"EH": "western-sahara-west"})
        assert {unit.place.found_by for unit in units} == {"country"}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in MEANT.items() for name in names])
def test_usual_names_mean_one_country(code: str, name: str) -> None:
    assert countries_called(name) == {code}


def test_a_name_that_several_bear_means_none_of_them() -> None:
    assert countries_called("Congo") == {"CD", "CG"} and countries_called("Korea") == {"KP", "KR"}
    assert not countries_called("Ruritania") and not countries_called("ua")


def test_each_ground_names_its_country() -> None:
    assert [row["name"] for row in COUNTRIES if str(row["iso_a2"]) not in countries_called(str(row["name"]))] == []


def test_a_point_has_no_more_decimals_than_its_ground_needs() -> None:
    assert country_point("DE", "un") == (10.0, 52.0) and country_point("US", "un") == (-98.0, 39.0)
    assert country_point("VA", "un") == (12.453, 41.903)
    assert country_point("FJ", "un") == (178.0, -18.0), "beside the antimeridian"


def test_regions_have_their_points_in_their_own_ground() -> None:
    numbers = range(0, len(region_store.table()), 7)
    assert [number for number in numbers if region_at(*region_point(number)) != number] == []


@pytest.mark.parametrize(
    ("stated", "country", "region"),
    [
        ("{country: UA, region: Kherson}", "UA", "Kherson"),
        ("{country: Ukraine, region: Херсонська область}", "UA", "Kherson"),
        ("{country: UA, region: Kyiv}", "UA", "Kyiv"),  # the land, not the city in it
        ("{country: DE, region: Bavaria}", "DE", "Bayern"),
        ("{country: UA, region: UA-65}", "UA", "Kherson"),
        ("{region: Kherson Oblast}", "UA", "Kherson"),
        ("{country: UA, region: Crimea}", "UA", "Crimea"),
    ],
)
def test_a_region_is_found_by_its_names(tmp_path: Path, stated: str, country: str, region: str) -> None:
    (unit,) = units_of(tmp_path, f"units: [{{id: a, label: A, place: {stated}}}]\n")
    assert (unit.place.country, unit.place.region, unit.place.found_by) == (country, region, "region")
    number = region_at(unit.place.lon, unit.place.lat)
    assert number is not None and region_store.table()[number]["name"] == region


def test_labels_and_ids_are_those_of_the_country(tmp_path: Path) -> None:
    text = """
lang: de
units:
  - place: {country: UA}
  - {country: Burma}
  - place: {country: UA, region: Kherson}
  - {country: PL, label: {dx: 5, dy: 6}}
  - {id: own, country: FRA, label: Truppen}
"""
    found = [(unit.id, unit.label) for unit in units_of(tmp_path, text)]
    assert found == [
        ("ua", "Ukraine"), ("burma", "Burma"), ("ua-kherson", "Kherson"), ("pl", "Polen"), ("own", "Truppen"),
    ]  # fmt: skip
    assert not (tmp_path / "places.lock.yaml").exists()


def test_headings_of_countries_and_regions(tmp_path: Path) -> None:
    table = "Country,Region,place,troops\nUkraine,Kherson,,5\nML,,Gao,6\nDEU,,,7\n"
    units = units_of(tmp_path, "units_from: t.csv\n", t=table)
    assert [(unit.place.found_by, unit.place.country) for unit in units] == [
        ("region", "UA"), ("gazetteer", "ML"), ("country", "DE"),
    ]  # fmt: skip


def test_a_column_of_regions_says_nothing_where_rows_have_places(tmp_path: Path) -> None:
    table = "Country,Region,place,troops\nML,The north,Gao,6\n,,,\n"
    (unit,) = units_of(tmp_path, "units_from: t.csv\n", t=table)
    assert (unit.place.found_by, unit.place.region) == ("gazetteer", "")
    assert any("Region" in problem.text for problem in read_config(tmp_path / "config.yaml").warnings)


def test_a_later_observation_moves_to_a_country_that_it_states(tmp_path: Path) -> None:
    text = """
units:
  - {id: a, place: Gao, country: ML, as_of: 2020-01-01}
  - {id: a, country: ML, as_of: 2020-01-02}
  - {id: a, country: NE, as_of: 2020-01-03}
  - {id: a, as_of: 2020-01-04}
"""
    places = [unit.place for unit in units_of(tmp_path, text)]
    assert [(place.found_by, place.country) for place in places] == [
        ("gazetteer", "ML"), ("gazetteer", "ML"), ("country", "NE"), ("country", "NE"),
    ]  # fmt: skip
    before, after = (Unit("a", "A", "", place) for place in places[1:3])
    (moved,) = (section for section in sections(compare([before], [after])) if section.title == "Moved")
    assert moved.rows == (("A", "not stated", "16.2717, -0.0447", "country NE"),)
    assert not compare([after], [Unit("a", "A", "", places[3])]).moved


def test_a_region_that_is_rounded_is_told_as_its_country(tmp_path: Path) -> None:
    text = "units: [{id: a, label: A, place: {country: UA, region: Kherson}, precision: 0.1}]\n"
    (unit,) = units_of(tmp_path, text)
    assert (unit.place.found_by, unit.place.country, unit.place.region) == ("country", "UA", "")
    written = """
units: [{id: a, label: A, at: {lat: 47, lon: 34}, country: UA, admin: Kherson, found_by: region, precision: 0.1}]
"""
    (unit,) = units_of(tmp_path, written)
    assert (unit.place.found_by, unit.place.lat, unit.place.region) == ("country", 49.0, "")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("areas")
    text = """
name: map
lang: uk
artboards: [{id: wide, width: 800}]
units:
  - {id: d, place: {country: DE}, troops: 5}
  - {id: k, place: {country: UA, region: Kherson}, troops: 6}
  - {id: g, at: {lat: 47, lon: 2}, label: G, troops: 7}
"""
    (folder / "config.yaml").write_text(text, "utf-8")
    geomap.build(folder / "config.yaml", only=["svg", "html", "csv", "geojson", "kml"])
    return folder / "output"


def facts(output: Path) -> dict[str, Any]:
    found = re.search(r'id="geomap-data">(.*?)</script>', (output / "map.html").read_text("utf-8"), re.DOTALL)
    assert found
    said: dict[str, Any] = json.loads(found[1])["facts"]
    return said


def test_no_output_takes_a_country_for_a_point(output: Path) -> None:
    words = {"d": "Німеччина загалом, не окреме місце", "k": "Херсонська (Україна) загалом, не окреме місце"}
    with (output / "map.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert [rows[name]["found_by"] for name in "dkg"] == ["country", "region", "coordinates"]
    assert (rows["d"]["lat"], rows["d"]["lon"], rows["d"]["country"]) == ("52.0", "10.0", "DE")
    assert (rows["k"]["country"], rows["k"]["admin"]) == ("UA", "Kherson")
    features = json.loads((output / "map.geojson").read_text("utf-8"))["features"]
    assert features[0]["properties"]["found_by"] == "country"
    assert {*facts(output)["position"]["values"]} == {"", *words.values()}
    kml = (output / "map.kml").read_text("utf-8")
    assert all(text in kml for text in words.values())
    svg = (output / "map-wide.svg").read_text("utf-8")
    assert "Країни або регіони загалом, не окремі місця: Німеччина і Kherson" in "".join(
        re.sub(r"\s+", " ", " ".join(re.findall(r">([^<>]+)<", svg)))
    )
    assert not re.search(r">НІМЕЧЧИНА<", svg), "the unit has its name"


def test_files_read_back_say_the_same(output: Path, tmp_path: Path) -> None:
    units = units_of(tmp_path, "units_from: t.csv\n", t=(output / "map.csv").read_text("utf-8"))
    assert [(unit.place.found_by, unit.place.region) for unit in units][:2] == [("country", ""), ("region", "Kherson")]


def test_a_walk_tells_no_position(output: Path) -> None:
    walk = explain(read_config(output.parent / "config.yaml"), "k")
    (place,) = (step for step in walk.steps if step.name == "place")
    assert [fact.what for fact in place.facts] == ["region", "drawn at"]
    assert place.facts[0].said == "Kherson, UA, as a whole; where in it is not stated"
