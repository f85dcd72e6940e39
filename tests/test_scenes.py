"""Maps that the tool was not made for build without touching code, and nothing on them overlaps."""

from __future__ import annotations

import json
import shutil
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from geomap.ground.reader import country_at
from geomap.layout.frame import Fitted, artboard_scale
from geomap.layout.view.projection import fit
from geomap.marks.size import SizeScale
from geomap.page import Box, Page
from geomap.pipeline.build import build
from tests.conftest import Built
from tests.examples import mostly_long
from tests.shared import shared
from tests.test_example import on_circle, overlap

SCENES = Path(__file__).parent / "scenes"
NAMES = sorted(path.parent.name for path in SCENES.glob("*/config.yaml"))
# They take as long as the others, which have the same tests; see layout/test_dense.py.
LARGE = {
    "three-hundred",
    "sightings",
    "two-armies",
    "clusters",
    "front",
    "forty-dots",
    "pacific",
    "phone-first",
    "report",
    "world",
}
LOOKED_AT = mostly_long(NAMES, {*NAMES} - LARGE)


def drawn(name: str) -> tuple[Built, list[Page]]:
    """A scene with its pages, as SVG and as data; one of them in every format."""

    def make(folder: Path) -> tuple[Built, list[Page]]:
        shutil.copytree(SCENES / name, folder / name)
        made = build(folder / name / "config.yaml", only=None if name == "sahel" else ["svg", "geojson"])
        return Built(folder / name, made.scene.name), list(made.pages)

    return shared(f"scene-{name}", make)


@pytest.fixture(scope="module", params=LOOKED_AT)
def scene(request: pytest.FixtureRequest) -> Built:
    return drawn(request.param)[0]


@pytest.fixture(scope="module")
def sahel() -> Built:
    return drawn("sahel")[0]


def test_another_continent_builds_in_every_format(sahel: Built) -> None:
    suffixes = {path.suffix for path in sahel.output.iterdir()}
    assert suffixes >= {".png", ".svg", ".pdf", ".html", ".geojson", ".json"}


def test_nothing_overlaps(scene: Built) -> None:
    for board in scene.artboards.values():
        insets = board.get("insets", {})
        on_circles = {entry["text"] for entry in board["moved"] if "stands on" in entry["reason"]}  # where all is full
        for first, second in combinations(board["texts"], 2):
            assert not overlap(first, second), (first["text"], second["text"])
        for text in board["texts"]:
            assert not any(overlap(text, box) for name, box in insets.items() if name != text.get("inset")), text
            assert text["x"] >= 0 and text["x"] + text["width"] <= board["width"], text
            assert text["y"] >= 0 and text["y"] + text["height"] <= board["height"], text
            for symbol in board["symbols"] if text["role"] != "scale" or "scale bar" not in on_circles else ():
                own = symbol["unit"] == text.get("unit") and (symbol["kind"] == "unknown" or in_circle(text, symbol))
                apart = text.get("inset") != symbol.get("inset")
                assert own or apart or not on_circle(text, symbol), (text["text"], symbol)
            if text["role"] not in ("key", "scale", "unknown"):
                assert not any(overlap(text, box) for box in board["furniture"].values()), text


def in_circle(text: dict[str, Any], symbol: dict[str, Any]) -> bool:
    """Whether what is said of a crowd stands wholly in its circle."""
    corners = [(text["x"] + dx, text["y"] + dy) for dx in (0, text["width"]) for dy in (0, text["height"])]
    far = max(hypot(x - symbol["x"], y - symbol["y"]) for x, y in corners)
    return "units" in symbol and far < symbol["diameter"] / 2


def test_every_unit_is_drawn_or_said_to_be_left_out(scene: Built) -> None:
    features = json.loads((scene.output / f"{scene.name}.geojson").read_text("utf-8"))["features"]
    units = {feature["id"] for feature in features if feature["properties"]["kind"] == "unit"}
    assert units
    for board in scene.artboards.values():
        left_out = {entry.get("unit") for entry in board["dropped"]}
        told = left_out | {text["unit"] for text in board["texts"] if text["role"] == "place"}
        at_one_place = [
            {symbol["unit"], *symbol.get("units", ()), symbol.get("beside", symbol["unit"])}
            for symbol in board["symbols"]
        ]
        told |= {unit for units_there in at_one_place if units_there & told for unit in units_there}
        assert units <= told
        marks = [symbol for symbol in board["symbols"] if symbol["kind"] not in ("key", "pictogram")]
        drawn = {unit for mark in marks for unit in mark.get("units", [mark["unit"]])}
        assert units <= drawn | left_out


def test_pictograms_stand_below_nearly_all_names_or_below_none(scene: Built) -> None:
    """On one artboard four of sixteen had theirs, which said that the others had no tanks."""
    for board in scene.artboards.values():
        names = {text["unit"] for text in board["texts"] if text["role"] == "place" and not text.get("inset")}
        have = {mark["unit"] for mark in board["symbols"] if mark["kind"] == "pictogram" and not mark.get("inset")}
        lost = {entry.get("unit") for entry in board["dropped"] if "pictogram" in entry["text"]} & names
        assert not have or len(lost - have) <= max(1, 0.2 * len(names & (have | lost)))


