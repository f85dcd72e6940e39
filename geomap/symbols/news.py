"""The news family: solid silhouettes in one colour, vehicles from the side and facing right.

Parts stand at least 3 units of the grid apart, and edges that matter lie on multiples of 4, so that a picture
12 px wide keeps its gaps.
"""

from __future__ import annotations

from geomap.symbols.family import Family
from geomap.symbols.shapes import Outline, Polygon, arc, circle, drawn, mirror, rect, rotate, rounded, stroke, translate

GROUND_Y = 41  # vehicles stand on one line, so that a row of them does
WHEEL = 4.5  # radius


def _wheels(*axles: float) -> tuple[Polygon, ...]:
    return tuple(circle(x, GROUND_Y - WHEEL, WHEEL) for x in axles)


def _soldier_head(x: float, y: float, size: float) -> Polygon:
    """A head in a helmet with its peak to the right, `size` wide, by the middle of the helmet's rim."""
    face = ((8, 0), (8, 2.5), (4, 2.5), (3, 5.5), (-4, 5.5), (-6, 2.5))
    return (*arc(x, y, size * 6 / 14, 180, 360), *((x + dx * size / 14, y + dy * size / 14) for dx, dy in face))


def _infantry() -> Outline:
    body = rounded(
        (15, 16.5, 2), (26, 16.5, 2), (28.5, 20), (47, 20), (47, 24), (37, 24), (37, 27), (27, 27), (27, 30),
        (35, 36, 1), (35, 46), (29, 46), (29, 39.5), (22, 35), (18, 40), (11, 46), (5, 46), (5, 44), (13, 36), (15, 29),
        (8, 29), (8, 24), (13, 22),
    )  # fmt: skip
    return drawn(_soldier_head(21, 8, 14), body)


def _tank() -> Outline:
    body = rounded(
        (1, 19, 1), (10, 17), (13, 7, 2), (28, 7, 2), (29, 9), (47, 9), (47, 13), (30.5, 13), (32, 17), (43, 17, 1),
        (47, 21.5, 1), (44, 25, 1), (4, 25, 1),
    )  # fmt: skip
    tracks = rounded((1, 28, 3), (47, 28, 3), (42, 41, 5), (6, 41, 5))
    return drawn(body, tracks, holes=[circle(x, 34.5, 2) for x in (10.5, 19.5, 28.5, 37.5)])


def _armored_vehicle() -> Outline:
    hull = rounded(
        (2, 12.5, 1), (19, 12.5), (21, 6), (40, 6), (40, 9.5), (30, 9.5), (31, 12.5), (35, 12.5, 1), (47, 21, 1),
        (42, 28.5, 1), (1, 28.5, 1),
    )  # fmt: skip
    return drawn(hull, *_wheels(6, 18, 30, 42))


def _artillery() -> Outline:
    """A towed howitzer; the arc keeps barrel and trail clear of the wheel before them."""
    clearance = arc(26, 33, 12, -82, -197)
    gun: Polygon = (
        (6.6, 23.4), (44.8, 4), (47.6, 9.6), *clearance, (4, 42), (1, 38), (11, 32), (10, 30.2),
    )  # fmt: skip
    return drawn(gun, circle(26, 33, 9), holes=[circle(26, 33, 4)])


def _truck(*load: Polygon) -> Outline:
    cab = rounded((31, 13, 1), (37, 13, 1), (40, 20), (47, 22, 1), (47, 28.5, 1), (31, 28.5))
    return drawn(*load, cab, *_wheels(7, 19, 40))


def _logistics() -> Outline:
    return _truck(rect(1, 5, 27.5, 28.5, 2))


def _motorized_infantry() -> Outline:
    """Two soldiers in an open car."""
    heads = (_soldier_head(x, 8.5, 12) for x in (7, 22))
    car = rounded(
        (1, 23, 1), (2, 16.5, 2), (12, 16.5, 2), (14, 20), (16, 20), (18, 16.5, 2), (27, 16.5, 2), (29, 20), (35, 20),
        (32, 11), (36, 11), (39, 20), (45, 21, 2), (47, 28, 1), (1, 28, 1),
    )  # fmt: skip
    return drawn(*heads, car, *(circle(x, GROUND_Y - 5, 5) for x in (10, 38)))


