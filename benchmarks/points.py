"""Random point features, as label placement is compared on: which names can stand beside their points."""

from __future__ import annotations

import numpy as np

from geomap.layout.labels.costs import Obstacles
from geomap.layout.labels.search import Candidate, Request
from geomap.layout.labels.settings import Ways
from geomap.marks.text import Block, TextRow
from geomap.page import Box

WIDTH, HEIGHT = 30.0, 7.0  # px of a name
SHEET = (792, 612)  # px
SEEDS = (1, 2, 3)
# How many can stand, by positions of each and number of points, for each seed: of 250 and 500 as CP-SAT has proved it;
# of more the most that it found in 15 s on two cores.
MOST = {
    (4, 250): (249, 250, 250), (4, 500): (497, 499, 497), (4, 750): (726, 726, 723), (4, 1000): (882, 904, 889),
    (8, 250): (250, 250, 250), (8, 500): (500, 500, 500), (8, 750): (746, 743, 738), (8, 1000): (949, 962, 963),
}  # fmt: skip
OPEN = Obstacles(Box(-100, -100, 1000, 900), np.zeros((0, 3)))  # names may stand over the edge of the sheet

_CORNERS = [(0, 0), (-WIDTH, 0), (0, -HEIGHT), (-WIDTH, -HEIGHT)]
_SIDES = [(0, -HEIGHT / 2), (-WIDTH, -HEIGHT / 2), (-WIDTH / 2, 0), (-WIDTH / 2, -HEIGHT)]
_BLOCK = Block((TextRow(("a",), "place"),), SHEET[0])


def point_names(count: int, positions: int, seed: int) -> list[Request]:
    """Names of equal rank, each at the corners of its point, or at the middles of its sides too, which cost the same.

    Christensen, Marks and Shieber, "An Empirical Study of Algorithms for Point-Feature Label Placement" (1995).
    """
    points = np.random.default_rng(seed).uniform(0, 1, (count, 2)) * SHEET
    offsets = [*_CORNERS, *_SIDES][:positions]
    return [
        Request(f"{number:04}", "a", 0.0, Ways.of([_at(x + dx, y + dy) for dx, dy in offsets]), clearance=0.0)
        for number, (x, y) in enumerate(points.tolist())
    ]


def _at(x: float, y: float) -> Candidate:
    return Candidate(_BLOCK, Box(x, y, WIDTH, HEIGHT), "start", 0.0)
