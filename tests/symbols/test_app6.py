"""The APP-6 symbols keep what a map needs of them: clean rings whatever is composed, frames that tell sides apart."""

from __future__ import annotations

from itertools import combinations, product
from typing import get_args

import numpy as np
import pytest
from shapely.geometry import Polygon, box

from geomap.facts import Affiliation, Echelon
from geomap.symbols import (
    APP6_EQUIPMENT,
    APP6_FORMATIONS,
    ECHELONS,
    EQUIPMENT,
    FORMATIONS,
    RANKS,
    app6_key,
    family,
    keys,
    outline,
)
from geomap.symbols.app6 import ALONE, MARK_HEIGHT, MARKS
from geomap.symbols.app6_frames import CENTRE, FRAMES
from geomap.symbols.app6_icons import ICONS
from geomap.symbols.shapes import GRID, area
from geomap.symbols.words import APP6_INSTALLATIONS
from tests.symbols.pictures import assert_filling_rules_agree, assert_rings_are_clean, picture, pixels

SUSPECTED = {"friend": "assumed-friend", "hostile": "suspect", "neutral": "suspected-neutral", "unknown": "pending"}
SOLID = tuple(SUSPECTED)
SHAPES = [app6_key(*parts) for parts in product(FRAMES, ["", *ICONS], [""], [False, True])]
MARKED = [app6_key("", "", echelon) for echelon in MARKS]
MARKED += [app6_key(affiliation, "infantry", echelon) for affiliation, echelon in product(FRAMES, MARKS)]


def difference(one: str, other: str, size: int) -> float:
    """How many pixels full of ink differ, in the nearest of the positions a pixel apart."""
    shapes = [np.pad(pixels(key, size), 1) for key in (one, other)]
    shifts = product((-1, 0, 1), (-1, 0, 1))
    return min(float(np.abs(shapes[0] - np.roll(shapes[1], shift, (0, 1))).sum()) for shift in shifts)


def test_key_scheme() -> None:
    assert app6_key("hostile", "tank", "brigade", True) == "app6/hostile-tank-brigade-hq"
    assert app6_key("friend", "infantry") == "app6/friend-infantry"
    assert app6_key("neutral", "air-base", "brigade") == "app6/neutral-air-base"
    assert app6_key("pending", "headquarters", "army", True) == "app6/pending-headquarters-army"


def test_every_composition_has_a_name_of_its_own() -> None:
    unmarked = len(APP6_INSTALLATIONS) * len(MARKS) * 2
    staffed = len(MARKS) + 1  # a headquarters has its staff anyway
    names = {app6_key(*parts) for parts in product(FRAMES, ICONS, ["", *MARKS], [False, True])}
    each = len(ICONS) * (len(MARKS) + 1) * 2 - unmarked - staffed
    assert len(names) == len(FRAMES) * each


def test_sheet_shows_each_icon_in_each_frame_and_each_echelon() -> None:
    shown = [key for key in keys() if key.startswith("app6/")]
    assert len(shown) == len(set(shown)) == len(family("app6").outlines)
    assert {app6_key(*parts) for parts in product(FRAMES, ICONS)} <= set(shown)
    assert all(any(f"-{echelon}" in key for key in shown) for echelon in MARKS)


@pytest.mark.parametrize(
    "name", ["", "friend-", "friend-infantry-", "foe-tank", "friend-installation-army", "friend-tank-hq-army"]
)
def test_what_cannot_be_composed_has_no_outline(name: str) -> None:
    with pytest.raises(KeyError, match="did you mean"):
        outline(f"app6/{name}")


@pytest.mark.parametrize("key", SHAPES + MARKED)
def test_outlines_are_clean(key: str) -> None:
    assert_rings_are_clean(key)
    assert_filling_rules_agree(key)
    assert min(Polygon(ring).area for ring in outline(key).polygons) * GRID**2 > 1.4, f"{key} has a speck"


@pytest.mark.parametrize("key", [app6_key(*parts) for parts in product(FRAMES, ICONS)])
def test_lines_are_as_wide_as_20_px_need(key: str) -> None:
    drawn, radius = picture(key), 0.4 / 20
    kept = drawn.buffer(-radius).buffer(radius)
    assert kept.area >= 0.93 * drawn.area, f"{key} has hairlines"


