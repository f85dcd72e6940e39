"""`geomap build`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from geomap.cli.atlas import build_atlas
from geomap.cli.common import CONFIG, JSON, OUT, STRICT, day, exits, report
from geomap.loading import load


def _formats(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    known = load("geomap.outputs:FORMATS")
    names = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))
    if unknown := [name for name in names if name not in known]:
        raise click.BadParameter(f"{', '.join(unknown)}: no such format; choose from {', '.join(known)}")
    if not names:
        raise click.BadParameter(f"name at least one of {', '.join(known)}")
    return names


@click.command()
@CONFIG
@OUT
@click.option("--only", callback=_formats, metavar="FORMATS", help="Formats to build, e.g. png,html. [default: all]")
@click.option("--locked", is_flag=True, help="Refuse places that places.lock.yaml does not hold (for CI).")
@click.option("--as-of", callback=day, metavar="DATE", help="Day of the map, e.g. 2022-01-31. [default: of CONFIG]")
@STRICT
@click.option("--force", is_flag=True, help="Build also what is up to date.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, metavar="N", help="Processes for the pages of an atlas."
)
@JSON
@exits
def build(  # noqa: PLR0913, PLR0917 - one a flag
    config: str,
    out: str | None,
    only: tuple[str, ...] | None,
    locked: bool,
    as_of: date | None,
    strict: bool,
    force: bool,
    jobs: int,
    as_json: bool,
) -> int:
    """Build the maps of CONFIG.

    \b
    Example:
      geomap build config.yaml --only png,svg
    """
    read = load("geomap.config:read_config")(config)
    asked = {"out": out, "only": only, "locked": locked, "strict": strict, "force": force}
    if read.pages:
        if as_of:
            raise click.UsageError(f"--as-of: the pages of {config} have days of their own")
        return build_atlas(config, as_json=as_json, jobs=jobs, **asked)
    made = load("geomap.build:build")(read, as_of=as_of, **asked)
    if as_json:
        files = [(Path(made.folder) / name).as_posix() for name in made.files]
        report(made.warnings, as_json=True, files=files, built=made.why, coverage=asdict(made.coverage))
        return 0
    report(made.warnings, as_json=False)
    for page in made.drawing.drawn if made.why else ():
        for verb, entries in (("moved", page.moved), ("dropped", page.dropped)):
            for entry in entries:
                if not entry.by_rule:
                    click.echo(f"{page.id}: {verb} “{entry.text}”: {entry.reason}")
        for reason, count in Counter(entry.reason for entry in (*page.moved, *page.dropped) if entry.by_rule).items():
            by_config = ", as the config asks" if "`" in reason else ""  # it names the key that asks
            click.echo(f"{page.id}: {count} {'text' if count == 1 else 'texts'} {reason}{by_config}")
    if made.coverage.figures and made.why:
        click.echo(load("geomap.wording.claims:coverage")(made.coverage, "en"))
    for line in _done(made.why, len(made.files) - 1, made.folder):
        click.echo(line)
    return 0


def _done(why: Mapping[str, str], files: int, folder: Path) -> Iterator[str]:
    """What was built and why; the manifest is not counted."""
    for reason, count in Counter(why.values()).items():
        if reason != "new":
            yield f"{count} {'file' if count == 1 else 'files'} built anew, {reason}"
    unchanged = files - len(why)
    rest = "" if not unchanged else ", all up to date" if not why else f", {unchanged} of them up to date"
    yield f"{files} files in {folder}{rest}"
