"""What the page plays: every artboard at all scales as `geomap.layout.levels` sets it, in numbers.

A sheet is an artboard. Its circles and texts stand at px offsets from points of the ground, which are in px of a field:
the plane that sheets of one projection share, as the widest of them has it at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import shapely

from geomap.facts import Estimate
from geomap.facts.columns import Records, Rows
from geomap.layout.labels.standing import SetLabel
from geomap.layout.labels.unit import UnitLabels
from geomap.layout.levels import DEEPEST, Level, Shown, levels_of
from geomap.layout.rules import without_dropped
from geomap.layout.sheet import Settled
from geomap.layout.units.positions import Spot
from geomap.marks.change import changed_marks, was_diameter, was_marks
from geomap.marks.crowd import largest_crowd
from geomap.marks.style import TYPE
from geomap.marks.text import TextRow
from geomap.marks.unit import faded
from geomap.players.html.fields import ENOUGH, Field, least_scales
from geomap.players.html.looks import line_look
from geomap.players.html.shapes import fixed, templates
from geomap.players.html.texts import Pool, Texts
from geomap.scene import Line, Scene, Symbol

_A_HAIR = 0.01  # px
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
    _places: dict[int, int] = field(default_factory=dict)  # by mark
    _of_place: dict[int, list[int]] = field(default_factory=dict)
    _known: dict[tuple[str, float, float], int] = field(default_factory=dict)  # by unit and position

    def data(self) -> dict[str, Any]:
        """All of it, by the names that the page's program knows."""
        days = [[self.mark(symbol, number) for symbol in day] for number, day in self._days]
        sheets = [self._sheet(self._field_of(board), board) for board in self.boards]
        marks = [symbol for symbol, _ in self.marks.values]
        lon, lat = (np.array([getattr(mark, axis) for mark in marks], dtype=float) for axis in ("lon", "lat"))
        return {
            "sheets": sheets,
            "marks": {
                "units": self._units,
                "place": self._shared_places,
                "earlier": {str(number): own for number, own in enumerate(map(_earlier, self.marks.values)) if own},
                "count": [self.count(mark.troops) for mark in marks],
                "colour": [self.colour(mark) for mark in marks],
                "at": [np.round(field.points(lon, lat), 2).ravel().tolist() for field in self.fields],
                "day": days[::-1] if len(days) > 1 else [],
            },
            "sums": [_ends(count) for count in self.counts.values],
            "colours": self.colours.values,
            "templates": templates(self.colours.values, self.scene.style),
            "blocks": self.texts.blocks.values,
            "styles": self.texts.styles.values,
            "ids": self.ids.values,
            "stamps": self.texts.outlines.values,
        }

    @property
    def _days(self) -> list[tuple[int, Rows[Symbol]]]:
        """What pictures show on each day, the last first."""
        timeline = self.scene.timeline
        return [*enumerate(timeline.marks)][::-1] if timeline else [(0, self.scene.at_places)]

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

    def mark(self, symbol: Symbol, day: int = -1) -> int:
        """The number of a mark: the same on all days on which it stands for the same units."""
        numbers = self._symbols[day]
        units = tuple(numbers[unit] for unit in symbol.units or (symbol.unit,) if unit in numbers)
        key = (units, symbol.lon, symbol.lat, symbol.troops, symbol.colour, symbol.age > 0, symbol.unit)
        mark = self.marks.add(key, (symbol, units))
        if mark not in self._places:
            self._places[mark] = self._place_of(symbol, mark)
        return mark

    def _place_of(self, symbol: Symbol, mark: int) -> int:
        """The place of a mark: that of another day's at the same position, and of some unit that it stands for too."""
        here = [(unit, symbol.lon, symbol.lat) for unit in symbol.units or (symbol.unit,)]
        place = next((self._known[one] for one in here if one in self._known), len(self._of_place))
        for one in here:
            self._known.setdefault(one, place)
        self._of_place.setdefault(place, []).append(mark)
        return place

    @property
    def _units(self) -> list[int | tuple[int, ...]]:
        """The units of each mark, one or several; none where each has the one of its own number."""
        found = [units[0] if len(units) == 1 else units for _, units in self.marks.values]
        return [] if found == list(range(len(found))) else found

    @property
    def _shared_places(self) -> list[int]:
        """The place of each mark; none where each has its own."""
        marks = range(len(self.marks.values))
        return [self._places[mark] for mark in marks] if len(self._of_place) < len(marks) else []

    def at_place(self, place: int) -> list[int]:
        """The marks of all days at a place, that of the map's own day first."""
        return self._of_place[place]

    @property
    def all_places(self) -> Iterable[int]:
        """All places."""
        return self._of_place

    def mark_at(self, symbol: Symbol) -> int:
        """The mark of a symbol that an artboard shows."""
        place = self._known[symbol.unit, symbol.lon, symbol.lat]
        own = (mark for mark in self._of_place[place] if self.symbol(mark).troops == symbol.troops)
        return next(own, self._of_place[place][0])

    def symbol(self, mark: int) -> Symbol:
        """What a mark is of."""
        found: Symbol = self.marks.values[mark][0]
        return found

    @cached_property
    def _others(self) -> Rows[Symbol]:
        """The marks of other days where there is none on the map's own."""
        own = {self._places[self.mark(symbol)] for symbol in self._days[0][1]}
        firsts = [marks[0] for place, marks in self._of_place.items() if place not in own]
        return Records(self.symbol(mark) for mark in firsts)

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

    def place(self, mark: int) -> int:
        """Where a mark stands, which marks of other days may share."""
        return self._places[mark]

    def _sheet(self, number: int, board: Settled) -> dict[str, Any]:
        field = self.fields[number]
        frame, px = board.plan.view.frame, board.px
        scale, left, top = field.of_frame(board)
        others = without_dropped(replace(board.scene, symbols=self._others), board.artboard)[0].symbols
        least = least_scales(self.boards)[self.boards.index(board)]
        levels = levels_of(board, least, others)
        player = _Player(self, field, board)
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
            "enough": ENOUGH,
            "bands": [name for name in BANDS if getattr(self.scene, name) and not getattr(board.scene, name)],
            "out": _left_out(self.scene, board.scene),
            "notes": _unplaced(board),
            "changes": self._changes(field, board),
            "most": round(largest_crowd(frame) * px, 2),
            "type": {role: round(look.size(board.artboard.width) * px, 2) for role, look in TYPE.items()},
            "levels": [player.level(level) for level in levels],
        }

    def _changes(self, field: Field, board: Settled) -> dict[str, Any]:
        """By mark what became of units: their shapes; of those that moved, where they were, and an arrow from there."""
        return {
            str(self.mark(symbol)): _change(symbol, field, board)
            for symbol in self._days[0][1]
            if symbol.change is not None
        }


