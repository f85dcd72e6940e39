"""COMPOSE: the part of the world that a map shows, and the artboards that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, inf, pi, radians, sqrt

from geomap.compose.sites import largest_count
from geomap.config import Config
from geomap.config.artboards import DEFAULT_ARTBOARDS
from geomap.facts import Unit
from geomap.facts.columns import Flags, Floats, Rows, Whole
from geomap.loading import Later
from geomap.marks.size import LEAST_SEEN, SizeScale
from geomap.measure import px_of
from geomap.scene import Artboard, Bounds

np, frame = Later("numpy"), Later("geomap.layout.frame")  # most checks do without

_LEAST_SPAN = 0.4  # degrees of latitude; units closer together than that are shown in this much ground
_ONE_PLACE_SPAN = 2.0  # degrees of latitude around a single place
_POLAR = 60.0  # degrees; a map of units beyond it that reaches over the pole is one around the pole
_STEP = 5.0  # degrees of longitude between positions that stand for an extent
_LEAST_PAD = 0.05  # degrees
_SMALLEST, _FILLED = 4.0, 0.85  # px of the largest circle in the smallest cells; its part of a larger one
_MANY = 20  # units; fewer have room
_COVERED = 0.3  # of a map under the squares around its circles
_LEAST_LARGEST = 14.0  # px of the largest circle, however many there are
_FEW = 0.1  # of the circles, which may be too small to be seen
_NARROWEST = 0.5  # of their size that circles keep on narrow artboards
_WORLD = (-180.0, -60.0, 180.0, 84.0)


# What tells the artboards of a config that states none; as rows of it are copied, pydantic no longer knows.
_BY_ITSELF = [(board["id"], board["width"], board.get("drop", ())) for board in DEFAULT_ARTBOARDS]


def artboards_of(config: Config) -> tuple[Artboard, ...]:
    """The config's artboards as records, the widest first."""
    boards = [row.artboard for row in config.artboards]
    if [(board.id, board.width, board.drop) for board in boards] == _BY_ITSELF:
        boards = [replace(board, by_itself=True) for board in boards]
    return tuple(sorted(boards, key=lambda board: -board.width))


def size_scale(config: Config, units: Rows[Unit]) -> SizeScale:
    """The circles of the widest artboard."""
    most = max([largest_count(config, units), *(config.legend.values or ()), 1])
    is_stated = "max_diameter" in config.legend.model_fields_set
    boards = artboards_of(config)
    growth = 1.0 if is_stated else px_of(boards[0].width)
    diameter = config.legend.max_diameter * growth
    largest_value = config.legend.fixed_max or most
    if not is_stated:
        bounds = view_bounds(config, units)
        cells = _room_in_cells(config, bounds, boards)
        diameter = min(diameter, _room_for_all(units, bounds, boards, largest_value) if cells == inf else cells)
    return SizeScale(largest_value, diameter)


def _room_for_all(units: Rows[Unit], bounds: Bounds, boards: Sequence[Artboard], largest_value: float) -> float:
    """Px of the widest artboard that the largest circle may cover so that all together leave something of each map.

    It is never so little that more than few circles could not be seen.
    """
    values = _values_within(units, bounds)
    if len(values) < _MANY:
        return inf
    together = float(values.sum()) / largest_value
    room = min(
        sqrt(_COVERED * _area(board, bounds) / together) / max(sqrt(board.width / boards[0].width), _NARROWEST)
        for board in boards
    )
    smallest = float(np.quantile(values, _FEW))
    return max(room, _LEAST_LARGEST, SizeScale(smallest, LEAST_SEEN / _NARROWEST).diameter(largest_value))


def times_covered(config: Config, units: Rows[Unit]) -> float:
    """How many times the circles would cover the map of the widest artboard, if none lay on another."""
    bounds, scale, board = view_bounds(config, units), size_scale(config, units), artboards_of(config)[0]
    together = float(_values_within(units, bounds).sum()) / scale.max_value
    return pi / 4 * scale.max_diameter**2 * together / _area(board, bounds)


def _area(board: Artboard, bounds: Bounds) -> float:
    """Square px that an artboard has for its map, at most."""
    return board.width * (board.height or board.width * float(frame.map_aspect(bounds, board.width)))


def are_within(units: Rows[Unit], bounds: Bounds) -> Flags:
    """Which units lie in a view."""
    west, south, east, north = bounds
    lat, lon = units.lat_lon
    found: Flags = (south <= lat) & (lat <= north)
    return found & ((lon - west) % 360 <= ((east - west) % 360 or 360))


