"""Insets: where they stand, and the maps in them: a part enlarged, or what lies around."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geomap.layout.corners import HONEST_SPREAD, inset_corner
from geomap.layout.furniture import ScaleBar, margin
from geomap.layout.labels import Candidate, Request
from geomap.layout.panel import Panel, PanelDrawing, draw_panel, rectangle, symbol_spots
from geomap.layout.projection import View, fit, fitted_aspect, padded, union, visible_bounds
from geomap.layout.requests import Spot
from geomap.layout.style import TYPE
from geomap.layout.text import Block, TextRow, set_text, wrap_all
from geomap.legend import SizeScale
from geomap.page import Box, Circle, DrawnInset, Group, Item, Path, Relocation, Ring
from geomap.scene import BASEMAP_ROLES, Artboard, Bounds, Inset, Scene
from geomap.styles import Style

_NARROW = 600.0  # px; on narrower artboards a detail stands below the map where the config does not say
_LEAST_LOCATOR = 90.0  # px wide
_GAP = 9.0  # px between the map and an inset below it
_PADDING = 7.0  # px around the title
_EDGE = 1.5  # px of paper around an inset
_RULE = 0.9  # px of the line around it
_SMALLEST_OUTLINE = 10.0  # px; what is smaller on a locator is shown by a ring
_OUTLINE_POINTS = 25  # per side: straight edges of one map are curves on another


@dataclass(frozen=True, slots=True)
class Slot:
    """An inset with its place: the box with its title, and the view in it."""

    inset: Inset
    box: Box
    view: View


@dataclass(frozen=True, slots=True)
class Placement:
    """The insets that have a place, the ids of those that should stand below the map, and those without a place."""

    slots: tuple[Slot, ...]
    homeless: frozenset[str]
    dropped: tuple[Relocation, ...]


def inset_bounds(inset: Inset, artboards: Sequence[Artboard]) -> Bounds:
    """Degrees that cover what the inset can show on any artboard."""
    shapes = {_aspect(inset, board.width, below) for board in artboards for below in (False, True)}
    seen = [visible_bounds(fit(inset.bounds, Box(0, 0, 300, 300 * aspect))) for aspect in sorted(shapes)]
    return padded(union(seen), 0.05)


def shown_insets(scene: Scene, artboard: Artboard) -> list[Inset]:
    """The insets of an artboard, those that are wanted in one place first, details before locators."""
    kept = [inset for inset in scene.insets if not artboard.drops("insets", inset.id)]
    return sorted(kept, key=lambda inset: (inset.at == "auto", inset.kind))


def wanted_below(scene: Scene, artboard: Artboard) -> frozenset[str]:
    """The insets that stand below the map from the start."""
    return frozenset(
        inset.id
        for inset in shown_insets(scene, artboard)
        if inset.at == "below" or (inset.at == "auto" and inset.kind == "detail" and artboard.width < _NARROW)
    )


def height_below(scene: Scene, artboard: Artboard, below: Collection[str]) -> float:
    """Px that the insets below the map take, with the gaps above them."""
    width = artboard.width - 2 * margin(artboard.width)
    insets = [inset for inset in shown_insets(scene, artboard) if inset.id in below]
    return sum(_GAP + _strip(inset, artboard, width) + width * _aspect(inset, width, True) for inset in insets)


def place_insets(
    scene: Scene, artboard: Artboard, view: View, spots: Sequence[Spot], below: Collection[str]
) -> Placement:
    """Insets in free corners of the map, and those of `below` under it."""
    insets = shown_insets(scene, artboard)
    taken = [_around(_projected(inset.bounds, view)) for inset in insets if inset.kind == "detail"]
    slots: list[Slot] = []
    homeless: set[str] = set()
    dropped: list[Relocation] = []
    top = view.frame.bottom + _GAP
    for inset in insets:
        if inset.id in below:
            slots.append(_slot(inset, artboard, view.frame.x, top, view.frame.width, True))
            top = slots[-1].box.bottom + _GAP
            continue
        width = max(inset.share * view.frame.width, _LEAST_LOCATOR)
        size = _slot(inset, artboard, 0, 0, width, False).box
        corner = inset_corner(width, size.height, inset.at, view, spots, scene, taken)
        if corner:
            slots.append(_slot(inset, artboard, corner.x, corner.y, width, False))
            taken.append(corner)
        elif inset.kind == "detail":
            homeless.add(inset.id)
        else:
            dropped.append(Relocation(f"inset {inset.id}", "no free corner on the map"))
    return Placement(tuple(slots), frozenset(homeless), tuple(dropped))


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
        low, high = 0.35, 1.2 if width < 480 else 0.85 if width < 800 else 0.6
    return min(max(fitted_aspect(inset.bounds), low), high)


def _strip(inset: Inset, artboard: Artboard, width: float) -> float:
    """Px above the map of an inset, for title and scale bar."""
    if inset.kind == "locator" and not inset.title:
        return 0.0
    lines = max(len(_title_lines(inset, artboard, width)), 1)
    return 2 * _PADDING + TYPE["inset_title"].size(artboard.width) * (1.2 * lines - 0.5)


def _title_lines(inset: Inset, artboard: Artboard, width: float) -> tuple[str, ...]:
    bar = 0.3 * width + 60 if inset.kind == "detail" else 0.0
    return wrap_all(inset.title, "inset_title", artboard.width, max(width - bar - 2 * _PADDING, 40))


def outline_marks(slot: Slot, view: View, look: Style) -> tuple[Path, ...]:
    """The edge of what a detail shows, on the map."""
    return _outlined(_edge_on(slot.view, view), look, f"outline-{slot.inset.id}")


def _extent_marks(main: View, slot: Slot, look: Style) -> tuple[Path | Circle, ...]:
    """What the map shows, on a locator: its outline, or a ring where that is too small to see."""
    ring = _edge_on(main, slot.view)
    box = _around(ring)
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


def title_requests(slots: Sequence[Slot], view: View, artboard: Artboard) -> Iterator[Request]:
    """The titles of details at their outlines on the map: outside if possible."""
    for slot in slots:
        title, box = slot.inset.title, _around(_edge_on(slot.view, view))
        if slot.inset.kind != "detail" or not title or not box.overlaps(view.frame):
            continue
        row = TextRow((title,), "outline_title", "inset_title")
        block = Block((row,), artboard.width, id=f"outline-{slot.inset.id}-title")
        width, height = block.size
        lefts = (box.x, box.right - width, box.centre[0] - width / 2)
        places = [(left, top) for top in (box.y - height - 5, box.bottom + 5) for left in lefts]
        places += [(left, box.y + 5) for left in (box.right + 5, box.x - width - 5)]
        places += [(left, top) for top in (box.y + 5, box.bottom - height - 5) for left in (box.x + 5, lefts[1] - 5)]
        candidates = [
            Candidate(block, Box(left, top, width, height), "start", float(cost))
            for cost, (left, top) in enumerate(places)
        ]
        yield Request(f"outline:{slot.inset.id}", title, 2000.0, tuple(candidates), home=1000.0)


def draw_inset(slot: Slot, scene: Scene, artboard: Artboard, scale: SizeScale, main: View) -> PanelDrawing:
    """The map in an inset, with paper around it, a line, its title and its scale bar."""
    shown, look = _scene_of(slot.inset, scene), scene.style
    marks = _extent_marks(main, slot, look) if slot.inset.kind == "locator" else ()
    spots = symbol_spots(shown, slot.view, scale)
    rings = [Box(mark.x, mark.y, 0, 0).grown(6) for mark in marks if isinstance(mark, Circle)]
    drawn = draw_panel(Panel(shown, artboard, scale, slot.view, spots, marks), rings[:1])
    around = replace(rectangle(slot.box, look.paper, "paper"), stroke=look.paper, stroke_width=2 * (_EDGE + _RULE))
    rule = replace(rectangle(slot.box, "", "rule"), stroke=look.muted, stroke_width=_RULE)
    groups = (Group("paper", (around,)), *drawn.groups, Group("frame", (rule, *_title(slot, artboard, scene))))
    name = slot.inset.id
    return replace(
        drawn,
        groups=tuple(_of_inset(group, name) for group in groups),
        symbols=tuple(replace(symbol, inset=name) for symbol in drawn.symbols),
    )


def drawn_inset(slot: Slot) -> DrawnInset:
    """The entry of an inset in the manifest."""
    return DrawnInset(slot.inset.id, slot.inset.kind, slot.box, slot.view.frame)


def _scene_of(inset: Inset, scene: Scene) -> Scene:
    """What an inset shows of a scene, upon its own basemap: a locator nothing more."""
    if inset.kind == "locator":
        return replace(scene, areas=inset.areas, lines=inset.lines, labels=inset.labels, symbols=())
    upon = tuple(area for area in scene.areas if area.role not in BASEMAP_ROLES)
    lines = tuple(
        replace(line, callout="")
        for line in scene.lines
        if line.role == "graticule" or line.role not in BASEMAP_ROLES
    )  # fmt: skip
    return replace(scene, areas=(*inset.areas, *upon), lines=(*inset.lines, *lines), labels=inset.labels)


def _title(slot: Slot, artboard: Artboard, scene: Scene) -> Iterator[Item]:
    """Title at the left, scale bar at the right, and a line below them."""
    strip = slot.view.frame.y - slot.box.y
    if not strip:
        return
    look, box = scene.style, slot.box
    lines = _title_lines(slot.inset, artboard, box.width)
    if lines:
        x, y = box.x + _PADDING, box.y + _PADDING
        yield set_text(lines, "inset_title", artboard.width, x, y, look=look, id="title")
    if slot.inset.kind == "detail" and slot.view.scale_spread() <= HONEST_SPREAD:
        bar = ScaleBar(slot.view.km_per_px(), artboard, scene.lang, look, room=0.3 * box.width)
        yield from bar.flat(box.right - _PADDING, box.y + strip / 2).items
    edge = np.array([[box.x, slot.view.frame.y], [box.right, slot.view.frame.y]])
    yield Path((edge,), closed=False, stroke=look.rule, stroke_width=0.8, id="title-rule")


def _of_inset(group: Group, name: str) -> Group:
    """The group with ids of its own: what the map and an inset both show has the same ones."""
    items = tuple(replace(item, id=f"inset-{name}-{item.id}") if item.id else item for item in group.items)
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


def _projected(bounds: Bounds, view: View) -> Ring:
    west, south, east, north = bounds
    return view.to_px(np.array([west, east, east, west]), np.array([south, south, north, north]))


def _around(points: Ring) -> Box:
    left, top = points.min(axis=0).tolist()
    right, bottom = points.max(axis=0).tolist()
    return Box(left, top, right - left, bottom - top)
