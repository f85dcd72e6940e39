"""The first map, measured on what was built: texts, circle areas, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations
from math import hypot
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from tests.conftest import SVG, Built

ARTBOARDS = ("wide", "medium", "narrow", "phone")
NAMES = {"Luhansk", "Donetsk", "Persianovskiy", "Rostov-on-Don"}
COUNTRIES = {"UKRAINE", "RUSSIA"}
FORMATIONS = [
    "Army Corps", "Artillery unit", "Motorized infantry unit", "Motorized infantry unit",
    "Motorized infantry unit", "Motorized infantry unit", "Southern Military District", "Two tank units",
]  # fmt: skip
TOTAL = "32,000 troops in Eastern Ukraine"
CALLOUT = "Approximate line between Ukrainian and Russian-backed forces"
ANALYSTS = "Analysts say the forces in the east could be used to seize more territory than the separatists now hold."
KEY = {"Troops", "10,000", "5,000", "1,000", "Artillery", "Armored vehicles", "Tanks"}
LAST = {"long": "Other military or air installations", "short": "Other installations"}
REGIONS = {
    "Belgorod",
    "Crimea",
    "Dnipropetrovsk",
    "Kharkiv",
    "Krasnodar",
    "Poltava",
    "Stavropol",
    "Volgograd",
    "Voronezh",
    "Zaporizhzhia",
}
SHOWN = {
    "wide": {"key": "long", "formations": True, "analysts": True, "water": True},
    "medium": {"key": "long", "formations": True, "analysts": True, "water": True},
    "narrow": {"key": "short", "formations": False, "analysts": True, "water": True},
    "phone": {"key": "short", "formations": False, "analysts": False, "water": False},
}


def texts_of(svg: ElementTree.Element, role: str) -> list[str]:
    found = [element for element in svg.iter(f"{SVG}text") if element.get("class") == role]
    return sorted("".join(element.itertext()) for element in found)


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_texts_are_those_of_the_reference(example: Built, artboard: str) -> None:
    svg, shown = example.svg(artboard), SHOWN[artboard]
    assert set(texts_of(svg, "place")) == NAMES
    assert set(texts_of(svg, "country")) == COUNTRIES
    assert texts_of(svg, "water") == (["SEA OF AZOV"] if shown["water"] else [])
    assert texts_of(svg, "formations") == (FORMATIONS if shown["formations"] else [])
    assert texts_of(svg, "callout") == [CALLOUT]
    assert texts_of(svg, "note") == ([TOTAL, ANALYSTS] if shown["analysts"] else [TOTAL])
    assert set(texts_of(svg, "key")) == KEY | {LAST[str(shown["key"])]}
    assert set(texts_of(svg, "region")) <= {name.upper() for name in REGIONS}
    known = {"place", "country", "water", "formations", "callout", "note", "key", "town", "region"}
    furniture = {"title", "subtitle", "as_of", "note_line", "source", "credit", "scale"}
    assert {element.get("class") for element in svg.iter(f"{SVG}text")} <= known | furniture


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_the_map_says_what_is_not_reported(example: Built, artboard: str) -> None:
    svg = example.svg(artboard)
    assert "illustrative" in texts_of(svg, "note_line")[0]
    assert "United Nations" in texts_of(svg, "note_line")[0]
    assert texts_of(svg, "as_of") == ["Data as of January 12, 2022"]
    assert "The New York Times" in texts_of(svg, "source")[0]
    assert len(texts_of(svg, "scale")) == 2


def sized(example: Built, artboard: str) -> list[dict[str, Any]]:
    return [s for s in example.artboards[artboard]["symbols"] if s["kind"] in ("circle", "key")]


def assert_proportional(areas: Iterable[tuple[float, float]]) -> None:
    per_troop = [area / value for value, area in areas]
    assert max(per_troop) / min(per_troop) < 1.01


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_circle_areas_in_svg_are_proportional(example: Built, artboard: str) -> None:
    circles = {element.get("id"): float(element.get("r")) for element in example.svg(artboard).iter(f"{SVG}circle")}
    entries = sized(example, artboard)
    assert len(entries) == 7
    areas = []
    for entry in entries:
        name = f"key-circle-{entry['value']}" if entry["kind"] == "key" else f"circle-{entry['unit']}"
        areas.append((entry["value"], circles[name] ** 2))
    assert_proportional(areas)


def edges(orange: np.ndarray, x: float, y: float, direction: tuple[int, int], limit: float) -> list[float]:
    """Device px from a centre outwards at which a fill ends: nested circles of the key end one after another."""
    steps = np.arange(0, limit, 0.25)
    column = np.floor(x + steps * direction[0]).astype(int)
    row = np.floor(y + steps * direction[1]).astype(int)
    inside = orange[row, column] > 0.5
    return [float(step) for step in steps[1:][inside[:-1] & ~inside[1:]]]


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_circle_radii_in_png(example: Built, artboard: str) -> None:
    """In each of four directions a fill ends at the circle's radius, but where another symbol covers that edge."""
    board = example.artboards[artboard]
    pixels = np.asarray(Image.open(example.path(artboard, "png")).convert("RGB")).astype(float)
    assert pixels.shape[:2] == (board["height"] * board["scale"], board["width"] * board["scale"])
    orange = (pixels[..., 0] - pixels[..., 2]) / 120
    for entry in sized(example, artboard):
        x, y, diameter = (entry[name] * board["scale"] for name in ("x", "y", "diameter"))
        found = [edges(orange, x, y, side, diameter / 2 + 8) for side in ((-1, 0), (1, 0), (0, -1), (0, 1))]
        right = [any(abs(edge - diameter / 2) <= 1.0 for edge in side) for side in found]
        assert sum(right) >= 3, (entry, found)


