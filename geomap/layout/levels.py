"""An artboard at all scales of the page: at home as its picture has it, and closer by as a larger sheet would have it.

A level is the map laid out for a frame so many times as wide, with type and circles of the same px. It holds from its
scale up to the next level's: every circle and text keeps its px offset from a point of the ground, and what then comes
upon another is hidden for just those scales. Two boxes with fixed offsets meet over one closed interval of scale, so
all zooms are settled at once (Been, Daiches and Yap, "Dynamic Map Labeling", IEEE TVCG 2006).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import nan

import numpy as np

from geomap.facts.columns import NO_ROWS, Floats, Rows
from geomap.layout.frame import ground_of
from geomap.layout.insets.maps import OUTLINE_TITLE
from geomap.layout.labels.search import Request
from geomap.layout.labels.standing import SetLabel, set_label
from geomap.layout.labels.unit import UnitLabels
from geomap.layout.meetings import NONE, Discs, Fixed, ends, starts
from geomap.layout.panel import Panel, PanelDrawing, draw_panel
from geomap.layout.plan import Plan
from geomap.layout.sheet import Settled
from geomap.layout.units.crowds import settled
from geomap.layout.units.positions import MOST, Spots, spots_in
from geomap.layout.view.projection import View
from geomap.marks.crowd import largest_crowd
from geomap.page import Box
from geomap.scene import Artboard, Scene, Symbol

DEEPEST = 16.0  # times the scale at home
_OF_OTHERS = 2000.0  # priority by which labels of the map's own day come before those of others
_STEP, _CLOSE = 2.0, 5.0  # from a level to the next where circles are to be parted; the closest, with most towns
_MORE = 600  # of the largest units on a map of very many, that may be named closer by

Range = tuple[float, float]  # of scale: from the first on, before the second


@dataclass(frozen=True, slots=True)
class Shown:
    """A label, and the scales at which it is shown, times that at home.

    `point` is what it keeps to, in px of the frame at home; `at` is the same point in px of the drawing that it is of.
    It `is_other` where it is of a mark that stands on other days.
    """

    label: SetLabel
    point: tuple[float, float]
    at: tuple[float, float]
    is_other: bool
    scales: Range


@dataclass(frozen=True, slots=True)
class Level:
    """The map from one scale up to the next level's. Px are of a frame `scale` times as wide as that at home, whose top
    left is at `origin`. `spots` are those of the map's own day, `others` those that stand only on other days.
    """

    scale: float
    until: float
    view: View
    spots: Spots
    others: Spots
    labels: tuple[Shown, ...]
    origin: tuple[float, float]


def scaled(view: View, factor: float) -> View:
    """A view so many times as large, whose frame begins at 0, 0."""
    frame = view.frame
    left, top = view.left + frame.x / view.scale, view.top - frame.y / view.scale
    return View(view.projection, Box(0, 0, frame.width * factor, frame.height * factor), view.scale * factor, left, top)


def levels_of(settled: Settled, least: float = 1.0, others: Rows[Symbol] = NO_ROWS) -> list[Level]:
    """The levels of an artboard, from the farthest, of the `least` scale, to the closest; at home it is the picture.

    `others` are marks that the map has on other days, where it has none on its own: these stand where what there is on
    its own day leaves them room, so that on all days a mark and its label have one place.
    """
    board = _Board(settled.scene, settled.artboard, settled.plan)
    drawn = []
    for scale in board.scales(least):
        own = board.picture(settled.main) if scale == 1 else board.at(scale)
        drawn.append(board.with_others(own, others) if others else own)
    return [*_joined(drawn, board)]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A level before its labels are looked at beside those of the next one; px from `origin` on."""

    scale: float
    view: View
    panel: Panel
    drawing: PanelDrawing
    origin: tuple[float, float] = (0.0, 0.0)
    others: Spots = field(default_factory=lambda: Spots.of(()))
    of_others: tuple[SetLabel, ...] = ()


