"""`geomap watch`."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli.common import CONFIG, OUTSIDE, exits, plain, report
from geomap.loading import load


@click.command()
@CONFIG
@click.option(
    "--port", default=8017, show_default=True, type=click.IntRange(0, 65535), help="0 takes any that is free."
)
@OUTSIDE
@exits
def watch(config: str, port: int, allow_outside: bool) -> int:
    """Show the map in a browser of this computer while you edit CONFIG.

    The preview follows every save and shows what is wrong in the file. It
    writes nothing: `geomap build` does. Ctrl-C ends it.

    \b
    Example:
      geomap watch config.yaml
    """
    said = False

    def say(preview: Any, url: str) -> None:
        nonlocal said
        if not said:
            click.echo(plain(f"{url} shows {config}; Ctrl-C ends it"))
        said = True
        report(preview.problems, as_json=False)
        if preview.is_right:
            click.echo(plain(f"{config}: drawn"))

    load("geomap.pipeline.watch:watch")(config, port=port, say=say, allow_outside=allow_outside)
    return 0
