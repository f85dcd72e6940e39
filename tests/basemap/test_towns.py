"""The towns that a map may show for orientation."""

from __future__ import annotations

from pathlib import Path

import make_towns
import numpy as np
import pytest

from geomap.ground import town_store
from geomap.ground.embedded import Embedded
from geomap.ground.towns import towns

KHARKIV_300 = (34.2, 48.7, 38.3, 51.3)


def test_towns_come_by_rank_at_their_places() -> None:
    found = towns(KHARKIV_300, "en")
    assert [town.name for town in found[:4]] == ["Kharkiv", "Belgorod", "Sumy", "Poltava"]
    assert [town.rank for town in found] == sorted(town.rank for town in found)
    assert (found[0].lat, found[0].lon) == pytest.approx((49.98177, 36.25475), abs=2e-5)


def test_a_city_has_its_suburbs_and_no_districts() -> None:
    names = [town.name for town in towns((36.03, 49.86, 36.45, 50.12), "en")]
    assert names[0] == "Kharkiv"
    assert {"Pisochyn", "Derhachi", "Vysokyi"} <= set(names)
    assert not any("raion" in name.lower() or "district" in name.lower() for name in names)


def test_names_are_in_the_language_where_it_is_known() -> None:
    def first(lang: str) -> list[str]:
        return [town.name for town in towns(KHARKIV_300, lang)[:9]]

    assert first("uk")[0] == "Харків"
    assert "Куп’янськ" in first("uk-UA")
    assert first("ru")[1] == "Белгород"
    assert towns((36, 55, 38, 56), "pl")[0].name == "Moskwa"
    assert first("it") == first("en")
    assert first("ar") == first("bg") == []  # rather none than names in letters that the rest of the map has not


def test_a_language_in_other_letters_has_no_foreign_names() -> None:
    for lang in ("uk", "ru"):
        found = towns(KHARKIV_300, lang)
        assert len(found) > 30
        assert not [town.name for town in found if any("a" <= char <= "z" for char in town.name.lower())]


def test_capitals_are_marked_but_not_where_the_ground_is_contested() -> None:
    world = {town.name: town.is_capital for town in towns((-180, -60, 180, 80), "en")}
    assert world["Beijing"]
    assert not world["Shanghai"]
    assert not {town.name: town.is_capital for town in towns((35, 31.5, 35.5, 32), "en")}["Jerusalem"]
    kivu = {town.name: town.is_capital for town in towns((29, -4, 31, -1), "en")}
    assert (kivu["Gitega"], kivu["Bujumbura"], kivu["Kigali"]) == (True, False, True)


def test_a_window_may_cross_the_antimeridian() -> None:
    found = {town.name: town.lon for town in towns((170, -50, -160, -10), "en")}
    assert found["Suva"] == pytest.approx(178.4, abs=0.1)
    assert found["Apia"] == pytest.approx(188.2, abs=0.1)  # in one range, as the ground is


def test_each_part_of_a_wide_window_has_some() -> None:
    found = towns((-180, -60, 180, 80), "en")
    assert 200 < len(found) < 800
    assert any(town.lat < -50 for town in found)


def test_a_window_at_sea_has_none() -> None:
    assert towns((-150, -50, -140, -45), "en") == ()


def test_only_a_ground_that_wants_them_has_towns() -> None:
    assert Embedded(KHARKIV_300, "un").window().towns == ()
    assert Embedded(KHARKIV_300, "un", has_towns=True).window().towns[0].name == "Kharkiv"


def test_the_file_is_small() -> None:
    assert town_store.FILE.stat().st_size < 1_500_000


def place(number: int, name: str, lon: float, population: int, country: str = "UA") -> make_towns.Place:
    return make_towns.Place(number, name, 50.5, lon, country, population, frozenset())


def test_of_neighbours_in_a_country_the_lesser_is_left_out() -> None:
    near, across = place(2, "Near", 30.01, 9000), place(3, "Across", 30.02, 9000, "RU")
    hamlet, far_hamlet = place(4, "Hamlet", 30.2, 600), place(5, "Lone", 31.0, 600)
    places = [place(1, "Town", 30.0, 10_000), near, across, hamlet, far_hamlet]
    assert [kept.name for kept in make_towns.thinned(places)] == ["Town", "Across", "Lone"]


def test_marks_of_romanisation_are_left_out_where_they_are_no_letters() -> None:
    assert make_towns.plain("Ust’-Ilimsk", "RU") == "Ust-Ilimsk"
    assert make_towns.plain("Orël", "RU") == "Oryol"
    assert make_towns.plain("Aswān", "EG") == "Aswan"
    assert make_towns.plain("Jūrmala", "LV") == "Jūrmala"


def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = place(1, "Alpha", 30.25, 5000), place(2, "Βeta", -179.5, 9000)
    first.names["de"] = "Alfa"
    columns, names = make_towns.columns([first, second])
    file = tmp_path / "towns.npz"
    town_store.write(file, columns, names)
    monkeypatch.setattr(town_store, "FILE", file)
    read = town_store.read.__wrapped__()
    assert read.names([0, 1]) == ["Βeta", "Alpha"]
    assert np.array_equal(read.rank, columns.rank)
    assert town_store.names_in.__wrapped__("de") == {1: "Alfa"}
    again = tmp_path / "again.npz"
    town_store.write(again, columns, names)
    assert again.read_bytes() == file.read_bytes()
