"""Two states of a config's units, read and compared; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geomap.clock import build_day
from geomap.config import Config, read_config
from geomap.diff import Diff, compare
from geomap.errors import Problem
from geomap.facts import Unit
from geomap.geocode.locate import locate
from geomap.observations import map_day, observations, units_on


@dataclass(frozen=True, slots=True)
class State:
    """A config's units at one time, and what the state is called."""

    name: str
    config: Config
    units: tuple[Unit, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states and what differs."""

    before: State
    after: State
    diff: Diff

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(dict.fromkeys((*self.before.warnings, *self.after.warnings)))


def compare_files(old: str | Path, new: str | Path) -> Comparison:
    """The units of two configs, compared. Raises GeomapError."""
    before, after = _state(old), _state(new)
    return Comparison(before, after, compare(before.units, after.units))


def _state(path: str | Path) -> State:
    config = read_config(path).published(build_day())
    located = locate(config)
    history = observations(config, located.places)
    day = map_day(config, history)
    name = f"{path}, {day.isoformat()}" if day else str(path)
    return State(name, config, units_on(history, day), located.warnings)
