"""`geomap explain`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from geomap.cli.common import CONFIG, JSON, OUTSIDE, QUIET, day, exits, report, say
from geomap.loading import load

if TYPE_CHECKING:
    from geomap.pipeline.explain.walk import Walk


@click.command()
@click.argument("unit")
@CONFIG
@click.option("--as-of", callback=day, metavar="DATE", help="Day of the map, e.g. 2022-01-31. [default: of CONFIG]")
@click.option("--page", default="", metavar="ID", help="A page of an atlas to walk through.")
@click.option("--private", is_flag=True, help="Tell also what is held back; on a terminal only.")
@OUTSIDE
@JSON
@QUIET
@exits
def explain(  # noqa: PLR0913, PLR0917 - one a flag
    unit: str, config: str, as_of: date | None, page: str, private: bool, allow_outside: bool, as_json: bool
) -> int:
    """Walk with UNIT, an id or a label, from the line or cell that states it to its place in each output.

    It says why a label was moved or dropped, and writes nothing. It speaks of what is published alone.

    \b
    Example:
      geomap explain gao config.yaml
    """
    if private and not sys.stdout.isatty():
        raise click.UsageError("--private: only on a terminal; what is printed here may be kept, or read by others")
    read = load("geomap.config:read_config")(config, allow_outside=allow_outside)
    if read.pages and as_of:
        raise click.UsageError(f"--as-of: the pages of {config} have days of their own")
    walk = load("geomap.pipeline.explain:explain")(read, unit, as_of=as_of, page=page, private=private)
    if as_json:
        report((), as_json=True, **walk.as_dict())
        return 0
    for line in _lines(walk):
        say(line)
    return 0


def _lines(walk: Walk) -> Iterator[str]:
    """The steps, each with what it is of and where its rules are."""
    yield f"{walk.unit}: {walk.label}" if walk.label not in ("", walk.unit) else walk.unit
    rules = load("geomap.pipeline.explain.walk:RULES")
    before = ""
    for step in walk.steps:
        if step.name != before:
            yield f"{step.name} (rules: {rules[step.name]})"
            before = step.name
        if step.of and len(step.facts) > 1:
            yield f"  {step.of}"
        for fact in step.facts:
            of = f"{step.of}: " if step.of and len(step.facts) == 1 else "  " if step.of else ""
            yield f"  {of}{fact.what}: {fact.said}" + (f" ({fact.where})" if fact.where else "")
