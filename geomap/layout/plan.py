"""What is settled of an artboard before labels are placed: its frame, the symbols' places, insets and the key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geomap.facts import Unit
from geomap.facts.columns import ids_of, places_of
from geomap.layout.frame import Frame, reaches_of
from geomap.layout.furniture.corners import key_corner
from geomap.layout.insets.beside_map import key_beside
from geomap.layout.insets.box import GAP
from geomap.layout.insets.choice import InsetPlaces, enlarged, place_insets, shown_insets, wanted_outside
from geomap.layout.insets.maps import inset_spots
from geomap.layout.key.box import KeyDrawing, KeyLayout, key_colour, shown_key
from geomap.layout.outside_map import Setting, among, set_outside
from geomap.layout.units.crowds import settled
from geomap.layout.units.positions import Spot, moved, spots_in, symbols_at
from geomap.layout.view.projection import NO_REACHES, View
from geomap.marks.crowd import largest_crowd
from geomap.marks.size import SizeScale
from geomap.marks.style import ground_strength
from geomap.page import Box
from geomap.scene import Artboard, Inset, Scene, Symbol
from geomap.wording import few, phrase

_MOST_TRIES = 3  # at a key above the map that explains just what the map below it shows


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled before labels are placed: the frame and its view, the symbols' places, insets, the key."""

    scale: SizeScale
    frame: Frame
    view: View
    spots: Sequence[Spot]
    crowd: Sequence[Spot]  # with those of other maps that keep to the same places
    placed: InsetPlaces
    within: dict[str, Sequence[Spot]]  # the insets, by their ids
    idle: frozenset[str]  # details that would enlarge nothing
    key: KeyDrawing | None


def planned(scene: Scene, artboard: Artboard, scale: SizeScale) -> Plan:
    """Insets and then the key go into free corners of the map.

    A detail that finds none stands beside the map or below it, the key in a strip above it, and the map is set anew.
    """
    bounds = artboard.bounds or scene.bounds
    reaches = reaches_of(_all_units(scene), scale) if scene.fits_units and not artboard.bounds else NO_REACHES
    insets, above = shown_insets(scene.insets, artboard), None
    outside, idle = wanted_outside(insets, artboard), frozenset[str]()
    stated, tries = scene.notes, 0
    in_details: list[Symbol] = []  # that only an inset shows in this way
    while True:
        insets = [inset for inset in insets if inset.id not in idle]
        setting = Setting(scene, artboard, scale, bounds, reaches)
        frame = setting.frame(insets, outside, above)
        view, column = setting.view(frame), setting.column(frame, insets, outside)
        shown_larger = enlarged(insets, scene.symbols)
        most = largest_crowd(view.frame)
        spots = settled(spots_in(scene, view, scale), scene, artboard, scale, view.frame, most, shown_larger)
        others = spots_in(replace(scene, symbols=scene.others), view, scale)
        crowd = [*spots, *others] if others else spots
        symbols = [*symbols_at(crowd), *in_details] if in_details else symbols_at(crowd)
        shown = shown_key(scene, view, symbols, scale)
        strength = ground_strength(view.nominal_km_per_px)
        layout = KeyLayout(shown, scale, artboard, key_colour(scene), scene.lang, scene.style, strength)
        explains = artboard.key != "none" and bool(shown.values or shown.rows)
        key = frame.key_strip
        if explains and key is None:
            key = _key_by_rule(layout, scene, view, crowd, among(insets, outside.beside), column)
        held = [key.box] if key and not frame.key_strip else []
        placed = place_insets(insets, scene, artboard, view, crowd, outside, _above(column, held), held)
        if placed.homeless or placed.idle:
            idle |= placed.idle - outside.beside
            outside = outside.lower(placed.idle)
            outside = set_outside(placed.homeless, insets, outside, setting, above)
            continue
        within = {slot.inset.id: inset_spots(slot, scene, artboard, scale, most) for slot in placed.slots}
        if not in_details and (
            crowds := [spot.symbol for held in within.values() for spot in moved(held) if spot.members]
        ):
            in_details = crowds
            continue
        if above and above.key != shown and tries < _MOST_TRIES:
            above, tries = layout, tries + 1
            continue
        notes = (
            *stated,
            *_not_shown(scene, artboard, [view, *(slot.view for slot in placed.slots if slot.inset.kind == "detail")]),
        )
        if len(notes) > len(scene.notes):
            scene = replace(scene, notes=notes)
            continue
        if explains and key is None:
            key = key_corner(layout, view, crowd, scene, [slot.box for slot in placed.slots])
        if key or not explains:
            return Plan(scale, frame, view, spots, crowd, placed, within, idle, key)
        above = layout


def _key_by_rule(  # noqa: PLR0913, PLR0917 - the map and what stands beside it
    layout: KeyLayout,
    scene: Scene,
    view: View,
    crowd: Sequence[Spot],
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


def _all_units(scene: Scene) -> Sequence[Unit]:
    return (*scene.units, *scene.seen) if scene.seen else scene.units


def _not_shown(scene: Scene, artboard: Artboard, views: Sequence[View]) -> Iterator[str]:
    """A sentence on the units that this artboard does not show, as its totals may count them."""
    units = _all_units(scene)
    lat, lon = places_of(units)
    shown = np.any([view.frame.holds(view.to_px(lon, lat)) for view in views], axis=0) if units else ()
    drops = any(rule.partition(".")[0] == "units" for rule in artboard.drop)
    if np.all(shown) and not drops:
        return
    seen = dict(zip(ids_of(units), shown, strict=True))  # of an id the last, as all that follows
    hidden = {unit for unit, is_shown in seen.items() if not is_shown}
    if drops:
        hidden |= {unit for unit in seen if artboard.drops("units", unit)}
    if hidden:
        labels = {unit.id: unit.label or unit.id for unit in units if unit.id in hidden}
        missing = list(labels.values())
        yield phrase("not_shown", scene.lang, names=few(missing, scene.lang))
