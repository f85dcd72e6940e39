"""In the other process: what files of the ground show of a part of the world, put together across their tiles.

Tiles cut what lies in several of them (gdal.org/drivers/vector/pmtiles.html: "the driver will make no effort of
stitching together geometries"). Lines are joined where they were cut, areas are united.
"""

from __future__ import annotations

import math
import pickle
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.errors import said_by
from geomap.files.apart.alone import alone
from geomap.files.apart.drivers import require_known
from geomap.files.apart.ground_head import LARGEST
from geomap.files.apart.told import ToldError
from geomap.loading import load

# pyogrio loads these where they are there, which takes as long as to read all tiles of a map.
_LEFT_OUT = {"geopandas", "pandas", "pyarrow", "pyproj"} - sys.modules.keys()
sys.modules.update(dict.fromkeys(_LEFT_OUT))  # type: ignore[arg-type]  # None has an import fail
pyogrio, raw = load("pyogrio:core"), load("pyogrio:raw")
DataLayerError = load("pyogrio.errors:DataLayerError")
for _name_left_out in sorted(_LEFT_OUT):
    del sys.modules[_name_left_out]

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

_OF_TILES = "EPSG:3857"
_RADIUS = 6378137.0  # of the sphere of Web Mercator (EPSG:3857), in m
_HALF_WORLD = math.pi * _RADIUS
_MOST_LATITUDE = 85.06  # degrees that it reaches
_UNITS = 4096  # of a tile's side
_MOST_FEATURES = 400_000  # of a layer
_AT_EDGE, _APART = 0.6, 2.5  # units from a tile's edge that an end lies on it, and between ends that were one
_LONGEST_NAME = 60  # characters
_LINE, _AREA, _POINT = "line", "area", "point"
_DIMENSIONS = {_POINT: 0, _LINE: 1, _AREA: 2}


def read(  # noqa: PLR0913, PLR0917 - where, how finely, and what
    path: str,
    box: Sequence[float],
    zoom: int | None,
    step: float,
    least: float,
    letters: str,
    layers: Sequence[Mapping[str, Any]],
) -> tuple[None, Any]:
    """Lines, areas and points of a box in degrees (west, south, east, north), by what the rules of their layers call
    them.

    `zoom` is that of the tiles. Bends finer than `step` m of Web Mercator are left out, and areas of less than `least`
    m². `layers` say what to read, each of a `layer`: the `kind` of its geometry, its `rules`, names with the values of
    the `columns` that they ask for, of which the first that fits counts; columns that are `told`; and those of `names`,
    of which the first counts that has `letters`, by the word with which Unicode begins the name of each.
    """
    found: dict[str, Any] = {_LINE: {}, _AREA: {}, _POINT: []}
    try:
        require_known(pyogrio.list_drivers())
        with alone(path, LARGEST) as read_from:
            lines: dict[tuple[str, str], list[Shapes]] = defaultdict(list)
            areas: dict[str, list[Shapes]] = defaultdict(list)
            for wanted, rows in _each(read_from, layers, box, zoom):
                for (role, name), shapes, told in _features(rows, wanted, letters):
                    if wanted["kind"] == _POINT:
                        found[_POINT] += _points(role, name, shapes, told)
                    elif wanted["kind"] == _LINE:
                        lines[role, name].append(shapes)
                    else:
                        areas[role].append(shapes)
        tile = 2 * _HALF_WORLD / 2**zoom if zoom is not None else 0.0
        found[_LINE] = {key: _joined(shapes, tile, step) for key, shapes in sorted(lines.items())}
        found[_AREA] = {role: _united(shapes, tile, step, least) for role, shapes in sorted(areas.items())}
    except (ToldError, MemoryError):
        raise
    except Exception as error:  # GDAL's drivers raise many kinds
        said = said_by(ValueError(str(error).replace(str(Path(path)), Path(path).name)), Path(path))
        raise ToldError(f"cannot be read: {said}", "save or download it again") from None
    return None, lambda answers: pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)


