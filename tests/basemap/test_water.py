"""Rivers, lakes and seas of the basemap: where they lie, what they are called, and how their file is made."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import make_water
import numpy as np
import pytest
import shapely

import geomap
from geomap.ground import water_store
from geomap.ground.embedded import Embedded
from geomap.ground.names import ground_names
from geomap.ground.reader import country_at, read_basemap
from geomap.ground.store import UNITS_PER_DEGREE
from geomap.ground.waters import rivers
from geomap.measure import KM_PER_DEGREE
from geomap.wording import TABLES
from geomap.wording.waters import water_name
from tests.examples import mostly_long

LANGUAGES = ("en", "ar", "de", "es", "fr", "he", "ja", "ko", "pl", "ru", "tr", "uk", "zh")
ALL = ("country", "water")


def km_to(name: str, lon: float, lat: float) -> float:
    """How far a river is from a place, in km."""
    squeeze = np.cos(np.radians(lat))
    near = rivers((lon - 2, lat - 2, lon + 2, lat + 2), "10m", "en", named=True)
    lines = shapely.union_all([river.geometry for river in near if river.name == name])
    flat = shapely.transform(lines, lambda xy: xy * (squeeze, 1))
    return float(shapely.distance(flat, shapely.Point(lon * squeeze, lat))) * KM_PER_DEGREE


@pytest.mark.parametrize(("name", "place", "lon", "lat", "km"), [
    ("Dnipro", "Kyiv, below its bridges", 30.57, 50.44, 3),
    ("Dnipro", "Kherson", 32.62, 46.62, 4),
    ("Dnipro", "Smolensk", 32.05, 54.79, 3),
    ("Nile", "Khartoum, where the two meet", 32.495, 15.625, 2.5),
    ("White Nile", "Khartoum, where the two meet", 32.495, 15.625, 2.5),
    ("Blue Nile", "Khartoum, where the two meet", 32.495, 15.625, 2.5),
    ("Nile", "Cairo", 31.225, 30.05, 3),
    ("Rhine", "Kehl, opposite Strasbourg", 7.80, 48.57, 1),
    ("Rhine", "Cologne", 6.965, 50.94, 2),
    ("Danube", "Vienna", 16.41, 48.23, 3),
    ("Danube", "Ruse", 25.96, 43.86, 3),
    ("Danube", "Belgrade", 20.46, 44.84, 3),
    ("Siverskyi Donets", "Izium", 37.27, 49.20, 4),
    ("Oskil", "Kupiansk", 37.62, 49.71, 4),
    ("Don", "Rostov-on-Don", 39.71, 47.21, 4),
    ("Volga", "Yaroslavl", 39.90, 57.63, 3),
    ("Euphrates", "Deir ez-Zor", 40.145, 35.345, 3),
    ("Tigris", "Mosul", 43.14, 36.345, 3),
    ("Jordan", "Allenby bridge", 35.54, 31.874, 2),
    ("Congo", "Kisangani", 25.19, 0.51, 4),
    ("Mississippi", "St. Louis", -90.18, 38.63, 2),
    ("Yangtze", "Wuhan", 114.29, 30.57, 3),
])  # fmt: skip
def test_a_river_is_where_it_belongs(name: str, place: str, lon: float, lat: float, km: float) -> None:
    assert km_to(name, lon, lat) < km, place


def test_the_rhine_runs_along_its_border_and_not_beside_it() -> None:
    bounds = (7.4, 47.65, 8.2, 48.93)
    border = next(line.geometry for line in read_basemap(bounds, "un", margin=0.0).lines if line.id == "border-DE-FR")
    rhine = next(river.geometry for river in rivers(bounds, "10m", "en", named=True) if river.name == "Rhine")
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(border, 0.01)))
    assert len(points) > 100
    assert (shapely.distance(rhine, points) * KM_PER_DEGREE).max() < 1


@pytest.mark.parametrize("scale", mostly_long(["10m", "50m"], ["50m"]))
def test_rivers_end_at_the_shores_of_lakes(scale: str) -> None:
    bounds = (-180.0, -60.0, 180.0, 75.0)
    drawn = shapely.union_all(list(make_water.drawn_lakes(scale).values()))
    lines = shapely.union_all([river.geometry for river in rivers(bounds, scale, "en", named=False)])
    assert lines.length > 1000
    assert lines.intersection(drawn.buffer(-0.02)).length < 0.002 * lines.length


def test_rivers_are_read_across_the_antimeridian_and_the_greatest_come_first() -> None:
    found = rivers((170.0, 60.0, -150.0, 70.0), "10m", "en", named=True)
    assert {"Yukon", "Anadyr"} <= {river.name for river in found}
    assert [river.zoom for river in found] == sorted(river.zoom for river in found)
    west, _, east, _ = shapely.union_all([river.geometry for river in found]).bounds
    assert 170 <= west < east <= 210


def test_no_river_is_there_twice() -> None:
    """The files of a continent do not repeat what the world's has."""
    lines = [river.geometry for river in rivers((-10.0, 36.0, 40.0, 70.0), "10m", "en", named=True)]
    parts = shapely.get_parts(lines)
    doubled = 0.0
    tree = shapely.STRtree(parts)
    for number, part in enumerate(parts):
        others = [other for other in tree.query(part.buffer(0.003)).tolist() if other > number]
        near = shapely.union_all(parts[others]).buffer(0.003) if others else shapely.Point()
        doubled += part.intersection(near).length
    assert doubled < 0.02 * shapely.length(parts).sum()


