"""The units as a CSV table, UTF-8 without a byte order mark, as programs and version control want it."""

from __future__ import annotations

from geomap.cells import guarded
from geomap.export.rows import Value, unit_columns, unit_rows
from geomap.scene import Scene


def export(scene: Scene) -> str:
    """A row a unit. Texts are in quotes, and none of them can be taken for a formula by a spreadsheet."""
    rows = (",".join(map(_cell, row.values())) for row in unit_rows(scene.units))
    return "".join(f"{line}\n" for line in (",".join(unit_columns(scene.units)), *rows))


def _cell(value: Value) -> str:
    """Numbers as they are, to the last digit; what is not claimed is empty."""
    if value is None:
        return ""
    return '"{}"'.format(guarded(value).replace('"', '""')) if isinstance(value, str) else repr(value)
