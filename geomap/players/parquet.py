"""The units as GeoParquet 1.1: typed columns, points in degrees (OGC:CRS84). Needs the extra `parquet`."""

from __future__ import annotations

import io
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geomap.players.row_changes import scene_columns, scene_rows
from geomap.players.rows import ColumnType, column_type
from geomap.scene import Scene

_TYPES: dict[ColumnType, pa.DataType] = {
    "text": pa.string(), "integer": pa.int64(), "real": pa.float64(), "day": pa.date32(), "truth": pa.bool_(),
}  # fmt: skip


def export(scene: Scene) -> bytes:
    """A row a unit, in one table."""
    rows = scene_rows(scene)
    points = [shapely.Point(unit.place.lon, unit.place.lat) for unit in scene.units]
    fields = [pa.field(name, _TYPES[column_type(name)]) for name in scene_columns(scene)]
    columns = [[_typed(row[field.name], column_type(field.name)) for row in rows] for field in fields]
    schema = pa.schema([*fields, pa.field("geometry", pa.binary())], metadata={"geo": _about(points)})
    wkb = [shapely.to_wkb(point, byte_order=1) for point in points]
    table = pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip([*columns, wkb], schema, strict=True)], schema=schema
    )
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def _typed(value: object, kind: ColumnType) -> object:
    return date.fromisoformat(value) if kind == "day" and isinstance(value, str) else value


def _about(points: list[shapely.Point]) -> str:
    """The metadata by which readers know the geometry; without `crs` it is longitude, latitude on WGS 84."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if points:
        column["bbox"] = shapely.total_bounds(points).tolist()
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})
