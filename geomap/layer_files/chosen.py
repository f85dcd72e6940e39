"""The features of a layer file that the config asks for by their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import LayerError, Problem
from geomap.loading import Later
from geomap.nearest import did_you_mean
from geomap.values.where import fits, text_of

if TYPE_CHECKING:
    from shapely import Geometry

    Feature = tuple[Geometry | None, dict[str, Any]]

shapely = Later("shapely")

_GEOMETRY = "geometry"
_KINDS = {  # by what a config may call them, in small letters
    **dict.fromkeys(("point", "multipoint"), "Point"),
    **dict.fromkeys(("line", "linestring", "multilinestring"), "LineString"),
    **dict.fromkeys(("polygon", "multipolygon", "area"), "Polygon"),
}
_MOST_LISTED = 8  # values that a hint lists


def chosen(features: Sequence[Feature], where: Mapping[str, tuple[str, ...]], path: Path) -> Sequence[Feature]:
    """The features with one of the values in each column. Raises LayerError where there are none, or no column.

    `geometry` is the kind of a feature's geometry where no column has that name: point, line or polygon.
    """
    names = list(dict.fromkeys(name for _, row in features for name in row))
    if _GEOMETRY in where and _GEOMETRY not in names:
        features = _of_kinds(features, where[_GEOMETRY], path)
        where = {column: values for column, values in where.items() if column != _GEOMETRY}
        if not where:
            return features
    for column in where:
        if column not in names:
            hint = did_you_mean(column, names) or f"there are {', '.join(names)}"
            raise LayerError(Problem("where", str(path), text=f"has no column {column}", hint=hint))
    found = [(shape, row) for shape, row in features if fits(row, where)]
    if not found:
        column, values = next(iter(where.items()))
        there = list(dict.fromkeys(text_of(row.get(column)) for _, row in features))[:_MOST_LISTED]
        text = f"has nothing with {column}: {', '.join(values)}"
        raise LayerError(Problem("where", str(path), text=text, hint=f"{column} is {', '.join(filter(None, there))}"))
    return found


def _of_kinds(features: Sequence[Feature], wanted: tuple[str, ...], path: Path) -> list[Feature]:
    """The features, or the parts of collections, whose geometries are of some kinds."""
    unknown = next((name for name in wanted if name.lower() not in _KINDS), "")
    if unknown:
        hint = did_you_mean(unknown, ["point", "line", "polygon"]) or "it is point, line or polygon"
        raise LayerError(Problem("where", str(path), text=f"has no geometry of the kind {unknown}", hint=hint))
    kinds = {_KINDS[name.lower()] for name in wanted}
    every = [(part, row) for shape, row in features if shape is not None for part in single(shape)]
    found: list[Feature] = [(part, row) for part, row in every if part.geom_type.removeprefix("Multi") in kinds]
    if not found:
        there = dict.fromkeys(part.geom_type.removeprefix("Multi").removesuffix("String").lower() for part, _ in every)
        text = f"has nothing with geometry: {', '.join(wanted)}"
        raise LayerError(Problem("where", str(path), text=text, hint=f"geometry is {', '.join(there)}"))
    return found


def single(geometry: Geometry) -> Iterator[Geometry]:
    """The geometries in a collection, be it in another."""
    if geometry.geom_type != "GeometryCollection":
        yield geometry
        return
    for part in shapely.get_parts(geometry):
        yield from single(part)
