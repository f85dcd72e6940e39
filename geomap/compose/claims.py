"""COMPOSE: what a config claims on the day of its map: its units, placed and dated, and what there is to warn of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geomap.compose.checks import check
from geomap.compose.glyphs import system_warnings
from geomap.compose.observations import map_day, observations, units_on
from geomap.config import Config
from geomap.config.styles import style_warnings
from geomap.errors import Problem
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.places.locate import Located, locate


@dataclass(frozen=True, slots=True)
class Claims:
    """The `units` as they stood on `day`, of the observations of all days, `history`.

    `config` is the config with positions for the places that it shows.
    """

    located: Located
    history: Rows[Unit]
    day: date | None
    units: Rows[Unit]
    warnings: tuple[Problem, ...]
    config: Config


def claims_of(config: Config, *, locked: bool = False, on: date | None = None) -> Claims:
    """The claims on a day, default: that of the map. Raises GeomapError where a place or the map would be wrong.

    With `locked` places that the lock file does not hold are refused.
    """
    located = locate(config, locked=locked)
    history = observations(config, located.rows)
    day = on or map_day(config, history)
    units = units_on(history, day)
    found = (*config.warnings, *located.warnings, *check(config, history, units, day))
    found = (*found, *style_warnings(config.style, config.problem), *system_warnings(config))
    return Claims(located, history, day, units, found, config.with_shown_at(located.shown))