@dataclass(frozen=True)
class _Board:
    """An artboard that is set out at other scales."""

    scene: Scene
    artboard: Artboard
    plan: Plan

    @property
    def has_many(self) -> bool:
        """Whether the symbols are so many that none is moved aside, nor set anew closer by."""
        return len(self.scene.symbols) > MOST

    def scales(self, least: float) -> list[float]:
        """The scales of the levels: at first closer ones as long as circles are left to be parted."""
        scales = [1.0]
        while scales[0] > least:
            scales.insert(0, scales[0] / _STEP)
        if self.has_many:
            return scales
        if self._is_crowded(1.0):
            scales.append(_STEP)
        scales.append(_CLOSE)
        if self._is_crowded(_CLOSE):
            scales.append(DEEPEST)
        return scales

    def more(self, own: _Drawn) -> Iterator[SetLabel]:
        """Names of the largest units that have none at home, right of their circles, for where there is room."""
        there = {label.request.unit for label in own.drawing.labels}
        units = UnitLabels(self.scene, self.artboard, "place_dense", (), figures=False)
        for spot in own.panel.spots[:_MORE]:
            if spot.symbol.unit not in there and spot.symbol.label and not spot.members:
                for request in units.request(spot):
                    if isinstance(request, Request) and len(request.candidates):
                        yield set_label(request, request.candidates[0], own.drawing.ground)

    def _is_crowded(self, scale: float) -> bool:
        """Whether circles are summed up or set aside."""
        spots = self._spots(scaled(self.plan.view, scale))
        return any(spot.members or spot.true_point for spot in spots.aside.values())

    def _spots(self, view: View) -> Spots:
        spots = spots_in(self.scene, view, self.plan.scale)
        return settled(spots, self.scene, self.artboard, self.plan.scale, view, self._most)

    @property
    def _most(self) -> float:
        return largest_crowd(self.plan.view.frame)

    def picture(self, home: PanelDrawing) -> _Drawn:
        """The artboard as it was drawn."""
        view = self.plan.view
        panel = self._panel(view, self.plan.spots)
        return _Drawn(1.0, view, panel, home, (view.frame.x, view.frame.y))

    def at(self, scale: float) -> _Drawn:
        """The artboard as a frame so many times as wide would have it."""
        view = scaled(self.plan.view, scale)
        panel = self._panel(view, self._spots(view))
        return _Drawn(scale, view, panel, draw_panel(panel, []))

    def with_others(self, own: _Drawn, symbols: Rows[Symbol]) -> _Drawn:
        """A level with marks of other days, whose labels keep off all that it has."""
        lines = tuple(replace(line, callout="") for line in self.scene.lines)
        scene = replace(self.scene, symbols=symbols, labels=(), places=(), lines=lines, figures="never")
        board = replace(self, scene=scene)
        spots = board._spots(own.view)
        bare = replace(own.panel.beneath, labels=(), towns=(), regions=(), rivers=())
        panel = replace(own.panel, scene=scene, beneath=bare, spots=spots)
        circles = [Box(x, y, 0, 0).grown(radius) for x, y, radius in own.panel.spots.discs.tolist()]
        drawing = draw_panel(panel, [*(label.box for label in own.drawing.labels), *circles])
        return replace(own, others=spots, of_others=drawing.labels)

    def _panel(self, view: View, spots: Spots) -> Panel:
        maps = max((view.frame.width / self.plan.view.frame.width) ** 2, 1.0)
        beneath = replace(ground_of(self.scene, view), relief=None)  # labels do not mind it
        return Panel(self.scene, beneath, self.artboard, self.plan.scale, view, spots, self._most, maps=maps)


def _joined(drawn: Sequence[_Drawn], board: _Board) -> Iterator[Level]:
    """The levels, each with the labels of the next one that can be shown before it."""
    for number, own in enumerate(drawn):
        after = drawn[number + 1] if number + 1 < len(drawn) else None
        until = after.scale if after else DEEPEST * _STEP
        labels, discs = [*_anchored(own)], _discs(own)
        fixed = _fixed(labels, own)
        last = ends(fixed, discs, own.scale, until)
        shown = [Shown(*label, (own.scale, end)) for label, end in zip(labels, last.tolist(), strict=True)]
        coming = _coming(own, after) if after else []
        if board.has_many and own.scale >= 1:
            coming = [*_at_points(own, board.more(own), own.panel.spots, is_other=False)]
        if coming:
            first = starts(_fixed(coming, own), fixed, last, discs, own.scale, until)
            first = np.maximum(first, _whole_from(_fixed(coming, own), own)).tolist()
            pairs = zip(coming, first, strict=True)
            shown += [Shown(*label, (since, until)) for label, since in pairs if since < until]
        yield Level(own.scale, until, own.view, own.panel.spots, own.others, tuple(shown), own.origin)


