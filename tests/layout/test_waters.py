"""Rivers and names of waters, on what was laid out: how wide, how many, on which water, and what they give way to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from geomap.ground import store, water_store
from geomap.ground.store import UNITS_PER_DEGREE
from geomap.ground.within import all_numbers, lie_in
from geomap.layout.view.projection import fit
from geomap.marks.style import LINES, RIVERS_UNTIL, river_width, zoom_of
from geomap.page import Page, Text
from geomap.page import Path as Drawn
from geomap.pipeline.build import Build, build
from tests.examples import mostly_long

PLACES = {  # bounds, and waters that are named there on a map of 1,050 px
    "black-sea": ((26.0, 39.0, 43.0, 48.0), {"Black Sea", "Sea of Azov"}),
    "taiwan": ((118.5, 21.5, 123.5, 25.9), {"Taiwan Strait", "Philippine Sea"}),
    "baltic": ((10.0, 54.0, 31.0, 66.0), {"Baltic Sea", "Gulf of Bothnia", "Lake Ladoga"}),
    "europe": ((-11.0, 35.0, 42.0, 66.0), {"North Sea", "Black Sea", "Danube"}),
    "aegean": ((22.0, 34.5, 30.5, 41.5), {"Aegean Sea", "Sea of Crete"}),
    "gulf": ((46.0, 22.0, 61.0, 32.0), {"Persian Gulf", "Gulf of Oman"}),
    "seas-of-asia": ((92.0, -12.0, 142.0, 24.0), {"South China Sea", "Indian Ocean"}),
    "great-lakes": ((-93.0, 40.5, -74.0, 49.5), {"Lake Superior", "Lake Huron"}),
    "pacific": ((150.0, 40.0, -150.0, 65.0), {"Bering Sea", "Pacific Ocean"}),
    "africa": ((-19.0, -36.0, 53.0, 38.0), {"Nile", "Congo", "Atlantic Ocean"}),
    "kivu": ((28.3, -2.7, 29.7, -1.1), {"Lake Kivu"}),
}
BOARDS = "artboards: [{id: wide, width: 1050}, {id: phone, width: 335}]\n"
KHERSON = "view: {bounds: [31.5, 46.0, 35.0, 48.0]}\n"


def laid_out(folder: Path, config: str) -> Build:
    (folder / "config.yaml").write_text(BOARDS + config, "utf-8")
    return build(folder / "config.yaml", out=folder / "out", only=["svg"], force=True)


def named(page: Page, *roles: str) -> dict[str, Text]:
    return {text.text: text for text in page.texts if text.role in roles}


def rivers(page: Page) -> list[Drawn]:
    return [
        item
        for group in page.groups
        for item in group.items
        if group.id == "river" and isinstance(item, Drawn)
    ]  # fmt: skip


@cache
def waters(name: str) -> shapely.Geometry:
    """The seas and lakes of a name, in degrees."""
    data, known = water_store.seas(), water_store.names()
    number = known.index(name)
    shapes = [
        shapely.Polygon(data.line(row) / UNITS_PER_DEGREE) for row in np.flatnonzero(data.name == number).tolist()
    ]
    lakes, drawn = water_store.lakes("10m"), store.read("10m")
    for part in lakes.part[lakes.name == number].tolist():
        shell, *holes = (ring / UNITS_PER_DEGREE for ring in drawn.rings(part))
        shapes.append(shapely.Polygon(shell, holes))
    return shapely.union_all(shapely.make_valid(shapes))


@pytest.mark.parametrize("place", mostly_long([*PLACES], ("black-sea", "taiwan", "great-lakes", "pacific", "kivu")))
def test_each_name_of_a_sea_or_lake_lies_on_its_own_water(tmp_path: Path, place: str) -> None:
    bounds, expected = PLACES[place]
    made = laid_out(tmp_path, f"view: {{bounds: {list(bounds)}}}\n")
    assert expected <= set(named(made.pages[0], "water", "river"))
    for page in made.pages:
        view = fit(made.scene.bounds, page.frame)
        for name, text in named(page, "water").items():
            box = text.box
            x = np.array([box.x, box.x + box.width / 2, box.right])
            lon, lat = view.to_degrees(x, np.full(3, box.centre[1])).T
            lon = (lon + 180) % 360 - 180
            assert shapely.intersects_xy(waters(name).buffer(0.02), lon, lat).all(), (page.id, name)
            if name not in {label.text for label in made.scene.beneath.labels if label.is_lake}:
                assert not lie_in(lat, lon, all_numbers()).any(), f"{name} lies on land"


def test_names_give_way_to_units_towns_and_one_another(tmp_path: Path) -> None:
    config = KHERSON + "".join(
        f"  - {{id: u{n}, label: Unit {n}, at: {{lat: {46.2 + n / 5}, lon: {32 + n / 3}}}, troops: 900}}\n"
        if n
        else "units:\n"
        for n in range(7)
    )
    for page in laid_out(tmp_path, config).pages:
        texts = [text for text in page.texts if text.role in ("water", "river", "place", "town", "country")]
        assert named(page, "place").keys() >= {f"Unit {n}" for n in range(1, 7)}
        for number, one in enumerate(texts):
            assert not any(one.box.overlaps(other.box) for other in texts[number + 1 :]), one.text


def test_the_name_of_a_river_stands_beside_its_line_and_crosses_no_river_of_its_own(tmp_path: Path) -> None:
    made = laid_out(tmp_path, KHERSON)
    page = made.pages[0]
    view = fit(made.scene.bounds, page.frame)
    (dnipro,) = (text for text in page.texts if text.text == "Dnipro")
    lines = [view.geometry(river.geometry) for river in made.scene.beneath.rivers if river.name == "Dnipro"]
    box = dnipro.box
    away = shapely.distance(shapely.union_all(lines), shapely.box(box.x, box.y, box.right, box.bottom))
    assert 0 < away < 15
    assert dnipro.italic and dnipro.role == "river"


def test_the_greater_a_river_and_the_nearer_the_map_the_wider_it_is() -> None:
    widths = [river_width(since, 8.0) for since in (2.0, 4.0, 5.0, 6.0, 7.0, 7.9)]
    assert widths == sorted(widths, reverse=True) and widths[0] > 2 * widths[-1]
    assert river_width(4.0, 5.0) < river_width(4.0, 9.0)
    assert river_width(2.0, 14.0) <= 3.2 and river_width(9.0, 2.0) == LINES["river"].width
    assert zoom_of(RIVERS_UNTIL) == pytest.approx(2.0, abs=0.01), "where the greatest rivers begin"


def test_a_smaller_scale_has_fewer_rivers(tmp_path: Path) -> None:
    near, far = (
        laid_out(tmp_path, f"view: {{bounds: {bounds}}}\n").pages
        for bounds in ([5.0, 46.0, 12.0, 51.0], [-11.0, 35.0, 42.0, 66.0])
    )
    ranks = [max(int(item.id.rpartition("-")[2]) for item in rivers(page)) for page in (*near, *far)]
    assert ranks == sorted(ranks, reverse=True) and ranks[0] > ranks[2] > ranks[3] == 21


def test_rivers_and_names_are_left_out_where_the_config_says_so(tmp_path: Path) -> None:
    for ground, has_rivers, has_names in [
        ("", True, True), ("ground: {rivers: none}\n", False, True), ("ground: {water_names: none}\n", True, False),
        ("ground: {rivers: none, water_names: none}\n", False, False),
    ]:  # fmt: skip
        page = laid_out(tmp_path, KHERSON + ground).pages[0]
        assert bool(rivers(page)) == has_rivers
        assert bool(named(page, "water", "river")) == has_names
        assert ("Dnipro" in named(page, "river")) == (has_rivers and has_names)


def test_an_artboard_drops_the_names_of_waters(tmp_path: Path) -> None:
    boards = "artboards: [{id: wide, width: 1050, drop: [labels.water]}]\n"
    (tmp_path / "config.yaml").write_text(KHERSON + boards, "utf-8")
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    assert rivers(page) and not named(page, "water", "river")


def test_names_are_in_the_language_of_the_map(tmp_path: Path) -> None:
    page = laid_out(tmp_path, KHERSON + "lang: uk\n").pages[0]
    assert {"Дніпро", "Каховське водосховище"} <= set(named(page, "water", "river"))


def test_a_label_of_the_config_stands_for_all_names_of_waters(tmp_path: Path) -> None:
    layer = "layers: [{kind: label, text: DNIPRO, style: water, at: {lat: 46.9, lon: 33.6}}]\n"
    page = laid_out(tmp_path, KHERSON + layer).pages[0]
    assert set(named(page, "water", "river")) == {"DNIPRO"}
