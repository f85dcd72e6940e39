"""The command line. The only place that prints or exits; problems go to standard error, never a traceback."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from geomap import __version__
from geomap.errors import GeomapError, Problem
from geomap.loading import load

# numpy's thread pool takes longer to start than any command has work for it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_P = ParamSpec("_P")
_CONFIG = click.argument("config", default="config.yaml", type=click.Path(dir_okay=False), metavar="[CONFIG]")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result and problems as JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="geomap")
def main() -> None:
    """Deployment maps from one text file: PNG, SVG, PDF, HTML and GIS files that agree.

    \b
    Example:
      geomap build            build output/ from config.yaml
    """


def _report(problems: Iterable[Problem], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"problems": [problem.as_dict() for problem in problems]}, ensure_ascii=False, indent=1))
        return
    for problem in problems:
        click.echo(str(problem), err=True)


def _exits(command: Callable[_P, int]) -> Callable[_P, None]:
    """Exit with the command's number, or with 1 after printing what is wrong with the user's data."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            status = command(*args, **kwargs)
        except GeomapError as error:
            _report(error.problems, as_json=bool(kwargs.get("as_json")))
            status = 1
        sys.exit(status)

    return run


def _formats(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    known = load("geomap.outputs:FORMATS")
    names = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))
    if unknown := [name for name in names if name not in known]:
        raise click.BadParameter(f"{', '.join(unknown)}: no such format; choose from {', '.join(known)}")
    if not names:
        raise click.BadParameter(f"name at least one of {', '.join(known)}")
    return names


@main.command()
@_CONFIG
@click.option("--out", type=click.Path(file_okay=False), help="Folder to write to. [default: output/ beside CONFIG]")
@click.option("--only", callback=_formats, metavar="FORMATS", help="Formats to build, e.g. png,html. [default: all]")
@click.option("--locked", is_flag=True, help="Refuse places that places.lock.yaml does not hold (for CI).")
@_JSON
@_exits
def build(config: str, out: str | None, only: tuple[str, ...] | None, locked: bool, as_json: bool) -> int:
    """Build the maps of CONFIG.

    \b
    Example:
      geomap build config.yaml --only png,svg
    """
    made = load("geomap.build:build")(config, out=out, only=only, locked=locked)
    if as_json:
        problems = [problem.as_dict() for problem in made.warnings]
        files = [(Path(made.folder) / name).as_posix() for name in made.files]
        click.echo(json.dumps({"problems": problems, "files": files}, ensure_ascii=False, indent=1))
        return 0
    _report(made.warnings, as_json=False)
    for page in made.pages:
        for verb, entries in (("moved", page.moved), ("dropped", page.dropped)):
            for entry in entries:
                if not entry.by_rule:
                    click.echo(f"{page.id}: {verb} “{entry.text}”: {entry.reason}")
        for reason, count in Counter(entry.reason for entry in (*page.moved, *page.dropped) if entry.by_rule).items():
            click.echo(f"{page.id}: {count} {'text' if count == 1 else 'texts'} {reason}, as the config asks")
    click.echo(f"{len(made.files)} files in {made.folder}")
    return 0


@main.command()
@_CONFIG
@_JSON
@_exits
def validate(config: str, as_json: bool) -> int:
    """Check CONFIG and the places in it, without drawing anything.

    \b
    Example:
      geomap validate config.yaml
    """
    warnings = load("geomap.validate:validate")(config)
    _report(warnings, as_json=as_json)
    if not as_json:
        click.echo(f"{config}: no errors")
    return 0


