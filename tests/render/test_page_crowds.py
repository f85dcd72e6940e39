"""Crowds on the page: added up as in the pictures, seen one by one closer by, and never a star of ticks."""

from dataclasses import replace

import pytest

from geomap.facts import CountKind, Estimate
from geomap.facts.columns import Records
from geomap.layout.sheet import lay_out
from geomap.scene import Scene
from tests.render.browser import SETTLED, TEXTS, opened, rendered
from tests.render.january import january, symbol, unit

# Members, the sum, the radius and the middle of each crowd on the map's element, the largest crowd first.
CROWDS = """() => geomap.units.spots.filter((spot) => spot.crowd).map((crowd) => ({
  members: crowd.units.map((index) => geomap.idOf(geomap.data, index)).sort(),
  sum: [crowd.count.kind, crowd.count.minimum, crowd.count.maximum],
  disc: geomap.diameter(geomap.units.sheet, crowd.count.maximum ?? crowd.count.minimum ?? 0),
  at: ((point) => [point.x, point.y])(geomap.map.layerPointToContainerPoint(
    geomap.units.worldPoint(crowd).subtract(geomap.map.getPixelOrigin()))),
}))"""
ASIDE = "() => geomap.units.spots.filter(({ hasTick }) => hasTick).length"
KEY = "#geomap-key svg:not([hidden])"


def scene_of(spread: float, counts: list[Estimate] | None = None, **board: object) -> Scene:
    """Forty units near Kharkiv, `spread` degrees apart, and one far off."""
    counts = counts or [Estimate.exact(300)]
    at = [(49.0 + spread * (n % 7), 37.0 + spread * (n // 7)) for n in range(40)]
    near = [unit(f"k{n}", f"Camp {n}", *where, counts[n % len(counts)], side="russia") for n, where in enumerate(at)]
    units = (*near, unit("far", "Far", 47.2, 40.5, Estimate.exact(9000), side="separatists"))
    made = january()
    boards = tuple(replace(artboard, **board) for artboard in made.artboards)
    marks = Records(symbol(one) for one in units)
    return replace(made, units=Records(units), symbols=marks, at_places=marks, labels=(), lines=(), artboards=boards)


@pytest.mark.parametrize("width", (375, 1200))
def test_a_crowd_is_one_circle_with_the_sum_of_the_pictures(chromium, tmp_path, width):
    scene = scene_of(0.002)
    with opened(chromium, rendered(scene), tmp_path, width) as page:
        (crowd,) = page.evaluate(CROWDS)
        shown = page.locator("#geomap-stage").get_attribute("data-sheet")
        board = next(board for board in scene.artboards if board.id == shown)
        (drawn,) = [mark for mark in lay_out(scene, board).symbols if mark.members]
        assert crowd["members"] == sorted(drawn.members) and len(crowd["members"]) == 40
        assert crowd["sum"] == ["exact", 12_000, 12_000] and drawn.value == 12_000
        assert crowd["disc"] == pytest.approx(drawn.diameter, abs=0.01)
        assert page.evaluate(ASIDE) == 0, "no star"
        named = page.locator(".unit-label text.place").all_text_contents()
        assert "Far" in named
        assert "Several units added up" in page.locator(KEY).text_content()


def test_a_closer_look_parts_a_crowd(chromium, tmp_path):
    with opened(chromium, rendered(scene_of(0.02)), tmp_path) as page:
        (crowd,) = page.evaluate(CROWDS)
        before = page.evaluate("geomap.map.getZoom()")
        box = page.locator("#map_geomap").bounding_box()
        page.mouse.click(box["x"] + crowd["at"][0], box["y"] + crowd["at"][1])
        page.wait_for_function("(zoom) => geomap.map.getZoom() >= zoom", arg=before + 1)
        page.evaluate(SETTLED)
        assert page.evaluate(CROWDS) == []
        assert page.locator(".unit-label").count() > 10


def test_units_on_one_point_are_listed_when_asked_for(chromium, tmp_path):
    """No scale parts them, so that the card of the first names the others."""
    with opened(chromium, rendered(scene_of(0.0)), tmp_path) as page:
        (crowd,) = page.evaluate(CROWDS)
        box = page.locator("#map_geomap").bounding_box()
        page.mouse.click(box["x"] + crowd["at"][0], box["y"] + crowd["at"][1])
        assert page.locator("#geomap-card .others").count() == 1


def test_a_unit_of_a_crowd_is_reached_by_keyboard(chromium, tmp_path):
    with opened(chromium, rendered(scene_of(0.002)), tmp_path) as page:
        button = page.locator('.unit[data-id="k3"]')
        button.focus()
        page.keyboard.press("Enter")
        assert page.locator("#geomap-card h2").inner_text() == "Camp 3"
        crowd = page.evaluate(CROWDS)[0]
        box, map_box = button.bounding_box(), page.locator("#map_geomap").bounding_box()
        middle = [box["x"] + box["width"] / 2 - map_box["x"], box["y"] + box["height"] / 2 - map_box["y"]]
        assert middle == pytest.approx(crowd["at"], abs=1.5)


@pytest.mark.parametrize(("rule", "aside"), [("spread", 39), ("overlap", 0)])
def test_the_rule_of_an_artboard_wins(chromium, tmp_path, rule, aside):
    with opened(chromium, rendered(scene_of(0.0, crowds=rule)), tmp_path) as page:
        assert page.evaluate(CROWDS) == [] and page.evaluate(ASIDE) == aside


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param([Estimate(CountKind.RANGE, 200, 400)], ["range", 8000, 16_000], marks=pytest.mark.long),
        ([Estimate.exact(300), Estimate(CountKind.UNKNOWN)], ["at_least", 6000, None]),
        pytest.param([Estimate(CountKind.UNKNOWN)], ["unknown", None, None], marks=pytest.mark.long),
        ([None], ["absent", None, None]),
    ],
)
def test_a_sum_says_no_more_than_its_parts(chromium, tmp_path, counts, said):
    with opened(chromium, rendered(scene_of(0.0, counts)), tmp_path) as page:
        assert page.evaluate(CROWDS)[0]["sum"] == said


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        pytest.param([Estimate.exact(1)], "With a ring: several units", marks=pytest.mark.long),
        ([None], "With a ring: several units"),
        ([Estimate.exact(30_000)], "Too many to draw to scale"),
    ],
)
def test_every_kind_of_crowd_says_how_many_it_is_and_is_in_the_key(chromium, tmp_path, counts, words):
    with opened(chromium, rendered(scene_of(0.002, counts)), tmp_path) as page:
        assert words in " ".join(page.locator(f"{KEY} text").all_text_contents())
        assert page.evaluate(TEXTS) and any(said.startswith("40") for said in page.evaluate(TEXTS))
