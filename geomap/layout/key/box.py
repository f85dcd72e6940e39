"""The key: nested circles on one baseline, drawn with the map's own scale, and the pictograms in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from math import inf

import numpy as np

from geomap.facts.columns import LOOKS, Rows
from geomap.fonts import LINE_HEIGHT
from geomap.layout.ground import can_be_found
from geomap.layout.key.columns import best_columns
from geomap.layout.key.marks import kinds_of_marks
from geomap.layout.key.samples import Samples
from geomap.layout.mirror import mirrored, mirrored_box, mirrored_symbols
from geomap.layout.view.projection import View
from geomap.marks.crowd import crowd_rows, largest_crowd
from geomap.marks.size import SizeScale
from geomap.marks.style import SAMPLE_SIZE, TYPE
from geomap.marks.text import balanced, line_width, set_text, wrap_all
from geomap.marks.unit import circle_marks, has_sizes
from geomap.page import Box, DrawnSymbol, Item, Path
from geomap.scene import Area, Artboard, Key, KeyRow, Line, Scene, Symbol
from geomap.scene.styles import Style
from geomap.wording import number, reads_right_to_left

_PADDING = 10.0
_ROW_GAP = 6.0
_LEAST_BESIDE = 130.0  # px for rows to stand beside the circles
_SAMPLE_GAP = 8.0  # px between a sample and its wording
_CIRCLES_GAP = 22.0

_TEXT_AT = SAMPLE_SIZE + _SAMPLE_GAP


@dataclass(frozen=True, slots=True)
class KeyDrawing:
    """The key as laid out, and the box it covers."""

    box: Box
    items: tuple[Item, ...]
    symbols: tuple[DrawnSymbol, ...]


def shown_key(scene: Scene, view: View, symbols: Rows[Symbol], scale: SizeScale) -> Key:
    """The scene's key without what this artboard does not show; `symbols` are those of the units in view."""
    marks = _explained(scene)
    scene = replace(scene, key=replace(scene.key, rows=(*scene.key.rows, *crowd_rows(scene, symbols))))
    rows = unexplained(scene, symbols, scale, largest_crowd(view.frame))
    is_sized = shows_sizes(scene, symbols)
    return replace(
        scene.key,
        values=tuple(value for value in scene.key.values if is_sized and scale.diameter(value) >= scene.key.least),
        rows=tuple(
            row
            for row in rows
            if row.kind not in ("area", "line")
            or any(_explains(row, mark) and can_be_found(mark, view) for mark in marks)
        ),
    )


def shows_sizes(scene: Scene, symbols: Rows[Symbol]) -> bool:
    """Whether the size of any mark is a number: of the map's `symbols`, of those that only a detail shows, of a ring
    for what was there before.
    """
    in_details = any(inset.kind == "detail" for inset in scene.insets) and has_sizes(scene.symbols)
    return has_sizes(symbols) or in_details or any(symbol.change for symbol in symbols.samples())


def unexplained(
    scene: Scene, symbols: Rows[Symbol], scale: SizeScale | None = None, most: float = inf
) -> tuple[KeyRow, ...]:
    """The rows of the key that `symbols` need, and those of areas and lines that no text on the map names.

    A crowd's circle takes `most` px.
    """
    marks = _explained(scene)
    there = symbols.where(lambda symbol: not symbol.is_gone)
    said = {what for symbol in symbols.samples(*LOOKS) for pictogram in symbol.pictograms for what in pictogram.says}
    seen: dict[str, set[str]] = {
        "side": {symbol.colour or scene.style.symbol for symbol in symbols.samples("side")},
        "mark": kinds_of_marks(there, scale, most),
        "change": {kind for symbol in symbols.samples() if symbol.change for kind in symbol.change.says},
    }

    def is_needed(row: KeyRow) -> bool:
        if row.kind == "pictogram":
            return row.about in said
        if row.kind in seen:
            return row.sample in seen[row.kind] and (not row.frame or row.about in said)
        return any(_explains(row, mark) for mark in marks)

    return _each_once(row for row in scene.key.rows if is_needed(row))


def _explained(scene: Scene) -> tuple[Area | Line, ...]:
    """What rows of areas and lines may be about: the layers', and what is disputed beneath them."""
    beneath = scene.beneath
    return (*beneath.areas, *scene.areas, *beneath.lines, *scene.lines)


