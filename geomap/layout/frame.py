"""How an artboard divides: bands of text above and below, the map's frame between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geomap.errors import LayoutError, Problem
from geomap.facts import Unit
from geomap.facts.columns import Floats, Rows
from geomap.layout.furniture.around import Band, footer, header, margin
from geomap.layout.insets.below_map import height_below
from geomap.layout.insets.beside_map import WIDEST, column_width
from geomap.layout.insets.choice import may_stand_beside, shown_insets
from geomap.layout.key.box import KeyDrawing, KeyLayout
from geomap.layout.view.bounds import covers, longitude_span, padded, snapped, union
from geomap.layout.view.projection import NO_REACHES, Reaches, View, fit, fitted_aspect, visible_bounds
from geomap.layout.view.whole import whole_reaches
from geomap.marks.size import SizeScale
from geomap.marks.style import symbol_factor
from geomap.marks.unit import drawn_diameter
from geomap.measure import px_of
from geomap.page import Box
from geomap.scene import Artboard, Bounds, Inset, Scene, Symbol
from geomap.scene.beneath import Beneath
from geomap.wording import reads_right_to_left

_BAND_GAP = 9.0  # px between the map and the bands above and below
_BESIDE_HEAD, _LEAST_STRIP = 28.0, 100.0  # px between the texts of the head and a key beside them; of that key
_ALONG = 9  # positions along an edge of what reaches so far, which is a curve on the page
_EDGE_ROOM = 5.0  # px between a circle and the edge of a map that is fitted to its units
_LARGEST_GROWTH = 1.2  # times the ground of its bounds that a map shows at most, each way, so that no circle is cut
_PANNING = 0.15  # of the view on each side: the interactive page can be panned beyond what artboards show
_MOST_AROUND = 300.0  # px that title, key, notes and sources usually take at most
_LEAST_SHOWN, _LEAST_OF_WORLD = 0.1, 0.5  # of a map of a given height, for what it must show
_LEAST_MAP = 120.0  # px; less is no map
_OF_ONE_PLACE = 0.62  # height over width of a map of one place: a higher one would be ground on which nothing stands
_LOWEST_ON_PHONE = 0.6  # of a map that is fitted to its units, and so has more ground to show above and below them
_WORLD_SPAN = 150.0  # degrees of longitude; above and below a wider view there is nothing
_MOST_LINES = {"title": 6, "subtitle": 12, "as_of": 3}
_MOST_TEXT = 1.2  # of the map's height under title, notes and sources; more is a page of text with a map


@dataclass(frozen=True, slots=True)
class Kept:
    """Px that are kept for insets: below the map, beside it, and how high it must be for those beside it.

    By `more` px it is higher than it would be by itself, so that a key has room on it; `bar` px are kept below all of
    that for the scale bar.
    """

    below: float = 0.0
    beside: float = 0.0
    height: float = 0.0
    more: float = 0.0
    bar: float = 0.0


_NONE_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Frame:
    """The bands of a page and the map's frame between them; a scale bar that is not on the map has its top at `bar`."""

    header: Band
    key_strip: KeyDrawing | None
    box: Box
    bar: float
    footer: Band
    height: float


def artboard_scale(scale: SizeScale, width: float, widest: float) -> SizeScale:
    """The sizes of circles on an artboard of `width` px; `scale` is that of the widest."""
    return scale.scaled(symbol_factor(width, widest, scale.max_diameter))