@dataclass
class _Player:
    """Puts the levels of a sheet in numbers."""

    encoder: Encoder
    field: Field
    board: Settled

    @property
    def px(self) -> float:
        return self.board.px

    def level(self, level: Level) -> dict[str, Any]:
        """A level: what stands aside, what is summed up, and labels; all else stands at its own place."""
        found: dict[str, Any] = {"from": level.scale, "until": level.until, "asides": [], "crowds": [], "labels": []}
        here: list[dict[str, int]] = [{}, {}]  # places and crowds by their units, of the map's own day and of others
        shown: set[int] = set()
        for spots, own in ((level.spots, here[0]), (level.others, here[1])):
            for spot in chain.from_iterable(one.parts or (one,) for one in spots):
                if spot.members:
                    own[spot.symbol.unit] = -1 - len(found["crowds"])
                    crowd = self._crowd(spot, level)
                    shown |= {*crowd["places"]}
                    found["crowds"].append(crowd)
                    continue
                place = own[spot.symbol.unit] = self.encoder.place(self._mark(spot))
                shown.add(place)
                off = self._off(spot, level.view.point(spot.symbol.lon, spot.symbol.lat))
                if max(map(abs, off)) > _A_HAIR:
                    found["asides"].append([place, *off, 1 if spot.true_point else 0])
            own |= {spot.symbol.unit: own[spot.parts[0].symbol.unit] for spot in spots if spot.parts}
        found["gone"] = [place for place in self.encoder.all_places if place not in shown]
        for label in level.labels:
            found["labels"] += map(list, self._labels(label, level, here[label.is_other]))
        return found

    def _mark(self, spot: Spot) -> int:
        """The mark of a spot, by what its symbol is of."""
        return self.encoder.mark_at(spot.symbol)

    def _off(self, spot: Spot, point: tuple[float, float]) -> tuple[float, float]:
        return round((spot.x - point[0]) * self.px, 2), round((spot.y - point[1]) * self.px, 2)

    def _crowd(self, spot: Spot, level: Level) -> dict[str, Any]:
        """A crowd: its marks and their places, where it stands, its sum."""
        marks = [self._mark(member) for member in spot.members]
        x, y = spot.true_point or (spot.x, spot.y)
        off = self._off(spot, (x, y))
        return {
            "marks": marks,
            "places": [self.encoder.place(mark) for mark in marks],
            "at": self._in_field(x, y, level),
            **({"off": off} if max(map(abs, off)) > 0.01 else {}),
            "count": self.encoder.count(spot.symbol.troops),
            "colour": self.encoder.colour(spot.symbol),
        }

    def _in_field(self, x: float, y: float, level: Level) -> list[float]:
        """Px of a level's drawing in px of the field."""
        home = (x - level.origin[0]) / level.scale, (y - level.origin[1]) / level.scale
        return self._home_in_field(home)

    def _home_in_field(self, home: tuple[float, float]) -> list[float]:
        scale, left, top = self.field.of_frame(self.board)
        return [round((home[0] + left) / scale, 2), round((home[1] + top) / scale, 2)]

    def _labels(self, shown: Shown, level: Level, here: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
        """A label, and what it says on days on which its mark says something else."""
        unit = shown.label.request.unit
        if not unit:
            yield self._label(shown, level, None)
            return
        owner = here[unit]
        parts = self._parts(unit, level)
        if parts:
            yield self._label(shown, level, parts)
            return
        first, *rest = self.encoder.at_place(owner) if owner >= 0 else [-1]
        said = _said(self.encoder.symbol(first)) if rest else ()
        differing = [mark for mark in rest if _said(self.encoder.symbol(mark)) != said]
        if not differing:
            yield self._label(shown, level, owner)
            return
        yield self._label(shown, level, [mark for mark in (first, *rest) if mark not in differing])
        for mark in differing:
            label = self._restated(shown.label, self.encoder.symbol(mark))
            if label:
                yield self._label(replace(shown, label=label), level, [mark])

    def _parts(self, unit: str, level: Level) -> list[int]:
        """The marks of several sides at one place that a label is of; none where it is of one mark."""
        spot = next((spot for spot in level.spots.aside.values() if spot.parts and spot.symbol.unit == unit), None)
        own = [self._mark(part) for part in spot.parts] if spot else []
        said = {_said(self.encoder.symbol(mark)) for mark in own}
        places = [self.encoder.place(mark) for mark in own]
        return [
            mark
            for place in places
            for mark in self.encoder.at_place(place)
            if mark in own or _said(self.encoder.symbol(mark)) in said
        ]

    def _restated(self, label: SetLabel, symbol: Symbol) -> SetLabel | None:
        """A label as another day's mark at its place has it, which is no larger; None where there is none."""
        scene = replace(self.board.scene, symbols=Records([symbol]))
        style = next((row.style for row in label.block.rows if isinstance(row, TextRow)), "place")
        labels = UnitLabels(scene, self.board.artboard, style, (), figures=scene.figures != "never")
        shown = without_dropped(scene, self.board.artboard)[0].symbols
        named = (labels.blocks(symbol, symbol.label) for symbol in shown if symbol.label)
        return next((label.saying(block for block, _ in blocks) for blocks in named), None)

    def _label(self, shown: Shown, level: Level, owner: int | list[int] | None) -> tuple[Any, ...]:
        """Whose it is, its id, the point it keeps to, its block and px off the point, scales, leader.

        It is of a place, of a crowd (less than 0), of some marks of a place, or of no unit.
        """
        request, box, px = shown.label.request, shown.label.box, self.px
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


def _said(symbol: Symbol) -> tuple[Any, ...]:
    """What the label of a mark says."""
    return symbol.label, symbol.formations, symbol.figure, symbol.pictograms


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
