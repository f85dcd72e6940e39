"""The names on a locator that say where the map lies: of its country, at the map's outline, and of the nearest sea."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import hypot

import numpy as np
import shapely

from geomap.layout.labels.search import Candidate, Request
from geomap.layout.labels.settings import Ways
from geomap.layout.view.projection import View
from geomap.marks.text import Block, TextRow
from geomap.page import Box
from geomap.scene import Artboard, Label
from geomap.scene.beneath import Beneath

_LEAST_EXTENT = 12.0  # px across that the outline of a map takes at least
_BESIDE, _WITHIN = 6.0, 6.0  # px between that outline and a name beside it, or both sides of one within
_STEP_COST = 8.0  # of the next place around an outline: a name rather crosses a border than stands further off
_STEPS = 24  # places across a locator, and down, that are tried for the name of a sea
_MOST_PLACES = 40


def locator_names(beneath: Beneath, extent: Box, view: View, artboard: Artboard) -> Iterator[Request]:
    """The names of the subject, and of the first sea that has room, on a `view` that shows the map's extent."""
    if beneath.subject:
        yield _subject(beneath.subject, extent, artboard)
    for sea in beneath.seas:
        places = _on_water(sea, extent, view, artboard)
        if places:
            yield Request(f"locator:{sea.id}", sea.text, 300.0, Ways.of(places), home=1000.0, optional=True)
            return


def _subject(label: Label, extent: Box, artboard: Artboard) -> Request:
    """Within the outline of the map where there is room, else beside it."""
    block = Block((TextRow((label.text,), "locator", label.style),), artboard.width, id=label.id)
    (width, height), (x, y) = block.size, extent.centre
    half = max(extent.width, extent.height, _LEAST_EXTENT) / 2
    box = extent if half > _LEAST_EXTENT / 2 else Box(x - half, y - half, 2 * half, 2 * half)
    if box.width >= width + _WITHIN and box.height >= height + _WITHIN:
        places = [(x - width / 2, y - height / 2)]
    else:
        places = list(_around(box, width, height))
    return Request(f"locator:{label.id}", label.text, 2000.0, Ways.of(_candidates(block, places)), home=1000.0)


def _around(box: Box, width: float, height: float) -> Iterator[tuple[float, float]]:
    """Beside a box, then above and below it, then at its corners; near first."""
    x, y = box.centre
    for gap in (_BESIDE, 2 * _BESIDE, 4 * _BESIDE):
        beside, above_or_below = (box.right + gap, box.x - gap - width), (box.y - gap - height, box.bottom + gap)
        yield from ((left, y - height / 2) for left in beside)
        yield from ((x - width / 2, top) for top in above_or_below)
        yield from product((box.right, box.x - width), above_or_below)


def _on_water(sea: Label, extent: Box, view: View, artboard: Artboard) -> list[Candidate]:
    """Where the name of a sea lies in it from end to end, on one line or a word a line; near the map first."""
    water, frame = view.geometry(sea.within), view.frame
    shapely.prepare(water)
    found: list[tuple[float, Block, Box]] = []
    for lines in dict.fromkeys(((sea.text,), tuple(sea.text.split()))):
        block = Block((TextRow(lines, "locator_water"),), artboard.width, id=sea.id)
        width, height = block.size
        lefts = np.linspace(frame.x, frame.right - width, _STEPS)
        tops = np.linspace(frame.y, frame.bottom - height, _STEPS)
        for left, top in product(lefts.tolist(), tops.tolist()):
            box = Box(left, top, width, height)
            if not box.overlaps(extent) and shapely.contains_properly(
                water, shapely.box(left, top, box.right, box.bottom)
            ):
                x, y = box.centre
                found.append((hypot(x - extent.centre[0], y - extent.centre[1]), block, box))
    found.sort(key=lambda place: place[0])
    spread = found[:: max(len(found) // _MOST_PLACES, 1)]
    return [Candidate(block, box, "middle", float(cost)) for cost, (_, block, box) in enumerate(spread)]


def _candidates(block: Block, places: Sequence[tuple[float, float]]) -> list[Candidate]:
    width, height = block.size
    return [
        Candidate(block, Box(left, top, width, height), "start", _STEP_COST * n) for n, (left, top) in enumerate(places)
    ]
