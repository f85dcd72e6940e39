"""Key, scale bar and insets share the corners of the map."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from geomap.layout.labels.requests import _Texts
from geomap.layout.labels.search import Obstacles, Request, place
from geomap.layout.labels.settings import Ways
from geomap.layout.report import label_report
from geomap.layout.view.projection import fit
from geomap.page import Box, Page, Text
from geomap.page import Path as Drawn
from geomap.scene import Artboard, Label
from tests.layout.test_key import pages

MAP = """
view: {bounds: [30, 44, 42, 52]}
units:
  - {id: a, at: {lat: 48, lon: 36}, troops: 1000}
  - {id: b, at: {lat: 51.2, lon: 31}, troops: 900}
  - {id: c, at: {lat: 44.9, lon: 31}, troops: 900}
insets:
  - {kind: locator, id: where, at: top-right}
artboards:
"""


def said(page: Page, name: str) -> list[str]:
    return [entry.reason for entry in page.moved if entry.text == name]


OPPOSITE = ("top-right", "bottom-left")  # the inset's own, and the other ones of the long run
OTHERS = (pytest.param(corner, marks=pytest.mark.long) for corner in ("top-left", "bottom-right"))


@pytest.mark.parametrize("corner", [*OPPOSITE, *OTHERS])
def test_a_corner_named_twice_holds_both_or_says_so(tmp_path: Path, corner: str) -> None:
    page = pages(tmp_path, f"{MAP}  - {{id: w, width: 800, key_at: {corner}, scale_at: {corner}}}\n")["w"]
    boxes = [*page.furniture.values(), *(inset.box for inset in page.insets)]
    assert len(boxes) == 3
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    key, frame = page.furniture["key"], page.frame
    assert (key.y - frame.y < 20) == corner.startswith("top")
    assert (key.x - frame.x < 20) == corner.endswith("left")
    elsewhere = ["there is no room for it in its corner top-right"]
    assert said(page, "inset where") == (elsewhere if corner == "top-right" else [])
    assert said(page, "key") == (["stands on 1 circle"] if corner.endswith("left") else [])
    assert not said(page, "scale bar")


@pytest.mark.parametrize(("middle", "length"), [([33.5, 38.5], 128), ([33.0, 36.0, 39.0], 30)])
def test_a_scale_bar_without_a_free_corner_stands_at_an_edge_shorter_if_need_be(
    tmp_path: Path, middle: list[float], length: float
) -> None:
    places = [(lon, lat) for lat in (44.35, 51.7) for lon in (30.6, 41.4, *middle)]
    units = "".join(f"  - {{id: u{lon}-{lat}, at: {{lat: {lat}, lon: {lon}}}, troops: 900}}\n" for lon, lat in places)
    board = "  - {id: w, width: 800, key: none}\n"
    page = pages(tmp_path, f"view: {{bounds: [30, 44, 42, 52]}}\nunits:\n{units}artboards:\n{board}")["w"]
    bar = page.furniture["scale"]
    assert not any(bar.overlaps(type(bar)(mark.x, mark.y, 0, 0).grown(mark.diameter / 2)) for mark in page.symbols)
    assert bar.x - page.frame.x > 50 and page.frame.right - bar.right > 50, "at no corner"
    drawn = next(item for group in page.groups for item in group.items if item.id == "scale-bars")
    assert isinstance(drawn, Drawn) and length / 2.1 < np.ptp(drawn.rings[0][:, 0]) <= length
    assert not said(page, "scale bar")


def test_the_scale_bar_keeps_off_circles_and_has_a_halo(tmp_path: Path) -> None:
    units = "".join(
        f"  - {{id: u{lon}-{lat}, at: {{lat: {lat}, lon: {lon}}}, troops: 900}}\n"
        for lon, lat in [(31, 44.5), (41, 44.5), (31, 51.3), (36, 48)]
    )
    board = "  - {id: w, width: 800, key: none}\n"
    page = pages(tmp_path, f"view: {{bounds: [30, 44, 42, 52]}}\nunits:\n{units}artboards:\n{board}")["w"]
    bar = page.furniture["scale"]
    assert not any(bar.overlaps(type(bar)(mark.x, mark.y, 0, 0).grown(mark.diameter / 2)) for mark in page.symbols)
    group = next(group for group in page.groups if group.id == "scale")
    assert all(text.halo for text in group.items if isinstance(text, Text))
    strokes = {item.id: item.stroke_width for item in group.items if isinstance(item, Drawn)}
    assert strokes["scale-bars-halo"] > strokes["scale-bars"]


@pytest.mark.parametrize("width", [335, pytest.param(600, marks=pytest.mark.long)])
def test_degrees_stand_apart(tmp_path: Path, width: int) -> None:
    boards = f"artboards: [{{id: w, width: {width}}}]\n"
    for bounds in ("[-180, 60, 180, 90]", "[170, 50, -160, 72]", "[-170, -60, 170, 80]"):
        text = f"view: {{bounds: {bounds}, graticule: true}}\nunits: [{{id: u, at: {{lat: 70, lon: 178}}}}]\n"
        for page in pages(tmp_path, text + boards).values():
            boxes = [item.box for item in page.texts if item.id.startswith("degrees-")]
            assert boxes, (bounds, page.id)
            assert not any(one.grown(13.9).overlaps(other) for one, other in combinations(boxes, 2)), (bounds, page.id)


def test_a_lost_name_of_the_basemap_is_recorded() -> None:
    nowhere = Obstacles(Box(0, 0, 100, 100), np.zeros((0, 3)))
    lost = [
        Request(name, name, 1, Ways.of(()), optional=True, if_lost=why)
        for name, why in (("Laos", "no room"), ("5° E", ""))
    ]
    _, dropped = label_report(lost, place(lost, nowhere), nowhere)
    assert [(entry.text, entry.reason, entry.by_rule) for entry in dropped] == [("Laos", "no room", True)]


def test_an_area_is_named_on_two_lines_before_four() -> None:
    label = Label("held", "Held by the south", 37, 48, "region")
    view = fit((34, 46.5, 40, 50), Box(10, 10, 315, 300))
    texts = _Texts(Artboard("w", 335), view, {}, {}, ())
    (request,) = texts.labels([label])
    settings = list(dict.fromkeys(row.lines for each in request.candidates for row in each.block.rows))
    assert [len(lines) for lines in settings] == [1, 2, 4]
