"""One artboard from top to bottom: bands above and below, the map between, its insets, furniture and labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geomap.columns import ids_of, places_of
from geomap.facts import Unit
from geomap.layout.corners import furniture_report, key_corner, scale_bar
from geomap.layout.crowd_marks import largest_crowd
from geomap.layout.crowds import settled
from geomap.layout.frame import Frame, artboard_scale, page_frame, reaches_of
from geomap.layout.furniture import BarDrawing
from geomap.layout.inset_maps import draw_inset, drawn_inset, inset_spots, outline_marks, title_requests
from geomap.layout.insets import InsetPlaces, enlarged, height_below, place_insets, shown_insets, wanted_below
from geomap.layout.key import KeyDrawing, KeyLayout, key_colour, shown_key
from geomap.layout.large import in_common_px, in_larger_px
from geomap.layout.panel import Panel, PanelDrawing, draw_panel, rectangle
from geomap.layout.projection import NO_REACHES, View, fit
from geomap.layout.report import cut_circles, small_circles, unsized_crowds
from geomap.layout.rules import without_dropped
from geomap.layout.spots import Spot, Spots, ids_at, moved, spots_in, symbols_at
from geomap.layout.style import PANEL_OPACITY, ground_strength
from geomap.legend import SizeScale
from geomap.many import Joined
from geomap.measure import px_of
from geomap.page import Group, Item, Page
from geomap.relocations import ENLARGES_NOTHING, OUTSIDE, Relocation, Relocations, parts_of
from geomap.scene import Artboard, Scene, Symbol
from geomap.wording import few, phrase

_MOST_TRIES = 3  # at a key above the map that explains just what the map below it shows


@dataclass(frozen=True, slots=True)
class _Plan:
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


def lay_out(scene: Scene, artboard: Artboard) -> Page:
    """The finished page of one artboard. Raises LayoutError where its texts leave no room for a map."""
    widest = max(board.width for board in scene.artboards)
    scale = artboard_scale(SizeScale(scene.largest_value, scene.max_diameter), artboard.width, widest)
    if px_of(artboard.width) == 1:
        return _page(scene, artboard, scale)
    return in_common_px(_page(*in_larger_px(scene, artboard), scale.scaled(1 / px_of(artboard.width))), artboard)


def _page(scene: Scene, artboard: Artboard, scale: SizeScale) -> Page:
    """The page, its circles sized by `scale`."""
    scene, ruled_out = without_dropped(scene, artboard)
    plan = _plan(scene, artboard, scale)
    view, slots = plan.view, plan.placed.slots
    taken = [*([plan.key.box] if plan.key else []), *(slot.box for slot in slots)]
    bar = scale_bar(scene, artboard, view, plan.crowd, taken)
    details = [slot for slot in slots if slot.inset.kind == "detail"]
    insets: list[PanelDrawing] = []
    within: frozenset[str] = frozenset()
    for slot in slots:
        insets.append(draw_inset(slot, scene, artboard, plan.scale, view, plan.within[slot.inset.id], within))
        within |= {unit for symbol in insets[-1].symbols for unit in (symbol.unit, *symbol.members)}
    outlines = tuple(mark for slot in details for mark in outline_marks(slot, view, plan.spots, scene.style))
    main = draw_panel(
        Panel(
            scene, artboard, plan.scale, view, plan.spots, largest_crowd(view.frame), outlines, named_elsewhere=within
        ),
        [*taken, *([bar.box] if bar else [])],
        list(title_requests(details, view, plan.spots, artboard)),
    )
    groups = [
        *main.groups,
        *(group for inset in insets for group in inset.groups),
        Group("key", _key_items(plan.key, scene.style.paper, inside=plan.frame.key_strip is None)),
        Group("scale", bar.on(main.ground.colour_under(bar.box), scene.style) if bar else ()),
        Group("header", plan.frame.header.items),
        Group("footer", plan.frame.footer.items),
    ]
    drawings = (main, *insets)
    return Page(
        id=artboard.id,
        width=artboard.width,
        height=plan.frame.height,
        scale=artboard.scale,
        title=scene.title,
        description=scene.alt,
        lang=scene.lang,
        background=scene.style.paper,
        frame=view.frame,
        groups=tuple(group for group in groups if group.items),
        symbols=Joined([*(drawn.symbols for drawn in drawings), plan.key.symbols if plan.key else ()]),
        moved=Relocations(
            (
                *dict.fromkeys(entry for drawn in drawings for entry in drawn.moved),
                *cut_circles(plan.spots, view.frame),
                *small_circles(plan.spots, plan.scale),
                *unsized_crowds(plan.spots),
                *_moved_furniture(plan, artboard, bar),
            )
        ),
        dropped=Relocations(
            (
                *(entry for drawn in drawings for entry in parts_of(drawn.dropped)),
                *plan.placed.dropped,
                *(Relocation(f"inset {inset}", ENLARGES_NOTHING) for inset in sorted(plan.idle)),
                *_outside(scene, plan.spots, within),
                *ruled_out,
            )
        ),
        furniture={name: drawing.box for name, drawing in (("key", plan.key), ("scale", bar)) if drawing},
        insets=tuple(map(drawn_inset, slots)),
        slots={unit: slot for drawn in drawings for unit, slot in drawn.slots.items()},
        unit=artboard.unit,
    )


def _plan(scene: Scene, artboard: Artboard, scale: SizeScale) -> _Plan:
    """Insets and then the key go into free corners of the map.

    A detail that finds none stands below the map, the key in a strip above it, and the map is set anew.
    """
    bounds = artboard.bounds or scene.bounds
    reaches = reaches_of(_all_units(scene), scale) if scene.fits_units and not artboard.bounds else NO_REACHES
    insets, above = shown_insets(scene.insets, artboard), None
    below, idle = wanted_below(insets, artboard), frozenset[str]()
    stated, tries = scene.notes, 0
    in_details: list[Symbol] = []  # that only an inset shows in this way
    while True:
        insets = [inset for inset in insets if inset.id not in idle]
        frame = page_frame(scene, artboard, above, height_below(insets, artboard, below), reaches)
        view = fit(bounds, frame.box, reaches)
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
        # A corner that is named for the key is its own; otherwise insets choose first.
        is_set = explains and artboard.key_at not in ("auto", "above")
        key = frame.key_strip or (key_corner(layout, view, crowd, scene) if is_set else None)
        placed = place_insets(insets, scene, artboard, view, crowd, below, [key.box] if key and is_set else ())
        if placed.homeless or placed.idle:
            below, idle = below | placed.homeless, idle | placed.idle
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
            return _Plan(scale, frame, view, spots, crowd, placed, within, idle, key)
        above = layout


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


def _moved_furniture(plan: _Plan, artboard: Artboard, bar: BarDrawing | None) -> Iterator[Relocation]:
    """The key, the scale bar and the insets where they had no better place."""
    asked = [(f"inset {slot.inset.id}", slot.inset.at, slot.box) for slot in plan.placed.slots]
    inside = {"key": plan.key.box} if plan.key and not plan.frame.key_strip else {}
    if bar:
        asked.insert(0, ("scale bar", artboard.scale_at, bar.box))
        inside["scale bar"] = bar.box
    return furniture_report(plan.view.frame, plan.spots, inside, asked)


def _outside(scene: Scene, spots: Sequence[Spot], within: frozenset[str]) -> Iterator[Relocation]:
    """The units that neither the map nor an inset shows."""
    drawn = {*ids_at(spots), *(name for spot in moved(spots) for name in spot.symbol.members), *within}
    for symbol in scene.symbols if len(drawn) < len(scene.symbols) or not isinstance(spots, Spots) else ():
        if symbol.unit not in drawn:
            yield Relocation(symbol.label or symbol.unit, OUTSIDE, symbol.unit)


def _key_items(key: KeyDrawing | None, paper: str, *, inside: bool) -> tuple[Item, ...]:
    """The key, on a panel of paper where it stands on the map."""
    if key is None:
        return ()
    panel = (replace(rectangle(key.box, paper, "key-panel"), opacity=PANEL_OPACITY),) if inside else ()
    return (*panel, *key.items)
