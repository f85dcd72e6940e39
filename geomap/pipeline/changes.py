"""Two states of a config's units, read and compared, and the map of the change."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.clock import build_day
from geomap.compose.checks import check
from geomap.compose.observations import map_day, observations, units_on
from geomap.config import Config, read_config
from geomap.config.aggregate import held_ids, holds_nameless_rows, nameless_rows, resummed
from geomap.diff import Diff, compare
from geomap.diff.change_map import SUFFIX, with_changes
from geomap.errors import ConfigError, OutputError, Problem
from geomap.facts import Estimate, Unit
from geomap.facts.columns import NO_ROWS, Records, Rows
from geomap.files.regular import sha256_of
from geomap.files.writing import alone_in, write_whole
from geomap.gate import ALL_TOLD, Held, held_by, held_of_rows, published
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.keys import parts_of
from geomap.pipeline.freshness.layers import Layers
from geomap.pipeline.freshness.listing import MANIFEST, NOTHING, listing_in
from geomap.pipeline.freshness.own import Asked, require_own, with_older
from geomap.pipeline.freshness.stale import plan
from geomap.pipeline.manifest import manifest
from geomap.pipeline.map import Map
from geomap.places.locate import Located, locate
from geomap.players.registry import outputs_of
from geomap.scene import Scene
from geomap.tables.withheld import Told
from geomap.wording import day as long_date

if TYPE_CHECKING:
    from geomap.tables.aggregation.held import HeldIds


@dataclass(frozen=True, slots=True)
class State:
    """A config's units on a day.

    `named` is what it is called beside that day, and `alone` what on a map, where the days do not tell two states
    apart; `asked` is the day that was asked for, if any. `commit` is the full hash of the one that it was read from.
    """

    named: str
    alone: str
    day: date | None
    config: Config
    located: Located
    history: Rows[Unit]
    units: Rows[Unit]
    declared: Config = field(repr=False)  # with what is held back: asked for that alone
    asked: date | None = None
    commit: str = ""
    is_there: bool = True
    told: Callable[[Problem], Problem] = field(default=lambda problem: problem, repr=False)  # as one of its commit

    @property
    def name(self) -> str:
        """What the state is called on the terminal."""
        return ", ".join(filter(None, (self.named, self.day.isoformat() if self.day and self.is_there else "")))

    @property
    def on_map(self) -> str:
        """What it is called on a map."""
        return long_date(self.day, self.config.lang) if self.day and self.is_there else self.alone


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states and what differs."""

    before: State
    after: State
    diff: Diff

    @property
    def on_map(self) -> tuple[str, str]:
        """What the states are called on a map."""
        before, after = self.before, self.after
        return (before.alone, after.alone) if before.on_map == after.on_map else (before.on_map, after.on_map)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(dict.fromkeys((*self.before.located.warnings, *self.after.located.warnings)))


def compare_files(old: str | Path, new: str | Path, *, allow_outside: bool = False) -> Comparison:
    """The units of two configs, each on the day of its map, compared. Raises GeomapError."""
    return compare_states(*(state_of(path, str(path), allow_outside=allow_outside) for path in (old, new)))


def compare_days(path: str | Path, first: date, last: date, *, allow_outside: bool = False) -> Comparison:
    """The units of a config on two days, compared. Raises GeomapError."""
    config = read_config(path, allow_outside=allow_outside)  # the file is named once, before
    return compare_states(_state(config, str(path), first), _state(config, "", last))


def state_of(path: str | Path, name: str, *, allow_outside: bool = False) -> State:
    """A config's units on the day of its map, called `name`. Raises GeomapError."""
    return _state(read_config(path, allow_outside=allow_outside), name)


def _state(declared: Config, named: str, asked: date | None = None, also: Held = ALL_TOLD) -> State:
    config = published(declared, build_day(), also)
    located = locate(config)
    history = observations(config, located.rows)
    day = asked or map_day(config, history)
    config = config.with_shown_at(located.shown)
    return State(named, config.path.name, day, config, located, history, units_on(history, day), declared, asked)


def compare_states(before: State, after: State) -> Comparison:
    """Two states compared. What one holds back of a unit, its place, or a row summed up, the other must not tell.

    Raises ConfigError where rows of a table have no id by which that could be known.
    """
    held = held_of(before) | held_of(after)
    summed = None
    if before.declared.aggregate or after.declared.aggregate:
        _require_names(before, after)
        summed = held_ids(before.declared).with_those(held_ids(after.declared))
    old, new = (_held_to(state, held, summed) for state in (before, after))
    return Comparison(old, new, compare(old.units, new.units))


