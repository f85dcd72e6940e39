"""Insets and the graticule, measured on what was built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.layout.view.projection import View, fit
from geomap.page import Circle, Page, Text
from geomap.page import Path as Drawn
from geomap.pipeline.build import Build, build
from tests.conftest import SVG
from tests.examples import BARE

pytestmark = pytest.mark.lean(BARE)

PART = (37.0, 47.4, 39.3, 48.9)
MAP = """
view: {bounds: [30, 44, 42, 52], graticule: true}
legend: {max_diameter: 40}
units:
  - {id: in-1, label: Inner one, at: {lat: 48.0, lon: 37.8}, troops: 900}
  - {id: in-2, label: Inner two, at: {lat: 48.57, lon: 39.0}, troops: {min: 300, max: 500}}
  - {id: out, label: Outer, at: {lat: 50.0, lon: 33.0}, troops: 700}
insets:
  - {kind: detail, id: near, title: Near Donetsk, bounds: [37.0, 47.4, 39.3, 48.9]}
  - {kind: locator, id: where}
artboards:
  - {id: wide, width: 1000}
  - {id: phone, width: 335}
  - {id: plain, width: 700, drop: [insets.near]}
  - {id: bare, width: 800, drop: [insets]}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("insets")
    (folder / "config.yaml").write_text(MAP, "utf-8")
    return build(folder / "config.yaml", only=["svg", "html"])


def page_of(made: Build, name: str) -> Page:
    return next(page for page in made.pages if page.id == name)


def view_of(made: Build, page: Page) -> View:
    return fit(made.scene.bounds, page.frame)


def item(page: Page, name: str) -> Drawn:
    return next(item for group in page.groups for item in group.items if item.id == name and isinstance(item, Drawn))


def places(page: Page, inset: str) -> set[str]:
    items = [item for group in page.groups if group.inset == inset for item in group.items]
    return {item.owner for item in items if isinstance(item, Text) and item.role == "place"}


@pytest.mark.parametrize("name", ["wide", "phone"])
def test_a_detail_names_its_units_with_circles_of_the_same_size(made: Build, name: str) -> None:
    page = page_of(made, name)
    near = next(inset for inset in page.insets if inset.id == "near")
    assert places(page, "near") == {"in-1", "in-2"}
    assert places(page, "") == {"out", "in-1"}, "the largest is named on the map, too"
    texts = [text for group in page.groups if group.inset == "near" for text in group.texts if text.owner]
    assert texts and all(near.frame.contains(text.box) for text in texts)
    assert not page.dropped
    marks = [(mark.inset, mark.unit, mark.kind, mark.diameter) for mark in page.symbols if mark.unit.startswith("in-")]
    assert sorted(mark[1:] for mark in marks if mark[0]) == sorted(mark[1:] for mark in marks if not mark[0])
    assert len(marks) == 6
    titles = [text for text in page.texts if text.text == "Near Donetsk"]
    assert len(titles) == 2, "in the inset and at the outline"


def test_a_detail_stands_in_a_corner_or_below_the_map(made: Build) -> None:
    for page, inside in ((page_of(made, "wide"), True), (page_of(made, "phone"), False)):
        near = next(inset for inset in page.insets if inset.id == "near")
        assert page.frame.overlaps(near.box) == inside == page.frame.contains(near.box)
        assert all(not near.box.overlaps(box) for box in page.furniture.values())
        for mark in (mark for mark in page.symbols if mark.kind == "circle" and not mark.inset):
            assert not near.box.grown(mark.diameter / 2).contains(type(near.box)(mark.x, mark.y, 0, 0))


@pytest.mark.parametrize("name", ["wide", "phone"])
def test_the_outline_is_that_of_the_bounds(made: Build, name: str) -> None:
    page = page_of(made, name)
    (ring,) = item(page, "outline-near").rings
    lon, lat = view_of(made, page).to_degrees(ring[:, 0], ring[:, 1]).T
    west, south, east, north = PART
    shown = np.array([lon.min(), lat.min(), lon.max(), lat.max()])
    assert shown[:2] == pytest.approx([west, south], abs=0.06) and shown[2:] == pytest.approx([east, north], abs=0.06)
    assert (shown[:2] <= [west + 1e-6, south + 1e-6]).all() and (shown[2:] >= [east - 1e-6, north - 1e-6]).all()


