"""The page's type and its names on the map, in Chromium: set as in the pictures, and standing on what they name."""

import json
from dataclasses import replace

import pytest
import shapely
from shapely import LineString, box

from geomap.fonts import Face, text_width
from geomap.marks.style import TYPE
from geomap.scene import Area, Label
from geomap.scene.beneath import Beneath, StillGround
from tests.conftest import ROOT
from tests.examples import mostly_long
from tests.render.browser import opened, rendered
from tests.render.january import january, unit, with_units

WIDTH_OF = """(id) => {
  const lines = document.createRange();
  lines.selectNodeContents(document.querySelector(id));
  return lines.getBoundingClientRect().width;
}"""
# The box of a name in degrees: west, south, east, north; null where it is not shown.
STANDS = """(id) => {
  const name = document.querySelector(`[data-id="${id}"]`);
  if (!name.checkVisibility()) return null;
  const [own, corner] = [name, geomap.map.getContainer()].map((element) => element.getBoundingClientRect());
  const at = (x, y) => geomap.map.containerPointToLatLng([x - corner.left, y - corner.top]);
  const [low, high] = [at(own.left, own.bottom), at(own.right, own.top)];
  return [low.lng, low.lat, high.lng, high.lat];
}"""


@pytest.mark.parametrize("name", ("Luhansk", "Слов'янськ"))
def test_names_are_as_wide_as_in_the_pictures(chromium, tmp_path, name):
    place = unit("a", name, 48, 38, None)
    with opened(chromium, rendered(with_units(january(), place)), tmp_path) as page:
        drawn = page.evaluate(WIDTH_OF, ".unit-label text.place")
        assert page.evaluate("[...document.fonts].map(({ status }) => status)") == ["loaded"] * 4
    assert drawn == pytest.approx(text_width(name, TYPE["place"].size(1050), Face("bold")), abs=0.6)


def test_a_name_from_the_basemap_keeps_to_its_ground(chromium, tmp_path):
    small = Area("XA", "land", box(39, 48.6, 39.9, 49.4))
    labels = (
        Label("xa", "Smalland", 39.4, 49.0, "country", extent=(39, 48.6, 39.9, 49.4), area="XA"),
        Label("xb", "Largeland", 37.5, 48.5, "country", extent=(35.4, 46, 42.4, 50.2), area="land"),
    )
    beneath = january().beneath
    beneath = Beneath((*beneath.areas, small), beneath.lines, labels)
    scene = replace(january(), ground=StillGround(beneath))
    with opened(chromium, rendered(scene), tmp_path) as page:
        assert page.evaluate(STANDS, "xa") is None, "it is wider than its country"
        assert page.evaluate(STANDS, "xb") is not None
        page.evaluate("geomap.map.setView([49, 39.4], geomap.map.getMinZoom() + 2)")
        west, south, east, north = page.evaluate(STANDS, "xa")
        assert 39 < (west + east) / 2 < 39.9
        assert 48.6 < south < north < 49.4


@pytest.mark.parametrize("width", mostly_long((375, 500, 720, 1200), (375, 1200)))
def test_a_total_stands_on_its_side_of_the_front(chromium, example, tmp_path, width):
    note = next(
        row
        for row in json.loads((example.output / "eastern-ukraine.geojson").read_text("utf-8"))["features"]
        if row["id"] == "total"
    )
    front = shapely.from_geojson((ROOT / "layers" / "contact_line.geojson").read_text("utf-8"))
    html = (example.output / "eastern-ukraine.html").read_text("utf-8")
    with opened(chromium, html, tmp_path, width=width) as page:
        west, south, east, north = page.evaluate(STANDS, "total")
    sight = LineString([note["geometry"]["coordinates"], ((west + east) / 2, (south + north) / 2)])
    assert not sight.intersects(front)
