"""The scene's own texts as the page's data: names, notes, and the ground that a name must not leave."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geomap.players.html.geometry import STEPS_PER_DEGREE, page_zoom, unwrapped
from geomap.players.html.rules import printed
from geomap.scene import Bounds, Label, Scene

_GRID = 12  # places a side that a name may try within the box of its country
_MOST = 48  # of them
_ALL = 1500  # of all names together
_NEARER = 2.0  # of zoom, by which a reader may near a water before its name is there


def label_rows(scene: Scene) -> list[dict[str, Any]]:
    """One entry a label; of a name from the basemap also where it may stand."""
    beneath = scene.beneath
    areas = {area.id: area.geometry for area in (*beneath.areas, *scene.areas)}
    zoom = page_zoom(unwrapped(scene.bounds)) + _NEARER
    labels = (*scene.labels, *(label for label in beneath.labels if label.zoom <= zoom))
    most = min(_MOST, _ALL // max(len(labels), 1))
    return [_row(label) | _ground(label, label.within or areas.get(label.area), most) for label in labels]


def _row(label: Label) -> dict[str, Any]:
    return {
        "id": label.id,
        "text": printed(label.text, label),
        "style": label.style,
        "look": "total" if label.properties.get("is_total") else label.style,
        "lon": label.lon,
        "lat": label.lat,
    }


def _ground(label: Label, area: shapely.Geometry | None, most: int) -> dict[str, Any]:
    """The box that the name must not leave, and places in what it names for its middle: lon, lat, lon, lat ..."""
    if label.extent is None:
        return {}
    extent = [round(degrees, 4) for degrees in label.extent]
    spots = {} if area is None else {"spots": _spots(label, area, label.extent)[: 2 * most]}
    return {"extent": extent, **spots}


def _spots(label: Label, area: shapely.Geometry, extent: Bounds) -> list[int]:
    """Points of a grid that lie in the area, those nearest to the label's own first."""
    west, south, east, north = extent
    shares = (np.arange(_GRID) + 0.5) / _GRID
    lon, lat = (grid.ravel() for grid in np.meshgrid(west + shares * (east - west), south + shares * (north - south)))
    lon, lat = np.append(label.lon, lon), np.append(label.lat, lat)
    inside = shapely.contains_xy(area, lon, lat)
    away = np.hypot((lon - label.lon) * np.cos(np.radians(label.lat)), lat - label.lat)
    points = np.column_stack([lon[inside], lat[inside]])[np.argsort(away[inside], kind="stable")]
    return [int(step) for step in np.rint(points * STEPS_PER_DEGREE).ravel()]
