"""`geomap init`."""

from __future__ import annotations

import click

from geomap.cli.common import QUIET, exits, say
from geomap.loading import load


def _template(context: click.Context, parameter: click.Parameter, value: str) -> str:
    known = load("geomap.templates:TEMPLATES")
    if value not in known:
        raise click.BadParameter(f"{value}: choose from {', '.join(known)}")
    return value


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False), metavar="[DIR]")
@click.option("--template", default="minimal", callback=_template, show_default=True, help="minimal, table or full.")
@QUIET
@exits
def init(folder: str, template: str) -> int:
    """Start a project in DIR: a small commented map that builds.

    \b
    Example:
      geomap init mali --template full
    """
    names = load("geomap.templates:write_project")(folder, template)
    for name in names:
        say(f"  {name}")
    where = "" if folder == "." else f"cd {folder}, then "
    say(f"{len(names)} files. Next: {where}geomap build")
    return 0
