"""`geomap animate`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from geomap.cli.common import CONFIG, OUTSIDE, exits, report
from geomap.loading import load

_FORMATS = ("gif", "mp4", "webm")


@click.command()
@CONFIG
@click.option("--artboard", default="", metavar="ID", help="Which artboard to draw. [default: the widest]")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="[default: as --out ends, or gif]")
@click.option("--out", type=click.Path(dir_okay=False), help="File to write. [default: in output/ beside CONFIG]")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 60), default=1.5, show_default=True, help="How long a day is shown."
)
@OUTSIDE
@exits
def animate(  # noqa: PLR0913, PLR0917 - one a flag
    config: str, artboard: str, form: str | None, out: str | None, seconds: float, allow_outside: bool
) -> int:
    """Draw the days of CONFIG as a moving picture: GIF, MP4 or WebM.

    \b
    Examples:
      geomap animate
      geomap animate config.yaml --artboard phone --format mp4
    """
    wanted = (form,) if form else _FORMATS
    ending = Path(out).suffix.lower().removeprefix(".") if out else wanted[0]
    if ending not in wanted:
        raise click.BadParameter(f"{out}: end it with .{' or .'.join(wanted)}", param_hint="--out")
    made = load("geomap.animation:animate")(
        config, artboard=artboard, format=ending, out=out, seconds=seconds, told=_drawn, allow_outside=allow_outside
    )
    report(made.warnings, as_json=False)
    click.echo(f"{made.path}: {len(made.days)} days from {made.days[0]} to {made.days[-1]}")
    return 0


def _drawn(day: date, number: int, total: int) -> None:
    """A bar on a terminal, a line a day elsewhere."""
    if sys.stderr.isatty():
        bar = "#" * round(30 * number / total)
        click.echo(f"\r[{bar:30}] {day}", err=True, nl=number == total)
    else:
        click.echo(f"{day}: drawn, {number} of {total}", err=True)