def test_the_extent_on_the_locator_is_what_the_map_shows(made: Build) -> None:
    page = page_of(made, "plain")
    where = next(inset for inset in made.scene.insets if inset.id == "where")
    (drawn,) = page.insets
    (ring,) = item(page, "inset-where-extent").rings
    lon, lat = fit(where.bounds, drawn.frame).to_degrees(ring[:, 0], ring[:, 1]).T
    west, south, east, north = made.scene.bounds
    assert lon.min() <= west and lat.min() <= south and lon.max() >= east and lat.max() >= north
    corner = view_of(made, page).degrees(page.frame.x, page.frame.y)
    assert np.hypot(lon - corner[0], lat - corner[1]).min() < 1e-6
    names = [text for text in page.texts if text.role == "locator"]
    assert names and all(drawn.frame.contains(text.box) and text.size >= 11 for text in names)
    assert not [mark for mark in page.symbols if mark.inset]


def test_drop_leaves_insets_out(made: Build) -> None:
    assert [inset.id for inset in page_of(made, "plain").insets] == ["where"]
    assert page_of(made, "bare").insets == ()
    assert places(page_of(made, "bare"), "") == {"in-1", "in-2", "out"}


def test_ids_are_unique_and_every_clip_is_defined(made: Build) -> None:
    svg = ElementTree.parse(made.folder / "config-wide.svg").getroot()
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    clips = {f"url(#{clip.get('id')})" for clip in svg.iter(f"{SVG}clipPath")}
    assert {element.get("clip-path") for element in svg.iter() if element.get("clip-path")} == clips
    assert len(clips) == 3


def test_a_small_extent_is_a_ring(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [30, 50, 30.4, 50.2]}\ninsets: [{kind: locator, id: w, bounds: [0, 30, 60, 70]}]\n"
        "artboards: [{id: wide, width: 720}, {id: phone, width: 335, keep: [insets]}]\n",
        "utf-8",
    )
    for page in build(tmp_path / "config.yaml", only=["svg"]).pages:
        rings = [item for group in page.groups for item in group.items if item.id == "inset-w-extent"]
        assert [isinstance(ring, Circle) for ring in rings] == [True]


@pytest.mark.parametrize(
    "view",
    [
        "bounds: [30, 44, 42, 52]", "bounds: [-40, 70, 60, 88]", "bounds: [170, -25, -165, -5]",
        "bounds: [-180, -58, 180, 80]",
    ],
)  # fmt: skip
def test_lines_of_the_graticule_lie_on_whole_steps_and_do_not_tear(tmp_path: Path, view: str) -> None:
    (tmp_path / "config.yaml").write_text(
        f"view: {{{view}, graticule: 5}}\nartboards: [{{id: a, width: 600}}]\n", "utf-8"
    )
    made = build(tmp_path / "config.yaml", only=["svg"])
    (page,) = made.pages
    (group,) = [group for group in page.groups if group.id == "graticule"]
    order = [group.id for group in page.groups]
    assert order.index("graticule") < order.index("coast")
    for line in group.items:
        assert isinstance(line, Drawn)
        axis = "lon" in line.id
        for ring in line.rings:
            assert np.hypot(*np.diff(ring, axis=0).T).max() < 60
            inside = ring[(ring > 0).all(axis=1)]
            degrees = view_of(made, page).to_degrees(inside[:, 0], inside[:, 1])[:, 0 if axis else 1]
            value = float(line.id.removeprefix("graticule-lon-").removeprefix("graticule-lat-"))
            assert np.abs((degrees - value + 180) % 360 - 180).max(initial=0) < 0.02
    degrees_texts = {text.text for text in page.texts if text.role == "graticule"}
    assert degrees_texts and all(text.endswith(("N", "S", "E", "W", "°")) for text in degrees_texts)


def test_the_page_draws_the_graticule(made: Build) -> None:
    assert '"role":"graticule"' in (made.folder / "config.html").read_text("utf-8").replace('": "', '":"')


