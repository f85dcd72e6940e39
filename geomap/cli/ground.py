"""`geomap ground`."""

from __future__ import annotations

import click

from geomap.cli.common import CONFIG, OUTSIDE, OVERWRITE, QUIET, exits, say
from geomap.loading import load


@click.group()
def ground() -> None:
    """Files of the ground, which `ground.files` of a config names.

    \b
    Example:
      geomap ground pack ukraine.pmtiles
    """


@ground.command()
@click.argument("file", type=click.Path(readable=False))
@CONFIG
@click.option("--out", help="File to write. [default: beside CONFIG, called as the map]")
@OVERWRITE
@OUTSIDE
@QUIET
@exits
def pack(file: str, config: str, out: str | None, overwrite: tuple[str, ...], allow_outside: bool) -> int:
    """Cut FILE to what the map of CONFIG shows of it, so small that it can be committed.

    FILE is PMTiles or MBTiles, of which the tiles are kept as they are, or a GeoPackage; it may be of the whole world.

    \b
    Examples:
      geomap ground pack ukraine.pmtiles
      geomap ground pack planet.mbtiles config.yaml --out ground.pmtiles
    """
    made = load("geomap.pipeline.ground_pack:pack")(file, config, out, overwrite=overwrite, allow_outside=allow_outside)
    say(f"{made.path}: {made.said}")
    return 0