def _require_names(before: State, after: State) -> None:
    """Raise ConfigError where a table holds back rows without an id and the other state has not the very same table."""
    if _table_of(before) == _table_of(after):
        return
    for state in (before, after):
        if holds_nameless_rows(state.declared):
            raise ConfigError(state.told(nameless_rows(state.declared)))


def _table_of(state: State) -> tuple[str, str]:
    """How a table is summed up, and its digest."""
    row = state.declared.aggregate
    if row is None:
        return "", ""
    return repr(row), sha256_of(state.declared.folder / row.file)


def hold_back_the_same(before: State, after: State) -> bool:
    """Whether the same units and rows are under embargo, and those of both as near to their places in one as in the
    other.
    """
    old, new = held_of(before), held_of(after)
    both = {unit.id for unit in before.units} & {unit.id for unit in after.units}
    is_same = old.ids == new.ids and all(old.steps.get(unit) == new.steps.get(unit) for unit in both)
    if is_same and (before.declared.aggregate or after.declared.aggregate):
        return held_ids(before.declared).holds_as(held_ids(after.declared), build_day())
    return is_same


def held_of(state: State) -> Held:
    """What a state holds back by itself."""
    return held_by(state.declared, build_day())


def _held_to(state: State, held: Held, summed: HeldIds | None) -> State:
    """The state, which tells no more than that: its day and the warnings of its places too. One that is not there stays
    without units.
    """
    declared = state.declared
    held = held.among(declared.units.ids)
    if summed is not None:
        declared = resummed(declared, summed)
        ids = declared.units.ids
        told = (Told(ids[row], day, step) for row, day, step in summed.among(ids))
        held |= held_of_rows(tuple(told), build_day())
    found = _state(declared, state.named, state.asked, held)
    warnings = map(state.told, found.located.warnings) if state.is_there else ()
    return replace(
        state,
        day=found.day,
        config=found.config,
        located=found.located._replace(warnings=tuple(warnings)),
        history=found.history,
        units=found.units if state.is_there else NO_ROWS,
    )


def draw_changes(compared: Comparison, out: str | Path, *, overwrite: Collection[str | Path] = ()) -> tuple[str, ...]:
    """Write the map of the change into `out`, in the formats of the later config; the names of its files.

    What is there and was not built so is refused, but for the files of `overwrite`.
    """
    before, after, diff = compared.before, compared.after, compared.diff
    config = _with_claims_of(before.config, after.config)
    nobody = Estimate.exact(0)  # in sums, those that are gone count for nothing
    units = Records((*after.units, *(replace(unit, troops=nobody) for unit in diff.removed)))
    check(config, after.history, Records((*units, *before.units)), after.day)

    def finish(scene: Scene) -> Scene:
        return with_changes(scene, before.units, diff, compared.on_map)

    drawing = Map(config, units, after.day, before.units, finish)
    folder = Path(out)
    with alone_in(folder):
        return _written(compared, config, drawing, folder, overwrite)


def _written(
    compared: Comparison, config: Config, drawing: Map, folder: Path, overwrite: Collection[str | Path]
) -> tuple[str, ...]:
    """Write the map into a folder that nobody else writes to."""
    before, after, name = compared.before, compared.after, f"{config.name}{SUFFIX}"
    _require_own(folder, name)
    layers = Layers(config)
    layers.settle()
    earlier = before.config.without(before.config.held, abbreviations={})  # those of the later one shorten all texts
    parts = {f"before.{part}": key for part, key in parts_of(earlier, before.units, before.day, {}).items()}
    parts |= parts_of(drawing.config, after.units, after.day, layers.digests)
    outputs = outputs_of(name, [row.id for row in config.artboards], config.outputs, len(after.units))
    todo = plan(outputs, parts, drawing.ground, folder, listing_in(folder) or NOTHING, force=True)
    files = drawing.write(outputs)
    listed = manifest(files, {"": (todo, drawing.drawn)}, drawing.scene.coverage)
    contents = {**files, MANIFEST: with_older(folder, todo.earlier, listed, files)}
    paths = [path for state in (before, after) for path in input_files(state.config).values()]
    require_own(folder, contents, Asked(paths, overwrite), todo.earlier)
    write_whole(folder, contents)
    return tuple(contents)


def _with_claims_of(old: Config, new: Config) -> Config:
    """The later config, with the sources and sides that only the earlier one has."""
    return new.model_copy(update={"sources": {**old.sources, **new.sources}, "sides": {**old.sides, **new.sides}})


def _require_own(folder: Path, name: str) -> None:
    """A folder has one manifest, so it holds one map."""
    path = folder / MANIFEST
    listed = listing_in(folder)
    if listed and not all(file.startswith((f"{name}-", f"{name}.")) for file in listed.outputs):
        text = "lists the outputs of another map"
        raise OutputError(Problem(file=str(path), text=text, hint="choose another folder for the map of the change"))
