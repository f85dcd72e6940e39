"""`geomap diff`."""

from __future__ import annotations

import click

from geomap.cli.common import exits, report
from geomap.loading import load

_WRITERS = {
    "table": "geomap.diff.text:as_text",
    "json": "geomap.diff.as_json:as_json",
    "markdown": "geomap.diff.markdown:as_markdown",
}


@click.command()
@click.argument("old", type=click.Path(dir_okay=False), metavar="OLD")
@click.argument("new", type=click.Path(dir_okay=False), metavar="NEW")
@click.option("--format", "form", type=click.Choice(tuple(_WRITERS)), default="table", show_default=True)
@exits
def diff(old: str, new: str, form: str) -> int:
    """Compare the units of two configs: who came, left, moved, grew or shrank.

    Exit status: 0 nothing changed, 1 something did or the data are at fault, 2 wrong usage.

    \b
    Examples:
      geomap diff old.yaml config.yaml
      geomap diff old.yaml config.yaml --format markdown
    """
    made = load("geomap.changes:compare_files")(old, new)
    report(made.warnings, as_json=False)
    write = load(_WRITERS[form])
    click.echo(write(made.diff) if form == "json" else write(made.diff, made.before.name, made.after.name))
    return 0 if made.diff.is_empty else 1
