"""The features of a layer file that the config asks for by their columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import LayerError, Problem
from geomap.nearest import did_you_mean
from geomap.values.where import fits, text_of

if TYPE_CHECKING:
    from shapely import Geometry

    Feature = tuple[Geometry | None, dict[str, Any]]

_MOST_LISTED = 8  # values that a hint lists


def chosen(features: list[Feature], where: Mapping[str, tuple[str, ...]], path: Path) -> list[Feature]:
    """The features with one of the values in each column. Raises LayerError where there are none, or no column."""
    names = list(dict.fromkeys(name for _, row in features for name in row))
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
