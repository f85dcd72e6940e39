"""COMPOSE: the smaller maps beside the map, each with a ground of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import cos, radians

from geomap.compose.views import artboards_of, view_bounds
from geomap.config import Config
from geomap.config.insets import DetailRow
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.ground.drained import drained_on
from geomap.ground.embedded import Embedded
from geomap.ground.heads import ground_files, relief_file
from geomap.ground.locator import Locator
from geomap.layout.frame import finest_km_per_px
from geomap.scene import Artboard, Bounds, Inset
from geomap.scene.beneath import Ground

_SURROUNDINGS, _BESIDE = 4.0, 2.2  # a locator shows so many times the map's height, or its width
_LEAST, _MOST = 18.0, 60.0  # degrees of latitude that a locator shows
_WIDEST = 140.0  # degrees of longitude
_WORLD = (-180.0, -60.0, 180.0, 84.0)


def insets_of(config: Config, units: Rows[Unit]) -> Iterator[Inset]:
    """The config's insets, still without their ground. Details without a title are lettered where there are several."""
    untitled = [row.id for row in config.insets if isinstance(row, DetailRow) and not row.title]
    for row in config.insets:
        if isinstance(row, DetailRow):
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[untitled.index(row.id) % 26] if row.id in untitled else ""
            title = row.title or (letter if len(untitled) > 1 else "")
            yield Inset(row.id, "detail", row.bounds, title, row.at, row.share)
        else:
            bounds = row.bounds or surroundings(view_bounds(config, units))
            yield Inset(row.id, "locator", bounds, row.title, row.at, row.share)


def ground_of(inset: Inset, reach: Bounds, config: Config, view: Bounds, day: date | None = None) -> Ground:
    """What lies beneath an inset of a map of a `view`; `reach` are degrees that cover what any artboard shows of it.

    That of a detail is read finer than the map's where its extent wants; a locator's is plain.
    """
    if inset.kind == "detail":
        if not config.ground.all_files:
            return Embedded(reach, config.worldview, drained=drained_on(day))
        km_per_px = detail_km_per_px(inset, artboards_of(config))
        return Embedded(
            reach,
            config.worldview,
            config.lang,
            files=ground_files(config),
            relief=relief_file(config),
            km_per_px=km_per_px,
            drained=drained_on(day),
        )
    return Locator(reach, inset.bounds, config.worldview, config.lang, view)


def detail_km_per_px(inset: Inset, artboards: Sequence[Artboard]) -> float:
    """Kilometres of a px of a detail on the artboard that shows it largest."""
    boards = [replace(board, width=board.width * inset.share, height=None, bounds=None) for board in artboards]
    return finest_km_per_px(inset.bounds, boards)


def surroundings(bounds: Bounds) -> Bounds:
    """What a locator shows around a view: the countries near it, or the world."""
    west, south, east, north = bounds
    lat, span = (south + north) / 2, (east - west) % 360 or 360.0
    height = max((north - south) * _SURROUNDINGS, span * cos(radians(lat)) * _BESIDE)
    height = min(max(height, _LEAST), _MOST)
    width = min(height / max(cos(radians(lat)), 0.1), _WIDEST)
    if north - south > height / 2 or span > width / 2:
        return _WORLD
    lon = west + span / 2
    bottom = min(max(lat - height / 2, -85.0), 85.0 - height)
    return _wrapped(lon - width / 2), bottom, _wrapped(lon + width / 2), bottom + height


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
