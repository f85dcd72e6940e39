"""A map of a GeoDataFrame: its points become units, its columns their keys, checked as a config is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from geomap.clock import build_day
from geomap.compose.observations import map_day, observations, units_on
from geomap.config.loader import config_from_text
from geomap.config.yaml_dump import dump_yaml
from geomap.errors import ConfigError, Problem, quote
from geomap.gate import published
from geomap.nearest import did_you_mean
from geomap.pipeline.drawing import Drawing
from geomap.places.locate import locate
from geomap.tables.columns import CARRIED, COLUMNS, OUTPUT_ONLY, read_carried
from geomap.tables.units import Fault, unit_of

_DEGREES = 4326


def drawing_from(frame: Any, *, carry: Sequence[str] = (), **keys: Any) -> Drawing:
    """The map of a GeoDataFrame of points in any CRS; `keys` are those of config.yaml, e.g. `title`, `sources`, `view`.

    The columns are the keys of a unit (`id`, `label`, `troops`, `side`, `sources` ...), with values as a config states
    them: 900, {"about": 900}, "unknown"; or those of a table: `troops_min`, `tanks`, lists joined by `;`. So a frame
    read from a file that geomap wrote makes the same units. An empty cell claims nothing. Columns to `carry` go along,
    as texts, to the card of the page and to files. Raises ConfigError with every problem.
    """
    _require_there(carry, [str(name) for name in frame.columns])
    text = dump_yaml({"name": "map", **keys, "units": list(_units(frame, carry))})
    try:
        config = published(config_from_text(text, ""), build_day())
    except ConfigError as error:  # the lines are those of our own text
        raise ConfigError(replace(problem, line=None, column=None) for problem in error.problems) from error
    history = observations(config, locate(config).places)
    day = map_day(config, history)
    return Drawing(config, units_on(history, day), day)


def _require_there(carry: Sequence[str], columns: Sequence[str]) -> None:
    """Raise ConfigError where a column that is to be carried is not there; what it may be called its units say."""
    for name in carry:
        if name not in columns:
            hint = did_you_mean(name, columns) or f"there are {', '.join(columns)}"
            raise ConfigError(Problem(path="carry", text=f"the frame has no column {quote(name)}", hint=hint))


def _units(frame: Any, carry: Sequence[str]) -> Iterator[dict[str, Any]]:
    if frame.crs is None:
        raise ConfigError(Problem(text="the frame has no CRS", hint='set it, e.g. frame.set_crs("EPSG:4326")'))
    places = frame.geometry.to_crs(_DEGREES)
    rows = frame.drop(columns=frame.geometry.name).to_dict("records")
    faults: list[Problem] = []
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        if place is None or place.geom_type != "Point" or place.is_empty:
            got = "nothing" if place is None or place.is_empty else f"a {place.geom_type}"
            raise ConfigError(Problem(path=f"units[{number}]", got=got, expected="a point", hint="e.g. its centroid"))
        unit, found = _unit(row, (place.y, place.x), carry)
        faults += [Problem(path=f"units[{number}].{fault.column}", text=fault.text, hint=fault.hint) for fault in found]
        label = {} if {"id", "label"} & unit.keys() else {"label": f"{number + 1}"}
        yield {"id": f"unit-{number + 1}", **label, **unit}
    if faults:
        raise ConfigError(faults)


def _unit(
    row: Mapping[str, Any], position: tuple[float, float], carry: Sequence[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """The unit of a row; what is no column of a table, or holds more than one value, is as a config has it."""
    cells = {key: _value(value) for key, value in row.items() if _is_stated(value) and key not in OUTPUT_ONLY}
    nested = {
        key: value
        for key, value in cells.items()
        if key not in carry and (key not in COLUMNS or isinstance(value, list | dict))
    }
    flat = {key: value for key, value in cells.items() if key not in nested and key not in carry}
    carried = {f"{CARRIED}{key}": read_carried(cells[key]) for key in carry if key in cells}
    unit, faults = unit_of({**flat, **carried}, position)
    equipment = {**unit.get("equipment", {}), **nested.get("equipment", {})}
    return {**unit, **nested, **({"equipment": equipment} if equipment else {}), "at": unit["at"]}, faults


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
