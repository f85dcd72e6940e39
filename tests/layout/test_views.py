"""A view that is fitted to the units shows each circle whole, in the middle; a crowd can be set side by side."""

from __future__ import annotations

from itertools import combinations
from math import cos, hypot, pi, sin
from pathlib import Path

import numpy as np
import pytest
import shapely

from geomap.page import Box, Page
from geomap.page import Path as Drawn
from geomap.pipeline.build import build
from tests.examples import BARE

DEFAULT_WIDTHS = {"wide": 1050, "medium": 720, "narrow": 500, "phone": 335}
SPREAD = "artboards: [{id: wide, width: 1050, crowds: spread}, {id: phone, width: 335, crowds: spread}]\n"


def pages_of(folder: Path, text: str) -> dict[str, Page]:
    (folder / "config.yaml").write_text(text + BARE, "utf-8")
    return {page.id: page for page in build(folder / "config.yaml", only=["geojson"]).pages}


def unit(id: str, lat: float, lon: float, troops: int) -> str:
    return f"  - {{id: {id}, label: {id}, at: {{lat: {lat:.4f}, lon: {lon:.4f}}}, troops: {troops}}}\n"


def test_the_largest_circles_lie_wholly_within_the_map(tmp_path: Path) -> None:
    units = unit("a", 50.4, 30.5, 90000) + unit("b", 49.8, 24.0, 60000) + unit("c", 46.5, 30.7, 30000)
    pages = pages_of(tmp_path, f"legend: {{max_diameter: 300}}\nunits:\n{units}")
    assert {name: page.width for name, page in pages.items()} == DEFAULT_WIDTHS
    for page in pages.values():
        circles = [symbol for symbol in page.symbols if symbol.kind == "circle"]
        assert len(circles) == 3
        for circle in circles:
            assert page.frame.contains(Box(circle.x, circle.y, 0, 0).grown(circle.diameter / 2)), page.id
    assert max(symbol.diameter for symbol in pages["wide"].symbols) == pytest.approx(300)


def test_stated_bounds_cut_no_circle_that_they_hold(tmp_path: Path) -> None:
    """The largest circle of a map was half of one, as the bounds went close to its middle."""
    units = unit("a", 49.5, 36.23, 20000) + unit("b", 48.57, 39.3, 3000)
    for page in pages_of(tmp_path, f"view: {{bounds: [36, 47, 41, 49.6]}}\nunits:\n{units}").values():
        circles = {symbol.unit: symbol for symbol in page.symbols if symbol.kind == "circle"}
        for circle in circles.values():
            assert page.frame.contains(Box(circle.x, circle.y, 0, 0).grown(circle.diameter / 2)), page.id
        apart = circles["b"].x - circles["a"].x
        assert apart > page.frame.width * (39.3 - 36.23) / 5 / 1.2


@pytest.mark.parametrize(("lat", "lon"), [(89.0, 30.0), (89.6, -100.0), (-90.0, 0.0), (78.2, 15.6), (0.0, 179.9)])
def test_one_unit_stands_in_the_middle(tmp_path: Path, lat: float, lon: float) -> None:
    for page in pages_of(tmp_path, f"units:\n{unit('a', lat, lon, 100)}").values():
        (circle,) = [symbol for symbol in page.symbols if symbol.kind == "circle"]
        assert (circle.x, circle.y) == pytest.approx(page.frame.centre, abs=1), page.id


def crowd() -> str:
    """45 units within 50 km, far from three others."""
    ring = [(50.6 + 0.2 * sin(n) * (n % 7) / 7, 36.6 + 0.3 * cos(n) * (n % 7) / 7) for n in range(45)]
    units = "".join(unit(f"k{n}", *at, (300, 800, 1500, 4000, 9000)[n % 5]) for n, at in enumerate(ring))
    return units + unit("m", 55.75, 37.6, 9000) + unit("k", 50.45, 30.5, 12000) + unit("v", 48.7, 44.5, 3000)


def test_no_unit_of_a_crowd_is_hidden(tmp_path: Path) -> None:
    """Of every circle at least a half is covered by no smaller one, which lies above it."""
    for page in pages_of(tmp_path, f"sites: off\n{SPREAD}units:\n{crowd()}").values():
        circles = sorted((s for s in page.symbols if s.kind == "circle"), key=lambda circle: -circle.diameter)
        assert len(circles) == 48
        for index, circle in enumerate(circles):
            radius = circle.diameter / 2
            dots = [
                (circle.x + radius * share * cos(turn * pi / 8), circle.y + radius * share * sin(turn * pi / 8))
                for share in (0.35, 0.65, 0.95)
                for turn in range(16)
            ]
            above = [other for other in circles[index + 1 :] if other.diameter < circle.diameter]
            free = [all(hypot(x - o.x, y - o.y) > o.diameter / 2 for o in above) for x, y in dots]
            assert sum(free) >= len(dots) / 2, (page.id, circle.unit)
        moved = {entry.unit for entry in page.moved}
        ticks = {item.id for group in page.groups if group.id == "ticks" for item in group.items}
        assert ticks and {tick.removeprefix("tick-") for tick in ticks} <= moved
        order = [group.id for group in page.groups]
        assert order.index("ticks") < order.index("circles") < order.index("true-points")


def test_units_that_a_detail_shows_are_not_set_aside_on_the_map(tmp_path: Path) -> None:
    inset = "insets: [{kind: detail, id: near, title: Near, bounds: [36.2, 50.3, 37, 50.9]}]\n"
    for page in pages_of(tmp_path, f"{inset}units:\n{crowd()}").values():
        near = {item.id for group in page.groups if group.id == "ticks" and not group.inset for item in group.items}
        assert not near, page.id
        (outline,) = [item for group in page.groups for item in group.items if item.id == "outline-near"]
        assert isinstance(outline, Drawn)
        corners = outline.rings[0]
        box = Box(*corners.min(axis=0), *np.ptp(corners, axis=0))
        marked = [s for s in page.symbols if s.kind != "key" and not s.inset and s.unit not in ("m", "k", "v")]
        assert sum(max(len(mark.members), 1) for mark in marked) == 45
        assert all(box.contains(Box(s.x, s.y, 0, 0)) for s in marked), page.id
        seen = [all(hypot(x - s.x, y - s.y) > s.diameter / 2 for s in marked) for x, y in corners]
        assert sum(seen) >= len(seen) / 2, f"the outline is hidden on {page.id}"


def test_circles_of_one_size_on_one_spot_touch_no_other(tmp_path: Path) -> None:
    units = "".join(unit(f"u{n}", 50, 31, 900) for n in range(30)) + unit("far", 46, 20, 900)
    small = "legend: {max_diameter: 40}"
    for page in pages_of(tmp_path, f"{SPREAD}{small}\nunits:\n{units}").values():
        circles = [symbol for symbol in page.symbols if symbol.kind == "circle"]
        for one, other in combinations(circles, 2):
            assert hypot(one.x - other.x, one.y - other.y) >= (one.diameter + other.diameter) / 2, page.id


def test_land_lies_around_the_south_pole(tmp_path: Path) -> None:
    for page in pages_of(tmp_path, f"units:\n{unit('a', -90, 0, 100)}").values():
        (land,) = [group for group in page.groups if group.id == "land"]
        rings = [ring for item in land.items if isinstance(item, Drawn) for ring in item.rings]
        held = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings])
        frame = shapely.box(page.frame.x, page.frame.y, page.frame.right, page.frame.bottom)
        assert held.intersection(frame).area == pytest.approx(frame.area, rel=0.001), page.id