def _position(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[float, float] | None:
    if value is None:
        return None
    try:
        lat, lon = (float(part) for part in value.split(","))
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not LAT,LON in degrees, e.g. 47.2,39.7") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise click.BadParameter(f"{value!r} is not on the globe; latitude comes first")
    return lat, lon


@main.command()
@click.argument("config", default="config.yaml", type=click.Path(dir_okay=False), metavar="[CONFIG]")
@click.option("--name", help="Look up one name instead of the places of CONFIG.")
@click.option("--country", default="", metavar="CC", help="ISO 3166-1 alpha-2 code, with --name.")
@click.option("--admin", default="", help="Region of the place, with --name.")
@click.option("--near", callback=_position, metavar="LAT,LON", help="A position near the place, with --name.")
@_JSON
@_exits
def geocode(  # noqa: PLR0913, PLR0917 - one a flag
    config: str, name: str | None, country: str, admin: str, near: tuple[float, float] | None, as_json: bool
) -> int:
    """Find the places of CONFIG and pin them in places.lock.yaml, or look up one NAME.

    \b
    Examples:
      geomap geocode
      geomap geocode --name "Rostov na Donu" --country RU
    """
    if name is None:
        return _pinned(load("geomap.validate:pin_places")(config), as_json=as_json)
    if not any(character.isalnum() for character in name):
        raise click.BadParameter("a name needs a letter", param_hint="--name")
    query = load("geomap.geocode:Query")(name, country.upper(), admin, near)
    answer = load("geomap.geocode:search")(query)
    click.echo(json.dumps(answer.as_dict(), ensure_ascii=False, indent=1) if as_json else _described(answer))
    return 0 if answer.status == "found" else 1


def _pinned(located: Any, *, as_json: bool) -> int:
    """Print where the places of a config are."""
    if as_json:
        places = {
            unit: {"lat": place.lat, "lon": place.lon, "found_by": place.found_by}
            for unit, place in located.places.items()
        }
        problems = [problem.as_dict() for problem in located.warnings]
        click.echo(json.dumps({"problems": problems, "places": places}, ensure_ascii=False, indent=1))
        return 0
    _report(located.warnings, as_json=False)
    for unit, place in located.places.items():
        click.echo(f"{unit}: {place.lat:.4f}, {place.lon:.4f} ({place.found_by})")
    return 0


def _described(answer: Any) -> str:
    place = answer.place
    lines = [f"{place.name}: {place.lat:.5f}, {place.lon:.5f}" if place else answer.status.replace("_", " ")]
    lines += answer.remarks
    for candidate in answer.candidates:
        region = ", ".join(part for part in (candidate.admin, candidate.country) if part)
        lines.append(f"  {candidate.name} ({region}), population {candidate.population:,}, id {candidate.geonames_id}")
    return "\n".join(lines)


@main.command()
@_exits
def schema() -> int:
    """Print the JSON Schema of config.yaml (draft 2020-12), for editors.

    \b
    Example:
      geomap schema > geomap.schema.json
    """
    click.echo(json.dumps(load("geomap.config.json_schema:json_schema")(), ensure_ascii=False, indent=2))
    return 0


@main.command()
@click.option("--family", default="news", show_default=True, help="Which symbols: news or app6.")
@click.option("--out", default="symbols.svg", show_default=True, help="File to write: .svg, .png or .pdf.")
@_exits
def symbols(family: str, out: str) -> int:
    """Write a sheet of all symbols of a family.

    \b
    Example:
      geomap symbols --family app6 --out app6.png
    """
    path = Path(out)
    kinds = {f".{name}": entry for name, entry in load("geomap.outputs:FORMATS").items() if entry.of == "page"}
    if path.suffix.lower() not in kinds:
        raise click.BadParameter(f"{out}: end it with one of {', '.join(kinds)}", param_hint="--out")
    families = load("geomap.symbols:FAMILIES")
    if family not in families:
        raise click.BadParameter(f"{family}: choose from {', '.join(families)}", param_hint="--family")
    content = load(kinds[path.suffix.lower()].writer)(load("geomap.layout.sheet:symbol_sheet")(family))
    data = content.encode("utf-8") if isinstance(content, str) else content
    load("geomap.files:write_whole")(path.parent, {path.name: data})
    click.echo(f"{out}: {family}")
    return 0
