"""What the page plays: every artboard at all scales as `geomap.layout.levels` sets it, in numbers.

A sheet is an artboard. Its circles and texts stand at px offsets from points of the ground, which are in px of a field:
the plane that sheets of one projection share, as the widest of them has it at home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import shapely

from geomap.facts import Estimate
from geomap.facts.columns import Rows
from geomap.layout.levels import DEEPEST, Level, Shown, levels_of
from geomap.layout.rules import without_dropped
from geomap.layout.sheet import Settled
from geomap.layout.units.positions import Spot
from geomap.marks.change import changed_marks, was_diameter, was_marks
from geomap.marks.crowd import largest_crowd
from geomap.marks.style import TYPE
from geomap.marks.unit import faded
from geomap.players.html.fields import Field
from geomap.players.html.looks import line_look
from geomap.players.html.shapes import fixed, templates
from geomap.players.html.texts import Pool, Texts
from geomap.scene import Line, Scene, Symbol

BANDS = ("title", "subtitle", "credit")


@dataclass(eq=False)
class Encoder:
    """Sheets in numbers, and the pools that they share."""

    scene: Scene
    fields: Sequence[Field]
    texts: Texts = field(default_factory=Texts)
    ids: Pool[str] = field(default_factory=Pool)
    marks: Pool[Any] = field(default_factory=Pool)
    counts: Pool[Any] = field(default_factory=Pool)
    colours: Pool[str] = field(default_factory=Pool)

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
                "earlier": {str(number): own for number, own in enumerate(map(_earlier, self.marks.values)) if own},
                "count": [self.count(mark.troops) for mark in marks],
                "colour": [self.colour(mark) for mark in marks],
                "at": [np.round(field.points(lon, lat), 2).ravel().tolist() for field in self.fields],
                "day": [[self.mark(symbol, number) for symbol in day] for number, day in enumerate(days)]
                if len(days) > 1
                else [],
            },
            "sums": [_ends(count) for count in self.counts.values],
            "colours": self.colours.values,
            "templates": templates(self.colours.values, self.scene.style),
            "blocks": self.texts.blocks.values,
            "styles": self.texts.styles.values,
            "ids": self.ids.values,
            "stamps": self.texts.outlines.values,
        }

    def _days(self) -> list[Rows[Symbol]]:
        timeline = self.scene.timeline
        return [*timeline.marks] if timeline else [self.scene.at_places]

    @cached_property
    def _symbols(self) -> list[dict[str, int]]:
        """For each day the place of each unit's symbol among those of the scene."""
        ids, timeline = self.scene.symbols.ids, self.scene.timeline
        if timeline is None:
            return [{unit: number for number, unit in enumerate(ids)}]
        found: list[dict[str, int]] = [{} for _ in timeline.days]
        for number, (unit, (first, last)) in enumerate(zip(ids, timeline.spans, strict=True)):
            for day in range(first, last + 1):
                found[day][unit] = number
        return found

    def mark(self, symbol: Symbol, day: int) -> int:
        """The place of a mark: the same on all days on which it stands for the same units."""
        places = self._symbols[day]
        units = tuple(places[unit] for unit in symbol.units or (symbol.unit,) if unit in places)
        key = (units, symbol.lon, symbol.lat, symbol.troops, symbol.colour, symbol.age > 0, symbol.unit)
        return self.marks.add(key, (symbol, units))

    def count(self, troops: Estimate | None) -> int:
        return self.counts.add((troops,), troops or "absent")

    def colour(self, symbol: Symbol) -> int:
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
            "most": round(largest_crowd(frame) * px, 2),
            "type": {role: round(look.size(board.artboard.width) * px, 2) for role, look in TYPE.items()},
            "levels": [across.level([own[n] for own in found]) for n in range(len(found[0]))],
        }

    def _changes(self, field: Field, board: Settled) -> dict[str, Any]:
        """By mark what became of units: their shapes; of those that moved, where they were, and an arrow from there."""
        return {
            str(self.mark(symbol, -1)): _change(symbol, field, board)
            for symbol in self._days()[-1]
            if symbol.change is not None
        }


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
        for spot in chain.from_iterable(one.parts or (one,) for one in level.spots):
            if spot.members:
                crowd = self._crowd(day, spot, level)
                place = crowds.add(repr(crowd), crowd)
                own["crowds"].append(place)
                here[spot.symbol.unit] = -1 - place
                continue
            mark = self.encoder.mark(spot.symbol, day)
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
            "marks": [self.encoder.mark(member.symbol, day) for member in spot.members],
            "at": self._in_field(x, y, level),
            **({"off": off} if max(map(abs, off)) > 0.01 else {}),
            "count": self.encoder.count(spot.symbol.troops),
            "colour": self.encoder.colour(spot.symbol),
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
            self.encoder.texts.block(shown, px),
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


def _earlier(marked: tuple[Symbol, tuple[int, ...]]) -> list[int]:
    """Which of a mark's units are earlier sightings, and count no more."""
    mark, units = marked
    return [number for number, unit in zip(units, mark.units, strict=False) if unit in mark.earlier]


def _left_out(scene: Scene, shown: Scene) -> list[str]:
    """The areas and lines that an artboard does not show, by id."""
    every, kept = ({*(area.id for area in one.areas), *(line.id for line in one.lines)} for one in (scene, shown))
    return sorted(every - kept)


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