def test_ranges_and_unknowns_are_drawn_apart(sahel: Built) -> None:
    for board in sahel.artboards.values():
        kinds = {(symbol["unit"], symbol["kind"]) for symbol in board["symbols"]}
        assert {("gao", "circle"), ("gao", "ring"), ("tombouctou", "circle"), ("kidal", "unknown")} <= kinds
        sizes = {symbol["kind"]: symbol for symbol in board["symbols"] if symbol["unit"] == "gao"}
        assert (sizes["ring"]["diameter"] / sizes["circle"]["diameter"]) ** 2 == pytest.approx(1400 / 900, rel=0.01)


def test_circles_on_one_point_are_set_side_by_side(tmp_path: Path) -> None:
    units = "".join(
        f"  - {{id: u{n}, label: Unit {n}, at: {{lat: 50.0, lon: 30.0}}, troops: {troops}}}\n"
        for n, troops in enumerate((900, 800, 700))
    )
    text = f"sites: off\nunits:\n{units}artboards:\n  - {{id: a, width: 600}}\n"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    page = build(tmp_path / "config.yaml", only=["svg"]).pages[0]
    circles = [symbol for symbol in page.symbols if symbol.kind == "circle"]
    assert len(circles) == 3
    for one, other in combinations(circles, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= (one.diameter + other.diameter) / 2
    svg = (tmp_path / "output" / "config-a.svg").read_text("utf-8")
    assert svg.count('id="tick-u') == svg.count('id="true-point-u') == 2
    assert {entry.unit for entry in page.moved} >= {"u1", "u2"}


def test_a_dozen_units_on_one_point_are_all_seen(tmp_path: Path) -> None:
    units = "".join(
        f"  - {{id: u{n}, label: Unit {n}, at: {{lat: 50, lon: 31}}, troops: {9000 - 500 * n}}}\n" for n in range(12)
    )
    (tmp_path / "config.yaml").write_text(f"view: {{bounds: [28, 48, 34, 52]}}\nunits:\n{units}", "utf-8")
    for page in build(tmp_path / "config.yaml", only=["svg"]).pages:
        circles = [symbol for symbol in page.symbols if symbol.kind == "circle"]
        for one, other in combinations(circles, 2):
            assert hypot(one.x - other.x, one.y - other.y) >= (one.diameter + other.diameter) / 2, page.id


def test_a_long_name_is_wrapped(tmp_path: Path) -> None:
    name = "A very long name of a training ground copied from an order of the ministry with all its words"
    (tmp_path / "config.yaml").write_text(
        f"units:\n  - {{id: a, label: {name}, at: {{lat: 50, lon: 30}}, troops: 900}}\n", "utf-8"
    )
    for page in build(tmp_path / "config.yaml", only=["svg"]).pages:
        (text,) = [text for text in page.texts if text.role == "place"]
        assert text.text == name and len(text.lines) > 1, page.id


def test_names_of_countries_stay_on_their_ground(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [19, 44, 34, 55]}\nartboards:\n  - {id: a, width: 900}\n", "utf-8"
    )
    made = build(tmp_path / "config.yaml", only=["svg"])
    (page,) = made.pages
    names = {text.text for text in page.texts if text.role == "country"}
    assert {"UKRAINE", "POLAND", "BELARUS", "ROMANIA"} <= names
    assert not page.dropped or {entry.text for entry in page.dropped}.isdisjoint({"Ukraine", "Poland"})


@pytest.mark.long
def test_a_map_of_the_world_has_no_scale_bar() -> None:
    _, pages = drawn("world")
    assert len(pages) > 2
    for page in pages:
        assert not [text for text in page.texts if text.role == "scale"]


def test_no_circle_is_cut_where_the_view_fits_the_units(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "units:\n  - {id: a, at: {lat: 30.05, lon: 31.24}, label: A, troops: 900}\n"
        "  - {id: b, at: {lat: 31.2, lon: 29.92}, label: B, troops: 700}\n",
        "utf-8",
    )
    for page in build(tmp_path / "config.yaml", only=["svg"]).pages:
        for circle in (symbol for symbol in page.symbols if symbol.kind == "circle"):
            assert page.frame.contains(Box(circle.x, circle.y, 0, 0).grown(circle.diameter / 2)), page.id


def test_a_name_stands_on_the_country_that_it_names(tmp_path: Path) -> None:
    """The middle of each automatic name, taken back to degrees, lies in that country."""
    made = build(shutil.copytree(SCENES / "high-north", tmp_path / "north") / "config.yaml", only=["svg"])
    for page in made.pages:
        scale = artboard_scale(SizeScale(made.scene.largest_value, made.scene.max_diameter), page.width, 1050)
        view = fit(made.scene.bounds, page.frame, Fitted(made.scene.units).reaches(scale))
        names = [text for text in page.texts if text.role == "country"]
        for text in names:
            lon, lat = view.degrees(*text.box.centre)
            known = {"CANADA": "CA", "CAN": "CA", "GREENLAND": "GL", "GRL": "GL", "SVALBARD AND JAN MAYEN": "SJ"}
            assert country_at(lon, lat, "un") in (known.get(text.text), ""), page.id  # at sea in a fjord
    assert any(text.role == "country" for page in made.pages for text in page.texts)
