"""One artboard from top to bottom: bands above and below, the map between, its furniture, symbols and labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geomap.layout.by_hand import standing_on
from geomap.layout.corners import key_corner, scale_bar
from geomap.layout.frame import Frame, circle_room, page_frame
from geomap.layout.ground import Ground, draw_ground
from geomap.layout.key import KeyDrawing, KeyLayout, shown_key
from geomap.layout.labels import Candidate, Obstacles, Request, place
from geomap.layout.pictograms import covered_px
from geomap.layout.projection import View, fit
from geomap.layout.requests import label_requests
from geomap.layout.rules import without_dropped
from geomap.layout.spots import Spot, spots_in
from geomap.layout.spread import spread
from geomap.layout.style import PANEL_OPACITY, ground_strength, symbol_factor
from geomap.layout.symbols import unit_marks
from geomap.legend import SizeScale
from geomap.page import Box, Circle, DrawnSymbol, Group, Item, Page, Path, Relocation, Stamp
from geomap.scene import Artboard, Scene
from geomap.styles import Style

_CROSSING_CONTACT_LINE = 150.0
_CROSSING_BORDER = 3.0
_CROSSING_COAST = 2.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is settled before labels are placed: the frame and its view, the symbols' places, the key."""

    scene: Scene
    artboard: Artboard
    scale: SizeScale
    frame: Frame
    view: View
    spots: list[Spot]
    key: KeyDrawing | None


def lay_out(scene: Scene, artboard: Artboard) -> Page:
    """The finished page of one artboard. Raises LayoutError where its texts leave no room for a map."""
    scene, ruled_out = without_dropped(scene, artboard)
    plan = _plan(scene, artboard)
    ground = draw_ground(scene, plan.view)
    taken = [plan.key.box] if plan.key else []
    bar = scale_bar(scene, artboard, plan.view, plan.spots, taken)
    requests, hidden = label_requests(scene, artboard, plan.view, plan.spots, ground.lines)
    obstacles = Obstacles(
        frame=plan.view.frame.grown(-3),
        circles=np.array([(spot.x, spot.y, spot.radius) for spot in plan.spots]).reshape(-1, 3),
        boxes=tuple(box.grown(5) for box in (*taken, *([bar.box] if bar else []))),
        lines=_lines_to_avoid(ground),
    )
    chosen = place(requests, obstacles)
    labels, leaders = _set_labels(chosen, ground)
    circles, drawn = _symbols(plan.spots, plan.scale, artboard, scene.style)
    moved, dropped = _report(requests, chosen, obstacles)
    moved += tuple(_moved_symbols(plan.spots))
    dropped += (*_outside(scene, plan.spots), *hidden, *ruled_out)
    groups = [
        Group("sea", (_rectangle(plan.view.frame, ground.look.water, "sea-fill"),)),
        *ground.groups,
        Group("circles", tuple(circles), clip=True),
        Group("ticks", tuple(_ticks(plan.spots, scene.style.text)), clip=True),
        Group("leaders", tuple(leaders)),
        Group("labels", tuple(labels)),
        Group("key", _key_items(plan.key, scene.style.paper, inside=plan.frame.key_strip is None)),
        Group("scale", bar.items if bar else ()),
        Group("header", plan.frame.header.items),
        Group("footer", plan.frame.footer.items),
    ]
    return Page(
        id=artboard.id,
        width=artboard.width,
        height=plan.frame.height,
        scale=artboard.scale,
        title=scene.title,
        description=scene.alt,
        lang=scene.lang,
        background=scene.style.paper,
        frame=plan.view.frame,
        groups=tuple(group for group in groups if group.items),
        symbols=(*drawn, *_drawn_pictograms(chosen), *(plan.key.symbols if plan.key else ())),
        moved=moved,
        dropped=dropped,
        furniture={name: drawing.box for name, drawing in (("key", plan.key), ("scale", bar)) if drawing},
        unit=artboard.unit,
    )


def _plan(scene: Scene, artboard: Artboard) -> _Plan:
    """The key goes into a free corner of the map; where there is none, into a strip above, and the map is set anew."""
    bounds = artboard.bounds or scene.bounds
    widest = max(board.width for board in scene.artboards)
    scale = SizeScale(scene.largest_value, scene.max_diameter).scaled(symbol_factor(artboard.width, widest))
    colours = {symbol.colour or scene.style.symbol for symbol in scene.symbols}
    colour = (
        colours.pop() if len(colours) == 1 else scene.style.muted
    )  # several sides: the size of no one's in particular
    frame = page_frame(scene, artboard, None)
    room = circle_room(artboard, scene.artboards, scene.max_diameter) if scene.fits_units else 0.0
    view = fit(bounds, frame.box, room)
    spots = spread(spots_in(scene, view, scale), view.frame)
    shown = shown_key(scene, view, [spot.symbol for spot in spots])
    layout = KeyLayout(shown, scale, artboard, colour, scene.lang, scene.style, ground_strength(view.nominal_km_per_px))
    explains = artboard.key != "none" and bool(shown.values or shown.rows)
    key = key_corner(layout, view, spots, scene) if explains else None
    if key is None and explains:
        frame = page_frame(scene, artboard, layout)
        view = fit(bounds, frame.box, room)
        spots = spread(spots_in(scene, view, scale), view.frame)
        key = frame.key_strip
    return _Plan(scene, artboard, scale, frame, view, spots, key)


