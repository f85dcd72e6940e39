"""What the page plays: every artboard at all scales as `geomap.layout.levels` sets it, in numbers.

A sheet is an artboard. Its circles and texts stand at px offsets from points of the ground, which are in px of a field:
the plane that sheets of one projection share, as the widest of them has it at home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import numpy as np
import shapely

from geomap.facts import Estimate
from geomap.facts.columns import Floats, Rows
from geomap.fonts import Face, runs_right_to_left, set_line
from geomap.layout.levels import DEEPEST, Level, Shown, levels_of, scaled
from geomap.layout.rules import without_dropped
from geomap.layout.sheet import Settled
from geomap.layout.units.positions import Spot
from geomap.layout.view.projection import View
from geomap.marks.change import changed_marks, was_diameter, was_marks
from geomap.marks.style import TYPE
from geomap.marks.unit import faded
from geomap.page import Circle, Image, Item, Path, Stamp, Text
from geomap.players.html.looks import line_look
from geomap.players.html.shapes import fixed, templates
from geomap.scene import Line, Scene, Symbol

COLUMN, GAP = 232, 28  # px for key and notes beside the map, and between
BESIDE_FROM = 800  # px of width from which they stand beside it, unless the map is broad
BROAD = 1.7  # width of the map over its height
WIDEST = 1088  # px of the page
BANDS = ("title", "subtitle", "credit")

_WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}
_ANCHORS = ("start", "middle", "end")

T = TypeVar("T")


class Pool(Generic[T]):
    """Values, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[Any, int] = {}

    def add(self, key: Any, value: Any = None) -> int:
        """The place of a value, by what tells it from others."""
        if key not in self._places:
            self._places[key] = len(self.values)
            self.values.append(key if value is None else value)
        return self._places[key]


@dataclass(frozen=True, eq=False)
class Field:
    """The plane of the sheets of one projection: px of the `view`, from its top left."""

    view: View
    boards: list[Settled] = field(default_factory=list)

    def holds(self, settled: Settled) -> bool:
        """Whether an artboard is of its projection."""
        return settled.plan.view.projection is self.view.projection

    def points(self, lon: Floats, lat: Floats) -> Floats:
        """Positions in px of the field, (n, 2)."""
        return self.view.to_px(lon, lat)

    def of_frame(self, settled: Settled) -> tuple[float, float, float]:
        """Px of an artboard's frame are `a` times those of the field, less `left` and `top`."""
        own = scaled(settled.plan.view, 1.0)
        scale = own.scale / self.view.scale
        return scale, (own.left - self.view.left) * own.scale, (self.view.top - own.top) * own.scale


def fields_of(boards: Sequence[Settled]) -> list[Field]:
    """The artboards that a page can show, the widest first, by their projections."""
    fields: list[Field] = []
    for settled in _playable(sorted(boards, key=lambda board: -board.plan.view.frame.width * board.px)):
        own = next((field for field in fields if field.holds(settled)), None)
        if own is None:
            view = settled.plan.view
            own = Field(replace(scaled(view, 1.0), scale=view.scale * settled.px))
            fields.append(own)
        own.boards.append(settled)
    return fields


def _playable(boards: Sequence[Settled]) -> list[Settled]:
    """Those that fit into a page; the narrowest in any case."""
    return [board for board in boards if _fits(board)] or [boards[-1]]


def _fits(board: Settled) -> bool:
    frame = board.plan.view.frame
    most = WIDEST if frame.width >= BROAD * frame.height else WIDEST - COLUMN - GAP
    return frame.width * board.px <= most


