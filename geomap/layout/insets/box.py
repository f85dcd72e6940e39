"""Insets as such: a box with its title and scale bar above, and the view below them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geomap.layout.furniture.around import margin
from geomap.layout.view.projection import View, fit, fitted_aspect
from geomap.marks.style import TYPE
from geomap.marks.text import wrap_all
from geomap.page import Box, Ring
from geomap.scene import Artboard, Inset

NARROW = 600.0  # px; on narrower artboards a detail stands below the map where the config does not say
GAP = 9.0  # px between the map and insets outside it, and between these
PADDING = 7.0  # px around the title
_LEAST_LOCATOR = 90.0  # px wide
_LEAST_ENLARGED = 1.2  # times the scale of the map: less is no detail


@dataclass(frozen=True, slots=True)
class Slot:
    """An inset with its place: the box with its title, and the view in it."""

    inset: Inset
    box: Box
    view: View


@dataclass(frozen=True, slots=True)
class Outside:
    """The insets, by their ids, that stand not on the map but in a column beside it, or below it.

    `share` is what the column takes of the page; 0 where the insets' own shares say so.
    """

    beside: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    share: float = 0.0

    def lower(self, ids: frozenset[str]) -> Outside:
        """With those of `ids` that stand beside the map below it."""
        return replace(self, beside=self.beside - ids, below=self.below | (self.beside & ids))


def slot_in(inset: Inset, artboard: Artboard, box: Box) -> Slot:
    """The inset in a box."""
    strip = strip_height(inset, artboard, box.width)
    return Slot(inset, box, fit(inset.bounds, Box(box.x, box.y + strip, box.width, box.height - strip)))


def own_width(inset: Inset, width: float) -> float:
    """Px that an inset takes by itself of a map of `width` px."""
    return max(inset.share * width, _LEAST_LOCATOR)


def own_aspect(inset: Inset) -> float:
    """Height over width of the map in an inset, where nothing else has a say in it."""
    low, high = (0.5, 1.3) if inset.kind == "detail" else (0.75, 1.1)
    return min(max(fitted_aspect(inset.bounds), low), high)


def content_width(artboard: Artboard) -> float:
    """Px between the margins of the page."""
    return artboard.width - 2 * margin(artboard.width)


def is_worth_it(slot: Slot, view: View) -> bool:
    """Whether a detail is larger than the map."""
    if slot.inset.kind != "detail":
        return True
    there = slot.view.degrees(*slot.view.frame.centre)
    return view.km_per_px(*view.point(*there)) >= _LEAST_ENLARGED * slot.view.km_per_px()


def strip_height(inset: Inset, artboard: Artboard, width: float) -> float:
    """Px above the map of an inset, for title and scale bar."""
    if inset.kind == "locator" and not inset.title:
        return 0.0
    lines = max(len(title_lines(inset, artboard, width)), 1)
    return 2 * PADDING + TYPE["inset_title"].size(artboard.width) * (1.2 * lines - 0.5)


def title_lines(inset: Inset, artboard: Artboard, width: float) -> tuple[str, ...]:
    """The title of an inset, wrapped beside its scale bar."""
    bar = 0.3 * width + 60 if inset.kind == "detail" else 0.0
    return wrap_all(inset.title, "inset_title", artboard.width, max(width - bar - 2 * PADDING, 40))


def around(points: Ring) -> Box:
    """The smallest box that holds the points."""
    left, top = points.min(axis=0).tolist()
    right, bottom = points.max(axis=0).tolist()
    return Box(left, top, right - left, bottom - top)
