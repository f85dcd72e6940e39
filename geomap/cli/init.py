"""`geomap init`."""

from __future__ import annotations

import click

from geomap.cli.common import QUIET, exits, report, say
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
    """Start a project in DIR: a small commented map that builds, and a
    workflow for GitHub that builds it with the same geomap.

    \b
    Example:
      geomap init mali --template full
    """
    made = load("geomap.templates:write_project")(folder, template)
    for name in made.files:
        say(f"  {name}")
    report(made.todo, as_json=False)
    where = "" if folder == "." else f"cd {folder}, then "
    say(f"{len(made.files)} files. Next: {where}geomap build")
    return 0
