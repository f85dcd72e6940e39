"""Circle sizes and the round values of the key."""

from __future__ import annotations

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
        (0, ()), (0.5, ()), (1, (1,)), (2, (1, 2)), (3, (1, 2)), (5, (1, 2, 5)), (9, (1, 2, 5)), (10, (1, 5, 10)),
        (19, (1, 5, 10)), (20, (2, 10, 20)), (49.9, (2, 10, 20)), (50, (5, 25, 50)), (14_000, (1000, 5000, 10_000)),
        (99_999, (5000, 25_000, 50_000)), (100_000, (10_000, 50_000, 100_000)),
    ],
)  # fmt: skip
def test_round_values_of_a_key(largest: float, values: tuple[int, ...]) -> None:
    assert round_values(largest) == values
