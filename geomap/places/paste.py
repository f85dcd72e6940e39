"""Refusals that teach: for each place that may be meant, the lines that make the config mean it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from geomap.config.yaml_io import dump_yaml
from geomap.loading import Later
from geomap.places.answers import Candidate, Query

gazetteer = Later("geomap.places.gazetteer")


def lines_to_paste(query: Query, candidates: Iterable[Candidate]) -> str:
    """A comment that says which place it is, then the keys that settle it, for every candidate; indented."""
    blocks = (
        f"# {described(candidate)}, {_people(candidate)}\n{dump_yaml(keys_for(query, candidate))}"
        for candidate in candidates
    )
    return "".join(f"    {line}\n" for block in blocks for line in block.splitlines()).rstrip()


def keys_for(query: Query, candidate: Candidate) -> dict[str, Any]:
    """The fewest keys of a unit with which the query finds the candidate; its position where no others do."""
    in_country = replace(query, country=candidate.country)
    if gazetteer.search(in_country).place == candidate:
        return {"country": candidate.country}
    if candidate.admin and gazetteer.search(replace(in_country, admin=candidate.admin)).place == candidate:
        return {"country": candidate.country, "admin": candidate.admin}
    return {"at": {"lat": candidate.lat, "lon": candidate.lon}}


def described(candidate: Candidate) -> str:
    """The place in words, e.g. "Rostov-on-Don, Rostov Oblast, RU"."""
    return ", ".join(filter(None, (candidate.name, candidate.admin, candidate.country)))


def _people(candidate: Candidate) -> str:
    return f"{candidate.population:,} people" if candidate.population else "population unknown"
