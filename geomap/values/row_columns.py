"""Rows of units as columns and facets: what each is called there, and the row that they make again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args

from geomap.facts import Claim, Estimate
from geomap.facts.columns import AMOUNT, CLAIM, ORDER, Columns
from geomap.facts.fields import CARRIED, EquipmentKind
from geomap.facts.fields import STATED as STATED_FIELDS
from geomap.values.counts import Claimed
from geomap.values.positions import ClaimedAt
from geomap.values.unit import UnitRow

EQUIPMENT_KINDS: tuple[EquipmentKind, ...] = get_args(EquipmentKind)
_OWN = ("id", "label", "place", "at", "troops", "equipment")  # keys that are columns, or several facets
SHARED = tuple(field.name for field in STATED_FIELDS if field.name not in _OWN)
TROOPS, POSITION = f"{CLAIM}troops", f"{CLAIM}position"

STATED = "stated"  # which of id, label and place a row states; asked of where it is read alone


def as_facet(value: Any) -> Any:
    """A value of a key, as facets hold it: a mapping as its items."""
    return tuple(value.items()) if isinstance(value, Mapping) else value


def _plain(name: str) -> Callable[[UnitRow], Any]:
    return lambda row: as_facet(getattr(row, name))


def _amount(kind: EquipmentKind) -> Callable[[UnitRow], Any]:
    return lambda row: value.count if isinstance(value := row.equipment.get(kind), Claimed) else value


def _claim(kind: EquipmentKind) -> Callable[[UnitRow], Claim | None]:
    return lambda row: _claim_of(row.equipment.get(kind))


def _claim_of(count: Estimate | Claimed | None) -> Claim | None:
    return count.claim if isinstance(count, Claimed) else None


def _position(row: UnitRow) -> Claim | None:
    return Claim(row.at.sources) if row.at and row.at.sources else None


def _order(row: UnitRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*row.equipment, *EQUIPMENT_KINDS)))


READ: dict[str, Callable[[UnitRow], Any]] = {  # what a row has in each facet
    **{name: _plain(name) for name in SHARED},
    **{f"{AMOUNT}{kind}": _amount(kind) for kind in EQUIPMENT_KINDS},
    **{f"{CLAIM}{kind}": _claim(kind) for kind in EQUIPMENT_KINDS},
    TROOPS: lambda row: _claim_of(row.troops),
    POSITION: _position,
    ORDER: _order,
}


def row_of(columns: Columns, number: int) -> UnitRow:
    """The row of a table that columns hold."""
    said = {name: facet.at(number) for name, facet in columns.facets.items()}
    blank, position, count = _blank(), said[POSITION], columns.troops(number)
    lat, lon = float(columns.lat[number]), float(columns.lon[number])
    equipment = {
        kind: _claimed(said[f"{AMOUNT}{kind}"], said[f"{CLAIM}{kind}"])
        for kind in said[ORDER]
        if said[f"{AMOUNT}{kind}"] is not None
    }
    return blank.model_copy(
        update={
            **{name: said[name] for name in SHARED},
            CARRIED.name: dict(said[CARRIED.name]),
            "id": columns.ids[number],
            "place": columns.names[number],
            "at": ClaimedAt.model_construct(lat=lat, lon=lon, sources=position.sources if position else ()),
            "label": blank.label.model_copy(update={"text": columns.labels[number]}),
            "troops": _claimed(count, said[TROOPS]),
            "equipment": equipment,
        }
    )


def _claimed(count: Estimate | None, claim: Claim | None) -> Estimate | Claimed | None:
    return Claimed(count, claim) if count and claim else count


@cache
def _blank() -> UnitRow:
    return UnitRow.model_validate({"id": "blank", "at": {"lat": 0, "lon": 0}})
