"""A map of a GeoDataFrame: its points become units, its columns their keys, checked as a config is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.config.loader import config_from_text
from geomap.config.yaml_dump import dump_yaml
from geomap.errors import ConfigError, PlaceError, Problem
from geomap.gate import published
from geomap.pipeline.map import Map
from geomap.tables.columns import COLUMNS, OUTPUT_ONLY
from geomap.tables.options import Position
from geomap.tables.table import Table
from geomap.tables.units import Fault, unit_of

_DEGREES = 4326
_LINE = re.compile(r"\b(of|in) line \d+")


def drawing_from(frame: Any, **keys: Any) -> Map:
    """The map of a GeoDataFrame of points in any CRS; `keys` are those of config.yaml, e.g. `title`, `sources`, `view`.

    The columns are the keys of a unit (`id`, `label`, `troops`, `side`, `sources` ...), with values as a config states
    them: 900, {"about": 900}, "unknown"; or those of a table: `troops_min`, `tanks`, lists joined by `;`. So a frame
    read from a file that geomap wrote makes the same units. An empty cell claims nothing. Raises ConfigError with every
    problem.
    """
    points = points_of(frame)
    return _drawn(_units(frame.drop(columns=frame.geometry.name).to_dict("records"), points), keys)


def drawn_from(table: Table, keys: Mapping[str, Any], warnings: tuple[Problem, ...] = ()) -> Map:
    """The map of a table in memory, whose cells may also hold values as a config states them.

    Problems name a value as `units[3].troops`. Raises ConfigError with every problem, PlaceError.
    """
    rows = ({**table.defaults, **table.cells(number)} for number in range(len(table.numbers)))
    return _drawn(_units(rows, table.positions or [None] * len(table.numbers)), keys, warnings)


def _drawn(units: Iterable[dict[str, Any]], keys: Mapping[str, Any], warnings: tuple[Problem, ...] = ()) -> Map:
    """The map of units as a config states them."""
    text = dump_yaml({"name": "map", **keys, "units": list(units)})
    try:
        config = published(config_from_text(text, ""), build_day())
        claims = claims_of(config)
    except (ConfigError, PlaceError) as error:  # the lines are those of our own text
        raise type(error)(map(_unplaced, error.problems)) from error
    found = (*warnings, *map(_unplaced, claims.warnings))
    return Map(claims.config, claims.units, claims.day, history=claims.history, warnings=found)


def _unplaced(problem: Problem) -> Problem:
    """A problem without the lines of a text that nobody but us has seen."""
    text = _LINE.sub(r"\1 another row", problem.text)
    return replace(problem, file="", line=None, column=None, text=text)


def points_of(frame: Any) -> list[Position]:
    """Latitude and longitude, WGS 84, of each point of a GeoDataFrame. Raises ConfigError for what is no point."""
    if frame.crs is None:
        raise ConfigError(Problem(text="the frame has no CRS", hint='set it, e.g. frame.set_crs("EPSG:4326")'))
    points: list[Position] = []
    for number, place in enumerate(frame.geometry.to_crs(_DEGREES)):
        if place is None or place.geom_type != "Point" or place.is_empty:
            got = "nothing" if place is None or place.is_empty else f"a {place.geom_type}"
            raise ConfigError(Problem(path=f"units[{number}]", got=got, expected="a point", hint="e.g. its centroid"))
        points.append((place.y, place.x))
    return points


def _units(rows: Iterable[Mapping[str, Any]], places: Iterable[Position | str | None]) -> Iterator[dict[str, Any]]:
    faults: list[Problem] = []
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        unit, found = _unit(row, place)
        faults += [Problem(path=f"units[{number}].{fault.column}", text=fault.text, hint=fault.hint) for fault in found]
        label = {} if {"id", "label", "place"} & unit.keys() else {"label": f"{number + 1}"}
        name = {} if "place" in unit else {"id": f"unit-{number + 1}"}
        yield {**name, **label, **unit}
    if faults:
        raise ConfigError(faults)


def _unit(row: Mapping[str, Any], position: Position | str | None) -> tuple[dict[str, Any], list[Fault]]:
    """The unit of a row; what is no column of a table, or holds more than one value, is as a config has it."""
    cells = {key: _value(value) for key, value in row.items() if _is_stated(value) and key not in OUTPUT_ONLY}
    nested = {key: value for key, value in cells.items() if key not in COLUMNS or isinstance(value, list | dict)}
    unit, faults = unit_of({key: value for key, value in cells.items() if key not in nested}, position)
    equipment = {**unit.get("equipment", {}), **nested.get("equipment", {})}
    at = {"at": unit["at"]} if "at" in unit else {}
    return {**unit, **nested, **({"equipment": equipment} if equipment else {}), **at}, faults


def _is_stated(value: Any) -> bool:
    """Whether a cell holds something; the empty cells of a frame are None, NaN or NaT, none of which equals itself."""
    return value is not None and (isinstance(value, list | dict | tuple) or bool(value == value))  # noqa: PLR0124 - NaN is not itself


def _value(value: Any) -> Any:
    """A cell as plain data; a whole number in a column with gaps is a float there."""
    if isinstance(value, Mapping):
        return {str(key): _value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | bool | date) else str(value)
