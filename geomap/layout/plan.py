"""What is settled of an artboard before labels are placed: its frame, the symbols' places, insets and the key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from geomap.errors import LayoutError
from geomap.facts import Unit
from geomap.facts.columns import Records, Rows
from geomap.layout.frame import Fitted, Frame
from geomap.layout.furniture.around import BarDrawing
from geomap.layout.furniture.corners import (
    LARGEST_ON_HIGHER,
    LARGEST_SHARE,
    bar_below,
    bar_height,
    has_bar,
    key_corner,
    scale_bar,
    standing_on_circles,
)
from geomap.layout.insets.beside_map import key_beside
from geomap.layout.insets.box import GAP, Outside
from geomap.layout.insets.choice import InsetPlaces, enlarged, place_insets, shown_insets, wanted_outside
from geomap.layout.insets.maps import inset_spots
from geomap.layout.key.box import KeyDrawing, KeyLayout, key_colour, shown_key, shows_sizes
from geomap.layout.outside_map import Setting, among, set_outside
from geomap.layout.units.crowds import settled
from geomap.layout.units.positions import Spots, radii, spots_in
from geomap.layout.view.projection import View
from geomap.marks.crowd import largest_crowd
from geomap.marks.size import SizeScale
from geomap.marks.style import ground_strength
from geomap.page import Box
from geomap.scene import Artboard, Inset, Scene, Symbol
from geomap.wording import few, phrase

_T = TypeVar("_T")

_MOST_RENEWED = 3  # times that key and notes are made to explain just what the map between them shows


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled before labels are placed: the frame and its view, the symbols' places, insets, the key."""

    scale: SizeScale
    frame: Frame
    view: View
    spots: Spots
    crowd: Spots  # with those of other maps that keep to the same places
    placed: InsetPlaces
    within: dict[str, Spots]  # the insets, by their ids
    idle: frozenset[str]  # details that would enlarge nothing
    key: KeyDrawing | None
    bar: BarDrawing | None
    layout: KeyLayout  # of the key, which could be drawn in another shape


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A way to set an artboard: the insets that are wanted, those of them outside the map, and a key `above` it.

    `in_details` are crowds that only an inset shows, which the key explains too.
    """

    setting: Setting
    insets: tuple[Inset, ...]
    outside: Outside
    idle: frozenset[str] = frozenset()
    in_details: tuple[Symbol, ...] = ()
    above: KeyLayout | None = None
    more: float = 0.0  # px by which the map is higher than by itself, so that the key has room on it
    bar: float = 0.0  # px below the map for a scale bar that would stand on circles
    renewed: int = 0  # times that the key above was made anew
    renoted: int = 0  # and the notes below


@dataclass(frozen=True)
class _Tried:
    """An attempt in px: what stands where, if it is taken."""

    attempt: _Attempt
    frame: Frame
    view: View
    spots: Spots
    crowd: Spots
    shared: Spots  # of all maps that keep to the same places, as they are on each
    layout: KeyLayout
    key: KeyDrawing | None
    placed: InsetPlaces

    @property
    def explains(self) -> bool:
        """Whether the artboard has a key, and this anything to say."""
        shown = self.layout.key
        return self.attempt.setting.artboard.key != "none" and bool(shown.values or shown.rows)

    @cached_property
    def within(self) -> dict[str, Spots]:
        """The symbols' places in the insets, by their ids."""
        setting, most = self.attempt.setting, largest_crowd(self.view.frame)
        return {
            slot.inset.id: inset_spots(slot, setting.scene, setting.artboard, setting.scale, most)
            for slot in self.placed.slots
        }


def planned(scene: Scene, artboard: Artboard, scale: SizeScale) -> Plan:
    """Insets and then the key go into free corners of the map.

    A detail that finds none stands beside the map or below it, the key in a strip above it, and the map is set anew.
    """
    bounds = artboard.bounds or scene.bounds
    every = Records((*scene.at_places, *scene.others)) if scene.others else scene.at_places
    fitted = Fitted(every, scene.reach)
    around = radii(every, scale)
    is_fitted = scene.fits_units and not artboard.bounds
    reaches = fitted.reaches(scale, around) if is_fitted else fitted.within(bounds, artboard, around)
    insets = shown_insets(scene.insets, artboard)
    setting = Setting(scene, artboard, scale, bounds, reaches)
    attempt = _Attempt(setting, tuple(insets), wanted_outside(insets, artboard))
    while True:
        tried = _tried(attempt)
        better = (
            _with_insets_outside(tried)
            or _with_crowds_in_details(tried)
            or _with_key_renewed(tried)
            or _with_notes_renewed(tried, scene.notes)
        )
        if better:
            attempt = better
            continue
        key = tried.key or (_key_in_corner(tried) if tried.explains else None)
        if not key and tried.explains:
            attempt = _with_key_elsewhere(tried)
            continue
        bar, is_free = _scale_bar(tried, key)
        if not is_free and (below := _with_bar_below(tried)):
            attempt = below
            continue
        view, spots, placed = tried.view, tried.spots, tried.placed
        return Plan(
            scale, tried.frame, view, spots, tried.crowd, placed, tried.within, attempt.idle, key, bar, tried.layout
        )