def test_frames_take_the_same_area() -> None:
    areas = [area(FRAMES[affiliation][0].ring(0)) for affiliation in SOLID]
    assert max(areas) / min(areas) < 1.15


@pytest.mark.parametrize("size", [16, 20, 24])
def test_frames_differ_by_shape(size: int) -> None:
    for icon in ("infantry", "tank", "headquarters"):
        for one, other in combinations(SOLID, 2):
            assert difference(f"app6/{one}-{icon}", f"app6/{other}-{icon}", size) > 0.06 * size**2, (one, other)


@pytest.mark.parametrize("affiliation", SOLID)
def test_suspected_is_dashed(affiliation: str) -> None:
    frame, is_dashed = FRAMES[SUSPECTED[affiliation]]
    assert (frame, False) == FRAMES[affiliation]
    assert is_dashed
    assert len(frame.line(dashed=True)) >= 8
    assert difference(f"app6/{affiliation}-tank", f"app6/{SUSPECTED[affiliation]}-tank", 20) > 10


@pytest.mark.parametrize("affiliation", FRAMES)
def test_no_two_icons_look_alike_at_24_px(affiliation: str) -> None:
    for one, other in combinations(ICONS, 2):
        apart = difference(f"app6/{affiliation}-{one}", f"app6/{affiliation}-{other}", 24)
        assert apart > 8, f"{one} and {other} differ by {apart:.1f} px"


@pytest.mark.parametrize("affiliation", FRAMES)
def test_no_two_echelons_look_alike_at_24_px(affiliation: str) -> None:
    for one, other in combinations(MARKS, 2):
        apart = difference(f"app6/{affiliation}-artillery-{one}", f"app6/{affiliation}-artillery-{other}", 24)
        assert apart > 2, f"{one} and {other} differ by {apart:.1f} px"


@pytest.mark.parametrize("affiliation", FRAMES)
def test_frame_stays_where_it_is(affiliation: str) -> None:
    plain = picture(f"app6/{affiliation}-tank")
    full = picture(f"app6/{affiliation}-tank-army-hq")
    assert plain.difference(full).area < 1e-4 * plain.area
    frame, _ = FRAMES[affiliation]
    above = box(0, 0, 1, (CENTRE[1] + frame.top) / GRID)
    mark = (full - plain).intersection(above)
    assert mark.bounds[3] - mark.bounds[1] == pytest.approx(MARK_HEIGHT / GRID, abs=0.03)
    below = full.difference(plain).bounds[3]
    assert below > plain.bounds[3], "the staff ends below the frame"


def test_the_key_shows_frames_without_icon_and_marks_without_frame() -> None:
    assert app6_key("hostile", "") == "app6/hostile"
    assert picture("app6/hostile").difference(picture("app6/hostile-tank")).area < 1e-6
    assert app6_key("", "", "brigade") == "app6/brigade"
    whole = picture("app6/friend-brigade").difference(picture("app6/friend"))
    assert picture("app6/brigade").area == pytest.approx(whole.area * ALONE**2, rel=0.02)


def test_every_word_leads_to_one_symbol() -> None:
    assert set(APP6_FORMATIONS) == set(FORMATIONS)
    assert set(APP6_EQUIPMENT) == set(EQUIPMENT)
    assert set(APP6_FORMATIONS.values()) == set(ICONS)
    assert set(APP6_EQUIPMENT.values()) <= set(ICONS)
    assert set(ECHELONS.values()) == set(MARKS)
    assert tuple(FRAMES) == get_args(Affiliation)
    assert tuple(MARKS) == get_args(Echelon) == RANKS
    assert set(ICONS) >= APP6_INSTALLATIONS
    assert all(word == word.lower() for word in (*APP6_FORMATIONS, *ECHELONS))


def test_motorized_infantry_is_motorized_infantry() -> None:
    spelt = {APP6_FORMATIONS[word] for word in ("motorized infantry", "motorised infantry", "motor rifle")}
    assert spelt == {"motorized-infantry"}
    assert outline(app6_key("unknown", *spelt, ECHELONS["brigade"])).polygons
