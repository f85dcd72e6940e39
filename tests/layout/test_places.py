"""Places that a config shows without a claim: `ground.show`, and `kind: place` in `layers`."""

from __future__ import annotations

import csv
import json
from math import hypot
from pathlib import Path

import pytest

from geomap.errors import PlaceError
from geomap.page import Page, Text
from geomap.pipeline.build import Build, build
from geomap.pipeline.check import freshness
from geomap.places.lock import LOCK_FILE, read_lock

MAP = """
view: {bounds: [35.2, 49.2, 37.5, 50.8]}
ground:
  towns: none
  show: [Chuhuiv, {place: Belgorod, country: RU, label: Bilhorod, symbol: capital}]
units:
  - {id: hq, label: Kharkiv, at: {lat: 49.98, lon: 36.25}, troops: 2000}
layers:
  - {kind: place, id: airfield, at: {lat: 49.5, lon: 36.9}, label: Airfield, symbol: airport}
  - {kind: place, place: Vovchansk, symbol: bridge}
  - {kind: place, id: far, at: {lat: 40, lon: 20}, label: Far away}
artboards: [{id: wide, width: 1050}, {id: phone, width: 335, drop: [layers.airfield, towns.chuhuiv, labels.vovchansk]}]
"""


def made(folder: Path, config: str = MAP, **asked: object) -> Build:
    (folder / "config.yaml").write_text(config, "utf-8")
    return build(folder / "config.yaml", only=["svg", "geojson", "csv"], **asked)  # type: ignore[arg-type]


def page_of(build_: Build, name: str) -> Page:
    return next(page for page in build_.pages if page.id == name)


def names(page: Page) -> dict[str, Text]:
    return {text.text: text for text in page.texts if text.role == "town"}


def symbols(page: Page) -> set[str]:
    items = [item for group in page.groups if group.id == "places" for item in group.items]
    return {item.id.removeprefix("place-").removesuffix("-mark") for item in items if item.id.endswith("-mark")}


def test_they_are_on_the_map_with_a_name_and_a_symbol(tmp_path: Path) -> None:
    page = page_of(made(tmp_path), "wide")
    assert set(names(page)) == {"Chuhuiv", "Bilhorod", "Airfield", "Vovchansk"}
    assert symbols(page) == {"chuhuiv", "bilhorod", "airfield", "vovchansk"}


def test_they_claim_nothing(tmp_path: Path) -> None:
    build_ = made(tmp_path)
    assert [unit.id for unit in build_.scene.units] == ["hq"]
    features = json.loads((build_.folder / "config.geojson").read_text("utf-8"))["features"]
    assert [feature["properties"]["id"] for feature in features] == ["hq"]
    rows = [*csv.reader((build_.folder / "config.csv").read_text("utf-8-sig").splitlines())]
    assert len(rows) == 2
    assert not any(symbol.unit != "hq" for symbol in page_of(build_, "wide").symbols if symbol.kind == "circle")


def test_artboards_drop_them_and_say_so(tmp_path: Path) -> None:
    page = page_of(made(tmp_path), "phone")
    assert set(names(page)) == {"Bilhorod"}
    assert symbols(page) == {"bilhorod", "vovchansk"}
    assert {"Airfield", "Chuhuiv", "Vovchansk"} <= {entry.text for entry in page.dropped}


def test_one_beside_the_map_is_reported(tmp_path: Path) -> None:
    assert "layer far" in {entry.text for entry in page_of(made(tmp_path), "wide").dropped}


def test_names_that_are_looked_up_are_pinned(tmp_path: Path) -> None:
    made(tmp_path)
    lock = tmp_path / LOCK_FILE
    assert {query.name for query in read_lock(lock)} == {"Chuhuiv", "Belgorod", "Vovchansk"}
    made(tmp_path, locked=True)
    before = page_of(made(tmp_path, force=True), "wide")
    lock.write_text(lock.read_text("utf-8").replace("lat: 49.83538", "lat: 49.6"), "utf-8")
    assert any(file.state == "stale" for file in freshness(tmp_path / "config.yaml").files)
    after = page_of(made(tmp_path, force=True), "wide")
    assert names(after)["Chuhuiv"].y > names(before)["Chuhuiv"].y + 50


