"""What the key says of areas and lines: each look once, unless a text on the map says it already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from geomap.scene import Area, KeyRow, Line
from geomap.wording import mark_name

_KNOWN = ("land", "lake")  # of the basemap, like its coasts and borders; what is disputed wants a word


def key_rows(areas: Sequence[Area], lines: Sequence[Line], basemap_lines: Sequence[Line], lang: str) -> list[KeyRow]:
    """Rows for `areas`, those of the basemap among them, for layers' `lines`, for the basemap's disputed borders."""
    unlabelled = [area for area in areas if area.role not in _KNOWN and not area.label]
    uncalled = [line for line in lines if not line.callout]
    uncalled += [line for line in basemap_lines if line.role == "disputed_border"]
    rows = [_row("area", area.role, area.approximate, lang) for area in unlabelled]
    rows += [_row("line", line.role, line.approximate, lang) for line in uncalled]
    return list(dict.fromkeys(rows))


def _row(kind: Literal["area", "line"], role: str, approximate: bool, lang: str) -> KeyRow:
    name = mark_name(kind, role, approximate, lang)
    return KeyRow(kind, role, name, name, approximate)
