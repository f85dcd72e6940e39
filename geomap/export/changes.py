"""What a map of the change adds to a unit's row: what became of it, and what it was."""

from __future__ import annotations

from typing import Any

from geomap.export.rows import UNIT_COLUMNS, Value, count_columns, unit_rows
from geomap.scene import Scene, Symbol

_Point = tuple[float, float]  # lon, lat


def scene_rows(scene: Scene) -> list[dict[str, Value]]:
    """The units as rows, on a map of the change with what became of each."""
    changes = change_columns(scene)
    return [row | changes.get(str(row["id"]), {}) for row in unit_rows(scene.units)]


def scene_columns(scene: Scene) -> tuple[str, ...]:
    """The names in these rows."""
    return tuple(scene_rows(scene)[0]) if scene.units else UNIT_COLUMNS


def change_columns(scene: Scene) -> dict[str, dict[str, Value]]:
    """The columns by unit id; none on a map of one state."""
    return {symbol.unit: _columns(symbol) for symbol in scene.symbols if symbol.change}


def _columns(symbol: Symbol) -> dict[str, Value]:
    change = symbol.change
    if change is None:
        return {}
    before = None if change.kind == "added" else change.before
    return {"change": change.kind, "moved_km": change.km or None, **count_columns("troops_before", before)}


def move_features(scene: Scene) -> list[dict[str, Any]]:
    """A GeoJSON feature for each move: the straight line from where the unit was to where it is, the shorter way."""
    return [
        {
            "type": "Feature",
            "id": f"move-{symbol.unit}",
            "geometry": _way(symbol.change.origin, (symbol.lon, symbol.lat)),
            "properties": {"kind": "move", "id": f"move-{symbol.unit}", "unit": symbol.unit, "km": symbol.change.km},
        }
        for symbol in scene.symbols
        if symbol.change and symbol.change.origin
    ]


def _way(start: _Point, end: _Point) -> dict[str, Any]:
    """A line, or the two parts of one that crosses the antimeridian (RFC 7946, 3.1.9)."""
    turn = (end[0] - start[0] + 180) % 360 - 180
    if turn == end[0] - start[0]:
        return {"type": "LineString", "coordinates": [list(start), list(end)]}
    edge = 180.0 if turn > 0 else -180.0
    lat = round(start[1] + (end[1] - start[1]) * (edge - start[0]) / turn, 6)
    parts = [[list(start), [edge, lat]], [[-edge, lat], list(end)]]
    return {"type": "MultiLineString", "coordinates": parts}
