"""`geomap animate`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from geomap.cli.common import CONFIG, OUTSIDE, OVERWRITE, QUIET, exits, progress, report, say
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
@OVERWRITE
@OUTSIDE
@QUIET
@exits
def animate(  # noqa: PLR0913, PLR0917 - one a flag
    config: str,
    artboard: str,
    form: str | None,
    out: str | None,
    seconds: float,
    overwrite: tuple[str, ...],
    allow_outside: bool,
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
    with progress("days") as step:

        def drawn(day: date, number: int, total: int) -> None:
            """Move the bar on a terminal; a line a day elsewhere."""
            step(total)
            if not sys.stderr.isatty():
                say(f"{day}: drawn, {number} of {total}", err=True)

        made = load("geomap.pipeline.animation:animate")(
            config,
            artboard=artboard,
            format=ending,
            out=out,
            seconds=seconds,
            told=drawn,
            allow_outside=allow_outside,
            overwrite=overwrite,
        )
    report(made.warnings, as_json=False)
    say(f"{made.path}: {len(made.days)} days from {made.days[0]} to {made.days[-1]}")
    return 0
