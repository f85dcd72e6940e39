"""`geomap geocode`."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli.common import CONFIG, JSON, OUTSIDE, QUIET, exits, plain, print_json, report, say
from geomap.loading import load

_LONGEST_NAME = 200  # characters


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


@click.command()
@CONFIG
@click.option("--name", help="Look up one name instead of the places of CONFIG.")
@click.option("--country", default="", metavar="CC", help="ISO 3166-1 alpha-2 code, with --name.")
@click.option("--admin", default="", help="Region of the place, with --name.")
@click.option("--near", callback=_position, metavar="LAT,LON", help="A position near the place, with --name.")
@OUTSIDE
@JSON
@QUIET
@exits
def geocode(  # noqa: PLR0913, PLR0917 - one a flag
    config: str,
    name: str | None,
    country: str,
    admin: str,
    near: tuple[float, float] | None,
    allow_outside: bool,
    as_json: bool,
) -> int:
    """Find the places of CONFIG and pin them in places.lock.yaml, or look up one NAME.

    \b
    Examples:
      geomap geocode
      geomap geocode --name "Rostov na Donu" --country RU
    """
    if name is None:
        return _pinned(
            load("geomap.pipeline.validate:pin_places")(config, allow_outside=allow_outside), as_json=as_json
        )
    if not any(character.isalnum() for character in name):
        raise click.BadParameter("a name needs a letter", param_hint="--name")
    if len(name) > _LONGEST_NAME:
        raise click.BadParameter(f"a name of more than {_LONGEST_NAME} characters", param_hint="--name")
    query = load("geomap.places.answers:Query")(name, country.upper(), admin, near)
    answer = load("geomap.places.gazetteer:search")(query)
    if as_json:
        print_json(answer.as_dict())
    else:
        click.echo(plain(_described(answer)))
    return 0 if answer.status == "found" else 1


def _pinned(located: Any, *, as_json: bool) -> int:
    """Print where the places of a config are; of a unit that moved all of them, in the order of the config."""
    which, said = located.rows.combined([(lambda placed: placed.place.found_by, ("found_by",))])
    units = zip(located.rows.ids, located.rows.points, (said[one][0] for one in which), strict=True)
    if as_json:
        found: dict[str, list[dict[str, Any]]] = {}
        for unit, (lat, lon), found_by in units:
            row = {"lat": lat, "lon": lon, "found_by": found_by}
            own = found.setdefault(unit, [])
            own += [] if row in own else [row]
        places = {unit: own[0] if len(own) == 1 else own for unit, own in found.items()}
        report(located.warnings, as_json=True, places=places)
        return 0
    report(located.warnings, as_json=False)
    for unit, (lat, lon), found_by in units:
        is_whole = found_by in ("country", "region")
        say(f"{unit}: {f'{lat:g}, {lon:g}' if is_whole else f'{lat:.4f}, {lon:.4f}'} ({found_by})")
    return 0


def _described(answer: Any) -> str:
    place = answer.place
    lines = [f"{place.name}: {place.lat:.5f}, {place.lon:.5f}" if place else answer.status.replace("_", " ")]
    lines += answer.remarks
    for candidate in answer.candidates:
        region = ", ".join(part for part in (candidate.admin, candidate.country) if part)
        lines.append(f"  {candidate.name} ({region}), population {candidate.population:,}, id {candidate.geonames_id}")
    return "\n".join(lines)
