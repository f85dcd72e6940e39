"""The maps in insets: a part enlarged, or what lies around; and what the map shows of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from geomap.facts.columns import NO_ROWS
from geomap.layout.furniture.around import ScaleBar
from geomap.layout.furniture.corners import HONEST_SPREAD
from geomap.layout.insets.box import PADDING, Slot, around, title_lines
from geomap.layout.insets.names import locator_names
from geomap.layout.labels.search import Candidate, Request
from geomap.layout.labels.settings import Ways
from geomap.layout.panel import Panel, PanelDrawing, draw_panel, rectangle
from geomap.layout.units.crowds import settled
from geomap.layout.units.positions import Spots, spots_in
from geomap.layout.view.projection import View
from geomap.marks.crowd import largest_crowd
from geomap.marks.size import SizeScale
from geomap.marks.text import Block, TextRow, set_text
from geomap.page import Box, Circle, DrawnInset, Group, Item, Path, Ring
from geomap.relocations import NOT_HATCHED, Relocations
from geomap.scene import Artboard, Inset, Scene
from geomap.scene.beneath import Beneath
from geomap.scene.styles import Style

_EDGE = 1.5  # px of paper around an inset
_RULE = 0.9  # px of the line around it
_MOST_COVERED, _OUTLINE_GAP = 0.5, 4.0  # of an outline under circles; px between one that is set around them and them
_SMALLEST_OUTLINE = 10.0  # px; what is smaller on a locator is shown by a ring
_THIN, _THINNER = ("coast", "border", "disputed-border"), 0.65  # groups of a locator
_OUTLINE_POINTS = 25  # per side: straight edges of one map are curves on another

OUTLINE_TITLE = "outline:"  # how ids of requests begin that name what a detail shows


def outline_marks(slot: Slot, view: View, spots: Spots, look: Style) -> tuple[Path, ...]:
    """The edge of what a detail shows, on the map."""
    return _outlined(outline(slot, view, spots), look, f"outline-{slot.inset.id}")


def outline(slot: Slot, view: View, spots: Spots) -> Ring:
    """The edge of what a detail shows; one that circles cover is set around all those that it holds."""
    ring = _edge_on(slot.view, view)
    discs = spots.discs
    covered = np.hypot(ring[:, :1] - discs[:, 0], ring[:, 1:] - discs[:, 1]) < discs[:, 2]
    if covered.any(axis=1).mean() <= _MOST_COVERED:
        return ring
    held = around(ring)
    boxes = [Box(x, y, 0, 0).grown(radius + _OUTLINE_GAP) for x, y, radius in discs[held.holds(discs[:, :2])].tolist()]
    corners = [(x, y) for box in (held, *boxes) for x, y in ((box.x, box.y), (box.right, box.bottom))]
    box = around(np.array(corners))
    return np.array([[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]])


def _extent_marks(main: View, slot: Slot, look: Style) -> tuple[Path | Circle, ...]:
    """What the map shows, on a locator: its outline, or a ring where that is too small to see."""
    ring = _edge_on(main, slot.view)
    box = around(ring)
    if max(box.width, box.height) >= _SMALLEST_OUTLINE:
        return _outlined(ring, look, "extent")
    x, y = box.centre
    return (
        Circle(x, y, _SMALLEST_OUTLINE, stroke=look.paper, stroke_width=3.6, id="extent-edge"),
        Circle(x, y, _SMALLEST_OUTLINE, stroke=look.text, stroke_width=1.6, id="extent"),
    )


def _outlined(ring: Ring, look: Style, id: str) -> tuple[Path, Path]:
    """A thin dark outline with an edge of paper."""
    return (
        Path((ring,), stroke=look.paper, stroke_width=2.8, id=f"{id}-edge"),
        Path((ring,), stroke=look.text, stroke_width=1.1, id=id),
    )


def title_requests(slots: Sequence[Slot], view: View, spots: Spots, artboard: Artboard) -> Iterator[Request]:
    """The titles of details at their outlines on the map: outside if possible."""
    for slot in slots:
        title, box = slot.inset.title, around(outline(slot, view, spots))
        if slot.inset.kind != "detail" or not title or not box.overlaps(view.frame):
            continue
        row = TextRow((title,), "outline_title", "inset_title")
        block = Block((row,), artboard.width, id=f"outline-{slot.inset.id}-title")
        width, height = block.size
        aligned = [box.x + share * (box.width - width) for share in (0.0, 1.0, 0.5)]
        lefts = [*aligned, box.right - width / 4, box.x - width * 0.75]
        places = [
            (left, top)
            for gap in (5, 14, 26)
            for top in (box.y - height - gap, box.bottom + gap)
            for left in lefts
        ]  # fmt: skip
        places += [
            (left, box.y + share * (box.height - height))
            for gap in (5, 14)
            for left in (box.right + gap, box.x - width - gap)
            for share in (0.0, 0.5, 1.0)
        ]
        candidates = [
            Candidate(block, Box(left, top, width, height), "start", float(cost))
            for cost, (left, top) in enumerate(places)
        ]
        yield Request(f"{OUTLINE_TITLE}{slot.inset.id}", title, 2000.0, Ways.of(candidates), home=1000.0)


def inset_spots(slot: Slot, scene: Scene, artboard: Artboard, scale: SizeScale, most: float) -> Spots:
    """Where the symbols lie in an inset; the circle of a crowd takes `most` px at the most."""
    shown = _scene_of(slot.inset, scene)
    return settled(spots_in(shown, slot.view, scale), shown, artboard, scale, slot.view, most)


def draw_inset(  # noqa: PLR0913, PLR0917 - the map it is of, and what others show already
    slot: Slot,
    scene: Scene,
    artboard: Artboard,
    scale: SizeScale,
    main: View,
    spots: Spots,
    named: frozenset[str],
) -> PanelDrawing:
    """The map in an inset, with paper around it, a line, its title and its scale bar; no unit is `named` again."""
    shown, look = _scene_of(slot.inset, scene), scene.style
    marks = _extent_marks(main, slot, look) if slot.inset.kind == "locator" else ()
    rings = [Box(mark.x, mark.y, 0, 0).grown(6) for mark in marks if isinstance(mark, Circle)]
    beneath, most = _beneath(slot.inset, scene), largest_crowd(main.frame)
    panel = Panel(shown, beneath, artboard, scale, slot.view, spots, most, marks, named)
    names = locator_names(beneath, around(_edge_on(main, slot.view)), slot.view, artboard)
    drawn = draw_panel(panel, rings[:1], list(names))
    margin = replace(rectangle(slot.box, look.paper, "edge"), stroke=look.paper, stroke_width=2 * (_EDGE + _RULE))
    rule = replace(rectangle(slot.box, "", "rule"), stroke=look.muted, stroke_width=_RULE)
    ground = map(_finer, drawn.groups) if slot.inset.kind == "locator" else drawn.groups
    groups = (Group("paper", (margin,)), *ground, Group("frame", (rule, *_title(slot, artboard, scene))))
    name = slot.inset.id
    return replace(
        drawn,
        groups=tuple(_of_inset(group, name) for group in groups),
        symbols=tuple(replace(symbol, inset=name) for symbol in drawn.symbols),
        # of the others the map itself says so
        dropped=Relocations(part for part in drawn.dropped.parts if part.reason != NOT_HATCHED),
    )


def drawn_inset(slot: Slot) -> DrawnInset:
    """The entry of an inset in the manifest."""
    return DrawnInset(slot.inset.id, slot.inset.kind, slot.box, slot.view.frame)


def _scene_of(inset: Inset, scene: Scene) -> Scene:
    """What an inset shows of a scene: a locator nothing, a detail no text that points elsewhere."""
    if inset.kind == "locator":
        return replace(scene, areas=(), lines=(), labels=(), symbols=NO_ROWS, places=())
    lines = tuple(replace(line, callout="") for line in scene.lines)
    return replace(scene, lines=lines, labels=(), places=tuple(replace(place, name="") for place in scene.places))


def _beneath(inset: Inset, scene: Scene) -> Beneath:
    """Its own ground; in a detail the map's degrees run on."""
    own = inset.ground.window()
    if inset.kind == "locator":
        return own
    return replace(own, lines=(*own.lines, *(line for line in scene.beneath.lines if line.role == "graticule")))


