"""`geomap build`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.atlas import build_atlas
from geomap.cli.common import (
    CONFIG,
    HELD,
    JSON,
    MOST_TOLD,
    OUT,
    OUTSIDE,
    OVERWRITE,
    QUIET,
    STRICT,
    day,
    everything,
    exits,
    noted,
    progress,
    report,
    rows_left_out,
    say,
    say_again,
    tables_read,
    tells_held,
)
from geomap.cli.voice import ALL_NAMED, FEW, lines_of, said_of
from geomap.errors import Problem
from geomap.files.reads import recorded
from geomap.loading import load

if TYPE_CHECKING:
    from geomap.config import Config
    from geomap.pipeline.build import Build

_MANIFEST = "manifest.json"
_MOST_DAYS = 3  # that have a line each


def _formats(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    if not values:
        return None
    is_format = load("geomap.players.registry:is_format")
    names = tuple(dict.fromkeys(name.strip().lower() for name in ",".join(values).split(",") if name.strip()))
    known = "" if names and all(map(is_format, names)) else ", ".join(load("geomap.players.registry:formats")())
    if unknown := [name for name in names if not is_format(name)]:
        raise click.BadParameter(f"{', '.join(unknown)}: no such format; choose from {known}")
    if not names:
        raise click.BadParameter(f"name at least one of {known}")
    return names


@click.command()
@CONFIG
@OUT
@click.option(
    "--only",
    multiple=True,
    callback=_formats,
    metavar="FORMATS",
    help="Formats to build, e.g. png,html. May be repeated. [default: all]",
)
@click.option("--locked", is_flag=True, help="Refuse a places.lock.yaml that lacks places, or has too many (for CI).")
@click.option("--as-of", callback=day, metavar="DATE", help="Day of the map, e.g. 2022-01-31. [default: of CONFIG]")
@STRICT
@click.option("--force", is_flag=True, help="Build also what is up to date.")
@HELD
@OVERWRITE
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, metavar="N", help="Processes for the pages of an atlas."
)
@click.option(
    "--scheduler", default="", metavar="URL", help="Dask scheduler for an atlas or `aggregate`, as tcp://HOST:8786."
)
@OUTSIDE
@JSON
@QUIET
@exits
def build(  # noqa: PLR0913, PLR0917 - one a flag
    config: str,
    out: str | None,
    only: tuple[str, ...] | None,
    locked: bool,
    as_of: date | None,
    strict: bool,
    force: bool,
    held: bool,
    overwrite: tuple[str, ...],
    jobs: int,
    scheduler: str,
    allow_outside: bool,
    as_json: bool,
) -> int:
    """Build the maps of CONFIG.

    \b
    Example:
      geomap build config.yaml --only png,svg
    """
    asked = {"out": out, "only": only, "locked": locked, "strict": strict, "allow_outside": allow_outside}
    again = None
    if not (force or overwrite or scheduler or jobs > 1):
        printed = {"as_of": as_of, "json": as_json, "held": tells_held(held)}
        again = load("geomap.pipeline.freshness.again:Again")(Path(config), {**asked, **printed})
        if (told := again.answer()) is not None:
            say_again(told)
            return 0
    with noted() as told, recorded() as looked_at:
        read = _read(config, scheduler, allow_outside=allow_outside)
        asked |= {"force": force, "overwrite": overwrite}
        if read.pages:
            if as_of:
                raise click.UsageError(f"--as-of: the pages of {config} have days of their own")
            status, folder, is_idle = build_atlas(read, as_json=as_json, jobs=jobs, scheduler=scheduler, **asked)
        else:
            to_no_use = tuple(_to_no_use(read, jobs, scheduler))
            made = _map(read, {**asked, "as_of": as_of}, to_no_use, as_json=as_json, held=held)
            status, folder, is_idle = 0, made.folder, not made.why
    if again and not status:
        again.keep(looked_at, told if is_idle else None, read, folder)
    return status


def _map(read: Config, asked: Mapping[str, Any], warned: tuple[Problem, ...], *, as_json: bool, held: bool) -> Build:
    """Build a single map as it is asked for, and print what became of it, after what was warned of."""
    with progress("maps", hidden=as_json) as step:
        made: Build = load("geomap.pipeline.build:build")(read, done=step, **asked)
    warnings = (*warned, *made.warnings)
    if as_json:
        report(warnings, as_json=True, **_result(made), **(_held(made) if tells_held(held) else {}))
        return made
    report(warnings, as_json=False)
    labels = made.map.labels if made.reports else {}
    for line in (*lines_of(said_of(made.reports, labels), _everything(made.folder)), *_snapshots(made)):
        say(line)
    for line in (*_absent(made), *(_held_back(made) if tells_held(held) else ()), *_of_tables(made)):
        say(line)
    if made.coverage.figures:
        say(load("geomap.wording.claims:coverage")(made.coverage, "en"))
    for line in _done(made.why, len(made.files) - 1, made.folder):
        say(line)
    return made


def _read(config: str, scheduler: str, *, allow_outside: bool) -> Config:
    """The config; a table that it sums up is given to the cluster, if there is one."""
    cluster = {}
    if scheduler:
        summed_by = load("geomap.pipeline.cluster:on_cluster")(scheduler, "geomap.pipeline.cluster.sums:summed_by")
        cluster["mapper"] = partial(summed_by, scheduler)
    read: Config = load("geomap.config:read_config")(config, allow_outside=allow_outside, **cluster)
    return read


def _to_no_use(config: Config, jobs: int, scheduler: str) -> Iterator[Problem]:
    """Warnings of flags that share out what a single map has none of."""
    if jobs > 1:
        text = "--jobs does nothing here: one process draws a single map"
        yield Problem(text=text, hint="the pages of an atlas are shared out", severity="warning")
    if scheduler and not config.aggregate:
        text = "--scheduler does nothing here: a single map is drawn on this computer"
        yield Problem(text=text, hint="the pages of an atlas and the rows of `aggregate` are sent", severity="warning")


def _result(made: Build) -> dict[str, Any]:
    """What `--json` prints; of artboards and snapshots what was moved and dropped, as in the manifest."""
    snapshots = {name: {page.id: page.as_dict() for page in pages} for name, pages in made.snapshot_reports.items()}
    return {
        "files": [(made.folder / name).as_posix() for name in made.files],
        "built": made.why,
        "coverage": asdict(made.coverage),
        "absent": {day: [entry.as_dict() for entry in units] for day, units in made.absent.items() if units},
        "left_out": [left.as_dict() for left in made.left_out],
        "remarks": [remark._asdict() for remark in made.remarks],
        "readings": [reading.as_dict() for reading in made.readings],
        "told": [said.as_dict() for said in said_of(made.reports, {})],
        "artboards": {page.id: page.as_dict() for page in made.reports},
        **({"snapshots": {day: {"artboards": pages} for day, pages in snapshots.items()}} if snapshots else {}),
    }


def _held(made: Build) -> dict[str, Any]:
    """How much an embargo holds back, and the sources that nothing refers to, not even what is held back."""
    return {
        "withheld": len(made.held.ids),
        "withheld_notes": made.held.untold,
        "partial_notes": made.held.partial,
        "withheld_texts": made.held.unsaid,
        "withheld_rows": made.withheld_rows,
        "unused_sources": list(made.held.unclaimed),
    }


def _absent(made: Build) -> Iterator[str]:
    """The units that are on no artboard as they are not there on a day."""
    found = {name: units for name, units in made.absent.items() if units}
    told = [name for name in found if len(found) <= _MOST_DAYS or not name]
    for name in told:
        units = found[name]
        shown = units if len(units) <= ALL_NAMED else units[:FEW]
        more = f" and {len(units) - len(shown)} more" if len(shown) < len(units) else ""
        named = ", ".join(f"{entry.text} ({entry.reason})" for entry in shown)
        yield f"not there on {name or 'the day of the map'}: {named}{more}"
    if len(told) < len(found):
        several = len({entry.unit for name, units in found.items() if name for entry in units})
        yield f"{several} units not there on some of {len(found) - len(told)} days; {_MANIFEST} says which and why"


def _snapshots(made: Build) -> Iterator[str]:
    """How much was moved and left out on the maps of other days."""
    counts = {
        name: [
            sum(not entry.by_rule for page in pages for entry in getattr(page, kind)) for kind in ("moved", "dropped")
        ]
        for name, pages in made.snapshot_reports.items()
    }
    told = {name: count for name, count in counts.items() if any(count)}
    if len(told) > _MOST_DAYS:
        told = {f"{len(told)} snapshots": [sum(count) for count in zip(*told.values(), strict=True)]}
    for name, (moved, dropped) in told.items():
        yield f"{name}: {_texts(moved)} moved, {dropped} left out; {_MANIFEST} says which and why"


def _everything(folder: Path) -> str:
    return f"{folder / _MANIFEST}, or {everything()}"


def _of_tables(made: Build) -> Iterator[str]:
    """How tables were read, and which of their rows are no units."""
    yield from tables_read(made.remarks)
    yield from map(str, made.readings)
    yield from rows_left_out(made.left_out)


def _held_back(made: Build) -> Iterator[str]:
    """How much an embargo holds back. Of the units nothing is named, nor of the notes that are left out with them. And
    sources that nothing refers to, as those that only units under embargo name are none.
    """
    if count := len(made.held.ids):
        yield f"{count} {'unit' if count == 1 else 'units'} held back by `embargo_until`"
    if made.withheld_rows:
        rows = "row" if made.withheld_rows == 1 else "rows"
        yield f"{made.withheld_rows} {rows} of `aggregate` held back by `embargo_until`"
    if made.held.untold:
        notes, cover = ("note", "it covers") if made.held.untold == 1 else ("notes", "they cover")
        yield f"{made.held.untold} {notes} left out, as {cover} what is held back"
    if made.held.partial:
        notes, texts = ("note sums", "its text") if made.held.partial == 1 else ("notes sum", "their texts")
        yield f"{made.held.partial} {notes} up what is shown alone; {{at_least}} in {texts} would say that more may be"
    if made.held.unsaid:
        units, they = ("unit", "it is") if made.held.unsaid == 1 else ("units", "they are")
        yield f"notes, links and carried texts of {made.held.unsaid} {units} left out, as they may tell where {they}"
    if made.held.unclaimed:
        yield f"nothing refers to {', '.join(made.held.unclaimed[:MOST_TOLD])} in `sources`"


def _texts(count: int) -> str:
    return f"{count} {'text' if count == 1 else 'texts'}"


def _done(why: Mapping[str, str], files: int, folder: Path) -> Iterator[str]:
    """What was built and why; the manifest is not counted."""
    for reason, count in Counter(why.values()).items():
        if reason != "new":
            yield f"{count} {'file' if count == 1 else 'files'} built anew, {reason}"
    unchanged = files - len(why)
    rest = "" if not unchanged else ", all up to date" if not why else f", {unchanged} of them up to date"
    yield f"{files} files in {folder}{rest}"