def _each(
    read_from: str, layers: Sequence[Mapping[str, Any]], box: Sequence[float], zoom: int | None
) -> Iterator[tuple[Mapping[str, Any], _Rows]]:
    """What is asked for with the rows of its layer, each of which is read once."""
    for layer, some in groupby(layers, lambda wanted: wanted["layer"]):
        asked = list(some)
        columns = dict.fromkeys(name for wanted in asked for name in (*wanted["columns"], *wanted["told"]))
        rows = _rows(read_from, layer, list(columns), box, zoom)
        if rows is not None:
            yield from ((wanted, rows) for wanted in asked)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is read of a layer: geometries as they are in the file, and texts by column."""

    shapes: Shapes
    texts: Mapping[str, Sequence[str]]
    in_metres: bool


def _rows(read_from: str, layer: str, columns: Sequence[str], box: Sequence[float], zoom: int | None) -> _Rows | None:
    """All of a layer in a box in degrees; nothing where there is no such layer: few files have all of their schema."""
    options = {} if zoom is None else {"ZOOM_LEVEL": str(zoom)}
    try:
        crs = _OF_TILES if zoom is not None else str(pyogrio.read_info(read_from, layer=layer)["crs"])
        meta, _, wkb, cells = raw.read(
            read_from, layer=layer, columns=columns, bbox=corners(box, crs), max_features=_MOST_FEATURES + 1, **options
        )
    except DataLayerError:
        return None
    if len(wkb) > _MOST_FEATURES:
        raise ToldError(f"holds more than {_MOST_FEATURES:,} shapes of {layer} in the map", "cut it with less zoom")
    texts = {str(name): _texts(column) for name, column in zip(meta["fields"], cells, strict=True)}
    return _Rows(shapely.from_wkb(wkb, on_invalid="ignore"), texts, crs == _OF_TILES)


def corners(box: Sequence[float], crs: str) -> tuple[float, ...]:
    """A box in degrees in the coordinates of a layer."""
    degrees = np.array(box, dtype=float).reshape(2, 2)
    return tuple((_metres(degrees) if crs == _OF_TILES else degrees).ravel().tolist())


def _features(
    rows: _Rows, wanted: Mapping[str, Any], letters: str
) -> Iterator[tuple[tuple[str, str], Shapes, list[dict[str, str]]]]:
    """The features that any rule asks for, by role and name: their geometries in Web Mercator, and texts by column."""
    roles = _roles(wanted["rules"], rows.texts, len(rows.shapes))
    fit = (roles != "") & (shapely.get_dimensions(rows.shapes) == _DIMENSIONS[wanted["kind"]])
    chosen = np.flatnonzero(fit & np.isfinite(shapely.bounds(rows.shapes)).all(axis=-1))
    texts = {name: rows.texts[name] for name in wanted["told"] if name in rows.texts}
    told = [{name: column[at] for name, column in texts.items() if column[at]} for at in chosen.tolist()]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (role, row) in enumerate(zip(roles[chosen].tolist(), told, strict=True)):
        groups[role, _name(row, wanted["names"], letters) if row else ""].append(number)
    for key, numbers in groups.items():
        shapes = rows.shapes[chosen[numbers]]
        moved = shapes if rows.in_metres else shapely.transform(shapes, _metres)
        yield key, moved, [told[number] for number in numbers]


def _points(
    role: str, name: str, shapes: Shapes, told: Sequence[Mapping[str, str]]
) -> Iterator[tuple[str, str, tuple[float, float], Mapping[str, str]]]:
    """Points, each with its place in degrees; of several the first."""
    for shape, row in zip(shapes.tolist(), told, strict=True):
        x, y = _degrees(shapely.get_coordinates(shape)[:1])[0].tolist()
        yield role, name, (x, y), row


def _name(row: Mapping[str, str], names: Sequence[str], letters: str) -> str:
    """The first name in these letters, as one line of what can be printed."""
    for name in names:
        text = " ".join(row.get(name, "").split())
        first = next(filter(str.isalpha, text), "")
        if first and unicodedata.name(first, "").startswith(letters) and text.isprintable():
            return text[:_LONGEST_NAME]
    return ""


def _texts(column: NDArray[Any]) -> list[str]:
    """A column as texts, each of which is made once."""
    known: dict[Any, str] = {}
    return [known[cell] if cell in known else known.setdefault(cell, _text(cell)) for cell in column.tolist()]


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _roles(rules: Sequence[Any], texts: Mapping[str, Sequence[str]], count: int) -> NDArray[Any]:
    """The role of each feature by the first rule that fits; empty where none does."""
    columns = list(dict.fromkeys(name for _, where in rules for name in where))
    given = [texts[name] if name in texts else [""] * count for name in columns]
    known: dict[tuple[str, ...], str] = {}  # few combinations of texts are of many features
    roles = np.full(count, "", dtype=object)
    for number, values in enumerate(zip(*given, strict=True) if given else [()] * count):
        if values not in known:
            row = dict(zip(columns, values, strict=True))
            fits = (role for role, where in rules if all(row[name] in some for name, some in where.items()))
            known[values] = next(fits, "")
        roles[number] = known[values]
    return roles


def _metres(degrees: Floats) -> Floats:
    """Web Mercator of longitudes and latitudes."""
    lat = np.radians(np.clip(degrees[:, 1], -_MOST_LATITUDE, _MOST_LATITUDE))
    return np.column_stack([np.radians(degrees[:, 0]), np.arcsinh(np.tan(lat))]) * _RADIUS


def _degrees(metres: Floats) -> Floats:
    x, y = metres.T / _RADIUS
    found: Floats = np.degrees(np.column_stack([x, np.arctan(np.sinh(y))]))
    return found


def _joined(shapes: Sequence[Shapes], tile: float, step: float) -> bytes:
    """Lines as one geometry in degrees, joined where they meet and where tiles have cut them."""
    parts = shapely.get_parts(np.concatenate(shapes))
    if tile:
        parts = _mended(parts, tile)
    merged = shapely.line_merge(shapely.multilinestrings(parts))
    simple = shapely.simplify(shapely.get_parts(merged), step, preserve_topology=False)
    return _wkb(shapely.multilinestrings(simple[~shapely.is_empty(simple)]))


def _mended(lines: Shapes, tile: float) -> Shapes:
    """The lines with those ends as one that tiles have cut apart: each has rounded where the line crosses its edge."""
    points, which = shapely.get_coordinates(lines, return_index=True)
    unit = tile / _UNITS
    first = np.flatnonzero(np.diff(which, prepend=-1) != 0)
    ends = np.concatenate([first, np.append(first[1:], len(points)) - 1])
    for axis in (0, 1):
        off = (points[ends, axis] + _HALF_WORLD) / tile
        at_edge = ends[np.abs(off - np.rint(off)) * _UNITS < _AT_EDGE]
        if not len(at_edge):
            continue
        edge = np.rint((points[at_edge, axis] + _HALF_WORLD) / tile)
        order = np.lexsort((points[at_edge, 1 - axis], edge))
        sorted_, edges = at_edge[order], edge[order]
        along = points[sorted_, 1 - axis]
        begins = (np.diff(edges, prepend=-1) != 0) | (np.diff(along, prepend=-np.inf) > _APART * unit)
        group = np.cumsum(begins) - 1
        points[sorted_, 1 - axis] = along[begins][group]
        points[sorted_, axis] = edges * tile - _HALF_WORLD
    return np.asarray(shapely.linestrings(points, indices=which))


def _at_edges(points: Floats, tile: float) -> Floats:
    """Positions, of which those next to the edge of a tile lie on it, so that what it has cut touches exactly."""
    off = (points + _HALF_WORLD) / tile
    edge = np.rint(off)
    return np.where(np.abs(off - edge) * _UNITS < _AT_EDGE, edge * tile - _HALF_WORLD, points)


def _united(shapes: Sequence[Shapes], tile: float, step: float, least: float) -> bytes:
    """Areas as one geometry in degrees, those that tiles have cut and those that touch as one; the small left out."""
    parts = shapely.get_parts(np.concatenate(shapes))
    if tile:
        parts = shapely.transform(parts, lambda at: _at_edges(at, tile))
    parts = np.where(shapely.is_valid(parts), parts, shapely.make_valid(parts, method="structure"))
    whole = shapely.get_parts(shapely.disjoint_subset_union_all(shapely.simplify(parts, step / 2)))
    whole = whole[(shapely.get_dimensions(whole) == _DIMENSIONS[_AREA]) & (shapely.area(whole) >= least)]
    simple = shapely.get_parts(shapely.simplify(whole, step))
    return _wkb(shapely.multipolygons([_without_small_holes(one, least) for one in simple if not one.is_empty]))


def _without_small_holes(polygon: Any, least: float) -> Any:
    shell, *holes = shapely.get_rings(polygon)
    kept = [hole for hole in holes if shapely.area(shapely.polygons(hole)) >= least]
    return polygon if len(kept) == len(holes) else shapely.polygons(shell, kept or None)


def _wkb(shape: Any) -> bytes:
    """A geometry in degrees, its parts in an order of their own: that of a file may be any."""
    data: bytes = shapely.to_wkb(shapely.transform(shapely.normalize(shape), _degrees))
    return data
