"""The news pictograms keep what a map needs of them: clean rings, gaps that survive 12 px, and looks of their own."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geomap.symbols import EQUIPMENT, FORMATIONS, KINDS, keys
from geomap.symbols.shapes import GRID
from tests.symbols.pictures import assert_filling_rules_agree, assert_rings_are_clean, holes, picture, pixels, shells

NEWS = tuple(key for key in keys() if key.startswith("news/"))
FAMILY = """
    infantry motorized-infantry tank armored-vehicle artillery rocket-artillery air-defence air-base helicopter naval
    headquarters logistics installation unknown
"""


def test_family_is_complete() -> None:
    assert [key.removeprefix("news/") for key in NEWS] == FAMILY.split()


def test_words_lead_to_outlines() -> None:
    assert set(EQUIPMENT) == {"tanks", "artillery", "armored vehicles", "installations"}
    assert set(EQUIPMENT.values()) | set(FORMATIONS.values()) <= set(keys())
    assert set(FORMATIONS.values()) == set(NEWS) == {f"news/{kind}" for kind in KINDS}
    assert all(word == word.lower() for word in FORMATIONS)


@pytest.mark.parametrize("key", NEWS)
def test_rings_are_clean(key: str) -> None:
    assert_rings_are_clean(key)


@pytest.mark.parametrize("key", NEWS)
def test_filling_rules_agree(key: str) -> None:
    assert_filling_rules_agree(key)


@pytest.mark.parametrize("key", NEWS)
def test_gaps_survive_12_px(key: str) -> None:
    for one, other in combinations(shells(key), 2):
        assert one.distance(other) * GRID >= 2.9
    for hole in holes(key):
        assert min(hole.distance(shell.exterior) for shell in shells(key)) * GRID >= 2.9


@pytest.mark.parametrize("key", NEWS)
def test_weight_and_balance(key: str) -> None:
    drawn = picture(key)
    left, top, right, bottom = drawn.bounds
    assert 0.15 <= drawn.area <= 0.5
    assert max(right - left, bottom - top) >= 0.88, "smaller than its neighbours"
    assert (left + right) / 2 == pytest.approx(0.5, abs=0.05)
    assert (top + bottom) / 2 == pytest.approx(0.5, abs=0.09)
    assert drawn.centroid.x == pytest.approx(0.5, abs=0.09)
    assert drawn.centroid.y == pytest.approx(0.5, abs=0.13)


@pytest.mark.parametrize(("size", "least"), [(12, 0.16), (16, 0.16), (24, 0.16)])
def test_no_two_look_alike(size: int, least: float) -> None:
    """Mean difference in grey, as drawn and mirrored, in the nearest of the positions a pixel apart."""
    shapes = {key: np.pad(pixels(key, size), 1) for key in NEWS}
    for one, other in combinations(NEWS, 2):
        apart = min(
            np.abs(shapes[one] - np.roll(turned, (down, right), (0, 1))).sum() / size**2
            for turned in (shapes[other], shapes[other][:, ::-1])
            for down in (-1, 0, 1)
            for right in (-1, 0, 1)
        )
        assert apart >= least, f"{one} and {other} differ by {apart:.3f} at {size} px"


@pytest.mark.parametrize("key", NEWS)
def test_ink_is_solid_at_12_px(key: str) -> None:
    assert (pixels(key, 12) > 0.9).sum() >= 12, "nothing but grey is left"


def test_vehicles_stand_on_one_line() -> None:
    vehicles = ("tank", "armored-vehicle", "logistics", "motorized-infantry", "rocket-artillery")
    assert len({round(picture(f"news/{name}").bounds[3], 3) for name in vehicles}) == 1
