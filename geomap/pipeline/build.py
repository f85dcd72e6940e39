"""The pipeline from top to bottom: read, locate, decide what to make, draw it, write. `_built` names the stages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import warn

from geomap.clock import build_day
from geomap.compose.absent import absent_on
from geomap.compose.claims import Claims, claims_of
from geomap.compose.days import days_of
from geomap.compose.observations import aged, rows_seen, units_on
from geomap.compose.strict import require, require_drawn
from geomap.compose.totals import coverage_of
from geomap.compose.views import artboards_of
from geomap.config import Config, read_config
from geomap.config.held import HeldBack
from geomap.errors import ConfigError, Problem
from geomap.facts import Coverage
from geomap.facts.columns import NO_ROWS, Records, Rows
from geomap.files.regular import holds
from geomap.files.writing import alone_in, output_folder, write_changed, write_whole
from geomap.gate import published
from geomap.loading import load
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.keys import parts_of
from geomap.pipeline.freshness.layers import Layers
from geomap.pipeline.freshness.listing import MANIFEST, NOTHING, Listing, listing_in
from geomap.pipeline.freshness.own import Asked, Files, obsolete_in, require_own, with_older
from geomap.pipeline.freshness.stale import Plan, plan
from geomap.pipeline.lock_file import lock_file
from geomap.pipeline.manifest import manifest, reports
from geomap.pipeline.map import Map
from geomap.places.lock import LOCK_FILE
from geomap.players.registry import Output, outputs_of, snapshot_outputs
from geomap.relocations import LeftOut, Relocation, Remark, Report
from geomap.tables.plain.readings import ReadAs

if TYPE_CHECKING:
    from geomap.facts import Unit
    from geomap.page import Page
    from geomap.scene import Scene


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made: `files` are all of the map's, in `folder`, `why` gives a reason for each that was made anew.

    `warnings` are what there is to warn of, `reports` what was moved and dropped on the artboards, anew or not. `map`
    is what was built, `snapshots` are its other days: composed and laid out when first asked for, if not for a file.
    Of an atlas `map` is the map of all its units, and `failed` says by page what kept it from being built.
    """

    folder: Path
    files: tuple[str, ...]
    why: Mapping[str, str]
    warnings: tuple[Problem, ...]
    map: Map
    coverage: Coverage
    left_out: tuple[LeftOut, ...]  # rows of tables that are no units of the map
    remarks: tuple[Remark, ...]  # how tables were read, where they leave that open
    held: HeldBack  # what an embargo holds back
    withheld_rows: int  # rows of `aggregate` that an embargo holds back
    readings: tuple[ReadAs, ...] = ()  # what cells of tables were read as
    reports: tuple[Report, ...] = ()
    snapshot_reports: Mapping[str, tuple[Report, ...]] = field(default_factory=dict)  # by day
    absent: Mapping[str, tuple[Relocation, ...]] = field(default_factory=dict)  # units, by day; that of the map empty
    snapshots: Mapping[str, Map] = field(default_factory=dict)  # by day
    failed: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)  # by page of an atlas

    @property
    def scene(self) -> Scene:
        """Everything that any output may show."""
        return self.map.scene

    @property
    def pages(self) -> tuple[Page, ...]:
        """The artboards, the widest first."""
        return self.map.pages

    @property
    def drawing(self) -> Map:
        """The map, by the name that it had in 0.2."""
        warn("Build.drawing is Build.map now", DeprecationWarning, stacklevel=2)
        return self.map

    def _repr_html_(self) -> str:
        """The page, for notebooks."""
        return self.map._repr_html_()

    def _repr_png_(self) -> bytes:
        """The widest artboard, for what shows no HTML."""
        return self.map._repr_png_()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked of a build, once its units are known; `lock` is a text for the lock file, empty for none."""

    only: Sequence[str] | None
    force: bool
    strict: bool
    overwrite: Files
    done: Callable[[int], None]
    lock: str = ""


def build(  # noqa: PLR0913 - one a flag
    config: str | Path | Config,
    *,
    out: str | Path | None = None,
    only: Sequence[str] | None = None,
    locked: bool = False,
    force: bool = False,
    strict: bool = False,
    as_of: date | None = None,
    allow_outside: bool = False,
    overwrite: Files = (),
    done: Callable[[int], None] = lambda total: None,
) -> Build:
    """Build the outputs of a config, or of its file, into `out` (default: `output/` beside it), or raise GeomapError.

    An output that is what it would be is left as it is, unless by `force`. What is there and was not built so, by hand
    or by others, is refused, `force` or not, but for the files of `overwrite`; an input always is. `only` names
    formats; `locked` refuses a `places.lock.yaml` that lacks a place, or holds one that no map asks for; `strict`
    refuses figures without a source and whatever there is to warn of; `as_of` is the day of
    the map in place of the config's; `allow_outside` lets the config name files that do not lie below its folder.
    `done` is called for each artboard laid out and each file made, with the number of all.
    """
    read = config if isinstance(config, Config) else read_config(config, allow_outside=allow_outside)
    config = published(read, build_day())
    if config.pages:
        hint = "build it with geomap.build, or `geomap build`"
        raise ConfigError(config.problem(("pages",), text="this config makes an atlas", hint=hint))
    folder = output_folder(out, config.folder, allow_outside=allow_outside)
    with alone_in(folder):
        claims = claims_of(config, locked=locked, on=as_of)
        lock = lock_file(config, claims.located)
        if locked:
            lock.require_lean()
        claims = replace(claims, warnings=(*claims.warnings, *lock.warnings))
        wanted = _Wanted(only, force, strict, overwrite, done, lock="" if locked else lock.text)
        return _built(config, folder, claims, wanted)


def build_page_into(
    out: str | Path,
    page: Config,
    *,
    only: Sequence[str] | None = None,
    force: bool = False,
    overwrite: Collection[str | Path] = (),
) -> Build:
    """Build a page of an atlas into `out`, or raise GeomapError. Its places are pinned with those of all pages."""
    page = published(page, build_day())
    folder = output_folder(out, page.folder)
    with alone_in(folder):
        wanted = _Wanted(only, force, strict=False, overwrite=overwrite, done=lambda total: None)
        return _built(page, folder, claims_of(page, locked=True), wanted)


def _built(config: Config, folder: Path, claims: Claims, wanted: _Wanted) -> Build:
    """The stages of a build, in a folder that no other build writes to; the config is read, and what may be told of it.

    config --claims_of--> units, placed and dated --_plan--> what is stale, and the Map that draws it
           --_rendered--> bytes (COMPOSE, LAY OUT and RENDER are run as they are asked for, in geomap.pipeline.map)
           --_written--> the folder, all or nothing
    """
    config = claims.config
    if wanted.strict:
        require(config, claims.history, claims.warnings)
    maps = _plan(config, claims, folder, listing_in(folder) or NOTHING, wanted.only, force=wanted.force)
    files = _rendered(maps, wanted.done)
    told = {name: reports(todo, map_.drawn) for name, (todo, map_) in maps.items()}
    advice = tuple(dict.fromkeys(said for name, (_, map_) in maps.items() for said in map_.advice(told[name])))
    if wanted.strict:
        require_drawn(advice)
    listed = _written(config, claims, maps, files, folder, wanted)
    return Build(
        folder=folder,
        files=listed,
        why={file: reason for todo, _ in maps.values() for file, reason in todo.why.items()},
        warnings=(*claims.warnings, *advice, *old_hashes(folder, maps[""][0].earlier)),
        map=maps[""][1],
        coverage=_coverage(config, claims),
        left_out=config.left_out,
        remarks=config.remarks,
        held=config.held,
        withheld_rows=config.summary.withheld if config.summary else 0,
        readings=config.readings,
        reports=told.pop(""),
        snapshot_reports=told,
        absent=_absent(config, claims),
        snapshots={name: map_ for name, (_, map_) in maps.items() if name},
    )


def _rendered(maps: Mapping[str, tuple[Plan, Map]], done: Callable[[int], None]) -> dict[str, bytes]:
    """The bytes of what is stale, by file name."""
    step = partial(done, sum(todo.steps for todo, _ in maps.values()))
    stale = ((todo.stale, map_) for todo, map_ in maps.values() if todo.stale)
    return {file: data for outputs, map_ in stale for file, data in map_.write(outputs, step).items()}


def _written(  # noqa: PLR0913, PLR0917 - what was made, of what, and where to
    config: Config,
    claims: Claims,
    maps: Mapping[str, tuple[Plan, Map]],
    files: Mapping[str, bytes],
    folder: Path,
    wanted: _Wanted,
) -> tuple[str, ...]:
    """Write the files and their manifest, and remove those that are no more the map's; the names of all that are."""
    asked = Asked((*input_files(config).values(), config.folder / LOCK_FILE), wanted.overwrite)
    earlier = maps[""][0].earlier
    require_own(folder, files, asked, earlier)  # before anything is written
    if wanted.lock:
        write_changed(config.folder / LOCK_FILE, wanted.lock.encode("utf-8"))
    all_files = (*(output.file for todo, _ in maps.values() for output in todo.outputs), MANIFEST)
    obsolete = obsolete_in(folder, earlier, all_files, config.name, asked.inputs) if wanted.only is None else []
    listed = with_older(folder, earlier, _manifest(config, claims, maps, files), (*all_files, *obsolete))
    require_own(folder, {MANIFEST: listed}, asked, earlier)
    if files or obsolete or not _is_there(folder / MANIFEST, listed):
        write_whole(folder, {**files, MANIFEST: listed}, obsolete)
    return all_files


