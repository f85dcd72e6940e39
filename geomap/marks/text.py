"""Text set in lines, and blocks of texts and pictograms that are placed as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Literal

from geomap.fonts import LINE_HEIGHT, break_points, resumed, set_line, text_width
from geomap.marks.patterns import pattern_items
from geomap.marks.pictograms import covered_px
from geomap.marks.style import FRAME_TINT, PICTOGRAM_GAP, TYPE
from geomap.page import HALO_WIDTH, Box, Circle, Item, Stamp, Text
from geomap.scene import Pictogram
from geomap.scene.styles import LIGHT, SYMBOL_OPACITY, Style, mixed
from geomap.symbols import family_of
from geomap.typefaces import Chosen, chosen
from geomap.wording.whole import WHOLE

Anchor = Literal["start", "middle", "end"]

# Px of the dot before a figure of one of several sides, between the two, and between figures; how far down it is.
_SWATCH, _SWATCH_GAP, _BETWEEN_SIDES, _SWATCH_DOWN = 7.0, 3.0, 8.0, 0.48

# Between these a line may end: not within 5 300, a date or a short bracket.
_WORDS = re.compile(rf"(?:{WHOLE}|[\S\u00a0\u2007\u202f])+")


def line_width(text: str, role: str, artboard_width: float) -> float:
    """Width in px of one line in the type of `role`."""
    style = TYPE[role]
    size = style.size(artboard_width)
    return text_width(text, size, style.face, style.tracking * size)


def wrap(text: str, role: str, artboard_width: float, width: float) -> tuple[str, ...]:
    """`text` in lines of at most `width` px; a word that is wider alone stands on a line of its own. A line ends where
    it does in the text.
    """
    return resumed([line for own in text.split("\n") for line in _lines(own, role, artboard_width, width)])


def _lines(text: str, role: str, artboard_width: float, width: float) -> list[str]:
    """A line of a text in lines of at most `width` px."""
    lines: list[str] = []
    for word in _WORDS.findall(text):
        for index, part in enumerate(break_points(word)):
            longer = f"{lines[-1]}{'' if index else ' '}{part}" if lines else ""
            if lines and line_width(longer, role, artboard_width) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines


def wrap_all(text: str, role: str, artboard_width: float, width: float) -> tuple[str, ...]:
    """As `wrap`, but a word that is wider alone is cut, so that no line leaves the page."""
    return resumed(
        [part for line in wrap(text, role, artboard_width, width) for part in _cut(line, role, artboard_width, width)]
    )


def _cut(line: str, role: str, artboard_width: float, width: float) -> list[str]:
    parts: list[str] = []
    while line[1:] and line_width(line, role, artboard_width) > width:
        fits = next(
            n for n in range(len(line) - 1, 0, -1) if n == 1 or line_width(line[:n], role, artboard_width) <= width
        )
        end = line.rfind(" ", 1, fits + 1)  # of a date or bracket that is wider alone
        parts.append(line[: end if end > 0 else fits])
        line = line[end + 1 if end > 0 else fits :]
    return [*parts, line]


def balanced(text: str, role: str, artboard_width: float, width: float) -> tuple[str, ...]:
    """`text` in as few lines as `width` px allow, of about equal length: the narrowest setting of that many lines."""
    return _balanced_in(chosen(), text, role, artboard_width, width)


@lru_cache(4096)  # each attempt at an artboard asks again
def _balanced_in(_fonts: Chosen, text: str, role: str, artboard_width: float, width: float) -> tuple[str, ...]:
    """The same; `_fonts` keeps apart what is set in others."""
    lines = wrap(text, role, artboard_width, width)
    while len(lines) > 1:
        width -= 4
        narrower = wrap(text, role, artboard_width, width)
        too_wide = any(line_width(line, role, artboard_width) > width for line in narrower)
        if len(narrower) > len(lines) or too_wide:
            break
        lines = narrower
    return lines


def set_text(  # noqa: PLR0913 - a text has this many properties
    lines: tuple[str, ...],
    role: str,
    artboard_width: float,
    x: float,
    top: float,
    *,
    look: Style,
    anchor: Anchor = "start",
    style: str = "",
    owner: str = "",
    id: str = "",
    halo: str = "",
) -> Text:
    """Lines in the type of `style` (default: of `role`), the top of the first line's capitals at `top` px.

    The halo has the colour of the ground; a text without one stands on paper.
    """
    kind = TYPE[style or role]
    size = kind.size(artboard_width)
    spacing = kind.tracking * size
    laid = [set_line(line, kind.face, within=" ".join(lines)) for line in lines]
    width = max(line.width(size, spacing) for line in laid)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    ascent, descent = (max(getattr(line, edge) for line in laid) for edge in ("ascent", "descent"))
    line_height = max(LINE_HEIGHT, ascent + descent)
    height = size * (ascent + descent + line_height * (len(lines) - 1))
    return Text(
        lines=lines,
        x=x,
        y=top + size * ascent,
        size=size,
        box=Box(left, top, width, height),
        role=role,
        line_height=size * line_height,
        anchor=anchor,
        colour=look.ink(kind.colour, halo or look.paper),
        weight=kind.weight,
        italic=kind.italic,
        spacing=spacing,
        halo=halo,
        owner=owner,
        id=id,
    )


def _size(lines: tuple[str, ...], style: str, artboard_width: float) -> tuple[float, float]:
    """Width and height in px of lines."""
    return _size_in(chosen(), lines, style, artboard_width)


@lru_cache(4096)
def _size_in(_fonts: Chosen, lines: tuple[str, ...], style: str, artboard_width: float) -> tuple[float, float]:
    """The same; `_fonts` keeps apart what is set in others."""
    box = set_text(lines, style, artboard_width, 0, 0, look=LIGHT).box
    return box.width, box.height


@dataclass(frozen=True, slots=True)
class TextRow:
    """Lines of one style in a block."""

    lines: tuple[str, ...]
    role: str
    style: str = ""
    full: str = ""  # what an abbreviation stands for

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)

    @property
    def meaning(self) -> str:
        """The text in full, on one line."""
        return " ".join(self.full.split("\n")) or self.text


@dataclass(frozen=True, slots=True)
class SidesRow:
    """The figures of several sides side by side in a block, each behind a dot in its side's colour, by which it is told
    whose it is.
    """

    role: str
    style: str
    parts: tuple[tuple[str, str], ...]  # a colour, and what is said

    @property
    def text(self) -> str:
        """The figures as one text."""
        return " · ".join(said for _, said in self.parts)

    @property
    def meaning(self) -> str:
        """The same in a sentence."""
        return self.text


@dataclass(frozen=True, slots=True)
class PictogramRow:
    """Pictograms side by side in a block."""

    role: ClassVar[str] = "pictograms"
    pictograms: tuple[Pictogram, ...]

    @property
    def outlines(self) -> list[str]:
        return [pictogram.outline for pictogram in self.pictograms]

    @property
    def text(self) -> str:
        """The pictograms by name."""
        return ", ".join(pictogram.kind for pictogram in self.pictograms)

    @property
    def meaning(self) -> str:
        """The same in a sentence."""
        names = [pictogram.kind.replace("-", " ") for pictogram in self.pictograms]
        return f"{', '.join(names)} pictogram{'s' if names[1:] else ''}"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows one under another, placed as one. Their colours follow from `look` and the ground's, which is the halo."""

    rows: tuple[TextRow | PictogramRow | SidesRow, ...]
    artboard_width: float
    owner: str = ""
    id: str = ""
    halo: str = ""
    look: Style = LIGHT
    row_gap: float = 3.0

    def _row_size(self, row: TextRow | PictogramRow | SidesRow) -> tuple[float, float]:
        if isinstance(row, SidesRow):
            sizes = [_size((said,), row.style, self.artboard_width) for _, said in row.parts]
            between = _SWATCH + _SWATCH_GAP
            width = sum(width + between for width, _ in sizes) + _BETWEEN_SIDES * (len(sizes) - 1)
            return width, max(height for _, height in sizes)
        if isinstance(row, PictogramRow):
            count, each = len(row.outlines), covered_px(row.outlines)
            return count * each.width + (count - 1) * PICTOGRAM_GAP, each.height
        return _size(row.lines, row.style or row.role, self.artboard_width)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in px."""
        sizes = [self._row_size(row) for row in self.rows]
        return max(width for width, _ in sizes), sum(height for _, height in sizes) + self.row_gap * (len(sizes) - 1)

    @property
    def first_row(self) -> tuple[float, float]:
        """Width and height in px of the first row."""
        return self._row_size(self.rows[0])

    @property
    def first_line_height(self) -> float:
        row = self.rows[0]
        if isinstance(row, TextRow) and row.lines[1:]:
            row = replace(row, lines=row.lines[:1])
        return self._row_size(row)[1]

    @property
    def says(self) -> Iterator[str]:
        """What its pictograms say."""
        for row in self.rows:
            if isinstance(row, PictogramRow):
                yield from (what for pictogram in row.pictograms for what in pictogram.says)

    def items(self, box: Box, anchor: Anchor) -> tuple[Item, ...]:
        """The rows laid into `box`, aligned by `anchor`."""
        items: list[Item] = []
        top = box.y
        x = {"start": box.x, "middle": box.x + box.width / 2, "end": box.right}[anchor]
        for index, row in enumerate(self.rows):
            width, height = self._row_size(row)
            if isinstance(row, PictogramRow):
                left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
                items.extend(self._stamps(row, left, top))
            elif isinstance(row, SidesRow):
                left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
                items.extend(self._sides(row, left, top, f"{self.id}-{row.role}-{index}"))
            else:
                name = f"{self.id}-{row.role}-{index}" if index else self.id
                items.append(
                    set_text(
                        row.lines, row.role, self.artboard_width, x, top,
                        look=self.look, anchor=anchor, style=row.style, owner=self.owner, id=name, halo=self.halo,
                    )
                )  # fmt: skip
            top += height + self.row_gap
        return tuple(items)

    def _sides(self, row: SidesRow, left: float, top: float, id_: str) -> Iterator[Item]:
        """The figures of a row, each with its dot, from a left end on."""
        for number, (colour, said) in enumerate(row.parts):
            tone, name = colour or self.look.symbol, f"{id_}-{number}"
            text = set_text(
                (said,), row.role, self.artboard_width, left + _SWATCH + _SWATCH_GAP, top,
                look=self.look, style=row.style, owner=self.owner, id=name, halo=self.halo,
            )  # fmt: skip
            at = left + _SWATCH / 2, text.box.y + text.box.height * _SWATCH_DOWN
            if self.halo:
                yield Circle(*at, _SWATCH + 2 * HALO_WIDTH, fill=self.halo, id=f"{name}-halo")
            yield Circle(*at, _SWATCH, fill=tone, opacity=SYMBOL_OPACITY, id=f"{name}-side")
            yield from pattern_items(*at, _SWATCH, self.look.pattern(tone), tone, self.look, f"{name}-side")
            yield text
            left = text.box.right + _BETWEEN_SIDES

    def _stamps(self, row: PictogramRow, left: float, top: float) -> list[Stamp]:
        size, each = family_of(row.outlines[0]).size, covered_px(row.outlines)
        step, y = each.width + PICTOGRAM_GAP, top - each.y + size / 2
        stamps: list[Stamp] = []
        for index, pictogram in enumerate(row.pictograms):
            x, name = left - each.x + size / 2 + index * step, f"{self.id}-{pictogram.outline.replace('/', '-')}"
            ink = Stamp(pictogram.outline, x, y, size, self.look.pictogram, self.halo, id=name)
            if pictogram.fill:  # between the ink and its halo
                tint = mixed(pictogram.colour, self.look.paper, FRAME_TINT)
                stamps += [replace(ink, fill=self.halo, id=f"{name}-halo")] if self.halo else []
                stamps.append(Stamp(pictogram.fill, x, y, size, tint, id=f"{name}-fill"))
                ink = replace(ink, halo="")
            stamps.append(ink)
        return stamps