def _title(slot: Slot, artboard: Artboard, scene: Scene) -> Iterator[Item]:
    """Title at the left, scale bar at the right, and a line below them."""
    strip = slot.view.frame.y - slot.box.y
    if not strip:
        return
    look, box = scene.style, slot.box
    lines = title_lines(slot.inset, artboard, box.width)
    if lines:
        x, y = box.x + PADDING, box.y + PADDING
        yield set_text(lines, "inset_title", artboard.width, x, y, look=look, id="title")
    if slot.inset.kind == "detail" and slot.view.scale_spread() <= HONEST_SPREAD:
        bar = ScaleBar(slot.view.km_per_px(), artboard, scene.lang, look, room=0.3 * box.width)
        yield from bar.flat(box.right - PADDING, box.y + strip / 2).items
    edge = np.array([[box.x, slot.view.frame.y], [box.right, slot.view.frame.y]])
    yield Path((edge,), closed=False, stroke=look.rule, stroke_width=0.8, id="title-rule")


def _finer(group: Group) -> Group:
    """Coasts and borders as thin as a small map wants them."""
    if group.id not in _THIN:
        return group
    lines = (item for item in group.items if isinstance(item, Path))
    return replace(group, items=tuple(replace(line, stroke_width=_THINNER * line.stroke_width) for line in lines))


def _of_inset(group: Group, name: str) -> Group:
    """The group with ids of its own: what the map and an inset both show has the same ones."""
    items = tuple(replace(item, id=f"inset-{name}-{item.id}") for item in group.items)
    return replace(group, id=f"inset-{name}-{group.id}", items=items, inset=name)


def _edge_on(shown: View, view: View) -> Ring:
    """The edge of one view's frame in px of another."""
    frame = shown.frame
    x, y = np.linspace(frame.x, frame.right, _OUTLINE_POINTS), np.linspace(frame.y, frame.bottom, _OUTLINE_POINTS)
    across, down = np.full_like(x, frame.y), np.full_like(y, frame.right)
    edge_x = np.concatenate([x, down[1:], x[::-1][1:], np.full_like(y, frame.x)[1:-1]])
    edge_y = np.concatenate([across, y[1:], np.full_like(x, frame.bottom)[1:], y[::-1][1:-1]])
    degrees = shown.to_degrees(edge_x, edge_y)
    points = view.to_px(*degrees[np.isfinite(degrees).all(axis=1)].T)
    found: Ring = points[np.isfinite(points).all(axis=1)]
    return found