def _tried(attempt: _Attempt) -> _Tried:
    """The map in the frame that an attempt leaves it, its symbols, the key's content, and what then finds a place."""
    setting, outside, insets = attempt.setting, attempt.outside, attempt.insets
    scene, artboard, scale = setting.scene, setting.artboard, setting.scale
    frame = setting.frame(insets, outside, attempt.above, attempt.more, attempt.bar)
    view, column = setting.view(frame), setting.column(frame, insets, outside)
    most, shown_larger = largest_crowd(view.frame), enlarged(insets, scene.symbols)
    spots = settled(spots_in(scene, view, scale), scene, artboard, scale, view, most, shown_larger)
    others = spots_in(replace(scene, symbols=scene.others), view, scale)
    crowd = spots.before(others)
    shared = others or spots
    symbols = Records((*crowd.marked, *attempt.in_details)) if attempt.in_details else crowd.marked
    shown = shown_key(scene, view, symbols, scale)
    strength = ground_strength(view.nominal_km_per_px)
    layout = KeyLayout(shown, scale, artboard, key_colour(scene), scene.lang, scene.style, strength)
    key = frame.key_strip
    if key is None and artboard.key != "none" and (shown.values or shown.rows):
        key = _key_by_rule(layout, scene, view, shared, among(insets, outside.beside), column)
    held = [key.box] if key and not frame.key_strip else []

    def placed_off(circles: Spots) -> InsetPlaces:
        return place_insets(insets, scene, artboard, scale, view, circles, outside, _above(column, held), held)

    placed = _alike(placed_off, lambda found: [slot.box for slot in found.slots], shared, crowd)
    return _Tried(attempt, frame, view, spots, crowd, shared, layout, key, placed)


def _alike(place: Callable[[Spots], _T], boxes: Callable[[_T], Sequence[Box]], shared: Spots, crowd: Spots) -> _T:
    """What is placed off the circles of all days, and so stands alike on each; off those of this day alone where it
    would hide one, as they may have been set side by side.
    """
    placed = place(shared)
    if shared is crowd or not any(standing_on_circles(box, crowd) for box in boxes(placed)):
        return placed
    return place(crowd)


def _with_insets_outside(tried: _Tried) -> _Attempt | None:
    """Details that found no corner stand outside the map; those that enlarge nothing are left out."""
    attempt, placed = tried.attempt, tried.placed
    if not (placed.homeless or placed.idle):
        return None
    idle = attempt.idle | (placed.idle - attempt.outside.beside)
    outside = attempt.outside.lower(placed.idle)
    outside = set_outside(placed.homeless, attempt.insets, outside, attempt.setting, attempt.above)
    insets = tuple(inset for inset in attempt.insets if inset.id not in idle)
    return replace(attempt, insets=insets, outside=outside, idle=idle)


def _with_crowds_in_details(tried: _Tried) -> _Attempt | None:
    """The key explains the crowds that only details show."""
    if tried.attempt.in_details:
        return None
    crowds = tuple(spot.symbol for held in tried.within.values() for spot in held.aside.values() if spot.members)
    return replace(tried.attempt, in_details=crowds) if crowds else None


def _with_key_renewed(tried: _Tried) -> _Attempt | None:
    """The key above the map explains just what the map below it shows, which its own height may change."""
    attempt = tried.attempt
    if attempt.above is None or attempt.above.key == tried.layout.key or attempt.renewed == _MOST_RENEWED:
        return None
    return replace(attempt, above=tried.layout, renewed=attempt.renewed + 1)


def _with_notes_renewed(tried: _Tried, stated: Sequence[str]) -> _Attempt | None:
    """The notes speak of sizes only where there are any, and of the units that neither the map nor a detail shows."""
    attempt, setting = tried.attempt, tried.attempt.setting
    details = [slot.view for slot in tried.placed.slots if slot.inset.kind == "detail"]
    if not shows_sizes(setting.scene, tried.crowd.marked):
        sizes = phrase("circles.troops", setting.scene.lang)
        stated = [note for note in stated if note != sizes]
    notes = (*stated, *_not_shown(setting.scene, setting.artboard, [tried.view, *details]))
    if notes == setting.scene.notes or attempt.renoted == _MOST_RENEWED:
        return None
    setting = replace(setting, scene=replace(setting.scene, notes=notes))
    return replace(attempt, setting=setting, renoted=attempt.renoted + 1)


