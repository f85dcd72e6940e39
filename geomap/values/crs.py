"""The reference system that a GeoJSON names, as those of before 2016 could (and GDAL, QGIS and geopandas write)."""

from __future__ import annotations

import re
from typing import Any

_DEGREES = re.compile(r"CRS84|EPSG:+(?:[0-9.]*:)?4326$", re.IGNORECASE)  # longitude and latitude, WGS 84


def other_system(data: Any) -> str:
    """The name of a system that is not longitude and latitude on WGS 84; empty where the file is in these."""
    crs = data.get("crs") if isinstance(data, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) and not _DEGREES.search(name) else ""
