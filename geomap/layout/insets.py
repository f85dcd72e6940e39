"""Insets: how large they are and where they stand, in a corner of the map or below it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from geomap.layout.bounds import holds, padded, snapped, union
from geomap.layout.corners import inset_corner
from geomap.layout.furniture import margin
from geomap.layout.projection import View, fit, fitted_aspect, visible_bounds
from geomap.layout.spots import Spot
from geomap.layout.style import TYPE
from geomap.layout.text import wrap_all
from geomap.page import Box, Ring
from geomap.relocations import Relocation
from geomap.scene import Artboard, Bounds, Inset, Scene, Symbol

_NARROW = 600.0  # px; on narrower artboards a detail stands below the map where the config does not say
_MOST_LOCATED = 170.0  # degrees of longitude; a wider map needs no locator
_LEAST_LOCATOR = 90.0  # px wide
_LEAST_ENLARGED = 1.2  # times the scale of the map: less is no detail
_GAP = 9.0  # px between the map and an inset below it
PADDING = 7.0  # px around the title


@dataclass(frozen=True, slots=True)
class Slot:
    """An inset with its place: the box with its title, and the view in it."""

    inset: Inset
    box: Box
    view: View


@dataclass(frozen=True, slots=True)
class InsetPlaces:
    """The insets that have a place, those that should stand below the map, those that enlarge nothing even there, and
    those that are left out.
    """

    slots: tuple[Slot, ...]
    homeless: frozenset[str]
    idle: frozenset[str]
    dropped: tuple[Relocation, ...]


def inset_bounds(inset: Inset, artboards: Sequence[Artboard]) -> Bounds:
    """Degrees that cover what the inset can show on any artboard."""
    shapes = {_aspect(inset, board.width, below) for board in artboards for below in (False, True)}
    seen = [visible_bounds(fit(inset.bounds, Box(0, 0, 300, 300 * aspect))) for aspect in sorted(shapes)]
    return snapped(padded(union(seen), 0.05))


def shown_insets(insets: Sequence[Inset], artboard: Artboard) -> list[Inset]:
    """The insets of an artboard, those that are wanted in one place first, details before locators."""
    kept = [inset for inset in insets if not artboard.drops("insets", inset.id)]
    return sorted(kept, key=lambda inset: (inset.at == "auto", inset.kind))


def wanted_below(insets: Sequence[Inset], artboard: Artboard) -> frozenset[str]:
    """The insets that stand below the map from the start."""
    return frozenset(
        inset.id
        for inset in insets
        if inset.at == "below" or (inset.at == "auto" and inset.kind == "detail" and artboard.width < _NARROW)
    )


def height_below(insets: Sequence[Inset], artboard: Artboard, below: Collection[str]) -> float:
    """Px that the insets below the map take, with the gaps above them."""
    width = artboard.width - 2 * margin(artboard.width)
    stacked = [inset for inset in insets if inset.id in below]
    widths = [_width_below(inset, width) for inset in stacked]
    heights = [own * _aspect(inset, own, True) for inset, own in zip(stacked, widths, strict=True)]
    strips = [_strip(inset, artboard, own) for inset, own in zip(stacked, widths, strict=True)]
    return sum(heights) + sum(strips) + _GAP * len(stacked)


def enlarged(insets: Sequence[Inset], symbols: Sequence[Symbol]) -> frozenset[str]:
    """The units that a detail shows larger."""
    details = [inset.bounds for inset in insets if inset.kind == "detail"]
    if not details:
        return frozenset()
    return frozenset(symbol.unit for symbol in symbols if any(holds(box, symbol.lon, symbol.lat) for box in details))


def _width_below(inset: Inset, width: float) -> float:
    """Px of an inset below a map of `width` px: a detail takes it all, a locator its share."""
    return width if inset.kind == "detail" else max(inset.share * width, _LEAST_LOCATOR)


def place_insets(  # noqa: PLR0913, PLR0917 - all that has a say in it
    insets: Sequence[Inset],
    scene: Scene,
    artboard: Artboard,
    view: View,
    spots: Sequence[Spot],
    below: Collection[str],
    held: Sequence[Box] = (),
) -> InsetPlaces:
    """Insets in free corners of the map, clear of the boxes in `held`, and those of `below` under it."""
    taken = [*held, *(around(_projected(inset.bounds, view)) for inset in insets if inset.kind == "detail")]
    slots: list[Slot] = []
    homeless: set[str] = set()
    idle: set[str] = set()
    dropped: list[Relocation] = []
    top = view.frame.bottom + _GAP
    for inset in insets:
        if inset.kind == "locator" and _is_the_world(view):
            dropped.append(Relocation(f"inset {inset.id}", "the map shows as much itself"))
            continue
        if inset.id in below:
            slot = _slot(inset, artboard, view.frame.x, top, _width_below(inset, view.frame.width), True)
            top = slot.box.bottom + _GAP
            slots.append(slot)
            if not _is_worth_it(slot, view):
                idle.add(inset.id)
            continue
        width = max(inset.share * view.frame.width, _LEAST_LOCATOR)
        size = _slot(inset, artboard, 0, 0, width, False)
        fits = _is_worth_it(size, view)
        corner = inset_corner(width, size.box.height, inset.at, view, spots, scene, taken) if fits else None
        if corner:
            slots.append(_slot(inset, artboard, corner.x, corner.y, width, False))
            taken.append(corner)
        elif inset.kind == "detail":
            homeless.add(inset.id)
        else:
            dropped.append(Relocation(f"inset {inset.id}", "no free corner on the map"))
    return InsetPlaces(tuple(slots), frozenset(homeless), frozenset(idle), tuple(dropped))


def _is_worth_it(slot: Slot, view: View) -> bool:
    """Whether a detail is larger than the map."""
    if slot.inset.kind != "detail":
        return True
    there = slot.view.degrees(*slot.view.frame.centre)
    return view.km_per_px(*view.point(*there)) >= _LEAST_ENLARGED * slot.view.km_per_px()


def _is_the_world(view: View) -> bool:
    """Whether a view reaches round a pole or most of the way round the world: nothing could show where it lies."""
    west, south, east, north = visible_bounds(view)
    return (east - west) % 360 > _MOST_LOCATED or max(abs(south), abs(north)) >= 90


def _slot(  # noqa: PLR0913, PLR0917 - an inset, and where it stands
    inset: Inset, artboard: Artboard, x: float, y: float, width: float, below: bool
) -> Slot:
    strip = _strip(inset, artboard, width)
    frame = Box(x, y + strip, width, width * _aspect(inset, width if below else artboard.width, below))
    return Slot(inset, Box(x, y, width, strip + frame.height), fit(inset.bounds, frame))


def _aspect(inset: Inset, width: float, below: bool) -> float:
    """Height over width of the map in an inset."""
    if not below:
        low, high = (0.5, 1.3) if inset.kind == "detail" else (0.75, 1.1)
    else:
        low, high = 0.35, 1.2 if width < 480 else 0.85 if width < 800 else 0.45
    return min(max(fitted_aspect(inset.bounds), low), high)


def _strip(inset: Inset, artboard: Artboard, width: float) -> float:
    """Px above the map of an inset, for title and scale bar."""
    if inset.kind == "locator" and not inset.title:
        return 0.0
    lines = max(len(title_lines(inset, artboard, width)), 1)
    return 2 * PADDING + TYPE["inset_title"].size(artboard.width) * (1.2 * lines - 0.5)


def title_lines(inset: Inset, artboard: Artboard, width: float) -> tuple[str, ...]:
    """The title of an inset, wrapped beside its scale bar."""
    bar = 0.3 * width + 60 if inset.kind == "detail" else 0.0
    return wrap_all(inset.title, "inset_title", artboard.width, max(width - bar - 2 * PADDING, 40))


def _projected(bounds: Bounds, view: View) -> Ring:
    west, south, east, north = bounds
    return view.to_px(np.array([west, east, east, west]), np.array([south, south, north, north]))


def around(points: Ring) -> Box:
    """The smallest box that holds the points."""
    left, top = points.min(axis=0).tolist()
    right, bottom = points.max(axis=0).tolist()
    return Box(left, top, right - left, bottom - top)