def _coverage(config: Config, claims: Claims) -> Coverage:
    """That of the day of the map, or of all days that its page and its snapshots show."""
    days = {*days_of(claims.history, claims.day, config.snapshots), *config.snapshots}
    if len(days) > 1:
        return coverage_of(config, claims.history.take(sorted(rows_seen(claims.history, days))), len(days))
    return coverage_of(config, claims.units)


def planned(  # noqa: PLR0913 - one a flag
    config: Config,
    folder: Path,
    earlier: Listing,
    *,
    claims: Claims | None = None,
    only: Sequence[str] | None = None,
    force: bool = False,
) -> list[Plan]:
    """What `build` would make of a config in a folder of which `earlier` tells, and why: the map, and each snapshot.

    Nothing is drawn for it. `claims` are those of the config, where they are known.
    """
    config = published(config, build_day())
    claims = claims or claims_of(config)
    return [todo for todo, _ in _plan(claims.config, claims, folder, earlier, only, force=force).values()]


def redrawn(config: Config, folder: Path) -> dict[str, bytes]:
    """All outputs of a config as they are drawn now, by file name, and their manifest. Nothing is written."""
    config = published(config, build_day())
    claims = claims_of(config)
    config = claims.config
    maps = _plan(config, claims, folder, NOTHING, None, force=True)
    files = {file: data for todo, map_ in maps.values() for file, data in map_.write(todo.outputs).items()}
    return {**files, MANIFEST: _manifest(config, claims, maps, files)}


