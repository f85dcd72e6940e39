"""A map of a GeoDataFrame: its points become units, its columns their keys, checked as a config is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.config import Config
from geomap.config.loader import config_from_text, config_with_rows
from geomap.config.yaml_dump import dump_yaml
from geomap.errors import ConfigError, PlaceError, Problem, quote
from geomap.gate import published
from geomap.nearest import did_you_mean
from geomap.pipeline.frame_problems import of_rows
from geomap.pipeline.map import Map
from geomap.tables.columns import CARRIED, COLUMNS, OUTPUT_ONLY, read_carried
from geomap.tables.options import Position
from geomap.tables.sides import FROM_COLUMN, sides_from
from geomap.tables.table import Table
from geomap.tables.units import Fault, cleaned, unit_of
from geomap.values.areas import stated_area

_DEGREES = 4326
_LINE = re.compile(r"\b(of|in) line \d+")
_PLAIN = {str, int, float, bool, date, type(None)}  # types of cells


def drawing_from(frame: Any, *, carry: Sequence[str] = (), **keys: Any) -> Map:
    """The map of a GeoDataFrame of points in any CRS; `keys` are those of config.yaml, e.g. `title`, `sources`, `view`.

    The columns are the keys of a unit (`id`, `label`, `troops`, `side`, `sources` ...), with values as a config states
    them: 900, {"about": 900}, "unknown"; or those of a table: `troops_min`, `tanks`, lists joined by `;`. So a frame
    read from a file that geomap wrote makes the same units. An empty cell claims nothing. Columns to `carry` go along,
    as texts, to the card of the page and to files. Raises ConfigError with every problem.
    """
    _require_there(carry, [str(name) for name in frame.columns])
    called = {name: f"{CARRIED}{name}" for name in carry}
    rows = frame.drop(columns=frame.geometry.name).rename(columns=called)
    columns = {str(name): rows[name].tolist() for name in rows.columns if name not in OUTPUT_ONLY}
    table = Table("", "", range(len(frame)), columns, {name: name for name in columns}, points_of(frame))
    return drawn_from(table, keys)


def drawn_from(table: Table, keys: Mapping[str, Any], warnings: tuple[Problem, ...] = ()) -> Map:
    """The map of a table in memory, whose cells may also hold values as a config states them.

    Problems name a value as `units[3].troops`. Raises ConfigError with every problem, PlaceError.
    """
    keys = {"name": "map", **keys}
    if keys.get("sides") == FROM_COLUMN:
        keys["sides"], asked = sides_from([table])
        if asked:
            raise ConfigError(of_rows(problem) for problem in asked)
    try:
        config = _by_column(table, keys) or _row_by_row(table, keys)
        config = published(config, build_day())
        claims = claims_of(config)
    except (ConfigError, PlaceError) as error:  # the lines are those of our own text
        raise type(error)(map(_unplaced, error.problems)) from error
    found = (*warnings, *map(_unplaced, claims.warnings))
    return Map(claims.config, claims.units, claims.day, history=claims.history, warnings=found)


def _by_column(table: Table, keys: Mapping[str, Any]) -> Config | None:
    """The config of a table that is read by column; None where a cell is none of a table, or what is wrong has to be
    told.
    """
    if not table.numbers or not all(name in COLUMNS or name.startswith(CARRIED) for name in table.columns):
        return None
    columns = {name: _cells(name, column) for name, column in table.columns.items()}
    if any(column is None for column in columns.values()):
        return None
    nothing = [None] * len(table.numbers)
    ids, labels, places = (columns.get(name) or nothing for name in ("id", "label", "place"))
    named = list(zip(range(1, len(table.numbers) + 1), ids, labels, places, strict=True))
    columns["label"] = [label or (None if own or place else f"{number}") for number, own, label, place in named]
    columns["id"] = [own or (None if place else f"unit-{number}") for number, own, _, place in named]
    plain = replace(table, columns={name: cells or () for name, cells in columns.items()})
    return config_with_rows(dump_yaml({**keys, "units": []}), plain)


def _cells(name: str, column: Iterable[Any]) -> list[Any] | None:
    """The cells of a column, None for an empty one; None for a column with cells that no table has."""
    cells = [cell if type(cell) is str else _value(cell) if _is_stated(cell) else None for cell in column]
    if not {type(cell) for cell in cells} <= _PLAIN:
        return None
    return [read_carried(cell) for cell in cells] if name.startswith(CARRIED) else list(cleaned(cells))


def _row_by_row(table: Table, keys: Mapping[str, Any]) -> Config:
    """The config with each row as a unit that it states."""
    rows = ({**table.defaults, **table.cells(number)} for number in range(len(table.numbers)))
    units = _units(rows, table.positions or [None] * len(table.numbers))
    return config_from_text(dump_yaml({**keys, "units": list(units)}), "")


def _unplaced(problem: Problem) -> Problem:
    """A problem without the lines of a text that nobody but us has seen."""
    text = _LINE.sub(r"\1 another row", problem.text)
    return replace(problem, file="", line=None, column=None, text=text)


def _require_there(carry: Sequence[str], columns: Sequence[str]) -> None:
    """Raise ConfigError where a column that is to be carried is not there; what it may be called its units say."""
    for name in carry:
        if name not in columns:
            hint = did_you_mean(name, columns) or f"there are {', '.join(columns)}"
            raise ConfigError(Problem(path="carry", text=f"the frame has no column {quote(name)}", hint=hint))


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
        area = stated_area(unit)
        label = {} if area or {"id", "label", "place"} & unit.keys() else {"label": f"{number + 1}"}
        name = {} if area or "place" in unit else {"id": f"unit-{number + 1}"}
        yield {**name, **label, **unit}
    if faults:
        raise ConfigError(faults)


def _unit(row: Mapping[str, Any], position: Position | str | None) -> tuple[dict[str, Any], list[Fault]]:
    """The unit of a row; what is no column of a table, or holds more than one value, is as a config has it."""
    cells = {key: _value(value) for key, value in row.items() if _is_stated(value) and key not in OUTPUT_ONLY}
    said = {key: read_carried(value) if key.startswith(CARRIED) else value for key, value in cells.items()}
    flat = {key: value for key, value in said.items() if key.startswith(CARRIED) or _is_cell(key, value)}
    nested = {key: value for key, value in cells.items() if key not in flat}
    unit, faults = unit_of(flat, position)
    equipment = {**unit.get("equipment", {}), **nested.get("equipment", {})}
    at = {"at": unit["at"]} if "at" in unit else {}
    return {**unit, **nested, **({"equipment": equipment} if equipment else {}), **at}, faults


def _is_cell(key: str, value: Any) -> bool:
    """Whether a value is as a cell of a table has it, and not as a config states it."""
    return key in COLUMNS and not isinstance(value, list | dict)


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