def circle_room(artboard: Artboard, artboards: Sequence[Artboard], max_diameter: float) -> float:
    """Px that a page fitted to its units keeps free at its edges, so that no circle is cut."""
    if artboard.bounds:
        return 0.0
    widest = max(board.width for board in artboards)
    return artboard_scale(SizeScale(1.0, max_diameter), artboard.width, widest).max_diameter / 2 + _EDGE_ROOM


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a view is fitted to: units, and what else reaches so far: west, south, east, north, west <= east."""

    units: Rows[Unit] | Rows[Symbol]
    reach: Bounds | None = None

    def within(self, bounds: Bounds, artboard: Artboard, radius: Floats) -> Reaches:
        """What a map of stated bounds shows beside them, so that no circle that they hold is cut; `radius` is px."""
        if not self.units:
            return NO_REACHES
        lat, lon = self.units.lat_lon
        width = artboard.width - 2 * margin(artboard.width)
        high = artboard.height or width * map_aspect(bounds, artboard.width)
        circles = np.column_stack([lon, lat, radius + _EDGE_ROOM])
        return whole_reaches(bounds, Box(0, 0, width, high), circles, _LARGEST_GROWTH)

    def reaches(self, scale: SizeScale, radius: Floats | None = None) -> Reaches:
        """Where the units are and how far their marks reach; of what else is in view the corners and sides.

        `radius` is px of each, where that is not what its count takes alone.
        """
        lat, lon = self.units.lat_lon
        if radius is None:
            radius = self.units.by_count(lambda troops: drawn_diameter(troops, scale) / 2)
        units = np.column_stack([lon, lat, radius + _EDGE_ROOM])
        if self.reach is None:
            return units
        west, south, east, north = self.reach
        around = [(x, y, _EDGE_ROOM) for x in np.linspace(west, east, _ALONG) for y in (south, north)]
        return np.vstack([units, around])


def needed_bounds(
    bounds: Bounds, artboards: Sequence[Artboard], fitted: Fitted, scale: SizeScale, insets: Sequence[Inset]
) -> Bounds:
    """Degrees that cover what any artboard can show, and the page's panning a little beyond it.

    No map is larger than its whole artboard; one of a given height is lower by its texts and the insets below it, and
    shows more to both sides. `fitted` is what the view is fitted to, circles by `scale`.
    """
    seen = []
    widest = max(board.width for board in artboards)
    for artboard in artboards:
        own = artboard.bounds or bounds
        reaches = NO_REACHES if artboard.bounds else fitted.reaches(artboard_scale(scale, artboard.width, widest))
        shown = shown_insets(insets, artboard)
        movable = [inset for inset in shown if may_stand_beside(inset, artboard)]
        lowest = artboard.height and max(artboard.height - _MOST_AROUND - height_below(shown, artboard), _LEAST_MAP)
        widths = (artboard.width - column_width(movable, artboard, share) for share in (0.0, WIDEST))
        for width in dict.fromkeys((artboard.width, *widths)):
            tallest = artboard.height or width * map_aspect(own, artboard.width, reaches, artboard.width - width)
            for height in dict.fromkeys((tallest, lowest or tallest)):
                seen.append(visible_bounds(fit(own, Box(0, 0, width, height), reaches)))
    return snapped(padded(union(seen), _PANNING))


def finest_km_per_px(bounds: Bounds, artboards: Sequence[Artboard]) -> float:
    """Kilometres of a px, as lines are measured in, on the artboard that shows bounds on the largest scale."""
    scales = []
    for artboard in artboards:
        own, width = artboard.bounds or bounds, artboard.width
        height = artboard.height or width * map_aspect(own, width)
        scales.append(fit(own, Box(0, 0, width, height)).nominal_km_per_px * px_of(width))
    return min(scales)


def ground_of(scene: Scene, view: View) -> Beneath:
    """What lies beneath a map, once its view is known: mostly what all artboards share.

    Texts may have left the map another shape than was thought; then more is asked for.
    """
    bounds, seen = scene.ground.bounds, visible_bounds(view)
    return scene.ground.window(None if covers(bounds, seen) else snapped(padded(union([bounds, seen]), _PANNING)))


def map_aspect(bounds: Bounds, width: float, reaches: Reaches = NO_REACHES, beside: float = 0.0) -> float:
    """Height over width of a map that has no height of its own, on an artboard of `width` px with `beside` px kept."""
    is_phone = width < 480
    tallest = 1.35 if is_phone else 1.1 if width < 800 else 0.9  # a page on a desk shows no more at once
    lowest = 0.45
    if len(reaches) and longitude_span(bounds) <= _WORLD_SPAN:
        lowest = _LOWEST_ON_PHONE if is_phone else lowest
        tallest = _OF_ONE_PLACE if not is_phone and not np.ptp(reaches[:, :2], axis=0).any() else tallest
    whole = width - 2 * margin(width)
    return min(max(fitted_aspect(bounds, whole - beside, reaches), lowest), tallest * whole / (whole - beside))


def page_frame(
    scene: Scene, artboard: Artboard, key: KeyLayout | None, kept: Kept = _NONE_KEPT, reaches: Reaches = NO_REACHES
) -> Frame:
    """The bands and the frame between them; with `key`, a strip for it above the map.

    `kept` is for insets outside the map; `reaches` are of the units that the map is fitted to.
    """
    edge = margin(artboard.width)
    width = artboard.width - 2 * edge
    head = header(scene, artboard)
    top = head.bottom + _BAND_GAP
    strip = _key_strip(key, head, edge, width) if key else None
    if strip:
        top = max(head.bottom, strip.box.bottom) + _BAND_GAP
    foot_height = footer(scene, artboard, 0).bottom
    if artboard.height is None:
        height = _own_height(artboard, artboard.bounds or scene.bounds, kept, reaches)
    else:
        height = artboard.height - top - kept.below - kept.bar - _BAND_GAP - foot_height - edge
        _require_room(artboard, height, kept)
        _require_shape(artboard, artboard.bounds or scene.bounds, height / (width - kept.beside))
    _require_moderate(artboard, head, head.bottom - edge + foot_height, height)
    left = edge + kept.beside if reads_right_to_left(scene.lang) else edge
    box = Box(left, top, width - kept.beside, height)
    bar = box.bottom + kept.below
    foot = footer(scene, artboard, bar + kept.bar + _BAND_GAP)
    total = float(artboard.height or np.ceil(foot.bottom + edge))
    return Frame(head, strip, box, bar, foot, total)


def _key_strip(key: KeyLayout, head: Band, edge: float, width: float) -> KeyDrawing:
    """The key above the map: beside the title and what else is in the head where that makes the page less high."""
    below = key.flat(edge, head.bottom + _BAND_GAP + 2, width)
    room = width - max((item.box.width for item in head.items), default=0.0) - _BESIDE_HEAD
    if not head.items or room < _LEAST_STRIP:
        return below
    beside = key.at_end(edge + width, edge + 2, room)
    fits = beside.box.width <= room and max(beside.box.bottom, head.bottom) < below.box.bottom
    return beside if fits else below


def _own_height(artboard: Artboard, bounds: Bounds, kept: Kept, reaches: Reaches) -> float:
    """Px of a map that has no height of its own: as its bounds want it, or as the insets beside it do."""
    whole = artboard.width - 2 * margin(artboard.width)
    by_itself = (whole - kept.beside) * map_aspect(bounds, artboard.width, reaches, kept.beside)
    return max(by_itself + kept.more, kept.height)


def _require_room(artboard: Artboard, height: float, kept: Kept) -> None:
    """Refuse a height that leaves no room for a map."""
    if height >= max(_LEAST_MAP, kept.height):
        return
    around = "title, key, notes and insets" if kept.below else "title, key and notes"
    least = max(_LEAST_MAP, kept.height)
    raise LayoutError(
        Problem(
            path=f"artboards.{artboard.id}.height",
            text=f"{around} leave {max(height, 0):.0f} px for the map, which needs {least:.0f}",
            hint="raise the height, or shorten or drop texts" + (" or insets" if kept.below or kept.height else ""),
        )
    )


def _require_shape(artboard: Artboard, bounds: Bounds, aspect: float) -> None:
    """Refuse a map whose shape leaves most of it beside what it must show: of the world there is nothing beyond."""
    least = _LEAST_OF_WORLD if longitude_span(bounds) > _WORLD_SPAN else _LEAST_SHOWN
    share = aspect / fitted_aspect(bounds)
    if min(share, 1 / share) < least:
        said = f"what the map must show would fill {min(share, 1 / share):.0%} of it, at least {least:.0%} make a map"
        change = "raise" if share < 1 else "lower"
        hint = f"{change} the height, leave it out, or give the artboard bounds of its shape"
        raise LayoutError(Problem(path=f"artboards.{artboard.id}.height", text=said, hint=hint))


def _require_moderate(artboard: Artboard, head: Band, texts: float, height: float) -> None:
    """Refuse texts that would make a page of text with a map, and name the longest."""
    for item in head.items:
        if len(item.lines) > _MOST_LINES[item.role]:
            said = f"the {item.role} takes {len(item.lines)} lines, at most {_MOST_LINES[item.role]} make a map"
            raise _too_much(artboard, said, f"shorten the {item.role}, or drop it from this artboard")
    if texts > _MOST_TEXT * max(height, artboard.width / 2):
        said = f"the texts around the map take {texts:.0f} px, the map {height:.0f}"
        raise _too_much(artboard, said, "shorten title, notes or source names, or make the artboard wider")


def _too_much(artboard: Artboard, text: str, hint: str) -> LayoutError:
    return LayoutError(Problem(path=f"artboards.{artboard.id}.width", text=text, hint=hint))
