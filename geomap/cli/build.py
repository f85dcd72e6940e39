"""`geomap build`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from geomap.cli.common import CONFIG, JSON, OUT, exits, report
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
@JSON
@exits
def build(config: str, out: str | None, only: tuple[str, ...] | None, locked: bool, as_json: bool) -> int:
    """Build the maps of CONFIG.

    \b
    Example:
      geomap build config.yaml --only png,svg
    """
    made = load("geomap.build:build")(config, out=out, only=only, locked=locked)
    if as_json:
        report(made.warnings, as_json=True, files=[(Path(made.folder) / name).as_posix() for name in made.files])
        return 0
    report(made.warnings, as_json=False)
    for page in made.pages:
        for verb, entries in (("moved", page.moved), ("dropped", page.dropped)):
            for entry in entries:
                if not entry.by_rule:
                    click.echo(f"{page.id}: {verb} “{entry.text}”: {entry.reason}")
        for reason, count in Counter(entry.reason for entry in (*page.moved, *page.dropped) if entry.by_rule).items():
            click.echo(f"{page.id}: {count} {'text' if count == 1 else 'texts'} {reason}, as the config asks")
    click.echo(f"{len(made.files)} files in {made.folder}")
    return 0
