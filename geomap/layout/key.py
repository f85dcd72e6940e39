"""The key: nested circles on one baseline, drawn with the map's own scale, and the pictograms in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geomap.facts import CountKind, Estimate, count_mark
from geomap.layout.areas import area_items
from geomap.layout.pictograms import covered
from geomap.layout.projection import View
from geomap.layout.rings import rings_of
from geomap.layout.strokes import line_items
from geomap.layout.style import AREAS, SAMPLE_SIZE, TYPE, pictogram_style
from geomap.layout.symbols import circle_marks, unit_marks
from geomap.layout.text import set_text
from geomap.legend import SizeScale
from geomap.page import Box, DrawnSymbol, Item, Path, Stamp
from geomap.scene import BASEMAP_ROLES, Area, Artboard, Key, KeyRow, Line, Scene, Symbol
from geomap.styles import Style
from geomap.wording import number

_PADDING = 10.0
_ROW_GAP = 6.0
_COLUMN_GAP = 16.0
_CIRCLES_GAP = 22.0

_SAMPLE = 13.0  # px of a sample circle that stands for no number
_SAMPLES = {
    "range": Estimate(CountKind.RANGE, 1, 2),
    "at_least": Estimate(CountKind.AT_LEAST, 1),
    "at_most": Estimate(CountKind.AT_MOST, None, 2),
    "unknown": Estimate(CountKind.UNKNOWN),
    "zero": Estimate.exact(0),
    "absent": None,
}


@dataclass(frozen=True, slots=True)
class KeyDrawing:
    """The key as laid out, and the box it covers."""

    box: Box
    items: tuple[Item, ...]
    symbols: tuple[DrawnSymbol, ...]


def shown_key(scene: Scene, view: View, symbols: Sequence[Symbol]) -> Key:
    """The scene's key without what this artboard does not show; `symbols` are those of the units in view."""
    marks: tuple[Area | Line, ...] = (*scene.areas, *scene.lines)
    rows = unexplained(scene, symbols)
    return replace(
        scene.key,
        rows=tuple(
            row
            for row in rows
            if row.kind not in ("area", "line")
            or any(_explains(row, mark) and view.shows(mark.geometry) for mark in marks)
        ),
    )


def unexplained(scene: Scene, symbols: Sequence[Symbol]) -> tuple[KeyRow, ...]:
    """The rows of the key that `symbols` need, and those of areas and lines that no text on the map names."""
    marks: tuple[Area | Line, ...] = (*scene.areas, *scene.lines)
    said = {what for symbol in symbols for pictogram in symbol.pictograms for what in pictogram.says}
    sides = {symbol.colour or scene.style.symbol for symbol in symbols}
    counts = {count_mark(symbol.troops) for symbol in symbols}

    def is_needed(row: KeyRow) -> bool:
        if row.kind == "pictogram":
            return row.about in said
        if row.kind in ("side", "mark"):
            return row.sample in (sides if row.kind == "side" else counts)
        return any(_explains(row, mark) for mark in marks)

    return tuple(row for row in scene.key.rows if is_needed(row))


def key_colour(scene: Scene) -> str:
    """Of the circles in the key; of several sides: the size of no one's in particular."""
    colours = {symbol.colour or scene.style.symbol for symbol in scene.symbols}
    return colours.pop() if len(colours) == 1 else scene.style.muted