def _lines_to_avoid(ground: Ground) -> tuple[tuple[shapely.Geometry, float], ...]:
    """Overlay lines and borders, with what a text that crosses one costs."""
    overlays = [(geometry, _CROSSING_CONTACT_LINE) for geometry in ground.lines.values()]
    borders = [(geometry, _CROSSING_BORDER) for geometry in ground.borders]
    coasts = [(geometry, _CROSSING_COAST) for geometry in ground.coasts]
    return (*overlays, *(line for line in (*borders, *coasts) if not shapely.is_empty(line[0])))


def _set_labels(chosen: dict[str, Candidate | None], ground: Ground) -> tuple[list[Item], list[Item]]:
    """The texts, pictograms and leaders of the labels that have a place, haloed in the colour of their ground."""
    labels: list[Item] = []
    leaders: list[Item] = []
    for candidate in chosen.values():
        if candidate is None:
            continue
        block = replace(candidate.block, halo=ground.colour_under(candidate.box), look=ground.look)
        labels += block.items(candidate.box, candidate.anchor)
        if candidate.leader:
            x1, y1, x2, y2 = candidate.leader
            points = np.array([[x1, y1], [x2, y2]])
            muted = ground.look.muted
            leaders.append(Path((points,), closed=False, stroke=muted, stroke_width=0.8, id=f"leader-{block.id}"))
    return labels, leaders


def _symbols(
    spots: Sequence[Spot], scale: SizeScale, artboard: Artboard, look: Style
) -> tuple[list[Item], list[DrawnSymbol]]:
    items: list[Item] = []
    drawn: list[DrawnSymbol] = []
    for spot in spots:
        marks, entries = unit_marks(spot.symbol, spot.x, spot.y, scale, artboard.width, look)
        items += marks
        drawn += entries
    return items, drawn


def _ticks(spots: Sequence[Spot], colour: str) -> Iterator[Item]:
    """From each symbol that was moved aside to where its unit is."""
    for spot in spots:
        if spot.true_point:
            line = np.array([spot.true_point, [spot.x, spot.y]])
            share = spot.radius / float(np.hypot(*(line[1] - line[0])))
            line[1] += (line[0] - line[1]) * share
            unit = spot.symbol.unit
            yield Path((line,), closed=False, stroke=colour, stroke_width=0.9, id=f"tick-{unit}")
            yield Circle(*spot.true_point, 2.6, fill=colour, id=f"true-point-{unit}")


def _drawn_pictograms(chosen: dict[str, Candidate | None]) -> Iterator[DrawnSymbol]:
    """The circle in each pictogram: its middle, and the shorter side of what is inked."""
    for candidate in chosen.values():
        if candidate is None:
            continue
        for item in candidate.block.items(candidate.box, candidate.anchor):
            if isinstance(item, Stamp):
                inked = covered_px([item.outline])
                x, y = item.x - item.size / 2 + inked.centre[0], item.y - item.size / 2 + inked.centre[1]
                diameter = min(inked.width, inked.height)
                yield DrawnSymbol(candidate.block.owner, "pictogram", x, y, diameter, None)


def _report(
    requests: Sequence[Request], chosen: dict[str, Candidate | None], obstacles: Obstacles
) -> tuple[tuple[Relocation, ...], tuple[Relocation, ...]]:
    """What was moved off its first place, and what was left out, each with the reason."""
    moved: list[Relocation] = []
    dropped: list[Relocation] = []
    for request in requests:
        candidate = chosen[request.id]
        if candidate is None:
            if not request.optional:
                dropped.append(Relocation(request.text, "no free place on the map", request.unit))
            continue
        dropped += _lost_rows(request, candidate)
        moved += _shortened_rows(request, candidate)
        if request.is_fixed:
            fault = standing_on(candidate, obstacles)
            reason = f"set by hand, {fault}" if fault else "set by hand"
            moved.append(Relocation(request.text, reason, request.unit, by_rule=not fault))
        elif candidate.cost > request.home:
            reason = "led off with a leader line" if candidate.leader else "moved off its first place"
            moved.append(Relocation(request.text, reason, request.unit))
    return tuple(moved), tuple(dropped)


def _lost_rows(request: Request, candidate: Candidate) -> Iterator[Relocation]:
    """Rows of a unit's label that had no room."""
    said = {row.meaning for row in candidate.block.rows}
    for row in request.candidates[0].block.rows if request.unit else ():
        if row.meaning not in said:
            yield Relocation(row.meaning, "no room beside the symbol", request.unit)


def _shortened_rows(request: Request, candidate: Candidate) -> Iterator[Relocation]:
    """Rows that had room in an abbreviated wording only."""
    full = {row.text for row in request.candidates[0].block.rows}
    for row in candidate.block.rows:
        if row.text not in full and row.text != row.meaning:
            yield Relocation(row.meaning, f"abbreviated to “{row.text}”", request.unit)


def _moved_symbols(spots: Sequence[Spot]) -> Iterator[Relocation]:
    for spot in spots:
        if spot.true_point:
            reason = "symbol set beside its place, which another covers"
            yield Relocation(spot.symbol.label, reason, spot.symbol.unit)


def _outside(scene: Scene, spots: Sequence[Spot]) -> Iterator[Relocation]:
    drawn = {spot.symbol.unit for spot in spots}
    for symbol in scene.symbols:
        if symbol.unit not in drawn:
            yield Relocation(symbol.label, "outside the map", symbol.unit)


def _rectangle(box: Box, fill: str, id: str) -> Path:
    corners = [[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]]
    return Path((np.array(corners),), fill=fill, id=id)


def _key_items(key: KeyDrawing | None, paper: str, *, inside: bool) -> tuple[Item, ...]:
    """The key, on a panel of paper where it stands on the map."""
    if key is None:
        return ()
    panel = (replace(_rectangle(key.box, paper, "key-panel"), opacity=PANEL_OPACITY),) if inside else ()
    return (*panel, *key.items)