@pytest.mark.anew
def test_the_same_bytes_twice(made: Build, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(MAP, "utf-8")
    again = build(tmp_path / "config.yaml", only=["svg"])
    for page in again.pages:
        name = f"config-{page.id}.svg"
        assert (again.folder / name).read_bytes() == (made.folder / name).read_bytes()


def test_a_detail_without_units_is_warned_of_and_a_dense_graticule_refused(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(MAP.replace("[37.0, 47.4, 39.3, 48.9]", "[31, 45, 32, 46]"), "utf-8")
    warnings = build(tmp_path / "config.yaml", only=["geojson"]).warnings
    assert [(entry.path, entry.severity) for entry in warnings] == [("insets[0].bounds", "warning")]
    (tmp_path / "config.yaml").write_text(MAP.replace("graticule: true", "graticule: 0.1"), "utf-8")
    assert read_config(tmp_path / "config.yaml").view.graticule == 0.1
    with pytest.raises(ConfigError, match="120 lines across the map"):
        build(tmp_path / "config.yaml", only=["geojson"])


CROWDED = """
view: {{bounds: [126.0, 36.6, 128.4, 38.4]}}
legend: {{max_diameter: 30}}
lang: {lang}
units:
{units}
insets:
  - {{kind: detail, id: city, title: City, bounds: [126.75, 37.4, 127.15, 37.7]}}
{more}
artboards:
{boards}
"""
RING = [(126.2 + 0.5 * x, 36.75 + 0.5 * y) for x in range(5) for y in range(4)]
INNER = [(126.85 + 0.07 * x, 37.48 + 0.08 * y) for x in range(4) for y in range(2)]
PLACES = enumerate([*RING, *INNER])
UNITS = "\n".join(
    f"  - {{id: u{n}, label: U{n}, at: {{lat: {lat:.3f}, lon: {lon:.3f}}}, troops: 900}}" for n, (lon, lat) in PLACES
)
SECOND = "  - {kind: detail, id: south, title: South, bounds: [127.1, 36.65, 127.5, 36.9]}"


def crowded(lang: str = "en", more: str = "", boards: Sequence[str] = ("wide", "fixed", "phone")) -> str:
    """A config of these artboards."""
    sizes = {"wide": "width: 1000", "fixed": "width: 1100, height: 760", "phone": "width: 335"}
    drawn = "\n".join(f"  - {{id: {name}, {sizes[name]}}}" for name in boards)
    return CROWDED.format(units=UNITS, lang=lang, more=more, boards=drawn)


def drawn(folder: Path, config: str) -> Build:
    (folder / "config.yaml").write_text(config, "utf-8")
    return build(folder / "config.yaml", only=["svg"])


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_detail_without_a_corner_stands_beside_a_wide_map_with_the_key(tmp_path: Path, lang: str) -> None:
    made = drawn(tmp_path, crowded(lang))
    for name in ("wide", "fixed"):
        page = page_of(made, name)
        (city,) = page.insets
        assert not city.box.overlaps(page.frame) and city.box.y == pytest.approx(page.frame.y)
        assert city.box.bottom <= page.frame.bottom + 1
        assert (city.box.right < page.frame.x) == (lang == "ar")
        key = page.furniture["key"]
        assert key.right <= page.width and not key.overlaps(city.box)
        assert {f"u{20 + n}" for n in range(8)} <= places(page, "city")
        assert page.height < 1.1 * page.width
        svg = ElementTree.parse(made.folder / f"config-{name}.svg").getroot()
        paper = next(element for element in svg.iter() if element.get("id") == "inset-city-rule")
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", paper.get("d", ""))]
        assert min(numbers[::2]) == pytest.approx(city.box.x, abs=0.1), "drawn where the manifest says"
    phone = page_of(made, "phone")
    assert phone.insets[0].box.y >= phone.frame.bottom


def test_details_below_share_a_row_and_beside_on_a_phone_is_below_and_said(tmp_path: Path) -> None:
    more = SECOND.replace("title", "at: below, title")
    below = crowded(more=more, boards=["wide"]).replace("id: city,", "id: city, at: below,")
    wide = page_of(drawn(tmp_path, below), "wide")
    city, south = sorted(wide.insets, key=lambda inset: inset.box.x)
    assert city.box.y == south.box.y >= wide.frame.bottom and city.box.height == pytest.approx(south.box.height)
    assert (city.box.x, south.box.right) == pytest.approx((wide.frame.x, wide.frame.right))
    beside = crowded(more=more, boards=["wide", "phone"]).replace("id: city,", "id: city, at: beside,")
    made = drawn(tmp_path, beside)
    wide, phone = page_of(made, "wide"), page_of(made, "phone")
    assert next(inset for inset in wide.insets if inset.id == "city").box.x > wide.frame.right
    assert ("inset city", "there is no room for it beside the map") in [(e.text, e.reason) for e in phone.moved]


def test_a_map_of_very_many_names_keeps_the_width_of_the_page(tmp_path: Path) -> None:
    """Beside a column it would have to add most of its units up."""
    places = ((n, 36.7 + n // 20 * 0.1, 126.1 + n % 20 * 0.11) for n in range(300))
    more = "".join(
        f"  - {{id: m{n}, label: M {n}, at: {{lat: {lat}, lon: {lon}}}, troops: 50}}\n" for n, lat, lon in places
    )
    wide = page_of(drawn(tmp_path, crowded(boards=["wide"]).replace("units:\n", f"units:\n{more}")), "wide")
    assert wide.frame.width > 0.9 * wide.width and wide.insets[0].box.y >= wide.frame.bottom
