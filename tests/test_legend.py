"""Circle sizes and the round values of the key."""

from __future__ import annotations

from itertools import pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.marks.size import SizeScale, round_values

COUNTS = st.integers(1, 1_000_000_000)


@given(COUNTS, COUNTS, st.floats(1, 200))
def test_area_is_proportional_to_the_count(largest: int, value: int, diameter: float) -> None:
    scale = SizeScale(largest, diameter)
    area, most = (pi * scale.diameter(count) ** 2 / 4 for count in (value, largest))
    assert area / most == pytest.approx(value / largest)


@pytest.mark.parametrize(("value", "diameter"), [(10_000, 60), (2_500, 30), (100, 6), (1, 0.6), (0, 0), (-5, 0)])
def test_diameters(value: int, diameter: float) -> None:
    assert SizeScale(10_000, 60).diameter(value) == pytest.approx(diameter)


@pytest.mark.parametrize(("value", "seen"), [(-1, True), (0, True), (1, False), (3.99, False), (4, True), (9e3, True)])
def test_circles_of_less_than_a_pixel_and_a_bit_are_not_seen(value: float, seen: bool) -> None:
    assert SizeScale(10_000, 60).is_seen(value) is seen


def test_a_scale_for_a_narrower_artboard_keeps_its_largest_value() -> None:
    assert SizeScale(5000, 60).scaled(0.5) == SizeScale(5000, 30)


@pytest.mark.parametrize(
    ("largest", "values"),
    [
        (0, ()), (0.5, ()), (1, (1,)), (2, (1, 2)), (3, (1, 3)), (5, (1, 2, 5)), (9, (1, 2, 8)), (10, (1, 5, 10)),
        (19, (2, 5, 15)), (20, (2, 5, 20)), (49.9, (5, 10, 40)), (50, (5, 20, 50)), (14_000, (1000, 5000, 10_000)),
        (18_000, (2000, 5000, 15_000)), (99_999, (10_000, 20_000, 80_000)), (100_000, (10_000, 50_000, 100_000)),
    ],
)  # fmt: skip
def test_round_values_of_a_key(largest: float, values: tuple[int, ...]) -> None:
    assert round_values(largest) == values


@given(COUNTS)
def test_a_key_reaches_near_the_largest_count_and_not_beyond(largest: int) -> None:
    values = round_values(largest)
    assert largest >= values[-1] > largest / 1.5
    assert all(2 <= more / less <= 6 for less, more in pairwise(values))
    assert len(values) == 3 or largest < 5
