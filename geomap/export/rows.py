"""Facts as flat rows: the same names in every format, in and out. Lists are joined by `;`."""

from __future__ import annotations

from datetime import date

from geomap.facts import Estimate, Unit
from geomap.symbols import EQUIPMENT

Value = str | int | float | None


def unit_row(unit: Unit) -> dict[str, Value]:
    """A unit with every fact. Positions in degrees, WGS 84."""
    row: dict[str, Value] = {
        "id": unit.id,
        "label": unit.label,
        "place": unit.query or None,
        "lat": unit.place.lat,
        "lon": unit.place.lon,
        "country": unit.place.country or None,
        "side": unit.side or None,
        "formations": ";".join(formation.text for formation in unit.formations) or None,
        **count_columns("troops", unit.troops),
    }
    for kind in EQUIPMENT:
        row |= count_columns(kind.replace(" ", "_"), unit.equipment.get(kind))
    return row | {
        "basis": unit.basis,
        "sources": ";".join(unit.sources) or None,
        "grade": unit.grade or None,
        "as_of": _day(unit.as_of),
        "until": None,
        "precision": None,
        "found_by": unit.place.found_by,
    }


def count_columns(name: str, count: Estimate | None) -> dict[str, Value]:
    """A count as four columns: the one number claimed, both ends, and the kind of claim."""
    if count is None:
        return {name: None, f"{name}_min": None, f"{name}_max": None, f"{name}_kind": None}
    return {
        name: count.value,
        f"{name}_min": count.minimum,
        f"{name}_max": count.maximum,
        f"{name}_kind": count.kind.value,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
