"""Cells as units: flat names as the nested values that the config would state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from geomap.facts.fields import COUNTS
from geomap.tables.arrays import Cells
from geomap.tables.columns import CARRIED, COLUMNS, READERS
from geomap.tables.counts import CountError, count_of
from geomap.tables.options import Position

NEAR = 1e-6  # degrees; GeoJSON rounds positions that `lat` and `lon` have in full


class Fault(NamedTuple):
    """What the cells say against each other: in which column, and in which words."""

    column: str
    text: str
    hint: str = ""


def cleaned(column: Sequence[Any]) -> Sequence[Any]:
    """The cells, texts without blanks around them; None where one is empty, as NaN is too."""
    if isinstance(column, Cells):
        return column
    try:
        stripped = list(map(str.strip, column))
    except TypeError:  # not all cells are texts
        return _cleaned(column)
    return [cell or None for cell in stripped] if "" in stripped else stripped


def _cleaned(column: Sequence[Any]) -> Sequence[Any]:
    """The same of a column of several types."""
    texts = (cell.strip() if type(cell) is str else cell for cell in column)
    return [None if cell == "" or cell != cell else cell for cell in texts]  # noqa: PLR0124 - NaN alone differs from itself


def unit_of(cells: Mapping[str, Any], position: Position | str | None) -> tuple[dict[str, Any], list[Fault]]:
    """The unit of one row. Of a file with geometries the geometry is where the unit is, whatever columns say."""
    unit: dict[str, Any] = {}
    counts: dict[str, dict[str, Any]] = {}
    for name, cell in cells.items():
        if name.startswith(CARRIED):
            unit.setdefault("carried", {})[name.removeprefix(CARRIED)] = cell
            continue
        path, value = COLUMNS[name].path, READERS[COLUMNS[name].form](cell)
        if len(path) == 1:
            unit[path[0]] = value
        elif path[0] in ("at", "near"):
            unit.setdefault(path[0], {})[path[1]] = value
        else:
            counts.setdefault(_count_name(path), {})[path[-1] and f"_{path[-1]}"] = value
    faults = list(_add_counts(unit, counts))
    if isinstance(position, str):
        faults.append(Fault("geometry", f"got a {position}, expected a point", "leave the row out with `where`"))
    elif position and not _is_near(unit.get("at", {}), position):
        unit["at"] = {**unit.get("at", {}), "lat": position[0], "lon": position[1]}
    return unit, faults


def _count_name(path: tuple[str, ...]) -> str:
    return path[-2].replace(" ", "_")


def _add_counts(unit: dict[str, Any], counts: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    for name, parts in counts.items():
        try:
            count = count_of(name, parts)
        except CountError as error:
            yield Fault(f"{name}{error.end}", error.text, error.hint)
            continue
        *outer, key = COUNTS[name]
        (unit.setdefault(outer[0], {}) if outer else unit)[key] = count


def _is_near(at: Mapping[str, Any], position: Position) -> bool:
    stated = (at.get("lat"), at.get("lon"))
    return all(
        isinstance(degrees, int | float) and abs(degrees - found) <= NEAR
        for degrees, found in zip(stated, position, strict=True)
    )
