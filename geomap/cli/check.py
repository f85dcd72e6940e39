"""`geomap check`."""

from __future__ import annotations

from dataclasses import asdict

import click

from geomap.cli.common import CONFIG, JSON, OUT, OUTSIDE, QUIET, exits, report, say
from geomap.loading import load


@click.command()
@CONFIG
@OUT
@OUTSIDE
@JSON
@QUIET
@exits
def check(config: str, out: str | None, allow_outside: bool, as_json: bool) -> int:
    """Check that the outputs are up to date with CONFIG (for CI).

    Compares the config, the files it names, the outputs, the versions of
    geomap and of the libraries that draw, and the fonts where texts need
    others than Source Sans, with manifest.json. Exit status: 0 up to date,
    1 not, with the reasons.

    \b
    Example:
      geomap check config.yaml
    """
    found = load("geomap.freshness.check:freshness")(config, out, allow_outside=allow_outside)
    report(found.problems, as_json=as_json, up_to_date=not found.problems, files=[asdict(file) for file in found.files])
    if found.problems:
        return 1
    if not as_json:
        count = sum(file.kind == "output" for file in found.files)
        say(f"{count} files in {found.folder} are up to date with {config}")
    return 0