def _manifest(
    config: Config, claims: Claims, maps: Mapping[str, tuple[Plan, Map]], files: Mapping[str, bytes]
) -> bytes:
    """What the manifest says of a map and its snapshots, and of the files that were made of them."""
    drawn = {name: (todo, map_.drawn) for name, (todo, map_) in maps.items()}
    ground = load("geomap.ground.heads:all_files")(config) if config.ground.all_files else ()
    return manifest(files, drawn, _coverage(config, claims), _absent(config, claims), ground)


def _absent(config: Config, claims: Claims) -> dict[str, tuple[Relocation, ...]]:
    """The units that are not there, by day."""
    days = {"": claims.day, **{snapshot.isoformat(): snapshot for snapshot in config.snapshots}}
    return {name: absent_on(claims.history, day) for name, day in days.items()}


def _plan(  # noqa: PLR0913 - what is to be, what is, and what is asked for
    config: Config, claims: Claims, folder: Path, earlier: Listing, only: Sequence[str] | None, *, force: bool
) -> dict[str, tuple[Plan, Map]]:
    """What to make of the map, under an empty name, and of its snapshots, by their days."""
    layers = Layers(config)
    maps = maps_of(config, claims, layers)

    def plans() -> dict[str, Plan]:
        parts = parts_of(maps[""].config, _seen(config, claims), claims.day, layers.digests)
        return {
            name: plan(
                _outputs(config, name, len(map_.labels), only),
                {**parts, "snapshot": name} if name else parts,
                map_.ground,
                folder,
                earlier,
                force=force,
                only=only or (),
                snapshot=name,
            )
            for name, map_ in maps.items()
        }

    found = plans()
    if any(todo.stale for todo in found.values()) and layers.settle():
        found = plans()  # a file was saved meanwhile: what is drawn is what counts
    return {name: (todo, maps[name]) for name, todo in found.items()}


def maps_of(config: Config, claims: Claims, layers: Layers) -> dict[str, Map]:
    """The map, under an empty name, and its snapshots by their days; one scale and view for all."""
    days = {"": claims.day, **{snapshot.isoformat(): snapshot for snapshot in config.snapshots}}
    units = {name: aged(units_on(claims.history, that), that, config.stale_after) for name, that in days.items()}
    frame = Records(unit for shown in units.values() for unit in shown) if config.snapshots else NO_ROWS
    maps: dict[str, Map] = {}
    before = None
    for name, that in days.items():
        # The page of the map itself has all days; labels of a snapshot stay where they stood before.
        history, warnings = (NO_ROWS, ()) if name else (claims.history, claims.warnings)
        before = maps[name] = Map(
            config, units[name], that, frame, history=history, before=before, layers=layers, warnings=warnings
        )
    return maps


def _outputs(config: Config, snapshot: str, units: int, only: Sequence[str] | None) -> list[Output]:
    """The files of the map, or of a snapshot."""
    boards = [artboard.id for artboard in artboards_of(config)]
    formats = [*config.outputs, *(only or ())]
    if snapshot:
        return snapshot_outputs(config.name, snapshot, boards, formats)
    return outputs_of(config.name, boards, formats, units)


def _seen(config: Config, claims: Claims) -> Rows[Unit]:
    """The observations that any output shows, in the order of the config."""
    days = {*days_of(claims.history, claims.day, config.snapshots), *config.snapshots, claims.day}
    return claims.history.take(sorted(rows_seen(claims.history, days)))


def old_hashes(folder: Path, earlier: Listing) -> Iterator[Problem]:
    """A word on what a manifest of 0.2 or before has told."""
    if earlier.is_old:
        text = "listed hashes of the files that the map is made from, until now; they remain in the history of git"
        hint = "where any of these holds what is not to be told, see “Safe to publish” in docs/claims.md"
        yield Problem(file=str(folder / MANIFEST), text=text, hint=hint, severity="warning")


def _is_there(path: Path, data: bytes) -> bool:
    return path.is_file() and holds(path, data)