def _key_in_corner(tried: _Tried) -> KeyDrawing | None:
    """The key in a corner that insets leave free."""
    taken = [slot.box for slot in tried.placed.slots]
    share = LARGEST_ON_HIGHER if tried.attempt.more else LARGEST_SHARE

    def placed_off(circles: Spots) -> KeyDrawing | None:
        return key_corner(tried.layout, tried.view, circles, tried.attempt.setting.scene, taken, share)

    return _alike(placed_off, lambda key: [key.box] if key else [], tried.shared, tried.crowd)


def _with_key_elsewhere(tried: _Tried) -> _Attempt:
    """A map that is higher by what a key above it would take, so that it may have a corner there; else a key above."""
    attempt, board = tried.attempt, tried.attempt.setting.artboard
    above = replace(attempt, above=tried.layout, more=0.0)
    if attempt.more or board.height or board.key_at != "auto":
        return above
    lower = attempt.setting.frame(attempt.insets, attempt.outside, tried.layout, 0.0, attempt.bar)
    more = lower.box.y - tried.frame.box.y
    return replace(attempt, more=more) if more > 0 else above


def _scale_bar(tried: _Tried, key: KeyDrawing | None) -> tuple[BarDrawing | None, bool]:
    """The scale bar, where the key and the insets leave it room; and whether it has any."""
    setting, view = tried.attempt.setting, tried.view
    if not has_bar(setting.artboard, view):
        return None, True
    if tried.attempt.bar:
        return bar_below(setting.scene, setting.artboard, view, tried.frame.bar), True
    taken = [*([key.box] if key else []), *(slot.box for slot in tried.placed.slots)]

    def placed_off(circles: Spots) -> tuple[BarDrawing, bool]:
        return scale_bar(setting.scene, setting.artboard, view, circles, taken)

    return _alike(placed_off, lambda bar: [bar[0].box] if bar[1] else [], tried.shared, tried.crowd)


def _with_bar_below(tried: _Tried) -> _Attempt | None:
    """The scale bar in a line below a map that is full of circles; None where that leaves no room for the map."""
    attempt = replace(tried.attempt, bar=bar_height(tried.attempt.setting.artboard))
    setting = attempt.setting
    try:
        setting.frame(attempt.insets, attempt.outside, attempt.above, attempt.more, attempt.bar)
    except LayoutError:
        return None
    return attempt


def _key_by_rule(  # noqa: PLR0913, PLR0917 - the map and what stands beside it
    layout: KeyLayout,
    scene: Scene,
    view: View,
    crowd: Spots,
    beside: Sequence[Inset],
    column: Box,
) -> KeyDrawing | None:
    """The key in a corner that is named for it, which is its own, or in a column beside the map.

    None where it has no place yet: insets on the map choose first.
    """
    if layout.artboard.key_at not in ("auto", "above"):
        return key_corner(layout, view, crowd, scene)
    return key_beside(layout, beside, column) if beside else None


def _above(column: Box, held: Sequence[Box]) -> Box:
    """What a key that stands in a column leaves of it."""
    end = min((box.y - GAP for box in held if box.overlaps(column)), default=column.bottom)
    return Box(column.x, column.y, column.width, end - column.y)


def _all_units(scene: Scene) -> Rows[Unit]:
    return Records((*scene.units, *scene.seen)) if scene.seen else scene.units


def _not_shown(scene: Scene, artboard: Artboard, views: Sequence[View]) -> Iterator[str]:
    """A sentence on the units that this artboard does not show, as its totals may count them."""
    units = _all_units(scene)
    lat, lon = units.lat_lon
    shown = np.any([view.frame.holds(view.to_px(lon, lat)) for view in views], axis=0) if units else ()
    drops = any(rule.partition(".")[0] == "units" for rule in artboard.drop)
    if np.all(shown) and not drops:
        return
    seen = dict(zip(units.ids, shown, strict=True))  # of an id the last, as all that follows
    hidden = {unit for unit, is_shown in seen.items() if not is_shown}
    if drops:
        hidden |= {unit for unit in seen if artboard.drops("units", unit)}
    if hidden:
        labels = {unit.id: unit.label or unit.id for unit in units if unit.id in hidden}
        missing = list(labels.values())
        yield phrase("not_shown", scene.lang, names=few(missing, scene.lang))
