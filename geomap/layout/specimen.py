"""A sheet of every symbol of a family, at the sizes maps use."""

from __future__ import annotations

from geomap.marks.style import TYPE
from geomap.marks.text import line_width, set_text
from geomap.page import Box, Group, Item, Page, Stamp
from geomap.scene.styles import LIGHT
from geomap.symbols import keys

SIZES = (12.0, 16.0, 24.0, 48.0)  # px
_WIDTH = 1050.0
_EDGE = 20.0
_ROW = 62.0
_GAP = 10.0  # px between two sizes of a symbol
_COLUMN_GAP = 40.0


def symbol_sheet(family: str) -> Page:
    """One cell a symbol: the outline at each of SIZES, and its name. Raises KeyError for a family that is not there."""
    names = [key for key in keys() if key.split("/")[0] == family]
    if not names:
        raise KeyError(family)
    cell = sum(SIZES) + len(SIZES) * _GAP + max(line_width(_words(name), "key", _WIDTH) for name in names) + _COLUMN_GAP
    columns = max(int((_WIDTH - 2 * _EDGE + _COLUMN_GAP) // cell), 1)
    title = set_text((f"Symbols: {family}",), "title", _WIDTH, _EDGE, _EDGE, look=LIGHT, id="title")
    top = title.box.bottom + 18
    items: list[Item] = []
    for index, name in enumerate(names):
        items += _cell(name, _EDGE + index % columns * cell, top + index // columns * _ROW)
    height = top + -(-len(names) // columns) * _ROW + _EDGE
    return Page(
        id=family,
        width=_WIDTH,
        height=height,
        scale=2.0,
        title=f"Symbols: {family}",
        description=", ".join(names),
        lang="en",
        background=LIGHT.paper,
        frame=Box(0, 0, _WIDTH, height),
        groups=(Group("header", (title,)), Group("symbols", tuple(items))),
    )


def _cell(name: str, x: float, y: float) -> list[Item]:
    """The symbol from small to large on one line, then its name."""
    items: list[Item] = []
    middle = y + _ROW / 2
    for size in SIZES:
        items.append(Stamp(name, x + size / 2, middle, size, LIGHT.text, id=f"{name.replace('/', '-')}-{size:.0f}"))
        x += size + _GAP
    top = middle - TYPE["key"].size(_WIDTH) * 0.35
    items.append(set_text((_words(name),), "key", _WIDTH, x + 4, top, look=LIGHT, id=f"{name.replace('/', '-')}-name"))
    return items


def _words(name: str) -> str:
    """A symbol's name as it is read."""
    return name.rsplit("/", maxsplit=1)[-1].replace("-", " ")