def filled_area(pixels: np.ndarray, entry: dict[str, Any], scale: float) -> float:
    """Device px^2 of the fill of one circle: full pixels, and those on the edge by their share of the colour."""
    x, y, radius = entry["x"] * scale, entry["y"] * scale, entry["diameter"] / 2 * scale
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    near = np.hypot(columns + 0.5 - x, rows + 0.5 - y) < radius + 3
    colour = pixels[..., 0] - pixels[..., 2]
    full = np.median(colour[np.hypot(columns + 0.5 - x, rows + 0.5 - y) < radius - 3])
    return float(np.clip(colour[near] / full, 0, 1).sum())


def test_pixel_areas_are_proportional_where_nothing_lies_below(example: Built) -> None:
    """Luhansk and Persianovskiy lie on land alone; the white edge around each has no colour, so it does not count."""
    board = example.artboards["wide"]
    pixels = np.asarray(Image.open(example.path("wide", "png")).convert("RGB")).astype(float)
    chosen = [s for s in sized(example, "wide") if s["unit"] in ("luhansk", "persianovskiy")]
    assert len(chosen) == 2
    assert_proportional((s["value"], filled_area(pixels, s, board["scale"])) for s in chosen)


def overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    across = a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
    return across and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]


def on_circle(box: dict[str, float], circle: dict[str, Any]) -> bool:
    dx = circle["x"] - min(max(circle["x"], box["x"]), box["x"] + box["width"])
    dy = circle["y"] - min(max(circle["y"], box["y"]), box["y"] + box["height"])
    return hypot(dx, dy) < circle["diameter"] / 2


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_nothing_overlaps_by_the_manifest_alone(example: Built, artboard: str) -> None:
    board = example.artboards[artboard]
    for first, second in combinations(board["texts"], 2):
        assert not overlap(first, second), (first["text"], second["text"])
    for text in board["texts"]:
        assert text["x"] >= 0 and text["y"] >= 0, text
        assert text["x"] + text["width"] <= board["width"] and text["y"] + text["height"] <= board["height"], text
        for symbol in board["symbols"]:
            assert not on_circle(text, symbol), (text["text"], symbol)
        if text["role"] not in ("key", "scale"):
            assert not any(overlap(text, box) for box in board["furniture"].values()), text
    for symbol in board["symbols"]:
        if symbol["kind"] not in ("key", "pictogram"):
            assert not any(on_circle(box, symbol) for box in board["furniture"].values()), symbol
    pictograms = [s for s in board["symbols"] if s["kind"] == "pictogram"]
    circles = [s for s in board["symbols"] if s["kind"] == "circle"]
    for one in pictograms:
        assert all(hypot(one["x"] - c["x"], one["y"] - c["y"]) > c["diameter"] / 2 + 6 for c in circles)
    assert {entry["reason"] for entry in board["dropped"]} <= {"left out by `drop`"}


PICTOGRAMS = {"luhansk": 1, "donetsk": 1, "persianovskiy": 2, "rostov-on-don": 3}


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_every_pictogram_stands_by_its_unit_on_every_width(example: Built, artboard: str) -> None:
    found = [s["unit"] for s in example.artboards[artboard]["symbols"] if s["kind"] == "pictogram"]
    assert {unit: found.count(unit) for unit in set(found)} == PICTOGRAMS


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_no_text_is_smaller_than_11_px(example: Built, artboard: str) -> None:
    assert min(float(element.get("font-size")) for element in example.svg(artboard).iter(f"{SVG}text")) >= 11


@pytest.mark.parametrize("artboard", ARTBOARDS)
def test_svg_is_ready_for_a_desk(example: Built, artboard: str) -> None:
    svg = example.svg(artboard)
    groups = [element.get("id") for element in svg.findall(f"{SVG}g")]
    for name in ("sea", "land", "border", "contact-line", "circles", "labels", "key", "scale", "header", "footer"):
        assert name in groups
    assert groups.index("land") < groups.index("border") < groups.index("contact-line") < groups.index("circles")
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    line = next(element for element in svg.iter(f"{SVG}path") if element.get("id") == "contact-line-contact")
    assert line.get("stroke-dasharray")
    assert not [element for element in svg.iter() if element.tag in (f"{SVG}script", f"{SVG}image")]
    assert re.search(r"font-family:'Source Sans 3'", "".join(svg.itertext()))


def test_pdf_holds_live_text_in_embedded_fonts(example: Built) -> None:
    data = example.path("wide", "pdf").read_bytes()
    assert b"/FontFile2" in data
    assert b"SourceSans3" in data
    assert b"/Type3" not in data


def test_groups_of_the_svg_are_named_layers_with_live_text(example: Built) -> None:
    inkscape = "{http://www.inkscape.org/namespaces/inkscape}"
    svg = example.svg("wide")
    layers = [group for group in svg.findall(f"{SVG}g") if group.get(f"{inkscape}groupmode") == "layer"]
    assert layers == svg.findall(f"{SVG}g")
    names = [group.get(f"{inkscape}label") for group in layers]
    assert {"Land", "Border", "Contact line", "Circles", "Labels", "Key"} <= set(names)
    assert len(set(names)) == len({group.get("id") for group in layers}) == len(layers)
    texts = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    assert {"Luhansk", "Rostov-on-Don", "Southern Military District"} <= set(texts)
    assert svg.get("font-family", "").startswith("'Source Sans 3'")