def _explains(row: KeyRow, mark: Area | Line) -> bool:
    """Whether a row is about an area or a line; one with a text on the map is explained there."""
    named = mark.label if isinstance(mark, Area) else mark.callout
    kind = "area" if isinstance(mark, Area) else "line"
    own = (kind, mark.role, mark.approximate, mark.side)
    return not named and own == (row.kind, row.sample, row.approximate, row.side)


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

    def upright(self, x: float, y: float) -> KeyDrawing:
        """Circles above, pictograms below; the top left corner at x, y."""
        inner_x, inner_y = x + _PADDING, y + _PADDING
        circles = self._circles(inner_x, inner_y)
        rows = self._rows(inner_x, circles.box.bottom + (_ROW_GAP + 4 if self.key.values else 0))
        return _joined(x, y, circles, rows)

    def flat(self, x: float, y: float, width: float) -> KeyDrawing:
        """Circles left and pictograms in columns to their right, or below them, whichever is less high."""
        circles = self._circles(x, y)
        beside = circles.box.right + _CIRCLES_GAP if self.key.values else x
        below = circles.box.bottom + _ROW_GAP + 2
        settings = [self._in_columns(left, top, x + width - left) for left, top in ((beside, y), (x, below))]
        bottoms = [max([circles.box.bottom, *(row.box.bottom for row in rows)]) for rows in settings]
        rows = settings[bottoms.index(min(bottoms))]
        items = tuple(item for row in rows for item in row.items)
        return KeyDrawing(Box(x, y, width, min(bottoms) - y), circles.items + items, circles.symbols)

    def _in_columns(self, left: float, top: float, width: float) -> list[KeyDrawing]:
        """The rows in as many columns as fit into `width` px, filled downwards."""
        entries = range(len(self.key.rows))
        widths = [self._row(0, 0, index).box.width for index in entries]
        columns, lefts = _columns(widths, width)
        down = -(-len(widths) // columns)  # rows of each column, rounded up
        step = SAMPLE_SIZE + _ROW_GAP
        return [self._row(left + lefts[index // down], top + index % down * step, index) for index in entries]

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

    def _row(self, x: float, y: float, index: int) -> KeyDrawing:
        """One sample and its wording."""
        entry = self.key.rows[index]
        wording = entry.short if self.artboard.key == "short" else entry.long
        width = self.artboard.width
        name = f"key-{entry.kind}-{entry.sample.replace('/', '-').lstrip('#')}"
        name = "-".join([name, *([entry.side] if entry.side else []), *(["approximate"] if entry.approximate else [])])
        middle = y + SAMPLE_SIZE / 2
        sample = self._sample(entry, x + SAMPLE_SIZE / 2, middle, name)
        text_x = x + SAMPLE_SIZE + 8
        top = middle - TYPE["key"].size(width) * 0.33
        text = set_text((wording,), "key", width, text_x, top, look=self.look, id=f"{name}-text")
        return KeyDrawing(Box(x, y, text.box.right - x, SAMPLE_SIZE), (*sample, text), ())

    def _sample(self, entry: KeyRow, x: float, y: float, name: str) -> list[Item]:
        """What the map draws, small, centred at x, y."""
        if entry.kind == "pictogram":
            size = pictogram_style(entry.sample).key_size
            across, down = covered([entry.sample]).centre
            middle = x + (0.5 - across) * size, y + (0.5 - down) * size
            return [Stamp(entry.sample, *middle, size, self.look.pictogram, id=name)]
        if entry.kind == "side":
            return circle_marks(x, y, _SAMPLE, entry.sample, self.look, id=name)
        if entry.kind == "line":
            half = SAMPLE_SIZE / 2
            points = np.array([[x - half, y], [x + half, y]])
            strength = self.strength if entry.sample in BASEMAP_ROLES else 1.0
            return line_items((points,), entry.sample, entry.approximate, self.look, name, entry.colour, strength)
        if entry.kind == "area":
            return self._swatch(entry, x, y, name)
        sample = Symbol(name, 0, 0, "", troops=_SAMPLES[entry.sample], colour=self.colour)
        return unit_marks(sample, x, y, SizeScale(2, SAMPLE_SIZE - 1), self.artboard.width, self.look)[0]

    def _swatch(self, entry: KeyRow, x: float, y: float, name: str) -> list[Item]:
        """A piece of an area on land."""
        half = SAMPLE_SIZE / 2
        piece = shapely.box(x - half, y - half * 0.75, x + half, y + half * 0.75)
        edge = 0.6 if not AREAS[entry.sample].width else 0.0
        ground = Path(
            rings_of(piece), fill=self.look.land, stroke=self.look.border, stroke_width=edge, id=f"{name}-ground"
        )
        return [ground, *area_items(piece, entry.sample, entry.approximate, self.look, name, entry.colour)]

    def _rows(self, x: float, y: float) -> KeyDrawing:
        """All pictograms, one under another."""
        step = SAMPLE_SIZE + _ROW_GAP
        rows = [self._row(x, y + index * step, index) for index in range(len(self.key.rows))]
        width = max((row.box.width for row in rows), default=0.0)
        items = tuple(item for row in rows for item in row.items)
        return KeyDrawing(Box(x, y, width, max(len(rows) * step - _ROW_GAP, 0)), items, ())


def _joined(x: float, y: float, circles: KeyDrawing, rows: KeyDrawing) -> KeyDrawing:
    right = max(circles.box.right, rows.box.right) + _PADDING
    bottom = max(circles.box.bottom, rows.box.bottom) + _PADDING
    return KeyDrawing(Box(x, y, right - x, bottom - y), circles.items + rows.items, circles.symbols)


def _columns(widths: list[float], room: float) -> tuple[int, list[float]]:
    """As many columns as fit into `room` px, filled downwards, and the left edge of each."""
    for columns in range(min(len(widths), 3), 0, -1):
        down = -(-len(widths) // columns)
        each = [max(widths[start : start + down]) for start in range(0, len(widths), down)]
        total = sum(each) + _COLUMN_GAP * (len(each) - 1)
        if total <= room or columns == 1:
            lefts = [sum(each[:index]) + _COLUMN_GAP * index for index in range(len(each))]
            return columns, lefts
    return 1, [0.0]