def test_what_another_config_shows_stays_pinned(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("view: {bounds: [30, 44, 42, 52]}\nground: {show: [Kyiv]}\n", "utf-8")
    build(tmp_path / "other.yaml", out=tmp_path / "others", only=["svg"])
    made(tmp_path)
    assert {query.name for query in read_lock(tmp_path / LOCK_FILE)} == {"Kyiv", "Chuhuiv", "Belgorod", "Vovchansk"}


def test_one_that_is_not_pinned_is_refused_when_locked(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match=r"ground\.show\[0\].*“Chuhuiv” is not in places.lock.yaml"):
        made(tmp_path, locked=True)


def test_the_config_may_set_a_name_by_hand(tmp_path: Path) -> None:
    by_hand = MAP.replace("label: Airfield", "label: {text: Airfield, dx: 40, dy: -30}")
    page = page_of(made(tmp_path, by_hand), "wide")
    text, (mark,) = (
        names(page)["Airfield"],
        [item for group in page.groups for item in group.items if item.id == "place-airfield-mark"],
    )
    (ring,) = mark.rings  # type: ignore[union-attr]  # a path
    assert text.x == pytest.approx(ring[:, 0].mean() + 40, abs=2)
    hidden = page_of(made(tmp_path, MAP.replace("label: Airfield", "label: {text: Airfield, hide: true}")), "wide")
    assert "Airfield" not in names(hidden)
    assert "airfield" in symbols(hidden)


def test_labels_keep_off_their_symbols(tmp_path: Path) -> None:
    near = MAP.replace("lat: 49.5, lon: 36.9", "lat: 49.98, lon: 36.42")  # right of the unit, where its name would be
    page = page_of(made(tmp_path, near), "wide")
    (mark,) = [item for group in page.groups for item in group.items if item.id == "place-airfield-mark"]
    x, y = mark.rings[0].mean(axis=0)  # type: ignore[union-attr]  # a path
    for text in page.texts:
        box = text.box
        dx, dy = max(box.x - x, 0, x - box.right), max(box.y - y, 0, y - box.bottom)
        assert hypot(dx, dy) > 4, text.text


def test_two_of_a_name_have_ids_of_their_own(tmp_path: Path) -> None:
    twice = "view: {bounds: [35, 49, 38, 51]}\nground: {show: [{at: {lat: 50, lon: 36}, label: Post}, \
{at: {lat: 50.2, lon: 37}, label: Post}]}\n"
    assert [place.id for place in made(tmp_path, twice).scene.places] == ["post", "post-2"]


def test_the_source_of_positions_is_named(tmp_path: Path) -> None:
    assert made(tmp_path).scene.source_line == "Map data: Natural Earth; GeoNames"
    typed = "view: {bounds: [35, 49, 38, 51]}\nground: {towns: none, show: [{at: {lat: 50, lon: 36}, label: Post}]}\n"
    assert made(tmp_path, typed).scene.source_line == "Map data: Natural Earth"


def test_in_a_detail_they_are_symbols_and_in_a_locator_nothing(tmp_path: Path) -> None:
    insets = "insets: [{kind: detail, id: near, bounds: [36.7, 49.4, 37.1, 49.6]}, {kind: locator, id: where}]\n"
    page = page_of(made(tmp_path, MAP + insets), "wide")
    drawn = {group.inset: {item.id for item in group.items} for group in page.groups if "places" in group.id}
    assert drawn["near"] == {"inset-near-place-airfield-mark", "inset-near-place-airfield-mark-edge"}
    assert "where" not in drawn
    assert sum(text.text == "Airfield" for text in page.texts) == 1


CROWDED = """
view: {bounds: [-12, 34, 42, 60]}
ground: {show: [Kyiv, Berlin, Gomel, {place: Prague, symbol: town}]}
layers: [{kind: place, id: seat, place: Варшава, country: PL, label: Seat}]
units:
  - {id: k, label: Donetsk, at: {lat: 48.0, lon: 37.8}, troops: 20000}
  - {id: c, label: Chernihiv, at: {lat: 51.5, lon: 31.3}, troops: 20000}
artboards: [{id: phone, width: 335, scale: 1}]
"""


def test_a_capital_has_its_symbol_where_none_is_stated(tmp_path: Path) -> None:
    kinds = {place.id: place.kind for place in made(tmp_path, CROWDED).scene.places}
    assert kinds == {"seat": "capital", "kyiv": "capital", "berlin": "capital", "gomel": "town", "prague": "town"}


def test_the_name_of_one_below_a_circle_is_led_out_of_it(tmp_path: Path) -> None:
    page = page_of(made(tmp_path, CROWDED), "phone")
    assert {"Kyiv", "Berlin", "Gomel"} <= names(page).keys()
    leaders = [item for group in page.groups if group.id == "leaders" for item in group.items]
    assert "leader-place-gomel" in {item.id for item in leaders}
    order = [group.id for group in page.groups]
    assert order.index("circles") < order.index("places")  # or the circle would hide what the name is of


def test_one_without_a_name_is_warned_of(tmp_path: Path) -> None:
    crowd = ", ".join(f"{{at: {{lat: {50 + n / 300}, lon: 36.5}}, label: Settlement {n}}}" for n in range(40))
    small = f"view: {{bounds: [35, 49, 38, 51]}}\nground: {{show: [{crowd}]}}\nartboards: [{{id: phone, width: 335}}]\n"
    warnings = made(tmp_path, small).warnings
    told = [warning for warning in warnings if "no room for the name on phone" in warning.text]
    assert told and all(warning.path.startswith("ground.show[") for warning in told)


def test_of_several_of_a_name_the_one_in_the_view_is_shown(tmp_path: Path) -> None:
    donbas, sakha = "{bounds: [36, 47, 39.5, 50]}", "{bounds: [125, 58, 135, 64]}"
    for view, lat in ((donbas, 48.3), (sakha, 61.5)):
        (tmp_path / LOCK_FILE).unlink(missing_ok=True)
        (place,) = made(tmp_path, f"view: {view}\nground: {{towns: none, show: [Pokrovsk]}}\n").scene.places
        assert place.lat == pytest.approx(lat, abs=0.3)
    near = "units: [{id: a, label: A, at: {lat: 48.0, lon: 37.8}}, {id: b, label: B, at: {lat: 48.6, lon: 38.0}}]\n"
    (tmp_path / LOCK_FILE).unlink(missing_ok=True)
    (place,) = made(tmp_path, f"{near}ground: {{towns: none, show: [Pokrovsk]}}\n").scene.places
    assert place.lat == pytest.approx(48.3, abs=0.3)
    with pytest.raises(PlaceError, match="can be any of 3 places"):
        (tmp_path / LOCK_FILE).unlink(missing_ok=True)
        made(tmp_path, "view: {bounds: [30, 40, 140, 65]}\nground: {show: [Pokrovsk]}\n")
