"""`geomap diff`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from geomap.cli.common import OUTSIDE, QUIET, day, exits, report, say
from geomap.loading import load

_WRITERS = {
    "table": "geomap.diff.text:as_text",
    "json": "geomap.diff.as_json:as_json",
    "markdown": "geomap.diff.markdown:as_markdown",
}


@click.command()
@click.argument("old", default="config.yaml", type=click.Path(dir_okay=False, readable=False), metavar="[OLD]")
@click.argument("new", required=False, type=click.Path(dir_okay=False, readable=False), metavar="[NEW]")
@click.option("--from", "first", callback=day, metavar="DATE", help="Compare OLD as it stood on this day ...")
@click.option("--to", "last", callback=day, metavar="DATE", help="... with how it stood on this one.")
@click.option("--format", "form", type=click.Choice(tuple(_WRITERS)), default="table", show_default=True)
@click.option("--out", type=click.Path(file_okay=False), help="Folder to write a map of the change to.")
@OUTSIDE
@QUIET
@exits
def diff(  # noqa: PLR0913, PLR0917 - one a flag
    old: str,
    new: str | None,
    first: date | None,
    last: date | None,
    form: str,
    out: str | None,
    allow_outside: bool,
) -> int:
    """Compare the units of two configs, or of one on two days: who came, left, moved, grew or shrank.

    Exit status: 0 nothing changed, 1 something did or the data are at fault, 2 wrong usage.

    \b
    Examples:
      geomap diff old.yaml config.yaml
      geomap diff old.yaml config.yaml --format markdown
      geomap diff config.yaml --from 2022-01-12 --to 2022-02-16 --out changes
    """
    made = _compared(old, new, first, last, allow_outside=allow_outside)
    report(made.warnings, as_json=False)
    write = load(_WRITERS[form])
    say(write(made.diff) if form == "json" else write(made.diff, made.before.name, made.after.name))
    if out is not None:
        files = load("geomap.changes:draw_changes")(made, out)
        say(f"{len(files)} files in {out}", err=True)
    return 0 if made.diff.is_empty else 1


def _compared(old: str, new: str | None, first: date | None, last: date | None, *, allow_outside: bool) -> Any:
    """The comparison that is asked for; anything but two files, or one and two days, is wrong usage."""
    if new is not None and first is None and last is None:
        return load("geomap.changes:compare_files")(old, new, allow_outside=allow_outside)
    if new is not None or first is None or last is None:
        raise click.UsageError("name two configs, or one with both --from and --to")
    if first > last:
        raise click.UsageError(f"--from {first} is after --to {last}")
    return load("geomap.changes:compare_days")(old, first, last, allow_outside=allow_outside)