def key_colour(scene: Scene) -> str:
    """Of the circles in the key; of several sides: the size of no one's in particular."""
    colours = {
        symbol.colour or scene.style.symbol
        for marks in (scene.symbols, scene.others)
        for symbol in marks.samples("side")
    }
    return colours.pop() if len(colours) == 1 else scene.style.muted


def _each_once(rows: Iterable[KeyRow]) -> tuple[KeyRow, ...]:
    """Rows without those that say what another does: of areas and lines of one kind, side and look, of a side."""
    said: dict[tuple[object, ...], KeyRow] = {}
    for row in rows:
        own = {"area": (), "line": (), "side": (row.sample,)}.get(row.kind, (row.sample, row.about))
        said.setdefault((row.kind, row.long, row.side, row.pen, *own), row)
    return tuple(said.values())


def _explains(row: KeyRow, mark: Area | Line) -> bool:
    """Whether a row is about an area or a line; one with a text on the map is explained there."""
    named = mark.label if isinstance(mark, Area) else mark.callout
    kind = "area" if isinstance(mark, Area) else "line"
    own = (kind, mark.role, mark.approximate, mark.side, mark.pen)
    return not named and own == (row.kind, row.sample, row.approximate, row.side, row.pen)


@dataclass(frozen=True, slots=True)
class KeyLayout:
    """Lays the key out at any corner, upright (inside the map) or flat (in a strip of `width` px)."""

    key: Key
    scale: SizeScale
    artboard: Artboard
    colour: str
    lang: str
    look: Style
    strength: float = 1.0  # of the basemap's lines on this map

    def upright(self, x: float, y: float, width: float) -> KeyDrawing:
        """Circles above, pictograms below, at most `width` px wide; the top left corner at x, y."""
        inner_x, inner_y = x + _PADDING, y + _PADDING
        circles = self._circles(inner_x, inner_y)
        below = circles.box.bottom + (_ROW_GAP + 4 if self.key.values and self.key.rows else 0)
        rows = self._stacked(range(len(self.key.rows)), inner_x, below, width - 2 * _PADDING)
        drawing = _joined(x, y, circles, rows)
        return self._turned(drawing, drawing.box.centre[0])

    def flat(self, x: float, y: float, width: float) -> KeyDrawing:
        """Circles left and pictograms in columns to their right, or below them, whichever is less high."""
        return self._turned(self._flat(x, y, width), x + width / 2)

    def at_end(self, end: float, y: float, room: float) -> KeyDrawing:
        """The same in at most `room` px, the last at `end`; turned about the page's middle where its language is."""
        own = self._flat(end - room, y, room).box.width
        return self._turned(self._flat(end - own, y, room), self.artboard.width / 2)

    def _flat(self, x: float, y: float, width: float) -> KeyDrawing:
        """As `flat`, as a language that is read from the left has it."""
        circles = self._circles(x, y)
        beside = circles.box.right + _CIRCLES_GAP if self.key.values else x
        below = circles.box.bottom + _ROW_GAP + 2
        places = [(beside, y), (x, below)] if x + width - beside >= _LEAST_BESIDE else [(x, below)]
        settings = [self._in_columns(left, top, x + width - left) for left, top in places]
        bottoms = [max([circles.box.bottom, *(row.box.bottom for row in rows)]) for rows in settings]
        rows = settings[bottoms.index(min(bottoms))]
        items = circles.items + tuple(item for row in rows for item in row.items)
        right = max([circles.box.right, *(row.box.right for row in rows)])
        return KeyDrawing(Box(x, y, right - x, min(bottoms) - y), items, circles.symbols)

    def _turned(self, drawing: KeyDrawing, axis: float) -> KeyDrawing:
        """The key as its language reads; what reads from right to left is turned about an upright axis."""
        if not reads_right_to_left(self.lang):
            return drawing
        box = mirrored_box(drawing.box, axis)
        return KeyDrawing(box, mirrored(drawing.items, axis), mirrored_symbols(drawing.symbols, axis))

    def _in_columns(self, left: float, top: float, width: float) -> list[KeyDrawing]:
        """The rows in columns within `width` px, filled downwards."""
        board = self.artboard.width
        widths = [_TEXT_AT + line_width(self._wording(row), "key", board) for row in self.key.rows]
        columns = best_columns(widths, width, cache(self._height), _ROW_GAP)
        return [
            self._stacked(range(column.first, column.end), left + column.left, top, column.width) for column in columns
        ]

    def _circles(self, x: float, y: float) -> KeyDrawing:
        """The nested circles, their values at the right, the measure's name above."""
        if not self.key.values:
            return KeyDrawing(Box(x, y, 0, 0), (), ())
        width = self.artboard.width
        measure, look = self.key.measure, self.look
        title = set_text((measure,), "key", width, x, y, look=look, style="key_title", id="key-measure")
        largest = self.scale.diameter(max(self.key.values))
        centre, base = x + largest / 2, title.box.bottom + 7 + largest
        text_x = x + largest + 12
        line = TYPE["key"].size(width) * 1.12
        items: list[Item] = [title]
        leaders: list[Item] = []
        symbols: list[DrawnSymbol] = []
        text_y, right = -1.0, title.box.right
        for value in sorted(self.key.values, reverse=True):
            diameter = self.scale.diameter(value)
            top = base - diameter
            text_y = max(top, text_y + line)
            items += circle_marks(centre, base - diameter / 2, diameter, self.colour, look, id=f"key-circle-{value}")
            symbols.append(DrawnSymbol("", "key", centre, base - diameter / 2, diameter, value))
            points = np.array([[centre, top], [text_x - 8, text_y], [text_x - 3, text_y]])
            leaders.append(Path((points,), closed=False, stroke=look.muted, stroke_width=0.7, id=f"key-leader-{value}"))
            size = TYPE["key"].size(width)
            label = number(value, self.lang)
            text = set_text((label,), "key", width, text_x, text_y - size * 0.33, look=look, id=f"key-value-{value}")
            items.append(text)
            right = max(right, text.box.right)
        bottom = max(base, text_y + TYPE["key"].size(width) * 0.6)
        return KeyDrawing(Box(x, y, right - x, bottom - y), tuple(items + leaders), tuple(symbols))

    def _wording(self, row: KeyRow) -> str:
        return row.short if self.artboard.key == "short" else row.long

    def _height(self, index: int, width: float) -> float:
        """Px that a row takes which is at most `width` px wide."""
        lines = wrap_all(self._wording(self.key.rows[index]), "key", self.artboard.width, _text_room(width))
        return max(SAMPLE_SIZE, TYPE["key"].size(self.artboard.width) * (1.2 + LINE_HEIGHT * (len(lines) - 1)))

    def _row(self, x: float, y: float, index: int, width: float) -> KeyDrawing:
        """One sample and its wording, in as many lines as `width` px ask for."""
        entry, board = self.key.rows[index], self.artboard.width
        name = f"key-{entry.kind}-{entry.sample.replace('/', '-').lstrip('#')}"
        frame = entry.frame.rpartition("/")[2]
        name = "-".join(filter(None, (name, frame, entry.side, "approximate" if entry.approximate else "")))
        room = _text_room(width)
        lines = balanced(self._wording(entry), "key", board, room)
        if any(line_width(line, "key", board) > room for line in lines):
            lines = wrap_all(self._wording(entry), "key", board, room)
        samples = Samples(self.look, self.colour, board, self.strength)
        size, height = TYPE["key"].size(board), self._height(index, width)
        middle = y + height / 2
        sample = samples.draw(entry, x + SAMPLE_SIZE / 2, middle, name)
        top = middle - size * (0.33 + LINE_HEIGHT * (len(lines) - 1) / 2)
        text = set_text(lines, "key", board, x + _TEXT_AT, top, look=self.look, id=f"{name}-text")
        return KeyDrawing(Box(x, y, text.box.right - x, height), (*sample, text), ())

    def _stacked(self, entries: range, x: float, y: float, width: float) -> KeyDrawing:
        """Rows of at most `width` px, one under another."""
        rows: list[KeyDrawing] = []
        bottom = y
        for index in entries:
            rows.append(self._row(x, bottom + (_ROW_GAP if rows else 0), index, width))
            bottom = rows[-1].box.bottom
        right = max((row.box.right for row in rows), default=x)
        return KeyDrawing(Box(x, y, right - x, bottom - y), tuple(item for row in rows for item in row.items), ())


def _joined(x: float, y: float, circles: KeyDrawing, rows: KeyDrawing) -> KeyDrawing:
    right = max(circles.box.right, rows.box.right) + _PADDING
    bottom = max(circles.box.bottom, rows.box.bottom) + _PADDING
    return KeyDrawing(Box(x, y, right - x, bottom - y), circles.items + rows.items, circles.symbols)


def _text_room(width: float) -> float:
    """Px for the wording of a row; half a pixel is kept for rounding."""
    return max(width - _TEXT_AT + 0.5, 24.0)