@pytest.mark.parametrize(("lang", "names"), [
    ("en", {"Danube", "Dnipro", "Black Sea", "Lake Kivu"}),
    ("de", {"Donau", "Dnipro", "Schwarzes Meer", "Kiwusee"}),
    ("uk", {"Дунай", "Дніпро", "Чорне море", "Ківу"}),
    ("ru-RU", {"Дунай", "Днепр", "Чёрное море", "Киву"}),
    ("ja", {"ドナウ川", "ドニプロ川", "黒海", "キブ湖"}),
    ("ar", {"الدانوب", "دنيبرو", "البحر الأسود", "بحيرة كيفو"}),
    ("it", {"Danube", "Dnipro", "Black Sea", "Lake Kivu"}),
])  # fmt: skip
def test_waters_are_named_in_the_language_of_the_map(lang: str, names: set[str]) -> None:
    assert {water_name(name, lang) for name in ("Danube", "Dnipro", "Black Sea", "Lake Kivu")} == names
    assert names <= set(ground_names(lang)), "so that they can be shortened"


@pytest.mark.parametrize("lang", ["ru", "uk", "zh", "ar", "he", "ja", "ko", "el"])
def test_a_water_without_a_name_in_other_letters_is_not_named(lang: str) -> None:
    assert water_name("Bahr el Zeraf" if lang != "ar" else "Zarrineh", lang) == ""
    ground = Embedded((120.0, -20.0, 140.0, -10.0), "un", lang, ALL, (120.0, -20.0, 140.0, -10.0), has_rivers=True)
    named = [river.name for river in ground.window().rivers] + [label.text for label in ground.window().labels]
    assert not any("a" <= char <= "z" for name in named for char in name.lower() if ord(char) < 128)


