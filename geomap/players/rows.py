"""Facts as flat rows: the same names in every format, in and out. Lists are joined by `;`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Literal

from geomap.facts import Estimate, Place, Source, Unit
from geomap.facts.cells import claim_columns, join_formations, join_list
from geomap.scene import Area, Label, Line, Scene
from geomap.symbols import EQUIPMENT

Value = str | int | float | None
ColumnType = Literal["text", "integer", "real", "day", "truth"]

_COUNTED = ("troops", "troops_before", *(kind.replace(" ", "_") for kind in EQUIPMENT))
_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("lat", "lon", "precision", "moved_km"), "real"),
    **dict.fromkeys(("as_of", "until", "published", "accessed"), "day"),
    **dict.fromkeys(("approximate", "is_total"), "truth"),
    "age_days": "integer",
    **{f"{name}{end}": "integer" for name in _COUNTED for end in ("", "_min", "_max")},
}


def column_type(name: str) -> ColumnType:
    """What a column of a row holds; a day is a text as YYYY-MM-DD in formats that have no days."""
    return _TYPES.get(name, "text")


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
        "formations": join_formations(unit.formations) or None,
        **count_columns("troops", unit.troops),
    }
    for kind in EQUIPMENT:
        row |= count_columns(kind.replace(" ", "_"), unit.equipment.get(kind))
    return row | {
        "basis": unit.basis,
        "sources": join_list(unit.sources) or None,
        "grade": unit.grade or None,
        "as_of": _day(unit.as_of),
        "until": _day(unit.until),
        "precision": unit.precision,
        "found_by": unit.place.found_by,
    }


def unit_rows(units: Sequence[Unit]) -> list[dict[str, Value]]:
    """Units with every fact. More columns where any unit has something there: its age in days on a map that asks for
    it, and the sources and grades of single figures.
    """
    claims = [claim_columns(unit) for unit in units]
    used = dict.fromkeys(name for row in claims for name in row)
    age = ["age_days"] if any(unit.age is not None for unit in units) else []
    return [
        {**unit_row(unit), **dict.fromkeys(age, unit.age), **{name: own.get(name) for name in used}}
        for unit, own in zip(units, claims, strict=True)
    ]


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


def kind_of(mark: Line | Area | Label) -> str:
    """What a feature is, in formats that hold all kinds in one layer."""
    if isinstance(mark, Label):
        return "note" if mark.style == "note" else "label"
    return "line" if isinstance(mark, Line) else "area"


def mark_row(mark: Line | Area) -> dict[str, object]:
    """A line or area: what it is, and who claims it when."""
    row: dict[str, object] = {"id": mark.id, "role": mark.role, **mark.properties}
    return row | {"approximate": mark.approximate, "callout": mark.callout or None} if isinstance(mark, Line) else row


def label_row(label: Label) -> dict[str, object]:
    """A note or label, with its text as it is printed."""
    return {"id": label.id, "style": label.style, "text": label.text, **label.properties}


def source_rows(scene: Scene) -> Iterator[dict[str, Value]]:
    """Where the claims come from: what the ids under `sources` stand for."""
    names = [field.name for field in fields(Source)]
    for source in scene.sources.values():
        row = {name: getattr(source, name) for name in names}
        yield {name: _day(value) if isinstance(value, date) else value or None for name, value in row.items()}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


UNIT_COLUMNS = tuple(unit_row(Unit("", "", "", Place(0.0, 0.0))))
