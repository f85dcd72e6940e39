"""`geomap symbols`."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.common import OVERWRITE, QUIET, exits, say
from geomap.loading import load


@click.command()
@click.option("--family", default="news", show_default=True, help="Which symbols: news or app6.")
@click.option("--out", default="symbols.svg", show_default=True, help="File to write: .svg, .png or .pdf.")
@OVERWRITE
@QUIET
@exits
def symbols(family: str, out: str, overwrite: tuple[str, ...]) -> int:
    """Write a sheet of all symbols of a family.

    \b
    Example:
      geomap symbols --family app6 --out app6.png
    """
    path = Path(out)
    format_called = load("geomap.players.registry:format_called")
    known = {f".{name}": format_called(name) for name in load("geomap.players.registry:formats")()}
    kinds = {suffix: entry for suffix, entry in known.items() if entry.of == "page"}
    if path.suffix.lower() not in kinds:
        raise click.BadParameter(f"{out}: end it with one of {', '.join(kinds)}", param_hint="--out")
    families = load("geomap.symbols:families")()
    if family not in families:
        raise click.BadParameter(f"{family}: choose from {', '.join(families)}", param_hint="--family")
    content = load(kinds[path.suffix.lower()].writer)(load("geomap.layout.specimen:symbol_sheet")(family))
    data = content.encode("utf-8") if isinstance(content, str) else content
    files = {path.name: load("geomap.files.seal:sealed")(data, path.suffix[1:].lower())}
    own = load("geomap.pipeline.freshness.own:Asked")(overwrite=overwrite)
    load("geomap.pipeline.freshness.own:require_own")(path.parent, files, own)
    load("geomap.files.writing:write_whole")(path.parent, files)
    say(f"{out}: {family}")
    return 0