def _values_within(units: Rows[Unit], bounds: Bounds) -> Whole:
    """The numbers that circles are drawn for in a view, of each unit its largest."""
    values: Whole = np.where(are_within(units, bounds), units.sizes, 0)
    if units.repeats:
        ids = units.ids
        places = {name: number for number, name in enumerate(dict.fromkeys(ids))}
        largest_of = np.zeros(len(places), dtype=np.int64)
        np.maximum.at(largest_of, [places[name] for name in ids], values)
        values = largest_of
    seen: Whole = values[values > 0]
    return seen


def _room_in_cells(config: Config, bounds: Bounds, boards: Sequence[Artboard]) -> float:
    """Px of the widest artboard that a circle may cover so that on none it lies on those of other cells and sides."""
    row, summary = config.aggregate, config.summary
    if row is None or summary is None or row.by == "place" or not summary.totals:
        return inf
    west, south, east, north = bounds
    middle = cos(radians((south + north) / 2))
    edge = max(cos(radians(max(abs(south), abs(north)))), middle / 2)  # meridians lie closer together there
    across = (east - west) % 360 or 360.0
    degree = min(  # px, grown as the circles shrink on narrower artboards
        min(board.width / across, (board.height or inf) * middle / (north - south))
        / max(sqrt(board.width / boards[0].width), 0.5)
        for board in boards
    )
    sides = max(map(len, summary.sides.values()))
    return max(_SMALLEST, row.cell / sides * degree * edge / middle * _FILLED)


def view_bounds(config: Config, units: Rows[Unit]) -> Bounds:
    """The bounds that the config gives, or those of its units, and of what else is to be in view, with padding.
    Degrees; west > east across 180.
    """
    if config.view.bounds:
        return config.view.bounds
    lat, lon = units.lat_lon
    if config.reach:
        west, south, east, north = config.reach
        lat, lon = np.append(lat, [south, north]), np.concatenate([lon, np.arange(west, east, _STEP), [east]])
        lon = (lon + 180) % 360 - 180
    if not len(lat):
        return _WORLD
    south, north = float(lat.min()), float(lat.max())
    west, east = narrowest_span(lon)
    least = _LEAST_SPAN if (west, south) != (east, north) else _ONE_PLACE_SPAN
    meridians = max(cos(radians((south + north) / 2)), 0.1)  # they lie closer together towards the poles
    pad_lat = max((north - south) * config.view.pad, (least - (north - south)) / 2)
    pad_lon = max((east - west) * config.view.pad, (least * 1.4 / meridians - (east - west)) / 2)
    bottom, top = max(south - pad_lat, -90.0), min(north + pad_lat, 90.0)
    if north + pad_lat > 90 and south > _POLAR:
        return (-180.0, bottom, 180.0, 90.0)
    if south - pad_lat < -90 and north < -_POLAR:
        return (-180.0, -90.0, 180.0, top)
    if east - west + 2 * pad_lon >= 360:
        return (-180.0, bottom, 180.0, top)
    return (_wrapped(west - pad_lon), bottom, _wrapped(east + pad_lon), top)


def bounds_around(longitudes: Sequence[float], latitudes: Sequence[float], pad: float) -> Bounds:
    """West, south, east, north of points with a part of their extent on each side; west > east across 180."""
    west, east = narrowest_span(longitudes)
    south, north = min(latitudes), max(latitudes)
    aside, above = max((east - west) * pad, _LEAST_PAD), max((north - south) * pad, _LEAST_PAD)
    if east - west + 2 * aside >= 360:
        return (-180.0, max(south - above, -90.0), 180.0, min(north + above, 90.0))
    return _wrapped(west - aside), max(south - above, -90.0), _wrapped(east + aside), min(north + above, 90.0)


def narrowest_span(longitudes: Sequence[float] | Floats) -> tuple[float, float]:
    """West and east (west <= east, east may pass 180) of the shortest arc that holds all longitudes."""
    ordered = np.sort(longitudes)
    gaps = np.diff(ordered, append=ordered[0] + 360)
    widest = len(gaps) - 1 - int(gaps[::-1].argmax())
    return float(ordered[widest + 1 - len(ordered)]), float(ordered[widest]) + (360 if widest < len(gaps) - 1 else 0)


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