def test_the_table_of_names_is_one_of_waters_that_there_are() -> None:
    with (TABLES / "waters.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    names = [row["en"] for row in rows]
    assert set(rows[0]) == set(LANGUAGES)
    assert names == sorted(names) and len(set(names)) == len(names) > 300
    assert set(names) <= set(water_store.names())
    for row in rows:
        assert all(said == said.strip() for said in row.values())
        cyrillic = "".join(row[lang] for lang in ("ru", "uk"))
        assert not any("a" <= char <= "z" for char in cyrillic.lower()), row["en"]
        assert not set(row["uk"]) & set("ыэёъЫЭЁЪ") and not set(row["ru"]) & set("іїєґІЇЄҐ"), row["en"]
    for lang in ("de", "fr", "pl", "ru", "uk", "zh"):
        assert sum(bool(row[lang]) for row in rows) > 0.9 * len(rows), lang


def test_a_lake_has_the_name_of_the_lake_that_is_drawn() -> None:
    for lon, lat, name in [
        (29.1, -1.9, "Lake Kivu"), (33.0, -1.0, "Lake Victoria"), (31.5, 61.0, "Lake Ladoga"), (42.9, 38.6, "Lake Van"),
        (107.8, 53.4, "Lake Baikal"), (34.0, 47.45, "Kakhovka Reservoir"), (-79.0, 43.65, "Lake Ontario"),
    ]:  # fmt: skip
        bounds = (lon - 1, lat - 1, lon + 1, lat + 1)
        labels = Embedded(bounds, "un", "en", ALL, bounds).window().labels
        at = shapely.Point(lon, lat)
        waters = [label for label in labels if label.style == "water" and label.within]
        assert [label.text for label in waters if label.within and label.within.contains(at)] == [name]


@pytest.mark.parametrize("bounds", [(26.0, 39.0, 43.0, 48.0), (10.0, 54.0, 31.0, 66.0), (92.0, -12.0, 142.0, 24.0)])
def test_a_sea_is_named_in_the_middle_of_what_is_seen_of_it(bounds: tuple[float, float, float, float]) -> None:
    labels = [label for label in Embedded(bounds, "un", "en", ALL, bounds).window().labels if label.style == "water"]
    assert len(labels) > 4
    for label in (label for label in labels if not label.is_lake):
        assert label.within is not None and label.within.contains(shapely.Point(label.lon, label.lat))
        assert country_at(label.lon, label.lat, "un") == "", label.text
        assert bounds[0] <= label.lon <= bounds[2] and bounds[1] <= label.lat <= bounds[3]


def test_what_a_map_does_not_ask_for_is_not_read() -> None:
    bounds = (26.0, 39.0, 43.0, 48.0)
    plain = Embedded(bounds, "un", "en", ("country",), bounds).window()
    assert plain.rivers == () and {label.style for label in plain.labels} == {"country"}
    unnamed = Embedded(bounds, "un", "en", ("country",), bounds, has_rivers=True).window()
    assert unnamed.rivers and {river.name for river in unnamed.rivers} == {""}


def layer(folder: Path, name: str, *features: tuple[dict[str, object], shapely.Geometry]) -> None:
    rows = [{"properties": row, "geometry": shapely.geometry.mapping(shape)} for row, shape in features]
    (folder / f"ne_10m_{name}.json").write_text(json.dumps({"features": rows}), "utf-8")


def river(name: str, zoom: float = 5.0, **more: object) -> dict[str, object]:
    return {"name": name, "name_en": None, "min_zoom": zoom, "featurecla": "River", **more}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of a small world: a river through a lake, and what repeats a part of it."""
    along = shapely.LineString([(0, 0), (1, 0), (2, 0.5)])
    layer(
        tmp_path, make_water.MAIN, (river("Rhein"), along), (river("Gta lv", 7.0), shapely.LineString([(0, 3), (1, 3)]))
    )
    again = shapely.LineString([(0.1, 0.001), (0.9, 0.001)])
    wadi = river("Wadi", featurecla="Intermittent River")
    beside = shapely.LineString([(0, 1), (1, 1)])
    layer(tmp_path, "rivers_europe", (river("Rhine again"), again), (wadi, beside))
    layer(tmp_path, "rivers_north_america", (river("Pea", 6.0, name_full="Pea River"), beside))
    lake, sea = shapely.box(0.4, -0.1, 0.6, 0.1), shapely.box(1.9, -1, 3, 1)
    layer(tmp_path, "lakes", ({"name": "Bodensee", "min_label": 6.0}, lake), ({"name": None, "min_label": 6.0}, sea))
    layer(tmp_path, "geography_marine_polys", ({"name": "NORTH ATLANTIC OCEAN", "min_label": 1.0}, sea))
    monkeypatch.setattr(make_water, "drawn_lakes", lambda scale: {7: lake.buffer(0.01), 9: shapely.box(5, 5, 6, 6)})
    make_water.make(tmp_path, tmp_path / "water.npz")
    monkeypatch.setattr(water_store, "FILE", tmp_path / "water.npz")
    tables = (water_store.rivers, water_store.lakes, water_store.seas, water_store.names)
    for table in tables:
        table.cache_clear()
    yield tmp_path
    for table in tables:
        table.cache_clear()


def test_the_file_holds_each_river_once_ashore_and_with_its_english_name(made: Path) -> None:
    data, names = water_store.rivers("10m"), water_store.names()
    found = [(names[name], zoom) for name, zoom in zip(data.name.tolist(), data.zoom.tolist(), strict=True)]
    assert sorted(found) == [("Göta älv", 70), ("Pea River", 60), ("Rhine", 50), ("Rhine", 50)]
    rhine = [data.line(number) / UNITS_PER_DEGREE for number, (name, _) in enumerate(found) if name == "Rhine"]
    assert sorted(map(tuple, np.concatenate([line[[0, -1]] for line in rhine]).round(2).tolist())) == [
        (0.0, 0.0), (0.39, 0.0), (0.61, 0.0), (1.9, 0.45),
    ]  # fmt: skip
    coarse = {names[name] for name in water_store.rivers("50m").name.tolist()}
    assert coarse == {"Rhine"}, "those that maps of that scale show"


def test_the_file_names_lakes_and_seas(made: Path) -> None:
    lakes, names = water_store.lakes("10m"), water_store.names()
    assert [(part, names[name]) for part, name in zip(lakes.part.tolist(), lakes.name.tolist(), strict=True)] == [
        (7, "Lake Constance")
    ]
    assert [names[name] for name in water_store.seas().name.tolist()] == ["Atlantic Ocean"]


def test_the_same_layers_give_the_same_bytes(made: Path) -> None:
    make_water.make(made, made / "again.npz")
    assert (made / "again.npz").read_bytes() == (made / "water.npz").read_bytes()


@pytest.mark.parametrize(("said", "name"), [
    ("Anadyr’", "Anadyr"), ("Amu  Darya", "Amu Darya"), ("Tao’er", "Tao’er"), ("Rhin", "Rhine"),
    ("Göksu (north)", "Göksu"), ("Rivire Rouge", "Rivière Rouge"), ("Rivire Srigny", ""), ("Lake Clare", ""),
])  # fmt: skip
def test_names_are_tidied(said: str, name: str) -> None:
    assert make_water.english(said) == name


def test_no_name_has_lost_a_letter() -> None:
    """Natural Earth's files of this edition have some names without their accented letters, as `ngermanlven`."""
    for name in water_store.names()[1:]:
        assert name == name.strip() and "  " not in name and "?" not in name, name
        assert name[0].isupper() or name[0].isdigit(), name
        assert not any(word in name for word in ("ivire", " lv", "strm", "jrvi", "Ro ", "Mlzes")), name


def test_a_bay_is_not_called_as_the_ocean_that_it_opens_to() -> None:
    for bounds, is_named in (((139.0, 35.2, 140.6, 36.2), False), ((120.0, 20.0, 160.0, 45.0), True)):
        labels = Embedded(bounds, "un", "en", ("water",)).window().labels
        assert any("Ocean" in label.text for label in labels) == is_named


@pytest.mark.parametrize(("day", "is_full"), [("2023-06-06", True), ("2023-06-07", False), ("", True)])
def test_a_reservoir_is_drawn_up_to_the_day_of_its_end(tmp_path: Path, day: str, is_full: bool) -> None:
    stated = f"as_of: {day}\n" if day else ""
    detail = "insets: [{kind: detail, id: d, bounds: [33.6, 47.2, 34.6, 47.7]}]\n"
    (tmp_path / "map.yaml").write_text(f"{stated}view: {{bounds: [32, 46, 36, 48.5]}}\n{detail}", "utf-8")
    scene = geomap.read(tmp_path / "map.yaml").scene
    at = shapely.Point(34.0, 47.45)
    for ground in (scene.ground, scene.insets[0].ground):
        beneath = ground.window()
        lakes = [area for area in beneath.areas if area.role == "lake" and area.geometry.contains(at)]
        assert bool(lakes) is is_full
        assert any(label.text == "Kakhovka Reservoir" for label in scene.ground.window().labels) is is_full


def test_a_river_has_no_name_of_another() -> None:
    assert km_to("Semliki", 29.45, -1.0) > 50  # what flows into Lake Edward from the south
    assert km_to("Oder", 17.6, 49.95) > 20  # the Opava
