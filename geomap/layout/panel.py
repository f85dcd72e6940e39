"""A map on a page: its ground, symbols, ticks and labels. The map itself and its insets are drawn here alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import hypot

import numpy as np
import shapely

from geomap.facts.columns import Floats
from geomap.layout.furniture.graticule import graticule_requests
from geomap.layout.ground import Ground, draw_ground
from geomap.layout.labels.alike import Labels, alike
from geomap.layout.labels.free_space import room_of
from geomap.layout.labels.places import PlaceSpot, place_requests, places_in
from geomap.layout.labels.requests import is_crowded, label_requests, region_requests
from geomap.layout.labels.search import ACROSS_A_LEADER, Candidate, Obstacles, Request, beside_labels, place
from geomap.layout.labels.standing import SetLabel, set_labels
from geomap.layout.labels.towns import GROUND_NAMES, Towns
from geomap.layout.labels.unit import MOST_NAMED
from geomap.layout.labels.waters import NamesBeside
from geomap.layout.report import label_report, moved_symbols, summed_up
from geomap.layout.units.many import many_marks
from geomap.layout.units.positions import MOST, Spot, Spots, spots_in
from geomap.layout.view.projection import View
from geomap.marks.change import changed_marks, move_line, move_marks, was_marks
from geomap.marks.crowd import crowd_marks
from geomap.marks.many import Joined
from geomap.marks.pictograms import covered_px
from geomap.marks.place import place_marks, place_radius
from geomap.marks.size import SizeScale
from geomap.marks.unit import unit_marks
from geomap.page import Box, Circle, DrawnSymbol, Group, Item, Path, Stamp
from geomap.relocations import NOT_HATCHED, Relocation, Relocations
from geomap.scene import Artboard, Scene
from geomap.scene.beneath import Beneath

_CROSSING_CONTACT_LINE = 150.0
_CROSSING_OUTLINE = 300.0
_CROSSING_MOVE = 60.0
_CROSSING_TICK = 25.0
_POINT, _SMALL_POINT = 2.6, 1.8  # px of a true point; the smaller where more than _FEW lie within _NEAR px
_FEW, _NEAR = 4, 20.0
_CROSSING_BORDER = 3.0
_CROSSING_COAST = 2.0
_CROSSING_REGION = 3.2  # a little more than to stand at the other side
_NAME_ON_REGION = 5.0  # more, to a name of the basemap
_SAME_NAME = 5  # letters
_OF_WATERS = ("water:", "river:", "lake:")  # a strait may be called as what lies beside it


@dataclass(frozen=True, slots=True)
class Panel:
    """What a map shows and where, before its labels are placed.

    `marks` are drawn below the symbols, and labels keep off their lines; the units `named_elsewhere` get no label here.
    """

    scene: Scene
    beneath: Beneath
    artboard: Artboard
    scale: SizeScale
    view: View
    spots: Spots
    most: float  # px across that the circle of a crowd takes at most
    marks: tuple[Path | Circle, ...] = ()
    named_elsewhere: frozenset[str] = frozenset()
    maps: float = 1.0  # of the artboard's size that its frame holds; more is closer by


@dataclass(frozen=True, slots=True)
class PanelDrawing:
    """The groups of a map, and what was drawn, moved and left out."""

    ground: Ground
    groups: tuple[Group, ...]
    symbols: Sequence[DrawnSymbol]
    moved: Sequence[Relocation]
    dropped: Relocations
    slots: dict[str, int]
    labels: tuple[SetLabel, ...] = ()
    shown: frozenset[str] = frozenset()  # what its pictograms say


def draw_panel(panel: Panel, taken: Sequence[Box], titles: Sequence[Request] = ()) -> PanelDrawing:
    """The map with its labels, which keep off the boxes in `taken`; `titles` want a place among them."""
    scene, view, frame = panel.scene, panel.view, panel.view.frame
    ground = draw_ground(scene, panel.beneath, view)
    named_here = panel.spots.without(panel.named_elsewhere)
    places = places_in(scene.places, view)
    discs = _circles(panel.spots, places)
    named, unnamed = place_requests(places, scene, panel.artboard, panel.spots.discs)
    others = [*titles, *named, *graticule_requests(panel.beneath, panel.artboard, view, scene.lang)]
    obstacles = Obstacles(
        frame=frame.grown(-3),
        circles=discs,
        boxes=tuple(box.grown(5) for box in taken),
        lines=(*_lines_to_avoid(ground), *_outlines(panel.marks), *_moves(panel.spots), *_led(panel.spots)),
        room=room_of(frame, discs),
        marks=_marks(panel.spots, places),
    )
    requests, chosen, hidden = _labels(panel, named_here, ground, others, obstacles)
    if panel.beneath.towns:
        requests, chosen = _towns(panel, discs).placed(requests, chosen, _off_regions(obstacles, ground))
    beside = NamesBeside(panel.beneath, panel.artboard, view, ground.borders)
    requests, chosen = beside.placed(requests, chosen, beside_labels(obstacles, requests, chosen))
    if panel.beneath.regions:
        requests, chosen = _regions(panel, requests, chosen, obstacles)
    labels = set_labels(requests, chosen, ground)
    origins, left = _origins(panel)
    circles, drawn = _symbols(panel)
    relocated, dropped = label_report(requests, chosen, obstacles)
    groups = (
        Group("sea", (rectangle(frame, ground.look.water, "sea-fill"),)),
        *ground.groups,
        Group("origins", tuple(origins), frame),
        Group("outlines", panel.marks, frame),
        Group("ticks", tuple(_ticks(panel.spots, scene.style.text)), frame),
        Group("circles", circles, frame),
        Group("places", tuple(_place_symbols(places, ground)), frame),
        Group("true-points", tuple(_true_points(panel.spots, scene.style.text)), frame),
        Group("leaders", tuple(label.leader for label in labels if label.leader)),
        Group("labels", tuple(item for label in labels for item in label.items)),
    )
    return PanelDrawing(
        ground=ground,
        groups=tuple(group for group in groups if group.items),
        symbols=Joined([left, drawn, [*_drawn_pictograms(chosen)]]),
        moved=(*relocated, *moved_symbols(panel.spots, panel.named_elsewhere)),
        dropped=Relocations(
            (*dropped, *hidden, *unnamed, *summed_up(panel.spots, panel.named_elsewhere), *_unseen(ground))
        ),
        slots=_slots(chosen, panel.spots),
        labels=labels,
        shown=frozenset(what for candidate in chosen.values() if candidate for what in candidate.block.says),
    )


def _labels(panel: Panel, spots: Spots, ground: Ground, others: Sequence[Request], obstacles: Obstacles) -> Labels:
    """The labels of units and layers, with others, in their places; and those that the config hides."""

    def placed(*, figures: bool, without: frozenset[str] = frozenset()) -> Labels:
        lines, states = ground.lines, ground.states
        wanted, hidden = label_requests(
            panel.scene, panel.beneath, panel.artboard, panel.view, spots, lines,
            states=states, figures=figures, without=without,
        )  # fmt: skip
        requests = [*wanted, *others]
        return requests, _placed(requests, obstacles, ground), hidden

    return alike(placed, panel.scene.figures, is_crowded=is_crowded(spots, panel.view))


def _placed(requests: Sequence[Request], obstacles: Obstacles, ground: Ground) -> dict[str, Candidate | None]:
    """The places of all labels: names of the basemap take what room the others leave, and cross no leader.

    They keep off the borders of regions, too: one that lies on such a border is taken for a region's.
    """
    names = [replace(request, most=ACROSS_A_LEADER / 2) for request in requests if _is_of_basemap(request)]
    firm = [request for request in requests if not _is_of_basemap(request)]
    chosen = place(firm, obstacles)
    if not names:
        return chosen
    return chosen | place(names, beside_labels(_off_regions(obstacles, ground), firm, chosen))


def _off_regions(obstacles: Obstacles, ground: Ground) -> Obstacles:
    """What names of the basemap keep off: borders of regions cost them more."""
    inner = tuple((line, _NAME_ON_REGION) for line in ground.regions if not shapely.is_empty(line))
    return replace(obstacles, lines=(*obstacles.lines, *inner))


def _is_of_basemap(request: Request) -> bool:
    return request.optional and request.id.startswith(GROUND_NAMES)


def _towns(panel: Panel, discs: Floats) -> Towns:
    """The towns to choose from. Those of maps of other days are the same, as far as units and their number decide."""
    scene, view = panel.scene, panel.view
    others = spots_in(replace(scene, symbols=scene.others), view, panel.scale) if scene.others else ()
    covered = np.concatenate([discs, others.discs]) if others else discs
    spots = (*panel.spots[:MOST_NAMED], *others[:MOST_NAMED])
    units = len({spot.symbol.unit for spot in spots}) if others else 0
    named = [*_named(panel, spots)]
    return Towns(
        panel.beneath.towns, scene.most_towns, panel.artboard, view, covered, named, units, scene.about, panel.maps
    )


def _regions(
    panel: Panel, requests: Sequence[Request], chosen: dict[str, Candidate | None], obstacles: Obstacles
) -> tuple[list[Request], dict[str, Candidate | None]]:
    """All labels and their places, with names of regions where there is room beside them.

    A region that is called as a place on the map is, by one that has the start of its name in common, is not named.
    """
    standing = [request for request in requests if chosen[request.id]]
    said = {_start(request.text) for request in standing if not request.id.startswith(_OF_WATERS)}
    wanted = [
        request
        for request in region_requests(panel.scene, panel.beneath, panel.artboard, panel.view)
        if _start(request.text) not in said
    ]
    free = beside_labels(obstacles, standing, chosen)
    return [*requests, *wanted], {**chosen, **place(wanted, free)}


def _start(name: str) -> str:
    """The first letters of a name, by which it is another's in other spelling: Vinnytsya and Vinnytsia."""
    return "".join(filter(str.isalpha, name.casefold()))[:_SAME_NAME]


