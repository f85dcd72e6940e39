"""What stands around the page's map: the key of each sheet as layout draws it, and the lengths of the scale bar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from geomap.layout.furniture.around import ScaleBar
from geomap.layout.furniture.corners import has_bar
from geomap.layout.key.box import KeyDrawing
from geomap.layout.levels import DEEPEST
from geomap.layout.sheet import Settled
from geomap.page import Item, Stamp
from geomap.players.html.fields import COLUMN, Field
from geomap.players.svg import item_markup, outline_markup
from geomap.scene import Scene

_OF_AN_OCTAVE = 12  # scales at which the length of the scale bar is looked at
_FARTHEST = 0.25  # of the scale at home


def keys(scene: Scene, fields: Sequence[Field]) -> str:
    """All keys as SVG, each in a column beside the map and in a strip below it, and what they refer to."""
    drawn = [(board, shape, key) for field in fields for board in field.boards for shape, key in _drawings(board)]
    stamps = sorted({item.outline for _, _, key in drawn for item in key.items if isinstance(item, Stamp)})
    outlines = "".join(map(outline_markup, stamps))
    defs = f'<svg width="0" height="0" aria-hidden="true" class="outlines"><defs>{outlines}</defs></svg>'
    return (defs if stamps else "") + "".join(_markup(board, shape, key) for board, shape, key in drawn)


def _drawings(board: Settled) -> Iterator[tuple[str, KeyDrawing]]:
    layout = board.plan.layout
    if board.artboard.key == "none" or not (layout.key.values or layout.key.rows):
        return
    yield "column", layout.upright(0, 0, COLUMN / board.px)
    yield "strip", layout.flat(0, 0, board.plan.view.frame.width)


def _markup(board: Settled, shape: str, key: KeyDrawing) -> str:
    box, px = key.box, board.px
    width, height = (round(value * px + 2, 1) for value in (box.width, box.height))
    items = "".join(_without_id(item) for item in key.items)
    view = f"{round(box.x - 1, 2)} {round(box.y - 1, 2)} {round(box.width + 2, 2)} {round(box.height + 2, 2)}"
    return (
        f'<svg data-key="{board.stated.id} {shape}" width="{width}" height="{height}" viewBox="{view}" hidden>'
        f"{items}</svg>"
    )


def _without_id(item: Item) -> str:
    """An item as the pictures have it; several keys stand in one page, so none of its parts has an id."""
    return re.sub(r' (id|class)="[^"]*"', "", item_markup(replace(item, id="")))


def bars(board: Settled) -> list[list[Any]]:
    """From which scale on the scale bar says what: px of it at home and its words, for kilometres and for miles."""
    view = board.plan.view
    if not has_bar(board.artboard, view):
        return []
    scales = np.geomspace(_FARTHEST, DEEPEST, round(_OF_AN_OCTAVE * np.log2(DEEPEST / _FARTHEST)) + 1)
    found: list[list[Any]] = []
    for scale in scales.tolist():
        bar = ScaleBar(view.km_per_px() / scale, board.artboard, board.scene.lang, board.scene.style)
        said = [value for words, length in bar.lengths for value in (round(length * board.px / scale, 3), words)]
        if not found or _words(found[-1]) != _words([scale, *said]):
            found.append([round(scale, 4), *said])
    return found


def _words(entry: Iterable[Any]) -> list[str]:
    return [value for value in entry if isinstance(value, str)]
