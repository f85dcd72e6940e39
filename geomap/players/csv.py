"""The units as a CSV table, UTF-8 without a byte order mark, as programs and version control want it."""

from __future__ import annotations

from geomap.facts.cells import Value, guarded
from geomap.players.row_changes import scene_columns, scene_rows
from geomap.scene import Scene


def export(scene: Scene) -> str:
    """A row a unit. Texts are in quotes, and none of them can be taken for a formula by a spreadsheet."""
    rows = (",".join(map(_cell, row.values())) for row in scene_rows(scene))
    return "".join(f"{line}\n" for line in (",".join(map(_heading, scene_columns(scene))), *rows))


def _heading(name: str) -> str:
    """Ours as it is; one that is carried as any text."""
    return name if name.isidentifier() else _cell(name)


def _cell(value: Value) -> str:
    """Numbers as they are, to the last digit; what is not claimed is empty."""
    if value is None:
        return ""
    return '"{}"'.format(guarded(value).replace('"', '""')) if isinstance(value, str) else repr(value)
