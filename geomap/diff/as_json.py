"""A diff as JSON, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from geomap.diff.records import Diff, Difference, Move
from geomap.facts import CountKind, Estimate, Formation, Link, Place
from geomap.facts.columns import Records
from geomap.players.rows import unit_rows


def as_json(diff: Diff) -> str:
    """Units as rows with the names of all data; counts in the forms of config.yaml; km along the ground."""
    total = diff.total
    content = {
        "added": unit_rows(Records(diff.added)),
        "removed": unit_rows(Records(diff.removed)),
        "moved": [_move(move) for move in diff.moved],
        "changed": [
            {"id": change.id, "field": change.field, "from": as_data(change.before), "to": as_data(change.after)}
            for change in diff.changed
        ],
        "total": {"from": as_data(total.before), "to": as_data(total.after), "change": as_data(total.change)},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def as_data(value: object) -> Any:  # noqa: PLR0911 - one a form
    """A fact as config.yaml would have it."""
    if isinstance(value, Estimate):
        return "unknown" if value.kind is CountKind.UNKNOWN else _count(value.kind, value.minimum, value.maximum)
    if isinstance(value, Difference):
        return _change(value)
    if isinstance(value, Formation):
        return value.text
    if isinstance(value, Link):
        return asdict(value) if value.title else value.url
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [as_data(part) for part in value]
    return value


def _change(value: Difference) -> Any:
    if value.least is None and value.most is None:
        return "unknown"
    if value.least is None or value.most is None:
        kind = CountKind.AT_MOST if value.least is None else CountKind.AT_LEAST
    elif value.least != value.most:
        kind = CountKind.RANGE
    else:
        kind = CountKind.ABOUT if value.is_about else CountKind.EXACT
    return _count(kind, value.least, value.most)


def _count(kind: CountKind, least: int | None, most: int | None) -> Any:
    if kind is CountKind.EXACT:
        return least
    if kind is CountKind.RANGE:
        return {"min": least, "max": most}
    return {kind.value: most if kind is CountKind.AT_MOST else least}


def _move(move: Move) -> dict[str, Any]:
    return {"id": move.id, "km": move.km, "from": _position(move.before), "to": _position(move.after)}


def _position(place: Place) -> dict[str, float]:
    return {"lat": place.lat, "lon": place.lon}
