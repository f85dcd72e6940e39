"""A map of a GeoDataFrame: its points become units, its columns their keys, checked as a config is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from geomap.clock import build_day
from geomap.compose.observations import map_day, observations, units_on
from geomap.config.loader import config_from_text
from geomap.config.yaml_dump import dump_yaml
from geomap.drawing import Drawing
from geomap.errors import ConfigError, Problem
from geomap.geocode.locate import locate

_DEGREES = 4326


def drawing_from(frame: Any, **keys: Any) -> Drawing:
    """The map of a GeoDataFrame of points in any CRS; `keys` are those of config.yaml, e.g. `title`, `sources`, `view`.

    The columns are the keys of a unit (`id`, `label`, `troops`, `side`, `sources` ...), with values as a config states
    them: 900, {"about": 900}, "unknown". An empty cell claims nothing. Raises ConfigError with every problem.
    """
    text = dump_yaml({"name": "map", **keys, "units": list(_units(frame))})
    try:
        config = config_from_text(text, "").published(build_day())
    except ConfigError as error:  # the lines are those of our own text
        raise ConfigError(replace(problem, line=None, column=None) for problem in error.problems) from error
    history = observations(config, locate(config).places)
    day = map_day(config, history)
    return Drawing(config, units_on(history, day), day)


def _units(frame: Any) -> Iterator[dict[str, Any]]:
    if frame.crs is None:
        raise ConfigError(Problem(text="the frame has no CRS", hint='set it, e.g. frame.set_crs("EPSG:4326")'))
    places = frame.geometry.to_crs(_DEGREES)
    rows = frame.drop(columns=frame.geometry.name).to_dict("records")
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        if place is None or place.geom_type != "Point" or place.is_empty:
            got = "nothing" if place is None or place.is_empty else f"a {place.geom_type}"
            raise ConfigError(Problem(path=f"units[{number}]", got=got, expected="a point", hint="e.g. its centroid"))
        unit = {key: _value(value) for key, value in row.items() if _is_stated(value)}
        label = {} if {"id", "label"} & unit.keys() else {"label": f"{number + 1}"}
        yield {"id": f"unit-{number + 1}", **label, **unit, "at": {"lat": place.y, "lon": place.x}}


def _is_stated(value: Any) -> bool:
    """Whether a cell holds something; the empty cells of a frame are None, NaN or NaT, none of which equals itself."""
    return value is not None and (isinstance(value, list | dict | tuple) or bool(value == value))  # noqa: PLR0124


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
