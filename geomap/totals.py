"""COMPOSE: the config's units as facts, and the sums of their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geomap.config import Config
from geomap.facts import CountKind, Estimate, Place, Unit


def units_of(config: Config, places: Mapping[str, Place]) -> tuple[Unit, ...]:
    """The units as facts, each at its place."""
    return tuple(
        Unit(
            id=row.id,
            label=row.label.text,
            query=row.place,
            place=places[row.id],
            side=row.side,
            formations=row.formations,
            troops=row.troops,
            equipment={str(kind): count for kind, count in row.equipment.items()},
            pictograms=row.pictograms,
            basis=row.basis,
            sources=row.sources,
            grade=row.grade,
            as_of=row.as_of or config.as_of,
        )
        for row in config.units
    )


def sum_of(units: Sequence[Unit], ids: Sequence[str]) -> Estimate:
    """The sum of the named units' troops, as a range where any of them is one."""
    by_id = {unit.id: unit for unit in units}
    counts = [by_id[unit_id].troops or Estimate(CountKind.UNKNOWN) for unit_id in ids]
    return sum(counts[1:], counts[0])