def _named(panel: Panel, spots: Sequence[Spot]) -> Iterator[tuple[str, float, float]]:
    """What texts on the map say, and the px that they speak of; not those of waters, which may have a town's name."""
    yield from ((spot.symbol.label, spot.x, spot.y) for spot in spots)
    ground = (label for label in panel.beneath.labels if label.style != "water")
    labels = [(label.text, label.lon, label.lat) for label in (*panel.scene.labels, *ground)]
    labels += [(shown.name, shown.lon, shown.lat) for shown in panel.scene.places]
    yield from ((text, *panel.view.point(lon, lat)) for text, lon, lat in labels)


def _slots(chosen: dict[str, Candidate | None], spots: Spots) -> dict[str, int]:
    """The places that the labels of units have taken; those of crowds by the largest of their units."""
    first = {spot.symbol.unit: spot.members[0].symbol.unit for spot in spots.aside.values() if spot.members}
    placed = [found for found in chosen.values() if found and found.slot is not None]
    return {first.get(found.block.owner, found.block.owner): found.slot for found in placed if found.slot is not None}


def _unseen(ground: Ground) -> Iterator[Relocation]:
    """The disputed areas that this map is too small for."""
    return (Relocation(name, NOT_HATCHED) for name in ground.unseen)


def rectangle(box: Box, fill: str, id: str) -> Path:
    """A box as a plain fill."""
    corners = [[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]]
    return Path((np.array(corners),), fill=fill, id=id)


