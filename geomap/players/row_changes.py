"""What a map of the change adds to the rows: what became of a unit, what it was, and the way that it moved."""

from __future__ import annotations

import shapely
from shapely import Geometry

from geomap.facts.cells import Value, count_columns
from geomap.players.rows import file_columns, unit_rows
from geomap.scene import Line, Scene, Symbol

_Point = tuple[float, float]  # lon, lat


def scene_rows(scene: Scene) -> list[dict[str, Value]]:
    """The units as rows, on a map of the change with what became of each."""
    changes = change_columns(scene)
    return [row | changes.get(str(row["id"]), {}) for row in unit_rows(scene.units)]


def scene_columns(scene: Scene) -> tuple[str, ...]:
    """The names in these rows."""
    changes = next(iter(change_columns(scene).values()), {})
    return (*file_columns(scene.units), *changes)


def change_columns(scene: Scene) -> dict[str, dict[str, Value]]:
    """The columns by unit id; none on a map of one state."""
    return {symbol.unit: _columns(symbol) for symbol in scene.symbols if symbol.change}


def _columns(symbol: Symbol) -> dict[str, Value]:
    change = symbol.change
    if change is None:
        return {}
    before = None if change.kind == "added" else change.before
    return {"change": change.kind, "moved_km": change.km or None, **count_columns("troops_before", before)}


def move_lines(scene: Scene) -> tuple[Line, ...]:
    """An arrow for each move: the straight line from where the unit was to where it is, the shorter way."""
    return tuple(
        Line(
            f"move-{symbol.unit}",
            "arrow",
            _way(symbol.change.origin, (symbol.lon, symbol.lat)),
            callout=": ".join((symbol.label, *symbol.change.texts[-1:])),
            properties={"unit": symbol.unit, "km": symbol.change.km},
        )
        for symbol in scene.symbols
        if symbol.change and symbol.change.origin
    )


def move_row(line: Line) -> dict[str, object]:
    """Which unit moved, and how far along the ground."""
    return {"id": line.id, **line.properties}


def _way(start: _Point, end: _Point) -> Geometry:
    """A line, or the two parts of one that crosses the antimeridian (RFC 7946, 3.1.9)."""
    turn = (end[0] - start[0] + 180) % 360 - 180
    if turn == end[0] - start[0]:
        return shapely.LineString([start, end])
    edge = 180.0 if turn > 0 else -180.0
    lat = round(start[1] + (end[1] - start[1]) * (edge - start[0]) / turn, 6)
    return shapely.MultiLineString([[start, (edge, lat)], [(-edge, lat), end]])