# With px of the frame at home, px of the drawing, and whether it is of a mark of other days.
_Anchored = tuple[SetLabel, tuple[float, float], tuple[float, float], bool]


def _coming(own: _Drawn, after: _Drawn) -> list[_Anchored]:
    """The labels of the next level that may be shown before it: of what stands alone and has no label yet."""
    there = {(label.request.id, is_other) for label, _, _, is_other in _anchored(own)}
    single = [{spot.symbol.unit for spot in spots if not spot.members} for spots in (own.panel.spots, own.others)]
    return [
        (label, point, at, is_other)
        for label, point, at, is_other in _anchored(after)
        if not ((label.request.id, is_other) in there or label.leader)
        and (not label.request.unit or label.request.unit in single[is_other])
    ]


def _anchored(own: _Drawn) -> Iterator[_Anchored]:
    """Each label, the point of the ground that it keeps to, and where px of the drawing are off that point."""
    yield from _at_points(own, own.drawing.labels, own.panel.spots, is_other=False)
    yield from _at_points(own, own.of_others, own.others, is_other=True)


def _at_points(own: _Drawn, labels: Iterable[SetLabel], spots: Spots, *, is_other: bool) -> Iterator[_Anchored]:
    points = {spot.symbol.unit: spot.true_point or (spot.x, spot.y) for spot in spots.aside.values()}
    left, top = own.origin
    for label in labels:
        if label.request.id.startswith(OUTLINE_TITLE):
            continue
        x, y = points.get(label.request.unit, label.point)
        yield label, ((x - left) / own.scale, (y - top) / own.scale), (x, y), is_other


def _fixed(labels: Sequence[_Anchored], own: _Drawn) -> Fixed:
    first = len(own.panel.spots)
    groups = {(unit, False): number for number, unit in enumerate(own.panel.spots.symbols.ids)}
    groups |= {(unit, True): first + number for number, unit in enumerate(own.others.symbols.ids)}
    boxes = [
        (box.x - x, box.y - y, box.right - x, box.bottom - y) for label, _, (x, y), _ in labels if (box := label.box)
    ]
    leaders = [
        (nan,) * 4 if label.leader is None else (label.leader.rings[0] - at).ravel().tolist()
        for label, _, at, _ in labels
    ]
    return Fixed(
        np.array([point for _, point, _, _ in labels], dtype=float).reshape(-1, 2),
        np.array(boxes, dtype=float).reshape(-1, 4),
        np.array(leaders, dtype=float).reshape(-1, 4),
        np.array([label.request.priority - _OF_OTHERS * is_other for label, _, _, is_other in labels]),
        np.array([groups.get((label.request.unit, is_other), NONE) for label, _, _, is_other in labels], dtype=int),
    )


def _whole_from(labels: Fixed, own: _Drawn) -> Floats:
    """From which scale on each label lies within the frame."""
    frame = own.view.frame
    size = np.array([frame.width, frame.height]) / own.scale
    with np.errstate(divide="ignore", invalid="ignore"):
        before = -labels.boxes[:, :2] / labels.points
        beyond = labels.boxes[:, 2:] / (size - labels.points)
    found: Floats = np.nan_to_num(np.hstack([before, beyond]), nan=0.0).max(axis=1, initial=0.0)
    return found


def _discs(own: _Drawn) -> Discs:
    parts = [_points_and_offsets(spots) for spots in (own.panel.spots, own.others)]
    points, offsets = (np.concatenate(some) for some in zip(*parts, strict=True))
    return Discs((points - own.origin) / own.scale, offsets, np.arange(len(points)))


def _points_and_offsets(spots: Spots) -> tuple[Floats, Floats]:
    """Of each symbol the point of the ground that it is of, and px off that and the radius."""
    points = spots.discs[:, :2].copy()
    for number, spot in spots.aside.items():
        if spot.true_point:
            points[number] = spot.true_point
    return points, np.column_stack([spots.discs[:, :2] - points, spots.discs[:, 2]])