@dataclass(eq=False)
class Encoder:
    """Sheets in numbers, and the pools that they share."""

    scene: Scene
    fields: Sequence[Field]
    blocks: Pool[Any] = field(default_factory=Pool)
    styles: Pool[Any] = field(default_factory=Pool)
    ids: Pool[str] = field(default_factory=Pool)
    marks: Pool[Any] = field(default_factory=Pool)
    counts: Pool[Any] = field(default_factory=Pool)
    colours: Pool[str] = field(default_factory=Pool)
    outlines: Pool[str] = field(default_factory=Pool)

    def data(self) -> dict[str, Any]:
        """All of it, by the names that the page's program knows."""
        days = self._days()
        sheets = [self._sheet(self._field_of(board), board, days) for board in self.boards]
        marks = [symbol for symbol, _ in self.marks.values]
        lon, lat = (np.array([getattr(mark, axis) for mark in marks], dtype=float) for axis in ("lon", "lat"))
        return {
            "sheets": sheets,
            "marks": {
                "units": [units for _, units in self.marks.values],
                "earlier": {
                    str(n): own
                    for n, (mark, units) in enumerate(self.marks.values)
                    if (own := self._earlier(mark, units))
                },
                "count": [self._count(mark.troops) for mark in marks],
                "colour": [self._colour(mark) for mark in marks],
                "at": [np.round(field.points(lon, lat), 2).ravel().tolist() for field in self.fields],
                "day": [[self._mark(symbol, number) for symbol in day] for number, day in enumerate(days)]
                if len(days) > 1
                else [],
            },
            "sums": [_ends(count) for count in self.counts.values],
            "colours": self.colours.values,
            "templates": templates(self.colours.values, self.scene.style),
            "blocks": self.blocks.values,
            "styles": self.styles.values,
            "ids": self.ids.values,
            "stamps": self.outlines.values,
        }

    def _days(self) -> list[Rows[Symbol]]:
        timeline = self.scene.timeline
        return [*timeline.marks] if timeline else [self.scene.at_places]

    @property
    def _symbols(self) -> list[dict[str, int]]:
        """For each day the place of each unit's symbol among those of the scene."""
        if not hasattr(self, "_found"):
            ids, timeline = self.scene.symbols.ids, self.scene.timeline
            if timeline is None:
                found = [{unit: number for number, unit in enumerate(ids)}]
            else:
                found = [{} for _ in timeline.days]
                for number, (unit, (first, last)) in enumerate(zip(ids, timeline.spans, strict=True)):
                    for day in range(first, last + 1):
                        found[day][unit] = number
            self._found = found
        return self._found

    def _mark(self, symbol: Symbol, day: int) -> int:
        """The place of a mark: the same on all days on which it stands for the same units."""
        places = self._symbols[day]
        units = tuple(places[unit] for unit in symbol.units or (symbol.unit,) if unit in places)
        key = (units, symbol.lon, symbol.lat, symbol.troops, symbol.colour, symbol.age > 0, symbol.unit)
        return self.marks.add(key, (symbol, units))

    def _earlier(self, mark: Symbol, units: Sequence[int]) -> list[int]:
        """Which of a mark's units are earlier sightings, and count no more."""
        return [number for number, unit in zip(units, mark.units, strict=False) if unit in mark.earlier]

    def _count(self, troops: Estimate | None) -> int:
        return self.counts.add((troops,), troops or "absent")

    def _colour(self, symbol: Symbol) -> int:
        colour = symbol.colour or self.scene.style.symbol
        return self.colours.add(faded(colour, self.scene.style) if symbol.age else colour)

    @property
    def boards(self) -> list[Settled]:
        """The artboards of all fields, the widest frame first, as their sheets are."""
        found = [board for field in self.fields for board in field.boards]
        return sorted(found, key=lambda board: -board.plan.view.frame.width * board.px)

    def _field_of(self, board: Settled) -> int:
        return next(number for number, field in enumerate(self.fields) if board in field.boards)

    def _sheet(self, number: int, board: Settled, days: Sequence[Rows[Symbol]]) -> dict[str, Any]:
        field = self.fields[number]
        frame, px = board.plan.view.frame, board.px
        scale, left, top = field.of_frame(board)
        shown = [_shown_on(board, day, self.scene) for day in days]
        found = levels_of(board.scene, board.artboard, board.plan, board.main, board.named_in_insets, shown)
        across = _Across(self, field, board, px)
        sizes = board.plan.scale
        return {
            "id": board.stated.id,
            "field": number,
            "width": board.stated.width,
            "frame": [round(frame.width * px, 2), round(frame.height * px, 2)],
            "place": [round(scale * px, 8), round(left * px, 3), round(top * px, 3)],
            "k": round(sizes.max_diameter * px / sizes.max_value**0.5, 8) if sizes.max_value else 0,
            "px": px,
            "deepest": DEEPEST,
            "bands": [name for name in BANDS if getattr(self.scene, name) and not getattr(board.scene, name)],
            "out": _left_out(self.scene, board.scene),
            "notes": _unplaced(board),
            "changes": self._changes(field, board),
            "most": round(0.52 * min(frame.width, frame.height) * px, 2),
            "type": {role: round(look.size(board.artboard.width) * px, 2) for role, look in TYPE.items()},
            "levels": [across.level([own[n] for own in found]) for n in range(len(found[0]))],
        }

    def _changes(self, field: Field, board: Settled) -> dict[str, Any]:
        """By mark what became of units: their shapes, and of those that moved where they were and an arrow from there."""
        return {
            str(self._mark(symbol, -1)): _change(symbol, field, board)
            for symbol in self._days()[-1]
            if symbol.change is not None
        }

    def block(self, shown: Shown, px: float) -> int:
        """The place of a label's texts and pictograms, about the top left of its box."""
        box = shown.label.box
        items = tuple(self._item(item, box.x, box.y, px) for item in shown.label.items)
        size = (round(box.width * px, 1), round(box.height * px, 1))
        return self.blocks.add((items, size), [*size, *map(list, items)])

    def _item(self, item: Item, left: float, top: float, px: float) -> tuple[Any, ...]:
        if isinstance(item, Path | Image):
            return self._path_item(item, left, top, px)
        x, y = (round(value * px, 2) for value in (item.x - left, item.y - top))
        if isinstance(item, Circle):
            stroke = round(item.stroke_width * px, 2)
            return (-2, x, y, round(item.diameter * px, 2), item.fill, item.stroke, stroke)
        if isinstance(item, Stamp):
            return (-1, x, y, round(item.size * px, 2), self.outlines.add(item.outline), item.fill, item.halo)
        lines = [set_line(line, Face(item.weight, item.italic), within=item.text) for line in item.lines]
        spacing = min((line.spacing(item.spacing) for line in lines), default=0.0)
        x = round((item.x - left + spacing * {"start": 0, "middle": 0.5, "end": 1}[item.anchor]) * px, 2)
        rtl = runs_right_to_left(item.text)
        anchor = {"start": "end", "end": "start"}.get(item.anchor, item.anchor) if rtl else item.anchor
        style = {
            "role": item.role,
            "size": round(item.size * px, 3),
            "weight": _WEIGHTS[item.weight],
            "italic": item.italic,
            "spacing": round(spacing * px, 3),
            "line": round(item.line_height * px, 3),
            "anchor": anchor,
            "fill": item.colour,
            "halo": item.halo,
            "rtl": rtl,
            "lang": next((line.language for line in lines if line.language), ""),
        }
        return (self.styles.add(tuple(style.items()), style), x, y, *(line.text for line in lines))

    @staticmethod
    def _path_item(item: Path | Image, left: float, top: float, px: float) -> tuple[Any, ...]:
        """A symbol of a place: rings, each as a row of its own."""
        if isinstance(item, Image):
            raise TypeError("a label has no pictures")
        rings = tuple(tuple(np.round((ring - (left, top)) * px, 2).ravel().tolist()) for ring in item.rings)
        return (-3, item.closed, item.fill, item.stroke, round(item.stroke_width * px, 2), *rings)


