"""What the key says of areas and lines: each look once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from geomap.facts import Side
from geomap.scene import Area, KeyRow, Line
from geomap.wording import mark_name

_KNOWN = ("land", "lake")  # of the basemap, like its coasts and borders; what is disputed wants a word


def key_rows(
    areas: Sequence[Area], lines: Sequence[Line], basemap_lines: Sequence[Line], sides: Mapping[str, Side], lang: str
) -> list[KeyRow]:
    """Rows for `areas`, those of the basemap among them, for layers' `lines`, for the basemap's disputed borders.

    Whether a text on the map says it already is asked for each artboard.
    """
    marks: list[Area | Line] = [area for area in areas if area.role not in _KNOWN]
    marks += lines
    marks += [line for line in basemap_lines if line.role == "disputed_border"]
    return list(dict.fromkeys(_row(mark, sides, lang) for mark in marks))


def _row(mark: Area | Line, sides: Mapping[str, Side], lang: str) -> KeyRow:
    kind: Literal["area", "line"] = "area" if isinstance(mark, Area) else "line"
    side = sides[mark.side].label if mark.side else ""
    long, short = (mark_name(kind, mark.role, mark.approximate, lang, side, short=short) for short in (False, True))
    return KeyRow(kind, mark.role, long, short, mark.approximate, mark.side, mark.colour)
