"""Insets: which of them stand in a corner of the map, and which outside it; all with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geomap.facts.columns import Rows
from geomap.layout.furniture.corners import inset_corner
from geomap.layout.insets.below_map import lone_aspect, slots_below
from geomap.layout.insets.beside_map import LEAST_STRETCHED, MOST_STRETCHED, slots_beside
from geomap.layout.insets.box import (
    NARROW,
    Outside,
    Slot,
    around,
    is_worth_it,
    own_aspect,
    own_width,
    slot_in,
    strip_height,
)
from geomap.layout.insets.whole import LARGEST_GROWTH, with_whole_circles
from geomap.layout.units.positions import Spots
from geomap.layout.view.bounds import holds, padded, snapped, union
from geomap.layout.view.projection import View, fit, visible_bounds
from geomap.marks.size import SizeScale
from geomap.page import Box, Ring
from geomap.relocations import Relocation
from geomap.scene import Artboard, Bounds, Inset, Scene, Symbol

_PHONE = 400.0  # px; narrower artboards show a locator only where the config says so
_MOST_LOCATED = 170.0  # degrees of longitude; a wider map needs no locator


@dataclass(frozen=True, slots=True)
class InsetPlaces:
    """The insets that have a place, those that have none on the map, those that enlarge nothing where they stand, and
    those that are left out.
    """

    slots: tuple[Slot, ...]
    homeless: frozenset[str]
    idle: frozenset[str]
    dropped: tuple[Relocation, ...]


def inset_bounds(inset: Inset, artboards: Sequence[Artboard]) -> Bounds:
    """Degrees that cover what the inset can show on any artboard."""
    own = own_aspect(inset)
    shapes = {own, *(lone_aspect(inset, board.width / share, board) for board in artboards for share in (1, 2, 3))}
    if inset.kind == "detail" and any(may_stand_beside(inset, board) for board in artboards):
        shapes |= {LEAST_STRETCHED * own, MOST_STRETCHED * own}
    seen = [visible_bounds(fit(inset.bounds, Box(0, 0, 300, 300 * aspect))) for aspect in sorted(shapes)]
    more = (LARGEST_GROWTH - 1) / 2 if inset.kind == "detail" else 0.0
    return snapped(padded(union(seen), more + 0.05))


def shown_insets(insets: Sequence[Inset], artboard: Artboard) -> list[Inset]:
    """The insets of an artboard, those that are wanted in one place first, details before locators.

    A phone has no room to spare for a locator: it shows one whose place is stated, or that `keep` names.
    """
    kept = [inset for inset in insets if not artboard.drops("insets", inset.id) and not _is_spared(inset, artboard)]
    return sorted(kept, key=lambda inset: (inset.at == "auto", inset.kind))


def _is_spared(inset: Inset, artboard: Artboard) -> bool:
    is_left_to_us = inset.kind == "locator" and inset.at == "auto" and not artboard.keeps("insets", inset.id)
    return is_left_to_us and artboard.width < _PHONE


def may_stand_beside(inset: Inset, artboard: Artboard) -> bool:
    """Whether an inset stands beside the map of an artboard, or may where it finds no corner."""
    return artboard.width >= NARROW and (inset.at == "beside" or (inset.at == "auto" and inset.kind == "detail"))


def wanted_outside(insets: Sequence[Inset], artboard: Artboard) -> Outside:
    """The insets that stand outside the map from the start."""
    beside = frozenset(inset.id for inset in insets if inset.at == "beside" and may_stand_beside(inset, artboard))
    below = frozenset(inset.id for inset in insets if _is_wanted_below(inset, artboard))
    return Outside(beside, below)


def _is_wanted_below(inset: Inset, artboard: Artboard) -> bool:
    return inset.at == "below" or (
        artboard.width < NARROW and (inset.at == "beside" or (inset.at == "auto" and inset.kind == "detail"))
    )


def enlarged(insets: Sequence[Inset], symbols: Rows[Symbol]) -> frozenset[str]:
    """The units that a detail shows larger."""
    details = [inset.bounds for inset in insets if inset.kind == "detail"]
    if not details:
        return frozenset()
    return frozenset(symbol.unit for symbol in symbols if any(holds(box, symbol.lon, symbol.lat) for box in details))


def place_insets(  # noqa: PLR0913, PLR0917 - all that has a say in it
    insets: Sequence[Inset],
    scene: Scene,
    artboard: Artboard,
    scale: SizeScale,
    view: View,
    spots: Spots,
    outside: Outside,
    column: Box,
    held: Sequence[Box] = (),
) -> InsetPlaces:
    """Insets in free corners of the map, clear of the boxes in `held`, in the `column` beside it, and below it."""
    taken = [*held, *(around(_projected(inset.bounds, view)) for inset in insets if inset.kind == "detail")]
    needed = [inset for inset in insets if inset.kind == "detail" or not _is_the_world(view)]
    dropped = [
        Relocation(f"inset {inset.id}", "the map shows as much itself") for inset in insets if inset not in needed
    ]
    beside, below = ([inset for inset in needed if inset.id in ids] for ids in (outside.beside, outside.below))
    left = min(view.frame.x, column.x)
    slots = [*slots_beside(beside, artboard, column)]
    slots += slots_below(below, artboard, left, view.frame.bottom, scene.lang)
    every = scene.others or scene.symbols
    slots = [with_whole_circles(slot, every, scale) for slot in slots]
    idle = frozenset(slot.inset.id for slot in slots if not is_worth_it(slot, view))
    homeless: set[str] = set()
    for inset in needed:
        if inset.id in outside.beside | outside.below:
            continue
        corner = _corner(inset, scene, artboard, view, spots, taken)
        if corner:
            slots.append(with_whole_circles(slot_in(inset, artboard, corner), every, scale))
            taken.append(corner)
        elif inset.kind == "detail":
            homeless.add(inset.id)
        else:
            dropped.append(Relocation(f"inset {inset.id}", "no free corner on the map"))
    order = {inset.id: number for number, inset in enumerate(insets)}
    slots.sort(key=lambda slot: order[slot.inset.id])
    return InsetPlaces(tuple(slots), frozenset(homeless), idle, tuple(dropped))


def _corner(  # noqa: PLR0913, PLR0917 - as `place_insets`, of one
    inset: Inset, scene: Scene, artboard: Artboard, view: View, spots: Spots, taken: Sequence[Box]
) -> Box | None:
    """The corner of the map in which an inset stands; None where none is free, or it would enlarge nothing there."""
    width = own_width(inset, view.frame.width)
    height = strip_height(inset, artboard, width) + width * own_aspect(inset)
    if not is_worth_it(slot_in(inset, artboard, Box(0, 0, width, height)), view):
        return None
    return inset_corner(width, height, inset.at, view, spots, scene, taken)


def _is_the_world(view: View) -> bool:
    """Whether a view reaches round a pole or most of the way round the world: nothing could show where it lies."""
    west, south, east, north = visible_bounds(view)
    return (east - west) % 360 > _MOST_LOCATED or max(abs(south), abs(north)) >= 90


def _projected(bounds: Bounds, view: View) -> Ring:
    west, south, east, north = bounds
    return view.to_px(np.array([west, east, east, west]), np.array([south, south, north, north]))
