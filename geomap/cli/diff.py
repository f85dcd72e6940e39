"""`geomap diff`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import click

from geomap.cli.common import CONFIG_PATH, OUTSIDE, OVERWRITE, QUIET, day, exits, report, say, say_lines
from geomap.errors import EarlierError
from geomap.loading import load

_WRITERS = {
    "table": "geomap.diff.text:as_text",
    "json": "geomap.diff.as_json:as_json",
    "markdown": "geomap.diff.markdown:as_markdown",
}


_MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which two states are to be compared."""

    old: str
    new: str | None
    first: date | None
    last: date | None
    base: str | None


def _address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (
        value.startswith(("https://", "http://")) and "{commit}" in value and "{path}" in value
    ):
        raise click.BadParameter(f"{value} is not a web address with {{commit}} and {{path}} in it")
    return value


@click.command()
@click.argument("old", default="config.yaml", type=CONFIG_PATH, metavar="[OLD]")
@click.argument("new", required=False, type=CONFIG_PATH, metavar="[NEW]")
@click.option("--from", "first", callback=day, metavar="DATE", help="Compare OLD as it stood on this day ...")
@click.option("--to", "last", callback=day, metavar="DATE", help="... with how it stood on this one.")
@click.option("--base", metavar="COMMIT", help="Compare OLD as it was at this commit with how it is now.")
@click.option("--format", "form", type=click.Choice(tuple(_WRITERS)), default="table", show_default=True)
@click.option(
    "--pictures",
    callback=_address,
    metavar="URL",
    help="With --base and markdown: show committed pictures, at an address with {commit} and {path} in it.",
)
@click.option("--out", type=click.Path(file_okay=False), help="Folder to write a map of the change to.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also where something changed (for CI).")
@OVERWRITE
@OUTSIDE
@QUIET
@exits
def diff(  # noqa: PLR0913, PLR0917 - one a flag
    old: str,
    new: str | None,
    first: date | None,
    last: date | None,
    base: str | None,
    form: str,
    pictures: str | None,
    out: str | None,
    exit_zero: bool,
    overwrite: tuple[str, ...],
    allow_outside: bool,
) -> int:
    """Compare the units of two configs, of one on two days, or of one with
    itself at a commit: who came, left, moved, grew or shrank.

    Exit status: 0 nothing changed, 1 something did or the data are at fault,
    2 wrong usage. With --exit-zero it is 0 where something changed, and where
    only the config of the commit is at fault.

    \b
    Examples:
      geomap diff old.yaml config.yaml
      geomap diff config.yaml --base main --format markdown
      geomap diff config.yaml --from 2022-01-12 --to 2022-02-16 --out changes
    """
    if pictures and not (base and form == _MARKDOWN):
        raise click.UsageError("--pictures needs --base and --format markdown")
    try:
        with _compared(_Asked(old, new, first, last, base), allow_outside=allow_outside) as made:
            report(made.warnings, as_json=False)
            write = load(_WRITERS[form])
            say_lines(write(made.diff) if form == "json" else write(made.diff, made.before.name, made.after.name))
            if pictures:
                shown = load("geomap.pipeline.commits:pictures_of")(made, old, pictures)
                say_lines(f"\n{load('geomap.diff.markdown:pictures_as_markdown')(shown)}")
            if out is not None:
                files = load("geomap.pipeline.changes:draw_changes")(made, out, overwrite=overwrite)
                say(f"{len(files)} files in {out}", err=True)
    except EarlierError as error:
        if not exit_zero:
            raise
        report((replace(problem, severity="warning") for problem in error.problems), as_json=False)
        say("Nothing is compared, as the earlier config is at fault.", err=form == "json")
        return 0
    return 0 if made.diff.is_empty or exit_zero else 1


@contextmanager
def _compared(asked: _Asked, *, allow_outside: bool) -> Iterator[Any]:
    """The comparison that is asked for; anything but two files, or one and two days or a commit, is wrong usage."""
    old, new, first, last, base = asked.old, asked.new, asked.first, asked.last, asked.base
    if base is not None and new is None and first is None and last is None:
        with load("geomap.pipeline.commits:compared_with")(old, base, allow_outside=allow_outside) as made:
            yield made
    elif new is not None and first is None and last is None and base is None:
        yield load("geomap.pipeline.changes:compare_files")(old, new, allow_outside=allow_outside)
    elif new is not None or first is None or last is None or base is not None:
        raise click.UsageError("name two configs, or one with both --from and --to, or with --base")
    elif first > last:
        raise click.UsageError(f"--from {first} is after --to {last}")
    else:
        yield load("geomap.pipeline.changes:compare_days")(old, first, last, allow_outside=allow_outside)