def _lines_to_avoid(ground: Ground) -> tuple[tuple[shapely.Geometry, float], ...]:
    """Overlay lines and borders, with what a text that crosses one costs."""
    overlays = [(geometry, _CROSSING_CONTACT_LINE) for geometry in ground.lines.values()]
    borders = [(geometry, _CROSSING_BORDER) for geometry in ground.borders]
    coasts = [(geometry, _CROSSING_COAST) for geometry in ground.coasts]
    regions = [(geometry, _CROSSING_REGION) for geometry in ground.regions]
    return (*overlays, *(line for line in (*borders, *coasts, *regions) if not shapely.is_empty(line[0])))


def _outlines(marks: Sequence[Path | Circle]) -> Iterator[tuple[shapely.Geometry, float]]:
    for mark in marks:
        rings = mark.rings if isinstance(mark, Path) else ()
        yield from ((shapely.linearrings(ring), _CROSSING_OUTLINE) for ring in rings)


def _place_symbols(places: Sequence[PlaceSpot], ground: Ground) -> Iterator[Item]:
    for shown, x, y in places:
        halo = ground.colour_under(Box(x, y, 0, 0))
        yield from place_marks(shown.kind, (x, y), ground.look, halo, f"place-{shown.id}-mark")


def _marks(spots: Spots, places: Sequence[PlaceSpot]) -> Floats:
    """The circles of the symbols and places, each of which a name may be taken for that of."""
    others = np.array([(x, y, place_radius(shown.kind)) for shown, x, y in places], dtype=float).reshape(-1, 3)
    return np.concatenate([spots.discs, others])


