"""COMPOSE: a map that shows more of its borders and coasts than these are exact, and which units that concerns."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians

from geomap.compose.views import artboards_of, view_bounds
from geomap.config import Config
from geomap.errors import Problem
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.ground.exactness import most_km
from geomap.kinds.line import LineRow
from geomap.loading import Later
from geomap.measure import KM_PER_DEGREE
from geomap.scene import Artboard, Bounds
from geomap.wording import distance, few, phrase

ground = Later("geomap.ground.fineness")

_COARSE_PX = 8.0  # from one point of a border to the next: so many are seen as corners
_BARE_KM_PER_PX = 0.06  # some 60 km on a wide artboard, where rivers of 1:10m and towns leave most of it empty
_TALLEST = 1.0  # of its width: so high about an artboard shows its map
_BORDERS = ("border", "disputed_border")


def km_per_px(config: Config, units: Rows[Unit]) -> float:
    """About how many km a px is, on the artboard that shows the ground largest."""
    bounds = view_bounds(config, units)
    return min(km_per_px_of(board, board.bounds or bounds) for board in artboards_of(config))


def km_per_px_of(board: Artboard, bounds: Bounds) -> float:
    """About how many km a px of an artboard is that shows these bounds."""
    west, south, east, north = bounds
    across = ((east - west) % 360 or 360.0) * cos(radians((south + north) / 2)) * KM_PER_DEGREE
    height = board.height or board.width * _TALLEST
    return max(across / board.width, (north - south) * KM_PER_DEGREE / height)


def may_be_coarse(config: Config, units: Rows[Unit]) -> bool:
    """Whether a map can show more of borders and coasts than these are exact, which is told without reading any."""
    return most_km(view_bounds(config, units)) >= _COARSE_PX * km_per_px(config, units)


def coarse_km(config: Config, units: Rows[Unit]) -> float | None:
    """How exact borders and coasts are on a map that shows more of them; None where they are as fine as it is."""
    if not may_be_coarse(config, units):
        return None
    exact: float | None = ground.fineness_km(view_bounds(config, units), config.worldview)
    return exact if exact and exact >= _COARSE_PX * km_per_px(config, units) else None


def fineness_warnings(config: Config, units: Rows[Unit]) -> Iterator[Problem]:
    """A view that is finer than its ground, where the config draws no border of its own."""
    if any(isinstance(layer, LineRow) and layer.role in _BORDERS for layer in config.layers):
        return
    exact = coarse_km(config, units)
    # of a config that states no view there is no such key to point at
    at, whose = (("view",), "") if config.view.bounds is not None else ((), "the map ")
    if not exact and not config.ground.files and km_per_px(config, units) < _BARE_KM_PER_PX:
        text = f"{whose}shows a city or less, of whose streets, railways and small waters nothing is embedded"
        yield config.problem(at, text=text, hint="supply them by ground: {files: ...}", severity="warning")
    if exact:
        own, finer = config.ground.files, "finer borders by layers of kind: line with role: border"  # tiles draw none
        drawn = "borders are" if own else "borders and coasts are"
        text = f"{whose}shows more than its ground has: {drawn} exact to about {exact:.1f} km here"
        hint = f"draw {finer}" if own else f"draw finer coasts by ground: {{files: ...}}, {finer}"
        yield config.problem(at, text=text, hint=hint, severity="warning")


def fineness_notes(config: Config, units: Rows[Unit]) -> Iterator[str]:
    """The units, where they stand on the map, that are nearer to a border or coast than these are exact."""
    exact = coarse_km(config, units)
    if not exact:
        return
    lat, lon = units.lat_lon
    away = ground.km_from_lines(lat, lon, view_bounds(config, units), config.worldview)
    near = units.kept(away < exact).where(lambda unit: not unit.place.is_area, "found_by")
    names = [*near.label_by_id.values()]
    if names:
        said = {"names": few(names, config.lang), "distance": distance(exact, config.lang)}
        yield phrase("fineness.near", config.lang, **said)
