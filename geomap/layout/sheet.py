"""One artboard from top to bottom: bands above and below, the map between, its insets, furniture and labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import shapely
from shapely import Geometry

from geomap.facts.columns import LOOKS
from geomap.layout.frame import artboard_scale, ground_of
from geomap.layout.furniture.corners import furniture_report
from geomap.layout.insets.maps import draw_inset, drawn_inset, outline_marks, title_requests
from geomap.layout.key.box import KeyDrawing
from geomap.layout.panel import Panel, PanelDrawing, draw_panel, rectangle
from geomap.layout.plan import Plan, planned
from geomap.layout.report import cut_circles, small_circles, unsized_crowds
from geomap.layout.rules import without_dropped, without_texts
from geomap.layout.units.positions import Spots
from geomap.layout.view.large import in_common_px, in_larger_px
from geomap.layout.view.projection import View
from geomap.marks.crowd import largest_crowd
from geomap.marks.many import Joined
from geomap.marks.size import SizeScale
from geomap.marks.style import PANEL_OPACITY
from geomap.measure import px_of
from geomap.page import Box, Group, Item, Page
from geomap.relocations import (
    ENLARGES_NOTHING,
    IN_KEY,
    LAYER_ALL_OVER,
    LAYER_OUTSIDE,
    NO_ROOM,
    OUTSIDE,
    Likewise,
    Relocation,
    Relocations,
)
from geomap.scene import Area, Artboard, Bounds, Line, Place, Scene, Symbol
from geomap.typefaces import in_own_typefaces
from geomap.wording import on_one_line

_Drawn = tuple[Plan, PanelDrawing, list[PanelDrawing]]  # the map, and the insets


@in_own_typefaces
def lay_out(scene: Scene, artboard: Artboard) -> Page:
    """The finished page of one artboard. Raises LayoutError where its texts leave no room for a map."""
    return settle(scene, artboard).page


@in_own_typefaces
def settle(scene: Scene, artboard: Artboard) -> Settled:
    """One artboard, all of whose parts have their places. Raises LayoutError where its texts leave no room for a map.

    One that is wider than a page on a desk is in a larger px.
    """
    scene = replace(scene, symbols=scene.at_places)
    widest = max(board.width for board in scene.artboards)
    scale = artboard_scale(SizeScale(scene.largest_value, scene.max_diameter), artboard.width, widest)
    if px_of(artboard.width) == 1:
        return _settled(scene, artboard, artboard, scale)
    own, board = in_larger_px(scene, artboard)
    return _settled(own, board, artboard, scale.scaled(1 / px_of(artboard.width)))


@dataclass(frozen=True)
class Settled:
    """An artboard of which all is settled: what it shows of its scene, the plan, the map and its insets.

    `artboard` is as it was laid out, `stated` as the config has it.
    """

    scene: Scene
    artboard: Artboard
    stated: Artboard
    plan: Plan
    main: PanelDrawing
    insets: tuple[PanelDrawing, ...]
    left_out: tuple[Relocation | Likewise, ...]

    @property
    def px(self) -> float:
        """Common px of one that it was laid out in."""
        return self.stated.width / self.artboard.width

    @property
    def named_in_insets(self) -> frozenset[str]:
        """The units that have no label on the map, since an inset names them."""
        return _named_in(self.insets) - _named_twice(self.scene, self.artboard)

    @cached_property
    def page(self) -> Page:
        """The page, in common px."""
        page = _page(self)
        return page if self.px == 1 else in_common_px(page, self.stated)


def _settled(scene: Scene, artboard: Artboard, stated: Artboard, scale: SizeScale) -> Settled:
    """The artboard, its circles sized by `scale`: its steps, in order."""
    scene, ruled_out = without_dropped(scene, artboard)
    plan, main, insets = _drawn(scene, artboard, scale)
    in_key: list[Relocation] = []
    while artboard.key != "none" and (unsaid := _unsaid(scene, main)):  # fewer each time
        in_key += [Relocation(text, IN_KEY) for text in unsaid.values()]
        scene = without_texts(scene, unsaid)
        plan, main, insets = _drawn(scene, artboard, scale)
    plan, main, insets = _with_key_of_shown(scene, artboard, scale, (plan, main, insets))
    return Settled(scene, artboard, stated, plan, main, tuple(insets), (*in_key, *ruled_out))


def _page(settled: Settled) -> Page:
    """The page, in the px that it was laid out in."""
    scene, artboard, plan, main = settled.scene, settled.artboard, settled.plan, settled.main
    drawings = (main, *settled.insets)
    moved = (*_moved_symbols(plan, drawings), *_moved_furniture(plan, artboard), *_all_over(plan, main))
    dropped = (*_dropped(scene, plan, drawings, _named_in(settled.insets)), *settled.left_out)
    return Page(
        id=artboard.id,
        width=artboard.width,
        height=plan.frame.height,
        scale=artboard.scale,
        title=on_one_line(scene.title),
        description=scene.alt,
        lang=scene.lang,
        background=scene.style.background,
        frame=plan.view.frame,
        groups=tuple(group for group in _groups(scene, plan, drawings) if group.items),
        symbols=Joined([*(drawn.symbols for drawn in drawings), plan.key.symbols if plan.key else ()]),
        moved=Relocations(moved),
        dropped=Relocations(dropped),
        furniture={name: drawing.box for name, drawing in (("key", plan.key), ("scale", plan.bar)) if drawing},
        insets=tuple(map(drawn_inset, plan.placed.slots)),
        slots={unit: slot for drawn in drawings for unit, slot in drawn.slots.items()},
        unit=artboard.unit,
        typefaces=scene.typefaces,
    )


def _with_key_of_shown(scene: Scene, artboard: Artboard, scale: SizeScale, drawn: _Drawn) -> _Drawn:
    """The artboard without rows of the key for pictograms that had no room on it; as it is, where a smaller key leaves
    the map room for one of them.
    """
    idle = _explained_by_key(scene) - _shown_in(drawn)
    if not idle or not drawn[0].key:
        return drawn
    rows = tuple(row for row in scene.key.rows if row.kind != "pictogram" or row.about not in idle)
    leaner = replace(scene, key=replace(scene.key, rows=rows))
    again = _drawn(leaner, artboard, scale)
    return drawn if _shown_in(again) & idle or _unsaid(leaner, again[1]) else again


def _explained_by_key(scene: Scene) -> set[str]:
    """What the pictograms of units say of which the key has a row, on an artboard that shows them."""
    said = {what for symbol in scene.symbols.samples(*LOOKS) for mark in symbol.pictograms for what in mark.says}
    return {row.about for row in scene.key.rows if row.kind == "pictogram"} & said


def _shown_in(drawn: _Drawn) -> frozenset[str]:
    """What the pictograms on the map and in its insets say."""
    return drawn[1].shown.union(*(inset.shown for inset in drawn[2]))


def _drawn(scene: Scene, artboard: Artboard, scale: SizeScale) -> _Drawn:
    """The plan of an artboard, and its map and the insets drawn by it."""
    plan = planned(scene, artboard, scale)
    insets = _insets(scene, artboard, plan)
    return plan, _map(scene, artboard, plan, _named_in(insets)), insets


def _unsaid(scene: Scene, main: PanelDrawing) -> dict[str, str]:
    """The lines and areas on the map whose own text had no room on it, by their ids."""
    lost = {text for part in main.dropped.parts for text in _without_room(part)}
    texts = {line.id: on_one_line(line.callout) for line in scene.lines if line.id in main.ground.lines}
    texts |= {area.id: on_one_line(area.label) for area, geometry in main.ground.tints if not geometry.is_empty}
    return {id_: text for id_, text in texts.items() if text and text in lost}


def _held(plan: Plan) -> list[Box]:
    """The boxes of the key and the insets."""
    return [*([plan.key.box] if plan.key else []), *(slot.box for slot in plan.placed.slots)]


def _insets(scene: Scene, artboard: Artboard, plan: Plan) -> list[PanelDrawing]:
    """The maps in insets, one after another: a unit that one names is named in no later one."""
    drawn: list[PanelDrawing] = []
    for slot in plan.placed.slots:
        spots = plan.within[slot.inset.id]
        drawn.append(draw_inset(slot, scene, artboard, plan.scale, plan.view, spots, _named_in(drawn)))
    return drawn


def _named_in(insets: Iterable[PanelDrawing]) -> frozenset[str]:
    """The units that insets show, in crowds too."""
    return frozenset(unit for drawn in insets for symbol in drawn.symbols for unit in (symbol.unit, *symbol.members))


def _map(scene: Scene, artboard: Artboard, plan: Plan, named: frozenset[str]) -> PanelDrawing:
    """The map itself, with the outlines of what details show; the units that these have `named` get no label, but for
    those that are named here, too.
    """
    view = plan.view
    details = [slot for slot in plan.placed.slots if slot.inset.kind == "detail"]
    outlines = tuple(mark for slot in details for mark in outline_marks(slot, view, plan.spots, scene.style))
    beneath, most = ground_of(scene, view), largest_crowd(view.frame)
    return draw_panel(
        Panel(
            scene,
            beneath,
            artboard,
            plan.scale,
            view,
            plan.spots,
            most,
            outlines,
            named - _named_twice(scene, artboard),
        ),
        [*_held(plan), *([plan.bar.box] if plan.bar else [])],
        list(title_requests(details, view, plan.spots, artboard)),
    )


def _named_twice(scene: Scene, artboard: Artboard) -> frozenset[str]:
    """The units that are named on the map although a detail names them: those that `keep` names, and the largest, which
    the map is about.
    """
    sizes = scene.symbols.sizes
    kept = {unit for unit in scene.symbols.ids if artboard.keep and artboard.keeps("units", unit)}
    largest = [scene.symbols.ids[row] for row in (sizes == sizes.max()).nonzero()[0]] if len(sizes) else []
    return frozenset([*kept, *(largest if len(largest) == 1 else ())])


def _groups(scene: Scene, plan: Plan, drawings: Sequence[PanelDrawing]) -> Iterator[Group]:
    """All that is drawn, bottom to top: the map, the insets, and what stands upon and around them."""
    for drawn in drawings:
        yield from drawn.groups
    yield Group("key", _key_items(plan.key, scene.style.paper, inside=_is_key_inside(plan)))
    yield Group("scale", _bar_items(plan, drawings[0], scene))
    yield Group("header", plan.frame.header.items)
    yield Group("footer", plan.frame.footer.items)


def _moved_symbols(plan: Plan, drawings: Sequence[PanelDrawing]) -> Iterator[Relocation | Likewise]:
    """The labels and circles that are not where they would be by themselves, or not as large."""
    yield from dict.fromkeys(entry for drawn in drawings for entry in drawn.moved)
    yield from cut_circles(plan.spots, plan.view.frame)
    yield from small_circles(plan.spots, plan.scale)
    yield from unsized_crowds(plan.spots)


def _dropped(
    scene: Scene, plan: Plan, drawings: Sequence[PanelDrawing], within: frozenset[str]
) -> Iterator[Relocation | Likewise]:
    """What the map does not show; the units `within` insets are shown there."""
    outside = dict.fromkeys(_layers_outside(scene, plan.view, drawings))
    unsaid = {label.text for label in scene.labels if label.layer in outside}
    for drawn in drawings:
        yield from _without(drawn.dropped, unsaid)
    yield from (Relocation(f"layer {layer}", LAYER_OUTSIDE) for layer in outside)
    yield from plan.placed.dropped
    yield from (Relocation(f"inset {inset}", ENLARGES_NOTHING) for inset in sorted(plan.idle))
    yield from _outside(scene, plan.spots, within)


def _moved_furniture(plan: Plan, artboard: Artboard) -> Iterator[Relocation]:
    """The key, the scale bar and the insets where they had no better place."""
    asked = [(f"inset {slot.inset.id}", slot.inset.at, slot.box) for slot in plan.placed.slots]
    inside = {"key": plan.key.box} if plan.key and _is_key_inside(plan) else {}
    if plan.bar and plan.bar.box.overlaps(plan.view.frame):
        asked.insert(0, ("scale bar", artboard.scale_at, plan.bar.box))
        inside["scale bar"] = plan.bar.box
    return furniture_report(plan.view.frame, plan.spots, inside, asked)


def _outside(scene: Scene, spots: Spots, within: frozenset[str]) -> Iterator[Relocation]:
    """The units that neither the map nor an inset shows."""
    drawn = {*spots.symbols.ids, *(unit for spot in spots.aside.values() for unit in spot.units), *within}
    several = {scene.symbols[row].unit: scene.symbols[row].units for row in scene.symbols.numbers_where(_is_several)}
    for mark, label in zip(scene.symbols.ids, scene.symbols.labels, strict=True):
        if mark not in drawn:
            yield from (Relocation(label or unit, OUTSIDE, unit) for unit in several.get(mark, (mark,)))


def _is_several(symbol: Symbol) -> bool:
    return bool(symbol.units)


def _layers_outside(scene: Scene, view: View, drawings: Sequence[PanelDrawing]) -> Iterator[str]:
    """The layers of which neither the map nor an inset shows anything. A text off the map may still be set into it."""
    shown = {name for drawn in drawings for name in drawn.ground.lines}
    shown |= {area.id for drawn in drawings for area, geometry in drawn.ground.tints if not geometry.is_empty}
    yield from (place.layer for place in scene.places if place.layer and not _is_in_sight(place, scene, view))
    lost = {text for drawn in drawings for part in drawn.dropped.parts for text in _without_room(part)}
    marks: list[Area | Line] = [*scene.areas, *scene.lines]
    yield from (mark.id for mark in marks if mark.id not in shown)
    enlarged = [inset.bounds for inset in scene.insets]
    for label in scene.labels:
        is_own = label.layer and not label.area and label.text in lost
        on_map = view.frame.contains(Box(*view.point(label.lon, label.lat), 0, 0))
        if is_own and not on_map and not any(_holds(bounds, label.lon, label.lat) for bounds in enlarged):
            yield label.layer


def _all_over(plan: Plan, main: PanelDrawing) -> Iterator[Relocation]:
    """The areas that cover the map, so that nobody sees that there is one."""
    frame = plan.view.frame
    whole = shapely.box(frame.x, frame.y, frame.right, frame.bottom)
    for area, geometry in main.ground.tints:
        if shapely.covers(geometry, whole) and not _crosses(whole, area, plan.view):
            yield Relocation(f"layer {area.id}", LAYER_ALL_OVER)


def _crosses(whole: Geometry, area: Area, view: View) -> bool:
    """Whether a line within an area is on the map."""
    return area.outline is not None and bool(shapely.intersects(view.geometry(area.outline), whole))


def _is_in_sight(place: Place, scene: Scene, view: View) -> bool:
    """Whether the map or a detail shows a place."""
    on_map = view.frame.contains(Box(*view.point(place.lon, place.lat), 0, 0))
    return on_map or any(_holds(inset.bounds, place.lon, place.lat) for inset in scene.insets)


def _holds(bounds: Bounds, lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return south <= lat <= north and (lon - west) % 360 <= (east - west) % 360


def _without(entries: Relocations, texts: Collection[str]) -> Iterator[Likewise]:
    """What else was dropped than texts for which no room was sought, as they lie outside."""
    yield from (part for part in entries.parts if not any(text in texts for text in _without_room(part)))


def _without_room(part: Likewise) -> Sequence[str]:
    """The texts that have no room on the map; nothing of all else."""
    return part.texts if part.reason == NO_ROOM else ()


def _is_key_inside(plan: Plan) -> bool:
    """Whether the key stands on the map."""
    return plan.key is not None and plan.key.box.overlaps(plan.view.frame)


def _bar_items(plan: Plan, main: PanelDrawing, scene: Scene) -> tuple[Item, ...]:
    """The scale bar, haloed where it stands on the map."""
    if plan.bar is None or not plan.bar.box.overlaps(plan.view.frame):
        return plan.bar.items if plan.bar else ()
    return plan.bar.on(main.ground.colour_under(plan.bar.box), scene.style)


def _key_items(key: KeyDrawing | None, paper: str, *, inside: bool) -> tuple[Item, ...]:
    """The key, on a panel of paper where it stands on the map."""
    if key is None:
        return ()
    panel = (replace(rectangle(key.box, paper, "key-panel"), opacity=PANEL_OPACITY),) if inside else ()
    return (*panel, *key.items)
