"""COMPOSE: the units' symbols. Rows of a crowd share all but where they are, how many, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from geomap.compose.pictograms import pictograms
from geomap.config import Config
from geomap.facts import Side, Unit
from geomap.facts.columns import Rows
from geomap.scene import Placement, Symbol
from geomap.symbols import family
from geomap.wording import estimate, formation


def symbols_of(config: Config, units: Rows[Unit], sides: Mapping[str, Side], unstated: str) -> Rows[Symbol]:
    """The units' symbols; their labels stand where the config sets them by hand.

    `unstated` is the colour of those without a side, empty for that of all symbols.
    """
    placements = placements_of(config)

    def symbol(unit: Unit) -> Symbol:
        return Symbol(
            unit=unit.id,
            lon=unit.place.lon,
            lat=unit.place.lat,
            label=unit.label,
            formations=tuple(formation(entry, config.lang) for entry in unit.formations),
            troops=unit.troops,
            pictograms=pictograms(unit, sides, family(config.symbols)),
            figure=_figure(unit, config),
            colour=sides[unit.side].colour if unit.side else unstated,
            placement=placements.get((unit.id, unit.as_of)),
            age=old_age(unit, config),
        )

    return units.mapped(symbol)


def _figure(unit: Unit, config: Config) -> str:
    """The count as it is printed beside the name; nothing for one that is made up, not known, or without a source."""
    if config.figures == "never" or unit.basis == "illustrative" or not unit.sources_of("troops"):
        return ""
    return estimate(unit.troops, config.lang) if unit.troops and unit.troops.is_known else ""


def placements_of(config: Config) -> Mapping[tuple[str, date | None], Placement | None]:
    """Where the config sets the labels of units by hand, by their ids and days."""
    return {(row.id, row.as_of or config.as_of): row.label.placement for _, row in config.units.own}


def old_age(unit: Unit, config: Config) -> int:
    """The age of an observation that is not recent; otherwise 0."""
    is_old = config.stale_after is not None and unit.age is not None and unit.age > config.stale_after
    return unit.age or 0 if is_old else 0
