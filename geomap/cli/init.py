"""`geomap init`."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.common import QUIET, exits, report, say
from geomap.errors import GeomapError
from geomap.loading import load


def _template(context: click.Context, parameter: click.Parameter, value: str) -> str:
    known = load("geomap.templates:TEMPLATES")
    if value not in known:
        raise click.BadParameter(f"{value}: choose from {', '.join(known)}")
    return value


def _say_what_is_asked(config: Path) -> None:
    """What a build of a new config would stop at, of which nothing was guessed."""
    try:
        load("geomap.pipeline.validate:validate")(config)
    except GeomapError as error:
        report(error.problems, as_json=False)
        say("geomap build asks what stands above; the answers go into config.yaml or the table")


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False), metavar="[DIR]")
@click.option("--template", default="minimal", callback=_template, show_default=True, help="minimal, table or full.")
@click.option(
    "--from",
    "table",
    type=click.Path(dir_okay=False),
    metavar="TABLE",
    help="The table that it is of.",
)
@QUIET
@exits
def init(folder: str, template: str, table: str | None) -> int:
    """Start a project in DIR: a small commented map that builds, and a
    workflow for GitHub that builds it with the same geomap.

    With --from the map is that of a table: which column is which is
    guessed by its headings, and all that is guessed is listed, here and
    in the config.

    \b
    Examples:
      geomap init mali --template full
      geomap init --from sightings.xlsx
    """
    if table and template != "minimal":
        raise click.UsageError("--from takes no template")
    own, guesses = None, list[str]()
    if table:
        own, guesses = load("geomap.templates.from_table:project_of")(Path(table), Path(folder))
    made = load("geomap.templates:write_project")(folder, template, own)
    for name in made.files:
        say(f"  {name}")
    for guess in guesses:
        say(f"guessed: {guess}")
    report(made.todo, as_json=False)
    if table:
        _say_what_is_asked(Path(folder) / "config.yaml")
    where = "" if folder == "." else f"cd {folder}, then "
    say(f"{len(made.files)} files. Next: {where}geomap build")
    return 0
