"""COMPOSE: the units' symbols. Rows of a crowd share all but where they are, how many, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geomap.compose.pictograms import pictograms
from geomap.config import Config
from geomap.facts import Side, Unit
from geomap.facts.columns import Alike, mapped
from geomap.scene import Symbol
from geomap.symbols import family
from geomap.values.unit import UnitRow
from geomap.wording import formation


def symbols_of(config: Config, units: Sequence[Unit], sides: Mapping[str, Side]) -> Sequence[Symbol]:
    """The units' symbols; their labels stand where the config sets them by hand."""
    rows: Sequence[UnitRow] = config.units
    own = (row for _, row in rows.own) if isinstance(rows, Alike) else rows
    placements = {(row.id, row.as_of or config.as_of): row.label.placement for row in own}

    def symbol(unit: Unit) -> Symbol:
        return Symbol(
            unit=unit.id,
            lon=unit.place.lon,
            lat=unit.place.lat,
            label=unit.label,
            formations=tuple(formation(entry, config.lang) for entry in unit.formations),
            troops=unit.troops,
            pictograms=pictograms(unit, sides, family(config.symbols)),
            colour=sides[unit.side].colour if unit.side else "",
            placement=placements.get((unit.id, unit.as_of)),
            age=old_age(unit, config),
        )

    return mapped(units, symbol)


def old_age(unit: Unit, config: Config) -> int:
    """The age of an observation that is not recent; otherwise 0."""
    is_old = config.stale_after is not None and unit.age is not None and unit.age > config.stale_after
    return unit.age or 0 if is_old else 0