def _rocket_artillery() -> Outline:
    rocket = rounded((0, -3), (23, -3), (29, 0), (23, 3), (0, 3))
    rockets = (translate(rotate(rocket, -21, (0, 0)), x, y) for x, y in ((6.5, 19), (2.3, 11.07)))
    truck = rounded(
        (1, 25, 1), (32, 25), (32, 16.5, 1), (38, 16.5, 1), (41, 21), (47, 22, 1), (47, 29, 1), (1, 29, 1)
    )  # fmt: skip
    return drawn(*rockets, truck, *_wheels(7, 19, 40))


def _air_defence() -> Outline:
    missile = rounded((0, -7), (5, -3), (25, -3), (33, 0), (25, 3), (5, 3), (0, 7))
    missiles = (translate(rotate(missile, -55, (0, 0)), x, y) for x, y in ((9, 28), (24, 30)))
    return drawn(*missiles, rounded((8, 37), (40, 37), (46, 44), (2, 44), radius=1))


def _air_base() -> Outline:
    half = (
        (24, 1), (26.5, 7), (27.5, 15), (46, 31), (46, 35), (29, 34), (29, 37), (37, 43), (37, 46), (27, 45), (24, 45),
    )  # fmt: skip
    return drawn(rounded(*half, *(mirror(half)[::-1][1:-1]), radius=0.5))


def _helicopter() -> Outline:
    body = rounded(
        (1, 13, 1), (5, 13, 1), (8, 19), (19, 19), (24, 16), (24, 12), (8, 12), (8, 8), (46, 8), (46, 12), (29, 12),
        (29, 16), (34, 16, 7), (47, 28, 5), (42, 36, 4), (25, 36, 5), (18, 25), (2, 23),
    )  # fmt: skip
    return drawn(body, stroke((19, 42), (42, 42), (46, 39), width=3.6, radius=0.5))


def _naval() -> Outline:
    ship = rounded(
        (1, 27), (7, 27), (7, 20), (14, 20), (14, 16), (17, 16), (18, 7), (13, 7), (13, 3), (27, 3), (27, 7), (22, 7),
        (23, 16), (28, 16), (30, 22), (30, 27), (34, 27), (34, 22), (37, 22), (43, 18), (44.5, 21), (39, 25), (39, 27),
        (47.5, 27), (42, 41, 1), (5, 41, 2),
    )  # fmt: skip
    return drawn(ship)


def _headquarters() -> Outline:
    return drawn(rounded((8, 3, 1), (45, 4), (38, 15.5), (45, 27), (13, 27), (13, 41), (20, 46), (2, 46), (8, 41)))


def _installation() -> Outline:
    hangar: Polygon = (*arc(16, 35, 18, 213.6, 326.4), (31, 43), (23, 43), (23, 32), (9, 32), (9, 43), (1, 43))
    tower = rounded(
        (39, 2), (43, 2), (43, 7), (48, 7), (46, 17), (44, 17), (44, 43), (38, 43), (38, 17), (36, 17), (34, 7), (39, 7)
    )  # fmt: skip
    return drawn(hangar, tower)


def _unknown() -> Outline:
    hook: Polygon = (*arc(23.5, 14, 12, 180, 420), (27.5, 33), (19.5, 33), (19.5, 25), *arc(23.5, 14, 5, 60, -180))
    return drawn(hook, circle(23.5, 41.5, 4.5))


_OUTLINES = {
    "infantry": _infantry(),
    "motorized-infantry": _motorized_infantry(),
    "tank": _tank(),
    "armored-vehicle": _armored_vehicle(),
    "artillery": _artillery(),
    "rocket-artillery": _rocket_artillery(),
    "air-defence": _air_defence(),
    "air-base": _air_base(),
    "helicopter": _helicopter(),
    "naval": _naval(),
    "headquarters": _headquarters(),
    "logistics": _logistics(),
    "installation": _installation(),
    "unknown": _unknown(),
}

FAMILY = Family("news", _OUTLINES)
