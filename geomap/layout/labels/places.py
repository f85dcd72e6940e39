"""Places that the config shows without a claim: where their symbols lie, and what wants a label beside them."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.layout.labels.abbreviations import wordings
from geomap.layout.labels.by_hand import set_by_hand
from geomap.layout.labels.candidates import around_circle
from geomap.layout.labels.search import Request
from geomap.layout.labels.settings import parted
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
    spots: Sequence[PlaceSpot], scene: Scene, artboard: Artboard
) -> tuple[list[Request], list[Relocation]]:  # fmt: skip
    """The labels of places that have a name, and those that the config hides."""
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
            beside, later = parted(around_circle(blocks, x, y, radius))
            id_ = f"{PLACE_ID}{place.layer}:{place.id}"
            request = Request(id_, name, _PRIORITY + kept, beside, later, mark=(x, y, radius))
            wanted.append(set_by_hand(request, placement, (x, y), radius) if placement.is_set else request)
    return wanted, hidden
