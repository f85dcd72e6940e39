"""READ Parquet and GeoParquet, with the types of their columns. Needs the extra `parquet`."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import shapely

from geomap.loading import Later
from geomap.tables.options import Grid, Options, Position, unreadable
from geomap.tables.points import position_of

gis = Later("geomap.gis")  # and geopandas with it


def read(path: Path, file: str, options: Options) -> Grid:
    """Rows count from 1."""
    try:
        table = pyarrow.parquet.read_table(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise unreadable(file, f"is not a Parquet file: {error}") from None
    about = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    column = about.get("primary_column", "")
    positions = _positions(table[column].to_pylist(), about["columns"][column]) if column in table.column_names else []
    headings = [name for name in table.column_names if name not in about.get("columns", {})]
    return Grid(headings, [table[name].to_pylist() for name in headings], range(1, len(table) + 1), positions)


def _positions(wkb: list[bytes | None], about: dict[str, object]) -> list[Position | str | None]:
    """Without a system GeoParquet means longitude and latitude on WGS 84."""
    geometries = list(shapely.from_wkb(wkb))
    if about.get("crs"):
        geometries = gis.in_degrees(geometries, json.dumps(about["crs"]))
    return [position_of(geometry) for geometry in geometries]