@dataclass
class _Across:
    """A level of a sheet on all days: what stands there, each once, and which of it on each day."""

    encoder: Encoder
    field: Field
    board: Settled
    px: float

    def level(self, days: Sequence[Level]) -> dict[str, Any]:
        """The level in numbers."""
        asides: Pool[Any] = Pool()
        crowds: Pool[Any] = Pool()
        labels: Pool[Any] = Pool()
        each = [self._day(number, level, asides, crowds, labels) for number, level in enumerate(days)]
        first = days[0]
        return {
            "from": first.scale,
            "until": first.until,
            "asides": [list(entry) for entry in asides.values],
            "crowds": crowds.values,
            "labels": [list(entry) for entry in labels.values],
            "days": each,
        }

    def _day(self, day: int, level: Level, asides: Pool[Any], crowds: Pool[Any], labels: Pool[Any]) -> dict[str, Any]:
        here: dict[str, int] = {}  # marks and crowds, by the unit that they are called by
        own: dict[str, list[int]] = {"asides": [], "crowds": [], "labels": [], "single": []}
        for spot in (part for spot in level.spots for part in spot.parts or (spot,)):
            if spot.members:
                crowd = self._crowd(day, spot, level)
                place = crowds.add(repr(crowd), crowd)
                own["crowds"].append(place)
                here[spot.symbol.unit] = -1 - place
                continue
            mark = self.encoder._mark(spot.symbol, day)
            here[spot.symbol.unit] = mark
            own["single"].append(mark)
            point = self._true_point(spot, level)
            off = self._off(spot, point)
            if max(map(abs, off)) > 0.01:
                own["asides"].append(asides.add((mark, *off, 1 if spot.true_point else 0)))
        for spot in level.spots:
            if spot.parts:
                here[spot.symbol.unit] = here[spot.parts[0].symbol.unit]
        own["labels"] = [labels.add(self._label(shown, level, here)) for shown in level.labels]
        return own

    def _true_point(self, spot: Spot, level: Level) -> tuple[float, float]:
        x, y = level.view.point(spot.symbol.lon, spot.symbol.lat)
        return x, y

    def _off(self, spot: Spot, point: tuple[float, float]) -> tuple[float, float]:
        return round((spot.x - point[0]) * self.px, 2), round((spot.y - point[1]) * self.px, 2)

    def _crowd(self, day: int, spot: Spot, level: Level) -> dict[str, Any]:
        """A crowd: its marks, where it stands, and what it says."""
        x, y = spot.true_point or (spot.x, spot.y)
        off = self._off(spot, (x, y))
        return {
            "marks": [self.encoder._mark(member.symbol, day) for member in spot.members],
            "at": self._in_field(x, y, level),
            **({"off": off} if max(map(abs, off)) > 0.01 else {}),
            "count": self.encoder._count(spot.symbol.troops),
            "colour": self.encoder._colour(spot.symbol),
            "name": spot.symbol.label,
        }

    def _in_field(self, x: float, y: float, level: Level) -> list[float]:
        """Px of a level's drawing in px of the field."""
        home = (x - level.origin[0]) / level.scale, (y - level.origin[1]) / level.scale
        return self._home_in_field(home)

    def _home_in_field(self, home: tuple[float, float]) -> list[float]:
        scale, left, top = self.field.of_frame(self.board)
        return [round((home[0] + left) / scale, 2), round((home[1] + top) / scale, 2)]

    def _label(self, shown: Shown, level: Level, here: Mapping[str, int]) -> tuple[Any, ...]:
        """A label: whose it is, its id, the point it keeps to, its block and px off the point, scales, leader."""
        request, box, px = shown.label.request, shown.label.box, self.px
        owner = here.get(request.unit) if request.unit else None
        x, y = shown.at
        leader: tuple[float, ...] = ()
        if shown.label.leader is not None:
            leader = tuple(np.round((shown.label.leader.rings[0] - shown.at) * px, 2).ravel().tolist())
        since, until = shown.scales
        return (
            owner,
            self.encoder.ids.add(request.id),
            *self._home_in_field(shown.point),
            self.encoder.block(shown, px),
            round((box.x - x) * px, 2),
            round((box.y - y) * px, 2),
            round(since, 4) if since > level.scale else 0,
            round(until, 4) if until < level.until else 0,
            *leader,
        )


