from __future__ import annotations

from math import hypot, pi

import pytest

from geomap.symbols.shapes import (
    FLATNESS,
    GRID,
    arc,
    area,
    circle,
    drawn,
    merged,
    mirror,
    rect,
    rotate,
    rounded,
    stroke,
    translate,
)

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def test_circle_is_round() -> None:
    ring = circle(5, 7, 4)
    assert all(hypot(x - 5, y - 7) == pytest.approx(4) for x, y in ring)
    middle = hypot((ring[0][0] + ring[1][0]) / 2 - 5, (ring[0][1] + ring[1][1]) / 2 - 7)
    assert 4 - FLATNESS <= middle < 4
    assert len(set(ring)) == len(ring)


def test_arc_runs_both_ways() -> None:
    assert arc(0, 0, 3, 0, 90)[-1] == pytest.approx((0, 3))
    assert arc(0, 0, 3, 0, -90)[-1] == pytest.approx((0, -3))


@pytest.mark.parametrize("corners", [SQUARE, SQUARE[::-1]], ids=["clockwise", "counter-clockwise"])
def test_rounded_corners_take_only_the_corners(corners) -> None:
    assert abs(area(rounded(*corners, radius=2))) == pytest.approx(100 - (4 - pi) * 4, abs=0.2)


def test_inner_corner_is_filled() -> None:
    angle = ((0, 0), (10, 0), (10, 10), (6, 10), (6, 4, 2), (0, 4))
    sharp = area(tuple(corner[:2] for corner in angle))
    assert area(rounded(*angle)) == pytest.approx(sharp + (4 - pi), abs=0.1)


def test_own_radius_wins() -> None:
    assert rounded((0, 0, 0), *SQUARE[1:], radius=1)[0] == (0, 0)
    assert rect(0, 0, 10, 10) == SQUARE


def test_stroke_is_as_wide_as_asked() -> None:
    assert abs(area(stroke((0, 0), (10, 0), width=3))) == pytest.approx(30)
    elbow = stroke((0, 0), (10, 0), (10, 10), width=2)
    assert abs(area(elbow)) == pytest.approx(40)
    assert max(x for x, _ in elbow) == pytest.approx(11)


def test_moves_keep_the_shape() -> None:
    assert translate(SQUARE, 2, 3)[0] == (2, 3)
    assert mirror(SQUARE)[0] == (GRID, 0)
    assert area(mirror(SQUARE)) == -100
    assert rotate(SQUARE, 90, (0, 0))[1] == pytest.approx((0, 10))


def test_drawn_winds_holes_against_shells() -> None:
    shell, hole = drawn(SQUARE[::-1], holes=[translate(SQUARE, 2, 2)]).polygons
    assert area(shell) > 0 > area(hole)
    assert max(shell) == (round(10 / GRID, 4), round(10 / GRID, 4))


def test_drawn_drops_points_that_fall_together() -> None:
    assert len(drawn((*SQUARE, (0.0, 1e-6))).polygons[0]) == 4


def test_merged_shapes_are_one_ring() -> None:
    (ring,) = merged((SQUARE,), (translate(SQUARE, 5, 5),))
    assert area(ring) == pytest.approx(175)
    (cross,) = merged((rect(0, 4, 10, 6),), (rect(4, 0, 6, 10),))
    assert len(cross) == 12


def test_merged_lines_enclose_holes() -> None:
    frame = (SQUARE, rect(1, 1, 9, 9))
    rings = merged(frame, (rect(4, 0.5, 6, 9.5),))
    assert sorted(area(ring) for ring in rings) == pytest.approx([-24, -24, 100])


def test_merged_shapes_may_share_an_edge() -> None:
    (ring,) = merged((SQUARE,), (rect(0, 8, 3, 15),))
    assert area(ring) == pytest.approx(115)
    (double,) = merged((SQUARE,), (SQUARE[::-1],))
    assert sorted(double) == sorted(SQUARE)


def test_merged_keeps_what_stands_apart() -> None:
    assert len(merged((SQUARE,), (translate(SQUARE, 20, 0),))) == 2
    assert len(merged((SQUARE, rect(2, 2, 8, 8)), (rect(4, 4, 6, 6),))) == 3


def test_cuts_part_a_shape() -> None:
    rings = merged((SQUARE, rect(1, 1, 9, 9)), cuts=[rect(-1, 4, 2, 6), rect(8, 4, 11, 6)])
    assert [area(ring) for ring in rings] == pytest.approx([16, 16])
