"""Thousands of units: the same picture in batches, the largest named, the rest reported."""

from __future__ import annotations

import json
import random
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from geomap.layout.labels.unit import MOST_NAMED
from geomap.marks.many import UNIT, Marks, Sized
from geomap.page import Box, Circle, Group, Page
from geomap.pipeline.build import Build, build
from geomap.players.png import render_image, render_png
from geomap.players.raster import hidden, paints, pen, stamps
from tests.examples import BARE

UNITS = 2500


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Build:
    chance = random.Random(7)
    rows = [
        f"  - {{id: u{number}, at: {{lat: {chance.uniform(15.2, 18.8):.3f}, lon: {chance.uniform(-2.8, 2.8):.3f}}},"
        f" troops: {chance.randint(1, 40) ** 2}, label: Post {number}}}"
        for number in range(UNITS)
    ]
    config = tmp_path_factory.mktemp("crowd") / "config.yaml"
    config.write_text(
        "view: {bounds: [-3, 15, 3, 19]}\nlegend: {max_diameter: 14}\nunits:\n" + "\n".join(rows) + "\n"
        f"{BARE}artboards: [{{id: wide, width: 600, scale: 1, keep: [units.u2499]}}]\n",
        "utf-8",
    )
    return build(config, only=["svg"])


def pixels(made: Build) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(render_png(made.pages[0]))), dtype=float)


def test_circles_in_batches_look_like_circles_one_by_one(crowd: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = pixels(crowd)
    monkeypatch.setattr(pen, "_MANY", 10**9)
    one_by_one = pixels(crowd)
    assert (batches != one_by_one).any()
    # The same ink in the same places, give or take the rounding to whole pixels.
    blocks = [image[:400, :600].reshape(50, 8, 75, 8, 3).mean(axis=(1, 3)) for image in (batches, one_by_one)]
    difference = np.abs(blocks[0] - blocks[1])
    assert difference.mean() < 4
    assert abs(blocks[0].mean() - blocks[1].mean()) < 1.5


def test_every_circle_is_in_the_manifest_and_only_the_largest_are_named(crowd: Build) -> None:
    (page,) = crowd.pages
    circles = {symbol.unit for symbol in page.symbols if symbol.kind == "circle"}
    assert len(circles) == UNITS
    left_out = [entry for entry in page.dropped if "largest units are named" in entry.reason]
    asked = UNITS - len(left_out)
    assert asked in (MOST_NAMED, MOST_NAMED + 1)  # u2499 is kept, whether or not it is among the largest
    assert "u2499" not in {entry.unit for entry in left_out}


def test_the_manifest_says_of_each_unit_what_became_of_it(crowd: Build) -> None:
    (page,) = crowd.pages
    artboard = json.loads((crowd.folder / "manifest.json").read_text("utf-8"))["artboards"]["wide"]
    assert artboard["dropped"] == [entry.as_dict() for entry in page.dropped]
    assert artboard["moved"] == [entry.as_dict() for entry in page.moved]
    by_rule = {"by_rule": True, "reason": "left without a label, as only the 600 largest units are named"}
    assert sum(entry.items() >= by_rule.items() for entry in artboard["dropped"]) >= UNITS - MOST_NAMED - 1


def test_circles_that_nobody_could_see_are_left_out_and_nobody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(3)
    size, many = 120.0, 6000
    diameters = np.sort(chance.uniform(3, 30, many))[::-1]
    looks = [Circle(0, 0, diameter, fill="#5b6b7a", opacity=0.78, id=f"circle-{UNIT}") for diameter in diameters]
    sized = Sized(looks, np.arange(many), {"diameter": diameters.tolist()})
    marks = Marks(sized, np.arange(many), np.full(many, "u", object), chance.uniform(0, size, (many, 2)))
    page = Page("p", size, size, 2.0, "", "", "en", "#ffffff", Box(0, 0, size, size), (Group("circles", marks),))
    found = hidden.seen([(look,) for look in looks], marks.which, marks.points, (size, size), 0.5)
    assert 0.1 * many < found.sum() < 0.7 * many
    assert found[-many // 5 :].all()  # the smallest lie on top
    drawn = np.asarray(render_image(page), dtype=int)
    monkeypatch.setattr(stamps, "seen", lambda looks, which, *_: np.ones(len(which), dtype=bool))
    everything = np.asarray(render_image(page), dtype=int)
    assert np.abs(drawn - everything).max() <= 1


@pytest.mark.parametrize("stroke", ["", "#ffffff"])
def test_circles_painted_with_their_own_colours_look_as_painted_with_red_green_and_blue(
    stroke: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = np.random.default_rng(4)
    size, many = 60.0, 2500
    look = Circle(0, 0, 7, fill="#c8622d", stroke=stroke, stroke_width=1.0, opacity=0.6, id=f"circle-{UNIT}")
    points = chance.normal(size / 2, size / 6, (many, 2))
    looks = Sized([look], np.array([0]), {"diameter": [7.0]})
    marks = Marks(looks, np.zeros(many, dtype=int), np.full(many, "u", object), points)
    page = Page("p", size, size, 2.0, "", "", "en", "#dde7ee", Box(0, 0, size, size), (Group("circles", marks),))
    own = np.asarray(render_image(page), dtype=int)
    monkeypatch.setattr(paints, "_PURE", ())
    mixed = np.asarray(render_image(page), dtype=int)
    assert (own[0, 0] == mixed[0, 0]).all()
    assert len(np.unique(mixed.reshape(-1, 3), axis=0)) > 50
    assert np.abs(own - mixed).max() <= 3


def test_a_circle_with_a_free_rim_is_drawn_however_many_lie_on_it() -> None:
    looks = [Circle(0, 0, diameter, fill="#000000", opacity=0.78) for diameter in (30, 20)]
    which = np.repeat([0, 1], 60)
    assert hidden.seen([(look,) for look in looks], which, np.full((120, 2), 20.0), (40, 40), 0.5).all()


def test_rings_that_share_their_looks_are_drawn_as_rings_one_by_one() -> None:
    chance = np.random.default_rng(5)
    size, many = 200.0, 2500
    ring = Circle(0, 0, 0, stroke="#c8622d", stroke_width=1.4, id=f"ring-{UNIT}")
    looks = Sized([ring], np.zeros(many, dtype=int), {"diameter": chance.uniform(2, 20, many).tolist()})
    marks = Marks(looks, np.arange(many), np.full(many, "u", object), chance.uniform(0, size, (many, 2)))
    shared, alone = (
        Page("p", size, size, 1.0, "", "", "en", "#ffffff", Box(0, 0, size, size), (Group("circles", items),))
        for items in (marks, tuple(marks))
    )
    assert render_png(shared) == render_png(alone)