def _shown_on(board: Settled, day: Rows[Symbol], scene: Scene) -> Rows[Symbol]:
    """What an artboard shows of a day's marks: of the scene's own day just what it was drawn from."""
    if day is scene.at_places or (scene.timeline and day is scene.timeline.marks[-1]):
        return board.scene.symbols
    return without_dropped(replace(board.scene, symbols=day), board.artboard)[0].symbols


def _left_out(scene: Scene, shown: Scene) -> list[str]:
    """The areas and lines that an artboard does not show, by id."""
    kept = {mark.id for mark in (*shown.areas, *shown.lines)}
    return [mark.id for mark in (*scene.areas, *scene.lines) if mark.id not in kept]


def _unplaced(board: Settled) -> list[str]:
    """The notes for which an artboard's map has no room; the page says them below it."""
    placed = {label.request.id for label in board.main.labels}
    notes = (label for label in board.scene.labels if label.style == "note" and label.layer)
    return [label.text for label in notes if f"note:{label.id}" not in placed]


def _change(symbol: Symbol, field: Field, board: Settled) -> dict[str, Any]:
    scale, look, width = board.plan.scale, board.scene.style, board.artboard.width
    found: dict[str, Any] = {"shapes": [*fixed(changed_marks(symbol, 0, 0, scale, width, look)[0])]}
    if symbol.change is None or symbol.change.origin is None:
        return found
    lon, lat = symbol.change.origin
    arrow = Line("", "arrow", shapely.LineString())
    return {
        **found,
        "origin": np.round(field.points(np.array([lon]), np.array([lat]))[0], 2).tolist(),
        "was": [*fixed(was_marks(symbol, 0, 0, scale, look)[0])],
        "reach": round(was_diameter(symbol.change.before, scale) / 2 * board.px, 2),
        "arrow": line_look(arrow, look),
    }


def _ends(count: Any) -> list[Any]:
    if isinstance(count, str):
        return [count, None, None]
    return [count.kind.value, count.minimum, count.maximum]