def _circles(spots: Spots, places: Sequence[PlaceSpot]) -> Floats:
    """What labels keep off: the symbols, the true points of those moved aside, where those were that moved, places."""
    others = [spot.origin for spot in spots.aside.values() if spot.origin]
    others += [(*spot.true_point, _POINT) for spot in spots.aside.values() if spot.true_point]
    others += [(x, y, place_radius(shown.kind)) for shown, x, y in places]
    return np.asfortranarray(np.concatenate([spots.discs, np.array(others, dtype=float).reshape(-1, 3)]))


def _moves(spots: Spots) -> Iterator[tuple[shapely.Geometry, float]]:
    for spot in spots.aside.values():
        line = move_line((spot.x, spot.y, spot.radius), spot.origin) if spot.origin else None
        if line is not None:
            yield shapely.linestrings(line), _CROSSING_MOVE


def _origins(panel: Panel) -> tuple[list[Item], list[DrawnSymbol]]:
    """Where moved units were, and arrows to where they are."""
    items: list[Item] = []
    drawn: list[DrawnSymbol] = []
    for spot in panel.spots.aside.values():
        if spot.origin:
            look = panel.scene.style
            marks, entries = was_marks(spot.symbol, *spot.origin[:2], panel.scale, look)
            items += [*marks, *move_marks(spot.symbol, (spot.x, spot.y, spot.radius), spot.origin, look)]
            drawn += entries
    return items, drawn


def _symbols(panel: Panel) -> tuple[Sequence[Item], Sequence[DrawnSymbol]]:
    """The marks of all symbols, and what is said of each; of very many plain ones those of a look are made at once."""
    if len(panel.spots) > MOST and panel.spots.are_plain:
        return many_marks(panel.spots, panel.scale, panel.artboard.width, panel.scene.style)
    items: list[Item] = []
    drawn: list[DrawnSymbol] = []
    circles = chain.from_iterable(spot.parts or (spot,) for spot in panel.spots)
    for spot in sorted(circles, key=lambda spot: -spot.radius):  # those of a place may be smaller than what follows
        marks, entries = marks_of(spot, panel)
        items += marks
        drawn += entries
    return items, drawn


def marks_of(spot: Spot, panel: Panel) -> tuple[list[Item], list[DrawnSymbol]]:
    """The marks of one symbol of a panel, and what is said of each."""
    where = spot.symbol, spot.x, spot.y, panel.scale, panel.artboard.width, panel.scene.style
    if spot.members:
        return crowd_marks(*where, panel.most)
    return (changed_marks if spot.symbol.change else unit_marks)(*where)


def _ticks(spots: Spots, colour: str) -> Iterator[Item]:
    """From each symbol that was moved aside to where its unit is; below the circles, through which they are seen."""
    for unit, line in _tick_lines(spots):
        yield Path((line,), closed=False, stroke=colour, stroke_width=0.9, id=f"tick-{unit}")


def _tick_lines(spots: Spots) -> Iterator[tuple[str, Floats]]:
    for spot in spots.aside.values():
        if spot.true_point:
            line = np.array([spot.true_point, [spot.x, spot.y]])
            share = spot.radius / float(np.hypot(*(line[1] - line[0])))
            line[1] += (line[0] - line[1]) * share
            yield spot.symbol.unit, line


def _led(spots: Spots) -> Iterator[tuple[shapely.Geometry, float]]:
    for _, line in _tick_lines(spots):
        yield shapely.linestrings(line), _CROSSING_TICK


def _true_points(spots: Spots, colour: str) -> Iterator[Item]:
    """Where the units are whose symbols were moved aside, above the circles; smaller where there are many."""
    points = {spot.symbol.unit: spot.true_point for spot in spots.aside.values() if spot.true_point}
    for unit, (x, y) in points.items():
        near = sum(hypot(x - other_x, y - other_y) < _NEAR for other_x, other_y in points.values())
        diameter = _POINT if near <= _FEW else _SMALL_POINT
        yield Circle(x, y, diameter, fill=colour, id=f"true-point-{unit}")


def _drawn_pictograms(chosen: dict[str, Candidate | None]) -> Iterator[DrawnSymbol]:
    """Pictograms by the middle of their ink and its smaller side: an outline may fill a part of its box only."""
    for candidate in chosen.values():
        if candidate is None:
            continue
        for item in candidate.block.items(candidate.box, candidate.anchor):
            if isinstance(item, Stamp):
                ink = covered_px([item.outline])
                x, y = item.x - item.size / 2 + ink.centre[0], item.y - item.size / 2 + ink.centre[1]
                yield DrawnSymbol(candidate.block.owner, "pictogram", x, y, min(ink.width, ink.height), None)
