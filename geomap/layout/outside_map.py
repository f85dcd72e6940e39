"""Where details stand that find no corner of the map: beside it, or below it, whichever serves map and details better.

Beside it a page of usual width is no higher than its map; below it both are as wide as the page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from geomap.errors import LayoutError
from geomap.layout.frame import Frame, Kept, page_frame
from geomap.layout.insets.below_map import height_below, slots_below
from geomap.layout.insets.beside_map import WIDEST, column_box, column_width, least_height, slots_beside
from geomap.layout.insets.box import Outside, Slot, content_width, is_worth_it
from geomap.layout.insets.choice import enlarged, may_stand_beside
from geomap.layout.insets.maps import draw_inset, inset_spots
from geomap.layout.insets.whole import with_whole_circles
from geomap.layout.key.box import KeyLayout
from geomap.layout.view.projection import Reaches, View, fit
from geomap.marks.crowd import largest_crowd
from geomap.marks.size import SizeScale
from geomap.page import Box
from geomap.relocations import HIDDEN_BY_OTHERS, NO_PLACE
from geomap.scene import Artboard, Bounds, Inset, Scene

_LEAST_SCALE = 0.49  # of the map's scale that it keeps beside a column
_LEAST_HIGH = 0.36  # of the page's width, below which a map beside a column would be a strip
_SHARES = (0.0, 0.45, WIDEST, 0.35, 0.3, 0.25)  # of the page that a column takes: more for names, less for room
_FORGIVEN = 10  # of so many units one may stay without its name for a page that is half as high
_NAME_ROOM = 2200.0  # px² that a circle and its name take of a map or a detail


@dataclass(frozen=True, slots=True)
class Setting:
    """An artboard whose map is set with insets outside it."""

    scene: Scene
    artboard: Artboard
    scale: SizeScale
    bounds: Bounds
    reaches: Reaches

    def frame(
        self, insets: Sequence[Inset], outside: Outside, above: KeyLayout | None, more: float = 0.0, bar: float = 0.0
    ) -> Frame:
        """The bands and the map's frame, with the key `above` it where one is given.

        The map is by `more` px higher than it would be by itself; `bar` px below it are for the scale bar.
        """
        beside, below = among(insets, outside.beside), among(insets, outside.below)
        width = column_width(beside, self.artboard, outside.share)
        least = least_height(beside, self.artboard, width) if beside else 0.0
        kept = Kept(height_below(below, self.artboard), width, least, more, bar)
        return page_frame(self.scene, self.artboard, above, kept, self.reaches)

    def view(self, frame: Frame) -> View:
        """The map in its frame."""
        return fit(self.bounds, frame.box, self.reaches)

    def column(self, frame: Frame, insets: Sequence[Inset], outside: Outside) -> Box:
        """The column beside the map; of no width where nothing stands in it."""
        width = column_width(among(insets, outside.beside), self.artboard, outside.share)
        return column_box(frame.box, self.artboard, width, self.scene.lang) if width else Box(frame.box.x, 0, 0, 0)

    def slots(self, frame: Frame, insets: Sequence[Inset], outside: Outside) -> list[Slot]:
        """The insets outside the map."""
        column, below = self.column(frame, insets, outside), among(insets, outside.below)
        left = min(frame.box.x, column.x)
        slots = (
            *slots_beside(among(insets, outside.beside), self.artboard, column),
            *slots_below(below, self.artboard, left, frame.box.bottom, self.scene.lang),
        )
        return [with_whole_circles(slot, self.scene.others or self.scene.symbols, self.scale) for slot in slots]


def among(insets: Sequence[Inset], ids: Collection[str]) -> list[Inset]:
    """The insets of these ids."""
    return [inset for inset in insets if inset.id in ids]


def set_outside(
    homeless: Collection[str], insets: Sequence[Inset], outside: Outside, setting: Setting, above: KeyLayout | None
) -> Outside:
    """The insets outside the map, with those among them that have no place on it; of maps of several days the same."""
    if setting.scene.others:
        setting = replace(setting, scene=replace(setting.scene, symbols=setting.scene.others))
    if not homeless:
        return outside
    below = replace(outside, below=outside.below.union(homeless))
    if not all(may_stand_beside(inset, setting.artboard) for inset in among(insets, homeless)):
        return below
    beside = replace(outside, beside=outside.beside.union(homeless))
    choices = [replace(beside, share=share) for share in _SHARES]
    choices = [choice for choice in choices if _is_fit(choice, insets, setting, above)]
    other = _frame(insets, below, setting, above)
    roomy = [choice for choice in choices if not _are_full(choice, insets, setting, above)]
    if other is None or not roomy:
        return (roomy or choices)[0] if other is None and choices else below
    shown = len(enlarged(among(insets, homeless), setting.scene.symbols))
    most = _lost(homeless, insets, below, setting, other) + shown // _FORGIVEN
    least = (1.0 if setting.artboard.height else _LEAST_SCALE) * setting.view(other).scale
    for choice in roomy:
        frame = setting.frame(insets, choice, above)
        if setting.view(frame).scale >= least and _lost(homeless, insets, choice, setting, frame) <= most:
            return choice
    return below


def _is_fit(outside: Outside, insets: Sequence[Inset], setting: Setting, above: KeyLayout | None) -> bool:
    """Whether a map and the insets beside it are each large enough for what they show."""
    frame = _frame(insets, outside, setting, above)
    if frame is None:
        return False
    slots = setting.slots(frame, insets, outside)
    beside = [slot for slot in slots if slot.inset.id in outside.beside]
    is_strip = not setting.artboard.height and frame.box.height < _LEAST_HIGH * content_width(setting.artboard)
    ends = max(slot.box.bottom for slot in beside)
    view = setting.view(frame)
    fits = not is_strip and ends <= frame.box.bottom + 1
    return fits and all(is_worth_it(slot, view) for slot in beside)


def _frame(insets: Sequence[Inset], outside: Outside, setting: Setting, above: KeyLayout | None) -> Frame | None:
    """The frame with insets outside it; None where they leave no room for a map."""
    try:
        return setting.frame(insets, outside, above)
    except LayoutError:
        return None


def _are_full(outside: Outside, insets: Sequence[Inset], setting: Setting, above: KeyLayout | None) -> bool:
    """Whether a map, or a detail beside it, has no room for the names of all units that it shows one by one."""
    frame = setting.frame(insets, outside, above)
    slots, symbols = setting.slots(frame, insets, outside), setting.scene.symbols
    rooms = [(slot.view.frame, [slot.inset]) for slot in slots if slot.inset.id in outside.beside]
    counts = [(box, len(enlarged(held, symbols))) for box, held in rooms]
    details = [slot.inset for slot in slots if slot.inset.kind == "detail"]
    counts.append((frame.box, len(symbols) - len(enlarged(details, symbols))))
    return any(count * _NAME_ROOM > box.width * box.height for box, count in counts)


def _lost(ids: Collection[str], insets: Sequence[Inset], outside: Outside, setting: Setting, frame: Frame) -> int:
    """How many units some details do not show one by one, each with its name."""
    scene, board, scale, view = setting.scene, setting.artboard, setting.scale, setting.view(frame)
    most, lost = largest_crowd(frame.box), 0
    for slot in (slot for slot in setting.slots(frame, insets, outside) if slot.inset.id in ids):
        spots = inset_spots(slot, scene, board, scale, most)
        drawn = draw_inset(slot, scene, board, scale, view, spots, frozenset())
        lost += sum(len(spot.members) for spot in spots.aside.values())
        lost += sum(entry.reason in (NO_PLACE, HIDDEN_BY_OTHERS) for entry in (*drawn.moved, *drawn.dropped))
    return lost
