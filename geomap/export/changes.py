"""What a map of the change adds to a unit's row: what became of it, and what it was."""

from __future__ import annotations

from typing import Any

from geomap.export.rows import Value, count_columns
from geomap.scene import Scene, Symbol


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
    """A GeoJSON feature for each move: the straight line from where the unit was to where it is."""
    return [
        {
            "type": "Feature",
            "id": f"move-{symbol.unit}",
            "geometry": {"type": "LineString", "coordinates": [list(symbol.change.origin), [symbol.lon, symbol.lat]]},
            "properties": {"kind": "move", "id": f"move-{symbol.unit}", "unit": symbol.unit, "km": symbol.change.km},
        }
        for symbol in scene.symbols
        if symbol.change and symbol.change.origin
    ]
