"""Places that the config shows without a claim: where their symbols lie, and what wants a label beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geomap.layout.collide import Floats, boxes_on_circles
from geomap.layout.labels.abbreviations import wordings
from geomap.layout.labels.by_hand import set_by_hand
from geomap.layout.labels.candidates import around_circle
from geomap.layout.labels.free_space import CIRCLE_CLEARANCE
from geomap.layout.labels.search import Request
from geomap.layout.labels.settings import Later, all_of, parted
from geomap.layout.labels.unit import HIDDEN, KEPT_FIRST
from geomap.layout.view.projection import View
from geomap.marks.place import place_radius
from geomap.marks.text import Block, TextRow
from geomap.page import Box
from geomap.relocations import Relocation
from geomap.scene import Artboard, Place, Scene

_PRIORITY = 650.0  # after units, call-outs and notes
_SHORTENED = 5.0  # cost of an abbreviated name

PLACE_ID = "place:"  # that ids of requests begin with

PlaceSpot = tuple[Place, float, float]  # a place and its px


def places_in(places: Sequence[Place], view: View) -> list[PlaceSpot]:
    """The places in the frame."""
    spots = [(place, *view.point(place.lon, place.lat)) for place in places]
    return [spot for spot in spots if view.frame.contains(Box(spot[1], spot[2], 0, 0))]


def place_requests(
    spots: Sequence[PlaceSpot], scene: Scene, artboard: Artboard, discs: Floats
) -> tuple[list[Request], list[Relocation]]:
    """The labels of places that have a name, and those that the config hides. `discs` are the circles of units."""
    wanted, hidden = [], []
    for place, x, y in spots:
        placement = artboard.placement_of(place.layer, place.placement)
        name = placement.text or place.name
        if placement.hide and name:
            hidden.append(Relocation(name, HIDDEN, by_rule=True))
        elif name:
            rows = [
                TextRow(tuple(said.split("\n")), "town", full=name)
                for said in wordings(name, scene.abbreviations, artboard)
            ]
            blocks = [
                (Block((row,), artboard.width, id=f"place-{place.id}"), _SHORTENED * number)
                for number, row in enumerate(rows)
            ]
            radius = place_radius(place.kind)
            kept = KEPT_FIRST if artboard.keeps("labels", place.layer) or artboard.keeps("towns", place.id) else 0.0
            around = around_circle(blocks, x, y, radius)
            beside, later = parted(around)
            id_ = f"{PLACE_ID}{place.layer}:{place.id}"
            request = Request(id_, name, _PRIORITY + kept, beside, later, mark=(x, y, radius))
            request = _led_out(request, around, (x, y), radius, discs)
            wanted.append(set_by_hand(request, placement, (x, y), radius) if placement.is_set else request)
    return wanted, hidden


def _led_out(
    request: Request, around: Sequence[Later], point: tuple[float, float], radius: float, discs: Floats
) -> Request:
    """The request of a place that lies on a unit's circle, whose name a leader may take out of that."""
    distance = np.hypot(discs[:, 0] - point[0], discs[:, 1] - point[1])
    over = np.flatnonzero(distance < discs[:, 2] + radius)
    if not len(over):
        return request
    x, y, reach = discs[over[discs[over, 2].argmax()]].tolist()
    ways = all_of(around)
    off = ways.take(~boxes_on_circles(ways.reaches, np.array([[x, y, reach]]), CIRCLE_CLEARANCE))
    return replace(request, candidates=off, later=(), own=(x, y, reach)) if len(off) else request
