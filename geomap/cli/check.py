"""`geomap check`."""

from __future__ import annotations

from dataclasses import asdict

import click

from geomap.cli.common import CONFIG, JSON, OUT, OUTSIDE, QUIET, exits, report, say
from geomap.loading import load


@click.command()
@CONFIG
@OUT
@click.option("--redraw", is_flag=True, help="Draw all outputs anew as well, and compare them to the byte.")
@click.option(
    "--public",
    type=click.Path(exists=True, file_okay=False),
    metavar="FOLDER",
    help="Look instead for files in FOLDER that tell what `embargo_until` and `precision` hide.",
)
@OUTSIDE
@JSON
@QUIET
@exits
def check(  # noqa: PLR0913, PLR0917 - one a flag
    config: str, out: str | None, redraw: bool, public: str | None, allow_outside: bool, as_json: bool
) -> int:
    """Check that the outputs are up to date with CONFIG (for CI).

    Compares what CONFIG and the files it names may tell, the outputs, the
    versions of geomap and of the libraries that draw, and the fonts where
    texts need others than Source Sans, with manifest.json. Exit status: 0 up
    to date, 1 not, with the reasons.

    \b
    Examples:
      geomap check config.yaml
      geomap check config.yaml --public output
    """
    if public:
        return _searched(config, public, allow_outside=allow_outside, as_json=as_json)
    found = load("geomap.pipeline.check:freshness")(config, out, allow_outside=allow_outside, redraw=redraw)
    report(found.problems, as_json=as_json, up_to_date=not found.problems, files=[asdict(file) for file in found.files])
    if found.problems:
        return 1
    if not as_json:
        say(f"{len(found.files)} files in {found.folder} are up to date with {config}")
    return 0


def _searched(config: str, folder: str, *, allow_outside: bool, as_json: bool) -> int:
    """Name the files that tell what is held back; 1 where there is one."""
    found = load("geomap.pipeline.leaks:search")(config, folder, allow_outside=allow_outside)
    report(found.problems, as_json=as_json, files=found.files)
    if found.problems:
        return 1
    if not as_json:
        say(f"{found.files} files in {folder} tell nothing of what {config} holds back")
    return 0
