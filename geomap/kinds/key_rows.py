"""What the key says of areas and lines: each look once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from geomap.facts import Side
from geomap.scene import Area, KeyRow, Line
from geomap.scene.beneath import Beneath
from geomap.wording import mark_name

_DISPUTED = ("disputed", "disputed_border")  # of the ground; land, coasts and borders want no word


def key_rows(
    areas: Sequence[Area], lines: Sequence[Line], beneath: Beneath, sides: Mapping[str, Side], lang: str
) -> list[KeyRow]:
    """Rows for the areas and lines of layers, and for what is disputed beneath them.

    Whether a text on the map says it already is asked for each artboard.
    """
    marks: list[Area | Line] = [area for area in beneath.areas if area.role in _DISPUTED]
    marks += [*areas, *lines]
    marks += [line for line in beneath.lines if line.role in _DISPUTED]
    return list(dict.fromkeys(_row(mark, sides, lang) for mark in marks))


def _row(mark: Area | Line, sides: Mapping[str, Side], lang: str) -> KeyRow:
    kind: Literal["area", "line"] = "area" if isinstance(mark, Area) else "line"
    side = sides[mark.side].label if mark.side else ""
    long, short = (mark_name(kind, mark.role, mark.approximate, lang, side, short=short) for short in (False, True))
    return KeyRow(
        kind, mark.role, long, short, mark.approximate, mark.side, mark.colour, width=mark.width, dash=mark.dash
    )
