"""A map of a GeoDataFrame: its points become units, its columns their keys, checked as a config is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from geomap.clock import build_day
from geomap.compose.observations import map_day, observations, units_on
from geomap.config.loader import config_from_text, config_with_rows
from geomap.config.yaml_dump import dump_yaml
from geomap.errors import ConfigError, Problem
from geomap.gate import published
from geomap.pipeline.drawing import Drawing
from geomap.places.locate import locate
from geomap.tables.columns import COLUMNS, OUTPUT_ONLY
from geomap.tables.table import Table
from geomap.tables.units import Fault, cleaned, unit_of

_DEGREES = 4326
_PLAIN = {str, int, float, bool, date, type(None)}  # types of cells


def drawing_from(frame: Any, **keys: Any) -> Drawing:
    """The map of a GeoDataFrame of points in any CRS; `keys` are those of config.yaml, e.g. `title`, `sources`, `view`.

    The columns are the keys of a unit (`id`, `label`, `troops`, `side`, `sources` ...), with values as a config states
    them: 900, {"about": 900}, "unknown"; or those of a table: `troops_min`, `tanks`, lists joined by `;`. So a frame
    read from a file that geomap wrote makes the same units. An empty cell claims nothing. Raises ConfigError with every
    problem.
    """
    keys = {"name": "map", **keys}
    table = _table(frame)
    try:
        config = config_with_rows(dump_yaml(keys | {"units": []}), table) if table else None
        if config is None:
            config = config_from_text(dump_yaml(keys | {"units": list(_units(frame))}), "")
        config = published(config, build_day())
    except ConfigError as error:  # the lines are those of our own text
        raise ConfigError(replace(problem, line=None, column=None) for problem in error.problems) from error
    history = observations(config, locate(config).places)
    day = map_day(config, history)
    return Drawing(config, units_on(history, day), day)


def _table(frame: Any) -> Table | None:
    """The frame as a table; None where a column or a cell is none of a table, or what is wrong has to be told."""
    names = [name for name in frame.columns if name != frame.geometry.name and name not in OUTPUT_ONLY]
    if frame.crs is None or not len(frame) or not {*names} <= COLUMNS.keys():
        return None
    places = frame.geometry.to_crs(_DEGREES)
    if not ((places.geom_type == "Point") & ~places.is_empty).all():
        return None
    columns = {name: _cells(frame[name]) for name in names}
    if any(column is None for column in columns.values()):
        return None
    size = range(1, len(frame) + 1)
    ids, labels = (columns.get(name) or [None] * len(frame) for name in ("id", "label"))
    columns["label"] = [
        label if label is not None or own is not None else f"{number}"
        for number, own, label in zip(size, ids, labels, strict=True)
    ]
    columns["id"] = [f"unit-{number}" if own is None else own for number, own in zip(size, ids, strict=True)]
    positions = list(zip(places.y.tolist(), places.x.tolist(), strict=True))
    return Table("", "", size, {name: cells or () for name, cells in columns.items()}, {}, positions)


def _cells(column: Any) -> list[Any] | None:
    """The cells of a column, None for an empty one; None for a column with cells that no table has."""
    cells = [cell if type(cell) is str else _value(cell) if _is_stated(cell) else None for cell in column.tolist()]
    return list(cleaned(cells)) if {type(cell) for cell in cells} <= _PLAIN else None


def _units(frame: Any) -> Iterator[dict[str, Any]]:
    if frame.crs is None:
        raise ConfigError(Problem(text="the frame has no CRS", hint='set it, e.g. frame.set_crs("EPSG:4326")'))
    places = frame.geometry.to_crs(_DEGREES)
    rows = frame.drop(columns=frame.geometry.name).to_dict("records")
    faults: list[Problem] = []
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        if place is None or place.geom_type != "Point" or place.is_empty:
            got = "nothing" if place is None or place.is_empty else f"a {place.geom_type}"
            raise ConfigError(Problem(path=f"units[{number}]", got=got, expected="a point", hint="e.g. its centroid"))
        unit, found = _unit(row, (place.y, place.x))
        faults += [Problem(path=f"units[{number}].{fault.column}", text=fault.text, hint=fault.hint) for fault in found]
        label = {} if {"id", "label"} & unit.keys() else {"label": f"{number + 1}"}
        yield {"id": f"unit-{number + 1}", **label, **unit}
    if faults:
        raise ConfigError(faults)


def _unit(row: Mapping[str, Any], position: tuple[float, float]) -> tuple[dict[str, Any], list[Fault]]:
    """The unit of a row; what is no column of a table, or holds more than one value, is as a config has it."""
    cells = {key: _value(value) for key, value in row.items() if _is_stated(value) and key not in OUTPUT_ONLY}
    nested = {key: value for key, value in cells.items() if key not in COLUMNS or isinstance(value, list | dict)}
    unit, faults = unit_of({key: value for key, value in cells.items() if key not in nested}, position)
    equipment = {**unit.get("equipment", {}), **nested.get("equipment", {})}
    return {**unit, **nested, **({"equipment": equipment} if equipment else {}), "at": unit["at"]}, faults


def _is_stated(value: Any) -> bool:
    """Whether a cell holds something; the empty cells of a frame are None, NaN or NaT, none of which equals itself."""
    return value is not None and (isinstance(value, list | dict | tuple) or bool(value == value))  # noqa: PLR0124 - NaN is not itself


def _value(value: Any) -> Any:
    """A cell as plain data; a whole number in a column with gaps is a float there."""
    if type(value) is float:
        return int(value) if value.is_integer() else value  # before what takes longer to ask
    if isinstance(value, Mapping):
        return {str(key): _value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if hasattr(value, "item"):
        return _value(value.item())
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, str | int | float | bool | date) else str(value)
